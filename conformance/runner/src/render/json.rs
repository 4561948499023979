//! A run as one JSON document: who, how many of each outcome by profile, and each case that did not simply pass.
//! `$defs/report` in `conformance/report.schema.json` describes it.

use super::jsonl::{self, CaseLine, SuiteInfo, Tally, Who};
use super::{Broken, Run, Runs, tally_of};
use crate::saved::FORMAT;
use audiometer::{Outcome, Profile};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    r#type: &'static str,
    format: u32,
    runner: &'a str,
    suite: SuiteInfo<'a>,
    exit: u8,
    implementations: Vec<Implementation<'a>>,
    #[serde(skip_serializing_if = "<[Broken]>::is_empty")]
    broken: &'a [Broken],
}

#[derive(Serialize)]
struct Implementation<'a> {
    #[serde(flatten)]
    who: Who<'a>,
    results: Tally<'a>,
    profiles: BTreeMap<&'a str, BTreeMap<&'static str, usize>>,
    cases: Cases<'a>,
}

/// Those that did not simply pass. They are written as they come, since there may be very many.
struct Cases<'a>(&'a Run<'a>);

impl Serialize for Cases<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = self.0.cases().filter(|case| !matches!(case.outcome, Outcome::Pass));
        serializer.collect_seq(told.map(|case| -> CaseLine<'_> { jsonl::case(self.0, &case, case.right()) }))
    }
}

/// The whole document.
pub(super) fn render(runs: &Runs<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        r#type: "report",
        format: FORMAT,
        runner: &runs.runner,
        suite: jsonl::suite(runs),
        exit: runs.exit as u8,
        implementations: runs.runs.iter().map(implementation).collect(),
        broken: &runs.broken,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn implementation<'a>(run: &'a Run<'_>) -> Implementation<'a> {
    let of = |profile: &'static Profile| {
        let found = tally_of(run.cases().filter(|case| case.entry.profile == profile));
        let found: BTreeMap<_, _> = Outcome::NAMES.into_iter().zip(found).filter(|(_, found)| *found > 0).collect();
        (profile.name.as_str(), found)
    };
    Implementation {
        who: jsonl::who(run),
        results: jsonl::tally(run),
        profiles: Profile::all().iter().map(of).filter(|(_, found)| !found.is_empty()).collect(),
        cases: Cases(run),
    }
}
