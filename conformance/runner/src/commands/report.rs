//! `audiometer report`: saved runs, once more and in any format.

use super::{quietly, suite};
use crate::args::ReportArgs;
use crate::exit::{Exit, Failure};
use crate::manifest::digest;
use crate::render;
use crate::saved;
use crate::write::Output;

pub(crate) fn execute(args: &ReportArgs) -> Result<Exit, Failure> {
    let suite = suite(args.vectors.as_deref())?;
    let runs = saved::read(&args.files, suite, &digest(suite))?;
    let outputs = Output::open_all(&args.reports.list, runs.runs.len() + runs.broken.len() > 1)?;
    quietly(|| render::write(&runs, &outputs))?;
    Ok(runs.exit)
}
