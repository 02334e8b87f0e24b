//! Fixes are English: each role in each form of a generic word reads as a writer would put it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use review::{Document, Finding, Fix, Place, Review, Role, Scope, Settings, Standing};

/// Roles as English has them, nothing of it worked out by the code under test.
struct Expected {
    article: &'static str,
    one: &'static str,
    many: &'static str,
    /// The plural's possessive.
    owned: &'static str,
    /// The singular at the start of a sentence.
    first: &'static str,
    /// One or more of them.
    either: &'static str,
    /// Whether English would guess the plural wrong, so that it is declared.
    is_declared_plural: bool,
}

const fn role(
    article: &'static str,
    one: &'static str,
    many: &'static str,
    owned: &'static str,
    first: &'static str,
    either: &'static str,
) -> Expected {
    Expected { article, one, many, owned, first, either, is_declared_plural: false }
}

const fn irregular(role: Expected) -> Expected {
    Expected { is_declared_plural: true, ..role }
}

#[rustfmt::skip]
const ROLES: &[Expected] = &[
    role("a", "sales associate", "sales associates", "sales associates'", "Sales associate", "sales associate(s)"),
    role("a", "store associate", "store associates", "store associates'", "Store associate", "store associate(s)"),
    role("an", "accountant", "accountants", "accountants'", "Accountant", "accountant(s)"),
    role("an", "HR manager", "HR managers", "HR managers'", "HR manager", "HR manager(s)"),
    role("an", "MRI technician", "MRI technicians", "MRI technicians'", "MRI technician", "MRI technician(s)"),
    role("an", "hourly worker", "hourly workers", "hourly workers'", "Hourly worker", "hourly worker(s)"),
    role("an", "honest broker", "honest brokers", "honest brokers'", "Honest broker", "honest broker(s)"),
    role("an", "honorary member", "honorary members", "honorary members'", "Honorary member", "honorary member(s)"),
    role("an", "X-ray technician", "X-ray technicians", "X-ray technicians'", "X-ray technician", "X-ray technician(s)"),
    role("a", "UX designer", "UX designers", "UX designers'", "UX designer", "UX designer(s)"),
    role("a", "European merchant", "European merchants", "European merchants'", "European merchant", "European merchant(s)"),
    role("a", "one-time donor", "one-time donors", "one-time donors'", "One-time donor", "one-time donor(s)"),
    role("a", "nurse", "nurses", "nurses'", "Nurse", "nurse(s)"),
    role("a", "boss", "bosses", "bosses'", "Boss", "boss(es)"),
    role("a", "secretary", "secretaries", "secretaries'", "Secretary", "secretary or secretaries"),
    role("a", "child", "children", "children's", "Child", "child or children"),
    role("a", "salesperson", "salespeople", "salespeople's", "Salesperson", "salesperson or salespeople"),
    role("a", "sheep farmer", "sheep farmers", "sheep farmers'", "Sheep farmer", "sheep farmer(s)"),
    role("a", "chief of staff", "chiefs of staff", "chiefs of staff's", "Chief of staff", "chief(s) of staff"),
    role("an", "attorney general", "attorneys general", "attorneys general's", "Attorney general", "attorney(s) general"),
    role("a", "passer-by", "passers-by", "passers-by's", "Passer-by", "passer-by or passers-by"),
    role("a", "DevOps engineer", "DevOps engineers", "DevOps engineers'", "DevOps engineer", "DevOps engineer(s)"),
    role("an", "iOS developer", "iOS developers", "iOS developers'", "iOS developer", "iOS developer(s)"),
    role("an", "eBay seller", "eBay sellers", "eBay sellers'", "eBay seller", "eBay seller(s)"),
    role("a", "VP of Sales", "VPs of Sales", "VPs of Sales's", "VP of Sales", "VP(s) of Sales"),
    role("a", "unit leader", "unit leaders", "unit leaders'", "Unit leader", "unit leader(s)"),
    role("an", "SQL analyst", "SQL analysts", "SQL analysts'", "SQL analyst", "SQL analyst(s)"),
    role("a", "NATO officer", "NATO officers", "NATO officers'", "NATO officer", "NATO officer(s)"),
    role("an", "L2 support agent", "L2 support agents", "L2 support agents'", "L2 support agent", "L2 support agent(s)"),
    role("an", "heir", "heirs", "heirs'", "Heir", "heir(s)"),
    role("an", "SRE", "SREs", "SREs'", "SRE", "SRE(s)"),
    role("a", "universal credit claimant", "universal credit claimants", "universal credit claimants'", "Universal credit claimant", "universal credit claimant(s)"),
    irregular(role("a", "person with diabetes", "people with diabetes", "people with diabetes's", "Person with diabetes", "person with diabetes or people with diabetes")),
    role("a", "data-entry clerk", "data-entry clerks", "data-entry clerks'", "Data-entry clerk", "data-entry clerk(s)"),
    role("a", "Scrum Master", "Scrum Masters", "Scrum Masters'", "Scrum Master", "Scrum Master(s)"),
    role("a", "Windows administrator", "Windows administrators", "Windows administrators'", "Windows administrator", "Windows administrator(s)"),
    role("a", "new hire", "new hires", "new hires'", "New hire", "new hire(s)"),
];

