//! Which failures of an implementation are known?
//!
//! A file of expectations is TOML. `docs/expectations.md` describes each field, and each way in which a file comes to be
//! out of date.

mod hold;
mod range;

pub(crate) use hold::{Held, Standing, corrected, observed};

use crate::exit::Failure;
use crate::glob::Pattern;
use crate::source::Source;
use range::Range;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use toml::Spanned;
use toml::value::{Date, Datetime};

/// The reason of an entry that nobody has looked into. It excuses a failure like any other, and is told of.
pub(crate) const NOT_LOOKED_INTO: &str = "not looked into yet";

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
    pub(crate) cases: Vec<Named>,
    /// What the implementation does instead of what is right.
    pub(crate) observed: Observed,
    /// The line that says so.
    observed_line: usize,
    /// Why they fail.
    pub(crate) reason: String,
    /// Whether the implementation's documentation says that it is so.
    pub(crate) documented: bool,
    /// Where it was reported, or is documented.
    pub(crate) link: Option<String>,
    /// The day on which it was written down.
    pub(crate) since: Option<Date>,
    /// The last day on which it holds, and the line that says so.
    expires: Option<(Date, usize)>,
    /// The implementation's versions for which it holds, the text that says so, and its line.
    versions: Option<(Range, String, usize)>,
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

    /// The line that says what was observed.
    pub(crate) fn observed_line(&self) -> usize {
        self.observed_line
    }

    /// The last day on which it holds.
    pub(crate) fn expires(&self) -> Option<Date> {
        self.expires.map(|(day, _)| day)
    }
}

/// One element of `cases`.
#[derive(Debug)]
pub(crate) struct Named {
    /// Its line.
    pub(crate) line: usize,
    /// The id or glob.
    pub(crate) text: String,
    pattern: Pattern,
}

impl Named {
    /// Whether it means this case.
    pub(crate) fn means(&self, case: &audiometer::Entry<'_>) -> bool {
        self.pattern.means(case)
    }
}

/// What an implementation does that it should not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Observed {
    Accept,
    Reject,
    Fault,
    Unstable,
}

impl fmt::Display for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Fault => "fault",
            Self::Unstable => "unstable",
        })
    }
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
    cases: Spanned<Vec<Spanned<String>>>,
    observed: Spanned<Observed>,
    reason: Spanned<String>,
    #[serde(default)]
    documented: bool,
    link: Option<String>,
    since: Option<Spanned<toml::Value>>,
    expires: Option<Spanned<toml::Value>>,
    versions: Option<Spanned<String>>,
}

/// A line that is to be deleted or changed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stale {
    /// What is to be done with it: `delete` or `change`.
    pub(crate) remedy: Cow<'static, str>,
    /// `path:line`
    pub(crate) place: String,
    /// The line's pattern, or the field in it that is to be changed.
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
    /// Reads a file of expectations; the error names path, line, column and field.
    pub(crate) fn read(path: &str, text: &str) -> Result<Self, String> {
        let source = Source::new(path, text);
        let file: File = source.read()?;
        let entries = file.known_failures.into_iter().map(|raw| entry(source, raw)).collect::<Result<_, _>>()?;
        Ok(Self { path: path.to_owned(), entries })
    }

    /// Each cause.
    pub(crate) fn causes(&self) -> &[Entry] {
        &self.entries
    }
}

