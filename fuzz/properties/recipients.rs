//! Whom might a claims set be meant for? Policies of recipients that stand near it, so that few questions are easy.

use audiometer::claims::{self, Claims, Value};
use audiometer::seeds::NEAR_MISSES;
use audiometer::{Policy, Profile, Recipient};
use std::borrow::Cow;
use std::sync::LazyLock;

/// How many of the policies near a claims set are tried.
#[derive(Clone, Copy)]
pub(crate) enum Near {
    /// Each of them: once, and thoroughly.
    All,
    /// The one that the length of the bytes chooses, for a fuzzer: it comes by many thousand times a second, and white
    /// space behind a claims set leads it to the others.
    One,
}

/// The policies of a recipient without any name, under each set of rules that differs from the others.
static NOBODY: LazyLock<Vec<Policy>> = LazyLock::new(|| under_each(&Recipient::default()));

/// The same of a recipient called `me`.
static STRANGER: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    under_each(&Recipient { issuer: Some("https://issuer.example".to_owned()), ..Recipient::named("me") })
});

/// The policies of a recipient under each set of rules that differs from the others.
pub(crate) fn under_each(recipient: &Recipient) -> Vec<Policy> {
    let rules =
        |profile: &Profile| (profile.presence, profile.shape, profile.extras, profile.azp, profile.unconfigured);
    let mut different: Vec<&'static Profile> = Vec::new();
    for profile in Profile::all() {
        if different.iter().all(|earlier| rules(earlier) != rules(profile)) {
            different.push(profile);
        }
    }
    different.into_iter().map(|profile| profile.policy(recipient)).collect()
}

/// How many kinds of recipients there are.
const KINDS: usize = 5;

/// Bytes of a claims set in; out, for each set of rules, the policy of a recipient called `me`, and of four made of the
/// claims set: the audience named last, who has its `azp` for a client id and trusts the one named first; the same with
/// its issuer; an outsider who trusts every audience that is named, which must not help; and one of two names, of which
/// one is a near miss of the audience named first. With the claims, where they were read to make it.
pub(crate) fn policies(near: Near, bytes: &[u8]) -> impl Iterator<Item = (Cow<'static, Policy>, Option<Claims<'_>>)> {
    let most = KINDS * NOBODY.len();
    let chosen = match near {
        Near::All => 0..most,
        Near::One => bytes.len() % most..bytes.len() % most + 1,
    };
    chosen.map(move |at| {
        let (kind, rules) = (at % KINDS, at / KINDS);
        let claims = if kind > 0 { claims::read(bytes).ok() } else { None };
        match &claims {
            Some(found) => (Cow::Owned(made_of(found, kind, bytes.len(), &NOBODY[rules])), claims),
            None => (Cow::Borrowed(&STRANGER[rules]), None),
        }
    })
}

/// The policy of a kind of recipient; the length says which near miss.
fn made_of(claims: &Claims<'_>, kind: usize, length: usize, rules: &Policy) -> Policy {
    let (list, one) = match claims.aud {
        Some(Value::List(list)) => (Some(list), None),
        other => (None, other.and_then(text)),
    };
    let mut audiences = list.iter().flat_map(|list| list.iter()).filter_map(text).chain(one);
    let (identifiers, trusted) = match kind {
        3 => (vec!["me".to_owned()], audiences.collect()),
        4 => {
            let seed = &NEAR_MISSES[length % NEAR_MISSES.len()];
            let near = audiences.next().map(|first| (seed.make)(&first));
            (near.into_iter().chain(["me".to_owned()]).collect(), audiences.collect())
        }
        _ => {
            let first = audiences.next();
            let last = audiences.last().or_else(|| first.clone());
            (Vec::from_iter(last), Vec::from_iter(first))
        }
    };
    Policy {
        identifiers: identifiers.into(),
        client_id: if kind < 3 { claims.azp.and_then(text) } else { None },
        trusted: trusted.into(),
        issuer: if kind == 2 { claims.iss.and_then(text) } else { None },
        ..rules.clone()
    }
}

fn text(value: Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.lossy().into_owned()),
        Value::Null | Value::Boolean | Value::Number | Value::List(_) | Value::Object => None,
    }
}
