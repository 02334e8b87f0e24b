//! A role under the cursor, and every place that names it: in documents, and in the files that
//! declare roles.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use markdown::{Document, Span};
use project::{Naming, PlacedName};
use review::{Mention, NameKind};
use tower_lsp::lsp_types::{Location, Position, Url};
use workspace::Index;

use crate::client::Client;
use crate::convert::{self, Ranges};
use crate::documents::Documents;
use crate::indexes::Versions;

/// The project round a document: what all its documents say, as of now.
pub struct View<'a> {
    /// The documents.
    pub index: Arc<Index>,
    /// The project's `rolecall.toml`.
    pub config: Option<PathBuf>,
    /// What is open.
    pub documents: &'a Documents,
    /// The versions of what was open before the index was made: edits are meant for these.
    pub versions: Versions,
    /// What the client can do.
    pub client: Client,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The file.
    pub path: PathBuf,
    /// Its bytes there.
    pub span: Span,
}

impl View<'_> {
    /// The name at a position of a document or of a file that declares roles.
    pub fn at(&self, path: &Path, position: Position) -> Option<Mention> {
        let text = self.text(path)?;
        let offset = convert::offset(&Document::new(&text), position, self.client.encoding);
        let file = self.index.file(path);
        let mention =
            file.and_then(|file| file.mentions().find(|mention| mention.span.touches(offset)));
        mention.or_else(|| {
            let mut names = project::names_in(&text, path).into_iter();
            let name = names.find(|name| name.span.touches(offset))?;
            self.mention_of(&name)
        })
    }

    /// What a name in a file that declares roles stands for.
    pub fn mention_of(&self, name: &PlacedName) -> Option<Mention> {
        let mention = self.index.vocabulary().mention(&name.text, name.span)?;
        let fits = match (name.kind, mention.name) {
            (Naming::Serves | Naming::BuysFor | Naming::ReportsTo | Naming::Distinct, _)
            | (Naming::Name | Naming::Plural, NameKind::Canonical) => true,
            (Naming::Alias, NameKind::Alias(_)) => true,
            (Naming::Persona, NameKind::Persona) => true,
            // A persona known by name only.
            (Naming::Name, NameKind::Persona) => true,
            _ => false,
        };
        fits.then_some(mention)
    }

    /// The files that declare roles and are no documents, or not only.
    pub fn declaring(&self) -> BTreeSet<PathBuf> {
        let roles = self.index.declared().roles.iter();
        let places = roles.flat_map(|role| &role.declared).filter_map(|place| place.file.as_ref());
        places.map(|file| file.path.clone()).chain(self.config.clone()).collect()
    }

    /// Every place that names a role by one of `names`, in the order of the files. Where it is
    /// declared is among them.
    pub fn named(&self, is_meant: impl Fn(Mention) -> bool) -> Vec<Spot> {
        let mut spots: BTreeSet<Spot> = BTreeSet::new();
        for (path, file) in self.index.files() {
            let mentions = file.mentions().filter(|mention| is_meant(*mention));
            spots
                .extend(mentions.map(|mention| Spot { path: path.to_owned(), span: mention.span }));
        }
        for path in self.declaring() {
            for name in self.names(&path) {
                if self.mention_of(&name).is_some_and(&is_meant)
                    && !spots.iter().any(|spot| spot.path == path && spot.span.overlaps(name.span))
                {
                    spots.insert(Spot { path: path.clone(), span: name.span });
                }
            }
        }
        spots.into_iter().collect()
    }

    /// The names in a file that declares roles.
    pub fn names(&self, path: &Path) -> Vec<PlacedName> {
        self.text(path).map(|text| project::names_in(&text, path)).unwrap_or_default()
    }

    /// Where a role is declared: the names themselves, as far as they can be told.
    pub fn declarations(&self, index: usize) -> Vec<Spot> {
        let Some(role) = self.index.vocabulary().roles().get(index) else { return Vec::new() };
        let files = role.declared.iter().filter_map(|place| place.file.as_ref());
        let spots = files.map(|place| {
            let file = self.index.file(&place.path);
            let name = file.and_then(|file| {
                let mut mentions = file.mentions();
                mentions.find(|mention| mention.role == index && place.span.contains(mention.span))
            });
            let span = name.map_or(place.span, |mention| mention.span);
            Spot { path: place.path.clone(), span }
        });
        let mut spots: Vec<Spot> = spots.collect();
        spots.dedup();
        spots
    }

    /// A file's text: what is open counts.
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        if let Some(file) = self.index.file(path) {
            return Some(Arc::clone(file.text()));
        }
        match self.documents.text_of(path) {
            Some(text) => Some(text.into()),
            None => project::read_config(path).ok().map(Arc::from),
        }
    }

    /// Spots as the client's locations.
    pub fn locations(&self, spots: &[Spot]) -> Vec<Location> {
        let mut locations = Vec::new();
        for spots in spots.chunk_by(|one, other| one.path == other.path) {
            let Some(path) = spots.first().map(|spot| &spot.path) else { continue };
            let (Some(uri), Some(text)) = (self.uri(path), self.text(path)) else { continue };
            let document = Document::new(&text);
            let mut ranges = Ranges::new(&document, self.client.encoding);
            locations
                .extend(spots.iter().map(|spot| Location::new(uri.clone(), ranges.of(spot.span))));
        }
        locations
    }

    /// The version of a file that is open.
    pub fn version(&self, path: &Path) -> Option<i32> {
        self.versions.get(path).copied().flatten()
    }

    /// What the client calls a file.
    pub fn uri(&self, path: &Path) -> Option<Url> {
        match self.documents.of_path(path) {
            Some(open) => Some(open.uri.clone()),
            None => Url::from_file_path(path).ok(),
        }
    }
}
