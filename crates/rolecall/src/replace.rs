//! Replacing a file by a new text: all of it, or not at all.

use std::fs::File;
use std::fs::Metadata;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Replaces the file at `path`, whose text was `old`, by `new`. A link is followed within the
/// project, and stays one. What stands in the way otherwise; the file is then as it was.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), String> {
    if project::leads_out(path) {
        return Err("This is a link that leads out of the project, and what it leads to is left as it is: name that file itself.".to_owned());
    }
    let real = path.canonicalize().map_err(|error| cannot(&error))?;
    let metadata = writable(&real)?;
    let file = beside(&real, new, Some(&metadata))?;
    // Somebody may have saved it in the meantime.
    let now = std::fs::read(&real).map_err(|error| cannot(&error))?;
    if now == new.as_bytes() {
        // By another of its names, it is done.
        return Ok(());
    }
    if now != old.as_bytes() {
        return Err(
            "This has changed since it was reviewed, and is left as it is: run the command again."
                .to_owned(),
        );
    }
    file.persist(&real).map(drop).map_err(|error| cannot(&error.error))
}

/// Writes `text` to the file at `path`, whatever was there, or a new one. What stands in the way
/// otherwise; what was there is then as it was.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let (real, metadata) = match path.canonicalize() {
        Ok(real) => {
            let metadata = writable(&real)?;
            (real, Some(metadata))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => (project::clean(path), None),
        Err(error) => return Err(cannot(&error)),
    };
    let file = beside(&real, text, metadata.as_ref())?;
    file.persist(&real).map(drop).map_err(|error| cannot(&error.error))
}

/// What is known of the file at `real`, if it may be replaced.
fn writable(real: &Path) -> Result<Metadata, String> {
    let metadata = std::fs::metadata(real).map_err(|error| cannot(&error))?;
    if !metadata.is_file() {
        return Err("This is no regular file, and is left as it is.".to_owned());
    }
    // A new file in its place would be nobody's to refuse, but the one that is there may be.
    let opened = OpenOptions::new().write(true).open(real);
    match opened {
        Ok(_) if metadata.permissions().readonly() => Err(READ_ONLY.to_owned()),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(READ_ONLY.to_owned()),
        Err(error) => Err(cannot(&error)),
        Ok(_) => Ok(metadata),
    }
}

/// A file with `text` beside the one at `real`, to take its place. It is like `old`, or else like any
/// new file.
fn beside(real: &Path, text: &str, old: Option<&Metadata>) -> Result<NamedTempFile, String> {
    let folder = real.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rolecall-");
    #[cfg(unix)]
    if old.is_none() {
        use std::os::unix::fs::PermissionsExt;
        // Less what the user's mask takes away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = match builder.tempfile_in(folder) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            return Err("Its folder is read-only, and the file is left as it is: make the folder writable first.".to_owned());
        }
        Err(error) => return Err(cannot(&error)),
    };
    file.write_all(text.as_bytes())
        .and_then(|()| old.map_or(Ok(()), |old| become_like(file.as_file(), old)))
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| cannot(&error))?;
    Ok(file)
}

const READ_ONLY: &str = "This file is read-only, and is left as it is: make it writable first.";

fn cannot(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "There is no room to write this, and it is left as it was: make room first.".to_owned()
        }
        _ => format!("This cannot be written, and is left as it was: {error}."),
    }
}

/// Gives a new file the permissions of the old one, and its owner where that may be given.
fn become_like(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only root may do that; else the file is whose the command is.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    file.set_permissions(old.permissions())
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn a_file_that_was_saved_in_the_meantime_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "saved").unwrap();
        let told =
            "This has changed since it was reviewed, and is left as it is: run the command again.";
        assert_eq!(replace(&path, "old", "new"), Err(told.to_owned()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "saved");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(replace(&path, "saved", "new"), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(replace(&path, "saved", "new"), Ok(()), "by another name");
        std::fs::remove_file(&path).unwrap();
        assert!(replace(&path, "new", "newer").is_err());
        assert!(!path.exists());
    }
}
