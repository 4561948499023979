//! What the crate openidconnect does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-openidconnect-crate`

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use openidconnect::core::{CoreHmacKey, CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{ClientId, ClientSecret, IssuerUrl, JsonWebKeySet, Nonce, PrivateSigningKey};
use serde_json::{Value, json};

/// Signs the claims of `with` beside the usual ones, and validates the token as the client `me` of the issuer.
fn accepts(with: Value) -> bool {
    let mut claims =
        json!({"iss": "https://issuer.example", "sub": "s", "aud": "me", "iat": 1700000000, "exp": 4102444800u64});
    claims.as_object_mut().expect("an object").extend(with.as_object().expect("an object").clone());
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let message = format!("{}.{}", encode(br#"{"alg":"HS256"}"#), encode(claims.to_string().as_bytes()));
    let key = CoreHmacKey::new("secret");
    let signature = key.sign(&CoreJwsSigningAlgorithm::HmacSha256, message.as_bytes()).expect("a signature");
    let verifier = CoreIdTokenVerifier::new_confidential_client(
        ClientId::new("me".into()),
        ClientSecret::new("secret".into()),
        IssuerUrl::new("https://issuer.example".into()).expect("a URL"),
        JsonWebKeySet::new(vec![]),
    )
    .set_allowed_algs([CoreJwsSigningAlgorithm::HmacSha256])
    .require_issuer_match(false);
    let nonce = |_: Option<&Nonce>| Ok(());
    let outcome = format!("{message}.{}", encode(&signature))
        .parse::<CoreIdToken>()
        .map_err(|error| error.to_string())
        .and_then(|token| token.claims(&verifier, nonce).map(|_| ()).map_err(|error| error.to_string()));
    println!("{with} -> {}", outcome.clone().map_or_else(|error| error, |()| "accepted".to_owned()));
    outcome.is_ok()
}

fn main() {
    assert!(accepts(json!({"aud": "me"})) && accepts(json!({"aud": ["me"]})));
    assert!(!accepts(json!({"aud": "you"})) && !accepts(json!({"aud": []})) && !accepts(json!({"aud": null})));
    assert!(!accepts(json!({"aud": ["me", "you"]})));

    println!("\nazp is not compared with anything, but is refused if it is no string:");
    assert!(accepts(json!({"azp": "you"})));
    assert!(!accepts(json!({"azp": ["me"]})) && !accepts(json!({"azp": 123})));

    println!("\niss is refused if it is no URL, although require_issuer_match(false) is set:");
    assert!(accepts(json!({"iss": "https://other.example"})) && !accepts(json!({"iss": "sso.example.com"})));
}
