//! Doing the same to many things, a few at a time.
//!
//! Work may itself be parted so, as a review is. A thread that waits for its parts does other work
//! meanwhile, so nobody holds a lock round work that may ask for the same, or waits in it for others.
//! Each time has threads of its own: work that waits for a disk keeps nobody else up.

use std::num::NonZero;

use rayon::prelude::*;

/// What `work` makes of each of `items`, in their order, `jobs` at a time; as many as there are
/// processors if that is not said, one by one if threads cannot be had.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    jobs: Option<NonZero<usize>>,
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    // Threads for one would be made for nothing.
    if items.len() < 2 {
        return items.iter().map(work).collect();
    }
    // Zero stands for as many as there are processors.
    let jobs = jobs.map_or(0, NonZero::get);
    match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(|| items.par_iter().with_max_len(1).map(&work).collect()),
        Err(_) => items.iter().map(&work).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        for jobs in [1, 3, 64] {
            assert_eq!(
                map(&items, NonZero::new(jobs), |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
        assert!(map(&[] as &[u8], None, |_| 0).is_empty());
    }
}
