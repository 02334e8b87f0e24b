//! Whether a generic word names somebody: the judgement by the grammar round it.
//!
//! First what speaks against it is asked, from the plainest to the subtlest: code, labels,
//! quotations, machines, counts, modifiers, records, definitions. Where nothing does, it is a person.

use std::ops::Range;

use markdown::{Kind, Span};

use crate::english::grammar;
use crate::english::inflect::Number;
use crate::person::generic::{Because, Generic, Person, Verdict};
use crate::read::section::Topic;
use crate::text::passage::Passage;
use crate::text::token::{Token, TokenKind, Words};
use crate::words::Class;

/// The judgement as far as the passage tells.
pub(crate) fn judge(passage: &Passage, generic: &Generic) -> Verdict {
    Judge { passage, words: passage.words(), generic }.verdict()
}

/// Whether other words than an article say which is meant: "each user", "a new user".
pub(crate) fn is_qualified(passage: &Passage, generic: &Generic) -> bool {
    let judge = Judge { passage, words: passage.words(), generic };
    let determiner = judge.determiner();
    judge.phrase_start() < judge.start()
        || !determiner.is_empty() && !grammar::is_article(determiner)
}

/// Whether it is code or stands in a quotation: nobody's to change.
pub(crate) fn is_fixed(passage: &Passage, generic: &Generic) -> bool {
    let judge = Judge { passage, words: passage.words(), generic };
    judge.is_code() || judge.is_quoted()
}

/// Whether it describes the noun behind it, or is joined to another word: "user story",
/// "user-defined".
pub(crate) fn modifies(passage: &Passage, generic: &Generic) -> bool {
    Judge { passage, words: passage.words(), generic }.modifies()
}

/// Whether a bare singular might as well describe what is named behind or beside it: "family members",
/// "dev, staging and production".
pub(crate) fn may_modify(passage: &Passage, generic: &Generic) -> bool {
    let judge = Judge { passage, words: passage.words(), generic };
    let is_bare = matches!(judge.determiner(), "" | "either" | "both");
    if !is_bare || generic.number != Number::Singular || generic.possessive {
        return false;
    }
    let words = judge.words;
    let next = judge.next();
    if !next.is_empty() && !grammar::is_function_word(next) {
        let acts = grammar::may_be_verb(next) && judge.opens_clause();
        return !acts && !grammar::is_plain_verb(next);
    }
    let joins = |at: usize| {
        matches!(words.lower(at), "and" | "or") || matches!(words.text(at), "," | "/" | "&")
    };
    let before = judge.start().checked_sub(1);
    joins(judge.end()) || !Class::Auxiliary.has(next) && before.is_some_and(joins)
}

/// The words of its noun phrase before it, without a determiner: "older hospital" in "an older
/// hospital clerk".
pub(crate) fn modifiers(passage: &Passage, generic: &Generic) -> Range<usize> {
    Judge { passage, words: passage.words(), generic }.phrase_start()..generic.tokens.start
}

/// Whether the words before it are sure to belong to it, and none of them is the verb that it follows.
pub(crate) fn is_in_phrase(passage: &Passage, generic: &Generic) -> bool {
    let judge = Judge { passage, words: passage.words(), generic };
    !judge.determiner().is_empty() || Class::Preposition.has(judge.before_phrase()) || judge.acts()
}

