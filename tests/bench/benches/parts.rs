//! What the parts of a review cost, without a server: `cargo bench -p rolecall-bench`.
//!
//! A document is parsed when somebody looks at it, and then it stays so. So the parts up to a review get a new one each time.

use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use review::{Document, DocumentSummary, Origin, Review, Settings, Span};
use rolecall_bench::edit::{self, Kind};
use rolecall_bench::text::{Findings, generate};
use workspace::{Index, Source};

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

fn main() {
    divan::main();
}

fn text(size: usize) -> String {
    generate(size, Findings::Count(20), 1).text
}

fn review(text: &str) -> Review {
    Review::new(Document::new(text), Arc::new(Settings::default()))
}

/// The place of an edit of this kind.
fn place(text: &str, kind: Kind) -> Span {
    let at = edit::place(text, kind).map_or(0, |place| place.byte);
    Span::new(at, at)
}

/// The document with a letter more.
fn edited(document: &Document, place: Span) -> Document {
    let mut document = document.clone();
    document.edit(place, "x");
    document
}

#[divan::bench(args = SIZES, max_time = 3)]
fn document_new(bencher: Bencher<'_, '_>, size: usize) {
    let text = text(size);
    bencher.bench_local(|| Document::new(&text));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn document_edit(bencher: Bencher<'_, '_>, size: usize) {
    let text = text(size);
    let (document, place) = (Document::new(&text), place(&text, Kind::Middle));
    bencher.bench_local(|| edited(&document, place));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn review_new(bencher: Bencher<'_, '_>, size: usize) {
    let text = text(size);
    let document = || Document::new(&text);
    bencher
        .with_inputs(document)
        .bench_local_values(|document| Review::new(document, Arc::default()));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn review_again(bencher: Bencher<'_, '_>, size: usize) {
    again(bencher, size, Kind::Middle);
}

#[divan::bench(args = SIZES, max_time = 3)]
fn review_again_in_a_story(bencher: Bencher<'_, '_>, size: usize) {
    again(bencher, size, Kind::Story);
}

fn again(bencher: Bencher<'_, '_>, size: usize, kind: Kind) {
    let text = text(size);
    let settings = Arc::new(Settings::default());
    let before = Review::new(Document::new(&text), Arc::clone(&settings));
    let place = place(&text, kind);
    bencher
        .with_inputs(|| edited(before.document(), place))
        .bench_local_values(|after| before.again(after, Arc::clone(&settings)));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn findings(bencher: Bencher<'_, '_>, size: usize) {
    let review = review(&text(size));
    bencher.bench_local(|| review.findings());
}

#[divan::bench(args = SIZES, max_time = 3)]
fn stories(bencher: Bencher<'_, '_>, size: usize) {
    let review = review(&text(size));
    bencher.bench_local(|| review.stories());
}

/// So many documents, of this size each, are a project.
const DOCUMENTS: u64 = 100;
const SIZE: usize = 20_000;

fn sources() -> Vec<Source> {
    let source = |number| Source {
        path: format!("{number}.md").into(),
        origin: Origin::default(),
        text: generate(SIZE, Findings::Count(20), number).text.into(),
    };
    (0..DOCUMENTS).map(source).collect()
}

fn index(sources: &[Source]) -> Index {
    Index::new(Path::new(""), Arc::default(), sources, |source| Some(source.clone()))
}

#[divan::bench(max_time = 3)]
fn index_of_a_project(bencher: Bencher<'_, '_>) {
    let sources = sources();
    bencher.bench_local(|| index(&sources));
}

#[divan::bench(max_time = 3)]
fn index_with_one_document_changed(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let index = index(&sources);
    let Some(Source { path, text, .. }) = sources.first() else { return };
    let changed = edited(&Document::new(text), place(text, Kind::Story));
    let review = Review::new(changed, Arc::default());
    let change =
        || vec![(path.clone(), Some((Arc::clone(text), DocumentSummary::of_review(&review))))];
    bencher.bench_local(|| index.with(change()));
}
