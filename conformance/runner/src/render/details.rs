//! What is there to tell of one case? The same lines in every format, made harmless.

use super::Run;
use crate::records::Judged;
use audiometer::{Outcome, explain};

/// The longest foreign text in a line.
const SHOWN: usize = 400;

/// Label and text: what was asked, what was answered, what is right and by which sentence.
pub(super) fn details(run: &Run<'_>, case: &Judged<'_>) -> Vec<(&'static str, String)> {
    let vector = case.entry.vector;
    let right = case.right();
    let mut lines = vec![("vector", vector.comment.clone())];
    if let Some(header) = &vector.header {
        lines.push(("header", explain::harmless(header, SHOWN)));
    }
    lines.push(("claims", explain::claims(&vector.claims)));
    lines.push(("policy", explain::policy(&case.policy())));
    lines.push(("answer", explain::answer(case.answer)));
    lines.push(("outcome", outcome(case.outcome)));
    lines.push(("right", explain::verdict(&right)));
    lines.push(("by", explain::grounds(&right)));
    if let Some(cause) = run.known(case) {
        lines.push(("known", explain::harmless(&cause.reason, SHOWN)));
        lines.extend(cause.link.iter().map(|link| ("link", explain::harmless(link, SHOWN))));
    }
    lines
}

/// An outcome in a sentence, made harmless.
pub(super) fn outcome(outcome: &Outcome) -> String {
    explain::harmless(&outcome.to_string(), SHOWN)
}
