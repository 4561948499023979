//! Is every text judged, and accepted only where it names the recipient?

use crate::recipients::{Near, policies, under_each};
use audiometer::claims::{self, Claims, Value};
use audiometer::{Decision, Policy, Presence, Recipient, judge, judge_claims};
use std::sync::LazyLock;

/// Policies for a fuzzer: of recipients for whom many seeds are meant, under each set of rules. The length of the bytes
/// chooses, and white space behind a claims set leads to the others. To make one that is near each claims set, as the
/// property `transliteration` does, would take longer than to judge.
static READY: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    let issuer = Some("https://issuer.example".to_owned());
    let names = ["me", "https://api.example.com", "https://claims.example.com", "https://names.example.com"];
    let recipients = names.map(Recipient::named).into_iter();
    let orders = Recipient { issuer, ..Recipient::named("https://orders.example.com") };
    recipients.chain([orders, Recipient::default()]).flat_map(|recipient| under_each(&recipient)).collect()
});

/// Any bytes as a claims set.
pub(crate) fn check(data: &[u8], near: Near) {
    if let Near::One = near {
        return one(data, &READY[data.len() % READY.len()]);
    }
    READY.iter().for_each(|policy| one(data, policy));
    for (policy, claims) in policies(near, data) {
        if let Some(claims) = claims {
            assert_eq!(judge_claims(&claims, &policy), judge(data, &policy), "read before, it is judged otherwise");
        }
        one(data, &policy);
    }
}

fn one(data: &[u8], policy: &Policy) {
    let decision = judge(data, policy).decision();
    if decision == Decision::Reject {
        return;
    }
    let claims = claims::read(data).expect("what cannot be read is rejected");
    assert!(decision == Decision::Either || may_be_accepted(&claims, policy), "accepted under {policy:?}");
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
