//! What is said of the cases on which JSON parsers part? Those that Seriot's "Parsing JSON is a Minefield" (JSONTestSuite)
//! and json.org's JSON_checker made known, written anew: first what is read, then what is refused, by what belongs there.
//!
//! RFC 7519 section 7.2 step 10 asks for a completely valid JSON object in UTF-8; so where RFC 8259 has a grammar it decides.
//! What the corpora leave to implementations is read, and told where software is known to differ.

mod sparring;

use audiometer::claims::{self, Malformed};
use sparring::spar;

/// Says what is read of the bytes, and holds it against serde_json.
fn says(bytes: &[u8]) -> &'static str {
    spar(bytes);
    let odd = match claims::read(bytes) {
        Ok(claims) => claims.oddities,
        Err(Malformed::NotUtf8 { .. }) => return "UTF-8",
        Err(Malformed::NotAnObject) => return "an object",
        Err(Malformed::Trailing { .. }) => return "the end",
        Err(Malformed::Syntax { expected, .. }) => return expected,
    };
    match (odd.byte_order_mark, odd.lone_surrogate, odd.deep, odd.huge_number) {
        (false, false, false, false) => "in order",
        (true, false, false, false) => "a byte order mark",
        (false, true, false, false) => "a lone surrogate",
        (false, false, true, false) => "deep",
        (false, false, false, true) => "a number beyond a double",
        _ => "several things",
    }
}

/// What is said of texts.
type Group<'t> = (&'t str, &'t [&'t [u8]]);

