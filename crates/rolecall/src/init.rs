//! `rolecall init`: a first `rolecall.toml`, drafted from the documents of a folder.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::cli::Input;
use crate::documents::Documents;
use crate::output::{Outcome, complain, finish, shown};

/// Runs the command.
pub fn run(path: Option<&Path>) -> ExitCode {
    let folder = path.unwrap_or(Path::new("."));
    let file = folder.join(project::CONFIG_NAME);
    let name = shown(file.strip_prefix(".").unwrap_or(&file));
    if !folder.is_dir() {
        complain(&format!(
            "{} is no folder: name the one that holds the documents.",
            shown(folder)
        ));
        return Outcome::Failed.into();
    }
    // No file above counts: the one to be drafted is to say it all.
    let input = Input { paths: vec![folder.to_owned()], no_config: true, ..Input::default() };
    let mut documents = Documents::find(&input, |_| {});
    let indexes = documents.indexes();
    let Some(text) = indexes.first().and_then(workspace::draft) else {
        complain(
            "There is no role in these documents yet: neither declared, nor named by a story.",
        );
        return Outcome::Failed.into();
    };
    // Somebody may have made it a moment ago; it is theirs.
    let created = OpenOptions::new().write(true).create_new(true).open(&file);
    match created.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => {
            let count = text.matches("[[role]]").count();
            let roles = if count == 1 { "role" } else { "roles" };
            let said = format!("Drafted {name} with {count} {roles}. Read it before you use it.\n");
            finish(&said, if documents.failed { Outcome::Failed } else { Outcome::Clean })
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            complain(&format!("{name} is there already, and is left as it is."));
            Outcome::Failed.into()
        }
        Err(error) => {
            complain(&format!("{name} cannot be written: {error}."));
            Outcome::Failed.into()
        }
    }
}
