//! Texts to begin with, in the protocol's snippet syntax: `${1:what to fill in}`.

/// A text to begin with.
pub struct Snippet {
    /// What is typed to find it.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The text, with places to fill in.
    pub body: &'static str,
    /// Whether it can stand in a list item: what begins with a list marker then goes without.
    pub in_item: bool,
}

/// All of them.
pub const ALL: [Snippet; 6] = [
    Snippet {
        name: "story",
        about: "User story: who, what, what for",
        body: "As a ${1:role}, I want ${2:what they do}, so that ${3:what they gain}.$0",
        in_item: true,
    },
    Snippet {
        name: "criteria",
        about: "Acceptance criterion: given, when, then",
        body: "- **Given** ${1:how things stand},\n  **when** the ${2:role} ${3:does something},\n  **then** ${4:they see what came of it}.$0",
        in_item: true,
    },
    Snippet {
        name: "problem",
        about: "Customer problem: who fails to grow, what it costs, why",
        body: "${1:Businesses that pay us} lose ${2:money, time or sales, with a number} to ${3:what goes wrong}, because ${4:cause}.$0",
        in_item: true,
    },
    Snippet {
        name: "whys",
        about: "Five whys: from a problem down to its cause",
        body: "**Problem:** ${1:what goes wrong, and for whom}\n\n1. Why? $2\n2. Why? $3\n3. Why? $4\n4. Why? $5\n5. Why? $6\n\n**Cause:** $0",
        in_item: false,
    },
    Snippet {
        name: "questions",
        about: "Four questions about a role",
        body: "**The ${1:role}**\n\n- What are they trying to do? $2\n- What is in the way? $3\n- How do they do it now? $4\n- What would be better? $0",
        in_item: false,
    },
    Snippet {
        name: "persona",
        about: "Persona: who they are, what they want",
        body: "### Persona: ${1:Name}, ${2:role}\n\n- Goals: ${3:what they want to get done}\n- Success: ${4:how they know that it went well}\n- In the way: ${5:what stops them today}$0",
        in_item: false,
    },
];

impl Snippet {
    /// The text as it is put in a line that begins with `indent`, with the places to fill in or, for
    /// editors that know none, with what they say.
    pub fn text(&self, indent: &str, in_item: bool, with_places: bool) -> String {
        let body = match self.body.strip_prefix("- ") {
            // Its own lines are as wide as the marker that goes.
            Some(item) if in_item => item.replace("\n  ", "\n"),
            _ => self.body.to_owned(),
        };
        let body = if with_places { body } else { plain(&body) };
        let lines = body.lines().enumerate().map(|(number, line)| match number {
            0 => line.to_owned(),
            _ => format!("{indent}{line}").trim_end().to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A snippet without its places.
fn plain(body: &str) -> String {
    let mut plain = String::new();
    let mut parts = body.split('$');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.strip_prefix('{').and_then(|place| place.split_once('}')) {
            Some((place, rest)) => {
                plain.push_str(place.split_once(':').map_or("", |(_, says)| says));
                plain.push_str(rest);
            }
            None => plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit())),
        }
    }
    plain.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use review::{Document, Review, Settings};

    use super::*;

    fn text(name: &str, indent: &str, in_item: bool, with_places: bool) -> String {
        let snippet = ALL.iter().find(|snippet| snippet.name == name).unwrap();
        snippet.text(indent, in_item, with_places)
    }

    #[test]
    fn lines_are_put_where_the_first_one_stands() {
        assert_eq!(
            text("criteria", "> ", false, false),
            "- **Given** how things stand,\n>   **when** the role does something,\n>   **then** they see what came of it."
        );
        assert_eq!(
            text("criteria", "  ", true, true),
            "**Given** ${1:how things stand},\n  **when** the ${2:role} ${3:does something},\n  **then** ${4:they see what came of it}.$0"
        );
        assert_eq!(text("whys", "", false, false).lines().nth(2), Some("1. Why?"));
        assert!(ALL.iter().all(|snippet| !plain(snippet.body).contains(['$', '{'])));
    }

    #[test]
    fn what_is_filled_in_is_understood() {
        let review = |text: &str| Review::new(Document::new(text), Arc::new(Settings::default()));
        let story = text("story", "", false, false).replace("role", "nurse");
        let stories = review(&story).stories();
        assert_eq!(stories[0].title(), "nurse: what they do");
        assert_eq!(stories[0].benefit.as_ref().unwrap().text, "what they gain");
        let persona = text("persona", "", false, false).replace("Name, role", "Dana, nurse");
        let reviewed = review(&persona);
        let role = reviewed.vocabulary().role("nurse").unwrap();
        assert_eq!(role.persona.as_deref(), Some("Dana"));
        assert_eq!(role.goals, ["what they want to get done"]);
        assert_eq!(role.success.as_deref(), Some("how they know that it went well"));
        for snippet in &ALL {
            let text = snippet.text("", false, false);
            let found = review(&text).findings();
            let found: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
            let expected: &[&str] = match snippet.name {
                "story" => &["unfilled-template"],
                _ => &[],
            };
            assert_eq!(found, expected, "{text}");
        }
    }
}
