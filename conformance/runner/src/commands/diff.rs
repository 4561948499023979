//! `audiometer diff`: what changed between two sets of results?

use crate::args::DiffArgs;
use crate::exit::{Exit, Failure};
use crate::render::count;
use crate::render::page::{BAD, GOOD, STRONG, WARN, styled};
use crate::results::{Line, Results};
use crate::write;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// How many cases of one kind are listed for one implementation.
const LISTED: usize = 20;

pub(crate) fn execute(args: &DiffArgs) -> Result<Exit, Failure> {
    let (old, new) = (Results::read_all(&args.old)?, Results::read_all(&args.new)?);
    if new.is_empty() {
        return Err(Failure::nothing(format!("there are no results in {}", args.new.display())));
    }
    let mut text = String::new();
    let (mut worse, mut changed) = (0, 0);
    for (target, new) in &new {
        let Some(old) = old.get(target) else {
            changed += 1;
            writeln!(text, "{}: new", styled(STRONG, target)).unwrap_or_default();
            continue;
        };
        let changes = Changes::between(old, new);
        if changes.is_none() {
            continue;
        }
        worse += changes.worse.len();
        changed += 1;
        writeln!(text, "{}", styled(STRONG, target)).unwrap_or_default();
        changes.render(&mut text);
    }
    let absent = old.keys().filter(|target| !new.contains_key(*target)).count();
    writeln!(
        text,
        "{} compared: {} changed, {}; {absent} of the old not among the new",
        count(new.len(), "implementation"),
        changed,
        count(worse, "regression")
    )
    .unwrap_or_default();
    write::out(&text)?;
    Ok(if worse > 0 || (args.exact && changed > 0) { Exit::Unexpected } else { Exit::AsExpected })
}

/// A case, and its outcome before and after.
type Change<'r> = (String, &'r str, &'r str);

/// What is different.
#[derive(Debug, Default)]
struct Changes<'r> {
    about: Vec<String>,
    worse: Vec<Change<'r>>,
    other: Vec<Change<'r>>,
}

impl<'r> Changes<'r> {
    fn between(old: &'r Results, new: &'r Results) -> Self {
        let mut changes = Self::default();
        let mut differ = |what: &str, old: &str, new: &str| {
            if old != new {
                changes.about.push(format!("{what}: {old} before, {new} now"));
            }
        };
        differ("version", &old.header.implementation.version, &new.header.implementation.version);
        differ("suite", &old.header.suite.version, &new.header.suite.version);
        let cases = |results: &Results| results.header.profiles.values().flat_map(BTreeMap::values).sum::<usize>();
        differ("cases", &cases(old).to_string(), &cases(new).to_string());
        let (before, after) = (old.outcomes(), new.outcomes());
        let named: BTreeSet<(&str, &str)> = before.keys().chain(after.keys()).copied().collect();
        for case in named {
            let was = outcome(before.get(&case).copied());
            let is = outcome(after.get(&case).copied());
            if was != is {
                let change = (format!("{}@{}", case.0, case.1), was, is);
                if rank(is) > rank(was) { changes.worse.push(change) } else { changes.other.push(change) }
            }
        }
        changes.worse.sort_by_key(|(_, _, is)| std::cmp::Reverse(rank(is)));
        changes
    }

    fn is_none(&self) -> bool {
        self.about.is_empty() && self.worse.is_empty() && self.other.is_empty()
    }

    fn render(&self, text: &mut String) {
        for about in &self.about {
            writeln!(text, "  {about}").unwrap_or_default();
        }
        for (title, style, changes) in [("worse", BAD, &self.worse), ("not worse", GOOD, &self.other)] {
            for (case, was, is) in changes.iter().take(LISTED) {
                writeln!(text, "  {}  {case}: {was} before, {is} now", styled(style, title)).unwrap_or_default();
            }
            if let Some(more) = changes.len().checked_sub(LISTED).filter(|more| *more > 0) {
                writeln!(text, "  {}  and {more} more", styled(WARN, title)).unwrap_or_default();
            }
        }
    }
}

/// What is not listed passed. Which way an open case went is part of its outcome.
fn outcome(line: Option<&Line>) -> &str {
    match line {
        None => "pass",
        Some(line) if line.outcome == "choice" && line.answer == "accept" => "choice (accept)",
        Some(line) if line.outcome == "choice" => "choice (reject)",
        Some(line) => &line.outcome,
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
