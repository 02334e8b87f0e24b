//! The text of a drafted `rolecall.toml`.

use std::sync::Arc;

use project::{CONFIG_NAME, Loaded, SCHEMA, quoted, visible};
use review::{Model, ObjectUse, Role, Severity, counted};

use super::{Drafted, Kept, Material, Once, Same};
use crate::index::Count;

/// The line that declares a role.
pub(super) const ROLE: &str = "[[role]]";

/// Writes the file. What the project would report of a line when it reads the file makes a comment of that line, or of the
/// whole role if that is left without a name.
pub(super) fn written(material: &Material, kept: &Kept, load: &dyn Fn(&str) -> Loaded) -> String {
    let mut lines = lines(material, kept);
    loop {
        let text = lines.join("\n") + "\n";
        let mut is_changed = false;
        for problem in load(&text).problems {
            let is_ours = problem.path.ends_with(CONFIG_NAME) && problem.severity > Severity::Hint;
            let at = problem.line.and_then(|line| line.checked_sub(1)).filter(|_| is_ours);
            is_changed |= at.is_some_and(|at| leave_out(&mut lines, at, &problem.message));
        }
        if !is_changed {
            return text;
        }
    }
}

/// Makes a comment of a line, which says why, and of the role whose name or first line it is. False if it is one.
fn leave_out(lines: &mut [String], at: usize, why: &str) -> bool {
    let Some(line) = lines.get(at).filter(|line| !line.starts_with('#')) else { return false };
    let is_role = line == ROLE || line.starts_with("name = ");
    let before = lines.iter().take(at + 1).rposition(|line| line == ROLE);
    let start = before.filter(|_| is_role).unwrap_or(at);
    let length = lines.iter().skip(start).take_while(|line| !line.is_empty()).count();
    let length = if is_role { length } else { 1 };
    for line in lines.iter_mut().skip(start).take(length).filter(|line| !line.starts_with('#')) {
        *line = proposed(line);
    }
    if let Some(line) = lines.get_mut(at) {
        *line = format!("{line} # {}", visible(why));
    }
    true
}

/// A line that counts once its `#` is removed.
fn proposed(line: &str) -> String {
    format!("# {line}")
}

fn lines(material: &Material, kept: &Kept) -> Vec<String> {
    let mut lines: Vec<String> = vec![format!("#:schema {SCHEMA}")];
    let mut say = |line: &str| lines.push(line.to_owned());
    say(
        "# The roles that rolecall found in these documents. Correct them, and add the missing ones.",
    );
    say("# Lines such as `# aliases = [...]` are proposals. Remove the # to accept one.");
    if !material.paged.is_empty() {
        let names: Vec<_> = material.paged.iter().map(|name| visible(name)).collect();
        say(&format!(
            "# These roles are defined in personas/ and need no entry here: {}.",
            names.join(", ")
        ));
    }
    say("");
    for (key, values) in [("exclude", &material.exclude), ("generic", &material.generic)] {
        if !values.is_empty() {
            say(&format!("{key} = {}", list(values)));
            say("");
        }
    }
    lines.extend(allowed(&kept.objects));
    lines.extend(product(&material.models));
    for role in &material.roles {
        lines.push(String::new());
        lines.extend(declared(role));
    }
    if !material.weak.is_empty() {
        lines.push(String::new());
        lines.push("# Only one document declares each of these. If it is a role of the whole project, accept its lines.".to_owned());
    }
    for (at, role) in material.weak.iter().enumerate() {
        lines.extend((at > 0).then(String::new));
        let is_comment = |line: &str| line.starts_with('#');
        let propose = |line: String| if is_comment(&line) { line } else { proposed(&line) };
        lines.extend(declared(role).into_iter().map(propose));
    }
    if !material.once.is_empty() {
        lines.push(String::new());
        lines.extend(once(&material.once));
    }
    if kept.hides_undeclared {
        lines.push(String::new());
        lines.push("# Undeclared roles are not reported yet. Delete these two lines when every role is listed.".to_owned());
        lines.push("[rules]".to_owned());
        lines.push("undeclared-role = \"off\"".to_owned());
    }
    for (words, files) in &kept.allow {
        lines.push(String::new());
        lines.push("# In these files the words stand for people, such as buyers. Delete this when a role says who they are.".to_owned());
        lines.push("[[override]]".to_owned());
        lines.push(format!("files = {}", list(files)));
        let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        lines.push(format!("allow = [{}]", words.join(", ")));
    }
    lines
}

