//! A run for a person at a terminal: what is wrong first, with the sentence that says so.

use super::failing::{Failing, failing};
use super::page::{BAD, GOOD, PLAIN, Page, STRONG, WARN, styled};
use super::{Broken, Run, Runs, count, number, tally_of};
use crate::expectations::NOT_LOOKED_INTO;
use audiometer::protocol::Kind;
use audiometer::{Ambiguity, Decision, Feature, Outcome, Profile, Reason, Verdict, explain, judge};
use comfy_table::{CellAlignment, Table, presets};
use std::collections::BTreeMap;

/// Of how many implementations a report tells everything; of more, only what it comes to.
const FEW: usize = 4;

/// The report, `width` columns wide, with colours as escape sequences (whoever prints it takes them off where they do
/// not belong).
pub(super) fn render(runs: &Runs<'_>, width: usize) -> String {
    let Runs { runner, suite, runs, broken, .. } = runs;
    let mut out = Page::new(width, 8);
    let counts = suite.count();
    out.line(&format!(
        "{} {}, suite {}: {}, {}, {}",
        styled(STRONG, "audiometer"),
        runner,
        suite.version,
        count(counts.vectors, "vector"),
        count(counts.cases, "case"),
        count(counts.questions, "question"),
    ));
    if runs.len() > FEW {
        out.line("");
        summary(&mut out, runs, Kind::Validator);
        summary(&mut out, runs, Kind::Decoder);
        out.line("`audiometer run NAME` tells all about one of them.");
    } else {
        for run in runs {
            out.line("");
            implementation(&mut out, run);
        }
        out.line("");
        for run in runs {
            verdict(&mut out, run);
        }
    }
    for Broken { name, why } in broken {
        out.line(&styled(BAD, &format!("{}: broken, and not run", explain::harmless(name, 100))));
        out.field("because", PLAIN, &explain::harmless(why, 500));
    }
    out.into_text()
}

fn implementation(out: &mut Page, run: &Run<'_>) {
    let who = &run.implementation;
    let runtime = if who.runtime.is_empty() { String::new() } else { format!(", {}", harmless(&who.runtime)) };
    out.paragraph(&format!(
        "{} ({}{runtime}), order drawn from seed {}",
        styled(STRONG, &run.title()),
        harmless(&who.language),
        run.seed
    ));
    if run.kind == Kind::Decoder {
        out.item("a decoder: it checks no audience; what it hands over is compared as an application would");
    }
    if !run.notes.is_empty() {
        out.item(&harmless(&run.notes));
    }
    if run.restarts > 0 {
        out.line(&styled(WARN, &format!("  its process was started anew {}", times(run.restarts))));
    }
    out.line("");
    table(out, run);
    failures(out, run);
    wrong_reasons(out, run);
    unsupported(out, run);
    choices(out, run);
    for stale in &run.stale {
        out.line("");
        out.paragraph(&styled(
            BAD,
            &format!("stale expectation: {} {}", harmless(&stale.remedy), harmless(&stale.place)),
        ));
        out.field("line", STRONG, &harmless(&stale.pattern));
        out.field("because", PLAIN, &harmless(&stale.why));
    }
}

