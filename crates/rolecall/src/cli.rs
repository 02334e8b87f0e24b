//! What can be asked for on the command line.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use markdown::Encoding;
use review::Severity;

/// Makes PRDs and user stories say who.
#[derive(Debug, Parser)]
#[command(name = "rolecall", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    /// Whether to print in colour
    #[arg(long, value_enum, global = true, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve an editor: the language server on standard input and output
    Server {
        /// What some editors add; there is no other way
        #[arg(long, hide = true)]
        stdio: bool,
        /// How the editor counts the letters of a line, if it does not say so itself
        ///
        /// The protocol has utf-16 for such an editor, but some count bytes.
        #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Utf16)]
        position_encoding: Unit,
    },
    /// Review documents and say what could be more specific
    ///
    /// Ends with 0 where nothing is as loud as --fail-on, with 1 where something is, and with 2
    /// where something could not be read or written or a rolecall.toml is wrong. With --fix, what is
    /// left counts; with --diff, whether there is a difference.
    Check(Check),
    /// List the user stories: who wants what, and what for
    Stories(Stories),
    /// List the roles: where each is declared, and how often it is named
    Roles(Roles),
    /// Show who it is for: stories and roles, who is named where, and what is missing, on one page
    ///
    /// The page needs no network and holds no script; the same documents make the same page. Ends
    /// with 2 where something could not be read or written.
    Report(Report),
    /// Draft a rolecall.toml from the documents of a folder
    ///
    /// It keeps what the documents say of roles. Aliases, names that are likely one role's, and roles that one story
    /// alone names are proposed in comments. An existing file is never overwritten.
    Init {
        /// The folder [default: this folder]
        #[arg(value_name = "PATH")]
        path: Option<PathBuf>,
    },
    /// Show what holds for a document, and where each value comes from
    ///
    /// Ends with 2 where something could not be read or the rolecall.toml is wrong.
    Config(Config),
    /// Explain a rule or a judgement, or list the rules
    Explain {
        /// A rule such as `generic-role`, a house style, a clue, or a place: FILE:LINE:COLUMN
        what: Option<String>,
    },
    /// Print what completes the command line in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of rolecall, or of one of its commands
    Man {
        /// The command, such as `check`
        command: Option<String>,
        /// List the commands that have a page, one on a line
        #[arg(long, conflicts_with = "command")]
        list: bool,
    },
}

/// What the letters of a line are counted in.
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

/// Which documents to read, and how.
#[derive(Debug, Args, Default)]
pub struct Input {
    /// Documents, folders, or `-` for standard input [default: this folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The path that standard input is to be taken for
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
    /// Read every document, whatever it is
    ///
    /// Otherwise, what is found in a folder is reviewed where it states requirements: whole in PRDs, specifications and
    /// their like, around its stories in other documents, and not at all in changelogs, instructions for agents and so on.
    #[arg(long)]
    pub all: bool,
    /// Do without rolecall.toml and persona files
    #[arg(long)]
    pub no_config: bool,
    /// How many documents to read at a time, at most four for each processor [default: as many as there are
    /// processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("mend").multiple(true))]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    /// How to print what was found [default: pretty on a terminal, otherwise concise]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write what was found to this file, whole or not at all, instead of printing it
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    pub output_file: Option<PathBuf>,
    /// Tell only of findings that this file does not list
    ///
    /// A finding is known again by its rule, its words and its sentence, wherever that has moved.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all that is found now to the baseline, instead of telling of it
    ///
    /// What it lists of documents that are not reviewed now stays.
    #[arg(long, requires = "baseline", conflicts_with_all = ["since", "prune_baseline", "diff", "output_file"])]
    pub write_baseline: bool,
    /// Take out of the baseline what has been mended, and put nothing in
    #[arg(long, requires = "baseline", conflicts_with = "diff")]
    pub prune_baseline: bool,
    /// Tell only of what has changed since this git revision, and of documents that are new
    ///
    /// A story or paragraph counts whole when one of its lines has changed. `main...` is the revision
    /// that this branch and main have in common. Takes git, which is asked for old texts only.
    #[arg(long, value_name = "REV", conflicts_with = "mend", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Use only these rules, also ones that are off
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do without these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Mend what is safe to mend, in the files themselves, and print what is left
    ///
    /// Standard input is printed as mended, and what is left goes to standard error.
    #[arg(long, group = "mend")]
    pub fix: bool,
    /// Print what --fix would change, and write nothing
    #[arg(long, group = "mend")]
    pub diff: bool,
    /// With --fix or --diff, also put the likeliest role in the place of each generic word
    ///
    /// Read what it did: which role is meant is a guess.
    #[arg(long, requires = "mend")]
    pub unsafe_fixes: bool,
    /// List also the generic words that were passed over, and why
    #[arg(long)]
    pub explain_skips: bool,
    /// Show every finding
    ///
    /// Otherwise, pretty and concise show five findings of a rule for each document, none that is likely but not sure, and
    /// the number of the rest.
    #[arg(long)]
    pub verbose: bool,
    /// Count the findings by rule and by document
    ///
    /// Pretty and concise print the counts instead of the findings; JSON has them beside these. Other formats cannot hold
    /// them.
    #[arg(long)]
    pub statistics: bool,
    /// Print findings only, without a summary
    #[arg(long)]
    pub quiet: bool,
    /// How loud a finding must be to end with 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
    /// End with 2 where there is no document
    #[arg(long)]
    pub fail_on_empty: bool,
}

