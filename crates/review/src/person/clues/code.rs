//! Code, paths, placeholders and names.

use markdown::{Kind, slice};

use crate::english::grammar;
use crate::person::clue::{Case, clue};
use crate::text::token::TokenKind;
use crate::words::Class;

clue! {
    /// The word stands in front matter, which holds data.
    ///
    /// ~~~markdown
    /// ---
    /// audience: the user
    ///               ^^^^
    /// ---
    ///
    /// Text.
    /// ~~~
    FRONT_MATTER, "front-matter", Passage, GENERIC, Code,
    |case| case.passage.kind == Kind::FrontMatter
}

clue! {
    /// The word is joined to something by a character that sentences don't use, or names the page of a wikilink.
    ///
    /// ~~~markdown
    /// Call /user/ of user.rs with @user, {user} and user().
    ///       ^^^^     ^^^^          ^^^^   ^^^^      ^^^^
    /// ~~~
    CODE, "code", Passage, ANY, Code, is_code
}

clue! {
    /// The word is part of an identifier.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Sales associate** (also: store associate): fits shoes
    ///
    /// ## Scope
    ///
    /// Set store_associate first.
    ///     ^^^^^^^^^^^^^^^
    /// ~~~
    IDENTIFIER, "identifier", Passage, ALIAS, Code,
    |case| slice(case.passage.text(), case.phrase.word).contains('_')
}

clue! {
    /// Capitals show that the word is part of a name.
    ///
    /// ~~~markdown
    /// We run the Customer 360 beta on Consumer One.
    ///            ^^^^^^^^             ^^^^^^^^
    /// ~~~
    NAME, "name", Passage, GENERIC, Code, is_name
}

fn is_code(case: &Case<'_>) -> bool {
    if case.passage.is_target(case.phrase.word) {
        return true;
    }
    let words = case.words;
    let (start, end) = (case.start(), case.end());
    let is_joined = |at: usize| words.get(at).is_some_and(|token| !token.spaced);
    if is_joined(start) {
        let before = words.before(start);
        let starts_apart = before.is_some_and(|token| token.spaced);
        let is_code = match before.map(|token| token.kind) {
            Some(TokenKind::Mark('_' | '@' | '#' | '$' | '{' | '\\' | '=' | '<' | '`' | '~')) => {
                true
            }
            Some(TokenKind::Mark('.' | ':')) => start >= 2 && !starts_apart,
            Some(TokenKind::Mark('/')) => !names_people(case, start.wrapping_sub(2)),
            _ => false,
        };
        if is_code {
            return true;
        }
    }
    let after = words.get(end).filter(|token| !token.spaced);
    match after.map(|token| token.kind) {
        Some(TokenKind::Mark('_' | '}' | '=' | '`' | '\\' | '(')) => true,
        Some(TokenKind::Mark('.' | ':' | '@' | '#')) => {
            is_joined(end + 1) && words.is_word(end + 1)
        }
        Some(TokenKind::Mark('/')) => is_joined(end + 1) && !names_people(case, end + 1),
        _ => false,
    }
}

/// Whether a slash joins the word to other people: "users/customers".
fn names_people(case: &Case<'_>, other: usize) -> bool {
    let word = case.words.lower(other);
    let word = word.strip_suffix("'s").unwrap_or(word);
    let singular = word.strip_suffix('s').unwrap_or(word);
    grammar::is_generic_word(word)
        || grammar::is_person_noun(singular)
        || grammar::is_person_noun(word)
}

/// "The Customer 360 beta", "run on Consumer One". Where most words have a capital, as in titles, they say nothing.
fn is_name(case: &Case<'_>) -> bool {
    /// No name is longer, in tokens.
    const LONGEST: usize = 5;
    let words = case.words;
    let is_part = |at: usize| {
        let is_number = words.get(at).is_some_and(|token| token.kind == TokenKind::Number);
        let word = words.lower(at);
        // "The User Requests a refund" is a sentence, "the User Interviews team" none.
        let after = words.lower(at + 1);
        let has_object =
            Class::Determiner.has(after) || Class::Preposition.has(after) || after == "to";
        let acts = Class::Auxiliary.has(word)
            || Class::PlainVerb.has(word)
            || Class::ThirdPerson.has(word) && has_object
            || word == "i";
        is_number || case.has_capital(at) && words.is_word(at) && !acts
    };
    let is_spaced = words.get(case.end()).is_some_and(|token| token.spaced);
    if case.phrase.possessive
        || !case.has_capital(case.start())
        || !is_spaced
        || !is_part(case.end())
    {
        return false;
    }
    let start = case.start();
    let length = (start..words.tokens.len()).take_while(|at| is_part(*at)).count();
    // A figure is a part of a name only where the word is no person's: "Customer 360", but "User 2 pays".
    let ends_in_figure = (start + 1..start + length).all(|at| !words.is_word(at));
    let after = words.lower(start + length);
    let acts = Class::Auxiliary.has(after) || Class::ThirdPerson.has(after);
    let all = (0..words.tokens.len()).filter(|at| words.is_word(*at));
    let capitals = all.clone().filter(|at| case.has_capital(*at)).count();
    let is_title = capitals * 2 > all.count();
    length <= LONGEST && !is_title && !(ends_in_figure && acts)
}
