//! jwt-rustcrypto, configured as its documentation of `ValidationOptions` says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use jwt_rustcrypto::{Algorithm, Error, ValidationOptions, VerifyingKey, decode};
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "jwt-rustcrypto",
        package: "jwt-rustcrypto",
        version: locked(include_str!("../Cargo.lock"), "jwt-rustcrypto"),
        homepage: "https://github.com/robjsliwa/jwt-rustcrypto",
        algorithms: &["HS256"],
        features: &["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-required"],
        notes: "ValidationOptions::new, with_audiences, with_issuer",
        ..Adapter::default()
    };
    serve(&adapter, validate)
}

fn validate(token: &str, policy: &Policy, keys: &Keys) -> Verdict {
    let mut options = ValidationOptions::new(Algorithm::HS256);
    if !policy.identifiers.is_empty() {
        options = options.with_audiences(&policy.identifiers);
    }
    if policy.aud_required {
        options = options.with_required_claim("aud"); // makes a difference where no audience is configured
    }
    if let Some(issuer) = &policy.issuer {
        options = options.with_issuer(issuer);
    }
    match decode(token, &VerifyingKey::from_secret(&keys.secret()), &options) {
        Ok(_) => Verdict::Accept,
        Err(error) => Verdict::reject(reason(&error), error),
    }
}

fn reason(error: &Error) -> &'static str {
    match error {
        Error::InvalidAudience => "aud-mismatch", // a missing one too
        Error::InvalidIssuer => "iss-mismatch",
        Error::InvalidSignature => "signature",
        Error::SerdeEncodeDecodeError(_) => "claims-malformed",
        _ => "",
    }
}
