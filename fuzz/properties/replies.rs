//! Whatever an adapter sends, is it read or refused, and never an acceptance out of nothing?

use audiometer::protocol::{Kind, Reply, Start, Violation};
use audiometer::{Answer, Feature, Policy, Presence, Profile, Recipient};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Under one `aud` is required, under the other not.
static POLICIES: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    let recipient =
        Recipient { identifiers: vec!["me".to_owned(), "https://api.example.com".to_owned()], ..Recipient::default() };
    ["jwt-bcp", "jwt-core"].map(|name| Profile::named(name).expect("a profile").policy(&recipient)).into()
});

/// Any bytes as an adapter's line.
pub(crate) fn check(data: &[u8]) {
    match Start::read(data) {
        Ok(start) => {
            assert_eq!((start.seq, start.protocol), (0, audiometer::protocol::VERSION));
            assert!(!start.algorithms.is_empty(), "it names no algorithm");
            assert!(start.features().iter().all(|feature| start.features.iter().any(|name| name == feature.name())));
        }
        Err(violation) => within_bounds(&violation),
    }
    let reply = match Reply::read(data) {
        Ok(reply) => reply,
        Err(violation) => return within_bounds(&violation),
    };
    for policy in POLICIES.iter() {
        for (kind, features) in
            [(Kind::Validator, &[][..]), (Kind::Validator, Feature::ALL), (Kind::Decoder, Feature::ALL)]
        {
            match reply.clone().answer(kind, features, policy) {
                Ok(Answer::Accept) => assert!(says_so(data, kind, policy), "an acceptance out of nothing"),
                Ok(Answer::Reject { error, .. } | Answer::Fault { error } | Answer::Unsupported { feature: error }) => {
                    assert!(error.chars().count() < 1_000, "an answer is told without end");
                }
                Err(violation) => within_bounds(&violation),
            }
        }
    }
}

/// What is told of a line has an end, however long the line is.
fn within_bounds(violation: &Violation) {
    let told = violation.to_string().chars().count();
    assert!((1..2_000).contains(&told), "a violation is told in {told} characters");
}

/// Whether a line says that the token is accepted, read in another way than the protocol reads it.
fn says_so(line: &[u8], kind: Kind, policy: &Policy) -> bool {
    let Ok(members) = serde_json::from_slice::<HashMap<String, Box<RawValue>>>(line) else { return false };
    let text = |raw: &RawValue| serde_json::from_str::<String>(raw.get()).ok();
    let own = |raw: &RawValue| text(raw).is_some_and(|text| policy.identifiers.as_slice().contains(&text));
    let verdict = members.get("verdict").and_then(|verdict| text(verdict));
    let numbered = members.get("seq").is_some_and(|seq| serde_json::from_str::<u64>(seq.get()).is_ok());
    numbered
        && match (kind, verdict.as_deref(), members.get("aud")) {
            (Kind::Validator, Some("accept"), _) => true,
            (Kind::Decoder, Some("decoded"), None) => policy.presence == Presence::Optional,
            (Kind::Decoder, Some("decoded"), Some(aud)) => {
                let list = serde_json::from_str::<Vec<&RawValue>>(aud.get()).unwrap_or_default();
                own(aud) || list.into_iter().any(own)
            }
            _ => false,
        }
}
