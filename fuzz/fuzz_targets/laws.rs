//! libFuzzer on the property `laws`.
#![no_main]

#[path = "../properties/laws.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
