//! Which name of an object stands a second time?

use super::scan::Scanner;
use crate::fingerprint::Fingerprint;
use crate::text::Text;
use std::borrow::Cow;
use std::collections::HashSet;

/// How many names of an object are kept without an allocation.
const FEW: usize = 64;
/// They are made room for as they come, since clearing all of it would cost more than most objects do.
const ROW: usize = 8;

/// The names of one object so far.
pub(super) struct Names<'a> {
    /// The bits of their fingerprints: where a name's is not among them, it is new.
    bits: u64,
    few: [Option<[Name; ROW]>; FEW / ROW],
    len: usize,
    /// All of them, as soon as they are more than a few.
    many: Option<HashSet<Cow<'a, str>>>,
    /// The first that stands a second time.
    pub(super) repeated: Option<Text<'a>>,
}

#[derive(Clone, Copy, Default)]
struct Name {
    /// Where it begins, behind its quotation mark.
    at: usize,
    fingerprint: Fingerprint,
}

impl<'a> Names<'a> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self { bits: 0, few: [None; FEW / ROW], len: 0, many: None, repeated: None }
    }

    /// Takes in the name that begins at `at`, in which nothing is escaped, and its fingerprint.
    #[inline(always)]
    pub(super) fn add(&mut self, text: &'a [u8], at: usize, name: Text<'a>, fingerprint: Fingerprint) {
        if self.len < FEW && (self.bits & fingerprint.bit() == 0 || self.is_new(fingerprint)) {
            self.keep(Name { at, fingerprint });
        } else {
            self.compare(text, at, name);
        }
    }

    /// Whether none of the few has this fingerprint; nor has the room that is left.
    fn is_new(&self, fingerprint: Fingerprint) -> bool {
        !self
            .few
            .iter()
            .flatten()
            .any(|row| row.iter().fold(false, |found, name| found | (name.fingerprint == fingerprint)))
    }

    #[inline(always)]
    fn keep(&mut self, name: Name) {
        self.few[self.len / ROW].get_or_insert_default()[self.len % ROW] = name;
        self.len += 1;
        self.bits |= name.fingerprint.bit();
    }

    /// Takes in a name that may stand there already, or for which there is no room, or with an escape. One with half a surrogate pair in it
    /// equals none, so it is passed over.
    #[inline(never)]
    pub(super) fn compare(&mut self, text: &'a [u8], at: usize, name: Text<'a>) {
        if self.repeated.is_some() || name.has_lone_surrogate() {
            return;
        }
        let again = if self.len < FEW {
            let fingerprint = name.fingerprint();
            let again = self.earlier(text).any(|(known, earlier)| known == fingerprint && earlier().same(&name));
            self.keep(Name { at, fingerprint });
            again
        } else {
            if self.many.is_none() {
                self.many = Some(self.earlier(text).map(|(_, earlier)| earlier().lossy()).collect());
            }
            !self.many.get_or_insert_default().insert(name.lossy())
        };
        if again {
            self.repeated = Some(name);
        }
    }

    /// The few names: their fingerprints, and how to read them again.
    fn earlier(&self, text: &'a [u8]) -> impl Iterator<Item = (Fingerprint, impl FnOnce() -> Text<'a>)> {
        self.few.iter().flatten().flatten().take(self.len).map(move |name| {
            let at = name.at;
            (name.fingerprint, move || Scanner::new(text).string(&text[at..]).map_or(Text::EMPTY, |(name, _)| name))
        })
    }
}
