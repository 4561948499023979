//! How is a value read that is no string and holds no other?

use super::scan::{Scan, Scanner};
use super::word::Word;

impl Scanner<'_> {
    /// A number, `true`, `false` or `null`.
    pub(super) fn scalar(&mut self) -> Scan<()> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => Err("a value"),
        }
    }

    fn word(&mut self, word: &'static str) -> Scan<()> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err("a value");
        }
        self.at += word.len();
        Ok(())
    }

    fn number(&mut self) -> Scan<()> {
        let start = self.at;
        self.eat(b'-');
        let whole = if self.eat(b'0') { 1 } else { self.digits()? };
        let exponent = match self.peek() {
            Some(b'.' | b'e' | b'E') => self.fraction_and_exponent()?,
            _ => 0,
        };
        // What is less than ten to the power of 308 fits into a double (the largest has 309 digits).
        if whole + exponent > 308 {
            let text = str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
            self.oddities.huge_number |= text.parse().is_ok_and(f64::is_infinite);
        }
        Ok(())
    }

    /// What may follow the whole number; the exponent comes back, and none where it is negative.
    #[inline(never)]
    fn fraction_and_exponent(&mut self) -> Scan<usize> {
        if self.eat(b'.') {
            self.digits()?;
        }
        if !self.eat(b'e') && !self.eat(b'E') {
            return Ok(0);
        }
        let negative = self.eat(b'-');
        let _plus = !negative && self.eat(b'+');
        let first = self.at;
        self.digits()?;
        let digits = if negative { &[] } else { &self.bytes[first..self.at] };
        // Any that passes 308 will do.
        Ok(digits.iter().fold(0, |n: usize, digit| (n * 10 + usize::from(digit - b'0')).min(1_000)))
    }

    /// How many digits stand here.
    fn digits(&mut self) -> Scan<usize> {
        let start = self.at;
        loop {
            let others = Word::at(self.bytes, self.at).no_digits();
            self.at += others.first();
            if !others.none() {
                break;
            }
        }
        let count = self.at - start;
        if count == 0 {
            return Err("a digit");
        }
        Ok(count)
    }
}
