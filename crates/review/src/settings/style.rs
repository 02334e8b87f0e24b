//! The house styles: the essays disagree, so a project picks one to go by.
//!
//! A style is a set of severities, of generic words that are fine, and of words to avoid. What a
//! project says itself goes before all of it.

use std::fmt::Write as _;

use crate::settings::{Severity, Term};

/// Which of the essays a project goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// Everybody is named by their role.
    #[default]
    SpecificRoles,
    /// Every problem is a customer's or a user's, and says which.
    CustomerProblem,
    /// A customer pays, a consumer puts it to use, a user stands at the end.
    BuyerAndUser,
    /// "Customer" is right, "user" is not.
    CustomerObsession,
    /// Customers are buyers, end users, prospects and colleagues.
    Discovery,
}

impl Style {
    /// All of them, the default first.
    pub const ALL: [Style; 5] = [
        Style::SpecificRoles,
        Style::CustomerProblem,
        Style::BuyerAndUser,
        Style::CustomerObsession,
        Style::Discovery,
    ];

    /// The name it has in configuration: `specific-roles`.
    pub fn name(self) -> &'static str {
        match self {
            Style::SpecificRoles => "specific-roles",
            Style::CustomerProblem => "customer-problem",
            Style::BuyerAndUser => "buyer-and-user",
            Style::CustomerObsession => "customer-obsession",
            Style::Discovery => "discovery",
        }
    }

    /// The style of that name.
    pub fn find(name: &str) -> Option<Style> {
        Style::ALL.into_iter().find(|style| style.name() == name)
    }

    /// What it is about, in a sentence.
    pub fn summary(self) -> &'static str {
        match self {
            Style::SpecificRoles => {
                "Everybody is named by their role; “user” and “customer” are dropped."
            }
            Style::CustomerProblem => {
                "A problem is a customer's or a user's, and the customer's comes first."
            }
            Style::BuyerAndUser => {
                "A customer pays, a consumer puts it to use, a user stands at the end."
            }
            Style::CustomerObsession => "People are customers. “User” is struck, and UX is CX.",
            Style::Discovery => {
                "Customers are whoever buys or uses: buyers, end users, prospects, colleagues."
            }
        }
    }

    /// The rules that are louder or fainter in this style than by themselves.
    pub fn severities(self) -> &'static [(&'static str, Severity)] {
        use Severity::{Hint, Information, Warning};
        match self {
            Style::SpecificRoles => &[],
            Style::CustomerProblem => &[
                ("missing-customer-problem", Warning),
                ("user-problem-as-customer-problem", Warning),
                ("unvalued-customer-problem", Information),
                ("ungrounded-user-problem", Information),
                ("single-account-problem", Information),
                ("generic-story-role", Information),
            ],
            Style::BuyerAndUser => &[
                ("missing-audience", Information),
                ("incomplete-persona", Information),
                ("story-without-benefit", Warning),
                ("generic-story-role", Information),
            ],
            Style::CustomerObsession => &[],
            Style::Discovery => &[
                ("outcome-audience", Information),
                ("one-sided-audience", Information),
                ("unmeasured-outcome", Information),
                ("generic-story-role", Hint),
            ],
        }
    }

    /// The generic words that have a meaning in this style, as [`crate::generic_words`] has them: they are fine
    /// in prose.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Style::SpecificRoles => &[],
            Style::CustomerProblem => &["customer", "user", "end user"],
            Style::BuyerAndUser => {
                &["customer", "consumer", "user", "end user", "end customer", "end consumer"]
            }
            Style::CustomerObsession => &["customer", "end customer"],
            Style::Discovery => &["customer", "user", "end user", "end customer"],
        }
    }

    /// Whether such a word is what people are to be called, in a story as well.
    pub(crate) fn is_right(self, term: &str) -> bool {
        self == Style::CustomerObsession && self.words().contains(&term)
    }

    /// What is to be said instead of a generic word, where the style has a word for it.
    pub(crate) fn instead_of(self, term: &str) -> Option<&'static str> {
        let is_struck = matches!(term, "user" | "end user");
        (self == Style::CustomerObsession && is_struck).then_some("customer")
    }

    /// The words that are avoided in this style.
    pub fn terms(self) -> Vec<Term> {
        let term = |avoid: &[&str], prefer: &str, because: &str| Term {
            avoid: avoid.iter().map(|word| (*word).to_owned()).collect(),
            prefer: Some(prefer.to_owned()),
            because: Some(because.to_owned()),
            line: 0,
        };
        match self {
            Style::CustomerObsession => {
                vec![
                    term(&["UX"], "CX", "the people we serve pay us"),
                    term(&["user experience"], "customer experience", "the people we serve pay us"),
                ]
            }
            _ => Vec::new(),
        }
    }

    /// Its documentation, in Markdown: what the essay asks, what it sets, where others disagree.
    pub fn docs(self) -> String {
        let mut docs = format!("{}\n\n{}\n", self.summary(), self.essay());
        let words = self.words();
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
            let place = match self {
                Style::CustomerObsession => "fine, in stories as well",
                _ => "fine in prose; a story still says which of them",
            };
            let _ = writeln!(docs, "\n**Words** that are {place}: {}.", words.join(", "));
        }
        for term in self.terms() {
            let avoid = term.avoid.join(", ");
            let prefer = term.prefer.unwrap_or_default();
            let _ = writeln!(docs, "\n**Avoided**: {avoid}; say {prefer}.");
        }
        if !self.severities().is_empty() {
            docs.push_str("\n**Severities** that differ from the rules' own:\n\n");
            for (rule, severity) in self.severities() {
                let _ = writeln!(docs, "- `{rule}`: {}", severity.name());
            }
        }
        let _ = write!(
            docs,
            "\n**Where the others disagree:** {}\n\n**To use it:** `style = \"{}\"` in `rolecall.toml`.",
            self.quarrel(),
            self.name()
        );
        docs
    }

    fn essay(self) -> &'static str {
        match self {
            Style::SpecificRoles => {
                "Rich Mironov gives up both words. Value is made along a chain of people, and each \
                 reader puts somebody else in the place of “the customer”: the shopper, the sales \
                 associate, the analyst at head office. A role by its name settles it, shows why \
                 somebody needs a thing and how they measure success, and keeps the team from taking \
                 itself for its audience."
            }
            Style::CustomerProblem => {
                "The essay on customer problems keeps both words and tells them apart. A customer \
                 problem says how the business that buys is failing to grow, and what that costs; a \
                 user problem says what somebody cannot do once they are in the product. User problems \
                 flow from customer problems, so the customer's stands at the start."
            }
            Style::BuyerAndUser => {
                "Jeff Gothelf: everybody has a customer, whatever they make at work. Who pays, in \
                 money, time or reputation, is the customer; who puts the thing to use is the \
                 consumer; who stands at the end of the chain is the user. Ask of each what they were \
                 trying to do, what is in their way, what they do now, and what would be better: that \
                 is what makes them successful."
            }
            Style::CustomerObsession => {
                "The essay on customer obsession strikes “user” and “end-user”: a user is somebody \
                 who is hooked, who is made to use a thing, or who is sold to somebody else. Whoever \
                 pays for value, directly or not, is a customer, and is to be treated as one. Where \
                 the word turns up, the hover asks the three questions."
            }
            Style::Discovery => {
                "Teresa Torres counts as customers all who buy or use: buyers, end users, prospects \
                 where there are no customers yet, colleagues for what is used inside, other teams for \
                 a platform. The outcome a team is after decides which of them to talk to; in business \
                 software both buyers and end users are heard."
            }
        }
    }

    fn quarrel(self) -> &'static str {
        match self {
            Style::SpecificRoles => {
                "customer obsession asks for “customer” everywhere, where Mironov fines it; Gothelf and \
                 Torres give both words a meaning and keep them."
            }
            Style::CustomerProblem => {
                "Mironov would name the role on either side; to customer obsession there should be no \
                 user's problem to tell apart; Torres calls both of them customers."
            }
            Style::BuyerAndUser => {
                "to Torres whoever uses a thing is a customer too; Mironov keeps the word for \
                 outsiders who pay, and wants colleagues called by their department."
            }
            Style::CustomerObsession => {
                "Mironov drops “customer” as well; Torres, Gothelf and the essay on customer problems \
                 need “user” for those who do not buy."
            }
            Style::Discovery => {
                "Mironov does not let a department be a customer; Gothelf keeps “customer” for whoever \
                 pays; customer obsession allows no users."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Style;
    use crate::{Document, Review, Scope, Settings, generic_words, rules};

    const TEXT: &str = "The user pays, a customer waits, consumers rest.\n\nAs a user, I want UX.\n\nAs a customer, I want tea.\n";

    /// What is told of the text in a style: rule, severity and word.
    fn reported(style: Style) -> Vec<String> {
        let review = review(style);
        let findings = review.findings().into_iter();
        let draw = findings.map(|one| {
            let word = review.document().slice(one.span).to_owned();
            format!("{} {} {word}", one.rule.name, one.severity.name())
        });
        draw.filter(|reported| !reported.starts_with("story-")).collect()
    }

    fn review(style: Style) -> Review {
        let settings = Settings { style, ..Settings::default() };
        Review::new(Document::new(TEXT), Arc::new(settings))
    }

    #[test]
    fn each_style_has_words_of_its_own() {
        assert_eq!(
            reported(Style::SpecificRoles),
            [
                "generic-role hint user",
                "unnamed-people warning user",
                "generic-role hint customer",
                "generic-role hint consumers",
                "generic-story-role warning user",
                "generic-story-role warning customer",
            ]
        );
        assert_eq!(
            reported(Style::CustomerProblem),
            [
                "generic-role warning consumers",
                "generic-story-role information user",
                "generic-story-role information customer",
            ]
        );
        assert_eq!(
            reported(Style::BuyerAndUser),
            ["generic-story-role information user", "generic-story-role information customer"]
        );
        assert_eq!(
            reported(Style::CustomerObsession),
            [
                "generic-role warning user",
                "generic-role warning consumers",
                "generic-story-role warning user",
                "avoided-term warning UX",
            ]
        );
        assert_eq!(
            reported(Style::Discovery),
            [
                "generic-role warning consumers",
                "generic-story-role hint user",
                "generic-story-role hint customer",
            ]
        );
    }

    #[test]
    fn where_customer_is_right_it_is_offered_and_the_three_questions_are_asked() {
        let review = review(Style::CustomerObsession);
        let finding = review.findings().remove(0);
        assert_eq!(finding.message, "“User” is vague. Say “customer” or name the role.");
        let titles: Vec<String> =
            review.fixes(&finding, Scope::Document).into_iter().map(|fix| fix.title).collect();
        assert_eq!(titles[0], "Replace with “customer”");
        assert!(
            titles[1].starts_with("Replace “user” with “customer” in the whole document"),
            "{titles:?}"
        );
        let (_, hover) = review.hover(5, &|_| None).unwrap();
        assert!(hover.contains("Are they hooked?"), "{hover}");
        let (_, hover) = review.hover(20, &|_| None).unwrap();
        assert!(hover.starts_with("“customer” is fine here"), "{hover}");
    }

    #[test]
    fn styles_speak_of_what_there_is() {
        for style in Style::ALL {
            assert_eq!(Style::find(style.name()), Some(style));
            for (name, severity) in style.severities() {
                let rule = rules::find(name).unwrap_or_else(|| panic!("{name}"));
                assert_ne!(*severity, rule.severity, "{name} is so by itself");
                assert_eq!(rule.severity_in(style), *severity);
                assert!(style.docs().contains(&format!("- `{name}`: {}", severity.name())));
            }
            for word in style.words() {
                assert!(generic_words().any(|generic| generic == *word), "{word}");
                assert!(style.docs().contains(&format!("“{word}”")));
            }
            for term in style.terms() {
                assert!(style.docs().contains(&term.avoid[0]));
            }
        }
    }
}
