//! What a rule is, and what it finds.

use markdown::{Document, Span};

use crate::fix::edit::{Fix, Scope};
use crate::person::likelihood;
use crate::read::directive::Directive;
use crate::rules::context::{RuleContext, Whole};
use crate::rules::remark::Remark;
use crate::rules::remark::Subject;
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
    pub(crate) check: fn(&RuleContext<'_>) -> Vec<Remark>,
    fix: Option<FixFn>,
    /// Whether each of its findings is a generic word that could be a role's name: one role may then replace
    /// all of them, and a project may allow the word.
    pub on_generic_words: bool,
    /// Which roles it suggests.
    pub(crate) suggests: Suggests,
    /// Whether it is about directives. Such a rule comes after the others, since it sees what the
    /// directives did to them, and is ignored by its name only.
    pub(crate) on_directives: bool,
}

/// What can be done about a finding, best first: what changes its place, then the same in the whole story
/// and in the whole document, as far as the scope goes.
type FixFn = fn(&dyn Whole, &Finding, Scope) -> Vec<Fix>;

/// Which roles a rule suggests for the words that it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suggests {
    /// Whoever is likely meant.
    Anybody,
    /// Only colleagues: no department is one of those outside whom it serves.
    Colleagues,
    /// Names like the one that is written, in its message: no list of roles.
    Names,
}

impl Rule {
    /// A rule, as `rule!` makes it.
    pub(crate) const fn new(
        name: &'static str,
        severity: Severity,
        docs: &'static str,
        check: fn(&RuleContext<'_>) -> Vec<Remark>,
    ) -> Self {
        Self {
            name,
            severity,
            docs,
            check,
            fix: None,
            on_directives: false,
            on_generic_words: false,
            suggests: Suggests::Anybody,
        }
    }

    /// The same as a rule about directives.
    pub(crate) const fn on_directives(self) -> Self {
        Self { on_directives: true, ..self }
    }

    /// The same as a rule whose findings can be fixed.
    pub(crate) const fn fixed_by(self, fix: FixFn) -> Self {
        Self { fix: Some(fix), ..self }
    }

    /// The same as a rule about generic words.
    pub(crate) const fn on_generic_words(self) -> Self {
        Self { on_generic_words: true, ..self }
    }

    /// The same as a rule that suggests colleagues only.
    pub(crate) const fn suggests_colleagues(self) -> Self {
        Self { suggests: Suggests::Colleagues, ..self }
    }

    /// The same as a rule that suggests names like the one that is written.
    pub(crate) const fn suggests_names(self) -> Self {
        Self { suggests: Suggests::Names, ..self }
    }

    /// What can be done about a finding of its own, best first, no further than `widest`.
    pub(crate) fn fixes(&self, whole: &dyn Whole, finding: &Finding, widest: Scope) -> Vec<Fix> {
        self.fix.map_or_else(Vec::new, |fix| fix(whole, finding, widest))
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

    /// Returns its documentation in Markdown: what it reports and why, examples, the fix, the source, and how to
    /// configure it.
    pub fn docs(&self) -> String {
        let lines = self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        let docs = lines.collect::<Vec<_>>().join("\n");
        format!(
            "{}\n\n**Configure:** set `{}` under `[rules]` in `rolecall.toml` to `\"off\"`, `\"hint\"`, \
             `\"information\"`, `\"warning\"` or `\"error\"`.",
            docs.trim(),
            self.name
        )
    }

    /// What it says, in a sentence.
    pub fn summary(&self) -> String {
        self.docs().split("\n\n").next().unwrap_or_default().replace('\n', " ")
    }
}

/// Something to report to the writer. Its span is of the document, in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its severity, by the settings in force.
    pub severity: Severity,
    /// The words it is about.
    pub span: Span,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Other places that it is about.
    pub related: Vec<Related>,
    /// How likely the generic word that it is about stands for a person, 0 to 1; none for what is about something else.
    pub probability: Option<f64>,
    /// The index of the segment it is in.
    pub(crate) segment: usize,
    pub(crate) subject: Subject,
}

/// Another place that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its bytes in the document, in UTF-8.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

impl Finding {
    /// Whether it is sure enough to be shown to everybody, or as severe as the project wants it: the rest is for who looks.
    pub fn is_sure(&self) -> bool {
        self.severity > Severity::Hint || self.probability.is_none_or(likelihood::is_sure)
    }

    /// The words it is about, as they stand in the document.
    pub fn text(&self, document: &Document) -> String {
        document.slice(self.span)
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
pub(crate) type Applies = fn(&RuleContext<'_>, usize) -> bool;

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

/// Declares a rule: its documentation as a doc comment, its name, its severity, its check, what fixes the
/// findings of the check (`check => fix`) if anything does, and what else is so of it, by the names of the
/// methods that say so (`on_directives`).
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $rule:ident, $name:literal, $severity:ident, $check:ident $(=> $fix:path)? $(, $kind:ident)*
    ) => {
        $(#[doc = $doc])+
        pub static $rule: $crate::rules::rule::Rule = $crate::rules::rule::Rule::new(
            $name,
            $crate::settings::Severity::$severity,
            concat!($($doc, "\n"),+),
            $check,
        )$(.fixed_by($fix))?$(.$kind())*;
    };
}
pub(crate) use rule;

#[cfg(test)]
mod tests {
    use crate::rules::{ALL, GENERIC_ROLE, REGISTRY, find};
    use crate::settings::style::Style;
    use crate::settings::{Settings, Severity};

    #[test]
    fn a_directive_is_for_the_rules_it_names_or_for_all_about_the_text() {
        let reached = |text: &str| {
            let document = markdown::Document::new(text);
            let (_, segment) = document.segments().next().unwrap();
            let directive = crate::read::directive::find(segment).all.remove(0);
            ALL.iter().filter(|rule| rule.is_named_by(&directive)).count()
        };
        assert_eq!(reached("<!-- rolecall-ignore generic-role -->\n"), 1);
        assert_eq!(reached("<!-- rolecall-ignore generic-role, unused-directive, tea -->\n"), 2);
        let on_directives = ALL.iter().filter(|rule| rule.on_directives).count();
        assert_eq!(reached("<!-- rolecall-ignore -->\n"), ALL.len() - on_directives);
    }

    #[test]
    fn severity_is_the_rules_own_unless_a_style_has_another() {
        let rule = find("generic-story-role").unwrap();
        assert_eq!(rule.severity_in(Style::SpecificRoles), Severity::Warning);
        assert_eq!(rule.severity_in(Style::Discovery), Severity::Hint);
        let off = Settings { rules: [(rule.name.to_owned(), None)].into(), ..Settings::default() };
        assert!(rule.is_off_in(&off) && !GENERIC_ROLE.is_off_in(&off));
    }

    #[test]
    fn only_the_two_rules_on_words_for_anybody_are_about_generic_words() {
        let names: Vec<&str> =
            ALL.iter().filter(|rule| rule.on_generic_words).map(|rule| rule.name).collect();
        assert_eq!(names, ["generic-role", "generic-story-role"]);
        assert!(REGISTRY.on_stories.iter().all(|(rule, _)| ALL.contains(rule)));
    }
}
