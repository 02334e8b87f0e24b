//! What may stand in a `rolecall.toml`, as a JSON schema, for editors that complete and check it; and the same keys as
//! an editor's settings.
//!
//! It is written from what the reader goes by: the names of styles, rules and kinds, and what they say of themselves.
//! The keys themselves are listed here once more, with a sentence each; a test holds them against the reader's.

use review::{FINE, Model, RoleKind, SectionKind, Severity, Style, generic_words};
use serde_json::{Map, Value, json};

use crate::config::{FINDINGS, INLAY_HINTS, MAX_FINDINGS, OVERRIDE};
use crate::overrides;
use crate::problem::{DUPLICATE_ROLE, DUPLICATE_ROLE_DOCS};

/// Where the newest schema of a `rolecall.toml` is published.
pub const SCHEMA: &str =
    "https://raw.githubusercontent.com/rolecall/rolecall/main/crates/project/rolecall.schema.json";

/// The schema of a `rolecall.toml`.
pub fn schema() -> Value {
    let mut keys = keys();
    keys.push((OVERRIDE, exceptions()));
    let mut schema = object("The settings of a project. All keys are optional.", keys);
    if let Value::Object(schema) = &mut schema {
        schema.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        schema.insert("$id".to_owned(), SCHEMA.into());
        schema.insert("title".to_owned(), "rolecall.toml".into());
    }
    schema
}

/// The settings of an editor in the section `rolecall`, each by its whole name (`product.model`) with its schema, in the
/// order they are to be shown.
pub fn editor_settings() -> Vec<(String, Value)> {
    let mut settings = Vec::new();
    for (key, schema) in keys() {
        if key == "product" {
            settings.push(("product.model".to_owned(), model()));
        } else {
            settings.push((key.to_owned(), schema));
        }
    }
    let hints = "Show the kind of a role after its name in stories.";
    let hints = json!({ "description": hints, "type": "boolean", "default": false });
    settings.push((INLAY_HINTS.to_owned(), hints));
    let most =
        "Maximum number of findings shown per document. A hint says how many more there are.";
    let most = json!({ "description": most, "type": "integer", "minimum": 0, "maximum": u32::MAX, "default": FINDINGS });
    settings.push((MAX_FINDINGS.to_owned(), most));
    settings
}

