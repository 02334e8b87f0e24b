//! What a document knows of its roles: all that the judgement of one place needs from the others.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::document::avoided::Avoided;
use crate::document::backlog::{Backlog, Sample};
use crate::document::facts::Facts;
use crate::document::gaps::{Gap, Gaps, KnownAudience};
use crate::document::kind::{self, Nature};
use crate::document::same_role::{self, Pair, SameRole, Sightings};
use crate::document::tracked::{Before, Dependencies};
use crate::english;
use crate::english::generic::GenericWords;
use crate::person::generic;
use crate::person::verdict::Because;
use crate::read::document_kind::Sign;
use crate::read::prd::statement::{Statement, Statements};
use crate::read::role::declaration::{self, Declaration, Form};
use crate::read::role::declared::{self, Found};
use crate::read::role::generic_name;
use crate::read::role::said::Said;
use crate::read::role::used::{self, UsedNoun};
use crate::read::section::Path;
use crate::read::story::{NamedRole, Slot, Standing};
use crate::role_choice::ranker::{Cast, Told};
use crate::roles::mention;
use crate::roles::relate::relate_declared;
use crate::roles::vocabulary::{self, Vocabulary};
use crate::settings::Settings;
use crate::settings::role::{Grade, Role};
use crate::text::token::{Tokens, tokens};

/// With fewer stories than this that say who tells them, nothing follows from whom they do not name.
const FEW_STORIES: usize = 3;

/// What one segment has to tell the rest of the document. It holds no offsets, so an edit that only
/// moves things changes nothing here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Evidence {
    /// The roles it declares, each with the line of the segment it does so on.
    declarations: Vec<(Declaration, usize)>,
    /// Generic words that it uses in a sense of their own: `client` for a role, or for a program.
    senses: Vec<(String, Because)>,
    stories: Vec<Sample>,
    /// What its sentences say of roles that they name.
    said: Vec<Said>,
    /// The nouns for people in its prose.
    nouns: Vec<UsedNoun>,
    /// What it says of the problem and the goals.
    statements: Vec<Statement>,
}

impl Evidence {
    pub fn of(segment: &str, facts: &Facts, path: &Path, statements: &Statements) -> Self {
        let line_of = |passage: usize| {
            let start = facts.passages.get(passage).map_or(0, |passage| passage.span.start);
            segment.get(..start).map_or(0, markdown::line_breaks)
        };
        let Found { declarations, said } = declared::find(&facts.passages, segment, path);
        let used = facts.generics.iter().filter_map(|generic| {
            let words = facts.passages.get(generic.passage)?.words();
            Some(((*generic.term).to_owned(), generic::sense(generic, words)?))
        });
        let senses = used.collect();
        let stories = Sample::of(facts, path);
        let declarations = declarations.into_iter().map(|declaration| {
            let line = declaration.passage.map_or(0, line_of);
            (declaration, line)
        });
        Self {
            declarations: declarations.collect(),
            senses,
            stories,
            said,
            nouns: used::find(&facts.passages),
            statements: statements.all.clone(),
        }
    }

    /// Whether it declares roles.
    pub fn declares(&self) -> bool {
        self.declarations()
            .any(|declaration| declaration.passage.is_some() && declaration.form != Form::Title)
    }

    /// What it says of roles, in text order.
    pub fn declarations(&self) -> impl Iterator<Item = &Declaration> {
        self.declarations.iter().map(|(declaration, _)| declaration)
    }

    /// What it says of roles and declares, in text order.
    pub fn found(&self) -> Found {
        Found { declarations: self.declarations().cloned().collect(), said: self.said.clone() }
    }

    /// The nouns for people in its prose.
    pub fn nouns(&self) -> &[UsedNoun] {
        &self.nouns
    }

    /// Whether it has anything to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a segment has to tell, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub evidence: Arc<Evidence>,
    /// The line its segment starts on, from zero, if it declares roles.
    pub line: usize,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.line == other.line
            && (Arc::ptr_eq(&self.evidence, &other.evidence) || self.evidence == other.evidence)
    }
}

