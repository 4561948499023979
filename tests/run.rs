//! What does a run put, how often, and what does it notice?

use audiometer::{
    Answer, Azp, Case, Extras, Feature, Implementation, Outcome, Plan, Policy, Reference, Shape, Suite, Validator,
    feature, run,
};
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

/// Who cannot be told of `azp`, of other audiences, or of the shape, as most libraries, and answers by `rules`.
struct Plain<R> {
    rules: R,
    asked: usize,
}

impl<R: Fn(&Policy) -> Policy> Validator for Plain<R> {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        self.asked += 1;
        Reference::strict().answer(&Case { policy: &(self.rules)(case.policy), ..*case })
    }

    fn supports(&self, feature: Feature) -> bool {
        use Feature::*;
        !matches!(feature, ShapeString | ExtrasTrusted | ExtrasNone | AzpErrata1 | AzpErrata2 | AzpStrict)
    }

    fn implementation(&self) -> Implementation {
        Implementation::new("plain", "", "")
    }
}

fn without_rules(policy: &Policy) -> Policy {
    Policy { shape: Shape::Any, extras: Extras::Allowed, azp: Azp::Ignored, ..policy.clone() }
}

#[test]
fn what_differs_in_rules_that_cannot_be_told_is_put_once_and_judged_under_each() {
    let mut plain = Plain { rules: without_rules, asked: 0 };
    let report = run(&Plan::all(Suite::embedded()), &mut plain);
    assert!(plain.asked * 2 < Suite::embedded().count().questions, "{} questions", plain.asked);
    for record in &report.records {
        let (vector, policy) = (record.entry.vector, record.entry.vector.policy(record.entry.profile));
        let lacks = feature::missing(&vector.claims, &policy, |feature| plain.supports(feature)).is_some();
        assert_eq!(lacks, matches!(record.outcome, Outcome::Unsupported(_)), "{}", record.entry.id());
        assert!(!record.outcome.is_failure(), "{}: {}", record.entry.id(), record.outcome);
    }
}

#[test]
fn who_goes_by_a_rule_that_it_says_not_to_know_is_not_stable() {
    // Where no other audience is allowed it takes none at all.
    let rules = |policy: &Policy| match policy.extras {
        Extras::None => Policy { identifiers: vec!["nobody".to_owned()].into(), ..without_rules(policy) },
        Extras::Allowed | Extras::Trusted => without_rules(policy),
    };
    let report = run(&Plan::all(Suite::embedded()), &mut Plain { rules, asked: 0 });
    assert!(report.records.iter().any(|record| matches!(record.outcome, Outcome::Unstable { .. })));
}

/// Counts what it is asked, changes its mind at the second time, and notes how much it was asked when it was told that
/// this is all.
#[derive(Default)]
struct Fickle {
    asked: usize,
    done: Vec<usize>,
}

impl Validator for Fickle {
    fn answer(&mut self, _: &Case<'_>) -> Answer {
        self.asked += 1;
        if self.asked.is_multiple_of(2) { Answer::Accept } else { Answer::refused("not now") }
    }

    fn done(&mut self) {
        self.done.push(self.asked);
    }
}

#[test]
fn it_is_told_when_nothing_more_comes_and_may_be_asked_by_another_run() {
    let mut fickle = Fickle::default();
    run(&Plan::all(Suite::embedded()), &mut fickle);
    let first = fickle.asked;
    run(&Plan::all(Suite::embedded()), &mut fickle);
    assert_eq!(fickle.done, [first, fickle.asked]);
}
