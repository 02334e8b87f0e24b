//! `rolecall.toml` and the persona files beside it: what a folder has decided.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use review::{
    Asked, DocumentKind, GenericWords, Model, Origin, SectionKind, Settings, Severity, Style, Term,
    Titles,
};

use crate::gather::{adopt, gather};
use crate::lines::BOM;
use crate::nearest::{listed, nearest};
use crate::overrides::{self, Override};
use crate::paths::{CONFIG_NAME, clean, is_markdown};
use crate::patterns::Patterns;
use crate::problem::{DUPLICATE_ROLE, Problem, Report};
use crate::read::{cannot_read, read_config};
use crate::role::{self, RoleDraft, Source};
use crate::shown::shown;
use crate::table::{Kind, Table, choice};
use crate::{json, persona, toml};

/// The keys of the file.
pub(crate) const KEYS: &[&str] = &[
    "style", "include", "exclude", "generic", "allow", "fine", "product", "sections", "role",
    "term", "rules",
];
/// A key of the file alone: an editor does not know what its patterns would begin at.
pub(crate) const OVERRIDE: &str = "override";
/// The keys of a `[[term]]`.
pub(crate) const TERM_KEYS: &[&str] = &["avoid", "prefer", "because"];
/// A key of an editor's settings alone.
pub(crate) const INLAY_HINTS: &str = "inlayHints";
/// The key of an editor's settings that limits the findings of a document.
pub(crate) const MAX_FINDINGS: &str = "maxFindings";
/// How many findings of a document an editor is given unless it says otherwise. VS Code shows no more.
pub const FINDINGS: u32 = 1_000;

/// Whether a key of an editor's settings is one of ours, or looks like one misspelt.
pub fn is_setting(key: &str) -> bool {
    nearest(key, KEYS.iter().copied().chain([INLAY_HINTS])).is_some()
}

/// What a folder has decided. The default is that of a folder without a `rolecall.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The folder of the file: what `include` and `exclude` are relative to.
    pub root: PathBuf,
    /// What documents are reviewed under.
    pub settings: Settings,
    /// The documents that belong; all Markdown files where there is no pattern.
    pub include: Patterns,
    /// The documents that do not.
    pub exclude: Patterns,
    /// What holds otherwise for some documents.
    pub overrides: Vec<Override>,
    /// The line of `rolecall.toml` that each value stands on, counted from 1, by its key: `style`,
    /// `product.model`, `include`, `role`, `rules.generic-role`; 0 for those of an editor's settings.
    pub lines: BTreeMap<String, usize>,
    /// Whether an editor is to show the kinds of roles; only an editor's settings say so.
    pub inlay_hints: bool,
    /// How many findings of a document an editor is given at most; only an editor's settings say so.
    pub max_findings: Option<u32>,
}

/// Whether a document belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage<'a> {
    /// It does.
    Covered,
    /// This pattern of `exclude` leaves it out.
    Excluded(&'a str),
    /// No pattern of `include` means it.
    NotIncluded,
}

/// A configuration that was read, with what is wrong with it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What holds; none where the file cannot be read at all.
    pub config: Option<Config>,
    /// The problems of `rolecall.toml`, then those of the persona files, each in text order.
    pub problems: Vec<Problem>,
}

/// Reads a `rolecall.toml` and the persona files beside it, which count without it as well.
pub fn load(config_path: &Path) -> Loaded {
    load_with(config_path, &read_config)
}

/// As [`load`], with `read` to read each file: where some are open in an editor, what is there
/// counts rather than what is on disk.
pub fn load_with(config_path: &Path, read: &dyn Fn(&Path) -> io::Result<String>) -> Loaded {
    let is_beside_personas = config_path.parent().is_some_and(persona::has_personas);
    let text = match read(config_path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_beside_personas => None,
        Err(error) => {
            let problems = vec![Problem::of_file(config_path, cannot_read(&error))];
            return Loaded { config: None, problems };
        }
    };
    let is_loose = text.is_none();
    let text = text.unwrap_or_default();
    let (known, mut problems) = Config::read(&text, config_path, &rules());
    let mut texts = BTreeMap::from([(config_path.to_owned(), text)]);
    let locate = |problems: &mut Vec<Problem>, texts: &BTreeMap<PathBuf, String>| {
        for problem in problems {
            if let Some(text) = texts.get(&problem.path) {
                problem.locate(text);
            }
        }
    };
    let Some((mut config, mut drafts)) = known else {
        locate(&mut problems, &texts);
        return Loaded { config: None, problems };
    };
    for path in persona::persona_files(&config.root) {
        match read(&path) {
            Ok(text) => {
                let (draft, more) = persona::read(&text, &path, &shown(&config.root, &path));
                drafts.extend(draft);
                problems.extend(more);
                texts.insert(path, text);
            }
            Err(error) => problems.push(Problem::of_file(&path, cannot_read(&error))),
        }
    }
    let more = take_roles(&mut config, &drafts);
    config.settings.is_loose = is_loose;
    problems.extend(more);
    // The persona files are read in the order of their paths.
    let place =
        |problem: &Problem| (problem.path != config_path, problem.path.clone(), problem.span);
    problems.sort_by_cached_key(place);
    locate(&mut problems, &texts);
    Loaded { config: Some(config), problems }
}

