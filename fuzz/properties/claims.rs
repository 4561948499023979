//! Is every text judged, and accepted only where it names the recipient?

use crate::recipients::{Near, policies};
use audiometer::claims::{self, Claims, Value};
use audiometer::{Decision, Policy, Presence, judge, judge_claims};

/// Any bytes as a claims set.
pub(crate) fn check(data: &[u8], near: Near) {
    for (policy, claims) in policies(near, data) {
        let verdict = claims.map_or_else(|| judge(data, &policy), |claims| judge_claims(&claims, &policy));
        if let Near::All = near {
            assert_eq!(verdict, judge(data, &policy), "read before, it is judged otherwise");
        }
        if verdict.decision() == Decision::Reject {
            continue;
        }
        let claims = claims.or_else(|| claims::read(data).ok()).expect("what cannot be read is rejected");
        assert!(
            verdict.decision() == Decision::Either || may_be_accepted(&claims, &policy),
            "accepted under {policy:?}"
        );
    }
}

/// The least that every profile demands, written down without a look at the judgement. That the claims are what the
/// bytes say is the property `scanner`.
fn may_be_accepted(claims: &Claims<'_>, policy: &Policy) -> bool {
    let is = |value: Value<'_>, name: &String| matches!(value, Value::Text(text) if text.is(name));
    let own = |value: Value<'_>| policy.identifiers.as_slice().iter().any(|identifier| is(value, identifier));
    let issued = policy.issuer.as_ref().is_none_or(|issuer| claims.iss.is_some_and(|iss| is(iss, issuer)));
    issued
        && match claims.aud {
            None => policy.presence == Presence::Optional,
            Some(Value::List(audiences)) => audiences.iter().any(own),
            Some(aud) => own(aud),
        }
}
