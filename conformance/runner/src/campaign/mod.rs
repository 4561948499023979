//! Does anything go wrong that no vector asks? A campaign draws cases, puts them to an implementation, and holds the answers
//! against the judgement.
//!
//! What fails is asked again, shrunk to the smallest case that still fails in the same way, and counted to one finding with
//! all that has the same marks.

mod ahead;
pub(crate) mod alike;
pub(crate) mod corpus;
pub(crate) mod draft;
pub(crate) mod finding;
pub(crate) mod generate;
pub(crate) mod marks;
mod mutate;
mod names;
pub(crate) mod ready;
pub(crate) mod selftest;
mod shrink;
mod tree;
mod values;

use crate::interrupt;
use crate::mint::{self, Algorithm, Mint};
use crate::subjects::Subject;
use crate::subjects::adapter::NOT_ASKED;
use alike::Raw;
use audiometer::{Answer, Feature, Policy, Profile, Suite, Validator, Verdict, feature, judge};
use draft::Draft;
use finding::{Failing, Finding, Kind, Tally};
use foldhash::fast::FixedState;
use generate::{Drawn, Stream};
use marks::Marks;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How many cases are drawn, judged and put at a time.
const AT_ONCE: usize = 1024;

/// How many cases are drawn at most for one that is put: an entry point for one profile of many takes few.
const DRAWN_PER_PUT: u64 = 400;

/// How many different failures are shrunk at most.
const SHRUNK: usize = 200;

/// How many faults with the same words are shrunk.
const SAME_WORDS: usize = 4;

/// How often a case may kill an implementation before its like is put no more.
const DEATHS: u64 = 3;

/// How many tries shrinking may take where each failure ends the process.
const TRIES_THAT_KILL: usize = 40;

/// For how many open cases the way that it went is kept, so that implementations can be compared.
const CHOICES: usize = 20_000;

/// When a campaign ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Until {
    pub(crate) cases: u64,
    pub(crate) time: Option<Duration>,
}

/// What has come of a campaign.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) findings: Vec<Finding>,
    /// Why it ended.
    pub(crate) ended: String,
    /// By the numbers of open cases: whether it accepted.
    pub(crate) choices: HashMap<u64, bool>,
}

/// What can be told while a campaign is under way.
pub(crate) enum Event<'e> {
    /// So many cases have been put.
    Put(&'e Tally, usize),
    /// Failures that are like none before: everything that was found so far, and how many at the end are new.
    Found(&'e Tally, Vec<Finding>, usize),
}

/// A case that can be put.
struct Prepared {
    number: u64,
    drawn: Drawn,
    policy: Policy,
    verdict: Verdict,
    /// Whether it is to be accepted, and may be refused for something else than its audience.
    beside_the_point: bool,
    token: String,
}

/// What an implementation can be asked.
#[derive(Clone, Debug)]
struct Able {
    features: Vec<Feature>,
    profiles: Vec<&'static Profile>,
}

impl Able {
    fn of(subject: &Subject) -> Self {
        Self {
            features: Feature::ALL.iter().copied().filter(|&feature| subject.supports(feature)).collect(),
            profiles: Profile::all().iter().filter(|profile| subject.is_for(profile)).collect(),
        }
    }

    fn supports(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    fn can_be_asked(&self, draft: &Draft, policy: &Policy) -> bool {
        self.profiles.iter().any(|profile| std::ptr::eq(*profile, draft.profile))
            && feature::missing(&draft.claims, policy, |feature| self.supports(feature)).is_none()
    }

    /// The policy by the rules that it can be told.
    fn relaxed<'p>(&self, policy: &'p Policy) -> Cow<'p, Policy> {
        feature::relaxed(policy, |feature| self.supports(feature))
    }

    /// What is right, by the rules that it can be told: the one that decides is the one that it breaks.
    fn verdict(&self, draft: &Draft, policy: &Policy) -> Verdict {
        judge(&draft.claims, &self.relaxed(policy))
    }
}

/// What it takes to make cases for an implementation, on any thread.
#[derive(Clone)]
struct Maker<'c> {
    stream: &'c Stream,
    tokens: &'c Tokens,
    able: Able,
    algorithm: Algorithm,
    fresh: bool,
    reads_signatures: bool,
}

