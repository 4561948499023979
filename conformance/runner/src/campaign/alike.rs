//! Which failures have one cause? Those that one mutant shows as well, and that a vector of the suite shows already.

use super::draft::Draft;
use super::finding::{Example, Failing, Finding, Kind};
use super::generate::Drawn;
use super::marks::{self, Marks};
use super::ready;
use audiometer::mutants::Mutant;
use audiometer::{Answer, Policy, Suite, Validator, lint::header_text};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;

/// How many right answers are kept, which a mutant that is alike has to give as well.
pub(crate) const SAMPLE: usize = 400;

/// How many failing cases are kept beside the smallest, which a mutant that is alike has to fail as well.
const KEPT: usize = 4;

/// How many examples a finding has, and how many mutants and vectors it names.
const SHOWN: usize = 3;

/// Failures that were shrunk to one case.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) failing: Failing,
    pub(crate) draft: Draft,
    pub(crate) marks: Marks,
    pub(crate) cases: u64,
    /// Whether it ends the process.
    pub(crate) deadly: bool,
    pub(crate) example: Example,
    /// More cases that fail so.
    others: Vec<Draft>,
}

/// A vector that fails, and how.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) vector: String,
    pub(crate) failing: Failing,
    pub(crate) marks: Marks,
    pub(crate) draft: Draft,
}

impl Raw {
    /// From the case that was `drawn` and the `small` one that it was shrunk to.
    pub(crate) fn new(
        failing: Failing,
        small: Draft,
        answer: Answer,
        number: u64,
        drawn: &Drawn,
        suite: &Suite,
    ) -> Self {
        let ready = ready::ready(&small, suite);
        let marks = match failing.kind {
            Kind::Unstable => Marks::default(), // what was asked before matters, not what this case is like
            Kind::FalseAccept | Kind::FalseReject | Kind::Fault | Kind::Hang => marks::of(&small),
        };
        let example = Example {
            cases: 1,
            number,
            used: drawn.used.iter().map(|name| (*name).to_owned()).collect(),
            marks: marks.iter().map(str::to_owned).collect(),
            answer,
            after: None,
            profile: small.profile.name.clone(),
            vector: ready.vector_json(),
            twin: ready.twin_json(),
        };
        Self { failing, draft: small, marks, cases: 1, deadly: false, example, others: vec![drawn.draft.clone()] }
    }

    /// One more case that fails so.
    pub(crate) fn count(&mut self, draft: &Draft) {
        self.cases += 1;
        if self.others.len() < KEPT {
            self.others.push(draft.clone());
        }
    }

    fn example(&self) -> Example {
        Example { cases: self.cases, ..self.example.clone() }
    }

    /// As a finding by itself.
    pub(crate) fn finding(&self) -> Finding {
        Finding::new(&self.failing, &self.marks, self.example(), &self.draft.verdict())
    }
}

