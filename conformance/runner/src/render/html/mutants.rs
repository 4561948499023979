//! Which mutants does an implementation behave like?
//!
//! One whose failures include everything by which the suite catches a mutant, in the same way, has that mutant's mistake
//! as far as the suite can tell; it may have others.

use super::answers::{Answers, Implementation, Profiles, Told};
use audiometer::mutants::Mutant;
use audiometer::{Answer, Case, Decision, Validator};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which vectors catch which mutants; held up to date by the root package's tests.
const KILLS: &str = include_str!("../../../../../tests/kill-matrix.txt");

/// The fewest vectors in common from which anything can be told.
const FEWEST: usize = 3;

/// How many mutants are named, each of which explains something that those before it do not.
const SHOWN: usize = 6;

/// A mutant that an implementation behaves like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alike {
    pub(super) mutant: &'static str,
    pub(super) about: &'static str,
    /// How many vectors catch the mutant and fail here in the same way.
    pub(super) shared: usize,
    /// How many catch it in all; the others could not be put.
    pub(super) all: usize,
    /// Whether nothing else fails here.
    pub(super) exactly: bool,
}

/// A mutant with the vectors that catch it, by place.
struct Caught {
    mutant: &'static Mutant,
    vectors: Vec<usize>,
    /// The cases that it answers wrongly, found when they are first needed: vector, place among its verdicts, how.
    wrong: Option<Vec<(usize, usize, &'static str)>>,
}

/// For each implementation the mutants that explain most of its failures. Nothing where the page leaves out a vector that
/// catches one: what is not asked cannot be compared.
pub(super) fn alike(answers: &Answers<'_>) -> Vec<Vec<Alike>> {
    let mut caught = caught(answers).unwrap_or_default();
    (0..answers.implementations.len()).map(|who| of(answers, who, &mut caught)).collect()
}

fn caught(answers: &Answers<'_>) -> Option<Vec<Caught>> {
    let at: HashMap<&str, usize> =
        answers.vectors.iter().enumerate().map(|(at, asked)| (asked.vector.id.as_str(), at)).collect();
    let mut by_mutant: HashMap<&str, Vec<usize>> = HashMap::new();
    for line in KILLS.lines() {
        let (vector, mutants) = line.split_once(": ")?;
        let vector = *at.get(vector)?;
        mutants.split(' ').for_each(|mutant| by_mutant.entry(mutant).or_default().push(vector));
    }
    let caught = |mutant: &'static Mutant| Some(Caught { mutant, vectors: by_mutant.remove(mutant.id)?, wrong: None });
    Some(Mutant::all().filter_map(caught).collect())
}

fn of(answers: &Answers<'_>, who: usize, caught: &mut [Caught]) -> Vec<Alike> {
    let failing: HashSet<usize> =
        (0..answers.vectors.len()).filter(|&at| answers.told(at, who).iter().any(Told::is_failure)).collect();
    let mut candidates: Vec<(&'static Mutant, usize, BTreeSet<usize>)> = Vec::new();
    for caught in caught.iter_mut() {
        let mut shared = BTreeSet::new();
        let so_far = caught
            .vectors
            .iter()
            .all(|&at| if failing.contains(&at) { shared.insert(at) } else { answers.put(at, who).is_empty() });
        let enough = shared.len() >= FEWEST && shared.len() * 2 >= caught.vectors.len();
        if so_far && enough && in_the_same_way(answers, who, caught) {
            candidates.push((caught.mutant, caught.vectors.len(), shared));
        }
    }
    let mut explained: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    while found.len() < SHOWN {
        let new = |shared: &BTreeSet<usize>| shared.difference(&explained).count();
        let best = candidates.iter().rev().max_by_key(|(_, _, shared)| (new(shared), shared.len()));
        let Some((mutant, all, shared)) = best.filter(|(_, _, shared)| new(shared) >= FEWEST) else {
            break;
        };
        explained.extend(shared);
        found.push(Alike {
            mutant: mutant.id,
            about: mutant.about,
            shared: shared.len(),
            all: *all,
            exactly: shared.len() == failing.len(),
        });
    }
    found
}

/// Whether each case that the mutant answers wrongly, and that could be put, fails here in the same way.
fn in_the_same_way(answers: &Answers<'_>, who: usize, caught: &mut Caught) -> bool {
    let wrong = caught.wrong.get_or_insert_with(|| wrong(answers, caught.mutant, &caught.vectors));
    wrong.iter().all(|&(at, verdict, outcome)| {
        let profile = Profiles::of(answers.vectors[at].verdicts[verdict].0);
        let mut told = answers.told(at, who).iter();
        answers.put(at, who).both(profile).is_empty()
            || told.any(|told| told.outcome() == outcome && !told.profiles.both(profile).is_empty())
    })
}

fn wrong(answers: &Answers<'_>, mutant: &Mutant, vectors: &[usize]) -> Vec<(usize, usize, &'static str)> {
    let mut validator = mutant.validator();
    let mut wrong = Vec::new();
    for &at in vectors {
        let vector = answers.vectors[at].vector;
        let mut asked = HashMap::new();
        for (place, (profile, expected)) in answers.vectors[at].verdicts.iter().enumerate() {
            let rules = (profile.presence, profile.shape, profile.extras, profile.azp);
            let answer = asked.entry(rules).or_insert_with(|| {
                let policy = vector.policy(profile);
                validator.answer(&Case { token: &vector.token, claims: &vector.claims, policy: &policy })
            });
            let outcome = match (expected.decision(), &*answer) {
                (_, Answer::Fault { .. }) => "fault",
                (Decision::Reject, Answer::Accept) => "false-accept",
                (Decision::Accept, Answer::Reject { .. }) => "false-reject",
                _ => continue,
            };
            wrong.push((at, place, outcome));
        }
    }
    wrong
}

/// A mutant, with the implementations that behave like it.
pub(super) struct MutantView<'a> {
    pub(super) id: &'static str,
    pub(super) about: &'static str,
    pub(super) seen: &'static str,
    /// The implementations, each with what it shares.
    pub(super) who: Vec<(&'a Implementation<'a>, String)>,
}

/// Every mutant that somebody behaves like, those of most implementations first.
pub(super) fn views<'a>(answers: &'a Answers<'a>, alike: &[Vec<Alike>]) -> Vec<MutantView<'a>> {
    let mut views: Vec<MutantView<'a>> = Mutant::all()
        .map(|mutant| {
            let who = answers.implementations.iter().zip(alike).filter_map(|(implementation, found)| {
                let alike = found.iter().find(|alike| alike.mutant == mutant.id)?;
                Some((implementation, alike.words()))
            });
            MutantView { id: mutant.id, about: mutant.about, seen: mutant.seen, who: who.collect() }
        })
        .filter(|view| !view.who.is_empty())
        .collect();
    views.sort_by_key(|view| std::cmp::Reverse(view.who.len()));
    views
}

impl Alike {
    /// What they have in common, in words.
    pub(super) fn words(&self) -> String {
        match (self.shared == self.all, self.exactly) {
            (true, true) => format!("exactly the {} vectors that catch it", self.all),
            (true, false) => format!("all {} vectors that catch it", self.all),
            (false, _) => {
                format!("{} of the {} vectors that catch it; the others cannot be put", self.shared, self.all)
            }
        }
    }
}
