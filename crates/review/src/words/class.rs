//! Classes of words.

use super::table;

/// Declares [`Class`], each class with its documentation and its name in `words.txt`.
macro_rules! classes {
    ($($(#[$docs:meta])* $class:ident = $name:literal,)+) => {
        /// What a word is, or does in the text around a role. Each word of `words.txt` lists its classes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Class {
            $($(#[$docs])* $class,)+
        }

        impl Class {
            /// All classes, in the order of their declaration.
            pub(super) const ALL: &[Class] = &[$(Class::$class),+];

            /// The class of a name in `words.txt`.
            pub(crate) fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|class| class.name() == name)
            }

            /// The name of the class in `words.txt`.
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(Class::$class => $name,)+
                }
            }
        }
    };
}

classes! {
    // Grammar.
    /// Articles, demonstratives, possessives and quantifiers: "the", "these", "our", "each".
    Determiner = "determiner",
    /// Determiners that a singular noun follows: "a", "each". A verb in -s after that noun is a verb.
    SingularDeterminer = "singular-determiner",
    /// Says that all of a kind are meant: "any", "every".
    ForAll = "for-all",
    /// Auxiliary and modal verbs.
    Auxiliary = "auxiliary",
    /// Prepositions.
    Preposition = "preposition",
    /// Words that begin the rest of a sentence after a singular noun, so the noun was a head: conjunctions, pronouns and
    /// adverbs, and by derivation auxiliaries, prepositions, determiners and short forms such as "doesn't".
    FunctionWord = "function-word",
    /// Verbs, in the base form, whose form in -s is no common plural noun: after "user" they are always its verb.
    Verb = "verb",
    /// Verbs, in the base form, whose form in -s is a common plural noun too: "user visits", "user requests".
    NounVerb = "noun-verb",
    /// Third persons singular of [`Class::Verb`]. Derived.
    VerbForm = "verb-form",
    /// Third persons singular of [`Class::NounVerb`]. Derived.
    NounVerbForm = "noun-verb-form",
    /// Base forms of verbs: [`Class::Verb`] and [`Class::NounVerb`]. Derived.
    BaseVerb = "base-verb",
    /// Words that may be a third person singular. Derived.
    ThirdPerson = "third-person",
    /// Third persons singular that cannot well be anything else after a noun. Derived.
    PlainVerb = "plain-verb",
    /// Plural nouns that "user" modifies so often that nothing after them makes verbs of them: "user stories".
    CompoundHead = "compound-head",
    /// Verbs that treat their object as a record: "delete", "provision".
    RecordVerb = "record-verb",
    /// Forms of further verbs for what is done with what a product keeps: "create", "importing".
    KeepVerb = "keep-verb",
    /// Nouns after the word for what a product keeps: "customer profile", "customer fields".
    RecordPart = "record-part",
    /// Participles of what is done to somebody with words or signs: "user notified" leaves out "is".
    Addressed = "addressed",
    /// Verbs, in the base form, whose object is to do something or is addressed: "show people where they are".
    Service = "service",
    /// Forms of [`Class::Service`] in -s and -ing, and the base. Derived.
    ServiceForm = "service-form",
    /// Proper names that roles begin with and that keep their capital: "Windows administrator".
    ProperName = "proper-name",
    /// Generic words that mean whoever is there, or the people of the project, as often as anybody the product is for.
    VagueGeneric = "vague-generic",
    /// Nouns for people that name programs as often: "operator", "driver".
    PersonOrProgram = "person-or-program",
    /// Nouns for groups that may be groups of anybody.
    VagueGroup = "vague-group",
    /// Common given names that are no words, and those that end as nouns for people do: "Lisa", "Peter".
    GivenName = "given-name",
    /// Given names that are words as well, where one is clearly given: "Name: Grace", "Will, 34, nurse", "Mason – the cook".
    WordName = "word-name",
    /// Words that say how many of those that follow "of": "one of our users".
    Share = "share",
    /// Words after "as" that begin a sentence and name nobody: "as usual", "as requested".
    AfterAs = "after-as",
    /// Adjectives that narrow a noun and make no role of it: "new", "registered".
    Narrowing = "narrowing",
    /// Parts of compounds that narrow a noun: "logged-in", "first-time".
    CompoundPart = "compound-part",
    /// Nouns for groups of people and for organizations: "team", "clinic", "agency".
    People = "people",
    /// Nouns that name people by what they do together: "finance". They have no plural.
    Department = "department",
    /// Last words of the names of further departments, which have no plural: "Human Resources", "IT".
    NoPlural = "no-plural",
    /// Nouns that name several people at once and have no plural: "staff".
    Collective = "collective",
    /// Adjectives that stand after the noun for a person: "attorney general", "notary public".
    AfterHead = "after-head",
    /// Words that an acronym of a role is spelled like, besides function words: "it", "pm".
    AcronymWord = "acronym-word",
    /// Names of months and their short forms.
    Month = "month",
    /// Nouns for people. Those of the lexicon are too, where `words.txt` does not call them things.
    Person = "person",
    /// Nouns that end like one for a person and name things: "server", "order"; and those of the lexicon.
    Thing = "thing",
    /// Words that mostly are adjectives, by the lexicon: "tedious". Derived.
    Adjective = "adjective",
    /// Words that mostly are verbs, by the lexicon: "ensure". Derived.
    MostlyVerb = "mostly-verb",
    /// Third persons singular of [`Class::MostlyVerb`]: "ensures". Derived.
    MostlyVerbForm = "mostly-verb-form",
    /// Nouns after "as a" that introduce a reason, a manner or a step, and nobody: "as a rule".
    NoTeller = "no-teller",
    /// Nouns for machines that tell stories: "As a system".
    Machine = "machine",
    /// Machines that may be people by the words before them: "customer service".
    OpenMachine = "open-machine",
    /// Further heads of the names of machines: "chatbot".
    MachineHead = "machine-head",

    // Whether a generic word is a person.
    /// Other languages' words for "user", "customer" and "client", composed (NFC).
    ForeignGeneric = "foreign-generic",
    /// Words for people that do not say who, in the singular: "user", "end customer".
    Generic = "generic",
    /// Forms of these, and further words that are as vague: "people", "somebody". Those in -s are derived.
    GenericForm = "generic-form",
    /// What goes on after a noun to say who is meant: "users who", "users needing".
    SaysWho = "says-who",
    /// Words before "users" that make a figure of them: "monthly", "unique".
    CountWord = "count-word",
    /// Nouns that count what follows "of": "number of users", "share of users".
    Figure = "figure",
    /// Prefixes that leave a person a person: "non-user", "power-user".
    PersonPrefix = "person-prefix",
    /// Nouns for a view of data after a bare plural: "users table", "users page".
    ListHead = "list-head",
    /// Words that begin an object after a verb: "the user pastes it", "logs into".
    ObjectStart = "object-start",
    /// Conjunctions that begin a clause: "when user types".
    ClauseStart = "clause-start",
    /// Adverbs and prepositions that follow a verb of motion: "user logs out".
    VerbParticle = "verb-particle",
    /// Past forms that do not end in -ed: "the user chose".
    IrregularPast = "irregular-past",
    /// Verbs after which somebody is made to act: "let the user", "helping customers".
    CausesAct = "causes-act",
    /// What is stored beside accounts: "users and groups".
    StoredBeside = "stored-beside",
    /// What an account is a member of: "a user has exactly one role".
    Membership = "membership",
    /// How an account is a member: "member of one tenant".
    MembershipCount = "membership-count",
    /// Data that is kept for an account: "sessions for that user".
    AccountData = "account-data",
    /// Nouns before "of" that name sorts: "types of user".
    KindOf = "kind-of",
    /// Adverbs between "is" and a predicate: "is also a user who".
    PredicateAdverb = "predicate-adverb",
    /// Forms that say what something is: "a signer is a user who".
    Copula = "copula",
    /// Words that qualify the noun before them: "is a user with".
    Qualifies = "qualifies",
    /// Nouns for people that are verbs too: "should guide users".
    PersonVerb = "person-verb",
    /// Words that rank an audience: "target user", "primary users".
    Rank = "rank",
    /// Verbs after which an audience is said: "target users include".
    AudienceVerb = "audience-verb",
    /// Numerals before a list that follows: "two users: the cook and the guest".
    SmallNumeral = "small-numeral",
    /// Relative words that describe people: "people whose".
    Describes = "describes",
    /// Nouns before "consumer" that make a program of it: "event consumer".
    ConsumerPart = "consumer-part",
    /// Nouns beside "client" that make a program of it: "API client".
    ClientProgram = "client-program",
    /// Words of a passage that make each "client" in it a program.
    ClientContext = "client-context",
    /// Possessive words that say whose somebody is: "their customers".
    Possessive = "possessive",

    // Names.
    /// Words after the head of a name: "head of sales", "member for".
    NamePreposition = "name-preposition",
    /// Particles within a compound name: "passer-by", "editor-in-chief".
    NameParticle = "name-particle",
    /// Acronyms that are said as words: "a NASA engineer".
    SpokenAcronym = "spoken-acronym",
    /// Words after the name of a role that begin what else is said: "nurses who", "owner and".
    AfterName = "after-name",
    /// Words that stay small in a title.
    TitleSmall = "title-small",
    /// Keys of front matter that name a document's language.
    LanguageKey = "language-key",

    // Rules.
    /// Determiners before one's own department: "our sales team".
    OwnDeterminer = "own-determiner",
    /// Verbs for taking somebody for something: "treat HR as our customer".
    TreatVerb = "treat-verb",
    /// Nouns for a department: "the finance team".
    TeamNoun = "team-noun",
    /// What a business loses: "revenue", "costing".
    BusinessLoss = "business-loss",

    // Sections.
    /// Words of buying and selling.
    Commerce = "commerce",
    /// Nouns for people, in both numbers.
    PersonForm = "person-form",
    /// These and their plurals. Derived.
    CommerceForm = "commerce-form",
    /// Words of titles of sections on metrics.
    MetricsTitle = "metrics-title",
    /// Words of titles of technical sections.
    TechnicalTitle = "technical-title",
    /// Words that make a title one of an audience section.
    AudienceTitle = "audience-title",
    /// Words that may stand beside those in the title of an audience section.
    AudienceFill = "audience-fill",
    /// Words of titles of sections on the background.
    BackgroundTitle = "background-title",
    /// Words of titles of sections on the problem.
    ProblemTitle = "problem-title",
    /// Words of titles of sections on goals.
    GoalsTitle = "goals-title",
    /// Words of titles of sections on how success is measured.
    OutcomesTitle = "outcomes-title",
    /// Words of titles of sections on the scope.
    ScopeTitle = "scope-title",
    /// Words of titles of sections on the solution.
    SolutionTitle = "solution-title",
    /// Words of titles of sections of stories.
    StoriesTitle = "stories-title",
    /// Words that may stand beside the telling ones in a section's title.
    TitleFill = "title-fill",
    /// Words of titles that say the section is about who buys.
    BuyerTitle = "buyer-title",
    /// Words of titles of glossaries.
    GlossaryTitle = "glossary-title",
    /// Nouns after "user" or "customer" in the title of an audience section: "User types".
    KindsOfPeople = "kinds-of-people",
    /// Words that rank the one a document is for in a title: "Primary user".
    ForemostRank = "foremost-rank",
    /// Nouns for the one a document is for in a title: "Primary user".
    ForemostNoun = "foremost-noun",

    // Stories.
    /// Verbs that say nothing of what is wanted by themselves: "I want to be able to".
    LightVerb = "light-verb",
    /// Words that begin examples in brackets: "(e.g. Stripe)".
    ExampleStart = "example-start",
    /// Words after "and" that begin no second want.
    NoSecondWant = "no-second-want",
    /// Words before a plain object of a verb that follows "and".
    ObjectDeterminer = "object-determiner",
    /// Words after "so" that make a degree of it: "so far", "so many".
    SoDegree = "so-degree",
    /// Words that begin a reason wherever they stand: "because", "therefore".
    PurposeWord = "purpose-word",
    /// Participles that begin a purpose: "allowing", "avoiding".
    PurposeParticiple = "purpose-participle",
    /// Pronouns that begin a purpose after "so" or "for".
    PurposeSubject = "purpose-subject",
    /// Verbs after "to" that say what for: "to ensure", "to reduce".
    PurposeVerb = "purpose-verb",
    /// Verbs after "that" that say what for: "that allows".
    ServesVerb = "serves-verb",
    /// Verbs after "this" that say what for: "this saves".
    GivesVerb = "gives-verb",
    /// Labels of a story's benefit: "Value:", "Why:".
    ReasonLabel = "reason-label",
    /// Titles of the column that holds who tells a story.
    TellerColumn = "teller-column",
    /// Titles of the column that holds what a story wants.
    WantColumn = "want-column",
    /// Titles of the column that holds a story's benefit.
    BenefitColumn = "benefit-column",
    /// Short forms of "I" with a verb: "I'd", "I'm".
    ShortSubject = "short-subject",
    /// Verbs that surely begin what a story wants.
    StrongWant = "strong-want",
    /// Conjunctions that begin a clause beside the want of a story.
    Subordinator = "subordinator",
    /// Subjects of a benefit after "so": "so I", "so they".
    BenefitSubject = "benefit-subject",
    /// Words that end the name of a role in a story: "as a nurse who".
    RoleEnd = "role-end",
    /// Determiners that say whose a noun is: "as my manager".
    WhosePronoun = "whose-pronoun",
    /// Words that stand for a role in a template: "as a role".
    RoleStandIn = "role-stand-in",
    /// Words that make no difference between two wants.
    LightWord = "light-word",
    /// Words whose loss would change what is wanted: "not", "without".
    KeepsMeaning = "keeps-meaning",
    /// Words that say a story's form is being explained.
    TemplateTalk = "template-talk",
    /// Marks that say something is to be filled in: "tbd".
    ToBeFilled = "to-be-filled",
    /// What a template has in the place of the want.
    BlankWant = "blank-want",
    /// What a template has in the place of the benefit.
    BlankBenefit = "blank-benefit",
    /// Words of a place to fill in for what is wanted.
    PlaceOfWant = "place-of-want",
    /// Words that mean "see" in what a story wants.
    SameAsSee = "same-as-see",
    /// Words that mean "edit" in what a story wants.
    SameAsEdit = "same-as-edit",
    /// Forms of "want" and "need" that stand without a subject: "Wants to".
    WantForm = "want-form",
    /// Verbs that say before "to" what somebody aims at: "tries to", "hopes to".
    AimForm = "aim-form",
    /// Verbs of wanting that need no more: "want", "hope".
    WantPrefix = "want-prefix",
    /// Verbs after "would" that want something: "would like".
    WouldVerb = "would-verb",
    /// Verbs after "I" that want something by what follows: "I can", "I receive".
    PlainWant = "plain-want",
    /// Words between "I" and the verb of wanting: "I just want".
    WantAdverb = "want-adverb",
    /// Words that begin a sentence that gives a reason: "Currently we cannot".
    ReasonStart = "reason-start",

    /// Words of sentences that say of a role what kind it is, or how it stands to another one: those that `said.txt` has.
    SaysOfRole = "says-of-role",
    /// Adverbs and auxiliaries between a subject and its verb there: "often pays", "has signed".
    BetweenSubject = "between-subject",
    /// Words before the noun of a predicate there: "part of our own staff".
    PredicateFill = "predicate-fill",
    /// Objects that deny what the verb says: "pays nothing".
    NoObject = "no-object",
    /// Pronouns that mean whom a section is about: "she".
    PersonPronoun = "person-pronoun",
    /// Words that join a verb to the one before it: "peels and serves".
    VerbJoiner = "verb-joiner",

    // Product requirements documents.
    /// Legal forms of companies: "Inc", "GmbH".
    CompanyForm = "company-form",
    /// Nouns that the names of organizations end in, or begin with before "of": "Northwind Bakery", "City of Ghent".
    OrganizationNoun = "organization-noun",
    /// Words before a name that make an example of it: "such as Acme".
    ExampleWord = "example-word",
    /// Nouns for accounts: "our customer Acme".
    AccountNoun = "account-noun",
    /// Verbs for what an account does to get something: "Acme has asked us for".
    AccountAsks = "account-asks",
    /// Capitalized words before "needs" that are no company: "Sales".
    NotFirm = "not-firm",
    /// Keys of front matter that say what sort of document it is.
    KindKey = "kind-key",
    /// Titles of sections of instructions for an agent: "On activation".
    AgentTitle = "agent-title",
    /// Titles of sections of documents that are no PRD: "Alternatives considered".
    ForeignTitle = "foreign-title",
    /// Parts of a product: "dashboard", "API".
    ProductPart = "product-part",
    /// Whole products: "tool", "platform".
    ProductWhole = "product-whole",
    /// Verbs of building: "build", "integrate".
    BuildVerb = "build-verb",
    /// Words between the subject and the verb of a plan: "we also need to".
    PlanAdverb = "plan-adverb",
    /// Words that begin the object of an order: "Build a".
    OrderObject = "order-object",
    /// What a plan says of itself: "this epic", "this proposal".
    PlanDocument = "plan-document",
    /// Verbs of needing: "we require".
    NeedVerb = "need-verb",
    /// Verbs of delivering: "launch", "go live".
    DeliverVerb = "deliver-verb",
    /// Verbs for what is done with a project at its end, and with no order: "launch", "migrate".
    ProjectVerb = "project-verb",
    /// Words that say something is delivered: "shipped", "delivery".
    Delivered = "delivered",
    /// What is delivered: "release", "beta".
    ProjectNoun = "project-noun",
    /// Words before a date: "by Q3", "end of May".
    DatePreposition = "date-preposition",
    /// Periods that end: "by the end of the quarter".
    PeriodEnd = "period-end",
    /// Periods: "this sprint", "next quarter".
    Period = "period",
    /// Nouns for businesses that buy: "retailer", "clinic".
    Business = "business",
    /// What is at stake for a business: "churn", "margin".
    Stake = "stake",
    /// Words of needing something: "wishes".
    NeedWord = "need-word",
    /// Verbs for what somebody does in a product: "export", "filter".
    Task = "task",
    /// Verbs for what is done with a click: "upload", "sort".
    Click = "click",
    /// Adverbs between "to" and a task: "to better understand".
    TaskAdverb = "task-adverb",
    /// Words of risk: "fines", "outage".
    Risk = "risk",
    /// Currencies and measures of money: "USD", "ARR".
    Currency = "currency",
    /// Words for large numbers after a figure: "5 million".
    Scale = "scale",
    /// Words that count by themselves: "dozens".
    Many = "many",
    /// Words for shares and factors: "half", "twofold".
    Fraction = "fraction",
    /// Numerals.
    Numeral = "numeral",
    /// Words before a number that only labels: "phase 2".
    NumberLabel = "number-label",
    /// Words for a percentage after a figure.
    PercentWord = "percent-word",
    /// Long stretches of time: "days", "months".
    LongTime = "long-time",
    /// Words before "hours" that make a part of the day of them: "peak hours".
    HoursOf = "hours-of",
    /// Short stretches of time: "seconds", "hrs".
    ShortTime = "short-time",
    /// Long units of time, singular or plural: "week", "quarters".
    TimeSpan = "time-span",
    /// Words before a time that is a date to reach: "within 30 days".
    HorizonStart = "horizon-start",
    /// Words after a time that is a date to reach: "30 days after".
    HorizonEnd = "horizon-end",
    /// Words for those who left: "churned", "dormant".
    Lapsed = "lapsed",
    /// Words for those who are new: "trial", "prospective".
    Newcomer = "newcomer",
    /// Words of buying: "procurement", "budget".
    BuyWord = "buy-word",
    /// What pays besides people: "household", "account".
    PayingUnit = "paying-unit",
    /// Data before "retention" that makes it no matter of customers: "log retention".
    KeptData = "kept-data",
    /// Rights before "renewal" and "activation": "license renewal".
    RightNoun = "right-noun",
    /// Words for keeping customers: "churn", "renewal".
    KeepingWord = "keeping-word",
    /// Words after "on" that say something is in time or in budget.
    InPlan = "in-plan",
    /// Forms of "lose".
    LossVerb = "loss-verb",

    // Declarations of roles.
    /// Words that rank who a document is for: "our primary audience is".
    AudienceRank = "audience-rank",
    /// Nouns for who a document is for.
    AudienceHead = "audience-head",
    /// Nouns that name who a document is for by what they are to it, in any number: "personas", "actor".
    AudienceKind = "audience-kind",
    /// Titles of columns with what somebody needs or does, beside one of roles: "What they care about".
    TraitColumn = "trait-column",
    /// Labels of a persona's name.
    NameLabel = "name-label",
    /// Labels that ask who something is for: "Who".
    WhoLabel = "who-label",
    /// Generic names for one whose role stands after it: "Economic buyer".
    OneLabel = "one-label",
    /// Nouns for a document: its audience is no product's.
    Paper = "paper",
    /// Nouns for how a section on people is laid out: "stakeholder map".
    AudienceLayout = "audience-layout",
    /// First words of titles that are about something else than an audience, whoever they name: "Phase 2: team roles".
    NoAudienceStart = "no-audience-start",
    /// Words of titles over people who are no part of the audience: approvers, anti-personas.
    NotAudienceTitle = "not-audience-title",
    /// Nouns for people that make a role only with more words: "member", "team", "individual".
    OpenPerson = "open-person",
    /// Words for anybody, of whom more is said: "a person who".
    AnyPerson = "any-person",
    /// Words after a noun that make a definition of a person: "someone responsible for".
    DefinesPerson = "defines-person",
    /// Words that end the names in what describes an audience: "clerks who", "nurses in".
    DescribesRole = "describes-role",
    /// Words that make another person of somebody: the vice president is not the president.
    OtherRank = "other-rank",
    /// Nouns that say little alone, so that a longer name is likely meant: a specialist has a field. A manager, an
    /// employee or a nurse is somebody without another word, and the HR manager is one of several.
    ShortForm = "short-form",
    /// What its makers do for somebody: "we build this for nurses".
    MakesFor = "makes-for",
    /// Titles before a person's name: "Dr", "Professor".
    Honorific = "honorific",
    /// First words of the corner of a table that has a column a role: "Permission".
    MatrixCorner = "matrix-corner",
    /// Adjectives that say how important somebody is, not who: "primary users".
    Importance = "importance",
    /// Titles of the column of a table that names roles.
    RoleColumn = "role-column",
    /// Labels that look like goals and are none: "non-goals".
    NotGoals = "not-goals",
    /// Words before "needs" that make no goals of them: "accessibility needs".
    OtherNeeds = "other-needs",
    /// Words after "how" in a label of success: "how they know".
    KnowsLabel = "knows-label",
    /// Words in a label of success: "KPIs".
    SuccessLabel = "success-label",
    /// Words in a label of goals: "needs", "trying".
    GoalsLabel = "goals-label",
    /// Further words in a label of goals: "objectives".
    MotivationLabel = "motivation-label",
    /// Words in a label of pains: "frustrations".
    PainsLabel = "pains-label",
    /// Titles of what a persona's section says of them: "pain points", "tools".
    Attribute = "attribute",
    /// Nouns after a number that make it no persona's: "persona 4 times".
    CountedAfter = "counted-after",
    /// Words before "persona 4": "buyer persona 4".
    PersonaQualifier = "persona-qualifier",
    /// Words in a label of success that measure: "metrics".
    MetricsLabel = "metrics-label",
    /// Further words in a label of pains: "struggles".
    ChallengeLabel = "challenge-label",

    // Fixes.
    /// Words of a want in its usual form: "I would like".
    UsualWant = "usual-want",

    // Editors.
    /// Words that end a name that is being typed: "as a nurse I".
    NameEnd = "name-end",

    // Mentions.
    /// Words between two names of one role: "also known as".
    AliasTalk = "alias-talk",

    // Ranking.
    /// Words that stories have in common and that say nothing of who tells them.
    StopWord = "stop-word",
}

impl Class {
    /// Whether a word, in lower case and composed (NFC), is of this class.
    pub fn has(self, word: &str) -> bool {
        table::id(word).is(self)
    }

    /// The words of this class, sorted; none of a derived class.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        table::words_of(self)
    }
}
