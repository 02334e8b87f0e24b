//! `check --since`: only what has changed is told of, by what git knows.

use crate::folder::{Folder, Run};
use crate::repository::Repository;

const TEXT: &str = "# Tea\n\nThe user waits\nand rests\nin peace.\n\nThe customer pays.\n\n\
    - **As a** user,\n- **I want** tea,\n- **so that** I wake.\n\nA client sleeps.\n";

/// What is said of a document whose old text git does not have.
const UNKNOWN: &str = "docs/a.md: warning: git doesn't have the old text of this document, so all of it counts as new. Fetch the full history.\n";

fn repository() -> Repository {
    let repository = Repository::new(&[("docs/a.md", TEXT)]);
    repository.commit();
    repository
}

/// The lines that are told of, as `path:line`.
fn told(run: &Run) -> Vec<String> {
    assert_eq!(run.err, "");
    let place = |line: &str| line.split(':').take(2).collect::<Vec<_>>().join(":");
    run.out.lines().map(place).collect()
}

fn since(folder: &Folder, args: &[&str]) -> Run {
    let select = "generic-role,generic-story-role";
    let options = ["check", "--all", "--quiet", "--verbose", "--select", select, "--since"];
    folder.run(&[&options[..], args].concat())
}

#[test]
fn only_what_has_changed_is_told_of() {
    let folder = repository();
    assert_eq!(
        told(&folder.run(&[
            "check",
            "--all",
            "--quiet",
            "--select",
            "generic-role,generic-story-role"
        ]))
        .len(),
        4
    );
    assert_eq!(since(&folder, &["HEAD"]).all(), (0, "", ""));
    for (old, new, lines) in [
        // Lines that only move.
        ("# Tea\n", "# Tea\n\nGreen tea.\n", &[] as &[usize]),
        // A paragraph counts whole, also where a line of it is gone.
        ("in peace", "in bed", &[3]),
        ("and rests\n", "", &[3]),
        ("in peace.\n", "", &[3]),
        ("waits\nand", "waits and", &[3]),
        // So does a story.
        ("I wake", "I rise", &[9]),
        ("- **I want** tea,\n", "- **I want** tea, green,\n", &[9]),
        // What goes beside it is not part of it.
        ("The customer pays.\n\n", "", &[]),
        ("\n\nA client", "\n\n\n\nA client", &[]),
    ] {
        let text = TEXT.replace(old, new);
        assert_ne!(text, TEXT);
        folder.write("docs/a.md", text.as_bytes());
        let lines: Vec<String> = lines.iter().map(|line| format!("docs/a.md:{line}")).collect();
        assert_eq!(told(&since(&folder, &["HEAD"])), lines, "{old:?} to {new:?}");
    }
    // How lines end is a setting of git.
    folder.write("docs/a.md", TEXT.replace('\n', "\r\n").as_bytes());
    assert_eq!(since(&folder, &["HEAD"]).all(), (0, "", ""));
}

/// A line that is gone from the edge of a paragraph was part of it; a blank line was not.
#[test]
fn what_is_gone_beside_a_paragraph_was_part_of_it_or_not() {
    let folder = repository();
    for (old, new, count) in [
        ("Early\nthe user waits.\n", "the user waits.\n", 1),
        ("Early\n\nthe user waits.\n", "Early\nthe user waits.\n", 1),
        ("## Early\n\nthe user waits.\n", "## Early\nthe user waits.\n", 0),
        ("The user waits\nlong.\n\n## Tea\n", "The user waits\n\n## Tea\n", 1),
        ("The user waits.\n\n## Tea\n", "The user waits.\n## Tea\n", 0),
    ] {
        folder.write("docs/a.md", old.as_bytes());
        folder.commit();
        folder.write("docs/a.md", new.as_bytes());
        assert_eq!(told(&since(&folder, &["HEAD"])).len(), count, "{old:?} to {new:?}");
    }
}

#[test]
fn what_is_new_counts_and_what_was_renamed_is_known() {
    let folder = repository();
    folder.write("docs/new.md", b"A user waits.\n");
    folder.write("ignored.md", b"A user waits.\n");
    folder.write(".gitignore", b"ignored.md\n");
    assert_eq!(told(&since(&folder, &["HEAD"])), ["docs/new.md:1"]);
    folder.git(&["mv", "docs/a.md", "b ü.md"]);
    folder.write("b ü.md", TEXT.replace("customer pays", "customer waits").as_bytes());
    assert_eq!(told(&since(&folder, &["HEAD"])), ["b ü.md:7", "docs/new.md:1"]);
    folder.commit();
    assert_eq!(told(&since(&folder, &["HEAD"])), [] as [&str; 0]);
    assert_eq!(told(&since(&folder, &["HEAD~1"])), ["b ü.md:7", "docs/new.md:1"]);
    // From wherever it is asked, and for whatever is named.
    let args =
        ["check", "--all", "--quiet", "--since", "HEAD~1", "--select", "generic-role", "../docs"];
    folder.write("sub/x.txt", b"");
    let output = folder.command(&args).current_dir(folder.path("sub")).output().unwrap();
    assert_eq!(told(&output.into()), ["../docs/new.md:1"]);
}

