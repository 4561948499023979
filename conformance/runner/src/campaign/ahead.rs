//! How are cases made while others are put? By threads of their own, a few ahead, and in the order of their numbers all the
//! same.

use std::sync::mpsc::{Receiver, sync_channel};

/// How many cases a thread makes at a time.
const LOT: u64 = 64;

/// How many lots of a thread wait to be taken.
const WAITING: usize = 4;

/// Has this many threads make the cases numbered 0, 1, 2 and so on; `take` gets them in that order, without an end. What
/// comes of it is what one thread would give.
pub(crate) fn in_order<T: Send, R>(
    threads: usize,
    make: impl Fn(u64) -> T + Sync,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    let make = &make;
    let threads = threads.max(1) as u64;
    std::thread::scope(|scope| {
        let start = |thread: u64| -> Receiver<Vec<T>> {
            let (hand_on, lots) = sync_channel(WAITING);
            scope.spawn(move || {
                let mut first = thread * LOT;
                // Until nobody takes any more.
                while hand_on.send((first..first + LOT).map(make).collect()).is_ok() {
                    first += threads * LOT;
                }
            });
            lots
        };
        let lots: Vec<Receiver<Vec<T>>> = (0..threads).map(start).collect();
        take(&mut lots.iter().cycle().map_while(|lots| lots.recv().ok()).flatten())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_threads_gives_the_same() {
        for threads in [0, 1, 2, 5] {
            let taken: Vec<u64> = in_order(threads, |number| number * 2, |made| made.take(1_000).collect());
            assert!(taken.into_iter().eq((0..1_000).map(|number| number * 2)), "{threads}");
        }
    }

    #[test]
    #[should_panic = "a scoped thread panicked"]
    fn what_a_thread_stumbles_over_is_not_kept_quiet() {
        in_order(2, |number| assert!(number < 200, "too many"), |made| made.take(1_000).count());
    }
}
