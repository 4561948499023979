//! A run as SARIF 2.1.0, for code scanning: a SARIF run an implementation, a result a vector and outcome.
//!
//! A rule is an outcome under the clause that is broken, so that each alert has the sentence as its help. What is no
//! finding (choices, and what is unsupported) is left out. The schema: `sarif-schema-2.1.0.json` of the OASIS.

use super::details::details;
use super::failing::{Failing, failing};
use super::{Broken, Run, Runs, count};
use crate::records::Judged;
use audiometer::{Clause, Importance, Outcome, Strength, Suite, Verdict, explain};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many runs of a file, and how many results of a run, code scanning on GitHub takes and shows.
const RUNS: usize = 20;
const RESULTS: usize = 5000;

/// The findings: what they are called, their level, and the severity of a rule where importance does not decide.
const FINDINGS: [(&str, &str, &str, Option<&str>); 6] = [
    ("false-accept", "Accepts a token that has to be rejected", "error", None),
    ("unstable", "Answers the same question in two ways", "warning", Some("6.0")),
    ("fault", "Does not decide: crashes, hangs, or gives no answer", "warning", Some("5.0")),
    ("false-reject", "Rejects a token that has to be accepted", "warning", Some("3.0")),
    ("vacuous", "Rejects, and rejects the accepted twin as well", "note", Some("2.0")),
    ("wrong-reason", "Rejects rightly, and gives a reason that does not apply", "note", Some("1.0")),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<SarifRun>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun {
    tool: Value,
    automation_details: Value,
    invocations: Vec<Invocation>,
    results: Vec<SarifResult>,
    properties: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_configuration_notifications: Vec<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Value,
    locations: Vec<Value>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Value>,
    properties: Map<String, Value>,
}

/// The whole file.
pub(super) fn render(runs: &Runs<'_>, out: &mut dyn Write) -> io::Result<()> {
    let broken = runs.broken.iter().map(|broken| self::broken(runs, broken));
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: runs.runs.iter().map(|run| self::run(runs, run)).chain(broken).take(RUNS).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// What code scanning would not take, if there is such a thing.
pub(super) fn left_out(runs: &Runs<'_>) -> Option<String> {
    let names = runs.runs.iter().map(|run| &run.name).chain(runs.broken.iter().map(|broken| &broken.name));
    let names: Vec<&str> = names.skip(RUNS).map(String::as_str).collect();
    let more = names.len();
    let first = names.first()?;
    let others = if more > 1 { format!(" and {} more", more - 1) } else { String::new() };
    Some(format!(
        "a file has {RUNS} runs at most on GitHub; `{first}`{others} are left out. Report them from a run of their own"
    ))
}

fn run(runs: &Runs<'_>, run: &Run<'_>) -> SarifRun {
    let mut rules = Rules::default();
    let mut results = Vec::new();
    let mut cut = 0;
    for (outcome, about, level, severity) in FINDINGS {
        for failing in failing(run, outcome) {
            if results.len() == RESULTS {
                cut += 1;
                continue;
            }
            let rule = rules.place(outcome, about, level, severity, &failing);
            results.push(result(run, runs.suite, &failing, (outcome, about, level), rule, &rules));
        }
    }
    let cut = (cut > 0).then(|| format!("{} left out: code scanning shows {RESULTS}", count(cut, "result")));
    let stale = run.stale.iter().map(|stale| {
        let [remedy, place, pattern, why] = [&*stale.remedy, &stale.place, &stale.pattern, &stale.why].map(harmless);
        notification("error", &format!("stale expectation: {remedy} {place}, {pattern}: {why}"))
    });
    SarifRun {
        tool: tool(runs, rules.into_json()),
        automation_details: json!({"id": format!("audiometer/{}/", run.name)}),
        invocations: vec![Invocation {
            execution_successful: !run.nothing_ran(),
            tool_execution_notifications: cut.iter().map(|cut| notification("warning", cut)).collect(),
            tool_configuration_notifications: stale.collect(),
        }],
        results,
        properties: json!({
            "target": run.name,
            "implementation": run.title(),
            "suite": runs.suite.version,
            "digest": runs.digest(),
        }),
    }
}

fn broken(runs: &Runs<'_>, Broken { name, why }: &Broken) -> SarifRun {
    SarifRun {
        tool: tool(runs, Vec::new()),
        automation_details: json!({"id": format!("audiometer/{name}/")}),
        invocations: vec![Invocation {
            execution_successful: false,
            tool_execution_notifications: vec![notification(
                "error",
                &format!("the adapter is broken: {}", harmless(why)),
            )],
            tool_configuration_notifications: Vec::new(),
        }],
        results: Vec::new(),
        properties: json!({"target": name}),
    }
}

fn tool(runs: &Runs<'_>, rules: Vec<Value>) -> Value {
    json!({"driver": {
        "name": "audiometer",
        "version": runs.runner,
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    }})
}

fn notification(level: &str, text: &str) -> Value {
    json!({"level": level, "message": {"text": text}})
}

fn result(
    run: &Run<'_>,
    suite: &Suite,
    failing: &Failing<'_>,
    (outcome, about, level): (&str, &str, &'static str),
    rule: usize,
    rules: &Rules,
) -> SarifResult {
    let case = failing.example();
    let vector = case.entry.vector;
    let level = match case.outcome {
        Outcome::FalseAccept(Strength::Should) => "warning",
        _ => level,
    };
    let suppressions = run.known(&case).map(|cause| {
        let link = cause.link.as_deref().map_or(String::new(), |link| format!(" ({})", harmless(link)));
        let justification = format!("known failure: {}{link}", harmless(&cause.reason));
        json!({"kind": "external", "status": "accepted", "justification": justification})
    });
    let mut properties: Map<String, Value> =
        details(run, &case).into_iter().map(|(label, text)| (label.to_owned(), text.into())).collect();
    properties.insert("importance".to_owned(), json!(vector.importance));
    properties.insert("profiles".to_owned(), json!(failing.profiles()));
    // By what stays the same when the suite grows: GitHub goes by the first, others by the second.
    let hash = Sha256::digest(format!("{}\n{outcome}\n{}", run.name, vector.id));
    let hash: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let time = if run.cases().any(|other| known_apart(&case, &other)) { 2 } else { 1 };
    SarifResult {
        rule_id: rules.id(rule).to_owned(),
        rule_index: rule,
        level,
        message: json!({"text": message(run, failing, about)}),
        locations: vec![location(suite, &vector.id)],
        partial_fingerprints: BTreeMap::from([
            ("primaryLocationLineHash", format!("{hash}:{time}")),
            ("audiometerCase/v1", format!("{hash}:{time}")),
        ]),
        suppressions: suppressions.into_iter().collect(),
        properties,
    }
}

/// Whether a known failure has a sibling that is not known: the same vector and outcome, and a result of its own.
fn known_apart(case: &Judged<'_>, other: &Judged<'_>) -> bool {
    case.cause.is_some()
        && other.cause.is_none()
        && case.entry.vector.id == other.entry.vector.id
        && case.outcome.name() == other.outcome.name()
}

/// One sentence without braces or brackets, which mean something in a message.
fn message(run: &Run<'_>, failing: &Failing<'_>, about: &str) -> String {
    let vector = failing.cases[0].entry.vector;
    let text = format!("{}: {about}: {} ({})", run.title(), vector.comment, failing.profiles().join(", "));
    text.replace(['{', '['], "(").replace(['}', ']'], ")")
}

/// The vector, where it stands in the suite's files.
fn location(suite: &Suite, id: &str) -> Value {
    let topic = id.rsplit_once('/').map_or(id, |(topic, _)| topic);
    let file = format!("{topic}.json");
    let text = suite.sources.iter().find(|source| source.file == file).map_or("", |source| &*source.text);
    let named = format!("\"id\": \"{id}\"");
    let line = text.lines().position(|line| line.contains(&named)).map_or(1, |at| at + 1);
    json!({
        "physicalLocation": {"artifactLocation": {"uri": format!("vectors/{file}")}, "region": {"startLine": line}},
        "logicalLocations": [{"fullyQualifiedName": id}],
    })
}

/// The rules that are broken, in the order in which they came.
#[derive(Default)]
struct Rules {
    rules: Vec<Rule>,
}

struct Rule {
    id: String,
    title: String,
    about: &'static str,
    level: &'static str,
    severity: Option<&'static str>,
    importance: Importance,
    clause: Option<&'static Clause>,
}

impl Rules {
    /// The place of the rule that a failure breaks.
    fn place(
        &mut self,
        outcome: &str,
        about: &'static str,
        level: &'static str,
        severity: Option<&'static str>,
        failing: &Failing<'_>,
    ) -> usize {
        let case = failing.example();
        let clause = match case.right() {
            Verdict::Accept(clause) => Some(clause),
            Verdict::Reject(rejection) => Some(rejection.clause),
            Verdict::Either(_) => None,
        };
        let id = clause.map_or(outcome.to_owned(), |clause| format!("{outcome}/{}", clause.id));
        let importance = case.entry.vector.importance;
        if let Some(at) = self.rules.iter().position(|rule| rule.id == id) {
            self.rules[at].importance = self.rules[at].importance.max(importance);
            return at;
        }
        let title = outcome.split('-').map(capital).collect();
        self.rules.push(Rule { id, title, about, level, severity, importance, clause });
        self.rules.len() - 1
    }

    fn id(&self, at: usize) -> &str {
        &self.rules[at].id
    }

    fn into_json(self) -> Vec<Value> {
        self.rules.into_iter().map(Rule::into_json).collect()
    }
}

impl Rule {
    fn into_json(self) -> Value {
        let place = self.clause.map_or(String::new(), |clause| format!(": {}", clause.place()));
        let (text, markdown) = match self.clause {
            Some(clause) => (
                format!("{}: {} {}", clause.title(), clause.cited(), clause.url),
                format!("> {}\n\n[{}]({})", clause.cited(), clause.title(), clause.url),
            ),
            None => (self.about.to_owned(), self.about.to_owned()),
        };
        let severity = self.severity.unwrap_or(match self.importance {
            Importance::Critical => "9.5",
            Importance::High => "8.0",
            Importance::Medium => "5.5",
            Importance::Low => "3.5",
        });
        let mut rule = json!({
            "id": self.id,
            "name": self.title,
            "shortDescription": {"text": format!("{}{place}", self.about)},
            "fullDescription": {"text": text},
            "help": {"text": text, "markdown": markdown},
            "defaultConfiguration": {"level": self.level},
            "properties": {"tags": ["security", "jwt", "audience"], "precision": "very-high", "security-severity": severity},
        });
        if let Some(clause) = self.clause {
            rule["helpUri"] = clause.url.as_str().into();
        }
        rule
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn harmless(text: &str) -> String {
    explain::harmless(text, 400)
}
