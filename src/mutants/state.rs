//! Mutants that remember what they had better forget.

use super::anatomy::{Members, Question, SOUND, text};
use super::{Ask, Mutant};
use crate::case::Case;
use crate::policy::Policy;
use crate::validator::Answer;
use std::collections::{HashMap, HashSet};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant::with_state(
        "P28",
        "the answer to a token is remembered without its recipient",
        "fast-jwt GHSA-rp9m-7r4c-75qg",
        cached_by_token,
    ),
    Mutant::with_state(
        "E07",
        "a pattern starts where it last ended, so that every second match fails",
        "fast-jwt 6.2.0, GHSA-3j8v-cgw4-2g6q",
        pattern_with_a_position,
    ),
    Mutant::with_state("X05", "an identifier that has matched is taken off the list", "", identifiers_used_up),
    Mutant::with_state(
        "X06",
        "the answer is remembered without the rules, by token and identifiers",
        "",
        cached_without_rules,
    ),
    Mutant::with_state(
        "X07",
        "the identifier that a map hands out last decides, each time another",
        "golang-jwt/jwt#441, before its release",
        map_order,
    ),
    Mutant::with_state("X30", "the identifiers of earlier recipients are still accepted", "", identifiers_added_up),
    Mutant::with_state("X31", "everything is accepted after the first token that was", "", once_accepted),
    Mutant::with_state("X32", "rejections are counted in a byte, so that the 256th is none", "", wrapping_counter),
    Mutant::with_state("X33", "an earlier error is returned again, since it is never cleared", "", errors_kept),
    Mutant::with_state("X34", "the rules are those of the first call", "", first_rules),
    Mutant::with_state("X35", "whether aud is required is read once, at the first call", "", first_presence),
    Mutant::with_state("X36", "the issuer of the first call that names one is kept", "", first_issuer),
    Mutant::with_state("X37", "a token without aud has that of the token before", "", aud_left_over),
    Mutant::with_state("X38", "claims that cannot be read leave those of the token before", "", claims_left_over),
    Mutant::with_state("X39", "after ten rejections in a row everything is let through", "", fails_open),
    Mutant::with_state("X40", "a token that was accepted is refused as a replay from then on", "", replay),
    Mutant::with_state(
        "X41",
        "answers stand in a table of 1024 places, and what else falls there gets them",
        "",
        table,
    ),
    Mutant::with_state("X42", "who has been accepted once, by sub, is accepted again", "", accepted_by_subject),
    Mutant::with_state("X43", "only one call in a hundred is checked after the first thousand", "", sampled),
];

fn cached_by_token() -> Box<Ask> {
    let mut answers: HashMap<String, Answer> = HashMap::new();
    Box::new(move |case| {
        let fresh = || SOUND.answer(case);
        answers.entry(case.token.to_owned()).or_insert_with(fresh).clone()
    })
}

fn pattern_with_a_position() -> Box<Ask> {
    let mut ended: HashSet<Vec<String>> = HashSet::new();
    Box::new(move |case| {
        let patterns = case.policy.identifiers.as_slice().to_vec();
        if ended.remove(&patterns) {
            return Answer::refused("no match from where the last one ended");
        }
        let answer = SOUND.answer(case);
        if answer == Answer::Accept {
            ended.insert(patterns);
        }
        answer
    })
}

fn identifiers_used_up() -> Box<Ask> {
    let mut used: HashSet<String> = HashSet::new();
    Box::new(move |case| {
        let left: Vec<String> =
            case.policy.identifiers.as_slice().iter().filter(|own| !used.contains(*own)).cloned().collect();
        let answer = answer_with(case, |policy| policy.identifiers = left.into());
        if answer == Answer::Accept {
            used.extend(audiences(case));
        }
        answer
    })
}

fn cached_without_rules() -> Box<Ask> {
    let mut answers: HashMap<(String, Vec<String>), Answer> = HashMap::new();
    Box::new(move |case| {
        let key = (case.token.to_owned(), case.policy.identifiers.as_slice().to_vec());
        answers.entry(key).or_insert_with(|| SOUND.answer(case)).clone()
    })
}

fn map_order() -> Box<Ask> {
    let mut calls = 0_usize;
    Box::new(move |case| {
        calls = calls.wrapping_add(1);
        let identifiers = case.policy.identifiers.as_slice();
        let last = identifiers.get(calls % identifiers.len().max(1)).cloned();
        answer_with(case, |policy| policy.identifiers = Vec::from_iter(last).into())
    })
}

fn identifiers_added_up() -> Box<Ask> {
    let mut known: Vec<String> = Vec::new();
    Box::new(move |case| {
        for own in case.policy.identifiers.as_slice() {
            if !known.contains(own) {
                known.push(own.clone());
            }
        }
        answer_with(case, |policy| policy.identifiers = known.clone().into())
    })
}

fn once_accepted() -> Box<Ask> {
    let mut accepted = false;
    Box::new(move |case| {
        accepted = accepted || SOUND.answer(case) == Answer::Accept;
        if accepted { Answer::Accept } else { SOUND.answer(case) }
    })
}

