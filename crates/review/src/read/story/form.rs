//! How a story is written: what the rules on stories judge, read once with the segment.

use std::ops::Range;
use std::sync::LazyLock;

use markdown::{Kind, Span, slice};

use crate::english::grammar;
use crate::english::wording::Wordings;
use crate::read::story::same_want::Signature;
use crate::read::story::{self, SegmentStory, Wanted};
use crate::text::passage::Passage;
use crate::text::token::{self, Token, TokenKind, Words};
use crate::words::Class;

/// A story as its rules see it. Spans are of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoryForm {
    /// How it says that something is wanted, if in one of the usual ways.
    pub wording: Option<Wording>,
    /// Whether it says what for, in whatever words.
    pub says_why: bool,
    /// Whether it says that something is wanted, and not what.
    pub lacks_want: bool,
    /// A second thing that is wanted.
    pub second: Option<Span>,
    /// What stands in it and tells no story.
    pub aside: Option<(Span, Aside)>,
    /// Whether the name of a machine tells it.
    pub by_machine: bool,
    /// Whether it stands in a heading.
    pub is_heading: bool,
    /// Whether nothing is to be said of it: it stands in front matter, or is the title of the next.
    pub is_fixed: bool,
    /// What is wanted, in short.
    pub signature: Signature,
}

/// A way to say that something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Wording {
    /// "I want to"
    Want,
    /// "I would like to"
    Like,
    /// "I need to"
    Need,
    /// "I can", "I am able to"
    Can,
    /// "I should", "I must"
    Should,
}

impl Wording {
    /// All of them; each stands at the place of its number.
    pub const ALL: [Wording; 5] =
        [Wording::Want, Wording::Like, Wording::Need, Wording::Can, Wording::Should];

    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Wording::Want => "I want",
            Wording::Like => "I would like",
            Wording::Need => "I need",
            Wording::Can => "I can",
            Wording::Should => "I should",
        }
    }
}

/// What stands in a story and tells none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    /// A remark in brackets.
    Brackets,
    /// Sentences after it.
    Sentences,
    /// Where more stands: "see ticket 12".
    Reference,
    /// A note after it: "Note: …", "Depends on …".
    Note,
}

static NOTES: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_str!("reference.txt")));

/// How many passages below a story may say what it is for.
const BELOW: usize = 8;
/// A remark in brackets of fewer words is no more than a qualification.
const REMARK: usize = 7;
/// So many sentences are a text of their own.
const SENTENCES: usize = 2;
/// A sentence of fewer words after a story is a label, or no sentence.
const SENTENCE: usize = 4;

/// The forms of the stories of a segment with this text, in their order.
pub(crate) fn of(passages: &[Passage], text: &str, stories: &[SegmentStory]) -> Vec<StoryForm> {
    let tables = tables_with_reasons(passages);
    let mut starts: Vec<usize> = stories.iter().map(|story| story.span.start).collect();
    starts.sort_unstable();
    let forms = stories.iter().map(|story| {
        let next = starts.partition_point(|start| *start < story.span.end);
        let next = starts.get(next).copied().unwrap_or(usize::MAX);
        let reader = Reader { passages, text, story, next };
        let first = story.roles.first().map_or(0, |role| role.passage);
        let kind = passages.get(first).map(|passage| passage.kind);
        StoryForm {
            wording: reader.wording(),
            says_why: story.wanting.is_some() && tables.get(first) == Some(&true)
                || reader.says_why(),
            lacks_want: reader.lacks_want(),
            second: reader.second(),
            aside: reader.aside(),
            by_machine: story.roles.iter().any(|role| grammar::is_machine_role(&role.text)),
            is_heading: matches!(kind, Some(Kind::Heading(_))),
            is_fixed: kind == Some(Kind::FrontMatter),
            signature: Signature::of(&story.want.text),
        }
    });
    let mut forms: Vec<StoryForm> = forms.collect();
    // A heading that says what the story below it says is its title: findings are reported on that story.
    let below: Vec<Signature> = forms.iter().skip(1).map(|it| it.signature.clone()).collect();
    for (form, below) in forms.iter_mut().zip(&below) {
        form.is_fixed |= form.is_heading && form.signature.wants_as(below);
    }
    forms
}