/// What a document knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Knowledge {
    pub settings: Arc<Settings>,
    pub vocabulary: Vocabulary,
    /// The roles and their stories, to choose among.
    pub cast: Arc<Cast>,
    pub avoided: Avoided,
    /// Whether the document is about buying and selling.
    pub is_commerce: bool,
    /// Generic words that have a sense of their own here.
    senses: Vec<(String, Because)>,
    /// Generic words that the project allows.
    allowed: Vec<&'static str>,
    /// For each name that stories use and nobody declares: the first story, and how many.
    undeclared: HashMap<String, (usize, usize)>,
    /// Roles that the document declares and none of its stories names, each with where it is first declared, as how many
    /// declarations stand before it; in that order.
    unused: Vec<(usize, usize)>,
    /// The same of the roles whose names are generic words: "user".
    generic: Vec<(usize, usize)>,
    pub personas: Personas,
    /// The pairs of roles that may be one; what the segments show of them decides.
    pub alike: Vec<Pair>,
    /// What the document is.
    pub nature: Nature,
    /// Its gaps as a product requirements document; none where it is something else.
    pub gaps: Option<Gaps>,
    pub backlog: Backlog,
}

/// The personas that have sections of their own in the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Personas {
    pub count: usize,
    /// How many declarations stand before the first of them.
    pub first: usize,
    pub without_goals: usize,
    pub without_success: usize,
}

impl Knowledge {
    /// What the segments say together. `path` is what the document's path says of its kind.
    pub fn of(
        settings: Arc<Settings>,
        evidence: &[Source],
        is_commerce: bool,
        path: Option<Sign>,
    ) -> Self {
        let mut vocabulary = Vocabulary::of_settings(&settings.roles, &settings.generic);
        let declarations = gathered(evidence);
        for (declaration, (line, _)) in &declarations {
            vocabulary.declare(declaration, *line);
        }
        for role in &settings.elsewhere {
            vocabulary.import(role);
        }
        let said = evidence.iter().flat_map(|source| &source.evidence.said);
        relate_declared(
            &mut vocabulary,
            declarations.iter().map(|(declaration, _)| declaration),
            said,
        );
        let personas = Personas::of(&vocabulary, &declarations);
        let stories = || evidence.iter().flat_map(|source| &source.evidence.stories);
        let mut undeclared: HashMap<String, (usize, usize)> = HashMap::new();
        // The same names tell many stories: each is looked up once. What is undeclared stays so.
        let mut seen: HashMap<&str, Option<String>, RandomState> = HashMap::default();
        for (ordinal, sample) in stories().enumerate() {
            let somebody = sample.roles.iter().filter(|role| role.is_somebody);
            for name in somebody.map(|role| role.name.as_str()) {
                let undeclared_as = seen.entry(name).or_insert_with(|| {
                    let known = vocabulary.find_qualified(name);
                    let known = known.and_then(|index| vocabulary.roles().get(index));
                    if known.is_some_and(|role| !role.declared.is_empty()) {
                        return None;
                    }
                    vocabulary.meet(name);
                    Some(vocabulary::key(name))
                });
                let Some(key) = undeclared_as else { continue };
                match undeclared.get_mut(key) {
                    Some((_, count)) => *count += 1,
                    None => _ = undeclared.insert(key.clone(), (ordinal, 1)),
                }
            }
        }
        let nouns = evidence.iter().flat_map(|source| &source.evidence.nouns);
        vocabulary.meet_in_prose(used::roles(nouns).iter());
        let mut found: HashMap<&str, Option<usize>, RandomState> = HashMap::default();
        let tellers: Vec<Option<usize>> = stories()
            .map(|sample| {
                let mut roles = sample.roles.iter().map(|role| role.name.as_str());
                roles.find_map(|name| {
                    *found.entry(name).or_insert_with(|| vocabulary.find_qualified(name))
                })
            })
            .collect();
        let is_specific = tellers.iter().flatten().count() >= FEW_STORIES;
        let unused = match is_specific {
            true => unused(&vocabulary, &declarations, settings.roles.len(), &tellers, stories()),
            false => Vec::new(),
        };
        let is_generic = |role: &Role| {
            generic_name::is_generic_slot(&role.name, &settings.generic)
                && !settings.style.is_right(&role.name)
        };
        let generic = first_declared(&vocabulary, &declarations, settings.roles.len());
        let generic = generic
            .into_iter()
            .filter(|(role, _)| vocabulary.roles().get(*role).is_some_and(is_generic));
        let generic = generic.collect();
        let backlog = Backlog::of(stories(), &vocabulary);
        let alike = same_role::candidates(&vocabulary, settings.roles.len());
        let strangers = match settings.elsewhere.is_empty() {
            true => Vec::new(),
            false => strangers(&vocabulary, &tellers, evidence),
        };
        let told = tellers.iter().copied().zip(stories()).map(|(role, sample)| Told {
            role,
            content: Arc::clone(&sample.content),
            section: sample.section,
        });
        let cast = Arc::new(Cast::new(&vocabulary, &strangers, told.collect()));
        let senses = evidence.iter().flat_map(|source| source.evidence.senses.iter().cloned());
        let senses = senses.collect();
        let allowed =
            settings.allow.iter().filter_map(|word| english::generic::term_of(word)).collect();
        let is_known = vocabulary.roles().iter().any(|role| !role.declared.is_empty())
            || tellers.iter().any(Option::is_some);
        let here = declarations.iter().filter(|(declaration, _)| declaration.form != Form::Title);
        let here = here.filter_map(|(declaration, _)| {
            vocabulary.roles().get(vocabulary.role_of(declaration)?).map(|role| role.kind)
        });
        let audience = KnownAudience { is_known, kinds: here.collect() };
        let statements = evidence.iter().flat_map(|source| &source.evidence.statements);
        let nature = kind::of(path, statements.clone(), stories().count());
        let gaps = nature.is_prd.then(|| Gaps::of(&settings, &audience, statements));
        Self {
            avoided: Avoided::of(&settings),
            settings,
            vocabulary,
            cast,
            is_commerce,
            senses,
            allowed,
            undeclared,
            unused,
            generic,
            personas,
            alike,
            nature,
            gaps,
            backlog,
        }
    }

