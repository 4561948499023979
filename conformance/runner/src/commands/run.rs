//! `audiometer run`: the suite against implementations.

use super::targets::{limits, targets};
use super::{cores, patterns, profile, quietly, suite};
use crate::args::RunArgs;
use crate::config::Config;
use crate::exit::{Exit, Failure};
use crate::expectations::{self, Expectations, Held};
use crate::floor::Floor;
use crate::interrupt;
use crate::mint::Tokens;
use crate::progress::Progress;
use crate::records::Records;
use crate::render::{self, Broken, Cause, Run, Runs};
use crate::subjects::adapter::Limits;
use crate::subjects::{Subject, Target};
use crate::today::today;
use crate::write::Output;
use audiometer::protocol::Kind;
use audiometer::{Answer, Case, Feature, Implementation, Outcome, Plan, Profile, Report, Suite, Validator, run};
use indicatif::ProgressBar;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use toml::value::Date;

pub(crate) fn execute(args: &RunArgs) -> Result<Exit, Failure> {
    let (config, today) = (Config::find(args.config.as_deref())?, today()?);
    let floor = Floor::new(args.require_cases, args.max_unsupported, &config);
    let suite = suite(args.cases.vectors.as_deref())?;
    config.hold(suite)?;
    let targets = targets(&args.of)?;
    let plan = plan(profiles(&args.cases.profile, &config), &args.cases.filter, args.seed, suite)?;
    let outputs = Output::open_all(&args.reports.list, targets.len() > 1)?;
    let expectations = expectations(&targets, args.expectations.as_deref().or(config.expectations.as_deref()))?;

    let tokens = Tokens::default();
    let finished = put(&plan, suite, &targets, &tokens, limits(&args.of.adapters), args.jobs);
    interrupt::check()?;
    let (mut runs, mut broken, mut too_little) = (Vec::new(), Vec::new(), false);
    for ((target, finished), expectations) in targets.iter().zip(finished).zip(&expectations) {
        match finished {
            Ok(finished) => {
                for below in floor.below(&finished.report) {
                    too_little = true;
                    anstream::eprintln!("error: too little ran: of `{}`, {below}", target.name);
                }
                runs.push(held(target, finished, expectations.as_ref(), suite, today));
            }
            Err(why) => broken.push(Broken { name: target.name.clone(), why }),
        }
    }
    let exit = exit(&runs, &broken, too_little);
    let runs = Runs { runner: env!("CARGO_PKG_VERSION").to_owned(), suite, runs, broken, exit };
    quietly(|| render::write(&runs, &outputs))?;
    Ok(exit)
}

/// What came of a target, held against what is expected of it.
fn held<'s>(
    target: &Target,
    finished: Finished<'s>,
    expectations: Option<&Expectations>,
    suite: &Suite,
    today: Date,
) -> Run<'s> {
    let Finished { report, kind, notes, restarts } = finished;
    let (known, stale) = match expectations {
        Some(expectations) => {
            let Held { known, stale, .. } = expectations.hold(&report, suite, today);
            (known, stale)
        }
        None => (vec![None; report.records.len()], Vec::new()),
    };
    let mut entries: Vec<&expectations::Entry> = Vec::new();
    let mut records = Records::default();
    for (record, known) in report.records.into_iter().zip(known) {
        let cause = known.map(|entry| {
            entries.iter().position(|other| std::ptr::eq(*other, entry)).unwrap_or_else(|| {
                entries.push(entry);
                entries.len() - 1
            })
        });
        records.push(record, cause);
    }
    Run {
        name: target.name.clone(),
        implementation: report.implementation,
        features: report.features,
        kind,
        notes,
        restarts,
        seed: report.seed,
        records,
        causes: entries.into_iter().map(Cause::from).collect(),
        stale,
        expectations: expectations.map(|expectations| expectations.path.clone()),
    }
}

/// What came of a target.
pub(crate) struct Finished<'s> {
    pub(crate) report: Report<'s>,
    pub(crate) kind: Kind,
    pub(crate) notes: String,
    pub(crate) restarts: u32,
}

/// Runs the targets side by side; in the order of the targets what came of each, or why it is broken.
pub(crate) fn put<'s>(
    plan: &Plan<'s>,
    suite: &'s Suite,
    targets: &[Target],
    tokens: &'s Tokens,
    limits: Limits,
    jobs: Option<u16>,
) -> Vec<Result<Finished<'s>, String>> {
    plan.prepare();
    let jobs_wanted = jobs.map_or_else(cores, usize::from);
    let side_by_side = jobs_wanted.min(targets.len()).max(1);
    let processes = if jobs.is_some() { (jobs_wanted / side_by_side).max(1) } else { 1 };
    let progress = Progress::default();
    let next = AtomicUsize::new(0);
    let finished: Vec<Mutex<Option<Result<Finished<'s>, String>>>> = targets.iter().map(|_| Mutex::new(None)).collect();
    quietly(|| {
        std::thread::scope(|scope| {
            for _worker in 0..side_by_side {
                scope.spawn(|| {
                    while let Some((target, place)) = {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        targets.get(at).zip(finished.get(at))
                    } {
                        if interrupt::requested() {
                            return;
                        }
                        let result = one(plan, suite, target, tokens, limits, processes, &progress);
                        if let Ok(mut place) = place.lock() {
                            *place = Some(result);
                        }
                    }
                });
            }
        });
    });
    let lost = || Err("it was not run".to_owned());
    finished.into_iter().map(|place| place.into_inner().ok().flatten().unwrap_or_else(lost)).collect()
}

