//! What was measured, as tables for people and as JSON for programs.

use comfy_table::presets::{ASCII_MARKDOWN, UTF8_FULL_CONDENSED};
use comfy_table::{Cell, CellAlignment, Table};
use serde::Serialize;

use crate::budget::{self, Measure};
use crate::edit::Kind;
use crate::measure::{Asked, Plan, Session, Times};

/// All that was measured.
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

/// How tables look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With the budget beside each figure.
    Terminal,
    /// Figures alone.
    Markdown,
}

impl Run {
    /// The round in which the median edit was fastest.
    fn best(&self) -> Option<&Times> {
        let edits = self.rounds.iter().filter_map(|round| round.edits.as_ref());
        edits.min_by(|one, other| one.median.total_cmp(&other.median))
    }

    /// The least of all rounds.
    fn least(&self, of: impl Fn(&Session) -> Option<f64>) -> Option<f64> {
        self.rounds.iter().filter_map(of).min_by(f64::total_cmp)
    }

    fn fault(&self) -> Option<&str> {
        self.rounds.iter().find_map(|round| round.fault.as_deref())
    }

    /// What must be known to read its figures.
    fn remark(&self) -> String {
        let any = |of: fn(&Session) -> bool| self.rounds.iter().any(of);
        let remarks = [
            self.fault().map(str::to_owned),
            any(|round| round.first.is_some() && !round.versioned).then(|| "no version".to_owned()),
            any(|round| round.full).then(|| "whole text".to_owned()),
        ];
        remarks.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Report {
    /// The tables of starts, of documents, and of kinds of edits.
    pub fn tables(&self, style: Style, kinds: bool) -> Vec<Table> {
        let mut tables = vec![self.starts(style), self.documents(style)];
        if kinds {
            tables.push(self.kinds(style));
        }
        tables
    }

    fn starts(&self, style: Style) -> Table {
        let mut table = table(style, 1, &["server", "start to initialize, ms", "memory idle, MB"]);
        let mut servers: Vec<&str> = Vec::new();
        for run in &self.runs {
            if servers.contains(&run.server.as_str()) {
                continue;
            }
            servers.push(&run.server);
            let sessions = || {
                let runs = self.runs.iter().filter(|other| other.server == run.server);
                runs.flat_map(|run| &run.rounds)
            };
            let start = median(sessions().filter_map(|session| session.start));
            let idle =
                median(sessions().filter_map(|session| session.idle).map(|idle| idle as f64));
            table.add_row(vec![
                Cell::new(&run.server),
                judged(start, budget::most(Measure::Start, 0), 1.0, style),
                judged(idle, budget::most(Measure::Idle, 0), 1e6, style),
            ]);
        }
        table
    }

    fn documents(&self, style: Style) -> Table {
        let header = [
            "document",
            "server",
            "found",
            "first, ms",
            "edit, ms",
            "p95",
            "p99",
            "max",
            "burst",
            "CPU",
            "hover",
            "completion",
            "actions",
            "open, MB",
            "edited",
            "",
        ];
        let mut table = table(style, 2, &header);
        for run in &self.runs {
            let promised = |measure| budget::most(measure, run.size).filter(|_| !run.dense);
            let figure = |value, measure| judged(value, promised(measure), 1.0, style);
            let best = run.best();
            let asked = |of: fn(&Session) -> &Option<Asked>| {
                let least = run.least(|round| of(round).as_ref().map(|asked| asked.times.median));
                figure(least, Measure::Request)
            };
            let memory = |of: fn(&Session) -> Option<u64>| {
                let bytes = run.least(|round| of(round).map(|bytes| bytes as f64));
                judged(bytes, promised(Measure::Memory), 1e6, style)
            };
            let plain = |value| judged(value, None, 1.0, style);
            let found = run.rounds.iter().find_map(|round| round.findings);
            table.add_row(vec![
                Cell::new(&run.document),
                Cell::new(&run.server),
                Cell::new(found.map_or_else(String::new, |found| found.to_string())),
                figure(run.least(|round| round.first), Measure::First),
                figure(best.map(|edits| edits.median), Measure::EditMedian),
                figure(best.map(|edits| edits.p95), Measure::EditP95),
                plain(best.map(|edits| edits.p99)),
                plain(best.map(|edits| edits.max)),
                figure(run.least(|round| round.burst), Measure::Burst),
                plain(run.least(|round| round.cpu)),
                asked(|round| &round.hover),
                asked(|round| &round.completion),
                asked(|round| &round.actions),
                memory(|round| round.open),
                memory(|round| round.edited),
                Cell::new(run.remark()),
            ]);
        }
        table
    }

    fn kinds(&self, style: Style) -> Table {
        let kinds: Vec<Kind> =
            Kind::TYPED.into_iter().chain([Kind::FenceOpened, Kind::FenceClosed]).collect();
        let mut header = vec!["median of edits, ms".to_owned(), "server".to_owned()];
        header.extend(kinds.iter().map(|kind| kind.name().to_owned()));
        let mut table = table(style, 2, &header);
        for run in &self.runs {
            let mut row = vec![Cell::new(&run.document), Cell::new(&run.server)];
            row.extend(kinds.iter().map(|kind| {
                let median = run.least(|round| round.kinds.get(kind).map(|times| times.median));
                judged(median, None, 1.0, style)
            }));
            table.add_row(row);
        }
        table
    }
}

/// A table whose columns are numbers, but for the first few.
pub fn table(style: Style, words: usize, header: &[impl ToString]) -> Table {
    let mut table = Table::new();
    table.load_style(match style {
        Style::Terminal => UTF8_FULL_CONDENSED,
        Style::Markdown => ASCII_MARKDOWN,
    });
    table.set_header(header.iter().map(ToString::to_string));
    for column in table.column_iter_mut().skip(words) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A figure, and whether it keeps to its budget.
fn judged(value: Option<f64>, most: Option<f64>, unit: f64, style: Style) -> Cell {
    let Some(value) = value else { return Cell::new("") };
    let shown = short(value / unit);
    Cell::new(match most {
        Some(most) if style == Style::Terminal => {
            let sign = if value <= most { "≤" } else { "over" };
            format!("{shown} {sign} {}", short(most / unit))
        }
        _ => shown,
    })
}

/// A number with three digits that count.
pub fn short(value: f64) -> String {
    let digits = match value.abs() {
        value if value < 10.0 => 2,
        value if value < 100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.digits$}");
    // A budget is a round number.
    text.strip_suffix(".0").or(text.strip_suffix(".00")).map_or(text.clone(), str::to_owned)
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
