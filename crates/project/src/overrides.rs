//! `[[override]]`: what some documents of a project are reviewed under, where that is not what holds for
//! the others.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use review::Settings;

use crate::config::{Config, OVERRIDE, patterns};
use crate::paths::clean;
use crate::patterns::Patterns;
use crate::problem::Report;
use crate::table::{Kind, Table};

/// The keys of an override. Roles are the whole project's.
pub(crate) const KEYS: &[&str] =
    &["files", "style", "allow", "fine", "product", "sections", "term", "rules"];

/// What holds for some documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// The documents.
    pub files: Patterns,
    /// The line of `rolecall.toml` that names them, counted from 1.
    pub line: usize,
    /// What holds for them.
    pub(crate) config: Config,
}

impl Config {
    /// The overrides that mean the document at `path`, by their numbers.
    pub fn overrides_of(&self, path: &Path) -> Vec<usize> {
        if self.overrides.is_empty() {
            return Vec::new();
        }
        let path = clean(path);
        let Ok(inside) = path.strip_prefix(&self.root) else { return Vec::new() };
        let all = self.overrides.iter().enumerate();
        all.filter(|(_, one)| one.files.matches(inside)).map(|(number, _)| number).collect()
    }

    /// What holds where these overrides do: their words and terms besides those of all documents, and
    /// the rest in place of it. Of two that speak of the same, the later one counts.
    pub fn with(&self, overrides: &[usize]) -> Self {
        let known = overrides.iter().filter_map(|number| self.overrides.get(*number));
        let mut config = known.fold(self.clone(), |config, one| {
            let mut both = one.config.clone().over(&config);
            let (all, own) = (&config.settings, &one.config.settings);
            both.settings.allow = [all.allow.as_slice(), &own.allow].concat();
            both.settings.terms = [all.terms.as_slice(), &own.terms].concat();
            both
        });
        config.root.clone_from(&self.root);
        config
    }
}

/// Reads the overrides of a table.
pub(crate) fn read(table: &Table, rules: &[&str], report: &mut Report) -> Vec<Override> {
    let mut overrides = Vec::new();
    for table in table.tables(OVERRIDE, report) {
        table.check_keys("an override", KEYS, false, report);
        let files = patterns(table, "files", report);
        let place = table.key("files").unwrap_or(table.span);
        let is_empty = match table.get("files").map(|value| &value.kind) {
            None => true,
            Some(Kind::List(patterns)) => patterns.is_empty(),
            Some(_) => false,
        };
        if is_empty {
            let right = report.pair("files", "[\"…\"]");
            let message = format!("This override has no files. Add {right}.");
            report.error(place, message);
        }
        let (mut config, _) = Config::of_table(table, rules, report);
        config.lines.remove("files");
        if !files.is_empty() {
            overrides.push(Override { files, line: report.line(place.start), config });
        }
    }
    overrides
}

/// The settings of the documents of a project: the same ones for all that the same overrides mean.
#[derive(Debug, Default)]
pub struct Variants(HashMap<Vec<usize>, Arc<Settings>>);

impl Variants {
    /// Those of the document at `path`; of the project itself without one. `adapt` has the last word.
    /// The configuration and `adapt` are the same each time.
    pub fn of(
        &mut self,
        config: &Config,
        path: Option<&Path>,
        adapt: impl Fn(&mut Settings),
    ) -> Arc<Settings> {
        let overrides = path.map(|path| config.overrides_of(path)).unwrap_or_default();
        let settings = self.0.entry(overrides).or_insert_with_key(|overrides| {
            let mut settings = config.with(overrides).settings;
            adapt(&mut settings);
            Arc::new(settings)
        });
        Arc::clone(settings)
    }
}

#[cfg(test)]
mod tests {
    use review::{Severity, Style};

    use super::*;

