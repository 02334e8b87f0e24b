//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// How fast is a language server?
#[derive(Debug, Parser)]
#[command(name = "rolecall-bench", max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure servers: how long it takes from an edit to its diagnostics, and more
    ///
    /// A server that looks at nothing, `empty`, is measured with them. It answers with as many diagnostics as the document
    /// has findings: what the wire alone costs. The servers take turns in each round. Printed is the best round; behind ≤ or “over” stands what rolecall is to keep to. A server that says
    /// no version with its diagnostics is measured to the next diagnostics after an edit, whatever they are of.
    Latency(Latency),
    /// Measure commands that go over many documents and end
    Batch(Batch),
    /// Write a text to standard output
    Text(Text),
    /// Serve an editor, without looking at anything
    Empty {
        /// With how many diagnostics to answer an edit
        #[arg(long, default_value_t = 0)]
        findings: usize,
    },
}

#[derive(Debug, Args)]
pub struct Latency {
    /// A server as NAME=COMMAND; may be said several times
    #[arg(long = "server", value_name = "NAME=COMMAND", value_parser = named)]
    pub servers: Vec<Named>,
    /// How large the documents are
    #[arg(
        long,
        value_name = "SIZE",
        value_delimiter = ',',
        default_value = "10K,100K,1M,10M",
        value_parser = size
    )]
    pub sizes: Vec<usize>,
    /// How many findings the documents have
    #[arg(long, value_delimiter = ',', default_value = "few,dense")]
    pub findings: Vec<Density>,
    /// Measure with this document instead
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
    /// What the texts are drawn from
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How often each server is measured with each document
    #[arg(long, default_value_t = 3)]
    pub rounds: usize,
    /// How long to wait before an edit
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    pub pause: u64,
    /// After how long without an answer to give a server up
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub limit: u64,
    /// A smoke run of some seconds: one round of little, in documents up to 100K
    #[arg(long)]
    pub quick: bool,
    /// Print also the times of each kind of edit
    #[arg(long)]
    pub kinds: bool,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Batch {
    /// A command as NAME=COMMAND, `{dir}` standing for the folder; may be said several times
    #[arg(long = "command", value_name = "NAME=COMMAND", value_parser = named, required = true)]
    pub commands: Vec<Named>,
    /// How many documents there are
    #[arg(long, default_value_t = 1_000)]
    pub files: u64,
    /// How large each is
    #[arg(long, default_value = "20K", value_parser = size)]
    pub size: usize,
    /// How many findings each has
    #[arg(long, default_value_t = 20)]
    pub findings: usize,
    /// What the texts are drawn from
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How often each command is run
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Text {
    /// How large it is, such as 10K or 1M
    #[arg(long, default_value = "10K", value_parser = size)]
    pub size: usize,
    /// How many findings it has
    #[arg(long, default_value_t = 20)]
    pub findings: usize,
    /// One finding for so many bytes instead
    #[arg(long, value_name = "BYTES", conflicts_with = "findings")]
    pub every: Option<usize>,
    /// What it is drawn from
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub struct Output {
    /// Print the most telling figures as Markdown
    #[arg(long)]
    pub markdown: bool,
    /// Write all rounds to a file
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// How many findings a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Density {
    /// 20, however large it is
    Few,
    /// One for 500 bytes
    Dense,
}

/// A command with a name.
#[derive(Debug, Clone)]
pub struct Named {
    pub name: String,
    pub command: Vec<String>,
}

/// Reads `NAME=COMMAND`. A program with a path is made absolute, since servers run in a folder of their own.
fn named(text: &str) -> Result<Named, String> {
    let (name, command) = text.split_once('=').ok_or("not of the form NAME=COMMAND")?;
    let words = shlex::split(command).filter(|words| !words.is_empty());
    let mut command = words.ok_or("no command")?;
    if let Some(program) = command.first_mut()
        && program.contains(std::path::is_separator)
    {
        let path = std::path::absolute(&*program).map_err(|error| error.to_string())?;
        *program = path.display().to_string();
    }
    Ok(Named { name: name.to_owned(), command })
}

/// Reads `10K`: a kilobyte has a thousand bytes.
fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = match text.strip_suffix(['K', 'k']) {
        Some(number) => (number, 1_000),
        None => text.strip_suffix(['M', 'm']).map_or((text, 1), |number| (number, 1_000_000)),
    };
    let number: usize = number.parse().map_err(|_| "not a size such as 10K or 1M")?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
        assert_eq!(size("10K"), Ok(10_000));
        assert_eq!(size("2m"), Ok(2_000_000));
        assert_eq!(size("7"), Ok(7));
        assert!(size("K").is_err());
        let one = named("one=a/b 'c d'").unwrap();
        assert!(one.command[0].ends_with("a/b") && one.command[0].len() > 3);
        assert_eq!(one.command[1..], ["c d"]);
        assert_eq!(named("one=a").unwrap().command, ["a"]);
        assert!(named("one").is_err() && named("one=").is_err());
    }
}
