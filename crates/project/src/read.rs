//! Reading from disk. Nothing is read that is larger than it may be, that is no file, or that a link
//! outside the project leads to, unless somebody named it.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use markdown::Span;

use crate::lines::Lines;
use crate::paths::repository_of;
use crate::problem::Problem;
use crate::shown::shown;

/// The longest document that is read, in bytes.
pub const DOCUMENT_BYTES: u64 = 64 << 20;
/// The longest `rolecall.toml` or persona file that is read, in bytes.
pub const CONFIG_BYTES: u64 = 4 << 20;

/// Reads the document at `path`, which somebody has named: it may be a pipe. What stands in the way
/// and what to do, where it cannot be read.
pub fn read_document(path: &Path) -> Result<String, Problem> {
    let bytes = File::open(path).and_then(|file| up_to(file, DOCUMENT_BYTES));
    match bytes {
        Ok(bytes) => decode(bytes, path),
        Err(_) if path.is_dir() => {
            let message = "This is a folder, not a document.".to_owned();
            Err(Problem::of_file(path, message))
        }
        Err(error) => Err(Problem::of_file(path, cannot_read(&error))),
    }
}

/// Reads the document at `path`, which was found: a file, and no link.
pub fn read_found(path: &Path, most: u64) -> Result<String, Problem> {
    let problem = |error: io::Error| Problem::of_file(path, cannot_read(&error));
    if std::fs::symlink_metadata(path).map_err(problem)?.is_symlink() {
        return Err(problem(io::Error::other("it is a link")));
    }
    decode(regular(path, most).map_err(problem)?, path)
}

/// Reads a `rolecall.toml` or a persona file.
///
/// # Errors
///
/// It cannot be read, is no file, is larger than [`CONFIG_BYTES`], is not UTF-8, or is behind a link
/// that leads out of the project.
pub fn read_config(path: &Path) -> io::Result<String> {
    if leads_out(path) {
        return Err(io::Error::other("it is a link that leads out of the project"));
    }
    String::from_utf8(regular(path, CONFIG_BYTES)?).map_err(|_| ErrorKind::InvalidData.into())
}

/// Whether a file is, by way of links, outside the folder it seems to be in: that of the repository,
/// or its own where there is none.
pub fn leads_out(path: &Path) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    let repository = path.parent().and_then(repository_of);
    let own = path.parent().map(|folder| match folder.file_name() {
        // Personas may be links to what is beside them.
        Some(name) if name.eq_ignore_ascii_case("personas") => folder.parent().unwrap_or(folder),
        _ => folder,
    });
    let Some(folder) = repository.or_else(|| own.map(Path::to_owned)) else { return false };
    let (Ok(folder), Ok(path)) = (folder.canonicalize(), path.canonicalize()) else { return false };
    !path.starts_with(folder)
}

/// The bytes of a file. To open a pipe would be to wait for somebody at its other end.
fn regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    regular_file(path)?;
    up_to(File::open(path)?, most)
}

/// Whether a file that somebody else is to read can be read, as far as it says so itself: it is a file, and no
/// larger than [`CONFIG_BYTES`].
pub(crate) fn check_regular(path: &Path) -> io::Result<()> {
    if regular_file(path)?.len() > CONFIG_BYTES { Err(too_large(CONFIG_BYTES)) } else { Ok(()) }
}

fn regular_file(path: &Path) -> io::Result<std::fs::Metadata> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    Ok(metadata)
}

fn up_to(file: File, most: u64) -> io::Result<Vec<u8>> {
    let said = file.metadata()?.len();
    bytes_of(file, said, most)
}

/// The bytes of a file that says it has `said` of them.
fn bytes_of(file: impl Read, said: u64, most: u64) -> io::Result<Vec<u8>> {
    if said > most {
        return Err(too_large(most));
    }
    let mut bytes = Vec::new();
    // What it says of itself may be wrong, or no longer true.
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

fn too_large(most: u64) -> io::Error {
    io::Error::new(ErrorKind::FileTooLarge, format!("it is larger than {} MB", most >> 20))
}

/// The text of a document whose bytes came from `path`.
pub fn decode(bytes: Vec<u8>, path: &Path) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let message = if utf16 {
            "This file is encoded as UTF-16. Save it as UTF-8.".to_owned()
        } else if bytes.contains(&0) {
            let name = path.file_name().map_or(path, Path::new);
            let name = shown(Path::new(""), name);
            format!(
                "`{name}` is not a text file. rolecall reads Markdown, .txt and .feature files."
            )
        } else {
            format!("Byte {at} is not UTF-8. Save the file as UTF-8.")
        };
        Problem {
            span: Span::new(at, at + 1),
            line: Some(Lines::of(bytes).at(at)),
            ..Problem::of_file(path, message)
        }
    })
}

