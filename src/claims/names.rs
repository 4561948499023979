//! Which name of an object stands a second time?

use super::scan::Scanner;
use crate::fingerprint::Fingerprint;
use crate::text::Text;
use std::borrow::Cow;
use std::collections::HashSet;

/// How many names of an object are kept without an allocation.
const FEW: usize = 64;

/// The names of one object so far.
pub(super) struct Names<'a> {
    /// The bits of their fingerprints: where a name's is not among them, it is new.
    bits: u64,
    few: [Name; FEW],
    len: usize,
    /// All of them, as soon as they are more than a few, or stand past 4 GiB.
    many: Option<HashSet<Cow<'a, str>>>,
    /// The first that stands a second time.
    pub(super) repeated: Option<Text<'a>>,
}

/// Small, since all of the few are cleared for each object.
#[derive(Clone, Copy, Default)]
struct Name {
    /// Where it begins, behind its quotation mark.
    at: u32,
    /// The higher half of its fingerprint.
    half: u32,
}

impl<'a> Names<'a> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self { bits: 0, few: [Name::default(); FEW], len: 0, many: None, repeated: None }
    }

    /// Takes in the name that begins at `at`, in which nothing is escaped, and its fingerprint.
    #[inline(always)]
    pub(super) fn add(&mut self, text: &'a [u8], at: usize, name: Text<'a>, fingerprint: Fingerprint) {
        if self.has_room(at) && (self.bits & fingerprint.bit() == 0 || self.is_new(fingerprint)) {
            self.keep(at, fingerprint);
        } else {
            self.compare(text, at, name);
        }
    }

    /// Whether one that begins at `at` can be among the few; none that follows can if it cannot.
    #[inline(always)]
    fn has_room(&self, at: usize) -> bool {
        self.len < FEW && at <= u32::MAX as usize
    }

    /// Whether none of the few has this fingerprint.
    fn is_new(&self, fingerprint: Fingerprint) -> bool {
        !self.few[..self.len].iter().fold(false, |found, name| found | (name.half == fingerprint.half()))
    }

    #[inline(always)]
    fn keep(&mut self, at: usize, fingerprint: Fingerprint) {
        self.few[self.len] = Name { at: at as u32, half: fingerprint.half() };
        self.len += 1;
        self.bits |= fingerprint.bit();
    }

    /// Takes in a name that may stand there already, or for which there is no room, or with an escape. One with half
    /// a surrogate pair in it equals none, so it is passed over.
    #[inline(never)]
    pub(super) fn compare(&mut self, text: &'a [u8], at: usize, name: Text<'a>) {
        if self.repeated.is_some() || name.has_lone_surrogate() {
            return;
        }
        let again = if self.has_room(at) {
            let fingerprint = name.fingerprint();
            let again = self.earlier(text).any(|(half, earlier)| half == fingerprint.half() && earlier().same(&name));
            self.keep(at, fingerprint);
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

    /// The few names: the halves of their fingerprints, and how to read them again.
    fn earlier(&self, text: &'a [u8]) -> impl Iterator<Item = (u32, impl FnOnce() -> Text<'a>)> {
        self.few[..self.len].iter().map(move |name| {
            let at = name.at as usize;
            (name.half, move || Scanner::new(text).string(&text[at..]).map_or(Text::EMPTY, |(name, _)| name))
        })
    }
}
