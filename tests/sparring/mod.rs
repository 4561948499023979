//! The scanner and serde_json on the same bytes, with each deliberate difference listed. A property test and a fuzz target
//! share it.

use audiometer::claims::{self, Value};
use serde::de::IgnoredAny;
use serde_json::Value as Json;

/// Panics where the two disagree and no difference below explains it.
///
/// 1. A byte order mark before the text: the scanner reads on and tells; serde_json refuses.
/// 2. What is no object: the scanner refuses; serde_json reads any value.
/// 3. A lone surrogate escape: the scanner reads on and tells; serde_json refuses where it builds a string.
/// 4. A number beyond a double: the scanner reads on and tells; serde_json refuses where it builds a number.
/// 5. Nesting past 127 levels: the scanner reads on and tells (past 64); serde_json refuses where it builds a value.
pub(crate) fn spar(bytes: &[u8]) {
    let ours = claims::read(bytes);
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    let text = str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)); // difference 1
    let grammatical = text.is_ok_and(|text| {
        text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{')
            && serde_json::from_str::<IgnoredAny>(text).is_ok()
    }); // 2
    assert_eq!(ours.is_ok(), grammatical, "grammar: {ours:?}");
    let (Ok(ours), Ok(text)) = (ours, text) else { return };
    assert_eq!(ours.oddities.byte_order_mark, marked);
    match serde_json::from_str::<serde_json::Map<String, Json>>(text) {
        Ok(theirs) => {
            for (name, value) in [("aud", ours.aud), ("azp", ours.azp), ("iss", ours.iss)] {
                same(name, value, theirs.get(name));
            }
            assert!(!ours.oddities.lone_surrogate, "serde_json reads no lone surrogate");
        }
        Err(error) => {
            let told = ours.oddities.lone_surrogate || ours.oddities.huge_number || ours.oddities.deep; // 3, 4, 5
            let rounding = error.to_string().starts_with("number out of range"); // 4: it rounds the last digit up to infinity sooner
            assert!(told || rounding, "serde_json refuses what the scanner finds in order: {error}");
        }
    }
}

fn same(name: &str, ours: Option<Value<'_>>, theirs: Option<&Json>) {
    let alike = match (ours, theirs) {
        (None, None) => true,
        (Some(ours), Some(theirs)) => like(ours, theirs),
        _ => false,
    };
    assert!(alike, "{name}: {ours:?} and {theirs:?}");
}

fn like(ours: Value<'_>, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Value::Null, Json::Null)
        | (Value::Boolean, Json::Bool(_))
        | (Value::Number, Json::Number(_))
        | (Value::Object, Json::Object(_)) => true,
        (Value::Text(ours), Json::String(theirs)) => ours.is(theirs) && ours.lossy() == *theirs,
        (Value::List(ours), Json::Array(theirs)) => {
            ours.iter().count() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| like(ours, theirs))
        }
        _ => false,
    }
}
