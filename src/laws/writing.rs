//! What of the way in which a token is written must not matter?

use super::question::{Json, Question, Writing};
use super::trial::{Broken, none_turns, same};
use crate::validator::Validator;
use std::sync::Arc;

/// Writing every string as escapes, member names included, changes nothing (RFC 8259 section 8.3, RFC 7519 section 7.3).
pub fn escapes(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    same("escapes", validator, &question.written(Writing::Plain), [question.written(Writing::Escaped)])
}

/// White space between tokens changes nothing (RFC 8259 section 2).
pub fn white_space(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    same("white_space", validator, &question.written(Writing::Plain), [question.written(Writing::Spaced)])
}

/// The order of members changes nothing (RFC 8259 section 1).
///
/// Not where a name is there twice: RFC 7519 section 4 lets the last one count.
pub fn order_of_members(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let twice = |at: usize| question.claims[..at].iter().any(|earlier| earlier.0 == question.claims[at].0);
    if (0..question.claims.len()).any(twice) {
        return Ok(());
    }
    let mut turned = question.clone();
    Arc::make_mut(&mut turned.claims).reverse();
    let mut rotated = turned.clone();
    Arc::make_mut(&mut rotated.claims).rotate_left(1.min(question.claims.len()));
    same("order_of_members", validator, question, [turned, rotated])
}

/// A claim that nobody knows changes nothing, wherever it stands and whatever it holds (RFC 7519 section 4).
pub fn unknown_claim(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    const NAME: &str = "https://audiometer.example/unknown";
    if question.claim(NAME).is_some() {
        return Ok(());
    }
    let own = question.policy.identifiers.as_slice().first().cloned().unwrap_or_default();
    let object = Json::Object(vec![("aud".to_owned(), Json::text(own)), ("iss".to_owned(), Json::Null)]);
    let others = [Json::Null, object].into_iter().flat_map(|value| {
        let last = question.with(NAME, value.clone());
        [question.with_first(NAME, value), last]
    });
    same("unknown_claim", validator, question, others)
}

/// A claim that is only called much like `aud`, or that other software takes for it, never turns a rejection into an
/// acceptance: claim names are compared exactly (RFC 7519 sections 4 and 7.3).
///
/// It may turn an acceptance into a rejection, since a validator may know the claim and find it wrong.
pub fn alike_claim(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    const NAMES: [&str; 12] = [
        "AUD",
        "Aud",
        "aud ",
        " aud",
        "aud\0",
        "aud[]",
        "audience",
        "audiences",
        "resource",
        "client_id",
        "cid",
        "scope",
    ];
    let names = NAMES.into_iter().filter(|name| question.claim(name).is_none());
    let others = names.flat_map(|name| {
        let identifiers = question.policy.identifiers.as_slice().iter().take(2).map(Json::text);
        identifiers.flat_map(move |own| [question.with_first(name, own.clone()), question.with(name, own)])
    });
    none_turns("alike_claim", validator, question, others)
}

/// A replica of `aud` in the header changes nothing, and one that names the recipient never makes up for the claim.
///
/// A replica that differs from the claim may be refused (RFC 7519 section 5.3), so only an exact one changes nothing.
pub fn header_replica(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let with = |value: Json| {
        let mut replica = question.clone();
        let header = Arc::make_mut(&mut replica.header);
        header.retain(|(name, _)| name != "aud");
        header.push(("aud".to_owned(), value));
        replica
    };
    let bare = {
        let mut bare = question.clone();
        Arc::make_mut(&mut bare.header).retain(|(name, _)| name != "aud");
        bare
    };
    if let Some(aud) = question.claim("aud") {
        same("header_replica", validator, &bare, [with(aud.clone())])?;
    }
    let identifiers = question.policy.identifiers.as_slice().iter().take(2);
    none_turns("header_replica", validator, &bare, identifiers.map(|identifier| with(Json::text(identifier))))
}
