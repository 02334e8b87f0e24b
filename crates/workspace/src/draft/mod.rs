//! A first `rolecall.toml`, drafted from the documents of a folder.
//!
//! It keeps what the documents say and proposes the rest: a proposal is a comment that counts once its `#` is removed. A
//! check finds no more under the drafted file than without it, and the file itself is read without a warning.

#[cfg(test)]
mod tests;
mod text;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use project::{Config, Loaded};
use review::rules::{GENERIC_ROLE, GENERIC_STORY_ROLE, UNDECLARED_ROLE};
use review::{
    Asked, Document, Extent, Grade, Model, ObjectUse, Review, Role, Rule, Settings, Span, term_of,
};

use crate::index::{Count, Index};
use crate::parallel;

/// A drafted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its text.
    pub text: String,
    /// How many roles it declares, comments aside.
    pub roles: usize,
    /// How many it proposes in comments.
    pub proposed: usize,
}

/// Drafts a `rolecall.toml` for the documents of `index`; none where they have no role. `exclude` are the patterns of the
/// documents that are none of them. `load` reads a text as the project would read it from its `rolecall.toml`.
pub fn draft(index: &Index, exclude: &[String], load: &dyn Fn(&str) -> Loaded) -> Option<Draft> {
    let material = Material { exclude: exclude.to_vec(), ..Material::of(index) };
    if material.is_empty() {
        return None;
    }
    let mut text = text::written(&material, &Kept::default(), load);
    let kept = load(&text).config.map(|config| Kept::of(index, &config));
    if let Some(kept) = kept.filter(|kept| *kept != Kept::default()) {
        text = text::written(&material, &kept, load);
    }
    let roles = text.lines().filter(|line| *line == text::ROLE).count();
    Some(Draft { text, roles, proposed: material.weak.len() + material.once.len() })
}

/// What the file is drafted from.
#[derive(Debug)]
struct Material {
    /// The roles to declare: first those that documents declare, in the documents' order, then those that their stories
    /// tell, the busiest first.
    roles: Vec<Drafted>,
    /// The roles that a document declares which does not speak for the project, and that nothing else confirms.
    weak: Vec<Drafted>,
    /// The roles that one story alone tells.
    once: Vec<Once>,
    /// The roles that pages of personas describe.
    paged: Vec<String>,
    /// The models of the product that documents state, each with the documents.
    models: Vec<(Model, Vec<String>)>,
    /// Further generic words, and the patterns of documents that do not count.
    generic: Vec<String>,
    exclude: Vec<String>,
}

/// A role to declare.
#[derive(Debug)]
struct Drafted {
    /// What the documents say of it. Its aliases are those that they use.
    role: Role,
    count: Count,
    same: Vec<Same>,
}

/// Another name that is likely the same role's.
#[derive(Debug)]
struct Same {
    name: String,
    /// Whether it is that of a role which is declared as well.
    is_declared: bool,
}

/// A role that one story alone tells.
#[derive(Debug)]
struct Once {
    name: String,
    /// Where, as shown to people.
    place: String,
}