/// The judgement of a word in its section: what a passage alone does not tell.
pub(crate) fn in_section(generic: &Generic, passage: &Passage, topic: Topic) -> Verdict {
    let Verdict::Person(person) = generic.verdict else { return generic.verdict };
    let words = passage.words();
    let next = words.lower(generic.tokens.end);
    let acts = Class::Auxiliary.has(next)
        || grammar::is_plain_verb(next)
        || generic.number == Number::Plural && grammar::is_base_verb(next);
    match topic {
        // Who somebody is, in a few words: "Less technical users", "Students: users who write".
        Topic::Audience | Topic::Glossary => {
            let has_verb = (0..words.tokens.len()).any(|at| {
                let word = words.lower(at);
                Class::Auxiliary.has(word) || at > 0 && grammar::is_plain_verb(word)
            });
            let qualified = Class::SaysWho.has(next);
            // The phrase opens the passage, or what stands behind its lead.
            let opens = (0..generic.tokens.start).rev().take(4).any(|at| {
                at == 0
                    || words.get(at).is_some_and(|token| {
                        matches!(
                            token.kind,
                            TokenKind::Mark(':' | '-' | '–' | '—' | '(') | TokenKind::Break
                        )
                    })
            }) || generic.tokens.start == 0;
            let is_fragment = !has_verb && !acts && words.tokens.len() < 16;
            let defines = opens && qualified || is_fragment && (opens || words.tokens.len() <= 6);
            if defines && !generic.possessive {
                return Verdict::Not(Because::Defines);
            }
        }
        Topic::Metrics => {
            let mut before = (0..generic.tokens.start).rev().map(|at| words.lower(at));
            let before = before.find(|word| !grammar::is_narrowing(word));
            let served = matches!(before, Some("for" | "to" | "by" | "from"));
            let counted =
                generic.number != Number::Singular && !acts && !served && !generic.possessive;
            if counted && words.tokens.iter().any(|token| token.kind == TokenKind::Number) {
                return Verdict::Not(Because::Counted);
            }
        }
        _ => {}
    }
    Verdict::Person(person)
}

/// The side of a quotation that a mark stands on.
enum Side {
    Opens,
    Closes,
}

struct Judge<'a> {
    passage: &'a Passage,
    words: Words<'a>,
    generic: &'a Generic,
}

