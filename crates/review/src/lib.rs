//! Who is named in a document, and is it specific enough? Pure and total: any text gives a review,
//! and nothing here reads a file, waits, or knows a protocol.

mod completion;
mod declaration;
mod directive;
mod english;
mod exempt;
mod facts;
mod finding;
mod fix;
mod fold;
mod generic;
mod hover;
mod judge;
mod knowledge;
mod lexicon;
mod line;
mod mention;
mod numbered;
mod outline;
mod page;
mod passage;
mod remedy;
mod rename;
mod resolve;
mod review;
mod role;
mod rule;
pub mod rules;
mod scaffold;
mod section;
mod select;
mod settings;
mod sheet;
mod story;
mod suggest;
mod suppress;
mod syntax;
mod tidy;
mod title;
mod trade;
mod vocabulary;
mod words;

/// What a story that names nobody costs, in dollars (Mironov).
pub const FINE: usize = 5;

pub use completion::{Cursor, LineStart, Offer, Typed};
pub use declaration::told_on;
pub use english::counted;
pub use finding::{Change, Edit, Finding, Fix, PassedOver, Scope, Suggestion};
pub use fold::{Fold, FoldKind};
pub use generic::{TERMS, is_generic_name, term_of};
pub use hover::Seen;
pub use markdown::{Document, Span};
pub use mention::{Mention, NameKind};
pub use outline::{Outline, Section};
pub use rename::Renaming;
pub use review::Review;
pub use role::{FilePlace, Place, Role, RoleKind};
pub use rule::Rule;
pub use settings::{Settings, Severity};
pub use sheet::{Mentions, Sheet, ToldStory};
pub use story::{Part, Slot, Standing, Story};
pub use syntax::{Colored, Syntax};
pub use title::PersonaTitle;
pub use vocabulary::{Vocabulary, key as name_key};
