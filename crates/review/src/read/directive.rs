//! Comments that say what to ignore: `<!-- rolecall-ignore generic-role -->`, and the same in the forms that comments
//! have in MDX and Gherkin.

use markdown::{Block, Segment, Span, Syntax, slice};

/// What a directive does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ignores in the block that follows.
    Next,
    /// Ignores from here on.
    Start,
    /// Until here.
    End,
    /// Ignores in the whole document.
    File,
}

/// The first word of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Right(Kind),
    /// It is misspelt: what was probably meant, if anything is near.
    Wrong(Option<Kind>),
    /// It is right or nearly so, but stands in no comment that the document's format has: readers see it. In a title
    /// it is meant for us only if all words after it name rules.
    Visible,
}

/// A directive. Spans are of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directive {
    pub kind: Word,
    /// The comment, marks included.
    pub comment: Span,
    /// Its first word.
    pub word: Span,
    /// The rules it names; all are meant where it names none.
    pub rules: Vec<RuleName>,
    /// Index of the block it stands in.
    pub block: usize,
    /// Where the block begins that it is for.
    pub from: usize,
    /// How far that block goes.
    pub next: Reach,
}

/// A word that should name a rule. Which rules there are is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleName {
    /// Its bytes in the segment.
    pub span: Span,
    pub name: String,
}

/// Where in a segment something ends that is ignored, and whether it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    pub end: usize,
    pub onward: Onward,
}

/// What of the next segment is ignored as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onward {
    Nothing,
    /// The block that follows: it has not come yet.
    Block,
    /// The rest of the list.
    List,
}

/// The directives of a segment, in text order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directives {
    /// What the segment is written in.
    pub syntax: Syntax,
    pub all: Vec<Directive>,
    /// How far the first block goes, for a directive at the end of the segment before.
    pub first: Reach,
    /// How far the list goes that the segment begins with, if it does.
    pub list: Reach,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Next, Kind::Start, Kind::End, Kind::File];

    /// The word it is written with.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Next => "rolecall-ignore",
            Kind::Start => "rolecall-ignore-start",
            Kind::End => "rolecall-ignore-end",
            Kind::File => "rolecall-ignore-file",
        }
    }
}

impl Word {
    /// The first word of a comment, if the comment is meant for us.
    fn of(word: &str) -> Option<Word> {
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == word) {
            return Some(Word::Right(kind));
        }
        let near = near(word, Kind::ALL.into_iter().map(Kind::name));
        let near = Kind::ALL.into_iter().find(|kind| near == Some(kind.name()));
        let lower = word.to_lowercase();
        let ours = lower.starts_with("rolecall-") || lower.starts_with("rolecall_");
        (ours || near.is_some()).then_some(Word::Wrong(near))
    }
}

impl Directive {
    /// What it does, unless it is misspelt.
    pub fn does(&self) -> Option<Kind> {
        match self.kind {
            Word::Right(kind) => Some(kind),
            Word::Wrong(_) | Word::Visible => None,
        }
    }
}

/// The one of `names` that was meant by `word`: at most two letters are wrong, or parts of it are
/// left out at its end. Of names that are so much alike, a farther one is as likely to be another.
pub(crate) fn near(
    word: &str,
    names: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let word = word.to_lowercase().replace(['_', ' '], "-");
    let far = |name: &&str| strsim::damerau_levenshtein(&word, name);
    let misspelt = names.clone().min_by_key(far).filter(|name| far(name) <= 2);
    let is_whole = |name: &&str| name.strip_prefix(&word).is_some_and(|rest| rest.starts_with('-'));
    let mut whole = names.filter(is_whole);
    let only = whole.next().filter(|_| whole.next().is_none());
    misspelt.or(only)
}

/// A comment that does it, as `syntax` has comments: `<!-- rolecall-ignore generic-role -->`. None where it would be
/// seen.
pub(crate) fn written(kind: Kind, rule: &str, syntax: Syntax) -> Option<String> {
    let name = kind.name();
    let words = if rule.is_empty() { name.to_owned() } else { format!("{name} {rule}") };
    match syntax {
        Syntax::Markdown => Some(format!("<!-- {words} -->")),
        Syntax::Mdx => Some(format!("{{/* {words} */}}")),
        Syntax::Gherkin => Some(format!("# {words}")),
        Syntax::Text => None,
    }
}

