//! Doing the same to many things, a few at a time.
//!
//! Work may itself be parted so, as a review is. A thread that waits for its parts does other work
//! meanwhile, so nobody holds a lock round work that may ask for the same, or waits in it for others.
//! Each time has threads of its own: work that waits for a disk keeps nobody else up.

use std::num::NonZero;

use rayon::prelude::*;

/// More threads than this for each processor are of no help, also where some wait for the disk.
const PER_PROCESSOR: usize = 4;

/// What `work` makes of each of `items`, in their order, `jobs` at a time or as many as are of help; as many as
/// there are processors if that is not said, one by one if threads cannot be had.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    jobs: Option<NonZero<usize>>,
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    let threads = threads(items.len(), jobs);
    // Threads for one would be made for nothing.
    if items.len() < 2 {
        return items.iter().map(work).collect();
    }
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| items.par_iter().with_max_len(1).map(&work).collect()),
        Err(_) => items.iter().map(&work).collect(),
    }
}

/// How many threads there are for so many items.
fn threads(items: usize, jobs: Option<NonZero<usize>>) -> usize {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let most = processors.saturating_mul(PER_PROCESSOR);
    jobs.map_or(processors, |jobs| jobs.get().min(most)).min(items).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        for jobs in [1, 3, 64, usize::MAX] {
            assert_eq!(
                map(&items, NonZero::new(jobs), |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
        assert!(map(&[] as &[u8], None, |_| 0).is_empty());
    }

    #[test]
    fn there_are_no_more_threads_than_are_of_help() {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        assert_eq!(threads(1_000, None), processors.min(1_000));
        assert_eq!(
            threads(1_000, NonZero::new(usize::MAX)),
            (processors * PER_PROCESSOR).min(1_000)
        );
        assert_eq!(threads(1_000, NonZero::new(1)), 1);
        assert_eq!(threads(2, NonZero::new(usize::MAX)), 2);
        assert_eq!(threads(0, None), 1);
    }
}
