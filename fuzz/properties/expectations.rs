//! Is every file of expectations read or refused with its path, and can what is read be held against a report?

use crate::expectations::{Expectations, Held};
use audiometer::{Answer, Case, Plan, Report, Suite, run};
use std::sync::LazyLock;
use toml::value::Date;

/// The day for all of them: some entries have expired by then, and some have not.
const TODAY: Date = Date { year: 2026, month: 7, day: 1 };

/// A report with every kind of failure in it.
static REPORT: LazyLock<Report<'static>> = LazyLock::new(|| {
    let plan = Plan::all(Suite::embedded())
        .only(|entry| entry.vector.id.starts_with("rfc7519/aud/") || entry.vector.id.starts_with("rfc8725/issuer/"));
    let mut asked = 0;
    run(&plan, &mut |case: &Case<'_>| {
        asked += 1;
        match (case.claims.len() + asked / 500) % 4 {
            0 | 1 => Answer::Accept,
            2 => Answer::refused("no"),
            _ => Answer::Fault { error: "no answer".to_owned() },
        }
    })
});

/// Any bytes as a file of expectations.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let expectations = match Expectations::read("PATH.toml", text) {
        Ok(expectations) => expectations,
        Err(error) => {
            assert!(error.starts_with("PATH.toml:"), "the error does not begin with the path: {error}");
            return;
        }
    };
    assert!(expectations.causes().iter().all(|cause| !cause.reason.trim().is_empty()), "a known failure has a reason");
    let Held { known, stale, .. } = expectations.hold(&REPORT, Suite::embedded(), TODAY);
    assert_eq!(known.len(), REPORT.records.len());
    for (record, cause) in REPORT.records.iter().zip(&known) {
        let Some(cause) = cause else { continue };
        assert!(
            cause.means(&record.entry.vector.id, &record.entry.profile.name),
            "known by an entry that means another"
        );
        assert!(
            cause.outcomes().contains(&record.outcome.name()),
            "known as another outcome than {:?}",
            record.outcome
        );
    }
    for stale in stale {
        let line = stale.place.strip_prefix("PATH.toml:").and_then(|line| line.parse().ok());
        let lines = 1..=text.matches('\n').count() + 1;
        assert!(line.is_some_and(|line| lines.contains(&line)), "no line of the file: {stale:?}");
        assert!(!stale.why.is_empty(), "{stale:?}");
    }
}
