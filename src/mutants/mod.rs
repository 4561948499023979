//! **Broken on purpose: nothing in here is to protect anything.** Validators with one mistake each, for the suite to catch.
//!
//! Who certifies must first be certified: a vector is worth what it catches. Each mutant is the sound validator of
//! [`anatomy`] with one part replaced, most of them by what a real library has done.

pub mod anatomy;
mod azp;
mod comparison;
mod expectation;
mod folding;
mod habits;
mod json;
mod lenient;
pub mod matrix;
mod presence;
mod shape;
mod state;

use crate::case::Case;
use crate::validator::{Answer, Implementation, Validator};
use anatomy::Anatomy;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A validator with one mistake.
#[derive(Clone, Copy)]
pub struct Mutant {
    /// A letter for the kind, and a number or a word: `C07`, `habit-js-includes`.
    pub id: &'static str,
    /// What goes wrong, as the end of "a validator in which ...".
    pub about: &'static str,
    /// Where it was seen, with a link or an identifier where there is one; empty if nowhere.
    pub seen: &'static str,
    body: Body,
}

/// A validator as a function.
type Ask = dyn FnMut(&Case<'_>) -> Answer;

#[derive(Clone, Copy)]
enum Body {
    /// The same answer to the same question, always.
    Parts(Anatomy),
    /// What was asked before matters.
    State(fn() -> Box<Ask>),
}

impl Mutant {
    const fn new(id: &'static str, about: &'static str, seen: &'static str, parts: Anatomy) -> Self {
        Self { id, about, seen, body: Body::Parts(parts) }
    }

    const fn with_state(id: &'static str, about: &'static str, seen: &'static str, fresh: fn() -> Box<Ask>) -> Self {
        Self { id, about, seen, body: Body::State(fresh) }
    }

    /// Every mutant.
    pub fn all() -> impl Iterator<Item = &'static Mutant> {
        [
            comparison::MUTANTS,
            shape::MUTANTS,
            presence::MUTANTS,
            json::MUTANTS,
            expectation::MUTANTS,
            azp::MUTANTS,
            habits::MUTANTS,
            state::MUTANTS,
        ]
        .into_iter()
        .flatten()
    }

    /// The mutant of that id.
    pub fn named(id: &str) -> Option<&'static Mutant> {
        Self::all().find(|mutant| mutant.id == id)
    }

    /// Whether what was asked before can change its answers.
    pub fn has_state(&self) -> bool {
        matches!(self.body, Body::State(_))
    }

    /// A fresh validator.
    pub fn validator(&self) -> Mutated {
        let answer: Box<Ask> = match self.body {
            Body::Parts(parts) => Box::new(move |case: &Case<'_>| parts.answer(case)),
            Body::State(fresh) => fresh(),
        };
        Mutated { id: self.id, answer }
    }
}

/// A mutant that can be asked.
pub struct Mutated {
    id: &'static str,
    answer: Box<Ask>,
}

impl Validator for Mutated {
    /// A mutant whose mistake is to panic answers with a fault.
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        catch_unwind(AssertUnwindSafe(|| (self.answer)(case)))
            .unwrap_or_else(|_| Answer::Fault { error: "panic".to_owned() })
    }

    fn implementation(&self) -> Implementation {
        Implementation::new(format!("mutant {}", self.id), "", "Rust")
    }
}
