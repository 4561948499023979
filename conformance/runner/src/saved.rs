//! What was saved of a run? Reads what `--report jsonl` wrote, strictly, back into what every format renders.

use crate::exit::{Exit, Failure};
use crate::expectations::Stale;
use crate::records::Records;
use crate::render::{Broken, Cause, Run, Runs};
use audiometer::protocol::Kind;
use audiometer::{Answer, Decision, Entry, Expected, Feature, Implementation, Outcome, Profile, Record, Suite};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The number of the format.
pub(crate) const FORMAT: u32 = 1;

/// The longest line that is read: the header of a hundred implementations has half a megabyte.
const LONGEST: u64 = 64 << 20;

/// What every line has.
#[derive(Deserialize)]
struct Any {
    r#type: String,
    format: Option<u64>,
}

#[derive(Deserialize)]
struct Header {
    runner: String,
    suite: SuiteInfo,
    implementations: Vec<Who>,
    #[serde(default)]
    broken: Vec<Broken>,
}

#[derive(Deserialize)]
struct SuiteInfo {
    version: String,
    digest: String,
}

#[derive(Deserialize)]
struct Who {
    target: String,
    kind: Kind,
    #[serde(flatten)]
    implementation: Implementation,
    features: Vec<Feature>,
    #[serde(default)]
    notes: String,
    seed: u64,
    restarts: u32,
    expectations: Option<String>,
    #[serde(default)]
    causes: Vec<Cause>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(rename = "type")]
    _type: IgnoredAny,
    target: String,
    case: String,
    #[serde(rename = "expected")]
    _expected: IgnoredAny, // it follows from the vector
    answer: Answer,
    outcome: String,
    #[serde(rename = "importance")]
    _importance: IgnoredAny,
    #[serde(rename = "note")]
    _note: Option<IgnoredAny>,
    twin: Option<String>,
    other: Option<Answer>,
    feature: Option<String>,
    #[serde(rename = "known")]
    _known: Option<IgnoredAny>, // the cause has it
    cause: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Footer {
    #[serde(rename = "type")]
    _type: IgnoredAny,
    results: BTreeMap<String, Tally>,
    exit: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tally {
    cases: usize,
    #[serde(rename = "outcomes")]
    _outcomes: IgnoredAny,
    #[serde(rename = "known_failures")]
    _known_failures: IgnoredAny,
    #[serde(rename = "unexpected_failures")]
    _unexpected_failures: IgnoredAny,
    stale_expectations: Vec<Stale>,
}

/// Reads files that were written with this suite into one report. No target may be in two of them.
///
/// # Errors
///
/// Which file cannot be read, in which line, and why.
pub(crate) fn read<'s>(paths: &[impl AsRef<Path>], suite: &'s Suite, digest: &str) -> Result<Runs<'s>, Failure> {
    let mut all: Option<Runs<'s>> = None;
    for path in paths {
        let path = path.as_ref();
        let runs = Lines::open(path)?.runs(suite, digest)?;
        match &mut all {
            None => all = Some(runs),
            Some(all) => join(all, runs, path)?,
        }
    }
    all.ok_or_else(|| Failure::usage("there is no file to report"))
}

/// What came of a run, of whichever suite.
#[derive(Debug)]
pub(crate) struct Outcomes {
    /// The suite's version.
    pub(crate) suite: String,
    /// By target, its implementation's version.
    pub(crate) versions: BTreeMap<String, String>,
}

/// Reads what came of a run, of whichever suite, and hands each case with target, case, outcome and answer over.
///
/// # Errors
///
/// As for [`read`].
pub(crate) fn outcomes(path: &Path, mut each: impl FnMut(&str, &str, &str, &str)) -> Result<Outcomes, Failure> {
    let mut lines = Lines::open(path)?;
    let header = lines.first()?;
    lines.cases(|line| {
        each(&line.target, &line.case, &line.outcome, line.answer.word());
        Ok(())
    })?;
    let version = |who: Who| (who.target, who.implementation.version);
    Ok(Outcomes { suite: header.suite.version, versions: header.implementations.into_iter().map(version).collect() })
}

fn join<'s>(all: &mut Runs<'s>, more: Runs<'s>, path: &Path) -> Result<(), Failure> {
    let names: HashSet<&str> = names(all).collect();
    if let Some(twice) = self::names(&more).find(|name| names.contains(name)) {
        return Err(Failure::usage(format!(
            "{}: `{twice}` is in another of the files already; report them one at a time",
            path.display()
        )));
    }
    if !all.runner.split(", ").any(|runner| runner == more.runner) {
        all.runner = format!("{}, {}", all.runner, more.runner);
    }
    all.exit = Exit::worst([all.exit, more.exit]);
    all.runs.extend(more.runs);
    all.broken.extend(more.broken);
    Ok(())
}

fn names<'r>(runs: &'r Runs<'_>) -> impl Iterator<Item = &'r str> {
    let run = runs.runs.iter().map(|run| run.name.as_str());
    run.chain(runs.broken.iter().map(|broken| broken.name.as_str()))
}

