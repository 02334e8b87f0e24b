//! User stories, however they are written.
//!
//! A story is found by its grammar: "as" and a noun phrase that can name somebody, then "I" with a
//! verb of wanting, needing or being able to, then perhaps what for. The parts may stand in one
//! sentence, on lines of their own, in neighbouring paragraphs, list items or table cells, or under
//! the header cells of a table. Every search is bounded by the passage it looks at.

mod benefit;
pub(crate) mod form;
mod passages;
mod role_slot;
pub(crate) mod same_want;
mod sentence;
mod table;
pub(crate) mod template;
mod types;
mod want;

use crate::text::passage::Passage;

pub(crate) use benefit::benefit_marker;
pub(crate) use role_slot::{is_lead, stands_for_role};
pub(crate) use types::{NamedRole, SegmentStory, Wanted};
pub use types::{Part, Slot, Standing, Story};
pub(crate) use want::{bare_wanting, is_subordinator, skip_to, subject_and_verb};

/// The stories of a segment, in text order.
pub(crate) fn find(passages: &[Passage]) -> Vec<SegmentStory> {
    let passages = passages::Passages(passages);
    let mut stories = table::find(passages);
    stories.extend(sentence::find(passages));
    stories.sort_by_key(|story| story.span);
    stories
}

#[cfg(test)]
pub(super) mod tests {
    use markdown::Document;

    use super::*;
    use crate::text::token::one_line;

    #[test]
    fn stories_of_tables_and_prose_are_in_text_order() {
        check(
            "As a cook, I want salt.\n\n| As a | I want |\n|---|---|\n| nurse | tea |\n\nAs a porter, I want rest.\n",
            &["cook | salt | -", "nurse | tea | -", "porter | rest | -"],
        );
    }

    fn stories(text: &str) -> Vec<SegmentStory> {
        let document = Document::new(text);
        document.segments().flat_map(|(_, segment)| find(&Passage::of(segment))).collect()
    }

    /// Each story as `roles | want | benefit`.
    pub(super) fn drawn(stories: &[SegmentStory]) -> Vec<String> {
        let draw = |story: &SegmentStory| {
            let roles: Vec<&str> = story.roles.iter().map(|role| role.text.as_str()).collect();
            let benefit = story.benefit.as_ref().map_or("-", |benefit| &benefit.text);
            format!("{} | {} | {benefit}", roles.join(" + "), story.want.text)
        };
        stories.iter().map(draw).collect()
    }

