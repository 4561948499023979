//! `audiometer certify`: two runs in different orders, perhaps campaigns, and a certificate of what came of them.

use super::run::{expectations_file, put};
use super::targets::{limits, target};
use super::{cores, profile, quietly};
use crate::args::{ByArgs, CertifyArgs};
use crate::campaign::draft::Draft;
use crate::campaign::generate::Stream;
use crate::campaign::{self, Campaign, Event, Until, of_entry};
use crate::certificate::artifact::{self, Artifact};
use crate::certificate::level::{self, CAMPAIGN, Deviation, Level};
use crate::certificate::{Facts, Resource, Statement, entries};
use crate::exit::{Exit, Failure};
use crate::expectations::Expectations;
use crate::interrupt;
use crate::manifest::digest;
use crate::mint::Tokens;
use crate::progress::Progress;
use crate::render::certificate as render;
use crate::results::SuiteId;
use crate::subjects::Target;
use crate::subjects::adapter::Limits;
use crate::subjects::registry::Registry;
use crate::today::today;
use crate::write;
use audiometer::{Implementation, Plan, Profile, Record, Suite, explain};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

pub(crate) fn execute(args: &CertifyArgs) -> Result<Exit, Failure> {
    if let Some(path) = &args.output {
        write::writable("--output", path)?;
    }
    let mut profiles = args.profile.iter().map(|name| profile(name)).collect::<Result<Vec<_>, _>>()?;
    profiles.sort_by_key(|profile| Profile::all().iter().position(|other| other == *profile));
    profiles.dedup();
    let campaign = args.campaign.or((args.level == Level::Hardened).then_some(CAMPAIGN));
    let order = Order {
        profiles,
        seed: args.seed,
        campaign: campaign.map(|cases| (cases, args.seed)),
        expectations: args.expectations.as_deref(),
    };
    let statement = issue(args.target.as_deref(), &args.by, &order, now()?)?;
    match &args.output {
        Some(path) => write::file(path, statement.text().as_bytes())?,
        None => write::out(&statement.text())?,
    }
    let told = render::issued(&statement, args.output.as_deref(), args.level, write::width());
    let _reader_went_away = anstream::stderr().write_all(told.as_bytes());
    let nothing = |standing: &level::Standing| standing.bars.iter().any(|bar| bar.why == level::Why::NothingAsked);
    Ok(if statement.extension().profiles.iter().all(nothing) {
        Exit::NothingRan
    } else if statement.level() < args.level {
        Exit::Unexpected
    } else {
        Exit::AsExpected
    })
}

/// What is to be certified.
pub(super) struct Order<'a> {
    /// All that it is meant for, if none is named.
    pub(super) profiles: Vec<&'static Profile>,
    pub(super) seed: u64,
    /// How many cases, and the seed.
    pub(super) campaign: Option<(u64, u64)>,
    pub(super) expectations: Option<&'a Path>,
}

/// The suite that this program has.
pub(super) fn suite_id() -> SuiteId {
    let suite = Suite::embedded();
    SuiteId { version: suite.version.clone(), digest: digest(suite) }
}

