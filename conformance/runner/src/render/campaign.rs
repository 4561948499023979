//! Campaigns for a person at a terminal: what was found first, with what reproduces it.

use super::page::{BAD, FAINT, GOOD, PLAIN, Page, STRONG, WARN, styled};
use super::{Broken, count, number};
use crate::campaign::draft::Draft;
use crate::campaign::finding::{Finding, Header, Kind, Tally};
use crate::campaign::generate::INGREDIENTS;
use audiometer::mutants::Mutant;
use audiometer::seeds::NEAR_MISSES;
use audiometer::{Ambiguity, Clause, explain};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// A campaign that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) header: Header,
    pub(crate) findings: Vec<Finding>,
    /// By the numbers of open cases: whether it accepted.
    pub(crate) choices: HashMap<u64, bool>,
}

/// An open question to which implementations have different answers.
#[derive(Debug)]
pub(crate) struct Apart {
    pub(crate) ambiguity: Ambiguity,
    /// How many cases went different ways.
    pub(crate) cases: usize,
    /// Who accepted one of them.
    pub(crate) accepted_by: BTreeSet<String>,
    /// Who rejected one of them.
    pub(crate) rejected_by: BTreeSet<String>,
    /// The smallest.
    pub(crate) example: Option<Draft>,
}

impl Apart {
    pub(crate) fn new(ambiguity: Ambiguity) -> Self {
        Self { ambiguity, cases: 0, accepted_by: BTreeSet::new(), rejected_by: BTreeSet::new(), example: None }
    }
}

/// Of how many implementations all is told; of more, a line each.
const FEW: usize = 4;

/// The longest text of a case that is shown.
const SHOWN: usize = 600;

/// The report, `width` columns wide. `known` says whether a target's finding is.
pub(crate) fn render(
    ended: &[Ended],
    broken: &[Broken],
    apart: &[Apart],
    folder: &Path,
    known: &dyn Fn(&str, &Finding) -> bool,
    width: usize,
) -> String {
    let mut out = Page::new(width, 9);
    for one in ended {
        if ended.len() <= FEW {
            for finding in &one.findings {
                self::finding(&mut out, one, finding, folder, known(&one.header.target, finding));
            }
        }
        summary(&mut out, one, known);
    }
    for apart in apart {
        self::apart(&mut out, apart);
    }
    for Broken { name, why } in broken {
        out.line(&styled(BAD, &format!("{}: broken, and not run", explain::harmless(name, 100))));
        out.field("because", PLAIN, &explain::harmless(why, 500));
    }
    let files = ended.iter().filter(|one| !one.findings.is_empty()).count();
    if files > 0 {
        out.paragraph(&format!("findings of {} in {}", count(files, "implementation"), folder.display()));
    }
    out.into_text()
}

fn finding(out: &mut Page, one: &Ended, finding: &Finding, folder: &Path, known: bool) {
    let Some(example) = finding.examples.first() else { return };
    let style = if finding.kind == Kind::FalseAccept { BAD } else { WARN };
    let title = finding.kind.name().to_uppercase().replace('-', " ");
    let known = if known { styled(FAINT, " (known)") } else { String::new() };
    out.line(&format!(
        "{} {} by {}, {}{known}",
        styled(style, &title),
        styled(STRONG, &finding.id),
        one.header.target,
        cases(finding.cases)
    ));
    match example.draft() {
        Ok(draft) => self::draft(out, &draft),
        Err(why) => out.field("case", PLAIN, &explain::harmless(&why, SHOWN)),
    }
    if let Some(clause) = finding.clause.as_deref().and_then(Clause::named) {
        out.field("clause", PLAIN, &format!("{}: \u{201c}{}\u{201d}", clause.id, clause.quote));
    }
    out.field("answer", PLAIN, &explain::answer(&example.answer));
    if let Some(after) = &example.after {
        out.field("after", PLAIN, &explain::harmless(&String::from_utf8_lossy(&after.claims), SHOWN));
    }
    if !example.marks.is_empty() {
        out.field(
            "marks",
            PLAIN,
            &example.marks.iter().map(|mark| explain::harmless(mark, 100)).collect::<Vec<_>>().join("; "),
        );
    }
    if let Some(mutant) = finding.mutants.first().and_then(|id| Mutant::named(id)) {
        out.field("like", PLAIN, &format!("mutant {}: a validator in which {}", mutant.id, mutant.about));
    }
    let vectors = if finding.vectors.is_empty() { "none shows it".to_owned() } else { finding.vectors.join(", ") };
    out.field("vectors", PLAIN, &vectors);
    let file = folder.join(format!("{}.jsonl", one.header.target));
    out.field("again", PLAIN, &format!("audiometer reproduce {} --finding {}", file.display(), finding.id));
    out.line("");
}

