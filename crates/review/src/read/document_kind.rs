//! What a document is, as its path, its front matter and its title say. What its sections and stories say beside that is
//! [`crate::document::kind`]'s.

use std::path::Path;
use std::sync::LazyLock;

use crate::words::Class;

/// The names that say what a document is. The file explains its own form.
const ROWS: &str = include_str!("document_kinds.txt");

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum DocumentKind {
    /// Nothing says what it is.
    #[default]
    Unknown,
    /// A product requirements document.
    Prd,
    /// Requirements in another form: a specification, a proposal, an epic.
    Requirements,
    /// User stories, use cases, a backlog.
    Stories,
    /// The people it is all for.
    Personas,
    /// What the product is: its vision, its charter.
    Product,
    /// A README.
    Readme,
    /// How it is built: architecture, a data model.
    Design,
    /// A roadmap.
    Plan,
    /// An article, an interview, a glossary.
    Article,
    /// A record of a decision.
    Decision,
    /// A report: of a test, an audit, research, a session.
    Report,
    /// Notes of a meeting.
    Notes,
    /// A list of tasks.
    Tasks,
    /// Documentation for those who use or build it.
    Guide,
    /// A changelog.
    Changelog,
    /// A license, a code of conduct.
    Legal,
    /// Instructions for an agent.
    Agent,
    /// A template to fill in.
    Template,
    /// Data of a test.
    Test,
    /// What a program wrote.
    Generated,
    /// Other people's.
    Vendored,
    /// What is archived.
    Archive,
}

/// How much of a document is reviewed that nobody asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Its stories, and what stands around them.
    Stories,
    /// Nothing.
    Nothing,
}

impl Extent {
    /// Its name in JSON: `stories`.
    pub fn name(self) -> &'static str {
        match self {
            Extent::Whole => "whole",
            Extent::Stories => "stories",
            Extent::Nothing => "nothing",
        }
    }
}

impl DocumentKind {
    /// Each with its name in `document_kinds.txt` and in JSON, with what one is called in a sentence, and
    /// several.
    const ALL: [(DocumentKind, &str, &str, &str); 23] = [
        (
            DocumentKind::Unknown,
            "unknown",
            "a document of no known kind",
            "documents without requirements",
        ),
        (DocumentKind::Prd, "prd", "a PRD", "PRDs"),
        (
            DocumentKind::Requirements,
            "requirements",
            "a requirements document",
            "requirements documents",
        ),
        (DocumentKind::Stories, "stories", "a collection of stories", "collections of stories"),
        (DocumentKind::Personas, "personas", "a document on personas", "documents on personas"),
        (DocumentKind::Product, "product", "a product overview", "product overviews"),
        (DocumentKind::Readme, "readme", "a README", "READMEs"),
        (DocumentKind::Design, "design", "a technical design", "technical designs"),
        (DocumentKind::Plan, "plan", "a plan", "plans"),
        (DocumentKind::Article, "article", "an article", "articles"),
        (DocumentKind::Decision, "decision", "a decision record", "decision records"),
        (DocumentKind::Report, "report", "a report", "reports"),
        (DocumentKind::Notes, "notes", "notes", "notes"),
        (DocumentKind::Tasks, "tasks", "a list of tasks", "task lists"),
        (DocumentKind::Guide, "guide", "documentation", "pages of documentation"),
        (DocumentKind::Changelog, "changelog", "a changelog", "changelogs"),
        (DocumentKind::Legal, "legal", "a legal text", "legal texts"),
        (DocumentKind::Agent, "agent", "instructions for an agent", "instructions for agents"),
        (DocumentKind::Template, "template", "a template", "templates"),
        (DocumentKind::Test, "test", "test data", "test data files"),
        (DocumentKind::Generated, "generated", "a generated document", "generated documents"),
        (DocumentKind::Vendored, "vendored", "someone else’s document", "documents of others"),
        (DocumentKind::Archive, "archive", "an archived document", "archived documents"),
    ];