/// Runs a target and certifies what comes of it.
pub(super) fn issue(name: Option<&str>, by: &ByArgs, order: &Order<'_>, time: String) -> Result<Statement, Failure> {
    let suite = Suite::embedded();
    let target = &target(name.unwrap_or_default(), by)?;
    let file = expectations_file(target, order.expectations)?;
    let known = file.as_ref().map(|(path, text)| Expectations::read(path, text)).transpose().map_err(Failure::usage)?;
    let limits = limits(&by.adapters);

    let plan = Plan::all(suite).only(|entry| order.profiles.is_empty() || order.profiles.contains(&entry.profile));
    let plan = if order.profiles.is_empty() { plan } else { plan.every_profile() };
    let seeds = [order.seed, order.seed.wrapping_add(1)];
    let tokens = Tokens::default();
    let mut finished = Vec::new();
    for seed in seeds {
        let mut run = put(&plan.clone().seed(seed), suite, std::slice::from_ref(target), &tokens, limits, None);
        interrupt::check()?;
        finished.push(run.swap_remove(0).map_err(|why| broken(target, &why))?);
    }
    let [first, second] = &finished[..] else { return Err(broken(target, "it was not run")) };
    let (report, again) = (&first.report, &second.report);
    let cases = |records: &[Record<'_>]| records.iter().map(|record| record.entry.id()).collect::<Vec<_>>();
    if report.implementation != again.implementation
        || report.features != again.features
        || cases(&report.records) != cases(&again.records)
    {
        return Err(broken(target, "when it was started again it said otherwise who it is or what it can be told"));
    }
    let meant = |profile: &&Profile| report.records.iter().any(|record| record.entry.profile == *profile);
    let profiles: Vec<&'static Profile> = Profile::all().iter().filter(meant).collect();
    if profiles.is_empty() {
        return Err(Failure::nothing(format!("`{}` is meant for no profile", explain::harmless(&target.name, 100))));
    }
    let entries = entries(suite, &profiles);
    let mut deviations: HashMap<String, Deviation> = HashMap::new();
    let today = today()?;
    let reasons = known.as_ref().map(|known| known.hold(report, suite, today).known).unwrap_or_default();
    for (at, (first, second)) in report.records.iter().zip(&again.records).enumerate() {
        if let Some(mut deviation) = Deviation::of(first, second) {
            deviation.known = reasons.get(at).copied().flatten().map(|entry| entry.reason.clone());
            deviations.insert(deviation.case.clone(), deviation);
        }
    }
    let Artifact { subject, adapter } = artifact(target, by, &report.implementation)?;
    let mut configuration = vec![runner()];
    configuration.extend(adapter);
    configuration.extend(file.as_ref().map(|(_, text)| known_failures(text)));
    let facts = Facts {
        subject,
        configuration,
        time,
        command: again_command(target, &by.command, order, &profiles),
        target: target.name.clone(),
        kind: first.kind,
        implementation: report.implementation.clone(),
        notes: first.notes.clone(),
        features: report.features.clone(),
        suite: suite_id(),
        seeds,
        deviations: entries.iter().filter_map(|entry| deviations.remove(&entry.id())).collect(),
        profiles,
        entries,
    };
    let mut campaigns = BTreeMap::new();
    if let Some((cases, seed)) = order.campaign {
        for standing in facts.standings().iter().filter(|standing| standing.level >= Level::Strict) {
            let profile = profile(&standing.name)?;
            campaigns.insert(standing.name.clone(), hunt(target, profile, cases, seed, limits)?);
        }
    }
    Ok(facts.certify(campaigns))
}

/// A campaign under one profile.
fn hunt(
    target: &Target,
    profile: &'static Profile,
    cases: u64,
    seed: u64,
    limits: Limits,
) -> Result<level::Campaign, Failure> {
    let suite = Suite::embedded();
    let vectors: Vec<Draft> = entries(suite, &[profile]).into_iter().map(of_entry).collect();
    let stream = Stream::new(seed, &[profile], vectors, Vec::new());
    let tokens = campaign::Tokens::default();
    let bar = Progress::default().bar(&format!("{} {profile}", target.name));
    bar.set_length(cases);
    let mut subject = target.start(limits, 1).map_err(|why| broken(target, &why))?;
    let campaign = Campaign::new(&stream, &mut subject, &tokens, suite).map_err(|why| broken(target, &why))?;
    let outcome = quietly(|| {
        campaign.run(Until { cases, time: None }, cores(), &mut |event| {
            if let Event::Put(tally, _) = event {
                bar.set_position(tally.put);
            }
        })
    });
    bar.finish_and_clear();
    interrupt::check()?;
    Ok(level::Campaign { cases: outcome.tally.put, seed, findings: outcome.findings.len() })
}

fn broken(target: &Target, why: &str) -> Failure {
    let text =
        format!("the adapter of `{}` is broken: {}", explain::harmless(&target.name, 100), explain::harmless(why, 500));
    Failure { exit: Exit::BrokenAdapter, text }
}

fn artifact(target: &Target, by: &ByArgs, implementation: &Implementation) -> Result<Artifact, Failure> {
    if !by.command.is_empty() {
        return artifact::command(&by.command, implementation);
    }
    if Target::built_in(&target.name).is_some() {
        return artifact::built_in(&target.name, implementation);
    }
    let registry = Registry::open(by.adapters.folder.as_deref(), by.adapters.cache.as_deref())?;
    match registry.named(&target.name) {
        Some((adapter, _)) => artifact::set_up(&registry, adapter, implementation),
        None => Err(Failure::usage(format!("there is no adapter `{}`; {}", target.name, registry.hint()))),
    }
}

fn runner() -> Resource {
    Resource {
        name: "runner".to_owned(),
        uri: format!("pkg:cargo/{}@{}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        ..Resource::default()
    }
}

/// The file of known failures that was held against it.
fn known_failures(text: &str) -> Resource {
    let digits = artifact::hexadecimal(&Sha256::digest(text));
    Resource {
        name: "expectations".to_owned(),
        digest: BTreeMap::from([("sha256".to_owned(), digits)]),
        ..Resource::default()
    }
}

/// The command line that issues the same certificate again.
fn again_command(
    target: &Target,
    command: &[OsString],
    order: &Order<'_>,
    profiles: &[&'static Profile],
) -> Vec<String> {
    let mut words = vec!["audiometer".to_owned(), "certify".to_owned()];
    if command.is_empty() {
        words.push(target.name.clone());
    }
    words.extend(profiles.iter().flat_map(|profile| ["--profile".to_owned(), profile.name.clone()]));
    words.extend(["--seed".to_owned(), order.seed.to_string()]);
    if let Some((cases, _)) = order.campaign {
        words.extend(["--campaign".to_owned(), cases.to_string()]);
    }
    if !command.is_empty() {
        words.push("--".to_owned());
        words.extend(command.iter().map(|word| word.to_string_lossy().into_owned()));
    }
    words
}

/// The time, or the one that `SOURCE_DATE_EPOCH` gives, so that the same run gives the same file.
fn now() -> Result<String, Failure> {
    let time = match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => SystemTime::now(),
        Ok(text) => text
            .parse()
            .ok()
            .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
            .filter(|time| *time < SystemTime::UNIX_EPOCH + Duration::from_secs(YEAR_10_000))
            .ok_or_else(|| Failure::usage("SOURCE_DATE_EPOCH: is no number of seconds since 1970"))?,
    };
    Ok(humantime::format_rfc3339_seconds(time).to_string())
}

/// The first second that has no date of four digits.
const YEAR_10_000: u64 = 253_402_300_800;
