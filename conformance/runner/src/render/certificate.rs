//! A certificate for a person at a terminal: what each profile reaches, and what keeps it from more.

use super::page::{BAD, GOOD, Page, STRONG, WARN, styled};
use super::{count, number};
use crate::certificate::Statement;
use crate::certificate::level::{Bar, Found, Level, Standing, Why};
use audiometer::explain;
use std::path::Path;

/// What has been issued. `demanded` is the level that every profile has to reach.
pub(crate) fn issued(statement: &Statement, file: Option<&Path>, demanded: Level, width: usize) -> String {
    let mut out = Page::new(width, LABELS);
    standings(&mut out, statement);
    verdict(&mut out, statement, demanded);
    if let Some(file) = file {
        out.paragraph(&format!("written to {}; it is not signed: docs/certificates.md tells how", file.display()));
    }
    out.into_text()
}

/// What does not hold.
pub(crate) fn refused(problems: &[String], width: usize) -> String {
    let mut out = Page::new(width, LABELS);
    out.line(&styled(BAD, "refused: the certificate does not say what follows from its own outcomes"));
    problems.iter().for_each(|problem| out.item(problem));
    out.into_text()
}

/// What is in order, and how the target differs if it was run again.
pub(crate) fn verified(statement: &Statement, differences: Option<&[String]>, demanded: Level, width: usize) -> String {
    let mut out = Page::new(width, LABELS);
    standings(&mut out, statement);
    out.paragraph("in order: structure, suite, outcomes, counts, and levels; a signature is not looked at");
    match differences {
        None => {}
        Some([]) => out.paragraph(&styled(GOOD, "run again, with the same outcomes")),
        Some(differences) => {
            out.line(&styled(BAD, "run again, and it is otherwise"));
            differences.iter().for_each(|difference| out.item(difference));
        }
    }
    verdict(&mut out, statement, demanded);
    out.into_text()
}

/// The longest name of a profile.
const LABELS: usize = 22;

fn standings(out: &mut Page, statement: &Statement) {
    let extension = statement.extension();
    let harmless = |text: &str| explain::harmless(text, 100);
    let subject = statement.subject.first().map_or_else(String::new, |subject| harmless(&subject.name));
    let who = &extension.implementation;
    out.paragraph(&format!(
        "{}, {subject}, suite {}, {}",
        styled(STRONG, &format!("{} {}", harmless(&who.name), harmless(&who.version))),
        extension.suite.version,
        harmless(&extension.time),
    ));
    for standing in &extension.profiles {
        profile(out, standing);
    }
}

fn profile(out: &mut Page, standing: &Standing) {
    let style = match standing.level {
        Level::None => BAD,
        Level::Core => WARN,
        Level::Strict | Level::Hardened => GOOD,
    };
    let campaign = standing.campaign.as_ref().map(|campaign| {
        let cases = usize::try_from(campaign.cases).unwrap_or(usize::MAX);
        format!(", campaign of {}", count(cases, "case"))
    });
    let right = [Found::WrongReason, Found::Unsupported, Found::Choice];
    let failed = standing.outcomes.iter().filter(|(found, _)| !right.contains(found)).map(|(_, cases)| cases).sum();
    let known = match standing.known_failures {
        0 => String::new(),
        known => format!(" ({} known)", number(known)),
    };
    out.line(&format!(
        "  {:<LABELS$} {} {}, {} failed{known}{}",
        standing.name,
        styled(style, &format!("{:<8}", standing.level.name())),
        count(standing.cases, "case"),
        number(failed),
        campaign.unwrap_or_default(),
    ));
    for bar in &standing.bars {
        out.item(&format!("  not {}: {}", bar.level, told(bar)));
    }
    if !standing.unsupported.is_empty() {
        let lacking = standing.unsupported.iter();
        let lacking: Vec<String> = lacking
            .map(|(feature, cases)| format!("{} ({})", explain::harmless(feature, 80), number(*cases)))
            .collect();
        out.item(&format!("  without {}", lacking.join(", ")));
    }
}

fn told(bar: &Bar) -> String {
    let example = match &bar.example {
        Some(example) => format!(", such as {example}"),
        None => String::new(),
    };
    let critical =
        if bar.critical > 0 { format!(", {} of them critical", number(bar.critical)) } else { String::new() };
    let what = match bar.why {
        Why::FalseAccept => count(bar.cases, "false accept"),
        Why::FalseReject => count(bar.cases, "false reject"),
        Why::Fault => count(bar.cases, "fault"),
        Why::Unstable => format!("{} unstable", count(bar.cases, "case")),
        Why::Vacuous => format!("{} vacuous", count(bar.cases, "case")),
        Why::UnsupportedRejection => format!("{} to be rejected that it cannot be told", count(bar.cases, "case")),
        Why::NothingAsked => "there is no case that it can be asked".to_owned(),
        Why::SmallCampaign => format!("a campaign of {}", count(bar.cases, "case")),
        Why::Finding => format!("{} of a campaign", count(bar.cases, "finding")),
    };
    format!("{what}{critical}{example}")
}

/// Whether every profile has the level that is demanded.
fn verdict(out: &mut Page, statement: &Statement, demanded: Level) {
    if demanded == Level::None {
        return;
    }
    let profiles = &statement.extension().profiles;
    let reached = profiles.iter().filter(|standing| standing.level >= demanded).count();
    let all = reached == profiles.len();
    let text = format!("{demanded}: reached by {reached} of {}", count(profiles.len(), "profile"));
    out.line(&styled(if all { GOOD } else { BAD }, &text));
}
