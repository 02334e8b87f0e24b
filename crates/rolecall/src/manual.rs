//! `rolecall completions` and `rolecall man`: what the command line says of itself, for shells and for `man`.

use std::process::ExitCode;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use project::nearest;

use crate::cli::Cli;
use crate::output::{Outcome, complain, finish};

/// Prints a shell's completions.
pub fn completions(shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "rolecall", &mut script);
    finish(&String::from_utf8_lossy(&script), Outcome::Clean)
}

/// Prints the names of the commands that have a manual page.
pub fn list() -> ExitCode {
    finish(&(names(&whole()).join("\n") + "\n"), Outcome::Clean)
}

/// Prints a manual page: of `name`, or of the whole.
pub fn page(name: Option<&str>) -> ExitCode {
    let whole = whole();
    let names = names(&whole);
    let command = match name {
        None => Some(whole.clone()),
        Some(name) => whole.find_subcommand(name).cloned(),
    };
    let Some(command) = command else {
        let name = name.unwrap_or_default();
        complain(&match nearest(name, names.iter().copied()) {
            Some(near) => format!("Unknown command `{name}`; did you mean `{near}`?"),
            None => format!("Unknown command `{name}`. The commands are: {}.", names.join(", ")),
        });
        return Outcome::Failed.into();
    };
    let mut page = Vec::new();
    match clap_mangen::Man::new(command).render(&mut page) {
        Ok(()) => finish(&String::from_utf8_lossy(&page), Outcome::Clean),
        Err(error) => {
            complain(&format!("Cannot print the manual page: {error}."));
            Outcome::Failed.into()
        }
    }
}

fn whole() -> Command {
    let mut whole = Cli::command();
    whole.build();
    whole
}

fn names(whole: &Command) -> Vec<&str> {
    whole.get_subcommands().map(Command::get_name).collect()
}
