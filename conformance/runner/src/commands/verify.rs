//! `audiometer verify`: is a certificate in order, and does its target still do what it says?

use super::certify::{Order, issue, suite_id};
use super::profile;
use crate::args::VerifyArgs;
use crate::certificate::{check, level::Level};
use crate::exit::{Exit, Failure};
use crate::render::certificate as render;
use crate::write;
use audiometer::Suite;
use std::fs::File;
use std::io::Read as _;

/// The largest file that is read: all profiles take about two megabytes.
const LARGEST: u64 = 64 << 20;

pub(crate) fn execute(args: &VerifyArgs) -> Result<Exit, Failure> {
    let path = args.file.display();
    let mut text = String::new();
    let read = File::open(&args.file).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
    read.map_err(|error| Failure::usage(format!("failed to read {path}: {error}")))?;
    if text.len() as u64 > LARGEST {
        return Err(Failure::usage(format!("{path} is over {} MiB, which no certificate is", LARGEST >> 20)));
    }
    let statement = check::read(&text, &suite_id()).map_err(|why| Failure::usage(format!("{path} {why}")))?;
    let problems = check::problems(&statement, Suite::embedded());
    if !problems.is_empty() {
        write::out(&render::refused(&problems, write::width()))?;
        return Ok(Exit::Unexpected);
    }
    let again = args.target.is_some() || !args.by.command.is_empty();
    let differences = if again {
        let extension = statement.extension();
        let campaign = extension.profiles.iter().find_map(|standing| standing.campaign.as_ref());
        let order = Order {
            profiles: extension.profiles.iter().map(|standing| profile(&standing.name)).collect::<Result<_, _>>()?,
            seed: extension.seeds[0],
            campaign: campaign.map(|campaign| (campaign.cases, campaign.seed)),
            expectations: args.expectations.as_deref(),
        };
        let now = issue(args.target.as_deref(), &args.by, &order, extension.time.clone())?;
        Some(check::differences(&statement, &now))
    } else {
        None
    };
    write::out(&render::verified(&statement, differences.as_deref(), args.level, write::width()))?;
    let same = differences.is_none_or(|differences| differences.is_empty());
    let reaches = args.level == Level::None || statement.level() >= args.level;
    Ok(if same && reaches { Exit::AsExpected } else { Exit::Unexpected })
}