    /// Its name in JSON: `requirements`.
    pub fn name(self) -> &'static str {
        self.row().map_or("unknown", |(_, name, ..)| name)
    }

    /// What it is called behind "it is": "a decision record".
    pub fn phrase(self) -> &'static str {
        self.row().map_or("", |(_, _, phrase, _)| phrase)
    }

    /// So many of them, as a sentence has it: "3 decision records".
    pub fn counted(self, count: usize) -> String {
        let several = self.row().map_or("", |(.., several)| several);
        match count {
            1 if self == Self::Unknown => "a document without requirements".to_owned(),
            1 => self.phrase().to_owned(),
            _ => format!("{count} {several}"),
        }
    }

    fn row(self) -> Option<&'static (DocumentKind, &'static str, &'static str, &'static str)> {
        Self::ALL.iter().find(|(kind, ..)| *kind == self)
    }

    /// How much of it is reviewed where nobody asked for it by name.
    pub fn extent(self) -> Extent {
        use DocumentKind::{
            Article, Design, Personas, Plan, Prd, Product, Readme, Requirements, Stories, Unknown,
        };
        match self {
            Prd | Requirements | Stories | Personas | Product => Extent::Whole,
            Unknown | Readme | Design | Plan | Article => Extent::Stories,
            _ => Extent::Nothing,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, ..)| *known == name).map(|(kind, ..)| *kind)
    }
}

/// Something that says what a document is: a line of `document_kinds.txt`, by its number. Of two, the lesser decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sign(u16);

impl Sign {
    /// What it says.
    pub fn kind(self) -> DocumentKind {
        TABLE.get(usize::from(self.0)).map_or(DocumentKind::Unknown, |row| row.kind)
    }

    /// Whether a document with this sign need not be opened to know what it is.
    fn is_final(self) -> bool {
        let first = TABLE.iter().position(|row| row.source == Source::Front);
        first.is_some_and(|first| usize::from(self.0) < first)
    }
}

/// Where a line is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Folder,
    File,
    Front,
    Title,
}

struct Row {
    kind: DocumentKind,
    source: Source,
    patterns: Vec<Pattern>,
}

/// Words, and whether others may stand before or after them.
struct Pattern {
    words: Vec<&'static str>,
    after_others: bool,
    before_others: bool,
}

impl Pattern {
    fn of(pattern: &'static str) -> Self {
        let mut words: Vec<&str> = pattern.split(' ').collect();
        let before_others = words.pop_if(|word| *word == "*").is_some();
        let after_others = words.first() == Some(&"*");
        words.drain(..usize::from(after_others));
        Self { words, after_others, before_others }
    }

    fn is_in(&self, name: &[&str]) -> bool {
        match (self.after_others, self.before_others) {
            (false, false) => name == self.words,
            (false, true) => name.starts_with(&self.words),
            (true, false) => name.ends_with(&self.words),
            (true, true) => name.windows(self.words.len()).any(|part| part == self.words),
        }
    }
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| ROWS.lines().filter_map(row).collect());

/// Reads a line; none where it is empty or a comment.
fn row(line: &'static str) -> Option<Row> {
    let (head, patterns) = line.split_once(": ")?;
    let (kind, source) = head.split_once(' ')?;
    let source = match source {
        "folder" => Source::Folder,
        "file" => Source::File,
        "front" => Source::Front,
        "title" => Source::Title,
        _ => return None,
    };
    let kind = DocumentKind::from_name(kind)?;
    Some(Row { kind, source, patterns: patterns.split(", ").map(Pattern::of).collect() })
}

/// The first line that holds of one of the names, each of its source.
fn first(names: &[(Source, Vec<&str>)]) -> Option<Sign> {
    let holds = |row: &Row| {
        let mut names = names.iter().filter(|(source, _)| *source == row.source);
        names.any(|(_, name)| row.patterns.iter().any(|pattern| pattern.is_in(name)))
    };
    let at = TABLE.iter().position(holds)?;
    u16::try_from(at).ok().map(Sign)
}

