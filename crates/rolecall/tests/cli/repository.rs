//! A git repository to run the binary in.

use std::ops::Deref;
use std::process::{Command, Stdio};

use crate::folder::Folder;

/// A folder that is a repository, with nothing of the settings of whoever runs the tests.
pub struct Repository(Folder);

impl Repository {
    /// A repository with these files, which are not committed.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let repository = Self(Folder::new(files));
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// What git prints.
    pub fn git(&self, args: &[&str]) -> String {
        let mut git = Command::new("git");
        git.args(["-C", &self.path("."), "-c", "user.name=A", "-c", "user.email=a@example.com"]);
        for name in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
            git.env(name, "2026-11-22T10:00:00+0000");
        }
        for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] {
            git.env(name, if cfg!(windows) { "NUL" } else { "/dev/null" });
        }
        let output = git.args(args).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits all that is there.
    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "change"]);
    }

    /// Has the repository name a program wherever it can name one. It must not be committed to afterwards.
    #[cfg(unix)]
    pub fn set_traps(&self) {
        const SETTINGS: [&str; 26] = [
            "alias.cat-file",
            "alias.ls-tree",
            "alias.rev-list",
            "alias.rev-parse",
            "core.alternateRefsCommand",
            "core.askPass",
            "core.editor",
            "core.fsmonitor",
            "core.gitProxy",
            "core.pager",
            "core.sshCommand",
            "credential.helper",
            "diff.external",
            "diff.trap.command",
            "diff.trap.textconv",
            "filter.trap.clean",
            "filter.trap.process",
            "filter.trap.smudge",
            "gpg.program",
            "merge.trap.driver",
            "pager.cat-file",
            "pager.ls-tree",
            "pager.rev-list",
            "pager.rev-parse",
            "uploadpack.packObjectsHook",
            "sequence.editor",
        ];
        const HOOKS: [&str; 5] = [
            "fsmonitor-watchman",
            "post-checkout",
            "post-index-change",
            "pre-commit",
            "reference-transaction",
        ];
        let trap = self.path("trap.sh");
        let script = format!("#!/bin/sh\ntouch '{}'\nexit 1\n", self.path("sprung"));
        self.write_program("trap.sh", &script);
        self.write(".gitattributes", b"*.md diff=trap filter=trap merge=trap\n");
        for setting in SETTINGS {
            let is_alias = setting.starts_with("alias.");
            let value = if is_alias { format!("!{trap}") } else { trap.clone() };
            self.git(&["config", setting, &value]);
        }
        for hook in HOOKS {
            self.write_program(&format!(".git/hooks/{hook}"), &script);
        }
        // A text that is not there would be fetched.
        self.git(&["config", "remote.origin.url", &format!("ext::{trap} x")]);
        self.git(&["config", "remote.origin.promisor", "true"]);
        self.git(&["config", "extensions.partialClone", "origin"]);
        self.git(&["config", "protocol.ext.allow", "always"]);
        // It is a trap: whoever looks at the working tree springs it.
        assert!(!self.is_sprung());
        let mut status = Command::new("git");
        status.args(["-C", &self.path("."), "status"]).stdin(Stdio::null());
        status.output().unwrap();
        assert!(std::fs::remove_file(self.path("sprung")).is_ok(), "the traps are not set");
    }

    /// Whether one of these programs was run.
    #[cfg(unix)]
    pub fn is_sprung(&self) -> bool {
        std::path::Path::new(&self.path("sprung")).exists()
    }

    #[cfg(unix)]
    fn write_program(&self, path: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        self.write(path, text.as_bytes());
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(self.path(path), mode).unwrap();
    }
}

impl Deref for Repository {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}
