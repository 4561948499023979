//! `audiometer results`: the committed results as one page, in Markdown or as HTML.

use super::quietly;
use crate::args::{ReportFormat, ResultsArgs};
use crate::exit::{Exit, Failure};
use crate::expectations::{self, Expectations};
use crate::manifest::digest;
use crate::render::html::Measured;
use crate::render::known::Known;
use crate::render::{self, number};
use crate::results::{Header, Results};
use crate::subjects::registry::Registry;
use crate::write::{self, Output};
use audiometer::protocol::Kind;
use audiometer::{Profile, Suite};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn execute(args: &ResultsArgs) -> Result<Exit, Failure> {
    let registry = Registry::open(args.folder.as_deref(), None)?;
    let folder = args.results.clone().unwrap_or_else(|| registry.beside("results"));
    let results = Results::read_all(&folder)?;
    if results.is_empty() {
        return Err(Failure::nothing(format!("there are no results in {}", folder.display())));
    }
    if let Some(path) = &args.html {
        return html(path, results, &registry);
    }
    let mut text = String::new();
    head(&mut text, &results);
    for (kind, title, about) in [
        (Kind::Validator, "Validators", "Libraries that are told an audience, and decide."),
        (
            Kind::Decoder,
            "Decoders",
            "Libraries without an audience check of their own. What they hand to the application is compared as every application would: one of \
             mine, or a list with one of mine. What they get wrong is what that comparison cannot see.",
        ),
    ] {
        let of: Vec<&Results> = results.values().filter(|results| results.header.kind == kind).collect();
        if !of.is_empty() {
            write!(text, "\n## {title}\n\n{about}\n\n").unwrap_or_default();
            table(&mut text, &of);
        }
    }
    text.push_str("\n## Each of them\n");
    for results in results.values() {
        one(&mut text, results, &registry)?;
    }
    write::out(&text)?;
    Ok(Exit::AsExpected)
}

/// The page, into a file.
fn html(path: &Path, results: BTreeMap<String, Results>, registry: &Registry) -> Result<Exit, Failure> {
    let output = Output::open(ReportFormat::Html, Some(path.to_owned()), false)?;
    let suite = Suite::embedded();
    let digest = digest(suite);
    if let Some(other) = results.values().find(|results| results.header.suite.digest != digest) {
        let Header { target, suite: was, .. } = &other.header;
        return Err(Failure::usage(format!(
            "the results of `{target}` are of another suite, {} ({}), and a page is of suite {} ({digest}); measure again: audiometer run {target} --report results=FOLDER",
            was.version, was.digest, suite.version
        )));
    }
    let results: Vec<Results> = results.into_values().collect();
    let expectations = results.iter().map(|results| expectations(registry, &results.header.target));
    let expectations: Vec<Option<Expectations>> = expectations.collect::<Result<_, _>>()?;
    let measured = Measured {
        suite,
        entries: suite.entries().collect(),
        results: &results,
        known: expectations
            .iter()
            .zip(&results)
            .map(|(file, results)| Known::of_results(file.as_ref(), results))
            .collect(),
        broken: &[],
    };
    let page = quietly(|| render::html::render(&measured)).map_err(Failure::usage)?;
    output.stream(&mut |out| out.write_all(page.as_bytes()))?;
    Ok(Exit::AsExpected)
}

fn head(text: &mut String, results: &BTreeMap<String, Results>) {
    let packages: BTreeSet<(&str, &str)> = results
        .values()
        .map(|results| (results.header.implementation.language.as_str(), base(&results.header.target)))
        .collect();
    let languages: BTreeSet<&str> = packages.iter().map(|(language, _)| *language).collect();
    let suites: BTreeSet<&str> = results.values().map(|results| results.header.suite.version.as_str()).collect();
    write!(
        text,
        "<!-- Written by `audiometer results`. Do not edit. -->\n\n# Results\n\n\
         {} implementations in {} languages, in {} configurations, against suite {}. Each row was measured by `audiometer run NAME`; \
         [results/](results) has every outcome, [expectations/](expectations) every cause with its cases, and each adapter's folder a script that shows the causes \
         with the library alone. NAME+VARIANT is another configuration of the same library.\n\n\
         A *false accept* is a token that was accepted and has to be rejected; a *false reject* the other way round; a *fault* is no decision. Cases are counted, \
         a token once under each profile. *Unsupported* are cases that the library cannot be told; *open* those in which the specifications leave both ways open. \
         There is no score: what matters is which mistake, and whether it is documented behaviour, as marked below.\n\n\
         This page says what was measured, in these versions and configurations, and nothing else about a library. If you maintain one of them and see \
         a mistake of ours, in the adapter, the configuration, or the verdict, please tell: [README.md](README.md) says how.\n",
        number(packages.len()),
        languages.len(),
        number(results.len()),
        suites.into_iter().collect::<Vec<_>>().join(", "),
    )
    .unwrap_or_default();
}

/// The name without its variant.
fn base(target: &str) -> &str {
    target.split('+').next().unwrap_or(target)
}

