//! What jwt-simple does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-jwt-simple-crate`

use jwt_simple::prelude::*;
use serde_json::{Value, json};

fn accepts(aud: Option<Value>, options: &VerificationOptions) -> bool {
    let key = HS256Key::from_bytes(b"a key of thirty-two bytes, or so");
    let custom = aud.map_or(json!({}), |aud| json!({"aud": aud}));
    let token = key.authenticate(Claims::with_custom_claims(custom.clone(), Duration::from_hours(1))).expect("a token");
    let outcome = key.verify_token::<Value>(&token, Some(options.clone()));
    println!("{custom} -> {}", outcome.as_ref().map_or_else(ToString::to_string, |_| "accepted".to_owned()));
    outcome.is_ok()
}

fn main() {
    let me = VerificationOptions { allowed_audiences: Some(["me".to_owned()].into()), ..Default::default() };
    assert!(accepts(Some(json!("me")), &me) && accepts(Some(json!(["you", "me"])), &me));
    assert!(!accepts(Some(json!("you")), &me) && !accepts(Some(json!([])), &me) && !accepts(None, &me));

    println!("\nWith no audience configured, no aud is refused but for its type:");
    let none = VerificationOptions::default();
    assert!(accepts(Some(json!("you")), &none) && accepts(Some(json!([])), &none));
    assert!(!accepts(Some(json!(123)), &none));
}