/// A text with a generic word; what a role makes of it, its forms in braces; what the name of
/// somebody makes of it, where one can stand there. What is in brackets is the place itself, for
/// texts with more than one.
struct Frame {
    before: &'static str,
    after: &'static str,
    named: Option<&'static str>,
}

const fn frame(before: &'static str, after: &'static str) -> Frame {
    Frame { before, after, named: None }
}

const fn named(before: &'static str, after: &'static str, named: &'static str) -> Frame {
    Frame { before, after, named: Some(named) }
}

const NAME: &str = "Kieran";

#[rustfmt::skip]
const FRAMES: &[Frame] = &[
    // At the start of a sentence.
    named("User can pay.", "{First} can pay.", "Kieran can pay."),
    named("A user can pay.", "{A} {one} can pay.", "Kieran can pay."),
    named("The user can pay.", "The {one} can pay.", "Kieran can pay."),
    named("An end-user can pay.", "{A} {one} can pay.", "Kieran can pay."),
    frame("Users can pay.", "{First many} can pay."),
    frame("End users can pay.", "{First many} can pay."),
    frame("End-users can pay.", "{First many} can pay."),
    frame("User(s) can pay.", "{First either} can pay."),
    frame("Users/customers can pay.", "{First many} can pay."),
    frame("It is late. Users can pay.", "It is late. {First many} can pay."),
    // Behind a colon, a dash, a number; in lists, quotations, tables, emphasis.
    frame("Goal: Users can pay.", "Goal: {First many} can pay."),
    named("Goal: the user can pay.", "Goal: the {one} can pay.", "Goal: Kieran can pay."),
    frame("Payment - Users can pay.", "Payment - {First many} can pay."),
    frame("- Users can pay.\n- Nobody else can.", "- {First many} can pay.\n- Nobody else can."),
    named("1. A user can pay.", "1. {A} {one} can pay.", "1. Kieran can pay."),
    named("> Then the\n> user can pay.", "> Then the\n> {one} can pay.", "> Then\n> Kieran can pay."),
    named("| Must | Why |\n|---|---|\n| A user can pay | It is fair |", "| Must | Why |\n|---|---|\n| {A} {one} can pay | It is fair |", "| Must | Why |\n|---|---|\n| Kieran can pay | It is fair |"),
    named("Ask the **user** first.", "Ask the **{one}** first.", "Ask **Kieran** first."),
    named("Ask *the user* first.", "Ask *the {one}* first.", "Ask *Kieran* first."),
    frame("**The** user can pay.", "**The** {one} can pay."),
    // In a sentence.
    named("If a user does not pay, wait.", "If {a} {one} does not pay, wait.", "If Kieran does not pay, wait."),
    named("We tell the end user.", "We tell the {one}.", "We tell Kieran."),
    frame("Then users can pay.", "Then {many} can pay."),
    frame("It is meant for end-users.", "It is meant for {many}."),
    frame("Tell the user(s) to wait.", "Tell the {either} to wait."),
    frame("Here users/customers/clients can pay.", "Here {many} can pay."),
    named("Tell a user/customer to wait.", "Tell {a} {one} to wait.", "Tell Kieran to wait."),
    frame("Here [users] and customers can pay.", "Here {many} and customers can pay."),
    named("Tell the user and the admin to wait.", "Tell the {one} and the admin to wait.", "Tell Kieran and the admin to wait."),
    frame("Here the people can pay.", "Here the {many} can pay."),
    // Behind other words.
    frame("Invite an existing user by email.", "Invite an existing {one} by email."),
    frame("Each user can pay.", "Each {one} can pay."),
    frame("Now any user can pay.", "Now any {one} can pay."),
    frame("All users can pay.", "All {many} can pay."),
    frame("Most of our users can pay.", "Most of our {many} can pay."),
    frame("Now most users can pay.", "Now most {many} can pay."),
    // Possessives.
    named("The user's cart is kept.", "The {one}'s cart is kept.", "Kieran's cart is kept."),
    named("Show a user\u{2019}s cart.", "Show {a} {one}\u{2019}s cart.", "Show Kieran\u{2019}s cart."),
    named("Show a user/customer's cart.", "Show {a} {one}'s cart.", "Show Kieran's cart."),
    frame("Every user's cart is kept.", "Every {one}'s cart is kept."),
    frame("Then keep users' carts.", "Then keep {owned} carts."),
    frame("End-users\u{2019} carts are kept.", "{First owned\u{2019}} carts are kept."),
    // Capitals.
    frame("Then the Users can pay.", "Then the {Title many} can pay."),
    frame("# Why Users Can Pay at the Desk\n", "# Why {Title many} Can Pay at the Desk\n"),
    frame("# Users Can Pay at the Desk\n", "# {Title many} Can Pay at the Desk\n"),
    named("A USER CAN PAY AT THE DESK.", "{AN ONE} CAN PAY AT THE DESK.", "KIERAN CAN PAY AT THE DESK."),
    named("AN END-USER CAN PAY.", "{AN ONE} CAN PAY.", "KIERAN CAN PAY."),
    frame("USERS CAN PAY AT THE DESK.", "{MANY} CAN PAY AT THE DESK."),
    named("NOW THE USER'S CART IS KEPT.", "NOW THE {ONE}'S CART IS KEPT.", "NOW KIERAN'S CART IS KEPT."),
    // Stories.
    named("As a user, I want tea.", "As {a} {one}, I want tea.", "As Kieran, I want tea."),
    named("As an end-user I want tea.", "As {a} {one} I want tea.", "As Kieran I want tea."),
    named("As a(n) user, I want tea.", "As {a} {one}, I want tea.", "As Kieran, I want tea."),
    frame("As users, we want tea.", "As {many}, we want tea."),
    frame("As any logged-in user, I want tea.", "As any logged-in {one}, I want tea."),
    frame("As anyone, I want tea.", "As any {one}, I want tea."),
    frame("As everyone, I want tea.", "As every {one}, I want tea."),
    named("As a [user] or an admin, I want tea.", "As {a} {one} or an admin, I want tea.", "As Kieran or an admin, I want tea."),
    frame("As an existing [user] and admin, I want tea.", "As an existing {one} and admin, I want tea."),
    named("As a [user] and an admin, I want tea.", "As {a} {one} and an admin, I want tea.", "As Kieran and an admin, I want tea."),
    frame("As users/customers, we want tea.", "As {many}, we want tea."),
    named("**As a** user\n**I want** tea", "**As {a}** {one}\n**I want** tea", "**As** Kieran\n**I want** tea"),
    named("As **a user**, I want tea.", "As **{a} {one}**, I want tea.", "As **Kieran**, I want tea."),
    named("- As a **User**, I want tea.", "- As {a} **{Title one}**, I want tea.", "- As **Kieran**, I want tea."),
    named("| Id | Story |\n|---|---|\n| 1 | As a user, I want tea |", "| Id | Story |\n|---|---|\n| 1 | As {a} {one}, I want tea |", "| Id | Story |\n|---|---|\n| 1 | As Kieran, I want tea |"),
    named("### As a user\n\nI want tea.", "### As {a} {one}\n\nI want tea.", "### As Kieran\n\nI want tea."),
];

