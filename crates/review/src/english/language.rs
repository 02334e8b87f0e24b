//! Which parts of a document are not in English, and so are nobody's to judge here.
//!
//! A language is told by its commonest words, which stand in every sentence and mean something in no other language of
//! the list, or by its script. English text seldom has two of them in a row of sentences, and text of another language
//! hardly a sentence without. A section that says too little takes after the one it is in, and that after the document:
//! what its front matter says, or else all its words together.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use markdown::{Kind, Span};

use crate::text::passage::Passage;
use crate::text::token::{TokenKind, composed};
use crate::words::Class;

/// The commonest words of languages in Latin script, a language a line, without those that English has as well; words that
/// two languages share are in both lines. The last line has the commonest words of English that are none of the others'.
const LANGUAGES: &str = include_str!("languages.txt");

/// How many languages are listed beside English.
const OTHERS: usize = 18;

/// Other languages, a line each, as front matter gives them: by their codes and names.
const CODES: &str = include_str!("language_codes.txt");

/// How many such words a section has at least that is not in English, and a document.
const SECTION: u32 = 4;
const DOCUMENT: u32 = 3;
/// How many of them stand in small letters.
const SMALL: u32 = 2;
/// One in how many words of such a section is one of these at least.
const ONE_IN: u32 = 9;
/// How many such words an English section has at least.
const ENGLISH_LEAST: u32 = 3;
/// How many letters of another script there are at least; and what a character is worth that stands for a syllable or
/// a word.
const LETTERS: u32 = 12;
const SYLLABLE: u32 = 3;
/// The longest of these words, in bytes.
const LONGEST: usize = 12;

/// What a stretch of text shows of its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    english: u32,
    others: [u32; OTHERS],
    words: u32,
    /// How many of the others stand in small letters: names of places begin with some of them.
    small: u32,
    /// How many passages show one of the others more than English, and how many English.
    foreign_passages: u32,
    english_passages: u32,
    /// Letters of Latin script, and of others.
    latin: u32,
    foreign: u32,
}

/// The part of a section that stands in a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: usize,
    /// The level of its heading; zero where it goes on from another segment.
    level: u8,
    tally: Tally,
}

/// What a segment shows of the languages it is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Languages {
    pieces: Vec<Piece>,
    /// Whether the front matter says that the document is not in English, or that it is.
    declared: Option<bool>,
    length: usize,
}

impl Tally {
    fn of(passage: &Passage) -> Self {
        let mut tally = Self::default();
        let words = passage.words();
        let tokens = words.tokens.iter().enumerate();
        for (index, token) in tokens.filter(|(_, token)| token.kind == TokenKind::Word) {
            tally.words += 1;
            let lower = words.lower(index);
            match lower.chars().next() {
                Some(first) if is_latin(first) => tally.latin += lower.len() as u32,
                Some(first) => {
                    let letters = lower.chars().count() as u32;
                    tally.foreign += letters * if is_syllable(first) { SYLLABLE } else { 1 };
                    continue;
                }
                None => {}
            }
            // What is joined to something is part of a name: "example.com", "de-DE".
            let is_apart = token.spaced || index == 0;
            if !is_apart || !(2..=LONGEST).contains(&lower.len()) {
                continue;
            }
            let Some(languages) = languages_of(lower) else { continue };
            let is_english = languages >> OTHERS & 1;
            tally.english += is_english;
            if is_english == 0 && words.text(index).starts_with(char::is_lowercase) {
                tally.small += 1;
            }
            for (at, count) in tally.others.iter_mut().enumerate() {
                *count += languages >> at & 1;
            }
        }
        let best = tally.best();
        tally.foreign_passages = (best > tally.english).into();
        tally.english_passages = (tally.english > 0 && tally.english >= best).into();
        tally
    }

    /// How many words are common in the one of the other languages of which there are most.
    fn best(&self) -> u32 {
        self.others.iter().copied().max().unwrap_or_default()
    }

    fn and(mut self, other: &Self) -> Self {
        let counts = [
            (&mut self.english, other.english),
            (&mut self.words, other.words),
            (&mut self.small, other.small),
            (&mut self.latin, other.latin),
            (&mut self.foreign, other.foreign),
            (&mut self.foreign_passages, other.foreign_passages),
            (&mut self.english_passages, other.english_passages),
        ];
        let others = self.others.iter_mut().zip(other.others);
        for (own, other) in counts.into_iter().chain(others) {
            *own += other;
        }
        self
    }

    /// Whether it is not in English, with so many words at least that show it.
    fn is_foreign(&self, least: u32) -> bool {
        let best = self.best();
        self.foreign >= LETTERS && self.foreign > self.latin
            || best >= least
                && best > 2 * self.english
                && self.small >= SMALL
                && self.foreign_passages > self.english_passages
    }

