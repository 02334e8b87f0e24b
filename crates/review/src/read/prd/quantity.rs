//! How much: money, shares, times, counts and risks, as far as the words of a sentence say them.

use std::ops::Range;

use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// What a stretch of words says of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Amounts {
    pub money: bool,
    /// A part of a whole, or how many times as much.
    pub share: bool,
    /// How long something takes.
    pub time: bool,
    /// A time by or after which something is to be so; it measures nothing.
    pub horizon: bool,
    pub count: bool,
    /// What may go wrong: a penalty, a breach.
    pub risk: bool,
    /// How far it reaches, or how long it has, without a number.
    pub extent: bool,
}

impl Amounts {
    /// Whether it says how big something is, in any way.
    pub fn any(self) -> bool {
        self.is_measure() || self.risk || self.extent
    }

    /// Whether it holds a number to reach.
    pub fn is_measure(self) -> bool {
        self.money || self.share || self.time || self.count
    }
}

/// What some tokens say.
pub(crate) fn of(words: Words<'_>, range: Range<usize>) -> Amounts {
    let mut said = Amounts::default();
    for at in range.clone() {
        match words.get(at).map(|token| token.kind) {
            Some(TokenKind::Number) => number(words, at, &range, &mut said),
            Some(TokenKind::Word) => word(words, at, &range, &mut said),
            _ => {}
        }
    }
    said
}

fn number(words: Words<'_>, at: usize, range: &Range<usize>, said: &mut Amounts) {
    let text = words.text(at).to_lowercase();
    let joins = |index: usize| words.get(index).is_some_and(|token| !token.spaced);
    let before = at.checked_sub(1).map_or("", |before| words.text(before));
    let is_money = matches!(before, "$" | "€" | "£" | "¥" | "₹");
    let is_after = |class: Class| at > 0 && words.is(at - 1, class);
    let behind = (at + 1..range.end).find(|next| !matches!(words.text(*next), "+" | "-"));
    let behind = behind.unwrap_or(range.end);
    // "5-10 minutes": the second number tells.
    let is_range =
        behind > at + 1 && words.get(behind).is_some_and(|it| it.kind == TokenKind::Number);
    let next = words.lower(behind);
    let unit = unit(next).or_else(|| unit(text.trim_start_matches(|c: char| !c.is_alphabetic())));
    if is_money
        || is_after(Class::Currency)
        || words.is(behind, Class::Currency)
        || words.is(behind, Class::Scale)
            && (behind + 1..behind + 3).any(|of| words.is(of, Class::Currency))
    {
        said.money = true;
    } else if is_date(words, at) {
        said.horizon = true;
    } else if is_range {
    } else if words.text(behind) == "%"
        || words.is(behind, Class::PercentWord)
        || text.ends_with('x') && text.chars().filter(|c| c.is_alphabetic()).count() == 1
        || words.text(behind) == "×"
    {
        said.share = true;
    } else if let Some(unit) = unit {
        if unit == Unit::Long && is_horizon(words, at, behind) {
            said.horizon = true;
        } else {
            said.time = true;
        }
    } else {
        let is_label = is_after(Class::NumberLabel)
            || is_after(Class::Month)
            || before == "#"
            || joins(at) && at > 0 && matches!(before, "_" | "." | "/") && !words.is_word(at + 1);
        // "TEA-112", "24/7"
        let is_id = before == "-"
            && joins(at)
            && at > 1
            && words.is_word(at - 2)
            && !words.text(at - 2).contains(char::is_lowercase);
        let is_always = text == "24" && words.text(at + 1) == "/" && words.text(at + 2) == "7"
            || text == "7" && before == "/" && at > 1 && words.text(at - 2) == "24";
        let is_label = is_label || is_id || is_always;
        let letters = text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let is_number = matches!(letters.as_str(), "" | "k" | "m" | "b" | "bn" | "gb" | "mb");
        let is_item = at == range.start && matches!(words.text(at + 1), "." | ")" | ":");
        if is_number && !is_label && !is_item {
            said.count = true;
        }
    }
}

