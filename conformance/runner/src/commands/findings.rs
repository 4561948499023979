//! Which finding is meant? The only one in a file, or the one of several that the command line names.

use crate::args::WhichFinding;
use crate::campaign::draft::Draft;
use crate::campaign::finding::{self, Example, Finding, Header};
use crate::exit::Failure;
use crate::render::count;
use audiometer::explain::harmless;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

/// How many findings are listed for somebody to choose from.
const LISTED: usize = 30;

/// How much of a file's first line is read to tell what it is.
const FIRST_LINE: u64 = 1 << 20;

/// An example of a finding.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) header: Header,
    pub(super) finding: Finding,
    pub(super) example: Example,
    /// Which of the examples it is, counted from 1.
    pub(super) number: usize,
    /// The case that the example is.
    pub(super) draft: Draft,
}

/// Whether a file is one of findings, in order or not: by its name, or by its first line.
pub(super) fn is_of_findings(path: &Path) -> bool {
    let mut first = Vec::new();
    let read =
        File::open(path).and_then(|file| BufReader::new(file).take(FIRST_LINE).read_until(b'\n', &mut first)).is_ok();
    let header = serde_json::from_slice::<serde_json::Value>(&first);
    path.extension().is_some_and(|extension| extension == "jsonl")
        || (read && header.is_ok_and(|header| header["campaign"].is_u64() && header["target"].is_string()))
}

/// The example that is meant.
///
/// # Errors
///
/// What is wrong with the file, or what there is to choose from.
pub(super) fn choose(path: &Path, which: &WhichFinding) -> Result<Chosen, Failure> {
    let file = harmless(&path.display().to_string(), 200);
    let (header, findings) = finding::load(path).map_err(|failure| {
        let text = harmless(&failure.text, 600); // it may quote the file
        Failure { text, ..failure }
    })?;
    let at = match &which.finding {
        Some(wanted) => named(wanted, &findings).ok_or_else(|| {
            let wanted = harmless(wanted, 80);
            Failure::usage(format!("--finding: {file} has no finding `{wanted}`; {}", choice(&findings)))
        })?,
        None if findings.len() > 1 => {
            return Err(Failure::usage(format!(
                "{file} has {}, and --finding names none; {}",
                count(findings.len(), "finding"),
                choice(&findings)
            )));
        }
        None => 0,
    };
    let Some(finding) = findings.into_iter().nth(at) else {
        return Err(Failure::nothing(format!("{file} has no findings: the campaign found nothing")));
    };
    let id = harmless(&finding.id, 60);
    let Some(example) = which.example.checked_sub(1).and_then(|at| finding.examples.get(at)).cloned() else {
        let examples = count(finding.examples.len(), "example");
        return Err(Failure::usage(format!("--example: the finding `{id}` in {file} has {examples}, the first is 1")));
    };
    let draft = example.draft().map_err(|what| {
        Failure::usage(format!(
            "{file}: finding {}, `{id}`, example {}: {}",
            at + 1,
            which.example,
            harmless(&what, 300)
        ))
    })?;
    Ok(Chosen { header, finding, example, number: which.example, draft })
}

/// The place of a finding that is named by its id or its number.
fn named(wanted: &str, findings: &[Finding]) -> Option<usize> {
    let by_number = || wanted.parse::<usize>().ok()?.checked_sub(1).filter(|&at| at < findings.len());
    findings.iter().position(|finding| finding.id == wanted).or_else(by_number)
}

/// What there is to choose from: number, id, cases, and below it what the smallest example holds.
fn choice(findings: &[Finding]) -> String {
    let mut text = "it takes the number or the id of one of these:".to_owned();
    for (at, finding) in findings.iter().enumerate().take(LISTED) {
        let marks = finding.examples.first().map_or(String::new(), |example| example.marks.join("; "));
        let about = if marks.is_empty() { marks } else { format!("\n        {}", harmless(&marks, 70)) };
        let cases = count(usize::try_from(finding.cases).unwrap_or(usize::MAX), "case");
        text.push_str(&format!("\n{:>4}  {:<23}  {cases:>14}{about}", at + 1, harmless(&finding.id, 40)));
    }
    if findings.len() > LISTED {
        text.push_str(&format!("\n      and {} more", findings.len() - LISTED));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::finding::Failing;

    /// The file that the tests read, here and of the command line. It is found, not written by hand: `audiometer fuzz
    /// jsonwebtoken --cases 4000 --no-vectors --output conformance/runner/tests/findings` finds it anew.
    fn found() -> (Header, Vec<Finding>) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings/jsonwebtoken.jsonl");
        finding::load(&path).expect("in order")
    }

    #[test]
    fn what_the_tests_read_are_failures() {
        let (header, findings) = found();
        assert_eq!(header.findings, findings.len());
        assert!(findings.len() > 1);
        for finding in &findings {
            for example in &finding.examples {
                let draft = example.draft().expect("a case");
                let failing = Failing::of(&draft.verdict(), &example.answer).expect("a failure");
                assert_eq!(failing.kind, finding.kind, "{}", finding.id);
            }
        }
    }

    #[test]
    fn a_finding_is_named_by_its_id_or_its_number() {
        let (_, findings) = found();
        assert_eq!(named(&findings[1].id, &findings), Some(1));
        assert_eq!(named("2", &findings), Some(1));
        for wanted in ["0", "-1", "", "1000", "false-accept"] {
            assert_eq!(named(wanted, &findings), None, "{wanted}");
        }
    }
}
