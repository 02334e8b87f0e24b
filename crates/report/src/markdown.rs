//! Text within Markdown, so that it stays what it is.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// Keeps what is put into a line of Markdown from being anything but text.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

impl Escaper for Markdown {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        dest.write_str(&review::escape::in_markdown(string))
    }
}
