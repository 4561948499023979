//! Any bytes as a claims set: read as serde_json reads them, and judged under every profile without a panic.
#![no_main]

#[path = "../../tests/sparring/mod.rs"]
mod sparring;

use audiometer::{Profile, Recipient, judge};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    sparring::spar(bytes);
    let recipient = Recipient { issuer: Some("https://issuer.example".into()), ..Recipient::named("me") };
    for profile in Profile::all() {
        judge(bytes, &profile.policy(&recipient));
    }
});
