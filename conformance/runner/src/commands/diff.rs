//! `audiometer diff`: what changed between two runs, or two sets of results?

use crate::args::DiffArgs;
use crate::exit::{Exit, Failure};
use crate::render::count;
use crate::render::page::{BAD, GOOD, STRONG, WARN, styled};
use crate::results::{Line, Results, VECTORS};
use crate::{saved, write};
use audiometer::Suite;
use audiometer::explain::harmless;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// How many cases of one kind are listed for one implementation.
const LISTED: usize = 20;

pub(crate) fn execute(args: &DiffArgs) -> Result<Exit, Failure> {
    let suite = Suite::embedded();
    let (mut old, new) = (Measured::read(&args.old)?, Measured::read(&args.new)?);
    if new.targets.is_empty() {
        return Err(Failure::nothing(format!("there are no results in {}", args.new.display())));
    }
    let vectors = Vectors::between(&mut old, &new, &suite.ledger.renamed);
    let mut text = String::new();
    let mut changes: Vec<(&str, Option<Changes<'_>>)> = Vec::new();
    for (target, new) in &new.targets {
        let between = old.targets.get(target).map(|old| Changes::between(old, new, &vectors));
        if between.as_ref().is_none_or(|changes| !changes.is_none()) {
            changes.push((target, between));
        }
    }
    let worse = |changes: &Option<Changes<'_>>| changes.as_ref().map_or(0, |changes| changes.worse.len());
    changes.sort_by_key(|(_, changes)| std::cmp::Reverse(worse(changes)));
    for (target, changes) in &changes {
        match changes {
            None => writeln!(text, "{}: new", styled(STRONG, &harmless(target, 100))).unwrap_or_default(),
            Some(changes) => {
                writeln!(text, "{}", styled(STRONG, &harmless(target, 100))).unwrap_or_default();
                changes.render(&mut text);
            }
        }
    }
    vectors.render(&mut text, &suite.ledger.retired);
    let absent = old.targets.keys().filter(|target| !new.targets.contains_key(*target)).count();
    let worse = changes.iter().map(|(_, changes)| worse(changes)).sum();
    writeln!(
        text,
        "{} compared: {} changed, {}; {absent} of the old not among the new",
        count(new.targets.len(), "implementation"),
        changes.len(),
        count(worse, "regression")
    )
    .unwrap_or_default();
    write::out(&text)?;
    let changed = !changes.is_empty() || !vectors.is_none();
    Ok(if worse > 0 || (args.exact && changed) { Exit::Unexpected } else { Exit::AsExpected })
}

/// What was measured.
#[derive(Debug, Default)]
struct Measured {
    /// The ids of the vectors that were put, if that is told.
    vectors: Option<BTreeSet<String>>,
    targets: BTreeMap<String, Target>,
}

/// What was measured of one implementation.
#[derive(Debug, Default)]
struct Target {
    version: String,
    suite: String,
    cases: usize,
    /// By vector and profile; what is not listed passed. Which way an open case went is part of its outcome.
    outcomes: BTreeMap<(String, String), String>,
}

impl Measured {
    /// Reads a saved run, a file of results, or a folder of these.
    fn read(path: &Path) -> Result<Self, Failure> {
        if path.is_file() && is_run(path)? {
            return Self::of_run(path);
        }
        let list = path.join(VECTORS);
        let failed = |error| Failure::usage(format!("failed to read {}: {error}", list.display()));
        let vectors = match list.is_file() {
            true => Some(fs::read_to_string(&list).map_err(failed)?.lines().map(str::to_owned).collect()),
            false => None,
        };
        let targets = Results::read_all(path)?.into_iter().map(|(target, results)| (target, Target::of(&results)));
        Ok(Self { vectors, targets: targets.collect() })
    }

    fn of_run(path: &Path) -> Result<Self, Failure> {
        let (mut vectors, mut targets) = (BTreeSet::new(), BTreeMap::<String, Target>::new());
        let run = saved::outcomes(path, |target, case, outcome, answer| {
            let (vector, profile) = case.split_once('@').unwrap_or((case, ""));
            if !vectors.contains(vector) {
                vectors.insert(vector.to_owned());
            }
            if !targets.contains_key(target) {
                targets.insert(target.to_owned(), Target::default());
            }
            let Some(target) = targets.get_mut(target) else { return };
            target.cases += 1;
            if outcome != "pass" {
                target.outcomes.insert((vector.to_owned(), profile.to_owned()), told(outcome, answer));
            }
        })?;
        for (target, version) in run.versions {
            let target = targets.entry(target).or_default();
            (target.version, target.suite) = (version, run.suite.clone());
        }
        Ok(Self { vectors: Some(vectors), targets })
    }
}

/// Whether it is a saved run, by its first bytes.
fn is_run(path: &Path) -> Result<bool, Failure> {
    const START: &[u8] = br#"{"type":"#;
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(START.len() as u64).read_to_end(&mut start));
    read.map_err(|error| Failure::usage(format!("failed to read {}: {error}", path.display())))?;
    Ok(start == START)
}

