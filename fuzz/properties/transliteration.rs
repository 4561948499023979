//! Does the judgement decide as the plain validator that was written down without a look at it?

use crate::recipients::{Near, policies};
use audiometer::mutants::anatomy::{self, SOUND};
use audiometer::{Decision, judge, judge_claims};
use serde_json::Value;

type Explains = fn(&[u8]) -> bool;

/// Where the plain validator may reject what the judgement accepts: a sentence, and whether it is the case.
const KNOWN: &[(&str, Explains)] = &[(
    "serde_json rounds the last digits of a number up to infinity sooner than the standard library, and refuses it",
    |claims| {
        let read = serde_json::from_slice::<Value>(claims);
        read.is_err_and(|error| error.to_string().starts_with("number out of range"))
    },
)];

/// Any bytes as a claims set.
pub(crate) fn check(bytes: &[u8], near: Near) {
    let plain = (SOUND.decode)(bytes).and_then(|text| (SOUND.parse)(&text));
    for (policy, claims) in policies(near, bytes) {
        let right = claims.map_or_else(|| judge(bytes, &policy), |claims| judge_claims(&claims, &policy));
        let accepted = plain
            .as_ref()
            .is_some_and(|claims| (SOUND.decide)(&SOUND, &anatomy::Question { header: &[], claims, policy: &policy }));
        // The plain validator is strict: what is open it rejects.
        let agreed = accepted == (right.decision() == Decision::Accept);
        if !agreed && (accepted || !KNOWN.iter().any(|(_, known)| known(bytes))) {
            panic!(
                "the judgement says {:?}, the plain validator {}:\n  claims {}\n  policy {}",
                right.decision(),
                if accepted { "accepts" } else { "rejects" },
                String::from_utf8_lossy(bytes),
                serde_json::to_string(&*policy).unwrap_or_default()
            );
        }
    }
}
