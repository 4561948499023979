//! Who answers, and what can it say?

use crate::case::Case;
use crate::feature::Feature;
use crate::profile::Profile;
use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Anything that says whether it accepts a token under a policy: a library, an adapter, a mutant, the reference.
///
/// A function is a validator, too:
///
/// ```
/// use audiometer::{Answer, Case, Validator};
///
/// let mut trusting = |_: &Case<'_>| Answer::Accept;
/// # fn takes(_: &mut impl Validator) {}
/// takes(&mut trusting);
/// ```
pub trait Validator {
    /// The answer to one case. Configure the library the way its documentation says, and report what it said; add no
    /// checks. A panic counts as [`Answer::Fault`].
    fn answer(&mut self, case: &Case<'_>) -> Answer;

    /// Whether the library can be told to do this. A case in which a feature decides that the library lacks is not put
    /// to it, and reported as unsupported.
    fn supports(&self, _feature: Feature) -> bool {
        true
    }

    /// Whether the library's entry point is meant for tokens of this profile. A verifier of ID tokens is not blamed for
    /// refusing what only a general one should accept. Cases of other profiles are put only if the plan names them.
    fn is_for(&self, _profile: &Profile) -> bool {
        true
    }

    /// Who this is, for the report.
    fn implementation(&self) -> Implementation {
        Implementation::new("validator", "", "Rust")
    }

    /// Answers many cases. `put` is handed each answer with the number of its case, counted from 0, in any order; a case
    /// that gets two different answers is unstable. Only what keeps many cases under way at once needs its own.
    fn answer_all(&mut self, cases: &mut dyn Iterator<Item = Case<'_>>, put: &mut dyn FnMut(usize, Answer)) {
        for (at, case) in cases.enumerate() {
            let answer = catch_unwind(AssertUnwindSafe(|| self.answer(&case))).unwrap_or_else(|panic| {
                let text = panic
                    .downcast_ref::<&str>()
                    .map(|text| (*text).to_owned())
                    .or_else(|| panic.downcast_ref::<String>().cloned());
                Answer::Fault { error: format!("panic: {}", text.unwrap_or_default()) }
            });
            put(at, answer);
        }
    }

    /// A run has put its last case, and goes on to its report: what was kept for answering may be let go. Another run may
    /// follow.
    fn done(&mut self) {}
}

impl<F: FnMut(&Case<'_>) -> Answer> Validator for F {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        self(case)
    }
}

/// A library at a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implementation {
    /// The library's name, as its users write it.
    pub name: String,
    /// The version that answered, read from what is installed.
    pub version: String,
    /// The language that its users write.
    pub language: String,
    /// What runs it, such as `CPython 3.11.7`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub runtime: String,
    /// Where it is published, such as `pypi`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub registry: String,
    /// Its name there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub package: String,
    /// Its page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub homepage: String,
}

impl Implementation {
    /// A library of this name, at this version, in this language.
    pub fn new(name: impl Into<String>, version: impl Into<String>, language: impl Into<String>) -> Self {
        Self { name: name.into(), version: version.into(), language: language.into(), ..Self::default() }
    }
}

/// What a validator says to a case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Answer {
    /// It accepts the token.
    Accept,
    /// It refuses the token: the library's own documented refusal.
    Reject {
        /// Why, where the library tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
        /// The library's words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        error: String,
    },
    /// It cannot be told to do what the policy asks.
    Unsupported {
        /// The name of the feature that it lacks.
        feature: String,
    },
    /// It did not decide: a panic, an exception of another kind, a hang, no answer.
    Fault {
        /// What happened.
        error: String,
    },
}

impl Answer {
    /// A refusal for this reason, without words.
    pub fn reject(reason: Reason) -> Self {
        Self::Reject { reason: Some(reason), error: String::new() }
    }

    /// A refusal in the library's words, without a reason.
    pub fn refused(error: impl ToString) -> Self {
        Self::Reject { reason: None, error: error.to_string() }
    }

    /// What it is, in one word: `accept`, `reject`, `unsupported` or `fault`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject { .. } => "reject",
            Self::Unsupported { .. } => "unsupported",
            Self::Fault { .. } => "fault",
        }
    }
}
