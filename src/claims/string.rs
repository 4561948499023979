//! How is a string read, eight bytes at a time?

use super::scan::{Scan, Scanner};
use super::word::Word;
use crate::fingerprint::Fingerprint;
use crate::text::{Text, hex};

impl<'a> Scanner<'a> {
    /// A string, and its fingerprint, which holds if nothing in it is escaped.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Scan<(Text<'a>, Fingerprint)> {
        self.at += 1; // the quotation mark
        let start = self.at;
        let (mut escaped, mut lone) = (false, false);
        let (mut seen, mut fingerprint) = (Word(0), Fingerprint::default());
        loop {
            let word = Word::at(self.bytes, self.at);
            let stops = word.stops();
            if stops.none() {
                seen.0 |= word.0;
                fingerprint = fingerprint.with(word.0);
                self.at += 8;
                continue;
            }
            let word = word.before(stops);
            seen.0 |= word.0;
            fingerprint = fingerprint.with(word.0);
            self.at += stops.first();
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    lone |= self.escape()?;
                }
                _ => return Err("the rest of a string"),
            }
        }
        let raw = &self.bytes[start..self.at];
        if seen.beyond_ascii() && str::from_utf8(raw).is_err() {
            return Err("UTF-8");
        }
        self.at += 1;
        if lone {
            self.oddities.lone_surrogate = true;
        }
        Ok((Text::new(raw, escaped, lone), fingerprint))
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
                0xD800..=0xDBFF if self.bytes[self.at..].starts_with(b"\\u") => {
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
            _ => Err("an escape"),
        }
    }

    /// `u` and four hexadecimal digits.
    fn unit(&mut self) -> Scan<u16> {
        let unit = self.bytes.get(self.at + 1..self.at + 5).and_then(hex).ok_or("four hexadecimal digits")?;
        self.at += 5;
        Ok(unit)
    }
}
