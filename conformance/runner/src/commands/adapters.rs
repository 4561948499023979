//! `audiometer adapters`: list the project's adapters, set them up, and say what is missing.

use super::cores;
use crate::args::{AdaptersCommand, WhichAdapters};
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::progress::Progress;
use crate::subjects::process::{Launch, describe, kill_group};
use crate::subjects::registry::{Adapter, Registry, State, files};
use crate::write;
use audiometer::protocol::Kind;
use comfy_table::{Table, presets};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

pub(crate) fn execute(command: &AdaptersCommand) -> Result<Exit, Failure> {
    match command {
        AdaptersCommand::List { which, json } => list(which, *json),
        AdaptersCommand::Setup { which, all, again, install_packages, jobs } => {
            if which.names.is_empty() && which.language.is_empty() && !all {
                return Err(Failure::usage("name adapters, or a --language, or --all"));
            }
            setup(which, *again, *install_packages, *jobs)
        }
        AdaptersCommand::Doctor { which } => doctor(which),
    }
}

/// The registry, and the adapters that the command line means.
fn meant(which: &WhichAdapters) -> Result<(Registry, Vec<Adapter>), Failure> {
    let registry = Registry::open(which.folder.as_deref(), which.cache.as_deref())?;
    let mut found = Vec::new();
    for name in &which.names {
        match registry.named(name) {
            Some((adapter, _)) => found.push(adapter.clone()),
            None => {
                return Err(Failure::usage(format!("there is no adapter `{name}`; {}", registry.hint())));
            }
        }
    }
    for language in &which.language {
        let of = |adapter: &&Adapter| adapter.manifest.language.eq_ignore_ascii_case(language);
        let before = found.len();
        found.extend(registry.adapters.iter().filter(of).cloned());
        if found.len() == before {
            let languages: BTreeSet<&str> =
                registry.adapters.iter().map(|adapter| adapter.manifest.language.as_str()).collect();
            let languages = languages.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Failure::usage(format!("there is no adapter in `{language}`; there are some in {languages}")));
        }
    }
    if which.names.is_empty() && which.language.is_empty() {
        if !registry.problems.is_empty() {
            return Err(Failure::usage(registry.problems.join("\n")));
        }
        found.clone_from(&registry.adapters);
    }
    let mut seen = BTreeSet::new();
    found.retain(|adapter| seen.insert(adapter.manifest.name.clone()));
    Ok((registry, found))
}

#[derive(Serialize)]
struct ListedVariant<'a> {
    name: &'a str,
    notes: &'a str,
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    variants: Vec<ListedVariant<'a>>,
    implementation: &'a str,
    version: &'a str,
    language: &'a str,
    kind: Kind,
    registry: &'a str,
    package: &'a str,
    licence: &'a str,
    homepage: &'a str,
    documentation: &'a str,
    notes: &'a str,
    review: &'a str,
    state: &'static str,
}

