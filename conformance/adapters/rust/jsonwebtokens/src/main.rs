//! jsonwebtokens, configured as the README's section on verifying standard claims says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use jsonwebtokens::error::Error;
use jsonwebtokens::{Algorithm, AlgorithmID, Verifier};
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "jsonwebtokens",
        package: "jsonwebtokens",
        version: locked(include_str!("../Cargo.lock"), "jsonwebtokens"),
        homepage: "https://github.com/rib/jsonwebtokens",
        algorithms: &["HS256"],
        features: &["no-identifiers", "issuer", "any-issuer", "aud-required"],
        notes: "Verifier::create().audience(..).issuer(..)",
        ..Adapter::default()
    };
    serve(&adapter, validate)
}

fn validate(token: &str, policy: &Policy, keys: &Keys) -> Verdict {
    let mut builder = Verifier::create();
    if let [identifier, ..] = &policy.identifiers[..] {
        builder.audience(identifier);
    }
    if let Some(issuer) = &policy.issuer {
        builder.issuer(issuer);
    }
    let verifier = builder.build().expect("a verifier");
    let algorithm = Algorithm::new_hmac(AlgorithmID::HS256, keys.secret()).expect("a key");
    match verifier.verify(token, &algorithm) {
        Ok(_) => Verdict::Accept,
        // It looks at the claims in the order of a HashMap: which of two wrong ones it tells is drawn anew each time.
        Err(error @ Error::MalformedToken(_)) if policy.issuer.is_some() && !policy.identifiers.is_empty() => {
            Verdict::reject("", error)
        }
        Err(error) => Verdict::reject(reason(&error), error),
    }
}

fn reason(error: &Error) -> &'static str {
    match (error, &*error.to_string()) {
        (Error::InvalidSignature(), _) => "signature",
        (Error::MalformedToken(_), "JWT claims invalid: Claim aud: missing") => "aud-missing",
        (Error::MalformedToken(_), text) if text.starts_with("JWT claims invalid: Claim aud: ") => "aud-mismatch",
        (Error::MalformedToken(_), "JWT claims invalid: Claim iss: missing") => "iss-missing",
        (Error::MalformedToken(_), text) if text.starts_with("JWT claims invalid: Claim iss: ") => "iss-mismatch",
        _ => "",
    }
}
