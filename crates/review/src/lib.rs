//! Who is named in a document, and is it specific enough? Pure and total: any text gives a review,
//! and nothing here reads a file, waits, or knows a protocol.
//!
//! Each folder uses only itself and those before it: `words`, `text`, `english`, `settings`, `read`, `person`, `roles`,
//! `role_choice`, `document`, `fix`, `rules`, `engine`, `ide`.

mod document;
mod engine;
mod english;
mod fix;
mod ide;
mod person;
mod read;
mod role_choice;
mod roles;
pub mod rules;
mod settings;
mod text;
mod words;

pub use document::sections::Section;
pub use engine::extent::{Asked, Origin};
pub use engine::findings::{Stretch, StretchId};
pub use engine::fix_all::Trust;
pub use engine::panic::{CaughtPanic, panic_if_marked, panic_message, panic_on_purpose};
pub use engine::review::Review;
pub use english::generic::{GenericWords, generic_words, is_generic_name, term_of};
pub use english::inflect::{counted, warm_up};
pub use fix::edit::{Change, Edit, Fix, Scope};
pub use ide::completion::Offer;
pub use ide::cursor::{Cursor, LineStart, Typed};
pub use ide::explain::{Explanation, JudgedWord};
pub use ide::folding::{Fold, FoldKind};
pub use ide::hover::Seen;
pub use ide::outline::Outline;
pub use ide::rename::Renaming;
pub use ide::semantic_tokens::{Colored, Syntax};
pub use ide::summary::{DocumentSummary, Mentions, Renamed, StorySummary};
pub use ide::tip_jar::{FINE, TipJar};
pub use markdown::{Document, Span};
pub use person::clue::Clue;
pub use person::likelihood;
pub use read::document_kind::{DocumentKind, Extent, unopened};
pub use read::role::declared::persona_page;
pub use read::role::said::Statement;
pub use read::role::title::PersonaTitle;
pub use read::story::{Part, Slot, Standing, Story};
pub use role_choice::choice::{Measured, Suggestion};
pub use role_choice::feature::{Feature, Features};
pub use role_choice::weighing;
pub use roles::mention::{Mention, NameKind};
pub use roles::vocabulary::{Vocabulary, key as name_key};
pub use rules::business_object::ObjectUse;
pub use rules::remark::PassedOver;
pub use rules::rule::{Finding, Related, Rule};
pub use rules::topic::Topic;
pub use settings::role::{FilePlace, Grade, Place, Role, RoleKind};
pub use settings::section::{SectionKind, Titles};
pub use settings::style::Style;
pub use settings::{Model, Settings, Severity, Term};
pub use text::escape;
