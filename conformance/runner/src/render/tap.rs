//! A run as TAP, version 14: an implementation is a subtest, a case a test point, with diagnostics in YAML.
//!
//! A test point fails without TODO if and only if the run does not end as expected.

use super::details::{self, details};
use super::{Run, Runs};
use crate::records::Judged;
use audiometer::{Outcome, explain};
use std::io::{self, Write};

/// The whole stream.
pub(super) fn render(runs: &Runs<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TAP version 14\n1..{}", runs.runs.len() + runs.broken.len())?;
    let mut number = 0;
    for run in &runs.runs {
        number += 1;
        writeln!(out, "# Subtest: {} ({})", plain(&run.name), plain(&run.title()))?;
        let passed = implementation(run, out)?;
        writeln!(out, "{}ok {number} - {}", if passed { "" } else { "not " }, plain(&run.name))?;
    }
    for broken in &runs.broken {
        number += 1;
        writeln!(out, "not ok {number} - {}", plain(&explain::harmless(&broken.name, 100)))?;
        yaml(out, "  ", &[("outcome", "broken".to_owned()), ("why", explain::harmless(&broken.why, 500))])?;
    }
    Ok(())
}

/// The subtest, and whether it passes.
fn implementation(run: &Run<'_>, out: &mut dyn Write) -> io::Result<bool> {
    let points = run.records.len() + run.stale.len() + usize::from(run.nothing_ran());
    writeln!(out, "    1..{points}")?;
    let mut number = 0;
    for case in run.cases() {
        number += 1;
        point(run, &case, number, out)?;
    }
    for stale in &run.stale {
        number += 1;
        writeln!(out, "    not ok {number} - expectation {}", plain(&explain::harmless(&stale.pattern, 400)))?;
        let [remedy, place, why] = [&*stale.remedy, &stale.place, &stale.why].map(|text| explain::harmless(text, 400));
        yaml(
            out,
            "      ",
            &[("outcome", "stale-expectation".to_owned()), (remedy.as_str(), place), ("because", why)],
        )?;
    }
    if run.nothing_ran() {
        writeln!(out, "    not ok {} - something ran", number + 1)?;
    }
    Ok(run.failures().1 == 0 && run.stale.is_empty() && !run.nothing_ran())
}

fn point(run: &Run<'_>, case: &Judged<'_>, number: usize, out: &mut dyn Write) -> io::Result<()> {
    let id = plain(&case.entry.id());
    match (case.outcome, run.known(case)) {
        (Outcome::Pass | Outcome::WrongReason(_) | Outcome::Choice(..), _) => writeln!(out, "    ok {number} - {id}")?,
        (Outcome::Unsupported(feature), _) => {
            return writeln!(out, "    ok {number} - {id} # SKIP cannot be told: {}", explain::harmless(feature, 80));
        }
        (_, Some(cause)) => {
            let reason = explain::harmless(&cause.reason, 400);
            writeln!(out, "    not ok {number} - {id} # TODO known failure: {reason}")?;
        }
        (_, None) => writeln!(out, "    not ok {number} - {id}")?,
    }
    match case.outcome {
        Outcome::Pass => Ok(()),
        outcome if outcome.is_failure() => {
            let mut lines = vec![("is", outcome.name().to_owned())];
            lines.extend(details(run, case));
            yaml(out, "      ", &lines)
        }
        outcome => yaml(out, "      ", &[("is", outcome.name().to_owned()), ("outcome", details::outcome(outcome))]),
    }
}

/// A description: a number sign would begin a directive.
fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}

/// A block of diagnostics. What is harmless is printable ASCII, and quoted as JSON also what YAML reads.
fn yaml(out: &mut dyn Write, indent: &str, lines: &[(&str, String)]) -> io::Result<()> {
    writeln!(out, "{indent}---")?;
    for (label, text) in lines {
        writeln!(out, "{indent}{label}: {}", serde_json::Value::from(text.as_str()))?;
    }
    writeln!(out, "{indent}...")
}
