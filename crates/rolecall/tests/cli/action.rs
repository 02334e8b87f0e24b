//! What `action.yml` and `.pre-commit-hooks.yaml` have run is run, as GitHub and pre-commit do.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use saphyr::{LoadableYamlNode, YamlOwned};

use crate::folder::{Folder, Run};

const STORY: &str = "# Shop\n\nAs a user, I want to pay so that I can leave.\n";
const TOML: &str = "[[role]]\nname = 'shopper'\naliases = ['user']\n";
const TOLD: &str =
    "::warning file=docs/a.md,line=3,endLine=3,col=6,endColumn=10,title=generic-story-role::";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn yaml(name: &str) -> YamlOwned {
    let text = fs::read_to_string(root().join(name)).unwrap();
    YamlOwned::load_from_str(&text).unwrap().remove(0)
}

fn text<'a>(node: &'a YamlOwned, key: &str) -> &'a str {
    let found = node.as_mapping_get(key).and_then(YamlOwned::as_str);
    found.unwrap_or_else(|| panic!("no {key}: {node:?}"))
}

/// What is between the folders of the system and the action: where programs are found.
struct Runner {
    folder: Folder,
    path: String,
}

impl Runner {
    /// A runner where the built binary is on the path, or is not.
    fn new(has_rolecall: bool) -> Self {
        let folder = Folder::new(&[
            ("work/docs/a.md", STORY),
            ("work/more docs/b.md", STORY),
            ("temp/.keep", ""),
            ("bin/.keep", ""),
        ]);
        let runner = Self { path: format!("{}:/usr/bin:/bin", folder.path("bin")), folder };
        // What `cargo install` would do in some minutes, and with which words it was asked.
        let built = env!("CARGO_BIN_EXE_rolecall");
        let install = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\nmkdir -p \"$5/bin\" && ln -s '{built}' \"$5/bin/rolecall\"\n",
            runner.folder.path("cargo.txt")
        );
        runner.folder.write("bin/cargo", install.as_bytes());
        let cargo = runner.folder.path("bin/cargo");
        fs::set_permissions(cargo, fs::Permissions::from_mode(0o755)).unwrap();
        if has_rolecall {
            std::os::unix::fs::symlink(built, runner.folder.path("bin/rolecall")).unwrap();
        }
        runner
    }

    /// Runs the action with these inputs, as a step of a workflow.
    fn run(&self, inputs: &[(&str, &str)]) -> Run {
        let action = yaml("action.yml");
        let declared = action.as_mapping_get("inputs").unwrap();
        for (name, _) in inputs {
            assert!(declared.as_mapping_get(name).is_some(), "there is no input {name}");
        }
        let value = |name: &str| -> String {
            let given = inputs.iter().find(|(given, _)| *given == name);
            let default = || text(declared.as_mapping_get(name).unwrap(), "default");
            given.map_or_else(default, |(_, value)| *value).to_owned()
        };
        let runs = action.as_mapping_get("runs").unwrap();
        assert_eq!(text(runs, "using"), "composite");
        let mut path = self.path.clone();
        let mut all = Run { code: 0, out: String::new(), err: String::new() };
        for step in runs.as_mapping_get("steps").unwrap().as_sequence().unwrap() {
            assert_eq!(text(step, "shell"), "bash");
            let script = text(step, "run");
            assert!(!script.contains("${{"), "an input in a script is code: {script}");
            self.folder.write("step.sh", script.as_bytes());
            self.folder.write("added", b"");
            let mut bash = Command::new("bash");
            bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
                .arg(self.folder.path("step.sh"))
                .current_dir(self.folder.path("work"))
                .env_clear()
                .env("PATH", &path)
                .env("RUNNER_TEMP", self.folder.path("temp"))
                .env("GITHUB_PATH", self.folder.path("added"))
                .env("GITHUB_ACTION_PATH", root());
            let variables = step.as_mapping_get("env").and_then(YamlOwned::as_mapping);
            for (name, given) in variables.into_iter().flatten() {
                let given = given.as_str().unwrap();
                let input = given.strip_prefix("${{ inputs.").and_then(|it| it.strip_suffix(" }}"));
                bash.env(name.as_str().unwrap(), input.map_or(given.to_owned(), value));
            }
            let run = Run::from(bash.output().unwrap());
            all = Run { code: run.code, out: all.out + &run.out, err: all.err + &run.err };
            if all.code != 0 {
                break;
            }
            for added in self.folder.read("added").lines() {
                path = format!("{added}:{path}");
            }
        }
        all
    }
}

