//! `rolecall explain`: what the rules and the house styles are, and why.

use std::process::ExitCode;

use review::{Style, rules};

use crate::output::{Outcome, complain, finish};

/// Prints the documentation of a rule or of a house style, or the list of them all.
pub fn run(name: Option<&str>) -> ExitCode {
    let Some(name) = name else {
        return finish(&list(), Outcome::Clean);
    };
    match rules::find(name) {
        None if name == project::DUPLICATE_ROLE => finish(
            &format!("# {name} (warning)\n\n{}\n", project::DUPLICATE_ROLE_DOCS),
            Outcome::Clean,
        ),
        Some(rule) => {
            let severity = rule.severity.name();
            let text = format!("# {} ({severity})\n\n{}\n", rule.name, rule.docs().trim());
            finish(&text, Outcome::Clean)
        }
        None => match Style::find(name) {
            Some(style) => {
                let text = format!("# {} (house style)\n\n{}\n", style.name(), style.docs());
                finish(&text, Outcome::Clean)
            }
            None => {
                complain(&no_such_rule(name));
                Outcome::Failed.into()
            }
        },
    }
}

/// Every rule on a line: its name, how loud it is, and what it is about; then the styles.
fn list() -> String {
    let names = rules::ALL.iter().map(|rule| rule.name);
    let names = names.chain(Style::ALL.iter().map(|style| style.name()));
    let width = names.map(str::len).max().unwrap_or_default();
    let mut list = String::new();
    for rule in rules::ALL {
        let about = rule.summary();
        list += &format!("{:width$}  {:11}  {about}\n", rule.name, rule.severity.name());
    }
    let about = project::DUPLICATE_ROLE_DOCS.lines().next().unwrap_or_default();
    list += &format!("{:width$}  {:11}  {about}\n", project::DUPLICATE_ROLE, "warning");
    list += "\nHouse styles, for `style` in rolecall.toml:\n\n";
    for style in Style::ALL {
        let is_default = if style == Style::default() { "default" } else { "" };
        list += &format!("{:width$}  {is_default:11}  {}\n", style.name(), style.summary());
    }
    list
}

/// Says that there is no rule `name`, and which was probably meant.
pub fn no_such_rule(name: &str) -> String {
    let names = rules::ALL.iter().map(|rule| rule.name).chain([project::DUPLICATE_ROLE]);
    match project::nearest(name, names) {
        Some(near) => format!("There is no rule `{name}`; did you mean `{near}`?"),
        None => format!("There is no rule `{name}`. `rolecall explain` lists them."),
    }
}
