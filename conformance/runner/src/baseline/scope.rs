//! What did a run put, what did it leave out, and how are cases named in short?

use super::Measured;
use crate::render::count;
use audiometer::Entry;
use std::collections::HashSet;

/// The cases of a run, by their ids.
pub(super) struct Scope<'s> {
    recorded: HashSet<String>,
    planned: HashSet<String>,
    left_out: Vec<Entry<'s>>,
}

impl<'s> Scope<'s> {
    pub(super) fn of(measured: Measured<'_, 's>) -> Self {
        let planned: HashSet<String> = measured.plan.entries().iter().map(Entry::id).collect();
        let recorded = measured.report.records.iter().map(|record| record.entry.id()).collect();
        let left_out = measured.suite.entries().filter(|entry| !planned.contains(&entry.id())).collect();
        Self { recorded, planned, left_out }
    }

    /// The cases that were not to be put.
    pub(super) fn left_out(&self) -> impl Iterator<Item = Entry<'s>> {
        self.left_out.iter().copied()
    }

    /// Their ids, sorted: a vector's own where it means these cases and no others. That the implementation is
    /// not meant for a profile does not count: its cases are never put.
    pub(super) fn name(&self, cases: Vec<Entry<'s>>) -> Vec<String> {
        let ids: HashSet<String> = cases.iter().map(Entry::id).collect();
        let mut names: Vec<String> = Vec::new();
        for case in cases {
            let all = case.vector.expect.iter().all(|&(profile, expected)| {
                let id = Entry { vector: case.vector, profile, expected }.id();
                ids.contains(&id) || (self.planned.contains(&id) && !self.recorded.contains(&id))
            });
            names.push(if all { case.vector.id.clone() } else { case.id() });
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// One id, or how many there are.
pub(super) fn some(ids: &[String]) -> String {
    match ids {
        [one] => one.clone(),
        more => count(more.len(), "id"),
    }
}
