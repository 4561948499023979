//! Does a certificate say what follows from its own outcomes?

use super::{Extension, FORMAT, Lists, PREDICATE, Resource, STATEMENT, Statement, entries, held, level, suite};
use crate::results::SuiteId;
use audiometer::{Entry, Profile, Suite, explain};
use level::{Deviation, Held, Standing};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many differences are told of one kind.
const TOLD: usize = 10;

/// Reads a certificate.
///
/// # Errors
///
/// Why it is none, or which suite it is about.
pub(crate) fn read(text: &str, ours: &SuiteId) -> Result<Statement, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    if value.get("payloadType").is_some() || value.get("dsseEnvelope").is_some() {
        return Err("is an envelope around a certificate; verify its signature, and take the payload out of it: \
                    jq -r '.dsseEnvelope.payload // .payload' FILE | base64 -d"
            .to_owned());
    }
    for (field, wanted) in [("_type", STATEMENT), ("predicateType", PREDICATE)] {
        if value.get(field).and_then(serde_json::Value::as_str) != Some(wanted) {
            return Err(format!("is no certificate: {field} is not {wanted}"));
        }
    }
    let extension = &value["predicate"]["audiometer"];
    if extension.is_null() {
        return Err("is no certificate of this program: predicate.audiometer is missing".to_owned());
    }
    if extension["format"] != FORMAT {
        let format = explain::harmless(&extension["format"].to_string(), 20);
        return Err(format!("has format {format}, and this program reads {FORMAT}"));
    }
    let statement: Statement = serde_json::from_str(text)
        .map_err(|error| format!("is no certificate: {}", explain::harmless(&error.to_string(), 300)))?;
    let theirs = &statement.extension().suite;
    if theirs != ours {
        let told =
            |id: &SuiteId| format!("{} ({})", explain::harmless(&id.version, 20), explain::harmless(&id.digest, 80));
        return Err(format!(
            "is about suite {}, and this program has {}; verify it with the program that has that suite",
            told(theirs),
            told(ours)
        ));
    }
    Ok(statement)
}

/// What does not hold: its lists, counts and levels are computed anew from its outcomes and the suite. Empty if all does.
pub(crate) fn problems(statement: &Statement, of: &Suite) -> Vec<String> {
    let mut problems = Vec::new();
    let extension = statement.extension();
    resources(statement, &mut problems);
    let Some(profiles) = profiles(extension, &mut problems) else { return problems };
    let entries = entries(of, &profiles);
    let ids: Vec<String> = entries.iter().map(Entry::id).collect();
    let found = deviations(extension, &ids, &mut problems);
    let cases: Vec<Held<'_>> =
        entries.iter().zip(&ids).map(|(entry, id)| held(entry, id, found.get(id.as_str()).copied())).collect();
    for held in cases.iter().filter(|held| !held.is_possible()).take(TOLD) {
        problems.push(format!("{}: its outcome is none that the case can have", held.case));
    }
    let mut standings = Vec::new();
    for (profile, stated) in profiles.iter().zip(&extension.profiles) {
        let of_profile: Vec<Held<'_>> =
            entries.iter().zip(&cases).filter(|(entry, _)| entry.profile == *profile).map(|(_, held)| *held).collect();
        let right = level::standing(&profile.name, &of_profile, stated.campaign.clone());
        if right != *stated {
            problems.push(difference(stated, &right));
        }
        standings.push(right);
    }
    let lists = Lists::of(cases.iter());
    let result = lists.result(&standings);
    let predicate = &statement.predicate;
    if predicate.result != result {
        problems.push(format!("result: is {}, and has to be {}", predicate.result.name(), result.name()));
    }
    let stated = [
        ("passedTests", &predicate.passed_tests, &lists.passed),
        ("warnedTests", &predicate.warned_tests, &lists.warned),
        ("failedTests", &predicate.failed_tests, &lists.failed),
    ];
    for (name, stated, right) in stated {
        list(name, stated, right, &mut problems);
    }
    problems
}

/// Subject and configuration: the digests that have to be there, and the suite's.
fn resources(statement: &Statement, problems: &mut Vec<String>) {
    match &statement.subject[..] {
        [subject] if subject.digest.is_empty() => problems.push("subject: has no digest".to_owned()),
        [_] => {}
        subjects => problems.push(format!("subject: has {}, and has to have 1", subjects.len())),
    }
    let configuration = &statement.predicate.configuration;
    for resource in statement.subject.iter().chain(configuration) {
        let name = explain::harmless(&resource.name, 100);
        if resource.digest.is_empty() && resource.uri.is_empty() {
            problems.push(format!("{name}: has neither uri nor digest"));
        }
        for (algorithm, digits) in &resource.digest {
            let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            let length = match algorithm.as_str() {
                "sha512" => 128,
                _ => 64, // sha256 and dirHash1
            };
            if digits.len() != length || !digits.bytes().all(hexadecimal) {
                let algorithm = explain::harmless(algorithm, 20);
                problems.push(format!("{name}: its {algorithm} is not {length} hexadecimal digits in lower case"));
            }
        }
    }
    let suite = suite(&statement.extension().suite);
    let stated: Vec<&Resource> = configuration.iter().filter(|resource| resource.name == suite.name).collect();
    if stated != [&suite] {
        problems.push("configuration: its suite is not the one of the outcomes".to_owned());
    }
}