fn list(which: &WhichAdapters, json: bool) -> Result<Exit, Failure> {
    let (registry, adapters) = meant(which)?;
    let listed = adapters.iter().map(|adapter| {
        let manifest = &adapter.manifest;
        Listed {
            name: &manifest.name,
            variants: manifest
                .variants
                .iter()
                .map(|variant| ListedVariant { name: &variant.name, notes: &variant.notes })
                .collect(),
            implementation: &manifest.implementation,
            version: &manifest.version,
            language: &manifest.language,
            kind: manifest.kind,
            registry: &manifest.registry,
            package: &manifest.package,
            licence: &manifest.licence,
            homepage: &manifest.homepage,
            documentation: &manifest.documentation,
            notes: &manifest.notes,
            review: &manifest.review,
            state: match registry.state(adapter, None) {
                State::Ready => "set up",
                State::Outdated => "outdated",
                State::Missing => "-",
            },
        }
    });
    let listed: Vec<Listed<'_>> = listed.collect();
    if json {
        write::out(&format!("{}\n", serde_json::to_string_pretty(&listed).expect("plain data serializes")))?;
        return Ok(Exit::AsExpected);
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["adapter", "version", "language", "kind", "state"]);
    for adapter in &listed {
        let kind = if adapter.kind == Kind::Decoder { "decoder" } else { "validator" };
        table.add_row([adapter.name, adapter.version, adapter.language, kind, adapter.state]);
        for variant in &adapter.variants {
            table.add_row([format!("  +{}", variant.name)]);
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut text = String::new();
    table.lines().for_each(|line| writeln!(text, "{}", line.trim_end()).unwrap_or_default());
    let variants: usize = listed.iter().map(|adapter| adapter.variants.len()).sum();
    let languages: BTreeSet<&str> = listed.iter().map(|adapter| adapter.language).collect();
    let decoders = listed.iter().filter(|adapter| adapter.kind == Kind::Decoder).count();
    writeln!(
        text,
        "\n{} implementations in {} languages, {decoders} of them decoders, and {variants} variants",
        listed.len(),
        languages.len()
    )
    .unwrap_or_default();
    write::out(&text)?;
    Ok(Exit::AsExpected)
}

/// What a machine lacks for an adapter.
#[derive(Debug, Default, PartialEq, Eq)]
struct Lacking {
    tools: Vec<String>,
    packages: Vec<String>,
}

impl Lacking {
    fn of(adapter: &Adapter) -> Self {
        let setup = &adapter.manifest.setup;
        Self {
            tools: setup.tools.iter().filter(|tool| !on_path(tool)).cloned().collect(),
            packages: setup.packages.iter().filter(|package| !installed(package)).cloned().collect(),
        }
    }

    fn text(&self) -> String {
        let mut parts = Vec::new();
        for tool in &self.tools {
            parts.push(format!("{tool} ({})", remedy(tool)));
        }
        if !self.packages.is_empty() {
            parts.push(format!("Debian packages: apt-get install {}", self.packages.join(" ")));
        }
        parts.join("; ")
    }
}

fn on_path(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

fn installed(package: &str) -> bool {
    let output = Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]).output();
    output.is_ok_and(|output| output.stdout == b"installed")
}

/// How to get a tool.
fn remedy(tool: &str) -> &'static str {
    match tool {
        "cargo" | "rustc" => "https://rustup.rs",
        "go" => "https://go.dev/dl",
        "node" | "npm" => "https://nodejs.org",
        "java" | "javac" => "https://adoptium.net, or apt-get install default-jdk-headless",
        "mvn" => "https://maven.apache.org, or apt-get install maven",
        "python3" => "https://www.python.org, or apt-get install python3 python3-pip",
        "gcc" | "cc" | "make" => "apt-get install build-essential",
        "g++" | "c++" => "apt-get install g++",
        "pkg-config" => "apt-get install pkg-config",
        "ruby" => "apt-get install ruby",
        "php" => "apt-get install php-cli",
        "perl" => "apt-get install perl",
        "ghc" => "apt-get install ghc",
        "erl" | "erlc" | "escript" => "apt-get install erlang-base",
        "apt-get" | "dpkg" | "dpkg-deb" | "dpkg-query" => "a Debian system",
        _ => "not on the PATH",
    }
}

fn doctor(which: &WhichAdapters) -> Result<Exit, Failure> {
    let (registry, adapters) = meant(which)?;
    let mut text = String::new();
    let (mut lacking_tools, mut lacking_packages) = (BTreeMap::new(), BTreeSet::new());
    let mut unwell = 0;
    for adapter in &adapters {
        let lacking = Lacking::of(adapter);
        let state = match registry.state(adapter, None) {
            _ if lacking != Lacking::default() => {
                unwell += 1;
                format!("lacks {}", lacking.text())
            }
            State::Ready => "set up".to_owned(),
            State::Outdated => "set up from other sources; set it up anew".to_owned(),
            State::Missing => "can be set up".to_owned(),
        };
        writeln!(text, "{:32} {state}", adapter.manifest.name).unwrap_or_default();
        lacking.tools.into_iter().for_each(|tool| *lacking_tools.entry(tool).or_insert(0) += 1);
        lacking_packages.extend(lacking.packages);
    }
    text.push('\n');
    for (tool, adapters) in &lacking_tools {
        writeln!(text, "{tool} is missing, for {adapters} adapters: {}", remedy(tool)).unwrap_or_default();
    }
    if !lacking_packages.is_empty() {
        let packages = lacking_packages.into_iter().collect::<Vec<_>>().join(" ");
        writeln!(text, "Debian packages are missing; as root:\n  apt-get install {packages}").unwrap_or_default();
    }
    if unwell == 0 {
        writeln!(text, "nothing is missing for these {} adapters", adapters.len()).unwrap_or_default();
    }
    write::out(&text)?;
    Ok(if unwell == 0 { Exit::AsExpected } else { Exit::Unexpected })
}

