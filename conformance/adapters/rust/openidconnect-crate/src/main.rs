//! The ID token verifier of the crate openidconnect, configured as its documentation of `IdTokenVerifier` says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{ClaimsVerificationError, ClientId, ClientSecret, IssuerUrl, JsonWebKeySet, Nonce};
use std::process::ExitCode;

fn main() -> ExitCode {
    let others_allowed = std::env::args().any(|argument| argument == "--other-audiences-allowed");
    let adapter = Adapter {
        name: "openidconnect",
        package: "openidconnect",
        version: locked(include_str!("../Cargo.lock"), "openidconnect"),
        homepage: "https://github.com/ramosbugs/openidconnect-rs",
        algorithms: &["HS256"],
        features: match others_allowed {
            true => &["issuer", "any-issuer", "aud-required"],
            false => &["issuer", "any-issuer", "aud-required", "extras-trusted", "extras-none"],
        },
        profiles: &["oidc-errata1", "oidc", "oidc-strict", "oidc-backend"],
        notes: "IdTokenVerifier::new_confidential_client; set_other_audience_verifier_fn trusts what the policy allows",
        ..Adapter::default()
    };
    serve(&adapter, |token, policy, keys| validate(token, policy, keys, others_allowed || policy.extras == "allowed"))
}

fn validate(token: &str, policy: &Policy, keys: &Keys, others_allowed: bool) -> Verdict {
    let [client, ..] = &policy.identifiers[..] else {
        return Verdict::Unsupported { feature: "no-identifiers", error: "a verifier is made for a client".into() };
    };
    let Ok(issuer) = IssuerUrl::new(policy.issuer.as_ref().unwrap_or(&keys.issuer).clone()) else {
        return Verdict::Unsupported { feature: "issuer-no-url", error: "an IssuerUrl is a URL".into() };
    };
    let secret = String::from_utf8(keys.secret()).expect("a secret in UTF-8");
    let mut verifier = CoreIdTokenVerifier::new_confidential_client(
        ClientId::new(client.clone()),
        ClientSecret::new(secret),
        issuer,
        JsonWebKeySet::new(vec![]),
    )
    .set_allowed_algs([CoreJwsSigningAlgorithm::HmacSha256])
    .require_issuer_match(policy.issuer.is_some());
    // By default every other audience is refused.
    if others_allowed {
        verifier = verifier.set_other_audience_verifier_fn(|_| true);
    } else if policy.extras == "trusted" {
        verifier = verifier.set_other_audience_verifier_fn(|audience| policy.trusted.contains(audience));
    }
    // The tokens have no nonce.
    let nonce = |_: Option<&Nonce>| Ok(());
    match token.parse::<CoreIdToken>() {
        Err(error) => Verdict::reject("", error),
        Ok(token) => match token.claims(&verifier, nonce) {
            Ok(_) => Verdict::Accept,
            Err(error) => Verdict::reject(reason(&error), error),
        },
    }
}

fn reason(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::InvalidAudience(text) if text.contains("must contain") => "aud-mismatch",
        ClaimsVerificationError::InvalidAudience(text) if text.contains("missing") => "aud-missing",
        ClaimsVerificationError::InvalidAudience(_) => "aud-untrusted",
        ClaimsVerificationError::InvalidIssuer(_) => "iss-mismatch",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "",
    }
}
