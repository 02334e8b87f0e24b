//! Who is named where: documents by roles.

use std::collections::HashMap;

use crate::facts::{Facts, Place};
use crate::folded::{Folded, ROWS};
use crate::link::{self, Link};

/// So many roles have a column.
const COLUMNS: usize = 12;

/// The matrix.
pub struct Matrix {
    pub columns: Vec<Link>,
    pub rows: Folded<Row>,
    /// How many roles have no column.
    pub left_out: usize,
    /// How many documents name no role at all.
    pub empty: usize,
}

/// A document.
pub struct Row {
    pub document: Link,
    pub cells: Vec<Cell>,
}

/// How often a document names a role, with the first place.
#[derive(Clone, Default)]
pub struct Cell {
    pub stories: usize,
    pub story: String,
    pub mentions: usize,
    pub mention: String,
}

impl Matrix {
    /// Of the roles that matter most, which stand first in `order`.
    pub fn of(facts: &Facts, order: &[usize]) -> Self {
        let named = order.iter().filter(|at| {
            facts.people.get(**at).is_some_and(|it| it.stories.len() + it.mentions.len() > 0)
        });
        let named: Vec<usize> = named.copied().collect();
        let shown = if named.len() > COLUMNS + 2 { COLUMNS } else { named.len() };
        // By file and column: how many, and the first.
        let mut cells: HashMap<(usize, usize), [(usize, usize); 2]> = HashMap::new();
        // By file: how often it names a role that has a column.
        let mut files: HashMap<usize, usize> = HashMap::new();
        for (column, person) in named.iter().filter_map(|at| facts.people.get(*at)).enumerate() {
            let stories = person.stories.iter().map(|story| (0, story.place));
            for (which, place) in stories.chain(person.mentions.iter().map(|place| (1, *place))) {
                let weight = files.entry(place.file).or_default();
                *weight += usize::from(column < shown);
                let cell = cells.entry((place.file, column)).or_default();
                if let Some((count, line)) = cell.get_mut(which) {
                    *line = if *count == 0 { place.line } else { place.line.min(*line) };
                    *count += 1;
                }
            }
        }
        let documents = facts.documents.iter().filter(|it| files.contains_key(&it.file));
        let mut documents: Vec<usize> = documents.map(|it| it.file).collect();
        let count = documents.len();
        // Where some are folded, those that name the most are not.
        if count > ROWS + 2 {
            documents.sort_by_key(|file| std::cmp::Reverse(files.get(file).copied()));
        }
        let row = |file: usize| {
            let cell = |column: usize| {
                let [(stories, story), (mentions, mention)] =
                    cells.get(&(file, column)).copied().unwrap_or_default();
                let href = |line: usize| link::href(&facts.files, Place { file, line });
                Cell { stories, story: href(story), mentions, mention: href(mention) }
            };
            Row {
                document: link::named(&facts.files, Place { file, line: 0 }),
                cells: (0..shown).map(cell).collect(),
            }
        };
        Self {
            columns: named.iter().take(shown).map(|at| link::to_role(facts, *at)).collect(),
            rows: Folded::new(documents.into_iter().map(row).collect(), ROWS),
            left_out: named.len() - shown,
            empty: facts.documents.len() - count,
        }
    }
}
