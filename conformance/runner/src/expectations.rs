//! Which failures of an implementation are known, and is that still so?
//!
//! A file of expectations is TOML. Each `[[known-failure]]` has `cases` (ids of vectors or cases, or globs), the answer
//! that was `observed`, a `reason`, and where there is one a `link`; `documented` says that the implementation's
//! documentation describes it so.

use crate::exit::Failure;
use crate::glob::Pattern;
use audiometer::{Outcome, Record, Report, Suite};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;
use toml::Spanned;

/// The known failures of one implementation.
#[derive(Debug)]
pub(crate) struct Expectations {
    /// The path, for messages.
    pub(crate) path: String,
    entries: Vec<Entry>,
}

/// One cause, and the cases that it makes fail.
#[derive(Debug)]
pub(crate) struct Entry {
    cases: Vec<Case>,
    observed: Observed,
    /// Why they fail.
    pub(crate) reason: String,
    /// Whether the implementation's documentation says that it is so.
    pub(crate) documented: bool,
    /// Where it was reported, or is documented.
    pub(crate) link: Option<String>,
}

impl Entry {
    /// Whether it means this case.
    pub(crate) fn means(&self, vector: &str, profile: &str) -> bool {
        let case = format!("{vector}@{profile}");
        self.cases.iter().any(|named| named.pattern.matches(vector) || named.pattern.matches(&case))
    }

    /// The outcomes that are known by it.
    pub(crate) fn outcomes(&self) -> &'static [&'static str] {
        match self.observed {
            Observed::Accept => &["false-accept"],
            Observed::Reject => &["false-reject", "vacuous"],
            Observed::Fault => &["fault"],
            Observed::Unstable => &["unstable"],
        }
    }
}

#[derive(Debug)]
struct Case {
    line: usize,
    text: String,
    pattern: Pattern,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Observed {
    Accept,
    Reject,
    Fault,
    Unstable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "known-failure", default)]
    known_failures: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    cases: Vec<Spanned<String>>,
    observed: Observed,
    reason: String,
    #[serde(default)]
    documented: bool,
    link: Option<String>,
}

/// An entry that is to be deleted, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stale {
    /// `path:line`
    pub(crate) place: String,
    /// The line's pattern.
    pub(crate) pattern: String,
    /// Why it is stale.
    pub(crate) why: String,
}

/// The path and the text of an implementation's file in a folder of expectations; `None` if it has none.
pub(crate) fn file(folder: &Path, name: &str) -> Result<Option<(String, String)>, Failure> {
    let path = folder.join(format!("{name}.toml"));
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path.display().to_string(), text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::usage(format!("failed to read {}: {error}", path.display()))),
    }
}

impl Expectations {
    /// Reads a file of expectations; the error names path, line and field.
    pub(crate) fn read(path: &str, text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("{path}: {error}"))?;
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let mut entries = Vec::new();
        for mut raw in file.known_failures {
            let mut cases = Vec::new();
            for case in std::mem::take(&mut raw.cases) {
                let line = line(case.span().start);
                let text = case.into_inner();
                let pattern = Pattern::new(&text).map_err(|error| format!("{path}:{line}: cases: {error}"))?;
                cases.push(Case { line, text, pattern });
            }
            if raw.reason.trim().is_empty() {
                let line = cases.first().map_or(0, |case| case.line);
                return Err(format!("{path}:{line}: reason: is empty; a known failure has a reason"));
            }
            let Raw { observed, reason, documented, link, .. } = raw;
            entries.push(Entry { cases, observed, reason, documented, link });
        }
        Ok(Self { path: path.to_owned(), entries })
    }

    /// Each cause.
    pub(crate) fn causes(&self) -> &[Entry] {
        &self.entries
    }

    /// For each record of a report the entry that it is a known failure by, and the entries that are stale. Patterns that
    /// mean only cases which this run left out are left alone.
    pub(crate) fn hold<'e>(&'e self, report: &Report<'_>, suite: &Suite) -> (Vec<Option<&'e Entry>>, Vec<Stale>) {
        let mut known = vec![None; report.records.len()];
        let mut stale = Vec::new();
        for entry in &self.entries {
            for case in &entry.cases {
                let mut meant = 0;
                let mut passing = Vec::new();
                for (at, record) in
                    report.records.iter().enumerate().filter(|(_, record)| case.pattern.means(&record.entry))
                {
                    meant += 1;
                    if !record.outcome.is_failure() {
                        passing.push(record);
                    } else if observed(record) == entry.observed {
                        known[at] = Some(entry);
                    }
                }
                if let Some(why) =
                    why_stale(meant, &passing, || suite.entries().any(|entry| case.pattern.means(&entry)))
                {
                    stale.push(Stale {
                        place: format!("{}:{}", self.path, case.line),
                        pattern: case.text.clone(),
                        why,
                    });
                }
            }
        }
        (known, stale)
    }
}