    /// Whether a section is in another language, if it shows it.
    fn verdict(&self) -> Option<bool> {
        let best = self.best();
        let is_english = self.english >= ENGLISH_LEAST && self.english >= best;
        // A motto or a name in another language is no section.
        let is_thick = best * ONE_IN >= self.words || self.foreign > self.latin;
        match self.is_foreign(SECTION) && is_thick {
            true => Some(true),
            false => is_english.then_some(false),
        }
    }
}

impl Languages {
    /// What a segment of so many bytes shows by its passages.
    pub fn of(passages: &[Passage], length: usize) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut declared = None;
        for passage in passages {
            let level = match passage.kind {
                Kind::FrontMatter => {
                    declared = declared.or_else(|| declares(passage.text()));
                    continue;
                }
                Kind::Heading(level) => level,
                _ => 0,
            };
            if level > 0 || pieces.is_empty() {
                let start = if pieces.is_empty() && level == 0 { 0 } else { passage.span.start };
                pieces.push(Piece { start, level, tally: Tally::default() });
            }
            if let Some(piece) = pieces.last_mut() {
                piece.tally = piece.tally.and(&Tally::of(passage));
            }
        }
        Self { pieces, declared, length }
    }
}

/// The stretches of each segment that are not in English.
pub(crate) fn foreign<'a>(segments: impl Iterator<Item = &'a Languages> + Clone) -> Vec<Vec<Span>> {
    let pieces = segments.clone().flat_map(|segment| &segment.pieces);
    let total = pieces.clone().fold(Tally::default(), |all, piece| all.and(&piece.tally));
    let declared = segments.clone().find_map(|segment| segment.declared);
    let of_document = declared.unwrap_or_else(|| total.is_foreign(DOCUMENT));
    if !of_document && !pieces.clone().any(|piece| piece.tally.verdict() == Some(true)) {
        return Vec::new();
    }
    // What is known of the sections that are open, by the level of their headings.
    let mut open: [Option<bool>; 7] = [None; 7];
    let mut level = 0;
    let each = segments.map(|segment| {
        let mut found: Vec<Span> = Vec::new();
        let ends = segment.pieces.iter().skip(1).map(|piece| piece.start).chain([segment.length]);
        for (index, (piece, end)) in segment.pieces.iter().zip(ends).enumerate() {
            if piece.level > 0 {
                level = usize::from(piece.level);
                for own in open.iter_mut().skip(level) {
                    *own = None;
                }
            }
            let mut over = open.iter().take(level + 1).rev();
            let verdict = piece.tally.verdict().or_else(|| over.find_map(|known| *known));
            if let (Some(own), Some(known)) = (open.get_mut(level), piece.tally.verdict()) {
                *own = Some(known);
            }
            // What stands before the first heading belongs to it.
            let start = if index == 0 { 0 } else { piece.start };
            if verdict.unwrap_or(of_document) {
                found.push(Span::new(start, end));
            }
        }
        if segment.pieces.is_empty() && of_document {
            found.push(Span::new(0, segment.length));
        }
        found
    });
    each.collect()
}

/// What a line of front matter says of the language: whether it is another than English.
fn declares(line: &str) -> Option<bool> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().to_lowercase();
    if !Class::LanguageKey.has(key.as_str()) {
        return None;
    }
    let value = value.trim().trim_matches(['"', '\'', '[', ']', ' ']).to_lowercase();
    let code = value.split(['-', '_', ',', ' ']).next().unwrap_or_default();
    match code {
        "en" | "eng" | "english" => Some(false),
        _ => CODES.lines().any(|other| other == code).then_some(true),
    }
}

/// The languages of the list that a word is common in, one bit each, and English behind them.
fn languages_of(word: &str) -> Option<u32> {
    static WORDS: LazyLock<HashMap<String, u32, RandomState>> = LazyLock::new(|| {
        let mut all: HashMap<String, u32, RandomState> = HashMap::default();
        let lists = LANGUAGES.lines().filter_map(|line| line.split_once(": "));
        for (at, (_, words)) in lists.enumerate() {
            for word in words.split(' ') {
                *all.entry(composed(word).into_owned()).or_default() |= 1 << at;
            }
        }
        all
    });
    WORDS.get(word).copied()
}

fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
}

