//! Prose as words and marks.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use markdown::{Prose, Span, slice};

use crate::words::{Class, Id, id};

/// A word, a number, or a mark of punctuation; spans are of the prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    start: u32,
    len: u16,
    lower: u32,
    lower_len: u16,
    id: Id,
    pub kind: TokenKind,
    /// Whether white space stands before it (true for the first).
    pub spaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, with apostrophes between them: `user's`, `don’t`.
    Word,
    /// Begins with a digit: `500`, `3rd`, `10,000`.
    Number,
    /// One character of punctuation.
    Mark(char),
    /// Code, an image, an address.
    Object,
    /// A hard line break.
    Break,
}

impl Token {
    pub fn span(self) -> Span {
        let start = self.start as usize;
        Span::new(start, start + self.len as usize)
    }

    pub fn is(self, mark: char) -> bool {
        self.kind == TokenKind::Mark(mark)
    }
}

/// The tokens of a text, and its words in lower case: rules ask for these again and again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    list: Vec<Token>,
    lower: String,
}

impl Tokens {
    /// The tokens with their text.
    pub fn of<'a>(&'a self, text: &'a str) -> Words<'a> {
        Words { text, tokens: &self.list, lower: &self.lower }
    }
}

impl std::ops::Deref for Tokens {
    type Target = [Token];

    fn deref(&self) -> &[Token] {
        &self.list
    }
}

/// A word that is longer than this, in bytes, is cut.
const LONGEST: usize = 200;

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Tokens {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut lower = String::with_capacity(text.len());
    let mut spaced = true;
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        let kind = match first {
            '\n' => TokenKind::Break,
            Prose::OBJECT => TokenKind::Object,
            _ if first.is_whitespace() || first == '\u{feff}' => {
                spaced = true;
                continue;
            }
            _ if first.is_numeric() => TokenKind::Number,
            _ if first.is_alphabetic() => TokenKind::Word,
            _ => TokenKind::Mark(plain_mark(first)),
        };
        let mut end = start + first.len_utf8();
        if kind == TokenKind::Word {
            // Most letters are plain.
            let rest = text.as_bytes().get(end..).unwrap_or_default().iter();
            let letters = rest.take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
            end += letters;
            if let Some(behind) = letters.checked_sub(1) {
                characters.nth(behind);
            }
        }
        if matches!(kind, TokenKind::Word | TokenKind::Number) {
            while let Some((at, next)) = characters.peek().copied() {
                let rest = text.get(at + next.len_utf8()..).and_then(|rest| rest.chars().next());
                let goes_on = next.is_alphanumeric()
                    || is_mark_over_letter(next)
                    || is_apostrophe(next) && rest.is_some_and(char::is_alphabetic)
                    || kind == TokenKind::Number
                        && matches!(next, ',' | '.')
                        && rest.is_some_and(char::is_numeric);
                if !goes_on || end - start > LONGEST {
                    break;
                }
                end = at + next.len_utf8();
                characters.next();
            }
        }
        let len = u16::try_from(end - start).unwrap_or(u16::MAX);
        let lower_start = lower.len();
        if kind == TokenKind::Word {
            push_lower(slice(text, Span::new(start, end)), &mut lower);
        }
        let lower_len = u16::try_from(lower.len() - lower_start).unwrap_or(u16::MAX);
        let at = lower_start as u32;
        let id = lower.get(lower_start..).filter(|word| !word.is_empty()).map(id);
        let id = id.unwrap_or_default();
        tokens.push(Token { start: start as u32, len, lower: at, lower_len, id, kind, spaced });
        spaced = kind == TokenKind::Break;
    }
    Tokens { list: tokens, lower }
}

/// Adds a word in lower case, composed, its apostrophes straight.
fn push_lower(word: &str, lower: &mut String) {
    if word.is_ascii() {
        let start = lower.len();
        lower.push_str(word);
        if let Some(added) = lower.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        lower.push_str(&composed(&word.to_lowercase().replace('\u{2019}', "'")));
    }
}