/// Why a file or folder cannot be read, in words.
pub(crate) fn cannot_read(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "No such file or folder. Check the path.".to_owned(),
        ErrorKind::IsADirectory => "This is a folder, not a file.".to_owned(),
        // Our own reasons.
        _ if error.get_ref().is_some() => format!("This file was not read: {error}."),
        ErrorKind::PermissionDenied => {
            "No permission to read this. Check the file permissions.".to_owned()
        }
        ErrorKind::InvalidData => "This file is not UTF-8. Save it as UTF-8.".to_owned(),
        _ => format!("Cannot read this: {error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], line: usize, message: &str) {
        let problem = decode(bytes.to_vec(), Path::new("a.md")).unwrap_err();
        assert_eq!((problem.line, problem.message.as_str()), (Some(line), message));
    }

    #[test]
    fn other_encodings_are_told() {
        check(b"one\r\ncaf\xe9\n", 2, "Byte 8 is not UTF-8. Save the file as UTF-8.");
        check(b"\xff\xfea\0", 1, "This file is encoded as UTF-16. Save it as UTF-8.");
        let told = "`a.md` is not a text file. rolecall reads Markdown, .txt and .feature files.";
        check(b"PK\x03\x04\0\xff", 1, told);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_project_only() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::create_dir_all(at("repo/part/personas")).unwrap();
        std::fs::write(at("secret.md"), "secret").unwrap();
        std::fs::write(at("repo/rolecall.toml"), "shared").unwrap();
        symlink(at("secret.md"), at("repo/part/personas/a.md")).unwrap();
        symlink("../rolecall.toml", at("repo/part/rolecall.toml")).unwrap();
        let read = |path: &str| read_config(&at(path)).map_err(|error| cannot_read(&error));
        let refused =
            Err("This file was not read: it is a link that leads out of the project.".to_owned());
        assert_eq!(read("repo/part/personas/a.md"), refused);
        assert_eq!(read("repo/part/rolecall.toml"), refused, "no repository: its own folder");
        std::fs::create_dir(at("repo/.git")).unwrap();
        assert_eq!(read("repo/part/personas/a.md"), refused);
        assert_eq!(read("repo/part/rolecall.toml"), Ok("shared".to_owned()));
        // A folder that is a link leads out as well.
        symlink(folder.path(), at("repo/personas")).unwrap();
        assert_eq!(read("repo/personas/secret.md"), refused);
        assert!(read_found(&at("repo/part/rolecall.toml"), 9).is_err(), "a document is no link");
        assert_eq!(read_document(&at("repo/part/personas/a.md")).unwrap(), "secret", "named");
    }

    /// A file without an end, as far as its size goes.
    #[test]
    fn large_files_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        File::create(&path).unwrap().set_len(1 << 30).unwrap();
        let message = |limit: u64| format!("This file was not read: it is larger than {limit} MB.");
        assert_eq!(read_document(&path).unwrap_err().message, message(64));
        assert_eq!(read_found(&path, 4 << 20).unwrap_err().message, message(4));
        assert_eq!(cannot_read(&read_config(&path).unwrap_err()), message(4));
        #[cfg(target_os = "linux")]
        assert_eq!(read_document(Path::new("/dev/zero")).unwrap_err().message, message(64));
    }

    /// Not read means that no byte beyond the limit is asked for, whatever the size it says it has.
    #[test]
    fn no_more_is_read_than_may_be() {
        struct Endless(usize);
        impl Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += buffer.len();
                buffer.fill(b'x');
                Ok(buffer.len())
            }
        }
        for (said, read) in [(10, 0), (9, 10), (0, 10)] {
            let mut file = Endless(0);
            assert_eq!(bytes_of(&mut file, said, 9).unwrap_err().kind(), ErrorKind::FileTooLarge);
            assert_eq!(file.0, read, "of a file that says it has {said} bytes");
        }
        assert_eq!(bytes_of(&b"123456789"[..], 9, 9).unwrap(), b"123456789");
    }

    #[test]
    fn folders_and_missing_files_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let problem = read_document(folder.path()).unwrap_err();
        assert_eq!(problem.message, "This is a folder, not a document.");
        let problem = read_document(&folder.path().join("a.md")).unwrap_err();
        assert_eq!(problem.message, "No such file or folder. Check the path.");
        std::fs::write(folder.path().join("a.md"), "é").unwrap();
        assert_eq!(read_document(&folder.path().join("a.md")).unwrap(), "é");
    }
}
