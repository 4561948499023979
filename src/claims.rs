//! What do these bytes say about `aud`, `azp` and `iss`?
//!
//! One strict pass over the exact bytes of a claims set, written for this project because it must tell more than a
//! JSON library tells: names after unescaping, names given twice at any level, lone surrogates in members that nobody
//! reads, what each element of a list was, and nesting. It borrows from the input and allocates only for an object of
//! more than 64 members and for nesting past [`MAX_DEPTH`].
//!
//! It is total: any bytes, no panic, time linear in the input, recursion no deeper than [`MAX_DEPTH`].

pub use crate::text::Text;
use crate::text::hex;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// How many levels of objects and lists are read in full, the claims set being the first. Deeper ones are only checked
/// for their grammar; that they are there is told by [`Oddities::deep`].
pub const MAX_DEPTH: usize = 64;

/// A claims set as found: the three claims that this project looks at, and what is odd about the rest.
///
/// Of a claim given more than once, the last is the one kept (RFC 7519 section 4), and [`Oddities`] tells.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a> {
    /// The `aud` member, if there is one.
    pub aud: Option<Value<'a>>,
    /// The `azp` member, if there is one.
    pub azp: Option<Value<'a>>,
    /// The `iss` member, if there is one.
    pub iss: Option<Value<'a>>,
    /// What a reader may stumble over although the text is JSON.
    pub oddities: Oddities<'a>,
}

/// What is legal JSON, or nearly, and yet read differently by different software.
#[derive(Clone, Copy, Debug, Default)]
pub struct Oddities<'a> {
    /// The text begins with U+FEFF (RFC 8259 section 8.1).
    pub byte_order_mark: bool,
    /// A string somewhere, a member name included, has a `\u` escape of half a surrogate pair (RFC 8259 section 8.2).
    pub lone_surrogate: bool,
    /// Objects and lists nest deeper than [`MAX_DEPTH`].
    pub deep: bool,
    /// A number is larger than a double can hold (RFC 8259 section 6).
    pub huge_number: bool,
    /// The first claim name that stands a second time, compared after unescaping (RFC 7519 section 4).
    pub repeated_claim: Option<Text<'a>>,
    /// The first name that stands a second time within an object inside the claims set.
    pub repeated_nested: Option<Text<'a>>,
}

/// A JSON value, as much of it as matters here.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// any number
    Number,
    /// a string
    Text(Text<'a>),
    /// an array
    List(List<'a>),
    /// an object
    Object,
}

/// A JSON array, read again element by element.
#[derive(Clone, Copy)]
pub struct List<'a> {
    /// From behind the opening bracket up to the closing one.
    inner: &'a str,
}

/// Why bytes are no claims set. Texts complete "failed to read the claims set: …".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Not UTF-8 from this byte on.
    NotUtf8 {
        /// Offset in bytes.
        at: usize,
    },
    /// The first thing in the text is no object.
    NotAnObject,
    /// Not the JSON grammar.
    Syntax {
        /// Offset in bytes.
        at: usize,
        /// What would have been right there.
        expected: &'static str,
    },
    /// Something follows the object.
    Trailing {
        /// Offset in bytes.
        at: usize,
    },
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { at } => write!(f, "no UTF-8 at byte {at}"),
            Self::NotAnObject => write!(f, "no JSON object"),
            Self::Syntax { at, expected } => write!(f, "no JSON at byte {at}, where {expected} belongs"),
            Self::Trailing { at } => write!(f, "text behind the object, at byte {at}"),
        }
    }
}

impl std::error::Error for Malformed {}

/// Reads a claims set: `bytes` in, the three claims as found out.
///
/// # Errors
///
/// [`Malformed`] where the bytes are not one JSON object in UTF-8, a byte order mark before it excepted
/// (RFC 7519 section 7.2 step 10; RFC 8259).
pub fn read(bytes: &[u8]) -> Result<Claims<'_>, Malformed> {
    let (marked, bytes) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (3, rest),
        None => (0, bytes),
    };
    let text = str::from_utf8(bytes).map_err(|e| Malformed::NotUtf8 { at: marked + e.valid_up_to() })?;
    let mut scanner = Scanner::new(text);
    scanner.oddities.byte_order_mark = marked > 0;
    scanner.claims_set().map_err(|error| match error {
        Malformed::Syntax { at, expected } => Malformed::Syntax { at: at + marked, expected },
        Malformed::Trailing { at } => Malformed::Trailing { at: at + marked },
        other => other,
    })
}

