//! What is measured of a role at a place.

macro_rules! features {
    ($($(#[$docs:meta])* $feature:ident = $name:literal,)+) => {
        /// A measure of how much speaks for a role at a place.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Feature {
            $($(#[$docs])* $feature,)+
        }

        impl Feature {
            /// All of them, in the order of [`Features`].
            pub const ALL: &[Feature] = &[$(Feature::$feature),+];

            /// What it is called in explanations.
            pub fn name(self) -> &'static str {
                match self {
                    $(Feature::$feature => $name,)+
                }
            }
        }
    };
}

features! {
    /// How near what is said there is in meaning to what is told of the role: a cosine, 0 where nothing is.
    Meaning = "close in meaning to their description",
    /// How near it is to the role's name, where nothing else is told of it: a cosine.
    NameMeaning = "close in meaning to their name",
    /// The logarithm of their share of the stories.
    Told = "how many stories they have",
    /// How much the roles of the stories before and behind speak for it: a logarithm of odds.
    Beside = "the neighboring stories",
    /// The words that it shares with what is told of the role and with the role's stories: a logarithm of odds.
    Words = "words shared with their stories",
    /// The rare words that it shares with what is told of the role (BM25).
    Rare = "rare words shared with their description",
    /// How near it is in meaning to the nearest of the role's stories: a cosine, the less the fewer stories there are.
    NearStories = "close in meaning to their stories",
    /// The logarithm of their share of what the document names.
    Mentioned = "how often they are named",
    /// The share of the passages naming the role in which something is for them: "helps nurses".
    Served = "named as someone the product is for",
    /// Whether a heading above names the role.
    Heading = "named in the heading above",
    /// How close before it the role is named: 1 in the same passage, less further up.
    Lately = "named earlier",
    /// Whether the role is named in the same sentence: mostly, then, somebody else is meant.
    Named = "named in the same sentence",
    /// Whether the role is declared.
    Declared = "declared",
    /// How early the role is declared: 1 the first, less each further one.
    Order = "declared first",
    /// How well its kind fits the generic word: customers pay, users use.
    Kind = "the kind of person the word means",
    /// The logarithm of their share of the product's activity, where the project says it and users are spoken of.
    Activity = "their share of the activity",
    /// Whether the role tells the story, as one who acts below it (1), or as one whom somebody else acts upon (-1).
    Teller = "the role of the story",
}

/// The measures of one role at a place, by [`Feature`].
pub type Features = [f64; Feature::ALL.len()];

impl Feature {
    /// Whether it says something of the place itself, and not only how common a role is.
    pub fn is_of_the_place(self) -> bool {
        match self {
            Feature::Meaning
            | Feature::NameMeaning
            | Feature::Beside
            | Feature::Words
            | Feature::Rare
            | Feature::NearStories
            | Feature::Heading
            | Feature::Lately
            | Feature::Kind => true,
            Feature::Told
            | Feature::Mentioned
            | Feature::Served
            | Feature::Named
            | Feature::Declared
            | Feature::Order
            | Feature::Activity
            | Feature::Teller => false,
        }
    }

    /// The measure itself.
    pub(crate) fn of(self, features: &Features) -> f64 {
        features.get(self as usize).copied().unwrap_or_default()
    }
}
