//! Whose problem a sentence states: that of a business, or of somebody with a task in a product.

use std::ops::Range;

use crate::english::inflect;
use crate::english::lexicon;
use crate::text::token::Words;

/// Who buys: whose problem a customer's problem is.
const CUSTOMERS: &[&str] = &[
    "customer",
    "client",
    "buyer",
    "business",
    "company",
    "organization",
    "organisation",
    "firm",
    "enterprise",
    "agency",
    "retailer",
    "merchant",
    "bank",
    "insurer",
    "hospital",
    "clinic",
    "school",
    "university",
    "manufacturer",
    "vendor",
    "supplier",
    "airline",
    "carrier",
    "publisher",
    "brand",
    "shop",
    "store",
    "restaurant",
    "hotel",
    "utility",
    "employer",
    "startup",
    "smb",
    "sme",
    "facility",
    "practice",
    "operator",
    "franchise",
    "chain",
    "nonprofit",
    "seller",
    "wholesaler",
];

/// Whether a word names who buys.
pub(crate) fn is_customer(word: &str) -> bool {
    let word = word.strip_suffix("'s").unwrap_or(word);
    // Each of them has a plural in s.
    CUSTOMERS.contains(&word)
        || word.ends_with('s') && CUSTOMERS.contains(&inflect::singular(word).as_str())
}

/// Whether a word names a department of a company: "Marketing", "finance", "IT".
pub(crate) fn is_department(words: Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    let is_capital = words.text(at).starts_with(char::is_uppercase);
    lexicon::is_department(word)
        || is_capital && matches!(word, "sales" | "operations" | "hr" | "logistics")
        || words.text(at) == "IT"
        || word == "sales" && matches!(words.lower(at + 1), "team" | "department")
}

/// What is at stake for a business.
const STAKES: &[&str] = &[
    "revenue",
    "revenues",
    "profit",
    "profits",
    "profitability",
    "profitable",
    "margin",
    "margins",
    "growth",
    "grow",
    "cost",
    "costs",
    "costing",
    "costly",
    "budget",
    "budgets",
    "churn",
    "churning",
    "attrition",
    "attriting",
    "retention",
    "conversion",
    "conversions",
    "competitor",
    "competitors",
    "competition",
    "pricing",
    "roi",
    "turnover",
    "productivity",
    "overhead",
    "compliance",
    "penalty",
    "penalties",
    "fines",
    "renewals",
    "renewal",
    "ltv",
    "acquisition",
    "activation",
    "sales",
    "deals",
    "wasted",
    "waste",
    "abandonment",
    "abandon",
    "abandons",
    "gmv",
    "arr",
];

/// Whether a sentence states a problem that a business has: something of its is at stake, or it is
/// what the sentence is about, and not with a task in a product.
pub(crate) fn is_of_business(words: Words<'_>, tokens: Range<usize>) -> bool {
    let at_stake = tokens.clone().any(|at| STAKES.contains(&words.lower(at)));
    let lost = tokens.clone().any(|at| {
        matches!(words.lower(at), "lose" | "loses" | "losing" | "lost")
            && (at + 1..at + 5).any(|behind| {
                is_customer(words.lower(behind))
                    || matches!(words.lower(behind), "money" | "$" | "share")
                    || words.text(behind) == "$"
            })
    });
    if at_stake || lost {
        return true;
    }
    let subject = subject(words, tokens.clone(), is_customer);
    subject.is_some() && task(words, tokens, false).is_none()
}

/// How far from its start a sentence's subject is looked for.
const SUBJECT: usize = 8;

/// Where the head of a sentence's subject stands, if it is such a word.
fn subject(words: Words<'_>, tokens: Range<usize>, is: impl Fn(&str) -> bool) -> Option<usize> {
    let end = tokens.end.min(tokens.start + SUBJECT);
    (tokens.start..end)
        .take_while(|at| {
            // Nothing but what goes before a noun stands before it.
            let word = words.lower(*at);
            !lexicon::is_auxiliary(word) && !lexicon::is_preposition(word)
        })
        .find(|at| {
            let word = words.lower(*at);
            let next = words.lower(at + 1);
            // "Store managers wait" is about managers, "customer data is lost" about data.
            let is_head = || !lexicon::is_person_noun(&inflect::singular(next));
            let acts = word.ends_with('s')
                || next.ends_with('s')
                || is_need(next)
                || lexicon::is_auxiliary(next)
                || lexicon::may_be_verb(next);
            is(word) && !word.ends_with("'s") && acts && is_head()
        })
}

