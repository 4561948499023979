//! Who obeys which sentence of the specifications, as far as the vectors show?

use super::answers::{Answers, Implementation, Profiles};
use super::vectors::{self, Listed};
use crate::render::count;
use audiometer::{Clause, Decision, Verdict, Wording, judge};
use std::collections::BTreeMap;

/// How many vectors of a clause are listed one by one.
const MANY: usize = 120;

/// A document with its clauses.
pub(super) struct DocumentView<'a> {
    pub(super) document: &'static str,
    pub(super) clauses: Vec<ClauseView<'a>>,
}

/// A clause.
pub(super) struct ClauseView<'a> {
    pub(super) clause: &'static Clause,
    /// How far its words can be trusted, where they are not the document's own.
    pub(super) caution: &'static str,
    /// How many cases it decides, in words; empty if none.
    pub(super) decides: String,
    /// The vectors with such a case.
    pub(super) deciding: Vec<Listed>,
    /// How many they are.
    pub(super) vectors: usize,
    /// Other vectors that cite it.
    pub(super) citing: Vec<Listed>,
    /// How many they are.
    pub(super) others: usize,
    /// Who decides such a case the other way, with the number of vectors.
    pub(super) broken: Vec<(&'a Implementation<'a>, usize)>,
    /// The same, where that is only so while no audience is configured.
    pub(super) unconfigured: Vec<(&'a Implementation<'a>, usize)>,
    /// Who decides all of them as it says.
    pub(super) obeyed: Vec<&'a Implementation<'a>>,
    /// How many show neither.
    pub(super) silent: usize,
}

/// Where a clause decides: a vector, and how it has to be decided under which profiles.
struct Deciding {
    vector: usize,
    decision: Decision,
    profiles: Profiles,
}

/// Every clause that decides, or that a vector or a question of the page cites, by document: those that
/// decide most first.
pub(super) fn documents<'a>(answers: &'a Answers<'a>, questions: &[&str]) -> Vec<DocumentView<'a>> {
    let mut deciding: BTreeMap<&str, Vec<Deciding>> = BTreeMap::new();
    let mut citing: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for (at, asked) in answers.vectors.iter().enumerate() {
        for id in &asked.vector.clauses {
            citing.entry(id).or_default().push(&asked.vector.id);
        }
        for (profile, _) in &asked.verdicts {
            let (clause, decision) = match judge(&asked.vector.claims, &asked.vector.policy(profile)) {
                Verdict::Accept(clause) => (clause, Decision::Accept),
                Verdict::Reject(rejection) => (rejection.clause, Decision::Reject),
                Verdict::Either(_) => continue,
            };
            let cases = deciding.entry(&clause.id).or_default();
            match cases.iter_mut().rev().find(|case| case.vector == at && case.decision == decision) {
                Some(case) => case.profiles = case.profiles.with(Profiles::of(profile)),
                None => cases.push(Deciding { vector: at, decision, profiles: Profiles::of(profile) }),
            }
        }
    }
    let mut documents: Vec<DocumentView<'a>> = Vec::new();
    for clause in Clause::all() {
        let cases = deciding.remove(clause.id.as_str()).unwrap_or_default();
        let citing = citing.remove(clause.id.as_str()).unwrap_or_default();
        if cases.is_empty() && citing.is_empty() && !questions.contains(&clause.id.as_str()) {
            continue;
        }
        let view = view(answers, clause, &cases, citing);
        match documents.iter_mut().find(|document| document.document == clause.document) {
            Some(document) => document.clauses.push(view),
            None => documents.push(DocumentView { document: &clause.document, clauses: vec![view] }),
        }
    }
    let decided = |document: &DocumentView<'_>| document.clauses.iter().map(|view| view.vectors).sum::<usize>();
    documents.sort_by_key(|document| std::cmp::Reverse(decided(document)));
    documents
}

fn view<'a>(
    answers: &'a Answers<'a>,
    clause: &'static Clause,
    cases: &[Deciding],
    mut citing: Vec<&'a str>,
) -> ClauseView<'a> {
    let mut deciding: Vec<&str> = cases.iter().map(|case| answers.vectors[case.vector].vector.id.as_str()).collect();
    deciding.dedup();
    citing.retain(|id| !deciding.contains(id));
    let number: usize = cases.iter().map(|case| case.profiles.count()).sum();
    let mut view = ClauseView {
        clause,
        caution: match clause.wording {
            Wording::Verified => "",
            Wording::SecondHand => "as others quote it",
            Wording::Memory => "the sense, not the exact words",
        },
        decides: if number == 0 { String::new() } else { count(number, "case") },
        vectors: deciding.len(),
        deciding: vectors::numbered(deciding, MANY),
        others: citing.len(),
        citing: vectors::numbered(citing, MANY),
        broken: Vec::new(),
        unconfigured: Vec::new(),
        obeyed: Vec::new(),
        silent: 0,
    };
    if number == 0 {
        return view;
    }
    for (who, implementation) in answers.implementations.iter().enumerate() {
        let wrongly = |unconfigured: bool| {
            let wrong = cases.iter().filter(|case| {
                let outcome = if case.decision == Decision::Reject { "false-accept" } else { "false-reject" };
                answers.vectors[case.vector].is_unconfigured() == unconfigured
                    && answers
                        .told(case.vector, who)
                        .iter()
                        .any(|told| told.outcome() == outcome && !told.profiles.both(case.profiles).is_empty())
            });
            wrong.count()
        };
        let failed = |case: &Deciding| {
            answers
                .told(case.vector, who)
                .iter()
                .any(|told| told.is_failure() && !told.profiles.both(case.profiles).is_empty())
        };
        let passed = |case: &Deciding| !answers.passed(case.vector, who).both(case.profiles).is_empty();
        match (wrongly(false), wrongly(true)) {
            (0, 0) if cases.iter().any(passed) && !cases.iter().any(failed) => view.obeyed.push(implementation),
            (0, 0) => view.silent += 1,
            (0, vectors) => view.unconfigured.push((implementation, vectors)),
            (vectors, _) => view.broken.push((implementation, vectors)),
        }
    }
    view
}
