//! The commands and options of the command line, with their help.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use markdown::Encoding;
use review::Severity;

/// Finds “user”, “customer” and other vague words in PRDs and user stories, and suggests real roles
#[derive(Debug, Parser)]
#[command(name = "rolecall", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    /// When to use color
    #[arg(long, value_enum, global = true, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the language server on standard input and output
    Server {
        /// Accepted because some editors add it; stdio is the only transport
        #[arg(long, hide = true)]
        stdio: bool,
        /// Position encoding to assume if the client doesn't negotiate one
        ///
        /// The protocol's default is utf-16, but some clients count bytes (utf-8).
        #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Utf16)]
        position_encoding: Unit,
    },
    /// Review documents and report findings
    ///
    /// Exit codes: 0 if no finding reaches the severity of --fail-on; 1 if one does; 2 if a file could not be
    /// read or written, or a rolecall.toml is invalid. With --fix, the remaining findings count. With --diff, 1
    /// means that there is a difference.
    Check(Check),
    /// List the user stories: who wants what, and why
    Stories(Stories),
    /// List the roles: where each is declared, and how often it is mentioned
    Roles(Roles),
    /// Write a one-page report on the roles: their stories, where they are mentioned, and what is missing
    ///
    /// The page needs no network and contains no scripts. The same documents always give the same page. The exit
    /// code is 2 if a file could not be read or written.
    Report(Report),
    /// Draft a rolecall.toml from the documents in a folder
    ///
    /// The draft keeps what the documents say about each role. Aliases, pairs of names that may be the same role, and
    /// roles that appear in only one story are proposed in comments. An existing file is never overwritten.
    Init {
        /// Folder with the documents [default: the current folder]
        #[arg(value_name = "PATH")]
        path: Option<PathBuf>,
    },
    /// Show the effective configuration of a document, and where each value comes from
    ///
    /// The exit code is 2 if a file could not be read or the rolecall.toml is invalid.
    Config(Config),
    /// Explain a rule or a judgment, or list the rules
    Explain {
        /// A rule such as `generic-role`, a house style, a clue, or a location: FILE:LINE:COLUMN
        what: Option<String>,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of rolecall or of one command
    Man {
        /// Command, such as `check`
        command: Option<String>,
        /// List the commands that have a manual page, one per line
        #[arg(long, conflicts_with = "command")]
        list: bool,
    },
}

/// Position encodings of the language server protocol.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Unit {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "utf-16")]
    Utf16,
    #[value(name = "utf-32")]
    Utf32,
}

impl From<Unit> for Encoding {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Utf8 => Self::Utf8,
            Unit::Utf16 => Self::Utf16,
            Unit::Utf32 => Self::Utf32,
        }
    }
}

/// Options of every command that reads documents.
#[derive(Debug, Args, Default)]
pub struct Input {
    /// Documents, folders, or `-` for standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Path to assume for standard input
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
    /// Review every document in full, including changelogs, notes and other documents without requirements
    ///
    /// By default, folders are searched for requirements: PRDs, specifications and similar documents are reviewed in
    /// full; in other documents only the stories are; changelogs, agent instructions and the like are skipped.
    #[arg(long)]
    pub all: bool,
    /// Ignore rolecall.toml and persona files
    #[arg(long)]
    pub no_config: bool,
    /// Number of threads, at most four per processor [default: the number of processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("fixing").multiple(true))]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    /// Output format [default: pretty on a terminal, otherwise concise]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write the results to this file (atomically)
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    pub output_file: Option<PathBuf>,
    /// Report only findings that are not in the baseline
    ///
    /// A finding is recognized by its rule, its words and its sentence, even if the sentence has moved.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all current findings to the baseline instead of reporting them
    ///
    /// Entries of documents that are not part of this run are kept.
    #[arg(long, requires = "baseline", conflicts_with_all = ["since", "prune_baseline", "diff", "output_file"])]
    pub write_baseline: bool,
    /// Remove fixed findings from the baseline without adding new ones
    #[arg(long, requires = "baseline", conflicts_with = "diff")]
    pub prune_baseline: bool,
    /// Report only findings in what has changed since this git revision, and in new documents
    ///
    /// A story or paragraph has changed if any of its lines has. `main...` is the point where this branch left main.
    /// Requires git, which is used only to read the old texts.
    #[arg(long, value_name = "REV", conflicts_with = "fixing", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Run only these rules, even if they are turned off
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Skip these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Apply safe fixes, then print the remaining findings
    ///
    /// For standard input, the fixed text goes to standard output and the findings to standard error.
    #[arg(long, group = "fixing")]
    pub fix: bool,
    /// Print what --fix would change as a diff, without writing files
    #[arg(long, group = "fixing")]
    pub diff: bool,
    /// With --fix or --diff, also replace generic words with the likeliest role
    ///
    /// The role is a guess: review the changes. Words without a clear best role are left.
    #[arg(long, requires = "fixing")]
    pub unsafe_fixes: bool,
    /// Also list the generic words that were not reported, and why
    #[arg(long)]
    pub explain_skips: bool,
    /// Show every finding
    ///
    /// By default, pretty and concise show at most five findings per rule and document, leave out uncertain ones, and
    /// print the number of the rest.
    #[arg(long)]
    pub verbose: bool,
    /// Count the findings per rule and per document
    ///
    /// Pretty and concise print the counts instead of the findings; JSON contains both. The other formats don't support
    /// counts.
    #[arg(long)]
    pub statistics: bool,
    /// Print only findings, no summary
    #[arg(long)]
    pub quiet: bool,
    /// Minimum severity that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
    /// Exit with 2 if no documents are found
    #[arg(long)]
    pub fail_on_empty: bool,
}

