//! A run as JSON Lines: a header, a line a case, a footer. `conformance/report.schema.json` describes each line, and
//! `saved.rs` reads them.

use super::{Broken, Cause, Run, Runs};
use crate::expectations::Stale;
use crate::records::{Judge, Judged};
use crate::saved::FORMAT;
use audiometer::protocol::Kind;
use audiometer::{Answer, Count, Feature, Implementation, Importance, Outcome, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Header {
        format: u32,
        runner: &'a str,
        suite: SuiteInfo<'a>,
        implementations: Vec<Who<'a>>,
        #[serde(skip_serializing_if = "<[Broken]>::is_empty")]
        broken: &'a [Broken],
    },
    Case(CaseLine<'a>),
    Footer {
        results: BTreeMap<&'a str, Tally<'a>>,
        exit: u8,
    },
}

#[derive(Serialize)]
pub(super) struct SuiteInfo<'a> {
    version: &'a str,
    digest: String,
    #[serde(flatten)]
    count: Count,
}

#[derive(Serialize)]
pub(super) struct Who<'a> {
    target: &'a str,
    kind: Kind,
    #[serde(flatten)]
    implementation: &'a Implementation,
    features: &'a [Feature],
    #[serde(skip_serializing_if = "str::is_empty")]
    notes: &'a str,
    seed: u64,
    restarts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    expectations: Option<&'a str>,
    #[serde(skip_serializing_if = "<[Cause]>::is_empty")]
    causes: &'a [Cause],
}

/// A case with what came of it.
#[derive(Serialize)]
pub(super) struct CaseLine<'a> {
    target: &'a str,
    case: String,
    expected: Verdict,
    answer: &'a Answer,
    outcome: &'a Outcome,
    importance: Importance,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The answer to the twin, in a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    twin: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'a str>,
    /// Its number in the header, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct Tally<'a> {
    cases: usize,
    outcomes: BTreeMap<&'static str, usize>,
    known_failures: usize,
    unexpected_failures: usize,
    stale_expectations: &'a [Stale],
}

/// The whole file.
pub(super) fn render(runs: &Runs<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    let mut line = |line: &Line<'_>| {
        text.clear();
        serde_json::to_writer(&mut text, line)?;
        text.push(b'\n');
        out.write_all(&text)
    };
    line(&Line::Header {
        format: FORMAT,
        runner: &runs.runner,
        suite: suite(runs),
        implementations: runs.runs.iter().map(who).collect(),
        broken: &runs.broken,
    })?;
    let mut judge = Judge::default();
    for run in &runs.runs {
        for case in run.cases() {
            line(&Line::Case(self::case(run, &case, judge.right(&case))))?;
        }
    }
    let results = runs.runs.iter().map(|run| (run.name.as_str(), tally(run))).collect();
    line(&Line::Footer { results, exit: runs.exit as u8 })
}

pub(super) fn suite<'a>(runs: &'a Runs<'_>) -> SuiteInfo<'a> {
    SuiteInfo { version: &runs.suite.version, digest: runs.digest(), count: runs.suite.count() }
}

pub(super) fn who<'a>(run: &'a Run<'_>) -> Who<'a> {
    Who {
        target: &run.name,
        kind: run.kind,
        implementation: &run.implementation,
        features: &run.features,
        notes: &run.notes,
        seed: run.seed,
        restarts: run.restarts,
        expectations: run.expectations.as_deref(),
        causes: &run.causes,
    }
}

pub(super) fn case<'a>(run: &'a Run<'_>, case: &Judged<'a>, right: Verdict) -> CaseLine<'a> {
    CaseLine {
        target: &run.name,
        case: case.entry.id(),
        expected: right,
        answer: case.answer,
        outcome: case.outcome,
        importance: case.entry.vector.importance,
        note: (!matches!(case.outcome, Outcome::Pass)).then(|| case.outcome.to_string()),
        twin: if let Outcome::Vacuous { twin } = case.outcome { Some(twin) } else { None },
        other: if let Outcome::Unstable { other } = case.outcome { Some(other) } else { None },
        feature: if let Outcome::Unsupported(feature) = case.outcome { Some(feature) } else { None },
        known: run.known(case).map(|cause| cause.reason.as_str()),
        cause: case.cause.map(|cause| cause + 1),
    }
}

pub(super) fn tally<'a>(run: &'a Run<'_>) -> Tally<'a> {
    let (known_failures, unexpected_failures) = run.failures();
    Tally {
        cases: run.records.len(),
        outcomes: Outcome::NAMES.into_iter().zip(run.tally()).collect(),
        known_failures,
        unexpected_failures,
        stale_expectations: &run.stale,
    }
}
