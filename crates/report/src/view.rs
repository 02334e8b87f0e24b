//! What the page says, in the order it says it: everything is counted, sorted and put into words here.

use review::counted;

use crate::balance::{self, Verdict};
use crate::chain::{self, Chain, Relation, Who};
use crate::facts::{Document, Facts, Person, Place, Story};
use crate::folded::{Folded, ROWS};
use crate::gap::{Gap, Gaps};
use crate::link::{self, Link, to_role};
use crate::matrix::Matrix;

/// So many roles are shown at once; the rest is folded.
const PEOPLE: usize = 12;
/// So many stories of a role are told, and so many lines of a document are listed.
const STORIES: usize = 8;
const LINES: usize = 8;
/// So many documents are listed of a role: in a large project each names nearly everybody.
const DOCUMENTS: usize = 100;
/// So many things stand out at most, and so many names are said of a list.
const REMARKS: usize = 8;
const NAMES: usize = 6;

/// All that is said.
pub struct View<'a> {
    pub name: &'a str,
    pub lead: String,
    pub remarks: Vec<Vec<Piece>>,
    pub balance: Balance,
    pub matrix: Matrix,
    pub chain: Option<Chain>,
    pub served: Folded<Served>,
    pub jar: Folded<Jar>,
    pub jar_sum: Sum,
    pub history: Vec<Moment>,
    pub gaps: Gaps,
    pub people: Folded<Card>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub href: Option<String>,
}

/// Stories beside activity.
pub struct Balance {
    pub rows: Folded<Weight>,
    pub has_shares: bool,
}

/// A role on the balance.
pub struct Weight {
    /// None for the stories that name nobody.
    pub role: Option<Link>,
    pub kind: &'static str,
    pub stories: usize,
    pub part: String,
    pub share: Option<String>,
    pub verdict: Verdict,
    pub words: String,
    /// Of 100, how long the bars are.
    pub story_bar: String,
    pub share_bar: String,
}

/// Somebody and whom they serve.
pub struct Served {
    pub who: Link,
    pub kind: &'static str,
    pub serves: Vec<Piece>,
    pub buys_for: Vec<Piece>,
}

/// What a document owes.
pub struct Jar {
    pub document: Link,
    pub stories: usize,
    pub generic: usize,
    pub generic_lines: Lines,
    pub owed: usize,
    pub words: usize,
    pub word_lines: Lines,
}

/// What all of them do.
#[derive(Default)]
pub struct Sum {
    pub documents: usize,
    pub stories: usize,
    pub generic: usize,
    pub owed: usize,
    pub words: usize,
}

/// Lines of a file, each a link, and how many are left out, which leads to the first of those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    pub links: Vec<Link>,
    pub more: Option<Link>,
}

/// How it was.
pub struct Moment {
    pub day: String,
    pub commit: String,
    pub documents: usize,
    pub stories: usize,
    pub generic: usize,
    pub part: String,
    pub bar: String,
    pub owed: usize,
    pub words: usize,
    pub word_bar: String,
}

/// All about a role.
pub struct Card {
    pub anchor: String,
    pub name: String,
    pub kind: &'static str,
    pub persona: String,
    pub also: String,
    pub description: String,
    pub share: Option<String>,
    pub goals: Vec<String>,
    pub pains: Vec<String>,
    pub success: String,
    pub serves: Vec<Piece>,
    pub buys_for: Vec<Piece>,
    pub reports_to: Vec<Piece>,
    pub declared: Vec<Link>,
    pub story_count: usize,
    pub stories: Vec<(String, Link)>,
    /// How many are left out; leads to the first of those.
    pub more_stories: Option<Link>,
    pub document_count: usize,
    pub places: Vec<Named>,
    /// How many are left out; leads to the first of those.
    pub more_places: Option<Link>,
}

/// A document that names a role.
pub struct Named {
    pub document: Link,
    pub stories: Lines,
    pub mentions: Lines,
}

impl<'a> View<'a> {
    /// Of these facts.
    pub fn of(facts: &'a Facts) -> Self {
        let order = order(facts);
        let gaps = Gaps::of(facts, &order);
        let jar_sum = sum(&facts.documents);
        Self {
            name: &facts.name,
            lead: lead(facts, &jar_sum),
            remarks: remarks(facts, &jar_sum, &gaps),
            balance: balance(facts, &jar_sum),
            matrix: Matrix::of(facts, &order),
            chain: chain::draw(facts),
            served: Folded::new(served(facts), ROWS),
            jar: jar(facts),
            jar_sum,
            history: history(facts),
            people: Folded::new(order.iter().filter_map(|at| card(facts, *at)).collect(), PEOPLE),
            gaps,
        }
    }
}

