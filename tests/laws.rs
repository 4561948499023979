//! Do the laws hold for what is right, and is each of them broken by something that is wrong?

use audiometer::laws::{LAWS, Law, Question};
use audiometer::mutants::Mutant;
use audiometer::mutants::anatomy::SOUND;
use audiometer::{Answer, Case, Reference, Suite, Validator, strategies};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(Config { cases: 750, failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_law_holds_for_the_strict_reference(question in strategies::question()) {
        obeys_every_law(&mut Reference::strict(), &question)?;
    }

    #[test]
    fn every_law_holds_for_the_lenient_reference(question in strategies::question()) {
        obeys_every_law(&mut Reference::lenient(), &question)?;
    }

    #[test]
    fn the_sound_anatomy_answers_as_the_strict_reference_does(question in strategies::question()) {
        let (token, claims) = (question.token(), question.bytes());
        let case = Case { token: &token, claims: &claims, policy: &question.policy };
        prop_assert_eq!(SOUND.answer(&case).word(), Reference::strict().answer(&case).word());
    }
}

fn obeys_every_law(validator: &mut dyn Validator, question: &Question) -> Result<(), TestCaseError> {
    for law in LAWS {
        (law.check)(validator, question).map_err(|broken| TestCaseError::fail(broken.to_string()))?;
    }
    Ok(())
}

#[test]
fn every_law_holds_on_the_suite() {
    let mut asked = 0;
    for question in of_the_suite().step_by(5) {
        asked += 1;
        for law in LAWS {
            for mut reference in [Reference::strict(), Reference::lenient()] {
                (law.check)(&mut reference, &question).unwrap_or_else(|broken| panic!("{broken}"));
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn the_questions_are_near_the_border() {
    let questions = drawn(1_000);
    let accepts = |mut reference: Reference| {
        let accepted = |question: &&Question| {
            let (token, claims) = (question.token(), question.bytes());
            reference.answer(&Case { token: &token, claims: &claims, policy: &question.policy }) == Answer::Accept
        };
        questions.iter().filter(accepted).count()
    };
    let (strict, lenient) = (accepts(Reference::strict()), accepts(Reference::lenient()));
    assert!((100..700).contains(&strict) && strict + 30 < lenient, "{strict} {lenient} of 1000");
}

/// Questions from the strategies, the same each time.
fn drawn(count: usize) -> Vec<Question> {
    let mut runner = TestRunner::deterministic();
    let strategy = strategies::question();
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a question").current()).collect()
}

/// The questions of the suite, without those that are there for their size.
fn of_the_suite() -> impl Iterator<Item = Question> {
    Suite::embedded()
        .entries()
        .filter(|entry| entry.vector.claims.len() < 1_000 && entry.vector.recipient.identifiers.len() < 20)
        .filter_map(|entry| Question::read(&entry.vector.claims, &entry.vector.policy(entry.profile)))
}

type Make = Box<dyn Fn() -> Box<dyn Validator>>;

/// The mutants that are asked: each an id, and a way to make a fresh one. One that remembers breaks every law sooner or
/// later, so it is asked only about the laws on what was asked before.
fn mutants(law: &Law) -> Vec<(String, Make)> {
    let make = |mutant: &'static Mutant| -> Make { Box::new(|| Box::new(mutant.validator())) };
    let suspects = Mutant::all().filter(|mutant| mutant.has_state() == law.name.starts_with("asked_"));
    suspects.map(|mutant| (mutant.id.to_owned(), make(mutant))).collect()
}

/// Looks for a mutant that breaks each law, and stops at the first; `LAWS_MATRIX=1` looks for all of them, which takes
/// minutes. Run it with `--nocapture` to read who breaks what.
#[test]
#[expect(clippy::print_stdout, reason = "which mutant breaks which law is worth reading")]
fn every_law_is_broken_by_a_mutant() {
    let questions: Vec<Question> = drawn(150).into_iter().chain(of_the_suite().step_by(12)).collect();
    let all = std::env::var_os("LAWS_MATRIX").is_some();
    let (mut guilty, mut unbroken) = (BTreeSet::new(), Vec::new());
    for law in LAWS {
        let found = breakers(law, &mutants(law), &questions, all);
        println!("{:24} {}", law.name, found.join(" "));
        if found.is_empty() {
            unbroken.push(law.name);
        }
        guilty.extend(found);
    }
    if all {
        let innocent: Vec<&str> = Mutant::all().map(|mutant| mutant.id).filter(|id| !guilty.contains(*id)).collect();
        println!("{:24} {}", "(break no law)", innocent.join(" "));
    }
    assert!(unbroken.is_empty(), "laws that nothing breaks: {unbroken:?}");
}

/// Who of the suspects breaks a law; the first one only, or all.
fn breakers(law: &Law, suspects: &[(String, Make)], questions: &[Question], all: bool) -> Vec<String> {
    let mut innocent: Vec<(&String, Box<dyn Validator>)> = suspects.iter().map(|(id, make)| (id, make())).collect();
    let mut guilty = Vec::new();
    // Question by question: who breaks a law does so early, and who does not would otherwise be asked everything first.
    for question in questions {
        innocent.retain_mut(|(id, validator)| {
            let wanted = all || guilty.is_empty();
            let Some(broken) = wanted.then(|| (law.check)(&mut **validator, question).err()).flatten() else {
                return true;
            };
            if broken.asked.iter().any(|asked| matches!(asked.answer, Answer::Fault { .. })) {
                return true; // a panic breaks any law, which shows nothing about this one
            }
            assert_eq!(broken.law, law.name, "a law calls itself by its name");
            let begin = format!("law broken: {}\n  {}\n  under   {{", law.name, law.text);
            assert!(broken.to_string().starts_with(&begin), "{broken}");
            guilty.push((*id).clone());
            false
        });
        if !all && !guilty.is_empty() {
            break;
        }
    }
    guilty
}