impl Material {
    fn of(index: &Index) -> Self {
        let said = said(index);
        let count = |at: usize| index.count_of(at);
        let graded = |grade: Grade| {
            let roles = said.iter().enumerate();
            roles.filter(move |(_, role)| role.grade() == grade).map(|(at, _)| at)
        };
        let told = graded(Grade::Used).filter(|at| count(*at).stories > 0);
        let (mut told, once): (Vec<usize>, Vec<usize>) =
            told.partition(|at| count(*at).stories >= ENOUGH);
        let weight = |at: &usize| (count(*at).stories, count(*at).mentions);
        told.sort_by_key(|at| Reverse(weight(at)));
        let known = known(index);
        let is_sure = |at: &usize| known.contains(at) || count(*at).stories >= ENOUGH;
        let (mut drafted, weak): (Vec<usize>, Vec<usize>) =
            graded(Grade::Declared).partition(is_sure);
        drafted.extend(told);
        let draft = |at: &usize| {
            let role = said.get(*at)?.clone();
            Some(Drafted { role, count: count(*at), same: Vec::new() })
        };
        let mut roles: Vec<Drafted> = drafted.iter().filter_map(draft).collect();
        // What is asked about as an alias is proposed there.
        let mut asked: BTreeSet<usize> = BTreeSet::new();
        for (role, other) in same_roles(index) {
            let at = |role: usize| drafted.iter().position(|at| *at == role);
            // The question is asked where the name is declared that is likelier to stay.
            let (Some(host), name) = (match at(other) {
                Some(host) => (Some(host), role),
                None => (at(role), other),
            }) else {
                continue;
            };
            let is_paged = |role: &Role| role.grade() == Grade::Configured;
            if let (Some(host), Some(other)) = (roles.get_mut(host), said.get(name)) {
                let is_declared = at(name).is_some() || is_paged(other);
                host.same.push(Same { name: other.name.clone(), is_declared });
                asked.insert(name);
            }
        }
        let name = |at: usize| said.get(at).map(|role| role.name.clone());
        let places = places(index);
        let weak = weak.iter().filter(|at| !asked.contains(at)).filter_map(draft).collect();
        let once = once.into_iter().filter(|at| !asked.contains(at)).filter_map(|at| {
            Some(Once { name: name(at)?, place: places.get(at)?.clone().unwrap_or_default() })
        });
        let once = once.collect();
        let paged = graded(Grade::Configured).filter_map(name).collect();
        let generic = index.declared().generic.own().into_iter().map(str::to_owned).collect();
        Self { roles, weak, once, paged, models: models(index), generic, exclude: Vec::new() }
    }

    fn is_empty(&self) -> bool {
        let is_empty = self.roles.is_empty() && self.weak.is_empty() && self.once.is_empty();
        is_empty && self.paged.is_empty()
    }
}

/// A role that so many stories tell is one of the project.
const ENOUGH: usize = 2;

/// The roles of the vocabulary that are the whole project's: those that all documents know, and those of the requirements
/// document where there is only one.
fn known(index: &Index) -> BTreeSet<usize> {
    let files = index.files();
    let whole: Vec<_> =
        files.filter(|(_, file)| file.summary().kind().extent() == Extent::Whole).collect();
    let only = match whole.as_slice() {
        [(path, file)] => file.summary().roles(path, "").collect(),
        _ => Vec::new(),
    };
    let everywhere = index.elsewhere().at(None).iter().chain(&only);
    everywhere.filter_map(|role| index.vocabulary().index_of(&role.name)).collect()
}

/// The roles of the vocabulary, each with all that the documents say of it.
fn said(index: &Index) -> Vec<Role> {
    let vocabulary = index.vocabulary();
    let mut roles = vocabulary.roles().to_vec();
    for (path, file) in index.files() {
        for said in file.summary().roles(path, "") {
            let known = vocabulary.mention(&said.name, Span::default());
            let Some(role) = known.and_then(|known| roles.get_mut(known.role)) else { continue };
            role.kind = role.kind.or(said.kind);
            role.persona = role.persona.take().or(said.persona);
            role.number = role.number.or(said.number);
            role.description = role.description.take().or(said.description);
        }
    }
    roles
}

/// The pairs of roles that are likely one, by what all documents show of them.
fn same_roles(index: &Index) -> Vec<(usize, usize)> {
    let settings = Arc::new(before(index, None));
    let reviews = index.files().map(|(path, file)| {
        Review::new(Document::of_file(file.text(), path), Arc::clone(&settings))
    });
    index.vocabulary().same_roles(reviews)
}

/// For each role of the vocabulary, where a story first names it.
fn places(index: &Index) -> Vec<Option<String>> {
    let mut places = vec![None; index.vocabulary().roles().len()];
    for (path, file) in index.files() {
        for (name, span) in file.summary().stories().iter().flat_map(|story| &story.roles) {
            let role = index.vocabulary().index_of(name);
            if let Some(place @ None) = role.and_then(|role| places.get_mut(role)) {
                let (line, _) = project::place_in(file.text(), span.start);
                *place = Some(format!("{}, line {line}", index.shown(path)));
            }
        }
    }
    places
}

