//! What the crate openid does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-openid-crate`

use openid::biscuit::jwa::SignatureAlgorithm;
use openid::biscuit::jws::{Compact, RegisteredHeader, Secret};
use openid::{Client, Config, Discovered, DiscoveredClient, Empty, IdToken, StandardClaims};
use serde_json::{Value, json};

/// Signs the claims of `with` beside the usual ones, and validates the token as the client `me` of the issuer.
fn accepts(with: Value) -> bool {
    let provider: Config = serde_json::from_value(json!({
        "issuer": "https://issuer.example", "authorization_endpoint": "https://issuer.example/authorize",
        "token_endpoint": "https://issuer.example/token", "jwks_uri": "https://issuer.example/keys",
        "response_types_supported": ["code"],
    }))
    .expect("metadata");
    let jwks =
        serde_json::from_value(json!({"keys": [{"kty": "oct", "alg": "HS256", "k": "c2VjcmV0"}]})).expect("a JWK set");
    let http = reqwest::Client::new();
    let client: DiscoveredClient = Client::new(Discovered::from(provider), "me".into(), None, None, http, Some(jwks));

    let mut claims =
        json!({"iss": "https://issuer.example", "sub": "s", "aud": "me", "iat": 1700000000, "exp": 4102444800u64});
    claims.as_object_mut().expect("an object").extend(with.as_object().expect("an object").clone());
    let header = RegisteredHeader { algorithm: SignatureAlgorithm::HS256, ..Default::default() };
    let secret = Secret::bytes_from_str("secret");
    let token = Compact::<Vec<u8>, Empty>::new_decoded(header.into(), claims.to_string().into_bytes())
        .into_encoded(&secret)
        .expect("a token");
    let mut token = IdToken::<StandardClaims>::new_encoded(&token.encoded().expect("an encoded token").to_string());
    let outcome = client.decode_token(&mut token).and_then(|()| client.validate_token(&token, None, None));
    println!("{with} -> {}", outcome.as_ref().map_or_else(ToString::to_string, |()| "accepted".to_owned()));
    outcome.is_ok()
}

fn main() {
    assert!(accepts(json!({"aud": "me"})) && accepts(json!({"aud": ["me", "you"], "azp": "me"})));
    assert!(!accepts(json!({"aud": "you"})) && !accepts(json!({"aud": []})) && !accepts(json!({"aud": null})));

    println!("\nTwo audiences and no azp are refused, as by errata set 1; by errata set 2 azp may be absent:");
    assert!(!accepts(json!({"aud": ["me", "you"]})) && !accepts(json!({"azp": "you"})));

    println!("\nAn azp that is null counts as absent:");
    assert!(accepts(json!({"azp": null})));

    println!("\niss and the issuer are compared as URLs that have been parsed, not as strings:");
    assert!(!accepts(json!({"iss": "https://other.example"})));
    assert!(
        accepts(json!({"iss": "https://issuer.example/"})) && accepts(json!({"iss": "https://ISSUER.example:443"}))
    );
    assert!(accepts(json!({"iss": " https://issuer.example\n"})) && accepts(json!({"iss": "Https://issuer.example"})));
}
