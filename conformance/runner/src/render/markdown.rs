//! A run as Markdown, for the summary of a job: the verdict, a table, and what is wrong, false accepts first.
//!
//! GitHub takes 1 MiB. Foreign text stands in code spans, which hold anything that has no line break, or is escaped.

use super::failing::{Failing, failing};
use super::{Broken, Cause, Run, Runs, count, number};
use crate::exit::Exit;
use crate::records::Judged;
use audiometer::{Clause, Outcome, Verdict, explain};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How long it may be, with some room for what other steps say.
const LONGEST: usize = 900_000;

/// How many vectors are told of one outcome of one implementation.
const MOST: usize = 50;

/// The failures, and how a heading calls them.
const FAILURES: [(&str, &str); 5] = [
    ("false-accept", "False accepts: accepted, and to be rejected"),
    ("unstable", "Unstable: the same question got two answers"),
    ("fault", "Faults: no decision"),
    ("false-reject", "False rejects: rejected, and to be accepted"),
    ("vacuous", "Vacuous: rejected, but so was the twin that is to be accepted"),
];

/// The whole page.
pub(super) fn render(runs: &Runs<'_>) -> String {
    let counts = runs.suite.count();
    let mut out = format!(
        "## audiometer: {}\n\nSuite {}: {}, {}. What the columns mean: [README]({}#readme).\n\n",
        verdict(runs),
        escaped(&runs.suite.version),
        count(counts.vectors, "vector"),
        count(counts.cases, "case"),
        env!("CARGO_PKG_REPOSITORY"),
    );
    table(&mut out, runs);
    for Broken { name, why } in &runs.broken {
        add(
            &mut out,
            &format!("\n**{} is broken, and was not run:** {}\n", escaped(name), code(&explain::harmless(why, 500))),
        );
    }
    // What is new of all implementations comes before what is known of any.
    for (outcome, title) in FAILURES {
        for run in &runs.runs {
            new(&mut out, run, outcome, title);
        }
    }
    for run in &runs.runs {
        stale(&mut out, run);
    }
    for run in &runs.runs {
        known(&mut out, run);
    }
    out
}

/// Adds a piece as long as there is room, and then once that there is none.
fn add(out: &mut String, piece: &str) {
    const CUT: &str = "\n\nThe rest is left out: a summary has 1 MiB at most. Another format has all of it.\n";
    if out.ends_with(CUT) {
        return;
    }
    out.push_str(if out.len() + piece.len() + CUT.len() <= LONGEST { piece } else { CUT });
}

fn verdict(runs: &Runs<'_>) -> String {
    let new = |outcome: &str| -> usize {
        let failures =
            |run: &Run<'_>| run.cases().filter(|case| case.cause.is_none() && case.outcome.name() == outcome).count();
        runs.runs.iter().map(failures).sum()
    };
    let found: Vec<String> = [
        ("false-accept", "false accept"),
        ("unstable", "unstable answer"),
        ("fault", "fault"),
        ("false-reject", "false reject"),
        ("vacuous", "vacuous rejection"),
    ]
    .into_iter()
    .filter(|(outcome, _)| new(outcome) > 0)
    .map(|(outcome, noun)| count(new(outcome), noun))
    .collect();
    let unexpected = if found.is_empty() { String::new() } else { format!(": {}", found.join(", ")) };
    let known: usize = runs.runs.iter().map(|run| run.failures().0).sum();
    match runs.exit {
        Exit::AsExpected if known == 0 => "nothing failed".to_owned(),
        Exit::AsExpected => format!("as expected, with {}", count(known, "known failure")),
        Exit::Unexpected => format!("failed{unexpected}"),
        Exit::Stale => "failed: an expectation is stale".to_owned(),
        Exit::NothingRan => format!("failed: nothing ran, or too little{unexpected}"),
        Exit::BrokenAdapter => format!("failed: an adapter is broken{unexpected}"),
        Exit::Usage | Exit::Interrupted => "not finished".to_owned(),
    }
}

