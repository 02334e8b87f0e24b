//! What rules are about, as far as readers care who go through findings one by one.

/// What a rule is about. The order is that of use: a story without a role is built for nobody, a goal nobody can check
/// is not reached, and a vague word in prose is read past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// User stories: who tells them, what they want, and why.
    Stories,
    /// The audience, the problems, the goals and the outcomes of a document.
    Goals,
    /// Words anywhere, names of roles, and comments to rolecall.
    Prose,
}

impl Topic {
    /// Every topic, in the order of use.
    pub const ALL: [Topic; 3] = [Topic::Stories, Topic::Goals, Topic::Prose];

    /// Returns its name in JSON: `stories`.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Stories => "stories",
            Topic::Goals => "goals",
            Topic::Prose => "prose",
        }
    }

    /// Returns where its findings are, in a sentence: "on stories".
    pub fn phrase(self) -> &'static str {
        match self {
            Topic::Stories => "on stories",
            Topic::Goals => "on problems and goals",
            Topic::Prose => "in prose",
        }
    }
}