/// The directives of a segment.
pub(crate) fn find(segment: &Segment) -> Directives {
    let blocks = segment.blocks();
    let (text, syntax) = (segment.text(), segment.syntax());
    let length = text.len();
    let may_hold_any = may_hold(text);
    let mut all = Vec::new();
    let mut next: Option<&Block> = None;
    // From the end, so that what follows each is known.
    for (index, block) in blocks.iter().enumerate().rev() {
        let is_comment = matches!(block.kind, markdown::Kind::Html | markdown::Kind::Comment);
        if !is_comment {
            // Between a title and the comment above it may stand tags.
            let is_tag = syntax == Syntax::Gherkin && slice(text, block.span).starts_with('@');
            if !is_tag {
                next = Some(block);
            }
            if may_hold_any {
                let inside = in_block(segment, index, block);
                all.extend(inside.into_iter().rev());
            }
            continue;
        }
        let outside = block.item.is_none() && block.quotes == 0;
        let follows = reach(next, outside, blocks, length);
        let own = Reach { end: block.span.end, onward: Onward::Nothing };
        let comments = match block.kind {
            markdown::Kind::Html => comments(text, block.span),
            _ => vec![(block.span, true)],
        };
        let directives = comments.into_iter().filter_map(|(comment, is_alone)| {
            let directive = read(text, comment)?;
            let next = if is_alone { follows } else { own };
            Some(Directive { block: index, next, ..directive })
        });
        let directives: Vec<Directive> = directives.collect();
        all.extend(directives.into_iter().rev());
    }
    all.reverse();
    let list = blocks.first().filter(|block| block.item.is_some() && block.quotes == 0);
    let list = match list {
        Some(first) => reach(Some(first), true, blocks, length),
        None => Reach { end: 0, onward: Onward::Nothing },
    };
    Directives { syntax, all, first: reach(next, true, blocks, length), list }
}

/// Whether a text that people read may hold a directive; few do.
fn may_hold(text: &str) -> bool {
    ["<!--", "{/*", "%%", NAMES].iter().any(|mark| text.contains(mark))
}

/// The directives in what people read: in comments, these hold for the block itself, of a table for the row; and what
/// is meant for one and is seen.
fn in_block(segment: &Segment, index: usize, block: &Block) -> Vec<Directive> {
    let text = segment.text();
    let written = slice(text, block.span);
    if !may_hold(written) {
        return Vec::new();
    }
    let is_markdown = segment.syntax().is_markdown();
    if !block.is_prose() || !is_markdown {
        return match block.kind {
            markdown::Kind::Code => Vec::new(),
            _ => visible(
                written,
                block.kind,
                is_markdown,
                |span| span.shifted(block.span.start),
                index,
            ),
        };
    }
    let prose = block.prose(text);
    let (from, end) = row(segment.blocks(), index, block);
    let own = Reach { end, onward: Onward::Nothing };
    let comments = prose.comments.iter().filter_map(|comment| read(text, *comment));
    let mut found: Vec<Directive> = comments
        .map(|directive| Directive { block: index, from, next: own, ..directive })
        .collect();
    found.extend(visible(&prose.text, block.kind, true, |span| prose.source(span), index));
    found.sort_by_key(|directive| directive.comment);
    found
}

/// From where to where the row of a table's cell goes; or else the block.
fn row(blocks: &[Block], index: usize, block: &Block) -> (usize, usize) {
    let markdown::Kind::Cell { row, .. } = block.kind else {
        return (block.span.start, block.span.end);
    };
    let is_beside =
        |other: &&Block| matches!(other.kind, markdown::Kind::Cell { row: at, .. } if at == row);
    let before = blocks.get(..index).unwrap_or_default().iter().rev().take_while(is_beside);
    let behind = blocks.get(index..).unwrap_or_default().iter().take_while(is_beside);
    let start = before.last().map_or(block.span.start, |first| first.span.start);
    (start, behind.last().map_or(block.span.end, |last| last.span.end))
}