/// The names of all rules.
pub(crate) fn rules() -> Vec<&'static str> {
    review::rules::ALL.iter().map(|rule| rule.name).chain([DUPLICATE_ROLE]).collect()
}

/// The roles that `drafts` describe, put in their place, with what is wrong between them, as loud as
/// the configuration wants it.
fn take_roles(config: &mut Config, drafts: &[RoleDraft]) -> Vec<Problem> {
    let (roles, problems) = gather(drafts, config.settings.style);
    config.settings.roles = roles;
    let level = config.settings.rules.get(DUPLICATE_ROLE).copied();
    let problems = problems.into_iter().filter_map(|problem| match level {
        Some(severity) if problem.code == DUPLICATE_ROLE => {
            Some(Problem { severity: severity?, ..problem })
        }
        _ => Some(problem),
    });
    problems.collect()
}

impl Config {
    /// Reads the text of a `rolecall.toml` that stands at `path`, and nothing else. No config where
    /// the text is not TOML; whatever else is wrong is left out, and the rest counts.
    pub fn parse(text: &str, path: &Path) -> (Option<Config>, Vec<Problem>) {
        Self::parse_with(text, path, &rules())
    }

    fn parse_with(text: &str, path: &Path, rules: &[&str]) -> (Option<Config>, Vec<Problem>) {
        let (read, mut problems) = Self::read(text, path, rules);
        let config = read.map(|(mut config, drafts)| {
            problems.extend(take_roles(&mut config, &drafts));
            problems.sort_by_key(|problem| problem.span);
            config
        });
        (config, problems)
    }

    /// The configuration without its roles, and what describes them.
    pub(crate) fn read(
        text: &str,
        path: &Path,
        rules: &[&str],
    ) -> (Option<(Config, Vec<RoleDraft>)>, Vec<Problem>) {
        let mut report = Report::new(path, text);
        let body = text.strip_prefix(BOM).unwrap_or(text);
        let table = toml::read(body, text.len() - body.len(), &mut report);
        let config = table.map(|table| {
            let keys = [KEYS, &[OVERRIDE]].concat();
            table.check_keys("rolecall.toml", &keys, false, &mut report);
            let (mut config, drafts) = Self::of_table(&table, rules, &mut report);
            config.root = clean(path).parent().map(Path::to_path_buf).unwrap_or_default();
            config.overrides = overrides::read(&table, rules, &mut report);
            (config, drafts)
        });
        (config, report.done())
    }

    /// Reads the settings that an editor sends: the keys of a `rolecall.toml`, and what only an
    /// editor is asked. `null` is what a default is. Whatever cannot be used is reported as a problem
    /// without a file, and the rest counts.
    pub fn from_json(settings: &serde_json::Value) -> (Config, Vec<Problem>) {
        let mut report = Report::of_settings();
        let Some(table) = json::read(settings, &mut report) else {
            return (Config::default(), report.done());
        };
        let keys = [KEYS, &[INLAY_HINTS, MAX_FINDINGS]].concat();
        table.check_keys("the settings", &keys, false, &mut report);
        let inlay_hints = table.truth(INLAY_HINTS, &mut report);
        let max_findings = table.count(MAX_FINDINGS, &mut report);
        let (mut config, drafts) = Self::of_table(&table, &rules(), &mut report);
        config.inlay_hints = inlay_hints.unwrap_or_default();
        config.max_findings = max_findings;
        let mut problems = report.done();
        problems.extend(take_roles(&mut config, &drafts));
        (config, problems)
    }

    /// What holds where `base` holds for all that this does not say: of rules and of the product
    /// each key for itself, and otherwise whatever stands at a key.
    pub fn over(mut self, base: &Config) -> Config {
        let is_new = |key: &str| !self.lines.contains_key(key);
        if is_new("style") {
            self.settings.style = base.settings.style;
        }
        if is_new("include") {
            self.include = base.include.clone();
        }
        if is_new("exclude") {
            self.exclude = base.exclude.clone();
        }
        if is_new("generic") {
            self.settings.generic.clone_from(&base.settings.generic);
        }
        if is_new("allow") {
            self.settings.allow.clone_from(&base.settings.allow);
        }
        if is_new("fine") {
            self.settings.fine = base.settings.fine;
        }
        if is_new("term") {
            self.settings.terms.clone_from(&base.settings.terms);
        }
        if is_new(INLAY_HINTS) {
            self.inlay_hints = base.inlay_hints;
        }
        self.max_findings = self.max_findings.or(base.max_findings);
        // Persona files may have declared some, though the key is not given.
        if is_new("role") {
            for role in &base.settings.roles {
                adopt(&mut self.settings.roles, role.clone());
            }
        }
        self.settings.model = self.settings.model.or(base.settings.model);
        for (kind, titles) in &base.settings.sections {
            let own = self.settings.sections.entry(*kind);
            own.or_insert_with(|| titles.clone());
        }
        for (rule, severity) in &base.settings.rules {
            self.settings.rules.entry(rule.clone()).or_insert(*severity);
        }
        for (key, line) in &base.lines {
            self.lines.entry(key.clone()).or_insert(*line);
        }
        self
    }

