//! What can the program do? One file a command.

pub(crate) mod adapter_check;
pub(crate) mod adapters;
pub(crate) mod baseline;
pub(crate) mod certify;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod explain;
mod findings;
pub(crate) mod fuzz;
pub(crate) mod list;
pub(crate) mod mutants;
pub(crate) mod promote;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod reproduce;
pub(crate) mod results;
pub(crate) mod run;
mod targets;
pub(crate) mod vectors;
pub(crate) mod verify;

use crate::exit::Failure;
use crate::glob::Pattern;
use audiometer::{Profile, Suite};
use std::panic;
use std::path::Path;

/// Without the messages of panics: a validator that panics is a fault, which the report tells.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = work();
    panic::set_hook(hook);
    result
}

/// The suite in a folder, or the embedded one. It lives as long as the program.
fn suite(folder: Option<&Path>) -> Result<&'static Suite, Failure> {
    Ok(match folder {
        Some(folder) => Box::leak(Box::new(load(folder)?)),
        None => Suite::embedded(),
    })
}

/// How many threads run side by side on this machine.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The suite in a folder.
fn load(folder: &Path) -> Result<Suite, Failure> {
    Suite::load(folder).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
        Failure::usage(format!("failed to read the vectors in {}:\n{}", folder.display(), lines.join("\n")))
    })
}

/// The profile of that name.
fn profile(name: &str) -> Result<&'static Profile, Failure> {
    let names = || Profile::all().iter().map(|profile| profile.name.as_str()).collect::<Vec<_>>().join(", ");
    Profile::named(name).ok_or_else(|| Failure::usage(format!("there is no profile `{name}`; there are {}", names())))
}

/// The patterns of `--filter`.
fn patterns(globs: &[String]) -> Result<Vec<Pattern>, Failure> {
    globs.iter().map(|glob| Pattern::new(glob).map_err(|error| Failure::usage(format!("--filter: {error}")))).collect()
}
