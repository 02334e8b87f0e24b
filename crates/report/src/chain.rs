//! The chain of who serves whom, as a drawing (Mironov: value is made along a chain of many players).
//!
//! Those who serve stand above those they serve. Which way round a circle is drawn is decided by the
//! order of the roles. A line that is longer than from one row to the next goes by places of its
//! own, so that it does not cross anybody.

use std::collections::HashMap;
use std::panic::catch_unwind;

use review::RoleKind;
use rust_sugiyama::configure::{Config, RankingType};

use crate::facts::{Facts, kind_in_words};

/// More than this nobody can follow in a drawing.
const MOST: usize = 40;
const MOST_LINES: usize = 120;

/// How wide a letter is drawn, about, and a line of them high.
const LETTER: f64 = 9.4;
const LINE: f64 = 19.0;
/// How many letters stand on a line, and how many lines a name may have.
const LETTERS: usize = 18;
const LINES: usize = 3;
/// From one row to the next, and from one to the other beside it.
const ROW: f64 = 56.0;
const GAP: f64 = 22.0;
const MARGIN: f64 = 6.0;

/// The drawing, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// How wide it is.
    pub width: String,
    /// How high.
    pub height: String,
    /// Everybody in it.
    pub nodes: Vec<Node>,
    /// Lines, as SVG has them, each with what it says.
    pub lines: Vec<(Relation, String)>,
}

impl Chain {
    /// Whether somebody in it buys for others.
    pub fn has_buyers(&self) -> bool {
        self.lines.iter().any(|(relation, _)| *relation == Relation::BuysFor)
    }
}

/// Somebody in the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The outline, as SVG has it.
    pub outline: String,
    /// The kind, in a word; none for a role without one, `not declared` for whom nobody knows.
    pub kind: &'static str,
    /// The name, in lines, each with its place.
    pub text: Vec<(String, String, String)>,
    /// Where the kind is written.
    pub below: (String, String),
}

/// How somebody stands to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Serves them.
    Serves,
    /// Buys for them.
    BuysFor,
    /// Reports to them.
    ReportsTo,
}

/// Who stands in the chain: a role, or a name that nobody declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who<'a> {
    /// One of the people.
    Known(usize),
    /// A name.
    Unknown(&'a str),
}

/// Those to whom one of the people stands so, each once.
pub fn related(facts: &Facts, at: usize, relation: Relation) -> Vec<Who<'_>> {
    let Some(person) = facts.people.get(at) else { return Vec::new() };
    let (known, names) = match relation {
        Relation::Serves => (&person.serves, &person.role.serves),
        Relation::BuysFor => (&person.buys_for, &person.role.buys_for),
        Relation::ReportsTo => (&person.reports_to, &person.role.reports_to),
    };
    let unknown = names.iter().map(String::as_str).filter(|name| {
        let key = review::name_key(name);
        !known.iter().any(|one| is_named(facts, *one, &key))
    });
    let mut related = Vec::new();
    for who in known.iter().map(|one| Who::Known(*one)).chain(unknown.map(Who::Unknown)) {
        if who != Who::Known(at) && !related.contains(&who) {
            related.push(who);
        }
    }
    related
}