/// A file, a line at a time.
struct Lines<'p, R> {
    from: R,
    line: Vec<u8>,
    number: usize,
    path: &'p Path,
}

impl<'p> Lines<'p, BufReader<File>> {
    fn open(path: &'p Path) -> Result<Self, Failure> {
        let file =
            File::open(path).map_err(|error| Failure::usage(format!("failed to read {}: {error}", path.display())))?;
        Ok(Self { from: BufReader::with_capacity(1 << 16, file), line: Vec::new(), number: 0, path })
    }
}

impl<R: BufRead> Lines<'_, R> {
    fn runs<'s>(mut self, suite: &'s Suite, digest: &str) -> Result<Runs<'s>, Failure> {
        let mut runs = self.header(suite, digest)?;
        // Cases of one run stand together, so the run of the last one is the likeliest.
        let mut last = 0;
        let footer = self.cases(|line| {
            if runs.runs.get(last).is_none_or(|run| run.name != line.target) {
                let found = runs.runs.iter().position(|run| run.name == line.target);
                last = found.ok_or("target: is not in the header")?;
            }
            let run = &mut runs.runs[last];
            let (record, cause) = line.record(suite, run.causes.len())?;
            run.records.push(record, cause);
            Ok(())
        })?;
        self.footer(&mut runs, footer)?;
        Ok(runs)
    }

    /// Hands each case over, up to the end of the file; the footer, which has counted them rightly.
    fn cases(&mut self, mut each: impl FnMut(Line) -> Result<(), String>) -> Result<Footer, Failure> {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        let footer: Footer = loop {
            match self.next()?.r#type.as_str() {
                "case" => {
                    let line: Line = self.parse()?;
                    match counted.get_mut(&line.target) {
                        Some(count) => *count += 1,
                        None => _ = counted.insert(line.target.clone(), 1),
                    }
                    each(line).map_err(|why| self.wrong(why))?;
                }
                "footer" => break self.parse()?,
                "header" => return Err(self.wrong("a second header; give each file by itself")),
                other => {
                    return Err(self.wrong(format!("type: `{}` is none", audiometer::explain::harmless(other, 40))));
                }
            }
        };
        let shown = |target: &str| audiometer::explain::harmless(target, 100);
        for (target, tally) in &footer.results {
            let lines = counted.remove(target).unwrap_or_default();
            if tally.cases != lines {
                let (target, cases) = (shown(target), tally.cases);
                return Err(self.wrong(format!("results: `{target}` has {cases} cases, and there are {lines} lines")));
            }
        }
        if let Some((target, _)) = counted.first_key_value() {
            return Err(self.wrong(format!("results: `{}` is missing", shown(target))));
        }
        if self.read()? {
            return Err(self.wrong("stands behind the footer, which is the last line"));
        }
        Ok(footer)
    }

    /// The header, of whichever suite.
    fn first(&mut self) -> Result<Header, Failure> {
        let any = self.next()?;
        if any.r#type != "header" {
            return Err(self.wrong("type: the first line of a run is its header"));
        }
        match any.format {
            Some(format) if format == u64::from(FORMAT) => self.parse(),
            Some(format) if format > u64::from(FORMAT) => Err(self.wrong(format!(
                "format: {format} is newer than {FORMAT}, which this program reads; a newer audiometer reads it"
            ))),
            _ => Err(self.wrong(format!("format: is not {FORMAT}"))),
        }
    }

    fn header<'s>(&mut self, suite: &'s Suite, digest: &str) -> Result<Runs<'s>, Failure> {
        let header = self.first()?;
        let is_version = |text: &str| {
            (1..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
        };
        if !is_version(&header.runner) || !is_version(&header.suite.version) {
            return Err(self.wrong("runner, suite: have no version"));
        }
        if header.suite.digest != digest {
            return Err(self.wrong(format!(
                "suite: it was run with other vectors, version {} by audiometer {}; these are version {}. Name the folder \
                 of those with --vectors, or take that release",
                header.suite.version, header.runner, suite.version
            )));
        }
        let mut seen = HashSet::new();
        let targets = header.implementations.iter().map(|who| &who.target);
        for target in targets.chain(header.broken.iter().map(|broken| &broken.name)) {
            if !is_name(target) {
                return Err(self.wrong("target: is no name of a target"));
            }
            if !seen.insert(target.clone()) {
                return Err(self.wrong(format!("target: `{target}` is there twice")));
            }
        }
        Ok(Runs {
            runner: header.runner,
            suite,
            runs: header.implementations.into_iter().map(Who::run).collect(),
            broken: header.broken,
            exit: Exit::AsExpected,
        })
    }

    fn footer(&self, runs: &mut Runs<'_>, mut footer: Footer) -> Result<(), Failure> {
        runs.exit = Exit::of_run(footer.exit).ok_or_else(|| self.wrong("exit: no run ends so"))?;
        for run in &mut runs.runs {
            let Some(tally) = footer.results.remove(&run.name) else {
                return Err(self.wrong(format!("results: `{}` is missing", run.name)));
            };
            run.stale = tally.stale_expectations;
        }
        match footer.results.first_key_value() {
            None => Ok(()),
            Some(_) => Err(self.wrong("results: one is not in the header")),
        }
    }

    /// What the next line is.
    fn next(&mut self) -> Result<Any, Failure> {
        if self.read()? {
            return self.parse();
        }
        let why = "is truncated: the footer is missing. The run was interrupted or is still going on; run it again";
        Err(Failure::usage(format!("{}: {why}", self.path.display())))
    }

    /// Reads the next line, if there is one.
    fn read(&mut self) -> Result<bool, Failure> {
        self.line.clear();
        let read = self.from.by_ref().take(LONGEST).read_until(b'\n', &mut self.line);
        let length = read.map_err(|error| self.wrong(format!("failed to read: {error}")))?;
        self.number += usize::from(length > 0);
        if length as u64 == LONGEST {
            return Err(self.wrong(format!("is longer than {LONGEST} bytes")));
        }
        Ok(length > 0)
    }

    fn parse<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_slice(&self.line).map_err(|error| match error.is_eof() && self.line.last() != Some(&b'\n') {
            true => self.wrong("is truncated in the middle of a line; run it again"),
            false => self.wrong(audiometer::explain::harmless(&error.to_string(), 200)),
        })
    }

    fn wrong(&self, why: impl AsRef<str>) -> Failure {
        Failure::usage(format!("{}:{}: {}", self.path.display(), self.number, why.as_ref()))
    }
}

