//! How did a run go? Outcomes, and a report as data.

use crate::ambiguity::Ambiguity;
use crate::catalog::Entry;
use crate::explain;
use crate::feature::Feature;
use crate::reason::{Reason, Reasons};
use crate::validator::{Answer, Implementation};
use crate::vector::Expected;
use crate::verdict::{Decision, Strength};
use serde::Serialize;
use std::fmt;

/// What an answer is worth beside what is right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// As it has to be.
    Pass,
    /// A token that has to be rejected, this strongly, was accepted.
    FalseAccept(Strength),
    /// A token that has to be accepted was rejected.
    FalseReject,
    /// Rejected, as it has to be, for a reason that does not apply. For information: it fails nobody.
    WrongReason(Reason),
    /// Rejected, as it has to be, but so was the twin, which has to be accepted. So the rejection shows nothing.
    Vacuous {
        /// What was answered to the twin.
        twin: &'static str,
    },
    /// No decision.
    Fault,
    /// One answer the first time and another the second.
    Unstable {
        /// The other answer.
        other: Answer,
    },
    /// The implementation cannot be told what the case asks; or, where it rejects as it has to, what the twin asks.
    Unsupported(String),
    /// Both are open, and this is the way it went.
    Choice(Ambiguity, Decision),
}

impl Outcome {
    /// Every name, in the order in which reports count them: the worst first.
    pub const NAMES: [&str; 9] = [
        "false-accept",
        "false-reject",
        "fault",
        "unstable",
        "vacuous",
        "wrong-reason",
        "unsupported",
        "choice",
        "pass",
    ];

    /// The name in kebab case.
    pub fn name(&self) -> &'static str {
        Self::NAMES[self.place()]
    }

    /// Where its name stands in [`Self::NAMES`].
    pub fn place(&self) -> usize {
        match self {
            Self::FalseAccept(_) => 0,
            Self::FalseReject => 1,
            Self::Fault => 2,
            Self::Unstable { .. } => 3,
            Self::Vacuous { .. } => 4,
            Self::WrongReason(_) => 5,
            Self::Unsupported(_) => 6,
            Self::Choice(..) => 7,
            Self::Pass => 8,
        }
    }

    /// Whether it is a mistake of the implementation.
    pub fn is_failure(&self) -> bool {
        match self {
            Self::FalseAccept(_) | Self::FalseReject | Self::Vacuous { .. } | Self::Fault | Self::Unstable { .. } => {
                true
            }
            Self::Pass | Self::WrongReason(_) | Self::Unsupported(_) | Self::Choice(..) => false,
        }
    }
}

/// Holds an answer against what is right. The judged has no part in it.
///
/// `reasons` are those that apply, and `twin` is the answer to the twin of a vector that has to be rejected.
pub fn outcome(expected: Expected, reasons: Reasons, answer: &Answer, twin: Option<&Answer>) -> Outcome {
    let decision = match answer {
        Answer::Accept => Decision::Accept,
        Answer::Reject { .. } => Decision::Reject,
        Answer::Fault { .. } => return Outcome::Fault,
        Answer::Unsupported { feature } => return Outcome::Unsupported(feature.clone()),
    };
    match (expected, decision) {
        (Expected::Either(ambiguity), _) => Outcome::Choice(ambiguity, decision),
        (Expected::Accept, Decision::Accept) => Outcome::Pass,
        (Expected::Accept, _) => Outcome::FalseReject,
        (Expected::Reject(strength), Decision::Accept) => Outcome::FalseAccept(strength),
        (Expected::Reject(_), _) => match (twin, answer) {
            (Some(Answer::Accept), Answer::Reject { reason: Some(reason), .. })
                if *reason != Reason::Other && !reasons.contains(*reason) =>
            {
                Outcome::WrongReason(*reason)
            }
            (Some(Answer::Accept), _) => Outcome::Pass,
            // Nothing is shown, and by no mistake of the implementation's.
            (Some(Answer::Unsupported { feature }), _) => Outcome::Unsupported(feature.clone()),
            (twin, _) => Outcome::Vacuous { twin: twin.map_or("nothing", Answer::word) },
        },
    }
}

