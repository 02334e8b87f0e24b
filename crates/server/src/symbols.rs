//! `workspace/symbol`: the roles and the stories of every project that is open.

use tower_lsp::lsp_types::{SymbolInformation, SymbolKind};

use crate::roles::{Spot, View};

/// More answers than this are no list that anybody reads.
const LIMIT: usize = 200;
/// How much of a story is shown, in characters.
const SHOWN: usize = 100;

/// What is called for by `query`: roles first, then stories, each kind the closest first.
pub fn symbols(views: &[View<'_>], query: &str) -> Vec<SymbolInformation> {
    let query = query.to_lowercase();
    let mut found: Vec<(bool, usize, SymbolInformation)> = Vec::new();
    for view in views {
        found.extend(roles(view, &query).chain(stories(view, &query)));
    }
    found.sort_by_key(|(is_story, distance, _)| (*is_story, *distance));
    found.into_iter().map(|(_, _, symbol)| symbol).take(LIMIT).collect()
}

fn roles<'a>(
    view: &'a View<'_>,
    query: &'a str,
) -> impl Iterator<Item = (bool, usize, SymbolInformation)> + 'a {
    let roles = view.index.vocabulary().roles().iter().enumerate();
    roles.filter_map(move |(index, role)| {
        let names = [&role.name].into_iter().chain(&role.aliases).chain(&role.persona);
        let distance = names.filter_map(|name| distance(name, query)).min()?;
        let spot = view.declarations(index).into_iter().next().or_else(|| first(view, index))?;
        let kind = role.kind.map(|kind| kind.name().to_owned());
        symbol(view, role.name.clone(), SymbolKind::CLASS, spot, kind)
            .map(|symbol| (false, distance, symbol))
    })
}

fn stories<'a>(
    view: &'a View<'_>,
    query: &'a str,
) -> impl Iterator<Item = (bool, usize, SymbolInformation)> + 'a {
    view.index.files().flat_map(move |(path, file)| {
        let stories = file.sheet().stories().iter();
        stories.filter_map(move |story| {
            let distance = distance(&story.text, query)?;
            let spot = Spot { path: path.to_owned(), span: story.span };
            let mut text: String = story.text.chars().take(SHOWN).collect();
            if text.len() < story.text.len() {
                text.push('…');
            }
            symbol(view, text, SymbolKind::EVENT, spot, Some(view.index.shown(path)))
                .map(|symbol| (true, distance, symbol))
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
fn symbol(
    view: &View<'_>,
    name: String,
    kind: SymbolKind,
    spot: Spot,
    container_name: Option<String>,
) -> Option<SymbolInformation> {
    let location = view.locations(&[spot]).into_iter().next()?;
    Some(SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name })
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
