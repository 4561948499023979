//! What josekit does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-josekit`

use josekit::jws::{self, HS256, JwsHeader};
use josekit::jwt::{self, JwtPayloadValidator};

const SECRET: &[u8] = b"a key of thirty-two bytes, or so";

/// Signs the claims, verifies the token, and validates it for the audience.
fn accepts(claims: &str, audience: Option<&str>) -> bool {
    let signer = HS256.signer_from_bytes(SECRET).expect("a key");
    let token = jws::serialize_compact(claims.as_bytes(), &JwsHeader::new(), &signer).expect("a token");
    let verifier = HS256.verifier_from_bytes(SECRET).expect("a key");
    let mut validator = JwtPayloadValidator::new();
    if let Some(audience) = audience {
        validator.set_audience(audience);
    }
    let decoded = jwt::decode_with_verifier(&token, &verifier);
    let outcome = decoded.and_then(|(payload, _)| validator.validate(&payload));
    println!(
        "{claims} for {audience:?} -> {}",
        outcome.as_ref().map_or_else(ToString::to_string, |()| "accepted".to_owned())
    );
    outcome.is_ok()
}

fn main() {
    let me = Some("me");
    assert!(accepts(r#"{"aud": "me"}"#, me) && accepts(r#"{"aud": ["you", "me"]}"#, me));
    assert!(!accepts(r#"{"aud": "you"}"#, me) && !accepts(r#"{"aud": []}"#, me) && !accepts(r#"{"aud": null}"#, me));

    println!("\nA missing aud passes set_audience, and no option requires it:");
    assert!(accepts("{}", me));

    println!("\nWith no audience configured, no aud is refused but for its type:");
    assert!(accepts(r#"{"aud": "you"}"#, None) && accepts(r#"{"aud": []}"#, None));
    assert!(!accepts(r#"{"aud": 123}"#, None));
}
