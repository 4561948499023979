//! `audiometer run`: the suite against implementations.

use super::{load, patterns, profile, quietly};
use crate::args::{AdapterArgs, RunArgs};
use crate::exit::{Exit, Failure};
use crate::expectations::{self, Expectations};
use crate::interrupt;
use crate::manifest::digest;
use crate::mint::Tokens;
use crate::progress::Progress;
use crate::records::Records;
use crate::render::{self, Broken, Cause, Run, Runs};
use crate::subjects::adapter::Limits;
use crate::subjects::process::Launch;
use crate::subjects::registry::{Registry, State};
use crate::subjects::{BUILT_IN, Subject, Target};
use crate::write::Output;
use audiometer::protocol::Kind;
use audiometer::{Answer, Case, Feature, Implementation, Plan, Profile, Report, Suite, Validator, run};
use indicatif::ProgressBar;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) fn execute(args: &RunArgs) -> Result<Exit, Failure> {
    let loaded;
    let suite = match &args.vectors {
        Some(folder) => {
            loaded = load(folder)?;
            &loaded
        }
        None => Suite::embedded(),
    };
    let targets = targets(&args.targets, args.all, args.skip_missing, &args.command, &args.adapters)?;
    let plan = plan(args, suite)?;
    let outputs = Output::open_all(&args.reports.list, targets.len() > 1)?;
    let expectations: Vec<Option<Expectations>> =
        targets.iter().map(|target| expectations(target, args.expectations.as_deref())).collect::<Result<_, _>>()?;

    let tokens = Tokens::default();
    let finished = put(&plan, suite, &targets, &tokens, limits(&args.adapters), args.jobs);
    interrupt::check()?;
    let (mut runs, mut broken) = (Vec::new(), Vec::new());
    for ((target, finished), expectations) in targets.iter().zip(finished).zip(&expectations) {
        match finished {
            Ok(finished) => runs.push(held(target, finished, expectations.as_ref(), suite)),
            Err(why) => broken.push(Broken { name: target.name.clone(), why }),
        }
    }
    let exit = exit(&runs, &broken);
    let runs = Runs { runner: env!("CARGO_PKG_VERSION").to_owned(), suite, digest: digest(suite), runs, broken, exit };
    render::write(&runs, &outputs)?;
    Ok(exit)
}

/// What came of a target, held against what is expected of it.
fn held<'s>(target: &Target, finished: Finished<'s>, expectations: Option<&Expectations>, suite: &Suite) -> Run<'s> {
    let Finished { report, kind, notes, restarts } = finished;
    let (known, stale) = match expectations {
        Some(expectations) => expectations.hold(&report, suite),
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
    let cause = |entry: &&expectations::Entry| Cause {
        reason: entry.reason.clone(),
        link: entry.link.clone(),
        documented: entry.documented,
    };
    Run {
        name: target.name.clone(),
        implementation: report.implementation,
        features: report.features,
        kind,
        notes,
        restarts,
        seed: report.seed,
        records,
        causes: entries.iter().map(cause).collect(),
        stale,
        expectations: expectations.map(|expectations| expectations.path.clone()),
    }
}

/// The limits that the command line sets.
pub(crate) fn limits(args: &AdapterArgs) -> Limits {
    Limits { start: args.start_deadline, reply: args.deadline, restarts: args.restarts, ..Limits::default() }
}

/// What the command line names.
pub(crate) fn targets(
    names: &[String],
    all: bool,
    skip_missing: bool,
    command: &[OsString],
    adapters: &AdapterArgs,
) -> Result<Vec<Target>, Failure> {
    if !command.is_empty() {
        let launch = Launch { command: command.to_vec(), folder: None, environment: Vec::new() };
        return Ok(vec![Target::command(launch)]);
    }
    let registry = || Registry::open(adapters.folder.as_deref(), adapters.cache.as_deref());
    if all {
        let registry = registry()?;
        let built_in = BUILT_IN.into_iter().take(2).filter_map(Target::built_in).map(Ok);
        let ready = registry.adapters.iter().filter(|adapter| registry.state(adapter, None) == State::Ready);
        let names: Vec<String> = ready.flat_map(|adapter| adapter.names()).collect();
        return built_in.chain(names.iter().map(|name| Target::adapter(&registry, name))).collect();
    }
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() {
        names = BUILT_IN[..2].to_vec();
    }
    let mut targets: Vec<Target> = Vec::new();
    let mut opened = None;
    for name in names {
        if targets.iter().any(|target| target.name == name) {
            return Err(Failure::usage(format!("`{name}` is named twice")));
        }
        targets.push(match Target::built_in(name) {
            Some(target) => target,
            None => {
                if opened.is_none() {
                    opened = Some(registry().map_err(|failure| {
                        let text =
                            format!("there is no target `{name}`; there are {}; {}", BUILT_IN.join(", "), failure.text);
                        Failure::usage(text)
                    })?);
                }
                let Some(registry) = &opened else { continue };
                match registry.named(name) {
                    Some((adapter, _)) if skip_missing && registry.state(adapter, None) == State::Missing => {
                        anstream::eprintln!("not run: `{name}`, which is not set up");
                        continue;
                    }
                    _ => Target::adapter(registry, name)?,
                }
            }
        });
    }
    if targets.is_empty() {
        return Err(Failure::nothing("none of the targets is set up"));
    }
    Ok(targets)
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
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs_wanted = jobs.map_or(cores, usize::from);
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
        self.bar.inc_length(cases.size_hint().0 as u64);
        self.subject.answer_all(cases, &mut |at, answer| {
            self.bar.inc(1);
            put(at, answer);
        });
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
    Ok(if profiles.is_empty() { plan } else { plan.every_profile() })
}

/// The known failures of a target.
fn expectations(target: &Target, folder: Option<&Path>) -> Result<Option<Expectations>, Failure> {
    let file = expectations_file(target, folder)?;
    file.map(|(path, text)| Expectations::read(&path, &text).map_err(Failure::usage)).transpose()
}

/// The path and the text of a target's file of expectations: in the folder, or the project's own.
pub(super) fn expectations_file(target: &Target, folder: Option<&Path>) -> Result<Option<(String, String)>, Failure> {
    match folder {
        None => Ok(target.expectations.clone()),
        Some(folder) if folder.as_os_str() == "none" => Ok(None),
        Some(folder) if !folder.is_dir() => {
            Err(Failure::usage(format!("--expectations: {} is no folder", folder.display())))
        }
        Some(folder) => expectations::file(folder, &target.name),
    }
}

/// The worst of all runs: a broken adapter, nothing ran, then unexpected failures, then stale expectations.
fn exit(runs: &[Run<'_>], broken: &[Broken]) -> Exit {
    if !broken.is_empty() {
        Exit::BrokenAdapter
    } else if runs.iter().any(Run::is_vain) {
        Exit::NothingRan
    } else if runs.iter().any(|run| run.failures().1 > 0) {
        Exit::Unexpected
    } else if runs.iter().any(|run| !run.stale.is_empty()) {
        Exit::Stale
    } else {
        Exit::AsExpected
    }
}
