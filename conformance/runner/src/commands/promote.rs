//! `audiometer promote`: how does a finding become a vector of the suite?
//!
//! The vector and, where the suite has none, its twin are added to their topics, signed and laid out. The whole suite has
//! to be in order with them, or nothing is written.

use super::findings::{choose, is_of_findings};
use super::{load, profile, vectors};
use crate::args::PromoteArgs;
use crate::campaign::corpus;
use crate::campaign::draft::{Draft, is_sensible};
use crate::campaign::finding::Kind;
use crate::campaign::ready::{self, Ready, Twin};
use crate::exit::{Exit, Failure};
use crate::mint::{Algorithm, Mint};
use crate::render::number;
use crate::render::page::{GOOD, PLAIN, Page, STRONG, WARN, styled};
use crate::write;
use audiometer::explain::{self, harmless};
use audiometer::{Decision, Profile, Recipient, Source, Suite, Topic, Vector, claims, format, lint};
use std::fs;
use std::io::{BufRead, IsTerminal as _};
use std::path::{Path, PathBuf};

/// The flag of vectors that replay a published bug.
const INCIDENT: &str = "Incident";

/// How many problems are told.
const TOLD: usize = 20;

/// A case that is to become a vector, and what is to be said about it.
struct Origin {
    draft: Draft,
    notes: Vec<String>,
}

pub(crate) fn execute(args: &PromoteArgs) -> Result<Exit, Failure> {
    let folder = &args.folder.folder;
    let suite = load(folder)?;
    let origin = origin(args)?;
    let draft = &origin.draft;
    if let Some(other) = asked_by(draft, &suite) {
        return Err(Failure::usage(format!(
            "`{}` asks this already: the same claims, header and recipient{}",
            other.id,
            match other.expected(draft.profile) {
                Some(_) => String::new(),
                None => format!("; it has no verdict under `{}`, which can be added to it", draft.profile.name),
            }
        )));
    }
    let Ready { mut vector, twin } = ready::ready(draft, &suite);
    if vector.expected(draft.profile).is_none() {
        return Err(Failure::usage(format!(
            "under `{0}` no vector is its twin, and none can be made: a rejection there would show nothing; write both by hand, or name another --profile than `{0}`",
            draft.profile.name
        )));
    }
    vector.id = id(args.id.as_deref(), "--id", draft, &suite)?;
    let mut added = Vec::new();
    if let Twin::New(mut twin) = twin {
        let twin_draft = Draft { claims: twin.claims.clone(), ..draft.clone() };
        twin.id = id(args.twin_id.as_deref(), "--twin-id", &twin_draft, &suite)?;
        if twin.id == vector.id {
            return Err(Failure::usage(format!("--id and --twin-id are both `{}`", vector.id)));
        }
        if claims::read(&twin.claims).is_ok_and(|claims| claims.aud.is_none()) {
            twin.comment = "aud is absent".to_owned();
        }
        vector.twin = Some(twin.id.clone());
        added.push(*twin);
    }
    stated(args, &mut vector);
    added.push(vector);
    for vector in &mut added {
        vector.since.clone_from(&suite.version);
        vector.token = Mint::of(Algorithm::HS256).token(vector);
    }
    let (files, new) = with(&suite, &added)?;
    if args.dry_run {
        let entries: Vec<String> = added
            .iter()
            .map(|vector| format!("{}:\n{}\n", path(folder, &file_of(&vector.id)).display(), format::vector(vector)))
            .collect();
        write::out(&entries.concat())?;
        return Ok(Exit::AsExpected);
    }
    for file in &files {
        write::file(&path(folder, &file.file), file.text.as_bytes())?;
    }
    let counted = count_anew(folder, &suite, &new)?;
    write::out(&page(args, &origin, &added, &counted))?;
    Ok(Exit::AsExpected)
}