/// What is asked.
fn draft(out: &mut Page, draft: &Draft) {
    out.field("claims", PLAIN, &explain::harmless(&String::from_utf8_lossy(&draft.claims), SHOWN));
    if let Some(header) = &draft.header {
        out.field("header", PLAIN, &explain::harmless(header, SHOWN));
    }
    let recipient = serde_json::to_string(&draft.recipient).unwrap_or_default();
    out.field("for", PLAIN, &format!("{} under {}", explain::harmless(&recipient, SHOWN), draft.profile.name));
}

fn summary(out: &mut Page, one: &Ended, known: &dyn Fn(&str, &Finding) -> bool) {
    let Header { target, implementation, seed, tally, ended, .. } = &one.header;
    let who = format!("{} {}", implementation.name, implementation.version);
    out.paragraph(&format!(
        "{} ({}), seed {seed}: {} put of {} drawn; {ended}",
        styled(STRONG, target),
        explain::harmless(who.trim(), 100),
        cases(tally.put),
        number(usize::try_from(tally.drawn).unwrap_or(usize::MAX)),
    ));
    out.item(&coverage(tally));
    if tally.quarantined + tally.left_aside > 0 {
        out.item(&format!(
            "{} not put, since their like had ended the process; {} failed and not looked into",
            cases(tally.quarantined),
            cases(tally.left_aside)
        ));
    }
    let news = one.findings.iter().filter(|finding| !known(target, finding)).count();
    let beyond = one.findings.iter().filter(|finding| finding.vectors.is_empty()).count();
    let style = if news == 0 { GOOD } else { BAD };
    out.item(&styled(
        style,
        &format!(
            "{} ({news} new, {beyond} shown by no vector) in {} that failed",
            count(one.findings.len(), "finding"),
            cases(tally.failed)
        ),
    ));
}

/// `14 of 21 rules and open questions, 120 of 130 ingredients`
pub(crate) fn coverage(tally: &Tally) -> String {
    // The rules that can decide, and acceptance.
    let rules = audiometer::Rule::ALL.len() - 2 + Ambiguity::ALL.len();
    let faults: BTreeSet<&str> = NEAR_MISSES.iter().map(|seed| seed.fault).collect();
    format!(
        "{} of {rules} rules and open questions, {} of {} ingredients",
        tally.rules.len(),
        tally.ingredients.len(),
        INGREDIENTS.len() + faults.len()
    )
}

fn apart(out: &mut Page, apart: &Apart) {
    let names = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
    out.line("");
    out.paragraph(&format!(
        "{} {}: {} to which they have different answers, and both are open",
        styled(WARN, "APART"),
        apart.ambiguity.id(),
        count(apart.cases, "case"),
    ));
    out.field("question", PLAIN, &apart.ambiguity.question().question);
    out.field("accepted", PLAIN, &names(&apart.accepted_by));
    out.field("rejected", PLAIN, &names(&apart.rejected_by));
    if let Some(draft) = &apart.example {
        self::draft(out, draft);
    }
}

fn cases(cases: u64) -> String {
    count(usize::try_from(cases).unwrap_or(usize::MAX), "case")
}
