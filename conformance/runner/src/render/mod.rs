//! How does a run look? One file a format; nothing here runs anything.

pub(crate) mod campaign;
pub(crate) mod certificate;
pub(crate) mod human;
pub(crate) mod jsonl;
pub(crate) mod page;
pub(crate) mod results;

use crate::expectations::{Entry, Stale};
use audiometer::protocol::Kind;
use audiometer::{Record, Report};

/// A report with what was expected of it.
pub(crate) struct Run<'a> {
    /// The target's name.
    pub(crate) name: String,
    /// What came out.
    pub(crate) report: Report<'a>,
    /// Whether it decides, or leaves that to the application.
    pub(crate) kind: Kind,
    /// How the library is configured, in a line.
    pub(crate) notes: String,
    /// How many processes had to be started after the first.
    pub(crate) restarts: u32,
    /// For each record the entry by which it is a known failure.
    pub(crate) known: Vec<Option<&'a Entry>>,
    /// Entries to be deleted.
    pub(crate) stale: Vec<Stale>,
    /// The file of expectations that was held against it.
    pub(crate) expectations: Option<&'a str>,
}

/// A target that could not be run.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The target's name.
    pub(crate) name: String,
    /// Why.
    pub(crate) why: String,
}

impl<'a> Run<'a> {
    /// The records with their entries.
    pub(crate) fn records(&self) -> impl Iterator<Item = (&Record<'a>, Option<&'a Entry>)> {
        self.report.records.iter().zip(self.known.iter().copied())
    }

    /// How many failures are known, and how many are not.
    pub(crate) fn failures(&self) -> (usize, usize) {
        let known = self.known.iter().flatten().count();
        (known, self.report.failures().count() - known)
    }
}

/// A number with its thousands apart.
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}

/// `1 case`, `2 cases`
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", self::number(number), if number == 1 { "" } else { "s" })
}