/// A text with each letter in one piece (NFC): "é" may be written as one character or as two, and a
/// reader sees no difference.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// Whether it is an apostrophe, straight or curly.
pub(crate) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// Whether a character belongs to the letter before it: a combining mark of any script, or what joins letters. Most
/// vowel signs are alphabetic already.
fn is_mark_over_letter(character: char) -> bool {
    match character {
        '\0'..='\u{2ff}' => false,
        '\u{300}'..='\u{36f}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{20dd}'..='\u{20e4}'
        | '\u{fe00}'..='\u{fe0f}' => true,
        _ => CanonicalCombiningClassMapBorrowed::new().get_u8(character) != 0,
    }
}

/// The mark that does the same work in plain text: of hyphens that do not break, and of wide commas and colons.
fn plain_mark(mark: char) -> char {
    match mark {
        '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{ff0c}' | '\u{3001}' => ',',
        '\u{ff1a}' => ':',
        _ => mark,
    }
}

/// A text with its tokens.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Words<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    lower: &'a str,
}

impl<'a> Words<'a> {
    pub fn get(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// The token before `index`.
    pub fn before(&self, index: usize) -> Option<Token> {
        self.get(index.checked_sub(1)?)
    }

    /// The text of a token, empty beyond the last.
    pub fn text(&self, index: usize) -> &'a str {
        self.get(index).map(|token| slice(self.text, token.span())).unwrap_or_default()
    }

    /// The text of a word in lower case; empty for what is no word.
    pub fn lower(&self, index: usize) -> &'a str {
        let Some(token) = self.get(index) else { return "" };
        let start = token.lower as usize;
        slice(self.lower, Span::new(start, start + token.lower_len as usize))
    }

    /// Whether the word at `index` is of a class.
    pub fn is(&self, index: usize, class: Class) -> bool {
        self.get(index).is_some_and(|token| token.id.is(class))
    }

    pub fn is_word(&self, index: usize) -> bool {
        self.get(index).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether a full stop, or what does its work, stands at the token and something new begins.
    pub fn ends_sentence(&self, index: usize) -> bool {
        let Some(token) = self.get(index) else { return true };
        if !matches!(token.kind, TokenKind::Mark('.' | '!' | '?' | ';')) {
            return false;
        }
        let Some(next) = self.get(index + 1) else { return false };
        if matches!(next.kind, TokenKind::Break) {
            return true;
        }
        let starts = self.text(index + 1).chars().next().is_some_and(|c| !c.is_lowercase());
        // "e.g. Stripe" ends nothing.
        let before = index.saturating_sub(1);
        let abbreviates = self.is_word(before) && self.text(before).chars().count() == 1;
        next.spaced && starts && !abbreviates && !token.is(';')
    }

    /// The span from the first to the last of some tokens, empty where there are none.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        match (self.get(range.start), range.end.checked_sub(1).and_then(|last| self.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => {
                Span::new(first.span().start, last.span().end)
            }
            (Some(first), _) => Span::new(first.span().start, first.span().start),
            _ => Span::new(self.text.len(), self.text.len()),
        }
    }
}

