//! Does the crate jsonwebtoken, configured as the runner configures it, decide as the judgement does?

#[path = "../../conformance/runner/src/subjects/jsonwebtoken.rs"]
mod subject;

use crate::recipients::{Near, policies};
use audiometer::{Answer, Azp, Case, Decision, Extras, Policy, Presence, Shape, Validator, feature, judge};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::{CryptoProvider, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::signature::{Error, Verifier};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Once;
use subject::Jsonwebtoken;

/// `{"alg":"HS256"}`
const HEADER: &str = "eyJhbGciOiJIUzI1NiJ9";
/// 2100, as the suite's own tokens have it.
const EXPIRES: &str = "4102444800";

type Reads = fn(Value, &Policy) -> Value;
type Refuses = fn(Result<&Value, &serde_json::Error>) -> bool;

/// What it accepts and should not: a sentence, and what it makes of the claims set before it decides rightly.
/// `conformance/runner/tests/jsonwebtoken_alone.rs` shows each with the library alone.
const READS: &[(&str, Reads)] = &[
    ("a claims set that is a list of five is read as exp, nbf, sub, iss and aud", |claims, _| match claims {
        Value::Array(values) if values.len() == 5 => {
            let names = ["exp", "nbf", "sub", "iss", "aud"].map(str::to_owned);
            Value::Object(names.into_iter().zip(values).collect())
        }
        other => other,
    }),
    (
        "an aud that is neither a string nor a list of strings counts as absent, so set_audience does not look at it",
        |mut claims, policy| {
            let good = match claims.get("aud") {
                Some(Value::Array(audiences)) => audiences.iter().all(Value::is_string),
                Some(aud) => aud.is_string(),
                None => true,
            };
            if let (false, Presence::Optional, Some(members)) = (good, policy.presence, claims.as_object_mut()) {
                members.remove("aud");
            }
            claims
        },
    ),
    ("an iss that is a list passes set_issuer if any element of it matches", |mut claims, policy| {
        if let (Some(Value::Array(issuers)), Some(issuer)) = (claims.get("iss"), &policy.issuer)
            && issuers.iter().all(Value::is_string)
            && issuers.iter().any(|iss| iss == issuer.as_str())
        {
            claims["iss"] = Value::from(&**issuer);
        }
        claims
    }),
];

/// What it rejects although the judgement accepts: a sentence, and whether it is the case.
const REFUSES: &[(&str, Refuses)] = &[
    ("exp is missing, no number, or past; times are not judged", |claims| {
        let in_time = |exp: f64| (4_000_000_000.0..u64::MAX as f64).contains(&exp);
        claims.is_ok_and(|claims| !claims.get("exp").and_then(Value::as_f64).is_some_and(in_time))
    }),
    (
        "sub or nbf is a list or an object, upon which it reads no further; RFC 7519 has them a string and a number",
        |claims| {
            let nests = |value: &Value| value.is_array() || value.is_object();
            claims.is_ok_and(|claims| ["sub", "nbf"].into_iter().filter_map(|name| claims.get(name)).any(nests))
        },
    ),
    (
        "serde_json rounds the last digits of a number up to infinity sooner than the standard library, and refuses it",
        |claims| claims.is_err_and(|error| error.to_string().starts_with("number out of range")),
    ),
];

/// Any bytes as a claims set.
pub(crate) fn check(data: &[u8], near: Near) {
    trust_every_signature();
    let claims = in_time(data);
    for (policy, _) in policies(near, &claims) {
        agree(&claims, &told(policy.into_owned()));
    }
}

/// The policy as far as it has settings for it: it knows nothing of other audiences and of `azp`.
fn told(policy: Policy) -> Policy {
    Policy { shape: Shape::Any, extras: Extras::Allowed, azp: Azp::Ignored, ..policy }
}

/// The claims set with an `exp` in front, where it has none to be seen.
fn in_time(claims: &[u8]) -> Cow<'_, [u8]> {
    let exp = format!("{{\"exp\":{EXPIRES}");
    match str::from_utf8(claims).ok().and_then(|text| Some((text, text.strip_prefix('{')?))) {
        Some((text, rest)) if !text.contains("\"exp\"") => {
            let more = !rest.trim_ascii_start().starts_with('}');
            Cow::Owned([exp.as_bytes(), if more { b"," } else { b"" }, rest.as_bytes()].concat())
        }
        _ => Cow::Borrowed(claims),
    }
}

fn agree(claims: &[u8], policy: &Policy) {
    let mut subject = Jsonwebtoken::new("");
    assert_eq!(feature::missing(claims, policy, |feature| subject.supports(feature)), None, "it cannot be asked this");
    let mut token = format!("{HEADER}.");
    BASE64_URL_SAFE_NO_PAD.encode_string(claims, &mut token);
    token.push('.');
    let answer = subject.answer(&Case { token: &token, claims, policy });
    let read = || serde_json::from_slice::<Value>(claims);
    let right = judge(claims, policy).decision();
    let explained = match (right, &answer) {
        (Decision::Either, Answer::Accept | Answer::Reject { .. })
        | (Decision::Accept, Answer::Accept)
        | (Decision::Reject, Answer::Reject { .. }) => true,
        (Decision::Reject, Answer::Accept) => read().is_ok_and(|claims| {
            let claims = READS.iter().fold(claims, |claims, (_, reads)| reads(claims, policy));
            judge(claims.to_string().as_bytes(), policy).decision() != Decision::Reject
        }),
        (Decision::Accept, Answer::Reject { .. }) => REFUSES.iter().any(|(_, refuses)| refuses(read().as_ref())),
        (_, Answer::Unsupported { .. } | Answer::Fault { .. }) => false,
    };
    if !explained {
        panic!(
            "the judgement says {right:?}, jsonwebtoken {answer:?}:\n  claims {}\n  policy {}",
            String::from_utf8_lossy(claims),
            serde_json::to_string(policy).unwrap_or_default()
        );
    }
}

/// The library's documented way to leave the cryptography to somebody else, who is easily content here: fuzzing is
/// about the claims.
fn trust_every_signature() {
    struct Content;
    impl Verifier<Vec<u8>> for Content {
        fn verify(&self, _: &[u8], _: &Vec<u8>) -> Result<(), Error> {
            Ok(())
        }
    }
    impl JwtVerifier for Content {
        fn algorithm(&self) -> jsonwebtoken::Algorithm {
            jsonwebtoken::Algorithm::HS256
        }
    }
    static PROVIDER: CryptoProvider = CryptoProvider {
        signer_factory: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
        verifier_factory: |_, _| Ok(Box::new(Content)),
        key_utils: KeyUtils::new_unimplemented(),
    };
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| PROVIDER.install_default().expect("nobody has chosen another"));
}
