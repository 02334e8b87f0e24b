//! What a segment says of the problem, the goals and whom they are about.

use std::ops::Range;
use std::path::Path as FilePath;

use markdown::{Kind, Span};

use crate::amount;
use crate::english;
use crate::facts::Facts;
use crate::generic::is_generic_word;
use crate::lexicon;
use crate::passage::Passage;
use crate::purpose::{self, Kinds, SectionKind, Titles};
use crate::section::{self, Path};
use crate::words::{TokenKind, Words};

/// One thing that matters to the judgement of the whole document. It holds no offsets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// A heading of the first level, or one that no heading stands over; what it says of the sort
    /// of document.
    Title(Nature),
    /// What the front matter says of that.
    Front(Nature),
    /// A heading or label that begins a section of these kinds.
    Section(Kinds),
    /// A heading that only another sort of document has: a proposal for engineers, minutes.
    Foreign,
    /// Passages that state a problem: whether it is one of a business, and whether they say how big.
    Problem { kind: SectionKind, of_business: bool, has_value: bool },
    /// Passages that say what is to be reached, and whether they hold a number.
    Aim { kind: SectionKind, is_measured: bool },
    /// An aim to keep people.
    Keeps,
    /// An aim to have people begin.
    Begins,
    /// People are named who have left or hardly come.
    NamesLapsed,
    /// People are named who are new.
    NamesNew,
    /// It is said who buys.
    NamesBuyer,
    /// A problem is put as that of this one account.
    Account(String),
}

/// What a name says a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Nature {
    #[default]
    Unknown,
    /// A product requirements document.
    Prd,
    /// Something else: notes, personas, a README.
    Other,
}

/// A sentence in a section that says a problem or an aim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub passage: usize,
    pub tokens: Range<usize>,
    pub kind: SectionKind,
    /// Whether it is the first of its passage.
    pub leads: bool,
}

/// The claims of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Claims {
    pub all: Vec<What>,
    /// Where each of them stands: the passage, and bytes of its prose.
    pub places: Vec<(usize, Span)>,
    pub sentences: Vec<Sentence>,
}

impl Claims {
    /// The claims of a segment; `path` and `label` are the headings and the label that hold before
    /// it.
    pub fn of(facts: &Facts, path: &Path, label: Option<&str>, titles: &Titles) -> Self {
        let mut claims = Claims::default();
        let mut here = path.clone();
        let mut over = purpose::of_path(&here, titles);
        let mut under_label = label.map(|title| of_label(title, &here, over, titles));
        let mut labels = facts.labels.iter().peekable();
        let mut row = None;
        for (index, passage) in facts.passages.iter().enumerate() {
            let label = labels.next_if(|label| label.passage == index);
            match passage.kind {
                Kind::Heading(level) => {
                    let title = section::title(passage);
                    let is_first = here.is_empty();
                    section::enter(&mut here, level, passage.text(), &title);
                    over = purpose::of_path(&here, titles);
                    under_label = None;
                    claims.heading(index, passage, level == 1 || is_first, &title, over, titles);
                    continue;
                }
                Kind::FrontMatter => {
                    if let Some(nature) = of_front_matter(passage.text()) {
                        claims.add(What::Front(nature), index, Span::default());
                    }
                    continue;
                }
                Kind::Cell { row: 0, .. } => continue,
                Kind::Cell { row: at, .. } => {
                    row = row.filter(|(above, _)| *above == at);
                }
                _ => row = None,
            }
            let own = label.map(|label| of_label(&label.title, &here, over, titles));
            let mut kinds = under_label.filter(|kinds| !kinds.is_empty()).unwrap_or(over);
            if let Some((label, own)) = label.zip(own) {
                if !own.is_empty() {
                    let span = passage.words().span(label.words.clone());
                    claims.add(What::Section(own), index, span);
                    kinds = own;
                }
                if label.holds(facts) {
                    under_label = Some(own);
                }
                if let Kind::Cell { row: at, .. } = passage.kind {
                    row = Some((at, own)).filter(|(_, own)| !own.is_empty());
                    // What a first cell names, the others say.
                    if row.is_some() {
                        continue;
                    }
                }
            }
            let kinds = row.map_or(kinds, |(_, kinds)| kinds);
            let start = label
                .and_then(|label| label.rest)
                .filter(|_| own.is_some_and(|own| !own.is_empty()));
            let is_alone = label.is_some_and(|label| label.holds(facts));
            let is_opening = here.len() <= 1 && kinds.is_empty();
            match kinds.only() {
                _ if is_alone => {}
                Some(kind) => claims.passage(index, passage, start.unwrap_or_default(), kind),
                None if is_opening => {
                    claims.passage(index, passage, 0, SectionKind::Background);
                }
                None => {}
            }
            claims.people(index, passage);
        }
        claims
    }

