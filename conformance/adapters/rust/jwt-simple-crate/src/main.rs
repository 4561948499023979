//! The crate jwt-simple, configured as its documentation of `VerificationOptions` says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, json_reason, locked, serve};
use jwt_simple::JWTError;
use jwt_simple::prelude::*;
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "jwt-simple",
        package: "jwt-simple",
        version: locked(include_str!("../Cargo.lock"), "jwt-simple"),
        homepage: "https://github.com/jedisct1/rust-jwt-simple",
        algorithms: &["HS256"],
        features: &["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-required"],
        notes: "VerificationOptions: allowed_audiences, allowed_issuers",
        ..Adapter::default()
    };
    serve(&adapter, validate)
}

fn validate(token: &str, policy: &Policy, keys: &Keys) -> Verdict {
    let mut options = VerificationOptions::default();
    if !policy.identifiers.is_empty() {
        options.allowed_audiences = Some(policy.identifiers.iter().cloned().collect());
    }
    if let Some(issuer) = &policy.issuer {
        options.allowed_issuers = Some([issuer.clone()].into());
    }
    let key = HS256Key::from_bytes(&keys.secret());
    match key.verify_token::<serde_json::Value>(token, Some(options)) {
        Ok(_) => Verdict::Accept,
        Err(error) => Verdict::reject(reason(&error), error),
    }
}

fn reason(error: &jwt_simple::Error) -> &'static str {
    match error.downcast_ref::<JWTError>() {
        Some(JWTError::RequiredAudienceMissing) => "aud-missing",
        Some(JWTError::RequiredAudienceMismatch) => "aud-mismatch",
        Some(JWTError::RequiredIssuerMissing) => "iss-missing",
        Some(JWTError::RequiredIssuerMismatch) => "iss-mismatch",
        Some(JWTError::InvalidAuthenticationTag) => "signature",
        Some(_) => "",
        None => error.downcast_ref().map_or("", json_reason),
    }
}