fn hold(groups: &[Group<'_>], around: impl Fn(&[u8]) -> Vec<u8>) {
    for (said, texts) in groups {
        for text in *texts {
            let text = around(text);
            assert_eq!(says(&text), *said, "{}", text.escape_ascii());
        }
    }
}

/// As a claim that nobody asks for, and as one that is compared.
fn as_values(groups: &[Group<'_>]) {
    hold(groups, |text| [&b"{\"x\":"[..], text, b"}"].concat());
    hold(groups, |text| [&b"{\"aud\":"[..], text, b"}"].concat());
}

#[test]
#[rustfmt::skip] // a line an element would be hundreds
fn what_is_json_is_read() {
    as_values(&[
        (
            "in order",
            &[
                // Numbers: every part that is optional, and sizes that only lose precision (RFC 8259 section 6).
                b"0", b"-0", b"-1", b"123", b"123.456789", b"0e1", b"0e+1", b"20e1", b"1E22", b"1E-2", b"1E+2",
                b"123e45", b"123.456e78", b"1e-2", b"1e+2", b"123e65", b"1.7976931348623157e308", b"123.456e-789",
                b"123e-10000000",
                b"-0.000000000000000000000000000000000000000000000000000000000000000000000000000001",
                b"100000000000000000000", b"-123123123123123123123123123123",
                b"-237462374673276894279832749832423479823246327846",
                // Every escape, both cases of hexadecimal, pairs, characters that are none or not to be seen (section 7).
                br#""\"\\\/\b\f\n\r\t""#, br#""\u0060\u012a\u12AB""#, br#""\uD801\udc37""#,
                br#""\ud83d\ude39\ud83d\udc8d""#, br#""\uDBFF\uDFFF""#, br#""\uDBFF\uDFFE""#, br#""\uD83F\uDFFE""#,
                br#""\uD834\uDD1E""#, br#""\\u0000""#, br#""\u0000""#, br#""\u0012""#, br#""\u0022""#,
                br#""\u002c""#, br#""\u005C""#, br#""\u000Aline""#, br#""\u00A0""#, br#""\u200B""#, br#""\u2064""#,
                br#""\uFDD0""#, br#""\uFFFE""#, br#""\uFFFF""#, br#""\u0061\u30af\u30EA\u30b9""#, br#""\\a""#,
                br#""\\n""#, br#""a/*b*/c/*d//e""#, b"\" \"", b"\"\"", b"\"\x7F\"", "\"π\"".as_bytes(),
                "\"\u{2028}\u{2029}\"".as_bytes(), "\"\u{FEFF}\"".as_bytes(), "\"\u{FFFF}\"".as_bytes(),
                "\"\u{10FFFF}\"".as_bytes(), "\"\u{1BFFF}\"".as_bytes(), "\"€𝄞⍂㈴\"".as_bytes(),
                // Lists and objects, with white space in all places, and all four kinds of it (section 2).
                b"[]", b"[ ]", b"[[]   ]", b"[\"\"]", b"[1\n]", b" [1]", b"[ 4]", b"[2] ", b"\t[\r\n1 , 2\t]\n",
                b"[null, 1, \"1\", {}]", b"[1,null,null,null,2]", b"[false]", b"{}", b"{ }", b"{\"\":0}",
                b"{\"a\":[]}", b"{\n\"a\"\r:\t\"b\" ,\"c\":{} }", br#"{"foo\u0000bar": 42}"#,
                br#"{"title":"\u041f\u043e\u043b"}"#, b"[[[[[[[[[[[[[[[[[[[[\"not too deep\"]]]]]]]]]]]]]]]]]]]]",
            ],
        ),
        // Read, and told: a string that is no sequence of Unicode characters (RFC 8259 section 8.2).
        (
            "a lone surrogate",
            &[
                br#""\uDADA""#, br#""\uD888\u1234""#, br#""\uD800\n""#, br#""\uDd1ea""#, br#""\uD800\uD800\n""#,
                br#""\ud800abc""#, br#""\uDd1e\uD834""#, br#""\uDFAA""#, br#"{"\uDFAA":0}"#,
                br#"["\ud800\ud800\udc00"]"#,
            ],
        ),
        // Read, and told: software that has doubles only may refuse it, or make it infinite (section 6).
        (
            "a number beyond a double",
            &[
                b"-1e+9999", b"1.5e+9999", b"123123e100000", b"-123123e100000",
                b"0.4e00669999999999999999999999999999999999999999",
            ],
        ),
    ]);
}

#[test]
#[rustfmt::skip] // a line an element would be hundreds
fn what_is_no_json_value_is_refused_where_it_ends() {
    as_values(&[
        (
            "a value",
            &[
                b"", b"[,1]", b"[1,,2]", b"[\"x\",,]", b"[1,]", b"[\"\",]", b"[,]", b"[   , \"\"]", b"[1,,", b"[",
                b"[{}, [", b"['single']", b"[*]", b"[a]", b"[x", b"[<null>]", b"<.>", b"[True]", b"[fals]", b"[nul]",
                b"[tru]", b"[truth]", b"nul", b"[\\u000A\"\"]", b"[\\naked]", b"[+1]", b"[++1234]", b"[+Inf]",
                b"[Inf]", b"[Infinity]", b"[NaN]", b"[.2e-3]", b"[.-1]", b"[.123]", b"[,", b"]", b"alert()",
                b"/*comment*/\"b\"", b"{\"a\":,", b"{\"x\"::\"b\"}", b"[\x0B1]", b"[\x0C]", b"[\x00]",
                "[é]".as_bytes(), "[\u{2060}]".as_bytes(), "[\u{A0}1]".as_bytes(), "[\u{FF11}]".as_bytes(),
                "\u{FEFF}1".as_bytes(),
            ],
        ),
        (
            "a digit",
            &[
                b"[-]", b"[-NaN]", b"[-Infinity]", b"[-foo]", b"[- 1]", b"[-.123]", b"[1.]", b"[-2.]", b"[0.e1]",
                b"[2.e+3]", b"[2.e-3]", b"[9.e+]", b"[0.3e]", b"[0.3e+]", b"[0E]", b"[0E+]", b"[0e]", b"[0e+]",
                b"[1.0e-]", b"[1eE2]", b"[0e+-1]", b"[1ea]",
            ],
        ),
        (
            "a comma or a closing bracket",
            &[
                b"[1 true]", b"[\"\": 1]", b"[1:2]", b"[3[4]]", b"[\"a\" \"b\"]", b"[1", b"[{}", b"[\"x\"", b"[01]",
                b"[-01]", b"[012]", b"[0x1]", b"[0x42]", b"[1 000.0]", b"[1+2]", b"[-1x]", b"[0.1.2]", b"[-1.0.]",
                b"[1.2a-3]", b"[-123.123foo]", b"[1.8011670033376514H-308]", b"[nullx]", b"[truetrue]",
                b"[\"mismatch\"", b"[1\x0C]",
            ],
        ),
        (
            "a comma or a closing brace",
            &[
                b"1]", b"[1]]", b"[1]x", b"[][]", b"1 + 2", b"013", b"0x14", b"2@", b"123\0", b"{\"a\":\"b\"}/**/",
                b"{\"a\":\"b\"}//", b"{\"a\":\"b\"}#", b"{\"a\":\"a\" 123}", b"{\"a\": true} \"x\"", b"\"\"x", b"{",
                b"{\"a\":01}", b"[\"closed\"]]",
            ],
        ),
        (
            "a colon",
            &[
                b"{\"x\", null}", b"{\"a\" b}", b"{\"a\" \"b\"}", b"{\"Missing colon\" null}",
                b"{\"foo\":\"bar\", \"a\"}", b"{\"a\"",
            ],
        ),
        (
            "a member name",
            &[
                b"[],]", b"{,}", b"{[: \"x\"}", b"{key: 'value'}", b"{:\"b\"}", b"{1:1}", b"{9999E9999:1}",
                b"{null:null}", b"{'a':0}", b"{\"id\":0,}", b"{\"id\":0,,,,,}", b"{\"a\":\"b\",,\"c\":\"d\"}",
                b"{a: \"b\"}", b"{]", b"{[", b"{ {}", "{🇨🇭}".as_bytes(),
            ],
        ),
        (
            "the rest of a string",
            &[
                b"\"", b"[\"asd]", b"{\"a\":\"a", b"{\"a", b"[\"a\0a\"]", b"[\"new\nline\"]", b"[\"\t\"]",
                b"\"\x1F\"", b"[\"\\\\\\\"]", b"[\"a\",\n\"b",
            ],
        ),
        (
            "an escape",
            &[
                br#"["\a"]"#, br#"["\x00"]"#, br#"["\x15"]"#, br#"["\017"]"#, b"[\"\\\t\"]", b"[\"line\\\nbreak\"]",
                br#""\UA66D""#, br#"["\{["#, "[\"\\🌀\"]".as_bytes(), br#"["\'"]"#,
            ],
        ),
        (
            "four hexadecimal digits",
            &[
                br#"["\u00A"]"#, br#"["\uqqqq"]"#, br#"["\u"]"#, br#"["\uD834\uDd"]"#, br#"["\uD800\u"]"#,
                br#"["\uD800\u1"]"#, br#"["\uD800\u1x"]"#, br#""\u-123""#, br#""\u 123""#, "\"\\uÀÀ\"".as_bytes(),
            ],
        ),
        // A text that is no UTF-8 is refused as such, whatever else is wrong with it before or behind.
        (
            "UTF-8",
            &[
                b"[\xFF]", b"[a\xE5]", b"[123\xE5]", b"[1e1\xE5]", b"[0\xE5]", b"[1e\xE5]", b"\"\xFF\"", b"\"\xE9\"",
                b"\"\x81\"", b"\"\\\xE5\"", b"\"\\u\xE5\"", b"\"\xE6\x97\xA5\xD1\x88\xFA\"", b"\"\xE0\xFF\"",
                b"\"\xE6\x97\"", b"\"\xF4\xBF\xBF\xBF\"", b"\"\xC0\xAF\"", b"\"\xE0\x80\xAF\"",
                b"\"\xF0\x80\x80\xAF\"", b"\"\xFC\x83\xBF\xBF\xBF\xBF\"", b"\"\xED\xA0\x80\"", b"{\"\xFE\":1}",
                b"nul \"\xFF\"",
            ],
        ),
    ]);
}

#[test]
#[rustfmt::skip] // a line an element would be hundreds
fn what_is_no_object_from_end_to_end_is_refused() {
    let utf16: Vec<u8> = "{\"aud\":\"é\"}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(says(&utf16), "UTF-8");
    hold(
        &[
            ("in order", &[b"{}", b" {} ", b"\r\n\t {\"a\":1}\n"]),
            (
                "an object",
                &[
                    b"", b" ", b"\"payload\"", b"[]", b"1", b"null", b"x", b"*", b"\0{}", b"\"\\", b"\xEF\xBB\xBF",
                    "\u{2060}{}".as_bytes(), "\u{A0}{}".as_bytes(),
                ],
            ),
            (
                "the end",
                &[
                    b"{}}", b"{}{}", b"{\"a\":\"b\"}#{}", b"{}\0", b"{},", b"{}/**/", b"{} x",
                    "{}\u{FEFF}".as_bytes(), b"{\"a\":true} \"b\"",
                ],
            ),
            ("a comma or a closing brace", &[b"{\"asd\":\"asd\"", b"{\"x\":true", b"{\"a\":1]"]),
            ("a member name", &[b"{", b"{\"x\": true,", b"{\0}"]),
            ("a value", &[b"{\"\":"]),
            ("the rest of a string", &[b"{\"a", b"{\"a\\\"}"]),
            ("a byte order mark", &[b"\xEF\xBB\xBF{}"]),
            ("UTF-8", &[b"\xEF\xBB{}", b"\xE9", b"\xFF\xFE{\0}\0", b"{}\xFF", b"\xEF\xBB\xBF\xFF"]),
        ],
        <[u8]>::to_vec,
    );
}

#[test]
fn nesting_is_read_however_deep_it_is() {
    for levels in [500, 50_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"\":", "}"), ("[{\"\":", "}]")] {
            let text = format!("{{\"x\":{}0{}}}", open.repeat(levels), close.repeat(levels));
            assert_eq!(says(text.as_bytes()), "deep");
            assert_eq!(says(&text.as_bytes()[..text.len() - 1]), "a comma or a closing brace");
            let closing =
                if close.ends_with(']') { "a comma or a closing bracket" } else { "a comma or a closing brace" };
            assert_eq!(says(&text.as_bytes()[..text.len() - 2]), closing);
            assert_eq!(says(text.replace('0', "0)").as_bytes()), "a comma or the closing bracket");
        }
        assert_eq!(says(format!("{{\"x\":{}", "[".repeat(levels)).as_bytes()), "a value");
    }
}

