//! The server against clients that misbehave, vanish or do not read.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, change, framed, notification, request};

const URI: &str = "file:///prd.md";

/// A client that the server has nothing to ask: its answer could come in the middle of what a test sends.
fn started() -> Client {
    let mut client = Client::start();
    client.initialize(json!({"capabilities": {"workspace": null}}));
    client
}

/// The code of the error that answers `id`.
fn code(client: &mut Client, id: Value) -> i64 {
    client.answer(&id).expect_err("an error is due").code
}

#[test]
fn a_session_in_order_ends_with_zero() {
    let mut client = Client::start();
    let result =
        client.initialize(json!({"capabilities": {"general": {"positionEncodings": ["utf-8"]}}}));
    assert_eq!(result["serverInfo"]["name"], "rolecall");
    client.open(URI, "# A\n");
    client.wait_for_version(URI, 1);
    client.change(URI, 2, json!([{"text": "# B\n"}]));
    client.wait_for_version(URI, 2);
    client.close(URI);
    // Whether a closed document is cleared is not the wire's.
    client.request("unknown/method", json!({})).unwrap_err();
    client.forget_unread();
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn malformed_messages_are_answered_and_the_session_goes_on() {
    let batch = br#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#;
    let half = br#"{"jsonrpc":"2.0","id":3.5,"method":"shutdown"}"#;
    let huge = br#"{"jsonrpc":"2.0","id":1e400,"method":"shutdown"}"#;
    let frame = |bytes: &[u8]| {
        [format!("Content-Length: {}\r\n\r\n", bytes.len()).as_bytes(), bytes].concat()
    };
    let mut client = started();
    for (bytes, expected) in [
        (frame(b"{\"jsonrpc\": }"), -32700),
        (frame(b"not json"), -32700),
        (frame(b"{\"a\":\"\xff\"}"), -32700),
        (frame(b""), -32700),
        (b"Content-Length: 7\r\n\r\n{\"a\":1}}}}".to_vec(), -32700),
        (b"Content-Length: 9\r\n\r\n{}".to_vec(), -32700),
        (b"Content-Length: 500\r\n\r\n{}".to_vec(), -32700),
        (b"Content-Length: 1000000000000\r\n\r\n{}".to_vec(), -32700),
        (b"Content-Length: many\r\n\r\n{}".to_vec(), -32700),
        (b"Content-Type: text/plain\r\n\r\n{}".to_vec(), -32700),
        (b"hello\r\n".to_vec(), -32700),
        (frame(batch), -32600),
        (frame(half), -32600),
        (frame(huge), -32600),
        (frame(b"true"), -32600),
    ] {
        // Enough to fill a length that is too large.
        let mut all = bytes.clone();
        let padding = notification("unknown/notification", json!({"padding": "x".repeat(40)}));
        for _ in 0..10 {
            all.extend(framed(&padding.to_string()));
        }
        all.extend(framed(&request(1009, "unknown/method", json!({})).to_string()));
        client.send_raw(&all);
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        // One byte too few is one message, and then nonsense.
        if !shown.starts_with("Content-Length: 7") {
            assert_eq!(code(&mut client, json!(null)), expected, "{shown}");
        }
        assert_eq!(code(&mut client, json!(1009)), -32601, "{shown}");
        client.forget_unread();
    }
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn headers_may_be_in_any_case_and_end_with_a_bare_newline() {
    let mut client = started();
    let text = request(70, "unknown/method", json!({})).to_string();
    for header in ["content-length: ", "CONTENT-LENGTH:", "X-Other: 1\r\nContent-Length: "] {
        for end in ["\r\n\r\n", "\n\n"] {
            client.send_raw(format!("{header}{}{end}{text}", text.len()).as_bytes());
            assert_eq!(code(&mut client, json!(70)), -32601);
        }
    }
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn a_message_in_single_bytes_is_a_message() {
    let mut client = started();
    for byte in framed(&request(70, "unknown/method", json!({"ä": "ö"})).to_string()) {
        client.send_raw(&[byte]);
    }
    assert_eq!(code(&mut client, json!(70)), -32601);
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn a_message_beyond_the_limit_is_refused_and_the_session_goes_on() {
    let mut client = started();
    let bytes = 65 << 20;
    client.send_raw(format!("Content-Length: {bytes}\r\n\r\n").as_bytes());
    assert_eq!(code(&mut client, json!(null)), -32600);
    for _ in 0..65 {
        client.send_raw(&vec![b'x'; 1 << 20]);
    }
    client.request("unknown/method", json!({})).unwrap_err();
    #[cfg(target_os = "linux")]
    assert!(client.peak_memory() < 60 << 20, "{}", client.peak_memory());
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn odd_clients_can_initialize() {
    for odd in [
        json!({"trace": "compact"}),
        json!({"processId": -1}),
        json!({"processId": null, "rootUri": "", "workspaceFolders": [{"uri": 7}]}),
        json!({"capabilities": {"textDocument": {"hover": {"contentFormat": ["asciidoc"]}}}}),
        json!({"capabilities": {"general": {"positionEncodings": ["utf-7", 8]}, "workspace": 7}}),
        json!({"capabilities": null}),
    ] {
        let mut client = Client::start();
        assert_eq!(client.initialize(odd)["serverInfo"]["name"], "rolecall");
        assert_eq!(client.shutdown().code(), Some(0));
    }
}

#[test]
fn requests_out_of_time_and_unknown_ones_are_refused() {
    let mut client = Client::start();
    for method in ["textDocument/hover", "shutdown", "unknown/method"] {
        assert_eq!(client.request(method, json!({})).unwrap_err().code, -32002, "{method}");
    }
    client.initialize(json!({}));
    assert_eq!(client.request("unknown/method", json!({})).unwrap_err().code, -32601);
    assert_eq!(client.request("$/unknown", json!({})).unwrap_err().code, -32601);
    assert_eq!(client.request("initialize", json!({"capabilities": {}})).unwrap_err().code, -32600);
    client.notify("unknown/notification", json!({}));
    client.notify("$/setTrace", json!({"value": "compact"}));
    assert_eq!(client.request("shutdown", json!(null)), Ok(Value::Null));
    for method in ["textDocument/hover", "shutdown", "initialize"] {
        assert_eq!(client.request(method, json!({})).unwrap_err().code, -32600, "{method}");
    }
    client.notify("exit", json!(null));
    assert_eq!(client.wait_for_exit().code(), Some(0));
}

#[test]
fn a_request_that_is_cancelled_is_answered_once() {
    let mut client = started();
    let mut messages = Vec::new();
    for id in 100..200 {
        let at = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
        messages.push(request(id, "textDocument/hover", at));
        messages.push(notification("$/cancelRequest", json!({ "id": id })));
    }
    client.send(&messages);
    for id in 100..200 {
        // Either it was done by then, or it was not.
        let _ = client.answer(&json!(id));
    }
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn exit_ends_the_process_though_the_input_stays_open() {
    for shutdown in [true, false] {
        let mut client = started();
        if shutdown {
            client.request("shutdown", json!(null)).unwrap();
        }
        client.notify("exit", json!(null));
        assert_eq!(client.wait_for_exit().code(), Some(i32::from(!shutdown)));
    }
    let mut client = Client::start();
    client.notify("exit", json!(null));
    assert_eq!(client.wait_for_exit().code(), Some(1), "before initialize too");
}

#[test]
fn the_answer_to_shutdown_is_written_before_the_end() {
    for _ in 0..10 {
        let mut client = started();
        client.send(&[request(90, "shutdown", json!(null)), notification("exit", json!(null))]);
        assert_eq!(client.answer(&json!(90)), Ok(Value::Null));
        assert_eq!(client.wait_for_exit().code(), Some(0));
    }
}

#[test]
fn the_end_of_the_input_ends_the_process() {
    for shutdown in [true, false] {
        let mut client = started();
        if shutdown {
            client.request("shutdown", json!(null)).unwrap();
        }
        client.close_input();
        assert_eq!(client.wait_for_exit().code(), Some(i32::from(!shutdown)));
    }
}

#[test]
fn an_output_nobody_reads_any_more_ends_the_process() {
    let mut client = Client::start_deaf();
    client.close_output();
    client.ask("unknown/method", json!({}));
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

#[cfg(unix)]
#[test]
fn the_death_of_the_parent_ends_the_process() {
    let mut parent = Command::new("sleep").arg("1000").spawn().unwrap();
    let mut client = Client::start();
    client.initialize(json!({"processId": parent.id()}));
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

/// As an editor that is killed leaves it: nobody waits for it, and the input stays open.
#[cfg(unix)]
#[test]
fn the_death_of_the_process_that_started_it_ends_it_within_two_seconds() {
    let mut client = Client::start_by_another();
    client.initialize(json!({"processId": client.process()}));
    let killed = Instant::now();
    client.kill();
    client.wait_for_end_of_output();
    let took = killed.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
}

/// After a session with all that reads files and asks: no socket, no process, no file left open, and
/// the folder is as it was.
#[cfg(target_os = "linux")]
#[test]
fn the_server_opens_no_socket_starts_no_process_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = [("rolecall.toml", "[[role]]\nname = 'clerk'\n"), ("a.md", "The clerk waits.\n")];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut client = Client::start();
    let root = format!("file://{}", folder.path().display());
    client.initialize(json!({"rootUri": root}));
    let uri = format!("{root}/b.md");
    client.open(&uri, "As a user, I want tea so that I wake. The clerk pays.\n");
    client.wait_for_version(&uri, 1);
    let at = json!({
        "textDocument": {"uri": uri}, "position": {"line": 0, "character": 43}, "newName": "cook",
        "context": {"includeDeclaration": true, "diagnostics": [], "triggerKind": 1},
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}},
    });
    for method in ["references", "rename", "codeAction", "completion", "hover"] {
        let answer = client.request(&format!("textDocument/{method}"), at.clone()).unwrap();
        assert_ne!(answer, json!(null), "{method}");
    }
    let process = std::path::PathBuf::from(format!("/proc/{}", client.process()));
    let entries = |folder: std::path::PathBuf| {
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path())
    };
    let open: Vec<String> = entries(process.join("fd"))
        .filter_map(|fd| Some(std::fs::read_link(fd).ok()?.display().to_string()))
        .collect();
    assert!(open.len() > 2);
    let is_allowed =
        |name: &String| ["pipe:", "anon_inode:", "/dev/"].iter().any(|it| name.starts_with(it));
    let other: Vec<_> = open.iter().filter(|name| !is_allowed(name)).collect();
    // What the test itself was started with is handed on.
    let own = entries("/proc/self/fd".into()).filter_map(|fd| std::fs::read_link(fd).ok());
    let own: Vec<String> = own.map(|name| name.display().to_string()).collect();
    assert!(
        other.iter().all(|name| own.contains(name) && !name.starts_with("socket:")),
        "{other:?}"
    );
    for task in entries(process.join("task")) {
        assert_eq!(std::fs::read_to_string(task.join("children")).unwrap_or_default(), "");
    }
    let mut left: Vec<_> = entries(folder.path().to_owned()).collect();
    left.sort();
    assert_eq!(left, ["a.md", "rolecall.toml"].map(|name| folder.path().join(name)));
    for (name, text) in files {
        assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), text);
    }
    client.leave();
}

#[test]
fn a_client_that_does_not_read_can_edit_ask_and_leave_at_bounded_cost() {
    let mut client = Client::start_deaf();
    client.send(&[
        request(1, "initialize", json!({"processId": null, "capabilities": {}})),
        notification("initialized", json!({})),
    ]);
    client.open(URI, "# A\n");
    let mut messages = Vec::new();
    for step in 0..5_000 {
        let text = json!([{"text": format!("As a user, I want {step}.\n")}]);
        messages.push(change(URI, 2 * step + 2, text.clone()));
        messages.push(change(URI, 2 * step + 3, text));
        let at = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
        messages.push(request(step + 10, "textDocument/hover", at));
    }
    client.send(&messages);
    #[cfg(target_os = "linux")]
    {
        client.wait_for_rest();
        assert!(client.peak_memory() < 200 << 20, "{}", client.peak_memory());
    }
    client.notify("exit", json!(null));
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

#[test]
fn a_client_that_reads_late_misses_no_answer_and_gets_the_newest_diagnostics() {
    let mut client = Client::start_deaf();
    client.send(&[
        request(1, "initialize", json!({"processId": null, "capabilities": {}})),
        notification("initialized", json!({})),
    ]);
    client.open(URI, "# A\n");
    let last = 5_000;
    let text = json!([{"text": "As a user, I want more.\n"}]);
    let mut messages: Vec<_> =
        (2..=last).map(|version| change(URI, version, text.clone())).collect();
    messages.extend((1_000..2_000).map(|id| request(id, "unknown/method", json!({}))));
    client.send(&messages);
    #[cfg(target_os = "linux")]
    {
        client.wait_for_rest();
        assert!(client.peak_memory() < 200 << 20, "{}", client.peak_memory());
    }
    client.listen();
    client.answer(&json!(1)).unwrap();
    for id in 1_000..2_000 {
        assert_eq!(code(&mut client, json!(id)), -32601);
    }
    client.wait_for_version(URI, last);
    assert_eq!(client.shutdown().code(), Some(0));
}

/// Answers as large as a document, of which nobody reads one.
#[test]
fn a_client_that_does_not_read_costs_no_more_however_large_the_answers() {
    let stories = "As a user, I want to pay so that I can leave. The store associate waits.\n\n";
    let text = format!(
        "# Audience\n\n- Sales associate (also: store associate)\n- Shopper\n\n# Stories\n\n{}",
        stories.repeat(10_000)
    );
    let whole =
        json!({"start": {"line": 0, "character": 0}, "end": {"line": 30_000, "character": 0}});
    for only in ["source.fixAll.rolecall", "quickfix"] {
        let mut client = Client::start_deaf();
        client.send(&[
            request(1, "initialize", json!({"processId": null, "capabilities": {}})),
            notification("initialized", json!({})),
        ]);
        client.open(URI, &text);
        let params = json!({
            "textDocument": {"uri": URI}, "range": whole, "context": {"diagnostics": [], "only": [only]}
        });
        let asked: Vec<_> =
            (10..50).map(|id| request(id, "textDocument/codeAction", params.clone())).collect();
        client.send(&asked);
        #[cfg(target_os = "linux")]
        {
            client.wait_for_rest();
            assert!(client.peak_memory() < 400 << 20, "{only}: {}", client.peak_memory());
        }
        // It is answered whole once it reads, as far as there was room to keep what it did not read.
        client.listen();
        client.answer(&json!(1)).unwrap();
        assert!(client.answer(&json!(10)).unwrap()[0]["edit"].is_object());
        let refused = (11..50).filter(|id| client.answer(&json!(id)).is_err()).count();
        assert!(refused < 39, "{only}: {refused}");
        // There is room again once the last of them is written.
        let is_answered = (50..250).any(|id| {
            client.send(&[request(id, "textDocument/codeAction", params.clone())]);
            let is_answered = client.answer(&json!(id)).is_ok();
            if !is_answered {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            is_answered
        });
        assert!(is_answered, "{only}");
        client.forget_unread();
        assert_eq!(client.shutdown().code(), Some(0));
    }
}
