//! What must hold between one policy and another?

use super::question::{Json, Question};
use super::stranger;
use super::trial::{Broken, follows, never, same};
use crate::policy::{Azp, Extras, Identifiers, Presence, Shape};
use crate::validator::Validator;
use std::collections::HashMap;
use std::sync::Arc;

/// Renaming every name, each to a name of its own, in `aud`, `azp`, the identifiers, the trusted list and the client id,
/// changes nothing: names mean nothing beyond being equal or not.
///
/// The empty string keeps its name, since whether it names anybody is open (AMB-03b).
pub fn renaming(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let mut names = HashMap::new();
    let mut rename = |name: &str| -> String {
        let next = names.len();
        match name {
            "" => String::new(),
            _ => names.entry(name.to_owned()).or_insert_with(|| format!("name-{next}")).clone(),
        }
    };
    let mut renamed = question.clone();
    for member in Arc::make_mut(&mut renamed.claims) {
        let (name, value) = Arc::make_mut(member);
        let values = match value {
            Json::List(items) if name == "aud" => items.iter_mut().collect(),
            one if name == "aud" || name == "azp" => vec![one],
            _ => Vec::new(),
        };
        for value in values {
            if let Json::Text(text) = value {
                *text = rename(text);
            }
        }
    }
    let policy = Arc::make_mut(&mut renamed.policy);
    for list in [&mut policy.identifiers, &mut policy.trusted] {
        *list = list.as_slice().iter().map(|name| rename(name)).collect::<Vec<String>>().into();
    }
    policy.client_id = policy.client_id.as_deref().map(rename);
    same("renaming", validator, question, [renamed])
}

/// The order of the identifiers, and of the trusted list, changes nothing.
pub fn order_of_identifiers(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let turned = |list: &Identifiers| list.as_slice().iter().rev().cloned().collect::<Vec<String>>().into();
    let other = question.under(|policy| {
        policy.identifiers = turned(&policy.identifiers);
        policy.trusted = turned(&policy.trusted);
    });
    same("order_of_identifiers", validator, question, [other])
}

/// One more identifier never turns an acceptance into a rejection, wherever it stands in the list.
pub fn more_identifiers(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let audience = question.audiences().last().and_then(|value| value.as_text()).map(str::to_owned);
    let others = [Some(question.stranger()), audience].into_iter().flatten().flat_map(|one| {
        let before = question.under(|policy| policy.identifiers = with_first(&one, &policy.identifiers));
        let after = question.under(|policy| policy.identifiers = with_last(&policy.identifiers, &one));
        [before, after]
    });
    follows("more_identifiers", validator, question, others)
}

/// One more trusted audience never turns an acceptance into a rejection.
pub fn more_trusted(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let audiences = question.audiences().into_iter().filter_map(Json::as_text).map(str::to_owned);
    let others = audiences.take(3).chain([question.stranger()]);
    let others = others.map(|one| question.under(|policy| policy.trusted = with_first(&one, &policy.trusted)));
    follows("more_trusted", validator, question, others)
}

/// An audience that is trusted and not one's own is never enough (RFC 7519 section 4.1.3; OpenID Connect Core section
/// 3.1.3.7 step 3 asks for both).
pub fn trusted_never_rescues(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let one = question.stranger();
    let trusting = question.under(|policy| policy.trusted = with_last(&policy.trusted, &one));
    never("trusted_never_rescues", validator, &trusting.with("aud", Json::text(&one)))?;
    never("trusted_never_rescues", validator, &trusting.with("aud", Json::List(vec![Json::text(&one)])))
}

/// An `azp` that names the recipient, by an identifier or its client id, never makes up for an `aud` that does not, nor for
/// none where it is required.
pub fn azp_never_rescues(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let (policy, stranger) = (&question.policy, question.stranger());
    let (own, client) = (policy.identifiers.as_slice().first(), policy.client_id.as_ref());
    for name in own.into_iter().chain(client.filter(|client| Some(*client) != own)) {
        let named = question.with("azp", Json::text(name));
        never("azp_never_rescues", validator, &named.with("aud", Json::text(&stranger)))?;
        let list = ["a", "b"].map(|end| Json::text(format!("{stranger}{end}")));
        never("azp_never_rescues", validator, &named.with("aud", Json::List(list.into())))?;
        if policy.presence == Presence::Required {
            never("azp_never_rescues", validator, &named.without("aud"))?;
        }
    }
    Ok(())
}

