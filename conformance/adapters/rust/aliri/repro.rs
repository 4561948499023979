//! What aliri does by itself. In the folder that is set up:
//! `cargo run --release --target-dir ../target --example repro-aliri`

use aliri::jws::Signer;
use aliri::jwt::{Audience, BasicClaims, BasicHeaders, CoreValidator};
use aliri::{Jwk, JwtRef, jwa};
use aliri_base64::Base64Url;

fn accepts(claims: &[u8], validator: &CoreValidator) -> bool {
    let key = Jwk::from(jwa::Hmac::new(Base64Url::from_raw(b"secret".to_vec()))).with_algorithm(jwa::Algorithm::HS256);
    let header = Base64Url::from_raw(br#"{"alg":"HS256"}"#.to_vec());
    let message = format!("{header}.{}", Base64Url::from_raw(claims.to_vec()));
    let signature = key.sign(jwa::Algorithm::HS256, message.as_bytes()).expect("a signature");
    let token = format!("{message}.{}", Base64Url::from_raw(signature));
    let outcome = JwtRef::from_str(&token).verify::<BasicClaims, BasicHeaders, _>(&key, validator);
    let verdict = outcome.as_ref().map_or_else(ToString::to_string, |_| "accepted".to_owned());
    println!("{} -> {verdict}", claims.escape_ascii());
    outcome.is_ok()
}

fn main() {
    let none = CoreValidator::default().add_approved_algorithm(jwa::Algorithm::HS256).ignore_expiration();
    let me = none.clone().add_allowed_audience(Audience::from_static("me"));
    assert!(accepts(br#"{"aud":"me"}"#, &me) && accepts(br#"{"aud":["you","me"]}"#, &me));
    assert!(!accepts(br#"{"aud":"you"}"#, &me) && !accepts(br#"{"aud":[]}"#, &me) && !accepts(b"{}", &me));

    println!("\nWith no audience configured, no aud is refused but for its type:");
    assert!(accepts(br#"{"aud":"you"}"#, &none) && accepts(br#"{"aud":[]}"#, &none));
    assert!(!accepts(br#"{"aud":123}"#, &none));

    println!("\nClaims that are not UTF-8 are accepted if the bad bytes are in a string that is not read:");
    assert!(!accepts(b"{\"aud\":\"me\",\"sub\":\"\xff\"}", &me));
    assert!(accepts(b"{\"aud\":\"me\",\"x\":\"\xff\"}", &me));
}
