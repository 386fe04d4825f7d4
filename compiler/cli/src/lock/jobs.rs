//! Work on several things at once.
//!
//! Invariant: what comes out, and in which order, does not depend on the number of jobs.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Does some work on each task, so many at once, and hands over each result in the order of the tasks, as soon as it and
/// all before it are there.
pub(crate) fn in_order<'t, T: Sync, R: Send>(
    jobs: NonZeroUsize,
    tasks: &'t [T],
    work: impl Fn(&'t T) -> R + Sync,
    mut each: impl FnMut(R),
) {
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    let (next, work) = (&next, &work);
    thread::scope(|scope| {
        for _ in 0..jobs.get().min(tasks.len()) {
            let send = send.clone();
            scope.spawn(move || {
                loop {
                    let position = next.fetch_add(1, Ordering::Relaxed);
                    let Some(task) = tasks.get(position) else { break };
                    // Where nobody waits for it any more, there is nothing left to do.
                    if send.send((position, work(task))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (position, result) in receive {
            waiting.insert(position, result);
            while let Some(result) = waiting.remove(&due) {
                each(result);
                due += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_however_many_work() {
        let tasks: Vec<u64> = (0..50).collect();
        for jobs in [1, 3, 80] {
            let mut seen = Vec::new();
            in_order(
                NonZeroUsize::new(jobs).unwrap(),
                &tasks,
                |task| {
                    // The later ones are done first.
                    thread::sleep(std::time::Duration::from_micros(50 - task));
                    task * 2
                },
                |result| seen.push(result),
            );
            assert_eq!(seen, tasks.iter().map(|task| task * 2).collect::<Vec<_>>());
        }
    }
}
