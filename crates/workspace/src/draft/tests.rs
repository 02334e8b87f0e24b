//! What is drafted, and that any text in it is read back.

use std::path::Path;

use proptest::prelude::*;
use review::{FilePlace, GenericWords, Origin, Place};

use super::*;
use crate::index::Source;
use crate::known::Declared;

/// A file of its own, without pages of personas beside it.
fn load(text: &str) -> Loaded {
    let (config, problems) = project::Config::parse(text, Path::new("/p/rolecall.toml"));
    Loaded { config, problems }
}

fn index(texts: &[(&str, &str)]) -> Index {
    Index::new(Path::new("/p"), Arc::default(), texts, |(path, text)| {
        let origin = Origin::new(Path::new(path), Asked::Found);
        Some(Source { path: Path::new("/p").join(path), origin, text: (*text).into() })
    })
}

/// The drafted text, which is read without a problem.
#[track_caller]
fn drafted(texts: &[(&str, &str)]) -> String {
    let Draft { text, roles, .. } = draft(&index(texts), &[], &load).unwrap();
    let Loaded { config, problems } = load(&text);
    assert_eq!(problems, [], "{text}");
    assert_eq!(config.unwrap().settings.roles.len(), roles, "{text}");
    text
}

/// What follows the product's model.
fn roles_of(text: &str) -> &str {
    text.split_once("# Nobody has it yet.\n").unwrap().1
}

/// The text with some proposals accepted.
fn accepted(text: &str, lines: &[&str]) -> String {
    lines.iter().fold(text.to_owned(), |text, line| {
        assert!(text.contains(&format!("\n# {line}\n")), "{line} is proposed in {text}");
        text.replacen(&format!("\n# {line}\n"), &format!("\n{line}\n"), 1)
    })
}

#[track_caller]
fn settings(text: &str) -> Settings {
    let Loaded { config, problems } = load(text);
    assert_eq!(problems, [], "{text}");
    config.unwrap().settings
}

const PERSONA: &str = "# Personas\n\n## Persona 4: Sarah Sue, sales associate (also: SA)\n\nSells shoes on the floor.\n\n- **Age:** 34\n- **Goals:** bring the \"right\" size\n- **Pains:** the stock room\n- **Kind:** end-user\n- **Serves:** shopper\n\nMeasure of success: pairs sold per hour\n\n## Shopper\n\nBuys.\n";

#[test]
fn what_documents_say_is_kept_and_the_rest_is_proposed() {
    let stories = "As an editor, I want tea. The editor waits.\n\nAs a clerk, I want tea.\n\nAs a clerk, I want salt.\n\nAs a clerk, I want milk.\n\nAs a tailor, I want tea.\n\nAs a user, I want tea.\n\nAsk the porter. Porters wait.\n";
    let text = drafted(&[("z.md", PERSONA), ("b.md", stories), ("c.md", "- **Nurse**: cares\n")]);
    assert!(text.starts_with(&format!("#:schema {}\n# The roles that", project::SCHEMA)), "{text}");
    let expected = r##"
# Declared in z.md, line 3; named 3 times in 1 document, by 0 stories.
[[role]]
name = "sales associate"
kind = "end-user"
persona = "Sarah Sue"
number = 4
description = "Sells shoes on the floor."
goals = ["bring the \"right\" size"]
pains = ["the stock room"]
success = "pairs sold per hour"
serves = ["shopper"]
# Your documents also use these names. rolecall reports an alias and offers the role's name.
# aliases = ["SA"]

# Declared in z.md, line 15; named 2 times in 1 document, by 0 stories.
[[role]]
name = "shopper"
description = "Buys."

# Named 3 times in 1 document, by 3 stories.
[[role]]
name = "clerk"

# Only one story names each of these. If it is a role, accept both lines.
# b.md, line 1
# [[role]]
# name = "editor"

# b.md, line 9
# [[role]]
# name = "tailor"

# Undeclared roles are not reported yet. Delete these two lines when every role is listed.
[rules]
undeclared-role = "off"
"##;
    assert_eq!(roles_of(&text), expected);
    let roles =
        settings(&accepted(&text, &["aliases = [\"SA\"]", "[[role]]", "name = \"editor\""])).roles;
    let names: Vec<&str> = roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(names, ["sales associate", "shopper", "clerk", "editor"]);
    assert_eq!(roles[0].aliases, ["SA"]);
}

