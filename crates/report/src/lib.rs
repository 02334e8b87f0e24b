//! Who is this for? The facts of a project as one HTML page, or as Markdown. Facts in, text out.
//!
//! The page is whole in itself: no script, nothing that is loaded. The same facts give the same bytes.

mod balance;
mod chain;
mod facts;
mod folded;
mod gap;
mod link;
mod markdown;
mod matrix;
mod page;
#[cfg(test)]
mod tests;
mod view;

pub use facts::{Document, Facts, File, Person, Place, Point, Story};

/// The page.
pub fn html(facts: &Facts) -> String {
    page::html(&view::View::of(facts))
}

/// The same as Markdown.
pub fn markdown(facts: &Facts) -> String {
    page::markdown(&view::View::of(facts))
}
