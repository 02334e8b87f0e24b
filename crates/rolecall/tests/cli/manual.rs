//! What the command line says of itself, for shells and for `man`.

use crate::folder::Folder;

const COMMANDS: [&str; 9] =
    ["server", "check", "stories", "roles", "init", "config", "explain", "completions", "man"];

#[test]
fn each_shell_has_completions() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = folder.run(&["completions", shell]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        for word in COMMANDS.into_iter().chain(["unsafe-fixes", "concise"]) {
            assert!(run.out.contains(word), "{shell} does not know {word}");
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
    for command in COMMANDS {
        assert!(whole.out.contains(&format!("rolecall\\-{command}(1)")), "{command}");
        let page = folder.run(&["man", command]);
        assert!(page.out.contains(&format!(".TH rolecall-{command} 1 ")), "{}", page.out);
        assert_eq!((page.code, page.err.as_str()), (0, ""), "{command}");
    }
    let near = folder.run(&["man", "chek"]);
    assert_eq!(near.all(), (2, "", "There is no command `chek`; did you mean `check`?\n"));
    assert!(
        folder
            .run(&["man", "tea"])
            .err
            .starts_with("There is no command `tea`. There are server, check,")
    );
}
