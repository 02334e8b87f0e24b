//! What was measured, as tables for people and as JSON for programs.

use comfy_table::presets::{ASCII_MARKDOWN, UTF8_FULL_CONDENSED};
use comfy_table::{Cell, CellAlignment, Table};
use serde::Serialize;

use crate::batch::Cost;
use crate::budget::{self, Measure};
use crate::edit::Kind;
use crate::measure::{Asked, Plan, Session, Times, milliseconds};

/// What was measured of servers.
#[derive(Debug, Serialize)]
pub struct Report {
    /// When, in seconds since 1970.
    pub taken: u64,
    /// Operating system, architecture and number of processors.
    pub machine: String,
    /// How much was measured.
    pub plan: Plan,
    /// A server with a document each.
    pub runs: Vec<Run>,
}

/// A server with a document.
#[derive(Debug, Serialize)]
pub struct Run {
    /// What the server is called.
    pub server: String,
    /// How it was started.
    pub command: Vec<String>,
    /// What the document is called.
    pub document: String,
    /// The size that was asked for, in bytes.
    pub size: usize,
    /// Whether the document is full of findings.
    pub dense: bool,
    /// Each round.
    pub rounds: Vec<Session>,
}

/// What was measured of commands.
#[derive(Debug, Serialize)]
pub struct Batch {
    /// When, in seconds since 1970.
    pub taken: u64,
    /// Operating system, architecture and number of processors.
    pub machine: String,
    /// How many documents there were.
    pub files: u64,
    /// How many bytes they had together.
    pub bytes: usize,
    /// Each command.
    pub commands: Vec<Batched>,
}

/// A command with what it cost.
#[derive(Debug, Serialize)]
pub struct Batched {
    /// What it is called.
    pub name: String,
    /// What was run.
    pub command: Vec<String>,
    /// Each round.
    pub rounds: Vec<Cost>,
}

/// How tables look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// All figures, with the budget beside them.
    Terminal,
    /// The most telling figures, for a document.
    Markdown,
}

/// Bytes in a megabyte.
const MB: f64 = 1e6;

impl Run {
    /// Why it was given up.
    pub fn fault(&self) -> Option<&str> {
        self.rounds.iter().find_map(|round| round.fault.as_deref())
    }

    /// The round in which the median edit was fastest.
    fn best(&self) -> Option<&Times> {
        let edits = self.rounds.iter().filter_map(|round| round.edits.as_ref());
        edits.min_by(|one, other| one.median.total_cmp(&other.median))
    }

    /// The least of all rounds.
    fn least(&self, of: impl Fn(&Session) -> Option<f64>) -> Option<f64> {
        self.rounds.iter().filter_map(of).min_by(f64::total_cmp)
    }

    /// What must be known to read its figures.
    fn remark(&self) -> String {
        let any = |of: fn(&Session) -> bool| self.rounds.iter().any(of);
        let is_unversioned = any(|round| round.first.is_some() && !round.versioned);
        let remarks = [
            self.fault().map(str::to_owned),
            is_unversioned.then(|| "says no version".to_owned()),
            any(|round| round.cut).then(|| "cut short".to_owned()),
            any(|round| round.full).then(|| "is sent the whole text".to_owned()),
        ];
        remarks.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Its row: the head of each column, whether it is one of the most telling, and the cell.
    fn row(&self, style: Style) -> Vec<(&'static str, bool, Cell)> {
        let promised = |measure| budget::most(measure, self.size).filter(|_| !self.dense);
        let time = |value, measure| judged(value, promised(measure), 1.0, style);
        let plain = |value| judged(value, None, 1.0, style);
        let asked = |of: fn(&Session) -> &Option<Asked>| {
            let median = |round: &Session| of(round).as_ref().map(|asked| asked.times.median);
            time(self.least(median), Measure::Request)
        };
        let memory = |of: fn(&Session) -> Option<u64>| {
            let bytes = self.least(|round| of(round).map(|bytes| bytes as f64));
            judged(bytes, promised(Measure::Memory), MB, style)
        };
        let best = self.best();
        let found = self.rounds.iter().find_map(|round| round.findings);
        let found = Cell::new(found.map_or_else(String::new, |found| found.to_string()));
        vec![
            ("document", true, Cell::new(&self.document)),
            ("server", true, Cell::new(&self.server)),
            ("findings", true, found),
            ("first, ms", true, time(self.least(|round| round.first), Measure::First)),
            ("edit, ms", true, time(best.map(|edits| edits.median), Measure::EditMedian)),
            ("p95", true, time(best.map(|edits| edits.p95), Measure::EditP95)),
            ("p99", true, plain(best.map(|edits| edits.p99))),
            ("max", true, plain(best.map(|edits| edits.max))),
            ("burst, ms", true, time(self.least(|round| round.burst), Measure::Burst)),
            ("CPU, ms", false, plain(self.least(|round| round.cpu))),
            ("hover, ms", false, asked(|round| &round.hover)),
            ("completion", false, asked(|round| &round.completion)),
            ("actions", false, asked(|round| &round.actions)),
            ("open, MB", false, memory(|round| round.open)),
            ("edited, MB", true, memory(|round| round.edited)),
            ("remarks", false, Cell::new(self.remark())),
        ]
    }
}

impl Report {
    /// A row for each server: what it costs before any document is open.
    pub fn starts(&self, style: Style) -> Table {
        let mut table = table(style, 1, &["server", "start to initialize, ms", "idle, MB"]);
        let mut servers: Vec<&str> = Vec::new();
        for run in &self.runs {
            if !servers.contains(&run.server.as_str()) {
                servers.push(&run.server);
            }
        }
        for server in servers {
            let sessions = || {
                let runs = self.runs.iter().filter(|run| run.server == server);
                runs.flat_map(|run| &run.rounds)
            };
            let start = median(sessions().filter_map(|session| session.start));
            let idle = median(sessions().filter_map(|session| Some(session.idle? as f64)));
            table.add_row(vec![
                Cell::new(server),
                judged(start, budget::most(Measure::Start, 0), 1.0, style),
                judged(idle, budget::most(Measure::Idle, 0), MB, style),
            ]);
        }
        table
    }

