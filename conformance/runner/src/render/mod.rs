//! How does a run look? One file a format; nothing here runs anything.

mod badge;
pub(crate) mod campaign;
pub(crate) mod certificate;
mod details;
mod failing;
pub(crate) mod html;
mod human;
mod json;
pub(crate) mod jsonl;
mod junit;
pub(crate) mod known;
mod markdown;
pub(crate) mod page;
pub(crate) mod results;
mod sarif;
mod tap;

use crate::args::ReportFormat;
use crate::exit::{Exit, Failure};
use crate::expectations::{Entry, Stale};
use crate::manifest;
use crate::records::{Judged, Records};
use crate::write::{self, Output};
use audiometer::protocol::Kind;
use audiometer::{Feature, Implementation, Outcome, Suite, explain};
use serde::{Deserialize, Serialize};

/// What was run at once, or is reported at once: all that a format can tell.
#[derive(Debug)]
pub(crate) struct Runs<'s> {
    /// The version of the runner.
    pub(crate) runner: String,
    pub(crate) suite: &'s Suite,
    pub(crate) runs: Vec<Run<'s>>,
    pub(crate) broken: Vec<Broken>,
    /// How the program ends.
    pub(crate) exit: Exit,
}

impl Runs<'_> {
    /// Which vectors these are, exactly. It takes a while, so it is worked out for the reports that tell it.
    fn digest(&self) -> String {
        manifest::digest(self.suite)
    }
}

/// A run of one implementation with what was expected of it.
#[derive(Debug)]
pub(crate) struct Run<'s> {
    /// The target's name.
    pub(crate) name: String,
    /// Who answered.
    pub(crate) implementation: Implementation,
    /// The features that it says it has.
    pub(crate) features: Vec<Feature>,
    /// Whether it decides, or leaves that to the application.
    pub(crate) kind: Kind,
    /// How the library is configured, in a line.
    pub(crate) notes: String,
    /// How many processes had to be started after the first.
    pub(crate) restarts: u32,
    /// The seed of the order in which the cases were put.
    pub(crate) seed: u64,
    /// What came out.
    pub(crate) records: Records<'s>,
    /// Why the known failures fail.
    pub(crate) causes: Vec<Cause>,
    /// Entries to be deleted.
    pub(crate) stale: Vec<Stale>,
    /// The file of expectations that was held against it.
    pub(crate) expectations: Option<String>,
}

/// Why cases are known to fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cause {
    /// The cause in one sentence.
    pub(crate) reason: String,
    /// Where it was reported, or is documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    /// Whether the implementation's documentation says that it is so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) documented: bool,
    /// The day on which it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<String>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
}

impl From<&Entry> for Cause {
    fn from(entry: &Entry) -> Self {
        Self {
            reason: entry.reason.clone(),
            link: entry.link.clone(),
            documented: entry.documented,
            since: entry.since.map(|day| day.to_string()),
            until: entry.expires().map(|day| day.to_string()),
        }
    }
}

/// A target that could not be run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Broken {
    /// The target's name.
    #[serde(rename = "target")]
    pub(crate) name: String,
    /// Why.
    pub(crate) why: String,
}

impl Run<'_> {
    /// Each case, in the order of the suite.
    pub(crate) fn cases(&self) -> impl Iterator<Item = Judged<'_>> {
        self.records.iter()
    }

    /// By which cause a failure is known.
    pub(crate) fn known(&self, case: &Judged<'_>) -> Option<&Cause> {
        self.causes.get(case.cause?)
    }

    /// How many cases have each outcome, in the order of [`Outcome::NAMES`].
    pub(crate) fn tally(&self) -> [usize; Outcome::NAMES.len()] {
        tally_of(self.cases())
    }

    /// How many cases have this outcome.
    pub(crate) fn count(&self, outcome: &str) -> usize {
        self.cases().filter(|case| case.outcome.name() == outcome).count()
    }

    /// How many failures are known, and how many are not.
    pub(crate) fn failures(&self) -> (usize, usize) {
        let failures = || self.cases().filter(|case| case.outcome.is_failure());
        let known = failures().filter(|case| case.cause.is_some()).count();
        (known, failures().count() - known)
    }

    /// Whether nothing was put to it, since it could be told nothing.
    pub(crate) fn nothing_ran(&self) -> bool {
        self.cases().all(|case| matches!(case.outcome, Outcome::Unsupported(_)))
    }

    /// The library and its version; behind an adapter with a variant, also that. Fit to be printed.
    pub(crate) fn title(&self) -> String {
        let variant = self.name.split_once('+').map_or(String::new(), |(_, variant)| format!(" +{variant}"));
        let of = |text: &str| explain::harmless(text, 200);
        format!("{} {}{}", of(&self.implementation.name), of(&self.implementation.version), of(&variant))
    }
}

/// How many of the cases have each outcome, in the order of [`Outcome::NAMES`].
fn tally_of<'r>(cases: impl Iterator<Item = Judged<'r>>) -> [usize; Outcome::NAMES.len()] {
    let mut tally = [0; Outcome::NAMES.len()];
    for case in cases {
        tally[case.outcome.place()] += 1;
    }
    tally
}

/// Writes every report that is wanted, and tells on standard error what those leave out that cannot say it themselves.
///
/// # Errors
///
/// The file that cannot be written.
pub(crate) fn write(runs: &Runs<'_>, outputs: &[Output]) -> Result<(), Failure> {
    for output in outputs {
        match output.format {
            ReportFormat::Human => output.text(&human::render(runs, write::width()))?,
            ReportFormat::Html => {
                let page = html::of_runs(runs)?;
                output.stream(&mut |out| out.write_all(page.as_bytes()))?;
            }
            ReportFormat::Jsonl => output.stream(&mut |out| jsonl::render(runs, out))?,
            ReportFormat::Json => output.stream(&mut |out| json::render(runs, out))?,
            ReportFormat::Junit => output.stream(&mut |out| junit::render(runs, out))?,
            ReportFormat::Tap => output.stream(&mut |out| tap::render(runs, out))?,
            ReportFormat::Sarif => {
                output.stream(&mut |out| sarif::render(runs, out))?;
                if let Some(note) = sarif::left_out(runs) {
                    anstream::eprintln!("note: sarif: {note}");
                }
            }
            ReportFormat::Markdown => output.text(&markdown::render(runs))?,
            ReportFormat::Badge => {
                output.each(badge::badges(runs).into_iter().map(|(name, badge)| (name, badge.svg())))?
            }
            ReportFormat::Endpoint => {
                output.each(badge::badges(runs).into_iter().map(|(name, badge)| (name, badge.endpoint())))?
            }
            ReportFormat::Results => {
                let digest = runs.digest();
                let file = |run: &Run<'_>| (run.name.clone(), results::render(run, runs.suite, &digest));
                output.each(runs.runs.iter().map(file))?;
                output.beside(results::VECTORS, &results::vectors(runs))?;
            }
        }
    }
    // Whoever reads the report has been told.
    if !outputs.iter().any(|output| output.format == ReportFormat::Human) {
        for Broken { name, why } in &runs.broken {
            let (name, why) = (explain::harmless(name, 100), explain::harmless(why, 500));
            anstream::eprintln!("error: the adapter of `{name}` is broken: {why}");
        }
    }
    Ok(())
}

/// A number with its thousands apart.
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}

/// `1 case`, `2 cases`
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", self::number(number), if number == 1 { "" } else { "s" })
}
