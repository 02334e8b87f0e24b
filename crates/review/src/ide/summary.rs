//! What a document says of roles, whoever they turn out to be: kept of each document of a project.
//!
//! A review is much larger and serves one vocabulary. A summary holds the prose, the stories and the
//! declared roles of a document, and answers where the roles of any vocabulary are named.

use std::path::Path as FilePath;

use markdown::{Document, Kind, Span};

use crate::document::kind;
use crate::engine::extent::Origin;
use crate::engine::review::Review;
use crate::fix::edit::Edit;
use crate::ide::rename::Renaming;
use crate::read::document_kind::DocumentKind;
use crate::read::label;
use crate::read::prd::model;
use crate::read::prd::statement::Statements;
use crate::read::role::declaration::{self, Declaration, Form};
use crate::read::role::declared::{self, Found};
use crate::read::role::said::Statement;
use crate::read::role::used::{self, UsedNoun};
use crate::read::section::{self, Path};
use crate::read::story::{self, SegmentStory};
use crate::roles::mention::{self, Hit, Mention};

use crate::roles::vocabulary::Vocabulary;
use crate::settings::Model;
use crate::settings::role::{FilePlace, Place, Role};
use crate::settings::section::Titles;
use crate::text::passage::Passage;
use crate::text::reference::Definitions;
use crate::text::token::{Tokens, tokens};

/// A document, as its project sees it.
#[derive(Debug, Clone, Default)]
pub struct DocumentSummary {
    /// The passages, without their words: these are cut again when they are asked for.
    passages: Vec<Passage>,
    /// For each segment: where it starts, and the index of its first passage.
    segments: Vec<(usize, usize)>,
    stories: Vec<StorySummary>,
    /// The roles that it declares, each with its place.
    declarations: Vec<(Declaration, Declared)>,
    /// What its sentences say of roles that they name.
    statements: Vec<Statement>,
    definitions: Definitions,
    /// The nouns for people in its prose.
    nouns: Vec<UsedNoun>,
    /// What the document is.
    kind: DocumentKind,
    /// Whether the roles that it declares count beyond it.
    declares_for_others: bool,
}

/// A story of a summary. Spans are of the document, in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorySummary {
    /// From its first word to its last.
    pub span: Span,
    /// What a reader sees of it, on one line.
    pub text: String,
    /// Who wants it: as written, and where.
    pub roles: Vec<(String, Span)>,
}

/// Where a document declares a role.
#[derive(Debug, Clone)]
struct Declared {
    /// The passage.
    span: Span,
    /// The line it starts on, from 1.
    line: usize,
}

/// What giving a role another name comes to in a document. Spans are of the document, in UTF-8 bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renamed {
    /// The edits, in text order.
    pub edits: Vec<Edit>,
    /// Where the name stands and cannot be written otherwise, since markup would be lost.
    pub blocked: Vec<Span>,
}

/// Where the roles of a vocabulary are named in a summary.
#[derive(Debug, Clone, Default)]
pub struct Mentions(Vec<Hit>);

impl DocumentSummary {
    /// Reads a document that comes from there.
    pub fn of(document: &Document, origin: Origin) -> Self {
        let definitions: Vec<Definitions> =
            document.segments().map(|(_, segment)| Definitions::of(segment)).collect();
        let definitions = Definitions::together(definitions.iter());
        let mut summary = DocumentSummary { definitions, ..DocumentSummary::default() };
        let mut path = Path::new();
        let mut statements = Vec::new();
        for (base, segment) in document.segments() {
            let passages = Passage::of(segment);
            let stories = story::find(&passages);
            let labels = passages.iter().enumerate();
            let labels: Vec<_> = labels.filter_map(|(at, one)| label::find(at, one)).collect();
            statements.extend(Statements::of(&passages, &labels, &path, None, &Titles::new()).all);
            let found = declared::find(&passages, segment.text(), &path);
            summary.nouns.extend(used::find(&passages));
            for passage in &passages {
                if let Some((level, text, title)) = section::opened(passage) {
                    section::enter(&mut path, level, text, &title);
                }
            }
            summary.add(base, passages, &stories, found, document);
        }
        let nature = kind::of(origin.sign(), statements.iter(), summary.stories.len());
        summary.kind = nature.kind;
        summary.declares_for_others = origin.declares_for_others(nature);
        summary.gathered()
    }

    /// The summary of a document that is under review.
    pub fn of_review(review: &Review) -> Self {
        let mut summary = DocumentSummary {
            definitions: review.definitions(),
            kind: review.kind(),
            declares_for_others: review.declares_for_others(),
            ..DocumentSummary::default()
        };
        for ((base, _, facts), evidence) in review.segments().zip(review.evidence()) {
            let passages = facts.passages.clone();
            summary.nouns.extend_from_slice(evidence.nouns());
            summary.add(base, passages, &facts.stories, evidence.found(), review.document());
        }
        summary.gathered()
    }