/// One case of a run.
#[derive(Clone, Debug)]
pub struct Record<'s> {
    /// The vector and the profile.
    pub entry: Entry<'s>,
    /// What was answered.
    pub answer: Answer,
    /// What it is worth.
    pub outcome: Outcome,
}

/// A run of the suite, or of a part of it, against one implementation.
#[derive(Clone, Debug)]
pub struct Report<'s> {
    /// Who answered.
    pub implementation: Implementation,
    /// The features that it says it has.
    pub features: Vec<Feature>,
    /// The version of the suite.
    pub suite: &'s str,
    /// The seed of the order in which the cases were put.
    pub seed: u64,
    /// Each case, in the order of the suite.
    pub records: Vec<Record<'s>>,
}

impl Report<'_> {
    /// How many records have each outcome, in the order of [`Outcome::NAMES`].
    pub fn tally(&self) -> [usize; Outcome::NAMES.len()] {
        let mut tally = [0; Outcome::NAMES.len()];
        for record in &self.records {
            tally[record.outcome.place()] += 1;
        }
        tally
    }

    /// The records that are failures.
    pub fn failures(&self) -> impl Iterator<Item = &Record<'_>> {
        self.records.iter().filter(|record| record.outcome.is_failure())
    }
}

/// One sentence, such as `accepted, and has to be rejected`.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("as it has to be"),
            Self::FalseAccept(Strength::Must) => f.write_str("accepted, and has to be rejected"),
            Self::FalseAccept(Strength::Should) => f.write_str("accepted, and a SHOULD says to reject it"),
            Self::FalseReject => f.write_str("rejected, and has to be accepted"),
            Self::WrongReason(reason) => write!(f, "rejected, but not because {}", reason.text()),
            Self::Vacuous { twin } => write!(f, "rejected, which shows nothing: the answer to its twin is {twin}"),
            Self::Fault => f.write_str("no decision"),
            Self::Unstable { other } => write!(f, "the other time the answer is {}", explain::answer(other)),
            Self::Unsupported(feature) => write!(f, "cannot be told: {feature}"),
            Self::Choice(ambiguity, decision) => write!(f, "both are open ({ambiguity}), and it goes for {decision}"),
        }
    }
}

impl Serialize for Outcome {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_has_its_own_name() {
        let outcomes = [
            (Outcome::FalseAccept(Strength::Must), "false-accept"),
            (Outcome::FalseReject, "false-reject"),
            (Outcome::Fault, "fault"),
            (Outcome::Unstable { other: Answer::Accept }, "unstable"),
            (Outcome::Vacuous { twin: "reject" }, "vacuous"),
            (Outcome::WrongReason(Reason::Other), "wrong-reason"),
            (Outcome::Unsupported("issuer".to_owned()), "unsupported"),
            (Outcome::Choice(Ambiguity::MixedList, Decision::Accept), "choice"),
            (Outcome::Pass, "pass"),
        ];
        for (outcome, name) in outcomes {
            assert_eq!(outcome.name(), name);
        }
    }

    #[test]
    fn a_rejection_counts_only_beside_the_acceptance_of_its_twin() {
        let reject = Expected::Reject(Strength::Must);
        let beside = |twin: Option<&Answer>| outcome(reject, Reasons::NONE, &Answer::refused("no"), twin);
        assert_eq!(beside(Some(&Answer::Accept)), Outcome::Pass);
        assert_eq!(beside(Some(&Answer::refused("no"))), Outcome::Vacuous { twin: "reject" });
        assert_eq!(beside(Some(&Answer::Fault { error: String::new() })), Outcome::Vacuous { twin: "fault" });
        assert_eq!(beside(None), Outcome::Vacuous { twin: "nothing" });
        let lacking = Answer::Unsupported { feature: "many-identifiers".to_owned() };
        assert_eq!(beside(Some(&lacking)), Outcome::Unsupported("many-identifiers".to_owned()));
        assert_eq!(
            outcome(reject, Reasons::NONE, &Answer::Accept, Some(&lacking)),
            Outcome::FalseAccept(Strength::Must)
        );
    }
}