    /// The same with the roles of another vocabulary, of which these pairs may be one.
    pub fn with_roles(&self, vocabulary: &Vocabulary, alike: &[Pair]) -> Self {
        Self { vocabulary: vocabulary.clone(), alike: alike.to_vec(), ..self.clone() }
    }

    /// Returns the roles that are likely one, by what each segment shows of them, in text order.
    pub fn same_roles<'a>(&self, segments: impl Iterator<Item = &'a Sightings>) -> Vec<SameRole> {
        same_role::among(&self.vocabulary, self.settings.roles.len(), &self.alike, segments)
    }

    /// What differs from what was known before under the same settings.
    pub fn differs(&self, other: &Knowledge) -> Dependencies {
        let senses = self.is_commerce != other.is_commerce || self.senses != other.senses;
        let is_prd = self.gaps.is_some() != other.gaps.is_some();
        let is_of_personas = self.personas != other.personas || self.generic != other.generic;
        Dependencies::ROLES
            .when(!self.vocabulary.says_same(&other.vocabulary))
            .and(Dependencies::SENSES.when(senses))
            .and(Dependencies::UNDECLARED.when(self.undeclared != other.undeclared))
            .and(Dependencies::UNUSED.when(self.unused != other.unused))
            .and(Dependencies::PERSONAS.when(is_of_personas))
            .and(Dependencies::ALIKE.when(self.alike != other.alike))
            .and(Dependencies::GAPS.when(is_prd))
            .and(Dependencies::BACKLOG.when(self.backlog != other.backlog))
    }

    /// Returns the gaps of the document that are reported at one of so many statements after `before`, each with the index
    /// of its statement there.
    pub fn gaps_at(
        &self,
        before: Before,
        statements: usize,
    ) -> impl Iterator<Item = (usize, &Gap)> {
        let gaps = self.gaps.iter().flat_map(|gaps| &gaps.all);
        gaps.filter_map(move |(ordinal, gap)| {
            let index = ordinal.checked_sub(before.statements)?;
            (index < statements).then_some((index, gap))
        })
    }

    /// What is known of a role that a story names.
    pub fn slot(&self, named: &NamedRole) -> Slot {
        let known = self.vocabulary.find_qualified(&named.text);
        let role = known.and_then(|index| self.vocabulary.roles().get(index));
        let is_generic = generic_name::is_generic_slot(&named.text, &self.settings.generic);
        let standing = match role {
            Some(role) if !role.declared.is_empty() => Standing::Declared,
            _ if is_generic
                && (self.sense(&named.text) == Some(Because::Declared)
                    || self.allows(&named.text)
                    || self.is_right(&named.text)) =>
            {
                Standing::Declared
            }
            _ if is_generic => Standing::Generic,
            _ => Standing::Undeclared,
        };
        Slot {
            text: named.text.clone(),
            span: named.span,
            role: role.map(|role| role.name.clone()),
            standing,
        }
    }

    /// Whether a generic word is what a document about commerce calls the buyer. Where the project names its roles, the buyer
    /// has a name too.
    pub fn is_buyer(&self, term: &str) -> bool {
        self.is_commerce
            && self.settings.roles.is_empty()
            && matches!(term, "customer" | "end customer" | "consumer")
    }

    /// Whether the project allows the generic words in a text, and there are any.
    pub fn allows(&self, text: &str) -> bool {
        !self.allowed.is_empty() && all_terms(text, |term| self.allowed.contains(&term))
    }

    /// Whether the house style calls people what this text calls them.
    fn is_right(&self, text: &str) -> bool {
        all_terms(text, |term| self.settings.style.is_right(term))
    }

    /// The sense that a generic word has here: a law firm's client, a shop's customer, a program.
    /// "User" has none: a section headed so says nothing.
    pub fn sense(&self, text: &str) -> Option<Because> {
        let head = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let head = head.strip_suffix('s').unwrap_or(&head);
        self.senses.iter().find(|(term, _)| term == head).map(|(_, because)| *because)
    }

    /// The roles that no story names, if the first of them is declared by the declaration that so many stand before.
    pub fn unused_at(&self, ordinal: usize) -> impl Iterator<Item = usize> {
        let is_first = self.unused.first().is_some_and(|(_, first)| *first == ordinal);
        self.unused.iter().filter(move |_| is_first).map(|(role, _)| *role)
    }

    /// Whether a role has a generic word for its name, if this is the first declaration of it: `ordinal` is how many
    /// stand before.
    pub fn is_generic_at(&self, role: usize, ordinal: usize) -> bool {
        self.generic.contains(&(role, ordinal))
    }

    /// Whether the declared roles are meant to be all there are: a project's are, and so are those of pages on personas and
    /// of a document whose stories name no more others than these. What other documents declare is no list of this one.
    pub fn declares_all(&self) -> bool {
        let is_own = |role: &&Role| role.declared.iter().any(|place| place.file.is_none());
        let is_listed = |role: &&Role| role.grade() == Grade::Configured || is_own(role);
        let listed = self.vocabulary.roles().iter().filter(is_listed).count();
        self.settings.is_strict() || listed > 0 && self.undeclared.len() <= listed
    }

    /// How many stories use a name that nobody declares, if the story of this ordinal is the first.
    pub fn first_undeclared(&self, name: &str, ordinal: usize) -> Option<usize> {
        let (first, count) = self.undeclared.get(&vocabulary::key(name))?;
        (*first == ordinal).then_some(*count)
    }
}

