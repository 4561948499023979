//! libFuzzer on the property `jsonwebtoken`.
#![no_main]

#[path = "../properties/jsonwebtoken.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