#[derive(Debug, Args)]
pub struct Stories {
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, value_enum, default_value_t = StoryFormat::Table)]
    pub format: StoryFormat,
}

#[derive(Debug, Args)]
pub struct Roles {
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, value_enum, default_value_t = RoleFormat::Table)]
    pub format: RoleFormat,
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Html)]
    pub format: ReportFormat,
    /// Write the report to this file, replacing it if it exists [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Web address of the current folder, for links in the report
    ///
    /// For example https://example.com/team/repository/blob/main. By default, links are relative paths to the files.
    #[arg(long, value_name = "URL")]
    pub link_base: Option<String>,
    /// Also show how the numbers developed over N of the last commits that changed documents
    ///
    /// Requires git, which only reads the history: no hook, filter or program of the repository is run.
    #[arg(long, value_name = "N")]
    pub history: Option<NonZero<usize>>,
}

/// The output formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A self-contained web page
    Html,
    /// Markdown
    Markdown,
}

/// The output formats of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleFormat {
    /// For reading
    Table,
    /// One JSON object, for programs
    Json,
}

#[derive(Debug, Args)]
pub struct Config {
    /// Document or folder [default: the current folder]
    #[arg(value_name = "FILE")]
    pub path: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ConfigFormat::Text)]
    pub format: ConfigFormat,
}

/// The output formats of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigFormat {
    /// For reading
    Text,
    /// One JSON object, for programs
    Json,
}

/// The output formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading: the line, the message, and the roles it may mean
    Pretty,
    /// One line per finding: path:line:column: severity[rule] message
    Concise,
    /// One JSON object, for programs
    Json,
    /// A SARIF 2.1.0 log, for GitHub code scanning and other tools
    Sarif,
    /// Annotations in a GitHub workflow, highest severity first. GitHub shows ten errors, ten warnings and ten notices
    /// per step; the rest is in the step's log
    Github,
    /// A GitLab Code Quality report
    Gitlab,
    /// JUnit XML: a test suite per document, a test case per finding. Findings below --fail-on are marked as skipped
    Junit,
}

impl Format {
    /// Returns whether the format contains fixes.
    pub fn lists_fixes(self) -> bool {
        matches!(self, Format::Json | Format::Sarif)
    }

    /// Returns whether the format contains suggested roles.
    pub fn lists_suggestions(self) -> bool {
        matches!(self, Format::Json | Format::Pretty)
    }

    /// Returns whether the format, or the summary after it, says where the roles come from.
    pub fn counts_roles(self) -> bool {
        matches!(self, Format::Json | Format::Pretty | Format::Concise)
    }

    /// Returns whether the format can contain the number of findings per rule and per document.
    pub fn holds_statistics(self) -> bool {
        self.counts_roles()
    }

    /// Returns whether the format identifies a finding across changes elsewhere in the text.
    pub fn knows_again(self) -> bool {
        matches!(self, Format::Sarif | Format::Gitlab)
    }
}

/// The output formats of stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StoryFormat {
    /// For reading
    Table,
    /// One JSON object, for programs
    Json,
    /// For spreadsheets and issue trackers; cells that could be read as formulas start with a quote
    Csv,
}

/// The minimum severity of a finding that counts as a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FailOn {
    Hint,
    Information,
    Warning,
    Error,
    /// Exit with 0 regardless of findings
    Never,
}

impl FailOn {
    /// Returns whether a finding of `severity` counts as a failure.
    pub fn fails(self, severity: Severity) -> bool {
        let least = match self {
            FailOn::Hint => Severity::Hint,
            FailOn::Information => Severity::Information,
            FailOn::Warning => Severity::Warning,
            FailOn::Error => Severity::Error,
            FailOn::Never => return false,
        };
        severity >= least
    }
}

/// When to use color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// If the terminal supports it and NO_COLOR is not set
    Auto,
    /// Always, even in a file or a pipe
    Always,
    /// Never
    Never,
}

impl Color {
    /// Applies the choice to everything printed afterwards.
    pub fn apply(self) {
        let choice = match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
