//! Which roles are read: those found in labeled documents, beside those that a reader lists.

use std::path::Path;

use serde::Deserialize;

use crate::measure::{Folds, fold, read_lines, review, scores};

/// A document and the roles that a reader lists in it.
#[derive(Deserialize)]
struct Label {
    file: String,
    roles: Vec<Listed>,
}

/// A role as a reader lists it.
#[derive(Deserialize)]
struct Listed {
    name: String,
    /// The name it should have, where the document writes it otherwise.
    #[serde(default)]
    canonical: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    status: Status,
}

/// Where a role comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    /// The document declares it.
    Declared,
    /// Stories or prose name it, and nothing declares it.
    Used,
    /// The prose names it once: it may be listed and need not be.
    Mentioned,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Status::Declared => "declared",
            Status::Used => "used",
            Status::Mentioned => "mentioned",
        }
    }
}

impl Listed {
    /// The name by which it counts as found.
    fn wanted(&self) -> &str {
        self.canonical.as_deref().unwrap_or(&self.name)
    }

    /// Every name that is right for it.
    fn names(&self) -> impl Iterator<Item = &str> {
        [self.wanted(), &self.name].into_iter().chain(self.aliases.iter().map(String::as_str))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    documents: usize,
    /// Declared roles: found, and wanted.
    declared: (usize, usize),
    /// Roles that are only used: found, and wanted.
    used: (usize, usize),
    /// Roles that the program lists: right ones, and all.
    listed: (usize, usize),
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        fn sum(one: &mut (usize, usize), other: (usize, usize)) {
            *one = (one.0 + other.0, one.1 + other.1);
        }
        self.documents += other.documents;
        sum(&mut self.declared, other.declared);
        sum(&mut self.used, other.used);
        sum(&mut self.listed, other.listed);
    }

    fn row(&self, title: &str) -> String {
        let cell = |(part, whole): (usize, usize)| {
            let (share, ..) = scores(part, whole, whole);
            format!("{part} of {whole} ({share:.3})")
        };
        let Self { documents, declared, used, listed } = *self;
        let [declared, used, listed] = [declared, used, listed].map(cell);
        format!("| {title} | {documents} | {declared} | {used} | {listed} |")
    }
}

/// Prints how many of the roles that a reader lists are found, and how many of those found are right. `folder` holds
/// `roles.jsonl` and the documents in `raw`, each read as a project of its own.
pub fn measure(folder: &Path, folds: Folds, mistakes: bool) -> Result<(), String> {
    let labels: Vec<Label> = read_lines(&folder.join("roles.jsonl"))?;
    let mut by_fold = [Counts::default(); 5];
    for label in labels.iter().filter(|label| folds.has(&label.file)) {
        let path = folder.join("raw").join(&label.file);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let review = review(&text);
        let mut found: Vec<&str> = Vec::new();
        for role in review.vocabulary().roles() {
            if !found.contains(&role.name.as_str()) {
                found.push(&role.name);
            }
        }
        let read = Read::of(label, &found);
        if mistakes {
            read.print_mistakes(label);
        }
        if let Some(counts) = by_fold.get_mut(fold(&label.file)) {
            counts.add(&read.counts());
        }
    }
    if mistakes {
        println!();
    }
    println!("| fold | documents | declared, found | used, found | listed, right |");
    println!("|---|---|---|---|---|");
    let mut all = Counts::default();
    for (fold, counts) in by_fold.iter().enumerate().filter(|(_, counts)| counts.documents > 0) {
        println!("{}", counts.row(&fold.to_string()));
        all.add(counts);
    }
    println!("{}", all.row("**all**"));
    Ok(())
}

/// What was read of one document.
struct Read<'a> {
    declared: Vec<(&'a str, bool)>,
    used: Vec<(&'a str, bool)>,
    /// What the program lists, and whether the reader knows it.
    listed: Vec<(&'a str, bool)>,
}

impl<'a> Read<'a> {
    fn of(label: &'a Label, found: &[&'a str]) -> Self {
        let wanted = |status| {
            let roles = label.roles.iter().filter(move |role| role.status == status);
            assigned(roles.map(Listed::wanted).collect(), found)
        };
        let is_right = |name: &str| {
            label.roles.iter().flat_map(Listed::names).any(|listed| is_same(name, listed))
        };
        Self {
            declared: wanted(Status::Declared),
            used: wanted(Status::Used),
            listed: found.iter().map(|name| (*name, is_right(name))).collect(),
        }
    }

    fn counts(&self) -> Counts {
        let count = |names: &[(&str, bool)]| {
            (names.iter().filter(|(_, is_found)| *is_found).count(), names.len())
        };
        Counts {
            documents: 1,
            declared: count(&self.declared),
            used: count(&self.used),
            listed: count(&self.listed),
        }
    }

    fn print_mistakes(&self, label: &Label) {
        let file = &label.file;
        for (status, names) in [(Status::Declared, &self.declared), (Status::Used, &self.used)] {
            for (name, _) in names.iter().filter(|(_, is_found)| !is_found) {
                println!("missed ({}) {file}: {name:?}", status.name());
            }
        }
        for (name, _) in self.listed.iter().filter(|(_, is_right)| !is_right) {
            println!("no role {file}: {name:?}");
        }
    }
}

/// Which of the wanted names are found. Each found name stands for one wanted name; the one that is equal goes first.
fn assigned<'a>(wanted: Vec<&'a str>, found: &[&str]) -> Vec<(&'a str, bool)> {
    let mut free: Vec<&str> = found.to_vec();
    let mut assigned: Vec<(&str, bool)> = wanted.into_iter().map(|name| (name, false)).collect();
    for is_match in [is_equal, is_same] {
        for (name, is_found) in assigned.iter_mut().filter(|(_, is_found)| !is_found) {
            if let Some(at) = free.iter().position(|found| is_match(found, name)) {
                free.remove(at);
                *is_found = true;
            }
        }
    }
    assigned
}

