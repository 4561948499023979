//! `audiometer`: the runner of the suite.

mod args;
mod canary;
mod commands;
mod exit;
mod expectations;
mod export;
mod glob;
mod manifest;
mod mint;
mod render;
mod subjects;
mod write;

use args::Command;
use exit::{Exit, Failure};

fn main() -> Exit {
    let cli = args::parse();
    let result = match &cli.command {
        None => commands::run::execute(&cli.run),
        Some(Command::Run(args)) => commands::run::execute(args),
        Some(Command::List(args)) => commands::list::execute(args),
        Some(Command::Explain(args)) => commands::explain::execute(args),
        Some(Command::Mutants(args)) => commands::mutants::execute(args),
        Some(Command::Check(args)) => commands::check::execute(args),
        Some(Command::Vectors(command)) => commands::vectors::execute(command),
    };
    match result {
        Ok(exit) => exit,
        Err(Failure { exit, text }) => {
            anstream::eprintln!("error: {text}");
            exit
        }
    }
}
