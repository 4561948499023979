//! `audiometer baseline`: known failures, written down by what was measured.

use super::run::{Finished, nothing_ran, plan, profiles, put};
use super::suite;
use super::targets::{limits, target};
use crate::args::{AddingArgs, BaselineArgs, BaselineCommand};
use crate::baseline::{self, Adding, Baseline, Measured};
use crate::config::Config;
use crate::exit::{Exit, Failure};
use crate::expectations::NOT_LOOKED_INTO;
use crate::interrupt;
use crate::mint::Tokens;
use crate::render::count;
use crate::subjects::Target;
use crate::today::today;
use crate::write;
use audiometer::explain::harmless;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many ids are told of each kind.
const TOLD: usize = 20;

/// What to do with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Init,
    Update,
    Check,
}

pub(crate) fn execute(command: &BaselineCommand) -> Result<Exit, Failure> {
    let (step, args, adding) = match command {
        BaselineCommand::Init { of, adding } => (Step::Init, of, Some(adding)),
        BaselineCommand::Update { of, adding } => (Step::Update, of, Some(adding)),
        BaselineCommand::Check { of } => (Step::Check, of, None),
    };
    let (config, today) = (Config::find(args.config.as_deref())?, today()?);
    let suite = suite(args.cases.vectors.as_deref())?;
    config.hold(suite)?;
    let target = target(args.target.as_deref().unwrap_or_default(), &args.by)?;
    let plan = plan(profiles(&args.cases.profile, &config), &args.cases.filter, 1, suite)?;
    let file = file(step, args, &config, &target)?;

    let tokens = Tokens::default();
    let mut finished = put(&plan, suite, std::slice::from_ref(&target), &tokens, limits(&args.by.adapters), args.jobs);
    interrupt::check()?;
    let report = match finished.pop() {
        Some(Ok(Finished { report, .. })) => report,
        Some(Err(why)) => {
            let text = format!("the adapter of `{}` is broken: {}", target.name, harmless(&why, 500));
            return Err(Failure { exit: Exit::BrokenAdapter, text });
        }
        None => return Err(Failure::nothing("nothing was run")),
    };
    if nothing_ran(&report) {
        return Err(Failure::nothing(format!("nothing was put to `{}`: everything is unsupported", target.name)));
    }
    let adding = Adding {
        // What may not be written is an unexpected failure, for `check` as well.
        accept_critical: adding.is_some_and(|adding| adding.accept_critical),
        reason: adding.and_then(|adding: &AddingArgs| adding.reason.clone()),
        expires: adding.and_then(|adding| adding.expires),
        today,
    };
    let measured = Measured { suite, plan: &plan, report: &report };
    let name = file.path.display().to_string();
    let baseline = match &file.text {
        None => baseline::init(&name, measured, &adding),
        Some(text) => baseline::update(&name, text, measured, &adding),
    };
    let baseline = baseline.map_err(Failure::usage)?;
    match (step, &file.text) {
        (Step::Check, _) => {}
        (_, None) => create(&file.path, &baseline.text)?,
        (_, Some(before)) if *before != baseline.text => write::file(&file.path, baseline.text.as_bytes())?,
        (_, Some(_)) => {}
    }
    let changed = file.text.as_ref().is_none_or(|before| *before != baseline.text);
    write::out(&told(step, &name, &target, changed, &baseline, &adding))?;
    Ok(exit(step, &baseline))
}

/// A file of expectations; no text if it has to be made.
struct File {
    path: PathBuf,
    text: Option<String>,
}