struct Reader<'a> {
    passages: &'a [Passage],
    text: &'a str,
    story: &'a SegmentStory,
    /// Where the next story begins.
    next: usize,
}

impl<'a> Reader<'a> {
    fn wanted(&self) -> Option<(&'a Passage, Words<'a>, &'a Wanted)> {
        let wanted = self.story.wanting.as_ref()?;
        let passage = self.passages.get(wanted.passage)?;
        Some((passage, passage.words(), wanted))
    }

    fn wording(&self) -> Option<Wording> {
        let (_, words, wanted) = self.wanted()?;
        let at = wanted.verb.end.checked_sub(1)?;
        let is_able = words.lower(wanted.what.start) == "able";
        match words.lower(at) {
            "want" | "wants" | "wanted" => Some(Wording::Want),
            "like" | "love" => Some(Wording::Like),
            "need" | "needs" => Some(Wording::Need),
            "can" => Some(Wording::Can),
            "am" | "i'm" if is_able => Some(Wording::Can),
            "should" | "must" => Some(Wording::Should),
            _ => None,
        }
    }

    fn lacks_want(&self) -> bool {
        let Some((_, words, wanted)) = self.wanted() else { return false };
        let ends = words.get(wanted.what.end.saturating_sub(1)).is_some_and(|it| it.is('.'));
        let is_light = |word: &str| Class::LightVerb.has(word);
        let text = self.story.want.text.to_lowercase();
        text.split(' ').all(|word| word.is_empty() || is_light(word))
            && (self.story.benefit.is_some() || ends)
    }

    fn says_why(&self) -> bool {
        let announces = |(passage, tokens): &(usize, Range<usize>)| {
            let passage = self.passages.get(*passage);
            passage.is_some_and(|it| story::benefit_marker(it.words(), tokens.start).is_some())
        };
        self.story.benefit.is_some()
            || self.story.keywords.iter().any(announces)
            || states_purpose(&self.story.want.text)
            || self.says_why_below()
    }

    /// Whether what stands under the story, before the next one, is said to be its reason.
    fn says_why_below(&self) -> bool {
        let end = self.story.span.end;
        let here = self.passages.partition_point(|passage| passage.span.start < end);
        let own = here.checked_sub(1).and_then(|index| self.passages.get(index));
        let rest = own.filter(|own| own.span.end > end).map(|own| {
            let first = own.tokens.partition_point(|it| own.prose.source(it.span()).start < end);
            (own, first)
        });
        let own_goes_on = rest.is_some_and(|(own, first)| {
            let words = own.words();
            let until =
                own.tokens.partition_point(|it| own.prose.source(it.span()).start < self.next);
            (first..until).any(|at| {
                let starts = words.before(at).is_none_or(|before| {
                    matches!(before.kind, TokenKind::Break | TokenKind::Mark('.'))
                });
                is_reason(words.lower(at)) && words.text(at + 1) == ":"
                    || starts && gives_reason(words, at)
            })
        });
        own_goes_on
            || self
                .passages
                .iter()
                .skip(here)
                .take(BELOW)
                .take_while(|below| below.span.start < self.next)
                .take_while(|below| !matches!(below.kind, Kind::Cell { .. }))
                .any(|below| {
                    let words = below.words();
                    let leads = (0..4).any(|at| is_reason(words.lower(at)))
                        && ((1..5).any(|at| words.text(at) == ":")
                            || below.bold_lead().is_some()
                            || matches!(below.kind, Kind::Heading(_)));
                    leads || story::benefit_marker(words, 0).is_some() || gives_reason(words, 0)
                })
    }

