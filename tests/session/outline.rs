//! Symbols, folds, selections, highlights and colours: what a document's outline is made of, with the exact answers.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///nowhere/prd.md";

/// A session with this client and this text.
fn opened(capabilities: Value, text: &str) -> Client {
    let mut client = Client::start();
    client.initialize(json!({ "capabilities": capabilities }));
    client.open(URI, text);
    client.wait_for_version(URI, 1);
    client
}

fn utf8() -> Value {
    json!({"general": {"positionEncodings": ["utf-8"]}})
}

fn about_document() -> Value {
    json!({"textDocument": {"uri": URI}})
}

/// A range as `line:character-line:character`.
fn drawn(range: &Value) -> String {
    let place = |at: &Value| format!("{}:{}", at["line"], at["character"]);
    format!("{}-{}", place(&range["start"]), place(&range["end"]))
}

const PRD: &str = "# 😀 Shoes\n\n## Roles\n\n- **Sales associate**: sells\n- **Shopper**: buys\n\n## Stories\n\n\
    😀 As a sales associate, I want to pay by card,\nso that I go on.\n\n#\n\nThe shopper waits.\n";

mod symbols {
    use super::*;

    /// Each symbol as its depth, kind, name, detail, range and selection.
    fn tree(symbols: &Value, depth: usize, drawn_so_far: &mut Vec<String>) {
        for symbol in symbols.as_array().map(Vec::as_slice).unwrap_or_default() {
            drawn_so_far.push(format!(
                "{}{} {} ({}) {} {}",
                "  ".repeat(depth),
                symbol["kind"],
                symbol["name"].as_str().unwrap(),
                symbol["detail"].as_str().unwrap_or_default(),
                drawn(&symbol["range"]),
                drawn(&symbol["selectionRange"]),
            ));
            tree(&symbol["children"], depth + 1, drawn_so_far);
        }
    }

