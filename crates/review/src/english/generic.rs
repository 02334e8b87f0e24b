//! Generic words: "user", "customer" and whatever else says that somebody is meant and not who.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use foldhash::fast::RandomState;
use markdown::Span;

use crate::english::grammar;
use crate::english::inflect::{self, Number};
use crate::english::phrase::Noun;
use crate::text::token::{TokenKind, Words, is_apostrophe, tokens};
use crate::words::Class;

/// The generic words of a project: those of English, and its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GenericWords {
    own: Arc<Forms>,
}

/// The forms of generic words, each with the word it is a form of and its number.
type Forms = HashMap<Box<str>, (Arc<str>, Number), RandomState>;

impl GenericWords {
    /// The generic words of English, and these, each in the singular.
    pub fn with(own: &[String]) -> Self {
        let mut forms = Forms::default();
        for word in own {
            let word = word.trim().to_lowercase();
            add_forms(&mut forms, &word, &inflect::plural(&word));
        }
        Self { own: Arc::new(forms) }
    }

    /// The generic words of a text, in order, each with what it is in the singular.
    pub(crate) fn nouns(&self, words: Words<'_>) -> impl Iterator<Item = (Noun, Arc<str>)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < words.tokens.len() {
                match self.noun_at(words, at) {
                    Some(found) => {
                        at = found.0.tokens.end;
                        return Some(found);
                    }
                    None => at += 1,
                }
            }
            None
        })
    }

    /// The project's own generic words, each in the singular and in lower case, sorted.
    pub fn own(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.own.values().map(|(term, _)| &**term).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The generic words in a few words, each in the singular.
    pub(crate) fn terms_in(&self, text: &str) -> Vec<Arc<str>> {
        let tokens = tokens(text);
        self.nouns(tokens.of(text)).map(|(_, term)| term).collect()
    }

    /// Whether a word, in lower case, is a form of a generic word: "users", "end-user", "somebody".
    pub(crate) fn has(&self, word: &str) -> bool {
        grammar::is_generic_word(word) || self.own.contains_key(word)
    }

    /// The generic word that begins at a token.
    fn noun_at(&self, words: Words<'_>, at: usize) -> Option<(Noun, Arc<str>)> {
        let first = words.get(at).filter(|token| token.kind == TokenKind::Word)?;
        let mut last = at;
        let is_end = words.lower(at) == "end";
        if is_end {
            let joined = words.get(at + 1).is_some_and(|token| token.is('-') && !token.spaced);
            last = at + 1 + usize::from(joined);
        }
        let lower = words.lower(last);
        let stem = lower.strip_suffix("'s");
        let mut possessive = stem.is_some();
        let stem = stem.unwrap_or(lower);
        let (term, mut number) = match is_end {
            true => FORMS.get(format!("end {stem}").as_str())?.clone(),
            false if self.own.is_empty() && !possessive && !words.is(at, Class::GenericForm) => {
                return None;
            }
            false => FORMS.get(stem).or_else(|| self.own.get(stem))?.clone(),
        };
        let end = words.get(last)?.span().end - if possessive { ending(words, last) } else { 0 };
        // "users' rights"
        if number == Number::Plural
            && !possessive
            && words.get(last + 1).is_some_and(|token| {
                !token.spaced && matches!(token.kind, TokenKind::Mark(mark) if is_apostrophe(mark))
            })
            && words.is_word(last + 2)
            && words.get(last + 2).is_some_and(|token| token.spaced)
        {
            possessive = true;
            last += 1;
        }
        // "user(s)"
        if number == Number::Singular
            && words.text(last + 1) == "("
            && words.get(last + 1).is_some_and(|token| !token.spaced)
            && words.lower(last + 2) == "s"
            && words.text(last + 3) == ")"
        {
            number = Number::Either;
            last += 3;
        }
        let word = Span::new(first.span().start, end);
        Some((Noun { tokens: at..last + 1, word, number, possessive }, term))
    }
}

/// How many bytes a possessive ending takes: the apostrophe may be a curly one.
fn ending(words: Words<'_>, at: usize) -> usize {
    let text = words.text(at);
    text.len() - text.rfind(is_apostrophe).unwrap_or(text.len())
}

fn add_forms(forms: &mut Forms, word: &str, plural: &str) {
    let term: Arc<str> = word.into();
    forms.insert(word.into(), (Arc::clone(&term), Number::Singular));
    forms.insert(plural.into(), (term, Number::Plural));
}

/// The forms of the generic words of English.
static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms::default();
    for word in Class::Generic.words() {
        add_forms(&mut forms, word, &format!("{word}s"));
    }
    for (form, word, number) in [
        ("enduser", "user", Number::Singular),
        ("endusers", "user", Number::Plural),
        ("people", "person", Number::Plural),
        ("everyone", "anyone", Number::Singular),
    ] {
        forms.insert(form.into(), (word.into(), number));
    }
    forms
});

/// The generic words of English, each in the singular and in lower case, sorted.
pub fn generic_words() -> impl Iterator<Item = &'static str> {
    Class::Generic.words()
}

/// The one of [`generic_words`] that `word` is, in whatever number and case: `client` for "Clients".
pub fn term_of(word: &str) -> Option<&'static str> {
    let tokens = tokens(word);
    let (noun, term) = GenericWords::default().noun_at(tokens.of(word), 0)?;
    let whole = noun.tokens.end == tokens.len();
    generic_words().find(|word| whole && **word == *term)
}

/// Whether a role of this name would be anybody: "user", "Customers", "end user".
pub fn is_generic_name(name: &str) -> bool {
    grammar::is_generic_word(&name.to_lowercase().replace(' ', "-"))
}

/// Whether a name says too little to be another name of one role: a generic word, or a noun for all sorts of people or
/// businesses, such as "partner" and "vendors".
pub(crate) fn is_wide_name(name: &str, generic: &GenericWords) -> bool {
    let name = name.to_lowercase();
    let noun = inflect::singular(&name);
    let is_sort = [Class::OpenPerson, Class::Business].iter().any(|class| class.has(&noun));
    is_generic_name(&name) || generic.has(&name) || is_sort && !Class::ShortForm.has(&noun)
}