    /// The second of two things that are wanted, from the word that joins them on.
    fn second(&self) -> Option<Span> {
        let (passage, words, wanted) = self.wanted()?;
        if passage.kind == Kind::FrontMatter {
            return None;
        }
        let start = story::skip_to(words, wanted.what.start);
        let end = wanted.what.end;
        let at = (start + 1..end).find(|at| joins_wants(words, start, *at))?;
        let mut last = end;
        while last > at && !words.is_word(last - 1) {
            last -= 1;
        }
        Some(passage.prose.source(words.span(at..last)))
    }

    fn aside(&self) -> Option<(Span, Aside)> {
        let brackets = self.brackets().map(|span| (span, Aside::Brackets));
        let reference = || Some((self.reference()?, Aside::Reference));
        brackets.or_else(reference).or_else(|| self.sentences())
    }

    /// Where more stands, in what is wanted.
    fn reference(&self) -> Option<Span> {
        let (passage, words, wanted) = self.wanted()?;
        let what = wanted.what.clone();
        let opens = |at: usize| at > what.start && matches!(words.text(at), "," | "(" | ";");
        let open = what.clone().find(|at| {
            opens(*at) && matches!(NOTES.at(words, at + 1..what.end), Some(("reference", _)))
        })?;
        let is_close = |at: &usize| matches!(words.text(*at), "," | ")" | ";" | ".");
        let close = (open + 1..what.end).find(is_close);
        let end = close.map_or(what.end, |at| at + usize::from(words.text(at) == ")"));
        Some(passage.prose.source(words.span(open..end)))
    }

    /// A remark in brackets, in what is wanted.
    fn brackets(&self) -> Option<Span> {
        let (passage, words, wanted) = self.wanted()?;
        let open = wanted.what.clone().find(|at| words.text(*at) == "(")?;
        let close = (open..wanted.what.end).find(|at| words.text(*at) == ")")?;
        let inside = open + 1..close;
        let count = inside.clone().filter(|at| words.is_word(*at)).count();
        let commas = inside.clone().filter(|at| words.text(*at) == ",").count();
        let is_example = words.is(open + 1, Class::ExampleStart);
        (count >= REMARK && commas < 3 && !is_example)
            .then(|| passage.prose.source(words.span(open..close + 1)))
    }

    /// Sentences on the story's own line, after it.
    fn sentences(&self) -> Option<(Span, Aside)> {
        let end = self.story.span.end;
        let index = self.passages.partition_point(|it| it.span.start < end).checked_sub(1)?;
        let passage = self.passages.get(index)?;
        // Headings and cells have no room below; a list says what else there is in its own way.
        if matches!(passage.kind, Kind::Heading(_) | Kind::FrontMatter)
            || self.next <= passage.span.end
        {
            return None;
        }
        let words = passage.words();
        let behind =
            passage.tokens.partition_point(|it| passage.prose.source(it.span()).start < end);
        let stop = (behind..words.tokens.len()).find(|at| words.ends_sentence(*at))?;
        // A line of its own is below the story.
        let source = |at: usize| words.get(at).map(|it| passage.prose.source(it.span()));
        let opens_line = |at: &usize| {
            let gap = source(at - 1).zip(source(*at));
            gap.is_none_or(|(before, here)| {
                slice(self.text, Span::new(before.end, here.start)).contains(['\n', '\r'])
            })
        };
        let first = stop + 1;
        let line = (first..words.tokens.len()).find(opens_line).unwrap_or(words.tokens.len());
        let count = (first..line).filter(|at| words.ends_sentence(*at)).count();
        let span = passage.prose.source(words.span(first..line));
        let note = NOTES.at(words, first..line).filter(|(what, _)| *what == "note");
        if stop <= behind + 1 && count < SENTENCES && note.is_some() {
            return Some((span, Aside::Note));
        }
        let is_sentence = stop <= behind + 1
            && count < SENTENCES
            && words.is_word(first)
            // A remark in brackets goes on.
            && (first..line).find(|at| matches!(words.text(*at), "(" | ")")).is_none_or(|at| words.text(at) == "(")
            && words.text(line.checked_sub(1)?) != ":"
            && (first..line).filter(|at| words.is_word(*at)).count() >= SENTENCE
            && !(first..first + 4).any(|at| words.text(at) == ":")
            && !gives_reason(words, first);
        is_sentence.then_some((span, Aside::Sentences))
    }
}