fn why_stale(meant: usize, passing: &[&Record<'_>], elsewhere: impl Fn() -> bool) -> Option<String> {
    match passing {
        [] if meant > 0 || elsewhere() => None,
        [] => Some("it matches no case of the suite".to_owned()),
        [first, more @ ..] => {
            let others = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            Some(format!("{}{others}: the outcome is {} now", first.entry.id(), first.outcome.name()))
        }
    }
}

fn observed(record: &Record<'_>) -> Observed {
    match (&record.outcome, &record.answer) {
        (Outcome::Unstable { .. }, _) => Observed::Unstable,
        (_, audiometer::Answer::Accept) => Observed::Accept,
        (_, audiometer::Answer::Reject { .. }) => Observed::Reject,
        (_, audiometer::Answer::Fault { .. } | audiometer::Answer::Unsupported { .. }) => Observed::Fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::{Answer, Plan, run};

    fn hold(text: &str, filter: &str) -> (usize, Vec<String>) {
        let suite = Suite::embedded();
        let pattern = Pattern::new(filter).expect("glob");
        let plan = Plan::all(suite).only(|entry| pattern.means(entry));
        let report = run(&plan, &mut |_: &audiometer::Case<'_>| Answer::Accept);
        let expectations = Expectations::read("x.toml", text).expect("reads");
        let (known, stale) = expectations.hold(&report, suite);
        (
            known.iter().flatten().count(),
            stale.into_iter().map(|stale| format!("{}: {}", stale.place, stale.why)).collect(),
        )
    }

    fn entry(case: &str, observed: &str) -> String {
        format!(
            "[[known-failure]]\ncases = [\n  \"{case}\",\n]\nobserved = \"{observed}\"\nreason = \"it accepts everything\"\n"
        )
    }

    #[test]
    fn what_is_recorded_is_known_and_nothing_else() {
        let filter = "rfc7519/aud/integer@jwt-core";
        assert_eq!(hold(&entry(filter, "accept"), filter), (1, vec![]));
        assert_eq!(hold(&entry("rfc7519/aud/integer", "accept"), filter), (1, vec![]));
        assert_eq!(hold(&entry(filter, "fault"), filter), (0, vec![]));
    }

    #[test]
    fn an_entry_that_passes_or_matches_nothing_is_stale_and_one_filtered_out_is_not() {
        let filter = "rfc7519/aud/string@jwt-core";
        assert_eq!(
            hold(&entry(filter, "accept"), filter),
            (0, vec!["x.toml:3: rfc7519/aud/string@jwt-core: the outcome is pass now".to_owned()])
        );
        assert_eq!(
            hold(&entry("rfc7519/aud/nothing-like-it", "accept"), filter),
            (0, vec!["x.toml:3: it matches no case of the suite".to_owned()])
        );
        assert_eq!(hold(&entry("rfc7519/aud/integer", "accept"), filter), (0, vec![]));
    }

    #[test]
    fn a_file_in_error_is_told_with_its_line() {
        let read = |text: &str| Expectations::read("x.toml", text).expect_err("refused");
        assert!(
            read("[[known-failure]]\ncases = []\nobserved = \"maybe\"\nreason = \"r\"\n")
                .contains("x.toml: TOML parse error at line 3")
        );
        assert!(read(&entry("a[", "accept")).starts_with("x.toml:3: cases: "));
        assert!(
            read(&entry("a", "accept").replace("it accepts everything", " ")).contains("x.toml:3: reason: is empty")
        );
        assert!(read("known = 1").contains("unknown field `known`"));
    }
}
