//! `workspace/symbol`: the roles and the stories of every project that is open.

use tower_lsp::lsp_types::{SymbolInformation, SymbolKind, WorkspaceSymbolParams};

use crate::roles::{Spot, View};

/// More answers than this are no list that anybody reads.
const LIMIT: usize = 200;
/// How much of a story is shown, in characters.
const SHOWN: usize = 100;

/// A symbol that is called for, before anybody asks which line it is on.
struct Called {
    is_story: bool,
    /// How far its name is from what was typed.
    distance: usize,
    name: String,
    spot: Spot,
    container: Option<String>,
}

/// What is called for: roles first, then stories, each kind the closest first.
pub fn symbols(views: &[View<'_>], params: &WorkspaceSymbolParams) -> Vec<SymbolInformation> {
    let query = params.query.to_lowercase();
    let mut called: Vec<(&View<'_>, Called)> = Vec::new();
    for view in views {
        called.extend(roles(view, &query).chain(stories(view, &query)).map(|one| (view, one)));
    }
    called.sort_by_key(|(_, one)| (one.is_story, one.distance));
    called.into_iter().take(LIMIT).filter_map(|(view, one)| symbol(view, one)).collect()
}

fn roles<'a>(view: &'a View<'_>, query: &'a str) -> impl Iterator<Item = Called> + 'a {
    let roles = view.index.vocabulary().roles().iter().enumerate();
    roles.filter_map(move |(index, role)| {
        let names = [&role.name].into_iter().chain(&role.aliases).chain(&role.persona);
        let distance = names.filter_map(|name| distance(name, query)).min()?;
        let spot = view.declarations(index).into_iter().next().or_else(|| first(view, index))?;
        let container = role.kind.map(|kind| kind.name().to_owned());
        Some(Called { is_story: false, distance, name: role.name.clone(), spot, container })
    })
}

fn stories<'a>(view: &'a View<'_>, query: &'a str) -> impl Iterator<Item = Called> + 'a {
    view.index.files().flat_map(move |(path, file)| {
        let stories = file.summary().stories().iter();
        stories.filter_map(move |story| {
            let distance = distance(&story.text, query)?;
            let spot = Spot { path: path.to_owned(), span: story.span };
            let mut name: String = story.text.chars().take(SHOWN).collect();
            if name.len() < story.text.len() {
                name.push('…');
            }
            let container = Some(view.index.shown(path));
            Some(Called { is_story: true, distance, name, spot, container })
        })
    })
}

/// The first place that names a role which nobody declares.
fn first(view: &View<'_>, role: usize) -> Option<Spot> {
    view.index.files().find_map(|(path, file)| {
        let mention = file.mentions().find(|mention| mention.role == role)?;
        Some(Spot { path: path.to_owned(), span: mention.span })
    })
}

#[allow(deprecated, reason = "the protocol's own type has a field it wants nobody to use")]
fn symbol(view: &View<'_>, called: Called) -> Option<SymbolInformation> {
    Some(SymbolInformation {
        name: called.name,
        kind: if called.is_story { SymbolKind::EVENT } else { SymbolKind::CLASS },
        tags: None,
        deprecated: None,
        location: view.locations(&[called.spot]).into_iter().next()?,
        container_name: called.container,
    })
}

/// How far a name is from what was typed; none where a letter is missing. Letters may be left out,
/// as editors let one do: "salas" finds "sales associate".
fn distance(name: &str, query: &str) -> Option<usize> {
    let name = name.to_lowercase();
    if let Some(at) = name.find(query) {
        return Some(at);
    }
    let mut characters = name.chars();
    let found =
        query.chars().filter(|c| !c.is_whitespace()).all(|wanted| characters.any(|c| c == wanted));
    found.then_some(1000)
}