impl Target {
    fn of(results: &Results) -> Self {
        let owned = |((vector, profile), line): ((&str, &str), &Line)| {
            ((vector.to_owned(), profile.to_owned()), told(&line.outcome, &line.answer))
        };
        Self {
            version: results.header.implementation.version.clone(),
            suite: results.header.suite.version.clone(),
            cases: results.header.profiles.values().flat_map(BTreeMap::values).sum(),
            outcomes: results.outcomes().into_iter().map(owned).collect(),
        }
    }
}

/// What became of the vectors themselves, where both sides tell theirs.
#[derive(Debug, Default)]
struct Vectors {
    added: BTreeSet<String>,
    removed: BTreeSet<String>,
    /// Old id and new.
    renamed: Vec<(String, String)>,
}

impl Vectors {
    /// Gives the old ones their new names, and tells what is left of the difference.
    fn between(old: &mut Measured, new: &Measured, names: &BTreeMap<String, String>) -> Self {
        let mut renamed = BTreeSet::new();
        let mut rename = |id: &mut String| {
            let before = id.clone();
            while let Some(name) = names.get(id.as_str()) {
                id.clone_from(name);
            }
            if before != *id {
                renamed.insert((before, id.clone()));
            }
        };
        for target in old.targets.values_mut() {
            let outcomes = std::mem::take(&mut target.outcomes).into_iter().map(|((mut vector, profile), outcome)| {
                rename(&mut vector);
                ((vector, profile), outcome)
            });
            target.outcomes = outcomes.collect();
        }
        if let Some(vectors) = &mut old.vectors {
            let named = std::mem::take(vectors).into_iter().map(|mut id| {
                rename(&mut id);
                id
            });
            *vectors = named.collect();
        }
        let without = |these: &Measured, those: &Measured| match (&these.vectors, &those.vectors) {
            (Some(these), Some(those)) => these.difference(those).cloned().collect(),
            _ => BTreeSet::new(),
        };
        let (added, removed) = (without(new, old), without(old, new));
        Self { added, removed, renamed: renamed.into_iter().collect() }
    }

    fn is_none(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.renamed.is_empty()
    }

    fn render(&self, text: &mut String, retired: &BTreeMap<String, String>) {
        if self.is_none() {
            return;
        }
        let (added, removed, renamed) = (self.added.len(), self.removed.len(), self.renamed.len());
        let title = styled(STRONG, "vectors");
        writeln!(text, "{title}: {added} added, {removed} removed, {renamed} renamed").unwrap_or_default();
        let removed = |id: &String| retired.get(id).map_or(id.clone(), |why| format!("{id}: {why}"));
        list(text, &styled(STRONG, "added"), self.added.iter().cloned());
        list(text, &styled(STRONG, "removed"), self.removed.iter().map(removed));
        list(text, &styled(STRONG, "renamed"), self.renamed.iter().map(|(old, new)| format!("{old}, now {new}")));
    }
}

/// Lists the first of them, and says how many more there are.
fn list(text: &mut String, title: &str, mut lines: impl ExactSizeIterator<Item = String>) {
    for line in lines.by_ref().take(LISTED) {
        writeln!(text, "  {title}  {}", harmless(&line, 300)).unwrap_or_default();
    }
    if lines.len() > 0 {
        writeln!(text, "  {title}  and {} more", lines.len()).unwrap_or_default();
    }
}

/// A case, and its outcome before and after.
type Change<'r> = (String, &'r str, &'r str);

/// What is different.
#[derive(Debug, Default)]
struct Changes<'r> {
    about: Vec<String>,
    worse: Vec<Change<'r>>,
    other: Vec<Change<'r>>,
    /// Cases of new vectors that did not pass: no regression.
    new: Vec<(String, &'r str)>,
}

