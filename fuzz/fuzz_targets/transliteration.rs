//! libFuzzer on the property `transliteration`.
#![no_main]

#[path = "../properties/transliteration.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
