//! A run for a person at a terminal: what is wrong first, with the sentence that says so.

use super::{Run, count, number};
use crate::expectations::Entry;
use anstyle::{AnsiColor, Style};
use audiometer::explain;
use audiometer::{Ambiguity, Decision, Feature, Outcome, Profile, Record, Suite, judge};
use comfy_table::{CellAlignment, Table, presets};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const BAD: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const WARN: Style = AnsiColor::Yellow.on_default();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The report, `width` columns wide, with colours as escape sequences (whoever prints it takes them off where they do
/// not belong).
pub(crate) fn render(runs: &[Run<'_>], suite: &Suite, width: usize) -> String {
    let mut out = Page { text: String::new(), width };
    let counts = suite.count();
    out.line(&format!(
        "{} {}, suite {}: {}, {}, {}",
        styled(STRONG, "audiometer"),
        env!("CARGO_PKG_VERSION"),
        suite.version,
        count(counts.vectors, "vector"),
        count(counts.cases, "case"),
        count(counts.questions, "question"),
    ));
    for run in runs {
        out.line("");
        implementation(&mut out, run);
    }
    out.line("");
    for run in runs {
        verdict(&mut out, run);
    }
    out.text
}

struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A label and a text that is wrapped beside it.
    fn field(&mut self, label: &str, style: Style, text: &str) {
        let options = textwrap::Options::new(self.width.saturating_sub(11)).word_splitter(textwrap::WordSplitter::NoHyphenation);
        for (at, line) in textwrap::wrap(text, options).iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            let _infallible = writeln!(self.text, "  {} {}", styled(FAINT, &format!("{label:<8}")), styled(style, line));
        }
    }

    fn paragraph(&mut self, indent: &str, text: &str) {
        let options = textwrap::Options::new(self.width).initial_indent(indent).subsequent_indent(indent);
        self.line(&textwrap::fill(text, options));
    }
}

fn styled(style: Style, text: &str) -> String {
    if style == Style::new() { text.to_owned() } else { format!("{style}{text}{style:#}") }
}

fn implementation(out: &mut Page, run: &Run<'_>) {
    let who = &run.report.implementation;
    out.line(&format!("{} ({}), order drawn from seed {}", styled(STRONG, &format!("{} {}", who.name, who.version)), who.language, run.report.seed));
    out.line("");
    table(out, run);
    failures(out, run);
    unsupported(out, run);
    choices(out, run);
    for stale in &run.stale {
        out.line("");
        out.line(&styled(BAD, &format!("stale expectation: delete {}", stale.place)));
        out.field("line", STRONG, &stale.pattern);
        out.field("because", Style::new(), &stale.why);
    }
}

/// A line a profile.
fn table(out: &mut Page, run: &Run<'_>) {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["profile", "false\naccept", "false\nreject", "fault", "un-\nstable", "vacu-\nous", "wrong\nreason", "unsup-\nported", "choice", "pass"]);
    for profile in Profile::all() {
        let mut row = vec![profile.name.clone()];
        let records: Vec<_> = run.report.records.iter().filter(|record| record.entry.profile == profile).collect();
        if records.is_empty() {
            continue;
        }
        for name in Outcome::NAMES {
            let found = records.iter().filter(|record| record.outcome.name() == name).count();
            row.push(if found == 0 { "-".to_owned() } else { number(found) });
        }
        table.add_row(row);
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((u16::from(at > 0), 0));
        column.set_cell_alignment(if at == 0 { CellAlignment::Left } else { CellAlignment::Right });
    }
    for line in table.lines() {
        out.line(&format!("  {}", line.trim_end()));
    }
}

/// Every failing vector: the same answer under several profiles is told once.
fn failures(out: &mut Page, run: &Run<'_>) {
    type Key<'k> = (usize, &'static str, std::cmp::Reverse<audiometer::Importance>, &'k str, &'static str);
    let mut groups: BTreeMap<Key<'_>, Vec<(&Record<'_>, Option<&Entry>)>> = BTreeMap::new();
    for (record, known) in run.records().filter(|(record, _)| record.outcome.is_failure()) {
        let rank = Outcome::NAMES.iter().position(|name| *name == record.outcome.name()).unwrap_or_default();
        let vector = record.entry.vector;
        let key = (rank, record.outcome.name(), std::cmp::Reverse(vector.importance), vector.id.as_str(), if known.is_some() { "known" } else { "" });
        groups.entry(key).or_default().push((record, known));
    }
    let mut heading = "";
    for ((_, name, ..), group) in &groups {
        if *name != heading {
            heading = name;
            out.line("");
            out.line(&styled(BAD, title(name)));
        }
        failure(out, group);
    }
}