#[test]
fn the_action_annotates_what_it_finds() {
    let runner = Runner::new(true);
    let run = runner.run(&[("paths", "docs")]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert_eq!(run.out.matches("::warning ").count(), 1, "{}", run.out);
    assert!(run.out.contains(TOLD), "{}", run.out);
    assert!(!Path::new(&runner.folder.path("cargo.txt")).exists(), "what is there is taken");
    // All that is there, where nobody says what.
    let run = runner.run(&[]);
    assert_eq!((run.code, run.out.matches("::warning ").count()), (1, 2), "{}", run.out);
}

#[test]
fn the_action_ends_as_it_is_told() {
    let runner = Runner::new(true);
    for (inputs, code) in [
        (&[("paths", "docs"), ("fail-on", "error")] as &[(&str, &str)], 0),
        (&[("fail-on", "never")], 0),
        (&[("fail-on", "hint")], 1),
        (&[("fail-on", "sometimes")], 2),
        (&[("fail-on", "never --no-config")], 2),
        (&[("paths", "nowhere")], 2),
        (&[("arguments", "--ignore generic-story-role --ignore  generic-role")], 0),
        (&[("arguments", "--select\ngeneric-role\n")], 0),
    ] {
        let run = runner.run(inputs);
        assert_eq!(run.code, code, "{inputs:?}: {}{}", run.out, run.err);
    }
}

#[test]
fn each_line_and_word_of_paths_is_one() {
    let runner = Runner::new(true);
    runner.folder.write("work/specs/c.md", STORY.as_bytes());
    for paths in ["docs specs", "docs\nspecs\n", "  docs\t specs  ", "\n\ndocs specs"] {
        let run = runner.run(&[("paths", paths)]);
        assert_eq!((run.code, run.out.matches("::warning ").count()), (1, 2), "{paths:?}");
    }
    for nothing in ["", "\n"] {
        let run = runner.run(&[("paths", nothing), ("arguments", nothing)]);
        assert_eq!((run.code, run.out.matches("::warning ").count()), (1, 3), "{nothing:?}");
    }
}

/// Who writes the title of a branch or a file in a workflow runs nothing by it.
#[test]
fn what_an_input_says_is_no_command() {
    let runner = Runner::new(true);
    let hostile =
        ["$(touch x)", "`touch x`", "; touch x", "--; touch x", "| touch x", "*; touch x"];
    for text in hostile.into_iter().chain(["\"; touch x; \"", "docs\ntouch x", "--fix", "-h"]) {
        let run = runner.run(&[("paths", text)]);
        assert_eq!(run.code, 2, "{text}: {}{}", run.out, run.err);
        let run = runner.run(&[("fail-on", text)]);
        assert_eq!(run.code, 2, "{text}: {}{}", run.out, run.err);
        runner.run(&[("arguments", text), ("paths", "more")]);
        assert!(!Path::new(&runner.folder.path("work/x")).exists(), "{text}");
        assert_eq!(runner.folder.read("work/docs/a.md"), STORY);
    }
}

#[test]
fn the_action_builds_rolecall_where_it_is_missing() {
    let runner = Runner::new(false);
    let run = runner.run(&[("paths", "docs")]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains(TOLD), "{}", run.out);
    let asked = runner.folder.read("cargo.txt");
    let install = ["install", "--quiet", "--locked", "--root"].map(str::to_owned);
    let place = root().join("crates/rolecall").display().to_string();
    let place = ["--path".to_owned(), place];
    let temp = [runner.folder.path("temp/rolecall")];
    let expected = [&install[..], &temp, &place].concat();
    assert_eq!(asked.lines().collect::<Vec<_>>(), expected);
    assert!(root().join("crates/rolecall/Cargo.toml").is_file());
}

/// A hook's words on these files, with its own arguments or with these in place of them, as pre-commit puts
/// them together.
fn hook(id: &str, folder: &Folder, arguments: Option<&[&str]>, files: &[&str]) -> Run {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let mut hooks = hooks.as_sequence().unwrap().iter();
    let hook = hooks.find(|hook| text(hook, "id") == id).unwrap();
    assert_eq!(text(hook, "language"), "system");
    let mut words = text(hook, "entry").split(' ');
    assert_eq!(words.next(), Some("rolecall"));
    let own = hook.as_mapping_get("args").unwrap().as_sequence().unwrap();
    let own: Vec<&str> = own.iter().map(|word| word.as_str().unwrap()).collect();
    let arguments = words.chain(arguments.unwrap_or(&own).iter().chain(files).copied());
    folder.run(&arguments.collect::<Vec<_>>())
}

#[test]
fn the_hooks_look_at_what_is_committed() {
    // What could be mended, and is not.
    let toml = "[rules]\nrole-alias = 'warning'\n".to_owned() + TOML;
    let texts = [("a.md", STORY), ("b.md", STORY), ("c d.md", STORY)];
    let folder = Folder::new(&[&texts[..], &[("rolecall.toml", &toml)]].concat());
    let run = hook("rolecall", &folder, None, &["a.md", "c d.md"]);
    let told: Vec<&str> = run.out.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!((run.code, told.as_slice()), (1, &["a.md:3:6", "c d.md:3:6"][..]), "{}", run.out);
    assert_eq!(hook("rolecall", &folder, Some(&ARGS), &["a.md"]).code, 0);
    assert_eq!(folder.read("a.md"), STORY);
}

#[test]
fn the_mending_hook_mends_what_is_safe() {
    let folder = Folder::new(&[("rolecall.toml", TOML), ("a.md", STORY), ("b.md", STORY)]);
    let run = hook("rolecall-fix", &folder, None, &["a.md"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(folder.read("a.md"), STORY.replace("user", "shopper"));
    assert_eq!(folder.read("b.md"), STORY, "what is not committed stays");
}

/// The arguments that docs/ci.md suggests.
const ARGS: [&str; 3] = ["--fail-on", "error", "--"];

#[test]
fn the_page_suggests_arguments_that_end_before_the_files() {
    let page = fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let suggested: Vec<&str> =
        page.split("args: [").skip(1).filter_map(|rest| rest.split(']').next()).collect();
    assert_eq!(suggested, [ARGS.join(", ")]);
}

/// Whoever names a file adds no option by it.
#[test]
fn a_file_with_the_name_of_an_option_is_a_file() {
    let files = ["--fix", "--output-file=x.md", "-h", "--no-config"];
    let texts: Vec<(&str, &str)> = files.iter().map(|name| (*name, STORY)).collect();
    for id in ["rolecall", "rolecall-fix"] {
        let folder = Folder::new(&texts);
        for arguments in [None, Some(&ARGS[..])] {
            let run = hook(id, &folder, arguments, &files);
            assert_eq!(
                run.out.matches("[generic-story-role]").count(),
                files.len(),
                "{id}: {}{}",
                run.out,
                run.err
            );
        }
        assert!(!Path::new(&folder.path("x.md")).exists());
    }
}