/// What a title says, if anything.
pub(crate) fn of_title(title: &str) -> Option<Sign> {
    let title = words(title);
    first(&[(Source::Title, title.split(' ').collect())])
}

/// What the names of a file and of its folders say; `path` is from the project's folder on.
pub(crate) fn of_path(path: &Path) -> Option<Sign> {
    let file = path.file_stem().map(|name| words(&name.to_string_lossy())).unwrap_or_default();
    let folders = path.parent().map(Path::components).into_iter().flatten();
    let folders: Vec<String> = folders
        .map(|folder| {
            let name = folder.as_os_str().to_string_lossy();
            let dot = if name.starts_with('.') { "." } else { "" };
            format!("{dot}{}", words(&name))
        })
        .collect();
    let mut names = vec![(Source::File, file.split(' ').collect())];
    names.extend(folders.iter().map(|name| (Source::Folder, name.split(' ').collect())));
    first(&names)
}

/// What a document is that nobody needs to open to know that it is not reviewed, and whose roles do not count; `path` is
/// from the project's folder on.
pub fn unopened(path: &Path) -> Option<DocumentKind> {
    of_path(path).filter(|sign| sign.is_final()).map(Sign::kind)
}

/// What a line of front matter says: "type: prd".
pub(crate) fn of_front_matter(line: &str) -> Option<Sign> {
    let (key, value) = line.split_once([':', '='])?;
    let is_kind = Class::KindKey.has(key.trim().to_lowercase().as_str());
    let value = words(value);
    is_kind.then(|| first(&[(Source::Front, value.split(' ').collect())])).flatten()
}

/// Headings of documents that are written for engineers alone, or about what has been.
pub(crate) fn is_foreign(title: &str) -> bool {
    Class::ForeignTitle.has(title)
        || title.starts_with("upgrade ")
        || title.starts_with("specification ")
}

/// Headings of instructions for an agent: "Guardrails", "On activation".
pub(crate) fn is_for_agent(title: &str) -> bool {
    Class::AgentTitle.has(title)
}

