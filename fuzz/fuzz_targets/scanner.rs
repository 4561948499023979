//! libFuzzer on the property `scanner`.
#![no_main]

#[path = "../properties/scanner.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