/// The case: an example of a finding, a case of a corpus, or a claims set.
fn origin(args: &PromoteArgs) -> Result<Origin, Failure> {
    let path = harmless(&args.file.display().to_string(), 200);
    let mut origin = if is_of_findings(&args.file) {
        if !args.identifiers.is_empty() {
            return Err(Failure::usage("--me: a finding has its recipient; --me is for a claims set"));
        }
        let chosen = choose(&args.file, &args.which)?;
        let mut notes = Vec::new();
        if !chosen.finding.vectors.is_empty() {
            let vectors: Vec<String> = chosen.finding.vectors.iter().map(|id| harmless(id, 120)).collect();
            notes.push(format!("the suite shows the same already: {}", vectors.join(", ")));
        }
        if chosen.finding.kind == Kind::Unstable {
            notes.push("it needs a case before it to fail; a vector asks by itself, and may not show it".to_owned());
        }
        Origin { draft: chosen.draft, notes }
    } else {
        if args.which.finding.is_some() {
            return Err(Failure::usage(format!("--finding: {path} is no file of findings")));
        }
        let mut draft =
            corpus::file(&args.file).map_err(|what| Failure::usage(format!("failed to read {path}: {what}")))?;
        let has_recipient = args.file.extension().is_some_and(|extension| extension == "json");
        match args.identifiers.as_slice() {
            [] => {}
            _ if has_recipient => {
                return Err(Failure::usage(format!("--me: the case in {path} has its recipient")));
            }
            [only] => draft.recipient = Recipient::named(only.as_str()),
            [first, ..] => {
                draft.recipient =
                    Recipient { identifiers: args.identifiers.clone(), ..Recipient::named(first.as_str()) };
            }
        }
        Origin { draft, notes: Vec::new() }
    };
    if let Some(name) = &args.profile {
        let profile = profile(name)?;
        if profile.unconfigured && args.identifiers.is_empty() && !is_of_findings(&args.file) {
            origin.draft.recipient = Recipient::default();
        }
        if !is_sensible(&origin.draft.recipient, profile) {
            return Err(Failure::usage(format!(
                "--profile: under `{name}` a vector does not ask about this recipient: {}",
                harmless(&serde_json::to_string(&origin.draft.recipient).unwrap_or_default(), 300)
            )));
        }
        origin.draft.profile = profile;
    }
    Ok(origin)
}

/// The vector that asks this.
fn asked_by<'s>(draft: &Draft, suite: &'s Suite) -> Option<&'s Vector> {
    suite.vectors().find(|vector| {
        vector.claims == draft.claims && vector.header == draft.header && vector.recipient == draft.recipient
    })
}

/// The id that was given, or that somebody at a terminal gives now.
fn id(given: Option<&str>, option: &str, draft: &Draft, suite: &Suite) -> Result<String, Failure> {
    let about = match option {
        "--twin-id" => "no vector of the suite is the accepted twin, so this is added as well",
        _ => "the vector is about",
    };
    let missing = || {
        Failure::usage(format!(
            "{option} is missing: {about}:\n  {}\nGive it its topic and the fact in kebab case, as in `{option} rfc7519/aud/nested-null`; the topics are {}",
            explain::claims(&draft.claims),
            topics(suite)
        ))
    };
    let id = match given {
        Some(id) => id.to_owned(),
        None if std::io::stdin().is_terminal() => {
            anstream::eprintln!("{about}:\n  {}\nThe topics are {}.", explain::claims(&draft.claims), topics(suite));
            anstream::eprint!("{} (TOPIC/FACT): ", option.trim_start_matches('-'));
            answered(&mut std::io::stdin().lock())?.ok_or_else(missing)?
        }
        None => return Err(missing()),
    };
    check_id(&id, option, suite)?;
    Ok(id)
}

/// The line that somebody typed, unless it is empty.
fn answered(input: &mut impl BufRead) -> Result<Option<String>, Failure> {
    let mut line = String::new();
    input.read_line(&mut line).map_err(|error| Failure::usage(format!("failed to read standard input: {error}")))?;
    Ok(Some(line.trim().to_owned()).filter(|line| !line.is_empty()))
}