/// A role is written where the project says it: people's and product's documents, stories, or two requirements documents.
#[test]
fn what_one_document_alone_declares_is_proposed() {
    let roles = "# Tea\n\n## Roles\n\n- **Nurse**: brings tea\n- **Cook**: makes it\n";
    let other = ("b/milk-prd.md", "# Milk\n\nWe sell milk.\n");
    let told = ("b/milk-prd.md", "# Milk\n\nAs a nurse, I want milk so that I rest.\n");
    let twice = ("c.md", "As a cook, I want tea.\n\nAs a cook, I want salt.\n");
    for (texts, written) in [
        // The only requirements document speaks for the project; one of several does not.
        (vec![("a/tea-prd.md", roles)], &["nurse", "cook"][..]),
        (vec![("a/tea-prd.md", roles), other], &[]),
        (vec![("a/tea-prd.md", roles), told], &["nurse"]),
        (vec![("a/tea-prd.md", roles), other, twice], &["cook"]),
        (vec![("personas.md", roles), ("a/tea-prd.md", other.1), other], &["nurse", "cook"]),
        (vec![("a/tea.md", roles)], &[]),
    ] {
        let draft = draft(&index(&texts), &[], &load).unwrap();
        let text = &draft.text;
        let names: Vec<String> =
            settings(text).roles.iter().map(|role| role.name.to_lowercase()).collect();
        assert_eq!(names, written, "{text}");
        assert_eq!((draft.roles, draft.proposed), (written.len(), 2 - written.len()), "{text}");
        if written.is_empty() {
            let nurse = "line 5; named 1 time in 1 document, by 0 stories.\n# [[role]]\n# name = \"nurse\"\n# description = \"brings tea\"\n";
            assert!(text.to_lowercase().contains(nurse), "{text}");
        }
    }
}

#[test]
fn a_word_for_what_the_product_keeps_is_proposed_as_allowed() {
    let kept = "# Order desk\n\n## Requirements\n\nA clerk can create a customer and import customers from a list. The customer ID is set once; each customer record has a name. The customer waits.\n";
    let story = "\nAs a clerk, I want tea.\n\nAs a clerk, I want salt.\n";
    let text = drafted(&[("desk-prd.md", &format!("{kept}{story}"))]);
    assert!(!text.contains("allow"), "four things are too few: {text}");
    let kept =
        kept.replace("The customer waits.", "The customer page is open, and the customer waits.");
    let text = drafted(&[("desk-prd.md", &format!("{kept}{story}"))]);
    let said = "# “customer” is mostly a business object here (a record, a field, a list): 5 times, and a person 1.\n";
    assert!(text.contains(said), "{text}");
    assert_eq!(settings(&accepted(&text, &["allow = [\"customer\"]"])).allow, ["customer"]);
    assert_eq!(settings(&text).allow, [""; 0], "nothing is silenced unasked");
    // What is not reviewed says nothing of it.
    let text =
        drafted(&[("desk.md", &format!("{}{story}", kept.replace("## Requirements", "## Desk")))]);
    assert!(!text.contains("allow"), "{text}");
}

#[test]
fn there_is_no_draft_where_nobody_is_declared_or_tells_a_story() {
    for text in ["Tea.\n", "Ask the porter. Porters wait.\n", "As a user, I want tea.\n"] {
        assert_eq!(draft(&index(&[("a.md", text)]), &[], &load), None, "{text}");
    }
    assert_eq!(draft(&Index::default(), &[], &load), None);
}

