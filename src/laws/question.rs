//! How is a question written down so that it can be edited, and still comes out as exact bytes?

use crate::json::{Reader, Tree};
use crate::policy::Policy;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer};
use std::borrow::Borrow;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// A claims set and a policy, in a form that a law can edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The members of the JOSE header, in order. Questions that differ elsewhere share them: [`Arc::make_mut`] edits.
    pub header: Arc<Vec<Member>>,
    /// The members of the claims set, in order. A name may be there twice. Shared as well, and so is each of them: most
    /// laws change one.
    pub claims: Arc<Vec<Arc<Member>>>,
    /// How the claims set is put on paper.
    pub writing: Writing,
    /// The rules, and the recipient that they are for. Shared as well.
    pub policy: Arc<Policy>,
}

/// A name and a value.
pub type Member = (String, Json);

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number as it is written, which has to follow the JSON grammar.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// A string that ends in half a surrogate pair, which equals nothing.
    Lone(String),
    /// An array.
    List(Vec<Json>),
    /// An object. A name may be there twice.
    Object(Vec<Member>),
}

/// How JSON is put on paper. What it says is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writing {
    /// Without white space, escapes only where they must be.
    #[default]
    Plain,
    /// Every character of every string is an escape, member names included.
    Escaped,
    /// White space on both sides of every token.
    Spaced,
}

/// The header of most questions, once for all of them, and its base64url.
static HEADER: LazyLock<Arc<Vec<Member>>> = LazyLock::new(|| {
    let members = [("alg", "HS256"), ("typ", "JWT")];
    Arc::new(members.map(|(name, value)| (name.to_owned(), Json::text(value))).into())
});
const ENCODED_HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

impl Question {
    /// These claims under this policy, with the header `{"alg":"HS256","typ":"JWT"}`.
    pub fn new(claims: Vec<Member>, policy: impl Into<Arc<Policy>>) -> Self {
        let claims = claims.into_iter().map(Arc::new).collect::<Vec<_>>();
        Self { header: Arc::clone(&HEADER), claims: claims.into(), writing: Writing::Plain, policy: policy.into() }
    }

    /// The claims set that stands in these bytes, under this policy. Nothing where serde_json does not read it: what is
    /// no JSON object, lone surrogates, numbers beyond a double, deep nesting. Numbers are kept by value, not by letter.
    pub fn read(claims: &[u8], policy: &Policy) -> Option<Self> {
        match serde_json::from_slice(claims) {
            Ok(Json::Object(members)) => Some(Self::new(members, policy.clone())),
            Ok(_) | Err(_) => None,
        }
    }

    /// The exact bytes of the claims set.
    pub fn bytes(&self) -> Vec<u8> {
        self.writing.object(&self.claims)
    }

    /// The bytes and the token, in place of what was there.
    pub(super) fn write(&self, claims: &mut Vec<u8>, token: &mut String) {
        claims.clear();
        object(&self.claims, self.writing, claims);
        token.clear();
        if Arc::ptr_eq(&self.header, &HEADER) {
            token.push_str(ENCODED_HEADER);
        } else {
            BASE64_URL_SAFE_NO_PAD.encode_string(write(&self.header, Writing::Plain), token);
        }
        token.push('.');
        BASE64_URL_SAFE_NO_PAD.encode_string(claims, token);
        token.push('.');
    }

    /// Header and claims set as the JWS compact serialization, with an empty signature: see [`super::Signed`].
    pub fn token(&self) -> String {
        let (mut claims, mut token) = (Vec::new(), String::new());
        self.write(&mut claims, &mut token);
        token
    }

    /// Whether it is the same on paper, seen without a look at what stands there.
    pub(super) fn is_written_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.header, &other.header)
            && Arc::ptr_eq(&self.claims, &other.claims)
            && self.writing == other.writing
    }

    /// The value of a claim; the last where there are several.
    pub fn claim(&self, name: &str) -> Option<&Json> {
        self.claims.iter().rfind(|member| member.0 == name).map(|member| &member.1)
    }

    /// The same question with another value for a claim: in the place of the last of that name, else at the end.
    pub fn with(&self, name: &str, value: Json) -> Self {
        let mut question = self.clone();
        let claims = Arc::make_mut(&mut question.claims);
        let member = Arc::new((name.to_owned(), value));
        match claims.iter_mut().rfind(|member| member.0 == name) {
            Some(old) => *old = member,
            None => claims.push(member),
        }
        question
    }

    /// The same question with one claim more, before the others.
    pub(super) fn with_first(&self, name: &str, value: Json) -> Self {
        let mut question = self.clone();
        Arc::make_mut(&mut question.claims).insert(0, Arc::new((name.to_owned(), value)));
        question
    }

    /// The same question without a claim, however often it was there.
    pub fn without(&self, name: &str) -> Self {
        let mut question = self.clone();
        Arc::make_mut(&mut question.claims).retain(|member| member.0 != name);
        question
    }

    /// The same question with the policy changed.
    pub fn under(&self, change: impl FnOnce(&mut Policy)) -> Self {
        let mut question = self.clone();
        change(Arc::make_mut(&mut question.policy));
        question
    }

    /// The same question, put on paper in another way.
    pub fn written(&self, writing: Writing) -> Self {
        Self { writing, ..self.clone() }
    }
}

