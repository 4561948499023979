//! How does a page look that holds everything: who answers what, to which vector, and by which sentence?
//!
//! One file that needs nothing else. It reads without a script; the script filters. Templates escape what they are given;
//! nothing foreign gets to them but through [`shown`] and `explain::harmless`.

mod answers;
mod choices;
mod clauses;
mod implementations;
mod marks;
mod mutants;
mod shown;
#[cfg(test)]
mod tests;
mod vectors;

use super::known::Known;
use super::{Broken, Runs, count, number};
use crate::exit::Failure;
use crate::results::Results;
use answers::{Answers, Profiles};
use askama::Template;
use audiometer::explain::harmless;
use audiometer::{Entry, Importance, Profile, Suite};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;

/// What a page is about.
pub(crate) struct Measured<'a> {
    pub(crate) suite: &'a Suite,
    /// The cases that were put, in the order of the suite.
    pub(crate) entries: Vec<Entry<'a>>,
    pub(crate) results: &'a [Results],
    /// The known causes of each of the results.
    pub(crate) known: Vec<Known>,
    pub(crate) broken: &'a [Broken],
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    style: &'static str,
    script: &'static str,
    /// Their hashes, for the policy that lets nothing else run.
    style_hash: String,
    script_hash: String,
    title: String,
    /// What came out, in a sentence each.
    verdict: Vec<String>,
    suite: &'a str,
    broken: Vec<(String, String)>,
    outcomes: [(&'static str, char, &'static str); 9],
    profiles: &'static [Profile],
    topics: Vec<vectors::TopicView<'a>>,
    vectors: String,
    implementations: Vec<implementations::ImplementationView>,
    documents: Vec<clauses::DocumentView<'a>>,
    clauses: usize,
    questions: Vec<choices::QuestionView<'a>>,
    features: Vec<choices::FeatureView<'a>>,
    mutants: Vec<mutants::MutantView<'a>>,
    data: answers::Data<'a>,
}

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Each outcome with its letter, in the words of the README.
const OUTCOMES: [(&str, char, &str); 9] = [
    ("false accept", 'A', "accepted, and has to be rejected"),
    ("false reject", 'R', "rejected, and has to be accepted"),
    ("fault", 'F', "no decision: a panic or an exception is no rejection"),
    ("unstable", 'U', "two answers to one question"),
    ("vacuous", 'V', "rejected, but so was the twin, so nothing is shown"),
    ("wrong reason", 'W', "rightly rejected, for a reason that does not apply; for information"),
    ("unsupported", 'S', "the implementation cannot be told what the case, or its twin, asks; the feature is named"),
    ("choice", 'C', "the specifications leave both open; which way it went is reported"),
    ("pass", 'P', "as it has to be; a rejection counts only if the twin was accepted"),
];

/// The page of runs.
///
/// # Errors
///
/// What the page cannot show.
pub(super) fn of_runs(runs: &Runs<'_>) -> Result<String, Failure> {
    let put: HashSet<(&str, &str)> = runs
        .runs
        .iter()
        .flat_map(|run| run.cases().map(|case| (case.entry.vector.id.as_str(), case.entry.profile.name.as_str())))
        .collect();
    let digest = runs.digest();
    let results: Vec<Results> = runs.runs.iter().map(|run| super::results::results(run, runs.suite, &digest)).collect();
    let measured = Measured {
        suite: runs.suite,
        entries: runs
            .suite
            .entries()
            .filter(|entry| put.contains(&(entry.vector.id.as_str(), entry.profile.name.as_str())))
            .collect(),
        results: &results,
        known: runs.runs.iter().map(Known::of_run).collect(),
        broken: &runs.broken,
    };
    render(&measured).map_err(Failure::usage)
}

