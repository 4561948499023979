//! What does a recipient demand? The policy, field by field, and the recipient that it is made for.

use crate::claims::Text;
use crate::fingerprint::Fingerprint;
use crate::profile::Profile;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::sync::Arc;

/// Who receives the token, and what it knows about itself. A vector's `recipient`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The values by which the recipient identifies itself; any one may match. May be empty.
    pub identifiers: Vec<String>,
    /// The OAuth client id, with which `azp` is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Other audiences that the recipient trusts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trusted: Vec<String>,
    /// What `iss` must equal; without it nobody looks at `iss`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

impl Recipient {
    /// A recipient with one identifier, which is also its client id.
    pub fn named(identifier: impl Into<String>) -> Self {
        let identifier = identifier.into();
        Self { identifiers: vec![identifier.clone()], client_id: Some(identifier), ..Self::default() }
    }
}

/// Every rule of a judgement: a profile's fields with a recipient's. Change a field to ask another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Where the fields come from, and which clauses a verdict cites.
    pub profile: &'static Profile,
    /// The values by which the recipient identifies itself.
    pub identifiers: Identifiers,
    /// Whether a token without `aud` is refused.
    pub presence: Presence,
    /// Whether `aud` may be a list.
    pub shape: Shape,
    /// Which audiences beside the recipient's own are allowed.
    pub extras: Extras,
    /// Read with [`Extras::Trusted`].
    pub trusted: Identifiers,
    /// Which rule `azp` follows.
    pub azp: Azp,
    /// What `azp` is compared with.
    pub client_id: Option<String>,
    /// What `iss` must equal; without it `iss` is not looked at.
    pub issuer: Option<String>,
}

/// Whether a token without `aud` is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It is refused.
    Required,
    /// It is let through (RFC 7519 section 4.1.3: use of the claim is optional).
    Optional,
}

/// Which JSON shapes `aud` may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A string or a list of strings.
    Any,
    /// A string; a list is refused, even of one.
    String,
}

/// Which audiences beside the recipient's own are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extras {
    /// Any.
    Allowed,
    /// Those in the trusted list.
    Trusted,
    /// None.
    None,
}

/// Which rule `azp` follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Azp {
    /// Nobody looks at it.
    Ignored,
    /// OpenID Connect Core up to errata set 1: present with several audiences, and the client id where present. A SHOULD.
    Errata1,
    /// OpenID Connect Core since errata set 2: a library may compare it or not.
    Errata2,
    /// As [`Azp::Errata1`], each SHOULD raised to a MUST.
    Strict,
}

/// A list of identifiers, each compared code point by code point. Looking one up in a long list takes as long as reading
/// it, and a few steps more. Clones share it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identifiers {
    listed: Arc<[String]>,
    /// Of a long list: each one's fingerprint and its place, in the order of the fingerprints.
    sorted: Arc<[(Fingerprint, u32)]>,
}

/// Up to here a list is searched from front to back.
const FEW: usize = 8;

impl Identifiers {
    /// The identifiers in the order in which they were given.
    pub fn as_slice(&self) -> &[String] {
        &self.listed
    }

    /// Whether `text` is one of them.
    #[inline]
    pub fn contains(&self, text: Text<'_>) -> bool {
        if self.listed.len() <= FEW {
            self.listed.iter().any(|identifier| text.is(identifier))
        } else {
            self.many_contain(text)
        }
    }

    #[inline(never)]
    fn many_contain(&self, text: Text<'_>) -> bool {
        let fingerprint = text.fingerprint();
        let from = self.sorted.partition_point(|(earlier, _)| *earlier < fingerprint);
        self.sorted[from..]
            .iter()
            .take_while(|(same, _)| *same == fingerprint)
            .any(|&(_, at)| text.is(&self.listed[at as usize]))
    }
}

impl From<Vec<String>> for Identifiers {
    fn from(listed: Vec<String>) -> Self {
        if listed.len() <= FEW {
            return Self { listed: listed.into(), sorted: Arc::default() };
        }
        let fingerprints = (0..).zip(&listed).map(|(at, text)| (Fingerprint::of(text.as_bytes()), at));
        let mut sorted: Vec<_> = fingerprints.collect();
        sorted.sort_unstable();
        sorted.dedup_by(|a, b| listed[a.1 as usize] == listed[b.1 as usize]);
        Self { listed: listed.into(), sorted: sorted.into() }
    }
}

impl<S: Into<String>, const N: usize> From<[S; N]> for Identifiers {
    fn from(listed: [S; N]) -> Self {
        Vec::from(listed.map(Into::into)).into()
    }
}

/// As the adapter protocol writes it.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut policy = serializer.serialize_struct("Policy", 9)?;
        policy.serialize_field("profile", &self.profile.name)?;
        policy.serialize_field("identifiers", self.identifiers.as_slice())?;
        policy.serialize_field("presence", &self.presence)?;
        policy.serialize_field("shape", &self.shape)?;
        policy.serialize_field("extras", &self.extras)?;
        policy.serialize_field("trusted", self.trusted.as_slice())?;
        policy.serialize_field("azp", &self.azp)?;
        policy.serialize_field("client_id", &self.client_id)?;
        policy.serialize_field("issuer", &self.issuer)?;
        policy.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{self, Value};

    #[test]
    fn a_long_list_of_identifiers_answers_as_a_short_one_does() {
        let many: Vec<String> = (0..1000).map(|n| format!("é{n}")).collect();
        let long = Identifiers::from(many.clone());
        for (written, found) in [
            ("é7", true),
            ("\\u00e9999", true),
            ("é1000", false),
            ("", false),
            ("é", false),
            ("\\ud800", false),
            ("zz", false),
        ] {
            let text = format!("{{\"aud\":\"{written}\"}}");
            let Some(Value::Text(text)) = claims::read(text.as_bytes()).expect("readable").aud else {
                panic!("no text")
            };
            assert_eq!(long.contains(text), found, "{written}");
            assert_eq!(many.chunks(FEW).any(|few| Identifiers::from(few.to_vec()).contains(text)), found, "{written}");
        }
    }
}