/// Who serves or buys for whom, each pair once.
fn pairs(facts: &Facts) -> Vec<(usize, Relation, Who<'_>)> {
    let mut pairs: Vec<(usize, Relation, Who<'_>)> = Vec::new();
    for at in 0..facts.people.len() {
        for relation in [Relation::Serves, Relation::BuysFor] {
            for who in related(facts, at, relation) {
                if !pairs.iter().any(|(from, _, to)| (*from, *to) == (at, who)) {
                    pairs.push((at, relation, who));
                }
            }
        }
    }
    pairs
}

fn is_named(facts: &Facts, at: usize, key: &str) -> bool {
    facts.people.get(at).is_some_and(|person| {
        let role = &person.role;
        let names = std::iter::once(&role.name).chain(&role.aliases).chain(&role.persona);
        let plural = role.plural();
        names.chain(std::iter::once(&plural)).any(|name| review::name_key(name) == key)
    })
}

/// The drawing; none where there is nothing to draw, or too much.
pub fn draw(facts: &Facts) -> Option<Chain> {
    let pairs = pairs(facts);
    let mut whos: Vec<Who<'_>> = Vec::new();
    for (from, _, to) in &pairs {
        for who in [Who::Known(*from), *to] {
            if !whos.contains(&who) {
                whos.push(who);
            }
        }
    }
    if pairs.is_empty() || whos.len() > MOST || pairs.len() > MOST_LINES {
        return None;
    }
    whos.sort();
    let at: HashMap<Who<'_>, usize> = whos.iter().enumerate().map(|(at, who)| (*who, at)).collect();
    let edges: Vec<(usize, usize)> = pairs
        .iter()
        .filter_map(|(from, _, to)| Some((*at.get(&Who::Known(*from))?, *at.get(to)?)))
        .collect();
    let boxes: Vec<Box> = whos.iter().map(|who| Box::of(facts, *who)).collect();
    let placed = place(&boxes, &edges)?;

    let nodes = boxes.iter().zip(&placed.boxes).map(|(drawn, middle)| drawn.node(*middle));
    let relations = pairs.iter().map(|(_, relation, _)| *relation);
    let lines = relations.zip(placed.lines.iter().map(|points| line(points)));
    Some(Chain {
        width: number(placed.width),
        height: number(placed.height),
        nodes: nodes.collect(),
        lines: lines.collect(),
    })
}

/// What is drawn of somebody.
struct Box {
    lines: Vec<String>,
    kind: Option<RoleKind>,
    label: &'static str,
    width: f64,
    height: f64,
}

impl Box {
    fn of(facts: &Facts, who: Who<'_>) -> Self {
        let (name, kind, label) = match who {
            Who::Unknown(name) => (name, None, "not declared"),
            Who::Known(at) => match facts.people.get(at) {
                Some(person) => {
                    let kind = person.role.kind;
                    (person.role.name.as_str(), kind, kind.map_or("", kind_in_words))
                }
                None => ("", None, ""),
            },
        };
        let lines = wrapped(name);
        let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
        let longest = longest.max(label.chars().count()).max(8);
        let below = if label.is_empty() { 0 } else { 1 };
        let slope =
            if matches!(kind, Some(RoleKind::Buyer | RoleKind::Partner)) { 24.0 } else { 0.0 };
        Self {
            width: longest as f64 * LETTER + 28.0 + slope,
            height: (lines.len() + below) as f64 * LINE + 16.0,
            lines,
            kind,
            label,
        }
    }

    /// It, with its middle at a place.
    fn node(&self, (x, y): (f64, f64)) -> Node {
        let (left, right) = (x - self.width / 2.0, x + self.width / 2.0);
        let (top, bottom) = (y - self.height / 2.0, y + self.height / 2.0);
        let path = |points: &[(f64, f64)]| {
            let points = points.iter().map(|(x, y)| format!("{} {}", number(*x), number(*y)));
            format!("M{}Z", points.collect::<Vec<_>>().join("L"))
        };
        let round = |radius: f64| {
            let (r, w, h) = (
                number(radius),
                number(self.width - 2.0 * radius),
                number(self.height - 2.0 * radius),
            );
            let (nw, nh) = (number(2.0 * radius - self.width), number(2.0 * radius - self.height));
            format!(
                "M{} {}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1 -{r} {r}h{nw}a{r} {r} 0 0 1 -{r} -{r}v{nh}a{r} {r} 0 0 1 {r} -{r}Z",
                number(left + radius),
                number(top),
            )
        };
        let outline = match self.kind {
            Some(RoleKind::Buyer) => path(&[
                (left + 12.0, top),
                (right - 12.0, top),
                (right, y),
                (right - 12.0, bottom),
                (left + 12.0, bottom),
                (left, y),
            ]),
            Some(RoleKind::Partner) => {
                path(&[(left + 14.0, top), (right, top), (right - 14.0, bottom), (left, bottom)])
            }
            Some(RoleKind::Consumer) => round(self.height / 2.0),
            Some(RoleKind::EndUser | RoleKind::Prospect) => round(9.0),
            Some(RoleKind::Internal) => {
                let inner = path(&[
                    (left + 4.0, top + 4.0),
                    (right - 4.0, top + 4.0),
                    (right - 4.0, bottom - 4.0),
                    (left + 4.0, bottom - 4.0),
                ]);
                path(&[(left, top), (right, top), (right, bottom), (left, bottom)]) + &inner
            }
            None => path(&[(left, top), (right, top), (right, bottom), (left, bottom)]),
        };
        let base = |row: usize| number(top + 8.0 + row as f64 * LINE + 14.0);
        let text = self.lines.iter().enumerate();
        Node {
            outline,
            kind: self.label,
            text: text.map(|(row, line)| (number(x), base(row), line.clone())).collect(),
            below: (number(x), base(self.lines.len())),
        }
    }
}

/// A name in lines that are short enough; what does not fit is left out.
fn wrapped(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        if word.len() > LETTERS {
            word.truncate(LETTERS - 1);
            word.push('…');
        }
        let length = word.len();
        let word: String = word.into_iter().collect();
        let is_last = lines.len() == LINES;
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + length <= LETTERS => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(line) if is_last => {
                line.push('…');
                break;
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Where everything is.
struct Placed {
    width: f64,
    height: f64,
    boxes: Vec<(f64, f64)>,
    lines: Vec<Vec<(f64, f64)>>,
}

/// Finds a place for all. None where the library that does it fails: then the list has to do.
fn place(boxes: &[Box], edges: &[(usize, usize)]) -> Option<Placed> {
    let downward = downward(boxes.len(), edges);
    let rows = rows(boxes.len(), &downward);
    let row = |at: usize| rows.get(at).copied().unwrap_or_default();
    let tallest = |at: usize| {
        let inside = boxes.iter().enumerate().filter(|(who, _)| row(*who) == at);
        inside.map(|(_, drawn)| drawn.height).fold(0.0, f64::max)
    };
    // What a long line goes by, a place in each row between.
    let mut sizes: Vec<(f64, f64)> =
        boxes.iter().map(|drawn| (drawn.width, drawn.height)).collect();
    let mut steps: Vec<(u32, u32)> = Vec::new();
    let mut ways: Vec<Vec<usize>> = Vec::new();
    let mut row_of = rows.clone();
    for (from, to) in &downward {
        let mut way = vec![*from];
        for between in row(*from) + 1..row(*to) {
            way.push(sizes.len());
            sizes.push((2.0, 2.0));
            row_of.push(between);
        }
        way.push(*to);
        for step in way.windows(2) {
            let [one, other] = step else { continue };
            // From below, since it ranks rightly only from the first row on.
            steps.push((u32::try_from(*other).ok()?, u32::try_from(*one).ok()?));
        }
        ways.push(way);
    }
    steps.sort_unstable();
    steps.dedup();
    let numbered = sizes.iter().enumerate();
    let vertices: Vec<(u32, (f64, f64))> =
        numbered.map(|(at, size)| Some((u32::try_from(at).ok()?, *size))).collect::<Option<_>>()?;
    // With the default ranking it may never end.
    let config = Config { vertex_spacing: GAP, ranking_type: RankingType::Up, ..Config::default() };
    let parts =
        catch_unwind(|| rust_sugiyama::from_vertices_and_edges(&vertices, &steps, &config)).ok()?;

    // The library puts each part of the graph by itself, at its own top left.
    let mut middles: Vec<Option<f64>> = vec![None; sizes.len()];
    let mut parts: Vec<Vec<(usize, f64)>> = parts
        .into_iter()
        .map(|(part, ..)| {
            let mut part: Vec<_> = part.into_iter().map(|(at, (x, _))| (at, x)).collect();
            part.sort_by_key(|(at, _)| *at);
            part
        })
        .collect();
    parts.sort_by_key(|part| part.first().map(|(at, _)| *at));
    let mut edge = MARGIN;
    for part in parts {
        let half = |at: usize| sizes.get(at).map_or(0.0, |(width, _)| width / 2.0);
        let left = part.iter().map(|(at, x)| x - half(*at)).fold(f64::INFINITY, f64::min);
        let right = part.iter().map(|(at, x)| x + half(*at)).fold(f64::NEG_INFINITY, f64::max);
        for (at, x) in &part {
            if let Some(middle) = middles.get_mut(*at) {
                *middle = Some(x - left + edge);
            }
        }
        edge += right - left + GAP;
    }
    let last = row_of.iter().copied().max().unwrap_or_default();
    let mut tops = vec![MARGIN];
    for at in 0..=last {
        let top = tops.last().copied().unwrap_or_default();
        tops.push(top + tallest(at) + ROW);
    }
    let middle = |at: usize| {
        let row = row_of.get(at).copied()?;
        Some((middles.get(at).copied()??, tops.get(row)? + tallest(row) / 2.0))
    };
    let half = |at: usize| boxes.get(at).map_or(0.0, |drawn| drawn.height / 2.0);
    let mut lines = Vec::new();
    for ((from, to), way) in edges.iter().zip(ways) {
        let mut points = Vec::new();
        for (at, who) in way.iter().enumerate() {
            let (x, y) = middle(*who)?;
            match at {
                0 => points.push((x, y + half(*who))),
                last if last + 1 == way.len() => points.push((x, y - half(*who))),
                _ => {
                    let half = tallest(row_of.get(*who).copied().unwrap_or_default()) / 2.0;
                    points.extend([(x, y - half), (x, y + half)]);
                }
            }
        }
        // Of two that serve each other, one is drawn upwards.
        if way.first() != Some(from) || way.last() != Some(to) {
            points.reverse();
        }
        lines.push(points);
    }
    Some(Placed {
        width: edge - GAP + MARGIN,
        height: tops.last().copied().unwrap_or_default() - ROW + MARGIN,
        boxes: (0..boxes.len()).map(middle).collect::<Option<_>>()?,
        lines,
    })
}

/// The same edges, some of them turned round so that there is no circle.
fn downward(count: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // 0: not seen, 1: on the way here, 2: done.
    let mut state = vec![0u8; count];
    let mut turned = vec![false; edges.len()];
    for start in 0..count {
        if state.get(start) != Some(&0) {
            continue;
        }
        // Whom we stand at, and which edge is next to look at.
        let mut stack = vec![(start, 0)];
        if let Some(state) = state.get_mut(start) {
            *state = 1;
        }
        while let Some((at, next)) = stack.pop() {
            let behind = edges.iter().enumerate().skip(next);
            let Some((edge, (_, to))) = { behind }.find(|(_, (from, _))| *from == at) else {
                if let Some(state) = state.get_mut(at) {
                    *state = 2;
                }
                continue;
            };
            stack.push((at, edge + 1));
            match state.get(*to) {
                Some(0) => {
                    if let Some(state) = state.get_mut(*to) {
                        *state = 1;
                    }
                    stack.push((*to, 0));
                }
                Some(1) => {
                    if let Some(turned) = turned.get_mut(edge) {
                        *turned = true;
                    }
                }
                _ => {}
            }
        }
    }
    let edges = edges.iter().zip(turned);
    edges.map(|((from, to), turned)| if turned { (*to, *from) } else { (*from, *to) }).collect()
}

/// The row of each: as far down as whom they serve allows. There is no circle.
fn rows(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    // How far each is from the last row.
    let mut above = vec![0; count];
    for _ in 0..count {
        for (from, to) in edges {
            let least = above.get(*to).map_or(0, |above: &usize| above + 1);
            if let Some(above) = above.get_mut(*from) {
                *above = least.max(*above);
            }
        }
    }
    let last = above.iter().copied().max().unwrap_or_default();
    above.into_iter().map(|above| last - above).collect()
}

/// A line through points, which are two or more: upright at each, with an arrow at its end drawn by
/// the page.
fn line(points: &[(f64, f64)]) -> String {
    let mut line = String::new();
    let mut before = None;
    for (x, y) in points {
        line += &match before {
            None => format!("M{} {}", number(*x), number(*y)),
            Some((from_x, from_y)) => {
                let half = (y + from_y) / 2.0;
                let (half, to) = (number(half), format!("{} {}", number(*x), number(*y)));
                format!("C{} {half} {} {half} {to}", number(from_x), number(*x))
            }
        };
        before = Some((*x, *y));
    }
    line
}

/// A number as SVG has it.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

#[cfg(test)]
mod tests {
    use review::Role;

    use super::*;
    use crate::facts::Person;

    fn facts(count: usize, edges: &[(usize, usize)]) -> Facts {
        let person = |at: usize| Person {
            role: Role {
                name: format!("role number {at}"),
                kind: RoleKind::ALL.get(at % 7).copied(),
                ..Role::default()
            },
            serves: edges.iter().filter(|(from, _)| *from == at).map(|(_, to)| *to).collect(),
            ..Person::default()
        };
        Facts { people: (0..count).map(person).collect(), ..Facts::default() }
    }

    #[test]
    fn who_serves_stands_above_whom_they_serve() {
        let edges = [(0, 1), (1, 2), (0, 2), (3, 2)];
        let boxes: Vec<Box> = {
            let facts = facts(4, &edges);
            (0..4).map(|at| Box::of(&facts, Who::Known(at))).collect()
        };
        let placed = place(&boxes, &edges).unwrap();
        let y = |at: usize| placed.boxes[at].1;
        assert!(y(0) < y(1) && y(1) < y(2) && y(3) == y(1), "{:?}", placed.boxes);
        // From the first past the second: it does not go through the second.
        let (x, wide) = (placed.boxes[1].0, boxes[1].width);
        let past = &placed.lines[2];
        assert_eq!(past.len(), 4);
        assert!((past[1].0 - x).abs() > wide / 2.0, "{past:?} and {x}");
    }

    #[test]
    fn who_buys_for_somebody_is_in_the_chain() {
        let mut facts = facts(3, &[(0, 1)]);
        facts.people[0].buys_for = vec![1, 2];
        facts.people[1].reports_to = vec![0];
        let lines = draw(&facts).unwrap().lines;
        let relations: Vec<Relation> = lines.iter().map(|(relation, _)| *relation).collect();
        assert_eq!(relations, [Relation::Serves, Relation::BuysFor]);
        assert_eq!(related(&facts, 1, Relation::ReportsTo), [Who::Known(0)]);
    }

    #[test]
    fn a_circle_is_drawn_with_each_arrow_its_own_way() {
        let edges = [(0, 1), (1, 0)];
        let boxes: Vec<Box> = {
            let facts = facts(2, &edges);
            (0..2).map(|at| Box::of(&facts, Who::Known(at))).collect()
        };
        let placed = place(&boxes, &edges).unwrap();
        assert!(placed.boxes[0].1 < placed.boxes[1].1);
        let [there, back] = [&placed.lines[0], &placed.lines[1]].map(|line| (line[0], line[1]));
        assert!(there.0.1 < there.1.1 && back.0.1 > back.1.1, "{there:?} {back:?}");
    }

    /// Any graph is drawn, the same each time, and no two are drawn over each other.
    #[test]
    fn any_chain_is_drawn() {
        let mut state = 7u64;
        let mut dice = |limit: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % limit
        };
        for _ in 0..300 {
            let count = 2 + dice(14);
            let mut edges: Vec<(usize, usize)> =
                (0..=dice(count * 2)).map(|_| (dice(count), dice(count))).collect();
            edges.retain(|(from, to)| from != to);
            edges.sort_unstable();
            edges.dedup();
            let facts = facts(count, &edges);
            assert_eq!(draw(&facts), draw(&facts));
            assert_eq!(draw(&facts).is_some(), !edges.is_empty(), "{edges:?}");
            let boxes: Vec<Box> = (0..count).map(|at| Box::of(&facts, Who::Known(at))).collect();
            if edges.is_empty() {
                continue;
            }
            let placed = place(&boxes, &edges).unwrap();
            for (one, a) in placed.boxes.iter().enumerate() {
                for (other, b) in placed.boxes.iter().enumerate().skip(one + 1) {
                    let wide = (boxes[one].width + boxes[other].width) / 2.0;
                    let high = (boxes[one].height + boxes[other].height) / 2.0;
                    assert!(
                        (a.0 - b.0).abs() >= wide || (a.1 - b.1).abs() >= high,
                        "{one} over {other}: {edges:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn long_names_are_broken_and_then_cut() {
        assert_eq!(wrapped("sales associate"), ["sales associate"]);
        assert_eq!(wrapped("regional vice president"), ["regional vice", "president"]);
        assert_eq!(wrapped("a b"), ["a b"]);
        let long =
            wrapped("Donaudampfschifffahrtsgesellschaftskapitän of the very last of all the ships");
        assert_eq!(long, ["Donaudampfschifff…", "of the very last", "of all the ships"]);
        assert_eq!(wrapped(&format!("{long:?} and more")).len(), 3);
        assert_eq!(wrapped(""), Vec::<String>::new());
    }
}