impl Writing {
    /// The exact bytes of an object of these members.
    pub fn object<M: Borrow<Member>>(self, members: &[M]) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        object(members, self, &mut out);
        out
    }
}

impl Json {
    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text of a string that can equal another, and of nothing else.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Lone(_) | Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// On paper, plainly.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::new();
        value(self, Writing::Plain, &mut out);
        f.write_str(&text_of(out))
    }
}

/// An object of these members.
pub(super) fn write(members: &[Member], writing: Writing) -> String {
    text_of(writing.object(members))
}

/// What was written is text: each part of it is.
fn text_of(written: Vec<u8>) -> String {
    String::from_utf8(written).unwrap_or_default()
}

fn object<M: Borrow<Member>>(members: &[M], writing: Writing, out: &mut Vec<u8>) {
    token("{", writing, out);
    for (at, (name, member)) in members.iter().map(M::borrow).enumerate() {
        if at > 0 {
            token(",", writing, out);
        }
        string(name, "", writing, out);
        token(":", writing, out);
        value(member, writing, out);
    }
    token("}", writing, out);
}

fn value(json: &Json, writing: Writing, out: &mut Vec<u8>) {
    match json {
        Json::Null => token("null", writing, out),
        Json::Bool(true) => token("true", writing, out),
        Json::Bool(false) => token("false", writing, out),
        Json::Number(number) => token(number, writing, out),
        Json::Text(text) => string(text, "", writing, out),
        Json::Lone(text) => string(text, "\\ud800", writing, out),
        Json::List(items) => {
            token("[", writing, out);
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    token(",", writing, out);
                }
                value(item, writing, out);
            }
            token("]", writing, out);
        }
        Json::Object(members) => object(members, writing, out),
    }
}

/// A string; `tail` is written behind its last character as it stands.
fn string(text: &str, tail: &str, writing: Writing, out: &mut Vec<u8>) {
    spaced(writing, " ", out);
    match writing {
        Writing::Plain | Writing::Spaced => {
            serde_json::to_writer(&mut *out, text).expect("a Vec takes what is written");
            out.pop(); // the quotation mark, until the tail is there
        }
        Writing::Escaped => {
            out.push(b'"');
            for unit in text.encode_utf16() {
                let digit = |shift: u16| b"0123456789ABCDEF"[usize::from(unit >> shift & 0xF)];
                out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
            }
        }
    }
    out.extend_from_slice(tail.as_bytes());
    out.push(b'"');
    spaced(writing, "\r\n\t", out);
}

fn token(token: &str, writing: Writing, out: &mut Vec<u8>) {
    spaced(writing, " ", out);
    out.extend_from_slice(token.as_bytes());
    spaced(writing, "\r\n\t", out);
}

fn spaced(writing: Writing, space: &str, out: &mut Vec<u8>) {
    if writing == Writing::Spaced {
        out.extend_from_slice(space.as_bytes());
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader::new())
    }
}

impl Tree for Json {
    fn null() -> Self {
        Self::Null
    }

    fn bool(value: bool) -> Self {
        Self::Bool(value)
    }

    fn number(value: serde_json::Number) -> Self {
        Self::Number(value.to_string())
    }

    fn text(value: &str) -> Self {
        Self::Text(value.to_owned())
    }

    fn list(items: Vec<Self>) -> Self {
        Self::List(items)
    }

    fn object(members: Vec<Member>) -> Self {
        Self::Object(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Profile, Recipient};

    const CLAIMS: &str = r#"{"aud":["é",null,{"a":1,"a":-2.5}],"x":true,"aud":"😀\n"}"#;

    fn question() -> Question {
        let policy = Profile::named("jwt-core").expect("profile").policy(&Recipient::named("me"));
        Question::read(CLAIMS.as_bytes(), &policy).expect("readable")
    }

    #[test]
    fn what_is_read_is_written_again_letter_by_letter() {
        assert_eq!(question().bytes(), CLAIMS.as_bytes());
        assert!(Question::read(b"[]", &question().policy).is_none());
        assert!(Question::read(br#"{"a":"\ud800"}"#, &question().policy).is_none());
    }

    #[test]
    fn each_writing_says_the_same() {
        let plain = question();
        for writing in [Writing::Escaped, Writing::Spaced] {
            let other = plain.written(writing);
            assert_ne!(other.bytes(), plain.bytes());
            assert_eq!(Question::read(&other.bytes(), &plain.policy), Some(plain.clone()), "{writing:?}");
        }
        let one = Question::new(vec![("a".to_owned(), Json::List(vec![Json::Lone("b".to_owned())]))], plain.policy);
        assert_eq!(one.bytes(), br#"{"a":["b\ud800"]}"#);
        assert_eq!(one.written(Writing::Escaped).bytes(), br#"{"\u0061":["\u0062\ud800"]}"#);
        assert_eq!(one.token(), "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjpbImJcdWQ4MDAiXX0.");
    }

    #[test]
    fn the_last_claim_of_a_name_is_the_one_that_is_read_and_replaced() {
        let question = question();
        assert_eq!(question.claim("aud"), Some(&Json::text("😀\n")));
        assert_eq!(question.with("aud", Json::Null).claims[2].1, Json::Null);
        assert_eq!(question.with("new", Json::Null).claims[3].0, "new");
        assert_eq!(question.without("aud").claims.len(), 1);
    }
}
