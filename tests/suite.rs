//! Is the embedded suite whole, in order, and answered by the reference without a fault?

use audiometer::{Decision, Expected, Outcome, Plan, Profile, Reference, Suite, lint, run, topic_files};
use std::collections::HashSet;
use std::path::Path;

#[test]
fn every_vector_file_is_embedded() {
    let embedded: Vec<&str> =
        Suite::embedded().sources.iter().map(|source| source.file.as_str()).filter(|file| file.contains('/')).collect();
    let found: Vec<String> =
        topic_files(Path::new("vectors")).expect("readable").into_iter().map(|(_, file)| file).collect();
    assert_eq!(embedded, found, "EMBEDDED in src/catalog.rs lists the files in vectors/");
}

#[test]
fn the_suite_has_no_lint() {
    let problems: Vec<String> = lint::lint(Suite::embedded()).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_suite_is_as_large_as_it_has_to_be() {
    let count = Suite::embedded().count();
    assert!(count.vectors >= 300 && count.questions >= 1_000, "{count:?}");
    for profile in Profile::all() {
        let decisions: HashSet<Decision> = Suite::embedded()
            .entries()
            .filter(|entry| entry.profile == profile)
            .map(|entry| entry.expected.decision())
            .collect();
        assert!(decisions.contains(&Decision::Accept) && decisions.contains(&Decision::Reject), "{profile}");
    }
}

#[test]
fn the_reference_fails_nothing_whether_strict_or_lenient() {
    let plan = Plan::all(Suite::embedded());
    for (mut reference, open) in [(Reference::strict(), Decision::Reject), (Reference::lenient(), Decision::Accept)] {
        let report = run(&plan, &mut reference);
        assert_eq!(report.records.len(), Suite::embedded().count().cases);
        for record in &report.records {
            let right = match record.entry.expected {
                Expected::Either(ambiguity) => Outcome::Choice(ambiguity, open),
                Expected::Accept | Expected::Reject(_) => Outcome::Pass,
            };
            assert_eq!(record.outcome, right, "{}", record.entry.id());
        }
    }
}

#[test]
fn every_expected_verdict_rests_on_a_clause_that_exists() {
    for vector in Suite::embedded().vectors() {
        assert!(vector.clauses.iter().all(|id| audiometer::Clause::named(id).is_some()), "{}", vector.id);
    }
}
