//! The sum of a run of `rolecall check`: what was reviewed, what was found, and what roles there are.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use review::rules::topic;
use review::{DocumentKind, Extent, Topic};
use serde::Serialize;

use crate::check::checked::{Checked, Report};
use crate::documents::RoleCounts;
use crate::named;

/// So many of the documents with the most findings are named.
const WORST: usize = 10;

/// The sum of it, with its keys as JSON has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many documents were read.
    pub files: usize,
    /// How many findings there are.
    pub findings: usize,
    /// How many stories.
    pub stories: usize,
    /// How many of them are found to name nobody in particular.
    pub generic_stories: usize,
    /// What those cost, in dollars.
    pub tip_jar: usize,
    /// How many findings the baseline holds back, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_back: Option<usize>,
    /// What became of the documents.
    pub documents: Documents,
    /// The kinds of the documents that were left out, the commonest first.
    pub left_out: Vec<LeftOut>,
    /// Where the roles come from.
    pub roles: RoleCounts,
    /// What the findings are about.
    pub topics: Topics,
    /// The documents with the most findings, the worst first.
    pub worst: Vec<Worst>,
}

/// How many documents were reviewed, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Documents {
    /// All of each.
    pub whole: usize,
    /// Stories and what stands around them: there are some.
    pub stories: usize,
    /// Nothing, because of what each is.
    pub left_out: usize,
    /// They cannot be read.
    pub unread: usize,
}

/// How many documents of a kind were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// What they are.
    #[serde(serialize_with = "named::kind")]
    pub kind: DocumentKind,
    /// How many.
    pub documents: usize,
}

/// How many findings there are on each topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Topics {
    /// On stories.
    pub stories: usize,
    /// On the audience, problems, goals and outcomes.
    pub goals: usize,
    /// In prose.
    pub prose: usize,
}

impl Topics {
    /// Returns the topics with their counts, in the order of use.
    pub fn all(self) -> [(Topic, usize); 3] {
        [(Topic::Stories, self.stories), (Topic::Goals, self.goals), (Topic::Prose, self.prose)]
    }
}

/// How many findings a document has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Worst {
    /// The document, as it was named, with `/`.
    pub path: String,
    /// How many.
    pub findings: usize,
}

impl Summary {
    /// The sum of a run.
    pub fn of(report: &Report) -> Self {
        let files = &report.files;
        let sum = |count: fn(&Checked) -> usize| files.iter().map(count).sum();
        let (documents, left_out) = documents(report);
        let mut worst: Vec<Worst> = files
            .iter()
            .map(|file| Worst { path: file.path.clone(), findings: file.findings.len() })
            .filter(|worst| worst.findings > 0)
            .collect();
        worst.sort_by_key(|worst| Reverse(worst.findings));
        worst.truncate(WORST);
        Self {
            files: files.len(),
            findings: sum(|file| file.findings.len()),
            stories: sum(|file| file.tip_jar.stories),
            generic_stories: sum(|file| file.tip_jar.generic),
            tip_jar: sum(|file| file.tip_jar.owed),
            held_back: report.has_baseline.then(|| sum(|file| file.held.values().sum())),
            documents,
            left_out,
            roles: report.roles,
            topics: topics(files),
            worst,
        }
    }
}

fn documents(report: &Report) -> (Documents, Vec<LeftOut>) {
    let mut documents = Documents { unread: report.unread, ..Documents::default() };
    let mut kinds: BTreeMap<DocumentKind, usize> = BTreeMap::new();
    for file in &report.files {
        match file.kind {
            (_, Extent::Whole) => documents.whole += 1,
            (_, Extent::Stories) if file.tip_jar.stories > 0 => documents.stories += 1,
            (kind, _) => *kinds.entry(kind).or_default() += 1,
        }
    }
    for (_, kind) in &report.unopened {
        *kinds.entry(*kind).or_default() += 1;
    }
    documents.left_out = kinds.values().sum();
    let kinds = kinds.into_iter().map(|(kind, documents)| LeftOut { kind, documents });
    let mut kinds: Vec<LeftOut> = kinds.collect();
    kinds.sort_by_key(|kind| Reverse(kind.documents));
    (documents, kinds)
}

fn topics(files: &[Checked]) -> Topics {
    let mut topics = Topics::default();
    for found in files.iter().flat_map(|file| &file.findings) {
        match topic(found.finding.rule) {
            Topic::Stories => topics.stories += 1,
            Topic::Goals => topics.goals += 1,
            Topic::Prose => topics.prose += 1,
        }
    }
    topics
}
