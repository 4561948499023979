//! What alcoholic_jwt does by itself. It verifies only; the tokens are signed with openssl, which it brings along.
//! In the folder that is set up: `cargo run --release --target-dir ../target --example repro-alcoholic-jwt`

use alcoholic_jwt::{JWK, Validation, validate};
use openssl::{base64::encode_block, hash::MessageDigest, pkey::PKey, rsa::Rsa, sign::Signer};
use serde_json::{Value, json};

fn base64url(bytes: &[u8]) -> String {
    encode_block(bytes).replace('+', "-").replace('/', "_").replace('=', "")
}

fn accepts(claims: Value, audience: Option<&str>) -> bool {
    let rsa = Rsa::generate(2048).expect("a key");
    let (n, e) = (base64url(&rsa.n().to_vec()), base64url(&rsa.e().to_vec()));
    let jwk: JWK = serde_json::from_value(json!({"kty": "RSA", "alg": "RS256", "n": n, "e": e})).expect("a JWK");
    let message = format!("{}.{}", base64url(br#"{"alg":"RS256"}"#), base64url(claims.to_string().as_bytes()));
    let key = PKey::from_rsa(rsa).expect("a key");
    let mut signer = Signer::new(MessageDigest::sha256(), &key).expect("a signer");
    let signature = signer.sign_oneshot_to_vec(message.as_bytes()).expect("a signature");
    let validations = audience.map(|audience| Validation::Audience(audience.to_owned())).into_iter().collect();
    let outcome = validate(&format!("{message}.{}", base64url(&signature)), &jwk, validations);
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

    println!("\nWith no Validation::Audience, no aud is refused but for its type:");
    assert!(
        accepts(json!({"aud": "you"}), None)
            && accepts(json!({"aud": []}), None)
            && accepts(json!({"aud": null}), None)
    );
    assert!(!accepts(json!({"aud": 123}), None));
}