fn wrapping_counter() -> Box<Ask> {
    let mut rejections = 0_u8;
    Box::new(move |case| {
        let answer = SOUND.answer(case);
        if answer == Answer::Accept {
            return answer;
        }
        rejections = rejections.wrapping_add(1);
        if rejections == 0 { Answer::Accept } else { answer }
    })
}

fn errors_kept() -> Box<Ask> {
    let mut errors: Vec<Answer> = Vec::new();
    Box::new(move |case| {
        let answer = SOUND.answer(case);
        if answer != Answer::Accept {
            errors.push(answer);
        }
        errors.first().cloned().unwrap_or(Answer::Accept)
    })
}

fn first_rules() -> Box<Ask> {
    let mut first: Option<Policy> = None;
    Box::new(move |case| {
        let policy = first.get_or_insert_with(|| case.policy.clone());
        SOUND.answer(&Case { policy, ..*case })
    })
}

fn first_presence() -> Box<Ask> {
    let mut first = None;
    Box::new(move |case| {
        let presence = *first.get_or_insert(case.policy.presence);
        answer_with(case, |policy| policy.presence = presence)
    })
}

fn first_issuer() -> Box<Ask> {
    let mut first: Option<String> = None;
    Box::new(move |case| {
        first = first.take().or_else(|| case.policy.issuer.clone());
        let issuer = case.policy.issuer.as_ref().and(first.clone());
        answer_with(case, |policy| policy.issuer = issuer)
    })
}

fn aud_left_over() -> Box<Ask> {
    let mut before = None;
    Box::new(move |case| {
        let Some(mut claims) = members(case) else { return SOUND.answer(case) };
        match (SOUND.claim)(&claims, "aud") {
            Some(aud) => before = Some(aud),
            None => claims.extend(before.clone().map(|aud| ("aud".to_owned(), aud))),
        }
        decide(case, &claims)
    })
}

fn claims_left_over() -> Box<Ask> {
    let mut before: Option<Members> = None;
    Box::new(move |case| {
        if let Some(claims) = members(case) {
            before = Some(claims);
        }
        before.as_ref().map_or_else(|| SOUND.answer(case), |claims| decide(case, claims))
    })
}

fn fails_open() -> Box<Ask> {
    let mut in_a_row = 0;
    Box::new(move |case| {
        let answer = SOUND.answer(case);
        in_a_row = if answer == Answer::Accept { 0 } else { in_a_row + 1 };
        if in_a_row > 10 { Answer::Accept } else { answer }
    })
}

fn replay() -> Box<Ask> {
    let mut seen: HashSet<String> = HashSet::new();
    Box::new(move |case| {
        let answer = SOUND.answer(case);
        if answer == Answer::Accept && !seen.insert(case.token.to_owned()) {
            return Answer::refused("seen before");
        }
        answer
    })
}

fn table() -> Box<Ask> {
    let mut places: HashMap<u32, Answer> = HashMap::new();
    Box::new(move |case| {
        let text = format!("{} {:?} {}", case.token, case.policy.identifiers.as_slice(), case.policy.profile.name);
        let place = text.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 1024;
        places.entry(place).or_insert_with(|| SOUND.answer(case)).clone()
    })
}

fn accepted_by_subject() -> Box<Ask> {
    let mut known: HashSet<String> = HashSet::new();
    Box::new(move |case| {
        let sub = members(case).and_then(|claims| (SOUND.claim)(&claims, "sub"));
        let sub = sub.and_then(|sub| text(&sub)).unwrap_or_default();
        if known.contains(&sub) {
            return Answer::Accept;
        }
        let answer = SOUND.answer(case);
        if answer == Answer::Accept {
            known.insert(sub);
        }
        answer
    })
}

fn sampled() -> Box<Ask> {
    let mut calls = 0_u32;
    Box::new(move |case| {
        calls = calls.saturating_add(1);
        if calls > 1000 && !calls.is_multiple_of(100) { Answer::Accept } else { SOUND.answer(case) }
    })
}

/// The sound answer under rules that are changed before.
fn answer_with(case: &Case<'_>, change: impl FnOnce(&mut Policy)) -> Answer {
    let mut policy = case.policy.clone();
    change(&mut policy);
    SOUND.answer(&Case { policy: &policy, ..*case })
}

/// The claims, where they can be read.
fn members(case: &Case<'_>) -> Option<Members> {
    (SOUND.decode)(case.claims).and_then(|text| (SOUND.parse)(&text))
}

/// The audiences in the claims.
fn audiences(case: &Case<'_>) -> Vec<String> {
    let aud = members(case).and_then(|claims| (SOUND.claim)(&claims, "aud"));
    aud.and_then(|aud| (SOUND.audiences)(&aud)).unwrap_or_default()
}

/// The sound answer to other claims than the case has.
fn decide(case: &Case<'_>, claims: &Members) -> Answer {
    let question = Question { header: &[], claims, policy: case.policy };
    if (SOUND.decide)(&SOUND, &question) { Answer::Accept } else { Answer::refused("not for this recipient") }
}
