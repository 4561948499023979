//! Where do the specifications leave both verdicts open, or experts disagree?

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::LazyLock;

/// The question that the specifications leave open. A library may go either way, but the same way each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ambiguity {
    /// AMB-12: a byte order mark before the claims set.
    ByteOrderMark,
    /// AMB-11: a lone surrogate beside a match.
    LoneSurrogate,
    /// AMB-24: nesting past [`crate::claims::MAX_DEPTH`] levels.
    Nesting,
    /// AMB-25: a number larger than a double can hold.
    NumberRange,
    /// AMB-06: a claim given twice, of which the last is accepted.
    RepeatedClaim,
    /// AMB-23: a name given twice in a nested object.
    RepeatedNestedName,
    /// AMB-02: a list that holds a match and something that is no string.
    MixedList,
    /// AMB-03b: only the empty string matches.
    EmptyIdentifier,
    /// AMB-04b: several values, all own, where only one is allowed.
    RepeatedAudience,
    /// AMB-10: `azp` names somebody else, under errata set 2.
    AuthorizedParty,
}

/// What `vectors/ambiguities.json` tells of one: the question, what speaks for either side, and our advice.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenQuestion {
    /// The id, such as `AMB-02`.
    pub id: String,
    /// The question in one line.
    pub question: String,
    /// Why a library may accept.
    pub accept: String,
    /// Why a library may reject.
    pub reject: String,
    /// What the project advises.
    pub advice: String,
    /// The clauses between which it lies.
    pub clauses: Vec<String>,
}

static QUESTIONS: LazyLock<Vec<OpenQuestion>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../vectors/ambiguities.json")).expect("vectors/ambiguities.json is tested")
});

impl Ambiguity {
    /// Every one, in the order in which the judgement names them when several apply.
    pub const ALL: [Self; 10] = [
        Self::ByteOrderMark,
        Self::LoneSurrogate,
        Self::Nesting,
        Self::NumberRange,
        Self::RepeatedClaim,
        Self::RepeatedNestedName,
        Self::MixedList,
        Self::EmptyIdentifier,
        Self::RepeatedAudience,
        Self::AuthorizedParty,
    ];

    /// The id, such as `AMB-02`.
    pub fn id(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "AMB-12",
            Self::LoneSurrogate => "AMB-11",
            Self::Nesting => "AMB-24",
            Self::NumberRange => "AMB-25",
            Self::RepeatedClaim => "AMB-06",
            Self::RepeatedNestedName => "AMB-23",
            Self::MixedList => "AMB-02",
            Self::EmptyIdentifier => "AMB-03b",
            Self::RepeatedAudience => "AMB-04b",
            Self::AuthorizedParty => "AMB-10",
        }
    }

    /// The one of that id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ambiguity| ambiguity.id() == id)
    }

    /// The question, both sides, and the advice.
    pub fn question(self) -> &'static OpenQuestion {
        QUESTIONS
            .iter()
            .find(|question| question.id == self.id())
            .expect("each ambiguity has its question, which is tested")
    }
}

impl fmt::Display for Ambiguity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Ambiguity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Ambiguity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::named(&id).ok_or_else(|| D::Error::custom(format_args!("unknown ambiguity `{id}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clause;

    #[test]
    fn each_ambiguity_has_one_question_with_clauses_that_exist() {
        assert_eq!(QUESTIONS.len(), Ambiguity::ALL.len());
        for ambiguity in Ambiguity::ALL {
            assert_eq!(Ambiguity::named(ambiguity.id()), Some(ambiguity));
            let question = ambiguity.question();
            assert!(!question.clauses.is_empty(), "{ambiguity}");
            for id in &question.clauses {
                assert!(Clause::named(id).is_some(), "{ambiguity} cites `{id}`");
            }
        }
    }
}
