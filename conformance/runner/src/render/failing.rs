//! Which cases are one failure? Those of a vector that have one outcome, under however many profiles.

use super::Run;
use crate::records::Judged;
use audiometer::{Outcome, Strength};
use std::cmp::Reverse;

/// The cases of a vector with the same outcome, all of them known failures or none. There is at least one.
pub(super) struct Failing<'r> {
    pub(super) cases: Vec<Judged<'r>>,
    /// The number of the first one's cause.
    pub(super) cause: Option<usize>,
}

impl<'r> Failing<'r> {
    /// The case that is shown for all: the first of those in which most is demanded.
    pub(super) fn example(&self) -> Judged<'r> {
        let must = |case: &&Judged<'_>| matches!(case.outcome, Outcome::FalseAccept(Strength::Must));
        self.cases.iter().find(must).copied().unwrap_or(self.cases[0])
    }

    /// The names of the profiles.
    pub(super) fn profiles(&self) -> Vec<&'r str> {
        self.cases.iter().map(|case| case.entry.profile.name.as_str()).collect()
    }
}

/// Every vector that has cases with this outcome: what nobody knew of first, then by importance.
pub(super) fn failing<'r>(run: &'r Run<'_>, outcome: &str) -> Vec<Failing<'r>> {
    let mut failing: Vec<Failing<'r>> = Vec::new();
    for case in run.cases().filter(|case| case.outcome.name() == outcome) {
        match failing.last_mut() {
            Some(last)
                if last.cases[0].entry.vector.id == case.entry.vector.id
                    && last.cause.is_some() == case.cause.is_some() =>
            {
                last.cases.push(case)
            }
            _ => failing.push(Failing { cases: vec![case], cause: case.cause }),
        }
    }
    failing.sort_by_key(|failing| (failing.cause.is_some(), Reverse(failing.cases[0].entry.vector.importance)));
    failing
}
