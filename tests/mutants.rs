//! Does the suite catch what is broken, and only that?
#![cfg(feature = "mutants")]

use audiometer::mutants::anatomy::SOUND;
use audiometer::{Answer, Case, Plan, Reference, Suite, Validator, run};

#[test]
fn the_sound_anatomy_answers_as_the_strict_reference_does() {
    let suite = Suite::embedded();
    let report = run(&Plan::all(suite), &mut |case: &Case<'_>| SOUND.answer(case));
    for record in &report.records {
        let policy = record.entry.vector.policy(record.entry.profile);
        let case = Case { token: &record.entry.vector.token, claims: &record.entry.vector.claims, policy: &policy };
        let right = Reference::strict().answer(&case);
        assert_eq!(record.answer.word(), right.word(), "{}", record.entry.id());
        assert!(!matches!(record.answer, Answer::Fault { .. }));
    }
}