    /// Each story as [`drawn`]; the words must stand in the text as they are read.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let stories = stories(text);
        assert_eq!(drawn(&stories), expected, "in {text}");
        for role in stories.iter().flat_map(|story| &story.roles) {
            let written = markdown::slice(text, role.span).replace(['*', '`'], "");
            assert_eq!(one_line(&written), role.text, "the span of the role in {text}");
        }
    }

    #[test]
    fn one_line_in_every_wording() {
        for text in [
            "As a nurse, I want to pay so that I save time.",
            "As a nurse I want to pay, so that I save time",
            "As a nurse , I'd like to pay so I save time.",
            "As a nurse,  I would like to pay in order to I save time.",
            "AS A nurse I NEED TO pay SO THAT I save time",
            "as an nurse, I can pay so that that I save time",
            "As nurse, I want to be able to pay. So that I save time.",
            "As the nurse, I'm able to pay because I save time",
            "As any nurse, I don\u{2019}t pay, so I save time"
                .replace("don\u{2019}t ", "")
                .as_str(),
            "In order to I save time, as a nurse, I want to pay",
            "As a nurse, would like to pay, so that I save time",
        ] {
            let stories = stories(text);
            let story = stories.first().unwrap_or_else(|| panic!("no story in {text}"));
            assert_eq!((stories.len(), story.roles[0].text.as_str()), (1, "nurse"), "{text}");
            assert_eq!(story.want.text, "pay", "{text}");
            assert_eq!(story.benefit.as_ref().unwrap().text, "I save time", "{text}");
        }
        check("As a nurse, I want tea.", &["nurse | tea | -"]);
        check("As a nurse, I should know who pays", &["nurse | know who pays | -"]);
    }

    #[test]
    fn marked_up_and_broken_over_lines() {
        for text in [
            "**As a** nurse\n**I want** tea\n**So that** I wake",
            "**As a** nurse\n<br>**I want** tea\n<br>**so that** I wake",
            "**As a** nurse  \n**I want to** tea  \n**So that** I wake  ",
            "As a **nurse**, I want *tea* so that I wake.",
            "**As a nurse, I want tea so that I wake.**",
            "As a nurse  \r\nI want tea  \r\nso that I wake",
            "> As a nurse, I want\n> tea so that I\n> wake",
            "- **As a:** nurse\n- **I want:** tea\n- **So that:** I wake",
            "**As a** nurse\n\n**I want** tea\n\n**So that** I wake",
            "**As a** nurse\n**I want** tea\n**so that** I wake\n**Value:** high",
            "As a nurse, I want tea so that I wake.\n\n**Acceptance criteria:** hot",
        ] {
            check(text, &["nurse | tea | I wake"]);
        }
    }

    #[test]
    fn wherever_it_stands() {
        let story = "As a nurse, I want tea";
        for text in [
            format!("1. {story}"),
            format!("- [ ] {story}"),
            format!("US-12: {story}"),
            format!("**User Story:** {story}"),
            format!("**US-1.2** — {story}"),
            format!("“{story}”"),
            format!("> \"{story}\""),
            format!("Story 4 - {story}"),
            format!("### {story}"),
            format!("| 1 | x |\n|---|---|\n| S-1 | {story} |"),
            format!("---\ntitle: x\n#customer intent: {story}\n---\n\nText"),
            "### As a nurse\n\nI want tea".to_owned(),
            "#### Story\n\nAs a nurse,\n\nI want tea".to_owned(),
            "| As a | I want | so that |\n|---|---|---|\n| nurse | tea | |".to_owned(),
            "| As a... | I want to... |\n|---|---|\n| **nurse** | tea |".to_owned(),
        ] {
            check(&text, &["nurse | tea | -"]);
        }
        check("As a nurse, I want to:\n\n- pay\n- rest\n\nMore.", &["nurse | pay; rest | -"]);
        check(
            "As a nurse:\n\n- I want tea so that I wake\n- I can rest\n",
            &["nurse | tea | I wake", "nurse | rest | -"],
        );
        check(
            "As a nurse, I want tea. As a cook, I want salt.",
            &["nurse | tea | -", "cook | salt | -"],
        );
    }

    #[test]
    fn roles_with_all_that_comes_with_them() {
        for (slot, roles) in [
            ("store manager", "store manager"),
            ("buyer or a seller", "buyer + seller"),
            ("buyer, seller, or store manager", "buyer + seller + store manager"),
            ("user and admin", "user + admin"),
            ("purchase / ordering employee", "purchase / ordering employee"),
            ("purchase and ordering employee", "purchase and ordering employee"),
            ("nurse who works at night", "nurse"),
            ("nurse (or doctor)", "nurse"),
            ("nurse, working with data", "nurse"),
            ("nurse interested in data", "nurse"),
            ("super user, when I create a portal", "super user"),
            ("employee from the HR department", "employee from the HR department"),
            ("member of the team", "member of the team"),
            ("l Staff member", "Staff member"),
            ("first-time buyer", "first-time buyer"),
            ("on-call SRE", "on-call SRE"),
            ("OlderPerson", "OlderPerson"),
            ("user that has paid", "user"),
        ] {
            check(&format!("As a {slot}, I want tea"), &[&format!("{roles} | tea | -")]);
        }
        check("As Kieran, I want tea", &["Kieran | tea | -"]);
    }

    #[test]
    fn one_of_several_is_one_of_them() {
        for (slot, role) in [
            ("one of our nurses", "nurses"),
            ("some of the nurses", "nurses"),
            ("a few of my nurses", "nurses"),
            ("each of these nurses", "nurses"),
            ("any of the new nurses", "new nurses"),
            ("most of our users", "users"),
            ("our nurse", "nurse"),
            ("head of nursing", "head of nursing"),
            ("a member of staff", "member of staff"),
        ] {
            check(&format!("As {slot}, I want tea."), &[&format!("{role} | tea | -")]);
        }
    }

    #[test]
    fn guides_and_groups_are_people() {
        check("As a guide, I want tea.", &["guide | tea | -"]);
        check("As a museum guide, I want tea.", &["museum guide | tea | -"]);
        check("As a group of students, I want tea.", &["group of students | tea | -"]);
        check("As the focus group, I want tea.", &["focus group | tea | -"]);
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "As a result of this, we should see more.",
            "As a workaround, we may wait.",
            "As a workaround I wonder if tea helps.",
            "As an example, I would take tea.",
            "As a first step towards tea, I need to pay.",
            "As the nurse types, they see it.",
            "As the cluster seems to run, I want tea.",
            "As a nurse.",
            "As a\n\nI want to\n\nso that",
            "As a <role>, I want <goal> so that <benefit>",
            "As a [type of user], I want tea",
            "`As a nurse, I want tea`",
            "```\nAs a nurse, I want tea\n```",
            "He works as a nurse, and I want tea.",
            "As I said, I want tea.",
            "As usual, I want tea.",
            "As requested, I want tea.",
            "As always I want tea.",
            "As a rule, I want tea.",
        ] {
            check(text, &[]);
        }
    }
}