/// How long one command of a set-up may take.
const COMMAND: Duration = Duration::from_secs(1200);

/// What came of setting up an adapter.
enum Done {
    Already,
    SetUp(Duration),
    Lacks(String),
    Failed(String),
}

fn setup(which: &WhichAdapters, again: bool, install_packages: bool, jobs: Option<u16>) -> Result<Exit, Failure> {
    let (registry, adapters) = meant(which)?;
    let packages: BTreeSet<String> = adapters.iter().flat_map(|adapter| Lacking::of(adapter).packages).collect();
    let progress = Progress::default();
    if install_packages && !packages.is_empty() {
        install(&packages, &progress)?;
    }
    // One after the other within a language, whose tools share caches; languages side by side.
    let mut languages: BTreeMap<PathBuf, Vec<&Adapter>> = BTreeMap::new();
    for adapter in &adapters {
        languages.entry(adapter.language_folder()).or_default().push(adapter);
    }
    let queue = Mutex::new(languages.into_values().collect::<Vec<_>>());
    let done: Mutex<BTreeMap<String, Done>> = Mutex::default();
    thread::scope(|scope| {
        for _worker in 0..jobs.map_or_else(cores, usize::from) {
            scope.spawn(|| {
                while let Some(language) = queue.lock().ok().and_then(|mut queue| queue.pop()) {
                    for adapter in language {
                        if interrupt::requested() {
                            return;
                        }
                        let result = if !again && registry.state(adapter, None) == State::Ready {
                            Done::Already
                        } else {
                            set_up(&registry, adapter, None, &progress)
                        };
                        let name = &adapter.manifest.name;
                        match &result {
                            Done::Already => {}
                            Done::SetUp(time) => progress.say(&format!("{name}: set up in {} s", time.as_secs())),
                            Done::Lacks(what) => progress.say(&format!("{name}: not set up; it lacks {what}")),
                            Done::Failed(why) => progress.say(&format!("{name}: not set up: {why}")),
                        }
                        if let Ok(mut done) = done.lock() {
                            done.insert(name.clone(), result);
                        }
                    }
                }
            });
        }
    });
    interrupt::check()?;
    let done = done.into_inner().unwrap_or_default();
    let count = |is: fn(&Done) -> bool| done.values().filter(|done| is(done)).count();
    let (new, already) = (count(|done| matches!(done, Done::SetUp(_))), count(|done| matches!(done, Done::Already)));
    let failed = adapters.len() - new - already;
    write::out(&format!("{} adapters: {new} set up now, {already} already, {failed} not set up\n", adapters.len()))?;
    Ok(if failed == 0 { Exit::AsExpected } else { Exit::Unexpected })
}

fn install(packages: &BTreeSet<String>, progress: &Progress) -> Result<(), Failure> {
    progress.say(&format!("apt-get install {}", packages.iter().cloned().collect::<Vec<_>>().join(" ")));
    let apt = |arguments: &[&str]| {
        let options = ["--quiet", "--option", "DPkg::Lock::Timeout=600", "--yes", "--no-install-recommends"];
        let command = ["apt-get"].iter().chain(&options).chain(arguments).map(OsString::from).collect();
        let environment = vec![("DEBIAN_FRONTEND".to_owned(), "noninteractive".to_owned())];
        let log = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
        let launch = Launch { command, folder: None, environment };
        run_logged(&launch, log.path(), &progress.line("apt-get"))
    };
    let names: Vec<&str> = packages.iter().map(String::as_str).collect();
    let installed = apt(&["update"]).and_then(|()| apt(&[&["install"], names.as_slice()].concat()));
    installed.map_err(|why| Failure { exit: Exit::Unexpected, text: format!("failed to install packages: {why}") })
}