/// Proposes to allow the words for what the product keeps.
fn allowed(objects: &[(Arc<str>, ObjectUse)]) -> Vec<String> {
    if objects.is_empty() {
        return Vec::new();
    }
    let said = objects.iter().map(|(word, ObjectUse { things, people, .. })| {
        format!(
            "# “{word}” is mostly a business object here (a record, a field, a list): {things} times, and a person {people}."
        )
    });
    let mut lines: Vec<String> = said.collect();
    lines.push(
        "# If it never means a person, accept this, and rolecall stops reporting it.".to_owned(),
    );
    let words: Vec<String> = objects.iter().map(|(word, _)| quoted(word)).collect();
    lines.push(proposed(&format!("allow = [{}]", words.join(", "))));
    lines.push(String::new());
    lines
}

/// The product's model, if the documents agree on it, or the choices.
fn product(models: &[(Model, Vec<String>)]) -> Vec<String> {
    if let [(model, files)] = models {
        let value = quoted(model.name());
        return vec![
            "[product]".to_owned(),
            format!("model = {value} # stated in {}", listed(files)),
        ];
    }
    let question =
        "# Who buys the product, and who uses it? Accept the first line and one of the models.";
    let mut lines = vec![question.to_owned()];
    if !models.is_empty() {
        let stated =
            models.iter().map(|(model, files)| format!("{} in {}", model.name(), listed(files)));
        lines
            .push(format!("# Your documents disagree: {}.", stated.collect::<Vec<_>>().join(", ")));
    }
    lines.push(proposed("[product]"));
    let choices = Model::ALL.into_iter();
    lines.extend(
        choices.map(|model| {
            proposed(&format!("model = {} # {}", quoted(model.name()), model.summary()))
        }),
    );
    lines
}

/// The first of some files, and how many others there are.
fn listed(files: &[String]) -> String {
    let (first, others) = files.split_first().map_or(("", 0), |(first, rest)| (first, rest.len()));
    match others {
        0 => first.to_owned(),
        _ => format!("{first} and {}", counted(others, "other document", "other documents")),
    }
}

fn declared(Drafted { role, count, same }: &Drafted) -> Vec<String> {
    let mut lines = vec![format!("# {}", origin(role, *count))];
    let mut say = |key: &str, value: String| lines.push(format!("{key} = {value}"));
    let text = |text: &Option<String>| text.as_deref().map(|text| quoted(&plain(text)));
    let texts = |texts: &[String]| (!texts.is_empty()).then(|| list(texts));
    let persona = role.persona.clone().filter(|persona| *persona != role.name);
    let values = [
        ("kind", role.kind.map(|kind| quoted(kind.name()))),
        ("persona", text(&persona)),
        ("number", role.number.map(|number| number.to_string())),
        ("description", role.description.as_deref().and_then(|text| described(text, role))),
        ("goals", texts(&role.goals)),
        ("pains", texts(&role.pains)),
        ("success", text(&role.success)),
        ("serves", texts(&role.serves)),
        ("buys-for", texts(&role.buys_for)),
        ("reports-to", texts(&role.reports_to)),
    ];
    say("name", quoted(&role.name));
    for (key, value) in values {
        if let Some(value) = value {
            say(key, value);
        }
    }
    lines.insert(1, ROLE.to_owned());
    lines.extend(names(role, same));
    lines
}

/// A description has at most so many characters, and the label of a line at most so many words.
const LONGEST: usize = 200;
const LABEL: usize = 3;

/// Who somebody is, in the first sentences of all that their section says: up to the first label, since what labels
/// introduce has keys of its own. Where it begins with labels, what one of them introduces.
fn described(text: &str, role: &Role) -> Option<String> {
    let text = unlabelled(&plain(text), role);
    let words: Vec<&str> = text.split(' ').collect();
    let label = words.iter().position(|word| word.ends_with(':'));
    let mut said = words.get(..label.unwrap_or(words.len())).unwrap_or_default();
    if let Some(label) = label {
        // "Sells jewelry Pain points:"
        let near = (label.saturating_sub(LABEL - 1)..=label).rev();
        let mut capitals = near
            .filter(|at| words.get(*at).is_some_and(|word| word.starts_with(char::is_uppercase)));
        let unended = || capitals.next().and_then(|start| words.get(..start));
        said = sentences(said).or_else(unended).unwrap_or(said);
    }
    let mut length = 0;
    let fits = said.iter().take_while(|word| {
        length += word.chars().count() + 1;
        length <= LONGEST
    });
    let fitting = said.get(..fits.count()).unwrap_or_default();
    let described = match fitting.len() < said.len() {
        false => said.join(" "),
        true => match sentences(fitting) {
            Some(whole) => whole.join(" "),
            None => format!("{}…", fitting.join(" ")),
        },
    };
    (!described.is_empty()).then(|| quoted(&described))
}