/// Whether it is the name of a target, and can be that of a file.
fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.len())
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+@".contains(&byte))
}

impl Who {
    fn run<'s>(self) -> Run<'s> {
        Run {
            name: self.target,
            implementation: self.implementation,
            features: self.features,
            kind: self.kind,
            notes: self.notes,
            restarts: self.restarts,
            seed: self.seed,
            records: Records::default(),
            causes: self.causes,
            stale: Vec::new(),
            expectations: self.expectations,
        }
    }
}

impl Line {
    /// The record, and the number of its cause.
    fn record<'s>(self, suite: &'s Suite, causes: usize) -> Result<(Record<'s>, Option<usize>), String> {
        let entry = || {
            let (vector, profile) = self.case.split_once('@')?;
            let (vector, profile) = (suite.vector(vector)?, Profile::named(profile)?);
            Some(Entry { vector, profile, expected: vector.expected(profile)? })
        };
        let entry = entry().ok_or("case: is not in the suite")?;
        let outcome = outcome(&self.outcome, entry.expected, &self.answer, self.twin, self.other, self.feature)
            .ok_or("outcome: does not follow from the answer and what is right")?;
        let cause = match self.cause {
            None => None,
            Some(number) if (1..=causes).contains(&number) && outcome.is_failure() => Some(number - 1),
            Some(_) => return Err("cause: the header has none of this number, or it is no failure".to_owned()),
        };
        Ok((Record { entry, answer: self.answer, outcome }, cause))
    }
}

/// The outcome of that name, if it can be that of this answer.
fn outcome(
    name: &str,
    expected: Expected,
    answer: &Answer,
    twin: Option<String>,
    other: Option<Answer>,
    feature: Option<String>,
) -> Option<Outcome> {
    Some(match (name, expected, answer) {
        ("pass", Expected::Accept, Answer::Accept) | ("pass", Expected::Reject(_), Answer::Reject { .. }) => {
            Outcome::Pass
        }
        ("false-accept", Expected::Reject(strength), Answer::Accept) => Outcome::FalseAccept(strength),
        ("false-reject", Expected::Accept, Answer::Reject { .. }) => Outcome::FalseReject,
        ("wrong-reason", Expected::Reject(_), Answer::Reject { reason: Some(reason), .. }) => {
            Outcome::WrongReason(*reason)
        }
        ("vacuous", Expected::Reject(_), Answer::Reject { .. }) => {
            let twin = twin?;
            let words = ["reject", "unsupported", "fault", "nothing"];
            Outcome::Vacuous { twin: words.into_iter().find(|word| *word == twin)? }
        }
        ("fault", _, Answer::Fault { .. }) => Outcome::Fault,
        ("unstable", _, _) => Outcome::Unstable { other: other.filter(|other| other.word() != answer.word())? },
        ("unsupported", _, Answer::Unsupported { .. })
        | ("unsupported", Expected::Reject(_), Answer::Reject { .. }) => Outcome::Unsupported(feature?),
        ("choice", Expected::Either(ambiguity), Answer::Accept) => Outcome::Choice(ambiguity, Decision::Accept),
        ("choice", Expected::Either(ambiguity), Answer::Reject { .. }) => Outcome::Choice(ambiguity, Decision::Reject),
        _ => return None,
    })
}