/// Whether a second want begins at the word, which joins it to the first; that one begins at `start`.
fn joins_wants(words: Words<'_>, start: usize, at: usize) -> bool {
    let is_as_well = words.lower(at + 1) == "well" && words.lower(at + 2) == "as";
    let mut next = match words.lower(at) {
        "and" | "plus" => at + 1,
        "as" if is_as_well => at + 3,
        _ if words.text(at) == "&" => at + 1,
        _ => return false,
    };
    while matches!(words.lower(next), "also" | "then" | "additionally") {
        next += 1;
    }
    let before = || start..at;
    // "See what I changed and I want to keep": what stands in a clause is not joined to the want.
    let opens_clause = |at: usize| {
        let word = words.lower(at);
        story::is_subordinator(word) && word != "and"
            || Class::NoSecondWant.has(word)
            || word == "to" && words.is(at + 1, Class::BaseVerb)
    };
    if words.lower(next) == "i" || words.lower(next) == "i'd" {
        let end = story::subject_and_verb(words, next);
        let verb = end.map(|end| words.lower(end - 1)).unwrap_or_default();
        return matches!(verb, "want" | "like" | "need");
    }
    let able = |at: usize| {
        let to = usize::from(words.lower(at) == "to");
        words.lower(at + to) == "be" && words.lower(at + to + 1) == "able"
    };
    let is_clause = before().any(opens_clause);
    if able(next) {
        return !is_clause;
    }
    let is_verb = |at: usize| words.is(at, Class::BaseVerb);
    // "Create a page and attach a file", "scan a tag and print it", "book slots & message drivers": each verb has an
    // object of its own.
    let has_object = |from: usize| {
        let word = words.lower(from);
        let ends = |at: usize| !words.is_word(at) || words.is(at, Class::FunctionWord);
        let is_bare = word.ends_with('s')
            && !words.is(from, Class::FunctionWord)
            && ends(from + 1)
            && !is_verb(at - 1)
            && (words.text(at) == "&"
                || words.is(next, Class::Verb) && words.is(next, Class::Task));
        let is_pronoun = matches!(word, "it" | "them");
        grammar::is_article(word) || Class::ObjectDeterminer.has(word) || is_pronoun || is_bare
    };
    // "Enter my code and get a list": what comes of the first is no want of its own.
    let is_outcome = matches!(words.lower(next), "get" | "receive" | "see" | "keep" | "have");
    let first_has_object = before().skip(1).any(|at| words.is_word(at) && !is_verb(at));
    !is_clause
        && !is_outcome
        && is_verb(start)
        && is_verb(next)
        && has_object(next + 1)
        && first_has_object
}

/// Whether a want says in other words than "so that" what it is for.
fn states_purpose(want: &str) -> bool {
    let tokens = token::tokens(want);
    let words = tokens.of(want);
    (1..tokens.len()).any(|at| {
        let next = words.lower(at + 1);
        let parted = words.before(at).is_some_and(|before| before.is(','));
        match words.lower(at) {
            "so" => !Class::SoDegree.has(next),
            word if Class::PurposeWord.has(word) || Class::PurposeParticiple.has(word) => true,
            "without" => next == "having" || next == "needing",
            "in" => next == "order",
            // "– that way we need not ask"
            "that" | "this" if next == "way" && words.get(at - 1).is_some_and(is_pause) => true,
            "since" if Class::PurposeSubject.has(next) => true,
            // ", as the change motivates me"
            "as" | "since" | "for" if parted => {
                grammar::is_article(next) || Class::PurposeSubject.has(next)
            }
            "instead" | "rather" => at > 2,
            "to" if at > 2 => parted || Class::PurposeVerb.has(next),
            "that" | "which" => Class::ServesVerb.has(next),
            _ => false,
        }
    })
}

