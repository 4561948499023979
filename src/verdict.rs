//! What is the judgement's answer, and how strong is it?

use crate::ambiguity::Ambiguity;
use crate::clause::Clause;
use crate::reason::Reasons;
use crate::rule::Rule;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// What the specifications say about a token under a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is accepted, and this is the clause that says so.
    Accept(&'static Clause),
    /// It is rejected.
    Reject(Rejection),
    /// Both are open.
    Either(Ambiguity),
}

/// A rejection with all that speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Every reason that applies; RFC 7519 section 7.2 fixes no order of checks.
    pub reasons: Reasons,
    /// How strongly the specification demands it.
    pub strength: Strength,
    /// The rule that decides: the first in order, a MUST before a SHOULD.
    pub rule: Rule,
    /// The sentence that demands that rule under the policy's profile.
    pub clause: &'static Clause,
}

/// How strongly a specification demands a rejection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// SHOULD
    Should,
    /// MUST, or its like
    Must,
}

/// Which of the three it is, without the grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// accepted
    Accept,
    /// rejected
    Reject,
    /// both open
    Either,
}

impl Verdict {
    /// Which of the three it is.
    pub fn decision(&self) -> Decision {
        match self {
            Self::Accept(_) => Decision::Accept,
            Self::Reject(_) => Decision::Reject,
            Self::Either(_) => Decision::Either,
        }
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Should => "should",
            Self::Must => "must",
        })
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Either => "either",
        })
    }
}

/// `{"verdict":"reject","strength":"must","reasons":["aud-missing"],"clause":"RFC8725-3.9-b"}` and the like.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("verdict", &self.decision())?;
        match self {
            Self::Accept(clause) => map.serialize_entry("clause", &clause.id)?,
            Self::Reject(rejection) => {
                map.serialize_entry("strength", &rejection.strength)?;
                map.serialize_entry("reasons", &rejection.reasons)?;
                map.serialize_entry("clause", &rejection.clause.id)?;
            }
            Self::Either(ambiguity) => map.serialize_entry("ambiguity", ambiguity)?,
        }
        map.end()
    }
}
