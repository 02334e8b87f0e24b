//! What rolecall is to keep to. Times are in milliseconds, memory is in bytes.

/// What there is a budget for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Measure {
    Start,
    Idle,
    First,
    EditMedian,
    EditP95,
    Burst,
    Request,
    Memory,
}

/// The most that something may cost in a document of `size` bytes with few findings. None where nothing is promised.
pub fn most(measure: Measure, size: usize) -> Option<f64> {
    const MB: f64 = 1e6;
    let edit = match size {
        10_000 => Some(0.5),
        100_000 => Some(0.6),
        1_000_000 => Some(1.0),
        10_000_000 => Some(3.0),
        _ => None,
    };
    match (measure, size) {
        (Measure::Start, _) => Some(10.0),
        (Measure::Idle, _) => Some(12.0 * MB),
        (Measure::EditMedian, _) => edit,
        (Measure::EditP95, _) => edit.map(|edit| 3.0 * edit),
        (Measure::First, 10_000) => Some(10.0),
        (Measure::First, 1_000_000) => Some(400.0),
        (Measure::Burst, 100_000) => Some(50.0),
        (Measure::Request, 1_000_000) => Some(5.0),
        (Measure::Memory, 100_000) => Some(25.0 * MB),
        (Measure::Memory, 1_000_000) => Some(90.0 * MB),
        _ => None,
    }
}