/// # Errors
///
/// If a new vector of that suite cannot have this id.
fn check_id(id: &str, option: &str, suite: &Suite) -> Result<(), Failure> {
    let shown = harmless(id, 120);
    let wrong = |what: String| Err(Failure::usage(format!("{option}: {what}")));
    let Some((topic, fact)) = id.rsplit_once('/') else {
        return wrong(format!("`{shown}` is no topic, `/`, and a fact; the topics are {}", topics(suite)));
    };
    if !suite.topics.iter().any(|known| known.topic == topic) {
        return wrong(format!("there is no topic `{}`; the topics are {}", harmless(topic, 120), topics(suite)));
    }
    let kebab =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !fact.split('-').all(kebab) {
        return wrong(format!(
            "`{shown}`: `{}` is no fact in kebab case, such as `final-semicolon`",
            harmless(fact, 120)
        ));
    }
    if suite.vector(id).is_some() {
        return wrong(format!("there is a vector `{shown}` already; `audiometer explain {shown}` shows it"));
    }
    if suite.ledger.renamed.contains_key(id) || suite.ledger.retired.contains_key(id) {
        return wrong(format!("`{shown}` stands in ledger.json as gone; an id is never used again"));
    }
    Ok(())
}

fn topics(suite: &Suite) -> String {
    suite.topics.iter().map(|topic| topic.topic.as_str()).collect::<Vec<_>>().join(", ")
}

/// What the command line says about the vector, in the place of what was proposed.
fn stated(args: &PromoteArgs, vector: &mut Vector) {
    if let Some(comment) = &args.comment {
        vector.comment.clone_from(comment);
    }
    if let Some(importance) = args.importance {
        vector.importance = importance;
    }
    if !args.flag.is_empty() {
        vector.flags.clone_from(&args.flag);
    } else {
        vector.flags.retain(|flag| flag != INCIDENT); // that is said of what was published
        if vector.flags.is_empty() {
            vector.flags.push("Normal".to_owned());
        }
    }
    vector.links.clone_from(&args.link);
}

fn file_of(id: &str) -> String {
    format!("{}.json", id.rsplit_once('/').map_or(id, |(topic, _)| topic))
}

fn path(folder: &Path, file: &str) -> PathBuf {
    file.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

/// The files that change when these vectors are added, each at the end of its topic, and the suite with them.
///
/// # Errors
///
/// All that is wrong with that suite.
fn with(suite: &Suite, added: &[Vector]) -> Result<(Vec<Source>, Suite), Failure> {
    let mut files: Vec<Source> = Vec::new();
    for vector in added {
        let file = file_of(&vector.id);
        let text =
            files.iter().chain(&suite.sources).find(|source| source.file == file).map_or("", |source| &*source.text);
        let (topic, problems) = Topic::read(&file, text);
        let Some(mut topic) = topic else { return Err(in_error(problems.iter())) };
        topic.vectors.push(vector.clone());
        let text = format::write(&topic);
        files.retain(|source| source.file != file);
        files.push(Source { file, text: text.into() });
    }
    let new = suite.with(files.clone()).map_err(|problems| in_error(problems.iter()))?;
    let mut problems = lint::lint(&new);
    problems.extend(vectors::signatures(&new));
    if problems.is_empty() { Ok((files, new)) } else { Err(in_error(problems.iter())) }
}

fn in_error<'p>(problems: impl ExactSizeIterator<Item = &'p audiometer::Problem>) -> Failure {
    let count = problems.len();
    let mut lines: Vec<String> =
        problems.take(TOLD).map(|problem| format!("\n  {}", harmless(&problem.to_string(), 400))).collect();
    if count > TOLD {
        lines.push(format!("\n  and {} more", count - TOLD));
    }
    Failure::usage(format!("nothing was written, since the vectors would be in error:{}", lines.concat()))
}

/// The texts beside the folder that tell how large the suite is, with the words behind the figures.
const COUNTED: [(&str, &[&str]); 2] = [("README.md", &["tokens", "cases"]), ("CHANGELOG.md", &["vectors"])];

/// Puts the suite's new figures into the texts that had its old ones; which texts these are. What the changelog says of
/// versions that are out stays.
fn count_anew(folder: &Path, old: &Suite, new: &Suite) -> Result<Vec<String>, Failure> {
    let (old, new) = (old.count(), new.count());
    let mut changed = Vec::new();
    for (name, nouns) in COUNTED {
        let path = folder.join("..").join(name);
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let end = if name == "CHANGELOG.md" { unreleased(&text) } else { text.len() };
        let mut counted = text[..end].to_owned();
        for noun in nouns {
            let of = |count: &audiometer::Count| if *noun == "cases" { count.cases } else { count.vectors };
            counted =
                counted.replacen(&format!("{} {noun}", number(of(&old))), &format!("{} {noun}", number(of(&new))), 1);
        }
        counted.push_str(&text[end..]);
        if counted != text {
            write::file(&path, counted.as_bytes())?;
            changed.push(name.to_owned());
        }
    }
    Ok(changed)
}

