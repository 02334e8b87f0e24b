//! A terminal for the editors that want one: keys go in, and what is on its screen is asked for as text.
//!
//! It answers what editors ask of a terminal when they start, so that none waits for an answer in vain.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    process::{Child, Command},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use pty_process::{Size, blocking};
use vt100::{Callbacks, Parser, Screen};

const ROWS: NonZeroU16 = NonZeroU16::new(50).expect("is not zero");
const COLUMNS: NonZeroU16 = NonZeroU16::new(180).expect("is not zero");

/// The Enter key.
pub const ENTER: &str = "\r";
/// The Escape key. Wait for what it does before the next key: together they mean a key with Alt.
pub const ESCAPE: &str = "\x1b";

/// A program in a terminal of its own, 50 rows of 180 columns. It is killed when this is dropped.
pub struct Terminal {
    name: String,
    child: Child,
    keyboard: Arc<blocking::Pty>,
    display: Arc<Display>,
    /// How long anything is waited for.
    pub patience: Duration,
}

/// What the program has written so far, and a bell for when there is more.
struct Display {
    parser: Mutex<Parser<Answers>>,
    changed: Condvar,
}

impl Display {
    fn parser(&self) -> MutexGuard<'_, Parser<Answers>> {
        self.parser.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Terminal {
    /// Starts `command` in a new terminal. Whatever is waited for there is waited for as long as `patience`.
    pub fn start(mut command: Command, patience: Duration) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let no_terminal = |error| format!("no terminal for {name}: {error}");
        let (pty, inner) = blocking::open().map_err(no_terminal)?;
        pty.resize(Size::new(ROWS.get(), COLUMNS.get())).map_err(no_terminal)?;
        command
            .env("TERM", "xterm-256color")
            .env("COLORTERM", "truecolor")
            .env("LC_ALL", "C.UTF-8");
        // What the terminal around the tests would tell.
        for variable in ["TMUX", "STY", "TERM_PROGRAM", "LINES", "COLUMNS", "COLORFGBG"] {
            command.env_remove(variable);
        }
        let child = blocking::Command::from(command)
            .spawn(inner)
            .map_err(|error| format!("{name} did not start: {error}"))?;

        let keyboard = Arc::new(pty);
        let parser = Parser::new_with_callbacks(ROWS, COLUMNS, 0, Answers::default());
        let display = Arc::new(Display { parser: Mutex::new(parser), changed: Condvar::new() });
        let (reader, shown) = (Arc::clone(&keyboard), Arc::clone(&display));
        thread::spawn(move || show(&reader, &shown));
        Ok(Self { name, child, keyboard, display, patience })
    }

    /// Types `keys`, each byte as a terminal sends it: `"\x01"` is Ctrl-A.
    pub fn press(&self, keys: &str) -> Result<(), String> {
        let mut keyboard = &*self.keyboard;
        keyboard
            .write_all(keys.as_bytes())
            .map_err(|error| self.report(&format!("“{keys}” cannot be typed ({error})")))
    }

    /// What is on the screen: its rows without the spaces at their ends.
    pub fn screen(&self) -> String {
        rows(self.display.parser().screen())
    }

    /// Waits until the screen has `text`.
    pub fn shows(&self, text: &str) -> Result<(), String> {
        self.wait_for(&format!("the screen does not show “{text}”"), |screen| {
            screen.contains(text)
        })
    }

    /// Waits until the screen is as `holds` wants it. Past the patience of this terminal, `failure` and what the screen
    /// shows is the error.
    pub fn wait_for(&self, failure: &str, holds: impl Fn(&str) -> bool) -> Result<(), String> {
        self.wait_until(failure, |screen| holds(&rows(screen)))
    }

    /// Like `wait_for`, with the colours, the cursor and everything else of the screen.
    pub fn wait_until(&self, failure: &str, holds: impl Fn(&Screen) -> bool) -> Result<(), String> {
        self.wait_within(self.patience, failure, holds)
    }

    /// Like `wait_until`, with a patience of its own.
    pub fn wait_within(
        &self,
        patience: Duration,
        failure: &str,
        holds: impl Fn(&Screen) -> bool,
    ) -> Result<(), String> {
        let waiting =
            self.display.changed.wait_timeout_while(self.display.parser(), patience, |parser| {
                !holds(parser.screen())
            });
        let (parser, waited) = waiting.unwrap_or_else(PoisonError::into_inner);
        drop(parser);
        if waited.timed_out() { Err(self.report(failure)) } else { Ok(()) }
    }