    /// A row for each document with each server.
    pub fn documents(&self, style: Style) -> Table {
        let rows = self.runs.iter().map(|run| {
            let mut row = run.row(style);
            row.retain(|(_, is_telling, _)| *is_telling || style == Style::Terminal);
            row
        });
        let rows: Vec<_> = rows.collect();
        let header: Vec<&str> = rows.iter().take(1).flatten().map(|(head, ..)| *head).collect();
        let mut table = table(style, 2, &header);
        table.add_rows(rows.into_iter().map(|row| row.into_iter().map(|(.., cell)| cell)));
        table
    }

    /// The median of each kind of edit, for each document with each server.
    pub fn kinds(&self, style: Style) -> Table {
        let header: Vec<&str> =
            ["median, ms", "server"].into_iter().chain(Kind::all().map(Kind::name)).collect();
        let mut table = table(style, 2, &header);
        for run in &self.runs {
            let medians = Kind::all().map(|kind| {
                judged(run.least(|round| Some(round.kinds.get(&kind)?.median)), None, 1.0, style)
            });
            let names = [Cell::new(&run.document), Cell::new(&run.server)];
            table.add_row(names.into_iter().chain(medians));
        }
        table
    }
}

impl Batch {
    /// A row for each command.
    pub fn table(&self, style: Style) -> Table {
        let header =
            ["command", "best, ms", "median, ms", "MB/s", "CPU, ms", "memory, MB", "exit code"];
        let mut table = table(style, 1, &header);
        for one in &self.commands {
            let least = |of: fn(&Cost) -> f64| one.rounds.iter().map(of).min_by(f64::total_cmp);
            let best = least(|cost| milliseconds(cost.took));
            let figure = |value| judged(value, None, 1.0, style);
            let code = one.rounds.last().and_then(|cost| cost.code);
            table.add_row(vec![
                Cell::new(&one.name),
                figure(best),
                figure(median(one.rounds.iter().map(|cost| milliseconds(cost.took)))),
                figure(best.map(|best| self.bytes as f64 / MB / (best / 1_000.0))),
                figure(least(|cost| milliseconds(cost.cpu))),
                judged(least(|cost| cost.peak as f64), None, MB, style),
                Cell::new(code.map_or_else(|| "-".to_owned(), |code| code.to_string())),
            ]);
        }
        table
    }
}

/// A table whose columns are numbers, but for the first few.
fn table(style: Style, names: usize, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(match style {
        Style::Terminal => UTF8_FULL_CONDENSED,
        Style::Markdown => ASCII_MARKDOWN,
    });
    table.set_header(header);
    for column in table.column_iter_mut().skip(names) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A figure in some unit, and whether it keeps to its budget.
fn judged(value: Option<f64>, most: Option<f64>, unit: f64, style: Style) -> Cell {
    let Some(value) = value else { return Cell::new("") };
    let shown = short(value / unit);
    Cell::new(match most.filter(|_| style == Style::Terminal) {
        Some(most) if value <= most => format!("{shown} ≤ {}", round(most / unit)),
        Some(most) => format!("{shown} over {}", round(most / unit)),
        None => shown,
    })
}

/// A number with some three digits.
fn short(value: f64) -> String {
    let digits = match value {
        value if value < 10.0 => 2,
        value if value < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.digits$}")
}

/// Without what counting in binary leaves: three times 0.6 is 1.8.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(median: f64, max: f64) -> Option<Times> {
        Some(Times { count: 2, median, p95: max, p99: max, max })
    }

    fn run(size: usize, dense: bool) -> Run {
        let rounds = vec![
            Session { first: Some(11.0), edits: times(0.6, 1.0), ..Session::default() },
            Session { first: Some(12.0), edits: times(0.4, 7.0), ..Session::default() },
        ];
        let (server, document) = ("one".to_owned(), "some".to_owned());
        Run { server, command: Vec::new(), document, size, dense, rounds }
    }

    fn cells(run: &Run, style: Style) -> Vec<String> {
        run.row(style).into_iter().map(|(_, _, cell)| cell.content()).collect()
    }

    #[test]
    fn the_best_round_is_shown_beside_its_budget() {
        let shown = cells(&run(10_000, false), Style::Terminal);
        let other = cells(&run(100_000, false), Style::Terminal);
        assert_eq!(other[4..6], ["0.40 ≤ 0.6", "7.00 over 1.8"]);
        assert_eq!(shown[3..8], ["11.0 over 10", "0.40 ≤ 0.5", "7.00 over 1.5", "7.00", "7.00"]);
    }

    #[test]
    fn nothing_is_promised_of_other_documents() {
        for run in [run(10_000, true), run(12_345, false)] {
            let shown = cells(&run, Style::Terminal);
            assert_eq!(shown[3..6], ["11.0", "0.40", "7.00"]);
        }
        assert_eq!(cells(&run(10_000, false), Style::Markdown)[3..5], ["11.0", "0.40"]);
    }

    #[test]
    fn a_server_that_failed_is_told_of() {
        let mut run = run(10_000, false);
        run.rounds.push(Session { fault: Some("ended".to_owned()), ..Session::default() });
        assert_eq!(cells(&run, Style::Terminal).last().unwrap(), "ended, says no version");
    }
}
