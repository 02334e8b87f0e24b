//! What a document holds, in the order it stands there: sections and stories.

use crate::document::sections::Section;
use crate::engine::review::Review;
use crate::read::story::Story;

/// A story's title is cut behind so many characters.
const TITLE_LIMIT: usize = 72;

/// The sections and stories of a document, each in text order. What lies in what is for their spans
/// to say: a section holds the sections of a deeper level that begin before it ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The sections.
    pub sections: Vec<Section>,
    /// The stories.
    pub stories: Vec<Story>,
}

impl Review {
    /// The sections and stories.
    pub fn outline(&self) -> Outline {
        Outline { sections: self.sections().all, stories: self.stories() }
    }
}

impl Story {
    /// What it is called in a list: "sales associate: pay by card". Known roles by their canonical
    /// names; long wishes are cut between words.
    pub fn title(&self) -> String {
        let title = format!("{}: {}", self.role_names().join(", "), self.want.text);
        let Some((limit, _)) = title.char_indices().nth(TITLE_LIMIT) else { return title };
        let start = title.get(..limit).unwrap_or_default();
        let start = start.rsplit_once(' ').map_or(start, |(whole, _)| whole);
        format!("{}…", start.trim_end_matches([',', ':', ';', ' ']))
    }

    /// The names of its roles: canonical where they are known, else as written.
    pub fn role_names(&self) -> Vec<&str> {
        self.roles.iter().map(|slot| slot.role.as_deref().unwrap_or(&slot.text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use markdown::Span;

    use std::sync::Arc;

    use super::*;
    use crate::{Document, Settings};

    fn outline(text: &str) -> Outline {
        Review::new(Document::new(text), Arc::new(Settings::default())).outline()
    }

    /// Each section as `level title [heading] … last words`.
    fn check(text: &str, expected: &[(u8, &str, &str, &str)]) {
        let outline = outline(text);
        let drawn: Vec<_> = outline
            .sections
            .iter()
            .map(|section| {
                let part = |span| markdown::slice(text, span);
                (section.level, section.title.as_str(), part(section.heading), part(section.span))
            })
            .collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn sections_end_where_one_of_their_level_begins() {
        check(
            "before\n\n# One\n\na\n\n### Deep\n\nb\n\n## Two\n\n\n# 😀 Three\r\n",
            &[
                (1, "One", "# One", "# One\n\na\n\n### Deep\n\nb\n\n## Two"),
                (3, "Deep", "### Deep", "### Deep\n\nb"),
                (2, "Two", "## Two", "## Two"),
                (1, "😀 Three", "# 😀 Three", "# 😀 Three"),
            ],
        );
    }

    #[test]
    fn titles_are_what_a_reader_sees() {
        check(
            "## **The** `POST` [page](x.md) ![cat](c.png) ##\n\nTwo\n---\n\n#\n\nx\n",
            &[
                (
                    2,
                    "The POST page cat",
                    "## **The** `POST` [page](x.md) ![cat](c.png) ##",
                    "## **The** `POST` [page](x.md) ![cat](c.png) ##",
                ),
                (2, "Two", "Two\n---", "Two\n---"),
                (1, "", "#", "#\n\nx"),
            ],
        );
    }

    #[test]
    fn sections_reach_over_segments() {
        let long = "Words of a paragraph.\n\n".repeat(800);
        let text = format!("# One\n\n{long}## Two\n\n{long}# Three\n");
        assert!(Document::new(&text).segments().count() > 4);
        let outline = outline(&text);
        let two = text.find("## Two").unwrap();
        let three = text.find("# Three").unwrap();
        let spans: Vec<_> = outline.sections.iter().map(|section| section.span).collect();
        assert_eq!(
            spans,
            [Span::new(0, three - 2), Span::new(two, three - 2), Span::new(three, three + 7)]
        );
    }

    #[test]
    fn stories_are_called_by_role_and_wish() {
        let titles: Vec<String> = outline(
            "## Roles\n\n- **Sales associate**: sells\n\n## Stories\n\nAs a Sales Associate, I want to pay by card so that I go on.\n\n\
             As a shopper or a tailor, I want to see the price, the size and the colour of each shoe that is left in the store room.\n",
        )
        .stories
        .iter()
        .map(Story::title)
        .collect();
        assert_eq!(
            titles,
            [
                "sales associate: pay by card",
                "shopper, tailor: see the price, the size and the colour of each shoe…",
            ]
        );
    }
}
