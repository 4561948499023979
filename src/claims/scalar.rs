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
        let positive = text.strip_prefix(b"-").unwrap_or(text);
        let mut rest = match positive {
            [b'0', rest @ ..] => rest,
            _ => self.digits(positive)?,
        };
        let mut magnitude = positive.len() - rest.len();
        if let [b'.' | b'e' | b'E', ..] = rest {
            let exponent;
            (exponent, rest) = self.fraction_and_exponent(rest)?;
            magnitude += exponent;
        }
        // What is less than ten to the power of 308 fits into a double (the largest has 309 digits).
        if magnitude > 308 {
            let number = str::from_utf8(&text[..text.len() - rest.len()]).unwrap_or_default();
            self.oddities.huge_number |= number.parse().is_ok_and(f64::is_infinite);
        }
        Some(rest)
    }

    /// What may follow the whole number; the exponent comes back, and none where it is negative.
    #[inline(never)]
    fn fraction_and_exponent(&mut self, text: &'a [u8]) -> Option<(usize, &'a [u8])> {
        let rest = match text {
            [b'.', rest @ ..] => self.digits(rest)?,
            _ => text,
        };
        let [b'e' | b'E', exponent @ ..] = rest else { return Some((0, rest)) };
        let (negative, digits) = match exponent {
            [sign @ (b'-' | b'+'), digits @ ..] => (*sign == b'-', digits),
            _ => (false, exponent),
        };
        let rest = self.digits(digits)?;
        let digits = if negative { &[] } else { &digits[..digits.len() - rest.len()] };
        // Any that passes 308 will do.
        Some((digits.iter().fold(0, |n: usize, digit| (n * 10 + usize::from(digit - b'0')).min(1_000)), rest))
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
