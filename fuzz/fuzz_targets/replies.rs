//! libFuzzer on the property `replies`.
#![no_main]

#[path = "../properties/replies.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