    fn add(&mut self, what: What, passage: usize, span: Span) {
        // Of passages that say the same, the first is enough: typing on changes nothing elsewhere.
        let repeats = match what {
            What::NamesLapsed | What::NamesNew | What::NamesBuyer => self.all.contains(&what),
            _ => self.all.last() == Some(&what),
        };
        if !repeats {
            self.all.push(what);
            self.places.push((passage, span));
        }
    }

    fn heading(
        &mut self,
        index: usize,
        passage: &Passage,
        is_title: bool,
        title: &str,
        over: Kinds,
        titles: &Titles,
    ) {
        let span = passage.words().span(0..passage.tokens.len());
        if is_title {
            self.add(What::Title(of_title(title)), index, span);
        }
        let own = purpose::of_title(title, titles);
        if !own.is_empty() && own == over {
            self.add(What::Section(own), index, span);
        } else if is_foreign(title) {
            self.add(What::Foreign, index, span);
        }
    }

    /// What a passage of a section says, from a token on.
    fn passage(&mut self, index: usize, passage: &Passage, start: usize, kind: SectionKind) {
        let words = passage.words();
        let whole = start..words.tokens.len();
        let amounts = amount::of(words, whole.clone());
        let span = words.span(whole.clone());
        if kind.is_aim() {
            let is_measured = amounts.is_measure()
                || matches!(passage.kind, Kind::Cell { .. }) && amounts.horizon;
            self.add(What::Aim { kind, is_measured }, index, span);
        } else if !kind.is_problem() && kind != SectionKind::Background {
            return;
        }
        let mut of_business = false;
        for (count, tokens) in sentences(words, whole).into_iter().enumerate() {
            if kind.is_aim() {
                if let Some((what, at)) = keeping(words, tokens.clone()) {
                    self.add(what, index, words.span(at..at + 1));
                }
            } else {
                of_business |= is_of_business(words, tokens.clone());
                if let Some((name, at)) = account(words, tokens.clone()) {
                    self.add(What::Account(name), index, words.span(at));
                }
            }
            self.sentences.push(Sentence { passage: index, tokens, kind, leads: count == 0 });
        }
        let is_word = words.tokens.iter().any(|token| token.kind == TokenKind::Word);
        let has_value = amounts.any();
        if kind.is_problem() && (is_word || has_value) || of_business {
            self.add(What::Problem { kind, of_business, has_value }, index, span);
        }
    }

    /// Whom a passage names by how they stand to the product.
    fn people(&mut self, index: usize, passage: &Passage) {
        const LAPSED: &[&str] = &[
            "lapsed",
            "churned",
            "inactive",
            "dormant",
            "unengaged",
            "disengaged",
            "cancelled",
            "canceled",
            "former",
            "at-risk",
            "leavers",
            "departed",
            "lost",
        ];
        const NEW: &[&str] =
            &["new", "first-time", "trial", "prospective", "fresh", "unactivated", "onboarding"];
        let words = passage.words();
        for at in 0..words.tokens.len() {
            let word = words.lower(at);
            let (is_lapsed, is_new) =
                (LAPSED.contains(&word.as_str()), NEW.contains(&word.as_str()));
            let is_hyphened = matches!(word.as_str(), "first" | "at")
                && matches!(words.lower(at + 2).as_str(), "time" | "risk");
            if BUYS.contains(&word.as_str()) {
                self.add(What::NamesBuyer, index, Span::default());
            }
            if word == "newcomers" || word == "beginners" {
                self.add(What::NamesNew, index, Span::default());
            } else if is_lapsed || is_new || is_hyphened {
                let behind = if is_hyphened { at + 3 } else { at + 1 };
                if (behind..behind + 3).any(|at| names_people(&words.lower(at))) {
                    let is_new = is_new || word == "first";
                    let what = if is_new { What::NamesNew } else { What::NamesLapsed };
                    self.add(what, index, Span::default());
                }
            }
        }
    }
}