/// What is written as a directive where everybody sees it: behind the mark of a comment that the format does not have.
/// A sentence that names one is none. `source` leads from the text to the segment.
fn visible(
    text: &str,
    kind: markdown::Kind,
    is_markdown: bool,
    source: impl Fn(Span) -> Span,
    block: usize,
) -> Vec<Directive> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(NAMES) {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let is_line = before.is_empty() || before.ends_with(['\n', '\r']);
        let is_title = matches!(kind, markdown::Kind::Heading(1)) && before.is_empty();
        let is_marked = match kind {
            // `[//]: # (rolecall-ignore)`, `@rolecall-ignore`
            markdown::Kind::Other => !is_line && before.ends_with(['(', '"', '\'', '<', '@']),
            _ => false,
        };
        let is_comment = ["#", "//", "/*", "{/", "%%"].iter().any(|mark| before.ends_with(mark))
            && !before.ends_with("://")
            || !is_markdown && before.ends_with("<!--");
        if (is_title || is_marked || is_comment) && Word::of(word).is_some() {
            let word = source(Span::new(at, at + end));
            let next = Reach { end: word.end, onward: Onward::Nothing };
            let names = if is_title { rest.get(end..).unwrap_or_default() } else { "" };
            let names =
                words_parted_by(names, char::is_whitespace).into_iter().map(|name| RuleName {
                    span: source(name.shifted(at + end)),
                    name: slice(text, name.shifted(at + end)).to_owned(),
                });
            let (kind, rules) = (Word::Visible, names.collect());
            found.push(Directive { kind, comment: word, word, rules, block, from: word.end, next });
        }
    }
    found
}

/// How far the block that follows goes. `outside` of all lists, that may be a list, and if nothing
/// stands behind it in the segment, it may go on in the next.
fn reach(next: Option<&Block>, outside: bool, blocks: &[Block], length: usize) -> Reach {
    let Some(next) = next else { return Reach { end: length, onward: Onward::Block } };
    let is_list = outside && next.item.is_some() && next.quotes == 0;
    let is_last = blocks.last().is_some_and(|last| last.span.start < next.whole.end);
    let onward = if is_list && is_last { Onward::List } else { Onward::Nothing };
    Reach { end: next.whole.end, onward }
}

/// The comments of an HTML block, each with whether no text follows it on its line. Text there is nobody's to read.
fn comments(text: &str, block: Span) -> Vec<(Span, bool)> {
    const RAW: [&str; 4] = ["<pre", "<script", "<style", "<textarea"];
    let html = slice(text, block);
    let start = html.trim_start().get(..9).unwrap_or(html.trim_start()).to_lowercase();
    let mut found: Vec<(Span, bool)> = Vec::new();
    // What does not open here goes on from another segment.
    if !start.starts_with('<') || RAW.iter().any(|raw| start.starts_with(raw)) {
        return found;
    }
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find("<!--")).map(|open| at + open) {
        let Some(close) = html.get(open..).and_then(|rest| rest.find("-->")) else { break };
        let close = open + close + "-->".len();
        let behind = slice(html, Span::new(close, html.len()));
        let line = behind.split(['\n', '\r']).next().unwrap_or_default().trim_start();
        let is_alone = line.is_empty() || line.starts_with('<');
        // Of two on a line, the first is as alone as the second.
        let line = found.len();
        found.push((Span::new(open, close).shifted(block.start), is_alone));
        if !is_alone {
            let is_beside = |one: &Span| {
                !slice(text, Span::new(one.end, block.start + open)).contains(['\n', '\r'])
            };
            for (one, alone) in found.iter_mut().take(line).rev() {
                if !is_beside(one) {
                    break;
                }
                *alone = false;
            }
        }
        at = close;
    }
    found
}

