//! Does the suite catch what is broken, and only that?
#![cfg(feature = "mutants")]

use audiometer::mutants::Mutant;
use audiometer::mutants::anatomy::SOUND;
use audiometer::mutants::matrix::Matrix;
use audiometer::{Answer, Case, Plan, Reference, Suite, Validator, run};
use std::collections::HashSet;
use std::sync::LazyLock;

static MATRIX: LazyLock<Matrix<'static>> = LazyLock::new(|| Matrix::of(Suite::embedded()));

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

#[test]
fn mutants_are_many_and_told_in_a_line_each() {
    let mut ids = HashSet::new();
    let mut facts = HashSet::new();
    for mutant in Mutant::all() {
        assert!(ids.insert(mutant.id), "{} is given twice", mutant.id);
        assert!(facts.insert(mutant.about), "{} says what another says", mutant.id);
        assert!((10..=90).contains(&mutant.about.chars().count()), "{}: {}", mutant.id, mutant.about);
    }
    assert!(ids.len() >= 150, "{} mutants", ids.len());
    let habits = ids.iter().filter(|id| id.starts_with("habit-")).count();
    assert!(habits >= 40, "{habits} habits");
}

#[test]
fn every_mutant_is_caught() {
    let findings = MATRIX.findings();
    let missed: Vec<&str> =
        findings.iter().filter(|finding| finding.caught_by.is_empty()).map(|finding| finding.mutant.id).collect();
    assert!(missed.is_empty(), "missed: {missed:?}");
}

#[test]
fn every_rejecting_vector_catches_a_mutant_or_says_why_it_is_there() {
    let idle: HashSet<&str> = MATRIX.idle().iter().map(|vector| vector.id.as_str()).collect();
    for vector in Suite::embedded().vectors() {
        let (idle, control) = (idle.contains(vector.id.as_str()), vector.control.is_some());
        assert!(!idle || control, "{} catches nothing and gives no reason", vector.id);
        assert!(idle || !control, "{} says that it is a control, and catches a mutant", vector.id);
    }
}

#[test]
fn the_kill_matrix_is_the_committed_one() {
    let committed = include_str!("kill-matrix.txt");
    let now = MATRIX.text();
    let differ = committed.lines().zip(now.lines()).find(|(committed, now)| committed != now);
    assert!(
        committed == now,
        "`audiometer mutants --matrix > tests/kill-matrix.txt` writes it anew; the first difference: {differ:?}"
    );
}
