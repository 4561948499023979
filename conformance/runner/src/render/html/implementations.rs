//! What does the page say of each implementation, and of all of them under each profile?

use super::answers::{Answers, FAILURES};
use super::marks::{self, Mark};
use super::mutants::Alike;
use super::shown;
use super::vectors::{self, Listed};
use crate::render::known::Known;
use crate::render::{count, number};
use crate::results::Header;
use audiometer::explain::harmless;
use audiometer::protocol::Kind;
use audiometer::{Importance, Profile};
use std::collections::{BTreeMap, BTreeSet};

/// An implementation.
pub(super) struct ImplementationView {
    pub(super) name: String,
    pub(super) anchor: String,
    /// Its own name and its version.
    pub(super) library: String,
    pub(super) language: String,
    pub(super) runtime: String,
    pub(super) kind: &'static str,
    pub(super) package: String,
    pub(super) homepage: Option<String>,
    pub(super) notes: String,
    pub(super) marks: Vec<Mark>,
    /// A cell for each profile, and in front of them one for all.
    pub(super) cells: Vec<Cell>,
    pub(super) causes: Vec<CauseView>,
    /// How many failures have no cause yet, in words; empty if none.
    pub(super) unsorted: String,
    /// The failures by importance, the worst first.
    pub(super) failures: Vec<Failures>,
    /// Which way it went where both are open.
    pub(super) choices: Vec<(String, String)>,
    /// What it cannot be told, with the number of cases.
    pub(super) unsupported: Vec<(String, String)>,
    pub(super) alike: Vec<Alike>,
}

/// An implementation under a profile.
pub(super) enum Cell {
    /// It was not asked.
    Unasked,
    /// It cannot be told what this profile asks.
    Unsupported,
    /// No failure.
    Clean,
    /// Failures, the worst first.
    Failing(Vec<Mark>),
}

/// A known cause.
pub(super) struct CauseView {
    /// How many cases of which outcome.
    pub(super) found: String,
    pub(super) reason: String,
    pub(super) documented: bool,
    pub(super) link: Option<String>,
}

/// The failures of one importance.
pub(super) struct Failures {
    pub(super) importance: String,
    pub(super) count: String,
    /// The outcome, what was said, and the vectors.
    pub(super) groups: Vec<FailureGroup>,
}

/// Failures of one kind with the same words.
pub(super) struct FailureGroup {
    pub(super) outcome: &'static str,
    pub(super) name: String,
    pub(super) error: String,
    pub(super) vectors: Vec<Listed>,
}

/// Vectors by the place of their outcome in the list of failures, and by what was said.
type Kinds = BTreeMap<(usize, String), Vec<String>>;

/// Every implementation, in the order of the results.
pub(super) fn views(answers: &Answers<'_>, known: &[Known], alike: Vec<Vec<Alike>>) -> Vec<ImplementationView> {
    let importance: BTreeMap<&str, Importance> =
        answers.vectors.iter().map(|asked| (asked.vector.id.as_str(), asked.vector.importance)).collect();
    let views = answers.implementations.iter().zip(known).zip(alike);
    views
        .map(|((implementation, known), alike)| {
            let results = implementation.results;
            let header = &results.header;
            let who = &header.implementation;
            let causes = known.causes.iter().map(|(cause, found)| CauseView {
                found: found.iter().map(|(outcome, cases)| counted(outcome, *cases)).collect::<Vec<_>>().join(", "),
                reason: harmless(cause.reason.trim_end_matches('.'), 600),
                documented: cause.documented,
                link: cause.link.as_deref().and_then(shown::address).map(str::to_owned),
            });
            let ways = ways(implementation.results);
            let unsupported = unsupported(implementation.results);
            ImplementationView {
                name: implementation.name.clone(),
                anchor: implementation.anchor.clone(),
                library: harmless(format!("{} {}", who.name, who.version).trim_end(), 120),
                language: harmless(&who.language, 40),
                runtime: harmless(&who.runtime, 80),
                kind: match header.kind {
                    Kind::Validator => "validator",
                    Kind::Decoder => "decoder: it hands over the audience, and the application compares",
                },
                package: match (who.package.as_str(), who.registry.as_str()) {
                    ("", _) | (_, "") => String::new(),
                    (package, registry) => {
                        format!("{} on {}", harmless(package, 120), harmless(registry, 40))
                    }
                },
                homepage: shown::address(&who.homepage).map(str::to_owned),
                notes: harmless(&header.notes, 400),
                marks: marks::failures(|outcome| results.count(outcome)),
                cells: std::iter::once(cell_of(|outcome| results.count(outcome)))
                    .chain(Profile::all().iter().map(|profile| cell(header, &profile.name)))
                    .collect(),
                causes: causes.collect(),
                unsorted: if known.left == 0 { String::new() } else { count(known.left, "case") },
                failures: failures(implementation.results, &importance),
                choices: ways,
                unsupported,
                alike,
            }
        })
        .collect()
}

