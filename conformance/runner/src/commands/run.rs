//! `audiometer run`: the suite against implementations.

use super::{load, patterns, profile, quietly};
use crate::args::{ReportFormat, RunArgs};
use crate::canary;
use crate::exit::{Exit, Failure};
use crate::expectations::Expectations;
use crate::render::{self, Run};
use crate::subjects::{self, Subject};
use crate::write::{self, Output};
use audiometer::{Outcome, Plan, Suite, run};
use std::fs;
use std::io;
use std::path::Path;

pub(crate) fn execute(args: &RunArgs) -> Result<Exit, Failure> {
    let loaded;
    let suite = match &args.vectors {
        Some(folder) => {
            loaded = load(folder)?;
            &loaded
        }
        None => Suite::embedded(),
    };
    let subjects = subjects::named(&args.targets)?;
    let plan = plan(args, suite)?;
    let outputs = outputs(args)?;
    let expectations: Vec<Option<Expectations>> =
        subjects.iter().map(|subject| expectations(subject, args.expectations.as_deref())).collect::<Result<_, _>>()?;

    let mut runs = Vec::new();
    for (mut subject, expectations) in subjects.into_iter().zip(&expectations) {
        canary::check(&mut subject)?;
        let report = quietly(|| run(&plan, subject.validator.as_mut()));
        let (known, stale) = match expectations {
            Some(expectations) => expectations.hold(&report, suite),
            None => (vec![None; report.records.len()], Vec::new()),
        };
        runs.push(Run {
            report,
            known,
            stale,
            expectations: expectations.as_ref().map(|expectations| expectations.path.as_str()),
        });
    }
    for output in &outputs {
        let text = match output.format {
            ReportFormat::Human => render::human::render(&runs, suite, write::width()),
            ReportFormat::Jsonl => render::jsonl::render(&runs, suite),
        };
        output.write(&text)?;
    }
    Ok(exit(&runs))
}

fn plan<'s>(args: &RunArgs, suite: &'s Suite) -> Result<Plan<'s>, Failure> {
    let profiles = args.profile.iter().map(|name| profile(name)).collect::<Result<Vec<_>, _>>()?;
    let filters = patterns(&args.filter)?;
    for (filter, glob) in filters.iter().zip(&args.filter) {
        if !suite.entries().any(|entry| filter.means(&entry)) {
            return Err(Failure::nothing(format!(
                "--filter: no case matches `{glob}`; `audiometer list cases` shows them"
            )));
        }
    }
    let plan = Plan::all(suite).seed(args.seed).only(|entry| {
        (profiles.is_empty() || profiles.contains(&entry.profile))
            && (filters.is_empty() || filters.iter().any(|filter| filter.means(entry)))
    });
    if plan.entries().is_empty() {
        return Err(Failure::nothing("no case is left to run under --profile and --filter together"));
    }
    Ok(plan)
}

fn outputs(args: &RunArgs) -> Result<Vec<Output>, Failure> {
    if args.report.is_empty() {
        return Ok(vec![Output::open(ReportFormat::Human, None)?]);
    }
    let to_terminal = args.report.iter().filter(|(_, path)| path.is_none()).count();
    if to_terminal > 1 {
        return Err(Failure::usage(
            "--report: two reports go to standard output; give one of them a path, as in jsonl=run.jsonl",
        ));
    }
    args.report.iter().map(|(format, path)| Output::open(*format, path.clone())).collect()
}

/// The known failures of a subject: from its file in the folder, or the built-in ones.
fn expectations(subject: &Subject, folder: Option<&Path>) -> Result<Option<Expectations>, Failure> {
    let read = |path: &str, text: &str| Expectations::read(path, text).map(Some).map_err(Failure::usage);
    match folder {
        None => subject.expectations.map_or(Ok(None), |(path, text)| read(path, text)),
        Some(folder) if folder.as_os_str() == "none" => Ok(None),
        Some(folder) if !folder.is_dir() => {
            Err(Failure::usage(format!("--expectations: {} is no folder", folder.display())))
        }
        Some(folder) => {
            let path = folder.join(format!("{}.toml", subject.name));
            match fs::read_to_string(&path) {
                Ok(text) => read(&path.display().to_string(), &text),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(Failure::usage(format!("failed to read {}: {error}", path.display()))),
            }
        }
    }
}

/// The worst of all runs: nothing ran, then unexpected failures, then stale expectations.
fn exit(runs: &[Run<'_>]) -> Exit {
    let nothing =
        |run: &Run<'_>| run.report.records.iter().all(|record| matches!(record.outcome, Outcome::Unsupported(_)));
    if runs.iter().any(nothing) {
        Exit::NothingRan
    } else if runs.iter().any(|run| run.failures().1 > 0) {
        Exit::Unexpected
    } else if runs.iter().any(|run| !run.stale.is_empty()) {
        Exit::Stale
    } else {
        Exit::AsExpected
    }
}
