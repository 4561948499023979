//! How does one decide with serde_json alone? What the judgement's speed is measured by.
//!
//! A streaming visitor that builds no value, and accepts exactly what `judge` accepts under a policy that asks for a
//! string or a list of strings with one's own name in it (`jwt-bcp`): names that stand twice are found at every level, and
//! half surrogate pairs, numbers beyond a double and nesting past 64 levels refused. [`decides_alike`] holds it against
//! `judge` on every vector.

#![allow(dead_code, reason = "each bench uses a part")]

pub(crate) mod payloads;

use audiometer::{Decision, Policy, Profile, Recipient, Suite, judge};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// The recipient that most payloads name.
pub(crate) fn policy() -> Policy {
    Profile::named("jwt-bcp").expect("profile").policy(&Recipient::named("s6BhdRkqt3"))
}

/// How much of what is not asked for is looked at.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Others {
    /// All: the decision is the judgement's.
    Strictly,
    /// Nothing but the grammar: names that stand twice are found among the claims only.
    Ignored,
}

/// Whether a claims set is accepted.
pub(crate) fn accepts(claims: &[u8], policy: &Policy, others: Others) -> bool {
    let Ok(text) = str::from_utf8(claims) else { return false };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let accepted = deserializer.deserialize_map(Claims { policy, others });
    deserializer.end().is_ok() && matches!(accepted, Ok(true))
}

/// How many claims sets the yardstick and the judgement were asked about.
///
/// # Panics
///
/// Where one accepts and the other does not.
pub(crate) fn decides_alike() -> usize {
    let vectors = Suite::embedded().vectors();
    let mut count = 0;
    for vector in vectors {
        let Some(profile) = Profile::named("jwt-bcp") else { continue };
        let policy = Policy { issuer: None, ..vector.policy(profile) };
        let judged = judge(&vector.claims, &policy).decision() == Decision::Accept;
        assert_eq!(accepts(&vector.claims, &policy, Others::Strictly), judged, "{}", vector.id);
        count += 1;
    }
    count
}

struct Claims<'p> {
    policy: &'p Policy,
    others: Others,
}

impl<'de> Visitor<'de> for Claims<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a claims set")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut names = Names::new();
        let mut accepted = false;
        while let Some(name) = map.next_key_seed(Name)? {
            if name == "aud" {
                accepted = map.next_value_seed(Audience(self.policy))?;
            } else {
                match self.others {
                    Others::Strictly => map.next_value_seed(Strict { depth: 2 })?,
                    Others::Ignored => drop(map.next_value::<IgnoredAny>()?),
                }
            }
            names.add(name).map_err(A::Error::custom)?;
        }
        Ok(accepted)
    }
}

/// A member name, borrowed where nothing in it is escaped.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// The names of an object: 32 without an allocation, any number in linear time.
struct Names<'de> {
    few: [&'de str; 32],
    len: usize,
    many: Option<HashSet<Cow<'de, str>>>,
}

impl<'de> Names<'de> {
    fn new() -> Self {
        Self { few: [""; 32], len: 0, many: None }
    }

    fn add(&mut self, name: Cow<'de, str>) -> Result<(), &'static str> {
        let again =
            self.few[..self.len].contains(&&*name) || self.many.as_ref().is_some_and(|many| many.contains(&name));
        match name {
            _ if again => return Err("a name stands twice"),
            Cow::Borrowed(name) if self.len < self.few.len() => {
                self.few[self.len] = name;
                self.len += 1;
            }
            name => drop(self.many.get_or_insert_default().insert(name)),
        }
        Ok(())
    }
}

/// Any value that nobody asks for.
#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Strict {
    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth > 64 { Err(E::custom("too deep")) } else { Ok(Self { depth: self.depth + 1 }) }
    }
}

impl<'de> Visitor<'de> for Strict {
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
        let inside = self.inside()?;
        while items.next_element_seed(inside)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let inside = self.inside()?;
        let mut names = Names::new();
        while let Some(name) = members.next_key_seed(Name)? {
            names.add(name).map_err(A::Error::custom)?;
            members.next_value_seed(inside)?;
        }
        Ok(())
    }
}

/// Whether the value of `aud` is accepted.
struct Audience<'p>(&'p Policy);

impl Audience<'_> {
    /// An empty string identifies nobody for certain.
    fn own(&self, name: &str) -> bool {
        !name.is_empty() && self.0.identifiers.as_slice().iter().any(|identifier| identifier == name)
    }
}

impl<'de> DeserializeSeed<'de> for Audience<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Audience<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, or a list of strings")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.own(name))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut audiences: A) -> Result<bool, A::Error> {
        let mut own = false;
        while let Some(this) = audiences.next_element_seed(Element(&self))? {
            own |= this;
        }
        Ok(own)
    }
}

/// One audience of a list; what is no string is refused.
struct Element<'a>(&'a Audience<'a>);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Element<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.0.own(name))
    }
}
