//! Places whose role is known, made of backlogs, written projects and labeled documents.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::Deserialize;

use crate::measure::{Folds, fold, read_lines};

/// A place whose role is known.
pub struct Episode {
    /// How the place stands among the others.
    pub condition: &'static str,
    /// What it was made of: what is fitted is measured on others.
    pub project: String,
    /// The document, and the byte at or behind which the word stands.
    pub text: String,
    pub at: usize,
    /// The role that is meant.
    pub right: String,
    pub cards: Vec<Card>,
    /// What simple baselines compare: what is said at the place, and each story and card with its role.
    pub said: String,
    pub known: Vec<(String, String)>,
}

/// What a project says of a role.
#[derive(Debug, Clone, Deserialize)]
pub struct Card {
    pub name: String,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub goals: Vec<String>,
    #[serde(default)]
    pub success: Option<String>,
}

impl Card {
    fn bare(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: None,
            description: None,
            goals: Vec::new(),
            success: None,
        }
    }

    fn text(&self) -> String {
        let goals = self.goals.iter().map(String::as_str);
        let sentences = self.description.as_deref().into_iter().chain(self.success.as_deref());
        let all: Vec<&str> = std::iter::once(&*self.name).chain(sentences).chain(goals).collect();
        all.join(" ")
    }

    /// A section of a document that says the same.
    fn section(&self) -> String {
        let mut text =
            format!("### {}\n\n{}\n\n", self.name, self.description.as_deref().unwrap_or(""));
        text += &format!("- **Goals:** {}\n\n", self.goals.join("; "));
        text
    }
}

/// A project with a card a role, and stories and sentences whose roles are known.
#[derive(Deserialize)]
struct Project {
    roles: Vec<Card>,
    stories: Vec<Known>,
    sentences: Vec<Known>,
}

/// A text with a generic word in the place of a role.
#[derive(Clone, Deserialize)]
struct Known {
    text: String,
    right: String,
}

/// A story with its role, and the same with a generic word.
#[derive(Clone)]
struct Story {
    role: String,
    named: String,
    masked: String,
}

impl Story {
    /// What is wanted, and what for.
    fn wish(&self) -> &str {
        self.masked.split_once(',').map_or(&self.masked, |(_, wish)| wish)
    }
}

/// A sequence of numbers that looks like chance and is the same each time (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn of(seed: &str) -> Self {
        Self(seed.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    fn shuffled<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let mut items = items.to_vec();
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
        items
    }
}

/// The places of `folder`: of its `stories/backlogs.jsonl` and `documents`, where they are, and of the `projects` folder.
pub fn all(folder: &Path, projects: &Path, folds: Folds) -> Result<Vec<Episode>, String> {
    let mut episodes = Vec::new();
    for (name, project) in projects_of(projects)? {
        of_project(&name, &project, &mut episodes);
    }
    let backlogs = folder.join("stories/backlogs.jsonl");
    if backlogs.exists() {
        for (name, stories) in backlogs_of(&backlogs)? {
            of_backlog(&name, &stories, &mut episodes);
        }
    }
    let documents = folder.join("documents");
    if documents.join("labels.jsonl").exists() {
        of_documents(&documents, folds, &mut episodes)?;
    }
    Ok(episodes)
}

