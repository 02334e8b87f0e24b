//! What a rule is.

use crate::read::directive::Directive;
use crate::rules::context::Page;
use crate::rules::remark::Remark;
use crate::settings::style::Style;
use crate::settings::{Settings, Severity};

/// A rule: one thing that can be wrong with a document. Each is declared in one file of
/// [`crate::rules`], its documentation with it.
pub struct Rule {
    /// Its name, which never changes: `generic-role`.
    pub name: &'static str,
    /// How loud it is unless the project says otherwise.
    pub severity: Severity,
    docs: &'static str,
    pub(crate) check: fn(&Page<'_>) -> Vec<Remark>,
    /// Whether it is about directives. Such a rule comes after the others, since it sees what the
    /// directives did to them, and is ignored by its name only.
    pub(crate) on_directives: bool,
}

impl Rule {
    /// A rule, as `rule!` makes it.
    pub(crate) const fn new(
        name: &'static str,
        severity: Severity,
        docs: &'static str,
        check: fn(&Page<'_>) -> Vec<Remark>,
    ) -> Self {
        Self { name, severity, docs, check, on_directives: false }
    }

    /// The same as a rule about directives.
    pub(crate) const fn on_directives(self) -> Self {
        Self { on_directives: true, ..self }
    }

    /// Whether a directive is for it: by its name, or because it names no rule.
    pub(crate) fn is_named_by(&self, directive: &Directive) -> bool {
        match directive.rules.as_slice() {
            [] => !self.on_directives,
            names => names.iter().any(|named| named.name == self.name),
        }
    }

    /// Whether a project has turned it off.
    pub(crate) fn is_off_in(&self, settings: &Settings) -> bool {
        settings.rules.get(self.name) == Some(&None)
    }

    /// Its severity in a house style, unless the project says otherwise.
    pub fn severity_in(&self, style: Style) -> Severity {
        let of_style = style.severities().iter().find(|(name, _)| *name == self.name);
        of_style.map_or(self.severity, |(_, severity)| *severity)
    }

    /// Its documentation in Markdown: what, why, what is told and what passes, how to mend it, where it
    /// comes from, how to turn it up, down or off.
    pub fn docs(&self) -> String {
        let lines = self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        let docs = lines.collect::<Vec<_>>().join("\n");
        format!(
            "{}\n\n**To configure it:** `{} = \"off\"` under `[rules]` in `rolecall.toml`; or `\"hint\"`, \
             `\"information\"`, `\"warning\"`, `\"error\"`.",
            docs.trim(),
            self.name
        )
    }

    /// What it says, in a sentence.
    pub fn summary(&self) -> String {
        self.docs().split("\n\n").next().unwrap_or_default().replace('\n', " ")
    }
}

/// The rules there are. The rules themselves see them in their context, since the registry that lists
/// them needs every rule.
pub(crate) struct Registry {
    /// Every rule, by name.
    pub all: &'static [&'static Rule],
    /// The rules on stories, the most helpful first, each with whether it has something to say of a story.
    pub on_stories: &'static [(&'static Rule, Applies)],
}

/// Whether a rule has something to say of the story of an index.
pub(crate) type Applies = fn(&Page<'_>, usize) -> bool;

impl Registry {
    /// The rule of that name.
    pub fn find(&self, name: &str) -> Option<&'static Rule> {
        self.all.iter().copied().find(|rule| rule.name == name)
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Eq for Rule {}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Declares a rule: its documentation as a doc comment, its name, its severity, its check, and
/// `on_directives` if it is about those.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $rule:ident, $name:literal, $severity:ident, $check:ident $(, $kind:ident)?) => {
        $(#[doc = $doc])+
        pub static $rule: $crate::rules::rule::Rule = $crate::rules::rule::Rule::new(
            $name,
            $crate::settings::Severity::$severity,
            concat!($($doc, "\n"),+),
            $check,
        )$(.$kind())?;
    };
}
pub(crate) use rule;
