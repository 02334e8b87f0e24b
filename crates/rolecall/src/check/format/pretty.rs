//! Findings as a person likes to read them: the place, the line, what is wrong, what may be meant.

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use project::visible;
use review::{Severity, Span, counted};

use crate::check::checked::{Found, Report, no_documents};
use crate::check::format::concise;
use crate::check::listing::{self, Entry, listing};
use crate::check::summary::Summary;
use crate::output::plain;

/// How many suggestions are worth reading.
const SUGGESTIONS: usize = 3;
/// By so many columns the renderer's lines are wider than it is told, where it cuts them: its dots.
const DOTS: usize = 3;
const PLACE: Style = Style::new().effects(Effects::BOLD);
const FAINT: Style = Style::new().effects(Effects::DIMMED);
const GOOD: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);

/// All that was found, in lines of at most `width` columns where that can be.
pub fn print(report: &Report, width: usize) -> String {
    let mut text = String::new();
    for (file, entries) in listing(report) {
        let path = visible(&file.path);
        for entry in entries {
            text += &match entry {
                Entry::Finding(found) => block(&path, found, width),
                Entry::Rest { rule, count } => {
                    let rest = concise::rest(&path, rule, count);
                    let rest = textwrap::wrap(rest.trim_end(), width).join("\n");
                    format!("{FAINT}{rest}{FAINT:#}\n")
                }
            };
            text.push('\n');
        }
        let skipped = concise::skipped(file);
        if !skipped.is_empty() {
            text += &format!("{FAINT}{skipped}{FAINT:#}\n");
        }
    }
    let left_out = concise::left_out(report);
    if !left_out.is_empty() {
        text += &format!("{FAINT}{left_out}{FAINT:#}\n");
    }
    text
}

/// One finding.
fn block(path: &str, found: &Found, width: usize) -> String {
    let finding = &found.finding;
    let (line, column) = found.place;
    let (level, style) = match finding.severity {
        Severity::Error => (Level::ERROR, AnsiColor::Red.on_default()),
        Severity::Warning => (Level::WARNING, AnsiColor::Yellow.on_default()),
        Severity::Information => (Level::INFO, AnsiColor::Blue.on_default()),
        Severity::Hint => (Level::NOTE, AnsiColor::Cyan.on_default()),
    };
    let name = format!("{}[{}]", finding.severity.name(), finding.rule.name);
    let place = format!("{path}:{line}:{column}");
    let fits = textwrap::core::display_width(&place) + name.len() < width;
    let gap = if fits { ' ' } else { '\n' };
    let header = format!("{PLACE}{place}{PLACE:#}{gap}{style}{name}{style:#}\n");
    // Beside the number of the line and what separates it.
    let room = width.saturating_sub(line.to_string().len() + 4);
    let marked = AnnotationKind::Primary.span(fitting(found, room).range());
    let snippet = Snippet::source(&found.excerpt).line_start(line).annotation(marked);
    let mut group = Group::with_level(level).element(snippet);
    for message in
        [Some(plain(&finding.message)), or_else(found), elsewhere(found)].into_iter().flatten()
    {
        let message = textwrap::wrap(&message, room).join("\n");
        group = group.element(Level::HELP.no_name().message(message));
    }
    let renderer = Renderer::styled().term_width(width.saturating_sub(DOTS));
    header + &renderer.render(&[group]) + "\n"
}

/// What is marked of the line: as much of it as there is room for beside what tells that there is more.
fn fitting(found: &Found, room: usize) -> Span {
    // The renderer keeps six columns on either side free; where they are not, it cuts nothing.
    const MORE: usize = 2 * 6 + DOTS - 1;
    let Span { start, mut end } = found.marked;
    let room = room.saturating_sub(MORE);
    let text = found.excerpt.get(start..end).unwrap_or_default();
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += textwrap::core::display_width(c.encode_utf8(&mut [0; 4]));
        if used > room {
            end = start + at;
            break;
        }
    }
    Span::new(start, end)
}

/// The likeliest roles beside those that the message names.
fn or_else(found: &Found) -> Option<String> {
    let roles = found.suggestions.iter().take(SUGGESTIONS);
    let roles = roles.map(|suggestion| suggestion.role.as_str());
    let (named, others): (Vec<&str>, Vec<&str>) =
        roles.partition(|role| found.finding.message.contains(role));
    let (is_named, others) = (!named.is_empty(), others.join(", "));
    let lead = if is_named { "Or" } else { "Known" };
    (!others.is_empty()).then(|| plain(&format!("{lead}: {others}.")))
}

/// The lines of the other places that it is about.
fn elsewhere(found: &Found) -> Option<String> {
    let places = found.finding.related.iter().zip(&found.related);
    let places: Vec<String> = places
        .map(|(related, ((line, _), _))| format!("Line {line}: {}.", related.message))
        .collect();
    (!places.is_empty()).then(|| plain(&places.join(" ")))
}

/// The line after the findings of documents that were named.
pub fn closing(report: &Report, width: usize) -> String {
    let sum = Summary::of(report);
    let files = counted(sum.files, "file", "files");
    let stories = counted(sum.stories, "story", "stories");
    let (style, text) = if sum.files == 0 {
        (FAINT, no_documents(&report.paths))
    } else if sum.findings == 0 && sum.stories == 0 {
        (GOOD, format!("All clear: no findings in {files}."))
    } else if sum.findings == 0 {
        (GOOD, format!("All clear: no findings in {files} with {stories}."))
    } else {
        let findings = counted(sum.findings, "finding", "findings");
        let tip = match sum.generic_stories {
            0 => String::new(),
            count => {
                let verb = if count == 1 { "does" } else { "do" };
                let jar = sum.tip_jar;
                format!(" {count} of {stories} {verb} not name a role. Tip jar: ${jar}.")
            }
        };
        (PLACE, format!("{findings} in {files}.{tip}"))
    };
    let held = match sum.held_back.unwrap_or_default() {
        0 => String::new(),
        1 => " 1 more is in the baseline.".to_owned(),
        held => format!(" {held} more are in the baseline."),
    };
    let cut = if listing::is_cut(report) { " Use --verbose to show all." } else { "" };
    let text = textwrap::wrap(&(text + &held + cut), width).join("\n");
    format!("{style}{text}{style:#}\n")
}