/// What the first label introduces that says something and has no key of its own, where a text begins with a label: "Age:
/// 34. Day: Mends nets. Goals: rest" says "Mends nets." Any other text as it is.
fn unlabelled(text: &str, role: &Role) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let labels: Vec<(usize, usize)> = { words.iter().enumerate() }
        .filter(|(_, word)| word.ends_with(':'))
        .map(|(end, _)| {
            let near = end.saturating_sub(LABEL - 1)..=end;
            let starts = |at: &usize| {
                let ends = |before: &&str| before.ends_with(['.', '!', '?', ':', ';']);
                at.checked_sub(1).and_then(|before| words.get(before)).is_none_or(ends)
            };
            let is_capital = |at: &usize| {
                words.get(*at).is_some_and(|word| word.starts_with(char::is_uppercase))
            };
            let start = near.clone().rev().find(starts).or_else(|| near.rev().find(is_capital));
            (start.unwrap_or(end), end)
        })
        .collect();
    if labels.first().is_none_or(|(start, _)| *start > 0) {
        return text.to_owned();
    }
    let known = role.goals.iter().chain(&role.pains).chain(&role.success);
    let known: Vec<&str> = known.map(|said| said.trim_end_matches('.')).collect();
    let ends = labels.iter().skip(1).map(|(start, _)| *start).chain([words.len()]);
    let parts = labels.iter().zip(ends).filter_map(|((_, label), end)| words.get(label + 1..end));
    let says = |said: &String| {
        said.starts_with(char::is_uppercase)
            && said.contains(' ')
            && !known.iter().any(|known| said.contains(known) || known.contains(&**said))
    };
    let said = parts.map(|part| part.join(" ")).find(says).unwrap_or_default();
    let mark =
        if said.ends_with(['.', '!', '?', '”', '"']) || said.is_empty() { "" } else { "." };
    said + mark
}

/// The words up to the end of the last sentence that they end.
fn sentences<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let last = words.iter().rposition(|word| word.ends_with(['.', '!', '?', '”', '"']))?;
    words.get(..=last)
}

/// A text on one line, without the marks that stand for pictures and code.
fn plain(text: &str) -> String {
    let text = text.replace('\u{fffc}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a role is declared, and how often it is named.
fn origin(role: &Role, count: Count) -> String {
    let place = role.declared.first();
    let place = place.and_then(|place| Some((place.line, place.file.as_ref()?)));
    let declared =
        place.map(|(line, file)| format!("Declared in {}, line {line}; named ", file.shown));
    format!(
        "{}{} in {}, by {}.",
        declared.as_deref().unwrap_or("Named "),
        counted(count.mentions, "time", "times"),
        counted(count.documents, "document", "documents"),
        counted(count.stories, "story", "stories"),
    )
}

/// Proposes other names of a role, and the roles that it is not.
fn names(role: &Role, same: &[Same]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut aliases = role.aliases.clone();
    if !aliases.is_empty() {
        lines.push("# Your documents also use these names. rolecall reports an alias and offers the role's name.".to_owned());
    }
    for other in same {
        let name = visible(&other.name);
        let then = if other.is_declared { ", and delete that role" } else { "" };
        lines.push(format!("# If “{name}” is the same role, accept it as an alias{then}."));
        if !aliases.contains(&other.name) {
            aliases.push(other.name.clone());
        }
    }
    if !aliases.is_empty() {
        lines.push(proposed(&format!("aliases = {}", list(&aliases))));
    }
    let others: Vec<String> =
        same.iter().filter(|other| other.is_declared).map(|other| other.name.clone()).collect();
    if !others.is_empty() {
        lines.push("# If they are different people, accept this.".to_owned());
        lines.push(proposed(&format!("distinct = {}", list(&others))));
    }
    lines
}

/// Proposes the roles that one story alone tells.
fn once(roles: &[Once]) -> Vec<String> {
    let mut lines = vec![
        "# Only one story names each of these. If it is a role, accept both lines.".to_owned(),
    ];
    for (at, Once { name, place }) in roles.iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        lines.push(format!("# {place}"));
        lines.push(proposed(ROLE));
        lines.push(proposed(&format!("name = {}", quoted(name))));
    }
    lines
}

fn list(texts: &[String]) -> String {
    let texts = texts.iter().map(|text| plain(text)).filter(|text| !text.is_empty());
    let texts: Vec<String> = texts.map(|text| quoted(&text)).collect();
    format!("[{}]", texts.join(", "))
}
