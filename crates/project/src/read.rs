//! Reading a document from disk.

use std::io::{self, ErrorKind};
use std::path::Path;

use markdown::Span;

use crate::problem::{Problem, line_at};

/// What some editors put before the first character of a file in UTF-8.
pub(crate) const BOM: char = '\u{feff}';

/// Reads the document at `path`. What stands in the way and what to do, where it cannot be read.
pub fn read_document(path: &Path) -> Result<String, Problem> {
    match std::fs::read(path) {
        Ok(bytes) => decode(bytes, path),
        Err(_) if path.is_dir() => {
            let message = "This is a folder, not a document.".to_owned();
            Err(Problem::of_file(path, message))
        }
        Err(error) => Err(Problem::of_file(path, cannot_read(&error))),
    }
}

/// The text of a document whose bytes came from `path`.
pub fn decode(bytes: Vec<u8>, path: &Path) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let message = if utf16 {
            "This file is in UTF-16: save it as UTF-8.".to_owned()
        } else {
            format!("Byte {at} is not UTF-8: save the file as UTF-8.")
        };
        Problem {
            span: Span::new(at, at + 1),
            line: Some(line_at(bytes, at)),
            ..Problem::of_file(path, message)
        }
    })
}

/// Why a file or folder cannot be read, in words.
pub(crate) fn cannot_read(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "There is no such file or folder: check the path.".to_owned(),
        ErrorKind::PermissionDenied => "You may not read this: check its permissions.".to_owned(),
        ErrorKind::InvalidData => "This is not UTF-8: save the file as UTF-8.".to_owned(),
        _ => format!("This cannot be read: {error}."),
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
        check(b"one\r\ncaf\xe9\n", 2, "Byte 8 is not UTF-8: save the file as UTF-8.");
        check(b"\xff\xfea\0", 1, "This file is in UTF-16: save it as UTF-8.");
    }

    #[test]
    fn folders_and_missing_files_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let problem = read_document(folder.path()).unwrap_err();
        assert_eq!(problem.message, "This is a folder, not a document.");
        let problem = read_document(&folder.path().join("a.md")).unwrap_err();
        assert_eq!(problem.message, "There is no such file or folder: check the path.");
        std::fs::write(folder.path().join("a.md"), "é").unwrap();
        assert_eq!(read_document(&folder.path().join("a.md")).unwrap(), "é");
    }
}