type Keys = Vec<(&'static str, Value)>;

fn keys() -> Keys {
    vec![
        ("style", style()),
        ("product", object("The product that the documents describe.", vec![("model", model())])),
        ("rules", rules()),
        ("generic", texts(GENERIC, &["subscriber"])),
        ("allow", allow()),
        ("fine", fine()),
        (
            "include",
            patterns(
                "Documents to review, in full and whatever kind they are. By default, documents that state requirements are reviewed in full, and other documents only for their stories.",
            ),
        ),
        ("exclude", patterns("Documents to skip.")),
        ("sections", sections()),
        ("role", list("The roles of the project.", role(), Value::Null)),
        ("term", list("Words to avoid in this project.", term(), Value::Null)),
    ]
}

/// What an override has besides its files may be what it is for all documents.
fn exceptions() -> Value {
    let mut own = vec![("files", patterns("Documents that the override applies to."))];
    let shared = overrides::KEYS.iter().filter(|key| **key != "files");
    own.extend(shared.map(|key| (*key, json!({ "$ref": format!("#/properties/{key}") }))));
    let about = "Settings for some documents. `allow` and `term` add to the project's settings; other keys replace them.";
    let exception = requiring(object(about, own), "files");
    list("Settings that apply only to some documents.", exception, Value::Null)
}

fn style() -> Value {
    let names = Style::ALL.map(|style| (style.name(), style.summary()));
    let about = "The house style: how the project uses “user” and “customer”. \
                 `rolecall explain STYLE` shows what a style changes.";
    with_default(choice(about, &names), Style::default().name().into())
}

fn model() -> Value {
    let names = Model::ALL.map(|model| (model.name(), model.summary()));
    choice("Who buys and who uses the product.", &names)
}

/// Every rule with how loud it may be.
fn rules() -> Value {
    let duplicate = DUPLICATE_ROLE_DOCS.lines().next().unwrap_or_default();
    let all = review::rules::ALL.iter().map(|rule| (rule.name, rule.summary(), rule.severity));
    let mut all: Vec<_> = all.collect();
    all.push((DUPLICATE_ROLE, duplicate.to_owned(), Severity::Warning));
    all.sort_by_key(|(name, ..)| *name);
    let levels: Vec<&str> =
        std::iter::once("off").chain(Severity::ALL.map(Severity::name)).collect();
    let rules = all.into_iter().map(|(name, summary, severity)| {
        let rule = json!({ "description": summary, "type": "string", "enum": levels });
        (name, with_default(rule, severity.name().into()))
    });
    object(
        "Severity of each rule. Rules that are not listed have the default of the house style.",
        rules.collect(),
    )
}

const GENERIC: &str =
    "More generic words, in the singular, besides “user”, “customer” and the built-in ones.";

fn allow() -> Value {
    let about =
        format!("Generic words that are allowed in this project. The generic words are {}.", {
            let words: Vec<String> = generic_words().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        });
    texts(&about, &["client"])
}

fn fine() -> Value {
    let about = "What a story without a role costs, in dollars: the tip jar.";
    json!({ "description": about, "type": "integer", "minimum": 0, "maximum": u32::MAX, "default": FINE })
}

fn sections() -> Value {
    let titles = SectionKind::ALL.map(|kind| {
        let about = format!("Section titles in your documents that mean “{}”.", kind.name());
        (kind.name(), texts(&about, &["The itch"]))
    });
    object("Additional titles for the sections of a PRD.", titles.into())
}

fn role() -> Value {
    let kinds = RoleKind::ALL.map(|kind| (kind.name(), kind.summary()));
    let keys = vec![
        ("name", text("Name of the role, in the singular.", "sales associate")),
        ("plural", text("Plural, if it is irregular.", "regional VPs")),
        ("aliases", texts("Other names of the role.", &["store associate"])),
        ("kind", choice("Relation of the role to the product.", &kinds)),
        ("persona", text("Name of the persona that represents the role.", "Dana Whitlock")),
        (
            "number",
            json!({ "description": "Number of the persona.", "type": "integer", "minimum": 0, "examples": [4] }),
        ),
        (
            "description",
            text("Description of the role, in one sentence.", "Fits and sells shoes on the floor."),
        ),
        (
            "goals",
            texts(
                "What people in the role want to achieve.",
                &["bring the right size the first time"],
            ),
        ),
        ("pains", texts("What gets in their way.", &["the stock room is far off"])),
        ("success", text("How their success is measured.", "pairs sold per hour")),
        ("serves", texts("Names of the roles that they serve.", &["shopper"])),
        ("buys-for", texts("Names of the roles that they buy for.", &["shopper"])),
        ("reports-to", texts("Names of the roles that they report to.", &["stock associate"])),
        (
            "distinct",
            texts(
                "Names of roles that sound similar but are different people.",
                &["stock associate"],
            ),
        ),
        (
            "share",
            json!({
                "description": "Share of the product's activity, from 0 to 1.",
                "type": "number", "minimum": 0, "maximum": 1, "examples": [0.6],
            }),
        ),
    ];
    requiring(object("A role.", keys), "name")
}

fn term() -> Value {
    let keys = vec![
        ("avoid", texts("Words to avoid.", &["UX"])),
        ("prefer", text("Word to use instead.", "CX")),
        ("because", text("Reason, shown with the finding.", "the people we serve pay us")),
    ];
    requiring(object("Words to avoid, and what to use instead.", keys), "avoid")
}

fn text(about: &str, example: &str) -> Value {
    json!({ "description": about, "type": "string", "minLength": 1, "examples": [example] })
}

fn texts(about: &str, example: &[&str]) -> Value {
    list(about, json!({ "type": "string", "minLength": 1 }), json!([example]))
}

fn patterns(about: &str) -> Value {
    let about =
        format!("{about} Patterns such as `docs/**/*.md`, relative to the folder of the file.");
    texts(&about, &["docs/**/*.md"])
}

fn list(about: &str, items: Value, examples: Value) -> Value {
    let mut list = json!({ "description": about, "type": "array", "items": items });
    if let (Value::Object(list), false) = (&mut list, examples.is_null()) {
        list.insert("examples".to_owned(), examples);
    }
    list
}

/// One of some names, each with what it means.
fn choice(about: &str, names: &[(&str, &str)]) -> Value {
    let (names, summaries): (Vec<&str>, Vec<&str>) = names.iter().copied().unzip();
    json!({ "description": about, "type": "string", "enum": names, "enumDescriptions": summaries })
}

fn object(about: &str, keys: Keys) -> Value {
    let keys: Map<String, Value> =
        keys.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect();
    json!({ "description": about, "type": "object", "additionalProperties": false, "properties": keys })
}

fn requiring(mut object: Value, key: &str) -> Value {
    if let Value::Object(object) = &mut object {
        object.insert("required".to_owned(), json!([key]));
    }
    object
}

fn with_default(mut schema: Value, default: Value) -> Value {
    if let Value::Object(schema) = &mut schema {
        schema.insert("default".to_owned(), default);
    }
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    use super::*;
    use crate::config::{KEYS, TERM_KEYS, rules as rule_names};
    use crate::{Config, role};

    fn names(schema: &Value) -> BTreeSet<&str> {
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn the_keys_are_those_that_are_read() {
        let of = |keys: &[&'static str]| keys.iter().copied().collect::<BTreeSet<_>>();
        let schema = schema();
        let inner = |key: &str| &schema["properties"][key];
        assert_eq!(names(&schema), of(&[KEYS, &[OVERRIDE]].concat()));
        assert_eq!(names(&inner("role")["items"]), of(role::KEYS));
        assert_eq!(names(&inner("term")["items"]), of(TERM_KEYS));
        assert_eq!(names(&inner("override")["items"]), of(overrides::KEYS));
        assert_eq!(names(inner("rules")), of(&rule_names()));
        assert_eq!(names(inner("product")), of(&["model"]));
        assert_eq!(names(inner("sections")), of(&SectionKind::ALL.map(SectionKind::name)));
    }

    /// Values that a schema allows.
    fn allowed(schema: &Value) -> Vec<Value> {
        if let Some(values) = schema["enum"].as_array().or(schema["examples"].as_array()) {
            return values.clone();
        }
        match schema["type"].as_str().unwrap() {
            "boolean" => vec![json!(true), json!(false)],
            "integer" => vec![schema["minimum"].clone(), schema["maximum"].clone()],
            "array" => vec![json!([]), Value::Array(allowed(&schema["items"]))],
            "object" => {
                let keys = schema["properties"].as_object().unwrap();
                let some = |last: bool| -> Map<String, Value> {
                    let one = |schema: &Value| {
                        let mut values = allowed(schema);
                        if last { values.pop() } else { Some(values.swap_remove(0)) }
                    };
                    keys.iter().map(|(key, schema)| (key.clone(), one(schema).unwrap())).collect()
                };
                vec![Value::Object(some(false)), Value::Object(some(true))]
            }
            other => panic!("{other} has no examples"),
        }
    }

    fn problems(key: &str, value: &Value) -> Vec<String> {
        let mut settings = json!({});
        match key.split_once('.') {
            Some((outer, inner)) => settings[outer] = json!({ inner: value }),
            None => settings[key] = value.clone(),
        }
        let (_, problems) = Config::from_json(&settings);
        problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn what_it_allows_is_read() {
        let mut tried = 0;
        for (key, schema) in editor_settings().iter().filter(|(key, _)| key != "role") {
            for value in allowed(schema) {
                assert_eq!(problems(key, &value), [] as [String; 0], "{key} = {value}");
                tried += 1;
            }
        }
        assert!(tried > 20, "{tried}");
        // A role serves others and is distinct from others, who must be there.
        let others = ["shopper", "stock associate"].map(|name| json!({ "name": name }));
        let settings = editor_settings();
        let (_, roles) = settings.iter().find(|(key, _)| key == "role").unwrap();
        for role in allowed(&roles["items"]) {
            assert_eq!(
                problems("role", &json!([role, others[0], others[1]])),
                [] as [String; 0],
                "{role}"
            );
        }
    }

    #[test]
    fn what_it_forbids_is_told() {
        let wrong = |schema: &Value| match schema["type"].as_str().unwrap() {
            "string" => json!(7),
            "integer" => json!(-1),
            "array" => json!(7),
            "boolean" | "object" => json!("x"),
            other => panic!("{other}"),
        };
        for (key, schema) in editor_settings() {
            assert_eq!(problems(&key, &wrong(&schema)).len(), 1, "{key}");
            if schema["enum"].is_array() {
                assert_eq!(problems(&key, &json!("no such name")).len(), 1, "{key}");
            }
        }
    }

    #[test]
    fn the_written_schema_is_fresh() {
        let mut text = String::new();
        writeln!(text, "{:#}", schema()).unwrap();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rolecall.schema.json");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == text,
            "crates/project/rolecall.schema.json is stale; run: UPDATE=1 cargo test -p project schema"
        );
    }
}