impl Expected {
    fn role(&self) -> Role {
        let plural = self.is_declared_plural.then(|| self.many.to_owned());
        Role { plural, ..declared(self.one) }
    }

    /// A frame's text with the forms of the role.
    fn fill(&self, after: &str) -> String {
        let article = self.article;
        let forms = [
            ("{a}", article.to_owned()),
            ("{A}", first(article)),
            ("{one}", self.one.to_owned()),
            ("{First}", self.first.to_owned()),
            ("{many}", self.many.to_owned()),
            ("{First many}", self.at_start(self.many)),
            ("{First either}", self.at_start(self.either)),
            ("{First owned\u{2019}}", self.at_start(&self.owned.replace('\'', "\u{2019}"))),
            ("{Title one}", title(self.one)),
            ("{Title many}", title(self.many)),
            ("{owned}", self.owned.to_owned()),
            ("{either}", self.either.to_owned()),
            ("{AN ONE}", format!("{} {}", article.to_uppercase(), self.one.to_uppercase())),
            ("{ONE}", self.one.to_uppercase()),
            // The ending of an acronym is no capital.
            ("{MANY}", self.many.to_uppercase().replace("VPS", "VPs").replace("SRES", "SREs")),
        ];
        let filled =
            forms.iter().fold(after.to_owned(), |text, (form, word)| text.replace(form, word));
        assert!(!filled.contains('{'), "{filled}: no such form");
        filled
    }

