//! Doing the same to many things, a few at a time.
//!
//! Work may itself be parted so, as a review is. A thread that waits for its parts does other work
//! meanwhile, so nobody holds a lock round work that may ask for the same, or waits in it for others.

use std::num::NonZero;

use rayon::prelude::*;

/// What `work` makes of each of `items`, in their order, `jobs` at a time; as many as there are
/// processors if that is not said, or cannot be had.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    jobs: Option<NonZero<usize>>,
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    let all = || items.par_iter().with_max_len(1).map(&work).collect();
    let jobs = jobs.map(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build());
    match jobs {
        Some(Ok(pool)) => pool.install(all),
        _ => all(),
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
