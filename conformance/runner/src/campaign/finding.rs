//! What has a campaign found? Findings, and the file in which they stand.
//!
//! A file is JSON Lines: a header with what was put, then a finding a line. It is written anew whenever something is found,
//! whole or not at all.

use super::draft::{self, Draft};
use crate::exit::Failure;
use crate::results::SuiteId;
use crate::write;
use audiometer::{Answer, Feature, Implementation, Rejection, Rule, Strength, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

/// The version of the format.
pub(crate) const FORMAT: u32 = 1;

/// In which way an answer is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    FalseAccept,
    FalseReject,
    /// No decision.
    Fault,
    /// No reply in time.
    Hang,
    /// Another answer when it was asked again.
    Unstable,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FalseAccept => "false-accept",
            Self::FalseReject => "false-reject",
            Self::Fault => "fault",
            Self::Hang => "hang",
            Self::Unstable => "unstable",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How an answer fails: what two failures of one finding have in common beside their marks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Failing {
    pub(crate) kind: Kind,
    /// The rule that demands a rejection, of a false accept.
    pub(crate) rule: Option<Rule>,
    /// The words of a fault, without what changes from one to the next.
    pub(crate) signature: String,
}

impl Failing {
    /// How an answer fails, if it does.
    pub(crate) fn of(verdict: &Verdict, answer: &Answer) -> Option<Self> {
        let failing = |kind, rule| Some(Self { kind, rule, signature: String::new() });
        match (verdict, answer) {
            (_, Answer::Fault { error }) => {
                let kind = if error.starts_with(crate::subjects::adapter::LATE) { Kind::Hang } else { Kind::Fault };
                Some(Self { kind, rule: None, signature: signature(error) })
            }
            (Verdict::Reject(Rejection { rule, .. }), Answer::Accept) => failing(Kind::FalseAccept, Some(*rule)),
            (Verdict::Accept(_), Answer::Reject { .. }) => failing(Kind::FalseReject, None),
            (Verdict::Reject(_), Answer::Reject { .. })
            | (Verdict::Accept(_), Answer::Accept)
            | (Verdict::Either(_), Answer::Accept | Answer::Reject { .. })
            | (_, Answer::Unsupported { .. }) => None,
        }
    }
}

impl Failing {
    /// Whether it may have the same cause: the rule that speaks first depends on the profile as well.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.kind == other.kind && self.signature == other.signature
    }
}

/// The beginning of a fault's words, up to what they quote, and without numbers: what follows is mostly the input.
fn signature(error: &str) -> String {
    let mut out = String::new();
    for c in error.chars().take_while(|c| !matches!(c, '\'' | '"' | '`')).take(60) {
        match c {
            c if c.is_ascii_digit() || (c.is_ascii_hexdigit() && out.ends_with('#')) => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// One cause, as far as a campaign can tell, with the smallest cases that show it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    /// The kind, and a number of what it is about: the same from one campaign to the next.
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// The sentence whose rule is broken, of a false accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) clause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) strength: Option<Strength>,
    /// How many cases failed in this way.
    pub(crate) cases: u64,
    /// The mutants that fail these examples in the same way, and answer as it does where it is right.
    pub(crate) mutants: Vec<String>,
    /// Vectors of the suite that show the same.
    pub(crate) vectors: Vec<String>,
    /// The command that puts it again, in the folder of this file.
    pub(crate) reproduce: String,
    /// The smallest first.
    pub(crate) examples: Vec<Example>,
}

/// A shrunk case that shows a finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// How many cases count to it.
    pub(crate) cases: u64,
    /// The number of the case that was shrunk; the seed and it give the case again.
    pub(crate) number: u64,
    /// What the generator had put into that case.
    pub(crate) used: Vec<String>,
    /// What the shrunk case still holds.
    pub(crate) marks: Vec<String>,
    pub(crate) answer: Answer,
    /// A case that has to be put before, so that this one fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<Draft>,
    /// The profile under which it fails.
    pub(crate) profile: String,
    /// A vector that only lacks a better id and comment; `token` is left to minting.
    pub(crate) vector: serde_json::Value,
    /// The accepted vector one edit away: the id of one in the suite, or one to be added.
    pub(crate) twin: serde_json::Value,
}

/// What was put.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) campaign: u32,
    pub(crate) target: String,
    pub(crate) implementation: Implementation,
    pub(crate) features: Vec<Feature>,
    pub(crate) suite: SuiteId,
    pub(crate) seed: u64,
    /// Whether vectors were mutated, too.
    pub(crate) mutated_vectors: bool,
    /// How it ended; empty while it is under way.
    pub(crate) ended: String,
    #[serde(flatten)]
    pub(crate) tally: Tally,
    pub(crate) findings: usize,
    /// Findings that no vector of the suite shows.
    pub(crate) beyond_the_vectors: usize,
}

