//! A story in better words: what a writer would type, where that is sure to be English.

use markdown::{Kind, Mark, MarkKind, Span, slice};

use crate::fix::edit::{Edit, Fix, Scope};
use crate::fix::replace;
use crate::read::story::form::Form;
use crate::read::story::{self, Told};
use crate::rules;
use crate::rules::context::Page;
use crate::rules::rule::Rule;
use crate::text::line::{break_of, line_at};
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// Bytes of the segment, and what comes there.
type Replaced = Vec<(Span, String)>;

/// A place to fill in.
const PLACE: &str = "…";

impl Page<'_> {
    /// What mends the story of this index, `base` being where the segment starts.
    pub fn fix_of_story(&self, rule: &Rule, index: usize, base: usize) -> Option<Fix> {
        let (told, shape) = self.story(index)?;
        let (title, edits) = match rule.name {
            "story-without-benefit" => {
                let edit = self.with_benefit(told)?;
                ("Add “so that”".to_owned(), vec![(edit.span, edit.text)])
            }
            "story-not-uniform" => {
                let (own, usual) = rules::forms(self, shape)?;
                let (text, edits) = self.restated(told, own, usual)?;
                (format!("Restate with “{text}”"), edits)
            }
            _ => return None,
        };
        let edits = replace::shifted(edits, base);
        Some(Fix { title, safe: false, preferred: true, scope: Scope::Here, edits, change: None })
    }

    /// A benefit to fill in, behind what is wanted, in the story's own layout.
    fn with_benefit(&self, told: &Told) -> Option<Edit> {
        let wanted = told.wanting.as_ref()?;
        let passage = self.passage(wanted.passage)?;
        let words = passage.words();
        // A list of wants has no end to put it behind.
        let is_said = |at: usize| {
            words.is_word(at)
                || words
                    .get(at)
                    .is_some_and(|it| matches!(it.kind, TokenKind::Object | TokenKind::Number))
        };
        wanted.what.clone().find(|at| is_said(*at))?;
        let at = told.want.span.end;
        let put = |at: usize, text: String| Edit { span: Span::new(at, at), text };
        let verb = passage.prose.source(words.span(wanted.verb.clone()));
        let line = line_at(self.text, verb.start);
        let opening = slice(self.text, Span::new(line.start, verb.start));
        let is_own_line = matches!(passage.kind, Kind::Paragraph)
            && told.roles.first().is_some_and(|role| role.span.end <= line.start);
        if !is_own_line {
            let at = self.behind_marks(told, at)?;
            let behind = self.text.get(at..)?;
            let rest = behind.chars().next().is_none_or(|next| {
                next.is_whitespace()
                    || matches!(next, '.' | ',' | ';' | '!' | '"' | '”' | '*' | '_' | '|')
            });
            return rest.then(|| put(at, format!(", so that {PLACE}")));
        }
        // Parts on lines of their own: the marks round "I want" are put round "so that".
        let margin = opening
            .trim_start_matches(|c: char| c.is_whitespace() || ">-*+".contains(c))
            .trim_end_matches('*');
        let is_margin = matches!(margin, "" | "<br>" | "<br/>" | "<br />");
        let end = line_at(self.text, at.min(self.text.len())).end;
        let own = slice(self.text, Span::new(at, end));
        let is_plain = own.chars().all(|c| c.is_whitespace() || ".,;\\".contains(c));
        let mark = if opening.ends_with("**") { "**" } else { "" };
        let closing = self.text.get(verb.end..)?;
        let closes = [":**", "**:", "**"].into_iter().find(|close| closing.starts_with(close));
        let close = match (mark, closes) {
            ("", _) => "",
            (_, Some(close)) => close,
            // "**I want to** tea"
            (_, None) => "**",
        };
        if !is_margin || !is_plain || opening.contains('|') {
            return None;
        }
        // Paragraphs of their own stay so.
        let is_apart = told.roles.first().is_some_and(|role| role.passage != wanted.passage);
        let is_item = passage.item.is_some_and(|item| item.leads);
        let newline = break_of(self.text);
        let gap = if is_apart && !is_item {
            format!("{newline}{newline}")
        } else if own.ends_with("  ") || own.ends_with('\\') || margin.starts_with("<br") {
            newline.to_owned()
        } else {
            let above = slice(self.text, line_at(self.text, line.start.saturating_sub(2)));
            let hard = above.trim_end_matches('\r').ends_with("  ");
            format!("{}{newline}", if hard && !is_item { "  " } else { "" })
        };
        Some(put(end, format!("{gap}{opening}so that{close} {PLACE}")))
    }

    /// Behind the marks that close at a byte what they open in the want: "**tea**".
    fn behind_marks(&self, told: &Told, at: usize) -> Option<usize> {
        let passage = self.passage(told.wanting.as_ref()?.passage)?;
        let end = passage.prose.at_source(at)?;
        let start = passage.prose.at_source(told.want.span.start)?;
        let closes = |mark: &&Mark| {
            matches!(mark.kind, MarkKind::Strong | MarkKind::Emphasis)
                && mark.span.end == end
                && mark.span.start >= start
        };
        if !passage.prose.marks.iter().any(|mark| closes(&mark)) {
            return Some(at);
        }
        let behind = self.text.get(at..)?;
        Some(at + behind.len() - behind.trim_start_matches(['*', '_']).len())
    }

    /// "I want to see" for "I can see": the words that say that something is wanted, in another form.
    fn restated(&self, told: &Told, own: Form, usual: Form) -> Option<(String, Replaced)> {
        let wanted = told.wanting.as_ref()?;
        let passage = self.passage(wanted.passage)?;
        let words = passage.words();
        let verb = &wanted.verb;
        let next = words.lower(verb.end);
        // A verb of its own, said of one person, and not denied.
        let is_usual = verb.clone().all(|at| words.is(at, Class::UsualWant));
        let starts = words.lower(verb.start);
        if !is_usual
            || !starts.starts_with('i')
            || matches!(next, "not" | "for" | "it" | "if" | "that" | "")
        {
            return None;
        }
        let (until, text) = match (own, usual) {
            (_, Form::Should) | (Form::Should | Form::Can, Form::Can) => return None,
            (Form::Want | Form::Like | Form::Need, Form::Want | Form::Like | Form::Need) => {
                (verb.end, usual.wording().to_owned())
            }
            (Form::Want | Form::Like | Form::Need, Form::Can) => {
                let from = story::skip_to(words, verb.end);
                let is_to = next == "to" && is_plain_verb(words, from);
                if !is_to {
                    return None;
                }
                (from, usual.wording().to_owned())
            }
            (Form::Can | Form::Should, _) => match words.lower(verb.end - 1) {
                "can" | "should" | "must" if is_plain_verb(words, verb.end) => {
                    (verb.end, format!("{} to", usual.wording()))
                }
                "am" | "i'm" if next == "able" => (verb.end, format!("{} to be", usual.wording())),
                _ => return None,
            },
        };
        let text = match words.text(verb.start).starts_with('i') {
            true => text.replacen('I', "i", 1),
            false => text,
        };
        let edits = passage.prose.rewritten(words.span(verb.start..until), &text)?;
        // What markup sets off would be something else: "**I want** to".
        (edits.len() == 1).then_some((text, edits))
    }
}

/// Whether what stands here can follow both "I can" and "I want to".
fn is_plain_verb(words: Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    !word.is_empty() && !matches!(word, "not" | "only" | "also" | "have" | "to")
}