/// Every sequence of so many pieces.
fn sequences<'p>(pieces: &'p [&'p [u8]], length: u32) -> impl Iterator<Item = Vec<u8>> + use<'p> {
    (0..pieces.len().pow(length)).map(move |mut number| {
        let mut bytes = Vec::new();
        for _ in 0..length {
            bytes.extend_from_slice(pieces[number % pieces.len()]);
            number /= pieces.len();
        }
        bytes
    })
}

#[test]
fn every_short_string_is_read_alike_wherever_it_begins() {
    // The scanner reads eight bytes at a time: what is to be found may stand at any place among them.
    let pieces: [&[u8]; 10] = [b"a", b"\"", b"\\", b"\\u", b"d83d", b"\\ude00", b"0", b"\t", "é".as_bytes(), b"\xC3"];
    for length in 0..=3 {
        for text in sequences(&pieces, length) {
            for before in 0..9 {
                let text = [&b"{\"aud\":\""[..], &b"bbbbbbbbb"[..before], &text, b"\"}"].concat();
                spar(&text);
                spar(&text[..text.len() - 2]);
            }
        }
    }
}

#[test]
fn every_short_number_is_read_alike() {
    let pieces: [&[u8]; 7] = [b"0", b"1", b"-", b"+", b".", b"e", b"E"];
    for length in 0..=6 {
        for text in sequences(&pieces, length) {
            spar(&[&b"{\"aud\":"[..], &text, b"}"].concat());
        }
    }
}

#[test]
fn every_short_sequence_of_bytes_is_utf_8_or_not() {
    // The borders of RFC 3629's table.
    let pieces: [&[u8]; 20] = [
        b"\x7F", b"\x80", b"\x8F", b"\x90", b"\x9F", b"\xA0", b"\xBF", b"\xC1", b"\xC2", b"\xDF", b"\xE0", b"\xE1",
        b"\xEC", b"\xED", b"\xEE", b"\xEF", b"\xF0", b"\xF1", b"\xF4", b"\xF5",
    ];
    for length in 1..=4 {
        for text in sequences(&pieces, length) {
            let claims = [&b"{\"iss\":\""[..], &text, b"\"}"].concat();
            let read = claims::read(&claims);
            match str::from_utf8(&text) {
                Ok(_) => assert!(read.is_ok(), "{}", text.escape_ascii()),
                Err(error) => {
                    let refused = Malformed::NotUtf8 { at: 8 + error.valid_up_to() };
                    assert_eq!(read.err(), Some(refused), "{}", text.escape_ascii());
                }
            }
        }
    }
}
