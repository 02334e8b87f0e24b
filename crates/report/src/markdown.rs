//! Text within Markdown, so that it stays what it is.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// Keeps what is put into a line of Markdown from being anything but text.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

impl Escaper for Markdown {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        for character in string.chars() {
            match character {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$'
                | '!' => {
                    dest.write_char('\\')?;
                    dest.write_char(character)?;
                }
                character if character.is_control() => dest.write_char(' ')?,
                '\u{2028}' | '\u{2029}' => dest.write_char(' ')?,
                _ => dest.write_char(character)?,
            }
        }
        Ok(())
    }
}
