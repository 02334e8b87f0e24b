//! The parameters of `initialize`, made readable. A client newer than our types, or odder, has values that they do not know;
//! it shall lose what depends on such a value and nothing else.

use serde_json::{Value, json};
use serde_path_to_error::Segment;
use tower_lsp::lsp_types::InitializeParams;

/// So many values are cut out one by one; then whole sections go, so that the work stays linear.
const CUTS: usize = 100;

/// Cuts out of `params` what `InitializeParams` cannot hold, and nothing else.
///
/// Each value that fails is removed where it stands: an array loses an element, an object a member.
/// An object that lacks a required member goes as a whole. The result can always be read.
pub fn readable(mut params: Value) -> Value {
    if !params.is_object() {
        params = json!({});
    }
    rename_diagnostics(&mut params);
    for cut in 0.. {
        let Err(error) = serde_path_to_error::deserialize::<_, InitializeParams>(&params) else {
            break;
        };
        let depth = match cut / CUTS {
            0 => usize::MAX,
            1 => 2,
            2 => 1,
            _ => 0,
        };
        let path: Vec<_> = error.path().iter().take(depth).collect();
        if !remove(&mut params, &path) {
            // What is missing is `capabilities` itself, or cutting is of no use.
            let known = params.get("capabilities").is_some_and(Value::is_object);
            match params.as_object_mut() {
                Some(members) if !known => {
                    drop(members.insert("capabilities".to_owned(), json!({})))
                }
                _ => params = json!({ "capabilities": {} }),
            }
        }
    }
    params
}

/// The protocol says `workspace.diagnostics`, our types `workspace.diagnostic`.
fn rename_diagnostics(params: &mut Value) {
    let workspace = params.pointer_mut("/capabilities/workspace").and_then(Value::as_object_mut);
    if let Some(workspace) = workspace
        && let Some(diagnostics) = workspace.remove("diagnostics")
    {
        workspace.insert("diagnostic".to_owned(), diagnostics);
    }
}

/// Removes what stands at `path`; false if nothing does.
fn remove(value: &mut Value, path: &[&Segment]) -> bool {
    match (path, value) {
        ([Segment::Map { key }, rest @ ..], Value::Object(members)) => {
            members.get_mut(key).is_some_and(|inner| remove(inner, rest))
                || members.remove(key).is_some()
        }
        ([Segment::Seq { index }, rest @ ..], Value::Array(items)) => {
            let there = *index < items.len();
            if there && !items.get_mut(*index).is_some_and(|inner| remove(inner, rest)) {
                items.remove(*index);
            }
            there
        }
        _ => false,
    }
}

/// The process whose death is ours, if the client named one.
pub fn parent(params: &Value) -> Option<u32> {
    let id = params.get("processId")?.as_u64()?;
    u32::try_from(id).ok().filter(|id| *id > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(params: Value, expected: Value) {
        let readable = readable(params);
        assert_eq!(readable, expected);
        serde_json::from_value::<InitializeParams>(readable).unwrap();
    }

    #[test]
    fn what_is_known_is_not_touched() {
        let params = json!({
            "processId": 1, "rootUri": "file:///a", "trace": "verbose", "locale": "de", "unknown": [1],
            "initializationOptions": {"style": "discovery"},
            "capabilities": {
                "general": {"positionEncodings": ["utf-8", "utf-16", "utf-64"], "new": {"a": 1}},
                "textDocument": {"hover": {"contentFormat": ["markdown"]}},
                "notebookDocument": {"synchronization": {}},
            },
            "workspaceFolders": [{"uri": "file:///a", "name": "a"}],
        });
        check(params.clone(), params);
    }

    #[test]
    fn an_unknown_value_alone_is_lost() {
        check(
            json!({"trace": "compact", "processId": -1, "locale": "de", "capabilities": {}}),
            json!({"locale": "de", "capabilities": {}}),
        );
        check(
            json!({"capabilities": {"textDocument": {
                "hover": {"dynamicRegistration": true, "contentFormat": ["asciidoc", "markdown", "html", "plaintext"]},
                "completion": {"completionItem": {"documentationFormat": ["rst"], "snippetSupport": true}},
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "new.kind"]}}},
            }, "workspace": {"workspaceEdit": {"failureHandling": "prayer", "resourceOperations": ["create", "bless"]}}}}),
            json!({"capabilities": {"textDocument": {
                "hover": {"dynamicRegistration": true, "contentFormat": ["markdown", "plaintext"]},
                "completion": {"completionItem": {"documentationFormat": [], "snippetSupport": true}},
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "new.kind"]}}},
            }, "workspace": {"workspaceEdit": {"resourceOperations": ["create"]}}}}),
        );
    }

    #[test]
    fn a_value_of_another_kind_is_lost_and_so_is_what_lacks_a_member() {
        check(
            json!({"processId": "7", "rootUri": "not a uri", "clientInfo": {"version": "1"}, "initializationOptions": [3],
                "workspaceFolders": [{"uri": "file:///a", "name": "a"}, {"uri": "::", "name": "b"}, {"uri": "file:///c", "name": "c"}],
                "capabilities": {"window": "yes", "general": {"staleRequestSupport": {}, "positionEncodings": ["utf-8", 8]}}}),
            json!({"initializationOptions": [3],
                "workspaceFolders": [{"uri": "file:///a", "name": "a"}, {"uri": "file:///c", "name": "c"}],
                "capabilities": {"general": {"positionEncodings": ["utf-8"]}}}),
        );
    }

    #[test]
    fn no_capabilities_are_none() {
        for params in [
            json!(null),
            json!([]),
            json!({}),
            json!({"capabilities": null}),
            json!({"capabilities": [1, 2, 3, 4, 5, 6, 7]}),
        ] {
            check(params, json!({"capabilities": {}}));
        }
    }

    #[test]
    fn a_flood_of_unknown_values_costs_only_its_section() {
        let flood = vec!["?"; 100_000];
        let folders = vec![json!({}); 100_000];
        check(
            json!({"locale": "de", "workspaceFolders": folders, "capabilities": {
                "textDocument": {"hover": {"contentFormat": flood}}, "window": {"workDoneProgress": true}}}),
            json!({"locale": "de", "capabilities": {"window": {"workDoneProgress": true}}}),
        );
    }

    #[test]
    fn a_parent_is_a_positive_number() {
        assert_eq!(parent(&json!({"processId": 7})), Some(7));
        for params in [
            json!({}),
            json!({"processId": null}),
            json!({"processId": 0}),
            json!({"processId": -1}),
            json!({"processId": 1e9}),
            json!({"processId": 1_u64 << 32}),
        ] {
            assert_eq!(parent(&params), None, "{params}");
        }
    }
}
