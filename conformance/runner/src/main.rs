//! `audiometer`: the runner of the suite.

mod args;
mod baseline;
mod campaign;
mod canary;
mod certificate;
mod commands;
mod config;
mod exit;
mod expectations;
mod export;
mod floor;
mod glob;
mod input;
mod interrupt;
mod manifest;
mod mint;
mod progress;
mod records;
mod render;
mod results;
mod saved;
mod seeds;
mod source;
mod subjects;
mod today;
mod write;

use args::{AdapterCommand, Command};
use exit::{Exit, Failure};

/// A campaign makes and drops a dozen small texts a case.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Exit {
    let cli = args::parse();
    interrupt::watch();
    let result = match &cli.command {
        None => commands::run::execute(&cli.run),
        Some(Command::Run(args)) => commands::run::execute(args),
        Some(Command::Report(args)) => commands::report::execute(args),
        Some(Command::Fuzz(args)) => commands::fuzz::execute(args),
        Some(Command::Baseline(command)) => commands::baseline::execute(command),
        Some(Command::Certify(args)) => commands::certify::execute(args),
        Some(Command::Verify(args)) => commands::verify::execute(args),
        Some(Command::List(args)) => commands::list::execute(args),
        Some(Command::Explain(args)) => commands::explain::execute(args),
        Some(Command::Mutants(args)) => commands::mutants::execute(args),
        Some(Command::Check(args)) => commands::check::execute(args),
        Some(Command::Vectors(command)) => commands::vectors::execute(command),
        Some(Command::Adapters(command)) => commands::adapters::execute(command),
        Some(Command::Adapter(AdapterCommand::Check { name, adapters, command })) => {
            commands::adapter_check::execute(name.as_deref(), adapters, command)
        }
        Some(Command::Replay(args)) => commands::replay::execute(args),
        Some(Command::Reproduce(args)) => commands::reproduce::execute(args),
        Some(Command::Promote(args)) => commands::promote::execute(args),
        Some(Command::Diff(args)) => commands::diff::execute(args),
        Some(Command::Results(args)) => commands::results::execute(args),
    };
    match result {
        Ok(exit) => exit,
        Err(Failure { exit, text }) => {
            anstream::eprintln!("error: {text}");
            exit
        }
    }
}