type Scan<T> = Result<T, Malformed>;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    oddities: Oddities<'a>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, oddities: Oddities::default() }
    }

    fn claims_set(mut self) -> Scan<Claims<'a>> {
        self.space();
        if self.peek() != Some(b'{') {
            return Err(Malformed::NotAnObject);
        }
        let (mut aud, mut azp, mut iss) = (None, None, None);
        self.oddities.repeated_claim = self.object(1, |name, value| match name {
            _ if name.is("aud") => aud = Some(value),
            _ if name.is("azp") => azp = Some(value),
            _ if name.is("iss") => iss = Some(value),
            _ => {}
        })?;
        self.space();
        if self.at < self.text.len() {
            return Err(Malformed::Trailing { at: self.at });
        }
        Ok(Claims { aud, azp, iss, oddities: self.oddities })
    }

    /// One value; `depth` is the level that an object or list here would be on.
    fn value(&mut self, depth: usize) -> Scan<Value<'a>> {
        match self.peek() {
            Some(b'{' | b'[') if depth > MAX_DEPTH => {
                self.oddities.deep = true;
                let list = self.peek() == Some(b'[');
                let start = self.at + 1;
                self.skip_nested()?;
                Ok(if list { Value::List(List { inner: &self.text[start..self.at - 1] }) } else { Value::Object })
            }
            Some(b'{') => {
                let repeated = self.object(depth, |_, _| {})?;
                self.oddities.repeated_nested = self.oddities.repeated_nested.or(repeated);
                Ok(Value::Object)
            }
            Some(b'[') => self.list(depth),
            _ => self.scalar(),
        }
    }

    /// An object, each member handed to `member`; the first name given twice comes back.
    fn object(&mut self, depth: usize, mut member: impl FnMut(Text<'a>, Value<'a>)) -> Scan<Option<Text<'a>>> {
        self.at += 1; // the brace
        let mut names = Names::new();
        self.space();
        if self.eat(b'}') {
            return Ok(None);
        }
        loop {
            let name = self.name()?;
            names.add(name);
            member(name, self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break self.at += 1,
                _ => return Err(self.expected("a comma or a closing brace")),
            }
        }
        Ok(names.repeated)
    }

    fn list(&mut self, depth: usize) -> Scan<Value<'a>> {
        self.at += 1; // the bracket
        let start = self.at;
        self.space();
        if !self.eat(b']') {
            loop {
                self.space();
                self.value(depth + 1)?;
                self.space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break self.at += 1,
                    _ => return Err(self.expected("a comma or a closing bracket")),
                }
            }
        }
        Ok(Value::List(List { inner: &self.text[start..self.at - 1] }))
    }

    /// An object or list of any depth, grammar only, without recursion. Nothing that it passes over can matter to the
    /// verdict beyond its being too deep.
    fn skip_nested(&mut self) -> Scan<()> {
        let mut open = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(opening @ (b'{' | b'[')) => {
                    self.at += 1;
                    self.space();
                    let closing = if opening == b'{' { b'}' } else { b']' };
                    if !self.eat(closing) {
                        open.push(closing);
                        if closing == b'}' {
                            self.name()?;
                        }
                        continue;
                    }
                }
                _ => drop(self.scalar()?),
            }
            // A value has ended, and with it perhaps those around it.
            loop {
                let Some(&closing) = open.last() else { return Ok(()) };
                self.space();
                if self.eat(closing) {
                    open.pop();
                } else if self.eat(b',') {
                    if closing == b'}' {
                        self.name()?;
                    }
                    break;
                } else {
                    return Err(self.expected("a comma or the closing bracket"));
                }
            }
        }
    }

    /// A member name and the colon behind it, with the white space around both.
    fn name(&mut self) -> Scan<Text<'a>> {
        self.space();
        if self.peek() != Some(b'"') {
            return Err(self.expected("a member name"));
        }
        let name = self.string()?;
        self.space();
        if !self.eat(b':') {
            return Err(self.expected("a colon"));
        }
        self.space();
        Ok(name)
    }

    fn scalar(&mut self) -> Scan<Value<'a>> {
        match self.peek() {
            Some(b'"') => Ok(Value::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Boolean),
            Some(b'f') => self.word("false", Value::Boolean),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.expected("a value")),
        }
    }

    fn word(&mut self, word: &'static str, value: Value<'a>) -> Scan<Value<'a>> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.expected("a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Scan<Value<'a>> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        let exponent = self.eat(b'e') || self.eat(b'E');
        if exponent {
            let _signed = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        // Without an exponent it takes 309 digits to pass the largest double.
        if exponent || self.at - start > 300 {
            self.oddities.huge_number |= self.text[start..self.at].parse().is_ok_and(f64::is_infinite);
        }
        Ok(Value::Number)
    }

    fn digits(&mut self) -> Scan<()> {
        if !self.peek().is_some_and(|b| b.is_ascii_digit()) {
            return Err(self.expected("a digit"));
        }
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn string(&mut self) -> Scan<Text<'a>> {
        self.at += 1; // the quotation mark
        let start = self.at;
        let (mut escaped, mut lone) = (false, false);
        loop {
            let plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
            let rest = &self.text.as_bytes()[self.at..];
            self.at += rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    lone |= self.escape()?;
                }
                _ => return Err(self.expected("the rest of a string")),
            }
        }
        let raw = &self.text[start..self.at];
        self.at += 1;
        self.oddities.lone_surrogate |= lone;
        Ok(Text::new(raw, escaped, lone))
    }

    /// An escape, or two that make one surrogate pair; true where it is half a pair.
    fn escape(&mut self) -> Scan<bool> {
        self.at += 1; // the backslash
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(false)
            }
            Some(b'u') => match self.unit()? {
                0xD800..=0xDBFF if self.text.as_bytes()[self.at..].starts_with(b"\\u") => {
                    let here = self.at;
                    self.at += 1;
                    let paired = matches!(self.unit()?, 0xDC00..=0xDFFF);
                    if !paired {
                        self.at = here; // it may begin a pair of its own
                    }
                    Ok(!paired)
                }
                0xD800..=0xDFFF => Ok(true),
                _ => Ok(false),
            },
            _ => Err(self.expected("an escape")),
        }
    }

    /// `u` and four hexadecimal digits.
    fn unit(&mut self) -> Scan<u16> {
        let unit = self.text.as_bytes().get(self.at + 1..self.at + 5).and_then(hex);
        let unit = unit.ok_or_else(|| self.expected("four hexadecimal digits"))?;
        self.at += 5;
        Ok(unit)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, expected: &'static str) -> Malformed {
        Malformed::Syntax { at: self.at, expected }
    }
}

