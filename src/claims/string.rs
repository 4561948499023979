//! How is a string read, eight bytes at a time?

use super::scan::{Scan, Scanner};
use super::word::Word;
use crate::fingerprint::Fingerprint;
use crate::text::{Text, hex};

impl<'a> Scanner<'a> {
    /// A string.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Scan<Text<'a>> {
        match self.plain(|_| ()) {
            Some(text) => Ok(text),
            None => self.odd_string(),
        }
    }

    /// The name of a member, and its fingerprint.
    #[inline(always)]
    pub(super) fn name_string(&mut self) -> Scan<(Text<'a>, Fingerprint)> {
        let mut fingerprint = Fingerprint::default();
        match self.plain(|word| fingerprint = fingerprint.with(word.0)) {
            Some(name) => Ok((name, fingerprint)),
            None => self.odd_string().map(|name| (name, name.fingerprint())),
        }
    }

    /// A string of plain ASCII, word by word; nothing if it is none, or ends with the text.
    #[inline(always)]
    fn plain(&mut self, mut each: impl FnMut(Word)) -> Option<Text<'a>> {
        let rest = self.bytes.get(self.at + 1..)?; // behind the quotation mark
        for (number, word) in rest.as_chunks().0.iter().enumerate() {
            let word = Word::of(word);
            let stops = word.stops();
            each(word.before(stops));
            if !stops.none() {
                let (raw, behind) = rest.split_at_checked(number * 8 + stops.first())?;
                if behind.first() != Some(&b'"') {
                    return None;
                }
                self.at += raw.len() + 2;
                return Some(Text::new(raw, false, false));
            }
        }
        None
    }

    /// A string with escapes in it, or more than ASCII, or a mistake.
    #[inline(never)]
    fn odd_string(&mut self) -> Scan<Text<'a>> {
        self.at += 1; // the quotation mark
        let start = self.at;
        let (mut escaped, mut lone, mut ascii) = (false, false, true);
        loop {
            let word = Word::at(self.bytes, self.at);
            let stops = word.stops_but_ascii();
            ascii &= word.before(stops).is_ascii();
            self.at += stops.first();
            if stops.none() {
                continue;
            }
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
        if !ascii && str::from_utf8(raw).is_err() {
            return Err("UTF-8");
        }
        self.at += 1;
        if lone {
            self.oddities.lone_surrogate = true;
        }
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
