//! The layouts in which agents write specifications: found where they lie, and read as they are meant.

use crate::folder::Folder;

/// Kiro's layout.
const KIRO: &str = "\
# Requirements Document

## Introduction

Returns take the store twenty minutes, so shoppers print a label at home.

## Requirements

### Requirement 1

**User Story:** As a user, I want to print a return label at home, so that I do not wait in the store.

#### Acceptance Criteria

1. WHEN a shopper opens an order THEN the system SHALL show each line that can come back
2. IF the order is older than 90 days THEN the system SHALL tell the user why not

### Requirement 2

**User Story:** As a returns clerk, I want to see what comes back, so that I plan the shelf.
";

/// Spec Kit's.
const SPEC_KIT: &str = "\
# Feature Specification: Return labels

**Feature Branch**: `001-returns`
**Input**: User description: \"let shoppers print return labels\"

## User Scenarios & Testing *(mandatory)*

### User Story 1 - Print a label (Priority: P1)

A shopper opens an order and prints the label without calling the store.

**Acceptance Scenarios**:

1. **Given** a shopper with an order, **When** they choose a line, **Then** a label is printed
2. **Given** a user with an old order, **When** they choose a line, **Then** they are told why not

### Functional Requirements

- **FR-001**: System MUST make a label for each line
- **FR-002**: Users MUST be able to choose a reason

### Key Entities

- **User**: somebody with an account

### Measurable Outcomes

- **SC-001**: Nine of ten shoppers print a label in under 2 minutes
";

/// OpenSpec's.
const OPEN_SPEC: &str = "\
# Returns Specification

## Purpose

How parcels come back.

## Requirements

### Requirement: Return label

The system SHALL let a user print a label for each line of an order.

#### Scenario: Old order

- **GIVEN** an order older than 90 days
- **WHEN** the shopper chooses a line
- **THEN** the customer is told why it cannot come back
";

fn project() -> Folder {
    Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = \"shopper\"\n\n[[role]]\nname = \"returns clerk\"\n"),
        (".kiro/specs/returns/requirements.md", KIRO),
        (".kiro/hooks/users.md", "Users wait.\n"),
        ("specs/001-returns/spec.md", SPEC_KIT),
        (".specify/templates/spec-template.md", "As a [user], I want [this].\n"),
        ("openspec/specs/returns/spec.md", OPEN_SPEC),
    ])
}

#[test]
fn what_they_say_of_nobody_is_told_and_what_belongs_to_the_layout_is_not() {
    let run = project().run(&["check", "--format", "concise", "--verbose"]);
    // How sure each is may change: places and rules are what counts here.
    let places: Vec<String> = run
        .out
        .lines()
        .map(|line| {
            let (place, rest) = line.split_once(": ").unwrap();
            let rule = rest.split(['[', ']']).nth(1).unwrap();
            format!("{place}: {rule}")
        })
        .collect();
    assert_eq!(
        places,
        [
            ".kiro/specs/returns/requirements.md:11:22: generic-story-role",
            ".kiro/specs/returns/requirements.md:16:70: generic-role",
            "openspec/specs/returns/spec.md:11:24: generic-role",
            "openspec/specs/returns/spec.md:17:16: generic-role",
            "specs/001-returns/spec.md:15:16: generic-role",
            "specs/001-returns/spec.md:20:15: generic-role",
        ],
        "{}",
        run.out
    );
}

#[test]
fn their_stories_are_found() {
    let run = project().run(&["stories", "--format", "csv"]);
    let stories: Vec<_> = run.out.lines().skip(1).collect();
    assert_eq!(stories.len(), 2, "{}", run.out);
    assert!(stories[0].starts_with(".kiro/specs/returns/requirements.md,11,"), "{}", stories[0]);
    assert!(stories[1].starts_with(".kiro/specs/returns/requirements.md,20,"), "{}", stories[1]);
}

/// What a tool has to know to mend a draft: where, why, who may be meant, and the edit.
#[test]
fn a_program_can_mend_a_draft_with_what_it_is_told() {
    let project = project();
    let path = ".kiro/specs/returns/requirements.md";
    let told = project.run(&["check", "--format", "json", path]);
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let mut text = project.read(path);
    let mut edits: Vec<_> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            assert!(!finding["message"].as_str().unwrap().is_empty());
            assert!(!finding["suggestions"][0]["role"].as_str().unwrap().is_empty());
            let edits = finding["fixes"][0]["edits"].as_array().unwrap();
            assert_eq!((edits.len(), edits[0]["path"].as_str()), (1, Some(path)));
            edits[0].clone()
        })
        .collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit["start"].as_u64()));
    for edit in edits {
        let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        text.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
    }
    project.write(path, text.as_bytes());
    let run = project.run(&["check", path]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
}