#[test]
fn two_names_that_are_likely_one_role_are_asked_about() {
    let store = "As a store associate, I want tea.\n\nAs a store associate, I want salt.\n";
    let text = drafted(&[("a.md", PERSONA), ("b.md", store)]);
    let both = accepted(&text, &["distinct = [\"store associate\"]"]);
    let roles = settings(&both).roles;
    assert_eq!(roles[0].distinct, ["store associate"]);
    // The alias counts once the other role is gone.
    let alias = accepted(&text, &["aliases = [\"SA\", \"store associate\"]"]);
    let (before, after) = alias.split_once("[[role]]\nname = \"store associate\"\n").unwrap();
    let roles = settings(&[before, after].concat()).roles;
    assert_eq!((roles.len(), &roles[0].aliases[1]), (2, &"store associate".to_owned()));
    // A name that is declared nowhere is no more than an alias.
    let once = "As a store associate, I want tea.\n";
    let text = drafted(&[("a.md", PERSONA), ("b.md", once)]);
    assert!(!text.contains("distinct"), "{text}");
    let alias = accepted(&text, &["aliases = [\"SA\", \"store associate\"]"]);
    assert_eq!(settings(&alias).roles[0].aliases.len(), 2);
    // One document tells them apart.
    let apart = "Sales associates and store associates wait.\n";
    let text = drafted(&[("a.md", PERSONA), ("b.md", store), ("c.md", apart)]);
    assert!(!text.contains("the same role?"), "{text}");
}

#[test]
fn the_model_is_kept_where_the_documents_agree() {
    let b2b = ("a.md", "# Kettle\n\nKettle is a B2B SaaS platform.\n");
    let inside = ("b.md", "We are building an internal tool.\n");
    let roles = ("c.md", PERSONA);
    let text = drafted(&[b2b, roles, ("d.md", b2b.1)]);
    assert_eq!(settings(&text).model, Some(Model::B2b));
    assert!(text.contains("model = \"b2b\" # stated in a.md and 1 other document\n"), "{text}");
    for texts in [vec![roles], vec![b2b, inside, roles]] {
        let text = drafted(&texts);
        assert_eq!(settings(&text).model, None);
        assert_eq!(text.contains("disagree: b2b in a.md, internal in b.md."), texts.len() > 1);
        let line = "model = \"platform\" # Other teams build on it.";
        let text = accepted(&text, &["[product]", line]);
        assert_eq!(settings(&text).model, Some(Model::Platform));
    }
}

