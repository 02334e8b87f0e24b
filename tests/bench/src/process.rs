//! What a process has used, where the system tells: processor time and memory.

use std::time::Duration;

/// The memory of a process, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// What it holds now.
    pub resident: u64,
    /// The most it held.
    pub peak: u64,
}

/// The processor time that all threads of a process have used so far, those that have ended too.
#[cfg(target_os = "linux")]
pub fn cpu(process: u32) -> Option<Duration> {
    use nix::time::ClockId;
    use nix::unistd::Pid;
    let process = Pid::from_raw(i32::try_from(process).ok()?);
    let time = ClockId::pid_cpu_clock_id(process).and_then(ClockId::now).ok()?;
    Some(time.into())
}

/// The memory of a process.
#[cfg(target_os = "linux")]
pub fn memory(process: u32) -> Option<Memory> {
    let process = procfs::process::Process::new(i32::try_from(process).ok()?).ok()?;
    let status = process.status().ok()?;
    Some(Memory { resident: status.vmrss? << 10, peak: status.vmhwm? << 10 })
}

/// Not known here.
#[cfg(not(target_os = "linux"))]
pub fn cpu(_: u32) -> Option<Duration> {
    None
}

/// Not known here.
#[cfg(not(target_os = "linux"))]
pub fn memory(_: u32) -> Option<Memory> {
    None
}
