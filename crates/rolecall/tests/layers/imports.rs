//! Which file of a crate uses which, read from its `use` lines and paths as the compiler reads them: comments and
//! strings are not code, and what is compiled for tests alone does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The source files of a crate, by their path from its `src` on.
pub type Sources = BTreeMap<PathBuf, String>;

/// A line in which one file names something of another file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The file that has the line.
    pub from: PathBuf,
    /// The number of the line, counted from 1.
    pub line: usize,
    /// The file that holds what the line names.
    pub to: PathBuf,
    /// The path that the line names, with what stands in front of the braces of a `use`.
    pub path: String,
}

/// Returns all imports between the files of a crate, sorted and each once.
pub fn imports(sources: &Sources) -> Vec<Import> {
    let mut modules = Modules::new();
    for root in ["lib.rs", "main.rs"].map(Path::new) {
        if let Some(text) = sources.get(root) {
            let module = Module { file: root.to_owned(), ..Module::default() };
            read(tokens_of(root, text), module, Vec::new(), sources, &mut modules);
        }
    }
    let mut imports = BTreeSet::new();
    for (at, module) in &modules {
        for Used { path, line } in &module.used {
            if let Some(to) = owner(at, path, &modules)
                && to != module.file
            {
                let (from, path) = (module.file.clone(), path.join("::"));
                imports.insert(Import { from, line: *line, to, path });
            }
        }
    }
    imports.into_iter().collect()
}

/// The modules of a crate by their paths, those within a file too.
type Modules = BTreeMap<Vec<String>, Module>;

/// A module, without what is in the modules inside it.
#[derive(Debug, Default)]
struct Module {
    file: PathBuf,
    /// The paths that it names.
    used: Vec<Used>,
    /// The paths of what it imports, by what it calls them.
    imported: BTreeMap<String, Vec<String>>,
    /// The names of the items that are defined in it.
    items: BTreeSet<String>,
}

#[derive(Debug)]
struct Used {
    path: Vec<String>,
    line: usize,
}

fn tokens_of(file: &Path, text: &str) -> Vec<TokenTree> {
    let tokens = TokenStream::from_str(text);
    let tokens = tokens.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    without_tests(tokens).into_iter().collect()
}

/// Reads a module with this path, and then those that it declares.
fn read(
    tokens: Vec<TokenTree>,
    mut module: Module,
    at: Vec<String>,
    sources: &Sources,
    modules: &mut Modules,
) {
    let file = module.file.clone();
    let mut inner: Vec<(String, Option<&Group>)> = Vec::new();
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        match rest {
            [
                TokenTree::Ident(word),
                TokenTree::Ident(name),
                TokenTree::Group(body),
                after @ ..,
            ] if word == "mod" => {
                inner.push((name.to_string(), Some(body)));
                rest = after;
            }
            [TokenTree::Ident(word), TokenTree::Ident(name), after @ ..] if word == "mod" => {
                inner.push((name.to_string(), None));
                rest = after;
            }
            [TokenTree::Ident(word), TokenTree::Ident(name), after @ ..]
                if ITEMS.iter().any(|item| word == item) && name != "fn" =>
            {
                module.items.insert(name.to_string());
                rest = after;
            }
            _ => name_path(&mut rest, &mut module),
        }
    }
    modules.insert(at.clone(), module);
    for (name, body) in inner {
        let at = join(&at, &[name]);
        let (file, tokens) = match body {
            Some(body) => (file.clone(), body.stream().into_iter().collect()),
            None => {
                let path: PathBuf = at.iter().collect();
                let files = [path.with_extension("rs"), path.join("mod.rs")];
                let found = files.iter().find_map(|file| sources.get_key_value(file));
                let (file, text) = found
                    .unwrap_or_else(|| panic!("{}: {} is no file", file.display(), path.display()));
                (file.clone(), tokens_of(file, text))
            }
        };
        read(tokens, Module { file, ..Module::default() }, at, sources, modules);
    }
}

/// The words that the name of an item follows, modules aside.
const ITEMS: [&str; 8] = ["const", "enum", "fn", "static", "struct", "trait", "type", "union"];

/// Leaves out what is compiled for tests alone, with the attribute that says so.
fn without_tests(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut rest = tokens.as_slice();
    while let [token, after @ ..] = rest {
        rest = after;
        match (token, after) {
            (TokenTree::Punct(sign), [TokenTree::Group(attribute), ..])
                if sign.as_char() == '#' && is_for_tests(attribute) =>
            {
                // An item ends with a semicolon, or with its body.
                let is_end = |token: &TokenTree| match token {
                    TokenTree::Punct(sign) => sign.as_char() == ';',
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    _ => false,
                };
                let end = rest.iter().position(is_end);
                rest = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
            }
            (TokenTree::Group(group), _) => {
                let inside = without_tests(group.stream());
                kept.push(TokenTree::Group(Group::new(group.delimiter(), inside)));
            }
            (token, _) => kept.push(token.clone()),
        }
    }
    kept.into_iter().collect()
}

