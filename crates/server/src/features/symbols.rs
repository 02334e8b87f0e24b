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
    closeness: Closeness,
    name: String,
    spot: Spot,
    container: Option<String>,
}

/// How close a name is to what was typed, the closest first: how it is found in the name, and how far from its start.
type Closeness = (Match, usize);

/// How what was typed is found in a name, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// It is the name.
    Whole,
    /// The name begins with it.
    Start,
    /// A word of the name does.
    Word,
    /// It is inside a word.
    Inside,
    /// Its letters are there, with others between.
    Letters,
}

/// What is called for, the closest first; of those that are as close, roles before stories.
pub fn symbols(views: &[View<'_>], params: &WorkspaceSymbolParams) -> Vec<SymbolInformation> {
    let query = params.query.to_lowercase();
    let mut called: Vec<(&View<'_>, Called)> = Vec::new();
    for view in views {
        called.extend(roles(view, &query).chain(stories(view, &query)).map(|one| (view, one)));
    }
    called.sort_by_key(|(_, one)| {
        let (found, distance) = one.closeness;
        // The name of a role and the words of a story are as close, wherever the word stands.
        (found.max(Match::Word), one.is_story, found, distance)
    });
    called.into_iter().filter_map(|(view, one)| symbol(view, one)).take(LIMIT).collect()
}

fn roles<'a>(view: &'a View<'_>, query: &'a str) -> impl Iterator<Item = Called> + 'a {
    let roles = view.index.vocabulary().roles().iter().enumerate();
    roles.filter_map(move |(index, role)| {
        let names = [&role.name].into_iter().chain(&role.aliases).chain(&role.persona);
        let closeness = names.filter_map(|name| closeness(name, query)).min()?;
        let spot = view.declarations(index).into_iter().next().or_else(|| first(view, index))?;
        let container = role.kind.map(|kind| kind.name().to_owned());
        Some(Called { is_story: false, closeness, name: role.name.clone(), spot, container })
    })
}

fn stories<'a>(view: &'a View<'_>, query: &'a str) -> impl Iterator<Item = Called> + 'a {
    view.index.files().flat_map(move |(path, file)| {
        let stories = file.summary().stories().iter();
        stories.filter_map(move |story| {
            let closeness = closeness(&story.text, query)?;
            let spot = Spot { path: path.to_owned(), span: story.span };
            let mut name: String = story.text.chars().take(SHOWN).collect();
            if name.len() < story.text.len() {
                name.push('…');
            }
            let container = Some(view.index.shown(path));
            Some(Called { is_story: true, closeness, name, spot, container })
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

/// How close a name is to what was typed; none where a letter is missing. Letters may be left out,
/// as editors let one do: "salas" finds "sales associate".
fn closeness(name: &str, query: &str) -> Option<Closeness> {
    let name = name.to_lowercase();
    if name == query {
        return Some((Match::Whole, 0));
    }
    let is_start = |at: usize| {
        let before = name.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    let places = || name.match_indices(query).map(|(at, _)| at);
    if let Some(at) = places().find(|at| is_start(*at)) {
        return Some((if at == 0 { Match::Start } else { Match::Word }, at));
    }
    if let Some(at) = places().next() {
        return Some((Match::Inside, at));
    }
    let mut characters = name.char_indices();
    let mut reached = 0;
    for wanted in query.chars().filter(|c| !c.is_whitespace()) {
        (reached, _) = characters.find(|(_, c)| *c == wanted)?;
    }
    Some((Match::Letters, reached))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_come_before_words_and_words_before_letters() {
        let mut names =
            ["cold ferry kiosk", "reclerked", "As a clerk", "a clerk", "clerk of works", "clerk"];
        names.sort_by_key(|name| closeness(name, "clerk").unwrap_or((Match::Letters, usize::MAX)));
        let expected =
            ["clerk", "clerk of works", "a clerk", "As a clerk", "reclerked", "cold ferry kiosk"];
        assert_eq!(names, expected);
        assert_eq!(closeness("cellar", "clerk"), None);
        assert_eq!(closeness("cold ferry kiosk", "clerk"), Some((Match::Letters, 11)));
        assert!(closeness("tea", "").is_some());
    }
}
