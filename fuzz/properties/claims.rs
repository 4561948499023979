//! Is every text read as serde_json reads it, and judged, and accepted only where it names the recipient?

#[path = "../../tests/sparring/mod.rs"]
mod sparring;

use crate::recipients;
use audiometer::{Decision, Policy, Presence, claims, judge, judge_claims};
use serde_json::{Map, Value};

/// Any bytes as a claims set.
pub(crate) fn check(data: &[u8]) {
    sparring::spar(data);
    let policies = recipients::policies(data);
    let Ok(claims) = claims::read(data) else {
        let verdict = judge(data, &policies[0]);
        assert_eq!(verdict.decision(), Decision::Reject, "what cannot be read is not rejected");
        return;
    };
    assert_eq!(judge(data, &policies[0]), judge_claims(&claims, &policies[0]), "read before, it is judged otherwise");
    let plain = serde_json::from_slice::<Map<String, Value>>(data);
    for policy in policies {
        let decision = judge_claims(&claims, &policy).decision();
        if let (Decision::Accept, Ok(plain)) = (decision, &plain) {
            assert!(may_be_accepted(plain, &policy), "accepted under {policy:?}");
        }
    }
}

/// The least that every profile demands, written down without a look at the judgement.
fn may_be_accepted(claims: &Map<String, Value>, policy: &Policy) -> bool {
    let own = |value: &Value| policy.identifiers.as_slice().iter().any(|identifier| value == identifier.as_str());
    let issued =
        policy.issuer.as_ref().is_none_or(|issuer| claims.get("iss").is_some_and(|iss| iss == issuer.as_str()));
    issued
        && match claims.get("aud") {
            None => policy.presence == Presence::Optional,
            Some(Value::Array(audiences)) => audiences.iter().any(own),
            Some(aud) => own(aud),
        }
}
