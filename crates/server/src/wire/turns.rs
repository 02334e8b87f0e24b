//! Turns to make a large answer: a few at once, however many are asked for.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// How many answers of the size of a document are made at once, at most: each takes many times the memory of
/// its text until it is written out. More than there are processors are no faster.
const AT_ONCE: usize = 4;
/// Where no turn ends for so long, those who have one may wait for a disk that does not answer. Then one more is
/// let through, lest everybody waited with them.
const STALL: Duration = Duration::from_secs(2);

/// The turns.
pub struct Turns {
    free: Semaphore,
    /// How many turns have ended, or were let through.
    moved: AtomicU64,
}

/// A turn, which ends when this is dropped.
pub struct Turn<'a> {
    turns: &'a Turns,
    /// None for one that was let through.
    _permit: Option<SemaphorePermit<'a>>,
}

impl Turns {
    pub fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self { free: Semaphore::new(processors.min(AT_ONCE)), moved: AtomicU64::new(0) }
    }

    /// Waits for a turn.
    pub async fn take(&self) -> Turn<'_> {
        loop {
            let seen = self.moved.load(Ordering::Relaxed);
            let permit = match timeout(STALL, self.free.acquire()).await {
                Ok(permit) => permit.ok(),
                Err(_) => {
                    let (ours, relaxed) = (seen.wrapping_add(1), Ordering::Relaxed);
                    if self.moved.compare_exchange(seen, ours, relaxed, relaxed).is_err() {
                        continue;
                    }
                    None
                }
            };
            return Turn { turns: self, _permit: permit };
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.moved.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::time::{Instant, sleep};

    use super::*;

    /// All turns that are free.
    fn all(turns: &Turns) -> Vec<Turn<'_>> {
        std::iter::from_fn(|| turns.take().now_or_never()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn the_next_waits_as_long_as_turns_end() {
        let turns = Turns::new();
        let mut taken = all(&turns);
        assert!((1..=AT_ONCE).contains(&taken.len()), "{}", taken.len());
        let others = async {
            for _ in 0..10 {
                sleep(STALL * 3 / 4).await;
                // One that was let through, which leaves no place.
                drop(Turn { turns: &turns, _permit: None });
            }
            drop(taken.pop());
        };
        let start = Instant::now();
        let (next, ()) = tokio::join!(turns.take(), others);
        assert!(next._permit.is_some() && start.elapsed() >= STALL * 7);
    }

    #[tokio::test(start_paused = true)]
    async fn one_at_a_time_is_let_through_where_none_ends() {
        let turns = Turns::new();
        let _taken = all(&turns);
        let start = Instant::now();
        let wait = async || {
            let turn = turns.take().await;
            // It does not end either.
            std::mem::forget(turn);
            start.elapsed()
        };
        let (one, two, three) = tokio::join!(wait(), wait(), wait());
        let mut waited = [one, two, three];
        waited.sort();
        for (at, waited) in (1..).zip(waited) {
            assert!(waited >= STALL * at && waited < STALL * (at + 1), "{waited:?}");
        }
    }
}
