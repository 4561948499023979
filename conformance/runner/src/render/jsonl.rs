//! A run as JSON Lines: a header, a line a case, a footer. `conformance/report.schema.json` describes each line.

use super::{Broken, Run};
use crate::manifest::digest;
use audiometer::protocol::Kind;
use audiometer::{Answer, Count, Feature, Implementation, Outcome, Suite, judge};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Header {
        format: u32,
        runner: &'static str,
        suite: SuiteInfo<'a>,
        seed: u64,
        implementations: Vec<Who<'a>>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        broken: BTreeMap<&'a str, &'a str>,
    },
    Case {
        target: &'a str,
        case: String,
        expected: audiometer::Verdict,
        answer: &'a Answer,
        outcome: &'a Outcome,
        importance: audiometer::Importance,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        known: Option<&'a str>,
    },
    Footer {
        results: BTreeMap<&'a str, Tally>,
    },
}

#[derive(Serialize)]
struct SuiteInfo<'a> {
    version: &'a str,
    digest: String,
    #[serde(flatten)]
    count: Count,
}

#[derive(Serialize)]
struct Who<'a> {
    target: &'a str,
    kind: Kind,
    #[serde(flatten)]
    implementation: &'a Implementation,
    features: &'a [Feature],
}

#[derive(Serialize)]
struct Tally {
    cases: usize,
    outcomes: BTreeMap<&'static str, usize>,
    known_failures: usize,
    unexpected_failures: usize,
    stale_expectations: usize,
}

/// The whole file.
pub(crate) fn render(runs: &[Run<'_>], broken: &[Broken], suite: &Suite) -> String {
    let mut out = String::new();
    let mut line = |line: &Line<'_>| {
        out.push_str(&serde_json::to_string(line).expect("plain data serializes"));
        out.push('\n');
    };
    line(&Line::Header {
        format: 1,
        runner: env!("CARGO_PKG_VERSION"),
        suite: SuiteInfo { version: &suite.version, digest: digest(suite), count: suite.count() },
        seed: runs.first().map_or(0, |run| run.report.seed),
        implementations: runs
            .iter()
            .map(|run| Who {
                target: &run.name,
                kind: run.kind,
                implementation: &run.report.implementation,
                features: &run.report.features,
            })
            .collect(),
        broken: broken.iter().map(|broken| (broken.name.as_str(), broken.why.as_str())).collect(),
    });
    for run in runs {
        for (record, known) in run.records() {
            line(&Line::Case {
                target: &run.name,
                case: record.entry.id(),
                expected: judge(&record.entry.vector.claims, &record.entry.vector.policy(record.entry.profile)),
                answer: &record.answer,
                outcome: &record.outcome,
                importance: record.entry.vector.importance,
                note: (!matches!(record.outcome, Outcome::Pass)).then(|| record.outcome.to_string()),
                known: known.map(|entry| entry.reason.as_str()),
            });
        }
    }
    let results = runs.iter().map(|run| {
        let (known_failures, unexpected_failures) = run.failures();
        let outcomes = Outcome::NAMES.into_iter().zip(run.report.tally()).collect();
        let cases = run.report.records.len();
        let tally = Tally { cases, outcomes, known_failures, unexpected_failures, stale_expectations: run.stale.len() };
        (run.name.as_str(), tally)
    });
    line(&Line::Footer { results: results.collect() });
    out
}