/// Words on who buys.
const BUYS: &[&str] = &[
    "buyer",
    "buyers",
    "buys",
    "purchaser",
    "purchasers",
    "purchases",
    "procurement",
    "pays",
    "signs",
    "decision-maker",
    "decision-makers",
    "decision",
    "budget",
    "sponsor",
    "economic",
];

fn names_people(word: &str) -> bool {
    let singular = english::singular(word);
    is_generic_word(&singular)
        || lexicon::is_person_noun(&singular)
        || matches!(
            singular.as_str(),
            "account" | "subscription" | "household" | "team" | "merchant"
        )
}

/// What a label says, under these headings. A feature's goal is not the product's, so deep down
/// labels say nothing.
fn of_label(title: &str, path: &Path, over: Kinds, titles: &Titles) -> Kinds {
    let is_closed = [SectionKind::Audience, SectionKind::Stories, SectionKind::Solution]
        .into_iter()
        .any(|kind| over.only() == Some(kind));
    let kinds = purpose::of_title(title, titles);
    let is_problem = over.only().is_some_and(SectionKind::is_problem);
    if is_closed
        || path.len() > 2
        || is_problem && !kinds.only().is_some_and(SectionKind::is_problem)
    {
        return Kinds::default();
    }
    kinds
}

/// The sentences of some tokens.
fn sentences(words: Words<'_>, tokens: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone() {
        if words.ends_sentence(at) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.end {
        found.push(start..tokens.end);
    }
    found
}

/// What a title says of the sort of document.
fn of_title(title: &str) -> Nature {
    let words: Vec<&str> = title.split([' ', '-']).collect();
    let has = |set: &[&str]| words.iter().any(|word| set.contains(word));
    let product = ["product requirement", "product brief", "product spec", "product definition"];
    if has(&["minutes", "notes", "readme", "changelog", "retro", "retrospective", "review"]) {
        Nature::Other
    } else if has(&["prd", "prds", "mrd"]) || product.iter().any(|name| title.contains(name)) {
        Nature::Prd
    } else if has(&[
        "meeting",
        "standup",
        "persona",
        "personas",
        "postmortem",
        "rfc",
        "adr",
        "kep",
        "tep",
        "essay",
        "interview",
        "glossary",
    ]) {
        Nature::Other
    } else {
        Nature::Unknown
    }
}

/// Folders of documents that are no product requirements.
const OTHER_FOLDERS: &[&str] = &[
    "adr",
    "adrs",
    "decisions",
    "enhancements",
    "keps",
    "meetings",
    "minutes",
    "notes",
    "personas",
    "proposals",
    "rfc",
    "rfcs",
    "teps",
    "posts",
    "blog",
    "essays",
];

/// What a file's name, or that of its folder, says of it.
pub(crate) fn of_name(path: &FilePath) -> Nature {
    let words = |name: Option<&std::ffi::OsStr>| {
        let name = name.map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let words = name.split(|c: char| !c.is_alphabetic()).map(str::to_owned);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let folder = words(path.parent().and_then(FilePath::file_name));
    match of_title(&words(path.file_stem())) {
        Nature::Unknown if matches!(folder.as_str(), "prd" | "prds") => Nature::Prd,
        Nature::Unknown if OTHER_FOLDERS.contains(&folder.as_str()) => Nature::Other,
        nature => nature,
    }
}

/// "type: prd"
fn of_front_matter(line: &str) -> Option<Nature> {
    let (key, value) = line.split_once([':', '='])?;
    let is_kind = matches!(
        key.trim().to_lowercase().as_str(),
        "type"
            | "kind"
            | "doctype"
            | "doc_type"
            | "document"
            | "category"
            | "template"
            | "layout"
            | "tags"
            | "title"
    );
    let value = value.to_lowercase();
    let words = value.split(|c: char| !c.is_alphabetic()).collect::<Vec<_>>().join(" ");
    Some(of_title(words.trim())).filter(|nature| is_kind && *nature != Nature::Unknown)
}

/// Headings of documents that are written for engineers alone, or about what has been.
fn is_foreign(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "test plan",
        "graduation criteria",
        "upgrade",
        "drawbacks",
        "implementation details",
        "implementation history",
        "attendees",
        "action items",
        "agenda",
        "installation",
        "getting started",
        "contributing",
        "license",
        "changelog",
        "consequences",
        "design details",
        "design evaluation",
        "upgrade migration strategy",
        "usage",
        "alternatives considered",
        "specification",
    ];
    TITLES.contains(&title) || title.starts_with("upgrade ") || title.starts_with("specification ")
}

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
    CUSTOMERS.contains(&word) || CUSTOMERS.contains(&english::singular(word).as_str())
}