#[derive(Debug, Args)]
pub struct Stories {
    #[command(flatten)]
    pub input: Input,
    /// How to print them
    #[arg(long, value_enum, default_value_t = StoryFormat::Table)]
    pub format: StoryFormat,
}

#[derive(Debug, Args)]
pub struct Roles {
    #[command(flatten)]
    pub input: Input,
    /// How to print them
    #[arg(long, value_enum, default_value_t = RoleFormat::Table)]
    pub format: RoleFormat,
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub input: Input,
    /// A page for a browser, or the same as Markdown
    #[arg(long, value_enum, default_value_t = ReportFormat::Html)]
    pub format: ReportFormat,
    /// Where to write it, over what is there [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Let links lead to the web, where this folder has this address
    ///
    /// Such as https://example.com/team/repository/blob/main. Without it, they lead from the page to
    /// the files beside it.
    #[arg(long, value_name = "URL")]
    pub link_base: Option<String>,
    /// Show also how it was at N of the last commits that changed documents
    ///
    /// This starts the program git, which reads the history and runs nothing that the repository
    /// names.
    #[arg(long, value_name = "N")]
    pub history: Option<NonZero<usize>>,
}

/// How to print a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// One page that is whole in itself
    Html,
    /// The same as Markdown
    Markdown,
}

/// How to print roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleFormat {
    /// For people
    Table,
    /// One JSON object, for programs
    Json,
}

#[derive(Debug, Args)]
pub struct Config {
    /// A document or a folder [default: this folder]
    #[arg(value_name = "FILE")]
    pub path: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ConfigFormat::Text)]
    pub format: ConfigFormat,
}

/// How to print what holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigFormat {
    /// For people
    Text,
    /// One JSON object, for programs
    Json,
}

/// How to print findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the line, what is wrong with it, and what may be meant
    Pretty,
    /// A line each: path:line:column: severity[rule] message
    Concise,
    /// One JSON object, for programs
    Json,
    /// A SARIF 2.1.0 log, for GitHub's code scanning and whatever else reads it
    Sarif,
    /// Annotations in a GitHub workflow, the loudest first: GitHub shows ten errors, warnings and
    /// notices of a step, and the rest is listed in the step's log
    Github,
    /// A GitLab Code Quality report
    Gitlab,
    /// JUnit XML: a suite for each document, a case for each finding. What is less loud than
    /// --fail-on counts as skipped
    Junit,
}

impl Format {
    /// Whether fixes are part of it.
    pub fn lists_fixes(self) -> bool {
        matches!(self, Format::Json | Format::Sarif)
    }

    /// Whether the roles that may be meant are part of it.
    pub fn lists_suggestions(self) -> bool {
        matches!(self, Format::Json | Format::Pretty)
    }

    /// Whether it says where the roles come from, by itself or on the screen after it.
    pub fn counts_roles(self) -> bool {
        matches!(self, Format::Json | Format::Pretty | Format::Concise)
    }

    /// Whether it can hold how many findings there are of each rule and in each document.
    pub fn holds_statistics(self) -> bool {
        self.counts_roles()
    }

    /// Whether its readers want to know a finding again after the text has changed elsewhere.
    pub fn knows_again(self) -> bool {
        matches!(self, Format::Sarif | Format::Gitlab)
    }
}

/// How to print stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StoryFormat {
    /// For people
    Table,
    /// One JSON object, for programs
    Json,
    /// For spreadsheets and trackers: what would be a formula has a quote before it
    Csv,
}

/// How loud a finding must be to count as failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FailOn {
    Hint,
    Information,
    Warning,
    Error,
    /// End with 0 whatever is found
    Never,
}

impl FailOn {
    /// Whether a finding of `severity` counts as failure.
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

/// Whether to print in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that has it, unless NO_COLOR is set
    Auto,
    /// Also into a file or a pipe
    Always,
    /// Not at all
    Never,
}

impl Color {
    /// Makes it hold for all that is printed from now on.
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
