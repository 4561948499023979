//! Is the suite in good order? What loading does not need to know: layout, tokens, and that nothing is cited in vain.

use crate::ambiguity::Ambiguity;
use crate::catalog::Suite;
use crate::clause::Clause;
use crate::format;
use crate::judge::judge;
use crate::policy::Shape;
use crate::profile::Profile;
use crate::rule::Rule;
use crate::vector::{Problem, Vector};
use crate::verdict::Verdict;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, HashSet};

/// Everything that is wrong with a suite that has been loaded. Whether the tokens' signatures verify is for those to
/// check who can verify one.
pub fn lint(suite: &Suite) -> Vec<Problem> {
    let mut problems = Vec::new();
    for topic in &suite.topics {
        let file = format!("{}.json", topic.topic);
        for vector in &topic.vectors {
            if let Err(text) = token(vector) {
                problems.push(Problem { file: file.clone(), id: Some(vector.id.clone()), field: Some("token"), text });
            }
            if let Err(text) = grounds(vector) {
                problems.push(Problem {
                    file: file.clone(),
                    id: Some(vector.id.clone()),
                    field: Some("clauses"),
                    text,
                });
            }
        }
        if suite.sources.iter().any(|source| source.file == file && source.text != format::write(topic)) {
            problems.push(of(&file, "is not laid out as the rest; `audiometer vectors fmt` does it".to_owned()));
        }
    }
    let used: HashSet<&str> = suite.vectors().flat_map(|vector| &vector.flags).map(String::as_str).collect();
    for flag in suite.flags.keys().filter(|flag| !used.contains(flag.as_str())) {
        problems.push(of("flags.json", format!("no vector has the flag `{flag}`")));
    }
    let cited = cited(suite);
    for clause in Clause::all().iter().filter(|clause| !cited.contains(clause.id.as_str())) {
        problems.push(of("clauses.json", format!("nothing cites `{}`", clause.id)));
    }
    for (clause, coverage) in coverage(suite) {
        for (count, verdict) in [(coverage.accepting, "accepted"), (coverage.rejecting, "rejected")] {
            if count == 0 {
                problems
                    .push(of("clauses.json", format!("`{clause}` is cited by a rule, and no {verdict} case shows it")));
            }
        }
    }
    problems
}

fn of(file: &str, text: String) -> Problem {
    Problem { file: file.to_owned(), id: None, field: None, text }
}

/// That one of the vector's clauses is one that a verdict of the judgement rests on.
fn grounds(vector: &Vector) -> Result<(), String> {
    let mut deciding: Vec<&str> = Vec::new();
    for &(profile, _) in &vector.expect {
        match judge(&vector.claims, &vector.policy(profile)) {
            Verdict::Accept(clause) => deciding.push(&clause.id),
            Verdict::Reject(rejection) => deciding.push(&rejection.clause.id),
            Verdict::Either(ambiguity) => deciding.extend(ambiguity.question().clauses.iter().map(String::as_str)),
        }
    }
    if vector.clauses.iter().any(|clause| deciding.contains(&clause.as_str())) {
        return Ok(());
    }
    deciding.dedup();
    Err(format!("names none that a verdict rests on, such as {}", deciding.join(", ")))
}

/// That the token is there, and carries the claims byte for byte under a header with the members that the vector states.
fn token(vector: &Vector) -> Result<(), String> {
    if vector.token.is_empty() {
        return Err("is missing; `audiometer vectors mint` makes it".to_owned());
    }
    let parts: Vec<&str> = vector.token.split('.').collect();
    let [header, payload, _signature] = parts[..] else { return Err("has no three parts".to_owned()) };
    let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|error| format!("is no base64url: {error}"));
    if decode(payload)? != vector.claims {
        return Err("carries other claims; `audiometer vectors mint` makes it anew".to_owned());
    }
    if decode(header)? != header_text(vector.header.as_deref(), "HS256").into_bytes() {
        return Err("carries another header; `audiometer vectors mint` makes it anew".to_owned());
    }
    Ok(())
}

/// The JOSE header of a token: `alg`, `typ` unless it is stated, and what is stated, a JSON object as text.
pub fn header_text(stated: Option<&str>, alg: &str) -> String {
    let stated = stated.map_or("{}", str::trim);
    let names = serde_json::from_str::<BTreeMap<String, IgnoredAny>>(stated).unwrap_or_default();
    let typ = if names.contains_key("typ") { "" } else { ",\"typ\":\"JWT\"" };
    let members = stated.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or("").trim();
    let comma = if members.is_empty() { "" } else { "," };
    format!("{{\"alg\":\"{alg}\"{typ}{comma}{members}}}")
}

/// How often a clause that a rule cites decides, and how often tokens pass under a profile that cites it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Cases that are accepted under a profile with a rule that cites the clause.
    pub accepting: usize,
    /// Cases that are rejected, and the clause decides.
    pub rejecting: usize,
}

/// The coverage of every clause that obliges (MUST, SHOULD and their like) and that a rule cites to reject.
pub fn coverage(suite: &Suite) -> BTreeMap<&'static str, Coverage> {
    let mut coverage: BTreeMap<&'static str, Coverage> = BTreeMap::new();
    for clause in Profile::all().iter().flat_map(rejecting_clauses) {
        coverage.entry(&clause.id).or_default();
    }
    for entry in suite.entries() {
        match judge(&entry.vector.claims, &entry.vector.policy(entry.profile)) {
            Verdict::Accept(_) => {
                let clauses: HashSet<&str> =
                    rejecting_clauses(entry.profile).map(|clause| clause.id.as_str()).collect();
                clauses.into_iter().for_each(|clause| coverage.entry(clause).or_default().accepting += 1);
            }
            Verdict::Reject(rejection) => {
                if let Some(coverage) = coverage.get_mut(rejection.clause.id.as_str()) {
                    coverage.rejecting += 1;
                }
            }
            Verdict::Either(_) => {}
        }
    }
    coverage
}

/// The clauses that oblige and by which a profile can reject. A rule that only leaves the matter open does not count.
fn rejecting_clauses(profile: &'static Profile) -> impl Iterator<Item = &'static Clause> {
    let rejects = |rule: &Rule| match rule {
        Rule::Names | Rule::Absent | Rule::Accept => false,
        // Under shape `string` the shape rejects before another audience can.
        Rule::Extras => profile.shape == Shape::Any,
        _ => true,
    };
    Rule::ALL
        .into_iter()
        .filter(|rule| profile.applies(*rule))
        .filter(rejects)
        .map(|rule| profile.clause(rule))
        .filter(|clause| obliges(clause))
}

/// Whether the clause obliges the one who validates.
fn obliges(clause: &Clause) -> bool {
    let strength = clause.strength.to_ascii_uppercase();
    ["MUST", "SHOULD", "SHALL", "REQUIRED"].iter().any(|keyword| strength.contains(keyword))
}

fn cited(suite: &Suite) -> HashSet<&str> {
    let by_rules =
        Profile::all().iter().flat_map(|profile| Rule::ALL.into_iter().map(|rule| profile.clause(rule).id.as_str()));
    let by_questions =
        Ambiguity::ALL.into_iter().flat_map(|ambiguity| &ambiguity.question().clauses).map(String::as_str);
    let by_vectors = suite.vectors().flat_map(|vector| &vector.clauses).map(String::as_str);
    by_rules.chain(by_questions).chain(by_vectors).collect()
}
