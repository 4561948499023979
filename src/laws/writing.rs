//! What of the way in which a token is written must not matter?

use super::question::{Json, Question, Writing};
use super::trial::{Broken, follows, same};
use crate::validator::Validator;

/// Writing every string as escapes, member names included, changes nothing (RFC 8259 section 8.3, RFC 7519 section 7.3).
pub fn escapes(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    same("escapes", validator, &question.written(Writing::Plain), &question.written(Writing::Escaped))
}

/// White space between tokens changes nothing (RFC 8259 section 2).
pub fn white_space(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    same("white_space", validator, &question.written(Writing::Plain), &question.written(Writing::Spaced))
}

/// The order of members changes nothing (RFC 8259 section 1).
///
/// Not where a name is there twice: RFC 7519 section 4 lets the last one count.
pub fn order_of_members(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let twice = |at: usize| question.claims[..at].iter().any(|(name, _)| *name == question.claims[at].0);
    if (0..question.claims.len()).any(twice) {
        return Ok(());
    }
    let mut turned = question.clone();
    turned.claims.reverse();
    same("order_of_members", validator, question, &turned)?;
    turned.claims.rotate_left(1.min(question.claims.len()));
    same("order_of_members", validator, question, &turned)
}

/// A claim that nobody knows changes nothing, wherever it stands and whatever it holds (RFC 7519 section 4).
pub fn unknown_claim(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    const NAME: &str = "https://audiometer.example/unknown";
    if question.claim(NAME).is_some() {
        return Ok(());
    }
    let own = question.policy.identifiers.as_slice().first().cloned().unwrap_or_default();
    for value in [Json::Null, Json::Object(vec![("aud".to_owned(), Json::text(own)), ("iss".to_owned(), Json::Null)])] {
        let mut first = question.clone();
        first.claims.insert(0, (NAME.to_owned(), value.clone()));
        same("unknown_claim", validator, question, &first)?;
        same("unknown_claim", validator, question, &question.with(NAME, value))?;
    }
    Ok(())
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
    for name in NAMES.into_iter().filter(|name| question.claim(name).is_none()) {
        for identifier in question.policy.identifiers.as_slice().iter().take(2) {
            let mut first = question.clone();
            first.claims.insert(0, (name.to_owned(), Json::text(identifier)));
            follows("alike_claim", validator, &first, question)?;
            follows("alike_claim", validator, &question.with(name, Json::text(identifier)), question)?;
        }
    }
    Ok(())
}

/// A replica of `aud` in the header changes nothing, and one that names the recipient never makes up for the claim.
///
/// A replica that differs from the claim may be refused (RFC 7519 section 5.3), so only an exact one changes nothing.
pub fn header_replica(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let with = |value: Json| {
        let mut replica = question.clone();
        replica.header.retain(|(name, _)| name != "aud");
        replica.header.push(("aud".to_owned(), value));
        replica
    };
    let bare = {
        let mut bare = question.clone();
        bare.header.retain(|(name, _)| name != "aud");
        bare
    };
    if let Some(aud) = question.claim("aud") {
        same("header_replica", validator, &bare, &with(aud.clone()))?;
    }
    for identifier in question.policy.identifiers.as_slice().iter().take(2) {
        follows("header_replica", validator, &with(Json::text(identifier)), &bare)?;
    }
    Ok(())
}
