//! What would a validator without a fault answer? The judgement, decided.

use crate::case::Case;
use crate::judge::judge;
use crate::validator::{Answer, Implementation, Validator};
use crate::verdict::{Decision, Verdict};

/// The judgement as a [`Validator`]: strict, where it rejects what is open, or its lenient twin. It reads the claims
/// and no signature.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    open: Decision,
}

impl Reference {
    /// Rejects where both verdicts are open.
    pub fn strict() -> Self {
        Self { open: Decision::Reject }
    }

    /// Accepts where both verdicts are open.
    pub fn lenient() -> Self {
        Self { open: Decision::Accept }
    }
}

impl Validator for Reference {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        match judge(case.claims, case.policy) {
            Verdict::Accept(_) => Answer::Accept,
            Verdict::Reject(rejection) => {
                Answer::Reject { reason: rejection.reasons.iter().next(), error: rejection.rule.text().to_owned() }
            }
            Verdict::Either(_) if self.open == Decision::Accept => Answer::Accept,
            Verdict::Either(ambiguity) => Answer::refused(ambiguity.question().reject.as_str()),
        }
    }

    fn implementation(&self) -> Implementation {
        let name = if self.open == Decision::Accept { "reference (lenient)" } else { "reference" };
        Implementation::new(name, env!("CARGO_PKG_VERSION"), "Rust")
    }
}