/// The file that is named, or that of the configuration, or of this name in the folder `expectations`, or the project's.
fn file(step: Step, args: &BaselineArgs, config: &Config, target: &Target) -> Result<File, Failure> {
    let in_folder = |folder: &Path| folder.join(format!("{}.toml", target.name));
    let default = in_folder(Path::new("expectations"));
    let path = match (&args.file, &config.expectations) {
        (Some(file), _) if file.is_dir() => in_folder(file),
        (Some(file), _) => file.clone(),
        (None, Some(path)) if path.as_os_str() == "none" => default,
        (None, Some(path)) if path.is_dir() => in_folder(path),
        (None, Some(path)) => path.clone(),
        (None, None) => match &target.expectations {
            Some((path, _)) if step != Step::Init && !default.exists() && Path::new(path).exists() => path.into(),
            _ => default,
        },
    };
    // What a link leads to is changed, and the link stays.
    let path = if path.is_symlink() { fs::canonicalize(&path).unwrap_or(path) } else { path };
    let name = path.display();
    match (step, fs::read_to_string(&path)) {
        (Step::Init, Err(error)) if error.kind() == io::ErrorKind::NotFound => Ok(File { path, text: None }),
        (Step::Init, Ok(_)) => {
            Err(Failure::usage(format!("{name} is there already; `audiometer baseline update` changes it")))
        }
        (_, Ok(text)) => Ok(File { path, text: Some(text) }),
        (_, Err(error)) if error.kind() == io::ErrorKind::NotFound => {
            Err(Failure::usage(format!("{name} is not there; `audiometer baseline init` makes it")))
        }
        (_, Err(error)) => Err(Failure::usage(format!("failed to read {name}: {error}"))),
    }
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| Failure::usage(format!("failed to make the folder {}: {error}", folder.display())))?;
    }
    write::new_file(path, text.as_bytes())
}

/// What was done, or would be.
fn told(step: Step, name: &str, target: &Target, changed: bool, baseline: &Baseline, adding: &Adding) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    baseline.changes.iter().for_each(|change| line(change));
    let ids: Vec<&String> = baseline.added.iter().flatten().collect();
    if !ids.is_empty() {
        let (entries, reason) = (baseline.added.len(), adding.reason.as_deref().unwrap_or(NOT_LOOKED_INTO));
        line(&format!(
            "{name}: {} in {}: {}",
            count(ids.len(), "new id"),
            if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") },
            harmless(reason, 200)
        ));
        listed(&mut line, &ids);
    }
    if !baseline.refused.is_empty() {
        let critical = count(baseline.refused.len(), "critical false accept");
        line(&format!("not written: {critical}, by which somebody may get in; --accept-critical writes them"));
        listed(&mut line, &baseline.refused.iter().collect::<Vec<_>>());
    }
    for stale in &baseline.left {
        line(&format!("by hand: {} {}: {}: {}", stale.remedy, stale.place, harmless(&stale.pattern, 200), stale.why));
    }
    let path = if name.contains(' ') { format!("'{name}'") } else { name.to_owned() };
    let who = if target.name == "adapter" { "-- COMMAND" } else { &target.name };
    match (step, changed) {
        (Step::Init, _) => {
            line(&format!("{name}: written; `audiometer run --expectations {path} {who}` holds a run against it"))
        }
        (Step::Update, true) => line(&format!("{name}: written")),
        (Step::Check, true) => line(&format!("{name}: out of date; `audiometer baseline update` does this")),
        (Step::Update | Step::Check, false) => line(&format!("{name}: nothing to write")),
    }
    out
}

fn listed(line: &mut impl FnMut(&str), ids: &[&String]) {
    ids.iter().take(TOLD).for_each(|id| line(&format!("  {id}")));
    if ids.len() > TOLD {
        line(&format!("  and {} more", ids.len() - TOLD));
    }
}

/// As `run` would end: before the file is written for `check`, and after it for the others.
fn exit(step: Step, baseline: &Baseline) -> Exit {
    let checking = step == Step::Check;
    let unexpected = !baseline.added.is_empty() || baseline.corrected;
    if !baseline.refused.is_empty() || (checking && unexpected) {
        Exit::Unexpected
    } else if !baseline.left.is_empty() || (checking && !baseline.changes.is_empty()) {
        Exit::Stale
    } else {
        Exit::AsExpected
    }
}
