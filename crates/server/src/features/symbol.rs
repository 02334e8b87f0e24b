//! `textDocument/documentSymbol`
//!
//! A section is a `String`, as in other servers for Markdown, so that outlines look alike. A story is
//! an `Event`: something that happens to somebody; an `Interface` would make people think of code.

use review::{Outline, Section, Story};
use tower_lsp::lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation,
    SymbolKind, Url,
};

use crate::convert;
use crate::features::shared::AskedDocument;

/// The sections and the stories in them: as a tree where the client takes one, else as a list.
pub fn symbols(asked: &AskedDocument<'_>, _: &DocumentSymbolParams) -> DocumentSymbolResponse {
    let Outline { sections, stories } = asked.review().outline();
    let mut maker = Maker { ranges: asked.ranges(), tree: Vec::new(), open: Vec::new() };
    let mut stories = stories.iter().peekable();
    for section in &sections {
        while let Some(story) = stories.next_if(|story| story.span.start < section.span.start) {
            maker.story(story);
        }
        maker.section(section);
    }
    stories.for_each(|story| maker.story(story));
    let tree = maker.done();
    if asked.client.nested_symbols {
        return DocumentSymbolResponse::Nested(tree);
    }
    let mut list = Vec::new();
    flatten(tree, None, &asked.open.uri, &mut list);
    DocumentSymbolResponse::Flat(list)
}

struct Maker<'a> {
    ranges: convert::Ranges<'a>,
    tree: Vec<DocumentSymbol>,
    /// Sections that have not ended yet, innermost last.
    open: Vec<(u8, usize, DocumentSymbol)>,
}

impl Maker<'_> {
    fn section(&mut self, section: &Section) {
        while self.open.last().is_some_and(|(level, ..)| *level >= section.level) {
            self.close();
        }
        let name = match section.title.as_str() {
            // Clients refuse a symbol without a name.
            "" => "(no title)".to_owned(),
            title => title.to_owned(),
        };
        let range = self.ranges.of(section.span);
        let selection = self.ranges.of(section.heading);
        let symbol = symbol(name, None, SymbolKind::STRING, range, selection);
        self.open.push((section.level, section.span.end, symbol));
    }

    fn story(&mut self, story: &Story) {
        while self.open.last().is_some_and(|(_, end, _)| *end <= story.span.start) {
            self.close();
        }
        let range = self.ranges.of(story.span);
        let role = story.roles.first().map(|slot| slot.span);
        let role = role.filter(|role| story.span.contains(*role)).unwrap_or(story.span);
        let detail = story.role_names().join(", ");
        let selection = self.ranges.of(role);
        self.add(symbol(story.title(), Some(detail), SymbolKind::EVENT, range, selection));
    }

    fn add(&mut self, symbol: DocumentSymbol) {
        match self.open.last_mut() {
            Some((.., above)) => above.children.get_or_insert_default().push(symbol),
            None => self.tree.push(symbol),
        }
    }

    fn close(&mut self) {
        if let Some((.., symbol)) = self.open.pop() {
            self.add(symbol);
        }
    }

    fn done(mut self) -> Vec<DocumentSymbol> {
        while !self.open.is_empty() {
            self.close();
        }
        self.tree
    }
}

#[allow(deprecated)] // The field is, not what we do: it must be given.
fn symbol(
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    range: tower_lsp::lsp_types::Range,
    selection_range: tower_lsp::lsp_types::Range,
) -> DocumentSymbol {
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: None,
    }
}

#[allow(deprecated)]
fn flatten(
    tree: Vec<DocumentSymbol>,
    container: Option<&str>,
    uri: &Url,
    list: &mut Vec<SymbolInformation>,
) {
    for symbol in tree {
        list.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location: Location::new(uri.clone(), symbol.range),
            container_name: container.map(str::to_owned),
        });
        flatten(symbol.children.unwrap_or_default(), Some(&symbol.name), uri, list);
    }
}