/// The roles, the busiest first.
fn order(facts: &Facts) -> Vec<usize> {
    let mut order: Vec<usize> = (0..facts.people.len()).collect();
    order.sort_by_key(|at| {
        let person = facts.people.get(*at);
        std::cmp::Reverse(person.map(|person| (person.stories.len(), person.mentions.len())))
    });
    order
}

fn text(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), href: None }
}

impl From<Link> for Piece {
    fn from(link: Link) -> Self {
        Self { text: link.text, href: Some(link.href) }
    }
}

/// Links with commas between, the first few of them.
fn listed(links: Vec<Link>) -> Vec<Piece> {
    let more = links.len().saturating_sub(NAMES);
    let count = links.len() - more;
    let mut pieces = Vec::new();
    for (at, link) in links.into_iter().take(NAMES).enumerate() {
        match at {
            0 => {}
            last if last + 1 == count && more == 0 => pieces.push(text(" and ")),
            _ => pieces.push(text(", ")),
        }
        pieces.push(link.into());
    }
    if more > 0 {
        let href = Some("#gaps".to_owned());
        pieces.extend([text(" and "), Piece { text: format!("{more} more"), href }]);
    }
    pieces
}

fn sum(documents: &[Document]) -> Sum {
    documents.iter().fold(Sum::default(), |sum, document| Sum {
        documents: sum.documents + 1,
        stories: sum.stories + document.stories,
        generic: sum.generic + document.generic_stories.len(),
        owed: sum.owed + document.owed,
        words: sum.words + document.generic_words.len(),
    })
}

fn lead(facts: &Facts, sum: &Sum) -> String {
    let with_stories = facts.people.iter().filter(|person| !person.stories.is_empty()).count();
    let documents = counted(sum.documents, "document", "documents");
    if sum.stories == 0 {
        let roles = counted(facts.people.len(), "role", "roles");
        return format!("{documents} and {roles}; no user stories yet.");
    }
    let stories = counted(sum.stories, "story", "stories");
    let roles = counted(with_stories, "role", "roles");
    let part = balance::percent(sum.generic, sum.stories);
    let who = match sum.generic {
        0 => format!("All of them name a role: {roles}."),
        all if all == sum.stories => "None of them names a role.".to_owned(),
        1 => format!("{} of them name a role: {roles}. 1 ({part}) does not.", sum.stories - 1),
        some => {
            format!("{} of them name a role: {roles}. {some} ({part}) do not.", sum.stories - some)
        }
    };
    format!("{stories} in {documents}. {who}")
}

fn balance(facts: &Facts, sum: &Sum) -> Balance {
    let has_shares = facts.people.iter().any(|person| person.role.share.is_some());
    let mut people: Vec<(usize, &Person)> = facts.people.iter().enumerate().collect();
    people.retain(|(_, person)| !person.stories.is_empty() || person.role.share.is_some());
    people.sort_by(|(_, one), (_, other)| {
        let share = |person: &Person| person.role.share.unwrap_or(-1.0);
        share(other).total_cmp(&share(one)).then(other.stories.len().cmp(&one.stories.len()))
    });
    let part = |count: usize| count as f64 / sum.stories.max(1) as f64;
    let shares = people.iter().filter_map(|(_, person)| person.role.share);
    let parts = people.iter().map(|(_, person)| part(person.stories.len()));
    let longest = shares.chain(parts).chain([part(sum.generic)]).fold(0.01, f64::max);
    let bar = |value: f64| bar(value / longest);
    let weigh = |(at, person): (usize, &Person)| {
        let (stories, share) = (person.stories.len(), person.role.share);
        let (verdict, expected) = balance::judge(stories, sum.stories, share);
        let words = match verdict {
            Verdict::Fair => String::new(),
            Verdict::Few => format!("few; in proportion, {expected}"),
            Verdict::Many => format!("many; in proportion, {expected}"),
        };
        Weight {
            role: Some(to_role(facts, at)),
            kind: person.kind_in_words(),
            stories,
            part: balance::percent(stories, sum.stories),
            share: share.map(balance::percent_of),
            verdict,
            words,
            story_bar: bar(part(stories)),
            share_bar: bar(share.unwrap_or_default()),
        }
    };
    let mut rows = Folded::new(people.into_iter().map(weigh).collect(), PEOPLE);
    if sum.generic > 0 {
        rows.shown.push(Weight {
            role: None,
            kind: "",
            stories: sum.generic,
            part: balance::percent(sum.generic, sum.stories),
            share: None,
            verdict: Verdict::Fair,
            words: String::new(),
            story_bar: bar(part(sum.generic)),
            share_bar: bar(0.0),
        });
    }
    Balance { rows, has_shares }
}