/// Puts failures together that have one cause, as far as mutants tell; says which vectors show it.
pub(crate) fn findings(raws: &[Raw], sample: &[(Draft, Policy)], seen: &[Seen]) -> Vec<Finding> {
    let mutants = candidates(raws, sample);
    let mut left: Vec<usize> = (0..raws.len()).collect();
    let mut groups: Vec<(Option<&'static Mutant>, Vec<usize>)> = Vec::new();
    // The mutant that explains most is the cause, as long as it explains more than one.
    while let Some((mutant, explained)) = mutants
        .iter()
        .flat_map(|(mutant, raws_explained)| {
            by_kind(raws, &left, raws_explained).into_iter().map(move |group| (*mutant, group))
        })
        .filter(|(_, explained)| explained.len() > 1)
        .reduce(|best, other| if other.1.len() > best.1.len() { other } else { best })
    {
        left.retain(|at| !explained.contains(at));
        groups.push((Some(mutant), explained));
    }
    for at in left {
        // Faults with the same words are one.
        let same = |other: usize| !raws[at].failing.signature.is_empty() && raws[other].failing == raws[at].failing;
        match groups.iter_mut().find(|(_, group)| same(group[0])) {
            Some((_, group)) => group.push(at),
            None => groups.push((None, vec![at])),
        }
    }
    let mut findings: Vec<Finding> = groups
        .into_iter()
        .map(|(_, mut group)| {
            group.sort_by_key(|&at| {
                let raw = &raws[at];
                (raw.draft.profile.unconfigured, raw.marks.count(), raw.draft.size(), raw.example.number)
            });
            let first = &raws[group[0]];
            let mut finding = first.finding();
            finding.cases = group.iter().map(|&at| raws[at].cases).sum();
            finding.examples.extend(group.iter().skip(1).take(SHOWN - 1).map(|&at| raws[at].example()));
            let alike = mutants.iter().filter(|(_, explained)| group.iter().all(|at| explained.contains(at)));
            finding.mutants = alike.clone().map(|(mutant, _)| mutant.id.to_owned()).take(SHOWN).collect();
            let alike: Vec<&'static Mutant> = alike.map(|(mutant, _)| *mutant).take(1).collect();
            finding.vectors = vectors(&group, raws, seen, &alike);
            finding
        })
        .collect();
    findings
        .sort_by(|a, b| (a.kind, std::cmp::Reverse(a.cases), &a.id).cmp(&(b.kind, std::cmp::Reverse(b.cases), &b.id)));
    findings
}

/// Those of `left` that are explained, by kind.
fn by_kind(raws: &[Raw], left: &[usize], explained: &[usize]) -> Vec<Vec<usize>> {
    let of = |kind: Kind| -> Vec<usize> {
        left.iter().copied().filter(|at| explained.contains(at) && raws[*at].failing.kind == kind).collect()
    };
    [Kind::FalseAccept, Kind::FalseReject].into_iter().map(of).collect()
}

/// The mutants that fail what failed here, and nothing that was right here; with what they explain.
fn candidates(raws: &[Raw], sample: &[(Draft, Policy)]) -> Vec<(&'static Mutant, Vec<usize>)> {
    let mut found = Vec::new();
    for mutant in Mutant::all().filter(|mutant| !mutant.has_state()) {
        let mut validator = mutant.validator();
        let mut fails = |draft: &Draft, policy: &Policy| kind(&mut validator, draft, policy);
        let explained: Vec<usize> = (0..raws.len())
            .filter(|&at| {
                let raw = &raws[at];
                let mut alike = |draft: &Draft| fails(draft, &draft.policy()) == Some(raw.failing.kind);
                // The others may have more than one thing wrong.
                alike(&raw.draft) && raw.others.iter().filter(|draft| alike(draft)).count() * 2 >= raw.others.len()
            })
            .collect();
        if !explained.is_empty() && sample.iter().all(|(draft, policy)| fails(draft, policy).is_none()) {
            found.push((mutant, explained));
        }
    }
    found
}

/// In which way a validator that reads no signature fails a case, if it does.
pub(crate) fn kind(validator: &mut impl Validator, draft: &Draft, policy: &Policy) -> Option<Kind> {
    let verdict = audiometer::judge(&draft.claims, policy);
    let answer = validator.answer(&draft.case(&unsigned(draft), policy));
    Failing::of(&verdict, &answer).map(|failing| failing.kind)
}

/// The token without a signature, for those who look at the header.
pub(crate) fn unsigned(draft: &Draft) -> String {
    let header = BASE64URL.encode(header_text(draft.header.as_deref(), "HS256"));
    format!("{header}.{}.", BASE64URL.encode(&draft.claims))
}

/// Vectors that fail in the same way, and have all the marks of an example, or fail as the same mutant does.
fn vectors(group: &[usize], raws: &[Raw], seen: &[Seen], alike: &[&'static Mutant]) -> Vec<String> {
    let mut validators: Vec<_> = alike.iter().map(|mutant| mutant.validator()).collect();
    let kind_of_group = raws[group[0]].failing.kind;
    let mut found: Vec<String> = Vec::new();
    for vector in seen {
        let like = group.iter().any(|&at| {
            let raw = &raws[at];
            raw.failing.is_like(&vector.failing) && raw.marks.is_subset(&vector.marks)
        });
        let as_mutant = vector.failing.kind == kind_of_group
            && validators
                .iter_mut()
                .any(|validator| kind(validator, &vector.draft, &vector.draft.policy()) == Some(kind_of_group));
        let same_words = !vector.failing.signature.is_empty() && raws[group[0]].failing == vector.failing;
        if (like || same_words || as_mutant) && !found.contains(&vector.vector) {
            found.push(vector.vector.clone());
        }
        if found.len() == SHOWN {
            break;
        }
    }
    found
}
