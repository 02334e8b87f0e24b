//! Which roles of one document are known in all of a project.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use review::{
    DocumentKind, DocumentSummary, Extent, GenericWords, Role, Settings, Span, Statement,
    Vocabulary,
};

/// What a document adds to the roles of its project.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// The document.
    pub path: PathBuf,
    /// What it is.
    pub kind: DocumentKind,
    /// The roles that it declares, if they count beyond it.
    pub declared: Vec<Role>,
    /// The roles that its stories name, as written.
    pub tellers: Vec<String>,
    /// The roles that its prose names again and again, each with how often, if they count beyond it.
    pub used: Vec<(String, usize)>,
    /// What its sentences say of roles, if they count beyond it.
    pub statements: Vec<Statement>,
}

impl Brief {
    /// What a summary says; `shown` is its path as people see it.
    pub fn of(path: PathBuf, shown: &str, summary: &DocumentSummary) -> Self {
        let tellers = summary.stories().iter().flat_map(|story| &story.roles);
        let tellers = tellers.map(|(name, _)| name.clone()).collect();
        let (declared, used, statements) = match summary.declares_for_others() {
            true => {
                let declared = summary.roles(&path, shown).collect();
                (declared, summary.used_roles(), summary.statements().to_vec())
            }
            false => Default::default(),
        };
        Self { declared, path, kind: summary.kind(), tellers, used, statements }
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Whether the roles that it declares are those of the whole project: the document is on its people or on the product.
    fn speaks_for_all(&self) -> bool {
        matches!(self.kind, DocumentKind::Personas | DocumentKind::Product | DocumentKind::Readme)
    }

    /// The names of all roles that it declares, whose stories it tells, or that its prose names again and again.
    fn names(&self) -> impl Iterator<Item = &str> {
        let declared = self.declared.iter().map(|role| role.name.as_str());
        let tellers = self.tellers.iter().map(String::as_str);
        declared.chain(tellers).chain(self.used.iter().map(|(name, _)| name.as_str()))
    }
}

/// What a project declares outside its documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Declared {
    /// Its roles.
    pub roles: Vec<Role>,
    /// The words that name nobody in it.
    pub generic: GenericWords,
}

impl Declared {
    /// What the settings of a project declare.
    pub fn of(settings: &Settings) -> Self {
        Self { roles: settings.roles.clone(), generic: settings.generic.clone() }
    }
}

/// The roles of a project: those it declares itself, those that its documents declare, and those
/// that stories name.
pub fn vocabulary(own: &Declared, briefs: &[Brief]) -> Vocabulary {
    let declared = briefs.iter().flat_map(|brief| brief.declared.iter().cloned());
    let tellers = briefs.iter().flat_map(|brief| brief.tellers.iter().map(String::as_str));
    let used = briefs.iter().flat_map(|brief| &brief.used);
    let mut vocabulary = Vocabulary::of_project(&own.roles, &own.generic, declared, tellers, used);
    vocabulary.relate(briefs.iter().flat_map(|brief| &brief.statements));
    vocabulary
}

/// The role with the file that declares it, but not the line: an edit that only moves lines is no
/// news to the other documents.
fn unplaced(role: &Role) -> Role {
    let mut role = role.clone();
    for place in &mut role.declared {
        place.line = 0;
        if let Some(file) = &mut place.file {
            file.span = Span::default();
        }
    }
    role
}

/// The roles that the documents of a project know of one another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Elsewhere {
    everywhere: Arc<Vec<Role>>,
    /// With those that are known in one folder alone, by the folder.
    folders: HashMap<PathBuf, Arc<Vec<Role>>>,
}

