//! How is a string read, eight bytes at a time?

use super::scan::Scanner;
use super::word::Word;
use crate::text::{Escapes, Text, hex};

/// What stands behind a string of plain ASCII, from behind its quotation mark; nothing if it is none. `each` is told the
/// string eight bytes at a time, as a fingerprint takes it in.
#[inline(always)]
pub(super) fn behind_plain(text: &[u8], mut each: impl FnMut(Word)) -> Option<&[u8]> {
    let mut rest = text;
    let stops = loop {
        let (word, behind) = match rest.split_first_chunk() {
            Some((word, behind)) => (Word::of(word), behind),
            None => (Word::last(rest), rest),
        };
        let stops = word.stops();
        each(word.before(stops));
        if !stops.none() {
            break stops;
        }
        rest = behind;
    };
    rest.get(stops.first()..)?.strip_prefix(b"\"")
}

/// What stands behind the pairs of eight bytes that a string of plain ASCII begins with: a long one is read faster so.
#[inline(always)]
pub(super) fn behind_pairs(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let Some((pair, behind)) = rest.split_first_chunk::<16>() {
        let [first, second] = pair.as_chunks::<8>().0 else { break };
        if !(Word::of(first).stops() | Word::of(second).stops()).none() {
            break;
        }
        rest = behind;
    }
    rest
}

impl<'a> Scanner<'a> {
    /// A string, from behind its quotation mark, and what stands behind it.
    #[inline(always)]
    pub(super) fn string(&mut self, text: &'a [u8]) -> Option<(Text<'a>, &'a [u8])> {
        match behind_plain(text, |_| ()) {
            Some(rest) => Some((Text::plain(text, rest), rest)),
            None => self.odd_string(text),
        }
    }

    /// A string with escapes in it, or more than ASCII, or a mistake.
    #[inline(never)]
    pub(super) fn odd_string(&mut self, text: &'a [u8]) -> Option<(Text<'a>, &'a [u8])> {
        let (mut escapes, mut ascii) = (Escapes::None, true);
        let mut rest = text;
        loop {
            let word = Word::at(rest);
            let stops = word.stops_but_ascii();
            ascii &= word.before(stops).is_ascii();
            rest = &rest[stops.first()..];
            if stops.none() {
                continue;
            }
            match rest {
                [b'"', ..] => break,
                [b'\\', escape @ ..] => {
                    let half;
                    (half, rest) = self.escape(escape)?;
                    escapes = escapes.max(if half { Escapes::LoneSurrogate } else { Escapes::Some });
                }
                _ => return self.wrong(rest, "the rest of a string"),
            }
        }
        let raw = &text[..text.len() - rest.len()];
        if !ascii && str::from_utf8(raw).is_err() {
            return self.wrong(rest, "UTF-8");
        }
        self.oddities.lone_surrogate |= escapes == Escapes::LoneSurrogate;
        Some((Text::new(raw, escapes), &rest[1..]))
    }

    /// An escape from behind its backslash, or two that make one surrogate pair; true where it is half a pair.
    fn escape(&mut self, text: &'a [u8]) -> Option<(bool, &'a [u8])> {
        match text {
            [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', rest @ ..] => Some((false, rest)),
            [b'u', digits @ ..] => {
                let (unit, rest) = self.unit(digits)?;
                match (unit, rest) {
                    (0xD800..=0xDBFF, [b'\\', b'u', digits @ ..]) => match self.unit(digits)? {
                        (0xDC00..=0xDFFF, rest) => Some((false, rest)),
                        _ => Some((true, rest)), // the second may begin a pair of its own
                    },
                    (0xD800..=0xDFFF, _) => Some((true, rest)),
                    _ => Some((false, rest)),
                }
            }
            _ => self.wrong(text, "an escape"),
        }
    }

    /// Four hexadecimal digits.
    fn unit(&mut self, text: &'a [u8]) -> Option<(u16, &'a [u8])> {
        match text.split_at_checked(4).and_then(|(digits, rest)| Some((hex(digits)?, rest))) {
            None => self.wrong(text, "four hexadecimal digits"),
            found => found,
        }
    }
}
