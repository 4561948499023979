//! `audiometer replay`: published vulnerabilities, the vulnerable version beside the fixed one.

use super::adapters::set_up_version;
use super::patterns;
use super::run::{Finished, put};
use super::targets::limits;
use crate::args::ReplayArgs;
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::mint::Tokens;
use crate::progress::Progress;
use crate::render::count;
use crate::render::page::{BAD, GOOD, PLAIN, Page, STRONG, WARN, styled};
use crate::subjects::Target;
use crate::subjects::registry::Registry;
use crate::write;
use audiometer::{Outcome, Plan, Record, Suite, explain};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;

/// `conformance/incidents.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "incident")]
    incidents: Vec<Incident>,
}

/// A bug that was published, and the versions with it and without.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Incident {
    /// The CVE, or where there is none another name.
    id: String,
    /// What was wrong, in a line.
    title: String,
    /// The adapter, with a variant where that is what shows it.
    adapter: String,
    /// The last version that has it, or one of them.
    vulnerable: String,
    /// The adapter of the fixed version, where that is another one.
    fixed_adapter: Option<String>,
    /// The first version without it.
    fixed: String,
    /// Which cases tell them apart: the vulnerable version fails each, and the fixed one passes it.
    cases: Vec<String>,
    /// Cases that the fixed version still fails, where the fix does not go far enough.
    #[serde(default)]
    still: Vec<String>,
    /// What it does not reach.
    incomplete: Option<String>,
    links: Vec<String>,
}

/// What came of an incident.
enum Replayed<'s> {
    /// Each case, with the version that failed where it should have passed or the other way round.
    Apart { vulnerable: Vec<Record<'s>>, fixed: Vec<Record<'s>>, wrong: Vec<String> },
    /// It was not run.
    NotRun(String),
}

pub(crate) fn execute(args: &ReplayArgs) -> Result<Exit, Failure> {
    let registry = Registry::open(args.adapters.folder.as_deref(), args.adapters.cache.as_deref())?;
    let path = args.file.clone().unwrap_or_else(|| registry.beside("incidents.toml"));
    let text = fs::read_to_string(&path)
        .map_err(|error| Failure::usage(format!("failed to read {}: {error}", path.display())))?;
    let File { incidents } =
        toml::from_str(&text).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    for name in &args.incidents {
        if !incidents.iter().any(|incident| incident.id.eq_ignore_ascii_case(name)) {
            return Err(Failure::usage(format!(
                "there is no incident `{name}`; `audiometer replay --list` shows them"
            )));
        }
    }
    let meant = |incident: &&Incident| {
        args.incidents.is_empty() || args.incidents.iter().any(|name| incident.id.eq_ignore_ascii_case(name))
    };
    let incidents: Vec<&Incident> = incidents.iter().filter(meant).collect();
    let mut page = Page::new(write::width(), 10);
    if args.list {
        for incident in &incidents {
            page.line(&format!("{}  {}", styled(STRONG, &incident.id), versions(incident)));
            page.field("", PLAIN, &incident.title);
        }
        write::out(&page.into_text())?;
        return Ok(Exit::AsExpected);
    }
    let tokens = Tokens::default();
    let progress = Progress::default();
    let (mut good, mut bad, mut not_run) = (0, 0, 0);
    for incident in &incidents {
        interrupt::check()?;
        let replayed = replay(incident, &registry, args, &tokens, &progress)?;
        interrupt::check()?;
        match &replayed {
            Replayed::NotRun(_) => not_run += 1,
            Replayed::Apart { wrong, .. } if wrong.is_empty() => good += 1,
            Replayed::Apart { .. } => bad += 1,
        }
        tell(&mut page, incident, &replayed);
    }
    page.line(&format!(
        "{}: {good} replayed as published, {bad} not, {not_run} not run",
        count(incidents.len(), "incident")
    ));
    write::out(&page.into_text())?;
    Ok(match (good, bad) {
        (_, 1..) => Exit::Unexpected,
        (0, 0) => Exit::NothingRan,
        _ => Exit::AsExpected,
    })
}

fn versions(incident: &Incident) -> String {
    let fixed = incident.fixed_adapter.as_deref().map_or(String::new(), |adapter| format!("{adapter} "));
    format!("{} {}, fixed in {fixed}{}", incident.adapter, incident.vulnerable, incident.fixed)
}