#[test]
fn what_another_branch_did_is_not_ours() {
    let folder = repository();
    folder.git(&["checkout", "-q", "-b", "ours"]);
    folder.write("docs/b.md", b"A user waits.\n");
    folder.commit();
    folder.git(&["checkout", "-q", "main"]);
    folder.write("docs/a.md", TEXT.replace("client sleeps", "nurse sleeps").as_bytes());
    folder.commit();
    folder.git(&["checkout", "-q", "ours"]);
    assert_eq!(told(&since(&folder, &["main"])), ["docs/a.md:13", "docs/b.md:1"]);
    for revision in ["main...", "main...ours"] {
        assert_eq!(told(&since(&folder, &[revision])), ["docs/b.md:1"]);
    }
}

#[test]
fn a_baseline_holds_back_what_has_changed_too() {
    let folder = repository();
    folder.write("docs/a.md", TEXT.replace("pays", "waits").as_bytes());
    folder.run(&["check", "--all", "--baseline", "old.json", "--write-baseline"]);
    folder.write("docs/b.md", b"A user waits.\n");
    let run = since(&folder, &["HEAD", "--baseline", "old.json"]);
    assert_eq!(told(&run), ["docs/b.md:1"]);
}

#[test]
fn what_git_cannot_say_is_told() {
    let folder = repository();
    let none = "No revision `nowhere` in this repository; check the name, or fetch it.";
    for revision in ["nowhere", "nowhere...", "HEAD...nowhere"] {
        let run = since(&folder, &[revision]);
        assert_eq!(run.all(), (2, "", format!(".: error: {none}\n").as_str()), "{revision}");
    }
    for revision in ["--output=x", "-h", ""] {
        let said = none.replace("nowhere", revision);
        let run = since(&folder, &[revision]);
        assert_eq!(run.all(), (2, "", format!(".: error: {said}\n").as_str()), "{revision}");
    }
    folder.git(&["checkout", "-q", "--orphan", "alone"]);
    folder.write("x.txt", b"");
    folder.commit();
    let run = since(&folder, &["main..."]);
    let said = ".: error: `main` and `HEAD` have no common revision in this repository; check the name, or fetch it.\n";
    assert_eq!(run.all(), (2, "", said));
    let outside = Folder::new(&[("a.md", TEXT)]);
    let said = "a.md: error: This file is not in a git repository, so `--since` cannot tell what has changed.\n";
    assert_eq!(since(&outside, &["HEAD"]).all(), (2, "", said));
    let output = folder
        .command(&["check", "--all", "--quiet", "--since", "HEAD"])
        .env("PATH", "")
        .output()
        .unwrap();
    let said = ".: error: `git` not found. Install it, or add it to the PATH.\n";
    assert_eq!(Run::from(output).all(), (2, "", said));
    for option in ["--fix", "--diff"] {
        assert_eq!(since(&folder, &["HEAD", option]).code, 2);
    }
}

/// Whatever a repository configures to be run is not; nor is a text fetched that a partial clone left out.
#[cfg(unix)]
#[test]
fn nothing_that_a_repository_configures_is_run() {
    let folder = repository();
    folder.set_traps();
    folder.write("docs/a.md", TEXT.replace("pays", "waits").as_bytes());
    for revision in ["HEAD", "main..."] {
        assert_eq!(told(&since(&folder, &[revision])), ["docs/a.md:7"]);
    }
    let id = folder.git(&["rev-parse", "--verify", "HEAD:docs/a.md"]);
    let (first, rest) = id.trim().split_at(2);
    std::fs::remove_file(folder.path(&format!(".git/objects/{first}/{rest}"))).unwrap();
    let run = since(&folder, &["HEAD"]);
    assert_eq!((run.code, run.err.as_str()), (1, UNKNOWN));
    assert!(!folder.is_sprung());
}

/// Gits before 2.45 fetch what is missing whatever they are told of that; what they may not use is a transport.
#[cfg(unix)]
#[test]
fn an_old_git_fetches_nothing_either() {
    use std::os::unix::fs::PermissionsExt;
    let folder = repository();
    folder.set_traps();
    let id = folder.git(&["rev-parse", "--verify", "HEAD:docs/a.md"]);
    let (first, rest) = id.trim().split_at(2);
    std::fs::remove_file(folder.path(&format!(".git/objects/{first}/{rest}"))).unwrap();
    // One that does not know the newer variables.
    let old = "#!/bin/sh\nunset GIT_NO_LAZY_FETCH GIT_PROTOCOL_FROM_USER\nPATH=$REAL_PATH exec git \"$@\"\n";
    let programs = Folder::new(&[("git", old)]);
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(programs.path("git"), mode).unwrap();
    let path = std::env::var("PATH").unwrap();
    let run = |more: &[(&str, &str)]| -> Run {
        let mut command = folder.command(&["check", "--all", "--quiet", "--since", "HEAD"]);
        command.env("PATH", format!("{}:{path}", programs.path("."))).env("REAL_PATH", &path);
        command.envs(more.iter().copied()).output().unwrap().into()
    };
    let trap = folder.path("trap.sh");
    for more in [
        &[] as &[(&str, &str)],
        &[("GIT_ALLOW_PROTOCOL", "ext:file:ssh"), ("GIT_SSH_COMMAND", trap.as_str())],
        &[("GIT_DIR", "/nowhere"), ("GIT_EXTERNAL_DIFF", trap.as_str())],
    ] {
        assert_eq!((run(more).code, run(more).err.as_str()), (1, UNKNOWN));
        assert!(!folder.is_sprung(), "{more:?}");
    }
}

