//! jwt-compact has no audience check; it hands the claims to the application.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use jwt_compact::alg::{Hs256, Hs256Key};
use jwt_compact::prelude::*;
use serde_json::{Map, Value};
use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "jwt-compact",
        package: "jwt-compact",
        version: locked(include_str!("../Cargo.lock"), "jwt-compact"),
        homepage: "https://github.com/slowli/jwt-compact",
        kind: "decoder",
        algorithms: &["HS256"],
        features: &["many-identifiers", "any-issuer", "aud-required", "aud-optional"], // of the application's comparison
        notes: "Hs256.validator(..).validate, validate_expiration",
        ..Adapter::default()
    };
    serve(&adapter, |token, _: &Policy, keys| match decode(token, keys) {
        Ok(claims) => Verdict::Decoded { aud: claims.get("aud").cloned() },
        Err(error) => Verdict::reject("", error),
    })
}

fn decode(token: &str, keys: &Keys) -> Result<Map<String, Value>, Box<dyn Error>> {
    let token = UntrustedToken::new(token)?;
    let token: Token<Map<String, Value>> = Hs256.validator(&Hs256Key::new(keys.secret())).validate(&token)?;
    token.claims().validate_expiration(&TimeOptions::default())?;
    Ok(token.claims().custom.clone())
}
