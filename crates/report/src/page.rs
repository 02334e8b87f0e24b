//! The two templates, filled in.

use askama::Template;

use crate::balance::Verdict;
use crate::chain::{Chain, Relation};
use crate::view::View;

#[derive(Template)]
#[template(path = "report.html")]
struct Html<'a> {
    view: &'a View<'a>,
    style: &'static str,
}

#[derive(Template)]
#[template(path = "report.md")]
struct Markdown<'a> {
    view: &'a View<'a>,
}

/// The page.
pub fn html(view: &View<'_>) -> String {
    // Writing into a text cannot fail.
    Html { view, style: include_str!("../templates/style.css") }.render().unwrap_or_default()
}

/// The same as Markdown.
pub fn markdown(view: &View<'_>) -> String {
    Markdown { view }.render().unwrap_or_default()
}