    /// Adds a segment of a document, with what it says of roles.
    fn add(
        &mut self,
        base: usize,
        mut passages: Vec<Passage>,
        stories: &[SegmentStory],
        found: Found,
        document: &Document,
    ) {
        let said = found.said.into_iter().map(|said| Statement { of: None, said });
        self.statements.extend(said);
        for declaration in found.declarations {
            let passage = declaration.passage.and_then(|index| passages.get(index));
            let span = passage.map_or(Span::default(), |passage| passage.span).shifted(base);
            let line = document.position(span.start, markdown::Encoding::Utf8).line + 1;
            self.declarations.push((declaration, Declared { span, line }));
        }
        let stories = stories.iter().map(|story| StorySummary {
            span: story.span.shifted(base),
            text: story.text.clone(),
            roles: story
                .roles
                .iter()
                .map(|role| (role.text.clone(), role.span.shifted(base)))
                .collect(),
        });
        self.stories.extend(stories);
        for passage in &mut passages {
            passage.tokens = Tokens::default();
        }
        self.segments.push((base, self.passages.len()));
        self.passages.append(&mut passages);
    }

    /// A summary whose segments have all been added.
    fn gathered(mut self) -> Self {
        self.declarations = declaration::gathered(self.declarations.into_iter());
        for (declaration, _) in &mut self.declarations {
            let said = std::mem::take(&mut declaration.said).into_iter();
            let of = Some((declaration.name.clone(), declaration.persona.clone()));
            self.statements.extend(said.map(|said| Statement { of: of.clone(), said }));
        }
        self.declarations.retain(|(declaration, _)| declaration.form != Form::Title);
        self
    }

    /// What the document is.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// Whether the roles that it declares count beyond it.
    pub fn declares_for_others(&self) -> bool {
        self.declares_for_others
    }

    /// The stories, in text order.
    pub fn stories(&self) -> &[StorySummary] {
        &self.stories
    }

    /// The roles that the document declares, in text order, as declared in the file at `path`,
    /// which is `shown` to people.
    pub fn roles(&self, path: &FilePath, shown: &str) -> impl Iterator<Item = Role> {
        self.declarations.iter().map(move |(declaration, declared)| {
            let file =
                FilePlace { path: path.to_owned(), shown: shown.to_owned(), span: declared.span };
            declaration.role(Place { file: Some(file), line: declared.line })
        })
    }

    /// What its sentences say of roles, its own and those of other documents.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The roles that the prose of the document names again and again, whether or not anybody declares them, each with how
    /// often; sorted by name.
    pub fn used_roles(&self) -> Vec<(String, usize)> {
        used::roles(self.nouns.iter())
    }

    /// The models of the product that the document states, each once.
    pub fn models(&self) -> Vec<Model> {
        model::stated(&self.passages)
    }

    /// Where the roles of a vocabulary are named; `path` is where the document is.
    pub fn mentions(&self, vocabulary: &Vocabulary, path: &FilePath) -> Mentions {
        let passages = self.passages.iter().enumerate();
        let spoken = passages.filter(|(_, passage)| passage.kind != Kind::FrontMatter);
        Mentions(
            spoken
                .flat_map(|(index, passage)| {
                    let text = passage.text();
                    let found = mention::find(index, tokens(text).of(text), vocabulary).into_iter();
                    found.filter(|hit| !passage.is_target(hit.word))
                })
                .filter(|hit| vocabulary.counts_in(hit.role, hit.name, path))
                .collect(),
        )
    }

    /// What gives a role another name wherever one of `mentions` uses the old one. `text` is the
    /// document's.
    pub fn renamed(&self, text: &str, mentions: &Mentions, renaming: &Renaming<'_>) -> Renamed {
        let mut renamed = Renamed::default();
        for hit in mentions.0.iter().filter(|hit| renaming.concerns(hit)) {
            let Some(passage) = self.passages.get(hit.passage) else { continue };
            let passage = Passage { tokens: tokens(passage.text()), ..passage.clone() };
            let base = self.base(hit.passage);
            let edits = renaming.edits(&passage, hit, base).filter(|edits| {
                !edits.iter().any(|edit| self.definitions.are_used_at(text, edit.span))
            });
            match edits {
                Some(edits) => renamed.edits.extend(edits),
                None => renamed.blocked.push(passage.prose.source(hit.word).shifted(base)),
            }
        }
        renamed
    }

    /// Where the segment of a passage starts.
    fn base(&self, passage: usize) -> usize {
        let behind = self.segments.partition_point(|(_, first)| *first <= passage);
        behind.checked_sub(1).and_then(|at| self.segments.get(at)).map_or(0, |(base, _)| *base)
    }
}

impl Mentions {
    /// Them, with their places in the summary's document.
    pub fn in_summary(&self, summary: &DocumentSummary) -> impl Iterator<Item = Mention> {
        self.0.iter().filter_map(|hit| {
            let passage = summary.passages.get(hit.passage)?;
            let span = passage.prose.source(hit.word).shifted(summary.base(hit.passage));
            Some(Mention { span, role: hit.role, name: hit.name })
        })
    }

    /// The role of each, by its index in the vocabulary.
    pub fn roles(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|hit| hit.role)
    }
}