fn title(outcome: &str) -> &'static str {
    match outcome {
        "false-accept" => "FALSE ACCEPTS: these tokens were accepted and have to be rejected",
        "false-reject" => "FALSE REJECTS: these tokens were rejected and have to be accepted",
        "fault" => "FAULTS: no decision on these tokens",
        "unstable" => "UNSTABLE: the same question got two answers",
        _ => "VACUOUS: rejected, but so was the twin that has to be accepted",
    }
}

fn failure(out: &mut Page, group: &[(&Record<'_>, Option<&Entry>)]) {
    let (record, known) = group[0];
    let vector = record.entry.vector;
    let policy = vector.policy(record.entry.profile);
    let right = judge(&vector.claims, &policy);
    out.line("");
    out.line(&styled(STRONG, &vector.id));
    out.field("", Style::new(), &vector.comment);
    if let Some(header) = &vector.header {
        out.field("header", Style::new(), &explain::harmless(header, 200));
    }
    out.field("claims", Style::new(), &explain::claims(&vector.claims));
    out.field("policy", Style::new(), &explain::policy(&policy));
    out.field("answer", BAD, &explain::answer(&record.answer));
    if let Outcome::Vacuous { .. } | Outcome::Unstable { .. } = record.outcome {
        out.field("", Style::new(), &record.outcome.to_string());
    }
    out.field("right", GOOD, &explain::verdict(&right));
    let profiles: Vec<&str> = group.iter().map(|(record, _)| record.entry.profile.name.as_str()).collect();
    out.field("under", Style::new(), &profiles.join(", "));
    if let Some(known) = known {
        let link = known.link.as_ref().map(|link| format!(" ({link})")).unwrap_or_default();
        out.field("known", WARN, &format!("{}{link}", known.reason));
    }
}

/// Which features are missing, and how many cases need them.
fn unsupported(out: &mut Page, run: &Run<'_>) {
    let mut features: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for record in &run.report.records {
        if let Outcome::Unsupported(feature) = &record.outcome {
            let (cases, rejecting) = features.entry(feature).or_default();
            *cases += 1;
            *rejecting += usize::from(record.entry.expected.decision() == Decision::Reject);
        }
    }
    if features.is_empty() {
        return;
    }
    out.line("");
    out.line(&styled(WARN, "UNSUPPORTED: it cannot be told this, so these cases were not put to it"));
    for (feature, (cases, rejecting)) in features {
        let text = Feature::ALL.iter().find(|known| known.name() == feature).map_or("", |feature| feature.text());
        out.paragraph("  ", &format!("{feature}: {} ({} to be rejected). It means: {text}.", count(cases, "case"), number(rejecting)));
    }
}

/// Which way it goes where both are open.
fn choices(out: &mut Page, run: &Run<'_>) {
    let mut choices: BTreeMap<Ambiguity, (usize, usize)> = BTreeMap::new();
    for record in &run.report.records {
        if let Outcome::Choice(ambiguity, decision) = record.outcome {
            let (accepted, rejected) = choices.entry(ambiguity).or_default();
            *(if decision == Decision::Accept { accepted } else { rejected }) += 1;
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
        out.paragraph("  ", &format!("{ambiguity} {way}: {}", ambiguity.question().question));
    }
}

/// The last lines: what it comes to.
fn verdict(out: &mut Page, run: &Run<'_>) {
    let tally: BTreeMap<&str, usize> = Outcome::NAMES.into_iter().zip(run.report.tally()).collect();
    let (known, unexpected) = run.failures();
    let who = format!("{} {}", run.report.implementation.name, run.report.implementation.version);
    let style = if unexpected > 0 || !run.stale.is_empty() { BAD } else if known > 0 { WARN } else { GOOD };
    out.line(&styled(
        style,
        &format!("{who}: {}, {}, {}", count(tally["false-accept"], "false accept"), count(tally["false-reject"], "false reject"), count(tally["fault"], "fault")),
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
        out.line(&format!("  known failures are listed in {}", run.expectations.unwrap_or("the expectations")));
    }
    if !run.stale.is_empty() {
        out.line(&format!("  {} to delete", count(run.stale.len(), "stale expectation")));
    }
}
