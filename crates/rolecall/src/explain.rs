//! `rolecall explain`: what the rules, the house styles and the clues of the judgement are, and why.

use std::process::ExitCode;

use review::{Clue, Style, rules};
use textwrap::{Options, WordSplitter};

use crate::explanation::{self, Place};
use crate::output::{Outcome, WIDTH, columns, complain, finish};

/// A table that leaves less than this to what a rule is about is none.
const NARROW: usize = 24;

/// Prints the documentation of a rule, of a house style or of a clue, how the word at a place was judged, or the list of
/// rules and styles.
pub fn run(name: Option<&str>) -> ExitCode {
    let Some(name) = name else {
        return finish(&list(columns()), Outcome::Clean);
    };
    let Some(text) = docs(name) else {
        if let Some(place) = Place::read(name) {
            return explanation::run(&place);
        }
        complain(&no_such_rule(name));
        return Outcome::Failed.into();
    };
    finish(
        &columns().map_or_else(|| text.clone(), |width| wrapped(&text, width.min(WIDTH))),
        Outcome::Clean,
    )
}

/// The documentation of a rule, of a house style or of a clue.
fn docs(name: &str) -> Option<String> {
    if name == project::DUPLICATE_ROLE {
        return Some(format!("# {name} (warning)\n\n{}\n", project::DUPLICATE_ROLE_DOCS));
    }
    if let Some(rule) = rules::find(name) {
        let severity = rule.severity.name();
        return Some(format!("# {name} ({severity})\n\n{}\n", rule.docs().trim()));
    }
    if let Some(style) = Style::find(name) {
        return Some(format!("# {name} (house style)\n\n{}\n", style.docs()));
    }
    let clue = Clue::all().iter().find(|clue| clue.name == name)?;
    Some(format!("# {name} (clue)\n\n{}\n", clue.docs()))
}

/// Markdown with its paragraphs and list items in lines that fit; what is code stays as it is.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let (mut is_code, mut is_open) = (false, false);
    for line in text.lines() {
        let is_fence = line.starts_with("~~~");
        is_code ^= is_fence;
        let is_prose = !(is_code || is_fence || line.is_empty());
        match lines.last_mut() {
            Some(last) if is_open && is_prose && !line.starts_with("- ") => {
                *last += " ";
                *last += line.trim_start();
            }
            _ => lines.push(line.to_owned()),
        }
        is_open = is_prose && !line.starts_with('#');
    }
    is_code = false;
    let lines = lines.into_iter().map(|line| {
        is_code ^= line.starts_with("~~~");
        let item = if line.starts_with("- ") { "  " } else { "" };
        if is_code { line } else { textwrap::fill(&line, fitting(width).subsequent_indent(item)) }
    });
    lines.map(|line| line + "\n").collect()
}

/// Lines of at most `width` columns that break no name of a rule.
fn fitting(width: usize) -> Options<'static> {
    Options::new(width).word_splitter(WordSplitter::NoHyphenation).break_words(false)
}

/// Every rule on a line: its name, how loud it is, and what it is about; then the styles. Where there is
/// no room for that, what it is about stands below.
fn list(columns: Option<usize>) -> String {
    let names = rules::ALL.iter().map(|rule| rule.name);
    let names = names.chain(Style::ALL.iter().map(|style| style.name()));
    let width = names.map(str::len).max().unwrap_or_default();
    let row = |name: &str, severity: &str, about: &str| {
        let begin = format!("{name:width$}  {severity:11}  ");
        match columns {
            None => format!("{begin}{about}\n"),
            Some(columns) if columns < begin.len() + NARROW => {
                let gap = if severity.is_empty() { "" } else { ": " };
                let head = textwrap::fill(&format!("{name}{gap}{severity}"), fitting(columns));
                let options = fitting(columns).initial_indent("  ").subsequent_indent("  ");
                format!("{head}\n{}\n", textwrap::fill(about, options))
            }
            Some(columns) => {
                let indent = " ".repeat(begin.len());
                let options = fitting(columns).initial_indent(&begin);
                textwrap::fill(about, options.subsequent_indent(&indent)) + "\n"
            }
        }
    };
    let mut list = String::new();
    for rule in rules::ALL {
        list += &row(rule.name, rule.severity.name(), &rule.summary());
    }
    let about = project::DUPLICATE_ROLE_DOCS.lines().next().unwrap_or_default();
    list += &row(project::DUPLICATE_ROLE, "warning", about);
    let head = "House styles, for `style` in rolecall.toml:";
    let head =
        columns.map_or_else(|| head.to_owned(), |columns| textwrap::fill(head, fitting(columns)));
    list += &format!("\n{head}\n\n");
    for style in Style::ALL {
        let is_default = if style == Style::default() { "default" } else { "" };
        list += &row(style.name(), is_default, style.summary());
    }
    list
}

/// Says that there is no rule `name`, and which was probably meant.
pub fn no_such_rule(name: &str) -> String {
    let names = rules::ALL.iter().map(|rule| rule.name).chain([project::DUPLICATE_ROLE]);
    match project::nearest(name, names) {
        Some(near) => format!("Unknown rule `{name}`; did you mean `{near}`?"),
        None => format!("Unknown rule `{name}`. Run `rolecall explain` to list the rules."),
    }
}
