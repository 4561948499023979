//! What does a campaign ask? A claims set, a header, a recipient and a profile: a vector without its verdict.

use super::tree::{self, Kind, Node};
use audiometer::{Azp, Case, Policy, Presence, Profile, Recipient, Verdict, judge};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;

/// The claims with which every token begins that is not about them, as in the vectors.
pub(crate) const SCAFFOLD: &str = r#"{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800"#;

/// A vector without its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The exact bytes of the claims set.
    pub(crate) claims: Vec<u8>,
    /// Members of the JOSE header beside `alg` and `typ`: a JSON object as text.
    pub(crate) header: Option<String>,
    /// Who receives the token.
    pub(crate) recipient: Recipient,
    /// The rules.
    pub(crate) profile: &'static Profile,
}

impl Draft {
    /// The recipient's policy under the profile.
    pub(crate) fn policy(&self) -> Policy {
        self.profile.policy(&self.recipient)
    }

    /// What is right.
    pub(crate) fn verdict(&self) -> Verdict {
        judge(&self.claims, &self.policy())
    }

    /// Whether a vector may ask this: a recipient without identifiers where nothing is configured or something is
    /// required, and a client id where `azp` is compared.
    pub(crate) fn is_sensible(&self) -> bool {
        is_sensible(&self.recipient, self.profile)
    }

    /// Whether what is to be accepted may be refused for something else than the audience: a header that is
    /// not read by everybody; times, a subject, or a token id that are not as in every token; an issuer that is no
    /// string.
    pub(crate) fn has_other_grounds(&self) -> bool {
        if self.header.as_deref().is_some_and(|header| serde_json::from_str::<serde_json::Value>(header).is_err()) {
            return true;
        }
        let claims = self.claims.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.claims);
        let Some(Node { kind: Kind::Object(members), .. }) = tree::read_members(claims) else { return false };
        let mut usual = [("sub", "\"s\"", 0), ("iat", "1700000000", 0), ("exp", "4102444800", 0)];
        for member in &members {
            let Some(name) = unquoted(&claims[member.name.clone()]) else { continue };
            let name = &*name;
            let value = &claims[member.value.span.clone()];
            let same = |text: &str| {
                value == text.as_bytes() || text.starts_with('"') && unquoted(value) == unquoted(text.as_bytes())
            };
            match usual.iter_mut().find(|(usual, ..)| usual.as_bytes() == name) {
                Some((_, text, count)) if same(text) => *count += 1,
                Some(_) => return true,
                None if [&b"nbf"[..], b"jti"].contains(&name) => return true,
                // RFC 7519 section 4.1.1: the value is a string.
                None if name == b"iss" && !matches!(member.value.kind, Kind::Text) => return true,
                None => {}
            }
        }
        usual.iter().any(|(_, _, count)| *count != 1)
    }

    /// As a case, with this token under this policy.
    pub(crate) fn case<'c>(&'c self, token: &'c str, policy: &'c Policy) -> Case<'c> {
        Case { token, claims: &self.claims, policy }
    }

    /// How large it is: what shrinking makes less.
    pub(crate) fn size(&self) -> usize {
        let texts = self.recipient.identifiers.iter().chain(&self.recipient.trusted);
        let recipient: usize =
            texts.chain(&self.recipient.client_id).chain(&self.recipient.issuer).map(|text| text.len() + 4).sum();
        self.claims.len() + recipient + self.header.as_ref().map_or(0, |header| header.len())
    }
}

/// The text that stands here as JSON, if one does.
fn unquoted(json: &[u8]) -> Option<Cow<'_, [u8]>> {
    match json {
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') => Some(Cow::Borrowed(text)),
        escaped => serde_json::from_slice::<String>(escaped).map(|text| Cow::Owned(text.into_bytes())).ok(),
    }
}

/// Whether a vector may ask something about this recipient under this profile.
pub(crate) fn is_sensible(recipient: &Recipient, profile: &Profile) -> bool {
    let configured = !recipient.identifiers.is_empty();
    (!profile.unconfigured || !configured)
        && (configured || profile.unconfigured || profile.presence == Presence::Required)
        && (profile.azp == Azp::Ignored || recipient.client_id.is_some())
}

/// What stands in files, of a vector or of a draft: claims as text, or in base64url where they are no UTF-8.
#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claims: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claims_base64url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header: Option<String>,
    recipient: Recipient,
    /// A vector has many, and none here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
}

impl Written {
    fn draft(self, profile: &str) -> Result<Draft, String> {
        let claims = match (self.claims, self.claims_base64url) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(text)) => BASE64URL.decode(text).map_err(|error| format!("claims_base64url: {error}"))?,
            _ => return Err("one of `claims` and `claims_base64url` is given".to_owned()),
        };
        let profile = Profile::named(profile).ok_or_else(|| format!("there is no profile `{profile}`"))?;
        Ok(Draft { claims, header: self.header, recipient: self.recipient, profile })
    }
}

/// The case that a vector asks under a profile.
///
/// # Errors
///
/// What is wrong with the vector.
pub(crate) fn of_vector(vector: &serde_json::Value, profile: &str) -> Result<Draft, String> {
    Written::deserialize(vector).map_err(|error| error.to_string())?.draft(profile)
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = str::from_utf8(&self.claims).ok();
        let written = Written {
            claims: text.map(str::to_owned),
            claims_base64url: text.is_none().then(|| BASE64URL.encode(&self.claims)),
            header: self.header.clone(),
            recipient: self.recipient.clone(),
            profile: Some(self.profile.name.clone()),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let profile = written.profile.clone().ok_or_else(|| de::Error::missing_field("profile"))?;
        written.draft(&profile).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for claims in [&b"{\"aud\":\"\\u0000\"}"[..], b"{\"aud\":\"\xff\"}"] {
            let profile = Profile::named("oidc").expect("there is one");
            let draft = Draft { claims: claims.to_vec(), header: None, recipient: Recipient::named("é"), profile };
            let text = serde_json::to_string(&draft).expect("serializes");
            assert_eq!(serde_json::from_str::<Draft>(&text).expect(&text), draft);
        }
        assert!(serde_json::from_str::<Draft>(r#"{"recipient":{"identifiers":[]},"profile":"oidc"}"#).is_err());
    }

    #[test]
    fn a_token_may_be_refused_for_its_times_as_well() {
        let of = |claims: String| {
            let profile = Profile::named("oidc").expect("there is one");
            Draft { claims: claims.into_bytes(), header: None, recipient: Recipient::named("é"), profile }
                .has_other_grounds()
        };
        assert!(!of(format!("{SCAFFOLD},\"aud\":1}}")));
        assert!(!of(SCAFFOLD.replace("\"s\"", "\"\\u0073\"") + "}"));
        assert!(!of("no JSON".to_owned()));
        for (old, new) in [
            ("\"exp\"", "\"Exp\""),
            ("4102444800", "1"),
            ("\"s\"", "7"),
            ("\"sub\"", "\"exp\":4102444800,\"sub\""),
            ("{", "{\"nbf\":1,"),
        ] {
            assert!(of(SCAFFOLD.replace(old, new) + "}"), "{new}");
        }
    }
}
