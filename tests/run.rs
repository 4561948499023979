//! What does a run put, how often, and what does it notice?

use audiometer::{Answer, Case, Outcome, Plan, Reference, Suite, Validator, run};
use std::collections::HashMap;

/// How often each question was put, and what was answered first: by where the claims of the vector are, and the rules.
type Asked = HashMap<(*const u8, String), (usize, Answer)>;

/// Runs the whole suite against the reference, whose answers go through `change`, which is told how often the question
/// was put before.
fn asked(mut change: impl FnMut(&Case<'_>, usize, Answer) -> Answer) -> (Asked, Vec<(String, Outcome)>) {
    let (mut reference, mut asked) = (Reference::strict(), Asked::new());
    let report = run(&Plan::all(Suite::embedded()), &mut |case: &Case<'_>| {
        let question = (case.claims.as_ptr(), format!("{:?}", case.policy));
        let before = asked.get(&question).map_or(0, |(times, _)| *times);
        let answer = change(case, before, reference.answer(case));
        asked.entry(question).or_insert((0, answer.clone())).0 += 1;
        answer
    });
    let outcomes = report.records.into_iter().map(|record| (record.entry.vector.id.clone(), record.outcome)).collect();
    (asked, outcomes)
}

#[test]
fn who_is_stable_answers_each_question_once_and_each_vector_again_for_each_answer() {
    let (asked, outcomes) = asked(|_, _, answer| answer);
    assert_eq!(asked.len(), Suite::embedded().count().questions);
    let mut again: HashMap<(*const u8, &str), usize> = HashMap::new();
    for ((vector, _), (times, answer)) in &asked {
        *again.entry((*vector, answer.word())).or_default() += times - 1;
    }
    assert!(again.values().all(|&times| times == 1), "each answer to a vector is asked for once more");
    assert!(outcomes.iter().all(|(_, outcome)| !outcome.is_failure()));
}

#[test]
fn where_an_answer_changes_every_question_is_put_twice() {
    let changing = Suite::embedded().vector("rfc7519/aud/string").expect("it is in the suite");
    let (asked, outcomes) = asked(|case, before, answer| match before {
        1.. if case.claims.as_ptr() == changing.claims.as_ptr() => Answer::refused("no more"),
        _ => answer,
    });
    assert!(asked.values().all(|(times, _)| *times == 2));
    for (vector, outcome) in outcomes {
        let unstable = matches!(outcome, Outcome::Unstable { .. });
        assert_eq!(unstable, vector == changing.id, "{vector}: {outcome}");
    }
}