fn table(text: &mut String, results: &[&Results]) {
    text.push_str("| name | implementation | language | false accepts | false rejects | faults | unstable | unsupported | open | passed |\n");
    text.push_str("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for results in results {
        let header = &results.header;
        let who = &header.implementation;
        let cells = ["false-accept", "false-reject", "fault", "unstable", "unsupported", "choice"];
        let cells: Vec<String> = cells.iter().map(|outcome| dash(results.count(outcome))).collect();
        let passed = results.count("pass") + results.count("wrong-reason");
        writeln!(
            text,
            "| [{target}](#{anchor}) | {} {} | {} | {} | {} |",
            plain(&who.name),
            plain(&who.version),
            plain(&who.language),
            cells.join(" | "),
            number(passed),
            target = plain(&header.target),
            anchor = anchor(&header.target),
        )
        .unwrap_or_default();
    }
}

fn one(text: &mut String, results: &Results, registry: &Registry) -> Result<(), Failure> {
    let header = &results.header;
    let who = &header.implementation;
    write!(text, "\n### {}\n\n", plain(&header.target)).unwrap_or_default();
    let package = match (who.registry.as_str(), who.homepage.as_str()) {
        ("", _) => String::new(),
        (registry, "") => format!(", `{}` on {registry}", plain(&who.package)),
        (registry, homepage) => format!(", [{}]({}) on {}", plain(&who.package), plain(homepage), plain(registry)),
    };
    let runtime = if who.runtime.is_empty() { String::new() } else { format!(", {}", plain(&who.runtime)) };
    writeln!(text, "{} {} ({}{runtime}){package}.", plain(&who.name), plain(&who.version), plain(&who.language))
        .unwrap_or_default();
    if !header.notes.is_empty() {
        writeln!(text, "Configured so: {}.", plain(header.notes.trim_end_matches('.'))).unwrap_or_default();
    }
    let expectations = expectations(registry, &header.target)?;
    let causes = causes(expectations.as_ref(), results);
    if causes.is_empty() {
        text.push_str("\nNothing to report.\n");
    } else {
        text.push('\n');
        causes.iter().for_each(|cause| writeln!(text, "- {cause}").unwrap_or_default());
    }
    profiles(text, results);
    choices(text, results);
    Ok(())
}

/// The causes that are known of it.
fn expectations(registry: &Registry, target: &str) -> Result<Option<Expectations>, Failure> {
    let file = expectations::file(&registry.beside("expectations"), target)?;
    file.map(|(path, text)| Expectations::read(&path, &text).map_err(Failure::usage)).transpose()
}

/// A line a cause, and one for what no cause covers.
fn causes(expectations: Option<&Expectations>, results: &Results) -> Vec<String> {
    let Known { causes, left } = Known::of_results(expectations, results);
    let mut lines = Vec::new();
    for (cause, found) in causes {
        let found: Vec<String> =
            found.iter().map(|(outcome, cases)| format!("{} {}", number(*cases), noun(outcome, *cases))).collect();
        let documented = if cause.documented { " *Documented behaviour.*" } else { "" };
        let link = cause.link.as_ref().map_or(String::new(), |link| format!(" [more]({link})"));
        lines.push(format!(
            "**{}**: {}.{documented}{link}",
            found.join(", "),
            plain(cause.reason.trim_end_matches('.'))
        ));
    }
    if left > 0 {
        lines.push(format!("**{} cases** fail for causes that are not sorted out yet.", number(left)));
    }
    lines
}

fn noun(outcome: &str, cases: usize) -> &'static str {
    let (one, several) = match outcome {
        "false-accept" => ("false accept", "false accepts"),
        "false-reject" => ("false reject", "false rejects"),
        "vacuous" => ("rejection that shows nothing", "rejections that show nothing"),
        "fault" => ("fault", "faults"),
        _ => ("unstable answer", "unstable answers"),
    };
    if cases == 1 { one } else { several }
}

/// The four numbers under each profile in which one is not zero.
fn profiles(text: &mut String, results: &Results) {
    let shown = ["false-accept", "false-reject", "fault", "unsupported"];
    let rows: Vec<(&str, Vec<usize>)> = Profile::all()
        .iter()
        .filter_map(|profile| results.header.profiles.get(&profile.name).map(|found| (profile.name.as_str(), found)))
        .map(|(name, found)| (name, shown.iter().map(|outcome| found.get(*outcome).copied().unwrap_or(0)).collect()))
        .filter(|(_, cells): &(&str, Vec<usize>)| cells.iter().any(|cell| *cell > 0))
        .collect();
    if rows.is_empty() {
        return;
    }
    text.push_str(
        "\n| profile | false accepts | false rejects | faults | unsupported |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    for (name, cells) in rows {
        let cells: Vec<String> = cells.into_iter().map(dash).collect();
        writeln!(text, "| {name} | {} |", cells.join(" | ")).unwrap_or_default();
    }
}

fn choices(text: &mut String, results: &Results) {
    let mut ways: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in &results.lines {
        if let Some(ambiguity) = &line.ambiguity {
            ways.entry(ambiguity).or_default().insert(if line.answer == "accept" { "accepts" } else { "rejects" });
        }
    }
    if !ways.is_empty() {
        let ways: Vec<String> = ways
            .into_iter()
            .map(|(ambiguity, ways)| format!("{ambiguity} {}", ways.into_iter().collect::<Vec<_>>().join(" and ")))
            .collect();
        writeln!(text, "\nWhere both are open: {}.", ways.join(", ")).unwrap_or_default();
    }
}

fn dash(cases: usize) -> String {
    if cases == 0 { "-".to_owned() } else { number(cases) }
}

/// Foreign text in a Markdown table: on one line, nothing in it markup.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(400) {
        match c {
            '|' | '<' | '>' | '[' | ']' | '*' | '`' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect::<String>().to_lowercase()
}
