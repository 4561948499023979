//! What do these bytes say about `aud`, `azp` and `iss`?
//!
//! One strict pass over the exact bytes of a claims set, written for this project because it must tell more than a
//! JSON library tells: names after unescaping, names given twice at any level, lone surrogates in members that nobody
//! reads, what each element of a list was, and nesting. That it shares no parser with the libraries under test is the other
//! reason. It borrows from the input and allocates only for an object of more than 64 members, for names that stand past
//! 4 GiB, and for nesting past 65,600 levels.
//!
//! It is total: any bytes, no panic, time linear in the input, recursion no deeper than [`MAX_DEPTH`].

mod deep;
mod names;
mod scalar;
mod scan;
mod string;
mod word;

pub use crate::text::Text;
use scan::{Scanner, token};
use std::fmt;

/// How many levels of objects and lists are read in full, the claims set being the first. Deeper ones are only checked
/// for their grammar; that they are there is told by [`Oddities::deep`].
pub const MAX_DEPTH: usize = 64;

/// A claims set as found: the three claims that this project looks at, and what is odd about the rest.
///
/// Of a claim given more than once, the last is the one kept (RFC 7519 section 4), and [`Oddities`] tells.
#[derive(Clone, Copy, Debug, Default)]
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
    inner: &'a [u8],
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
    let mut claims = Claims::default();
    read_aloud(bytes, &mut claims, &mut Nobody)?;
    Ok(claims)
}

/// Who wants to know each element of a list in `aud` while it is read, so that a long one is not read twice.
pub(crate) trait Listener<'a> {
    /// A list begins. If there was one before, it no longer counts.
    fn list(&mut self);
    /// An element that is a string.
    fn text(&mut self, text: Text<'a>);
    /// An element that is no string.
    fn other(&mut self);
}

struct Nobody;

impl<'a> Listener<'a> for Nobody {
    fn list(&mut self) {}
    fn text(&mut self, _: Text<'a>) {}
    fn other(&mut self) {}
}

/// As [`read`], into `claims`; the listener has heard the list if that is what the `aud` that counts is.
pub(crate) fn read_aloud<'a>(
    bytes: &'a [u8],
    claims: &mut Claims<'a>,
    listener: &mut impl Listener<'a>,
) -> Result<(), Malformed> {
    let mark: &[u8] = b"\xEF\xBB\xBF";
    let start = if bytes.starts_with(mark) { mark.len() } else { 0 };
    let mut scanner = Scanner::new(bytes);
    scanner.oddities.byte_order_mark = start > 0;
    let read = scanner.claims_set(start, claims, listener);
    claims.oddities = scanner.oddities;
    read.map_err(|malformed| match str::from_utf8(bytes) {
        Err(error) => Malformed::NotUtf8 { at: error.valid_up_to() },
        Ok(_) => malformed,
    })
}

impl<'a> List<'a> {
    /// The list that ends where `rest` begins.
    fn between(elements: &'a [u8], rest: &[u8]) -> Self {
        Self { inner: &elements[..elements.len() - rest.len() - 1] }
    }

    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let mut scanner = Scanner::new(self.inner);
        let mut rest = self.inner;
        std::iter::from_fn(move || {
            rest = token(rest);
            rest = token(rest.strip_prefix(b",").unwrap_or(rest));
            // The text has been read once, so what fails here is only the end.
            let mut value = None;
            rest = scanner.value(rest, 1, &mut value)?;
            value
        })
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", String::from_utf8_lossy(self.inner))
    }
}

#[cfg(test)]
mod tests;
