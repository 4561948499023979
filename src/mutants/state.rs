//! Mutants that remember what they had better forget.

use super::{Ask, Mutant};
use crate::validator::Answer;
use std::collections::HashMap;

pub(super) const MUTANTS: &[Mutant] = &[Mutant::with_state(
    "P28",
    "the answer to a token is remembered without its recipient",
    "lua-resty-openidc, fast-jwt GHSA-rp9m-7r4c-75qg",
    cached_by_token,
)];

fn cached_by_token() -> Box<Ask> {
    let mut answers: HashMap<String, Answer> = HashMap::new();
    Box::new(move |case| {
        let fresh = || super::anatomy::SOUND.answer(case);
        answers.entry(case.token.to_owned()).or_insert_with(fresh).clone()
    })
}
