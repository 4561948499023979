//! What can be said about campaigns and what they find?

use super::adapters::seconds;
use super::{ByArgs, FolderArgs, TargetsArgs};
use audiometer::Importance;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
pub(crate) struct FuzzArgs {
    #[command(flatten)]
    pub(crate) of: TargetsArgs,
    /// Only this profile; may be given several times [default: all]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Vec<String>,
    /// How many cases are put to each [default: 20,000, or as many as there is time for]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) cases: Option<u64>,
    /// How long, for each, such as 60s, 10m or 8h
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) time: Option<Duration>,
    /// The seed from which the cases are drawn
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// A folder of cases to be mutated as well: of claims sets, as libFuzzer keeps them, or of JSON files with `claims`,
    /// `recipient` and `profile`
    #[arg(long, value_name = "FOLDER")]
    pub(crate) corpus: Option<PathBuf>,
    /// Mutate no vectors
    #[arg(long)]
    pub(crate) no_vectors: bool,
    /// Where the findings go: a file TARGET.jsonl each
    #[arg(long, value_name = "FOLDER", default_value = "findings")]
    pub(crate) output: PathBuf,
    /// A folder of findings that are known, and no reason to fail
    #[arg(long, value_name = "FOLDER")]
    pub(crate) known: Option<PathBuf>,
    /// Events, a JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
    /// How many implementations side by side, or processes of one [default: the cores, and one process each]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// A number of seconds, minutes or hours.
fn time(value: &str) -> Result<Duration, String> {
    let (number, unit) = match value.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => value.split_at(at),
        None => (value, "s"),
    };
    let unit = match unit {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err("is no time such as 60s, 10m or 8h".to_owned()),
    };
    let number: f64 = number.parse().map_err(|_| "is no time such as 60s, 10m or 8h".to_owned())?;
    seconds(&(number * unit).to_string())
}

/// One of the findings in a file.
#[derive(Debug, Args)]
pub(crate) struct WhichFinding {
    /// Which finding, where the file has several: its id, or its number in the file
    #[arg(long, value_name = "ID-OR-NUMBER")]
    pub(crate) finding: Option<String>,
    /// Which of its examples; the first is the smallest
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) example: usize,
}

#[derive(Debug, Args)]
pub(crate) struct ReproduceArgs {
    /// A file of findings
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) which: WhichFinding,
    /// Which implementation [default: the one that the findings are about]
    #[arg(value_name = "TARGET")]
    pub(crate) target: Option<String>,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PromoteArgs {
    /// A file of findings, a case of a corpus (.json), or a claims set as libFuzzer keeps it
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) which: WhichFinding,
    /// The id of the vector: its topic, and the fact in kebab case [default: asked for, on a terminal]
    #[arg(long, value_name = "TOPIC/FACT")]
    pub(crate) id: Option<String>,
    /// The fact in one line [default: what tells the case from others]
    #[arg(long, value_name = "TEXT")]
    pub(crate) comment: Option<String>,
    /// What a wrong answer would cost: low, medium, high or critical [default: high for what is rejected, or medium]
    #[arg(long, value_name = "HOW-BAD", value_parser = importance)]
    pub(crate) importance: Option<Importance>,
    /// The kind; may be given several times [default: those of the vector that is most alike]
    #[arg(long, value_name = "NAME")]
    pub(crate) flag: Vec<String>,
    /// Where it was reported; may be given several times
    #[arg(long, value_name = "URL")]
    pub(crate) link: Vec<String>,
    /// The id of the accepted twin, where the suite has none yet
    #[arg(long, value_name = "TOPIC/FACT")]
    pub(crate) twin_id: Option<String>,
    /// An identifier of the recipient of a claims set; may be given several times [default: the first audience in it]
    #[arg(long = "me", value_name = "IDENTIFIER")]
    pub(crate) identifiers: Vec<String>,
    /// The profile that the vector is about: it has to bear on it, and its clause stands first [default: the one under
    /// which it was found; of a claims set, the first]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Print what would be added, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

fn importance(value: &str) -> Result<Importance, String> {
    match value {
        "low" => Ok(Importance::Low),
        "medium" => Ok(Importance::Medium),
        "high" => Ok(Importance::High),
        "critical" => Ok(Importance::Critical),
        _ => Err("there are low, medium, high, and critical".to_owned()),
    }
}