/// A line an implementation, those with false accepts first.
fn table(out: &mut String, runs: &Runs<'_>) {
    let mut rows: Vec<(usize, String)> = Vec::new();
    for run in &runs.runs {
        let tally: BTreeMap<&str, usize> = Outcome::NAMES.into_iter().zip(run.tally()).collect();
        let cell = |found: usize| if found == 0 { "-".to_owned() } else { number(found) };
        let (known, unexpected) = run.failures();
        let mut row = format!("| {} |", escaped(&run.title()));
        let outcomes =
            ["false-accept", "unstable", "fault", "false-reject", "vacuous", "unsupported", "choice", "pass"];
        let cells = outcomes.map(|outcome| tally[outcome] + if outcome == "pass" { tally["wrong-reason"] } else { 0 });
        for found in cells.into_iter().chain([known, unexpected]) {
            write!(row, " {} |", cell(found)).unwrap_or_default();
        }
        row.push('\n');
        rows.push((tally["false-accept"], row));
    }
    if rows.is_empty() {
        return;
    }
    rows.sort_by_key(|(false_accepts, _)| std::cmp::Reverse(*false_accepts));
    out.push_str(
        "| implementation | false accepts | unstable | faults | false rejects | vacuous | unsupported | choices | passed | known | failed |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    rows.iter().for_each(|(_, row)| add(out, row));
}

/// The failures of one kind that nobody knew of.
fn new(out: &mut String, run: &Run<'_>, outcome: &str, title: &str) {
    let failing: Vec<Failing<'_>> =
        failing(run, outcome).into_iter().filter(|failing| failing.cause.is_none()).collect();
    if failing.is_empty() {
        return;
    }
    let heading = format!("\n### {}: {title} ({})\n\n", escaped(&run.title()), count(failing.len(), "vector"));
    add(out, &heading);
    for failing in failing.iter().take(MOST) {
        add(out, &failure(failing));
    }
    if failing.len() > MOST {
        add(out, &format!("\n{} more.\n", number(failing.len() - MOST)));
    }
}

fn failure(failing: &Failing<'_>) -> String {
    let case = failing.example();
    let vector = case.entry.vector;
    let right = case.right();
    let mut text = format!("- **{}**: {}\n", escaped(&vector.id), escaped(&vector.comment));
    let mut line = |label: &str, value: &str| {
        writeln!(text, "  - {label} {value}").unwrap_or_default();
    };
    if let Some(header) = &vector.header {
        line("header", &code(&explain::harmless(header, 200)));
    }
    line("claims", &code(&explain::claims(&vector.claims)));
    line("policy", &code(&explain::policy(&case.policy())));
    line("answer", &code(&explain::answer(case.answer)));
    line("right", &format!("{}, by {}", code(&explain::verdict(&right)), grounds(&case, &right)));
    line("under", &failing.profiles().join(", "));
    text
}

/// The sentence, and where it stands.
fn grounds(case: &Judged<'_>, right: &Verdict) -> String {
    let sentence =
        |clause: &Clause| format!("[{}]({}): {}", escaped(&clause.title()), clause.url, escaped(&clause.cited()));
    match right {
        Verdict::Accept(clause) => sentence(clause),
        Verdict::Reject(rejection) => sentence(rejection.clause),
        Verdict::Either(_) => escaped(&super::details::outcome(case.outcome)),
    }
}

fn stale(out: &mut String, run: &Run<'_>) {
    if run.stale.is_empty() {
        return;
    }
    add(out, &format!("\n### {}: stale expectations, to be deleted\n\n", escaped(&run.title())));
    for stale in &run.stale {
        let [place, pattern, why] = [&stale.place, &stale.pattern, &stale.why].map(|text| explain::harmless(text, 400));
        add(out, &format!("- {}, {}: {}\n", code(&place), code(&pattern), escaped(&why)));
    }
}

/// What is known to fail, by cause.
fn known(out: &mut String, run: &Run<'_>) {
    let mut causes: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for case in run.cases() {
        if let Some(cause) = case.cause {
            *causes.entry(cause).or_default().entry(case.outcome.name()).or_default() += 1;
        }
    }
    if causes.is_empty() {
        return;
    }
    let heading = escaped(&format!("{}: known failures, by cause", run.title()));
    let mut text = format!("\n<details><summary>{heading}</summary>\n\n");
    for (cause, found) in causes {
        let found: Vec<String> = found.into_iter().map(|(name, found)| count(found, &name.replace('-', " "))).collect();
        let Cause { reason, link, .. } = &run.causes[cause];
        let link = link.as_deref().map_or(String::new(), |link| format!(" ({})", code(&explain::harmless(link, 400))));
        let reason = escaped(&explain::harmless(reason, 400));
        writeln!(text, "- {}: {reason}{link}", found.join(", ")).unwrap_or_default();
    }
    add(out, &(text + "\n</details>\n"));
}

/// A code span: between more backticks than there are in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    match text {
        "" => String::new(),
        text if text.starts_with('`') || text.ends_with('`') || text.trim().len() != text.len() => {
            format!("{fence} {text} {fence}")
        }
        text => format!("{fence}{text}{fence}"),
    }
}

/// Text that means nothing in Markdown or HTML, also in the cell of a table.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '@' | ':' | '#' | '!' => {
                write!(out, "&#{};", u32::from(c)).unwrap_or_default();
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_text() {
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(" a"), "`  a `");
        assert_eq!(code(""), "");
        assert_eq!(escaped("<b>|[x](y) @me"), "&#60;b&#62;&#124;&#91;x&#93;(y) &#64;me");
    }

    #[test]
    fn what_is_too_long_is_cut_once_and_says_so() {
        let mut out = String::new();
        (0..1000).for_each(|_| add(&mut out, &"x".repeat(1000)));
        assert!(out.len() <= LONGEST);
        assert_eq!(out.matches("The rest is left out").count(), 1);
        assert!(out.ends_with("has all of it.\n"));
    }
}