/// Where a changelog's first section ends.
fn unreleased(text: &str) -> usize {
    let mut sections = text.match_indices("\n## ").map(|(at, _)| at);
    sections.nth(1).unwrap_or(text.len())
}

fn page(args: &PromoteArgs, origin: &Origin, added: &[Vector], counted: &[String]) -> String {
    let mut page = Page::new(write::width(), 8);
    for vector in added {
        page.line(&format!("{} {}", styled(GOOD, "added"), styled(STRONG, &vector.id)));
        page.field("file", PLAIN, &path(&args.folder.folder, &file_of(&vector.id)).display().to_string());
        page.field("fact", PLAIN, &harmless(&vector.comment, 80));
        page.field("claims", PLAIN, &explain::claims(&vector.claims));
        for (word, decision) in
            [("accept", Decision::Accept), ("reject", Decision::Reject), ("either", Decision::Either)]
        {
            let under: Vec<&str> = vector
                .expect
                .iter()
                .filter(|(_, expected)| expected.decision() == decision)
                .map(|(profile, _)| profile.name.as_str())
                .collect();
            if !under.is_empty() {
                page.field(word, PLAIN, &under.join(", "));
            }
        }
        let left_out: Vec<&str> = Profile::all()
            .iter()
            .filter(|profile| is_sensible(&vector.recipient, profile) && vector.expected(profile).is_none())
            .map(|profile| profile.name.as_str())
            .collect();
        if !left_out.is_empty() {
            let why = if vector.twin.is_some() { "no twin is accepted there" } else { "it is not accepted there" };
            page.field("left out", WARN, &format!("{}: {why}", left_out.join(", ")));
        }
        if !vector.reasons.is_empty() {
            page.field("reasons", PLAIN, &vector.reasons.to_string());
        }
        page.field("clauses", PLAIN, &vector.clauses.join(", "));
        page.field("flags", PLAIN, &vector.flags.join(", "));
        if let Some(twin) = &vector.twin {
            page.field("twin", PLAIN, twin);
        }
        if let Some(control) = &vector.control {
            page.field("control", WARN, control);
        }
    }
    let spare = (added.len() == 1).then_some(args.twin_id.as_ref()).flatten();
    let spare = spare.map(|id| format!("--twin-id {} was not needed", harmless(id, 120)));
    for note in origin.notes.iter().chain(&spare) {
        page.field("note", WARN, note);
    }
    if !counted.is_empty() {
        page.field("figures", PLAIN, &format!("counted anew in {}", counted.join(" and ")));
    }
    page.line("\nWhat remains, none of it by hand:");
    page.line("  cargo run --release -- mutants --matrix > tests/kill-matrix.txt");
    page.line("  cargo run --release -- run --all --report results=conformance/results");
    page.line("  rm conformance/results/reference.jsonl conformance/results/jsonwebtoken.jsonl");
    page.line("  cargo run --release -- results > conformance/RESULTS.md");
    page.line("\nAnd where a library fails it: the cause, in conformance/expectations/NAME.toml.");
    page.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_asked_for_and_an_empty_one_is_none() {
        let mut typed = &b"  rfc7519/aud/x \n\nmore"[..];
        assert_eq!(answered(&mut typed).expect("read").as_deref(), Some("rfc7519/aud/x"));
        assert_eq!(answered(&mut typed).expect("read"), None);
        assert_eq!(answered(&mut &b""[..]).expect("read"), None);
        assert!(answered(&mut &b"\xff\n"[..]).is_err());
    }

    #[test]
    fn only_what_is_not_out_yet_is_counted_anew() {
        let text = "# Changelog\n\n## Unreleased\n\n- 7 vectors\n\n## 1.0.0\n\n- 7 vectors\n";
        assert_eq!(&text[unreleased(text)..], "\n## 1.0.0\n\n- 7 vectors\n");
        let only = "# Changelog\n\n## Unreleased\n";
        assert_eq!(unreleased(only), only.len());
    }
}