/// What all directives begin with.
const NAMES: &str = "rolecall-";

/// What parts a directive from the reason for it.
const REASON: [&str; 3] = ["--", "\u{2014}", "\u{2013}"];

/// The marks that comments stand between.
const MARKS: [(&str, &str); 4] = [("<!--", "-->"), ("{/*", "*/}"), ("%%", "%%"), ("#", "")];

/// What a comment says, if it is meant for us.
fn read(text: &str, comment: Span) -> Option<Directive> {
    let written = slice(text, comment);
    let (open, close) = MARKS.iter().find(|(open, _)| written.starts_with(open))?;
    let inside = written.strip_prefix(open)?;
    let inside = inside.strip_suffix(close).unwrap_or(inside);
    let start = comment.start + open.len();
    let inside = Span::new(start, start + inside.len());
    let words = words_parted_by(slice(text, inside), |c| c.is_whitespace() || c == ',');
    let mut words = words.into_iter().map(|word| word.shifted(inside.start));
    let mut word = words.next()?;
    let mut kind = Word::of(slice(text, word));
    // Behind dashes stands a reason, in words of the writer's own.
    let is_reason = |word: &Span| {
        let word = slice(text, *word);
        REASON.iter().any(|mark| word.starts_with(mark))
    };
    let mut names: Vec<Span> = words.take_while(|word| !is_reason(word)).collect();
    // "rolecall ignore"
    if kind.is_none()
        && let Some(second) = names.first()
    {
        let both = Span::new(word.start, second.end);
        if matches!(Word::of(slice(text, both)), Some(Word::Wrong(Some(_)))) {
            kind = Word::of(slice(text, both));
            word = both;
            names.remove(0);
        }
    }
    let rules =
        names.iter().map(|span| RuleName { span: *span, name: slice(text, *span).to_owned() });
    let rules = rules.collect();
    let next = Reach { end: comment.end, onward: Onward::Nothing };
    Some(Directive { kind: kind?, comment, word, rules, block: 0, from: comment.end, next })
}

