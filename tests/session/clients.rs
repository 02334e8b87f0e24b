//! Sessions that begin as those of real editors do: with the `initialize` that each was seen to send (`clients/`).
//!
//! Recorded are the parameters as they were sent, with other paths and another process. `README.md` there says how.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::client::Client;

const FOLDER: &str = "/home/writer/retailer";

/// The recorded parameters, as an editor would send them that has `folder` open and is this process.
fn recorded(name: &str, folder: &Path) -> Value {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/session/clients");
    let text = fs::read_to_string(clients.join(name)).unwrap();
    assert!(text.contains(FOLDER), "{name}");
    let text = text.replace(FOLDER, folder.to_str().unwrap());
    let mut params: Value = serde_json::from_str(&text).unwrap();
    params["processId"] = json!(std::process::id());
    params
}

/// Begins as the client does with a server that is started with `options`, and returns what the server says it can do, and the first findings in a document.
fn begun(name: &str, options: &[&str]) -> (Value, Value) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rolecall.toml"), "[[role]]\nname = \"shopper\"\n").unwrap();
    let mut client = Client::start_with(options);
    let params = recorded(name, folder.path());
    let result = client.request("initialize", params).unwrap();
    client.notify("initialized", json!({}));
    let document = format!("file://{}/prd.md", folder.path().display());
    client.open(&document, "🧵 As a tailor, I want tea so that I wake.\n");
    let found = client.wait_for_version(&document, 1);
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    assert_eq!(client.shutdown().code(), Some(0), "{name}");
    (result["capabilities"].clone(), found[0].clone())
}

#[test]
fn helix_counts_bytes() {
    let (can, found) = begun("helix-25.01.json", &[]);
    assert_eq!(can["positionEncoding"], "utf-8");
    assert_eq!(found["range"]["start"]["character"], 10);
}

#[test]
fn neovim_is_answered_in_an_encoding_that_it_offers() {
    let (can, found) = begun("neovim-0.11.json", &[]);
    assert_eq!(can["positionEncoding"], "utf-8");
    assert_eq!(found["range"]["start"]["character"], 10);
}

#[test]
fn eglot_offers_no_encoding_and_counts_as_the_protocol_does() {
    let (can, found) = begun("emacs-eglot-1.9.json", &[]);
    assert_eq!(can["positionEncoding"], "utf-16");
    assert_eq!(found["range"]["start"]["character"], 8);
}

#[test]
fn ale_offers_no_encoding_and_counts_bytes() {
    let (can, found) = begun("vim-ale-3.3.json", &["--position-encoding", "utf-8"]);
    assert_eq!(can["positionEncoding"], "utf-8");
    assert_eq!(found["range"]["start"]["character"], 10);
}

#[test]
fn kakoune_counts_bytes() {
    let (can, found) = begun("kakoune-lsp-22.json", &[]);
    assert_eq!(can["positionEncoding"], "utf-8");
    assert_eq!(found["range"]["start"]["character"], 10);
}