    fn check(mut capabilities: Value, expected: &[&str]) {
        capabilities["textDocument"] =
            json!({"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}});
        let mut client = opened(capabilities, PRD);
        let symbols = client.request("textDocument/documentSymbol", about_document()).unwrap();
        let mut drawn = Vec::new();
        tree(&symbols, 0, &mut drawn);
        assert_eq!(drawn, expected);
    }

    #[test]
    fn stories_lie_in_their_sections() {
        check(
            json!({}),
            &[
                "15 😀 Shoes () 0:0-10:16 0:0-0:10",
                "  15 Roles () 2:0-5:19 2:0-2:8",
                "  15 Stories () 7:0-10:16 7:0-7:10",
                "    24 sales associate: pay by card (sales associate) 9:3-10:15 9:8-9:23",
                "15 (no title) () 12:0-14:18 12:0-12:1",
            ],
        );
    }

    #[test]
    fn columns_may_be_bytes() {
        check(
            utf8(),
            &[
                "15 😀 Shoes () 0:0-10:16 0:0-0:12",
                "  15 Roles () 2:0-5:19 2:0-2:8",
                "  15 Stories () 7:0-10:16 7:0-7:10",
                "    24 sales associate: pay by card (sales associate) 9:5-10:15 9:10-9:25",
                "15 (no title) () 12:0-14:18 12:0-12:1",
            ],
        );
    }

    #[test]
    fn a_client_without_trees_gets_a_list() {
        let mut client = opened(json!({}), PRD);
        let symbols = client.request("textDocument/documentSymbol", about_document()).unwrap();
        let listed: Vec<String> = symbols
            .as_array()
            .unwrap()
            .iter()
            .map(|symbol| {
                assert_eq!(symbol["location"]["uri"], URI);
                format!(
                    "{} in {} {}",
                    symbol["name"].as_str().unwrap(),
                    symbol["containerName"].as_str().unwrap_or("-"),
                    drawn(&symbol["location"]["range"])
                )
            })
            .collect();
        assert_eq!(
            listed,
            [
                "😀 Shoes in - 0:0-10:16",
                "Roles in 😀 Shoes 2:0-5:19",
                "Stories in 😀 Shoes 7:0-10:16",
                "sales associate: pay by card in Stories 9:3-10:15",
                "(no title) in - 12:0-14:18",
            ]
        );
    }

    #[test]
    fn nothing_is_an_empty_outline_and_not_an_error() {
        let mut client = opened(json!({}), "");
        let asked = client.request("textDocument/documentSymbol", about_document());
        assert_eq!(asked, Ok(json!([])));
        let elsewhere = json!({"textDocument": {"uri": "file:///nowhere/else.md"}});
        assert_eq!(client.request("textDocument/documentSymbol", elsewhere), Ok(Value::Null));
    }
}

mod folds {
    use super::*;

    const TEXT: &str = "# 😀\n\n<!--\nnote\n-->\n\n- a\n- b\n  - c\n  - 😀 d\n\nAs a shopper,\nI want 😀 tea. Then.\n";

    /// Each fold as `lines kind`, with the column it ends at if it says so.
    fn folds(client: &mut Client) -> Vec<String> {
        let folds = client.request("textDocument/foldingRange", about_document()).unwrap();
        let draw = |fold: &Value| {
            assert_eq!(fold.get("startCharacter"), None);
            let column = fold.get("endCharacter").map(|at| format!(":{at}")).unwrap_or_default();
            let (start, end) = (&fold["startLine"], &fold["endLine"]);
            format!("{start}-{end}{column} {}", fold["kind"].as_str().unwrap())
        };
        folds.as_array().unwrap().iter().map(draw).collect()
    }

    #[test]
    fn lines_fold_and_columns_end_where_the_text_does() {
        let expected = [
            "0-12:20 region",
            "2-4:3 comment",
            "6-9:8 region",
            "7-9:8 region",
            "8-9:8 region",
            "11-12:13 region",
        ];
        assert_eq!(folds(&mut opened(json!({}), TEXT)), expected);
        let expected = [
            "0-12:22 region",
            "2-4:3 comment",
            "6-9:10 region",
            "7-9:10 region",
            "8-9:10 region",
            "11-12:15 region",
        ];
        assert_eq!(folds(&mut opened(utf8(), TEXT)), expected);
    }

    #[test]
    fn a_client_can_want_lines_only_and_few() {
        let capability = json!({"lineFoldingOnly": true, "rangeLimit": 3});
        let capabilities = json!({"textDocument": {"foldingRange": capability}});
        let expected = ["0-12 region", "2-4 comment", "6-9 region"];
        assert_eq!(folds(&mut opened(capabilities, TEXT)), expected);
    }

    #[test]
    fn what_is_one_line_does_not_fold() {
        assert_eq!(folds(&mut opened(json!({}), "# One\n")), [] as [&str; 0]);
    }
}

mod selections {
    use super::*;

    /// Each range from the innermost out.
    fn chain(selection: &Value) -> Vec<String> {
        let mut drawn_ranges = vec![drawn(&selection["range"])];
        let mut parent = &selection["parent"];
        while !parent.is_null() {
            drawn_ranges.push(drawn(&parent["range"]));
            parent = &parent["parent"];
        }
        drawn_ranges
    }

    fn check(capabilities: Value, column: usize, expected: &[&str]) {
        let mut client = opened(capabilities, PRD);
        let positions =
            [json!({"line": 9, "character": column}), json!({"line": 99, "character": 9})];
        let params = json!({"textDocument": {"uri": URI}, "positions": positions});
        let selections = client.request("textDocument/selectionRange", params).unwrap();
        assert_eq!(chain(&selections[0]), expected);
        assert_eq!(chain(&selections[1]), ["0:0-15:0"]);
    }

    #[test]
    fn each_position_has_its_chain() {
        let outer = ["9:0-10:16", "7:0-10:16", "0:0-10:16", "0:0-15:0"];
        check(json!({}), 13, &[&["9:8-9:13", "9:8-9:23"][..], &outer].concat());
        check(utf8(), 15, &[&["9:10-9:15", "9:10-9:25"][..], &outer].concat());
    }
}

mod highlights {
    use super::*;

    const TEXT: &str = "## Personas\n\n- **Dana Whitlock**, sales associate\n\n## Scope\n\n\
        😀 Dana asks the sales associates.\n";

    fn highlights(client: &mut Client, line: usize, column: usize) -> Vec<String> {
        let position = json!({"line": line, "character": column});
        let params = json!({"textDocument": {"uri": URI}, "position": position});
        let found = client.request("textDocument/documentHighlight", params).unwrap();
        let draw = |one: &Value| format!("{} {}", drawn(&one["range"]), one["kind"]);
        found.as_array().unwrap().iter().map(draw).collect()
    }

    #[test]
    fn a_role_is_one_by_all_its_names() {
        let mut client = opened(json!({}), TEXT);
        let expected = ["2:4-2:17 3", "2:21-2:36 1", "6:3-6:7 1", "6:17-6:33 1"];
        assert_eq!(highlights(&mut client, 6, 30), expected);
        assert_eq!(highlights(&mut client, 2, 4), expected);
        assert_eq!(highlights(&mut client, 6, 10), [] as [&str; 0]);
        let mut client = opened(utf8(), TEXT);
        let expected = ["2:4-2:17 3", "2:21-2:36 1", "6:5-6:9 1", "6:19-6:35 1"];
        assert_eq!(highlights(&mut client, 6, 32), expected);
    }
}

mod colors {
    use super::*;

    const TEXT: &str =
        "😀 As a sales\nassociate, I want tea.\n\n## Roles\n\n- **Sales associate**: sells\n";

    /// Each token as `line:character+length type modifiers`.
    fn check(capabilities: Value, range: Value, expected: &[&str]) {
        let mut client = Client::start();
        let result = client.initialize(json!({ "capabilities": capabilities }));
        let legend = &result["capabilities"]["semanticTokensProvider"]["legend"];
        client.open(URI, TEXT);
        client.wait_for_version(URI, 1);
        let mut params = about_document();
        let method = if range.is_null() { "full" } else { "range" };
        params["range"] = range;
        let method = format!("textDocument/semanticTokens/{method}");
        let answer = client.request(&method, params).unwrap();
        let numbers: Vec<u64> =
            answer["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
        let (mut line, mut column) = (0, 0);
        let mut found = Vec::new();
        for token in numbers.chunks(5) {
            column = if token[0] > 0 { token[1] } else { column + token[1] };
            line += token[0];
            let kind = legend["tokenTypes"][token[3] as usize].as_str().unwrap();
            let modifiers = legend["tokenModifiers"].as_array().unwrap().iter().enumerate();
            let modifiers = modifiers.filter(|(bit, _)| token[4] & 1 << bit != 0);
            let modifiers: Vec<&str> = modifiers.map(|(_, name)| name.as_str().unwrap()).collect();
            found.push(format!("{line}:{column}+{} {kind} {}", token[2], modifiers.join(" ")));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn roles_and_keywords_have_colors() {
        let rest = ["1:0+9 type ", "1:11+1 keyword ", "1:13+4 keyword ", "5:4+15 type declaration"];
        let first = ["0:3+2 keyword ", "0:6+1 keyword ", "0:8+5 type "];
        check(json!({}), Value::Null, &[&first[..], &rest].concat());
        let first = ["0:5+2 keyword ", "0:8+1 keyword ", "0:10+5 type "];
        check(utf8(), Value::Null, &[&first[..], &rest].concat());
    }

    #[test]
    fn a_range_has_its_own() {
        let place = |line: usize, column: usize| json!({"line": line, "character": column});
        let range = json!({"start": place(1, 0), "end": place(1, 12)});
        check(json!({}), range, &["1:0+9 type ", "1:11+1 keyword "]);
    }
}