/// The words of a text, in its bytes, with what is between them as `is_gap` says.
fn words_parted_by(text: &str, is_gap: impl Fn(char) -> bool) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            None if !is_gap(character) => start = Some(at),
            Some(from) if is_gap(character) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    #[track_caller]
    fn directives(text: &str) -> Directives {
        of_syntax(text, Syntax::Markdown)
    }

    #[track_caller]
    fn of_syntax(text: &str, syntax: Syntax) -> Directives {
        let document = Document::of(text, syntax);
        let mut segments = document.segments();
        let (_, segment) = segments.next().expect("a segment");
        assert!(segments.next().is_none(), "one segment: {text}");
        find(segment)
    }

    #[test]
    fn a_directive_has_a_word() {
        let read = |word: &str| Word::of(word);
        for kind in Kind::ALL {
            assert_eq!(read(kind.name()), Some(Word::Right(kind)));
        }
        assert_eq!(read("rolecall-ignroe"), Some(Word::Wrong(Some(Kind::Next))));
        assert_eq!(read("Rolecall_Ignore_File"), Some(Word::Wrong(Some(Kind::File))));
        assert_eq!(read("rolecall-please"), Some(Word::Wrong(None)));
        assert_eq!(read("rolecall_please"), Some(Word::Wrong(None)));
        assert_eq!((read("rolecall"), read("prettier-ignore"), read("")), (None, None, None));
    }

    #[test]
    fn a_name_is_meant_by_what_is_nearly_it() {
        let names = ["generic-role", "generic-story-role", "no-role"];
        for (word, expected) in [
            ("generic-role", Some("generic-role")),
            ("Generic_Role", Some("generic-role")),
            ("genric-rloe", Some("generic-role")),
            ("gnric-rle", None),
            ("generic-story", Some("generic-story-role")),
            ("generic", None),
            ("no", Some("no-role")),
            ("tea", None),
        ] {
            assert_eq!(near(word, names.into_iter()), expected, "{word}");
        }
    }

    #[test]
    fn a_comment_is_written_as_its_document_has_them() {
        let written = |syntax| written(Kind::Next, "generic-role", syntax);
        assert_eq!(
            written(Syntax::Markdown).as_deref(),
            Some("<!-- rolecall-ignore generic-role -->")
        );
        assert_eq!(written(Syntax::Mdx).as_deref(), Some("{/* rolecall-ignore generic-role */}"));
        assert_eq!(written(Syntax::Gherkin).as_deref(), Some("# rolecall-ignore generic-role"));
        assert_eq!(written(Syntax::Text), None);
        assert_eq!(
            super::written(Kind::File, "", Syntax::Markdown).as_deref(),
            Some("<!-- rolecall-ignore-file -->")
        );
    }

    #[test]
    fn a_comment_names_rules_and_may_give_a_reason() {
        for (comment, kind, names) in [
            ("<!-- rolecall-ignore -->", Some(Kind::Next), vec![]),
            ("<!--rolecall-ignore-start one, two-->", Some(Kind::Start), vec!["one", "two"]),
            ("<!-- rolecall-ignore one -- it is so -->", Some(Kind::Next), vec!["one"]),
            ("<!-- rolecall-ignore one \u{2014} so -->", Some(Kind::Next), vec!["one"]),
            ("<!-- rolecall ignore one -->", None, vec!["one"]),
            ("<!-- rolecall-ignroe one -->", None, vec!["one"]),
        ] {
            let found = directives(&format!("{comment}\n\nText\n"));
            let [one] = &found.all[..] else { panic!("one directive in {comment}") };
            assert_eq!(one.does(), kind, "{comment}");
            assert_eq!(one.rules.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), names);
            for name in &one.rules {
                assert_eq!(slice(comment, name.span), name.name);
            }
            assert_eq!(slice(comment, one.comment), comment);
            assert!(slice(comment, one.word).starts_with("rolecall"), "{comment}");
            assert_eq!((one.block, one.from), (0, comment.len()));
        }
        for comment in ["<!-- tea -->", "<!-- rolecall tea -->", "<!-- -->", "Text"] {
            assert!(directives(&format!("{comment}\n")).all.is_empty(), "{comment}");
        }
    }

    /// How far each directive of a text goes: the text that is ignored, and what of the next segment.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, Onward)]) {
        let found = directives(text);
        let seen: Vec<(&str, Onward)> = found
            .all
            .iter()
            .map(|it| {
                (slice(text, Span::new(it.from, it.next.end.max(it.from))).trim(), it.next.onward)
            })
            .collect();
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn a_directive_goes_as_far_as_the_block_after_it() {
        use Onward::{Block, List, Nothing};
        const IGNORE: &str = "<!-- rolecall-ignore -->";
        check(&format!("{IGNORE}\n\nOne.\n\nTwo.\n"), &[("One.", Nothing)]);
        check(&format!("{IGNORE}\n\n- one\n- two\n\nText\n"), &[("- one\n- two", Nothing)]);
        check(&format!("{IGNORE}\n\n- one\n- two\n"), &[("- one\n- two", List)]);
        check(&format!("Text\n\n{IGNORE}\n"), &[("", Block)]);
        check(
            &format!("{IGNORE}\n\n{IGNORE}\n\nOne.\n"),
            &[(&format!("{IGNORE}\n\nOne."), Nothing), ("One.", Nothing)],
        );
        // Of two on a line, and of what text follows, each is for its own block.
        check(&format!("{IGNORE} text\n\nOne.\n"), &[("text", Nothing)]);
    }

    #[test]
    fn a_comment_in_a_block_is_for_that_block() {
        check(
            "Tea <!-- rolecall-ignore --> is hot.\n\nText\n",
            &[("Tea <!-- rolecall-ignore --> is hot.", Onward::Nothing)],
        );
        check(
            "| a | b |\n|---|---|\n| c | d <!-- rolecall-ignore --> |\n| e | f |\n",
            &[("c | d <!-- rolecall-ignore -->", Onward::Nothing)],
        );
        check("```\n<!-- rolecall-ignore -->\n```\n", &[]);
    }

    #[test]
    fn a_directive_that_readers_see_is_none() {
        let visible = |text: &str| {
            let all = directives(text).all;
            all.iter()
                .map(|it| (it.kind, slice(text, it.word).to_owned(), it.rules.len()))
                .collect::<Vec<_>>()
        };
        let seen = |rules| vec![(Word::Visible, "rolecall-ignore".to_owned(), rules)];
        assert_eq!(visible("// rolecall-ignore\n"), seen(0));
        assert_eq!(visible("%% tea // rolecall-ignore\n"), seen(0));
        assert_eq!(visible("# rolecall-ignore one two\n"), seen(2));
        assert_eq!(visible("## rolecall-ignore one\n"), []);
        assert_eq!(visible("[//]: # (rolecall-ignore)\n"), seen(0));
        assert_eq!(visible("https://rolecall-ignore\n"), []);
        assert_eq!(visible("Write rolecall-ignore there.\n"), []);
        assert_eq!(visible("// rolecall-ish is a word\n").len(), 1);
        assert_eq!(directives("// rolecall-ignore\n").all[0].does(), None);
    }

    #[test]
    fn a_segment_says_how_far_its_first_block_and_list_go() {
        let reach = |text: &str| {
            let found = directives(text);
            (found.first.end, found.first.onward, found.list.end, found.list.onward)
        };
        use Onward::{Block, List, Nothing};
        assert_eq!(reach("One.\n\nTwo.\n"), ("One.\n".len(), Nothing, 0, Nothing));
        let (first, onward, list, list_onward) = reach("- one\n- two\n\nText\n");
        assert_eq!((first, onward, list_onward), (list, Nothing, Nothing));
        assert!(list >= "- one\n- two".len());
        assert_eq!(reach("- one\n").1, List);
        assert_eq!(reach("<!-- tea -->\n").1, Block);
    }

    #[test]
    fn other_formats_have_comments_of_their_own() {
        let kinds = |text: &str, syntax| {
            of_syntax(text, syntax).all.iter().map(|it| it.kind).collect::<Vec<_>>()
        };
        let right = vec![Word::Right(Kind::Next)];
        let gherkin =
            "Feature: tea\n\n  # rolecall-ignore\n  @hot\n  Scenario: one\n    Given tea\n";
        assert_eq!(kinds(gherkin, Syntax::Gherkin), right);
        assert_eq!(kinds("{/* rolecall-ignore */}\n\nText\n", Syntax::Mdx), right);
        assert_eq!(kinds("<!-- rolecall-ignore -->\n\nText\n", Syntax::Text), [Word::Visible]);
        // A tag stands between a comment and the title that it is for.
        let found = of_syntax(gherkin, Syntax::Gherkin);
        let ignored = slice(gherkin, Span::new(found.all[0].from, found.all[0].next.end));
        assert!(ignored.contains("Scenario: one"), "{ignored}");
    }

    #[test]
    fn comments_of_an_html_block_are_found() {
        for (html, expected) in [
            ("<!-- a -->", vec![("<!-- a -->", true)]),
            ("<!-- a --> text", vec![("<!-- a -->", false)]),
            ("<!-- a --> <!-- b -->", vec![("<!-- a -->", true), ("<!-- b -->", true)]),
            ("<!-- a --> <!-- b --> text", vec![("<!-- a -->", false), ("<!-- b -->", false)]),
            ("<!-- a -->\n<!-- b --> text", vec![("<!-- a -->", true), ("<!-- b -->", false)]),
            ("<!-- a", vec![]),
            ("text <!-- a -->", vec![]),
            ("<PRE><!-- a --></PRE>", vec![]),
            ("<div><!-- a --></div>", vec![("<!-- a -->", true)]),
        ] {
            let found = comments(html, Span::new(0, html.len()));
            let seen: Vec<(&str, bool)> =
                found.iter().map(|(span, alone)| (slice(html, *span), *alone)).collect();
            assert_eq!(seen, expected, "{html}");
        }
    }
}