    const TEXT: &str = r#"
style = "discovery"
allow = ["client"]
fine = 7
rules.generic-role = "error"
rules.generic-story-role = "hint"

[[role]]
name = "shopper"

[[override]]
files = ["docs/old", "**/*.feature"]
style = "customer-problem"
rules.generic-role = "off"

[[override]]
files = ["docs/**"]
allow = ["end user"]
[override.rules]
generic-role = "hint"
"#;

    fn config(text: &str) -> Config {
        let (config, problems) = Config::parse(text, Path::new("/p/rolecall.toml"));
        assert_eq!(problems, []);
        config.unwrap()
    }

    #[test]
    fn what_is_said_of_a_document_goes_before_what_is_said_of_all() {
        let config = config(TEXT);
        let holds = |path: &str| {
            let settings = config.with(&config.overrides_of(Path::new(path))).settings;
            assert_eq!(settings.roles, config.settings.roles);
            let rule = |name: &str| settings.rules.get(name).copied().flatten();
            assert_eq!(
                (settings.fine, rule("generic-story-role")),
                (Some(7), Some(Severity::Hint))
            );
            (settings.style, settings.allow, settings.rules.get("generic-role").copied().flatten())
        };
        let (discovery, problem) = (Style::Discovery, Style::CustomerProblem);
        let client = || vec!["client".to_owned()];
        let end_user = || vec!["client".to_owned(), "end user".to_owned()];
        assert_eq!(holds("/p/a.md"), (discovery, client(), Some(Severity::Error)));
        assert_eq!(holds("/q/docs/a.md"), (discovery, client(), Some(Severity::Error)));
        assert_eq!(holds("/p/docs/a.md"), (discovery, end_user(), Some(Severity::Hint)));
        assert_eq!(holds("/p/a.feature"), (problem, client(), None));
        // Both: the later one counts.
        assert_eq!(holds("/p/docs/old/a.md"), (problem, end_user(), Some(Severity::Hint)));
    }

    #[test]
    fn the_lines_are_those_of_the_values_that_hold() {
        let config = config(TEXT).with(&[0]);
        let lines = ["style", "allow", "rules.generic-role", "rules.generic-story-role"];
        assert_eq!(lines.map(|key| config.lines.get(key).copied()), [13, 3, 14, 6].map(Some));
    }

    #[test]
    fn documents_that_are_meant_alike_share_their_settings() {
        let config = config(TEXT);
        let mut variants = Variants::default();
        let mut of = |path: &str| variants.of(&config, Some(Path::new(path)), |_| {});
        let (one, other, third) = (of("/p/docs/a.md"), of("/p/docs/b/c.md"), of("/p/a.md"));
        assert!(Arc::ptr_eq(&one, &other));
        assert!(!Arc::ptr_eq(&one, &third));
        assert!(Arc::ptr_eq(&third, &variants.of(&config, None, |_| {})));
    }

    #[test]
    fn what_is_wrong_is_told() {
        const NONE: &str = "This override has no files. Add `files = [\"…\"]`.";
        for (text, expected) in [
            ("[[override]]\nfine = 3\n", NONE),
            ("[[override]]\nfiles = []\n", NONE),
            (
                "[[override]]\nfiles = [\"a\"]\nroles = []\n",
                "Unknown key `roles`; did you mean `rules`?",
            ),
            (
                "[override]\nfiles = [\"a\"]\n",
                "Write `[[override]]` with two brackets: it is a list.",
            ),
            (
                "[[override]]\nfiles = [\"{\"]\n",
                "`{` is not a valid path pattern: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?).",
            ),
            (
                "[[override]]\nfiles = [\"a\"]\n[override.rules]\ngeneric-rol = \"off\"\n",
                "Unknown rule `generic-rol`; did you mean `generic-role`?",
            ),
        ] {
            let (_, problems) = Config::parse(text, Path::new("/p/rolecall.toml"));
            let messages: Vec<&str> = problems.iter().map(|it| it.message.as_str()).collect();
            assert_eq!(messages, [expected], "{text}");
        }
    }
}