/// Of 100, with one place behind the point.
fn bar(part: f64) -> String {
    format!("{}", (part.clamp(0.0, 1.0) * 1000.0).round() / 10.0)
}

fn remarks(facts: &Facts, sum: &Sum, gaps: &Gaps) -> Vec<Vec<Piece>> {
    let mut deviations: Vec<(usize, Vec<Piece>)> = Vec::new();
    for (at, person) in facts.people.iter().enumerate() {
        let stories = person.stories.len();
        let Some(share) = person.role.share else { continue };
        let (verdict, expected) = balance::judge(stories, sum.stories, Some(share));
        if verdict == Verdict::Fair {
            continue;
        }
        let all = counted(sum.stories, "story", "stories");
        let own = match stories {
            0 => format!("none of {all}"),
            some => format!("{some} of {all} ({})", balance::percent(some, sum.stories)),
        };
        let share = balance::percent_of(share);
        let rest = format!(": {share} of the activity but {own}; in proportion, {expected}.");
        deviations.push((expected.abs_diff(stories), vec![to_role(facts, at).into(), text(rest)]));
    }
    deviations.sort_by_key(|(gap, _)| std::cmp::Reverse(*gap));
    let mut remarks: Vec<Vec<Piece>> =
        deviations.into_iter().map(|(_, remark)| remark).take(4).collect();
    if sum.generic > 0 {
        let href = Some("#nobody".to_owned());
        let stories = counted(sum.generic, "story names", "stories name");
        let worst = facts.documents.iter().max_by_key(|it| (it.owed, std::cmp::Reverse(it.file)));
        let mut remark = vec![
            Piece { text: format!("{stories} nobody in particular"), href },
            text(format!(": ${} in the tip jar", sum.owed)),
        ];
        match worst.filter(|worst| worst.owed > 0 && facts.documents.len() > 1) {
            Some(worst) => {
                let line = worst.generic_stories.first().copied().unwrap_or_default();
                remark.push(text(format!(", ${} of it from ", worst.owed)));
                let place = Place { file: worst.file, line };
                let shown = facts.files.get(worst.file).map_or("", |file| &file.shown);
                remark.push(
                    Link { text: shown.to_owned(), href: link::href(&facts.files, place) }.into(),
                );
                remark.push(text("."));
            }
            None => remark.push(text(".")),
        }
        remarks.push(remark);
    }
    let mut list = |before: &str, of: Vec<usize>| {
        if !of.is_empty() {
            let links = of.into_iter().map(|at| to_role(facts, at)).collect();
            remarks.push([vec![text(before)], listed(links), vec![text(".")]].concat());
        }
    };
    let roles = |gaps: &Folded<Gap>| gaps.all().map(|gap| gap.at).collect::<Vec<_>>();
    list("Declared but without a story: ", roles(&gaps.without_story));
    if gaps.has_declared {
        list("In stories but not declared: ", roles(&gaps.undeclared));
    }
    let weak = facts.people.iter().enumerate().filter(|(_, person)| {
        let role = &person.role;
        !person.declared.is_empty() && (role.goals.is_empty() || role.success.is_none())
    });
    list("Without goals or a measure of success: ", weak.map(|(at, _)| at).collect());
    remarks.truncate(REMARKS);
    remarks
}

/// Whoever is served, by name.
fn named(facts: &Facts, who: Who<'_>) -> Piece {
    match who {
        Who::Known(at) => to_role(facts, at).into(),
        Who::Unknown(name) => text(format!("{name} (not declared)")),
    }
}

/// Those to whom one of the people stands so, by name.
fn related(facts: &Facts, at: usize, relation: Relation) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for who in chain::related(facts, at, relation) {
        if !pieces.is_empty() {
            pieces.push(text(", "));
        }
        pieces.push(named(facts, who));
    }
    pieces
}

fn served(facts: &Facts) -> Vec<Served> {
    let served = facts.people.iter().enumerate().map(|(at, person)| Served {
        who: to_role(facts, at),
        kind: person.kind_in_words(),
        serves: related(facts, at, Relation::Serves),
        buys_for: related(facts, at, Relation::BuysFor),
    });
    served.filter(|one| !one.serves.is_empty() || !one.buys_for.is_empty()).collect()
}

/// The first lines of a file, each a link.
fn lines(facts: &Facts, file: usize, of: impl Iterator<Item = usize>) -> Lines {
    let mut of: Vec<usize> = of.collect();
    of.sort_unstable();
    of.dedup();
    let shown = if of.len() > LINES + 1 { LINES } else { of.len() };
    let href = |line: usize| link::href(&facts.files, Place { file, line });
    let mut links: Vec<Link> =
        of.into_iter().map(|line| Link { text: line.to_string(), href: href(line) }).collect();
    let more = more(links.drain(shown..).map(|link| link.href));
    Lines { links, more }
}

