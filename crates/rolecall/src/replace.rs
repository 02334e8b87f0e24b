//! Replacing a file by a new text: all of it, or not at all.

use std::fs::File;
use std::fs::Metadata;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::temporary::Temporary;

/// Replaces the file at `path`, whose text was `old`, by `new`. A link is followed within the
/// project, and stays one. What stands in the way otherwise; the file is then as it was.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), String> {
    replace_after(path, old, new, || {})
}

/// As [`replace`], with something that happens between the last look at the text and the last one at the file.
fn replace_after(
    path: &Path,
    old: &str,
    new: &str,
    meanwhile: impl FnOnce(),
) -> Result<(), String> {
    if project::leads_out(path) {
        return Err("This link leads out of the project; the file was not changed. Name the target file instead.".to_owned());
    }
    let real = path.canonicalize().map_err(|error| cannot(&error))?;
    let metadata = writable(&real)?;
    let file = beside(&real, new, Some(&metadata))?;
    // Somebody may have saved it in the meantime.
    let mut now = File::open(&real).map_err(|error| cannot(&error))?;
    let seen = now.metadata().map_err(|error| cannot(&error))?;
    let mut text = Vec::new();
    now.read_to_end(&mut text).map_err(|error| cannot(&error))?;
    if text == new.as_bytes() {
        // By another of its names, it is done.
        return Ok(());
    }
    meanwhile();
    // To read it took a while.
    let last = std::fs::symlink_metadata(&real).map_err(|error| cannot(&error))?;
    if text != old.as_bytes() || !is_same(&seen, &last) || !is_alike(&metadata, &last) {
        return Err(
            "The file changed during the review and was not overwritten. Run the command again."
                .to_owned(),
        );
    }
    file.persist(&real).map_err(|error| cannot(&error))
}

/// Whether a file is the same one as before, and nobody has written to it since.
fn is_same(before: &Metadata, now: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let of = |it: &Metadata| (it.dev(), it.ino(), it.ctime(), it.ctime_nsec());
        if of(before) != of(now) {
            return false;
        }
    }
    let time = |it: &Metadata| it.modified().ok();
    now.is_file() && before.len() == now.len() && time(before) == time(now)
}

/// Whether a file has the permissions and the owner that its replacement was given.
fn is_alike(before: &Metadata, now: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let of = |it: &Metadata| (it.mode(), it.uid(), it.gid());
        of(before) == of(now)
    }
    #[cfg(not(unix))]
    {
        before.permissions() == now.permissions()
    }
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
    file.persist(&real).map_err(|error| cannot(&error))
}

/// What is known of the file at `real`, if it may be replaced.
fn writable(real: &Path) -> Result<Metadata, String> {
    let metadata = std::fs::metadata(real).map_err(|error| cannot(&error))?;
    if !metadata.is_file() {
        return Err("This is not a regular file; it was not changed.".to_owned());
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
fn beside(real: &Path, text: &str, old: Option<&Metadata>) -> Result<Temporary, String> {
    let folder = real.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rolecall-");
    #[cfg(unix)]
    if old.is_none() {
        use std::os::unix::fs::PermissionsExt;
        // Less what the user's mask takes away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = match Temporary::new(folder, &builder) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            return Err("The folder is read-only; the file was not changed. Make the folder writable first.".to_owned());
        }
        Err(error) => return Err(cannot(&error)),
    };
    // Its access control list is no attribute there.
    #[cfg(target_os = "macos")]
    if old.is_some() {
        file.copy_from(real).map_err(|error| cannot(&error))?;
    }
    file.write_all(text.as_bytes()).map_err(|error| cannot(&error))?;
    if let Some(written) = file.file() {
        if let Some(old) = old {
            become_like(written, real, old)?;
        }
        written.sync_all().map_err(|error| cannot(&error))?;
    }
    Ok(file)
}

const READ_ONLY: &str = "The file is read-only and was not changed. Make it writable first.";

fn cannot(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "The disk is full; the file was not changed. Free some space first.".to_owned()
        }
        _ => format!("Cannot write the file; it was not changed: {error}."),
    }
}

/// Gives a new file the permissions and the attributes of the one at `real`, and its owner where that may be
/// given.
fn become_like(file: &File, real: &Path, old: &Metadata) -> Result<(), String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata().map_err(|error| cannot(&error))?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only root may do that; else the file is whose the command is.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
        crate::attributes::keep(real, file).map_err(|what| {
            format!("The file has attributes that cannot be preserved ({what}); it was not changed. Edit it in an editor.")
        })?;
    }
    #[cfg(not(unix))]
    let _ = real;
    file.set_permissions(old.permissions()).map_err(|error| cannot(&error))
}

#[cfg(test)]
mod tests {
    use super::{replace, replace_after};

    const CHANGED: &str =
        "The file changed during the review and was not overwritten. Run the command again.";

    #[test]
    fn a_file_that_was_saved_in_the_meantime_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "saved").unwrap();
        assert_eq!(replace(&path, "old", "new"), Err(CHANGED.to_owned()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "saved");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(replace(&path, "saved", "new"), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(replace(&path, "saved", "new"), Ok(()), "by another name");
        std::fs::remove_file(&path).unwrap();
        assert!(replace(&path, "new", "newer").is_err());
        assert!(!path.exists());
    }
    /// The last look is at the moment before the file is replaced.
    #[test]
    fn a_file_that_is_saved_at_the_last_moment_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        let check = |name: &str, save: &dyn Fn()| {
            std::fs::write(&path, "old").unwrap();
            assert_eq!(replace_after(&path, "old", "new", save), Err(CHANGED.to_owned()), "{name}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "{name}");
            assert_ne!(std::fs::read_to_string(&path).unwrap(), "new", "{name}");
        };
        check("longer", &|| std::fs::write(&path, "saved").unwrap());
        check("as long", &|| std::fs::write(&path, "OLD").unwrap());
        check("by another file in its place", &|| {
            let other = folder.path().join("b");
            std::fs::write(&other, "OLD").unwrap();
            std::fs::rename(other, &path).unwrap();
        });
        #[cfg(unix)]
        check("made private", &|| {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        });
        std::fs::write(&path, "old").unwrap();
        assert_eq!(replace_after(&path, "old", "new", || {}), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    }
}
