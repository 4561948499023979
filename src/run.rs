//! How does a validator fare with the vectors?

use crate::case::Case;
use crate::catalog::{Entry, Suite};
use crate::feature::{self, Feature};
use crate::judge::judge;
use crate::policy::Policy;
use crate::profile::Profile;
use crate::reason::Reasons;
use crate::report::{Outcome, Record, Report, outcome};
use crate::validator::{Answer, Validator};
use crate::verdict::Verdict;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What to put to a validator, and in which order.
#[derive(Clone, Debug)]
pub struct Plan<'s> {
    suite: &'s Suite,
    entries: Vec<Entry<'s>>,
    seed: u64,
}

impl<'s> Plan<'s> {
    /// The whole suite.
    pub fn all(suite: &'s Suite) -> Self {
        Self::of(suite, suite.entries().collect())
    }

    /// These cases.
    pub fn of(suite: &'s Suite, entries: Vec<Entry<'s>>) -> Self {
        Self { suite, entries, seed: 1 }
    }

    /// Only the cases for which `wanted` says yes. The twins of the others are put as well where a case needs them, and
    /// not reported.
    pub fn only(mut self, mut wanted: impl FnMut(&Entry<'s>) -> bool) -> Self {
        self.entries.retain(|entry| wanted(entry));
        self
    }

    /// The seed from which the order is drawn.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The cases that will be reported.
    pub fn entries(&self) -> &[Entry<'s>] {
        &self.entries
    }
}

/// Puts the cases of a plan to a validator, each twice and in an order drawn from the seed, and reports.
pub fn run<'s>(plan: &Plan<'s>, validator: &mut (impl Validator + ?Sized)) -> Report<'s> {
    let questions = with_twins(plan);
    let mut answers: HashMap<(&str, &str), Vec<Answer>> = HashMap::with_capacity(questions.len());
    let policies: Vec<Policy> = questions.iter().map(|entry| entry.vector.policy(entry.profile)).collect();
    let mut order: Vec<usize> = (0..questions.len()).collect();
    let mut random = Random(plan.seed);
    for _round in 0..2 {
        random.shuffle(&mut order);
        for &at in &order {
            let (entry, policy) = (questions[at], &policies[at]);
            let answer = put(entry, policy, validator);
            answers.entry(key(&entry)).or_default().push(answer);
        }
    }
    let mut records = Vec::with_capacity(plan.entries.len());
    for &entry in &plan.entries {
        let twin = entry.vector.twin.as_deref().and_then(|twin| answers.get(&(twin, entry.profile.name.as_str())));
        records.push(record(entry, &answers[&key(&entry)], twin.map(|answers| &answers[0])));
    }
    Report {
        implementation: validator.implementation(),
        features: Feature::ALL.iter().copied().filter(|&feature| validator.supports(feature)).collect(),
        suite: &plan.suite.version,
        seed: plan.seed,
        records,
    }
}

fn key<'s>(entry: &Entry<'s>) -> (&'s str, &'s str) {
    (&entry.vector.id, &entry.profile.name)
}

/// The cases of a plan and the twins that they need, each once.
fn with_twins<'s>(plan: &Plan<'s>) -> Vec<Entry<'s>> {
    let mut seen = HashSet::new();
    let mut questions = Vec::with_capacity(plan.entries.len());
    for &entry in &plan.entries {
        let twin = entry.vector.twin.as_deref().and_then(|twin| plan.suite.vector(twin)).and_then(|vector| {
            let expected = vector.expected(entry.profile)?;
            Some(Entry { vector, profile: entry.profile, expected })
        });
        questions.extend([Some(entry), twin].into_iter().flatten().filter(|entry| seen.insert(key(entry))));
    }
    questions
}

fn put(entry: Entry<'_>, policy: &Policy, validator: &mut (impl Validator + ?Sized)) -> Answer {
    if let Some(feature) = feature::missing(&entry.vector.claims, policy, |feature| validator.supports(feature)) {
        return Answer::Unsupported { feature: feature.name().to_owned() };
    }
    let case = Case { token: &entry.vector.token, claims: &entry.vector.claims, policy };
    catch_unwind(AssertUnwindSafe(|| validator.answer(&case))).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        Answer::Fault { error: format!("panic: {}", text.unwrap_or_default()) }
    })
}

fn record<'s>(entry: Entry<'s>, answers: &[Answer], twin: Option<&Answer>) -> Record<'s> {
    let answer = answers[0].clone();
    let outcome = match answers.iter().find(|other| other.word() != answer.word()) {
        Some(other) => Outcome::Unstable { other: other.clone() },
        None => {
            let reasons = match judge(&entry.vector.claims, &entry.vector.policy(entry.profile)) {
                Verdict::Reject(rejection) => rejection.reasons,
                Verdict::Accept(_) | Verdict::Either(_) => Reasons::NONE,
            };
            outcome(entry.expected, reasons, &answer, twin)
        }
    };
    Record { entry, answer, outcome }
}

/// SplitMix64: enough to shuffle, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            items.swap(at, other);
        }
    }
}

/// Every case of one profile, for a test harness that makes each of them a test of its own.
///
/// # Panics
///
/// If there is no such profile.
pub fn cases(profile: &str) -> impl Iterator<Item = Entry<'static>> + use<> {
    let profile = profile_named(profile);
    Suite::embedded().entries().filter(move |entry| entry.profile == profile)
}

/// Runs one case, and its twin where it needs one, and panics with all there is to know if it fails.
///
/// # Panics
///
/// If the validator fails the case.
#[track_caller]
pub fn assert_case(entry: &Entry<'static>, validator: &mut impl Validator) {
    let report = run(&Plan::of(Suite::embedded(), vec![*entry]), validator);
    if let Some(failure) = report.failures().next() {
        panic!("{}", crate::explain::failure(failure));
    }
}

/// Runs every case of a profile against a validator: one test, with all failures in one message.
///
/// The environment variable `AUDIOMETER_CASES` picks cases: parts of ids, with commas between them.
///
/// # Panics
///
/// If the validator fails a case, if nothing was put to it at all, or if there is no such profile.
#[track_caller]
pub fn assert_conformant(validator: &mut impl Validator, profile: &str) {
    let profile = profile_named(profile);
    let picked = std::env::var("AUDIOMETER_CASES").unwrap_or_default();
    let picked: Vec<&str> = picked.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let plan = Plan::all(Suite::embedded()).only(|entry| {
        entry.profile == profile && (picked.is_empty() || picked.iter().any(|part| entry.id().contains(part)))
    });
    let report = run(&plan, validator);
    let put = report.records.iter().filter(|record| !matches!(record.outcome, Outcome::Unsupported(_))).count();
    assert!(put > 0, "no case of `{profile}` was put to {}, so nothing is shown", report.implementation.name);
    let failures: Vec<_> = report.failures().collect();
    if failures.is_empty() {
        return;
    }
    let texts: Vec<String> = failures.iter().map(|failure| crate::explain::failure(failure)).collect();
    let ids: Vec<String> = failures.iter().map(|failure| failure.entry.id()).collect();
    panic!(
        "{} of {put} cases of `{profile}` fail\n\n{}\nto run just these:\n  AUDIOMETER_CASES={} cargo test\n",
        failures.len(),
        texts.join("\n"),
        ids.join(",")
    );
}

fn profile_named(name: &str) -> &'static Profile {
    let names = || Profile::all().iter().map(|profile| profile.name.as_str()).collect::<Vec<_>>().join(", ");
    Profile::named(name).unwrap_or_else(|| panic!("there is no profile `{name}`; there are {}", names()))
}
