//! What jsonwebtokens does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-jsonwebtokens`

use jsonwebtokens::{Algorithm, AlgorithmID, Verifier, encode};
use serde_json::{Value, json};

fn accepts(claims: Value, audience: Option<&str>) -> bool {
    let algorithm = Algorithm::new_hmac(AlgorithmID::HS256, "secret").expect("a key");
    let token = encode(&json!({"alg": "HS256"}), &claims, &algorithm).expect("a token");
    let mut builder = Verifier::create();
    audience.map(|audience| builder.audience(audience));
    let outcome = builder.build().expect("a verifier").verify(token, &algorithm);
    println!(
        "{claims} for {audience:?} -> {}",
        outcome.as_ref().map_or_else(ToString::to_string, |_| "accepted".to_owned())
    );
    outcome.is_ok()
}

fn main() {
    assert!(accepts(json!({"aud": "me"}), Some("me")) && accepts(json!({"aud": ["you", "me"]}), Some("me")));
    assert!(!accepts(json!({"aud": "you"}), Some("me")) && !accepts(json!({"aud": []}), Some("me")));
    assert!(!accepts(json!({}), Some("me")) && !accepts(json!({"aud": null}), Some("me")));

    println!("\nWith no audience configured, no aud is refused but for its type:");
    assert!(accepts(json!({"aud": "you"}), None) && accepts(json!({"aud": []}), None));
    assert!(!accepts(json!({"aud": 123}), None));
}
