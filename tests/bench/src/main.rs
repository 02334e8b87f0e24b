//! How fast is a language server? Measures any that talks over standard input and output, several in turn.
//!
//! `cargo run --release -p rolecall-bench -- latency --server 'rolecall=target/release/rolecall server'`

mod cli;

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::Parser;
use rolecall_bench::measure::{Plan, session};
use rolecall_bench::report::{Batch, Batched, Report, Run, Style};
use rolecall_bench::text::{Findings, generate};
use rolecall_bench::{batch, empty};
use serde::Serialize;

use crate::cli::{Cli, Command, Density, Named, Output};

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Latency(options) => latency(&options),
        Command::Batch(options) => over_files(&options),
        Command::Text(options) => {
            let findings = options.every.map_or(Findings::Count(options.findings), Findings::Every);
            print!("{}", generate(options.size, findings, options.seed).text);
            Ok(())
        }
        Command::Empty { findings } => match empty::run(findings) {
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

fn latency(options: &cli::Latency) -> Result<(), String> {
    let (plan, rounds) =
        if options.quick { (Plan::quick(), 1) } else { (Plan::default(), options.rounds) };
    let plan = Plan {
        limit: Duration::from_secs(options.limit),
        pause: Duration::from_millis(options.pause),
        ..plan
    };
    let own = std::env::current_exe().map_err(said)?.display().to_string();
    let mut servers: Vec<&Named> = options.servers.iter().collect();
    let mut runs: Vec<Run> = Vec::new();
    for sample in samples(options)? {
        let first = runs.len();
        let empty = ["empty", "--findings", &sample.findings.to_string()].map(str::to_owned);
        let command = [own.clone()].into_iter().chain(empty).collect();
        let empty = Named { name: "empty".to_owned(), command };
        runs.extend(servers.iter().copied().chain([&empty]).map(|server| Run {
            server: server.name.clone(),
            command: server.command.clone(),
            document: sample.name.clone(),
            size: sample.size,
            dense: sample.is_dense,
            rounds: Vec::new(),
        }));
        for round in 1..=rounds {
            for run in runs.iter_mut().skip(first).filter(|run| run.fault().is_none()) {
                eprintln!("{}, round {round} of {rounds}: {}", sample.name, run.server);
                run.rounds.push(session(&run.command, &sample.text, &plan));
            }
        }
        // Who has failed is not asked for more.
        let failed = |server: &Named| {
            let run = runs.iter().skip(first).find(|run| run.server == server.name);
            run.is_some_and(|run| run.fault().is_some())
        };
        servers.retain(|server| !failed(server));
    }
    let report = Report { taken: now(), machine: machine(), plan, runs };
    let style = style(&options.output);
    let kinds = options.kinds.then(|| report.kinds(style));
    for table in [report.starts(style), report.documents(style)].iter().chain(&kinds) {
        println!("{table}\n");
    }
    finish(&report, &report.machine, &options.output)
}

fn over_files(options: &cli::Batch) -> Result<(), String> {
    let folder = tempfile::Builder::new().prefix("rolecall-bench").tempdir().map_err(said)?;
    let findings = Findings::Count(options.findings);
    let bytes = batch::write(folder.path(), options.files, options.size, findings, options.seed);
    let commands = options.commands.iter().map(|named| Batched {
        name: named.name.clone(),
        command: named.command.clone(),
        rounds: Vec::new(),
    });
    let mut commands: Vec<Batched> = commands.collect();
    for round in 1..=options.rounds {
        for one in &mut commands {
            eprintln!("round {round} of {}: {}", options.rounds, one.name);
            let cost = batch::run(&one.command, folder.path());
            one.rounds.push(cost.map_err(|error| format!("{}: {error}", one.name))?);
        }
    }
    let report = Batch {
        taken: now(),
        machine: machine(),
        files: options.files,
        bytes: bytes.map_err(said)?,
        commands,
    };
    println!("{}\n", report.table(style(&options.output)));
    finish(&report, &report.machine, &options.output)
}

fn style(output: &Output) -> Style {
    if output.markdown { Style::Markdown } else { Style::Terminal }
}

fn finish(report: &impl Serialize, machine: &str, output: &Output) -> Result<(), String> {
    println!("{machine}");
    let Some(file) = &output.json else { return Ok(()) };
    let text = serde_json::to_string_pretty(report).map_err(said)?;
    std::fs::write(file, text).map_err(|error| about(file, &error))
}

/// A document to measure with.
struct Sample {
    name: String,
    size: usize,
    is_dense: bool,
    /// How many findings were planted.
    findings: usize,
    text: String,
}

fn samples(options: &cli::Latency) -> Result<Vec<Sample>, String> {
    if let Some(file) = &options.text {
        let text = std::fs::read_to_string(file).map_err(|error| about(file, &error))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![Sample { name, size: text.len(), is_dense: false, findings: 0, text }]);
    }
    let sizes = options.sizes.iter().filter(|size| !options.quick || **size <= 100_000);
    let samples = sizes.flat_map(|size| {
        options.findings.iter().map(|density| {
            let is_dense = *density == Density::Dense;
            let findings = if is_dense { Findings::Every(500) } else { Findings::Count(20) };
            let name = format!("{}{}", shown(*size), if is_dense { ", dense" } else { "" });
            let text = generate(*size, findings, options.seed);
            Sample { name, size: *size, is_dense, findings: text.planted, text: text.text }
        })
    });
    Ok(samples.collect())
}

fn shown(size: usize) -> String {
    match (size / 1_000_000, size / 1_000) {
        (megabytes, _) if megabytes * 1_000_000 == size => format!("{megabytes} MB"),
        (_, kilobytes) if kilobytes * 1_000 == size => format!("{kilobytes} KB"),
        _ => format!("{size} B"),
    }
}

/// In seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{} {}, {cores} processors", std::env::consts::OS, std::env::consts::ARCH)
}

fn said(error: impl Display) -> String {
    error.to_string()
}

fn about(file: &Path, error: &impl Display) -> String {
    format!("{}: {error}", file.display())
}
