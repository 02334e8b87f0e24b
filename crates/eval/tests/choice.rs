//! Which role is meant, over projects of our own writing: the shipped weights have to be worth their place.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used)]

use std::process::Command;

/// A row of what the evaluation prints.
struct Row {
    condition: String,
    /// The share of places whose right role is suggested first, and the same of each baseline.
    first: f64,
    baselines: Vec<f64>,
    /// How often one role is named alone, and how often rightly.
    alone: (usize, usize),
}

impl Row {
    fn read(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [condition, _, first, alone, baselines @ ..] = cells.as_slice() else { return None };
        let share = |cell: &str| cell.split_once(" / ")?.0.parse::<f64>().ok();
        let (right, said) = alone.split_once(" of ")?;
        Some(Self {
            condition: (*condition).to_owned(),
            first: share(first)?,
            baselines: baselines.iter().filter_map(|cell| share(cell)).collect(),
            alone: (right.parse().ok()?, said.parse().ok()?),
        })
    }
}

fn rows() -> Vec<Row> {
    let output = Command::new(env!("CARGO_BIN_EXE_rolecall-eval"))
        .args(["--choice", "sample"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().lines().filter_map(Row::read).collect()
}

#[test]
fn no_simple_baseline_does_better() {
    let rows = rows();
    let of_projects = rows.iter().filter(|row| !row.condition.starts_with("backlog"));
    let of_projects: Vec<&Row> = of_projects.collect();
    assert!(of_projects.len() > 12, "{} conditions", of_projects.len());
    for row in &of_projects {
        assert_eq!(row.baselines.len(), 4, "{}", row.condition);
        let best = row.baselines.iter().copied().fold(0.0, f64::max);
        assert!(
            row.first > best,
            "{}: {} right first, {best} by a baseline",
            row.condition,
            row.first
        );
    }
    let cold = of_projects.iter().find(|row| row.condition == "cold stories").unwrap();
    assert!(cold.first >= 0.7, "{}", cold.first);
}

#[test]
fn a_role_that_is_named_alone_is_mostly_right() {
    let alone = rows().iter().fold((0, 0), |sum, row| (sum.0 + row.alone.0, sum.1 + row.alone.1));
    let (right, said) = alone;
    assert!(said > 100 && right * 5 >= said * 4, "{right} of {said}");
}
