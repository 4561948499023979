//! The crate jsonwebtoken, configured as its documentation of `Validation` says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, json_reason, locked, serve};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use std::process::ExitCode;

fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let adapter = Adapter {
        name: "jsonwebtoken",
        package: "jsonwebtoken",
        version: locked(include_str!("../Cargo.lock"), "jsonwebtoken"),
        homepage: "https://github.com/Keats/jsonwebtoken",
        algorithms: &["HS256"],
        features: match &*argument {
            "--aud-required" => &["many-identifiers", "issuer", "any-issuer", "aud-required"],
            "--audience-only" => &["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-optional"],
            _ => &["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-required", "aud-optional"],
        },
        notes: "set_audience, set_issuer; set_required_spec_claims has what the policy requires",
        ..Adapter::default()
    };
    serve(&adapter, |token, policy, keys| {
        let required = match &*argument {
            "--aud-required" => true,
            "--audience-only" => false,
            _ => policy.aud_required,
        };
        validate(token, policy, keys, required)
    })
}

fn validate(token: &str, policy: &Policy, keys: &Keys, aud_required: bool) -> Verdict {
    let mut validation = Validation::new(Algorithm::HS256);
    let mut required = vec!["exp"]; // the default
    if !policy.identifiers.is_empty() {
        validation.set_audience(&policy.identifiers);
    }
    if aud_required {
        required.push("aud");
    }
    if let Some(issuer) = &policy.issuer {
        validation.set_issuer(&[issuer]);
        required.push("iss");
    }
    validation.set_required_spec_claims(&required);
    match decode::<serde_json::Value>(token, &DecodingKey::from_secret(&keys.secret()), &validation) {
        Ok(_) => Verdict::Accept,
        Err(error) => Verdict::reject(reason(&error), error),
    }
}

fn reason(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::InvalidAudience => "aud-mismatch",
        ErrorKind::InvalidIssuer => "iss-mismatch",
        ErrorKind::MissingRequiredClaim(claim) if claim == "aud" => "aud-missing",
        ErrorKind::MissingRequiredClaim(claim) if claim == "iss" => "iss-missing",
        ErrorKind::Json(error) => json_reason(error),
        ErrorKind::Utf8(_) => "claims-malformed",
        ErrorKind::InvalidSignature => "signature",
        _ => "",
    }
}
