//! How is a value read that is no string and holds no other?

use super::scan::{Rest, Scanner};
use super::word::Word;

impl<'a> Scanner<'a> {
    /// A number, `true`, `false` or `null`.
    pub(super) fn scalar(&mut self, text: &'a [u8]) -> Rest<'a> {
        match text {
            [b'-' | b'0'..=b'9', ..] => self.number(text),
            [b't', b'r', b'u', b'e', rest @ ..] => Some(rest),
            [b'f', b'a', b'l', b's', b'e', rest @ ..] => Some(rest),
            [b'n', b'u', b'l', b'l', rest @ ..] => Some(rest),
            _ => self.wrong(text, "a value"),
        }
    }

    fn number(&mut self, text: &'a [u8]) -> Rest<'a> {
        let whole = text.strip_prefix(b"-").unwrap_or(text);
        let mut rest = match whole {
            [b'0', rest @ ..] => rest,
            _ => self.digits(whole)?,
        };
        // With no more than two hundred digits and an exponent of two, it fits into a double (the largest has 309 digits).
        let mut large = whole.len() - rest.len() > 200;
        if let [b'.', fraction @ ..] = rest {
            rest = self.digits(fraction)?;
        }
        if let [b'e' | b'E', exponent @ ..] = rest {
            let exponent = match exponent {
                [b'-' | b'+', digits @ ..] => digits,
                _ => exponent,
            };
            rest = self.digits(exponent)?;
            large |= exponent.len() - rest.len() > 2;
        }
        if large {
            self.large_number(&text[..text.len() - rest.len()]);
        }
        Some(rest)
    }

    #[cold]
    fn large_number(&mut self, number: &[u8]) {
        let number = str::from_utf8(number).unwrap_or_default();
        self.oddities.huge_number |= number.parse().is_ok_and(f64::is_infinite);
    }

    /// One digit or more.
    fn digits(&mut self, text: &'a [u8]) -> Rest<'a> {
        let mut rest = text;
        loop {
            let others = Word::at(rest).no_digits();
            rest = &rest[others.first()..];
            if others.none() {
                continue;
            }
            return if rest.len() < text.len() { Some(rest) } else { self.wrong(rest, "a digit") };
        }
    }
}
