//! What a document states of the product's model: who buys it, and who uses it.
//!
//! Only a plain statement counts: "Kettle is a B2B platform", "we are building an internal tool", "Business model: B2C".
//! What is said of others, such as competitors, does not; nor does a word such as "marketplace", since it leaves open who
//! pays.

use std::sync::LazyLock;

use markdown::Kind;

use crate::english::grammar;
use crate::english::inflect;
use crate::settings::Model;
use crate::text::passage::Passage;
use crate::text::token::one_line;

/// The phrases that state a model, a row a model, without hyphens; `*` stands for any noun of the first row.
const ROWS: &str = include_str!("models.txt");

/// Labels of a line or a table's row that state the model.
const LABELS: [&str; 7] = [
    "business model",
    "business type",
    "model",
    "product model",
    "product type",
    "type of product",
    "target market",
];

/// So many words may stand between the article and the phrase: "a fast, multi-tenant B2B platform".
const BETWEEN: usize = 3;

struct Phrase {
    words: Vec<&'static str>,
    model: Model,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let rows = ROWS.lines().filter_map(|row| row.split_once(": "));
    let models = rows.filter_map(|(name, phrases)| {
        let model = Model::ALL.into_iter().find(|model| model.name() == name)?;
        Some(phrases.split(", ").map(move |phrase| (phrase, model)))
    });
    let mut phrases: Vec<Phrase> = models
        .flatten()
        .map(|(phrase, model)| Phrase { words: phrase.split(' ').collect(), model })
        .collect();
    // "Business to business to consumer" before its beginning.
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    phrases
});

static NOUNS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let nouns = ROWS.lines().filter_map(|row| row.strip_prefix("*: "));
    nouns.flat_map(|nouns| nouns.split(", ")).collect()
});

/// Returns the models that the passages of a document state, each once.
pub(crate) fn stated(passages: &[Passage]) -> Vec<Model> {
    let title = passages.iter().find(|passage| matches!(passage.kind, Kind::Heading(_)));
    let title = title.map(|title| words_of(title.text())).unwrap_or_default();
    let mut found: Vec<Model> = Vec::new();
    let mut row = String::new();
    for passage in passages {
        let text = match passage.kind {
            Kind::Cell { column: 0, .. } => {
                row = one_line(passage.text()).to_lowercase();
                continue;
            }
            Kind::Cell { column: 1, .. } => LABELS.contains(&row.as_str()).then(|| passage.text()),
            _ => None,
        };
        let labeled = passage.text().split_once([':', '–', '—']);
        let labeled = labeled.filter(|(label, _)| LABELS.contains(&&*label.trim().to_lowercase()));
        match text.or(labeled.map(|(_, rest)| rest)) {
            Some(text) => found.extend(named(&words_of(text))),
            None => found.extend(clauses(passage.text()).filter_map(|it| statement(&it, &title))),
        }
    }
    found.sort_unstable_by_key(|model| model.name());
    found.dedup();
    found
}

/// The models that the value of a label names: "B2C marketplace and B2B SaaS" names two.
fn named(words: &[String]) -> Vec<Model> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = words.get(at..).unwrap_or_default();
        let (model, length) = match phrase_at(rest, true) {
            Some((model, length)) => (Some(model), length),
            None => (None, 1),
        };
        found.extend(model);
        at += length;
    }
    found
}

/// The model that a clause states of the product itself.
fn statement(words: &[String], title: &[String]) -> Option<Model> {
    let is = |at: usize, set: &[&str]| words.get(at).is_some_and(|it| set.contains(&it.as_str()));
    let verb = (1..words.len()).find(|at| {
        is(*at, &["is", "are", "build", "building", "builds"]) && is(at + 1, &["a", "an"])
    })?;
    let subject = words.iter().take(verb).find(|word| *word != "the")?;
    let is_ours = matches!(subject.as_str(), "our" | "this" | "we") || title.contains(subject);
    let mut starts = (verb + 2..).take(BETWEEN + 1);
    let (model, end) = starts.find_map(|at| {
        let (model, length) = phrase_at(words.get(at..)?, false)?;
        Some((model, at + length))
    })?;
    let is_person =
        words.get(end).is_some_and(|it| grammar::is_person_noun(&inflect::singular(it)));
    (is_ours && !is_person).then_some(model)
}

