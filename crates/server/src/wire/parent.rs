//! Whether another process lives.

/// Whether the process with the id `process` lives. One that has ended but that nobody has waited for does not.
#[cfg(target_os = "linux")]
pub fn lives(process: u32) -> bool {
    use std::io::ErrorKind;
    match std::fs::read_to_string(format!("/proc/{process}/stat")) {
        // `7 (a name) S …`; the name may hold anything, brackets too.
        Ok(stat) => !matches!(
            stat.rsplit_once(')').and_then(|(_, rest)| rest.trim_start().chars().next()),
            Some('Z' | 'X')
        ),
        // ESRCH (3), without a kind of its own, if it ended while it was read.
        Err(error) => error.kind() != ErrorKind::NotFound && error.raw_os_error() != Some(3),
    }
}

/// Whether the process with the id `process` lives.
#[cfg(all(unix, not(target_os = "linux")))]
pub fn lives(process: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    process.is_none_or(|process| test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

/// Taken to live: elsewhere the end of the standard input is what tells that the parent is gone.
#[cfg(not(unix))]
pub fn lives(_process: u32) -> bool {
    true
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_process_lives_until_it_is_killed_though_nobody_waits_for_it() {
        assert!(lives(std::process::id()));
        let mut child = Command::new("sleep").arg("1000").spawn().unwrap();
        assert!(lives(child.id()));
        child.kill().unwrap();
        while lives(child.id()) {
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert!(!lives(child.id()));
    }
}