/// The profiles; nothing if one is unknown or named twice.
fn profiles(extension: &Extension, problems: &mut Vec<String>) -> Option<Vec<&'static Profile>> {
    let before = problems.len();
    let mut profiles: Vec<&'static Profile> = Vec::new();
    for standing in &extension.profiles {
        let name = explain::harmless(&standing.name, 40);
        match Profile::named(&standing.name) {
            Some(profile) if profiles.contains(&profile) => problems.push(format!("profiles: `{name}` is there twice")),
            Some(profile) => profiles.push(profile),
            None => problems.push(format!("profiles: there is no profile `{name}`")),
        }
    }
    if profiles.is_empty() {
        problems.push("profiles: there is none".to_owned());
    }
    (problems.len() == before).then_some(profiles)
}

/// The deviations by case; those of no case of these profiles, and second ones, are problems.
fn deviations<'e>(
    extension: &'e Extension,
    ids: &[String],
    problems: &mut Vec<String>,
) -> HashMap<&'e str, &'e Deviation> {
    let cases: HashSet<&str> = ids.iter().map(String::as_str).collect();
    let mut found = HashMap::new();
    let mut told = 0;
    for deviation in &extension.deviations {
        let twice = found.insert(deviation.case.as_str(), deviation).is_some();
        let strange = !cases.contains(deviation.case.as_str());
        if (twice || strange) && told < TOLD {
            told += 1;
            let why = if twice { "is there twice" } else { "is no case of its profiles" };
            problems.push(format!("deviations: {} {why}", explain::harmless(&deviation.case, 200)));
        }
    }
    found
}

/// What a profile's standing says otherwise than it has to.
fn difference(stated: &Standing, right: &Standing) -> String {
    let name = &right.name;
    if stated.level != right.level {
        return format!("{name}: the level is {}, and its outcomes make it {}", stated.level, right.level);
    }
    if (stated.cases, stated.passed, &stated.outcomes) != (right.cases, right.passed, &right.outcomes) {
        return format!("{name}: its counts are not those of its outcomes");
    }
    format!("{name}: its bars, features or choices are not those of its outcomes")
}

/// What one of the three lists has too many or too few.
fn list(name: &str, stated: &[String], right: &[String], problems: &mut Vec<String>) {
    if stated == right {
        return;
    }
    let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
    right.iter().for_each(|case| *counted.entry(case).or_default() += 1);
    stated.iter().for_each(|case| *counted.entry(case).or_default() -= 1);
    let mut wrong = counted.into_iter().filter(|(_, count)| *count != 0).peekable();
    if wrong.peek().is_none() {
        problems.push(format!("{name}: is not in the order of the suite"));
    }
    for (case, count) in wrong.take(TOLD) {
        let why = if count > 0 { "is missing" } else { "does not belong there" };
        problems.push(format!("{name}: {} {why}", explain::harmless(case, 200)));
    }
}

/// How two certificates of one target differ, beside time, machine, and program: what was certified, and what came of it now.
pub(crate) fn differences(then: &Statement, now: &Statement) -> Vec<String> {
    let mut differences = Vec::new();
    let mut differ = |what: &str, then: String, now: String| {
        if then != now {
            let (then, now) = (explain::harmless(&then, 200), explain::harmless(&now, 200));
            differences.push(format!("{what}: {then} is certified, and it is {now} now"));
        }
    };
    let (was, is) = (then.extension(), now.extension());
    differ("implementation", named(was), named(is));
    for (was, is) in then.subject.iter().zip(&now.subject) {
        differ("subject", was.name.clone(), is.name.clone());
        differ("digest of the subject", digests(&was.digest), digests(&is.digest));
    }
    for name in ["adapter", "expectations"] {
        let of = |statement: &Statement| {
            let mut found: Vec<String> = Vec::new();
            for resource in statement.predicate.configuration.iter().filter(|resource| resource.name == name) {
                found.push(digests(&resource.digest));
            }
            if found.is_empty() { "none".to_owned() } else { found.join(", ") }
        };
        differ(&format!("digest of the {name}"), of(then), of(now));
    }
    let names =
        |extension: &Extension| extension.features.iter().map(|feature| feature.name()).collect::<Vec<_>>().join(", ");
    differ("features", names(was), names(is));
    for (was, is) in was.profiles.iter().zip(&is.profiles) {
        differ(&format!("{}: level", was.name), was.level.to_string(), is.level.to_string());
    }
    let old: BTreeMap<&str, &Deviation> = was.deviations.iter().map(|found| (found.case.as_str(), found)).collect();
    let new: BTreeMap<&str, &Deviation> = is.deviations.iter().map(|found| (found.case.as_str(), found)).collect();
    let cases: std::collections::BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let changed = cases.into_iter().filter_map(|case| {
        let told = |found: Option<&&Deviation>| match found {
            None => "pass".to_owned(),
            Some(found) => format!("{} ({})", word(&found.outcome), word(&found.answer)),
        };
        let (was, is) = (told(old.get(case)), told(new.get(case)));
        (was != is).then(|| format!("{case}: {was} is certified, and it is {is} now"))
    });
    let changed: Vec<String> = changed.collect();
    let more = changed.len().saturating_sub(TOLD);
    differences.extend(changed.into_iter().take(TOLD));
    if more > 0 {
        differences.push(format!("and {more} cases more"));
    }
    differences
}

fn named(extension: &Extension) -> String {
    format!("{} {}", extension.implementation.name, extension.implementation.version)
}

fn digests(digest: &BTreeMap<String, String>) -> String {
    digest.iter().map(|(algorithm, digits)| format!("{algorithm}:{digits}")).collect::<Vec<_>>().join(" ")
}

/// A name as it stands in the file.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| Some(value.as_str()?.to_owned())).unwrap_or_default()
}