/// What `azp` says changes nothing where the policy ignores it.
///
/// Not where it is there twice, which is another question.
pub fn azp_unasked(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    if question.policy.azp != Azp::Ignored || given(question, "azp") > 1 {
        return Ok(());
    }
    let client = question.policy.client_id.as_ref().map(Json::text);
    let values = [Some(Json::text(question.stranger())), client, Some(Json::Null)].into_iter().flatten();
    let others = values.map(|value| question.with("azp", value));
    same("azp_unasked", validator, &question.without("azp"), others)
}

/// What `iss` says changes nothing where the policy names no issuer.
///
/// Not where it is there twice, which is another question. A value that is no string is left out: a library may refuse
/// it as no claims set of its own.
pub fn issuer_unasked(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    if question.policy.issuer.is_some() || given(question, "iss") > 1 {
        return Ok(());
    }
    let bare = question.without("iss");
    let own = question.policy.identifiers.as_slice().first().map(String::as_str);
    let others = ["https://stranger.example"].into_iter().chain(own).map(|issuer| bare.with("iss", Json::text(issuer)));
    same("issuer_unasked", validator, &bare, others)
}

/// What is accepted where `aud` is required is accepted where it is optional.
pub fn presence_in_order(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let under = |presence| question.under(|policy| policy.presence = presence);
    follows("presence_in_order", validator, &under(Presence::Required), [under(Presence::Optional)])
}

/// What is accepted where `aud` must be a string is accepted where it may be a list.
pub fn shape_in_order(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let under = |shape| question.under(|policy| policy.shape = shape);
    follows("shape_in_order", validator, &under(Shape::String), [under(Shape::Any)])
}

/// What is accepted with no other audience is accepted with trusted ones, and what is accepted with those, with any.
pub fn extras_in_order(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let under = |extras| question.under(|policy| policy.extras = extras);
    follows("extras_in_order", validator, &under(Extras::None), [under(Extras::Trusted)])?;
    follows("extras_in_order", validator, &under(Extras::Trusted), [under(Extras::Allowed)])
}

/// What is accepted by errata 1 is accepted by errata 2.
///
/// Only where `azp` is absent or the client id: beside any other, errata 2 leaves both open (AMB-10), and errata 1 has
/// but a SHOULD.
pub fn errata_in_order(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let azp = question.claim("azp");
    if azp.is_some()
        && (azp.and_then(Json::as_text) != question.policy.client_id.as_deref() || given(question, "azp") > 1)
    {
        return Ok(());
    }
    let under = |azp| question.under(|policy| policy.azp = azp);
    follows("errata_in_order", validator, &under(Azp::Errata1), [under(Azp::Errata2)])
}

/// What is accepted by the strict rule for `azp` is accepted by errata 1, and what is accepted by errata 1 or 2 is
/// accepted where `azp` is ignored.
pub fn azp_in_order(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let under = |azp| question.under(|policy| policy.azp = azp);
    follows("azp_in_order", validator, &under(Azp::Strict), [under(Azp::Errata1)])?;
    follows("azp_in_order", validator, &under(Azp::Errata1), [under(Azp::Ignored)])?;
    follows("azp_in_order", validator, &under(Azp::Errata2), [under(Azp::Ignored)])
}

/// What is accepted from a named issuer is accepted where no issuer is named.
pub fn issuer_in_order(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let iss = question.claim("iss").and_then(Json::as_text).map(str::to_owned);
    let nobody = question.under(|policy| policy.issuer = None);
    for issuer in [iss, question.policy.issuer.clone()].into_iter().flatten() {
        let named = question.under(|policy| policy.issuer = Some(issuer));
        follows("issuer_in_order", validator, &named, [nobody.clone()])?;
    }
    // Somebody else's token is not accepted at all.
    let other = stranger(question.claim("iss").and_then(Json::as_text).into_iter());
    never("issuer_in_order", validator, &question.under(|policy| policy.issuer = Some(other)))
}

fn given(question: &Question, claim: &str) -> usize {
    question.claims.iter().filter(|member| member.0 == claim).count()
}

fn with_first(one: &str, list: &Identifiers) -> Identifiers {
    [one].into_iter().chain(list.as_slice().iter().map(String::as_str)).map(str::to_owned).collect::<Vec<_>>().into()
}

fn with_last(list: &Identifiers, one: &str) -> Identifiers {
    let mut longer = list.as_slice().to_vec();
    longer.push(one.to_owned());
    longer.into()
}