    /// What a table says, without its roles; and what describes those.
    pub(crate) fn of_table(
        table: &Table,
        rules: &[&str],
        report: &mut Report,
    ) -> (Config, Vec<RoleDraft>) {
        let styles = Style::ALL.map(|style| (style.name(), style));
        let drafts = drafts(table, report);
        let style = table.choice("style", &styles, report);
        let model = model(table, report);
        let mut lines = lines(table, report);
        // What cannot be used does not count.
        lines.retain(|key, _| match key.as_str() {
            "style" => style.is_some(),
            "product.model" => model.is_some(),
            _ => true,
        });
        let config = Config {
            root: PathBuf::new(),
            settings: Settings {
                style: style.unwrap_or_default(),
                terms: terms(table, report),
                fine: table.count("fine", report),
                generic: generic(table, report),
                allow: allowed(table, report),
                rules: severities(table, rules, report),
                model,
                sections: sections(table, report),
                ..Settings::default()
            },
            include: patterns(table, "include", report),
            exclude: patterns(table, "exclude", report),
            overrides: Vec::new(),
            lines,
            inlay_hints: false,
            max_findings: None,
        };
        (config, drafts)
    }

    /// Whether the same documents belong as by `other`.
    pub fn covers_as(&self, other: &Config) -> bool {
        self.root == other.root && self.include == other.include && self.exclude == other.exclude
    }

    /// Whether the document at `path` belongs, by `include` and `exclude`. Documents outside the
    /// folder are not ours to leave out.
    pub fn covers(&self, path: &Path) -> bool {
        self.coverage(path) == Coverage::Covered
    }

    /// The same, with the pattern that leaves it out.
    pub fn coverage(&self, path: &Path) -> Coverage<'_> {
        let path = clean(path);
        let Ok(inside) = path.strip_prefix(&self.root) else {
            return if is_markdown(&path) { Coverage::Covered } else { Coverage::NotIncluded };
        };
        if let Some(pattern) = self.exclude.matching(inside) {
            Coverage::Excluded(pattern)
        } else if self.includes(inside) {
            Coverage::Covered
        } else {
            Coverage::NotIncluded
        }
    }

    /// What the document at `path` is that nobody opens for its roles, if it is such a document and no pattern of `include`
    /// asks for it. `root` is the folder of its project.
    pub fn unopened(&self, root: &Path, path: &Path) -> Option<DocumentKind> {
        let path = clean(path);
        let inside = path.strip_prefix(clean(root)).ok()?;
        review::unopened(inside).filter(|_| !self.asks_for(&path))
    }

    /// Whether the document at `path` belongs, and is opened when its project is. `root` is the folder of the project.
    pub fn covers_in(&self, root: &Path, path: &Path) -> bool {
        self.covers(path) && self.unopened(root, path).is_none()
    }

    /// Where the document at `path` comes from: `root` is the folder of its project, if it has one, and `asked` how it
    /// came to be reviewed, unless `include` asks for it.
    pub fn origin(&self, root: Option<&Path>, path: &Path, asked: Asked) -> Origin {
        let path = clean(path);
        let inside = root.and_then(|root| path.strip_prefix(clean(root)).ok());
        let name = path.file_name().map(Path::new);
        let asked = if self.asks_for(&path) { Asked::Named } else { asked };
        Origin::new(inside.or(name).unwrap_or(&path), asked)
    }

    /// Whether a pattern of `include` means the document at `path`.
    fn asks_for(&self, path: &Path) -> bool {
        path.strip_prefix(&self.root).is_ok_and(|inside| self.include.matches(inside))
    }

    /// Markdown belongs unless it is left out; anything else, of which there is much that nobody wants
    /// reviewed, only where a pattern names its kind.
    fn includes(&self, inside: &Path) -> bool {
        if is_markdown(inside) {
            return self.include.is_empty() || self.include.matches(inside);
        }
        let ending = inside.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
        let names = |pattern: &str| ending.as_ref().is_some_and(|ending| pattern.ends_with(ending));
        self.include.all_matching(inside).any(names)
    }
}

/// The roles that the file describes, as often as it does.
fn drafts(table: &Table, report: &mut Report) -> Vec<RoleDraft> {
    let mut drafts = Vec::new();
    for table in table.tables("role", report) {
        table.check_keys("a role", role::KEYS, false, report);
        let draft = role::read(table, CONFIG_NAME, Source::Config, report);
        if table.key("name").is_none() {
            let pair = report.pair("name", "\"…\"");
            let message = format!("This role has no name. Add {pair}.");

            report.error(table.span, message);
        } else if !draft.role.name.is_empty() {
            drafts.push(draft);
        }
    }
    drafts
}

