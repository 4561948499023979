//! `audiometer report`: saved runs, once more and in any format.

use super::load;
use crate::args::ReportArgs;
use crate::exit::{Exit, Failure};
use crate::manifest::digest;
use crate::render;
use crate::saved;
use crate::write::Output;
use audiometer::Suite;

pub(crate) fn execute(args: &ReportArgs) -> Result<Exit, Failure> {
    let loaded;
    let suite = match &args.vectors {
        Some(folder) => {
            loaded = load(folder)?;
            &loaded
        }
        None => Suite::embedded(),
    };
    let runs = saved::read(&args.files, suite, &digest(suite))?;
    let outputs = Output::open_all(&args.reports.list, runs.runs.len() + runs.broken.len() > 1)?;
    render::write(&runs, &outputs)?;
    Ok(runs.exit)
}
