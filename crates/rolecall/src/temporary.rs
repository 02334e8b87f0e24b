//! A file that is not there yet: what is to take the place of another is written beside it, and goes when
//! that comes to nothing, also by a signal.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile};

/// The files that a signal removes. Who makes, renames or removes one holds the lock meanwhile.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file beside another.
pub struct Temporary {
    /// None once it is removed or in its place.
    file: Option<NamedTempFile>,
}

impl Temporary {
    /// Makes an empty file in `folder`.
    pub fn new(folder: &Path, builder: &Builder<'_, '_>) -> io::Result<Self> {
        watch();
        let mut unfinished = lock();
        let file = builder.tempfile_in(folder)?;
        unfinished.push(file.path().to_owned());
        Ok(Self { file: Some(file) })
    }

    /// Makes it like the file at `path` in all that the system copies, but empty.
    #[cfg(target_os = "macos")]
    pub fn copy_from(&mut self, path: &Path) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        std::fs::copy(path, file.path())?;
        file.as_file().set_len(0)
    }

    /// Writes all of `bytes`.
    pub fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    /// The open file; none once it is gone.
    pub fn file(&self) -> Option<&File> {
        self.file.as_ref().map(NamedTempFile::as_file)
    }

    /// Puts it in the place of `path` at once.
    pub fn persist(mut self, path: &Path) -> io::Result<()> {
        let mut unfinished = lock();
        let Some(file) = self.file.take() else { return Ok(()) };
        let own = file.path().to_owned();
        let persisted = file.persist(path);
        unfinished.retain(|path| *path != own);
        // What could not be put there is removed with the error.
        persisted.map(drop).map_err(|error| error.error)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        let mut unfinished = lock();
        unfinished.retain(|path| path != file.path());
        drop(file);
    }
}

fn lock() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has a signal that ends the process remove what is unfinished first.
#[cfg(unix)]
fn watch() {
    use std::sync::Once;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // Where there is none to be had, a signal leaves the file there; all else is as it was.
        let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
        let watching = std::thread::Builder::new().spawn(move || {
            for signal in signals.forever() {
                let unfinished = lock();
                for path in unfinished.iter() {
                    let _ = std::fs::remove_file(path);
                }
                // It ends the process here, so that nothing is put in its place any more.
                let _ = emulate_default_handler(signal);
            }
        });
        drop(watching);
    });
}

/// Elsewhere nothing can be done about it.
#[cfg(not(unix))]
fn watch() {}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::*;

    /// In the environment, the folder that a process of its own works in until a signal ends it.
    const FOLDER: &str = "ROLECALL_TEST_FOLDER";

    fn files(folder: &Path) -> usize {
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }

    #[test]
    fn what_comes_to_nothing_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = Temporary::new(folder.path(), &Builder::new()).unwrap();
        file.write_all(b"text").unwrap();
        drop(file);
        assert_eq!(files(folder.path()), 0);
        let file = Temporary::new(folder.path(), &Builder::new()).unwrap();
        assert!(file.persist(&folder.path().join("none/a.md")).is_err());
        assert_eq!(files(folder.path()), 0);
        let file = Temporary::new(folder.path(), &Builder::new()).unwrap();
        file.persist(&folder.path().join("a.md")).unwrap();
        assert!(folder.path().join("a.md").exists());
    }

    /// The process that the next test ends.
    #[test]
    fn a_file_is_being_written() {
        let Some(folder) = std::env::var_os(FOLDER) else { return };
        let mut file = Temporary::new(Path::new(&folder), &Builder::new()).unwrap();
        file.write_all(b"half a te").unwrap();
        std::thread::sleep(Duration::from_secs(60));
    }

    #[test]
    fn a_signal_leaves_no_file() {
        for (name, number) in [("HUP", 1), ("INT", 2), ("TERM", 15)] {
            let folder = tempfile::tempdir().unwrap();
            let mut writing = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "temporary::tests::a_file_is_being_written"])
                .env(FOLDER, folder.path())
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            while files(folder.path()) == 0 {
                assert_eq!(writing.try_wait().unwrap(), None);
                std::thread::sleep(Duration::from_millis(5));
            }
            let id = writing.id().to_string();
            assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
            assert_eq!(writing.wait().unwrap().signal(), Some(number), "as if nobody had looked");
            assert_eq!(files(folder.path()), 0, "{name}");
        }
    }
}