#[test]
fn what_would_be_reported_is_a_comment_that_says_why() {
    let second =
        "# Personas\n\n## Persona 4: Ann Poe, clerk\n\nServes: gardener\n\n## User\n\nWaits.\n";
    let text = drafted(&[("a.md", PERSONA), ("b.md", second)]);
    for part in [
        "\n# number = 4 # 4 is already the number of `sales associate` (line ",
        "\n# serves = [\"gardener\"] # There is no role `gardener`;",
        "\n# [[role]]\n# name = \"user\" # `user` is a generic word.",
        "\n# description = \"Waits.\"\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(settings(&text).roles.len(), 3);
}

#[test]
fn a_check_finds_no_more_than_before() {
    // Who buys is a customer as long as no role is declared; and all roles here are declared.
    let shop = "# Shop\n\nThe cart holds an order until checkout, and the merchant sends an invoice. The customer pays.\n\n## Roles\n\n- **Merchant**: sells\n";
    let text = drafted(&[("shop [1] spec.md", shop)]);
    let kept = "[[override]]\nfiles = [\"shop [[]1[]] spec.md\"]\nallow = [\"customer\"]\n";
    assert!(text.ends_with(kept) && !text.contains("[rules]"), "{text}");
    let config = load(&text).config.unwrap();
    let means = |path: &str| config.overrides_of(Path::new(path)).len();
    assert_eq!((means("/p/shop [1] spec.md"), means("/p/shop 1 spec.md")), (1, 0));
    // A document that does without the word, or has it reported anyway, is none of them.
    let reported = "As a clerk, I want to greet the customer. The clerk waits.\n\nAs a merchant, I want tea.\n";
    let text = drafted(&[("a-spec.md", shop), ("b-spec.md", reported), ("c.md", "Tea.\n")]);
    assert!(text.contains("files = [\"a-spec.md\"]\n"), "{text}");
    let text = drafted(&[("b-spec.md", reported)]);
    assert!(!text.contains("allow"), "{text}");
}

#[test]
fn pages_of_personas_count_as_they_are() {
    let mut declared = crate::known::Declared::default();
    let file = FilePlace {
        path: "/p/personas/sue.md".into(),
        shown: String::new(),
        span: Span::default(),
    };
    declared.roles.push(Role {
        name: "clerk".into(),
        declared: vec![Place { file: Some(file), line: 1 }],
        ..Role::default()
    });
    let stories = "As a clerk, I want tea.\n\nAs a clerk, I want salt.\n\nAs a tailor, I want tea.\n\nAs a tailor, I want salt.\n";
    let index = index(&[("a.md", stories)]).declaring(Arc::new(declared));
    let Draft { text, roles, .. } = draft(&index, &[], &load).unwrap();
    assert!(
        text.contains("# These roles are defined in personas/ and need no entry here: clerk.\n"),
        "{text}"
    );
    assert!(roles == 1 && !text.contains("name = \"clerk\""), "{text}");
}

/// Texts that mean something to TOML, to Markdown or to a terminal.
fn hostile() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "\"",
        "\"\"\"",
        "'",
        "'''",
        "\\",
        "\\u12",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\u{7}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffc}",
        "\u{ffff}",
        "#",
        " # ",
        "[[role]]",
        "[rules]",
        "\n[[role]]\nname = \"x\"\n",
        "name = \"x\"",
        "=",
        "]",
        "}",
        ",",
        "😀",
        "👩\u{200d}⚕",
        "مريض",
        "רופא",
        "e\u{301}",
        "nurse",
        "Ward nurse",
        "user",
        "customer",
        " ",
        ".",
        ":",
        "-",
        "–",
        "**",
        "`",
        "|",
        "<!--",
        "42",
    ];
    let piece = prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn any_role()(
        name in hostile(),
        alias in hostile(),
        persona in proptest::option::of(hostile()),
        number in proptest::option::of(0..3_u32),
        text in hostile(),
        goal in hostile(),
        served in hostile(),
        same in hostile(),
        is_declared: bool,
    ) -> Drafted {
        let role = Role {
            name,
            persona,
            number,
            aliases: vec![alias],
            description: Some(text.clone()),
            goals: vec![goal, text.clone()],
            pains: vec![text.clone()],
            success: Some(text),
            serves: vec![served],
            ..Role::default()
        };
        Drafted { role, count: Count::default(), same: vec![Same { name: same, is_declared }] }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The goals of a role as the file has them.
fn goals(role: &Role) -> Vec<String> {
    let goals = role.goals.iter().map(|goal| one_line(&goal.replace('\u{fffc}', " ")));
    goals.filter(|goal| !goal.is_empty()).collect()
}

/// Whether a name says who is declared.
fn is_plain(name: &str) -> bool {
    let is_word = name.chars().all(|c| c.is_alphanumeric() || c == ' ');
    is_word && !name.is_empty() && !review::is_generic_name(name)
}

/// What a comment proposes.
fn proposal(line: &str) -> Option<&str> {
    let is_key = |(key, _): (&str, &str)| key.chars().all(char::is_alphabetic);
    let is_proposal =
        |line: &&str| *line == text::ROLE || line.split_once(" = ").is_some_and(is_key);
    line.strip_prefix("# ").filter(is_proposal)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_back(
        roles in proptest::collection::vec(any_role(), 1..4),
        weak in proptest::collection::vec(any_role(), 0..3),
        once in hostile(),
    ) {
        let said: Vec<(String, Vec<String>)> =
            roles.iter().map(|it| (one_line(&it.role.name), goals(&it.role))).collect();
        let once = vec![Once { name: once, place: "a.md, line 1".into() }];
        let paged = vec!["\n\u{202e}".into()];
        let material = Material { roles, weak, once, paged, models: Vec::new(), generic: Vec::new(), exclude: Vec::new() };
        let text = text::written(&material, &Kept::default(), &load);
        let Loaded { config, problems } = load(&text);
        prop_assert_eq!(&problems, &[], "{}", text);
        let roles = config.unwrap().settings.roles;
        for role in &roles {
            let known = said.iter().find(|(name, _)| *name == role.name);
            prop_assert_eq!(known.map(|(_, goals)| goals), Some(&role.goals), "{}", text);
        }
        // No other role can have taken the name of the first.
        let first = said.first().filter(|(name, _)| is_plain(name));
        let is_there = |name: &str| roles.iter().any(|role| role.name == name);
        prop_assert!(first.is_none_or(|(name, _)| is_there(name)), "{}", text);
        // Whatever is proposed may be accepted: it is TOML.
        let roles = text.split_once("# Nobody has it yet.\n").map_or("", |(_, roles)| roles);
        let accepted: Vec<&str> = roles.lines().map(|line| proposal(line).unwrap_or(line)).collect();
        prop_assert!(load(&accepted.join("\n")).config.is_some(), "{}", text);
    }

    #[test]
    fn any_document_gives_a_draft_that_is_read(
        name in hostile(),
        goal in hostile(),
        text in hostile(),
        story in hostile(),
    ) {
        let document = format!(
            "# Personas\n\n## {name}, ward nurse\n\n{text}\n\n**Goals:** {goal}\n\n\
             ## {story}\n\nGoals: {text}\n\n# Stories\n\n- As a {story}, I want {text}.\n\
             - As a {story}, I want {goal}.\n\nAs a {name}, I want {goal}.\n"
        );
        if let Some(Draft { text, roles, .. }) = draft(&index(&[("a.md", &document)]), &[], &load) {
            let Loaded { config, problems } = load(&text);
            prop_assert_eq!(problems, [], "{}", text);
            prop_assert_eq!(config.unwrap().settings.roles.len(), roles);
        }
    }
}

/// Labels introduce what has keys of its own, or what somebody is like.
#[test]
fn a_description_is_kept_without_the_labels_it_begins_with() {
    for (said, expected) in [
        ("Day: Mends nets at the quay.", "Mends nets at the quay."),
        ("Background: Ten years at sea\n\nAge: 34\n\nGoals: rest at home", "Ten years at sea."),
        ("Daily work: Mends nets. Tools: a needle and twine", "Mends nets."),
        ("Mends nets. Tools: a needle and twine", "Mends nets."),
    ] {
        let text = drafted(&[("a.md", &format!("# Personas\n\n## Net mender\n\n{said}\n"))]);
        assert!(text.contains(&format!("\ndescription = \"{expected}\"\n")), "{said}: {text}");
    }
    let text = drafted(&[("a.md", "# Personas\n\n## Net mender\n\nAge: 34\n")]);
    assert!(!text.contains("description"), "{text}");
}

#[test]
fn what_a_file_above_says_of_documents_and_words_is_said_again() {
    let index = index(&[("a.md", "## Roles\n\n- Nurse\n- Cook\n")]);
    let generic = GenericWords::with(&["nurse".to_owned()]);
    let index = index.declaring(Arc::new(Declared { roles: Vec::new(), generic }));
    let Draft { text, .. } = draft(&index, &["old".to_owned()], &load).unwrap();
    assert!(text.contains("\nexclude = [\"old\"]\n\ngeneric = [\"nurse\"]\n\n"), "{text}");
    assert_eq!(settings(&text).generic.own(), ["nurse"]);
}
