//! Documents whose client does with them what it should not.

use std::time::Instant;

use serde_json::{Value, json};

use crate::client::{Client, change, framed};

const URI: &str = "file:///nowhere/tea.md";
/// A story that is told of, in the second line.
const STORY: &str = "# Tea\nAs a user, I want tea so that I wake.\n";

fn started() -> Client {
    let mut client = Client::start();
    client.initialize(json!({}));
    client
}

fn opened(text: &str) -> Client {
    let mut client = started();
    client.open(URI, text);
    client.wait_for_version(URI, 1);
    client
}

/// Each diagnostic as `line:character text`, of a document with this text in ASCII.
fn places(text: &str, diagnostics: &[Value]) -> Vec<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let draw = |diagnostic: &Value| {
        let number = |at: &str| diagnostic["range"].pointer(at).unwrap().as_u64().unwrap() as usize;
        let (line, start, end) =
            (number("/start/line"), number("/start/character"), number("/end/character"));
        format!("{line}:{start} {}", &lines[line][start..end])
    };
    diagnostics.iter().map(draw).collect()
}

/// The newest diagnostics, whatever version they say they are of, as soon as they are these.
fn wait_for(client: &mut Client, text: &str, expected: &[&str]) -> Value {
    loop {
        let (version, found) = client.published(URI);
        if found.iter().all(|one| {
            one["range"]["end"]["line"].as_u64().unwrap() < text.split('\n').count() as u64
        }) && places(text, &found) == expected
        {
            return version;
        }
    }
}

/// The first line of each fold: what the server takes the text for now.
fn folds(client: &mut Client) -> Value {
    let params = json!({"textDocument": {"uri": URI}});
    client.request("textDocument/foldingRange", params).unwrap()
}

fn range(start: (u64, u64), end: (u64, u64)) -> Value {
    let place = |(line, character)| json!({"line": line, "character": character});
    json!({"start": place(start), "end": place(end)})
}

