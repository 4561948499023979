//! Are two strings equal, one of them written as JSON?

use crate::fingerprint::Fingerprint;
use std::borrow::Cow;
use std::fmt;

/// A JSON string, still escaped as it was written.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// Between the quotation marks: UTF-8, which was found out when it was read.
    raw: &'a [u8],
    escapes: Escapes,
}

/// Which escapes are in a string, the worst of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)] // a copy of a text reads whole words, and has to wait for one of which only a byte was written just before
pub(crate) enum Escapes {
    None,
    Some,
    /// One of half a surrogate pair among them.
    LoneSurrogate,
}

impl<'a> Text<'a> {
    pub(crate) const EMPTY: Self = Self { raw: b"", escapes: Escapes::None };

    /// What stands between the quotation marks, which has to be the inside of a JSON string, in UTF-8.
    pub(crate) fn new(raw: &'a [u8], escapes: Escapes) -> Self {
        Self { raw, escapes }
    }

    /// The string of plain ASCII that begins `text`, `rest` being what stands behind its quotation mark.
    #[inline(always)]
    pub(crate) fn plain(text: &'a [u8], rest: &[u8]) -> Self {
        Self::new(&text[..text.len() - rest.len() - 1], Escapes::None)
    }

    /// Whether this text is `other`, code point by code point after unescaping and nothing else (RFC 7519 sections 2
    /// and 7.3). A text with a lone surrogate is equal to nothing.
    #[inline]
    pub fn is(&self, other: &str) -> bool {
        if self.is_escaped() { (*self).unescapes_to(other) } else { self.raw == other.as_bytes() }
    }

    /// By value, so that a text that is compared need not stand in memory.
    #[cold]
    fn unescapes_to(self, other: &str) -> bool {
        !self.has_lone_surrogate() && self.chars().flatten().eq(other.chars())
    }

    /// Whether both are the same text after unescaping.
    pub fn same(&self, other: &Text<'_>) -> bool {
        match (self.is_escaped(), other.is_escaped()) {
            (false, false) => self.raw == other.raw,
            (true, false) => self.is(other.raw()),
            (false, true) => other.is(self.raw()),
            (true, true) => !self.has_lone_surrogate() && !other.has_lone_surrogate() && self.chars().eq(other.chars()),
        }
    }

    /// The code points after unescaping; `None` stands for a lone surrogate.
    pub fn chars(&self) -> impl Iterator<Item = Option<char>> + use<'a> {
        let mut rest = self.raw().chars();
        std::iter::from_fn(move || {
            let c = rest.next()?;
            if c != '\\' {
                return Some(Some(c));
            }
            Some(match rest.next()? {
                'b' => Some('\u{8}'),
                'f' => Some('\u{c}'),
                'n' => Some('\n'),
                'r' => Some('\r'),
                't' => Some('\t'),
                'u' => {
                    let (unit, behind) = unit_of(rest.as_str())?;
                    rest = behind.chars();
                    match behind.strip_prefix("\\u").and_then(unit_of) {
                        Some((low @ 0xDC00..=0xDFFF, behind)) if (0xD800..0xDC00).contains(&unit) => {
                            rest = behind.chars();
                            char::from_u32(0x10000 + ((u32::from(unit) - 0xD800) << 10) + (u32::from(low) - 0xDC00))
                        }
                        _ => char::from_u32(u32::from(unit)),
                    }
                }
                same => Some(same),
            })
        })
    }

    /// The text after unescaping, for people to read: a lone surrogate becomes U+FFFD.
    pub fn lossy(&self) -> Cow<'a, str> {
        if self.is_escaped() {
            Cow::Owned(self.chars().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        } else {
            Cow::Borrowed(self.raw())
        }
    }

    /// Of the text after unescaping. One with a lone surrogate has none of its own.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        if self.is_escaped() { Fingerprint::of_chars(self.chars().flatten()) } else { Fingerprint::of(self.raw) }
    }

    fn raw(&self) -> &'a str {
        str::from_utf8(self.raw).unwrap_or_default()
    }

    /// Whether half a surrogate pair is in it.
    pub fn has_lone_surrogate(&self) -> bool {
        self.escapes == Escapes::LoneSurrogate
    }

    #[inline(always)]
    fn is_escaped(&self) -> bool {
        self.escapes != Escapes::None
    }
}

fn unit_of(text: &str) -> Option<(u16, &str)> {
    let (digits, behind) = text.split_at_checked(4)?;
    Some((hex(digits.as_bytes())?, behind))
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.raw())
    }
}

/// Hexadecimal digits as a number.
pub(crate) fn hex(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |unit, &d| Some(unit << 4 | char::from(d).to_digit(16)? as u16))
}