fn counted(outcome: &str, cases: usize) -> String {
    match outcome {
        "vacuous" => format!("{} that show nothing", count(cases, "rejection")),
        "unstable" => count(cases, "unstable answer"),
        outcome => count(cases, &marks::words(outcome)),
    }
}

fn cell(header: &Header, profile: &str) -> Cell {
    match header.profiles.get(profile) {
        None => Cell::Unasked,
        Some(outcomes) => cell_of(|outcome| outcomes.get(outcome).copied().unwrap_or(0)),
    }
}

fn cell_of(count: impl Fn(&str) -> usize) -> Cell {
    let marks = marks::failures(&count);
    if !marks.is_empty() {
        Cell::Failing(marks)
    } else if count("pass") + count("wrong-reason") == 0 {
        Cell::Unsupported
    } else {
        Cell::Clean
    }
}

/// By importance, outcome and words.
fn failures(results: &crate::results::Results, importance: &BTreeMap<&str, Importance>) -> Vec<Failures> {
    let mut found: BTreeMap<std::cmp::Reverse<Importance>, Kinds> = BTreeMap::new();
    for line in &results.lines {
        let Some(rank) = FAILURES.iter().position(|outcome| *outcome == line.outcome) else {
            continue;
        };
        let Some(&importance) = importance.get(line.vector.as_str()) else {
            continue;
        };
        let words = harmless(&line.error, 160);
        let vectors = found.entry(std::cmp::Reverse(importance)).or_default().entry((rank, words)).or_default();
        if vectors.last() != Some(&line.vector) {
            vectors.push(line.vector.clone());
        }
    }
    let group = |((rank, error), vectors): ((usize, String), Vec<String>)| FailureGroup {
        outcome: FAILURES[rank],
        name: marks::words(FAILURES[rank]),
        error,
        vectors: vectors::listed(vectors.iter().map(String::as_str)),
    };
    found
        .into_iter()
        .map(|(importance, groups)| {
            let vectors: BTreeSet<&String> = groups.values().flatten().collect();
            Failures {
                importance: audiometer::format::one_line(&importance.0).replace('"', ""),
                count: count(vectors.len(), "vector"),
                groups: groups.into_iter().map(group).collect(),
            }
        })
        .collect()
}

fn ways(results: &crate::results::Results) -> Vec<(String, String)> {
    let mut ways: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in &results.lines {
        if let Some(ambiguity) = &line.ambiguity {
            ways.entry(ambiguity).or_default().insert(if line.answer == "accept" { "accepts" } else { "rejects" });
        }
    }
    let told = |(id, ways): (&str, BTreeSet<&str>)| (id.to_owned(), ways.into_iter().collect::<Vec<_>>().join(" and "));
    ways.into_iter().map(told).collect()
}

fn unsupported(results: &crate::results::Results) -> Vec<(String, String)> {
    let mut cases: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &results.lines {
        if let Some(feature) = &line.feature {
            *cases.entry(feature).or_default() += line.profiles.len();
        }
    }
    cases.into_iter().map(|(feature, cases)| (harmless(feature, 60), number(cases))).collect()
}