/// Whether an attribute is `cfg(test)` or `cfg(all(test, …))`.
fn is_for_tests(attribute: &Group) -> bool {
    let text: String = attribute.to_string().split_whitespace().collect();
    text == "[cfg(test)]" || text.starts_with("[cfg(all(test,")
}

/// Takes a token, with the path that it begins or the paths in its brackets, which are noted.
fn name_path(rest: &mut &[TokenTree], module: &mut Module) {
    let [token, after @ ..] = *rest else { return };
    *rest = after;
    match token {
        TokenTree::Group(group) => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            let mut inside = inside.as_slice();
            while !inside.is_empty() {
                name_path(&mut inside, module);
            }
        }
        TokenTree::Ident(word) if word == "use" => import(Vec::new(), rest, module),
        TokenTree::Ident(word) => {
            let (line, mut path) = (word.span().start().line, vec![word.to_string()]);
            while takes_colons(rest)
                && let [TokenTree::Ident(next), after @ ..] = *rest
            {
                path.push(next.to_string());
                *rest = after;
            }
            if path.len() > 1 {
                module.used.push(Used { path, line });
            }
        }
        _ => {}
    }
}

/// Takes `::` if it is next.
fn takes_colons(rest: &mut &[TokenTree]) -> bool {
    match *rest {
        [TokenTree::Punct(one), TokenTree::Punct(other), after @ ..]
            if one.as_char() == ':' && other.as_char() == ':' =>
        {
            *rest = after;
            true
        }
        _ => false,
    }
}

/// Notes what a `use` imports; `path` is what stands in front of its braces.
fn import(mut path: Vec<String>, rest: &mut &[TokenTree], module: &mut Module) {
    let mut line = 0;
    while let [token, after @ ..] = *rest {
        match token {
            TokenTree::Ident(word) => {
                *rest = after;
                line = word.span().start().line;
                // `use crate::roles::{self, …}` imports `roles`.
                if word != "self" || path.is_empty() {
                    path.push(word.to_string());
                }
                if takes_colons(rest) {
                    continue;
                }
                let mut name = path.last().cloned().unwrap_or_default();
                if let [TokenTree::Ident(word), TokenTree::Ident(new), after @ ..] = *rest
                    && word == "as"
                {
                    name = new.to_string();
                    *rest = after;
                }
                module.imported.insert(name, path.clone());
            }
            TokenTree::Group(braces) => {
                *rest = after;
                let inside: Vec<TokenTree> = braces.stream().into_iter().collect();
                for one in inside.split(|token| is(token, ',')) {
                    import(path.clone(), &mut { one }, module);
                }
                return;
            }
            token if is(token, '*') => line = line.max(token.span().start().line),
            // `::path` begins at another crate, and `use<'a>` imports nothing.
            _ => return,
        }
        module.used.push(Used { path, line });
        return;
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The file that holds what a path means which stands in the module `from`; none where that is of another crate.
fn owner(from: &[String], path: &[String], modules: &Modules) -> Option<PathBuf> {
    let (mut at, mut rest) = start(from, path, modules)?;
    while let [name, after @ ..] = rest {
        let inner = join(&at, std::slice::from_ref(name));
        if modules.contains_key(&inner) {
            (at, rest) = (inner, after);
            continue;
        }
        let module = modules.get(&at)?;
        // What a module imports, or exports again, is of another.
        let imported = module.imported.get(name).filter(|_| !module.items.contains(name));
        return match imported {
            Some(imported) if imported != path => owner(&at, &join(imported, after), modules),
            _ => Some(module.file.clone()),
        };
    }
    modules.get(&at).map(|module| module.file.clone())
}

/// The module that a path begins at which stands in the module `from`, and the rest of the path.
fn start<'a>(
    from: &[String],
    path: &'a [String],
    modules: &Modules,
) -> Option<(Vec<String>, &'a [String])> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some((Vec::new(), rest)),
        "self" => Some((from.to_vec(), rest)),
        "super" => {
            let ups = path.iter().take_while(|name| *name == "super").count();
            Some((from.get(..from.len().checked_sub(ups)?)?.to_vec(), path.get(ups..)?))
        }
        _ => {
            let is_inner = modules.contains_key(&join(from, std::slice::from_ref(first)));
            is_inner.then(|| (from.to_vec(), path))
        }
    }
}

fn join(path: &[String], more: &[String]) -> Vec<String> {
    [path, more].concat()
}