fn entry(source: Source<'_>, raw: Raw) -> Result<Entry, String> {
    let Raw { cases, observed, reason, documented, link, since, expires, versions } = raw;
    if cases.get_ref().is_empty() {
        return Err(source.mistake(cases.span().start, "cases: is empty; name the cases, or delete the entry"));
    }
    let named = cases.into_inner().into_iter().map(|case| {
        let at = case.span().start;
        let text = case.into_inner();
        let pattern = Pattern::new(&text).map_err(|error| source.mistake(at, &format!("cases: {error}")))?;
        Ok::<_, String>(Named { line: source.line(at), text, pattern })
    });
    let named = named.collect::<Result<_, _>>()?;
    if reason.get_ref().trim().is_empty() {
        return Err(source.mistake(reason.span().start, "reason: is empty; a known failure has a reason"));
    }
    let since = since.map(|since| day(source, "since", &since)).transpose()?;
    let expires = match expires {
        None => None,
        Some(expires) => {
            let (last, at) = (day(source, "expires", &expires)?, expires.span().start);
            if since.is_some_and(|since| last < since) {
                return Err(source.mistake(at, "expires: is before `since`"));
            }
            Some((last, source.line(at)))
        }
    };
    let versions = match versions {
        None => None,
        Some(versions) => {
            let at = versions.span().start;
            let text = versions.into_inner();
            let range = Range::read(&text).map_err(|error| source.mistake(at, &format!("versions: {error}")))?;
            Some((range, text, source.line(at)))
        }
    };
    let observed_line = source.line(observed.span().start);
    let (observed, reason) = (observed.into_inner(), reason.into_inner());
    Ok(Entry { cases: named, observed, observed_line, reason, documented, link, since, expires, versions })
}

/// A day, written as TOML writes days.
fn day(source: Source<'_>, field: &str, value: &Spanned<toml::Value>) -> Result<Date, String> {
    match value.get_ref() {
        toml::Value::Datetime(Datetime { date: Some(day), time: None, offset: None }) => Ok(*day),
        _ => Err(source
            .mistake(value.span().start, &format!("{field}: is no day, such as 2026-12-31, without quotation marks"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(case: &str, observed: &str) -> String {
        format!(
            "[[known-failure]]\ncases = [\n  \"{case}\",\n]\nobserved = \"{observed}\"\nreason = \"it accepts everything\"\n"
        )
    }

    #[test]
    fn a_file_in_error_is_told_with_line_and_column() {
        let read = |text: &str| Expectations::read("x.toml", text).expect_err("refused");
        let with = |field: &str| read(&format!("{}{field}\n", entry("a", "accept")));
        for (said, told) in [
            (read(&entry("a", "maybe")), "x.toml:5:12: unknown variant `maybe`, expected one of `accept`, `reject`"),
            (read(&entry("a[", "accept")), "x.toml:3:3: cases: "),
            (
                read("[[known-failure]]\ncases = []\nobserved = \"fault\"\nreason = \"r\"\n"),
                "x.toml:2:9: cases: is empty; name the cases, or delete the entry",
            ),
            (
                read(&entry("a", "accept").replace("it accepts everything", " ")),
                "x.toml:6:10: reason: is empty; a known failure has a reason",
            ),
            (read("known = 1"), "x.toml:1:1: unknown field `known`"),
            (read("[[known-failure]]\ncases = [\"\u{e4}\", 1]\n"), "x.toml:2:15: invalid type: integer `1`"),
            (read("[[known-failure]\n"), "x.toml:1:17: unclosed array table"),
            (
                with("since = \"2026-11-22\""),
                "x.toml:7:9: since: is no day, such as 2026-12-31, without quotation marks",
            ),
            (with("expires = 2026-12-31T10:00:00Z"), "x.toml:7:11: expires: is no day"),
            (with("expires = 2026-02-30"), "x.toml:7:"),
            (with("since = 2026-11-22\nexpires = 2026-11-21"), "x.toml:8:11: expires: is before `since`"),
            (with("versions = \"^2\""), "x.toml:7:12: versions: is no range such as \">=2.0, <3\""),
            (with("\"\\u001b[31m\" = 1"), "x.toml:7:1: unknown field `\\u001b[31m`"),
        ] {
            assert!(said.starts_with(told), "{said:?} does not begin with {told:?}");
            assert!(!said.contains(char::is_control), "{said:?}");
        }
    }

    #[test]
    fn an_entry_tells_all_that_it_knows() {
        let text = entry("a", "accept") + "since = 2026-11-22\nexpires = 2026-12-31\nversions = \">=2, <3\"\n";
        let read = Expectations::read("x.toml", &text).expect("reads");
        let [entry] = read.causes() else { panic!("{read:?}") };
        assert_eq!(entry.since.map(|day| day.to_string()).as_deref(), Some("2026-11-22"));
        assert_eq!(entry.expires().map(|day| day.to_string()).as_deref(), Some("2026-12-31"));
        assert!(entry.means("a", "oidc") && !entry.means("b", "oidc"));
    }
}
