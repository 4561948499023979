//! libFuzzer on the property `claims`.
#![no_main]

#[path = "../properties/claims.rs"]
mod property;
#[path = "../properties/recipients.rs"]
mod recipients;

// Once before the clock is set: the first call reads what all the others share.
libfuzzer_sys::fuzz_target!(init: property::check(b""), |data: &[u8]| property::check(data));