fn projects_of(folder: &Path) -> Result<BTreeMap<String, Project>, String> {
    let fail = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut projects = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let text =
            std::fs::read_to_string(&path).map_err(|it| format!("{}: {it}", path.display()))?;
        let project =
            serde_json::from_str(&text).map_err(|it| format!("{}: {it}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        projects.insert(name, project);
    }
    Ok(projects)
}

/// A document of stories, and the byte that the story of an index starts at.
fn listed(before: &str, stories: &[&str], at: usize) -> (String, usize) {
    let mut text = format!("# Product PRD\n\n{before}## User stories\n\n");
    let mut start = 0;
    for (index, story) in stories.iter().enumerate() {
        if index == at {
            start = text.len();
        }
        text += &format!("- {story}\n");
    }
    (text, start)
}

/// Stories of roles that no project declares.
const UNDECLARED: [&str; 4] = [
    "As a night watchman, I want to see who is still in the building, so that I can lock up.",
    "As an intern, I want to find the handbook, so that I need not ask.",
    "As a photographer, I want to upload pictures, so that the page looks good.",
    "As a data analyst, I want to export all of it, so that I can draw charts.",
];

fn with_article(role: &str) -> String {
    let article = if role.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {role}")
}

fn of_project(name: &str, project: &Project, episodes: &mut Vec<Episode>) {
    let stories: Vec<Story> = project
        .stories
        .iter()
        .map(|known| {
            let wish = known.text.split_once(',').map_or(&*known.text, |(_, wish)| wish);
            let named = format!("As {},{wish}", with_article(&known.right));
            Story { role: known.right.clone(), named, masked: known.text.clone() }
        })
        .collect();
    let bare: Vec<Card> = project.roles.iter().map(|card| Card::bare(&card.name)).collect();
    let sections: String = project.roles.iter().map(Card::section).collect();
    let sections = format!("## Personas\n\n{sections}");
    let shuffled = Dice::of(name).shuffled(&stories);
    let mut grouped = stories.clone();
    grouped.sort_by(|one, other| one.role.cmp(&other.role));
    let mut add =
        |condition, right: &str, said: &str, text: String, at, cards: &[Card], named: &[&Story]| {
            let told = if cards.is_empty() { &*project.roles } else { cards };
            let cards_known = told.iter().map(|card| (card.name.clone(), card.text()));
            let stories_known =
                named.iter().map(|story| (story.role.clone(), story.wish().to_owned()));
            episodes.push(Episode {
                condition,
                project: name.to_owned(),
                text,
                at,
                right: right.to_owned(),
                cards: cards.to_vec(),
                said: said.to_owned(),
                known: cards_known.chain(stories_known).collect(),
            });
        };
    for (index, story) in stories.iter().enumerate() {
        let alone = [&*story.masked];
        let (text, at) = listed("", &alone, 0);
        add("cold stories, names only", &story.role, story.wish(), text.clone(), at, &bare, &[]);
        add("cold stories", &story.role, story.wish(), text, at, &project.roles, &[]);
        let (text, at) = listed(&sections, &alone, 0);
        add(
            "cold stories, personas in the document",
            &story.role,
            story.wish(),
            text,
            at,
            &[],
            &[],
        );
        let mut arranged = |condition,
                            order: &[Story],
                            is_named: &dyn Fn(usize, usize) -> bool,
                            before: &str,
                            cards: &[Card]| {
            let Some(here) = order.iter().position(|other| other.masked == story.masked) else {
                return;
            };
            let is_named = |at: usize| at != here && is_named(at, here);
            let texts = order.iter().enumerate();
            let texts: Vec<&str> =
                texts.map(|(at, it)| if is_named(at) { &*it.named } else { &*it.masked }).collect();
            let named = order.iter().enumerate().filter(|(at, _)| is_named(*at));
            let named: Vec<&Story> = named.map(|(_, story)| story).collect();
            let (text, at) = listed(before, &texts, here);
            add(condition, &story.role, story.wish(), text, at, cards, &named);
        };
        let others = |_: usize, _: usize| true;
        let in_turns = |at: usize, here: usize| at % 2 != here % 2;
        arranged("stories grouped by role", &grouped, &others, "", &project.roles);
        arranged("stories shuffled", &shuffled, &others, "", &project.roles);
        arranged("half named, in turns", &stories, &in_turns, "", &project.roles);
        arranged(
            "half named, in turns, personas in the document",
            &stories,
            &in_turns,
            &sections,
            &[],
        );
        arranged("half named, shuffled", &shuffled, &in_turns, "", &project.roles);
        arranged("half named, grouped", &grouped, &in_turns, "", &project.roles);
        let mut dice = Dice::of(&format!("{name}{index}"));
        let mut few: Vec<Story> =
            stories.iter().filter(|it| it.masked != story.masked).cloned().collect();
        few = dice.shuffled(&few);
        few.truncate(4);
        few.insert(dice.below(few.len() + 1), story.clone());
        arranged("four named", &few, &others, "", &project.roles);
        let [one, two, three, four] = UNDECLARED;
        let (text, at) = listed("", &[one, two, &story.masked, three, four], 2);
        add("undeclared roles beside", &story.role, story.wish(), text, at, &project.roles, &[]);
    }
    for sentence in &project.sentences {
        let Known { text: said, right } = sentence;
        let text = format!("# Product PRD\n\n## Background\n\n{said}\n");
        add("cold prose, names only", right, said, text.clone(), 0, &bare, &[]);
        add("cold prose", right, said, text, 0, &project.roles, &[]);
        let text = format!("# Product PRD\n\n{sections}## Background\n\n");
        add(
            "cold prose, personas in the document",
            right,
            said,
            format!("{text}{said}\n"),
            text.len(),
            &[],
            &[],
        );
        let texts: Vec<&str> = shuffled.iter().map(|story| &*story.named).collect();
        let (text, _) = listed("", &texts, 0);
        let text = format!("{text}\n## Background\n\n");
        let named: Vec<&Story> = shuffled.iter().collect();
        add(
            "prose under a backlog",
            right,
            said,
            format!("{text}{said}\n"),
            text.len(),
            &project.roles,
            &named,
        );
    }
}

#[derive(Deserialize)]
struct Annotated {
    backlog: String,
    text: String,
    personas: Vec<String>,
}

/// Names that say nobody: stories by them are left out.
const NOBODY: [&str; 10] = [
    "user",
    "customer",
    "consumer",
    "participant",
    "stakeholder",
    "visitor",
    "member",
    "anonymous user",
    "end user",
    "client",
];
/// Backlogs with fewer roles are left out.
const ROLES: usize = 3;

fn backlogs_of(path: &Path) -> Result<BTreeMap<String, Vec<Story>>, String> {
    let mut backlogs: BTreeMap<String, Vec<Story>> = BTreeMap::new();
    for Annotated { backlog, text, personas } in read_lines(path)? {
        let [persona] = personas.as_slice() else { continue };
        let role = persona.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let masked =
            text.replacen(persona.as_str(), "user", 1).replacen("s an user", "s a user", 1);
        if !NOBODY.contains(&&*role) && masked != text {
            backlogs.entry(backlog).or_default().push(Story { role, named: text, masked });
        }
    }
    backlogs.retain(|_, stories| counts(stories).len() >= ROLES);
    Ok(backlogs)
}

fn counts(stories: &[Story]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for story in stories {
        *counts.entry(&*story.role).or_default() += 1;
    }
    counts
}

fn of_backlog(name: &str, stories: &[Story], episodes: &mut Vec<Episode>) {
    let counts = counts(stories);
    let order = Dice::of(name).shuffled(&(0..stories.len()).collect::<Vec<usize>>());
    for (index, story) in stories.iter().enumerate() {
        if counts.get(&*story.role).is_none_or(|count| *count < 2) {
            continue;
        }
        let first_other = |role: &str| {
            let mut others = stories.iter().enumerate();
            others.find(|(at, other)| *at != index && other.role == role).map(|(_, it)| it.wish())
        };
        let cards = counts.keys().map(|role| Card {
            description: first_other(role).map(|wish| wish.trim().to_owned()),
            ..Card::bare(role)
        });
        let cards: Vec<Card> = cards.collect();
        let mut add =
            |condition, order: &[usize], is_named: &dyn Fn(usize) -> bool, cards: &[Card]| {
                let Some(here) = order.iter().position(|at| *at == index) else { return };
                let shown = |at: &usize| stories.get(*at).filter(|_| *at == index || is_named(*at));
                let Some(before) = order.get(..here) else { return };
                let at = before.iter().filter_map(shown).count();
                let texts = order.iter().filter_map(|at| {
                    Some(if *at == index { &*story.masked } else { &*shown(at)?.named })
                });
                let (text, at) = listed("", &texts.collect::<Vec<&str>>(), at);
                let named = order.iter().filter(|at| **at != index).filter_map(shown);
                let named = named.map(|story| (story.role.clone(), story.wish().to_owned()));
                let known = cards.iter().map(|card| (card.name.clone(), card.text())).chain(named);
                episodes.push(Episode {
                    condition,
                    project: name.to_owned(),
                    text,
                    at,
                    right: story.role.clone(),
                    cards: cards.to_vec(),
                    said: story.wish().to_owned(),
                    known: known.collect(),
                });
            };
        let in_place: Vec<usize> = (0..stories.len()).collect();
        let mut at_end: Vec<usize> = in_place.iter().copied().filter(|at| *at != index).collect();
        at_end.push(index);
        add("backlog: in place", &in_place, &|_| true, &[]);
        add("backlog: at the end", &at_end, &|_| true, &[]);
        add("backlog: shuffled", &order, &|_| true, &[]);
        add("backlog: cold, a story a card", &[index], &|_| false, &cards);
        let mut dice = Dice::of(&format!("{name}{index}"));
        let tenths: Vec<usize> = stories.iter().map(|_| dice.below(10)).collect();
        let below = |most: usize| {
            let tenths = &tenths;
            move |at: usize| tenths.get(at).is_some_and(|it| *it < most)
        };
        add("backlog: a tenth named", &in_place, &below(1), &cards);
        add("backlog: three tenths named", &in_place, &below(3), &cards);
    }
}

#[derive(Deserialize)]
struct Label {
    file: String,
    byte_start: usize,
    label: String,
    #[serde(default)]
    best_role: Option<String>,
}

#[derive(Deserialize)]
struct Roles {
    file: String,
    roles: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(default)]
    canonical: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

/// So many places of a document, and of each of its roles, are asked where a role is named and hidden.
const HIDDEN: usize = 24;
const HIDDEN_OF_A_ROLE: usize = 6;

fn of_documents(folder: &Path, folds: Folds, episodes: &mut Vec<Episode>) -> Result<(), String> {
    let labels: Vec<Label> = read_lines(&folder.join("labels.jsonl"))?;
    let mut by_file: HashMap<&str, Vec<&Label>> = HashMap::new();
    for label in &labels {
        by_file.entry(&label.file).or_default().push(label);
    }
    let roles: Vec<Roles> = read_lines(&folder.join("roles.jsonl"))?;
    for Roles { file, roles } in roles.iter().filter(|roles| folds.has(&roles.file)) {
        let path = folder.join("raw").join(file);
        let bytes = std::fs::read(&path).map_err(|it| format!("{}: {it}", path.display()))?;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let mut add = |condition, text: String, at, right: &str| {
            episodes.push(Episode {
                condition,
                project: format!("{} (fold {})", file, fold(file)),
                text,
                at,
                right: right.to_owned(),
                cards: Vec::new(),
                said: String::new(),
                known: Vec::new(),
            });
        };
        for label in by_file.get(&**file).into_iter().flatten() {
            match (&*label.label, &label.best_role) {
                ("generic", Some(best)) => {
                    add("labeled documents", text.clone(), label.byte_start, best);
                }
                // Several are meant, or nobody whom the document names: whoever is named alone is wrong.
                ("generic", None) => {
                    add("labeled documents, no one role", text.clone(), label.byte_start, "");
                }
                _ => {}
            }
        }
        if roles.len() < 2 {
            continue;
        }
        for (start, end, right) in
            Dice::of(file).shuffled(&mentions(&text, roles)).into_iter().take(HIDDEN)
        {
            let (Some(before), Some(name), Some(behind)) =
                (text.get(..start), text.get(start..end), text.get(end..))
            else {
                continue;
            };
            let word = if name.ends_with('s') && !name.ends_with("ss") { "users" } else { "user" };
            add(
                "documents, a role hidden",
                format!("{before}{word}{behind}"),
                start.saturating_sub(1),
                &right,
            );
        }
    }
    Ok(())
}

/// Where prose names roles, and which.
fn mentions(text: &str, roles: &[Named]) -> Vec<(usize, usize, String)> {
    let mut names: Vec<(String, &str)> = Vec::new();
    for role in roles {
        let wanted = role.canonical.as_deref().unwrap_or(&role.name);
        for name in [wanted, &role.name].into_iter().chain(role.aliases.iter().map(String::as_str))
        {
            let name = name.to_lowercase();
            names.push((format!("{name}s"), wanted));
            names.push((name, wanted));
        }
    }
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut start = 0;
    let mut in_code = false;
    for line in text.split_inclusive('\n') {
        let here = start;
        start += line.len();
        in_code ^= line.trim_start().starts_with("```");
        let is_prose = !in_code
            && !line.starts_with(['#', '\t'])
            && !line.starts_with("    ")
            && !line.contains("http")
            && !line.contains('|')
            && line.split_whitespace().count() > 5;
        let lower = line.to_lowercase();
        // Letters that change their length in lower case have no place.
        if !is_prose || lower.len() != line.len() {
            continue;
        }
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for (name, wanted) in &names {
            for (at, _) in lower.match_indices(name.as_str()) {
                let end = at + name.len();
                let is_edge = |c: Option<char>| {
                    c.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
                };
                let is_word = is_edge(lower.get(..at).and_then(|it| it.chars().next_back()))
                    && is_edge(lower.get(end..).and_then(|it| it.chars().next()));
                // What leads a line may declare it.
                let leads = lower.get(..at).is_none_or(|it| !it.contains(char::is_alphabetic));
                let is_free = taken.iter().all(|(from, to)| end <= *from || *to <= at);
                if !is_word || !is_free {
                    continue;
                }
                taken.push((at, end));
                let count = counts.entry(wanted).or_default();
                if !leads && *count < HIDDEN_OF_A_ROLE {
                    *count += 1;
                    found.push((here + at, here + end, (*wanted).to_owned()));
                }
            }
        }
    }
    found
}
