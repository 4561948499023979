//! What was measured of one implementation, compact enough to be committed: a header, then a line a vector and outcome.
//!
//! What passed is not listed: whatever is not listed passed, and the header counts it. `conformance/results` holds a file an
//! implementation, and beside them the ids of the vectors.

use crate::exit::Failure;
use audiometer::protocol::Kind;
use audiometer::{Feature, Implementation, Strength};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The number of the format.
pub(crate) const FORMAT: u32 = 1;

/// The file beside the results that lists which vectors were put, an id a line.
pub(crate) const VECTORS: &str = "vectors.txt";

/// The first line: who was measured, with what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) format: u32,
    pub(crate) target: String,
    pub(crate) kind: Kind,
    pub(crate) implementation: Implementation,
    pub(crate) features: Vec<Feature>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) notes: String,
    pub(crate) suite: SuiteId,
    pub(crate) seed: u64,
    /// By profile, how many cases have each outcome that occurs.
    pub(crate) profiles: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Which suite it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SuiteId {
    pub(crate) version: String,
    pub(crate) digest: String,
}

/// What came of a vector under some profiles, unless it passed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) vector: String,
    pub(crate) outcome: String,
    /// The answer in one word.
    pub(crate) answer: String,
    /// For a false accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) strength: Option<Strength>,
    /// For what is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ambiguity: Option<String>,
    /// For what is unsupported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) feature: Option<String>,
    pub(crate) profiles: Vec<String>,
    /// The implementation's words, for failures.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) error: String,
}

/// A file of results.
#[derive(Clone, Debug)]
pub(crate) struct Results {
    pub(crate) header: Header,
    pub(crate) lines: Vec<Line>,
}

impl Results {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Names path and line.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = fs::read_to_string(path)
            .map_err(|error| Failure::usage(format!("failed to read {}: {error}", path.display())))?;
        let wrong =
            |line: usize, error: serde_json::Error| Failure::usage(format!("{}:{line}: {error}", path.display()));
        let mut lines = text.lines();
        let header: Header = serde_json::from_str(lines.next().unwrap_or_default()).map_err(|error| wrong(1, error))?;
        if header.format != FORMAT {
            let text = format!("{}:1: format {}, and this reader knows {FORMAT}", path.display(), header.format);
            return Err(Failure::usage(text));
        }
        let lines =
            lines.enumerate().map(|(at, line)| serde_json::from_str(line).map_err(|error| wrong(at + 2, error)));
        Ok(Self { lines: lines.collect::<Result<_, _>>()?, header })
    }

    /// Reads a file, or every `.jsonl` in a folder, by target.
    pub(crate) fn read_all(path: &Path) -> Result<BTreeMap<String, Self>, Failure> {
        if !path.is_dir() {
            let results = Self::read(path)?;
            return Ok(BTreeMap::from([(results.header.target.clone(), results)]));
        }
        let failed = |error| Failure::usage(format!("failed to read {}: {error}", path.display()));
        let mut all = BTreeMap::new();
        for entry in fs::read_dir(path).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            if file.extension().is_some_and(|extension| extension == "jsonl") {
                let results = Self::read(&file)?;
                all.insert(results.header.target.clone(), results);
            }
        }
        Ok(all)
    }

    /// What came of each case that did not pass.
    pub(crate) fn outcomes(&self) -> BTreeMap<(&str, &str), &Line> {
        let cases = self
            .lines
            .iter()
            .flat_map(|line| line.profiles.iter().map(move |profile| ((line.vector.as_str(), profile.as_str()), line)));
        cases.collect()
    }

    /// How many cases have this outcome, over all profiles.
    pub(crate) fn count(&self, outcome: &str) -> usize {
        self.header.profiles.values().filter_map(|profile| profile.get(outcome)).sum()
    }
}
