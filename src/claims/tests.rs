//! Is each thing that a claims set may say told, and told apart?

use super::*;

fn aud(text: &str) -> Option<Value<'_>> {
    read(text.as_bytes()).expect("readable").aud
}

fn malformed(bytes: &[u8]) -> Malformed {
    read(bytes).expect_err("malformed")
}

#[test]
fn each_shape_of_a_claim_is_told_apart() {
    assert!(aud(r#"{}"#).is_none());
    assert!(matches!(aud(r#"{"aud":null}"#), Some(Value::Null)));
    assert!(matches!(aud(r#"{"aud":-1.5e+9}"#), Some(Value::Number)));
    assert!(matches!(aud(r#"{"aud":true}"#), Some(Value::Boolean)));
    assert!(matches!(aud(r#"{"aud":{"x":[]}}"#), Some(Value::Object)));
    assert!(matches!(aud(r#"{"aud":"me"}"#), Some(Value::Text(t)) if t.is("me")));
    let Some(Value::List(list)) = aud(r#"{"aud" : [ "me" , null,[ "x" ],{"a":1}, 7 ,false ] }"#) else {
        panic!("no list")
    };
    let kinds: Vec<String> = list.iter().map(|element| format!("{element:?}")).collect();
    assert_eq!(kinds, [r#"Text("me")"#, "Null", r#"List([ "x" ])"#, "Object", "Number", "Boolean"]);
}

#[test]
fn names_and_texts_are_compared_after_unescaping() {
    assert!(
        matches!(aud(r#"{"\u0061ud":"\u006d\u0065\/\ud83d\ude00"}"#), Some(Value::Text(t)) if t.is("me/😀") && t.lossy() == "me/😀")
    );
    assert!(aud(r#"{"AUD":"me","aud ":"me"}"#).is_none());
}

#[test]
fn a_lone_surrogate_is_told_and_equals_nothing() {
    for (text, lossy) in [
        (r"\ud800", "\u{fffd}"),
        (r"\udc00x", "\u{fffd}x"),
        (r"\ud800\ud800\udc00", "\u{fffd}\u{10000}"),
        (r"\ud800\u0041", "\u{fffd}A"),
    ] {
        let text = format!("{{\"aud\":\"{text}\"}}");
        let claims = read(text.as_bytes()).expect("readable");
        let Some(Value::Text(aud)) = claims.aud else { panic!("no text") };
        assert!(claims.oddities.lone_surrogate && aud.has_lone_surrogate());
        assert_eq!(aud.lossy(), lossy);
        assert!(!aud.is(lossy) && !aud.same(&aud));
    }
    assert!(read(br#"{"x":{"\udfff":1}}"#).expect("readable").oddities.lone_surrogate);
    assert!(!read(br#"{"x":"\ud83d\ude00"}"#).expect("readable").oddities.lone_surrogate);
}

#[test]
fn repeated_names_are_found_in_small_and_large_objects() {
    let many: Vec<String> = (0..200).map(|n| format!("\"n{n}\":{n}")).collect();
    for (extra, repeated) in [("", false), (",\"n3\":0", true), (",\"\\u006e199\":0", true), (",\"N3\":0", false)] {
        let object = format!("{{{}{extra}}}", many.join(","));
        let claims = read(object.as_bytes()).expect("readable");
        assert_eq!(claims.oddities.repeated_claim.is_some(), repeated, "{extra}");
        let nested = format!("{{\"x\":[{object}]}}");
        let claims = read(nested.as_bytes()).expect("readable");
        assert_eq!(claims.oddities.repeated_nested.is_some(), repeated, "{extra}");
        assert!(claims.oddities.repeated_claim.is_none());
    }
    let last = read(br#"{"aud":"a","aud":"b"}"#).expect("readable");
    assert!(matches!(last.aud, Some(Value::Text(t)) if t.is("b")));
}

#[test]
fn nesting_is_read_to_the_limit_and_checked_beyond_it() {
    let nested = |levels: usize| format!("{{\"x\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(!read(nested(MAX_DEPTH - 1).as_bytes()).expect("readable").oddities.deep);
    assert!(read(nested(MAX_DEPTH).as_bytes()).expect("readable").oddities.deep);
    assert!(read(nested(200_000).as_bytes()).expect("readable").oddities.deep);
    let objects = format!("{{\"x\":{}1{}}}", "{\"y\":".repeat(70), "}".repeat(70));
    assert!(read(objects.as_bytes()).expect("readable").oddities.deep);
    assert!(read(objects.replace("1}", "1]").as_bytes()).is_err());
    assert!(read(nested(100).replace("[]", "[1,]").as_bytes()).is_err());
}

#[test]
fn a_number_beyond_a_double_is_told() {
    for (number, huge) in [
        ("1e308", false),
        ("1.8e308", true),
        ("-1e999", true),
        ("1e-999", false),
        ("0e999999999999", false),
        (&*"9".repeat(400), true),
    ] {
        let text = format!("{{\"x\":[{number}]}}");
        assert_eq!(read(text.as_bytes()).expect("readable").oddities.huge_number, huge, "{number}");
    }
}

#[test]
fn a_byte_order_mark_is_told() {
    let claims = read(b"\xEF\xBB\xBF{\"aud\":\"me\"}").expect("readable");
    assert!(claims.oddities.byte_order_mark && claims.aud.is_some());
    assert_eq!(malformed(b"\xEF\xBB\xBF\xEF\xBB\xBF{}"), Malformed::NotAnObject);
    assert_eq!(malformed(b"\xEF\xBB\xBF{,}"), Malformed::Syntax { at: 4, expected: "a member name" });
}

#[test]
fn what_is_no_claims_set_says_where_and_why() {
    assert_eq!(malformed(b"").to_string(), "no JSON object");
    assert_eq!(malformed(b"[1]").to_string(), "no JSON object");
    assert_eq!(malformed(b"{\"a\":\"\xff\"}").to_string(), "no UTF-8 at byte 6");
    assert_eq!(malformed(b"{} x").to_string(), "text behind the object, at byte 3");
    for (text, expected) in [
        ("{\"a\" 1}", "a colon"),
        ("{\"a\":}", "a value"),
        ("{\"a\":nul}", "a value"),
        ("{\"a\":01}", "a comma or a closing brace"),
        ("{\"a\":[1,]}", "a value"),
        ("{\"a\":[1 2]}", "a comma or a closing bracket"),
        ("{\"a\":1,}", "a member name"),
        ("{'a':1}", "a member name"),
        ("{\"a\":.5}", "a value"),
        ("{\"a\":1.}", "a digit"),
        ("{\"a\":1e}", "a digit"),
        ("{\"a\":-}", "a digit"),
        ("{\"a\":\"\\x\"}", "an escape"),
        ("{\"a\":\"\\u12g4\"}", "four hexadecimal digits"),
        ("{\"a\":\"\\u+123\"}", "four hexadecimal digits"),
        ("{\"a\":\"\t\"}", "the rest of a string"),
        ("{\"a\":\"", "the rest of a string"),
    ] {
        assert!(
            matches!(malformed(text.as_bytes()), Malformed::Syntax { expected: e, .. } if e == expected),
            "{text}: {:?}",
            malformed(text.as_bytes())
        );
    }
}
