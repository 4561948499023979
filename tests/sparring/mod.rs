//! The scanner and serde_json on the same bytes, with each deliberate difference listed. A property test and a fuzz target
//! share it.

use audiometer::claims::{self, MAX_DEPTH, Value};
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

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
    odd(text, &ours.oddities);
    match serde_json::from_str::<serde_json::Map<String, Json>>(text) {
        Ok(theirs) => {
            for (name, value) in [("aud", ours.aud), ("azp", ours.azp), ("iss", ours.iss)] {
                same(name, value, theirs.get(name));
            }
        }
        Err(error) => {
            let told = ours.oddities.lone_surrogate || ours.oddities.huge_number || ours.oddities.deep; // 3, 4, 5
            let rounding = error.to_string().starts_with("number out of range"); // 4: it rounds the last digit up to infinity sooner
            assert!(told || rounding, "serde_json refuses what the scanner finds in order: {error}");
        }
    }
}

/// What is odd about a text, told by serde_json's events: it is told to have it if and only if it has.
fn odd(text: &str, ours: &claims::Oddities<'_>) {
    let theirs = Events::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Event { events: &theirs, depth: 1 }.deserialize(&mut deserializer);
    match read {
        Ok(()) => {
            let told = [ours.repeated_claim.is_some(), ours.repeated_nested.is_some(), ours.deep];
            let found = [theirs.repeated_claim.get(), theirs.repeated_nested.get(), theirs.deep.get()];
            assert_eq!(told, found, "names that stand twice among the claims and inside, and depth");
            assert!(!ours.lone_surrogate, "serde_json reads no lone surrogate");
        }
        // It stops at the first lone surrogate, number beyond a double, or level past 127, and has found no more until then.
        Err(error) => {
            let error = error.to_string();
            assert!(ours.repeated_claim.is_some() || !theirs.repeated_claim.get(), "{error}");
            assert!(ours.deep || !theirs.deep.get(), "{error}");
            let told = match error.split(" at line").next() {
                Some("number out of range") => return, // 4: it rounds the last digit up to infinity sooner
                Some("recursion limit exceeded") => ours.deep,
                _ => ours.lone_surrogate,
            };
            assert!(told, "serde_json tells of what the scanner does not: {error}");
        }
    }
}

#[derive(Default)]
struct Events {
    repeated_claim: Cell<bool>,
    repeated_nested: Cell<bool>,
    deep: Cell<bool>,
}

/// A value on a level, visited without being built.
#[derive(Clone, Copy)]
struct Event<'e> {
    events: &'e Events,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Event<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Event<'_> {
    fn inside(self) -> Self {
        if self.depth > MAX_DEPTH {
            self.events.deep.set(true);
        }
        Self { depth: self.depth + 1, ..self }
    }
}

impl<'de> Visitor<'de> for Event<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inside = self.inside();
        while items.next_element_seed(inside)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let inside = self.inside();
        let repeated = if self.depth == 1 { &self.events.repeated_claim } else { &self.events.repeated_nested };
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            // Names of what is too deep are not looked at.
            if !names.insert(name) && self.depth <= MAX_DEPTH {
                repeated.set(true);
            }
            members.next_value_seed(inside)?;
        }
        Ok(())
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