    /// Another form of the role, its first letter as that of the singular.
    fn at_start(&self, form: &str) -> String {
        let letter = self.first.chars().next().unwrap();
        letter.to_string() + form.strip_prefix(|_: char| true).unwrap()
    }
}

fn first(word: &str) -> String {
    let (letter, rest) = word.split_at(1);
    letter.to_uppercase() + rest
}

fn title(name: &str) -> String {
    let words = name.split(' ').map(|word| match word {
        "of" | "with" | "or" | "iOS" | "eBay" => word.to_owned(),
        "one-time" => "One-Time".to_owned(),
        "data-entry" => "Data-Entry".to_owned(),
        _ => first(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn declared(name: &str) -> Role {
    Role { name: name.to_owned(), declared: vec![Place::here(1)], ..Role::default() }
}

fn review(text: &str, role: &Role) -> Review {
    // The frames say who, and leave out what for.
    let rules = [("story-without-benefit".to_owned(), None)].into();
    let settings = Settings { roles: vec![role.clone()], rules, ..Settings::default() };
    Review::new(Document::new(text), Arc::new(settings))
}

fn apply(text: &str, fix: &Fix) -> String {
    let mut fixed = text.to_owned();
    for edit in fix.edits.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    fixed
}

/// A frame's text, and the place it is about, if it says so.
fn place(frame: &Frame) -> (String, Option<usize>) {
    (frame.before.replace(['[', ']'], ""), frame.before.find('['))
}

/// The texts that the fixes for a frame's place make with one role: where several words stand for
/// one, each of their findings has the same fix.
fn fixed(frame: &Frame, role: &Role) -> Option<String> {
    let (text, at) = place(frame);
    let review = review(&text, role);
    let findings: Vec<Finding> = review
        .findings()
        .into_iter()
        .filter(|finding| at.is_none_or(|at| finding.span.start == at))
        .filter(|finding| finding.rule.name != "unnamed-people")
        .collect();
    assert!(!findings.is_empty(), "{text:?} has no finding");
    let mut results: Vec<Option<String>> = Vec::new();
    for finding in findings {
        let mut fixes = review.fixes(&finding, Scope::Here);
        // A frame may name one more, whom its stories then make known.
        fixes.retain(|fix| fix.title != "Replace with “admin”");
        assert!(fixes.len() < 2, "{text:?}: one role, one fix");
        results.push(fixes.first().map(|fix| apply(&text, fix)));
    }
    results.dedup();
    assert_eq!(results.len(), 1, "{text:?}: {results:?}");
    results.pop().unwrap()
}

/// What no text may have, whatever is expected of it.
fn assert_sound(text: &str) {
    let words: Vec<&str> =
        text.split([' ', '\n']).map(|word| word.trim_matches(['.', ',', '*'])).collect();
    for pair in words.windows(2) {
        let is_doubled =
            pair[0].eq_ignore_ascii_case(pair[1]) && pair[0].starts_with(char::is_alphabetic);
        assert!(!is_doubled, "{text:?} says {:?} twice", pair[0]);
    }
    assert!(!text.contains("  "), "{text:?} has two spaces");
    assert!(!text.contains("****"), "{text:?} has empty markup");
}

/// The place is mended: no generic word is found in it any more, and a story there is the role's.
fn assert_mended(frame: &Frame, text: &str, role: &Role) {
    let (before, at) = place(frame);
    let after = review(text, role);
    // The question for the whole document goes as its places become few.
    let findings = |review: Review| -> Vec<Finding> {
        let findings = review.findings().into_iter();
        findings.filter(|finding| finding.rule.name != "unnamed-people").collect()
    };
    let left = findings(after.clone());
    // A place of its own leaves the others as they were.
    let others = match at {
        Some(_) => findings(review(&before, role)).len() - 1,
        None => 0,
    };
    assert_eq!(left.len(), others, "{text:?}: {left:?}");
    let told = review(&before, role).stories().len();
    assert_eq!(after.stories().len(), told, "{text:?} tells its stories");
    for story in after.stories() {
        let named = &story.roles[0];
        assert_eq!(named.role.as_ref(), Some(&role.name), "{text:?}");
        assert_eq!(named.standing, Standing::Declared, "{text:?}");
    }
}

#[test]
fn every_role_reads_well_in_every_place() {
    let mut wrong = Vec::new();
    for expected in ROLES {
        let role = expected.role();
        for frame in FRAMES {
            let after = expected.fill(frame.after);
            let fixed = fixed(frame, &role).unwrap_or_default();
            assert_sound(&fixed);
            if fixed == after {
                assert_mended(frame, &fixed, &role);
            } else {
                wrong.push(format!("{:?}\n  gives {fixed:?}\n  not   {after:?}", frame.before));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// Who is known by name only stands where a name can: there is no "a new Kieran", nor "Kierans".
#[test]
fn a_name_stands_where_names_do() {
    let role = Role { persona: Some(NAME.to_owned()), ..declared(NAME) };
    for frame in FRAMES {
        let fixed = fixed(frame, &role);
        fixed.iter().for_each(|fixed| assert_sound(fixed));
        assert_eq!(fixed.as_deref(), frame.named, "{:?}", frame.before);
        fixed.iter().for_each(|fixed| assert_mended(frame, fixed, &role));
    }
}

/// What stands before the place already is not said again.
#[test]
fn the_words_before_count() {
    for (name, before, after) in [
        (
            "Windows administrator",
            "Here Windows users can pay.",
            "Here Windows administrators can pay.",
        ),
        ("windows administrator", "Windows users can pay.", "Windows administrators can pay."),
        ("new hire", "Invite a new user by email.", "Invite a new hire by email."),
        ("new hire", "As a new user, I want tea.", "As a new hire, I want tea."),
        ("nurse", "Here power users can pay.", "Here nurses can pay."),
        ("accountant", "Ask a super-user first.", "Ask an accountant first."),
        ("Campus Security", "Here users can pay.", "Here Campus Security can pay."),
        ("sales associate", "A new user can pay.", "A new sales associate can pay."),
        ("accountant", "As a new user, I want tea.", "As a new accountant, I want tea."),
    ] {
        let frame = frame(before, after);
        let role = declared(name);
        let fixed = fixed(&frame, &role).unwrap();
        assert_sound(&fixed);
        assert_eq!(fixed, after);
        assert_mended(&frame, &fixed, &role);
    }
}

/// A role that is declared is no generic word, though its name ends in one.
#[test]
fn a_declared_name_is_not_replaced() {
    for (name, text) in [
        ("Windows user", "Windows users can pay, and the Windows user's cart is kept."),
        ("power user", "Power users can pay."),
        ("customer", "The customer can pay."),
    ] {
        assert_eq!(review(text, &declared(name)).findings(), []);
    }
}

/// The same role in every place: once where two words are joined.
#[test]
fn the_whole_document_says_nothing_twice() {
    let text = "The user can pay. Then users and new customers wait; users, clients or customers/consumers leave. Each user can stay.";
    let role = declared("nurse");
    let review = review(text, &role);
    let findings = review.findings();
    let first = findings.iter().find(|finding| finding.rule.name == "generic-role").unwrap();
    let fixes = review.fixes(first, Scope::Document);
    let wide = fixes.iter().find(|fix| fix.scope == Scope::Document).unwrap();
    assert_eq!(
        apply(text, wide),
        "The nurse can pay. Then nurses and new customers wait; nurses, clients or customers/consumers leave. Each nurse can stay."
    );
    assert!(wide.title.contains("(4 places)"), "{}", wide.title);
}

/// A plural that nobody declared is mended by a plural.
#[test]
fn an_undeclared_role_keeps_its_number() {
    let text = "As shopers, we want tea.";
    let role = declared("shopper");
    let review = review(text, &role);
    let fixes = review.fixes(&review.findings()[0], Scope::Here);
    assert_eq!(apply(text, &fixes[0]), "As shoppers, we want tea.");
}
