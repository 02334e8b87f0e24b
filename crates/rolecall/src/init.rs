//! `rolecall init`: a first `rolecall.toml`, drafted from the documents of a folder.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use review::counted;
use workspace::Draft;
use workspace::known::Declared;

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
            "{} is not a folder. Name the folder that contains the documents.",
            shown(folder)
        ));
        return Outcome::Failed.into();
    }
    if file.symlink_metadata().is_ok() {
        return is_there(&name);
    }
    let input = Input { paths: vec![folder.to_owned()], no_config: true, ..Input::default() };
    let mut documents = Documents::find(&input, |_| {});
    // What a file above leaves out stays out, and its generic words stay generic: the drafted file, which counts in its
    // place, says both.
    let above = std::path::absolute(&file).ok().and_then(|file| project::find_config(&file));
    let above = above.and_then(|above| project::load(&above).config).unwrap_or_default();
    let left_out = documents.leave_out(|path| above.covers(path));
    // Pages of personas count without it as well.
    let personas = project::load(&file).config.map(|config| Declared::of(&config.settings));
    let declared = Declared { generic: above.settings.generic, ..personas.unwrap_or_default() };
    let kept: Vec<&Path> = documents.paths().collect();
    let exclude = patterns(folder, &left_out, &kept);
    let index = documents.indexes().into_iter().next().unwrap_or_default();
    let index = index.declaring(Arc::new(declared));
    let load = |text: &str| {
        project::load_with(&file, &|path| match path == file {
            true => Ok(text.to_owned()),
            false => project::read_config(path),
        })
    };
    let Some(Draft { text, roles, proposed }) = workspace::draft(&index, &exclude, &load) else {
        complain("No roles found: the documents don't declare any, and no story names one.");
        return Outcome::Failed.into();
    };
    // Somebody may have made it a moment ago; it is theirs.
    let created = OpenOptions::new().write(true).create_new(true).open(&file);
    match created.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => {
            let count = |count| counted(count, "role", "roles");
            let drafted = match (roles, proposed) {
                (roles, 0) => count(roles),
                (0, proposed) => format!("{} to confirm", count(proposed)),
                (roles, proposed) => format!("{}, and {proposed} to confirm", count(roles)),
            };
            let check = match folder == Path::new(".") {
                true => "rolecall check".to_owned(),
                false => format!("rolecall check {}", shown(folder)),
            };
            let said = format!(
                "Drafted {name} with {drafted}.\n\
                 Review the roles, and accept or delete the proposals in comments.\n\
                 Then run `{check}`, and commit the file with your documents.\n"
            );
            finish(&said, if documents.failed { Outcome::Failed } else { Outcome::Clean })
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => is_there(&name),
        Err(error) => {
            complain(&format!("Cannot write {name}: {error}."));
            Outcome::Failed.into()
        }
    }
}

/// Returns the patterns, from `folder` on, that mean some documents in it and none of those that are kept: a pattern for each
/// folder that has none of these, as far up as it goes, and for each other document.
fn patterns(folder: &Path, left_out: &[PathBuf], kept: &[&Path]) -> Vec<String> {
    let is_free = |place: &&Path| *place != folder && !kept.iter().any(|it| it.starts_with(place));
    let widest = |path: &PathBuf| {
        let place = path.ancestors().take_while(is_free).last().unwrap_or(path);
        project::pattern_of(&project::clean(folder), place)
    };
    let all: BTreeSet<String> = left_out.iter().map(widest).collect();
    all.into_iter().collect()
}

fn is_there(name: &str) -> ExitCode {
    complain(&format!("{name} already exists and was not changed."));
    Outcome::Failed.into()
}