/// A line an implementation.
fn summary(out: &mut Page, runs: &[Run<'_>], kind: Kind) {
    let runs: Vec<&Run<'_>> = runs.iter().filter(|run| run.kind == kind).collect();
    if runs.is_empty() {
        return;
    }
    let title = match kind {
        Kind::Validator => "implementation",
        Kind::Decoder => "decoder",
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let shown = ["false-accept", "false-reject", "fault", "unstable", "unsupported", "pass"];
    table.set_header([title].into_iter().chain(shown.map(heading)).chain(["known"]));
    for run in runs {
        let tally: BTreeMap<&str, usize> = Outcome::NAMES.into_iter().zip(run.tally()).collect();
        let cells = shown.map(|name| tally[name]);
        let cells = cells.into_iter().chain([run.failures().0]);
        let cells = cells.map(|found| if found == 0 { "-".to_owned() } else { number(found) });
        let version = explain::harmless(&run.implementation.version, 20);
        table.add_row(std::iter::once(format!("{} {version}", run.name)).chain(cells));
    }
    align(&mut table);
    table.lines().for_each(|line| out.line(line.trim_end()));
    out.line("");
}

/// An outcome at the head of a column that is hardly wider than its numbers.
fn heading(outcome: &str) -> &str {
    match outcome {
        "false-accept" => "false\naccept",
        "false-reject" => "false\nreject",
        "unstable" => "un-\nstable",
        "vacuous" => "vac-\nuous",
        "wrong-reason" => "wrong\nreason",
        "unsupported" => "unsup-\nported",
        other => other,
    }
}

/// The first column to the left, numbers to the right; closer together where there are many.
fn align(table: &mut Table) {
    let between = if table.column_count() > 8 { 1 } else { 2 };
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((if at == 0 { 0 } else { between }, 0));
        column.set_cell_alignment(if at == 0 { CellAlignment::Left } else { CellAlignment::Right });
    }
}

/// What an adapter says, fit to be printed.
fn harmless(text: &str) -> String {
    explain::harmless(text, 200)
}

fn times(number: u32) -> String {
    if number == 1 { "once".to_owned() } else { format!("{number} times") }
}

/// A line a profile: what matters most first, and no column for what never happened.
fn table(out: &mut Page, run: &Run<'_>) {
    let tally = run.tally();
    let shown: Vec<&str> = Outcome::NAMES
        .into_iter()
        .zip(tally)
        .enumerate()
        .filter(|(at, (_, found))| *at < 3 || *found > 0)
        .map(|(_, (name, _))| name)
        .collect();
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["profile"].into_iter().chain(shown.iter().map(|name| heading(name))));
    for profile in Profile::all() {
        let tally = tally_of(run.cases().filter(|case| case.entry.profile == profile));
        if tally.iter().sum::<usize>() == 0 {
            continue;
        }
        let found = |name: &&str| Outcome::NAMES.iter().position(|other| other == name).map_or(0, |at| tally[at]);
        let cells = shown.iter().map(found).map(|found| if found == 0 { "-".to_owned() } else { number(found) });
        table.add_row(std::iter::once(profile.name.clone()).chain(cells));
    }
    align(&mut table);
    table.lines().for_each(|line| out.line(line.trim_end()));
}

/// Every failing vector by outcome.
fn failures(out: &mut Page, run: &Run<'_>) {
    let failures = ["false-accept", "false-reject", "fault", "unstable", "vacuous"];
    for outcome in failures {
        let failing = failing(run, outcome);
        if failing.is_empty() {
            continue;
        }
        let cases: usize = failing.iter().map(|failing| failing.cases.len()).sum();
        out.line("");
        out.line(&styled(
            BAD,
            &format!("{} ({}, {})", title(outcome), count(cases, "case"), count(failing.len(), "vector")),
        ));
        let causes = causes(out, run, &failing);
        failing.iter().for_each(|failing| failure(out, failing, &causes));
    }
}

fn title(outcome: &str) -> &'static str {
    match outcome {
        "false-accept" => "FALSE ACCEPTS: accepted, and to be rejected",
        "false-reject" => "FALSE REJECTS: rejected, and to be accepted",
        "fault" => "FAULTS: no decision",
        "unstable" => "UNSTABLE: the same question got two answers",
        _ => "VACUOUS: rejected, as was the twin that is to be accepted",
    }
}

