//! What must not matter of what was asked before?

use super::question::{Json, Question};
use super::trial::{Broken, Said, Trial, same};
use crate::validator::Validator;

/// Who is not named does not accept, not even straight after somebody who is: the question is asked, then the same token
/// is put to a recipient with another name.
///
/// Not where `aud` is absent: then nobody is named.
pub fn another_recipient(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    if question.claim("aud").is_none() {
        return Ok(());
    }
    let stranger = question.stranger();
    let other = question.under(|policy| policy.identifiers = [stranger].into());
    let mut trial = Trial::new("another_recipient", validator);
    trial.ask(question)?;
    let said = trial.ask(&other)?;
    trial.holds(said != Said::Accept)
}

/// The same question has the same answer.
pub fn asked_twice(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    same("asked_twice", validator, question, [question.clone()])
}

/// A question asked in between changes no answer: about another token, or the same for another recipient.
pub fn asked_between(validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let stranger = question.stranger();
    let own = question.policy.identifiers.as_slice().first();
    let between = [
        question.with("aud", Json::text(&stranger)),
        question.with("aud", own.map_or(Json::Null, Json::text)),
        question.without("aud"),
        question.under(|policy| policy.identifiers = [stranger].into()),
    ];
    for between in &between {
        let mut trial = Trial::new("asked_between", validator);
        let before = trial.ask(question)?;
        trial.ask(between)?;
        let after = trial.ask(question)?;
        trial.holds(before == after)?;
    }
    Ok(())
}