impl Maker<'_> {
    /// Draws the case of that number; nothing if it is not for this implementation.
    fn make(&self, number: u64) -> Option<Prepared> {
        let drawn = self.stream.draw(number);
        let policy = drawn.draft.policy();
        if !self.able.can_be_asked(&drawn.draft, &policy) {
            return None;
        }
        let verdict = self.able.verdict(&drawn.draft, &policy);
        let beside_the_point = !matches!(verdict, Verdict::Reject(_)) && drawn.draft.has_other_grounds();
        let token = match self.reads_signatures && !beside_the_point {
            true => self.tokens.get(self.algorithm, self.fresh, number, &drawn.draft),
            false => String::new(), // it looks at the claims alone
        };
        Some(Prepared { number, drawn, policy, verdict, beside_the_point, token })
    }
}

/// What was said to a case.
#[derive(Clone, Debug, Default)]
struct Said {
    /// The first answer; none where it was interrupted.
    first: Option<Answer>,
    /// Whether another one came later.
    otherwise: bool,
}

/// Signatures that take long to make, kept for all that want them. Campaigns side by side ask for the same.
#[derive(Default)]
pub(crate) struct Tokens {
    drawn: Mutex<HashMap<(u8, u64), Box<str>>>,
    suite: mint::Tokens,
}

/// How many signatures are kept: of RS256, 400 bytes each.
const SIGNATURES: usize = 1 << 20;

impl Tokens {
    fn get(&self, algorithm: Algorithm, fresh: bool, number: u64, draft: &Draft) -> String {
        let mint = Mint::of(algorithm);
        if fresh || algorithm == Algorithm::HS256 {
            return mint.sign(draft.header.as_deref(), &draft.claims, fresh);
        }
        let mut token = mint.message(draft.header.as_deref(), &draft.claims, fresh);
        let key = (algorithm as u8, number);
        let kept = self.drawn.lock().ok().and_then(|kept| kept.get(&key).map(|signature| signature.to_string()));
        let signature = kept.unwrap_or_else(|| {
            let signature = mint.signature(&token);
            if let Ok(mut kept) = self.drawn.lock()
                && kept.len() < SIGNATURES
            {
                kept.insert(key, signature.as_str().into());
            }
            signature
        });
        token.push('.');
        token.push_str(&signature);
        token
    }
}

/// An implementation in a campaign.
pub(crate) struct Campaign<'c> {
    suite: &'c Suite,
    subject: &'c mut Subject,
    maker: Maker<'c>,
    tally: Tally,
    /// What is not in the tally yet: ingredients and rules.
    ingredients: HashMap<&'static str, u64, FixedState>,
    rules: HashMap<&'static str, u64, FixedState>,
    raws: Vec<Raw>,
    /// Marks that were shrunk to a finding and are not among its own.
    known: BTreeMap<(Failing, Marks), usize>,
    /// Answers that were right, to tell mutants apart.
    sample: Vec<(Draft, Policy)>,
    choices: HashMap<u64, bool>,
    /// What was asked lately, and answered, by what identifies the case.
    lately: HashMap<u64, &'static str, FixedState>,
}

impl<'c> Campaign<'c> {
    /// # Errors
    ///
    /// If the suite has no key for the algorithm that it wants.
    pub(crate) fn new(
        stream: &'c Stream,
        subject: &'c mut Subject,
        tokens: &'c Tokens,
        suite: &'c Suite,
    ) -> Result<Self, String> {
        let (algorithm, fresh) = subject.algorithm()?;
        let (able, reads_signatures) = (Able::of(subject), subject.reads_signatures());
        Ok(Self {
            suite,
            subject,
            maker: Maker { stream, tokens, able, algorithm, fresh, reads_signatures },
            tally: Tally::default(),
            ingredients: HashMap::default(),
            rules: HashMap::default(),
            raws: Vec::new(),
            known: BTreeMap::new(),
            sample: Vec::new(),
            choices: HashMap::new(),
            lately: HashMap::default(),
        })
    }

