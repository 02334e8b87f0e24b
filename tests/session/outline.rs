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