/// The models of the product that documents state, each with the documents.
fn models(index: &Index) -> Vec<(Model, Vec<String>)> {
    let mut models: Vec<(Model, Vec<String>)> = Vec::new();
    for (path, file) in index.files() {
        for model in file.summary().models() {
            match models.iter_mut().find(|(known, _)| *known == model) {
                Some((_, files)) => files.push(index.shown(path)),
                None => models.push((model, vec![index.shown(path)])),
            }
        }
    }
    models
}

/// What the documents are reviewed under as long as there is no file.
fn before(index: &Index, path: Option<&Path>) -> Settings {
    Settings {
        roles: index.declared().roles.clone(),
        generic: index.declared().generic.clone(),
        is_loose: true,
        elsewhere: index.elsewhere().at(path).to_vec(),
        ..Settings::default()
    }
}

/// What a review of the documents adds to the file: above all what it has to say so that a check finds no more than before.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kept {
    /// Generic words that mean somebody in some documents as long as nobody declares roles, with the patterns of these
    /// documents.
    allow: BTreeMap<Vec<&'static str>, Vec<String>>,
    /// Whether roles that nobody declares are not reported.
    hides_undeclared: bool,
    /// Generic words that mostly name what the product keeps in the documents that are reviewed, each with its use there.
    objects: Vec<(Arc<str>, ObjectUse)>,
}

impl Kept {
    /// What changes for the documents once a configuration holds.
    fn of(index: &Index, config: &Config) -> Self {
        let files: Vec<_> = index.files().collect();
        let found = parallel::map(&files, None, |(path, file)| {
            let document = Document::of_file(file.text(), path);
            let origin = config.origin(Some(&config.root), path, Asked::Found);
            let before = before(index, Some(path));
            let after = Settings { elsewhere: before.elsewhere.clone(), ..config.settings.clone() };
            let review = Review::of_file(document.clone(), Arc::new(before), origin);
            let uses = match review.extent() {
                Extent::Whole => review.object_uses(),
                _ => BTreeMap::new(),
            };
            let found = [Found::of(&review), Found::of(&review.again(document, Arc::new(after)))];
            (found, uses)
        });
        let mut kept = Self::default();
        let mut undeclared = (0, 0);
        let mut objects: BTreeMap<Arc<str>, ObjectUse> = BTreeMap::new();
        for (([before, after], uses), (path, _)) in found.into_iter().zip(files) {
            for (word, used) in uses {
                let all = objects.entry(word).or_default();
                *all = all.and(used);
            }
            let new: Vec<&str> = after.generic.difference(&before.generic).copied().collect();
            if !new.is_empty() {
                kept.allow.entry(new).or_default().push(project::pattern_of(&config.root, path));
            }
            undeclared = (undeclared.0 + before.undeclared, undeclared.1 + after.undeclared);
        }
        kept.hides_undeclared = undeclared.1 > undeclared.0;
        // Where nobody is asked about, there is nothing to allow.
        let is_asked = |used: &ObjectUse| used.is_object() && used.people > 0;
        kept.objects = objects.into_iter().filter(|(_, used)| is_asked(used)).collect();
        kept
    }
}

/// What a check finds that depends on which roles are declared.
#[derive(Default)]
struct Found {
    generic: BTreeSet<&'static str>,
    undeclared: usize,
}

impl Found {
    fn of(review: &Review) -> Self {
        let mut found = Self::default();
        for finding in review.findings() {
            let is = |rules: &[&Rule]| rules.contains(&finding.rule);
            if is(&[&GENERIC_ROLE, &GENERIC_STORY_ROLE]) {
                found.generic.extend(term_of(&review.document().slice(finding.span)));
            }
            found.undeclared += usize::from(is(&[&UNDECLARED_ROLE]));
        }
        found
    }
}
