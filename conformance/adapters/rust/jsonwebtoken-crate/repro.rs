//! What jsonwebtoken does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-jsonwebtoken-crate`

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Value, json};

const SECRET: &[u8] = b"a key of thirty-two bytes, or so";

fn accepts(name: &str, value: Value, validation: &Validation) -> bool {
    let mut claims = json!({"iss": "https://issuer.example", "aud": "me", "exp": 4102444800u64});
    claims[name] = value;
    let token = encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET)).expect("a token");
    let outcome = decode::<Value>(&token, &DecodingKey::from_secret(SECRET), validation);
    println!("{claims} -> {}", outcome.as_ref().map_or_else(ToString::to_string, |_| "accepted".to_owned()));
    outcome.is_ok()
}

fn main() {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&["me"]);
    assert!(accepts("aud", json!("me"), &validation) && accepts("aud", json!(["you", "me"]), &validation));
    assert!(!accepts("aud", json!("you"), &validation) && !accepts("aud", json!([]), &validation));

    println!(
        "\nAn aud that is neither a string nor a list of strings counts as absent, and set_audience does not look at it:"
    );
    let odd = [
        json!(null),
        json!(123),
        json!(true),
        json!({"aud": "me"}),
        json!([null]),
        json!(["you", 1]),
        json!([["you"]]),
    ];
    assert!(odd.iter().all(|aud| accepts("aud", aud.clone(), &validation)));

    println!("\nWith nothing configured as well, where a string is refused:");
    let unconfigured = Validation::new(Algorithm::HS256);
    assert!(!accepts("aud", json!("you"), &unconfigured) && accepts("aud", json!(123), &unconfigured));

    println!("\nWith aud required it is refused:");
    validation.set_required_spec_claims(&["exp", "aud", "iss"]);
    assert!(!odd.iter().any(|aud| accepts("aud", aud.clone(), &validation)));

    println!("\nAn iss that is a list passes set_issuer if one of its elements matches:");
    validation.set_issuer(&["https://issuer.example"]);
    assert!(!accepts("iss", json!("https://other.example"), &validation));
    assert!(accepts("iss", json!(["https://other.example", "https://issuer.example"]), &validation));
}
