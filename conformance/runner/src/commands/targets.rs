//! Which implementations does the command line name?

use crate::args::{AdapterArgs, ByArgs, TargetsArgs};
use crate::exit::Failure;
use crate::subjects::adapter::Limits;
use crate::subjects::process::Launch;
use crate::subjects::registry::{Registry, State};
use crate::subjects::{BUILT_IN, Target};
use std::cell::OnceCell;
use std::ffi::OsString;

/// The limits that the command line sets.
pub(crate) fn limits(args: &AdapterArgs) -> Limits {
    Limits { start: args.start_deadline, reply: args.deadline, restarts: args.restarts, ..Limits::default() }
}

/// What the command line names.
pub(crate) fn targets(args: &TargetsArgs) -> Result<Vec<Target>, Failure> {
    if let Some(target) = command(&args.command) {
        return Ok(vec![target]);
    }
    let registry = Opened::new(&args.adapters);
    if args.all {
        let registry = registry.get()?;
        let built_in = BUILT_IN.into_iter().take(2).filter_map(Target::built_in).map(Ok);
        let ready = registry.adapters.iter().filter(|adapter| registry.state(adapter, None) == State::Ready);
        let names: Vec<String> = ready.flat_map(|adapter| adapter.names()).collect();
        return built_in.chain(names.iter().map(|name| Target::adapter(registry, name))).collect();
    }
    let mut names: Vec<&str> = args.targets.iter().map(String::as_str).collect();
    if names.is_empty() {
        names = BUILT_IN[..2].to_vec();
    }
    let mut targets: Vec<Target> = Vec::new();
    for name in names {
        if targets.iter().any(|target| target.name == name) {
            return Err(Failure::usage(format!("`{name}` is named twice")));
        }
        if args.skip_missing && registry.is_missing(name)? {
            anstream::eprintln!("not run: `{name}`, which is not set up");
            continue;
        }
        targets.push(registry.target(name)?);
    }
    if targets.is_empty() {
        return Err(Failure::nothing("none of the targets is set up"));
    }
    Ok(targets)
}

/// The one target of that name, or behind the command.
pub(crate) fn target(name: &str, by: &ByArgs) -> Result<Target, Failure> {
    command(&by.command).map_or_else(|| Opened::new(&by.adapters).target(name), Ok)
}

fn command(command: &[OsString]) -> Option<Target> {
    let launch = || Launch { command: command.to_vec(), folder: None, environment: Vec::new() };
    (!command.is_empty()).then(|| Target::command(launch()))
}

/// The adapters, looked for when one is named.
struct Opened<'a> {
    args: &'a AdapterArgs,
    registry: OnceCell<Registry>,
}

impl<'a> Opened<'a> {
    fn new(args: &'a AdapterArgs) -> Self {
        Self { args, registry: OnceCell::new() }
    }

    fn get(&self) -> Result<&Registry, Failure> {
        if let Some(registry) = self.registry.get() {
            return Ok(registry);
        }
        let registry = Registry::open(self.args.folder.as_deref(), self.args.cache.as_deref())?;
        Ok(self.registry.get_or_init(|| registry))
    }

    fn named(&self, name: &str) -> Result<&Registry, Failure> {
        self.get().map_err(|failure| {
            let text = format!("there is no target `{name}`; there are {}; {}", BUILT_IN.join(", "), failure.text);
            Failure::usage(text)
        })
    }

    /// Whether it is an adapter that is not set up.
    fn is_missing(&self, name: &str) -> Result<bool, Failure> {
        if Target::built_in(name).is_some() {
            return Ok(false);
        }
        let registry = self.named(name)?;
        Ok(registry.named(name).is_some_and(|(adapter, _)| registry.state(adapter, None) == State::Missing))
    }

    fn target(&self, name: &str) -> Result<Target, Failure> {
        match Target::built_in(name) {
            Some(target) => Ok(target),
            None => Target::adapter(self.named(name)?, name),
        }
    }
}
