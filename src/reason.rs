//! Why is a token refused? The coarse reasons that every implementation can be asked for, and sets of them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

macro_rules! reasons {
    ($($variant:ident $name:literal $text:literal,)*) => {
        /// A coarse reason for a rejection, as the adapter protocol and the vectors name it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $(#[doc = $text] $variant,)*
        }

        impl Reason {
            /// Every reason, in the order in which sets list them.
            pub const ALL: &[Reason] = &[$(Reason::$variant,)*];

            /// The name in files and messages, in kebab case.
            pub fn name(self) -> &'static str {
                match self { $(Reason::$variant => $name,)* }
            }

            /// What it means, as the end of a sentence.
            pub fn text(self) -> &'static str {
                match self { $(Reason::$variant => $text,)* }
            }
        }
    };
}

reasons! {
    ClaimsMalformed "claims-malformed" "the claims set is not one JSON object in UTF-8, or reads differently in different software",
    ClaimsDuplicate "claims-duplicate" "a member name is given twice",
    AudMissing "aud-missing" "`aud` is required and not there",
    AudMalformed "aud-malformed" "`aud` is neither a string nor a list of strings",
    AudMismatch "aud-mismatch" "no audience is an identifier of the recipient",
    AudUntrusted "aud-untrusted" "an audience is neither the recipient nor trusted by it",
    AudShape "aud-shape" "`aud` is a list where only a string is allowed",
    AzpMissing "azp-missing" "`azp` is required and not there",
    AzpMalformed "azp-malformed" "`azp` is no string",
    AzpMismatch "azp-mismatch" "`azp` is not the client id of the recipient",
    IssMissing "iss-missing" "`iss` is required and not there",
    IssMalformed "iss-malformed" "`iss` is no string",
    IssMismatch "iss-mismatch" "`iss` is not the issuer that the recipient expects",
    Signature "signature" "the signature does not verify",
    Other "other" "another reason, or one that was not told",
}

impl Reason {
    /// The reason of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.name() == name)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| D::Error::custom(format_args!("unknown reason `{name}`")))
    }
}

/// A set of reasons. RFC 7519 section 7.2 fixes no order of checks, so any reason that applies may be the one told.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Reasons(u16);

impl Reasons {
    /// The set with nothing in it.
    pub const NONE: Self = Self(0);

    /// Adds a reason.
    pub fn insert(&mut self, reason: Reason) {
        self.0 |= 1 << reason as u16;
    }

    /// Whether the reason is in the set.
    pub fn contains(self, reason: Reason) -> bool {
        self.0 & 1 << reason as u16 != 0
    }

    /// Whether nothing is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both sets together.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this set and not in the other.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The reasons in the order of [`Reason::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.iter().copied().filter(move |&reason| self.contains(reason))
    }
}

impl FromIterator<Reason> for Reasons {
    fn from_iter<T: IntoIterator<Item = Reason>>(reasons: T) -> Self {
        let mut set = Self::NONE;
        reasons.into_iter().for_each(|reason| set.insert(reason));
        set
    }
}

impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Reason::name).collect();
        f.write_str(&names.join(", "))
    }
}

impl fmt::Debug for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Reason::name)).finish()
    }
}

impl Serialize for Reasons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Reasons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut set = Self::NONE;
        for reason in Vec::<Reason>::deserialize(deserializer)? {
            if set.contains(reason) {
                return Err(D::Error::custom(format_args!("reason `{reason}` given twice")));
            }
            set.insert(reason);
        }
        Ok(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_keep_the_order_of_the_list_and_refuse_repetition() {
        let set: Reasons = serde_json::from_str(r#"["aud-mismatch","aud-missing"]"#).expect("two reasons");
        assert_eq!(set.to_string(), "aud-missing, aud-mismatch");
        assert_eq!(serde_json::to_string(&set).expect("json"), r#"["aud-missing","aud-mismatch"]"#);
        let error = serde_json::from_str::<Reasons>(r#"["other","other"]"#).expect_err("twice").to_string();
        assert!(error.starts_with("reason `other` given twice"), "{error}");
        let error = serde_json::from_str::<Reasons>(r#"["aud"]"#).expect_err("unknown").to_string();
        assert!(error.starts_with("unknown reason `aud`"), "{error}");
    }
}
