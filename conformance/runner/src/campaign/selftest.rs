//! Would a campaign find what is known to be wrong? It is held against every mutant that answers each case by itself.

use super::alike;
use super::finding::Kind;
use super::generate::Stream;
use audiometer::mutants::Mutant;

/// How many cases such a campaign has.
pub(crate) const CASES: u64 = 20_000;

/// What came of one seed.
#[derive(Clone)]
pub(crate) struct SelfTest {
    pub(crate) seed: u64,
    pub(crate) mutants: usize,
    /// The number of the case that found each mutant that was found.
    pub(crate) found: Vec<(&'static Mutant, u64, Kind)>,
    pub(crate) missed: Vec<&'static Mutant>,
}

/// Puts the cases of a seed to every such mutant until it fails one.
pub(crate) fn run(seed: u64) -> SelfTest {
    let profiles: Vec<_> = audiometer::Profile::all().iter().collect();
    let stream = Stream::new(seed, &profiles, Vec::new(), Vec::new());
    let mut missed: Vec<&'static Mutant> = Mutant::all().filter(|mutant| !mutant.has_state()).collect();
    let mutants = missed.len();
    let mut found = Vec::new();
    for number in 0..CASES {
        let draft = stream.draw(number).draft;
        let policy = draft.policy();
        missed.retain(|mutant| match alike::kind(&mut mutant.validator(), &draft, &policy) {
            Some(kind) => {
                found.push((*mutant, number, kind));
                false
            }
            None => true,
        });
    }
    SelfTest { seed, mutants, found, missed }
}
