//! Which roles of one document are known in all of a project.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use review::{DocumentSummary, GenericWords, Role, Settings, Span, Vocabulary};

/// What a document adds to the roles of its project.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// The document.
    pub path: PathBuf,
    /// The roles that it declares.
    pub declared: Vec<Role>,
    /// The roles that its stories name, as written.
    pub tellers: Vec<String>,
    /// The roles that its prose names again and again, each with how often.
    pub used: Vec<(String, usize)>,
}

impl Brief {
    /// What a summary says; `shown` is its path as people see it.
    pub fn of(path: PathBuf, shown: &str, summary: &DocumentSummary) -> Self {
        let tellers = summary.stories().iter().flat_map(|story| &story.roles);
        let tellers = tellers.map(|(name, _)| name.clone()).collect();
        let (declared, used) = (summary.roles(&path, shown).collect(), summary.used_roles());
        Self { declared, path, tellers, used }
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
    Vocabulary::of_project(&own.roles, &own.generic, declared, tellers, used)
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

/// The roles that one document declares and a story of another uses: these are known everywhere.
pub fn elsewhere(vocabulary: &Vocabulary, briefs: &[Brief]) -> Vec<Role> {
    // By name, the documents whose stories use it.
    let mut users: HashMap<&str, HashSet<&PathBuf>> = HashMap::new();
    for brief in briefs {
        for name in &brief.tellers {
            if let Some(role) = vocabulary.role(name) {
                users.entry(&role.name).or_default().insert(&brief.path);
            }
        }
    }
    let mut elsewhere: Vec<Role> = Vec::new();
    for brief in briefs {
        for role in &brief.declared {
            let known = vocabulary.role(&role.name).map_or("", |known| &known.name);
            let users = users.get(known);
            let is_used = users.is_some_and(|users| users.iter().any(|user| **user != brief.path));
            if is_used && !elsewhere.iter().any(|other| other.name == role.name) {
                elsewhere.push(unplaced(role));
            }
        }
    }
    elsewhere
}
