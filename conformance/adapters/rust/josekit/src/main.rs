//! josekit, configured as the README's section on `JwtPayloadValidator` says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use josekit::JoseError;
use josekit::jws::HS256;
use josekit::jwt::{self, JwtPayloadValidator};
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "josekit",
        package: "josekit",
        version: locked(include_str!("../Cargo.lock"), "josekit"),
        homepage: "https://github.com/hidekatsu-izuno/josekit-rs",
        algorithms: &["HS256"],
        features: &["no-identifiers", "issuer", "any-issuer", "aud-optional"],
        notes: "jwt::decode_with_verifier, then JwtPayloadValidator with set_audience and set_issuer",
        ..Adapter::default()
    };
    serve(&adapter, |token, policy, keys| match validate(token, policy, keys) {
        Ok(()) => Verdict::Accept,
        Err(error) => Verdict::reject(reason(&error), error),
    })
}

fn validate(token: &str, policy: &Policy, keys: &Keys) -> Result<(), JoseError> {
    let verifier = HS256.verifier_from_bytes(keys.secret()).expect("a key");
    let mut validator = JwtPayloadValidator::new();
    if let [identifier, ..] = &policy.identifiers[..] {
        validator.set_audience(identifier);
    }
    if let Some(issuer) = &policy.issuer {
        validator.set_issuer(issuer);
    }
    let (payload, _) = jwt::decode_with_verifier(token, &verifier)?;
    validator.validate(&payload)
}

fn reason(error: &JoseError) -> &'static str {
    let text = error.to_string();
    match error {
        JoseError::InvalidClaim(_) if text.starts_with("Invalid claim: Key aud is invalid") => "aud-mismatch",
        JoseError::InvalidClaim(_) if text.starts_with("Invalid claim: Key iss is invalid") => "iss-mismatch",
        JoseError::InvalidClaim(_) if text.starts_with("Invalid claim: Key iss is missing") => "iss-missing",
        JoseError::InvalidJson(_) => "claims-malformed",
        JoseError::InvalidSignature(_) => "signature",
        _ => "",
    }
}
