//! `rolecall explain`: what the rules are, and why.

use std::process::ExitCode;

use review::rules;

use crate::output::{Outcome, complain, finish};

/// Prints the documentation of a rule, or the list of them all.
pub fn run(name: Option<&str>) -> ExitCode {
    let Some(name) = name else {
        return finish(&list(), Outcome::Clean);
    };
    match rules::find(name) {
        Some(rule) => {
            let severity = rule.severity.name();
            let text = format!("# {} ({severity})\n\n{}\n", rule.name, rule.docs().trim());
            finish(&text, Outcome::Clean)
        }
        None => {
            complain(&no_such_rule(name));
            Outcome::Failed.into()
        }
    }
}

/// Every rule on a line: its name, how loud it is, and what it is about.
fn list() -> String {
    let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let lines = rules::ALL.iter().map(|rule| {
        let about = rule.summary();
        format!("{:width$}  {:11}  {about}\n", rule.name, rule.severity.name())
    });
    lines.collect()
}

/// Says that there is no rule `name`, and which was probably meant.
pub fn no_such_rule(name: &str) -> String {
    match project::nearest(name, rules::ALL.iter().map(|rule| rule.name)) {
        Some(near) => format!("There is no rule `{name}`; did you mean `{near}`?"),
        None => format!("There is no rule `{name}`. `rolecall explain` lists them."),
    }
}
