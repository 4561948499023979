//! What jwt-rustcrypto does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-jwt-rustcrypto`

use jwt_rustcrypto::{Algorithm, Header, SigningKey, ValidationOptions, VerifyingKey, decode, encode};
use serde_json::{Value, json};

fn accepts(claims: Value, options: &ValidationOptions) -> bool {
    let mut payload = json!({"exp": 4102444800u64});
    payload.as_object_mut().expect("an object").extend(claims.as_object().expect("an object").clone());
    let token = encode(&Header::new(Algorithm::HS256), &SigningKey::from_secret(b"secret"), &payload).expect("a token");
    let outcome = decode(&token, &VerifyingKey::from_secret(b"secret"), options);
    println!("{payload} -> {}", outcome.as_ref().map_or_else(ToString::to_string, |_| "accepted".to_owned()));
    outcome.is_ok()
}

fn main() {
    let me = ValidationOptions::new(Algorithm::HS256).with_audience("me");
    assert!(accepts(json!({"aud": "me"}), &me) && accepts(json!({"aud": ["you", "me"]}), &me));
    assert!(!accepts(json!({"aud": "you"}), &me) && !accepts(json!({"aud": []}), &me) && !accepts(json!({}), &me));

    println!("\nWith no audience configured, aud is not looked at:");
    let none = ValidationOptions::new(Algorithm::HS256);
    assert!(
        accepts(json!({"aud": "you"}), &none)
            && accepts(json!({"aud": []}), &none)
            && accepts(json!({"aud": 123}), &none)
    );
}
