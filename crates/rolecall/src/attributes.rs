//! What a file has besides its text and its permissions, and keeps when it is replaced: extended attributes, of
//! which access control lists are some, and labels of security systems.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

use xattr::FileExt;

/// Attributes that the system writes by itself, of what is in a file or who made it.
const OF_THE_SYSTEM: [&str; 3] = ["security.ima", "security.evm", "com.apple.provenance"];

/// Gives the file `new`, which lies beside `old`, the attributes of it and no others.
///
/// # Errors
///
/// Some cannot be kept: the name of the first of them.
pub fn keep(old: &Path, new: &File) -> Result<(), String> {
    let cannot = |name: &OsStr| name.to_string_lossy().into_owned();
    let unknown = |error: io::Error| error.to_string();
    let wanted = File::open(old).and_then(|old| all(&old)).map_err(unknown)?;
    let given = all(new).map_err(unknown)?;
    for name in given.keys().filter(|name| !wanted.contains_key(*name)) {
        new.remove_xattr(name).map_err(|_| cannot(name))?;
    }
    for (name, value) in wanted.iter().filter(|(name, value)| given.get(*name) != Some(value)) {
        new.set_xattr(name, value).map_err(|_| cannot(name))?;
    }
    // Some systems take what they do not keep.
    let kept = all(new).map_err(unknown)?;
    match wanted.iter().find(|(name, value)| kept.get(*name) != Some(value)) {
        Some((name, _)) => Err(cannot(name)),
        None => Ok(()),
    }
}

/// The attributes of a file by their names; none where its file system has none.
fn all(file: &File) -> io::Result<BTreeMap<OsString, Vec<u8>>> {
    let names = match file.list_xattr() {
        Ok(names) => names,
        Err(error) if error.kind() == ErrorKind::Unsupported => return Ok(BTreeMap::new()),
        Err(error) => return Err(error),
    };
    let mut attributes = BTreeMap::new();
    for name in names.filter(|name| OF_THE_SYSTEM.iter().all(|own| name != own)) {
        if let Some(value) = file.get_xattr(&name)? {
            attributes.insert(name, value);
        }
    }
    Ok(attributes)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_kept_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "a").unwrap();
        if xattr::set(&path, "user.color", b"red").is_err() {
            eprintln!("skipped: this file system has no attributes");
            return;
        }
        let other = File::create(folder.path().join("b.md")).unwrap();
        other.set_xattr("user.shape", b"round").unwrap();
        assert_eq!(keep(&path, &other), Ok(()));
        assert_eq!(all(&other).unwrap(), all(&File::open(&path).unwrap()).unwrap());
        // A file that takes none.
        let elsewhere = File::open("/proc/self/stat").unwrap();
        assert_eq!(keep(&path, &elsewhere), Err("user.color".to_owned()));
    }
}