    /// Puts cases, which this many threads make, until it ends.
    pub(crate) fn run(mut self, until: Until, threads: usize, tell: &mut dyn FnMut(Event<'_>)) -> Outcome {
        let maker = self.maker.clone();
        let ended = ahead::in_order(threads, |number| maker.make(number), |made| self.put_all(made, until, tell));
        let seen = if interrupt::requested() { Vec::new() } else { self.vectors() };
        let findings = alike::findings(&self.raws, &self.sample, &seen);
        Outcome { tally: self.tally, findings, ended, choices: self.choices }
    }

    /// Puts what is made until it ends; says why it ended.
    fn put_all(
        &mut self,
        made: &mut dyn Iterator<Item = Option<Prepared>>,
        until: Until,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> String {
        let start = Instant::now();
        loop {
            if interrupt::requested() {
                return "interrupted".to_owned();
            }
            if self.tally.put >= until.cases {
                return "all cases put".to_owned();
            }
            if until.time.is_some_and(|time| start.elapsed() >= time) {
                return "time is up".to_owned();
            }
            if self.tally.drawn > DRAWN_PER_PUT * (self.tally.put + AT_ONCE as u64) {
                return "hardly any case can be put to it".to_owned();
            }
            let wanted = usize::try_from(until.cases - self.tally.put).unwrap_or(AT_ONCE).min(AT_ONCE);
            let mut cases = Vec::with_capacity(wanted);
            for _ in 0..AT_ONCE * 16 {
                if cases.len() == wanted {
                    break;
                }
                let Some(case) = made.next() else { return "no more cases are made".to_owned() };
                cases.extend(self.wanted(case));
            }
            let found = self.raws.len();
            if let Err(why) = self.put(&cases) {
                return why;
            }
            tell(Event::Put(&self.tally, self.raws.len()));
            if self.raws.len() > found {
                let findings = self.raws.iter().map(Raw::finding).collect();
                tell(Event::Found(&self.tally, findings, self.raws.len() - found));
            }
        }
    }

    /// The case, unless it is not to be put; counts it.
    fn wanted(&mut self, case: Option<Prepared>) -> Option<Prepared> {
        self.tally.drawn += 1;
        let Some(case) = case else {
            self.tally.unsupported += 1;
            return None;
        };
        if self.is_deadly(&case.drawn.draft) {
            self.tally.quarantined += 1;
            return None;
        }
        if case.beside_the_point {
            self.tally.beside_the_point += 1;
            return None;
        }
        Some(case)
    }

    /// Whether its like has killed the implementation often enough.
    fn is_deadly(&self, draft: &Draft) -> bool {
        let mut deadly = self.raws.iter().filter(|raw| raw.deadly && raw.cases >= DEATHS).peekable();
        deadly.peek().is_some() && {
            let marks = marks::of(draft);
            deadly.any(|raw| raw.marks.is_subset(&marks))
        }
    }

    /// Puts cases, and looks into what fails.
    ///
    /// # Errors
    ///
    /// Why no more can be put.
    fn put(&mut self, cases: &[Prepared]) -> Result<(), String> {
        let restarts = self.subject.restarts();
        let mut said = vec![Said::default(); cases.len()];
        let mut asked = cases.iter().map(|case| case.drawn.draft.case(&case.token, &case.policy));
        self.subject.answer_all(&mut asked, &mut |at, answer| match &said[at].first {
            None => said[at].first = Some(answer),
            Some(first) => said[at].otherwise |= first.word() != answer.word(),
        });
        let died = self.subject.restarts() > restarts;
        for (at, (case, said)) in cases.iter().zip(&said).enumerate() {
            let Some(answer) = &said.first else { continue }; // interrupted
            if let Answer::Fault { error } = answer
                && error.starts_with(NOT_ASKED)
            {
                return Err(error.clone());
            }
            self.count(case, answer);
            let before = self.lately.insert(identity(&case.drawn.draft), answer.word());
            if said.otherwise || before.is_some_and(|before| before != answer.word()) {
                self.unstable(cases, at, answer);
                continue;
            }
            match Failing::of(&case.verdict, answer) {
                Some(failing) => self.failed(cases, at, failing, answer, died),
                None if self.sample.len() < alike::SAMPLE && !matches!(case.verdict, Verdict::Either(_)) => {
                    self.sample.push((case.drawn.draft.clone(), case.policy.clone()));
                }
                None => {}
            }
            if interrupt::requested() {
                break;
            }
        }
        if self.lately.len() > 8 * AT_ONCE {
            self.lately.clear();
        }
        for (name, count) in self.ingredients.drain() {
            *self.tally.ingredients.entry(name.to_owned()).or_default() += count;
        }
        for (name, count) in self.rules.drain() {
            *self.tally.rules.entry(name.to_owned()).or_default() += count;
        }
        Ok(())
    }

    fn count(&mut self, case: &Prepared, answer: &Answer) {
        self.tally.put += 1;
        for name in &case.drawn.used {
            *self.ingredients.entry(name).or_default() += 1;
        }
        let rule = match &case.verdict {
            Verdict::Accept(_) => "accept",
            Verdict::Reject(rejection) => rejection.rule.name(),
            Verdict::Either(ambiguity) => ambiguity.id(),
        };
        *self.rules.entry(rule).or_default() += 1;
        let accepted = match answer {
            Answer::Accept => true,
            Answer::Reject { .. } => false,
            Answer::Unsupported { .. } | Answer::Fault { .. } => return,
        };
        if let Verdict::Either(ambiguity) = &case.verdict {
            self.tally.choices.entry(ambiguity.id().to_owned()).or_default()[usize::from(!accepted)] += 1;
            if self.choices.len() < CHOICES {
                self.choices.insert(case.number, accepted);
            }
        }
    }

    /// Counts a failure to what it is like, or asks again and shrinks it.
    fn failed(&mut self, cases: &[Prepared], at: usize, failing: Failing, answer: &Answer, died: bool) {
        self.tally.failed += 1;
        let case = &cases[at];
        let draft = &case.drawn.draft;
        let marks = marks::of(draft);
        let like = self.raws.iter().position(|raw| raw.failing.is_like(&failing) && raw.marks.is_subset(&marks));
        let known = like
            .or_else(|| self.known.get(&(failing.clone(), marks.clone())).copied())
            .or_else(|| self.same_words(&failing));
        if let Some(raw) = known {
            self.raws[raw].count(draft);
            return;
        }
        if self.raws.len() >= SHRUNK {
            self.tally.left_aside += 1;
            return;
        }
        let deaths = self.subject.restarts();
        let again = self.subject.answer(&draft.case(&case.token, &case.policy));
        let gone = matches!(&again, Answer::Fault { error } if error.starts_with(NOT_ASKED));
        if !gone && Failing::of(&case.verdict, &again).as_ref() != Some(&failing) {
            if !interrupt::requested() {
                self.unstable(cases, at, answer);
            }
            return;
        }
        let deadly = died && self.subject.restarts() > deaths;
        // What does not start again is not asked again.
        let small = if gone { draft.clone() } else { self.shrunk(draft, &failing, deadly) };
        let small_marks = marks::of(&small);
        match self.raws.iter().position(|raw| raw.failing.is_like(&failing) && raw.marks == small_marks) {
            Some(raw) => {
                self.raws[raw].count(draft);
                self.known.insert((failing, marks), raw);
            }
            None => {
                if !small_marks.is_subset(&marks) {
                    self.known.insert((failing.clone(), marks), self.raws.len());
                }
                let mut raw = Raw::new(failing, small, answer.clone(), case.number, &case.drawn, self.suite);
                raw.deadly = deadly;
                self.raws.push(raw);
            }
        }
    }

    /// Of faults with the same words a few are shrunk; more would tell nothing.
    fn same_words(&self, failing: &Failing) -> Option<usize> {
        let mut same =
            self.raws.iter().enumerate().filter(|(_, raw)| !failing.signature.is_empty() && raw.failing == *failing);
        same.nth(SAME_WORDS - 1).map(|(at, _)| at)
    }

    /// The smallest case that fails in the same way.
    fn shrunk(&mut self, draft: &Draft, failing: &Failing, deadly: bool) -> Draft {
        if failing.kind == Kind::Hang {
            return draft.clone(); // each try would take as long as it may
        }
        let mut tries = if deadly { TRIES_THAT_KILL } else { usize::MAX };
        let plainest = shrink::plainest_with(&marks::of(draft));
        let still = self.still(&plainest, &mut tries, &mut |other| failing.is_like(other));
        if let Some((plain, _)) = plainest.into_iter().zip(still).find(|(_, still)| *still) {
            return plain;
        }
        shrink::shrink(draft, &mut |candidates| self.still(candidates, &mut tries, &mut |other| other == failing))
    }

    /// Which of these cases fail in a way that is `wanted`. Each that is put takes one of the `tries`.
    fn still(
        &mut self,
        candidates: &[Draft],
        tries: &mut usize,
        wanted: &mut dyn FnMut(&Failing) -> bool,
    ) -> Vec<bool> {
        let mut still = vec![false; candidates.len()];
        let policies: Vec<Policy> = candidates.iter().map(Draft::policy).collect();
        let able: Vec<usize> = (0..candidates.len())
            .filter(|&at| self.maker.able.can_be_asked(&candidates[at], &policies[at]))
            .take(*tries)
            .collect();
        *tries = tries.saturating_sub(able.len());
        if able.is_empty() || interrupt::requested() {
            return still;
        }
        let relaxed: Vec<Cow<'_, Policy>> = policies.iter().map(|policy| self.maker.able.relaxed(policy)).collect();
        let mint = Mint::of(self.maker.algorithm);
        let sign = |draft: &Draft| mint.sign(draft.header.as_deref(), &draft.claims, self.maker.fresh);
        let tokens: Vec<String> = able.iter().map(|&at| sign(&candidates[at])).collect();
        let mut asked = able.iter().zip(&tokens).map(|(&at, token)| candidates[at].case(token, &policies[at]));
        self.subject.answer_all(&mut asked, &mut |at, answer| {
            let at = able[at];
            let verdict = judge(&candidates[at].claims, &relaxed[at]);
            let fair = matches!(verdict, Verdict::Reject(_)) || !candidates[at].has_other_grounds();
            still[at] = fair && Failing::of(&verdict, &answer).is_some_and(|failing| wanted(&failing));
        });
        still
    }

    /// A case with two answers: which one before it makes it fail?
    fn unstable(&mut self, cases: &[Prepared], at: usize, answer: &Answer) {
        let failing = Failing { kind: Kind::Unstable, rule: None, signature: String::new() };
        let case = &cases[at];
        if let Some(raw) = self.raws.iter().position(|raw| raw.failing.is_like(&failing)) {
            self.raws[raw].count(&case.drawn.draft);
            return;
        }
        let mut after = None;
        for before in cases[at.saturating_sub(16)..at].iter().rev() {
            self.subject.answer(&before.drawn.draft.case(&before.token, &before.policy));
            let again = self.subject.answer(&case.drawn.draft.case(&case.token, &case.policy));
            let alone = self.subject.answer(&case.drawn.draft.case(&case.token, &case.policy));
            if again.word() == answer.word() && alone.word() != answer.word() {
                after = Some(before.drawn.draft.clone());
                break;
            }
        }
        let mut raw = Raw::new(failing, case.drawn.draft.clone(), answer.clone(), case.number, &case.drawn, self.suite);
        raw.example.after = after;
        self.raws.push(raw);
    }

    /// Which vectors of the suite it fails, and how: what is found beyond them is news.
    fn vectors(&mut self) -> Vec<alike::Seen> {
        if self.raws.is_empty() {
            return Vec::new();
        }
        let able = &self.maker.able;
        let mut asked = HashSet::new();
        let drafts: Vec<(&str, Draft)> = self
            .suite
            .entries()
            .map(|entry| (entry.vector.id.as_str(), of_entry(entry)))
            .filter(|(_, draft)| able.can_be_asked(draft, &draft.policy()) && asked.insert(identity(draft)))
            .collect();
        let policies: Vec<Policy> = drafts.iter().map(|(_, draft)| draft.policy()).collect();
        let verdicts: Vec<Verdict> =
            drafts.iter().zip(&policies).map(|((_, draft), policy)| able.verdict(draft, policy)).collect();
        let Maker { tokens, algorithm, fresh, .. } = self.maker;
        let minted = tokens.suite.get(self.suite, algorithm, fresh);
        let token = |id: &str| match minted {
            Some(tokens) => tokens.get(id).map(String::as_str),
            None => self.suite.vector(id).map(|vector| vector.token.as_str()),
        };
        let mut cases =
            drafts.iter().zip(&policies).map(|((id, draft), policy)| draft.case(token(id).unwrap_or_default(), policy));
        let mut seen = BTreeMap::new(); // several processes answer in any order
        self.subject.answer_all(&mut cases, &mut |at, answer| {
            let (id, draft) = &drafts[at];
            if let Some(failing) = Failing::of(&verdicts[at], &answer) {
                let (vector, marks) = ((*id).to_owned(), marks::of(draft));
                seen.insert(at, alike::Seen { vector, failing, marks, draft: draft.clone() });
            }
        });
        seen.into_values().collect()
    }
}

/// What identifies a case: two that differ hardly ever have the same number.
fn identity(draft: &Draft) -> u64 {
    let Draft { claims, header, recipient, profile } = draft;
    FixedState::default().hash_one((claims, header, recipient, &profile.name))
}

/// A vector's question under one of its profiles.
pub(crate) fn of_entry(entry: audiometer::Entry<'_>) -> Draft {
    let audiometer::Entry { vector, profile, .. } = entry;
    Draft { claims: vector.claims.clone(), header: vector.header.clone(), recipient: vector.recipient.clone(), profile }
}