/// How many addresses there are, as a link to the first of them.
fn more(mut of: impl ExactSizeIterator<Item = String>) -> Option<Link> {
    let text = format!("{} more", of.len());
    of.next().map(|href| Link { text, href })
}

fn jar(facts: &Facts) -> Folded<Jar> {
    let mut jars: Vec<&Document> = facts.documents.iter().collect();
    jars.retain(|it| it.generic_stories.len() + it.generic_words.len() > 0);
    jars.sort_by_key(|it| std::cmp::Reverse((it.owed, it.generic_words.len())));
    let jars = jars.into_iter().map(|document| Jar {
        document: link::named(&facts.files, Place { file: document.file, line: 0 }),
        stories: document.stories,
        generic: document.generic_stories.len(),
        generic_lines: lines(facts, document.file, document.generic_stories.iter().copied()),
        owed: document.owed,
        words: document.generic_words.len(),
        word_lines: lines(facts, document.file, document.generic_words.iter().copied()),
    });
    Folded::new(jars.collect(), ROWS)
}

fn history(facts: &Facts) -> Vec<Moment> {
    let most = |count: fn(&crate::Point) -> usize| facts.history.iter().map(count).max();
    let most_words = most(|point| point.generic_words).unwrap_or_default().max(1);
    let most_owed = most(|point| point.owed).unwrap_or_default().max(1);
    let moments = facts.history.iter().map(|point| Moment {
        day: point.day.clone(),
        commit: point.commit.clone(),
        documents: point.documents,
        stories: point.stories,
        generic: point.generic_stories,
        part: balance::percent(point.generic_stories, point.stories),
        bar: bar(point.owed as f64 / most_owed as f64),
        owed: point.owed,
        words: point.generic_words,
        word_bar: bar(point.generic_words as f64 / most_words as f64),
    });
    moments.collect()
}

fn card(facts: &Facts, at: usize) -> Option<Card> {
    let person = facts.people.get(at)?;
    let role = &person.role;
    let persona = match (&role.persona, role.number) {
        (Some(persona), Some(number)) => format!("{persona}, number {number}"),
        (Some(persona), None) => persona.clone(),
        (None, Some(number)) => format!("number {number}"),
        (None, None) => String::new(),
    };
    let (stories, rest) = person.stories.split_at(person.stories.len().min(STORIES));
    let more_stories = more(rest.iter().map(|story| link::href(&facts.files, story.place)));
    let stories = stories
        .iter()
        .map(|Story { place, want }| (want.clone(), link::named(&facts.files, *place)));
    let mut places = places(facts, person);
    let document_count = places.len();
    let rest = places.drain(document_count.min(DOCUMENTS)..);
    let more_places = more(rest.map(|named| named.document.href));
    Some(Card {
        anchor: link::anchor(at),
        name: role.name.clone(),
        kind: person.kind_in_words(),
        persona: if persona == role.name { String::new() } else { persona },
        also: role.aliases.join(", "),
        description: role.description.clone().unwrap_or_default(),
        share: role.share.map(balance::percent_of),
        goals: role.goals.clone(),
        pains: role.pains.clone(),
        success: role.success.clone().unwrap_or_default(),
        serves: related(facts, at, Relation::Serves),
        buys_for: related(facts, at, Relation::BuysFor),
        reports_to: related(facts, at, Relation::ReportsTo),
        declared: person.declared.iter().map(|place| link::named(&facts.files, *place)).collect(),
        story_count: person.stories.len(),
        stories: stories.collect(),
        more_stories,
        document_count,
        more_places,
        places,
    })
}

/// The documents that name a role, in their order.
fn places(facts: &Facts, person: &Person) -> Vec<Named> {
    let mut files: Vec<usize> = person.stories.iter().map(|story| story.place.file).collect();
    files.extend(person.mentions.iter().map(|place| place.file));
    files.sort_unstable();
    files.dedup();
    let named = files.into_iter().map(|file| {
        let stories = person.stories.iter().map(|story| story.place);
        let in_file = |place: &Place| place.file == file;
        Named {
            document: link::named(&facts.files, Place { file, line: 0 }),
            stories: lines(facts, file, stories.filter(in_file).map(|place| place.line)),
            mentions: lines(
                facts,
                file,
                person.mentions.iter().filter(|place| in_file(place)).map(|place| place.line),
            ),
        }
    });
    named.collect()
}