/// Whether there are generic words in a text, and all are such.
fn all_terms(text: &str, is_such: impl Fn(&str) -> bool) -> bool {
    let terms = GenericWords::default().terms_in(text);
    !terms.is_empty() && terms.iter().all(|term| is_such(term))
}

impl Personas {
    fn of(vocabulary: &Vocabulary, declarations: &[Gathered]) -> Self {
        let mut personas = Self::default();
        let mut last = None;
        for (declaration, (line, ordinal)) in declarations {
            let role =
                vocabulary.role_of(declaration).and_then(|role| vocabulary.roles().get(role));
            // One heading may name two.
            let (Some(role), true) = (role, declaration.is_persona() && last != Some(line)) else {
                continue;
            };
            last = Some(line);
            if personas.count == 0 {
                personas.first = *ordinal;
            }
            personas.count += 1;
            personas.without_goals += usize::from(role.goals.is_empty());
            personas.without_success += usize::from(role.success.is_none());
        }
        personas
    }
}

/// A role as the whole document declares it, the line it does so on, from 1, and how many declarations
/// stand before.
type Gathered = (Declaration, (usize, usize));

/// What the segments declare together.
fn gathered(evidence: &[Source]) -> Vec<Gathered> {
    let all = evidence.iter().flat_map(|Source { evidence, line }| {
        evidence
            .declarations
            .iter()
            .map(move |(declaration, at)| (declaration.clone(), line + at + 1))
    });
    declaration::gathered(
        all.enumerate().map(|(ordinal, (declaration, line))| (declaration, (line, ordinal))),
    )
}

