//! How is the text of a claims set read in one pass?
//!
//! Eight bytes of a string at a time, without building anything. Objects and lists are read by recursion, no deeper than
//! [`MAX_DEPTH`]; what nests deeper is left to [`super::deep`]. Errors say what belongs where [`Scanner::at`] stands;
//! bytes that are no UTF-8 stop the pass as any other error does, and are told by [`super::read`].

use super::names::Names;
use super::{Claims, List, Listener, MAX_DEPTH, Malformed, Oddities, Value};
use crate::fingerprint::Fingerprint;
use crate::text::Text;

/// What was read, or what would have been right there.
pub(super) type Scan<T> = Result<T, &'static str>;

pub(super) struct Scanner<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) oddities: Oddities<'a>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, oddities: Oddities::default() }
    }

    /// The whole text: one object with the claims.
    pub(super) fn claims_set(mut self, listener: &mut impl Listener<'a>) -> Result<Claims<'a>, Malformed> {
        if self.token() != Some(b'{') {
            return Err(Malformed::NotAnObject);
        }
        let (mut aud, mut azp, mut iss) = (None, None, None);
        let repeated = self.object(|scanner, name| {
            if name.is("aud") {
                aud = Some(scanner.audience(listener)?);
            } else if name.is("azp") {
                azp = Some(scanner.value(2)?);
            } else if name.is("iss") {
                iss = Some(scanner.value(2)?);
            } else {
                scanner.skip(2)?;
            }
            Ok(())
        });
        self.oddities.repeated_claim = repeated.map_err(|expected| Malformed::Syntax { at: self.at, expected })?;
        match self.token() {
            None => Ok(Claims { aud, azp, iss, oddities: self.oddities }),
            Some(_) => Err(Malformed::Trailing { at: self.at }),
        }
    }

    /// The value of `aud`, each element told to the listener.
    fn audience(&mut self, listener: &mut impl Listener<'a>) -> Scan<Value<'a>> {
        if self.peek() != Some(b'[') {
            return self.value(2);
        }
        let start = self.at + 1;
        listener.list();
        self.list(|scanner| {
            if scanner.peek() == Some(b'"') {
                listener.text(scanner.string()?);
            } else {
                scanner.skip(3)?;
                listener.other();
            }
            Ok(())
        })?;
        Ok(Value::List(List { inner: &self.bytes[start..self.at - 1] }))
    }

    /// A value that somebody asks for; `depth` is the level that an object or list here would be on.
    pub(super) fn value(&mut self, depth: usize) -> Scan<Value<'a>> {
        let start = self.at;
        let first = self.peek();
        if first == Some(b'"') {
            return Ok(Value::Text(self.string()?));
        }
        self.skip(depth)?;
        Ok(match first {
            Some(b'[') => Value::List(List { inner: &self.bytes[start + 1..self.at - 1] }),
            Some(b'{') => Value::Object,
            Some(b't' | b'f') => Value::Boolean,
            Some(b'n') => Value::Null,
            _ => Value::Number,
        })
    }

    /// A value that nobody asks for.
    #[inline(always)]
    fn skip(&mut self, depth: usize) -> Scan<()> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'{' | b'[') => self.nested(depth),
            _ => self.scalar(),
        }
    }

    fn nested(&mut self, depth: usize) -> Scan<()> {
        if depth > MAX_DEPTH {
            self.oddities.deep = true;
            self.deep()
        } else if self.peek() == Some(b'{') {
            let repeated = self.object(|scanner, _name| scanner.skip(depth + 1))?;
            self.oddities.repeated_nested = self.oddities.repeated_nested.or(repeated);
            Ok(())
        } else {
            self.list(|scanner| scanner.skip(depth + 1))
        }
    }

    /// An object; `member` is told each name and reads the value. The first name that stands a second time comes back.
    #[inline(always)]
    fn object(&mut self, mut member: impl FnMut(&mut Self, Text<'a>) -> Scan<()>) -> Scan<Option<Text<'a>>> {
        self.at += 1; // the brace
        if self.token() == Some(b'}') {
            self.at += 1;
            return Ok(None);
        }
        let mut names = Names::new();
        loop {
            let start = self.at;
            let (name, fingerprint) = self.name()?;
            names.add(self.bytes, start, name, fingerprint);
            member(self, name)?;
            match self.token() {
                Some(b',') => self.at += 1,
                Some(b'}') => break self.at += 1,
                _ => return Err("a comma or a closing brace"),
            }
            self.token();
        }
        Ok(names.repeated)
    }

    /// A list, each element read by `element`.
    #[inline(always)]
    fn list(&mut self, mut element: impl FnMut(&mut Self) -> Scan<()>) -> Scan<()> {
        self.at += 1; // the bracket
        if self.token() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            element(self)?;
            match self.token() {
                Some(b',') => self.at += 1,
                Some(b']') => break self.at += 1,
                _ => return Err("a comma or a closing bracket"),
            }
            self.token();
        }
        Ok(())
    }

    /// A member name and the colon behind it, up to the value.
    #[inline(always)]
    pub(super) fn name(&mut self) -> Scan<(Text<'a>, Fingerprint)> {
        if self.peek() != Some(b'"') {
            return Err("a member name");
        }
        let name = self.name_string()?;
        if self.token() != Some(b':') {
            return Err("a colon");
        }
        self.at += 1;
        self.token();
        Ok(name)
    }

    /// The next byte that is no white space, where the scanner stands then.
    #[inline(always)]
    pub(super) fn token(&mut self) -> Option<u8> {
        match self.peek() {
            Some(b'\0'..=b' ') => self.token_behind_space(),
            other => other,
        }
    }

    fn token_behind_space(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }
}
