//! A run as JUnit XML, for CI: a test suite an implementation and profile, a test a case.
//!
//! A test fails or is in error if and only if the run does not end as expected: known failures and what is unsupported are
//! skipped, with the reason.

use super::details::{self, details};
use super::{Broken, Run, Runs};
use crate::records::Judged;
use audiometer::{Outcome, Profile, explain};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

/// The whole document. Each test suite is made twice, to be counted and to be written, so that no more than one is in
/// memory: a report may have a million cases.
pub(super) fn render(runs: &Runs<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("audiometer");
    for suite in suites(runs) {
        report.add_test_suite(suite);
        report.test_suites.clear();
    }
    let (head, tail) = written(&report)?;
    out.write_all(head.as_bytes())?;
    for suite in suites(runs) {
        report.test_suites = vec![suite];
        let (with_suite, _) = written(&report)?;
        out.write_all(&with_suite.as_bytes()[head.len()..])?;
    }
    out.write_all(tail.as_bytes())
}

/// The document up to the end tag of its root, and the rest. The head is the same with and without suites.
fn written(report: &Report) -> io::Result<(String, String)> {
    let mut head = report.to_string().map_err(io::Error::other)?;
    let tail = head.split_off(head.rfind("</testsuites>").unwrap_or(head.len()));
    Ok((head, tail))
}

fn suites(runs: &Runs<'_>) -> impl Iterator<Item = TestSuite> {
    let of_run =
        |run| Profile::all().iter().filter_map(move |profile| of_profile(run, profile)).chain(house_keeping(run));
    runs.runs.iter().flat_map(of_run).chain(runs.broken.iter().map(broken))
}

/// The cases of a profile; nothing where it has none.
fn of_profile(run: &Run<'_>, profile: &Profile) -> Option<TestSuite> {
    let mut suite = suite(run, &profile.name);
    let cases = run.cases().filter(|case| case.entry.profile == profile);
    suite.add_test_cases(cases.map(|case| test(run, &case)));
    (!suite.test_cases.is_empty()).then_some(suite)
}

fn broken(adapter: &Broken) -> TestSuite {
    let mut suite = TestSuite::new(explain::harmless(&adapter.name, 100));
    let why = explain::harmless(&adapter.why, 500);
    suite.add_test_case(unsuccessful("the adapter is in order", NonSuccessKind::Error, "broken", &why, None));
    suite
}

fn suite(run: &Run<'_>, name: &str) -> TestSuite {
    let mut suite = TestSuite::new(format!("{} {name}", run.name));
    suite.add_property(("implementation", run.title().as_str()));
    suite
}

fn test(run: &Run<'_>, case: &Judged<'_>) -> TestCase {
    let id = case.entry.id();
    let sentence = details::outcome(case.outcome);
    let body = || -> String {
        let line = |(label, text): &(&str, String)| format!("\n{label:8} {text}");
        details(run, case).iter().map(line).collect::<String>() + "\n"
    };
    let kind = match case.outcome {
        Outcome::Fault => NonSuccessKind::Error,
        Outcome::Pass | Outcome::WrongReason(_) | Outcome::Choice(..) => return informed(case, &id, &sentence),
        Outcome::Unsupported(_) => return skipped(&id, "unsupported", &sentence, None),
        Outcome::FalseAccept(_) | Outcome::FalseReject | Outcome::Vacuous { .. } | Outcome::Unstable { .. } => {
            NonSuccessKind::Failure
        }
    };
    match run.known(case) {
        Some(cause) => {
            let known = format!("known failure: {sentence}; {}", explain::harmless(&cause.reason, 400));
            skipped(&id, "known-failure", &known, Some(body()))
        }
        None => unsuccessful(&id, kind, case.outcome.name(), &sentence, Some(body())),
    }
}

/// What passes; where there is more to say, it is what was printed.
fn informed(case: &Judged<'_>, id: &str, sentence: &str) -> TestCase {
    let mut test = TestCase::new(id, TestCaseStatus::success());
    if !matches!(case.outcome, Outcome::Pass) {
        test.set_system_out(format!("{}: {sentence}", case.outcome.name()));
    }
    test
}

fn skipped(name: &str, of_type: &str, message: &str, body: Option<String>) -> TestCase {
    let mut status = TestCaseStatus::skipped();
    status.set_type(of_type).set_message(message);
    if let Some(body) = body {
        status.set_description(body);
    }
    TestCase::new(name, status)
}

fn unsuccessful(name: &str, kind: NonSuccessKind, of_type: &str, message: &str, body: Option<String>) -> TestCase {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(of_type).set_message(message);
    if let Some(body) = body {
        status.set_description(body);
    }
    TestCase::new(name, status)
}

/// What else fails a run: that nothing ran, and expectations that are stale.
fn house_keeping(run: &Run<'_>) -> Option<TestSuite> {
    let mut suite = suite(run, "(the run)");
    if run.nothing_ran() {
        let why = "every case is unsupported, or there was none";
        suite.add_test_case(unsuccessful("something ran", NonSuccessKind::Error, "nothing-ran", why, None));
    }
    for stale in &run.stale {
        let [remedy, place, pattern, why] =
            [&*stale.remedy, &stale.place, &stale.pattern, &stale.why].map(|text| explain::harmless(text, 400));
        let why = format!("{remedy} {place}: {why}");
        let name = format!("expectation {pattern}");
        suite.add_test_case(unsuccessful(&name, NonSuccessKind::Failure, "stale-expectation", &why, None));
    }
    (!suite.test_cases.is_empty()).then_some(suite)
}
