//! What a folder has decided: its `rolecall.toml`, its persona files, and which documents belong.
//!
//! Nothing here fails as a whole. What cannot be read or used is a [`Problem`], with the file, the
//! line and what to do about it; the rest counts. A [`Config`] is a value: whoever needs it again
//! keeps it, by [`Config::root`], and calls [`load`] anew when a file it came from has changed.

mod change;
mod config;
mod discover;
mod front_matter;
mod gather;
mod json;
mod lines;
mod names;
mod nearest;
mod overrides;
mod paths;
mod patterns;
mod persona;
mod problem;
mod read;
mod role;
mod schema;
mod shown;
mod table;
mod toml;
mod yaml;

pub use change::{edit, quoted};
pub use config::{Config, Coverage, FINDINGS, Loaded, is_setting, load, load_with};
pub use discover::{
    Found, Root, Scan, config_of, decides, documents, find_config, is_found, is_in_sight, root_of,
    scan,
};
pub use lines::{Lines, place_in};
pub use names::{Naming, PlacedName, names_in};
pub use nearest::nearest;
pub use overrides::{Override, Variants};
pub use paths::{CONFIG_NAME, clean, is_document, joined, name_in, real, repository_of};
pub use patterns::{Patterns, pattern_of};
pub use persona::{persona_files, persona_folders};
pub use problem::{CONFIGURATION, DUPLICATE_ROLE, DUPLICATE_ROLE_DOCS, Problem, Related};
pub use read::{DOCUMENT_BYTES, decode, leads_out, read_config, read_document, read_found};
pub use schema::{SCHEMA, editor_settings, schema};
pub use shown::{is_hidden, risks, shown, slashed, visible};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use review::Change;

    use crate::{Config, edit, persona};

    fn piece() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "\n",
            "\r\n",
            "\r",
            " ",
            "  ",
            "\t",
            "---\n",
            "+++\n",
            "...\n",
            "[[role]]\n",
            "[role]\n",
            "[rules]\n",
            "[[term]]\n",
            "[product]\n",
            "name",
            "aliases",
            "share",
            "number",
            "kind",
            "avoid",
            "include",
            "generic",
            "allow",
            "allow = [",
            "style",
            " = ",
            ": ",
            "- ",
            "\"x\"",
            "'x'",
            "\"",
            "'",
            "\"\"\"",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&a ",
            "*a",
            "!!str ",
            "? ",
            "| ",
            ">\n",
            "%YAML 1.2\n",
            "# Sue, clerk\n",
            "Persona 3 — ",
            " (",
            ")",
            "é😀",
            "\u{feff}",
            "\0",
            "\u{2028}",
            "0x1f",
            "1e999",
            "-1",
            "nan",
            "true",
            "1979-05-27",
            "**",
            "\\",
            "[a",
            "**/",
        ];
        prop_oneof![
            8 => proptest::sample::select(PIECES).prop_map(str::to_owned),
            1 => "[ -~]{0,20}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read(pieces in proptest::collection::vec(piece(), 0..40)) {
            let text = pieces.concat();
            for text in [text.clone(), format!("---\n{text}\n---\n# Sue\n"), format!("[[role]]\n{text}")] {
                let (config, problems) = Config::parse(&text, Path::new("/p/rolecall.toml"));
                prop_assert!(config.is_some() || problems.len() == 1);
                let (_, more) = persona::read(&text, Path::new("/p/personas/a.md"), "personas/a.md");
                let lines = text.split(['\n', '\r']).count();
                for problem in problems.iter().chain(&more) {
                    prop_assert!(text.get(problem.span.range()).is_some(), "{:?}", problem);
                    prop_assert!(problem.line.is_some_and(|line| line <= lines), "{:?}", problem);
                }
                let changed = |change: Change| {
                    let mut new = text.clone();
                    for edit in edit(&text, &change)?.iter().rev() {
                        new.replace_range(edit.span.range(), &edit.text);
                    }
                    Config::parse(&new, Path::new("/p/rolecall.toml")).0
                };
                if config.is_some()
                    && edit(&text, &Change::Allow("client".to_owned())).is_some()
                {
                    let config = changed(Change::Allow("client".to_owned()));
                    prop_assert!(
                        config.is_some_and(|config| config.settings.allow.iter().any(|word| word == "client")),
                        "{:?}", text
                    );
                }
                if config.is_some_and(|config| config.settings.roles.is_empty()) {
                    let config = changed(Change::Declare("shopper".to_owned()));
                    // A `role` that is no table stands in the way.
                    if let Some(config) = config {
                        prop_assert_eq!(config.settings.roles.len(), 1);
                    }
                }
            }
        }
    }
}