/// The model of the phrase that some words begin with, and how many words it has. Where a label names the model, the noun
/// may be missing.
fn phrase_at(words: &[String], is_labeled: bool) -> Option<(Model, usize)> {
    PHRASES.iter().find_map(|phrase| {
        let (given, has_noun) = match phrase.words.as_slice() {
            [given @ .., "*"] => (given, true),
            given => (given, false),
        };
        let start = words.get(..given.len())?;
        if !start.iter().zip(given).all(|(word, given)| word == given) {
            return None;
        }
        // "B2B SaaS", "B2B planning app"
        let mut near = words.iter().enumerate().skip(given.len()).take(2).rev();
        let noun = near.find(|(_, word)| NOUNS.contains(&word.as_str()));
        match (has_noun, noun) {
            (false, _) => Some((phrase.model, given.len())),
            (true, Some((at, _))) => Some((phrase.model, at + 1)),
            (true, None) => is_labeled.then_some((phrase.model, given.len())),
        }
    })
}

/// The clauses of a text, as words in lower case.
fn clauses(text: &str) -> impl Iterator<Item = Vec<String>> {
    text.split(['.', '!', '?', ';', ':', '(', ')', '“', '”', '"']).map(words_of)
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    fn check(text: &str, expected: &[Model]) {
        assert_eq!(stated(&passages(text)), expected, "{text}");
    }

    #[test]
    fn a_plain_statement_counts() {
        for (text, model) in [
            (
                "# Kettle: PRD\n\nKettle is a fast, multi-tenant B2B SaaS platform for cafés.\n",
                Model::B2b,
            ),
            ("We are building an internal tool.\n", Model::Internal),
            ("We build an in-house tool for the **night** shift.\n", Model::Internal),
            ("Our product is a business-to-consumer app.\n", Model::B2c),
            ("This is an internal developer platform.\n", Model::Platform),
            ("The product is a B2B2C marketplace.\n\nThis is a B2B2C product.\n", Model::B2b2c),
            ("**Business model:** B2B\n", Model::B2b),
            ("- Product type: internal tool\n", Model::Internal),
            ("| Field | Value |\n|---|---|\n| Business Model | B2C subscription |\n", Model::B2c),
            ("Product model – pre-launch\n", Model::PreLaunch),
        ] {
            check(text, &[model]);
        }
    }

    #[test]
    fn what_is_said_of_others_or_not_said_does_not_count() {
        for text in [
            "# Kettle\n\nTeapot is a B2B platform.\n",
            "# Kettle\n\nKettle is not a B2B platform.\n",
            "# Kettle\n\nKettle isn't an internal tool.\n",
            "# Kettle\n\nKettle is a marketplace.\n",
            "# Kettle\n\nIt may become a B2B platform.\n",
            "We are a team of B2B platform engineers.\n",
            "Our lead is a B2B product manager.\n",
            "Our invoice is a B2B invoice.\n",
            "Is this an internal tool?\n",
            "Model: gpt\n",
            "Internal tools\n\nB2B\n",
            "",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn a_document_may_contradict_itself() {
        check("Business model: B2C marketplace + B2B SaaS\n", &[Model::B2b, Model::B2c]);
        check("We build a B2B app.\n\nThis is an internal tool.\n", &[Model::B2b, Model::Internal]);
    }

    #[test]
    fn each_model_has_a_row() {
        for model in Model::ALL {
            assert!(PHRASES.iter().any(|phrase| phrase.model == model), "{}", model.name());
        }
        let rows = ROWS.lines().count();
        assert_eq!((rows, NOUNS.is_empty()), (Model::ALL.len() + 1, false));
        for row in ROWS.lines() {
            let (_, phrases) = row.split_once(": ").unwrap();
            let phrases: Vec<&str> = phrases.split(", ").collect();
            assert!(phrases.is_sorted() && phrases.iter().all(|it| !it.contains('-')), "{row}");
        }
    }
}