impl Judge<'_> {
    fn verdict(&self) -> Verdict {
        if let Some(because) = self.not_a_person() {
            return Verdict::Not(because);
        }
        Verdict::Person(self.person())
    }

    fn start(&self) -> usize {
        self.generic.tokens.start
    }

    fn end(&self) -> usize {
        self.generic.tokens.end
    }

    /// The word behind, if nothing but a space stands between.
    fn next(&self) -> &str {
        match self.words.get(self.end()) {
            Some(token) if token.spaced => self.words.lower(self.end()),
            _ => "",
        }
    }

    fn previous(&self) -> &str {
        self.start().checked_sub(1).map(|at| self.words.lower(at)).unwrap_or_default()
    }

    /// Where the noun phrase begins: behind a determiner, adjectives skipped.
    fn phrase_start(&self) -> usize {
        let mut at = self.start();
        while let Some(before) = at.checked_sub(1) {
            let word = self.words.lower(before);
            let hyphen = self.words.get(before).is_some_and(|token| token.is('-') && !token.spaced);
            // A noun that modifies is singular: a word in -s is a verb, or ends something else.
            let inflected =
                word.ends_with('s') && !word.ends_with("ss") && before + 1 == self.start();
            // "logged-in"
            let is_compound = self.words.get(before).is_some_and(|token| !token.spaced)
                && self.words.before(before).is_some_and(|token| token.is('-') && !token.spaced);
            let is_part = hyphen
                || is_compound
                || !word.is_empty()
                    && !inflected
                    && !grammar::is_function_word(word)
                    && !grammar::is_base_verb(word)
                    && !grammar::may_be_verb(word)
                    && !Class::RecordVerb.has(word);
            if !is_part || self.start() - before > 5 {
                break;
            }
            at = before;
        }
        at
    }

    fn determiner(&self) -> &str {
        let before = self.phrase_start().checked_sub(1);
        before
            .map(|at| self.words.lower(at))
            .filter(|word| Class::Determiner.has(word))
            .unwrap_or_default()
    }

    fn not_a_person(&self) -> Option<Because> {
        if self.passage.kind == Kind::FrontMatter || self.is_code() {
            return Some(Because::Code);
        }
        if self.is_label() {
            return Some(Because::Label);
        }
        if self.is_quoted() {
            return Some(Because::Quoted);
        }
        if self.is_name() {
            return Some(Because::Code);
        }
        if self.is_machine() {
            return Some(Because::Machine);
        }
        if self.is_counterpart() {
            return Some(Because::Counterpart);
        }
        if self.generic.possessive {
            return self.is_idiom_possessed().then_some(Because::Modifies);
        }
        if self.is_counted() {
            return Some(Because::Counted);
        }
        if self.modifies() {
            return Some(Because::Modifies);
        }
        if self.is_record() {
            return Some(Because::Record);
        }
        if self.defines() {
            return Some(Because::Defines);
        }
        if self.is_listed() {
            return Some(Because::Listed);
        }
        self.is_everybody().then_some(Because::Everybody)
    }

    fn person(&self) -> Person {
        let next = self.next();
        if self.generic.possessive {
            Person::Owns
        } else if Class::Auxiliary.has(next)
            || grammar::may_be_verb(next)
            || grammar::is_base_verb(next)
        {
            Person::Acts
        } else if Class::Preposition.has(self.before_phrase()) {
            Person::IsServed
        } else {
            Person::Acts
        }
    }

    fn before_phrase(&self) -> &str {
        let determined = usize::from(!self.determiner().is_empty());
        self.phrase_start()
            .checked_sub(1 + determined)
            .map(|at| self.words.lower(at))
            .unwrap_or_default()
    }

    /// Joined to what no sentence has: `user_id`, `/users/`, `@user`, `{user}`, `user()`.
    fn is_code(&self) -> bool {
        if self.passage.is_target(self.generic.word) {
            return true;
        }
        let mark = |token: Option<crate::text::token::Token>| match token {
            Some(token) => match token.kind {
                TokenKind::Mark(mark) => Some((mark, token.spaced)),
                _ => None,
            },
            None => None,
        };
        let joined_after = |at: usize| self.words.get(at).is_some_and(|token| !token.spaced);
        let before = mark(self.words.before(self.start()));
        let joined = self.words.get(self.start()).is_some_and(|token| !token.spaced);
        if joined
            && matches!(
                before,
                Some(('_' | '@' | '#' | '$' | '{' | '\\' | '=' | '<' | '`' | '~', _))
            )
        {
            return true;
        }
        if joined
            && matches!(before, Some(('.' | ':', _)))
            && self.start() >= 2
            && !self.words.before(self.start()).is_some_and(|token| token.spaced)
        {
            return true;
        }
        if joined
            && matches!(before, Some(('/', _)))
            && !self.slash_joins_people(self.start().wrapping_sub(2))
        {
            return true;
        }
        match mark(self.words.get(self.end())) {
            Some(('_' | '}' | '=' | '`' | '\\', false)) => true,
            Some(('(', false)) => true,
            Some(('.' | ':' | '@' | '#', false)) => {
                joined_after(self.end() + 1) && self.words.is_word(self.end() + 1)
            }
            Some(('/', false)) => {
                joined_after(self.end() + 1) && !self.slash_joins_people(self.end() + 1)
            }
            _ => false,
        }
    }

    fn slash_joins_people(&self, other: usize) -> bool {
        let word = self.words.lower(other);
        let word = word.strip_suffix("'s").unwrap_or(word);
        let singular = word.strip_suffix('s').unwrap_or(word);
        grammar::is_generic_word(word)
            || grammar::is_person_noun(singular)
            || grammar::is_person_noun(word)
    }

    /// In a heading, a table's header, a cell or a line of its own, a lead that ends in a colon.
    fn is_label(&self) -> bool {
        let words = self.words;
        let next = self.next();
        let determined = grammar::is_article(self.determiner()) || self.determiner() == "each";
        let acts = Class::Auxiliary.has(next)
            || grammar::is_plain_verb(next)
            || self.generic.number == Number::Plural && grammar::is_base_verb(next);
        match self.passage.kind {
            Kind::Heading(_) => {
                return !(acts && (determined || words.tokens.len() > 4)
                    || determined && self.generic.possessive);
            }
            Kind::Cell { row: 0, .. } => return true,
            _ => {}
        }
        let alone =
            words.tokens.len() <= 3 && self.phrase_start() == 0 && self.end() == words.tokens.len();
        if alone {
            return true;
        }
        // "**Primary user:** …", "User: Send it to my bank"
        let colon = (self.end()..words.tokens.len().min(self.end() + 3))
            .find(|at| words.get(*at).is_some_and(|token| token.is(':')));
        let is_lead = self.phrase_start() == 0 && self.start() <= 3 && !acts;
        if is_lead && colon == Some(self.end()) {
            return true;
        }
        // A bold lead that names what the rest is about.
        if let Some(lead) = self.passage.bold_lead()
            && lead.contains(self.generic.word)
        {
            let behind = words.tokens.iter().position(|token| token.span().start >= lead.end);
            let ends_in_colon = markdown::slice(words.text, lead).trim_end().ends_with(':');
            let parted = behind.is_none_or(|at| {
                words.get(at).is_some_and(|token| {
                    matches!(
                        token.kind,
                        TokenKind::Mark(':' | '-' | '–' | '—' | '(' | '.' | '|') | TokenKind::Break
                    )
                })
            });
            return (ends_in_colon || parted) && !(determined && acts);
        }
        false
    }

    /// Inside a pair of quotation marks.
    fn is_quoted(&self) -> bool {
        let mut open: Option<usize> = None;
        for (at, token) in self.words.tokens.iter().enumerate() {
            let Some(side) = self.quotes(at, token, open.is_some()) else { continue };
            match side {
                // One that was open is stray.
                Side::Opens => open = Some(at),
                Side::Closes => {
                    if open.take().is_some_and(|open| open < self.start()) && at >= self.end() {
                        return true;
                    }
                }
            }
            if open.is_some_and(|open| open >= self.end()) {
                return false;
            }
        }
        false
    }

    /// What a token does as a quotation mark, if it is one: which side a straight one is on is told by the spaces
    /// round it. Right behind a figure it is a sign for inches, unless something is open.
    fn quotes(&self, at: usize, token: &Token, is_open: bool) -> Option<Side> {
        let TokenKind::Mark(mark) = token.kind else { return None };
        match mark {
            '“' if is_open && !token.spaced => Some(Side::Closes),
            '“' | '„' | '«' | '「' => Some(Side::Opens),
            '”' | '»' | '」' => Some(Side::Closes),
            '"' => {
                let before = self.words.before(at).filter(|_| !token.spaced);
                let is_apart = before.is_none_or(|before| {
                    matches!(
                        before.kind,
                        TokenKind::Mark('(' | '[' | '{' | '—' | '–' | '-' | '/' | ':' | '=')
                    )
                });
                let goes_on = self.words.get(at + 1).is_some_and(|next| !next.spaced);
                let is_figure = before.is_some_and(|before| before.kind == TokenKind::Number);
                match (is_apart && goes_on, is_open) {
                    (true, _) => Some(Side::Opens),
                    (false, true) => Some(Side::Closes),
                    (false, false) => (!is_figure).then_some(Side::Opens),
                }
            }
            _ => None,
        }
    }

    /// Part of a name, as capitals tell: "the Customer 360 beta", "run on Consumer One". Where most words have one, as
    /// in titles, they tell nothing.
    fn is_name(&self) -> bool {
        let words = self.words;
        let has_capital = |at: usize| words.text(at).chars().next().is_some_and(char::is_uppercase);
        let is_part = |at: usize| {
            let is_number = words.get(at).is_some_and(|token| token.kind == TokenKind::Number);
            let word = words.lower(at);
            // "The User Requests a refund" is a sentence, "the User Interviews team" none.
            let behind = words.lower(at + 1);
            let has_object =
                Class::Determiner.has(behind) || Class::Preposition.has(behind) || behind == "to";
            let acts = Class::Auxiliary.has(word)
                || grammar::is_plain_verb(word)
                || grammar::may_be_verb(word) && has_object
                || word == "i";
            is_number || has_capital(at) && words.is_word(at) && !acts
        };
        let is_joined = words.get(self.end()).is_some_and(|token| token.spaced);
        let is_bare = self.generic.possessive || !has_capital(self.start());
        if is_bare || !is_joined || !is_part(self.end()) {
            return false;
        }
        let length = (self.start()..words.tokens.len()).take_while(|at| is_part(*at)).count();
        // A figure is a part of a name only where the word is no person's: "Customer 360", "User 2 pays".
        let ends_in_figure = (self.start() + 1..self.start() + length).all(|at| !words.is_word(at));
        let acts = words.lower(self.start() + length);
        let acts = Class::Auxiliary.has(acts) || grammar::may_be_verb(acts);
        let all = (0..words.tokens.len()).filter(|at| words.is_word(*at));
        let capitals = all.clone().filter(|at| has_capital(*at)).count();
        let is_title = capitals * 2 > all.count();
        length <= 5 && !is_title && !(ends_in_figure && acts)
    }

    /// "per user", "500 users", "number of users", "monthly active users".
    fn is_counted(&self) -> bool {
        let words = self.words;
        let previous = self.previous();
        if matches!(previous, "per" | "concurrent" | "simultaneous") || self.next() == "per" {
            return true;
        }
        for at in (0..self.start()).rev().take(4) {
            let word = words.lower(at);
            let Some(token) = words.get(at) else { break };
            match token.kind {
                TokenKind::Number => return !(words.text(at + 1) == "%" && self.acts()),
                TokenKind::Mark('+' | '-' | '%' | '>' | '<' | '~') => {}
                TokenKind::Word if Class::CountWord.has(word) => {
                    return true;
                }
                TokenKind::Word if grammar::is_narrowing(word) => {}
                TokenKind::Word if word == "of" => {
                    let counted = at.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
                    return Class::Figure.has(counted)
                        || words.text(at.wrapping_sub(1)) == "%" && !self.acts();
                }
                _ => return false,
            }
        }
        false
    }

    /// Whether it describes the noun behind it.
    fn modifies(&self) -> bool {
        let words = self.words;
        let joined_by = |token: Option<crate::text::token::Token>, mark: char| {
            token.is_some_and(|token| token.is(mark) && !token.spaced)
        };
        // "user-defined", "multi-user"
        if joined_by(words.get(self.end()), '-')
            && words.get(self.end() + 1).is_some_and(|token| !token.spaced)
        {
            return true;
        }
        if joined_by(words.before(self.start()), '-')
            && words.get(self.start()).is_some_and(|token| !token.spaced)
        {
            let prefix = self.start().checked_sub(2).map(|at| words.lower(at)).unwrap_or_default();
            return !Class::PersonPrefix.has(prefix);
        }
        let next = self.next();
        if next.is_empty() {
            // "user/customer data": the slash does not part what both modify.
            return self.generic.number == Number::Singular && self.in_bare_series();
        }
        if grammar::is_function_word(next) {
            return self.generic.number == Number::Singular
                && matches!(next, "and" | "or")
                && self.in_bare_series();
        }
        if self.generic.number != Number::Singular {
            // "users table"; but "users report", "users search".
            let after = words.lower(self.end() + 1);
            return Class::ListHead.has(next)
                && !Class::Determiner.has(after)
                && self.determiner().is_empty();
        }
        !self.next_is_verb(next)
    }

    /// "user and assistant messages": a bare singular whose partner modifies a noun.
    fn in_bare_series(&self) -> bool {
        if !self.determiner().is_empty() || self.generic.number != Number::Singular {
            return false;
        }
        let partner = self.end() + 1;
        let head = partner + 1;
        self.words.is_word(partner)
            && self
                .words
                .get(head)
                .is_some_and(|token| token.spaced && token.kind == TokenKind::Word)
            && !grammar::is_function_word(self.words.lower(head))
            && !grammar::is_plain_verb(self.words.lower(head))
            && !self.words.is(head + 1, Class::Determiner)
    }

    /// Whether the word behind a singular is its verb.
    fn next_is_verb(&self, next: &str) -> bool {
        let words = self.words;
        let after = words.lower(self.end() + 1);
        let after_token = words.get(self.end() + 1);
        let object_follows = Class::Determiner.has(after)
            || Class::ObjectStart.has(after)
            || after_token.is_some_and(|token| {
                token.spaced
                    && matches!(
                        token.kind,
                        TokenKind::Object | TokenKind::Number | TokenKind::Mark('"' | '“')
                    )
            });
        if grammar::is_plain_verb(next) {
            return true;
        }
        let opens = self.opens_clause();
        let inflected =
            next.ends_with('s') && !next.ends_with("ss") && !Class::CompoundHead.has(next);
        // A plural noun cannot stand behind "a user": what ends like one is its verb. And "User
        // pastes text", "the user pastes it", "User folds/unfolds" are sentences even if the verb is a rare one.
        let noun_behind = words.is_word(self.end() + 1) && !grammar::is_function_word(after);
        if inflected
            && (Class::SingularDeterminer.has(self.determiner())
                || object_follows
                || noun_behind && opens && !grammar::may_be_verb(next)
                || opens
                    && words.text(self.end() + 1) == "/"
                    && words.lower(self.end() + 2).ends_with('s'))
        {
            return true;
        }
        if grammar::may_be_verb(next) {
            // "user visits landing page", "a user downloads and checks it", "as user types"; but
            // "the user requests are".
            let coordinated =
                matches!(after, "and" | "or") && grammar::may_be_verb(words.lower(self.end() + 2));
            let in_clause =
                self.phrase_start() == self.start() && Class::ClauseStart.has(self.previous());
            let noun_follows = words.is_word(self.end() + 1) && !grammar::is_function_word(after);
            let subject = opens || !self.determiner().is_empty();
            let somewhere = Class::VerbParticle.has(after);
            return coordinated
                || in_clause
                || object_follows
                || (noun_follows || somewhere) && subject;
        }
        if next.ends_with("ly") && next.len() > 4 {
            return true;
        }
        if next.ends_with("ing") && next.len() > 4 {
            // "A user building images", "the user sending the file"; but "user onboarding", "the user
            // testing phase".
            return self.determiner() == "the" && Class::Determiner.has(after)
                || matches!(self.determiner(), "a" | "any" | "every" | "each")
                    && (object_follows || words.is_word(self.end() + 1));
        }
        if self.is_made_to_act() && !Class::CompoundHead.has(next) {
            return true;
        }
        if next.ends_with("ed") && next.len() > 3 {
            // "a user created by an admin", "the user clicked"; but "user generated content".
            return opens && after.is_empty() && Class::Addressed.has(next)
                || object_follows
                || Class::Preposition.has(after)
                || after.is_empty() && !self.determiner().is_empty();
        }
        // A past tense or a base form behind "the user": "the user chose", "that the user sign in".
        Class::IrregularPast.has(next) && !self.determiner().is_empty()
    }

    /// Whether a clause begins with the phrase: at the start, behind a mark, or behind "OR" as flows
    /// are drawn.
    fn opens_clause(&self) -> bool {
        let Some(before) = self.phrase_start().checked_sub(1) else { return true };
        let shouted = matches!(self.words.text(before), "OR" | "AND" | "THEN" | "Then");
        shouted
            || self
                .words
                .get(before)
                .is_none_or(|token| !matches!(token.kind, TokenKind::Word | TokenKind::Number))
    }

    /// "Lets the user configure it": what follows is the verb, whatever word it is.
    fn is_made_to_act(&self) -> bool {
        let determined = matches!(self.determiner(), "the" | "a" | "any" | "every");
        let causes = Class::CausesAct.has(self.before_phrase());
        determined && causes
    }

    /// "users and groups", "deletes the user".
    fn is_record(&self) -> bool {
        let words = self.words;
        let next = words.lower(self.end());
        let partner = words.lower(self.end() + 1);
        let record = |word: &str| Class::StoredBeside.has(word);
        let joined = matches!(next, "and" | "or") || matches!(words.text(self.end()), "/" | "&");
        if joined && record(partner) {
            return true;
        }
        Class::RecordVerb.has(self.before_phrase())
            || self.holds_membership()
            || self.is_key_of_data()
    }

    /// "A user can be a member of one or more groups": how many of what a record may have.
    fn holds_membership(&self) -> bool {
        let words = self.words;
        if !Class::Auxiliary.has(self.next()) && !matches!(self.next(), "belongs" | "belong") {
            return false;
        }
        let near =
            || (self.end()..words.tokens.len().min(self.end() + 12)).map(|at| words.lower(at));
        let of_access = near().any(|word| {
            let singular = word.strip_suffix('s').unwrap_or(word);
            Class::Membership.has(singular)
        });
        let counted = near().any(|word| Class::MembershipCount.has(word));
        of_access && counted
    }

    /// "Sessions for that user are invalidated", "filter by user": what data is kept or sorted by.
    fn is_key_of_data(&self) -> bool {
        let words = self.words;
        let before = self.before_phrase();
        let at = self.phrase_start() - usize::from(!self.determiner().is_empty());
        let governor =
            |back: usize| at.checked_sub(1 + back).map(|at| words.lower(at)).unwrap_or_default();
        let is_data = |word: &str| {
            let singular = word.strip_suffix('s').unwrap_or(word);
            Class::AccountData.has(singular)
        };
        let is_sorted = |word: &str| {
            ["filter", "group", "sort", "segment", "search", "order", "index", "partition"]
                .iter()
                .any(|stem| word.starts_with(stem))
        };
        let bare = self.determiner().is_empty() && self.generic.number == Number::Singular;
        match before {
            "for" | "of" if self.generic.number == Number::Singular => {
                is_data(governor(1))
                    || governor(1).ends_with("ed") && (2..5).any(|back| is_data(governor(back)))
            }
            "by" => bare && is_sorted(governor(1)),
            _ => false,
        }
    }

    /// "A Signer is a user who …", "types of user", "the user is defined as".
    fn defines(&self) -> bool {
        let words = self.words;
        let next = self.next();
        let kind_of = |word: &str| Class::KindOf.has(word);
        let phrase = self.phrase_start();
        if let Some(of) = phrase.checked_sub(1)
            && words.lower(of) == "of"
            && (0..of).rev().take(2).any(|at| kind_of(words.lower(at).trim_matches('\'')))
        {
            return true;
        }
        // The rest of a sentence whose subject is the role.
        let mut verb = phrase - usize::from(!self.determiner().is_empty());
        while verb > 0 && {
            let word = words.lower(verb - 1);
            word.ends_with("ly") || Class::PredicateAdverb.has(word)
        } {
            verb -= 1;
        }
        let before = verb.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
        let subject = verb.checked_sub(2).map(|at| words.lower(at)).unwrap_or_default();
        let is_predicate = Class::Copula.has(before) && !matches!(subject, "that" | "there" | "it");
        let qualified = Class::Qualifies.has(next);
        let ends = !words.is_word(self.end());
        if is_predicate && (qualified || ends && self.determiner() != "the") {
            return true;
        }
        if before == "as" && subject == "defined" || self.is_audience_term() || self.is_explained()
        {
            return true;
        }
        let defined = (self.end()..words.tokens.len().min(self.end() + 12))
            .any(|at| words.lower(at) == "defined" && words.lower(at + 1) == "as");
        if defined && phrase <= 6 {
            return true;
        }
        // "An admin user": the noun before it says which.
        let which = self.previous();
        let apart =
            self.start() >= 2 && words.before(self.start() - 1).is_some_and(|token| token.is('-'));
        // "Should guide users": some nouns for people are verbs.
        let is_done = Class::PersonVerb.has(which)
            && self.start().checked_sub(2).is_some_and(|at| {
                let word = words.lower(at);
                word == "to" || Class::Auxiliary.has(word)
            });
        if grammar::is_person_noun(which) && !apart && !is_done && !grammar::is_narrowing(which) {
            return true;
        }
        // A line or a cell that begins with it and says who: "A user who signs documents".
        let opens = phrase <= 1
            && (matches!(self.passage.kind, Kind::Cell { .. }) || self.passage.item.is_some());
        opens
            && matches!(next, "who" | "that" | "whose" | "with")
            && self.determiner() != "the"
            && self.generic.number == Number::Singular
    }

    /// "The target user is a small group", "primary users are": what says who the audience is.
    fn is_audience_term(&self) -> bool {
        let ranked = Class::Rank.has(self.previous());
        let is = |at: usize| self.words.is(at, Class::AudienceVerb);
        let of = self.words.lower(self.end()) == "of";
        ranked && (is(self.end()) || of && (2..5).any(|ahead| is(self.end() + ahead)))
    }

    /// "The user (Igor)", "Morgan (power user)", "two users: the cook and the guest",
    /// "a user who has a login is a member".
    fn is_explained(&self) -> bool {
        let words = self.words;
        let start = self.phrase_start() - usize::from(!self.determiner().is_empty());
        let before = start.checked_sub(1).map(|at| words.text(at)).unwrap_or_default();
        let behind = words.text(self.end());
        let capital = |at: usize| words.text(at).chars().next().is_some_and(char::is_uppercase);
        let named = behind == "(" && capital(self.end() + 1) && words.text(self.end() + 2) == ")";
        let names = before == "(" && behind == ")" && self.determiner().is_empty();
        let counted =
            (start.saturating_sub(1)..self.start()).any(|at| words.is(at, Class::SmallNumeral));
        let listed = counted
            && (self.end()..words.tokens.len().min(self.end() + 6))
                .any(|at| words.get(at).is_some_and(|token| token.is(':')));
        let indefinite = matches!(self.determiner(), "a" | "an" | "any" | "every");
        let is_called = |at: usize| {
            matches!(words.lower(at), "is" | "becomes")
                && matches!(words.lower(at + 1), "a" | "an" | "called" | "considered")
        };
        let called = indefinite
            && matches!(self.next(), "who" | "that" | "with")
            && (self.end() + 2..words.tokens.len().min(self.end() + 10)).any(is_called);
        // "**Context:** App user, in a hurry"
        let lead_ends = self.passage.bold_lead().is_some_and(|lead| {
            words.get(start).is_some_and(|token| {
                let between = Span::new(lead.end, token.span().start);
                lead.end <= between.end
                    && !markdown::slice(words.text, between).contains(char::is_alphanumeric)
            })
        });
        let described = lead_ends
            && self.phrase_start() < self.start()
            && self.determiner().is_empty()
            && self.generic.number == Number::Singular
            && !self.acts();
        named || names || listed || called || described
    }

    /// "help-seekers, clients, patients, consumers": one of a row of names.
    fn is_listed(&self) -> bool {
        let words = self.words;
        let comma_before = words.before(self.start()).is_some_and(|token| token.is(','));
        let comma_after = words.get(self.end()).is_some_and(|token| token.is(','));
        if !self.determiner().is_empty() || !comma_before && !comma_after {
            return false;
        }
        let names = |at: usize| {
            let word = words.lower(at);
            let singular = word.strip_suffix('s').unwrap_or(word).to_owned();
            !word.is_empty()
                && (grammar::is_person_noun(&singular) || grammar::is_generic_word(word))
        };
        let left = comma_before && self.start() >= 2 && names(self.start() - 2);
        let right = comma_after
            && (names(self.end() + 1)
                || is_conjunction(words.lower(self.end() + 1)) && names(self.end() + 2));
        // The last of a row: at least two commas close before it, and no verb among the names.
        let row = self.start().saturating_sub(9)..self.start();
        let commas =
            row.clone().filter(|at| words.get(*at).is_some_and(|token| token.is(','))).count();
        let plain = row.clone().all(|at| !words.is(at, Class::Auxiliary));
        // "products, orders, customers, settings": a row of things, whatever they are.
        let in_row = comma_before && comma_after && commas >= 2 && plain;
        in_row || comma_before && comma_after && (left || right) || left && commas >= 2 && plain
    }

    /// "everyone", "people whose first language is not English", "in person".
    fn is_everybody(&self) -> bool {
        let words = self.words;
        let next = self.next();
        match self.generic.term {
            "anyone" => true,
            "person" => {
                let described = Class::Describes.has(next);
                let idiom = matches!(self.previous(), "in" | "first" | "third" | "second")
                    || words.lower(self.end()).len() == 1;
                let determined = matches!(self.determiner(), "the" | "this" | "each");
                let plural = self.generic.number == Number::Plural;
                let served = Class::ServiceForm.has(self.previous());
                described || idiom || !(determined || plural && (self.acts() || served))
            }
            _ => false,
        }
    }

    fn acts(&self) -> bool {
        let next = self.next();
        Class::Auxiliary.has(next) || grammar::is_base_verb(next) || grammar::may_be_verb(next)
    }

    /// "the API client", "client and server".
    fn is_machine(&self) -> bool {
        let previous = self.previous();
        let is_part = Class::ConsumerPart.has(previous);
        if self.generic.term == "consumer" && is_part {
            return true;
        }
        if self.generic.term != "client" {
            return false;
        }
        let near = |at: Option<usize>| at.is_some_and(|at| self.words.is(at, Class::ClientProgram));
        let in_passage = !self.generic.possessive
            && (0..self.words.tokens.len()).any(|at| self.words.is(at, Class::ClientContext));
        in_passage
            || near(self.start().checked_sub(1))
            || near(Some(self.end()))
            || near(Some(self.end() + 1))
                && matches!(self.words.lower(self.end()), "and" | "or" | "to")
            || near(self.start().checked_sub(2)) && matches!(self.previous(), "and" | "or" | "to")
            || self.words.text(self.end()) == "/" && near(Some(self.end() + 1))
    }

    /// "their customers", "the bank's customers": whose they are tells who they are. "Our users" are
    /// the ones to name.
    fn is_counterpart(&self) -> bool {
        let before =
            self.phrase_start().checked_sub(1).map(|at| self.words.lower(at)).unwrap_or_default();
        Class::Possessive.has(before) || self.possessor_before()
    }

    /// Whether a possessive stands before the word, adjectives between.
    fn possessor_before(&self) -> bool {
        (self.phrase_start().saturating_sub(1)..self.start())
            .any(|at| self.words.lower(at).ends_with("'s"))
    }

    /// "user's guide"
    fn is_idiom_possessed(&self) -> bool {
        matches!(self.next(), "guide" | "manual" | "handbook")
    }
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "and" | "or")
}
