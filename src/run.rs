//! How does a validator fare with the vectors?

use crate::case::Case;
use crate::catalog::{Entry, Suite};
use crate::claims::{self, Claims, Malformed};
use crate::feature::{self, Feature, Rules};
use crate::judge::judge_read;
use crate::policy::Policy;
use crate::profile::Profile;
use crate::reason::Reasons;
use crate::report::{Outcome, Record, Report, outcome};
use crate::validator::{Answer, Validator};
use crate::vector::Vector;
use crate::verdict::{Decision, Verdict};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// What to put to a validator, and in which order.
#[derive(Clone, Debug)]
pub struct Plan<'s> {
    suite: &'s Suite,
    entries: Vec<Entry<'s>>,
    seed: u64,
    every_profile: bool,
    tokens: Option<&'s HashMap<String, String>>,
    /// Made once for all runs of the plan and of its clones.
    questions: Arc<OnceLock<Questions<'s>>>,
}

impl<'s> Plan<'s> {
    /// The whole suite.
    pub fn all(suite: &'s Suite) -> Self {
        Self::of(suite, suite.entries().collect())
    }

    /// These cases.
    pub fn of(suite: &'s Suite, entries: Vec<Entry<'s>>) -> Self {
        Self { suite, entries, seed: 1, every_profile: false, tokens: None, questions: Arc::default() }
    }

    /// Only the cases for which `wanted` says yes. The twins of the others are put as well where a case needs them, and
    /// not reported.
    pub fn only(mut self, mut wanted: impl FnMut(&Entry<'s>) -> bool) -> Self {
        self.entries.retain(|entry| wanted(entry));
        self.questions = Arc::default();
        self
    }

    /// The seed from which the order is drawn.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Also the profiles for which the validator says that it is not meant.
    pub fn every_profile(mut self) -> Self {
        self.every_profile = true;
        self
    }

    /// With these tokens, by the ids of their vectors, in place of the stored ones: signed by another algorithm, or anew.
    pub fn tokens(mut self, tokens: &'s HashMap<String, String>) -> Self {
        self.tokens = Some(tokens);
        self
    }

    /// The cases that will be reported.
    pub fn entries(&self) -> &[Entry<'s>] {
        &self.entries
    }

    /// Does now what the first run would do before it puts anything, so that nobody who is already there waits for it.
    pub fn prepare(&self) {
        self.questions();
    }

    fn questions(&self) -> &Questions<'s> {
        self.questions.get_or_init(|| Questions::of(self.suite, &self.entries))
    }

    fn token(&self, vector: &'s Vector) -> &'s str {
        self.tokens.and_then(|tokens| tokens.get(&vector.id)).unwrap_or(&vector.token)
    }
}

/// Puts the cases of a plan to a validator, in an order drawn from the seed, and reports. Cases that differ in the
/// profile's name alone are one question. So are those that differ only in rules that the validator cannot be told
/// ([`Feature`]): it is right about all of them, or about none.
///
/// When every question has been put, each vector is put again, in another order: for each answer that it got, under one of
/// the sets of rules that led to it. If any answer has changed by then, the other questions are put again as well. So
/// whoever is stable answers each question once and each vector twice, and whoever is not each question twice. The
/// second time other rules stand in the policy, if it may have others: who goes by what it says not to know is not stable.
pub fn run<'s>(plan: &Plan<'s>, validator: &mut (impl Validator + ?Sized)) -> Report<'s> {
    let Questions { asked: questions, by_entry } = plan.questions();
    let profiles = Profile::all().iter().filter(|profile| plan.every_profile || validator.is_for(profile));
    let profiles: Vec<&Profile> = profiles.collect();
    let entries = plan.entries.iter().zip(by_entry).filter(|(entry, _)| profiles.contains(&entry.profile));
    let features: Vec<Feature> = Feature::ALL.iter().copied().filter(|&feature| validator.supports(feature)).collect();
    let needed = entries.clone().flat_map(|(_, &(own, twin))| [Some(own), twin]).flatten();
    let Puttable { puts, of_question } = Puttable::of(questions, needed, &features);
    let mut answers: Vec<Vec<Answer>> = vec![Vec::new(); puts.len()];
    let mut put = |order: &[usize], time: usize, answers: &mut [Vec<Answer>]| {
        let mut cases = order.iter().map(|&at| questions[puts[at][time]].case(plan));
        validator.answer_all(&mut cases, &mut |at, answer| answers[order[at]].push(answer));
        order.iter().any(|&at| other(&answers[at]).is_some())
    };
    let mut random = Random(plan.seed);
    let mut order: Vec<usize> = (0..puts.len()).collect();
    random.shuffle(&mut order);
    let unstable = put(&order, 0, &mut answers);
    random.shuffle(&mut order);
    let mut met = HashSet::new();
    let (again, others): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|&at| {
        let answer = answers[at].first().map(Answer::word);
        met.insert((std::ptr::from_ref(questions[puts[at][1]].vector), answer))
    });
    if put(&again, 1, &mut answers) || unstable {
        put(&others, 1, &mut answers);
    }
    validator.done();
    let answers = |at: usize| match of_question[at] {
        Some(Ok(at)) => Cow::Borrowed(&answers[at][..]),
        Some(Err(feature)) => Cow::Owned(vec![Answer::Unsupported { feature: feature.name().to_owned() }]),
        None => Cow::Borrowed(&[][..]),
    };
    let records = entries.map(|(entry, &(own, twin))| {
        record(*entry, &questions[own], &answers(own), twin.and_then(|twin| answers(twin).first().cloned()).as_ref())
    });
    let records = records.collect();
    Report {
        implementation: validator.implementation(),
        features,
        suite: &plan.suite.version,
        seed: plan.seed,
        records,
    }
}

