//! The command line: reads documents, has them reviewed, prints what was found.

mod address;
#[cfg(unix)]
mod attributes;
mod check;
mod cli;
mod config;
mod destination;
mod documents;
mod explain;
mod explanation;
mod git;
mod init;
mod manual;
mod named;
mod output;
mod progress;
mod replace;
mod report;
mod roles;
mod stories;
mod table;
mod temporary;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};

fn main() -> ExitCode {
    // For tests of what becomes of our own faults; a release build makes none.
    if cfg!(debug_assertions)
        && let Some(word) = std::env::var("ROLECALL_STUMBLE").ok().filter(|word| !word.is_empty())
    {
        review::panic_on_purpose(word);
    }
    let cli = Cli::parse();
    cli.color.apply();
    match cli.command {
        Command::Server { position_encoding, .. } => match server::run(position_encoding.into()) {
            Ok(code) => ExitCode::from(code),
            Err(error) => {
                output::complain(&format!("Cannot start the language server: {error}."));
                output::Outcome::Failed.into()
            }
        },
        Command::Check(options) => check::run(&options),
        Command::Stories(options) => stories::run(&options),
        Command::Roles(options) => roles::run(&options),
        Command::Report(options) => report::run(&options),
        Command::Init { path } => init::run(path.as_deref()),
        Command::Config(options) => config::run(&options),
        Command::Explain { what } => explain::run(what.as_deref()),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man { list: true, .. } => manual::list(),
        Command::Man { command, .. } => manual::page(command.as_deref()),
    }
}
