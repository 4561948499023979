//! What is known of an implementation: its causes, and how many cases fail by each.

use super::{Cause, Run};
use crate::expectations::Expectations;
use crate::results::Results;
use std::collections::BTreeMap;

/// What a run or results show of each cause.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Each cause, with how many cases have which outcome by it.
    pub(crate) causes: Vec<(Cause, BTreeMap<&'static str, usize>)>,
    /// How many failures no cause covers.
    pub(crate) left: usize,
}

impl Known {
    /// Sorts the failures in results by their known causes; the first that covers one has it.
    pub(crate) fn of_results(expectations: Option<&Expectations>, results: &Results) -> Self {
        let failures = ["false-accept", "false-reject", "vacuous", "fault", "unstable"];
        let mut left = results.outcomes();
        left.retain(|_, line| failures.contains(&line.outcome.as_str()));
        let mut causes = Vec::new();
        for cause in expectations.into_iter().flat_map(Expectations::causes) {
            let mut found = BTreeMap::new();
            left.retain(|(vector, profile), line| {
                let covered = cause.outcomes().iter().find(|outcome| **outcome == line.outcome);
                let covered = covered.filter(|_| cause.means(vector, profile));
                covered.is_none_or(|outcome| {
                    *found.entry(*outcome).or_default() += 1;
                    false
                })
            });
            causes.push((Cause::from(cause), found));
        }
        Self { causes, left: left.len() }
    }

    /// The failures of a run by the causes that it was held against.
    pub(super) fn of_run(run: &Run<'_>) -> Self {
        let mut known =
            Self { causes: run.causes.iter().map(|cause| (cause.clone(), BTreeMap::new())).collect(), left: 0 };
        for case in run.cases().filter(|case| case.outcome.is_failure()) {
            match case.cause {
                Some(cause) => *known.causes[cause].1.entry(case.outcome.name()).or_default() += 1,
                None => known.left += 1,
            }
        }
        known
    }
}