/// Of each role, whether only other documents know it: this one neither declares it, nor tells its stories, nor names it in
/// prose.
fn strangers(vocabulary: &Vocabulary, tellers: &[Option<usize>], evidence: &[Source]) -> Vec<bool> {
    let nouns = evidence.iter().flat_map(|source| &source.evidence.nouns);
    let named: HashSet<&str> = nouns.map(|noun| noun.name.as_str()).collect();
    let tellers: HashSet<usize> = tellers.iter().flatten().copied().collect();
    let is_stranger = |(index, role): (usize, &Role)| {
        role.is_from_elsewhere()
            && !tellers.contains(&index)
            && !named.contains(&*vocabulary::key(&role.name))
    };
    vocabulary.roles().iter().enumerate().map(is_stranger).collect()
}

/// The roles that are declared here and not by the project, the first `settled`, and that no story
/// names anywhere.
fn unused<'a>(
    vocabulary: &Vocabulary,
    declarations: &[Gathered],
    settled: usize,
    tellers: &[Option<usize>],
    stories: impl Iterator<Item = &'a Sample>,
) -> Vec<(usize, usize)> {
    let mut unused: HashMap<usize, usize> =
        first_declared(vocabulary, declarations, settled).into_iter().collect();
    // Most tell stories, and need not be looked for.
    for role in tellers.iter().flatten() {
        unused.remove(role);
    }
    for sample in stories {
        if unused.is_empty() {
            break;
        }
        let names: Vec<Tokens> = sample.roles.iter().map(|role| tokens(&role.name)).collect();
        let roles = names.iter().zip(&sample.roles).map(|(tokens, role)| tokens.of(&role.name));
        for words in roles.chain([sample.tokens.of(&sample.text)]) {
            for named in mention::names(words, vocabulary) {
                unused.remove(&named.role);
            }
        }
    }
    let mut unused: Vec<(usize, usize)> = unused.into_iter().collect();
    unused.sort_unstable_by_key(|(_, ordinal)| *ordinal);
    unused
}