/// A program of the repository is not run though the user's PATH names its folder as the current one.
#[cfg(unix)]
#[test]
fn git_is_not_taken_from_the_repository() {
    let folder = repository();
    folder.set_traps();
    std::fs::rename(folder.path("trap.sh"), folder.path("git")).unwrap();
    let path = format!(".::{}", std::env::var("PATH").unwrap());
    let run: Run = folder
        .command(&["check", "--all", "--quiet", "--since", "HEAD"])
        .env("PATH", path)
        .output()
        .unwrap()
        .into();
    assert_eq!(run.all(), (0, "", ""));
    assert!(!folder.is_sprung());
}

/// What git does not have, as after `git clone --filter`, costs the document that it is of and no other.
#[test]
fn what_git_does_not_have_counts_as_new() {
    let folder = Repository::new(&[
        ("docs/a.md", TEXT),
        ("docs/b.md", TEXT),
        ("other/c.md", TEXT),
        ("other/deep/d.md", TEXT),
        ("top.md", TEXT),
    ]);
    folder.commit();
    let lose = |what: &str| {
        let id = folder.git(&["rev-parse", "--verify", what]);
        let (first, rest) = id.trim().split_at(2);
        std::fs::remove_file(folder.path(&format!(".git/objects/{first}/{rest}"))).unwrap();
    };
    folder.write("docs/b.md", TEXT.replace("pays", "waits").as_bytes());
    folder.write("other/c.md", TEXT.replace("pays", "waits for it").as_bytes());
    let places = |run: &Run| -> Vec<String> {
        let place = |line: &str| line.split(':').take(2).collect::<Vec<_>>().join(":");
        run.out.lines().map(place).collect()
    };
    lose("HEAD:other/deep");
    let run = since(&folder, &["HEAD"]);
    let mut found = places(&run);
    found.sort();
    let expected = ["docs/b.md:7", "other/c.md:7"].into_iter().map(str::to_owned);
    let new = [13, 3, 7, 9].map(|line| format!("other/deep/d.md:{line}"));
    assert_eq!(found, expected.chain(new).collect::<Vec<_>>(), "{}", run.out);
    let said = UNKNOWN.replace("docs/a.md", "other/deep/d.md");
    assert_eq!((run.code, run.err), (1, said));
    // All of them have the same text.
    lose("HEAD:top.md");
    let run = since(&folder, &["HEAD"]);
    assert_eq!(places(&run).len(), 4 * 5, "{}", run.out);
    let said = "docs/a.md: warning: git doesn't have the old text of this document and 4 more, so all of them count as new. Fetch the full history.\n";
    assert_eq!((run.code, run.err.as_str()), (1, said));
}

/// A text that was longer than a document may be is not read: the one that is there now counts whole.
#[test]
fn a_text_that_was_too_long_is_not_read() {
    let folder = Repository::new(&[("docs/a.md", &"\n".repeat(65 << 20)), ("docs/b.md", TEXT)]);
    folder.commit();
    folder.write("docs/a.md", TEXT.as_bytes());
    folder.write("docs/c.md", TEXT.as_bytes());
    std::fs::remove_file(folder.path("docs/b.md")).unwrap();
    assert_eq!(told(&since(&folder, &["HEAD"])).len(), 4, "b.md is c.md now, and a.md is new");
    assert_eq!(told(&since(&folder, &["HEAD", "docs/a.md"])).len(), 4);
}

/// A few small objects that mean a hundred million files are not listed to the end.
#[test]
fn a_tree_of_endless_files_is_told() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let folder = repository();
    let make = |entries: String| -> String {
        let mut git = Command::new("git");
        git.args(["-C", &folder.path("."), "mktree"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut git = git.spawn().unwrap();
        git.stdin.take().unwrap().write_all(entries.as_bytes()).unwrap();
        String::from_utf8(git.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
    };
    let blob = folder.git(&["rev-parse", "HEAD:docs/a.md"]);
    let mut tree =
        make((0..100).map(|at| format!("100644 blob {}\t{at}.md\n", blob.trim())).collect());
    for _ in 0..3 {
        tree = make((0..100).map(|at| format!("040000 tree {tree}\t{at}\n")).collect());
    }
    let commit = folder.git(&["commit-tree", "-m", "many", &tree]);
    let run = since(&folder, &[commit.trim()]);
    let said = format!(
        ".: error: {} has more than 2000000 files, which is too many to read.\n",
        commit.trim()
    );
    assert_eq!(run.all(), (2, "", said.as_str()));
}