/// Whether a word names a department of a company: "Marketing", "finance", "IT".
pub(crate) fn is_department(words: Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    let is_capital = words.text(at).starts_with(char::is_uppercase);
    lexicon::is_department(&word)
        || is_capital && matches!(word.as_str(), "sales" | "operations" | "hr" | "logistics")
        || words.text(at) == "IT"
        || word == "sales" && matches!(words.lower(at + 1).as_str(), "team" | "department")
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
    let at_stake = tokens.clone().any(|at| STAKES.contains(&words.lower(at).as_str()));
    let lost = tokens.clone().any(|at| {
        matches!(words.lower(at).as_str(), "lose" | "loses" | "losing" | "lost")
            && (at + 1..at + 5).any(|behind| {
                is_customer(&words.lower(behind))
                    || matches!(words.lower(behind).as_str(), "money" | "$" | "share")
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
            !lexicon::is_auxiliary(&word) && !lexicon::is_preposition(&word)
        })
        .find(|at| {
            let word = words.lower(*at);
            let next = words.lower(at + 1);
            // "Store managers wait" is about managers, "customer data is lost" about data.
            let is_head = !lexicon::is_person_noun(&english::singular(&next));
            let acts = word.ends_with('s')
                || next.ends_with('s')
                || is_need(&next)
                || lexicon::is_auxiliary(&next)
                || lexicon::may_be_verb(&next);
            is(&word) && !word.ends_with("'s") && is_head && acts
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
    let is = |at: usize, set: &[&str]| at < tokens.end && set.contains(&words.lower(at).as_str());
    let is_adverb = |at: usize| {
        let word = words.lower(at);
        word.ends_with("ly")
            || matches!(word.as_str(), "better" | "also" | "just" | "still" | "more")
    };
    let verb = |at: usize, set: &[&str]| {
        let at = if is_adverb(at) { at + 1 } else { at };
        is(at, set).then_some(at)
    };
    for at in subject..end {
        let word = words.lower(at);
        let behind = at + 1;
        if is_need(&word)
            || matches!(word.as_str(), "must" | "should")
            || matches!(word.as_str(), "like" | "have" | "has") && is(behind, &["to"])
        {
            if is(behind, &["to"]) {
                if is(behind + 1, &["be"]) && is(behind + 2, &["able"]) {
                    return Some(tokens.start..(behind + 5).min(tokens.end));
                }
                if let Some(verb) = verb(behind + 1, TASKS) {
                    return Some(tokens.start..verb + 1);
                }
            } else if matches!(word.as_str(), "must" | "should") {
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
                    .all(|at| words.is_word(at) && !lexicon::is_preposition(&words.lower(at)));
                if only && is(way + 1, &["to", "of"]) {
                    return Some(tokens.start..(way + 3).min(tokens.end));
                }
            }
        }
        let cannot = matches!(word.as_str(), "cannot" | "can't")
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

/// What may be kept that is no person.
const DATA: &[&str] = &[
    "data",
    "log",
    "history",
    "backup",
    "record",
    "document",
    "file",
    "message",
    "employee",
    "staff",
    "knowledge",
    "event",
    "water",
    "audit",
    "image",
    "video",
];

/// Whether an aim is to keep people or to have them begin, and the word that says so.
fn keeping(words: Words<'_>, tokens: Range<usize>) -> Option<(What, usize)> {
    tokens.clone().find_map(|at| {
        let word = words.lower(at);
        let before = at.checked_sub(1).filter(|at| tokens.contains(at)).map(|at| words.lower(at));
        let before = before.unwrap_or_default();
        // "Data retention", "retention of audit logs"
        let of_what = match words.lower(at + 1).as_str() {
            "of" => words.lower(at + 2),
            next => next.to_owned(),
        };
        let is_of_data = [&before, &of_what].iter().any(|word| {
            let word = word.strip_suffix('s').unwrap_or(word);
            DATA.contains(&word) || matches!(word, "policy" | "policie" | "period")
        });
        let is_of_contract = matches!(before.as_str(), "contract" | "subscription" | "customer")
            || words.lower(at + 1) == "rate";
        let is_of_right = matches!(
            before.as_str(),
            "account" | "license" | "licence" | "feature" | "card" | "voice"
        );
        match word.as_str() {
            _ if is_of_data => None,
            "renewal" | "renewals" if !is_of_contract => None,
            "activation" if is_of_right => None,
            "retention" | "churn" | "renewal" | "renewals" | "re-engagement" | "reactivation" => {
                Some((What::Keeps, at))
            }
            "activation" => Some((What::Begins, at)),
            _ => None,
        }
    })
}

/// A named account that a problem is put as that of: "Acme Corp needs", "our customer Acme".
fn account(words: Words<'_>, tokens: Range<usize>) -> Option<(String, Range<usize>)> {
    const FORMS: &[&str] =
        &["inc", "corp", "corporation", "ltd", "limited", "gmbh", "llc", "plc", "ag", "llp", "co"];
    let is_name = |at: usize| {
        words.is_word(at)
            && tokens.contains(&at)
            && words.text(at).starts_with(char::is_uppercase)
            && !is_generic_word(&words.lower(at))
            && !lexicon::is_function_word(&words.lower(at))
    };
    let is_example = |at: usize| {
        (at.saturating_sub(3)..at).any(|at| {
            matches!(
                words.lower(at).as_str(),
                "like" | "as" | "example" | "e" | "including" | "by" | "from"
            )
        })
    };
    let name_from = |at: usize| {
        let mut end = at;
        while end < at + 4 && is_name(end) {
            end += 1;
        }
        let range = at..end;
        let name = markdown::slice(words.text, words.span(range.clone())).to_owned();
        (end > at).then_some((name, range))
    };
    tokens.clone().find_map(|at| {
        let word = words.lower(at);
        // "Acme Inc."
        if FORMS.contains(&word.as_str()) && at > tokens.start && is_name(at) && is_name(at - 1) {
            let start = if at - 1 > tokens.start && is_name(at - 2) { at - 2 } else { at - 1 };
            return name_from(start).filter(|_| !is_example(start));
        }
        // "Our customer Acme", "our biggest customer, Acme,"
        if matches!(word.as_str(), "customer" | "client" | "account") {
            let ours = (at.saturating_sub(4)..at).any(|at| {
                matches!(words.lower(at).as_str(), "our" | "biggest" | "largest" | "key")
            });
            let behind =
                if words.get(at + 1).is_some_and(|it| it.is(',')) { at + 2 } else { at + 1 };
            return name_from(behind).filter(|_| ours && is_name(behind));
        }
        // "Acme has asked us for", "Globex, one of our customers,"
        if at == tokens.start || !is_name(at - 1) {
            let (name, range) = name_from(at)?;
            let asks = matches!(
                words.lower(range.end).as_str(),
                "asked" | "requested" | "complained" | "escalated" | "threatened"
            ) || matches!(words.lower(range.end).as_str(), "has" | "have" | "is")
                && matches!(
                    words.lower(range.end + 1).as_str(),
                    "asked" | "requested" | "complained" | "escalated" | "threatened" | "asking"
                );
            let ours = words.get(range.end).is_some_and(|it| it.is(','))
                && (range.end + 1..range.end + 6).any(|at| {
                    matches!(
                        words.lower(at).as_str(),
                        "customer" | "customers" | "client" | "clients" | "account" | "accounts"
                    )
                })
                && (range.end + 1..range.end + 4).any(|at| words.lower(at) == "our");
            let lower = words.lower(at);
            let is_firm = !lexicon::is_department(&lower)
                && !matches!(
                    lower.as_str(),
                    "sales"
                        | "operations"
                        | "ops"
                        | "hr"
                        | "it"
                        | "product"
                        | "research"
                        | "everyone"
                        | "nobody"
                        | "people"
                )
                && !lexicon::is_person_noun(&english::singular(&lower))
                && !lower.ends_with('s');
            return (asks && is_firm || ours).then_some((name, range)).filter(|_| !is_example(at));
        }
        None
    })
}