/// What of the questions is put to a validator.
struct Puttable {
    /// Questions that are one for it: the one that is put first, and the one that is put in its place the second time.
    puts: Vec<[usize; 2]>,
    /// For each question that is needed which of these it is, or the feature for want of which it is not put.
    of_question: Vec<Option<Result<usize, Feature>>>,
}

impl Puttable {
    fn of(questions: &[Question<'_>], needed: impl Iterator<Item = usize>, features: &[Feature]) -> Self {
        let supports = |feature| features.contains(&feature);
        let mut puts: Vec<[usize; 2]> = Vec::new();
        let mut places: HashMap<_, (usize, Decision)> = HashMap::new();
        let mut of_question = vec![None; questions.len()];
        for at in needed {
            of_question[at].get_or_insert_with(|| {
                let question = &questions[at];
                let told = (std::ptr::from_ref(question.vector), feature::relaxed_rules(&question.policy, supports));
                let right = question.verdict.decision();
                // What is right by the rules that it can be told was mostly found out for another question.
                if let Some(&(place, decision)) = places.get(&told)
                    && decision == right
                {
                    puts[place][1] = at;
                    return Ok(place);
                }
                let decision = |policy: &Policy| question.judge(policy).decision();
                if let Some(feature) = feature::missing_from(decision, &question.policy, supports) {
                    return Err(feature);
                }
                places.insert(told, (puts.len(), right));
                puts.push([at, at]);
                Ok(puts.len() - 1)
            });
        }
        Self { puts, of_question }
    }
}

/// What tells questions about one vector apart: the rules of a profile, whatever the profile's name.
fn rules(profile: &Profile) -> Rules {
    (profile.presence, profile.shape, profile.extras, profile.azp)
}

#[derive(Debug)]
struct Question<'s> {
    vector: &'s Vector,
    /// Its claims, read once for all questions about it.
    claims: Result<Claims<'s>, Malformed>,
    policy: Policy,
    /// What is right.
    verdict: Verdict,
}

impl<'s> Question<'s> {
    fn case<'q>(&'q self, plan: &Plan<'s>) -> Case<'q> {
        Case { token: plan.token(self.vector), claims: &self.vector.claims, policy: &self.policy }
    }

    /// What is right under this policy, or under one with other rules.
    fn judge(&self, policy: &Policy) -> Verdict {
        if std::ptr::eq(policy, &self.policy) { self.verdict } else { judge_read(&self.claims, policy) }
    }

    /// The reasons for a rejection, if that is what is right.
    fn reasons(&self) -> Reasons {
        match self.verdict {
            Verdict::Reject(rejection) => rejection.reasons,
            Verdict::Accept(_) | Verdict::Either(_) => Reasons::NONE,
        }
    }
}

/// The questions of a plan and those about the twins that they need, each once.
#[derive(Debug)]
struct Questions<'s> {
    asked: Vec<Question<'s>>,
    /// For each entry where its question is, and the one about its twin.
    by_entry: Vec<(usize, Option<usize>)>,
}

impl<'s> Questions<'s> {
    fn of(suite: &'s Suite, entries: &[Entry<'s>]) -> Self {
        let mut asked: Vec<Question<'s>> = Vec::with_capacity(entries.len());
        let mut places: HashMap<*const Vector, Vec<(Rules, usize)>> = HashMap::new();
        let mut place = |vector: &'s Vector, profile: &'static Profile| {
            let places = places.entry(std::ptr::from_ref(vector)).or_default();
            if let Some((_, at)) = places.iter().find(|(known, _)| *known == rules(profile)) {
                return *at;
            }
            let claims = match places.first() {
                Some(&(_, at)) => asked[at].claims,
                None => claims::read(&vector.claims),
            };
            let policy = vector.policy(profile);
            let verdict = judge_read(&claims, &policy);
            asked.push(Question { vector, claims, policy, verdict });
            places.push((rules(profile), asked.len() - 1));
            asked.len() - 1
        };
        // The entries of one vector come one behind the other.
        let mut last: Option<(&Vector, Option<&'s Vector>)> = None;
        let by_entry = entries.iter().map(|entry| {
            let twin = match last {
                Some((vector, twin)) if std::ptr::eq(vector, entry.vector) => twin,
                _ => entry.vector.twin.as_deref().and_then(|twin| suite.vector(twin)),
            };
            last = Some((entry.vector, twin));
            let twin = twin.filter(|twin| twin.expected(entry.profile).is_some());
            (place(entry.vector, entry.profile), twin.map(|twin| place(twin, entry.profile)))
        });
        let by_entry = by_entry.collect();
        Self { asked, by_entry }
    }
}

/// An answer that is not the first one.
fn other(answers: &[Answer]) -> Option<&Answer> {
    answers.iter().find(|other| other.word() != answers[0].word())
}

fn record<'s>(entry: Entry<'s>, question: &Question<'_>, answers: &[Answer], twin: Option<&Answer>) -> Record<'s> {
    let silent = || Answer::Fault { error: "no answer".to_owned() };
    let answer = answers.first().cloned().unwrap_or_else(silent);
    let outcome = match other(answers) {
        Some(other) => Outcome::Unstable { other: other.clone() },
        None => {
            let given = matches!(answer, Answer::Reject { reason: Some(_), .. });
            outcome(entry.expected, if given { question.reasons() } else { Reasons::NONE }, &answer, twin)
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
    let report = run(&Plan::of(Suite::embedded(), vec![*entry]).every_profile(), validator);
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
    let plan = Plan::all(Suite::embedded()).every_profile().only(|entry| {
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
