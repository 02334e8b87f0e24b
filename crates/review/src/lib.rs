//! Who is named in a document, and is it specific enough? Pure and total: any text gives a review,
//! and nothing here reads a file, waits, or knows a protocol.

mod declaration;
mod directive;
mod english;
mod exempt;
mod facts;
mod finding;
mod fix;
mod generic;
mod hover;
mod judge;
mod knowledge;
mod lexicon;
mod line;
mod mention;
mod page;
mod passage;
mod remedy;
mod review;
mod role;
mod rule;
pub mod rules;
mod section;
mod settings;
mod story;
mod suggest;
mod suppress;
mod tidy;
mod title;
mod trade;
mod vocabulary;
mod words;

pub use finding::{Change, Edit, Finding, Fix, PassedOver, Scope, Suggestion};
pub use generic::{TERMS, term_of};
pub use markdown::{Document, Span};
pub use mention::{Mention, NameKind};
pub use review::Review;
pub use role::{FilePlace, Place, Role, RoleKind};
pub use rule::Rule;
pub use settings::{Settings, Severity};
pub use story::{Part, Slot, Standing, Story};
pub use title::PersonaTitle;
pub use vocabulary::Vocabulary;
