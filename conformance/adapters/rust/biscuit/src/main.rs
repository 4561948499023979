//! biscuit, configured as its documentation of `ValidationOptions` says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, json_reason, locked, serve};
use biscuit::errors::{Error, ValidationError};
use biscuit::jwa::SignatureAlgorithm;
use biscuit::jws::Secret;
use biscuit::{ClaimPresenceOptions, Empty, JWT, Presence, Validation, ValidationOptions};
use std::process::ExitCode;

fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let adapter = Adapter {
        name: "biscuit",
        package: "biscuit",
        version: locked(include_str!("../Cargo.lock"), "biscuit"),
        homepage: "https://github.com/lawliet89/biscuit",
        algorithms: &["HS256"],
        features: match &*argument {
            "--aud-required" => &["issuer", "any-issuer", "aud-required"],
            "--audience-only" => &["no-identifiers", "issuer", "any-issuer", "aud-optional"],
            _ => &["no-identifiers", "issuer", "any-issuer", "aud-required", "aud-optional"],
        },
        notes: "ValidationOptions: audience, issuer; claim_presence_options has what the policy requires",
        ..Adapter::default()
    };
    serve(&adapter, |token, policy, keys| {
        let required = match &*argument {
            "--aud-required" => true,
            "--audience-only" => false,
            _ => policy.aud_required,
        };
        match validate(token, policy, keys, required) {
            Ok(()) => Verdict::Accept,
            Err(error) => Verdict::reject(reason(&error), error),
        }
    })
}

fn validate(token: &str, policy: &Policy, keys: &Keys, aud_required: bool) -> Result<(), Error> {
    let presence = |required| if required { Presence::Required } else { Presence::Optional };
    let options = ValidationOptions {
        claim_presence_options: ClaimPresenceOptions {
            audience: presence(aud_required),
            issuer: presence(policy.issuer.is_some()),
            ..Default::default()
        },
        audience: policy.identifiers.first().cloned().map_or(Validation::Ignored, Validation::Validate),
        issuer: policy.issuer.clone().map_or(Validation::Ignored, Validation::Validate),
        ..Default::default()
    };
    let token = JWT::<serde_json::Value, Empty>::new_encoded(token);
    token.into_decoded(&Secret::Bytes(keys.secret()), SignatureAlgorithm::HS256)?.validate(options)
}

fn reason(error: &Error) -> &'static str {
    match error {
        Error::ValidationError(ValidationError::InvalidAudience(_)) => "aud-mismatch",
        Error::ValidationError(ValidationError::InvalidIssuer(_)) => "iss-mismatch",
        Error::ValidationError(ValidationError::InvalidSignature) => "signature",
        Error::ValidationError(ValidationError::MissingRequiredClaims(claims)) => match &claims.join(" ")[..] {
            "iss" => "iss-missing",
            _ => "aud-missing",
        },
        Error::JsonError(error) => json_reason(error),
        Error::Utf8(_) => "claims-malformed",
        _ => "",
    }
}
