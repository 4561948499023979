//! A run as JUnit XML, for CI: a test suite an implementation and profile, a test a case.
//!
//! A test fails or is in error if and only if the run does not end as expected: known failures and what is unsupported are
//! skipped, with the reason.

use super::details::{self, details};
use super::{Broken, Cause, Run, Runs};
use crate::records::Judged;
use audiometer::{Outcome, Profile, explain};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

/// The whole document, the test suites of a run at a time: a report may have a million cases. How they ended is counted
/// first, since the root tells it.
pub(super) fn render(runs: &Runs<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("audiometer");
    for case in runs.runs.iter().flat_map(|run| run.cases().map(|case| ended(run, &case))) {
        report.tests += 1;
        match case {
            Ended::Passed => {}
            Ended::Unsupported | Ended::Known(_) => report.skipped += 1,
            Ended::Unsuccessful(NonSuccessKind::Failure) => report.failures += 1,
            Ended::Unsuccessful(NonSuccessKind::Error) => report.errors += 1,
        }
    }
    report.add_test_suites(others(runs));
    report.test_suites.clear();
    let (head, tail) = written(&report)?;
    out.write_all(head.as_bytes())?;
    for suites in runs.runs.iter().map(of_run).chain([others(runs)]) {
        report.test_suites = suites;
        let (with_suites, _) = written(&report)?;
        out.write_all(&with_suites.as_bytes()[head.len()..])?;
    }
    out.write_all(tail.as_bytes())
}

/// The document up to the end tag of its root, and the rest. The head is the same with and without suites.
fn written(report: &Report) -> io::Result<(String, String)> {
    let mut head = report.to_string().map_err(io::Error::other)?;
    let tail = head.split_off(head.rfind("</testsuites>").unwrap_or(head.len()));
    Ok((head, tail))
}

/// One for each profile that has cases.
fn of_run(run: &Run<'_>) -> Vec<TestSuite> {
    let mut suites: Vec<_> = Profile::all().iter().map(|profile| (profile, suite(run, &profile.name))).collect();
    for case in run.cases() {
        if let Some((_, suite)) = suites.iter_mut().find(|(profile, _)| *profile == case.entry.profile) {
            suite.add_test_case(test(run, &case));
        }
    }
    suites.into_iter().map(|(_, suite)| suite).filter(|suite| !suite.test_cases.is_empty()).collect()
}

/// What is no case: the house-keeping of each run, and adapters that are broken.
fn others(runs: &Runs<'_>) -> Vec<TestSuite> {
    runs.runs.iter().filter_map(house_keeping).chain(runs.broken.iter().map(broken)).collect()
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

/// How a test ends: what is unsupported and what is known are skipped.
enum Ended<'r> {
    Passed,
    Unsupported,
    Known(&'r Cause),
    Unsuccessful(NonSuccessKind),
}

fn ended<'r>(run: &'r Run<'_>, case: &Judged<'_>) -> Ended<'r> {
    let kind = match case.outcome {
        Outcome::Pass | Outcome::WrongReason(_) | Outcome::Choice(..) => return Ended::Passed,
        Outcome::Unsupported(_) => return Ended::Unsupported,
        Outcome::Fault => NonSuccessKind::Error,
        Outcome::FalseAccept(_) | Outcome::FalseReject | Outcome::Vacuous { .. } | Outcome::Unstable { .. } => {
            NonSuccessKind::Failure
        }
    };
    run.known(case).map_or(Ended::Unsuccessful(kind), Ended::Known)
}

fn test(run: &Run<'_>, case: &Judged<'_>) -> TestCase {
    let id = case.entry.id();
    let sentence = details::outcome(case.outcome);
    let body = || -> String {
        let line = |(label, text): &(&str, String)| format!("\n{label:8} {text}");
        details(run, case).iter().map(line).collect::<String>() + "\n"
    };
    match ended(run, case) {
        Ended::Passed => informed(case, &id, &sentence),
        Ended::Unsupported => skipped(&id, "unsupported", &sentence, None),
        Ended::Known(cause) => {
            let known = format!("known failure: {sentence}; {}", explain::harmless(&cause.reason, 400));
            skipped(&id, "known-failure", &known, Some(body()))
        }
        Ended::Unsuccessful(kind) => unsuccessful(&id, kind, case.outcome.name(), &sentence, Some(body())),
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
