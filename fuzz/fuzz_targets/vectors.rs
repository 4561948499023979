//! libFuzzer on the property `vectors`.
#![no_main]

#[path = "../properties/vectors.rs"]
mod property;

// Once before the clock is set: the first call reads what all the others share.
libfuzzer_sys::fuzz_target!(init: property::check(b""), |data: &[u8]| property::check(data));
