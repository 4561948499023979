//! libFuzzer on the property `expectations`.
#![no_main]

#[allow(dead_code, reason = "a target uses a part of the runner")]
#[path = "../../conformance/runner/src/exit.rs"]
mod exit;
#[allow(dead_code, unused_imports, reason = "a target uses a part of the runner")]
#[path = "../../conformance/runner/src/expectations/mod.rs"]
mod expectations;
#[path = "../../conformance/runner/src/glob.rs"]
mod glob;
#[path = "../properties/expectations.rs"]
mod property;
#[allow(dead_code, reason = "a target uses a part of the runner")]
#[path = "../../conformance/runner/src/source.rs"]
mod source;

// Once before the clock is set: the first call reads what all the others share.
libfuzzer_sys::fuzz_target!(init: property::check(b""), |data: &[u8]| property::check(data));
