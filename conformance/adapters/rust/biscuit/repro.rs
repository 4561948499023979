//! What biscuit does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-biscuit`

use biscuit::jwa::SignatureAlgorithm;
use biscuit::jws::{Compact, RegisteredHeader, Secret};
use biscuit::{ClaimPresenceOptions, Empty, JWT, Presence, Validation, ValidationOptions};
use serde_json::{Value, json};

fn accepts(claims: Value, audience: Option<&str>, presence: Presence) -> bool {
    let secret = Secret::bytes_from_str("secret");
    let header = RegisteredHeader { algorithm: SignatureAlgorithm::HS256, ..Default::default() };
    let token = Compact::<Vec<u8>, Empty>::new_decoded(header.into(), claims.to_string().into_bytes())
        .into_encoded(&secret)
        .expect("a token");
    let token = token.encoded().expect("an encoded token").to_string();
    let options = ValidationOptions {
        audience: audience.map_or(Validation::Ignored, |audience| Validation::Validate(audience.to_owned())),
        claim_presence_options: ClaimPresenceOptions { audience: presence, ..Default::default() },
        ..Default::default()
    };
    let outcome = JWT::<Value, Empty>::new_encoded(&token)
        .into_decoded(&secret, SignatureAlgorithm::HS256)
        .and_then(|token| token.validate(options));
    println!(
        "{claims} for {audience:?}, {presence:?} -> {}",
        outcome.as_ref().map_or_else(ToString::to_string, |()| "accepted".to_owned())
    );
    outcome.is_ok()
}

fn main() {
    use Presence::{Optional, Required};
    let me = Some("me");
    assert!(accepts(json!({"aud": "me"}), me, Optional) && accepts(json!({"aud": ["you", "me"]}), me, Optional));
    assert!(!accepts(json!({"aud": "you"}), me, Optional) && !accepts(json!({"aud": []}), me, Optional));
    assert!(!accepts(json!({"aud": 123}), me, Optional) && !accepts(json!({}), me, Required));

    println!("\nAn aud that is null counts as absent:");
    assert!(accepts(json!({"aud": null}), me, Optional) && !accepts(json!({"aud": null}), me, Required));

    println!("\nWith no audience configured, no aud is refused but for its type:");
    assert!(accepts(json!({"aud": "you"}), None, Optional) && accepts(json!({"aud": []}), None, Optional));
}