fn word(words: Words<'_>, at: usize, range: &Range<usize>, said: &mut Amounts) {
    let word = words.lower(at);
    let next = words.lower(at + 1);
    let before = at.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
    let is = |class: Class| words.is(at, class);
    let is_counted = at > 0 && words.is(at - 1, Class::Numeral);
    if is(Class::Risk) {
        said.risk = true;
    }
    if is(Class::Fraction) && (word != "points" || before.starts_with("percentage"))
        || word == "in" && is_counted && words.is(at + 1, Class::Numeral)
        || word == "share" && before == "market"
    {
        said.share = true;
    }
    if is(Class::Many) {
        let of_money = (at + 1..at + 3).any(|of| words.is(of, Class::Currency));
        said.money |= of_money;
        said.count |= !of_money;
    }
    if is(Class::Numeral) {
        match unit(next) {
            Some(Unit::Long) if is_horizon(words, at, at + 1) => said.horizon = true,
            Some(_) => said.time = true,
            // "Two FTEs", "six clerks"
            None => {
                let are_people = word != "one"
                    && (words.is(at + 1, Class::PersonForm) || matches!(next, "ftes" | "people"));
                said.count |= word == "zero" || are_people;
            }
        }
    }
    // "Hours every day", "for years", "across the enterprise"
    let is_first = at == range.start;
    let counted =
        is_counted || words.before(at).is_some_and(|token| token.kind == TokenKind::Number);
    // "In peak hours"
    let is_part_of_day = Class::HoursOf.has(before);
    if !is_first && !counted && !is_part_of_day && is(Class::LongTime)
        || word == "across" && matches!(next, "the" | "all" | "every")
    {
        said.extent = true;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Up to some hours.
    Short,
    /// Days and more: as often a date as a duration.
    Long,
}

fn unit(word: &str) -> Option<Unit> {
    if Class::ShortTime.has(word) {
        Some(Unit::Short)
    } else {
        Class::TimeSpan.has(word).then_some(Unit::Long)
    }
}

/// "Within three months", "after 4 weeks", "30 days after launch", "the first 30 days".
fn is_horizon(words: Words<'_>, at: usize, unit: usize) -> bool {
    let before = (at.saturating_sub(2)..at).map(|at| words.lower(at));
    let behind = words.lower(unit + 1);
    let mut before = before.filter(|word| !word.is_empty());
    before.any(|word| Class::HorizonStart.has(word)) || Class::HorizonEnd.has(behind)
}

/// A year, or a number joined to one: "2026", "2026-03-01", "3/2026".
fn is_date(words: Words<'_>, at: usize) -> bool {
    let is_year = |at: usize| {
        let text = words.text(at);
        text.len() == 4
            && matches!(text.get(..2), Some("19" | "20"))
            && text.bytes().all(|b| b.is_ascii_digit())
    };
    let joined = |mark: usize| {
        matches!(words.text(mark), "-" | "/" | ".") && words.get(mark).is_some_and(|it| !it.spaced)
    };
    let unit_behind = unit(words.lower(at + 1)).is_some()
        || words.is_word(at + 1) && words.lower(at + 1).ends_with('s');
    is_year(at) && !unit_behind
        || joined(at + 1) && (is_year(at + 2) || joined(at + 3) && is_year(at + 4))
        || at >= 2
            && joined(at - 1)
            && (is_year(at - 2) || at >= 4 && joined(at - 3) && is_year(at - 4))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    fn amounts(text: &str) -> String {
        let tokens = tokens(text);
        let said = of(tokens.of(text), 0..tokens.len());
        let names = [
            (said.money, "money"),
            (said.share, "share"),
            (said.time, "time"),
            (said.horizon, "horizon"),
            (said.count, "count"),
            (said.risk, "risk"),
            (said.extent, "extent"),
        ];
        let names: Vec<&str> =
            names.into_iter().filter_map(|(is, name)| is.then_some(name)).collect();
        names.join(" ")
    }

    #[test]
    fn amounts_are_told_apart() {
        for (text, expected) in [
            ("loses $40,000 a year", "money"),
            ("about 2 million euros", "money"),
            ("Rs 50K in sales", "money"),
            ("millions of dollars", "money"),
            ("from 41% to 60 percent", "share"),
            ("half of them", "share"),
            ("one in five tailors", "share"),
            ("3x as long", "share"),
            ("8 minutes each", "time"),
            ("5-10 minutes each", "time"),
            ("a 7-hour shift", "time"),
            ("under 200ms", "time"),
            ("by two weeks", "time"),
            ("4 weeks each", "time"),
            ("within 5 minutes", "time"),
            ("within five minutes", "time"),
            ("within two weeks", "horizon"),
            ("on 3/2026", "horizon"),
            ("2026 shops", "count"),
            ("the 2026 teas", "count"),
            ("1926", "horizon"),
            ("1826", "count"),
            ("market share", "share"),
            ("percentage points", "share"),
            ("points", ""),
            ("hours", ""),
            ("5 hours", "time"),
            ("across all wards", "extent"),
            ("across it", ""),
            ("after 4 weeks", "horizon"),
            ("30 days after launch", "horizon"),
            ("by 2026-03-01", "horizon"),
            ("in Q3 2026", "horizon"),
            ("300 shops", "count"),
            ("10+ letters", "count"),
            ("zero effort", "count"),
            ("hundreds of letters", "count"),
            ("they risk a fine", "risk"),
            ("spends hours on it", "extent"),
            ("loses shoppers in peak hours", ""),
            ("takes two FTEs", "count"),
            ("takes six clerks", "count"),
            ("takes one clerk", ""),
            ("answers 24/7", ""),
            ("closes TEA-112", ""),
            ("in 4/5 of them", "count"),
            ("across the enterprise", "extent"),
            ("see section 3", ""),
            ("1. Sell more", ""),
            ("version 2", ""),
            ("on March 15", ""),
            ("better tea for all", ""),
            ("the 2nd one", ""),
        ] {
            assert_eq!(amounts(text), expected, "{text}");
        }
    }
}