fn is_need(word: &str) -> bool {
    matches!(word, "need" | "needs" | "want" | "wants" | "require" | "requires" | "wish" | "wishes")
}

/// What somebody does in a product, not in a business.
const TASKS: &[&str] = &[
    "understand",
    "see",
    "view",
    "visualize",
    "visualise",
    "track",
    "monitor",
    "manage",
    "upload",
    "download",
    "export",
    "import",
    "filter",
    "search",
    "find",
    "sort",
    "browse",
    "create",
    "edit",
    "update",
    "delete",
    "add",
    "remove",
    "configure",
    "customize",
    "customise",
    "set",
    "log",
    "login",
    "sign",
    "access",
    "analyze",
    "analyse",
    "compare",
    "share",
    "send",
    "receive",
    "enter",
    "input",
    "schedule",
    "assign",
    "organize",
    "organise",
    "connect",
    "sync",
    "navigate",
    "select",
    "click",
    "print",
    "save",
    "review",
    "approve",
    "submit",
    "check",
    "get",
    "preview",
    "annotate",
    "tag",
    "label",
    "store",
    "record",
    "explore",
    "query",
    "drill",
    "group",
    "copy",
    "paste",
];
/// Of those, what nobody does without a product.
const CLICKS: &[&str] = &[
    "upload",
    "download",
    "export",
    "import",
    "filter",
    "sort",
    "browse",
    "edit",
    "delete",
    "configure",
    "customize",
    "customise",
    "log",
    "login",
    "sync",
    "navigate",
    "click",
    "print",
    "preview",
    "tag",
    "query",
    "copy",
    "paste",
    "search",
    "view",
];

/// The words that put a task in a product as what somebody needs: "needs to be able to upload". The
/// subject is a customer, or with `anybody` whoever.
pub(crate) fn task(words: Words<'_>, tokens: Range<usize>, anybody: bool) -> Option<Range<usize>> {
    let subject = match anybody {
        true => tokens.start,
        false => subject(words, tokens.clone(), is_customer)?,
    };
    let end = tokens.end.min(subject + SUBJECT);
    let is = |at: usize, set: &[&str]| at < tokens.end && set.contains(&words.lower(at));
    let is_adverb = |at: usize| {
        let word = words.lower(at);
        word.ends_with("ly") || matches!(word, "better" | "also" | "just" | "still" | "more")
    };
    let verb = |at: usize, set: &[&str]| {
        let at = if is_adverb(at) { at + 1 } else { at };
        is(at, set).then_some(at)
    };
    for at in subject..end {
        let word = words.lower(at);
        let behind = at + 1;
        if is_need(word)
            || matches!(word, "must" | "should")
            || matches!(word, "like" | "have" | "has") && is(behind, &["to"])
        {
            if is(behind, &["to"]) {
                if is(behind + 1, &["be"]) && is(behind + 2, &["able"]) {
                    return Some(tokens.start..(behind + 5).min(tokens.end));
                }
                if let Some(verb) = verb(behind + 1, TASKS) {
                    return Some(tokens.start..verb + 1);
                }
            } else if matches!(word, "must" | "should") {
                if is(behind, &["be"]) && is(behind + 1, &["able"]) {
                    return Some(tokens.start..(behind + 4).min(tokens.end));
                }
                if let Some(verb) = verb(behind, CLICKS) {
                    return Some(tokens.start..verb + 1);
                }
            } else if let Some(way) =
                (behind..behind + 5).find(|at| is(*at, &["way", "ways", "ability"]))
            {
                let only = (behind..way)
                    .all(|at| words.is_word(at) && !lexicon::is_preposition(words.lower(at)));
                if only && is(way + 1, &["to", "of"]) {
                    return Some(tokens.start..(way + 3).min(tokens.end));
                }
            }
        }
        let cannot = matches!(word, "cannot" | "can't")
            || word == "unable" && is(behind, &["to"])
            || word == "not" && is(at.saturating_sub(1), &["can"]);
        if cannot {
            let behind = if word == "unable" { behind + 1 } else { behind };
            if let Some(verb) = verb(behind, CLICKS) {
                return Some(tokens.start..verb + 1);
            }
        }
    }
    None
}