fn one<'s>(
    plan: &Plan<'s>,
    suite: &'s Suite,
    target: &Target,
    tokens: &'s Tokens,
    limits: Limits,
    processes: usize,
    progress: &Progress,
) -> Result<Finished<'s>, String> {
    let bar = progress.bar(&target.name);
    let result = (|| {
        let mut subject = target.start(limits, processes)?;
        let (algorithm, fresh) = subject.algorithm()?;
        let plan = match tokens.get(suite, algorithm, fresh) {
            Some(tokens) => plan.clone().tokens(tokens),
            None => plan.clone(),
        };
        let report = run(&plan, &mut Watched { subject: &mut subject, bar: &bar });
        Ok(Finished { report, kind: subject.kind(), notes: subject.notes().to_owned(), restarts: subject.restarts() })
    })();
    bar.finish_and_clear();
    result
}

/// A subject whose answers are counted.
struct Watched<'a> {
    subject: &'a mut Subject,
    bar: &'a ProgressBar,
}

impl Validator for Watched<'_> {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        self.subject.answer(case)
    }

    fn answer_all(&mut self, cases: &mut dyn Iterator<Item = Case<'_>>, put: &mut dyn FnMut(usize, Answer)) {
        if self.bar.is_hidden() {
            return self.subject.answer_all(cases, put);
        }
        self.bar.inc_length(cases.size_hint().0 as u64);
        self.subject.answer_all(cases, &mut |at, answer| {
            self.bar.inc(1);
            put(at, answer);
        });
    }

    fn done(&mut self) {
        self.subject.done();
    }

    fn supports(&self, feature: Feature) -> bool {
        self.subject.supports(feature)
    }

    fn is_for(&self, profile: &Profile) -> bool {
        self.subject.is_for(profile)
    }

    fn implementation(&self) -> Implementation {
        self.subject.implementation()
    }
}

/// The profiles that the command line names, or else the file.
pub(crate) fn profiles<'a>(named: &'a [String], config: &'a Config) -> &'a [String] {
    if named.is_empty() { &config.profiles } else { named }
}

/// What to put.
pub(crate) fn plan<'s>(
    profiles: &[String],
    globs: &[String],
    seed: u64,
    suite: &'s Suite,
) -> Result<Plan<'s>, Failure> {
    let profiles = profiles.iter().map(|name| profile(name)).collect::<Result<Vec<_>, _>>()?;
    let filters = patterns(globs)?;
    for (filter, glob) in filters.iter().zip(globs) {
        if !suite.entries().any(|entry| filter.means(&entry)) {
            return Err(Failure::nothing(format!(
                "--filter: no case matches `{glob}`; `audiometer list cases` shows them"
            )));
        }
    }
    let plan = Plan::all(suite).seed(seed).only(|entry| {
        (profiles.is_empty() || profiles.contains(&entry.profile))
            && (filters.is_empty() || filters.iter().any(|filter| filter.means(entry)))
    });
    if plan.entries().is_empty() {
        return Err(Failure::nothing("no case is left to run under --profile and --filter together"));
    }
    Ok(if profiles.is_empty() { plan } else { plan.every_profile() })
}

/// The known failures of each target: from a file, from its file in a folder, or the project's own.
fn expectations(targets: &[Target], path: Option<&Path>) -> Result<Vec<Option<Expectations>>, Failure> {
    if let (Some(path), [_, _, ..]) = (path, targets)
        && path.is_file()
    {
        let (path, many) = (path.display(), targets.len());
        return Err(Failure::usage(format!(
            "--expectations: {path} is of one target, and {many} are to be run; name one of them, or a folder of files NAME.toml"
        )));
    }
    let read = |target: &Target| {
        let file = expectations_file(target, path)?;
        file.map(|(path, text)| Expectations::read(&path, &text).map_err(Failure::usage)).transpose()
    };
    targets.iter().map(read).collect()
}

/// The path and the text of a target's file of expectations: this one, the one in this folder, or the project's own.
pub(super) fn expectations_file(target: &Target, path: Option<&Path>) -> Result<Option<(String, String)>, Failure> {
    match path {
        None => Ok(target.expectations.clone()),
        Some(path) if path.as_os_str() == "none" => Ok(None),
        Some(path) if path.is_dir() => expectations::file(path, &target.name),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                Failure::usage(format!(
                    "--expectations: failed to read {}: {error}; it takes a file, a folder of files NAME.toml, or none",
                    path.display()
                ))
            })?;
            Ok(Some((path.display().to_string(), text)))
        }
    }
}

/// The worst of all runs: a broken adapter, nothing or too little ran, then unexpected failures, then stale expectations.
fn exit(runs: &[Run<'_>], broken: &[Broken], too_little: bool) -> Exit {
    if !broken.is_empty() {
        Exit::BrokenAdapter
    } else if too_little || runs.iter().any(Run::nothing_ran) {
        Exit::NothingRan
    } else if runs.iter().any(|run| run.failures().1 > 0) {
        Exit::Unexpected
    } else if runs.iter().any(|run| !run.stale.is_empty()) {
        Exit::Stale
    } else {
        Exit::AsExpected
    }
}

/// Whether no case was put at all.
pub(crate) fn nothing_ran(report: &Report<'_>) -> bool {
    report.records.iter().all(|record| matches!(record.outcome, Outcome::Unsupported(_)))
}