/// What has been counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// Cases that were drawn.
    pub(crate) drawn: u64,
    /// Cases that were put.
    pub(crate) put: u64,
    /// Cases that ask for what the implementation cannot be told, or are not meant for it.
    pub(crate) unsupported: u64,
    /// Cases that are to be accepted, and that may be refused for something else than their audience.
    pub(crate) beside_the_point: u64,
    /// Cases that were not put since they would have killed it once more.
    pub(crate) quarantined: u64,
    /// Cases that failed.
    pub(crate) failed: u64,
    /// Failures that were not looked into, since there were too many different ones.
    pub(crate) left_aside: u64,
    /// By rule: how many of the cases that were put it decided.
    pub(crate) rules: BTreeMap<String, u64>,
    /// Which way it went where both are open: how often it accepted, and how often it rejected.
    pub(crate) choices: BTreeMap<String, [u64; 2]>,
    /// How often each ingredient of the generator was used.
    pub(crate) ingredients: BTreeMap<String, u64>,
}

/// The text of a file.
pub(crate) fn text(header: &Header, findings: &[Finding]) -> String {
    let mut out = serde_json::to_string(header).expect("plain data serializes");
    out.push('\n');
    for finding in findings {
        let reproduce = format!("audiometer reproduce {}.jsonl --finding {}", header.target, finding.id);
        let finding = Finding { reproduce, ..finding.clone() };
        out.push_str(&serde_json::to_string(&finding).expect("plain data serializes"));
        out.push('\n');
    }
    out
}

/// Writes the file, whole or not at all.
pub(crate) fn save(folder: &Path, header: &Header, findings: &[Finding]) -> Result<(), Failure> {
    write::file(&folder.join(format!("{}.jsonl", header.target)), text(header, findings).as_bytes())
}

/// Reads a file of findings.
///
/// # Errors
///
/// What is wrong with it, with its path and the line.
pub(crate) fn load(path: &Path) -> Result<(Header, Vec<Finding>), Failure> {
    let failed = |what: String| Failure::usage(format!("failed to read {}: {what}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let mut lines = text.lines().enumerate();
    let (_, first) = lines.next().ok_or_else(|| failed("it is empty".to_owned()))?;
    let header: Header =
        serde_json::from_str(first).map_err(|error| failed(format!("it is no file of findings: {error}")))?;
    if header.campaign != FORMAT {
        return Err(failed(format!("it has format {}; this program reads {FORMAT}", header.campaign)));
    }
    let findings = lines
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| failed(format!("line {}: {error}", at + 1))))
        .collect::<Result<Vec<Finding>, _>>()?;
    Ok((header, findings))
}

impl Finding {
    /// From a shrunk case.
    pub(crate) fn new(failing: &Failing, marks: &super::marks::Marks, example: Example, verdict: &Verdict) -> Self {
        let (clause, strength) = match verdict {
            Verdict::Reject(rejection) if failing.kind == Kind::FalseAccept => {
                (Some(rejection.clause.id.clone()), Some(rejection.strength))
            }
            _ => (None, None),
        };
        let marks: Vec<&str> = marks.iter().collect();
        let about = format!("{} {marks:?}", failing.signature);
        let id = format!("{}-{:08x}", failing.kind, fnv(about.as_bytes()));
        Self {
            id,
            kind: failing.kind,
            clause,
            strength,
            cases: example.cases,
            mutants: Vec::new(),
            vectors: Vec::new(),
            reproduce: String::new(),
            examples: vec![example],
        }
    }
}

impl Finding {
    /// Whether another finding of the same target is this one: by its id, by the words of a fault, or by a case that has
    /// all the marks of one of these examples.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let words = |finding: &Self| match finding.examples.first().map(|example| &example.answer) {
            Some(Answer::Fault { error }) => Some(signature(error)),
            _ => None,
        };
        self.id == other.id
            || self.kind == other.kind
                && (words(self).is_some_and(|said| words(other) == Some(said))
                    || other.examples.first().is_some_and(|theirs| {
                        self.examples.iter().any(|ours| {
                            let has = |mark: &String| theirs.marks.contains(mark);
                            !ours.marks.is_empty() && ours.marks.iter().all(has)
                        })
                    }))
    }
}

impl Example {
    /// The case.
    ///
    /// # Errors
    ///
    /// What is wrong with the vector.
    pub(crate) fn draft(&self) -> Result<Draft, String> {
        draft::of_vector(&self.vector, &self.profile)
    }
}

/// FNV-1a, for ids that are the same everywhere.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_that_differ_in_names_and_numbers_have_one_signature() {
        assert_eq!(signature("KeyError: 'me' at 0x7f12"), signature("KeyError: 'you' at 0x9a34"));
        assert_ne!(signature("KeyError: 'me'"), signature("TypeError: 'me'"));
        assert!(signature(&"x".repeat(1_000)).len() < 70);
    }
}
