//! How does a run of everything fit into memory? Each answer and each outcome is kept once, however many cases have it.

use audiometer::claims::{self, Claims, Malformed};
use audiometer::{Answer, Entry, Expected, Outcome, Policy, Profile, Record, Vector, Verdict, judge, judge_claims};
use foldhash::fast::RandomState;
use indexmap::IndexSet;

/// The cases of a run with what came of them, in the order of the suite: some thirty bytes each.
#[derive(Debug, Default)]
pub(crate) struct Records<'s> {
    rows: Vec<Row<'s>>,
    answers: IndexSet<Answer, RandomState>,
    outcomes: IndexSet<Outcome, RandomState>,
}

#[derive(Debug)]
struct Row<'s> {
    vector: &'s Vector,
    profile: &'static Profile,
    expected: Expected,
    /// One more than the number of the cause.
    known: u32,
    answer: u32,
    outcome: u32,
}

/// A case with what was answered, what that is worth, and the number of the cause by which it is a known failure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged<'r> {
    pub(crate) entry: Entry<'r>,
    pub(crate) answer: &'r Answer,
    pub(crate) outcome: &'r Outcome,
    pub(crate) cause: Option<usize>,
}

impl<'s> Records<'s> {
    /// Adds a record, and by which cause it is known.
    pub(crate) fn push(&mut self, record: Record<'s>, cause: Option<usize>) {
        let Record { entry, answer, outcome } = record;
        let place = |at: usize| u32::try_from(at).expect("nothing is that many");
        self.rows.push(Row {
            vector: entry.vector,
            profile: entry.profile,
            expected: entry.expected,
            known: cause.map_or(0, |cause| place(cause + 1)),
            answer: place(self.answers.insert_full(answer).0),
            outcome: place(self.outcomes.insert_full(outcome).0),
        });
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Judged<'_>> {
        self.rows.iter().map(|row| Judged {
            entry: Entry { vector: row.vector, profile: row.profile, expected: row.expected },
            answer: &self.answers[row.answer as usize],
            outcome: &self.outcomes[row.outcome as usize],
            cause: (row.known as usize).checked_sub(1),
        })
    }
}

impl Judged<'_> {
    /// What was asked for.
    pub(crate) fn policy(&self) -> Policy {
        self.entry.vector.policy(self.entry.profile)
    }

    /// What is right.
    pub(crate) fn right(&self) -> Verdict {
        judge(&self.entry.vector.claims, &self.policy())
    }
}

/// Tells what is right in case after case. The claims of a vector, whose cases come one behind the other, are read once.
#[derive(Default)]
pub(crate) struct Judge<'r> {
    last: Option<(&'r Vector, Result<Claims<'r>, Malformed>)>,
}

impl<'r> Judge<'r> {
    /// What is right in this case.
    pub(crate) fn right(&mut self, case: &Judged<'r>) -> Verdict {
        let vector = case.entry.vector;
        let (_, claims) = match &self.last {
            Some(last) if std::ptr::eq(last.0, vector) => last,
            _ => self.last.insert((vector, claims::read(&vector.claims))),
        };
        claims.map_or_else(|_| case.right(), |claims| judge_claims(&claims, &case.policy()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::{Case, Plan, Suite, run};

    #[test]
    fn what_is_packed_is_what_was_recorded_in_few_bytes() {
        let plan = Plan::all(Suite::embedded()).only(|entry| entry.profile.name == "jwt-bcp");
        let report = run(&plan, &mut |case: &Case<'_>| match case.claims.len() % 3 {
            0 => Answer::Accept,
            remainder => Answer::refused(format!("error {remainder}")),
        });
        let mut records = Records::default();
        report.records.iter().cloned().enumerate().for_each(|(at, record)| records.push(record, at.checked_sub(1)));
        assert_eq!(records.len(), report.records.len());
        let mut judge = Judge::default();
        assert!(records.iter().all(|case| judge.right(&case) == case.right()));
        for (at, (packed, record)) in records.iter().zip(&report.records).enumerate() {
            assert_eq!(packed.entry.id(), record.entry.id());
            assert_eq!((packed.answer, packed.outcome), (&record.answer, &record.outcome));
            assert_eq!(packed.cause, at.checked_sub(1));
        }
        assert_eq!(records.answers.len(), 3);
        assert!(size_of::<Row<'_>>() <= 32);
    }
}