/// Copies an adapter and its SDK into the cache, and runs its commands there; at another version, the unlocked ones.
pub(crate) fn set_up_version(
    registry: &Registry,
    adapter: &Adapter,
    version: Option<&str>,
    progress: &Progress,
) -> Result<(), String> {
    if registry.state(adapter, version) == State::Ready {
        return Ok(());
    }
    match set_up(registry, adapter, version, progress) {
        Done::Already | Done::SetUp(_) => Ok(()),
        Done::Lacks(what) => Err(format!("it lacks {what}")),
        Done::Failed(why) => Err(why),
    }
}

fn set_up(registry: &Registry, adapter: &Adapter, version: Option<&str>, progress: &Progress) -> Done {
    let lacking = Lacking::of(adapter);
    if lacking != Lacking::default() {
        return Done::Lacks(lacking.text());
    }
    let place = registry.place(adapter, version);
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let line = progress.line(&name);
    let began = Instant::now();
    let result = (|| {
        let copied = |error: io::Error| format!("failed to copy into {}: {error}", place.display());
        copy(&adapter.folder, &place).map_err(copied)?;
        if let Some(sdk) = adapter.sdk() {
            copy(&sdk, &place.with_file_name("sdk")).map_err(copied)?;
        }
        let setup = &adapter.manifest.setup;
        let commands = if version.is_some() { &setup.unlocked } else { &setup.commands };
        let log = place.join("setup.log");
        for command in commands {
            let version = version.unwrap_or(&adapter.manifest.version);
            let command: Vec<OsString> = command.iter().map(|part| part.replace("{version}", version).into()).collect();
            let launch = Launch { command, folder: Some(place.clone()), environment: Vec::new() };
            line.set_message(launch.shown());
            run_logged(&launch, &log, &line)?;
        }
        registry.stamp(adapter, version).map_err(|error| format!("failed to write into {}: {error}", place.display()))
    })();
    line.finish_and_clear();
    match result {
        Ok(()) => Done::SetUp(began.elapsed()),
        Err(why) => Done::Failed(why),
    }
}

/// Replaces a folder by a copy of another.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    // A folder that another set-up has just copied, an SDK's, stays as it is while its files do.
    let wanted = files(from)?;
    let same = wanted.iter().all(|file| {
        let there = to.join(file.strip_prefix(from).unwrap_or(file));
        fs::read(file).ok().zip(fs::read(there).ok()).is_some_and(|(a, b)| a == b)
    });
    if from.ends_with("sdk") && same {
        return Ok(());
    }
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    for file in wanted {
        let there = to.join(file.strip_prefix(from).unwrap_or(&file));
        if let Some(folder) = there.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, there)?;
    }
    Ok(())
}

/// Runs a command to its end with all that it says in a file, and tells the file's end where it fails.
fn run_logged(launch: &Launch, log: &Path, line: &indicatif::ProgressBar) -> Result<(), String> {
    let failed = |error: io::Error| format!("failed to run `{}`: {error}", launch.shown());
    let file = File::options().create(true).append(true).open(log).map_err(failed)?;
    let mut command = launch.command();
    command.stdin(Stdio::null()).stdout(file.try_clone().map_err(failed)?).stderr(file);
    let mut child = command.spawn().map_err(failed)?;
    let began = Instant::now();
    let status = loop {
        match child.try_wait().map_err(failed)? {
            Some(status) => break status,
            None if interrupt::requested() || began.elapsed() > COMMAND => {
                kill_group(&mut child);
                let why = if interrupt::requested() { "interrupted" } else { "it took too long" };
                return Err(format!("`{}`: {why}", launch.shown()));
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    };
    line.tick();
    if status.success() {
        return Ok(());
    }
    let said = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = said.trim_end().lines().collect();
    let tail: String = lines[lines.len().saturating_sub(12)..].iter().map(|line| format!("\n    {line}")).collect();
    Err(format!("`{}` ended with {}{tail}", launch.shown(), describe(status)))
}
