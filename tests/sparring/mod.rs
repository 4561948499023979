//! The scanner and serde_json on the same bytes, with each deliberate difference listed. A property test and a fuzz target
//! share it.

use audiometer::claims::{self, MAX_DEPTH, Value};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
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
    let object = |text: &&str| text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{');
    let Some(text) = text.ok().filter(object) else {
        return assert!(ours.is_err(), "grammar: {ours:?}"); // 2
    };
    let theirs = Events::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Event { events: &theirs, depth: 1, kept: false }
        .deserialize(&mut deserializer)
        .and_then(|_| deserializer.end());
    // Where it stops at a difference, it may still be the grammar of JSON.
    let grammatical = read.is_ok() || serde_json::from_str::<IgnoredAny>(text).is_ok();
    assert_eq!(ours.is_ok(), grammatical, "grammar: {ours:?}");
    let Ok(ours) = ours else { return };
    assert_eq!(ours.oddities.byte_order_mark, marked);
    match read {
        Ok(()) => {
            let odd = &ours.oddities;
            let told = [odd.repeated_claim.is_some(), odd.repeated_nested.is_some(), odd.deep];
            let found = [theirs.repeated_claim.get(), theirs.repeated_nested.get(), theirs.deep.get()];
            assert_eq!(told, found, "names that stand twice among the claims and inside, and depth");
            assert!(!odd.lone_surrogate, "serde_json reads no lone surrogate");
            for (ours, theirs) in [ours.aud, ours.azp, ours.iss].into_iter().zip(theirs.claims.into_inner()) {
                same(ours, theirs.as_ref());
            }
        }
        Err(error) => explained(&error.to_string(), &ours.oddities, &theirs),
    }
}

/// serde_json stops at the first lone surrogate, number beyond a double, or level past 127, and has found no more until then.
fn explained(error: &str, ours: &claims::Oddities<'_>, theirs: &Events) {
    assert!(ours.repeated_claim.is_some() || !theirs.repeated_claim.get(), "{error}");
    assert!(ours.deep || !theirs.deep.get(), "{error}");
    let told = match error.split(" at line").next() {
        Some("number out of range") => return, // 4: it rounds the last digit up to infinity sooner
        Some("recursion limit exceeded") => ours.deep, // 5
        _ => ours.lone_surrogate,              // 3
    };
    assert!(told, "serde_json tells of what the scanner does not: {error}");
}

/// What serde_json tells of a text while it reads it.
#[derive(Default)]
struct Events {
    repeated_claim: Cell<bool>,
    repeated_nested: Cell<bool>,
    deep: Cell<bool>,
    /// `aud`, `azp` and `iss`.
    claims: RefCell<[Option<Json>; 3]>,
}

/// A value on a level, visited, and built only if it is to be kept; null if not.
#[derive(Clone, Copy)]
struct Event<'e> {
    events: &'e Events,
    depth: usize,
    kept: bool,
}

/// A member's name, copied only if it has an escape.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for Event<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
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
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(if self.kept { Json::from(value) } else { Json::Null })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let inside = self.inside();
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inside)? {
            if self.kept {
                list.push(item);
            }
        }
        Ok(Json::Array(list))
    }

    /// An object is never kept: the scanner tells of one in `aud` only that it is there.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let inside = self.inside();
        let repeated = if self.depth == 1 { &self.events.repeated_claim } else { &self.events.repeated_nested };
        let mut names = BTreeSet::new();
        while let Some(Name(name)) = members.next_key()? {
            let claim = ["aud", "azp", "iss"].iter().position(|claim| self.depth == 1 && *claim == name);
            // Names of what is too deep are not looked at.
            if !names.insert(name) && self.depth <= MAX_DEPTH {
                repeated.set(true);
            }
            let value = members.next_value_seed(Self { kept: claim.is_some(), ..inside })?;
            if let Some(claim) = claim {
                self.events.claims.borrow_mut()[claim] = Some(value);
            }
        }
        Ok(Json::Object(serde_json::Map::new()))
    }
}

fn same(ours: Option<Value<'_>>, theirs: Option<&Json>) {
    let alike = match (ours, theirs) {
        (None, None) => true,
        (Some(ours), Some(theirs)) => like(ours, theirs),
        _ => false,
    };
    assert!(alike, "{ours:?} and {theirs:?}");
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