/// The causes of the known failures, numbered.
fn causes(out: &mut Page, run: &Run<'_>, failing: &[Failing<'_>]) -> Vec<usize> {
    let mut causes: Vec<usize> = Vec::new();
    for cause in failing.iter().filter_map(|failing| failing.cause) {
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    for (at, cause) in causes.iter().enumerate() {
        let of = failing.iter().filter(|failing| failing.cause == Some(*cause));
        let cases: usize = of.map(|failing| failing.cases.len()).sum();
        let cause = &run.causes[*cause];
        out.line("");
        let reason = format!("{} ({})", explain::harmless(&cause.reason, 1000), count(cases, "case"));
        out.field(&format!("known {}", at + 1), WARN, &reason);
        let days = [("since", &cause.since), ("until", &cause.until)];
        let days: Vec<String> =
            days.iter().filter_map(|(word, day)| Some(format!("{word} {}", day.as_ref()?))).collect();
        if !days.is_empty() {
            out.line(&format!("           {}", harmless(&days.join(", "))));
        }
        if let Some(link) = &cause.link {
            out.line(&format!("           {}", explain::harmless(link, 400)));
        }
    }
    causes
}

fn failure(out: &mut Page, failing: &Failing<'_>, causes: &[usize]) {
    let case = failing.cases[0];
    let vector = case.entry.vector;
    let policy = case.policy();
    let right = judge(&vector.claims, &policy);
    out.line("");
    out.line(&styled(STRONG, &vector.id));
    out.field("", PLAIN, &vector.comment);
    if let Some(header) = &vector.header {
        out.field("header", PLAIN, &explain::harmless(header, 200));
    }
    out.field("claims", PLAIN, &explain::claims(&vector.claims));
    out.field("policy", PLAIN, &explain::policy(&policy));
    out.field("answer", BAD, &explain::answer(case.answer));
    if let Outcome::Vacuous { .. } | Outcome::Unstable { .. } = case.outcome {
        out.field("", PLAIN, &case.outcome.to_string());
    }
    out.field("right", GOOD, &explain::verdict(&right));
    out.field("by", PLAIN, &explain::grounds(&right));
    out.field("under", PLAIN, &failing.profiles().join(", "));
    if let Some(at) = failing.cause.and_then(|known| causes.iter().position(|cause| *cause == known)) {
        out.field("known", WARN, &format!("by cause {}, above", at + 1));
    }
}

/// Rejections for a reason that does not apply: for information.
fn wrong_reasons(out: &mut Page, run: &Run<'_>) {
    let mut said: BTreeMap<(Reason, String), usize> = BTreeMap::new();
    for case in run.cases() {
        if let Outcome::WrongReason(reason) = case.outcome
            && let Verdict::Reject(rejection) = case.right()
        {
            *said.entry((*reason, rejection.reasons.to_string())).or_default() += 1;
        }
    }
    if said.is_empty() {
        return;
    }
    out.line("");
    out.line(&styled(STRONG, "WRONG REASONS: rightly rejected, but another reason applies (for information)"));
    for ((reason, right), cases) in said {
        out.item(&format!("{}: it says {reason}, right is {right}", count(cases, "case")));
    }
}

/// Which features are missing, and how many cases need them.
fn unsupported(out: &mut Page, run: &Run<'_>) {
    let mut features: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in run.cases() {
        if let Outcome::Unsupported(feature) = case.outcome {
            let (cases, rejecting) = features.entry(feature).or_default();
            *cases += 1;
            *rejecting += usize::from(case.entry.expected.decision() == Decision::Reject);
        }
    }
    if features.is_empty() {
        return;
    }
    out.line("");
    out.line(&styled(WARN, "UNSUPPORTED: it cannot be told this, so these cases were not put to it"));
    for (feature, (cases, rejecting)) in features {
        let known = Feature::ALL.iter().find(|known| known.name() == feature);
        let means = known.map_or(String::new(), |feature| format!(" It means: {}.", feature.text()));
        out.item(&format!(
            "{}: {} ({} to be rejected).{means}",
            harmless(feature),
            count(cases, "case"),
            number(rejecting)
        ));
    }
}

/// Which way it goes where both are open.
fn choices(out: &mut Page, run: &Run<'_>) {
    let mut choices: BTreeMap<Ambiguity, (usize, usize)> = BTreeMap::new();
    for case in run.cases() {
        if let Outcome::Choice(ambiguity, decision) = case.outcome {
            let (accepted, rejected) = choices.entry(*ambiguity).or_default();
            *(if *decision == Decision::Accept { accepted } else { rejected }) += 1;
        }
    }
    if choices.is_empty() {
        return;
    }
    out.line("");
    out.line(&styled(STRONG, "CHOICES: where both are open, it goes this way"));
    for (ambiguity, (accepted, rejected)) in choices {
        let way = match (accepted, rejected) {
            (accepted, 0) => format!("accepts ({})", number(accepted)),
            (0, rejected) => format!("rejects ({})", number(rejected)),
            (accepted, rejected) => format!("accepts {}, rejects {}", number(accepted), number(rejected)),
        };
        out.item(&format!("{ambiguity} {way}: {}", ambiguity.question().question));
    }
}

/// The last lines: what it comes to.
fn verdict(out: &mut Page, run: &Run<'_>) {
    let tally: BTreeMap<&str, usize> = Outcome::NAMES.into_iter().zip(run.tally()).collect();
    let (known, unexpected) = run.failures();
    let who = run.title();
    let style = if unexpected > 0 || !run.stale.is_empty() {
        BAD
    } else if known > 0 {
        WARN
    } else {
        GOOD
    };
    out.paragraph(&styled(
        style,
        &format!(
            "{who}: {}, {}, {}",
            count(tally["false-accept"], "false accept"),
            count(tally["false-reject"], "false reject"),
            count(tally["fault"], "fault")
        ),
    ));
    out.line(&format!(
        "  {} passed, {} failed, {} known, {} unsupported, {}",
        number(tally["pass"] + tally["wrong-reason"]),
        number(unexpected),
        number(known),
        number(tally["unsupported"]),
        count(tally["choice"], "choice"),
    ));
    if known > 0 {
        let file = run.expectations.as_deref().map_or("the expectations".to_owned(), harmless);
        out.item(&format!("known failures are listed in {file}"));
    }
    let unexplained =
        run.cases().filter(|case| run.known(case).is_some_and(|cause| cause.reason.trim() == NOT_LOOKED_INTO)).count();
    if unexplained > 0 {
        out.line(&format!("  {} known, and {NOT_LOOKED_INTO}", count(unexplained, "failure")));
    }
    if !run.stale.is_empty() {
        out.line(&format!("  {} to delete or change", count(run.stale.len(), "stale expectation")));
    }
}
