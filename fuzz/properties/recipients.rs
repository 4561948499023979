//! Whom might a claims set be meant for? Policies of recipients that stand near it, so that few questions are easy.

use audiometer::claims::{self, Value};
use audiometer::{Policy, Profile, Recipient};
use std::sync::LazyLock;

/// The profiles whose rules differ, under which a stranger and a recipient made of the claims set are asked.
static PROFILES: LazyLock<Vec<&'static Profile>> = LazyLock::new(|| {
    let rules =
        |profile: &Profile| (profile.presence, profile.shape, profile.extras, profile.azp, profile.unconfigured);
    let mut different: Vec<&'static Profile> = Vec::new();
    for profile in Profile::all() {
        if different.iter().all(|earlier| rules(earlier) != rules(profile)) {
            different.push(profile);
        }
    }
    different
});

/// The policies of a recipient called `me`.
static STRANGER: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    under_each(&Recipient { issuer: Some("https://issuer.example".to_owned()), ..Recipient::named("me") })
});

fn under_each(recipient: &Recipient) -> Vec<Policy> {
    PROFILES.iter().map(|profile| profile.policy(recipient)).collect()
}

/// Bytes of a claims set in; out, for each set of rules, the policy of a recipient called `me`, and of two made of the
/// claims set: the audience named last, who has its `azp` for a client id and trusts the one named first; and an outsider
/// who trusts every audience that is named, which must not help.
pub(crate) fn policies(bytes: &[u8]) -> Vec<Policy> {
    let mut policies = STRANGER.clone();
    if let Ok(claims) = claims::read(bytes) {
        let audiences = match claims.aud {
            Some(Value::List(list)) => list.iter().filter_map(text).collect(),
            other => other.and_then(text).into_iter().collect::<Vec<_>>(),
        };
        let issuer = claims.iss.and_then(text).filter(|_| bytes.len().is_multiple_of(2));
        policies.extend(under_each(&Recipient {
            identifiers: audiences.last().cloned().into_iter().collect(),
            client_id: claims.azp.and_then(text),
            trusted: audiences.first().cloned().into_iter().collect(),
            issuer: issuer.clone(),
        }));
        policies.extend(under_each(&Recipient { trusted: audiences, issuer, ..Recipient::named("me") }));
    }
    policies
}

fn text(value: Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.lossy().into_owned()),
        Value::Null | Value::Boolean | Value::Number | Value::List(_) | Value::Object => None,
    }
}
