//! `audiometer mutants`: the suite against validators that are broken on purpose.

use super::quietly;
use crate::args::MutantsArgs;
use crate::campaign::selftest;
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::render::page::{BAD, GOOD, PLAIN, Page, STRONG, WARN, styled};
use crate::render::{count, number};
use crate::write;
use audiometer::mutants::Mutant;
use audiometer::mutants::matrix::{Finding, Matrix};
use audiometer::{Suite, Vector};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn execute(args: &MutantsArgs) -> Result<Exit, Failure> {
    if let Some(id) = args.ids.iter().find(|id| Mutant::named(id).is_none()) {
        return Err(Failure::usage(format!("there is no mutant `{id}`; `audiometer mutants` shows them all")));
    }
    if args.campaign {
        return campaigns();
    }
    let suite = Suite::embedded();
    let matrix = quietly(|| Matrix::of(suite));
    if args.matrix {
        write::out(&matrix.text())?;
        return Ok(Exit::AsExpected);
    }
    let findings = matrix.findings();
    let idle: Vec<&Vector> = matrix.idle();
    let unexplained: Vec<&Vector> = idle.iter().copied().filter(|vector| vector.control.is_none()).collect();
    let shown: Vec<&Finding<'_>> = findings
        .iter()
        .filter(|finding| args.ids.is_empty() || args.ids.iter().any(|id| id == finding.mutant.id))
        .collect();
    if args.json {
        write::out(&format!("{:#}\n", data(&shown, &idle)))?;
    } else if args.ids.is_empty() {
        write::out(&summary(&findings, &idle, &unexplained))?;
    } else {
        write::out(&details(&shown))?;
    }
    let all_caught = findings.iter().all(|finding| !finding.caught_by.is_empty());
    Ok(if all_caught && unexplained.is_empty() { Exit::AsExpected } else { Exit::Unexpected })
}

/// The seeds whose figures are committed, in `tests/campaign.txt`.
const SEEDS: [u64; 3] = [1, 2, 3];

/// The share of the mutants that a campaign has to find, in percent.
const FOUND: usize = 95;

/// A campaign a seed against every mutant without a memory.
fn campaigns() -> Result<Exit, Failure> {
    let mut out = String::from(
        "# Mutants that a campaign finds which knows no vector. Made by `audiometer mutants --campaign`.\n",
    );
    let mut enough = true;
    for test in SEEDS.map(|seed| quietly(|| selftest::run(seed))) {
        interrupt::check()?;
        let found = test.found.len();
        enough &= found * 100 >= test.mutants * FOUND;
        let mut cases: Vec<u64> = test.found.iter().map(|(_, number, _)| *number).collect();
        cases.sort_unstable();
        let half = cases.get(found / 2).copied().unwrap_or_default();
        let missed: Vec<&str> = test.missed.iter().map(|mutant| mutant.id).collect();
        writeln!(
            out,
            "seed {}: {found} of {} found in {} cases ({:.1} %), half of those within {}; missed: {}",
            test.seed,
            count(test.mutants, "mutant"),
            number(usize::try_from(selftest::CASES).unwrap_or(usize::MAX)),
            found as f64 * 100.0 / test.mutants as f64,
            number(usize::try_from(half + 1).unwrap_or(usize::MAX)),
            if missed.is_empty() { "none".to_owned() } else { missed.join(", ") },
        )
        .unwrap_or_default();
    }
    write::out(&out)?;
    Ok(if enough { Exit::AsExpected } else { Exit::Unexpected })
}

/// Every mutant in a line, those that are missed first.
fn summary(findings: &[Finding<'_>], idle: &[&Vector], unexplained: &[&Vector]) -> String {
    let mut page = Page::new(write::width(), 0);
    let (missed, caught): (Vec<_>, Vec<_>) = findings.iter().partition(|finding| finding.caught_by.is_empty());
    for (style, title, group) in [(BAD, "MISSED", &missed), (GOOD, "CAUGHT", &caught)] {
        if group.is_empty() {
            continue;
        }
        page.line(&styled(style, title));
        for finding in group {
            let mutant = finding.mutant;
            let by = count(finding.caught_by.len(), "vector");
            page.item(&format!("{}: {} ({by})", styled(STRONG, mutant.id), mutant.about));
        }
        page.line("");
    }
    if !idle.is_empty() {
        page.line(&styled(WARN, "VECTORS THAT CATCH NOTHING: to be rejected, and every mutant rejects them"));
        for vector in idle {
            let why =
                vector.control.as_deref().map_or("no reason given".to_owned(), |reason| format!("control: {reason}"));
            page.item(&format!("{}: {why}", vector.id));
        }
        page.line("");
    }
    let alike = findings.iter().filter(|finding| !finding.alike.is_empty()).count();
    page.line(&format!(
        "{}: {} caught, {} missed; {} answer as another does; {} catch nothing, {} of them without a reason",
        count(findings.len(), "mutant"),
        number(caught.len()),
        number(missed.len()),
        number(alike),
        count(idle.len(), "rejecting vector"),
        number(unexplained.len()),
    ));
    page.into_text()
}

/// All about some mutants.
fn details(findings: &[&Finding<'_>]) -> String {
    let mut page = Page::new(write::width(), 10);
    let ids = |vectors: &[&Vector]| vectors.iter().map(|vector| vector.id.as_str()).collect::<Vec<_>>().join(", ");
    for finding in findings {
        let mutant = finding.mutant;
        page.line(&styled(STRONG, mutant.id));
        page.field("a validator", PLAIN, &format!("in which {}", mutant.about));
        if !mutant.seen.is_empty() {
            page.field("seen in", PLAIN, mutant.seen);
        }
        if finding.caught_by.is_empty() {
            page.field("missed", BAD, "no vector catches it");
        } else {
            page.field(
                "caught by",
                PLAIN,
                &format!("{}: {}", count(finding.caught_by.len(), "vector"), ids(&finding.caught_by)),
            );
        }
        if !finding.told_apart_by.is_empty() {
            page.field("told apart", PLAIN, &format!("from all others by {}", ids(&finding.told_apart_by)));
        }
        if !finding.alike.is_empty() {
            page.field("answers as", WARN, &finding.alike.join(", "));
        }
    }
    page.into_text()
}

fn data(findings: &[&Finding<'_>], idle: &[&Vector]) -> Value {
    let ids = |vectors: &[&Vector]| vectors.iter().map(|vector| vector.id.clone()).collect::<Vec<_>>();
    let mutants: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "id": finding.mutant.id,
                "about": finding.mutant.about,
                "seen": finding.mutant.seen,
                "state": finding.mutant.has_state(),
                "caught_by": ids(&finding.caught_by),
                "told_apart_by": ids(&finding.told_apart_by),
                "alike": finding.alike,
            })
        })
        .collect();
    let idle: Vec<Value> = idle.iter().map(|vector| json!({"id": vector.id, "control": vector.control})).collect();
    json!({"mutants": mutants, "vectors_that_catch_nothing": idle})
}