/// Whether two names have a form in common.
pub fn is_equal(one: &str, other: &str) -> bool {
    let others = forms(other);
    forms(one).iter().any(|form| others.contains(form))
}

/// Whether two names stand for one role: they are equal, or the longer ends in the shorter, which has two words or
/// more.
pub fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (forms(one), forms(other));
    one.iter().any(|one| {
        other.iter().any(|other| {
            let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
            one == other || short.len() > 1 && long.ends_with(short)
        })
    })
}

/// The forms that a name is compared in, each as its words in lower case, the last of them singular: the whole name,
/// what stands in and around brackets, and each of several names. Articles and ranks are left out.
fn forms(name: &str) -> Vec<Vec<String>> {
    let name = name.replace(['*', '_', '`', '"', '“', '”'], "").to_lowercase().replace('-', " ");
    let mut wholes = vec![name.clone()];
    if let Some((before, rest)) = name.split_once('(')
        && let Some((inside, after)) = rest.split_once(')')
    {
        wholes.push(format!("{before} {after}"));
        wholes.push(inside.to_owned());
    }
    let parts: Vec<String> = wholes
        .iter()
        .flat_map(|whole| whole.split(['–', '—', ':', ',', '/']))
        .map(str::trim)
        .filter(|part| part.chars().count() > 2)
        .map(str::to_owned)
        .collect();
    let mut forms: Vec<Vec<String>> = wholes.iter().chain(&parts).map(|form| words(form)).collect();
    forms.retain(|form| !form.is_empty());
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The words of a name without what it begins with and what does not count.
fn words(name: &str) -> Vec<String> {
    const UNCOUNTED: [&str; 15] = [
        "the",
        "a",
        "an",
        "our",
        "primary",
        "secondary",
        "tertiary",
        "main",
        "key",
        "new",
        "other",
        "internal",
        "external",
        "typical",
        "generic",
    ];
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '&' | '\'');
    let mut words: Vec<&str> =
        name.split(|c| !is_part(c)).filter(|word| !word.is_empty()).collect();
    // "Persona 2", "persona B"
    if words.len() > 1 && words.first() == Some(&"persona") {
        words.drain(..2);
    }
    let from = words.iter().position(|word| !UNCOUNTED.contains(word)).unwrap_or(words.len());
    let mut words: Vec<String> = words.split_off(from).into_iter().map(str::to_owned).collect();
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// The singular of a noun as far as its ending shows. Names are compared by it, so it is no part of what is measured.
fn singular(noun: &str) -> String {
    let stem =
        |ending: &str, put: &str| noun.strip_suffix(ending).map(|stem| stem.to_owned() + put);
    let is_long = noun.chars().count() > 4;
    let is_sibilant = ["sses", "shes", "ches", "xes"].iter().any(|ending| noun.ends_with(ending));
    let keeps_s = ["ss", "us", "is"].iter().any(|ending| noun.ends_with(ending));
    let one = match () {
        () if is_long && noun.ends_with("ies") => stem("ies", "y"),
        () if is_long && is_sibilant => stem("es", ""),
        () if noun.chars().count() > 3 && !keeps_s => stem("s", ""),
        () => None,
    };
    one.unwrap_or_else(|| noun.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_role_are_the_same() {
        for (one, other) in [
            ("The Shift Planners", "shift planner"),
            ("Shift planner (ward)", "shift-planner"),
            ("Secondary (ward clerk)", "ward clerks"),
            ("night ward clerk", "ward clerk"),
            ("primary buyer", "buyer"),
            ("Persona 2: Secretary", "secretaries"),
            ("buyer / planner", "planner"),
        ] {
            assert!(is_same(one, other) && is_same(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("ward clerk", "clerk"),
            ("clerk of the ward", "ward"),
            ("ward clerk", "ward nurse"),
            ("boss", "bos"),
            ("", ""),
        ] {
            assert!(!is_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_found_name_stands_for_one_wanted_name() {
        let found = ["night ward clerk", "Ward clerks"];
        let both = assigned(vec!["ward clerk", "day ward clerk"], &found);
        // The equal one is taken first; "night ward clerk" and "day ward clerk" are two.
        assert_eq!(both, [("ward clerk", true), ("day ward clerk", false)]);
        let both = assigned(vec!["ward clerk", "clerks on the ward", "a ward clerk"], &found);
        assert_eq!(both.iter().filter(|(_, is_found)| *is_found).count(), 2);
    }

    #[test]
    fn a_name_is_right_by_an_alias_and_found_by_its_own() {
        let listed = Listed {
            name: "Ward clerks".to_owned(),
            canonical: None,
            aliases: vec!["secretary".to_owned()],
            status: Status::Declared,
        };
        let label = Label { file: "a.md".to_owned(), roles: vec![listed] };
        let counts = Read::of(&label, &["secretary", "nurse"]).counts();
        assert_eq!((counts.declared, counts.used, counts.listed), ((0, 1), (0, 0), (1, 2)));
    }
}