impl Elsewhere {
    /// The roles that documents declare outside themselves: in all of the project where it is a document on the project's
    /// people or product that declares them, or where two requirements documents name them; else in the documents of the
    /// same folder.
    pub fn of(vocabulary: &Vocabulary, briefs: &[Brief]) -> Self {
        // By name, how many requirements documents name it.
        let mut named: HashMap<&str, usize> = HashMap::new();
        let mut documents: HashMap<&Path, usize> = HashMap::new();
        for brief in briefs {
            *documents.entry(brief.folder()).or_default() += 1;
            if brief.kind.extent() != Extent::Whole {
                continue;
            }
            let roles = brief.names().filter_map(|name| vocabulary.role(name));
            let names: HashSet<&str> = roles.map(|role| role.name.as_str()).collect();
            names.into_iter().for_each(|name| *named.entry(name).or_default() += 1);
        }
        let mut everywhere: Vec<Role> = Vec::new();
        let mut folders: HashMap<PathBuf, Vec<Role>> = HashMap::new();
        for brief in briefs {
            for role in &brief.declared {
                let whole = vocabulary.role(&role.name);
                let known = whole.map_or("", |whole| &whole.name);
                let roles =
                    if brief.speaks_for_all() || named.get(known).is_some_and(|it| *it >= ENOUGH) {
                        &mut everywhere
                    } else if documents.get(brief.folder()).is_some_and(|it| *it > 1) {
                        folders.entry(brief.folder().to_owned()).or_default()
                    } else {
                        continue;
                    };
                if !roles.iter().any(|other| other.name == role.name) {
                    let role = Role { of_project: brief.speaks_for_all(), ..unplaced(role) };
                    roles.push(match whole.cloned() {
                        Some(Role { kind, serves, buys_for, reports_to, .. }) => {
                            let kind = role.kind.or(kind);
                            Role { kind, serves, buys_for, reports_to, ..role }
                        }
                        None => role,
                    });
                }
            }
        }
        let with_all = |roles: Vec<Role>| {
            let own = roles.into_iter();
            let own = own.filter(|role| !everywhere.iter().any(|other| other.name == role.name));
            Arc::new(everywhere.iter().cloned().chain(own).collect())
        };
        let folders = folders.into_iter().map(|(folder, roles)| (folder, with_all(roles)));
        Self { folders: folders.collect(), everywhere: Arc::new(everywhere.clone()) }
    }

    /// Those that the document at `path` knows; those that all know, without a path.
    pub fn at(&self, path: Option<&Path>) -> &Arc<Vec<Role>> {
        let folder = path.and_then(Path::parent);
        folder.and_then(|folder| self.folders.get(folder)).unwrap_or(&self.everywhere)
    }

    /// The same roles, shared with `before` where they are those that it has.
    pub fn sharing(mut self, before: &Self) -> Self {
        let share = |mine: &mut Arc<Vec<Role>>, old: Option<&Arc<Vec<Role>>>| {
            if let Some(old) = old.filter(|old| **old == *mine) {
                *mine = Arc::clone(old);
            }
        };
        share(&mut self.everywhere, Some(&before.everywhere));
        for (folder, roles) in &mut self.folders {
            share(roles, before.folders.get(folder));
        }
        self
    }
}

/// A role that so many requirements documents name is known in all of the project.
const ENOUGH: usize = 2;

#[cfg(test)]
mod tests {
    use review::{Asked, Document, Origin};

    use super::*;

    fn briefs(texts: &[(&str, &str)]) -> Vec<Brief> {
        let brief = |(path, text): &(&str, &str)| {
            let origin = Origin::new(Path::new(path), Asked::Found);
            let summary = DocumentSummary::of(&Document::new(text), origin);
            Brief::of(PathBuf::from(path), path, &summary)
        };
        texts.iter().map(brief).collect()
    }

    /// The roles that the document at `path` knows from others, by name.
    fn known_at(texts: &[(&str, &str)], path: &str) -> Vec<String> {
        let briefs = briefs(texts);
        let elsewhere = Elsewhere::of(&vocabulary(&Declared::default(), &briefs), &briefs);
        elsewhere.at(Some(Path::new(path))).iter().map(|role| role.name.clone()).collect()
    }

    const ROLES: &str = "## Roles\n\n- **Nurse** (also: carer): cares\n";
    const STORY: &str = "As a nurse, I want tea so that I wake.\n";
    const NOBODY: [&str; 0] = [];

