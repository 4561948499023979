//! What jwt-authorizer does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-jwt-authorizer`

use jsonwebtoken::{EncodingKey, Header, encode};
use jwt_authorizer::{JwtAuthorizer, Validation};
use serde_json::{Value, json};
use tokio::runtime::Builder;

const SECRET: &str = "a key of thirty-two bytes, or so";

fn accepts(claims: Value, validation: Validation) -> bool {
    let mut payload = json!({"exp": 4102444800u64});
    payload.as_object_mut().expect("an object").extend(claims.as_object().expect("an object").clone());
    let token = encode(&Header::default(), &payload, &EncodingKey::from_secret(SECRET.as_bytes())).expect("a token");
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let builder = JwtAuthorizer::<Value>::from_secret(SECRET).validation(validation);
    let authorizer = runtime.block_on(builder.build()).expect("an authorizer");
    let outcome = runtime.block_on(authorizer.check_auth(&token));
    println!("{claims} -> {}", outcome.as_ref().map_or_else(ToString::to_string, |_| "accepted".to_owned()));
    outcome.is_ok()
}

fn main() {
    let me = || Validation::new().aud(&["me"]);
    assert!(accepts(json!({"aud": "me"}), me()) && accepts(json!({"aud": ["you", "me"]}), me()));
    assert!(!accepts(json!({"aud": "you"}), me()) && !accepts(json!({"aud": []}), me()));

    println!("\nA missing aud passes, and no option requires it:");
    assert!(accepts(json!({}), me()));

    println!("\nAn aud that is neither a string nor a list of strings counts as absent:");
    for aud in [json!(null), json!(123), json!(true), json!({"aud": "me"}), json!([null]), json!(["you", 1])] {
        assert!(accepts(json!({"aud": aud}), me()));
    }

    println!("\nWith no audience configured as well, where a string is refused:");
    assert!(!accepts(json!({"aud": "you"}), Validation::new()) && accepts(json!({"aud": 123}), Validation::new()));

    println!("\nThe same goes for iss, and a list passes if one of its elements matches:");
    let issuer = || Validation::new().iss(&["https://issuer.example"]);
    assert!(!accepts(json!({"iss": "https://other.example"}), issuer()));
    assert!(accepts(json!({}), issuer()) && accepts(json!({"iss": 123}), issuer()));
    assert!(accepts(json!({"iss": ["https://other.example", "https://issuer.example"]}), issuer()));
}
