//! How fast is a language server? Measures any that talks over standard input and output, several in turn.
//!
//! `cargo run --release -p rolecall-bench -- latency --server 'rolecall=target/release/rolecall server'`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::{Args, Parser, Subcommand};
use rolecall_bench::measure::{Plan, session};
use rolecall_bench::report::{Report, Run, Style};
use rolecall_bench::text::{Findings, generate};

/// How fast is a language server?
#[derive(Debug, Parser)]
#[command(name = "rolecall-bench", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure servers: how long from an edit to its diagnostics, and more
    ///
    /// A server that does nothing, `empty`, is measured with them: what the wire alone costs. Servers take turns, in each
    /// of several rounds. Printed is the best round; a number behind ≤ or “over” is what rolecall is to keep to.
    Latency(Latency),
    /// Write a text to standard output
    Text {
        /// How large it is: 10K, 1M
        #[arg(long, default_value = "10K", value_parser = size)]
        size: usize,
        #[command(flatten)]
        sort: Sort,
    },
    /// Serve an editor, without doing anything
    Empty,
}

#[derive(Debug, Args)]
struct Latency {
    /// A server as NAME=COMMAND; may be said several times
    #[arg(long = "server", value_name = "NAME=COMMAND", value_parser = server)]
    servers: Vec<Server>,
    /// How large the documents are
    #[arg(long, value_name = "SIZE", value_delimiter = ',', default_value = "10K,100K,1M,10M", value_parser = size)]
    sizes: Vec<usize>,
    /// Few findings (20), or one for 500 bytes (dense), or both
    #[arg(long, value_delimiter = ',', default_value = "few,dense")]
    findings: Vec<Density>,
    /// Measure with this document instead
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// What the texts are drawn from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How often each server is measured with each document
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How many milliseconds to wait between two edits
    #[arg(long, default_value_t = 0)]
    pause: u64,
    /// After how many seconds without an answer to give a server up
    #[arg(long, default_value_t = 60)]
    limit: u64,
    /// A smoke run of some seconds: one round of little, with small documents
    #[arg(long)]
    quick: bool,
    /// Print also the times of each kind of edit
    #[arg(long)]
    kinds: bool,
    /// Print tables as Markdown, without the budget
    #[arg(long)]
    markdown: bool,
    /// Write all rounds to a file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Sort {
    /// How many findings it has
    #[arg(long, default_value_t = 20)]
    findings: usize,
    /// One finding for so many bytes instead
    #[arg(long, value_name = "BYTES", conflicts_with = "findings")]
    every: Option<usize>,
    /// What it is drawn from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Density {
    Few,
    Dense,
}

#[derive(Debug, Clone)]
struct Server {
    name: String,
    command: Vec<String>,
}

/// A text to measure with.
struct Sample {
    name: String,
    size: usize,
    dense: bool,
    text: String,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Latency(options) => latency(&options),
        Command::Text { size, sort } => {
            let findings = sort.every.map_or(Findings::Count(sort.findings), Findings::Every);
            print!("{}", generate(size, findings, sort.seed).text);
            Ok(())
        }
        Command::Empty => match rolecall_bench::empty::run() {
            Ok(code) => return ExitCode::from(code),
            Err(error) => Err(error.to_string()),
        },
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn latency(options: &Latency) -> Result<(), String> {
    let plan = Plan {
        limit: Duration::from_secs(options.limit),
        pause: Duration::from_millis(options.pause),
        ..if options.quick { Plan::quick() } else { Plan::default() }
    };
    let servers = servers(options)?;
    let mut runs: Vec<Run> = Vec::new();
    // Who has failed is not asked for more.
    let mut failed: Vec<&str> = Vec::new();
    for sample in samples(options)? {
        let first = runs.len();
        runs.extend(servers.iter().filter(|server| !failed.contains(&server.name.as_str())).map(
            |server| Run {
                server: server.name.clone(),
                command: server.command.clone(),
                document: sample.name.clone(),
                size: sample.size,
                dense: sample.dense,
                rounds: Vec::new(),
            },
        ));
        for round in 0..if options.quick { 1 } else { options.rounds } {
            for run in runs.iter_mut().skip(first) {
                if run.rounds.iter().any(|round| round.fault.is_some()) {
                    continue;
                }
                eprintln!("{}, round {}: {}", sample.name, round + 1, run.server);
                run.rounds.push(session(&run.command, &sample.text, &plan));
            }
        }
        let has_failed = |run: &&Run| run.rounds.iter().any(|round| round.fault.is_some());
        for run in runs.iter().skip(first).filter(has_failed) {
            failed.extend(
                servers.iter().map(|server| server.name.as_str()).find(|name| *name == run.server),
            );
        }
    }
    let taken = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let machine =
        format!("{} {}, {cores} processors", std::env::consts::OS, std::env::consts::ARCH);
    let report = Report { taken: taken.as_secs(), machine, plan, runs };
    let style = if options.markdown { Style::Markdown } else { Style::Terminal };
    for table in report.tables(style, options.kinds) {
        println!("{table}\n");
    }
    if let Some(file) = &options.json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

/// The servers that were asked for, and the one that does nothing.
fn servers(options: &Latency) -> Result<Vec<Server>, String> {
    let mut servers = options.servers.clone();
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let command = vec![own.display().to_string(), "empty".to_owned()];
    servers.push(Server { name: "empty".to_owned(), command });
    Ok(servers)
}

fn samples(options: &Latency) -> Result<Vec<Sample>, String> {
    if let Some(file) = &options.text {
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![Sample { name, size: text.len(), dense: false, text }]);
    }
    let sizes = options.sizes.iter().filter(|size| !options.quick || **size <= 100_000);
    let samples = sizes.flat_map(|size| {
        options.findings.iter().map(|density| {
            let (findings, sort) = match density {
                Density::Few => (Findings::Count(20), ""),
                Density::Dense => (Findings::Every(500), ", dense"),
            };
            let text = generate(*size, findings, options.seed).text;
            let name = format!("{}{sort}", shown(*size));
            Sample { name, size: *size, dense: *density == Density::Dense, text }
        })
    });
    Ok(samples.collect())
}

/// Reads `10K`; a kilobyte has a thousand bytes.
fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = match text.trim_end_matches(['B', 'b']) {
        text if text.ends_with(['K', 'k']) => (text.get(..text.len() - 1), 1_000),
        text if text.ends_with(['M', 'm']) => (text.get(..text.len() - 1), 1_000_000),
        text => (Some(text), 1),
    };
    let number: usize =
        number.unwrap_or_default().trim().parse().map_err(|_| "not a size such as 10K or 1M")?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

fn shown(size: usize) -> String {
    match size {
        size if size >= 1_000_000 && size.is_multiple_of(1_000_000) => {
            format!("{} MB", size / 1_000_000)
        }
        size if size >= 1_000 && size.is_multiple_of(1_000) => format!("{} KB", size / 1_000),
        size => format!("{size} B"),
    }
}

/// Reads `NAME=COMMAND`. A program with a path is found from any folder.
fn server(text: &str) -> Result<Server, String> {
    let (name, command) = text.split_once('=').ok_or("not of the form NAME=COMMAND")?;
    let mut command =
        shlex::split(command).filter(|words| !words.is_empty()).ok_or("no command")?;
    if let Some(program) = command.first_mut()
        && program.contains(std::path::MAIN_SEPARATOR)
    {
        let path = std::path::absolute(&*program).map_err(|error| error.to_string())?;
        *program = path.display().to_string();
    }
    Ok(Server { name: name.to_owned(), command })
}