    #[test]
    fn a_document_on_people_or_on_the_product_speaks_for_all() {
        for path in [
            "docs/personas.md",
            "docs/personas-2024.md",
            "docs/product/personas.md",
            "product.md",
            "openspec/project.md",
            "README.md",
        ] {
            assert_eq!(known_at(&[(path, ROLES)], "specs/tea/spec.md"), ["nurse"], "{path}");
        }
        for path in ["docs/tea.md", "prd.md", "docs/architecture.md"] {
            assert_eq!(known_at(&[(path, ROLES)], "specs/tea/spec.md"), NOBODY, "{path}");
        }
    }

    #[test]
    fn other_roles_count_in_their_folder() {
        let texts = [("docs/tea.md", ROLES), ("docs/milk.md", "Milk.\n"), ("docs/a/b.md", "")];
        assert_eq!(known_at(&texts, "docs/milk.md"), ["nurse"]);
        assert_eq!(known_at(&texts, "docs/a/b.md"), NOBODY);
        // Where nobody else is, there is nobody to tell.
        assert_eq!(known_at(&texts[..1], "docs/tea.md"), NOBODY);
    }

    #[test]
    fn what_two_requirements_documents_name_counts_everywhere() {
        let declared = ("a/prd.md", ROLES);
        for (other, text, expected) in [
            ("b/prd.md", STORY, &["nurse"][..]),
            (
                "b/prd.md",
                "The nurse opens the chart. Then the nurse signs the order.\n",
                &["nurse"],
            ),
            ("b/notes.md", STORY, &[]),
            ("b/prd.md", "As a cook, I want tea so that I wake.\n", &[]),
        ] {
            assert_eq!(
                known_at(&[declared, (other, text)], "c/tea.md"),
                expected,
                "{other} {text}"
            );
        }
        let two = [("a/tea.md", ROLES), ("b/prd.md", STORY), ("c/spec.md", STORY)];
        assert_eq!(known_at(&two, "d/tea.md"), ["nurse"]);
    }

    #[test]
    fn what_one_document_says_of_a_role_of_another_counts() {
        const PAGE: &str =
            "# Maya Chen, head of nursing\n\nShe buys for the porters. Reports to the warden.\n";
        let texts = [
            ("personas.md", "## Roles\n\n- Head of nursing\n- Porter\n- Warden\n- Guest\n"),
            ("personas/maya.md", PAGE),
            (
                "prd.md",
                "## Scope\n\nPorters support guests. The warden hires porters.\n\n## Goals\n\n- Tea\n\n## Users\n\n- Cook\n",
            ),
        ];
        let briefs = briefs(&texts);
        let vocabulary = vocabulary(&Declared::default(), &briefs);
        let elsewhere = Elsewhere::of(&vocabulary, &briefs);
        let known = |name: &str| vocabulary.role(name).unwrap();
        assert_eq!(known("porter").serves, ["guest", "warden"]);
        assert_eq!(known("head of nursing").buys_for, ["porter"]);
        assert_eq!(known("head of nursing").reports_to, ["warden"]);
        assert_eq!(known("head of nursing").kind, Some(review::RoleKind::Buyer));
        let there = elsewhere.at(Some(Path::new("prd.md")));
        let porter = there.iter().find(|role| role.name == "porter").unwrap();
        assert_eq!(porter.serves, ["guest", "warden"]);
    }

    #[test]
    fn roles_that_stay_are_shared() {
        let of = |texts: &[(&str, &str)]| {
            let briefs = briefs(texts);
            Elsewhere::of(&vocabulary(&Declared::default(), &briefs), &briefs)
        };
        let texts = [("personas.md", ROLES), ("a/tea.md", ROLES), ("a/b.md", "")];
        let old = of(&texts);
        let new = of(&[("c.md", STORY), texts[0], texts[1], texts[2]]).sharing(&old);
        for path in ["a/b.md", "d.md"] {
            let at = |elsewhere: &Elsewhere| Arc::as_ptr(elsewhere.at(Some(Path::new(path))));
            assert_eq!(at(&old), at(&new), "{path}");
        }
    }
}
