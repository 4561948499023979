//! libFuzzer on the property `claims`.
#![no_main]

#[path = "../properties/claims.rs"]
mod property;
#[path = "../properties/recipients.rs"]
mod recipients;

use property::check;
use recipients::Near;

// Once before the clock is set: the first call reads what all the others share.
libfuzzer_sys::fuzz_target!(init: check(b"", Near::All), |data: &[u8]| check(data, Near::One));
