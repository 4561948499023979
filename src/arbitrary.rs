//! Which questions does a fuzzer ask? `Arbitrary` for [`Question`]: bytes in, a question near the border out.
//!
//! As in the strategies for proptest, the policy is drawn first and the claims for it, with the near misses of
//! [`crate::seeds`]. Names come from lists, so that a fuzzer spends its bytes on structure.

use crate::laws::{Json, Member, Question, Writing};
use crate::policy::{Azp, Extras, Policy, Presence, Recipient, Shape};
use crate::profile::Profile;
use crate::seeds::{IDENTIFIERS, NEAR_MISSES};
use arbitrary::{Arbitrary, Result, Unstructured};

/// One of [`Writing`], a policy, and up to five claims for it; names may repeat.
impl<'a> Arbitrary<'a> for Question {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let policy = policy(u)?;
        let claims = several(u, 5, |u| member(u, &policy))?;
        // Plain twice as often: escapes take six times the bytes.
        let writing = *u.choose(&[Writing::Plain, Writing::Plain, Writing::Escaped, Writing::Spaced])?;
        Ok(Question { writing, ..Question::new(claims, policy) })
    }
}

/// A recipient, with the fields of a profile or each field by itself.
impl<'a> Arbitrary<'a> for Policy {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        policy(u)
    }
}

fn policy(u: &mut Unstructured<'_>) -> Result<Policy> {
    // More than a few only now and then: each question is asked in many ways, with a copy for each.
    let most = if u.ratio(1, 16)? { 10 } else { 2 };
    let identifiers = several(u, most, identifier)?;
    let client_id = match u.int_in_range(0..=2)? {
        0 => identifiers.first().cloned(),
        1 => Some(identifier(u)?),
        _ => None,
    };
    let trusted = several(u, 2, identifier)?;
    let issuer = if u.ratio(1, 4)? { Some(identifier(u)?) } else { None };
    let profile = u.choose(Profile::all())?.policy(&Recipient::default());
    let policy = Policy { identifiers: identifiers.into(), client_id, trusted: trusted.into(), issuer, ..profile };
    if u.arbitrary()? {
        return Ok(policy);
    }
    Ok(Policy {
        presence: *u.choose(&[Presence::Required, Presence::Optional])?,
        shape: *u.choose(&[Shape::Any, Shape::String])?,
        extras: *u.choose(&[Extras::Allowed, Extras::Trusted, Extras::None])?,
        azp: *u.choose(&[Azp::Ignored, Azp::Errata1, Azp::Errata2, Azp::Strict])?,
        ..policy
    })
}

fn identifier(u: &mut Unstructured<'_>) -> Result<String> {
    let identifier = *u.choose(IDENTIFIERS)?;
    if u.ratio(1, 8)? { Ok((u.choose(NEAR_MISSES)?.make)(identifier)) } else { Ok(identifier.to_owned()) }
}

fn member(u: &mut Unstructured<'_>, policy: &Policy) -> Result<Member> {
    let name = *u.choose(&["aud", "aud", "aud", "azp", "iss", "AUD", "audience", "sub", "a"])?;
    Ok((name.to_owned(), value(u, policy, 2)?))
}

/// A value; lists and objects nest `depth` levels, or past what is read.
fn value(u: &mut Unstructured<'_>, policy: &Policy, depth: usize) -> Result<Json> {
    Ok(match u.int_in_range(0..=11)? {
        0..=4 => Json::Text(text(u, policy)?),
        5..=7 if depth > 0 => Json::List(several(u, 3, |u| value(u, policy, depth - 1))?),
        8 if depth > 0 => Json::Object(several(u, 2, |u| Ok((text(u, policy)?, value(u, policy, depth - 1)?)))?),
        9 => Json::Lone(text(u, policy)?),
        10 => Json::Number((*u.choose(&["7", "0", "-1.5e3", "1e999"])?).to_owned()),
        11 if u.ratio(1, 4)? => (0..70).fold(Json::Null, |inner, _| Json::List(vec![inner])),
        _ => u.arbitrary::<Option<bool>>()?.map_or(Json::Null, Json::Bool),
    })
}

/// A name of the policy or another, itself or a near miss of it.
fn text(u: &mut Unstructured<'_>, policy: &Policy) -> Result<String> {
    let names = match u.int_in_range(0..=6)? {
        0..=2 => policy.identifiers.as_slice(),
        3 => policy.trusted.as_slice(),
        4 => policy.client_id.as_slice(),
        5 => policy.issuer.as_slice(),
        _ => &[],
    };
    let name = if names.is_empty() { (*u.choose(IDENTIFIERS)?).to_owned() } else { u.choose(names)?.clone() };
    if u.ratio(1, 3)? { Ok((u.choose(NEAR_MISSES)?.make)(&name)) } else { Ok(name) }
}

/// Up to `most`, each drawn by itself.
fn several<'a, T>(
    u: &mut Unstructured<'a>,
    most: usize,
    mut one: impl FnMut(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    let count = u.int_in_range(0..=most)?;
    (0..count).map(|_| one(u)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::LAWS;
    use crate::{Decision, Reference, judge};

    #[test]
    fn questions_from_bytes_reach_every_decision_and_obey_the_laws() {
        let (mut accepted, mut rejected, mut open) = (0, 0, 0);
        let mut state = 1_u32;
        for _ in 0..120 {
            let bytes: Vec<u8> = (0..256)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            let question = Question::arbitrary(&mut Unstructured::new(&bytes)).expect("a question");
            match judge(&question.bytes(), &question.policy).decision() {
                Decision::Accept => accepted += 1,
                Decision::Reject => rejected += 1,
                Decision::Either => open += 1,
            }
            for law in LAWS {
                for mut reference in [Reference::strict(), Reference::lenient()] {
                    (law.check)(&mut reference, &question).unwrap_or_else(|broken| panic!("{broken}"));
                }
            }
        }
        assert!(accepted > 3 && rejected > 3 && open > 3, "{accepted} {rejected} {open}");
    }
}
