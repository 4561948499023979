//! libFuzzer on the property `claims`.
#![no_main]

#[path = "../properties/claims.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