/// The line of each value, by its key; of roles and terms that of the first.
fn lines(table: &Table, report: &Report) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    for (key, value) in &table.entries {
        match &value.kind {
            Kind::Table(inner) => {
                for (inner, _) in &inner.entries {
                    let name = format!("{}.{}", key.name, inner.name);
                    lines.entry(name).or_insert(report.line(inner.span.start));
                }
            }
            _ => {
                lines.entry(key.name.clone()).or_insert(report.line(key.span.start));
            }
        }
    }
    lines
}

fn model(table: &Table, report: &mut Report) -> Option<Model> {
    let product = table.table("product", report)?;
    let place = if report.is_json() { "`product`" } else { "`[product]`" };
    product.check_keys(place, &["model"], false, report);
    product.choice("model", &Model::ALL.map(|model| (model.name(), model)), report)
}

/// The titles that the file gives to kinds of sections.
fn sections(table: &Table, report: &mut Report) -> Titles {
    let Some(table) = table.table("sections", report) else { return Titles::new() };
    let place = if report.is_json() { "`sections`" } else { "`[sections]`" };
    let kinds = SectionKind::ALL.map(|kind| (kind.name(), kind));
    table.check_keys(place, &kinds.map(|(name, _)| name), false, report);
    let titles = kinds.into_iter().map(|(name, kind)| (kind, table.texts(name, report)));
    titles.filter(|(_, titles)| !titles.is_empty()).collect()
}

fn terms(table: &Table, report: &mut Report) -> Vec<Term> {
    let mut terms = Vec::new();
    for table in table.tables("term", report) {
        table.check_keys("a term", TERM_KEYS, false, report);
        let place = table.key("avoid");
        let term = Term {
            avoid: table.texts("avoid", report),
            prefer: table.text("prefer", report),
            because: table.text("because", report),
            line: report.line(place.unwrap_or(table.span).start),
        };
        if place.is_none() {
            let right = report.pair("avoid", "[\"…\"]");
            let message = format!("This term has no words to avoid. Add {right}.");
            report.error(table.span, message);
        }
        if !term.avoid.is_empty() {
            terms.push(term);
        }
    }
    terms
}

/// How loud each rule is that the file speaks of.
fn severities(
    table: &Table,
    rules: &[&str],
    report: &mut Report,
) -> BTreeMap<String, Option<Severity>> {
    let mut levels = vec![("off", None)];
    levels.extend(Severity::ALL.map(|severity| (severity.name(), Some(severity))));
    let mut severities = BTreeMap::new();
    for (key, value) in table.table("rules", report).iter().flat_map(|table| &table.entries) {
        let name = key.name.as_str();
        if !rules.contains(&name) {
            let hint = match nearest(name, rules.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "run `rolecall explain` to list the rules.".to_owned(),
            };
            report.warning(key.span, format!("Unknown rule `{name}`; {hint}"));
        } else if let Some(severity) = choice(name, value, &levels, report) {
            severities.insert(name.to_owned(), severity);
        }
    }
    severities
}

/// The words that are generic here beside those of English. One that is so anyway changes nothing, and is reported.
fn generic(table: &Table, report: &mut Report) -> GenericWords {
    let mut words = Vec::new();
    for (word, value) in table.placed_texts("generic", report) {
        match review::term_of(&word) {
            Some(term) => {
                report.warning(value.span, format!("`{term}` is already a generic word."))
            }
            None => words.push(word),
        }
    }
    GenericWords::with(&words)
}

/// The generic words that are fine here; others change nothing, which is reported.
fn allowed(table: &Table, report: &mut Report) -> Vec<String> {
    let mut allowed = Vec::new();
    for (word, value) in table.placed_texts("allow", report) {
        if review::term_of(&word).is_some() {
            allowed.push(word);
            continue;
        }
        let hint = match nearest(&word, review::generic_words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("these are: {}.", listed(review::generic_words())),
        };
        report.warning(value.span, format!("`{word}` is not a generic word; {hint}"));
    }
    allowed
}

/// The patterns at `key`, without those that are none, which is reported.
pub(crate) fn patterns(table: &Table, key: &str, report: &mut Report) -> Patterns {
    let mut patterns = Patterns::default();
    for (pattern, value) in table.placed_texts(key, report) {
        if let Err(error) = patterns.add(&pattern) {
            report.error(value.span, format!("`{pattern}` is not a valid path pattern: {error}."));
        } else if pattern.split(['/', '\\']).any(|part| part == "..") {
            let message =
                format!("`{pattern}` leads out of the project. Write it relative to this folder.");
            report.warning(value.span, message);
        }
    }
    if let Err(error) = patterns.build() {
        report.error(markdown::Span::default(), format!("`{key}` has too many patterns: {error}."));
    }
    patterns
}

#[cfg(test)]
mod tests {
    use markdown::Span;
    use review::Role;
    use serde_json::json;

    use super::*;

    const RULES: &[&str] = &["generic-role", "generic-story-role"];

    fn parse(text: &str) -> (Config, Vec<Problem>) {
        let (config, problems) = Config::parse_with(text, Path::new("/p/rolecall.toml"), RULES);
        (config.unwrap(), problems)
    }