#[test]
fn a_version_that_is_repeated_is_of_another_text() {
    let mut client = opened("# Tea\n");
    for repeat in 0..5 {
        let text = format!("{}{STORY}", "\n".repeat(repeat));
        client.change(URI, 1, json!([{ "text": text }]));
        assert_eq!(wait_for(&mut client, &text, &[&format!("{}:5 user", repeat + 1)]), 1);
    }
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn versions_that_fall_or_are_missing_are_edits_in_the_order_of_the_wire() {
    let mut client = opened("# Tea\n");
    for (version, lines) in [
        (json!(7), 1),
        (json!(3), 2),
        (json!(-1), 3),
        (json!(null), 4),
        (json!("x"), 5),
        (json!(1_u64 << 40), 6),
    ] {
        let text = format!("{}{STORY}", "\n".repeat(lines));
        let mut edit = change(URI, 0, json!([{ "text": text }]));
        edit["params"]["textDocument"]["version"] = version.clone();
        client.send(&[edit]);
        let said = wait_for(&mut client, &text, &[&format!("{}:5 user", lines + 1)]);
        assert_eq!(
            said,
            if version.as_i64().is_some_and(|it| it < 10) { version } else { json!(null) }
        );
    }
    let mut edit = change(URI, 0, json!([{"text": STORY}]));
    edit["params"]["textDocument"].as_object_mut().unwrap().remove("version");
    client.send(&[edit]);
    assert_eq!(wait_for(&mut client, STORY, &["1:5 user"]), json!(null));
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn a_document_that_is_opened_twice_begins_anew() {
    let mut client = opened(STORY);
    client.open(URI, &format!("\n\n{STORY}"));
    assert_eq!(wait_for(&mut client, &format!("\n\n{STORY}"), &["3:5 user"]), 1);
    // One close ends it.
    client.close(URI);
    assert_eq!(client.published(URI), (json!(1), vec![]));
    assert_eq!(folds(&mut client), json!(null));
    assert_eq!(client.shutdown().code(), Some(0));
}

/// A review that ends when its text is gone already is of nobody any more.
#[test]
fn what_was_opened_before_or_is_closed_is_not_told_of_late() {
    let filler = "Plain words that fill a paragraph of a long text.\n\n";
    let long = filler.repeat(20_000) + STORY;
    let (other, closed) = ("file:///nowhere/other.md", "file:///nowhere/closed.md");
    let mut client = started();
    let begun = Instant::now();
    client.open(other, &long);
    client.wait_for_version(other, 1);
    let pause = 4 * begun.elapsed();
    client.open(URI, &long);
    client.open(URI, STORY);
    client.open(closed, &long);
    client.close(closed);
    std::thread::sleep(pause);
    let published = client.all_published();
    let last = |uri: &str| published.iter().rfind(|(about, ..)| about == uri).unwrap();
    assert_eq!(places(STORY, last(URI).2.as_array().unwrap()), ["1:5 user"]);
    assert_eq!(last(closed).2, json!([]));
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn edits_of_documents_that_are_not_open_are_logged_and_do_nothing() {
    let mut client = opened(STORY);
    client.close(URI);
    assert_eq!(client.published(URI), (json!(1), vec![]));
    client.change(URI, 2, json!([{"text": STORY}]));
    client.change("file:///nowhere/other.md", 2, json!([{"text": STORY}]));
    client.close("file:///nowhere/other.md");
    assert_eq!(folds(&mut client), json!(null));
    let told = |name: &str| format!("file:///nowhere/{name}.md was changed but is not open");
    assert_eq!(client.logged, [told("tea"), told("other")]);
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn ranges_beyond_the_end_are_cut_off_and_reversed_ones_turned_round() {
    let mut client = opened("# Tea\n");
    let far = u64::from(u32::MAX);
    for (edit, text) in [
        // Beyond the last line, beyond the end of a line, and both.
        (json!([{"range": range((900, 0), (901, 7)), "text": STORY}]), format!("# Tea\n{STORY}")),
        (json!([{"range": range((0, 900), (0, 901)), "text": "s"}]), format!("# Teas\n{STORY}")),
        (json!([{"range": range((0, 1), (far, far)), "text": STORY}]), format!("#{STORY}")),
        (json!([{"range": range((0, 0), (1 << 40, 1 << 50)), "text": STORY}]), STORY.to_owned()),
        // From the end to the beginning.
        (
            json!([{"range": range((0, 5), (0, 2)), "text": "Cake"}]),
            STORY.replacen("Tea", "Cake", 1),
        ),
        (
            json!([{"range": range((9, 9), (0, 0)), "text": format!("\n{STORY}")}]),
            format!("\n{STORY}"),
        ),
    ] {
        client.change(URI, 2, edit);
        let line = text.lines().position(|line| line.starts_with("As a user")).unwrap();
        wait_for(&mut client, &text, &[&format!("{line}:5 user")]);
        let (symbols, first) =
            (symbols(&mut client), text.lines().find(|it| it.starts_with('#')).unwrap());
        assert_eq!(symbols, first.trim_start_matches(['#', ' ']));
    }
    assert_eq!(client.shutdown().code(), Some(0));
}

/// The first heading.
fn symbols(client: &mut Client) -> String {
    let params = json!({"textDocument": {"uri": URI}});
    let symbols = client.request("textDocument/documentSymbol", params).unwrap();
    symbols[0]["name"].as_str().unwrap().to_owned()
}

/// Nothing is said of a text that nobody knows; the client may open the document anew.
#[test]
fn an_edit_that_is_not_understood_costs_the_document_and_nothing_else() {
    let other = "file:///nowhere/other.md";
    let mut client = opened(STORY);
    client.open(other, STORY);
    client.wait_for_version(other, 1);
    for edits in [
        json!([{"range": range((0, 0), (0, 0))}]),
        json!([{"range": {"start": 1}, "text": ""}]),
        json!({"text": STORY}),
        json!([{"text": 7}]),
    ] {
        client.change(URI, 2, edits);
        assert!(client.shown().starts_with("rolecall did not understand an edit"));
        assert_eq!(client.published(URI), (json!(1), vec![]));
        assert_eq!(folds(&mut client), json!(null));
        client.open(URI, STORY);
        assert_eq!(places(STORY, &client.wait_for_version(URI, 1)), ["1:5 user"]);
    }
    client.change(other, 2, json!([{"text": format!("\n{STORY}")}]));
    client.wait_for_version(other, 2);
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn ten_thousand_edits_in_one_burst_are_one_text() {
    let mut client = opened("");
    let mut expected = String::new();
    let mut burst = Vec::new();
    for step in 0..10_000_u64 {
        // Typed at the end, letter by letter, with a line end now and then.
        let (line, column) = (step / 50, step % 50);
        let text = if column == 49 { "\n" } else { "x" };
        expected += text;
        let place = range((line, column), (line, column));
        let edit = change(URI, 2 + step as i64, json!([{"range": place, "text": text}]));
        burst.extend(framed(&edit.to_string()));
    }
    let end = range((200, 0), (200, 0));
    burst.extend(framed(&change(URI, 10_002, json!([{"range": end, "text": STORY}])).to_string()));
    client.send_raw(&burst);
    let found = client.wait_for_version(URI, 10_002);
    assert_eq!(places(&(expected + STORY), &found), ["201:5 user"]);
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn a_client_that_dies_in_the_middle_of_a_message_ends_the_process() {
    let mut client = opened(STORY);
    client.send_raw(b"Content-Length: 5000\r\n\r\n{\"jsonrpc\": \"2.0\", \"met");
    client.close_input();
    assert_eq!(client.wait_for_exit().code(), Some(1));
}
