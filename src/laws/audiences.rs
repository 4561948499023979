//! What must hold however the audiences are?

use super::question::{Json, Question};
use super::trial::{Broken, never, none_turns, same};
use crate::policy::{Azp, Extras, Presence, Shape};
use crate::seeds;
use crate::validator::Validator;

/// Without `aud` nothing is accepted where the policy requires it (RFC 8725 section 3.9), whatever else is there.
pub fn missing_under_required(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    match question.policy.presence {
        Presence::Required => never("missing_under_required", validator, &question.without("aud")),
        Presence::Optional => Ok(()),
    }
}

/// An `aud` of a wrong type is never accepted, even where it would print like an identifier or holds one further inside
/// (RFC 7519 section 4.1.3). An absent `aud` may be; `null` is not absent.
pub fn wrong_type(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let mut values = vec![Json::Null, Json::Bool(true), Json::Bool(false), Json::Object(vec![]), Json::List(vec![])];
    values.push(Json::Number("0".to_owned()));
    for identifier in question.policy.identifiers.as_slice().iter().take(2) {
        let text = || Json::text(identifier);
        values.push(Json::Object(vec![(identifier.clone(), Json::Bool(true))]));
        values.push(Json::Object(vec![("0".to_owned(), text())]));
        values.push(Json::Object(vec![("aud".to_owned(), text())]));
        values.push(Json::List(vec![Json::List(vec![text()])]));
        values.push(Json::List(vec![Json::Object(vec![(identifier.clone(), text())])]));
        // What prints like the identifier.
        values.extend(
            identifier
                .parse::<i64>()
                .is_ok_and(|number| number.to_string() == *identifier)
                .then(|| Json::Number(identifier.clone())),
        );
    }
    for value in values {
        never("wrong_type", validator, &question.with("aud", Json::List(vec![value.clone()])))?;
        never("wrong_type", validator, &question.with("aud", value))?;
    }
    Ok(())
}

/// A string and a list of that one string are the same (RFC 7519 section 4.1.3), where the shape is free.
pub fn one_or_list_of_one(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    match (question.audiences().as_slice(), question.policy.shape) {
        ([one @ Json::Text(_)], Shape::Any) => {
            let string = question.with("aud", (*one).clone());
            let list = question.with("aud", Json::List(vec![(*one).clone()]));
            same("one_or_list_of_one", validator, &string, [list])
        }
        (_, Shape::Any | Shape::String) => Ok(()),
    }
}

/// The order of a list of audiences changes nothing (RFC 7519 section 4.1.3: any of them may match).
pub fn order_of_audiences(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let Some(Json::List(items)) = question.claim("aud") else { return Ok(()) };
    let mut turned = items.clone();
    turned.reverse();
    let mut rotated = turned.clone();
    rotated.rotate_left(1.min(items.len()));
    let others = [turned, rotated].map(|items| question.with("aud", Json::List(items)));
    same("order_of_audiences", validator, question, others)
}

/// An audience given twice counts once.
///
/// Only where other audiences may stand and several need no `azp`: whether `["me","me"]` is one audience is open
/// (AMB-04b).
pub fn repeated_audience(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let Some(Json::List(items)) = question.claim("aud") else { return Ok(()) };
    match (question.policy.extras, question.policy.azp) {
        (Extras::None, _) | (_, Azp::Errata1 | Azp::Strict) => Ok(()),
        (Extras::Allowed | Extras::Trusted, Azp::Ignored | Azp::Errata2) => {
            let twice = items.iter().chain(items).cloned().collect();
            same("repeated_audience", validator, question, [question.with("aud", Json::List(twice))])
        }
    }
}

/// One more audience that means nothing to the recipient never turns a rejection into an acceptance.
pub fn unrelated_audience(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let stranger = || Json::text(question.stranger());
    let (before, after): (Vec<Json>, Vec<Json>) = match question.claim("aud") {
        Some(Json::List(items)) => (
            [stranger()].into_iter().chain(items.clone()).collect(),
            items.iter().cloned().chain([stranger()]).collect(),
        ),
        Some(one @ Json::Text(_)) => (vec![stranger(), one.clone()], vec![one.clone(), stranger()]),
        Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::Lone(_) | Json::Object(_)) | None => return Ok(()),
    };
    let others = [before, after].map(|items| question.with("aud", Json::List(items)));
    none_turns("unrelated_audience", validator, question, others)
}

/// With every identifier of the recipient taken out of `aud`, nothing is accepted (RFC 7519 section 4.1.3).
pub fn match_taken_away(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let own = |value: &Json| value.as_text().is_some_and(|text| question.is_own(text));
    let rest = match question.claim("aud") {
        None => return Ok(()),
        Some(Json::List(items)) => Json::List(items.iter().filter(|item| !own(item)).cloned().collect()),
        Some(one) if own(one) => Json::text(question.stranger()),
        Some(one) => one.clone(),
    };
    never("match_taken_away", validator, &question.with("aud", rest))
}

/// A near miss of an identifier ([`seeds`]) is never accepted, alone or as a list of one: comparison is code point by
/// code point (RFC 7519 sections 2 and 7.3).
///
/// Not where the near miss is an identifier of its own.
pub fn near_miss(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    for identifier in question.policy.identifiers.as_slice().iter().take(2) {
        for (_, near) in seeds::near_misses(identifier).filter(|(_, near)| !question.is_own(near)) {
            let near = Json::text(near);
            never("near_miss", validator, &question.with("aud", near.clone()))?;
            never("near_miss", validator, &question.with("aud", Json::List(vec![near])))?;
        }
    }
    Ok(())
}