/// The words of a name, in lower case, with a space between: "0002_LoginFlow" is "login flow".
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut last: Option<char> = None;
    for c in name.chars() {
        let is_new = last
            .is_none_or(|last| !last.is_alphabetic() || last.is_lowercase() && c.is_uppercase());
        if c.is_alphabetic() {
            if is_new && !words.is_empty() {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
        }
        last = Some(c);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> DocumentKind {
        of_title(title).map(Sign::kind).unwrap_or_default()
    }

    fn named(path: &str) -> DocumentKind {
        of_path(Path::new(path)).map(Sign::kind).unwrap_or_default()
    }

    #[test]
    fn several_are_counted() {
        assert_eq!(DocumentKind::Decision.counted(1), "a decision record");
        assert_eq!(DocumentKind::Decision.counted(3), "3 decision records");
        for (kind, _, phrase, several) in DocumentKind::ALL {
            assert!(!phrase.is_empty() && kind.counted(2) == format!("2 {several}"));
        }
    }

    #[test]
    fn every_line_is_read() {
        let lines = ROWS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(lines.count(), TABLE.len());
        let empty = TABLE.iter().flat_map(|row| &row.patterns).find(|one| one.words.is_empty());
        assert!(empty.is_none());
        for (kind, name, ..) in DocumentKind::ALL {
            let is_used = TABLE.iter().any(|row| row.kind == kind);
            assert_eq!(is_used, kind != DocumentKind::Unknown, "{name}");
        }
    }

    #[test]
    fn a_title_says_what_a_document_is() {
        use DocumentKind::{Article, Decision, Guide, Notes, Personas, Prd, Readme, Unknown};
        for (title, expected) in [
            ("tea prd", Prd),
            ("product requirements document", Prd),
            ("prd release notes screen", Prd),
            ("prd personas in the kettle app", Prd),
            ("product brief tea", Prd),
            ("example output tea prd", Prd),
            ("example output prd writer", Prd),
            ("prd writer", Guide),
            ("meeting notes prd for tea", Notes),
            ("tea meeting minutes prd", Notes),
            ("minutes", Notes),
            ("prd notes", Notes),
            ("tea prd minutes", Notes),
            ("kickoff meeting", Notes),
            ("ux personas", Personas),
            ("rfc kettles", Decision),
            ("adr tea", Decision),
            ("readme", Readme),
            ("tea glossary", Article),
            ("", Unknown),
            ("tea", Unknown),
            ("meeting room booker", Unknown),
            ("interview planner", Unknown),
            ("release notes", Unknown),
            ("product tea", Unknown),
        ] {
            assert_eq!(titled(title), expected, "{title}");
        }
    }

    #[test]
    fn a_file_or_its_folders_say_it() {
        use DocumentKind::{
            Agent, Archive, Changelog, Decision, Design, Guide, Notes, Prd, Product, Readme,
            Requirements, Stories, Tasks, Unknown,
        };
        for (path, expected) in [
            ("docs/tea-prd.md", Prd),
            ("prds/tea.md", Prd),
            ("PRD/tea.md", Prd),
            ("prd/notes.md", Notes),
            ("meetings/tea.md", Notes),
            ("meetings/prd.md", Prd),
            ("docs/adr/0002-keep-tea-warm.md", Decision),
            ("docs/UserStories.md", Stories),
            (".kiro/specs/tea/requirements.md", Requirements),
            (".kiro/specs/tea/design.md", Design),
            (".kiro/specs/tea/tasks.md", Tasks),
            (".kiro/steering/product.md", Product),
            ("specs/001-tea/spec.md", Requirements),
            ("specs/001-tea/quickstart.md", Guide),
            ("openspec/changes/add-tea/proposal.md", Requirements),
            ("openspec/changes/archive/add-tea/proposal.md", Archive),
            ("README.md", Readme),
            ("CHANGELOG.md", Changelog),
            (".claude/commands/prd.md", Agent),
            ("docs/tea_2.md", Unknown),
            ("tea", Unknown),
            ("", Unknown),
        ] {
            assert_eq!(named(path), expected, "{path}");
        }
    }

    #[test]
    fn some_documents_need_not_be_opened() {
        let kind = |path: &str| unopened(Path::new(path));
        assert_eq!(kind("docs/archive/2019/prd.md"), Some(DocumentKind::Archive));
        assert_eq!(kind("AGENTS.md"), Some(DocumentKind::Agent));
        // Its title may say otherwise.
        assert_eq!(kind("docs/notes.md"), None);
        assert_eq!(kind("docs/prd.md"), None);
    }

    #[test]
    fn front_matter_says_it_too() {
        let kind = |line: &str| of_front_matter(line).map(Sign::kind);
        assert_eq!(kind("type: PRD"), Some(DocumentKind::Prd));
        assert_eq!(kind("tags: [tea, prd]"), Some(DocumentKind::Prd));
        assert_eq!(kind("kind = \"personas\""), Some(DocumentKind::Personas));
        assert_eq!(kind("owner: the prd team"), None);
        assert_eq!(kind("type: tea"), None);
    }

    #[test]
    fn a_name_is_the_words_it_holds() {
        for (name, expected) in [
            ("0002_Login-flow", "login flow"),
            ("LoginFlow", "login flow"),
            ("PRD v2", "prd v"),
            ("", ""),
            ("2024", ""),
            ("Café-plan", "café plan"),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn headings_for_engineers_are_foreign() {
        assert!(is_foreign("drawbacks") && is_foreign("upgrade path"));
        assert!(is_foreign("specification of tea"));
        assert!(!is_foreign("tea upgrade") && !is_foreign("problem"));
    }
}
