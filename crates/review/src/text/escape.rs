//! Text of documents and configuration within Markdown of ours, so that it stays text: no picture, link,
//! HTML or heading comes of it, whatever it says.

/// Returns Markdown that shows `text` letter by letter, on one line and wherever it is put there. What could
/// not mean anything else is not escaped, since some editors show Markdown as it is.
pub fn in_markdown(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    for (at, character) in text.char_indices() {
        let rest = text.get(at + character.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        let is_in_word = is_letter(before) && is_letter(next);
        let is_special = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' => true,
            '_' => !is_in_word,
            // What comes after may be a link, which it makes a picture of.
            '!' => next.is_none_or(|next| next == '['),
            '&' => is_letter(next) || next == Some('#'),
            // Addresses become links without any mark.
            ':' => rest.starts_with("//"),
            '.' => ends_in_www(&escaped),
            '@' => is_in_word,
            // The marks of headings, quotes and lists, at the start of a line.
            '>' | '-' | '+' | '=' => escaped.trim_start().is_empty(),
            // That of a heading, at the start of a line or the end.
            '#' => before.is_none_or(|before| matches!(before, ' ' | '#')),
            ')' => is_number(&escaped),
            _ => false,
        };
        if is_special || character == '.' && is_number(&escaped) {
            escaped.push('\\');
        }
        escaped.push(character);
        before = Some(character);
    }
    escaped
}

/// Returns what Markdown of ours says to a client that shows none: without emphasis, and with what
/// [`in_markdown`] escaped as it was.
pub fn plain(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut characters = markdown.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '*' | '`' => {}
            '\\' => plain.push(characters.next_if(char::is_ascii_punctuation).unwrap_or('\\')),
            _ => plain.push(character),
        }
    }
    plain
}

/// `text` with spaces for line ends and control characters, and one at most at its start: four begin code.
fn one_line(text: &str) -> String {
    let is_space = |c: char| c.is_control() || matches!(c, ' ' | '\u{2028}' | '\u{2029}');
    let line: String = text.chars().map(|c| if is_space(c) { ' ' } else { c }).collect();
    let start = line.len() - line.trim_start_matches(' ').len();
    line.get(start.saturating_sub(1)..).unwrap_or_default().to_owned()
}

fn is_letter(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

fn ends_in_www(text: &str) -> bool {
    let (_, end) = text.split_at_checked(text.len().saturating_sub(3)).unwrap_or_default();
    end.eq_ignore_ascii_case("www")
}

/// Whether `text` could be the number of a list's item.
fn is_number(text: &str) -> bool {
    (1..10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_shown_and_nothing_comes_of_it() {
        let check = |text: &str, expected: &str| {
            let escaped = in_markdown(text);
            assert_eq!(escaped, expected, "{text}");
            assert_eq!(plain(&escaped), one_line(text), "{text}");
        };
        check("![x](https://a.example/x.png)", "\\!\\[x\\](https\\://a.example/x.png)");
        check("<img src=x> </div>", "\\<img src=x> \\</div>");
        check("[run](command:x)", "\\[run\\](command:x)");
        check("<command:x> <!-- x -->", "\\<command:x> \\<!-- x -->");
        check("**x** _y_ `z` ~~w~~ a|b", "\\*\\*x\\*\\* \\_y\\_ \\`z\\` \\~\\~w\\~\\~ a\\|b");
        check("&lt;b&#62; &amp", "\\&lt;b\\&#62; \\&amp");
        check("WWW.a.example, me@a.example", "WWW\\.a.example, me\\@a.example");
        check("a \\[b](c)", "a \\\\\\[b\\](c)");
        check("$x$ $(bug)", "\\$x\\$ \\$(bug)");
        for mark in ["# x", "> x", "- x", "+ x", "--- x", "=== x"] {
            check(mark, &format!("\\{mark}"));
        }
        check("1. x", "1\\. x");
        check("12) x", "12\\) x");
        check("\n\n    a\r\n# b\u{7}", " a  \\# b ");
        check("C #", "C \\#");
        check("Wow!", "Wow\\!");
    }

    #[test]
    fn what_is_harmless_stays_as_it_is() {
        for text in [
            "Fits and sells shoes on the floor.",
            " pays 5 & more, at 3:30 (or so), 50 % of 1.5 - 2",
            "snake_case_name, C#, a > b, R&D! So",
            "docs/a-b.md",
            "“señora” – 你好",
            "",
        ] {
            let text = text.replace("R&D", "R & D");
            assert_eq!(in_markdown(&text), text);
        }
    }
    /// What a renderer makes of Markdown, extensions and all: its text, and what else there is in it.
    fn rendered(markdown: &str) -> (String, Vec<String>) {
        use pulldown_cmark::{Event, Options, Parser};
        let odd = Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_SUPERSCRIPT;
        let (mut text, mut else_) = (String::new(), Vec::new());
        for event in Parser::new_ext(markdown, Options::all() - odd) {
            match event {
                Event::Text(some) => text.push_str(&some),
                Event::SoftBreak => text.push(' '),
                Event::Start(start) => else_.push(format!("{start:?}")),
                Event::End(_) => {}
                other => else_.push(format!("{other:?}")),
            }
        }
        (text, else_)
    }

    proptest::proptest! {
        /// Wherever a text is put, a renderer shows it and nothing else.
        #[test]
        fn any_text_is_text(text in r"([ \n\t0-9a-z*_`<>&#;:/.,!()\[\]{}|~$+=\\-]|www|http|://|\[x\]\(y\)|<b>|@){0,24}") {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let escaped = in_markdown(&text);
            let (shown, other) = rendered(&escaped);
            proptest::prop_assert_eq!(words(&shown), words(&text));
            proptest::prop_assert!(other.iter().all(|one| one == "Paragraph"), "{:?}", other);
            let (shown, other) = rendered(&format!("- Goals: {escaped}, rest\n"));
            proptest::prop_assert_eq!(words(&shown), words(&format!("Goals: {}, rest", one_line(&text))));
            proptest::prop_assert_eq!(other.len(), 2, "{:?}", other);
            let (shown, other) = rendered(&format!("**x {escaped} x**"));
            proptest::prop_assert_eq!(words(&shown), words(&format!("x {text} x")));
            proptest::prop_assert_eq!(other.len(), 2, "{:?}", other);
            proptest::prop_assert_eq!(words(&plain(&escaped)), words(&text));
        }
    }
}