/// White space folded to single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text up to the end of its first sentence.
pub(crate) fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(['.', '\n']).map(|(at, _)| at).find(|at| {
        text.get(at + 1..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The text without the caret in it, and the index of the token that the caret stands in front of.
    pub(crate) fn at_caret(marked: &str) -> (String, usize) {
        let caret = marked.find('^').expect("a caret");
        let text = marked.replacen('^', "", 1);
        let at = tokens(&text).iter().take_while(|token| token.span().start < caret).count();
        (text, at)
    }

    /// The text from a token on.
    pub(crate) fn text_from(words: Words<'_>, at: usize) -> &str {
        words.get(at).and_then(|token| words.text.get(token.span().start..)).unwrap_or_default()
    }

    #[test]
    fn words_keep_apostrophes_and_numbers_their_commas() {
        let text = "The user's 10,000 end-users' (s)\n3rd don\u{2019}t.";
        let tokens = tokens(text);
        let words = tokens.of(text);
        let cut: Vec<&str> = (0..tokens.len()).map(|index| words.text(index)).collect();
        assert_eq!(
            cut,
            [
                "The",
                "user's",
                "10,000",
                "end",
                "-",
                "users",
                "'",
                "(",
                "s",
                ")",
                "\n",
                "3rd",
                "don\u{2019}t",
                "."
            ]
        );
        assert_eq!(words.lower(12), "don't");
    }

    #[test]
    fn a_token_has_a_kind_and_a_place() {
        use TokenKind::{Break, Mark, Number, Object, Word};
        let text = "É,2.5x\u{fffc}\n\u{feff}a";
        let found = tokens(text);
        let kinds: Vec<(TokenKind, bool)> = found.iter().map(|it| (it.kind, it.spaced)).collect();
        assert_eq!(
            kinds,
            [
                (Word, true),
                (Mark(','), false),
                (Number, false),
                (Object, false),
                (Break, false),
                (Word, true)
            ]
        );
        let words = found.of(text);
        assert_eq!(
            (words.text(2), words.lower(0), words.lower(2), words.lower(9)),
            ("2.5x", "é", "", "")
        );
        assert!(words.is_word(0) && !words.is_word(1) && !words.is_word(9));
        assert_eq!((words.before(0), words.before(1)), (None, words.get(0)));
        assert!(found[1].is(',') && !found[1].is('.'));
        let span = |range| slice(text, words.span(range));
        assert_eq!((span(0..3), span(2..2), span(9..9)), ("É,2.5x", "", ""));
        let backwards = std::ops::Range { start: 2, end: 1 };
        assert_eq!(words.span(backwards), Span::new(3, 3));
        // A word without an end is cut.
        let long = "é".repeat(LONGEST);
        assert_eq!(tokens(&long).len(), 2);
        assert_eq!(tokens(&"e".repeat(LONGEST)).len(), 1);
        assert_eq!(tokens(&"e".repeat(LONGEST + 2)).len(), 2);
    }

    #[test]
    fn a_sentence_ends_where_something_new_begins() {
        for (marked, expected) in [
            ("Rest^. Then", true),
            ("Rest^! Then", true),
            ("Rest^? 5 cups", true),
            ("Rest^. then", false),
            ("Rest^.Then", false),
            ("Rest^; Then", false),
            ("Rest^, Then", false),
            ("Rest^;\nthen", true),
            ("Rest^.\nthen", true),
            ("Rest^.", false),
            ("Rest^", true),
            ("e.g^. Stripe", false),
        ] {
            let (text, at) = at_caret(marked);
            assert_eq!(tokens(&text).of(&text).ends_sentence(at), expected, "{marked}");
        }
        assert_eq!(one_line(" a\n  b\t"), "a b");
    }

    #[test]
    fn combining_marks_end_no_word() {
        let cut = |text: &str| {
            let tokens = tokens(text);
            let words = tokens.of(text);
            (0..tokens.len()).map(|index| words.text(index).to_owned()).collect::<Vec<_>>()
        };
        // A virama, a nukta, an Arabic vowel, a Hebrew point, a stroke over all, a variation selector.
        for word in [
            "नर्स",
            "क़लम",
            "مُستخدِم",
            "מִשְׁתַּמֵּשׁ",
            "u\u{305}s\u{20d7}er",
            "u\u{fe0f}ser",
            "می\u{200c}خواهم",
        ] {
            assert_eq!(cut(word), [word]);
        }
        assert_eq!(cut("end\u{2011}user"), ["end", "\u{2011}", "user"]);
        assert!(tokens("end\u{2011}user")[1].is('-'));
        assert!(tokens("用户，我")[1].is(','));
    }
}
