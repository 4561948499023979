//! aliri, configured as its documentation's first example says.

use aliri::error::{ClaimsRejected, JwtVerifyError};
use aliri::jwt::{Audience, BasicClaims, BasicHeaders, CoreValidator, Issuer};
use aliri::{Jwk, JwtRef, jwa};
use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "aliri",
        package: "aliri",
        version: locked(include_str!("../Cargo.lock"), "aliri"),
        homepage: "https://github.com/neoeinstein/aliri",
        algorithms: &["HS256"],
        features: &["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-required"],
        notes: "CoreValidator: extend_allowed_audiences, require_issuer",
        ..Adapter::default()
    };
    serve(&adapter, validate)
}

fn validate(token: &str, policy: &Policy, keys: &Keys) -> Verdict {
    let key: Jwk = serde_json::from_str(&keys.jwks["HS256"].to_string()).expect("a key"); // borrows
    let mut validator = CoreValidator::default()
        .add_approved_algorithm(jwa::Algorithm::HS256)
        .extend_allowed_audiences(policy.identifiers.iter().cloned().map(Audience::new));
    if let Some(issuer) = &policy.issuer {
        validator = validator.require_issuer(Issuer::new(issuer.clone()));
    }
    match JwtRef::from_str(token).verify::<BasicClaims, BasicHeaders, _>(&key, &validator) {
        Ok(_) => Verdict::Accept,
        Err(error) => Verdict::reject(reason(&error), error),
    }
}

fn reason(error: &JwtVerifyError) -> &'static str {
    match error {
        JwtVerifyError::ClaimsRejected(ClaimsRejected::InvalidAudience) => "aud-mismatch",
        JwtVerifyError::ClaimsRejected(ClaimsRejected::MissingRequiredClaim("aud")) => "aud-missing",
        JwtVerifyError::ClaimsRejected(ClaimsRejected::InvalidIssuer) => "iss-mismatch",
        JwtVerifyError::ClaimsRejected(ClaimsRejected::MissingRequiredClaim("iss")) => "iss-missing",
        _ => "",
    }
}
