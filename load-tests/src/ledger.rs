//! What a trial's receivers got: latencies, and whether anything was lost, doubled or out of order.
use crate::number::{count, float};
use crate::percentiles::Times;
use crate::stamp::Stamp;
use anyhow::Result;
use std::cmp::Ordering;

const UNSEEN: u32 = u32::MAX;

/// How far one receiver is in the order that all must see.
#[derive(Default)]
pub(crate) struct Place {
    next: u32,
    /// Ranks that this receiver went past without having seen them.
    missing: Vec<u32>,
}

impl Place {
    /// Whether `rank` was missing until now.
    fn fill(&mut self, rank: u32) -> bool {
        let found = self.missing.iter().position(|missing| *missing == rank);
        found.map(|found| self.missing.swap_remove(found)).is_some()
    }
}

/// The order of a channel is the server's to choose, since several posts are under way at once. So a
/// message's rank is given by whoever sees it first, and everybody else must agree.
pub(crate) struct Ledger {
    pub(crate) trial: u32,
    start_ns: u64,
    interval_ns: f64,
    rank: Vec<u32>,
    ranked: u32,
    pub(crate) latency: Times,
    pub(crate) deliveries: u64,
    pub(crate) duplicates: u64,
    pub(crate) out_of_order: u64,
    /// Messages of an earlier trial, or of somebody else.
    pub(crate) strays: u64,
    frames_bytes: u64,
}

impl Ledger {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            trial: 0,
            start_ns: 0,
            interval_ns: 0.0,
            rank: Vec::new(),
            ranked: 0,
            latency: Times::new()?,
            deliveries: 0,
            duplicates: 0,
            out_of_order: 0,
            strays: 0,
            frames_bytes: 0,
        })
    }

    /// Begins the next trial, of `messages`, the first of them due at `start_ns`.
    pub(crate) fn begin(&mut self, start_ns: u64, interval_ns: f64, messages: u32) {
        self.trial += 1;
        (self.start_ns, self.interval_ns) = (start_ns, interval_ns);
        self.rank.clear();
        self.rank.resize(usize::try_from(messages).unwrap_or_default(), UNSEEN);
        self.ranked = 0;
        self.latency.clear();
        (self.deliveries, self.duplicates, self.out_of_order) = (0, 0, 0);
        (self.strays, self.frames_bytes) = (0, 0);
    }

    pub(crate) fn due_ns(&self, number: u32) -> u64 {
        self.start_ns + crate::number::whole(f64::from(number) * self.interval_ns)
    }

    pub(crate) fn receive(&mut self, stamp: Stamp, place: &mut Place, now_ns: u64, frame_bytes: usize) {
        let Some(rank) = self.rank_of(stamp) else {
            self.strays += 1;
            return;
        };
        match rank.cmp(&place.next) {
            Ordering::Equal => place.next += 1,
            Ordering::Greater => {
                place.missing.extend(place.next..rank);
                place.next = rank + 1;
            }
            Ordering::Less if place.fill(rank) => self.out_of_order += 1,
            Ordering::Less => {
                self.duplicates += 1;
                return;
            }
        }
        self.deliveries += 1;
        self.frames_bytes += count(frame_bytes);
        self.latency.record(self.due_ns(stamp.number), now_ns);
    }

    fn rank_of(&mut self, stamp: Stamp) -> Option<u32> {
        if stamp.trial != self.trial {
            return None;
        }
        let rank = self.rank.get_mut(usize::try_from(stamp.number).ok()?)?;
        if *rank == UNSEEN {
            *rank = self.ranked;
            self.ranked += 1;
        }
        Some(*rank)
    }

    /// The mean size of a delivered frame, its head included.
    pub(crate) fn frame_bytes(&self) -> u64 {
        let frames = self.deliveries.max(1);
        crate::number::whole(float(self.frames_bytes) / float(frames))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(messages: u32) -> Ledger {
        let mut ledger = Ledger::new().unwrap();
        ledger.begin(1_000, 1e6, messages);
        ledger
    }

    fn feed(ledger: &mut Ledger, place: &mut Place, numbers: &[u32]) {
        for number in numbers {
            let stamp = Stamp { trial: ledger.trial, number: *number };
            ledger.receive(stamp, place, ledger.due_ns(*number) + 2_000_000, 640);
        }
    }

    #[test]
    fn receivers_that_agree_have_no_fault_whatever_the_order() {
        let mut ledger = trial(4);
        for _ in 0..3 {
            feed(&mut ledger, &mut Place::default(), &[1, 0, 2, 3]);
        }
        assert_eq!((ledger.deliveries, ledger.duplicates, ledger.out_of_order), (12, 0, 0));
        assert_eq!(ledger.frame_bytes(), 640);
        let p50_ms = ledger.latency.percentiles().p50;
        assert!((p50_ms - 2.0).abs() < 0.01, "{p50_ms}");
    }

    #[test]
    fn receiver_that_sees_another_order_is_counted() {
        let mut ledger = trial(4);
        feed(&mut ledger, &mut Place::default(), &[0, 1, 2, 3]);
        feed(&mut ledger, &mut Place::default(), &[0, 2, 1, 3]);
        assert_eq!((ledger.deliveries, ledger.duplicates, ledger.out_of_order), (8, 0, 1));
    }

    #[test]
    fn doubles_are_counted_and_not_taken_for_deliveries() {
        let mut ledger = trial(3);
        feed(&mut ledger, &mut Place::default(), &[0, 0, 1, 2, 1]);
        assert_eq!((ledger.deliveries, ledger.duplicates, ledger.out_of_order), (3, 2, 0));
    }

    #[test]
    fn gap_is_left_open_and_counts_as_one_delivery_less() {
        let mut ledger = trial(3);
        feed(&mut ledger, &mut Place::default(), &[0, 1, 2]);
        feed(&mut ledger, &mut Place::default(), &[0, 2]);
        assert_eq!((ledger.deliveries, ledger.duplicates, ledger.out_of_order), (5, 0, 0));
    }

    #[test]
    fn message_of_another_trial_is_a_stray() {
        let mut ledger = trial(3);
        let mut place = Place::default();
        ledger.receive(Stamp { trial: 0, number: 1 }, &mut place, 0, 640);
        ledger.receive(Stamp { trial: 1, number: 3 }, &mut place, 0, 640);
        assert_eq!((ledger.deliveries, ledger.strays), (0, 2));
    }
}