fn replay<'s>(
    incident: &Incident,
    registry: &Registry,
    args: &ReplayArgs,
    tokens: &'s Tokens,
    progress: &Progress,
) -> Result<Replayed<'s>, Failure> {
    let (apart, still) = (patterns(&incident.cases)?, patterns(&incident.still)?);
    let suite = Suite::embedded();
    let plan = Plan::all(suite).every_profile().only(|entry| apart.iter().chain(&still).any(|case| case.means(entry)));
    for (pattern, text) in apart.iter().chain(&still).zip(incident.cases.iter().chain(&incident.still)) {
        if !plan.entries().iter().any(|entry| pattern.means(entry)) {
            return Err(Failure::usage(format!("incident {}: `{text}` matches no case", incident.id)));
        }
    }
    let fixed_adapter = incident.fixed_adapter.as_ref().unwrap_or(&incident.adapter);
    let mut targets = Vec::new();
    for (name, version) in [(&incident.adapter, &incident.vulnerable), (fixed_adapter, &incident.fixed)] {
        let Some((adapter, variant)) = registry.named(name) else {
            return Err(Failure::usage(format!("incident {}: there is no adapter `{name}`", incident.id)));
        };
        // Its own version is set up as always, with its lock file.
        let other = (adapter.manifest.version != *version).then_some(version.as_str());
        if other.is_some() && adapter.manifest.setup.unlocked.is_empty() {
            return Err(Failure::usage(format!("incident {}: `{name}` has no setup.unlocked", incident.id)));
        }
        if let Err(why) = set_up_version(registry, adapter, other, progress) {
            return Ok(Replayed::NotRun(format!("{name} {version} could not be set up: {why}")));
        }
        let launch = registry.launch(adapter, variant, other);
        let vulnerable = targets.is_empty();
        targets.push(Target::at_version(format!("{name}@{version}"), launch, vulnerable));
    }
    let mut finished = put(&plan, suite, &targets, tokens, limits(&args.adapters), None).into_iter();
    let (vulnerable, fixed) = match (finished.next(), finished.next()) {
        (Some(Ok(vulnerable)), Some(Ok(fixed))) => (vulnerable, fixed),
        (Some(Err(why)), _) => return Ok(Replayed::NotRun(format!("{}: {why}", targets[0].name))),
        (_, Some(Err(why))) => return Ok(Replayed::NotRun(format!("{}: {why}", targets[1].name))),
        _ => return Ok(Replayed::NotRun("it was not run".to_owned())),
    };
    let mut wrong = Vec::new();
    for (Finished { report, .. }, version) in [(&vulnerable, &incident.vulnerable), (&fixed, &incident.fixed)] {
        let installed = &report.implementation.version;
        // A Debian package has a revision behind the version.
        if installed != version && version.split_once('-').is_none_or(|(upstream, _)| upstream != installed) {
            wrong.push(format!("{version} is wanted, and {installed} is installed"));
        }
    }
    // What the vulnerable version cannot be asked tells nothing.
    let asked = |(before, _): &(&Record<'_>, &Record<'_>)| !matches!(before.outcome, Outcome::Unsupported(_));
    let pairs: Vec<_> = vulnerable.report.records.iter().zip(&fixed.report.records).filter(asked).collect();
    if pairs.is_empty() {
        wrong.push("no case can be put to the vulnerable version".to_owned());
    }
    for &(before, after) in &pairs {
        let case = before.entry.id();
        if !before.outcome.is_failure() {
            wrong.push(format!("{case}: {} does not fail it ({})", incident.vulnerable, before.outcome.name()));
        }
        let has_to_fail = still.iter().any(|pattern| pattern.means(&after.entry));
        let passed = matches!(after.outcome, Outcome::Pass | Outcome::WrongReason(_));
        if after.outcome.is_failure() != has_to_fail || passed == has_to_fail {
            let what = if has_to_fail { "does not fail it" } else { "does not pass it" };
            wrong.push(format!("{case}: {} {what} ({})", incident.fixed, after.outcome.name()));
        }
    }
    let (vulnerable, fixed) = pairs.into_iter().map(|(before, after)| (before.clone(), after.clone())).unzip();
    Ok(Replayed::Apart { vulnerable, fixed, wrong })
}

fn tell(page: &mut Page, incident: &Incident, replayed: &Replayed<'_>) {
    page.line(&format!("{}  {}", styled(STRONG, &incident.id), versions(incident)));
    page.field("", PLAIN, &incident.title);
    for link in &incident.links {
        page.line(&format!("             {link}"));
    }
    match replayed {
        Replayed::NotRun(why) => page.field("not run", WARN, &explain::harmless(why, 800)),
        Replayed::Apart { vulnerable, fixed, wrong } => {
            // Cases that differ in the profile alone are told once.
            let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for record in vulnerable {
                told.entry(&record.entry.vector.id).or_default().push(&record.entry.profile.name);
            }
            for (id, profiles) in told {
                let find = |records: &[Record<'_>]| {
                    let found = records.iter().find(|record| record.entry.vector.id == id);
                    found.map_or(String::new(), |record| record.outcome.name().to_owned())
                };
                let under = if profiles.len() > 3 { count(profiles.len(), "profile") } else { profiles.join(", ") };
                page.field("case", PLAIN, &format!("{id} under {under}"));
                page.field("", PLAIN, &format!("{} before, {} after", find(vulnerable), find(fixed)));
            }
            if let Some(incomplete) = &incident.incomplete {
                page.field("incomplete", WARN, incomplete);
            }
            for wrong in wrong {
                page.field("not so", BAD, &explain::harmless(wrong, 300));
            }
            if wrong.is_empty() {
                page.field("replayed", GOOD, "the vulnerable version fails, and the fixed one does not");
            }
        }
    }
    page.line("");
}
