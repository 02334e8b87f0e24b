//! What the command line says of itself, for shells and for `man`.

use crate::folder::Folder;

/// The commands, as the help lists them.
fn commands(folder: &Folder) -> Vec<String> {
    let help = folder.run(&["--help"]).out;
    let (_, list) = help.split_once("\nCommands:\n").unwrap();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn each_shell_has_completions() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = folder.run(&["completions", shell]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        let words = ["unsafe-fixes", "concise"].map(str::to_owned);
        for word in commands(&folder).into_iter().chain(words) {
            assert!(run.out.contains(&word), "{shell} does not know {word}");
        }
    }
    assert_eq!(folder.run(&["completions", "tcsh"]).code, 2);
}

/// As when somebody presses the tabulator.
#[test]
#[cfg(unix)]
fn bash_completes_commands_and_options() {
    let folder = Folder::new(&[]);
    for (line, wanted) in [
        ("rolecall che", "check"),
        ("rolecall check --unsafe", "--unsafe-fixes"),
        ("rolecall check --format conc", "concise"),
    ] {
        let words: Vec<_> = line.split(' ').collect();
        let (last, before) = (words.len() - 1, words[words.len() - 2]);
        let typed = words[last];
        let script = format!(
            "source <(rolecall completions bash); COMP_WORDS=({line}); COMP_CWORD={last}; \
             _rolecall rolecall {typed} {before}; echo \"${{COMPREPLY[*]}}\""
        );
        let run = folder.shell(&format!("bash -c '{script}'"));
        assert_eq!(run.out.trim(), wanted, "{line}: {}", run.err);
    }
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = Folder::new(&[]);
    let whole = folder.run(&["man"]);
    assert!(whole.out.contains(".TH rolecall 1 "), "{}", whole.out);
    // What a release packs is what is listed.
    let list = folder.run(&["man", "--list"]);
    let listed: Vec<&str> = list.out.lines().collect();
    assert_eq!((list.code, &listed), (0, &commands(&folder).iter().map(String::as_str).collect()));
    assert!(listed.contains(&"check") && listed.contains(&"report"), "{listed:?}");
    for command in listed {
        assert!(whole.out.contains(&format!("rolecall\\-{command}(1)")), "{command}");
        let page = folder.run(&["man", command]);
        assert!(page.out.contains(&format!(".TH rolecall-{command} 1 ")), "{}", page.out);
        assert_eq!((page.code, page.err.as_str()), (0, ""), "{command}");
    }
    let near = folder.run(&["man", "chek"]);
    assert_eq!(near.all(), (2, "", "Unknown command `chek`; did you mean `check`?\n"));
    assert!(
        folder
            .run(&["man", "tea"])
            .err
            .starts_with("Unknown command `tea`. The commands are: server, check,")
    );
}
