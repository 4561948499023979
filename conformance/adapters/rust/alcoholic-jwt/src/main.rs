//! alcoholic_jwt, configured as its documentation says.

use alcoholic_jwt::{JWK, Validation, ValidationError};
use audiometer_adapter::{Adapter, Keys, Policy, Verdict, json_reason, locked, serve};
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "alcoholic_jwt",
        package: "alcoholic_jwt",
        version: locked(include_str!("../Cargo.lock"), "alcoholic_jwt"),
        homepage: "https://code.tvl.fyi/about/net/alcoholic_jwt",
        algorithms: &["RS256"],
        features: &["no-identifiers", "issuer", "any-issuer", "aud-required"],
        notes: "Validation::Audience, Issuer, NotExpired",
        ..Adapter::default()
    };
    serve(&adapter, validate)
}

fn validate(token: &str, policy: &Policy, keys: &Keys) -> Verdict {
    let mut validations = vec![Validation::NotExpired];
    validations.extend(policy.identifiers.first().cloned().map(Validation::Audience));
    validations.extend(policy.issuer.clone().map(Validation::Issuer));
    let key: JWK = serde_json::from_value(keys.jwks["RS256"].clone()).expect("a key");
    match alcoholic_jwt::validate(token, &key, validations) {
        Ok(_) => Verdict::Accept,
        Err(error) => Verdict::reject(reason(&error), error),
    }
}

fn reason(error: &ValidationError) -> &'static str {
    match error {
        ValidationError::InvalidSignature => "signature",
        ValidationError::JSON(error) => json_reason(error),
        ValidationError::InvalidClaims(errors) => match errors.first() {
            Some(&"'aud' claim is missing") => "aud-missing",
            Some(&"'aud' claim does not match") => "aud-mismatch",
            Some(&"'iss' claim is missing") => "iss-missing",
            Some(&"'iss' claim does not match") => "iss-mismatch",
            _ => "",
        },
        _ => "",
    }
}
