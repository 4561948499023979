//! What the crate jwt does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-jwt-crate`

use hmac::{Hmac, Mac};
use jwt::{Claims, SigningAlgorithm, ToBase64, VerifyWithKey};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeMap;

fn key() -> Hmac<Sha256> {
    Hmac::new_from_slice(b"some-secret").expect("a key")
}

fn token(typ: &str, claims: &Value) -> String {
    let header = json!({"alg": "HS256", "typ": typ}).to_base64().expect("a header").into_owned();
    let claims = claims.to_base64().expect("claims").into_owned();
    format!("{header}.{claims}.{}", key().sign(&header, &claims).expect("a signature"))
}

fn generic(typ: &str, claims: &Value) -> Result<Option<Value>, jwt::Error> {
    let verified: Result<BTreeMap<String, Value>, _> = token(typ, claims).verify_with_key(&key());
    println!("typ {typ}, {claims}, into a map -> {verified:?}");
    verified.map(|mut claims| claims.remove("aud"))
}

fn registered(claims: &Value) -> Result<Option<String>, jwt::Error> {
    let verified: Result<Claims, _> = token("JWT", claims).verify_with_key(&key());
    println!("{claims}, into jwt::Claims -> {verified:?}");
    verified.map(|claims| claims.registered.audience)
}

fn main() {
    println!("The header's typ has to be JWT: RFC 8725, section 3.11, has other values for explicit typing");
    assert_eq!(generic("JWT", &json!({"aud": ["me"]})).expect("verifies"), Some(json!(["me"])));
    assert!(generic("at+jwt", &json!({"aud": ["me"]})).is_err());
    assert!(generic("kb+jwt", &json!({"aud": ["me"]})).is_err());

    println!("\njwt::Claims: an aud that is an array is refused");
    assert_eq!(registered(&json!({"aud": "me"})).expect("verifies").as_deref(), Some("me"));
    assert!(registered(&json!({"aud": ["me"]})).is_err());

    println!("\njwt::Claims: an aud that is null cannot be told from an absent one");
    assert_eq!(registered(&json!({"aud": null})).expect("verifies"), None);
    assert_eq!(registered(&json!({})).expect("verifies"), None);
}