/// The roles that are declared here and not by the project, the first `settled`, each with the ordinal of its first
/// declaration, in that order.
fn first_declared(
    vocabulary: &Vocabulary,
    declarations: &[Gathered],
    settled: usize,
) -> Vec<(usize, usize)> {
    let mut first: Vec<(usize, usize)> = Vec::new();
    // Who is named aside, as the audience of one story, is declared no role of the document.
    let declared = declarations.iter().filter(|(declaration, ..)| {
        matches!(declaration.form, Form::Line | Form::Section) && declaration.is_somebody()
    });
    for (declaration, (_, ordinal)) in declared {
        let role = vocabulary.role_of(declaration).filter(|role| *role >= settled);
        if let Some(role) = role.filter(|role| !first.iter().any(|(known, _)| known == role)) {
            first.push((role, *ordinal));
        }
    }
    first
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::document::facts::tests::facts;
    use crate::settings::Model;
    use crate::settings::section::Titles;

    /// What each text tells as a segment of one document.
    pub(crate) fn sources(segments: &[&str]) -> Vec<Source> {
        let mut path = Path::new();
        let mut line = 0;
        let sources = segments.iter().map(|text| {
            let facts = facts(text);
            let statements =
                Statements::of(&facts.passages, &facts.labels, &path, None, &Titles::new());
            let evidence = Arc::new(Evidence::of(text, &facts, &path, &statements));
            let source = Source { evidence, line };
            facts.leave(&mut path);
            line += text.matches('\n').count();
            source
        });
        sources.collect()
    }

    pub(crate) fn knows(settings: Settings, segments: &[&str]) -> Knowledge {
        Knowledge::of(Arc::new(settings), &sources(segments), false, None)
    }

    fn role(name: &str) -> Role {
        Role { name: name.into(), ..Role::default() }
    }

    fn named(text: &str) -> NamedRole {
        NamedRole {
            text: text.into(),
            span: markdown::Span::new(3, 4),
            passage: 0,
            tokens: 0..1,
            fixed: false,
        }
    }

    const STORIES: &str = "As a nurse, I want tea.\n\nAs a cook, I want salt.\n\nAs a porter, I want rest.\n\nAs a nurse, I want sleep.\n";

    #[test]
    fn a_segment_may_have_nothing_to_tell() {
        let tells = |text: &str| {
            let source = sources(&[text]).remove(0);
            (
                source.evidence.is_empty(),
                source.evidence.declares(),
                source.evidence.declarations().count(),
            )
        };
        assert_eq!(tells("Tea is hot.\n"), (true, false, 0));
        assert_eq!(tells("As a nurse, I want tea.\n"), (false, false, 0));
        assert_eq!(tells("## Roles\n\n- **Nurse**: cares\n"), (false, true, 1));
        assert_eq!(tells("# Maya Chen, nurse\n"), (false, false, 1));
        assert_eq!(tells("Text\n\n## Problem\n"), (false, false, 0));
    }

    #[test]
    fn sources_are_the_same_where_they_tell_the_same() {
        let [one, two, other] =
            &sources(&["As a nurse, I want tea.\n", "As a nurse, I want tea.\n", "Text\n"])[..]
        else {
            panic!("three segments")
        };
        assert_eq!((one == two, one == other), (false, false));
        let moved = Source { line: one.line, ..two.clone() };
        assert_eq!((one, one == &Source { line: one.line, ..other.clone() }), (&moved, false));
    }

    #[test]
    fn a_role_is_declared_on_a_line() {
        let all = knows(
            Settings::default(),
            &["Text\n\n", "## Roles\n\n- **Nurse**: cares\n- **Cook**: bakes\n"],
        );
        let lines: Vec<(&str, usize)> = all
            .vocabulary
            .roles()
            .iter()
            .map(|it| (it.name.as_str(), it.declared[0].line))
            .collect();
        assert_eq!(lines, [("nurse", 5), ("cook", 6)]);
    }

    #[test]
    fn stories_name_roles_that_nobody_declares() {
        let all = knows(
            Settings { roles: vec![role("cook")], ..Settings::default() },
            &[
                STORIES,
                "## Roles\n\n- **Porter**: carries\n",
                "As a user, I want tea.\n\nAs a backend, I want tea.\n",
            ],
        );
        let first = |name| {
            (0..7).filter_map(|at| Some((at, all.first_undeclared(name, at)?))).collect::<Vec<_>>()
        };
        assert_eq!((first("nurse"), first("Nurse")), (vec![(0, 2)], vec![(0, 2)]));
        assert_eq!(
            (first("porter"), first("user"), first("backend"), first("baker")),
            (vec![], vec![], vec![], vec![])
        );
        // A role of the settings that is declared nowhere is known, and undeclared.
        assert_eq!(first("cook"), [(1, 1)]);
        let names: Vec<&str> = all.vocabulary.roles().iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["cook", "porter", "nurse"]);
    }

    #[test]
    fn a_declared_role_may_be_used_by_no_story() {
        let roles = "## Roles\n\n- **Nurse**: cares\n- **Baker**: bakes\n- **Teacher**: teaches\n- **Kitchens**: open\n";
        let unused = |segments: &[&str], settings: Settings| {
            let all = knows(settings, segments);
            let found = |ordinal| {
                (0..all.vocabulary.roles().len())
                    .find(|role| all.unused.contains(&(*role, ordinal)))
            };
            let found =
                (0..5).filter_map(|at| Some(all.vocabulary.roles()[found(at)?].name.clone()));
            found.collect::<Vec<_>>()
        };
        assert_eq!(unused(&[roles, STORIES], Settings::default()), ["baker", "teacher"]);
        // Few stories say nothing of whom they do not name.
        let few = "As a nurse, I want tea.\n\nAs a cook, I want salt.\n";
        assert_eq!(unused(&[roles, few], Settings::default()), [""; 0]);
        let generic =
            "As a user, I want tea.\n\nAs a user, I want salt.\n\nAs a user, I want rest.\n";
        assert_eq!(unused(&[roles, generic], Settings::default()), [""; 0]);
        // It is enough that a story mentions a role, or names it beside another.
        let mentioned = "As a cook or a teacher, I want to ask the baker.\n";
        assert_eq!(unused(&[roles, STORIES, mentioned], Settings::default()), [""; 0]);
        // What the project declares may be for other documents.
        let settings = Settings { roles: vec![role("baker")], ..Settings::default() };
        assert_eq!(unused(&[roles, STORIES], settings), ["teacher"]);
        let aside = "## Scope\n\nPrimary actor: baker\n";
        assert_eq!(unused(&[aside, STORIES], Settings::default()), [""; 0]);
    }

    #[test]
    fn a_generic_word_may_be_declared_first_somewhere() {
        let segments =
            ["## Roles\n\n- **Nurse**: cares\n- **User**: waits\n", "- **User**: rests\n"];
        let all = knows(Settings::default(), &segments);
        let user = all.vocabulary.index_of("user").expect("a role");
        let at: Vec<usize> = (0..4).filter(|ordinal| all.is_generic_at(user, *ordinal)).collect();
        assert_eq!((at, all.is_generic_at(0, 0)), (vec![1], false));
        let role = Role { declared: vec![crate::Place::here(1)], ..role("user") };
        let configured = knows(Settings { roles: vec![role], ..Settings::default() }, &segments);
        assert!((0..4).all(|ordinal| !configured.is_generic_at(0, ordinal)));
    }

    #[test]
    fn personas_with_sections_are_counted() {
        let all = knows(
            Settings::default(),
            &[
                "## Personas\n\n- **Porter**: carries\n\n### Maya, nurse\n\nGoals: rest\n\n### Ann, cook\n\nSuccess: bread\n\n### Nurses and porters\n\nText\n\n### Seeking help\n\nText\n",
            ],
        );
        assert_eq!(
            all.personas,
            Personas { count: 3, first: 1, without_goals: 1, without_success: 2 }
        );
        assert_eq!(knows(Settings::default(), &[STORIES]).personas, Personas::default());
    }

    #[test]
    fn a_role_of_a_story_has_a_standing() {
        let segments = [STORIES, "## Roles\n\n- **Cook**: bakes\n- **Clients** – hire\n"];
        let all =
            knows(Settings { allow: vec!["customer".into()], ..Settings::default() }, &segments);
        for (name, role, standing) in [
            ("cook", Some("cook"), Standing::Declared),
            ("new cook", Some("cook"), Standing::Declared),
            ("nurse", Some("nurse"), Standing::Undeclared),
            ("baker", None, Standing::Undeclared),
            ("user", None, Standing::Generic),
            ("new user", None, Standing::Generic),
            ("customer", None, Standing::Declared),
            ("client", Some("client"), Standing::Declared),
        ] {
            let slot = all.slot(&named(name));
            assert_eq!((slot.role.as_deref(), slot.standing), (role, standing), "{name}");
            assert_eq!((slot.text.as_str(), slot.span), (name, markdown::Span::new(3, 4)));
        }
        let style = crate::settings::style::Style::CustomerObsession;
        let all = knows(Settings { style, ..Settings::default() }, &[]);
        assert_eq!(all.slot(&named("customer")).standing, Standing::Declared);
        assert_eq!(all.slot(&named("user")).standing, Standing::Generic);
    }

    #[test]
    fn a_generic_word_may_be_allowed_or_have_a_sense() {
        let segments = ["She is a client of the firm.\n"];
        let all = knows(
            Settings { allow: vec!["user".into(), "tea".into()], ..Settings::default() },
            &segments,
        );
        assert_eq!((all.allows("user"), all.allows("new users")), (true, true));
        assert_eq!(
            (all.allows("customer"), all.allows("nurse"), all.allows("user or customer")),
            (false, false, false)
        );
        assert!(!knows(Settings::default(), &[]).allows("user"));
        assert_eq!(all.sense("client"), Some(Because::Declared));
        assert_eq!(all.sense("new Clients"), Some(Because::Declared));
        assert_eq!((all.sense("user"), all.sense("client nurse")), (None, None));
    }

    #[test]
    fn a_shop_has_buyers() {
        let of = |is_commerce, settings| Knowledge { is_commerce, ..knows(settings, &[]) };
        let shop = of(true, Settings::default());
        assert!(["customer", "end customer", "consumer"].iter().all(|term| shop.is_buyer(term)));
        assert!(!shop.is_buyer("user") && !of(false, Settings::default()).is_buyer("customer"));
        assert!(
            !of(true, Settings { roles: vec![role("nurse")], ..Settings::default() })
                .is_buyer("customer")
        );
    }

    #[test]
    fn declared_roles_may_be_all_there_are() {
        let declares =
            |settings: Settings, segments: &[&str]| knows(settings, segments).declares_all();
        let roles = "## Roles\n\n- **Baker**: bakes\n- **Teacher**: teaches\n- **Clerk**: files\n";
        assert!(declares(Settings::default(), &[roles, STORIES]));
        let fewer = "## Roles\n\n- **Baker**: bakes\n- **Teacher**: teaches\n";
        assert!(!declares(Settings::default(), &[fewer, STORIES]));
        assert!(declares(
            Settings { roles: vec![role("baker")], ..Settings::default() },
            &[STORIES]
        ));
    }

    #[test]
    fn what_a_document_lacks_is_told_at_a_claim() {
        let text = "# Tea PRD\n\n## Goals\n\nNurses rest.\n";
        let all = Knowledge::of(Arc::new(Settings::default()), &sources(&[text]), false, None);
        let gaps = |statements, count| {
            let before = Before { statements, ..Before::default() };
            all.gaps_at(before, count).map(|(at, gap)| (at, gap.clone())).collect::<Vec<_>>()
        };
        use crate::settings::section::SectionKind::Goals;
        let (problem, measure, audience) =
            ((0, Gap::Problem), (1, Gap::Measure(Goals)), (0, Gap::Audience));
        assert_eq!(gaps(0, 9), [problem.clone(), measure, audience.clone()]);
        assert_eq!(
            (gaps(0, 1), gaps(1, 1)),
            (vec![problem, audience], vec![(0, Gap::Measure(Goals))])
        );
        assert_eq!((gaps(2, 9), gaps(0, 0)), (vec![], vec![]));
        // A role that is declared, or tells a story, is an audience.
        for more in ["## Roles\n\n- **Nurse**: cares\n", "As a nurse, I want tea.\n"] {
            let all = knows(Settings::default(), &[text, more]);
            assert!(
                all.gaps_at(Before::default(), 9).all(|(_, gap)| *gap != Gap::Audience),
                "{more}"
            );
        }
        let prospect = "## Roles\n\n### Nurse\n\nKind: buyer\n";
        let all = knows(
            Settings { model: Some(Model::PreLaunch), ..Settings::default() },
            &[text, prospect],
        );
        assert!(all.gaps_at(Before::default(), 9).any(|(_, gap)| *gap == Gap::Prospects));
    }

    #[test]
    fn what_differs_is_named() {
        let base = || knows(Settings::default(), &[STORIES]);
        let differs = |other: &Knowledge| base().differs(other);
        assert_eq!(differs(&base()), Dependencies::default());
        assert_eq!(differs(&Knowledge { is_commerce: true, ..base() }), Dependencies::SENSES);
        let senses = vec![("client".to_owned(), Because::Declared)];
        assert_eq!(differs(&Knowledge { senses, ..base() }), Dependencies::SENSES);
        assert_eq!(
            differs(&Knowledge { undeclared: HashMap::new(), ..base() }),
            Dependencies::UNDECLARED
        );
        assert_eq!(differs(&Knowledge { unused: vec![(1, 1)], ..base() }), Dependencies::UNUSED);
        assert_eq!(
            differs(&Knowledge { gaps: Some(Gaps::default()), ..base() }),
            Dependencies::GAPS
        );
        assert_eq!(
            differs(&Knowledge { backlog: Backlog::default(), ..base() }),
            Dependencies::BACKLOG
        );
        assert_eq!(
            differs(&Knowledge { vocabulary: Vocabulary::default(), ..base() }),
            Dependencies::ROLES
        );
        assert_eq!(differs(&Knowledge { alike: vec![(0, 1)], ..base() }), Dependencies::ALIKE);
        let personas = Personas { count: 1, ..Personas::default() };
        assert_eq!(differs(&Knowledge { personas, ..base() }), Dependencies::PERSONAS);
    }
}
