//! libFuzzer on the property `vectors`.
#![no_main]

#[path = "../properties/vectors.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