impl<'r> Changes<'r> {
    fn between(old: &'r Target, new: &'r Target, vectors: &Vectors) -> Self {
        let mut changes = Self::default();
        let mut differ = |what: &str, old: &str, new: &str| {
            if old != new {
                changes.about.push(format!("{what}: {old} before, {new} now"));
            }
        };
        differ("version", &old.version, &new.version);
        differ("suite", &old.suite, &new.suite);
        differ("cases", &old.cases.to_string(), &new.cases.to_string());
        let cases: BTreeSet<&(String, String)> = old.outcomes.keys().chain(new.outcomes.keys()).collect();
        for case in cases {
            let outcome = |of: &'r Target| of.outcomes.get(case).map_or("pass", String::as_str);
            let (was, is) = (outcome(old), outcome(new));
            let (vector, profile) = case;
            let name = format!("{vector}@{profile}");
            if vectors.added.contains(vector) {
                changes.new.push((name, is));
            } else if was != is && !vectors.removed.contains(vector) {
                let change = (name, was, is);
                if rank(is) > rank(was) { changes.worse.push(change) } else { changes.other.push(change) }
            }
        }
        changes.worse.sort_by_key(|(_, _, is)| std::cmp::Reverse(rank(is)));
        changes.new.sort_by_key(|(_, is)| std::cmp::Reverse(rank(is)));
        changes
    }

    fn is_none(&self) -> bool {
        self.about.is_empty() && self.worse.is_empty() && self.other.is_empty() && self.new.is_empty()
    }

    fn render(&self, text: &mut String) {
        for about in &self.about {
            writeln!(text, "  {}", harmless(about, 200)).unwrap_or_default();
        }
        let change = |(case, was, is): &Change<'_>| format!("{case}: {was} before, {is} now");
        list(text, &styled(BAD, "worse"), self.worse.iter().map(change));
        list(text, &styled(GOOD, "not worse"), self.other.iter().map(change));
        list(text, &styled(WARN, "new vector"), self.new.iter().map(|(case, is)| format!("{case}: {is}")));
    }
}

/// An outcome in words; which way an open case went is part of it.
fn told(outcome: &str, answer: &str) -> String {
    match (outcome, answer) {
        ("choice", "accept") => "choice (accept)".to_owned(),
        ("choice", _) => "choice (reject)".to_owned(),
        _ => outcome.to_owned(),
    }
}

/// How bad an outcome is.
fn rank(outcome: &str) -> u8 {
    match outcome {
        "false-accept" => 5,
        "fault" | "unstable" => 4,
        "false-reject" => 3,
        "vacuous" => 2,
        "unsupported" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(vectors: &[&str], failing: &[(&str, &str)]) -> Measured {
        let outcomes =
            failing.iter().map(|(id, outcome)| (((*id).to_owned(), "oidc".to_owned()), (*outcome).to_owned()));
        let target = Target { outcomes: outcomes.collect(), ..Target::default() };
        let vectors = vectors.iter().map(|id| (*id).to_owned()).collect();
        Measured { vectors: Some(vectors), targets: BTreeMap::from([("library".to_owned(), target)]) }
    }

    #[test]
    fn what_a_renamed_vector_showed_is_compared_under_its_new_name_and_a_new_vector_is_no_regression() {
        let mut old = measured(&["a", "b", "c"], &[("a", "false-accept"), ("c", "fault")]);
        let new = measured(&["b", "d", "e"], &[("b", "false-reject"), ("d", "false-accept"), ("e", "false-accept")]);
        let names = [("a", "z"), ("z", "d")].map(|(old, new)| (old.to_owned(), new.to_owned()));
        let vectors = Vectors::between(&mut old, &new, &names.into());
        assert_eq!(vectors.renamed, [("a".to_owned(), "d".to_owned())]);
        assert!(vectors.added.iter().eq(["e"]) && vectors.removed.iter().eq(["c"]), "{vectors:?}");
        let changes = Changes::between(&old.targets["library"], &new.targets["library"], &vectors);
        assert_eq!(changes.worse, [("b@oidc".to_owned(), "pass", "false-reject")]);
        assert_eq!(changes.new, [("e@oidc".to_owned(), "false-accept")]);
        assert!(changes.other.is_empty(), "{changes:?}");
    }
}