/// "This way", "That lets us", "Currently we cannot": a sentence that gives a reason.
fn gives_reason(words: Words<'_>, at: usize) -> bool {
    let next = words.lower(at + 1);
    let serves = Class::GivesVerb.has(next);
    match words.lower(at) {
        "this" | "that" => {
            let says =
                matches!(words.lower(at + 2), "important" | "because" | "needed" | "currently");
            serves || matches!(next, "way" | "will" | "would") || next == "is" && says
        }
        "it" => serves,
        "by" => next == "doing",
        word => Class::ReasonStart.has(word),
    }
}

/// Whether a token parts clauses: a comma, a dash.
fn is_pause(token: Token) -> bool {
    matches!(token.kind, TokenKind::Break | TokenKind::Mark(',' | ';' | ':' | '-' | '–' | '—'))
}

/// What a reason, or the column or the line that gives it, is called.
fn is_reason(word: &str) -> bool {
    Class::ReasonLabel.has(word)
}

/// For each passage, whether it stands in a table with a column for reasons.
fn tables_with_reasons(passages: &[Passage]) -> Vec<bool> {
    let mut last_row = 0;
    let mut has_reasons = false;
    let tables = passages.iter().map(|passage| {
        let Kind::Cell { row, .. } = passage.kind else {
            (last_row, has_reasons) = (0, false);
            return false;
        };
        if row == 0 {
            if last_row != 0 {
                has_reasons = false;
            }
            let words = passage.words();
            has_reasons |= (0..4).any(|at| is_reason(words.lower(at)))
                || story::benefit_marker(words, 0).is_some();
        }
        last_row = row;
        has_reasons
    });
    tables.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;
    use crate::text::token::tests::at_caret;
    use crate::text::token::tokens;

    /// How the stories of a text are written.
    #[track_caller]
    fn forms(text: &str) -> Vec<StoryForm> {
        let passages = passages(text);
        of(&passages, text, &story::find(&passages))
    }

    /// How the first story of a text is written.
    #[track_caller]
    fn form(text: &str) -> StoryForm {
        forms(text).into_iter().next().unwrap_or_else(|| panic!("a story in {text}"))
    }

    #[test]
    fn a_want_has_one_of_a_few_wordings() {
        for (text, expected) in [
            ("As a nurse, I want tea", Some(Wording::Want)),
            ("As a nurse, wants tea", Some(Wording::Want)),
            ("As a nurse, I wanted tea", Some(Wording::Want)),
            ("As a nurse, I would like tea", Some(Wording::Like)),
            ("As a nurse, I'd love tea", Some(Wording::Like)),
            ("As a nurse, I need tea", Some(Wording::Need)),
            ("As a nurse, needs tea", Some(Wording::Need)),
            ("As a nurse, I can rest", Some(Wording::Can)),
            ("As a nurse, I am able to rest", Some(Wording::Can)),
            ("As a nurse, I'm able to rest", Some(Wording::Can)),
            ("As a nurse, I am resting", None),
            ("As a nurse, I should rest", Some(Wording::Should)),
            ("As a nurse, I must rest", Some(Wording::Should)),
            ("As a nurse, I open it", None),
            ("| As a | I want |\n|---|---|\n| nurse | tea |", None),
        ] {
            assert_eq!(form(text).wording, expected, "{text}");
        }
        let wordings = Wording::ALL.map(Wording::text);
        assert_eq!(wordings, ["I want", "I would like", "I need", "I can", "I should"]);
        assert!(Wording::ALL.iter().enumerate().all(|(at, form)| *form as usize == at));
    }

    #[test]
    fn every_line_is_read() {
        NOTES.assert_read();
    }

    #[test]
    fn a_story_may_say_why_in_many_ways() {
        for (text, expected) in [
            ("As a nurse, I want a limit for each ward – that way we never run out.", true),
            ("As a nurse, I want tea since I work at night.", true),
            ("As a nurse, I want that way back.", false),
            ("As a nurse, I want tea.", false),
            ("As a nurse, I want tea so that I wake.", true),
            ("As a nurse, I want tea so that…", true),
            ("As a nurse, I want tea, as the night is long.", true),
            ("As a nurse, I want tea.\n\nSo I wake.", true),
            ("As a nurse, I want tea.\n\nReason: nights", true),
            ("As a nurse, I want tea.\n\n**Reason** nights", true),
            ("As a nurse, I want tea.\n\n#### Reason\n\nNights", true),
            ("As a nurse, I want tea.\n\nA good reason to wait", false),
            ("As a nurse, I want tea.\n\nThere are ten of them for this reason: nights", false),
            ("As a nurse, I want tea.\n\nThis helps me.", true),
            ("As a nurse, I want tea. This helps me.", true),
            ("As a nurse, I want tea. We know this helps me.", false),
            ("As a nurse, I want tea. The reason: nights", true),
            ("As a nurse, I want tea. A reason, nights", false),
            ("As a nurse, I want tea.  \nCurrently there is none.", true),
            ("As a nurse, I want tea.\n\nAs a cook, I want salt.\n\nThis helps me.", false),
            ("As a nurse, I want tea. As a cook, I want salt. This helps me.", false),
            ("As a nurse, I want tea.\n\n| This helps me |\n|---|\n| a |", false),
            ("| As a | I want | so that |\n|---|---|---|\n| nurse | tea | I wake |", true),
            ("| As a | I want | Note |\n|---|---|---|\n| nurse | tea | hot |", false),
        ] {
            assert_eq!(form(text).says_why, expected, "{text}");
        }
        let far = |count: usize| {
            format!("As a nurse, I want tea.\n\n{}This helps me.", "More\n\n".repeat(count))
        };
        assert_eq!((form(&far(BELOW - 1)).says_why, form(&far(BELOW)).says_why), (true, false));
        // In a table with a column for reasons, each story has one, even if it stands in a single cell.
        for (header, expected) in [("Reason", true), ("So that", true), ("Note", false)] {
            let text =
                format!("| Story | {header} |\n|---|---|\n| As a nurse, I want tea | nights |");
            assert_eq!(form(&text).says_why, expected, "{header}");
        }
    }

    #[test]
    fn a_column_for_reasons_is_that_of_its_own_table() {
        let text = "| A | Reason |\n|---|---|\n| b | c |\n\nd\n\n| E |\n|---|\n| f |\n";
        let with_text = tables_with_reasons(&passages(text));
        assert_eq!(with_text, [false, true, true, true, false, false, false]);
        // A header of more than four words is no label.
        let text = "| one two three four reason |\n|---|\n| b |\n";
        assert_eq!(tables_with_reasons(&passages(text)), [false, false]);
    }

    #[test]
    fn a_want_may_be_missing() {
        for (text, expected) in [
            ("As a nurse, I want to so that I wake.", true),
            ("As a nurse, I want to be able to, so that I wake.", true),
            ("As a nurse, I want so that I wake.", true),
            ("As a nurse, I want to have.", true),
            ("As a nurse, I want to have", false),
            ("As a nurse, I want to have tea.", false),
            ("As a nurse, I want tea so that I wake.", false),
            ("| As a | I want |\n|---|---|\n| nurse | do. |", false),
        ] {
            assert_eq!(form(text).lacks_want, expected, "{text}");
        }
    }

    #[test]
    fn a_second_want_is_joined_to_the_first() {
        for (text, expected) in [
            ("As a nurse, I want to create a page and attach a file.", Some("and attach a file")),
            (
                "As a nurse, I want to create a page and then attach a file.",
                Some("and then attach a file"),
            ),
            (
                "As a nurse, I want to create pages and also attach my file so I rest.",
                Some("and also attach my file"),
            ),
            ("As a nurse, I want to create a page and file.", None),
            ("As a nurse, I want to create and attach a file.", None),
            ("As a nurse, I want to create a page or attach a file.", None),
            ("As a nurse, I want to create a page and attach files.", None),
            ("As a nurse, I want to enter a code and get a list.", None),
            ("As a nurse, I want pages and attach a file.", None),
            (
                "As a nurse, I want to create a page and I want to attach files.",
                Some("and I want to attach files"),
            ),
            ("As a nurse, I want to create a page and I'd like tea.", Some("and I'd like tea")),
            ("As a nurse, I want to create a page and I see it.", None),
            (
                "As a nurse, I want to create a page and be able to rest.",
                Some("and be able to rest"),
            ),
            (
                "As a nurse, I want to create a page and to be able to rest.",
                Some("and to be able to rest"),
            ),
            ("As a nurse, I want to create a page and be fast.", None),
            ("As a nurse, I want to see when I create a page and be able to rest.", None),
            ("As a nurse, I want to create a page when I rest and attach a file.", None),
            ("As a nurse, I want to create a page to open and attach a file.", None),
            ("As a nurse, I want to create a page by hand and attach a file.", None),
            ("---\nstory: As a nurse, I want to create a page and attach a file\n---\n", None),
        ] {
            let second = form(text).second.map(|span| slice(text, span));
            assert_eq!(second, expected, "{text}");
        }
    }

    #[test]
    fn a_remark_in_a_story_tells_none() {
        let remark = "(this is only for the late shift)";
        for (text, expected) in [
            (format!("As a nurse, I want tea {remark} at night."), Some((remark, Aside::Brackets))),
            ("As a nurse, I want tea (only for the late night shift) now.".to_owned(), None),
            (
                "As a nurse, I want tea (hot, sweet, strong, black and very very fresh) now."
                    .to_owned(),
                None,
            ),
            (
                "As a nurse, I want tea (e.g. one that is hot and very very fresh) now.".to_owned(),
                None,
            ),
            ("As a nurse, I want tea (this is only for the late shift".to_owned(), None),
            (
                "As a nurse, I want tea. It must be hot now.".to_owned(),
                Some(("It must be hot now.", Aside::Sentences)),
            ),
            ("As a nurse, I want tea. It is hot.".to_owned(), None),
            ("As a nurse, I want tea. Status: it is hot right now.".to_owned(), None),
            (
                "As a nurse, I want tea. Note: it must be hot now.".to_owned(),
                Some(("Note: it must be hot now.", Aside::Note)),
            ),
            (
                "As a nurse, I want tea, see ticket 12, now.".to_owned(),
                Some((", see ticket 12", Aside::Reference)),
            ),
            ("As a nurse, I want tea. This helps me to rest.".to_owned(), None),
            ("As a nurse, I want tea. It must have all of these:".to_owned(), None),
            ("As a nurse, I want tea. It must be hot. It must be sweet. Now".to_owned(), None),
            (
                "As a nurse, I want tea. It must be hot. It is sweet".to_owned(),
                Some(("It must be hot. It is sweet", Aside::Sentences)),
            ),
            ("As a nurse, I want tea.\nIt must be hot now.".to_owned(), None),
            (
                "As a nurse, I want tea. It must be hot now.\nAnd sweet.".to_owned(),
                Some(("It must be hot now.", Aside::Sentences)),
            ),
            ("As a nurse, I want tea. It must be hot now) at last.".to_owned(), None),
            (
                "As a nurse, I want tea. It must be hot (now) at last.".to_owned(),
                Some(("It must be hot (now) at last.", Aside::Sentences)),
            ),
            ("As a nurse, I want tea. 5 cups it must be now.".to_owned(), None),
            ("# As a nurse, I want tea. It must be hot now.".to_owned(), None),
            (
                "As a nurse, I want tea. It must be hot now. As a cook, I want salt.".to_owned(),
                None,
            ),
            (
                "- As a nurse, I want tea. It must be hot now.".to_owned(),
                Some(("It must be hot now.", Aside::Sentences)),
            ),
        ] {
            let aside = form(&text).aside.map(|(span, aside)| (slice(&text, span), aside));
            assert_eq!(aside, expected, "{text}");
        }
    }

    #[test]
    fn where_a_story_stands_and_who_tells_it_counts() {
        let flags = |text: &str| {
            let forms = forms(text);
            forms.iter().map(|it| (it.by_machine, it.is_heading, it.is_fixed)).collect::<Vec<_>>()
        };
        assert_eq!(flags("As a nurse, I want tea"), [(false, false, false)]);
        assert_eq!(flags("As a backend, I want tea"), [(true, false, false)]);
        assert_eq!(flags("# As a nurse, I want tea"), [(false, true, false)]);
        assert_eq!(flags("---\nstory: As a nurse, I want tea\n---\n"), [(false, false, true)]);
        // A heading is the title of the story below it.
        assert_eq!(
            flags("# As a nurse, I want tea\n\nAs a nurse, I want the tea so that I wake."),
            [(false, true, true), (false, false, false)]
        );
        assert_eq!(
            flags("# As a nurse, I want tea\n\nAs a nurse, I want salt."),
            [(false, true, false), (false, false, false)]
        );
        assert_eq!(
            flags("As a nurse, I want tea.\n\nAs a nurse, I want tea."),
            [(false, false, false), (false, false, false)]
        );
        assert!(form("As a nurse, I want tea").signature.wants_as(&Signature::of("the tea")));
    }

    #[test]
    fn a_want_may_state_its_purpose() {
        for (want, expected) in [
            ("see tea so the night is short", true),
            ("see tea so much", false),
            ("see tea thereby waking", true),
            ("see tea, saving time", true),
            ("see tea without having to wait", true),
            ("see tea without needing to wait", true),
            ("see tea without sugar", false),
            ("see tea in order to wake", true),
            ("see tea in bed", false),
            ("see tea, as the night is long", true),
            ("see tea, since I wake", true),
            ("see tea, for nurses", false),
            ("see tea as the night is long", false),
            ("see hot tea instead of milk", true),
            ("see tea rather", false),
            ("see hot tea to save time", true),
            ("see hot tea, to wake", true),
            ("see hot tea to wake", false),
            ("go to save", false),
            ("see tea that helps me", true),
            ("see tea which lets me wake", true),
            ("see tea that wakes me", false),
            ("so", false),
        ] {
            assert_eq!(states_purpose(want), expected, "{want}");
        }
    }

    #[test]
    fn a_sentence_may_give_a_reason() {
        for (marked, expected) in [
            ("^This helps", true),
            ("^That lets us", true),
            ("^This way we rest", true),
            ("^This will help", true),
            ("^That would help", true),
            ("^This is important", true),
            ("^This is because", true),
            ("^This is hot", false),
            ("^This was important", false),
            ("^It saves time", true),
            ("^It is important", false),
            ("^By doing so", true),
            ("^By night", false),
            ("^Currently we wait", true),
            ("^Nurses wait", false),
        ] {
            let (text, at) = at_caret(marked);
            assert_eq!(gives_reason(tokens(&text).of(&text), at), expected, "{marked}");
        }
    }
}