    fn check(text: &str, severity: Severity, line: usize, message: &str) -> Config {
        let (config, problems) = parse(text);
        let found: Vec<_> =
            problems.iter().map(|p| (p.severity, p.line, p.message.as_str())).collect();
        assert_eq!(found, [(severity, Some(line), message)], "{text}");
        config
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"style = "customer-obsession"
include = ["docs/**/*.md"]
exclude = ["docs/old"]
allow = ["client", "End  Users"]

[product]
model = "b2b2c"

[[role]]
name = "sales associate"
plural = "sales associates"
aliases = ["store  associate"]
kind = "end-user"
persona = "Sarah Sue"
number = 4
description = "Fits and sells shoes on the floor."
goals = ["find the right size fast"]
pains = ["boxes far off"]
success = "pairs sold per hour"
serves = ["shopper"]
buys-for = ["shoppers"]
reports-to = ["shopper"]
distinct = ["shoppers"]
share = 0.6

[[term]]
avoid = ["UX"]
prefer = "CX"
because = "the people we serve pay us"

[rules]
generic-role = "error"
generic-story-role = "off"

[[role]]
name = "shopper"
"#;
        for text in [text.to_owned(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
            let (config, problems) = parse(&text);
            assert_eq!(problems, []);
            assert_eq!(config.root, Path::new("/p"));
            assert_eq!(config.settings.style, Style::CustomerObsession);
            assert_eq!(config.settings.model, Some(Model::B2b2c));
            assert_eq!(
                config.settings.roles[..1],
                [Role {
                    name: "sales associate".into(),
                    plural: Some("sales associates".into()),
                    aliases: vec!["store associate".into()],
                    kind: Some(review::RoleKind::EndUser),
                    persona: Some("Sarah Sue".into()),
                    number: Some(4),
                    description: Some("Fits and sells shoes on the floor.".into()),
                    pains: vec!["boxes far off".into()],
                    goals: vec!["find the right size fast".into()],
                    success: Some("pairs sold per hour".into()),
                    serves: vec!["shopper".into()],
                    buys_for: vec!["shoppers".into()],
                    reports_to: vec!["shopper".into()],
                    distinct: vec!["shoppers".into()],
                    share: Some(0.6),
                    uses: 0,
                    of_project: false,
                    declared: vec![review::Place {
                        file: Some(review::FilePlace {
                            path: "/p/rolecall.toml".into(),
                            shown: "rolecall.toml".into(),
                            span: Span::new(
                                text.find("\"sales").unwrap(),
                                text.find("\"sales").unwrap() + 17
                            ),
                        }),
                        line: 10,
                    }],
                }]
            );
            assert_eq!(config.settings.allow, ["client", "End Users"]);
            assert_eq!(
                config.settings.terms,
                [Term {
                    avoid: vec!["UX".into()],
                    prefer: Some("CX".into()),
                    because: Some("the people we serve pay us".into()),
                    line: 27,
                }]
            );
            let lines: Vec<_> = config.lines.iter().map(|(k, v)| (k.as_str(), *v)).collect();
            assert_eq!(
                lines,
                [
                    ("allow", 4),
                    ("exclude", 3),
                    ("include", 2),
                    ("product.model", 7),
                    ("role", 9),
                    ("rules.generic-role", 32),
                    ("rules.generic-story-role", 33),
                    ("style", 1),
                    ("term", 26),
                ]
            );
            let rules: Vec<_> =
                config.settings.rules.iter().map(|(k, v)| (k.as_str(), *v)).collect();
            assert_eq!(
                rules,
                [("generic-role", Some(Severity::Error)), ("generic-story-role", None)]
            );
            for (path, covered) in [
                ("/p/docs/a.md", true),
                ("/p/docs/old/a.md", false),
                ("/p/a.md", false),
                ("/elsewhere/a.md", true),
            ] {
                assert_eq!(config.covers(Path::new(path)), covered, "{path}");
            }
            let old = config.coverage(Path::new("/p/docs/old/a.md"));
            assert_eq!(old, Coverage::Excluded("docs/old"));
            assert_eq!(config.coverage(Path::new("/p/a.md")), Coverage::NotIncluded);
        }
    }

    #[test]
    fn nothing_is_needed() {
        let (config, problems) = parse("");
        assert_eq!(problems, []);
        assert_eq!(config.settings, Settings::default());
        assert!(config.covers(Path::new("/p/a.md")));
    }

    #[test]
    fn broken_toml_gives_one_problem() {
        let path = Path::new("/p/rolecall.toml");
        let (config, problems) = Config::parse("\u{feff}[[role]]\nname = clerk\nx = ]\n", path);
        assert!(config.is_none());
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!((problem.line, problem.severity), (Some(2), Severity::Error));
        assert_eq!(problem.span, Span::new(19, 24));
        assert_eq!(problem.message, "Text needs quotes: write \"clerk\".");
    }

    #[test]
    fn misspelt_names_are_told_and_the_rest_counts() {
        use Severity::{Error, Warning};
        let config = check(
            "[[role]]\nname = \"clerk\"\naliasses = [\"x\"]\n",
            Warning,
            3,
            "Unknown key `aliasses`; did you mean `aliases`?",
        );
        assert_eq!(config.settings.roles[0].name, "clerk");
        check("roles = []\n", Warning, 1, "Unknown key `roles`; did you mean `role`?");
        check(
            "[product]\ncolour = \"red\"\n",
            Warning,
            2,
            "Unknown key `colour`. Allowed in `[product]`: `model`.",
        );
        check(
            "[rules]\ngeneric-roles = \"off\"\n",
            Warning,
            2,
            "Unknown rule `generic-roles`; did you mean `generic-role`?",
        );
        check(
            "[rules]\nspelling = \"off\"\n",
            Warning,
            2,
            "Unknown rule `spelling`; run `rolecall explain` to list the rules.",
        );
        check(
            "[rules]\ngeneric-role = \"warn\"\n",
            Error,
            2,
            "`generic-role` cannot be `warn`. It is one of `off`, `hint`, `information`, `warning`, `error`.",
        );
        check(
            "[rules]\ngeneric-role = false\n",
            Error,
            2,
            "`generic-role` should be one of `\"off\"`, `\"hint\"`, `\"information\"`, `\"warning\"`, `\"error\"`, not true or false.",
        );
        let config = check(
            "[sections]\nproblm = [\"The itch\"]\ngoals = [\"North\"]\n",
            Warning,
            2,
            "Unknown key `problm`; did you mean `problem`?",
        );
        let goals = (review::SectionKind::Goals, vec!["North".to_owned()]);
        assert_eq!(config.settings.sections, [goals].into());
        check(
            "[sections]\ncustomer-problem = \"The itch\"\n",
            Warning,
            2,
            "`customer-problem` should be a list: write `customer-problem = [\"The itch\"]`.",
        );
        check(
            "sections = [\"The itch\"]\n",
            Error,
            1,
            "`sections` should be a table, not a list: write `[sections]` on a line of its own, and its keys below.",
        );
        check(
            "[sections]\nweather = [\"Rain\"]\n",
            Warning,
            2,
            "Unknown key `weather`. Allowed in `[sections]`: `background`, `problem`, `customer-problem`, `user-problem`, `audience`, `goals`, `outcomes`, `scope`, `solution`, `stories`.",
        );
        let config = check(
            "allow = [\"clint\", \"client\"]\n",
            Warning,
            1,
            "`clint` is not a generic word; did you mean `client`?",
        );
        assert_eq!(config.settings.allow, ["client"]);
        check(
            "allow = [\"nurse\"]\n",
            Warning,
            1,
            "`nurse` is not a generic word; these are: `anyone`, `client`, `consumer`, `customer`, `end consumer`, `end customer`, `end user`, `person`, `stakeholder`, `user`.",
        );
        check(
            "style = \"specific-role\"\n",
            Error,
            1,
            "`style` cannot be `specific-role`; did you mean `specific-roles`?",
        );
        let config = check(
            "[[role]]\nname = \"clerk\"\nkind = \"enduser\"\n",
            Error,
            3,
            "`kind` cannot be `enduser`; did you mean `end-user`?",
        );
        assert_eq!(config.settings.roles[0].kind, None);
    }

    #[test]
    fn wrong_types_are_told_and_the_rest_counts() {
        use Severity::{Error, Warning};
        let role = |line: &str, severity: Severity, message: &str| {
            let text = format!("[[role]]\nname = \"clerk\"\n{line}\n");
            check(&text, severity, 3, message).settings.roles.remove(0)
        };
        role("plural = 3", Error, "`plural` should be text in quotes, not a number.");
        role("number = \"4\"", Error, "`number` should be a whole number, such as `number = 4`.");
        role("number = -4", Error, "`number` should be a whole number, such as `number = 4`.");
        role("share = 60", Error, "`share` should be a number from 0 to 1: write 0.6 for 60%.");
        role(
            "goals = 1",
            Error,
            "`goals` should be a list such as `[\"one\", \"two\"]`, not a number.",
        );
        let clerk = role(
            "aliases = \"cashier\"",
            Warning,
            "`aliases` should be a list: write `aliases = [\"cashier\"]`.",
        );
        assert_eq!(clerk.aliases, ["cashier"]);
        let clerk = role(
            "aliases = [\"cashier\", 1]",
            Error,
            "`aliases` should hold texts in quotes, not a number.",
        );
        assert_eq!(clerk.aliases, ["cashier"]);
        let config = check(
            "[role]\nname = \"clerk\"\n",
            Warning,
            1,
            "Write `[[role]]` with two brackets: it is a list.",
        );
        assert_eq!(config.settings.roles[0].name, "clerk");
        check(
            "product = \"b2b\"\n",
            Error,
            1,
            "`product` should be a table, not text: write `[product]` on a line of its own, and its keys below.",
        );
        check(
            "include = [\"docs/[a\"]\n",
            Error,
            1,
            "`docs/[a` is not a valid path pattern: unclosed character class; missing ']'.",
        );
    }

    #[test]
    fn how_loud_a_doubled_role_is_can_be_said() {
        let reported = |level: &str| {
            let rule = format!("[rules]\nduplicate-role = \"{level}\"\n");
            let text = format!("{rule}[[role]]\nname = \"clerk\"\n[[role]]\nname = \"Clerk\"\n");
            let (_, problems) = Config::parse(&text, Path::new("/p/rolecall.toml"));
            problems.iter().map(|problem| problem.severity).collect::<Vec<_>>()
        };
        assert_eq!(reported("hint"), [Severity::Hint]);
        assert_eq!(reported("error"), [Severity::Error]);
        assert_eq!(reported("off"), []);
    }

    #[test]
    fn roles_need_names_of_their_own() {
        use Severity::{Error, Warning};
        let config = check(
            "[[role]]\nkind = \"buyer\"\n[[role]]\nname = \"clerk\"\n",
            Error,
            1,
            "This role has no name. Add `name = \"…\"`.",
        );
        assert_eq!(config.settings.roles.len(), 1);
        check("[[role]]\nname = \" \"\n", Error, 2, "`name` is empty. Fill it in, or remove it.");
        let config = check(
            "[[role]]\nname = \"clerk\"\n[[role]]\nname = \"Clerk\"\nkind = \"internal\"\n",
            Error,
            4,
            "Another role is named `Clerk` (line 2). Rename this one, or merge the two.",
        );
        assert_eq!(config.settings.roles.len(), 1);
        assert_eq!(config.settings.roles[0].kind, Some(review::RoleKind::Internal));
        check(
            "[[role]]\nname = \"clerk\"\naliases = [\"cashier\"]\n[[role]]\nname = \"cashier\"\n",
            Warning,
            3,
            "`cashier` is the name of a role (line 5), so it cannot also be an alias of `clerk`. Remove one of the two.",
        );
        check(
            "[[term]]\nprefer = \"CX\"\n",
            Error,
            1,
            "This term has no words to avoid. Add `avoid = [\"…\"]`.",
        );
    }

    fn read_json(settings: serde_json::Value) -> (Config, Vec<String>) {
        let (config, problems) = Config::from_json(&settings);
        assert!(problems.iter().all(|p| p.line.is_none() && p.path == Path::new("")));
        (config, problems.into_iter().map(|p| p.message).collect())
    }

    #[test]
    fn an_editors_settings_have_the_keys_of_the_file() {
        let (config, problems) = read_json(json!({
            "style": "discovery", "include": ["docs/*"], "exclude": null, "inlayHints": true,
            "fine": 3,
            "product": {"model": "b2b"},
            "role": [{"name": "tailor", "kind": "end-user", "share": 0.5, "number": 2}],
            "term": [{"avoid": ["UX"]}],
            "rules": {"generic-role": "off", "generic-story-role": null},
        }));
        assert_eq!(problems, [] as [&str; 0]);
        assert_eq!(
            (config.settings.style, config.settings.model),
            (Style::Discovery, Some(Model::B2b))
        );
        let [role] = config.settings.roles.as_slice() else { panic!("{config:?}") };
        assert_eq!((role.name.as_str(), role.share, role.number), ("tailor", Some(0.5), Some(2)));
        let place = role.declared[0].file.as_ref().unwrap();
        assert_eq!(
            (place.shown.as_str(), role.declared[0].line),
            ("the settings of your editor", 0)
        );
        assert_eq!(
            config.settings.rules.into_iter().collect::<Vec<_>>(),
            [("generic-role".into(), None)]
        );
        assert!(config.inlay_hints && config.include.matches(Path::new("docs/a.md")));
        assert_eq!((config.settings.terms.len(), config.settings.fine), (1, Some(3)));
    }

    #[test]
    fn settings_that_cannot_be_used_are_told_as_json_and_the_rest_counts() {
        for (settings, message) in [
            (json!({"rulez": {}}), "Unknown key `rulez`; did you mean `rules`?"),
            (json!({"inlayHint": true}), "Unknown key `inlayHint`; did you mean `inlayHints`?"),
            (json!({"inlayHints": "yes"}), "`inlayHints` should be true or false, not text."),
            (json!("x"), "The settings should be an object, not text."),
            (json!([1]), "The settings should be an object, not a list."),
            (
                json!({"include": "docs"}),
                "`include` should be a list: write `\"include\": [\"docs\"]`.",
            ),
            (
                json!({"product": 3}),
                "`product` should be an object, not a number: write `\"product\": {…}`.",
            ),
            (json!({"product": {"x": 1}}), "Unknown key `x`. Allowed in `product`: `model`."),
            (
                json!({"style": {}}),
                "`style` should be one of `\"specific-roles\"`, `\"customer-problem\"`, `\"buyer-and-user\"`, `\"customer-obsession\"`, `\"discovery\"`, not an object.",
            ),
            (json!({"role": {"name": "a"}}), "Write `\"role\": [{…}]`: it is a list."),
            (
                json!({"role": ["a"]}),
                "`role` should hold objects, not text: write `\"role\": [{…}]`.",
            ),
            (json!({"role": [{}]}), "This role has no name. Add `\"name\": \"…\"`."),
            (
                json!({"role": [{"name": "a", "number": 1.5}]}),
                "`number` should be a whole number, such as `\"number\": 4`.",
            ),
            (
                json!({"role": [{"name": "a"}, {"name": "A"}]}),
                "Another role is named `A`. Rename this one, or merge the two.",
            ),
            (json!({"term": [{}]}), "This term has no words to avoid. Add `\"avoid\": [\"…\"]`."),
        ] {
            let (_, problems) = read_json(settings.clone());
            assert_eq!(problems, [message], "{settings}");
        }
        for nothing in [json!(null), json!({}), json!([])] {
            let (config, problems) = read_json(nothing);
            assert_eq!((config.settings, problems), (Settings::default(), vec![]));
        }
    }

    #[test]
    fn the_file_wins_key_by_key() {
        let (editor, _) = read_json(json!({
            "style": "discovery", "inlayHints": true, "include": ["a/*"], "product": {"model": "b2b"},
            "allow": ["client"], "sections": {"goals": ["North"], "problem": ["Itch"]},
            "role": [{"name": "tailor"}], "term": [{"avoid": ["UX"]}],
            "rules": {"generic-role": "off", "generic-story-role": "error"},
        }));
        let rules =
            |config: &Config| -> Vec<_> { config.settings.rules.clone().into_values().collect() };
        let names = |config: &Config| -> Vec<_> {
            config.settings.roles.iter().map(|role| role.name.clone()).collect()
        };
        // Said so, though it is the default.
        let (file, _) = parse(
            "sections.problem = [\"Pinch\"]\nstyle = \"specific-roles\"\nrole = [{name = \"clerk\"}]\nterm = []\nrules = {generic-role = \"hint\"}\n",
        );
        let both = file.over(&editor);
        assert_eq!(both.settings.style, Style::SpecificRoles);
        assert_eq!(both.settings.model, Some(Model::B2b));
        assert_eq!(names(&both), ["clerk"]);
        let titles: Vec<_> = both.settings.sections.values().flatten().collect();
        assert_eq!(titles, ["Pinch", "North"]);
        assert_eq!(rules(&both), [Some(Severity::Hint), Some(Severity::Error)]);
        assert!(both.settings.terms.is_empty() && both.inlay_hints);
        assert_eq!(both.settings.allow, ["client"]);
        assert_eq!(both.root, Path::new("/p"));
        assert!(both.covers(Path::new("/p/a/x.md")) && !both.covers(Path::new("/p/x.md")));

        let (silent, _) = parse("");
        let both = silent.over(&editor);
        assert_eq!(
            (both.settings.style, names(&both)),
            (Style::Discovery, vec!["tailor".to_owned()])
        );
        assert_eq!(rules(&both), [None, Some(Severity::Error)]);
        assert_eq!(both.settings.terms.len(), 1);
        // What was taken over counts as said.
        assert_eq!(
            both.over(&read_json(json!({"style": "buyer-and-user"})).0).settings.style,
            Style::Discovery
        );
    }

    #[test]
    fn persona_files_add_to_what_the_toml_says() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |name: &str, text: &str| {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("rolecall.toml", "[[role]]\nname = \"clerk\"\nkind = \"internal\"\n");
        write("Personas/README.md", "# Our personas\n");
        write("Personas/sue.md", "---\nkind: buyer\nnumber: 4\n---\n# Sarah Sue, Clerk\n");
        write("docs/personas/bob.md", "# Bob: store manager\n");
        write("personas/broken.md", "---\nname: [\n---\n");
        let loaded = load(&root.join("rolecall.toml"));
        let roles = loaded.config.unwrap().settings.roles;
        let named: Vec<_> = roles.iter().map(|r| (r.name.as_str(), r.kind, r.number)).collect();
        assert_eq!(
            named,
            [("clerk", Some(review::RoleKind::Internal), Some(4)), ("store manager", None, None)]
        );
        let places: Vec<_> =
            roles[0].declared.iter().map(|p| (p.file.clone().unwrap().shown, p.line)).collect();
        assert_eq!(places, [("rolecall.toml".to_owned(), 2), ("Personas/sue.md".to_owned(), 5)]);
        let reported = loaded.problems.iter().filter(|problem| problem.severity > Severity::Hint);
        let problems: Vec<_> = reported.map(|p| (p.path.as_path(), p.line)).collect();
        assert_eq!(problems, [(root.join("personas/broken.md").as_path(), Some(3))]);

        // What is open in an editor counts rather than what is on disk.
        let loaded = load_with(&root.join("rolecall.toml"), &|path| {
            if path.ends_with("sue.md") {
                Ok("# cashier\n".into())
            } else {
                std::fs::read_to_string(path)
            }
        });
        assert!(loaded.config.unwrap().settings.roles.iter().any(|role| role.name == "cashier"));
    }

    #[test]
    fn a_file_that_is_not_there_is_told() {
        let loaded = load(Path::new("/nowhere/rolecall.toml"));
        assert!(loaded.config.is_none());
        assert_eq!(loaded.problems[0].message, "No such file or folder. Check the path.");
    }
}
