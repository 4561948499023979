//! Is a compact token taken apart into exactly what stands in it, and is nothing else taken for one?

#[path = "../../conformance/runner/src/input.rs"]
mod input;

use audiometer::mutants::anatomy::SOUND;
use audiometer::{Answer, Case, Decision, Profile, Recipient, explain, judge};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use input::Input;
use serde_json::{Map, Value};

/// Any bytes as what is given to `audiometer check`.
pub(crate) fn check(data: &[u8]) {
    let text = str::from_utf8(data).map(str::trim).unwrap_or_default();
    let claims = match Input::read(data.to_vec(), "SOURCE") {
        Ok(Input::Token { header, claims, message, signature }) => {
            let written = [&header, &claims].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part)).join(".");
            assert_eq!(message, written, "the parts are not what the token's base64url says");
            assert_eq!(format!("{message}.{signature}"), text, "the token is not the text that was given");
            assert_eq!(text.matches('.').count(), 2, "a token has two dots");
            one_line(&explain::claims(&header));
            claims
        }
        Ok(Input::Claims(claims)) => {
            assert_eq!(claims, data, "a claims set is not the bytes that were given");
            claims
        }
        Err(error) => {
            assert!(error.contains("SOURCE"), "{error}");
            assert!(
                text.matches('.').count() >= 2,
                "only what looks like a token is refused before it is judged: {error}"
            );
            return;
        }
    };
    one_line(&explain::claims(&claims));
    let policy = Profile::all()[0].policy(&Recipient::named("https://api.example.com"));
    if judge(&claims, &policy).decision() == Decision::Accept {
        let read = serde_json::from_slice::<Map<String, Value>>(&claims);
        let rounded = read.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range"));
        assert!(read.is_ok() || rounded, "accepted, and it is no JSON object: {read:?}");
    }
    // The mutants read the header out of the token: no text may stop them.
    let answer = SOUND.answer(&Case { token: text, claims: &claims, policy: &policy });
    assert!(matches!(answer, Answer::Accept | Answer::Reject { .. }), "{answer:?}");
}

fn one_line(shown: &str) {
    assert!(shown.bytes().all(|byte| matches!(byte, b' '..=b'~')), "what is shown is not harmless: {shown:?}");
}
