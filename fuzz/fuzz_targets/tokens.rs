//! libFuzzer on the property `tokens`.
#![no_main]

#[path = "../properties/tokens.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
