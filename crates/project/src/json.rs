//! JSON, as an editor sends its settings, into tables. It has no places: all spans are empty.

use markdown::Span;
use serde_json::Value as Json;

use crate::problem::Report;
use crate::table::{Key, Kind, Table, Value};

/// The table that settings are; none where they are no object, which is told. A value that is `null`
/// counts as not given. So does an empty list: to some editors it is an empty object.
pub(crate) fn read(settings: &Json, report: &mut Report) -> Option<Table> {
    match value(settings)?.kind {
        Kind::Table(table) => Some(table),
        Kind::List(items) if items.is_empty() => None,
        kind => {
            let found = Value { span: Span::default(), kind };
            let found = found.described(report);
            report
                .error(Span::default(), format!("The settings should be an object, not {found}."));
            None
        }
    }
}

fn table(object: &serde_json::Map<String, Json>) -> Table {
    let entries = object
        .iter()
        .filter_map(|(name, json)| {
            Some((Key { span: Span::default(), name: name.clone() }, value(json)?))
        })
        .collect();
    Table { span: Span::default(), entries }
}

fn value(json: &Json) -> Option<Value> {
    let kind = match json {
        Json::Null => return None,
        Json::Bool(truth) => Kind::Boolean(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Kind::Integer(number),
            None => Kind::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Kind::Text(text.clone()),
        Json::Array(items) => Kind::List(items.iter().filter_map(value).collect()),
        Json::Object(object) => Kind::Table(table(object)),
    };
    Some(Value { span: Span::default(), kind })
}
