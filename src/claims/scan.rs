//! How is the text of a claims set read in one pass?
//!
//! Eight bytes of a string at a time, without building anything. Each function takes the text from where its value begins
//! and gives back the rest behind it, or nothing where something else belongs there, which [`Scanner::wrong`] has noted.
//! Objects and lists are read by recursion, no deeper than [`MAX_DEPTH`]; what nests deeper is left to [`super::deep`].
//! Bytes that are no UTF-8 stop the pass as any other error does, and are told by [`super::read`].

use super::names::Names;
use super::string::{behind_pairs, behind_plain};
use super::{Claims, List, Listener, MAX_DEPTH, Malformed, Oddities, Value};
use crate::fingerprint::Fingerprint;
use crate::text::Text;

/// What stands behind that which was read.
pub(super) type Rest<'a> = Option<&'a [u8]>;

pub(super) struct Scanner<'a> {
    text: &'a [u8],
    pub(super) oddities: Oddities<'a>,
    /// Where the pass stopped, and what would have been right there.
    stop: (usize, &'static str),
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, oddities: Oddities::default(), stop: (0, "") }
    }

    /// The text from `start` on: one object with the claims. Their values are written where they belong at once: a copy of
    /// what was written just before has to wait for it, as long as a short claims set takes to be read.
    pub(super) fn claims_set(
        &mut self,
        start: usize,
        claims: &mut Claims<'a>,
        listener: &mut impl Listener<'a>,
    ) -> Result<(), Malformed> {
        let [b'{', members @ ..] = token(&self.text[start..]) else { return Err(Malformed::NotAnObject) };
        let read = self.object(members, 1, |scanner, name, rest| {
            if name.is("aud") {
                scanner.audience(rest, &mut claims.aud, listener)
            } else if name.is("azp") {
                scanner.value(rest, 2, &mut claims.azp)
            } else if name.is("iss") {
                scanner.value(rest, 2, &mut claims.iss)
            } else {
                scanner.skip(rest, 2)
            }
        });
        let (at, expected) = self.stop;
        match token(read.ok_or(Malformed::Syntax { at, expected })?) {
            [] => Ok(()),
            more => Err(Malformed::Trailing { at: self.text.len() - more.len() }),
        }
    }

    /// The value of `aud`, each element told to the listener.
    #[inline(never)]
    fn audience(&mut self, text: &'a [u8], aud: &mut Option<Value<'a>>, listener: &mut impl Listener<'a>) -> Rest<'a> {
        let [b'[', elements @ ..] = text else { return self.value(text, 2, aud) };
        listener.list();
        let rest = self.list(elements, |scanner, text| {
            let [b'"', text @ ..] = text else {
                listener.other();
                return scanner.skip_other(text, 3);
            };
            if let Some(rest) = behind_plain(behind_pairs(text), |_| ()) {
                listener.text(Text::plain(text, rest));
                return Some(rest);
            }
            let (text, rest) = scanner.odd_string(text)?;
            listener.text(text);
            Some(rest)
        })?;
        *aud = Some(Value::List(List::between(elements, rest)));
        Some(rest)
    }

    /// A value that somebody asks for; `depth` is the level that an object or list here would be on.
    pub(super) fn value(&mut self, text: &'a [u8], depth: usize, value: &mut Option<Value<'a>>) -> Rest<'a> {
        if let [b'"', text @ ..] = text {
            let (text, rest) = self.string(text)?;
            *value = Some(Value::Text(text));
            return Some(rest);
        }
        let rest = self.skip_other(text, depth)?;
        *value = Some(match text {
            [b'[', elements @ ..] => Value::List(List::between(elements, rest)),
            [b'{', ..] => Value::Object,
            [b't' | b'f', ..] => Value::Boolean,
            [b'n', ..] => Value::Null,
            _ => Value::Number,
        });
        Some(rest)
    }

    /// A value that nobody asks for.
    #[inline(always)]
    fn skip(&mut self, text: &'a [u8], depth: usize) -> Rest<'a> {
        match text {
            [b'"', text @ ..] => self.string(text).map(|(_, rest)| rest),
            _ => self.skip_other(text, depth),
        }
    }

    /// A value that is no string.
    #[inline(always)]
    fn skip_other(&mut self, text: &'a [u8], depth: usize) -> Rest<'a> {
        match text {
            [b'{' | b'[', ..] => self.nested(text, depth),
            _ => self.scalar(text),
        }
    }

    fn nested(&mut self, text: &'a [u8], depth: usize) -> Rest<'a> {
        match text {
            _ if depth > MAX_DEPTH => {
                self.oddities.deep = true;
                self.deep(text)
            }
            [b'{', members @ ..] => self.object(members, depth, |scanner, _name, text| scanner.skip(text, depth + 1)),
            [_, elements @ ..] => self.list(elements, |scanner, text| scanner.skip(text, depth + 1)),
            [] => self.wrong(text, "a value"),
        }
    }

    /// An object, from behind its brace; `member` is told each name and reads the value.
    #[inline(always)]
    fn object(
        &mut self,
        text: &'a [u8],
        depth: usize,
        mut member: impl FnMut(&mut Self, Text<'a>, &'a [u8]) -> Rest<'a>,
    ) -> Rest<'a> {
        let mut rest = token(text);
        if let [b'}', rest @ ..] = rest {
            return Some(rest);
        }
        let mut names = Names::new();
        loop {
            let name;
            (name, rest) = self.name(rest, &mut names)?;
            rest = token(member(self, name, rest)?);
            match rest {
                [b',', behind @ ..] => rest = token(behind),
                [b'}', behind @ ..] => {
                    if let Some(name) = names.repeated {
                        self.repeated(name, depth);
                    }
                    return Some(behind);
                }
                _ => return self.wrong(rest, "a comma or a closing brace"),
            }
        }
    }

    /// Notes that a name stands a second time in an object of this depth.
    #[cold]
    fn repeated(&mut self, name: Text<'a>, depth: usize) {
        let odd = if depth == 1 { &mut self.oddities.repeated_claim } else { &mut self.oddities.repeated_nested };
        odd.get_or_insert(name);
    }

    /// A list, from behind its bracket; each element is read by `element`.
    #[inline(always)]
    fn list(&mut self, text: &'a [u8], mut element: impl FnMut(&mut Self, &'a [u8]) -> Rest<'a>) -> Rest<'a> {
        let mut rest = token(text);
        if let [b']', rest @ ..] = rest {
            return Some(rest);
        }
        loop {
            rest = token(element(self, rest)?);
            match rest {
                [b',', behind @ ..] => rest = token(behind),
                [b']', behind @ ..] => return Some(behind),
                _ => return self.wrong(rest, "a comma or a closing bracket"),
            }
        }
    }

    /// A member name, which is added to those of its object, and the colon behind it, up to the value.
    #[inline(always)]
    fn name(&mut self, text: &'a [u8], names: &mut Names<'a>) -> Option<(Text<'a>, &'a [u8])> {
        let [b'"', text @ ..] = text else { return self.wrong(text, "a member name") };
        let at = self.text.len() - text.len();
        let mut fingerprint = Fingerprint::default();
        let (name, rest) = match behind_plain(text, |word| fingerprint = fingerprint.with(word.0)) {
            Some(rest) => {
                let name = Text::plain(text, rest);
                names.add(self.text, at, name, fingerprint);
                (name, rest)
            }
            None => {
                let (name, rest) = self.odd_string(text)?;
                names.compare(self.text, at, name);
                (name, rest)
            }
        };
        Some((name, self.colon(rest)?))
    }

    /// The colon behind a name, up to the value.
    #[inline(always)]
    pub(super) fn colon(&mut self, text: &'a [u8]) -> Rest<'a> {
        match token(text) {
            [b':', rest @ ..] => Some(token(rest)),
            rest => self.wrong(rest, "a colon"),
        }
    }

    /// Notes what belongs where `rest` begins.
    #[cold]
    pub(super) fn wrong<T>(&mut self, rest: &[u8], expected: &'static str) -> Option<T> {
        self.stop = (self.text.len() - rest.len(), expected);
        None
    }
}

/// The text from the next byte on that is no white space.
#[inline(always)]
pub(super) fn token(text: &[u8]) -> &[u8] {
    match text {
        [b'\0'..=b' ', ..] => token_behind_space(text),
        _ => text,
    }
}

fn token_behind_space(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = text {
        text = rest;
    }
    text
}
