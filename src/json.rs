//! How is JSON read so that the order of members and repeated names are kept, which `serde_json::Value` does not?

use serde::de::{Deserialize, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A form in which a JSON value can be kept.
pub(crate) trait Tree: Sized {
    /// `null`
    fn null() -> Self;
    /// `true`, `false`
    fn bool(value: bool) -> Self;
    /// A number.
    fn number(value: serde_json::Number) -> Self;
    /// A string, unescaped.
    fn text(value: &str) -> Self;
    /// An array.
    fn list(items: Vec<Self>) -> Self;
    /// An object, its members in order.
    fn object(members: Vec<(String, Self)>) -> Self;
}

/// Reads a value into such a form.
pub(crate) struct Reader<T>(PhantomData<T>);

impl<T> Reader<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Tree + Deserialize<'de>> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::null())
    }

    fn visit_bool<E>(self, value: bool) -> Result<T, E> {
        Ok(T::bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<T, E> {
        Ok(T::number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<T, E> {
        Ok(T::number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        let number = serde_json::Number::from_f64(value).ok_or_else(|| E::custom("a number that JSON has not"))?;
        Ok(T::number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<T, E> {
        Ok(T::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(T::list(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<T, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = entries.next_entry()? {
            members.push(member);
        }
        Ok(T::object(members))
    }
}
