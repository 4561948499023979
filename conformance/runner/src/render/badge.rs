//! What may stand on a badge? One implementation in a few words, as SVG or for shields.io, and never better than it is.

use super::{Broken, Run, Runs, count, number};
use audiometer::{Profile, Suite, explain};
use serde::Serialize;

const LABEL: &str = "aud";
const RED: &str = "#c5221f";
const ORANGE: &str = "#b4540a";
const GREEN: &str = "#1a7f37";
const BLUE: &str = "#0969da";
const GREY: &str = "#57606a";

/// A badge.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Badge {
    /// Of whom it speaks, for those who cannot see where it stands.
    about: String,
    message: String,
    colour: &'static str,
}

/// A badge each, with the target's name.
pub(super) fn badges(runs: &Runs<'_>) -> Vec<(String, Badge)> {
    let ran = runs.runs.iter().map(|run| (run.name.clone(), of_run(run, runs.suite)));
    let broken = runs.broken.iter().map(|Broken { name, .. }| {
        (name.clone(), Badge { about: name.clone(), message: "adapter is broken".to_owned(), colour: GREY })
    });
    ran.chain(broken).collect()
}

/// The worst that there is to say. What is known to fail fails all the same.
fn of_run(run: &Run<'_>, suite: &Suite) -> Badge {
    let failures = [
        ("false-accept", "false accept", RED),
        ("unstable", "unstable answer", RED),
        ("fault", "fault", ORANGE),
        ("false-reject", "false reject", ORANGE),
        ("vacuous", "vacuous rejection", ORANGE),
    ];
    let worst = failures.into_iter().find_map(|(name, noun, colour)| match run.count(name) {
        0 => None,
        found => Some((count(found, noun), colour)),
    });
    let (message, colour) = match worst {
        _ if run.nothing_ran() => ("nothing ran".to_owned(), GREY),
        Some(worst) => worst,
        None => pass(run, suite),
    };
    Badge { about: run.title(), message, colour }
}

/// That nothing failed, and of how much.
fn pass(run: &Run<'_>, suite: &Suite) -> (String, &'static str) {
    let put = |profile: &Profile| run.cases().filter(|case| case.entry.profile == profile).count();
    let there = |profile: &Profile| suite.entries().filter(|entry| entry.profile == profile).count();
    let of_suite: Vec<&Profile> = Profile::all().iter().filter(|profile| there(profile) > 0).collect();
    let whole = of_suite.iter().filter(|profile| put(profile) == there(profile)).count();
    let partly = of_suite.iter().any(|profile| (1..there(profile)).contains(&put(profile)));
    match (partly, run.count("unsupported")) {
        (true, unsupported) => {
            let passed = run.records.len() - unsupported;
            (format!("{} of {} cases pass", number(passed), number(suite.entries().count())), BLUE)
        }
        (false, 0) if whole == of_suite.len() => ("all pass".to_owned(), GREEN),
        (false, 0) => (format!("pass in {whole} of {} profiles", of_suite.len()), GREEN),
        (false, unsupported) => (format!("pass, {} unsupported", number(unsupported)), BLUE),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint<'a> {
    schema_version: u32,
    label: &'a str,
    message: &'a str,
    color: &'a str,
    is_error: bool,
}

impl Badge {
    /// The JSON of shields.io's endpoint badges. They are no error where something was measured, however bad it is.
    pub(super) fn endpoint(&self) -> String {
        let Self { message, colour, .. } = self;
        let endpoint = Endpoint { schema_version: 1, label: LABEL, message, color: colour, is_error: *colour == GREY };
        serde_json::to_string_pretty(&endpoint).expect("plain data serializes") + "\n"
    }

    /// A picture that needs no font and no network.
    pub(super) fn svg(&self) -> String {
        let title = xml(&format!("{}: {LABEL}: {}", explain::harmless(&self.about, 100), self.message));
        let (left, right) = (width(LABEL) + 12, width(&self.message) + 12);
        let all = left + right;
        let text = |from: usize, wide: usize, text: &str| {
            format!(
                "<text x=\"{}\" y=\"14\" textLength=\"{}\">{}</text>",
                (2 * from + wide) as f32 / 2.0,
                wide - 12,
                xml(text)
            )
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all}\" height=\"20\" role=\"img\" aria-label=\"{title}\">\n\
             <title>{title}</title>\n\
             <clipPath id=\"r\"><rect width=\"{all}\" height=\"20\" rx=\"3\"/></clipPath>\n\
             <g clip-path=\"url(#r)\">\n\
             <rect width=\"{left}\" height=\"20\" fill=\"#444\"/>\n\
             <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{}\"/>\n\
             </g>\n\
             <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\n\
             {}\n{}\n\
             </g>\n\
             </svg>\n",
            self.colour,
            text(0, left, LABEL),
            text(left, right, &self.message),
        )
    }
}

/// How wide a text is in Verdana of 11 pixels, roughly; the picture is told, and fits the letters in.
fn width(text: &str) -> usize {
    let tenths = |c: char| match c {
        'i' | 'j' | 'l' | ',' | '.' | ':' | ' ' | '\'' => 36,
        'f' | 'r' | 't' | '(' | ')' | '-' => 46,
        'm' | 'w' => 98,
        '0'..='9' => 70,
        _ => 66,
    };
    text.chars().map(tenths).sum::<usize>().div_ceil(10)
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
