//! jwt-authorizer, configured as its documentation of `Validation` says.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use jwt_authorizer::{AuthError, JwtAuthorizer, Validation};
use serde_json::Value;
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "jwt-authorizer",
        package: "jwt-authorizer",
        version: locked(include_str!("../Cargo.lock"), "jwt-authorizer"),
        homepage: "https://github.com/cduvray/jwt-authorizer",
        algorithms: &["HS256"],
        features: &["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-optional"],
        notes: "Validation::new().aud(..).iss(..)",
        ..Adapter::default()
    };
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    serve(&adapter, |token, policy, keys| match validate(token, policy, keys, &runtime) {
        Ok(()) => Verdict::Accept,
        Err(error) => Verdict::reject(reason(&error), error),
    })
}

fn validate(token: &str, policy: &Policy, keys: &Keys, runtime: &Runtime) -> Result<(), AuthError> {
    let mut validation = Validation::new();
    if !policy.identifiers.is_empty() {
        validation = validation.aud(&policy.identifiers);
    }
    if let Some(issuer) = &policy.issuer {
        validation = validation.iss(&[issuer]);
    }
    let secret = String::from_utf8(keys.secret()).expect("a secret in UTF-8");
    let builder = JwtAuthorizer::<Value>::from_secret(&secret).validation(validation);
    let authorizer = runtime.block_on(builder.build()).expect("an authorizer");
    runtime.block_on(authorizer.check_auth(token)).map(|_| ())
}

fn reason(error: &AuthError) -> &'static str {
    match (error, &*error.to_string()) {
        (AuthError::InvalidToken(_), "InvalidAudience") => "aud-mismatch",
        (AuthError::InvalidToken(_), "InvalidIssuer") => "iss-mismatch",
        (AuthError::InvalidToken(_), "InvalidSignature") => "signature",
        _ => "",
    }
}
