//! What the VS Code extension declares is what the server goes by: its settings are written from the same source.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::fs;

use review::RoleKind;
use serde_json::{Map, Value, json};

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../editors/vscode/package.json");
/// What stands before the settings that are written.
const BEFORE: &str = "\"title\": \"Review\",\n        \"properties\": ";

/// The settings as VS Code wants them.
fn settings() -> String {
    let mut text = String::from("{");
    for (order, (key, schema)) in project::editor_settings().into_iter().enumerate() {
        let setting = setting(order + 1, schema);
        let setting = format!("{setting:#}").replace('\n', "\n          ");
        let comma = if order == 0 { "" } else { "," };
        write!(text, "{comma}\n          \"rolecall.{key}\": {setting}").unwrap();
    }
    text + "\n        }"
}

fn setting(order: usize, schema: Value) -> Value {
    let Value::Object(mut setting) = schema else { panic!("a schema is an object") };
    let description = setting.remove("description").unwrap();
    setting.remove("examples");
    setting.insert("markdownDescription".into(), description);
    setting.insert("order".into(), order.into());
    // The server asks for one set of settings, not for one per folder.
    setting.insert("scope".into(), "window".into());
    if !setting.contains_key("default") {
        give_default(&mut setting);
    }
    Value::Object(setting)
}

fn give_default(setting: &mut Map<String, Value>) {
    let default = match setting["type"].as_str().unwrap() {
        "array" => json!([]),
        "object" => json!({}),
        other => {
            let types = json!([other, "null"]);
            setting.insert("type".into(), types);
            for (key, nothing) in [("enum", Value::Null), ("enumDescriptions", "Not said.".into())]
            {
                if let Some(Value::Array(values)) = setting.get_mut(key) {
                    values.insert(0, nothing);
                }
            }
            Value::Null
        }
    };
    setting.insert("default".into(), default);
}

fn manifest() -> String {
    fs::read_to_string(MANIFEST).unwrap()
}

#[test]
fn the_manifest_is_fresh() {
    let text = manifest();
    assert_eq!(text.matches(BEFORE).count(), 1, "package.json says where the settings stand");
    let start = text.find(BEFORE).unwrap() + BEFORE.len();
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    values.next().unwrap().unwrap();
    let end = start + values.byte_offset();
    let fresh = format!("{}{}{}", &text[..start], settings(), &text[end..]);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(MANIFEST, &fresh).unwrap();
    } else {
        assert!(text == fresh, "editors/vscode/package.json is stale; run: cargo renew");
    }
    let manifest: Value = serde_json::from_str(&fresh).unwrap();
    let written = manifest["contributes"]["configuration"][1]["properties"].as_object().unwrap();
    assert_eq!(written.len(), project::editor_settings().len());
}

/// What the extension sends as long as nobody has set anything is what the defaults are, with nothing to complain of.
#[test]
fn what_is_set_by_default_changes_nothing() {
    let manifest: Value = serde_json::from_str(&manifest()).unwrap();
    let mut sent = json!({});
    let written = manifest["contributes"]["configuration"][1]["properties"].as_object().unwrap();
    for (key, setting) in written {
        let default = setting["default"].clone();
        match key.split('.').collect::<Vec<_>>()[..] {
            ["rolecall", key] => sent[key] = default,
            ["rolecall", outer, inner] => sent[outer][inner] = default,
            _ => panic!("{key}"),
        }
    }
    let (config, problems) = project::Config::from_json(&sent);
    assert!(problems.is_empty(), "{problems:?}");
    let none = project::Config::default();
    let fine = Some(review::FINE);
    assert_eq!(config.settings, review::Settings { fine, ..none.settings });
    assert_eq!(config.inlay_hints, none.inlay_hints);
}

#[test]
fn its_version_is_ours_and_so_are_its_kinds_of_roles_and_its_schema() {
    let manifest: Value = serde_json::from_str(&manifest()).unwrap();
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    let modifiers = manifest["contributes"]["semanticTokenModifiers"].as_array().unwrap();
    let declared: Vec<&str> = modifiers.iter().map(|it| it["id"].as_str().unwrap()).collect();
    let kinds = RoleKind::ALL.map(|kind| kind.name().replace("end-user", "endUser"));
    assert_eq!(declared, kinds);
    assert_eq!(manifest["contributes"]["tomlValidation"][0]["url"], project::schema()["$id"]);
}