/// Chinese, Japanese and Korean.
fn is_syllable(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Review};

    /// The first line of each stretch that is not in English, and the lines of findings.
    fn left(text: &str) -> (Vec<String>, Vec<usize>) {
        let review = Review::new(Document::new(text), Arc::default());
        let first = |text: String| text.trim_start().lines().next().unwrap_or_default().to_owned();
        let stretches = review.foreign().into_iter();
        let stretches = stretches.map(|stretch| first(review.document().slice(stretch)));
        let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let found = review.findings().into_iter().map(|one| line(one.span.start));
        (stretches.collect(), found.collect())
    }

    #[test]
    fn english_is_the_last_of_the_listed_languages() {
        let names: Vec<&str> =
            super::LANGUAGES.lines().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
        assert_eq!(names.len(), super::OTHERS + 1);
        assert_eq!(names.last(), Some(&"English"));
        assert_eq!(super::languages_of("which"), Some(1 << super::OTHERS));
        assert_eq!(super::languages_of("nicht"), Some(1));
    }

    #[test]
    fn a_document_in_another_language_is_left_alone() {
        for text in [
            "# Anforderungen\n\n## Personas\n\n### Petra, Pflegekraft\n\nPetra plant die Schichten der Station und der Ambulanz.\n\n#### Ziele\n\n- Weniger Papier\n\n## Problem\n\nDie User warten zu lange.\n",
            "# Cahier des charges\n\n## Personas\n\n### Claire, infirmière\n\nClaire planifie les équipes du service et des urgences.\n\n#### Objectifs\n\n- Gagner du temps\n\n## Besoin\n\nLe client attend.\n",
            "# Requisitos\n\n## Personas\n\n### Ana, enfermera\n\nAna planifica los turnos de la planta y del hospital.\n\n#### Objetivos\n\n- Perder menos papel\n\nEl customer no paga.\n",
            "# Requisitos\n\nA enfermeira planeia os turnos da ala para que não faltem pessoas. Os users esperam.\n",
            "# Requisiti\n\nAnna pianifica i turni del reparto e gli user aspettano nella app.\n",
            "# Eisen\n\nAnna plant de diensten van het ziekenhuis en de users wachten.\n",
            "# Krav\n\nAnna planerar skiften och det är svårt för en customer.\n",
            "# Wymagania\n\nAnna planuje zmiany, które nie są łatwe, przez to że users czekają.\n",
            "# 需求\n\n护士安排班次，user 等待太久。\n",
            "# Требования\n\nМедсестра планирует смены, а user ждёт.\n",
            "# Απαιτήσεις\n\nΗ νοσοκόμα σχεδιάζει τις βάρδιες και ο user περιμένει.\n",
            "---\nlang: fr-CA\n---\n\nUsers.\n\nThe user pays.\n",
            "---\ntitle: x\nlanguage: \"Deutsch\"\n---\n\nThe user pays.\n",
        ] {
            let (stretches, found) = left(text);
            assert_eq!((stretches.len(), found), (1, Vec::new()), "{text}");
        }
    }

    #[test]
    fn english_is_reviewed_whatever_names_it_holds() {
        for text in [
            "---\nlang: en-GB\n---\n\nUsers pay.\n",
            "---\nlanguage: go\n---\n\nUsers pay.\n",
            "# Offices\n\n- La Paz\n- Los Angeles\n- De Vries\n- Le Mans\n\nUsers pay.\n",
            "# The shop\n\n**Motto:** *Elige el tamaño en la tienda, ve el precio al instante.* It is what the shopper reads when they open the app, and it may change.\n\nUsers pay.\n",
            "## References\n\n- Data objects and encoding rules for IDs\n- The properties that these have\n- Real Decreto 933, de 26 de octubre, por el que se establecen las obligaciones de registro de las personas que pagan\n\nUsers pay.\n",
            "Users read el tamaño en la tienda de los barrios, and when that is long, they leave.\n",
            "As a 用户, I want to pay so that I rest.\n\nUsers pay.\n",
            "Users pay.\n",
        ] {
            let (stretches, found) = left(text);
            assert!(stretches.is_empty() && !found.is_empty(), "{text}: {stretches:?}");
        }
    }

    #[test]
    fn where_languages_are_mixed_it_goes_by_section() {
        let foreign = "## Anhang\n\nDie User warten zu lange, und der Client ist nicht da.\n\n### Daten\n\n- Der User\n- Users pay.\n\n";
        let text = format!(
            "# Ward planner\n\nThe nurse plans the shifts that they need.\n\nUsers pay.\n\n{foreign}## Scope\n\nUsers pay.\n"
        );
        assert_eq!(left(&text), (vec!["## Anhang".to_owned()], vec![5, 18]));
        // A section that goes on in another segment is the same section.
        let long =
            format!("{foreign}{}\n\nUsers pay.\n", "Das ist für alle ein Problem.\n\n".repeat(400));
        let text =
            format!("# Ward planner\n\nThe nurse plans the shifts that they need.\n\n{long}");
        assert_eq!(left(&text), (vec!["## Anhang".to_owned()], vec![]));
        // The front matter speaks for what says nothing itself.
        let text = "---\nlang: de\n---\n\n# Plan\n\nUsers pay.\n\n## Summary\n\nThe nurse plans the shifts that they need, and users pay.\n";
        assert_eq!(left(text), (vec!["---".to_owned()], vec![11]));
    }

    #[test]
    fn nothing_is_said_of_directives_there() {
        let text =
            "# Anhang\n\n<!-- rolecall-ignore -->\nDie User warten, und der Client ist nicht da.\n";
        assert_eq!(left(text).1, [0; 0]);
    }
}
