//! Aliases that are part of another name, or another word.

use crate::english::grammar;
use crate::person::clue::clue;
use crate::text::token::TokenKind;

clue! {
    /// A hyphen joins the alias to the word before it.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Accountant** (also: clerk): signs
    ///
    /// ## Scope
    ///
    /// Non-clerks wait.
    ///     ^^^^^^
    /// ~~~
    JOINED, "joined", Passage, ALIAS, OtherName, |case| {
        let words = case.words;
        words.before(case.start()).is_some_and(|token| token.is('-'))
            && words.get(case.start()).is_some_and(|token| !token.spaced)
    }
}

clue! {
    /// After "to" the alias is a verb.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Accountant** (also: clerk): signs
    ///
    /// ## Scope
    ///
    /// She used to clerk for him.
    ///             ^^^^^
    /// ~~~
    INFINITIVE, "infinitive", Passage, ALIAS, Verb, |case| {
        case.is_singular() && case.previous() == "to" && case.words.is_word(case.end())
    }
}

clue! {
    /// "Power users" are not the same people as the users that the alias names.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Accountant** (also: clerk): signs
    ///
    /// ## Scope
    ///
    /// Power clerks wait.
    ///       ^^^^^^
    /// ~~~
    POWER, "power", Passage, ALIAS, OtherName, |case| matches!(case.previous(), "power" | "super")
}

clue! {
    /// Capital letters show that the alias and the next word are one longer name.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Sales associate** (also: store associate): fits shoes
    ///
    /// ## Scope
    ///
    /// The Store Associates Portal opens.
    ///     ^^^^^^^^^^^^^^^^
    /// ~~~
    LONGER_NAME, "longer-name", Passage, ALIAS, OtherName, |case| {
        let words = case.words;
        let next = case.end();
        let mut own = case.phrase.tokens.clone();
        own.all(|at| !words.is_word(at) || case.has_capital(at))
            && words.is_word(next)
            && case.has_capital(next)
            && words.get(next).is_some_and(|token| token.spaced)
    }
}

clue! {
    /// With a noun in front of it, the alias names another role.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Accountant** (also: clerk): signs
    ///
    /// ## Scope
    ///
    /// Ask the county clerk what a new clerk reads.
    ///                ^^^^^
    /// ~~~
    OTHER_ROLE, "other-role", Passage, ALIAS, OtherName, |case| {
        let words = case.words;
        case.phrase.modifiers().any(|at| {
            let word = words.lower(at);
            let is_word = words.get(at).is_some_and(|token| token.kind == TokenKind::Word);
            let may_be_noun = ["ing", "al", "ic", "ary"].iter().any(|end| word.ends_with(end));
            is_word && !word.ends_with("'s") && (!grammar::is_narrowing(word) || may_be_noun)
        })
    }
}

clue! {
    /// The alias is a generic word, or part of one, and doesn't stand for a person here.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Shopper** (also: paying customer): pays
    ///
    /// ## Scope
    ///
    /// The number of paying customers doubles.
    ///               ^^^^^^^^^^^^^^^^
    /// ~~~
    NOBODY, "nobody", Document, ALIAS, OtherName,
    |case| case.around.is_some_and(|around| around.is_nobody_inside(case))
}