/// The names of one object: which of them stands a second time?
struct Names<'a> {
    few: [Text<'a>; 64],
    len: usize,
    many: HashSet<Cow<'a, str>>,
    repeated: Option<Text<'a>>,
}

impl<'a> Names<'a> {
    fn new() -> Self {
        let nothing = Text::new("", false, false);
        Self { few: [nothing; 64], len: 0, many: HashSet::new(), repeated: None }
    }

    fn add(&mut self, name: Text<'a>) {
        if self.repeated.is_some() {
            return;
        }
        let again = if self.len < self.few.len() {
            let again = self.few[..self.len].iter().any(|earlier| earlier.same(&name));
            self.few[self.len] = name;
            again
        } else {
            if self.many.is_empty() {
                self.many.extend(self.few.iter().filter(|earlier| !earlier.has_lone_surrogate()).map(Text::lossy));
            }
            !name.has_lone_surrogate() && !self.many.insert(name.lossy())
        };
        self.len += 1;
        if again {
            self.repeated = Some(name);
        }
    }
}

impl<'a> List<'a> {
    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let mut scanner = Scanner::new(self.inner);
        std::iter::from_fn(move || {
            scanner.space();
            if scanner.eat(b',') {
                scanner.space();
            }
            // The text has been read once, so what fails here is only the end.
            scanner.value(1).ok()
        })
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.inner)
    }
}

#[cfg(test)]
mod tests {
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
}