    /// Waits until `holds`, which may look at anything outside of the terminal: a saved file, say.
    pub fn wait_outside(&self, failure: &str, holds: impl Fn() -> bool) -> Result<(), String> {
        let deadline = Instant::now() + self.patience;
        while !holds() {
            if Instant::now() > deadline {
                return Err(self.report(failure));
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Waits for the end of the program; its exit code, or nothing if a signal ended it.
    pub fn ends(mut self) -> Result<Option<i32>, String> {
        let deadline = Instant::now() + self.patience;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Ok(status.code()),
                Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(10)),
                Ok(None) => return Err(self.report("the program does not end")),
                Err(error) => return Err(format!("{}: {error}", self.name)),
            }
        }
    }

    fn report(&self, failure: &str) -> String {
        format!("{failure}. The screen of {}:\n{}", self.name, self.screen())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a screen shows: its rows without the spaces at their ends.
pub fn rows(screen: &Screen) -> String {
    let rows: Vec<_> = screen.rows(0, COLUMNS.get()).map(|row| row.trim_end().to_owned()).collect();
    rows.join("\n").trim_end().to_owned()
}

/// Puts on the display what the program writes, until it has ended.
fn show(mut pty: &blocking::Pty, display: &Display) {
    let mut bytes = [0; 1 << 16];
    // On Linux the end is an error.
    while let Ok(count @ 1..) = pty.read(&mut bytes) {
        let mut parser = display.parser();
        parser.process(bytes.get(..count).unwrap_or_default());
        let answers = std::mem::take(&mut parser.callbacks_mut().0);
        drop(parser);
        display.changed.notify_all();
        let _ = pty.write_all(&answers);
    }
}

/// Answers that are still to be sent to the program.
#[derive(Default)]
struct Answers(Vec<u8>);

impl Callbacks for Answers {
    fn unhandled_csi(
        &mut self,
        screen: &mut Screen,
        mark: Option<u8>,
        _: Option<u8>,
        parameters: &[&[u16]],
        letter: char,
    ) {
        match (mark, parameters, letter) {
            // Which terminal is this? One of 1983, with colours.
            (None, _, 'c') => self.0.extend(b"\x1b[?62;22c"),
            (Some(b'>'), _, 'c') => self.0.extend(b"\x1b[>1;1;0c"),
            (None, [[5]], 'n') => self.0.extend(b"\x1b[0n"),
            (None, [[6]], 'n') => {
                let (row, column) = screen.cursor_position();
                self.0.extend(format!("\x1b[{};{}R", row + 1, column + 1).bytes());
            }
            _ => {}
        }
    }
}

const LONG: Duration = Duration::from_secs(10);

fn shell(script: &str, patience: Duration) -> Terminal {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]);
    Terminal::start(shell, patience).expect("a shell can be started")
}

#[test]
fn a_terminal_shows_what_is_written_and_takes_keys() {
    let terminal = shell("printf 'a\\033[3;5Hshoe'; read it; echo [$it]; exit 3", LONG);
    terminal.shows("\n\n    shoe").expect("is shown where it was written");
    terminal.press("nine\r").expect("can be typed");
    terminal.shows("[nine]").expect("the answer is shown");
    assert_eq!(terminal.ends(), Ok(Some(3)));
}

#[test]
fn a_terminal_says_what_it_is_and_how_large() {
    let terminal = shell("stty size; stty raw -echo; printf '\\033[c'; head -c 9 | od -c", LONG);
    terminal.shows("50 180").expect("the size is known");
    terminal.shows("[   ?   6   2   ;   2   2   c").expect("the question is answered");
}

#[test]
fn a_terminal_does_not_wait_for_ever() {
    let terminal = shell("echo shoe; sleep 60", Duration::from_millis(300));
    let error = terminal.shows("boot").expect_err("there is none");
    assert!(error.starts_with("the screen does not show “boot”. "), "{error}");
    assert!(error.ends_with("The screen of sh:\nshoe"), "{error}");
    assert!(terminal.wait_outside("nothing holds", || false).is_err());
    assert!(terminal.ends().is_err_and(|error| error.starts_with("the program does not end")));
}