/// The whole page.
///
/// # Errors
///
/// Which results are not of these cases, and how.
pub(crate) fn render(measured: &Measured<'_>) -> Result<String, String> {
    let suite = measured.suite;
    let answers = Answers::new(&measured.entries, measured.results)?;
    let alike = mutants::alike(&answers);
    let questions = choices::questions(&answers);
    let cited: Vec<&str> = questions.iter().flat_map(|view| &view.question.clauses).map(String::as_str).collect();
    let topics = vectors::topics(suite, &answers);
    let documents = clauses::documents(&answers, &cited);
    let page = Page {
        style: STYLE,
        script: SCRIPT,
        style_hash: hash(STYLE),
        script_hash: hash(SCRIPT),
        title: title(&answers),
        verdict: verdict(&answers, measured.entries.len()),
        suite: &suite.version,
        broken: measured.broken.iter().map(|Broken { name, why }| (harmless(name, 80), harmless(why, 500))).collect(),
        outcomes: OUTCOMES,
        profiles: Profile::all(),
        vectors: vectors::total(&topics),
        topics,
        mutants: mutants::views(&answers, &alike),
        implementations: implementations::views(&answers, &measured.known, alike),
        clauses: documents.iter().map(|document| document.clauses.len()).sum(),
        documents,
        questions,
        features: choices::features(&answers),
        data: answers.data(),
    };
    Ok(page.render().expect("writing to a string does not fail"))
}

/// As a Content-Security-Policy names what may run.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

fn title(answers: &Answers<'_>) -> String {
    match answers.implementations.as_slice() {
        [one] => format!("{}: who hears its name in aud?", one.name),
        several => format!("{}: who hears its name in aud?", count(several.len(), "implementation")),
    }
}

/// What came out, in a few sentences.
fn verdict(answers: &Answers<'_>, cases: usize) -> Vec<String> {
    let (mut accepting, mut critical, mut unconfigured, mut failing, mut clean) = (0, 0, 0, 0, 0);
    for (who, implementation) in answers.implementations.iter().enumerate() {
        let accepts = |unconfigured: bool, importance: Option<Importance>| {
            answers.vectors.iter().enumerate().any(|(at, asked)| {
                asked.is_unconfigured() == unconfigured
                    && importance.is_none_or(|importance| asked.vector.importance == importance)
                    && answers.told(at, who).iter().any(|told| told.outcome() == "false-accept")
            })
        };
        let fails = || (0..answers.vectors.len()).any(|at| answers.told(at, who).iter().any(answers::Told::is_failure));
        if accepts(false, None) {
            accepting += 1;
            critical += usize::from(accepts(false, Some(Importance::Critical)));
        } else if accepts(true, None) {
            unconfigured += 1;
        } else if fails() {
            failing += 1;
        } else if implementation.results.count("pass") > 0 {
            clean += 1;
        }
    }
    let of = |number: usize, one: &str, several: &str| {
        (number > 0).then(|| format!("{} {}", self::number(number), if number == 1 { one } else { several }))
    };
    let told: Vec<String> = [
        of(accepting, "accepts tokens that have to be rejected", "accept tokens that have to be rejected"),
        of(
            critical,
            "of them accepts one of critical importance: it is meant for somebody else",
            "of them accept one of critical importance: it is meant for somebody else",
        ),
        of(unconfigured, "does so only while no audience is configured", "do so only while no audience is configured"),
        of(failing, "accepts none such, and fails otherwise", "accept none such, and fail otherwise"),
        of(clean, "makes no mistake that the suite sees", "make no mistake that the suite sees"),
    ]
    .into_iter()
    .flatten()
    .collect();
    vec![
        format!(
            "{} were asked about {}, {} under {} profiles.",
            count(answers.implementations.len(), "implementation"),
            count(answers.vectors.len(), "token"),
            count(cases, "case"),
            answers.vectors.iter().fold(Profiles::default(), |all, asked| all.with(asked.profiles)).count(),
        ),
        format!("{}.", told.join("; ")),
    ]
}
