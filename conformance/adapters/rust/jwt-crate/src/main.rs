//! The crate jwt has no audience check; it hands the claims to the application.

use audiometer_adapter::{Adapter, Keys, Verdict, json_reason, locked, serve};
use hmac::{Hmac, Mac};
use jwt::{Claims, Error, VerifyWithKey};
use serde_json::Value;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::process::ExitCode;

fn main() -> ExitCode {
    let registered = std::env::args().any(|argument| argument == "--registered-claims");
    let adapter = Adapter {
        name: "jwt",
        package: "jwt",
        version: locked(include_str!("../Cargo.lock"), "jwt"),
        homepage: "https://github.com/mikkyang/rust-jwt",
        kind: "decoder",
        algorithms: &["HS256"],
        features: &["many-identifiers", "any-issuer", "aud-required", "aud-optional"], // of the application's comparison
        notes: if registered {
            "verify_with_key into jwt::Claims"
        } else {
            "verify_with_key into a map of JSON values"
        },
        ..Adapter::default()
    };
    serve(&adapter, |token, _, keys| match decode(token, keys, registered) {
        Ok(aud) => Verdict::Decoded { aud },
        Err(Error::InvalidSignature) => Verdict::reject("signature", Error::InvalidSignature),
        Err(Error::Json(error)) => Verdict::reject(json_reason(&error), error),
        Err(error) => Verdict::reject("", error),
    })
}

fn decode(token: &str, keys: &Keys, registered: bool) -> Result<Option<Value>, Error> {
    let key: Hmac<Sha256> = Hmac::new_from_slice(&keys.secret()).expect("a key");
    if registered {
        let claims: Claims = token.verify_with_key(&key)?;
        return Ok(claims.registered.audience.map(Value::String));
    }
    let mut claims: BTreeMap<String, Value> = token.verify_with_key(&key)?;
    Ok(claims.remove("aud"))
}
