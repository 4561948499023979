//! A run of one implementation as a file of results, to be committed.

use super::{Run, Runs};
use crate::records::Judged;
pub(super) use crate::results::VECTORS;
use crate::results::{FORMAT, Header, Line, Results, SuiteId};
use audiometer::{Answer, Outcome, Suite};
use std::collections::{BTreeMap, BTreeSet};

/// The whole file. `digest` is the suite's.
pub(crate) fn render(run: &Run<'_>, suite: &Suite, digest: &str) -> String {
    let Results { header, lines } = results(run, suite, digest);
    let mut out = serde_json::to_string(&header).expect("plain data serializes");
    out.push('\n');
    for line in &lines {
        out.push_str(&serde_json::to_string(line).expect("plain data serializes"));
        out.push('\n');
    }
    out
}

/// The same as data.
pub(crate) fn results(run: &Run<'_>, suite: &Suite, digest: &str) -> Results {
    let mut profiles: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut lines: Vec<Line> = Vec::new();
    for case in run.cases() {
        let profile = case.entry.profile.name.clone();
        *profiles.entry(profile.clone()).or_default().entry(case.outcome.name().to_owned()).or_default() += 1;
        if matches!(case.outcome, Outcome::Pass) {
            continue;
        }
        let line = line(&case);
        match lines.iter_mut().rev().take_while(|last| last.vector == line.vector).find(|last| same(last, &line)) {
            Some(last) => last.profiles.push(profile),
            None => lines.push(Line { profiles: vec![profile], ..line }),
        }
    }
    let header = Header {
        format: FORMAT,
        target: run.name.clone(),
        kind: run.kind,
        implementation: run.implementation.clone(),
        features: run.features.clone(),
        notes: run.notes.clone(),
        suite: SuiteId { version: suite.version.clone(), digest: digest.to_owned() },
        seed: run.seed,
        profiles,
    };
    Results { header, lines }
}

/// The ids of what was put, a line each.
pub(super) fn vectors(runs: &Runs<'_>) -> String {
    let ids: BTreeSet<&str> = runs.runs.iter().flat_map(Run::cases).map(|case| case.entry.vector.id.as_str()).collect();
    ids.into_iter().flat_map(|id| [id, "\n"]).collect()
}

fn line(case: &Judged<'_>) -> Line {
    let mut line = Line {
        vector: case.entry.vector.id.clone(),
        outcome: case.outcome.name().to_owned(),
        answer: case.answer.word().to_owned(),
        strength: None,
        ambiguity: None,
        feature: None,
        profiles: Vec::new(),
        error: String::new(),
    };
    match case.outcome {
        Outcome::FalseAccept(strength) => line.strength = Some(*strength),
        Outcome::Choice(ambiguity, _) => line.ambiguity = Some(ambiguity.to_string()),
        Outcome::Unsupported(feature) => line.feature = Some(feature.clone()),
        Outcome::Unstable { other } => line.error = said(other),
        Outcome::FalseReject | Outcome::Fault => line.error = said(case.answer),
        Outcome::Pass | Outcome::WrongReason(_) | Outcome::Vacuous { .. } => {}
    }
    line
}

fn said(answer: &Answer) -> String {
    match answer {
        Answer::Reject { error, .. } | Answer::Fault { error } => error.clone(),
        Answer::Accept | Answer::Unsupported { .. } => String::new(),
    }
}

fn same(a: &Line, b: &Line) -> bool {
    (&a.vector, &a.outcome, &a.answer, a.strength, &a.ambiguity, &a.feature)
        == (&b.vector, &b.outcome, &b.answer, b.strength, &b.ambiguity, &b.feature)
}
