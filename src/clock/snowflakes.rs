//! Ids: strictly increasing whatever the clock does, across restarts too.
//!
//! An id is 42 bits of milliseconds since Discord's epoch, 10 bits of node, 12 bits of sequence. A *mark* that is stored ahead of time
//! bounds them: no id above it is given, and a later process gives none at or below it. So an id that anybody has seen is never given
//! again, though only one write a second stands behind them.

use super::Clock;
use crate::limits;
use crate::model::{DISCORD_EPOCH_MS, Timestamp};
use parking_lot::Mutex;
use std::sync::Arc;
use tokio::sync::Notify;

const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;
const TIME_SHIFT: u32 = NODE_BITS + SEQUENCE_BITS;
const SEQUENCE_MAX: u64 = (1 << SEQUENCE_BITS) - 1;

/// The mark could not be moved ahead of the clock in time: the store is full, failing or slow. Later ids may be had again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no id can be given: the ids' high-water mark could not be stored in time")]
pub struct IdsExhausted;

/// Gives ids. Cheap to clone; all clones share one sequence.
#[derive(Clone, Debug)]
pub struct Snowflakes {
    clock: Clock,
    node: u64,
    state: Arc<Mutex<State>>,
    wanted: Arc<Notify>,
}

#[derive(Debug)]
struct State {
    /// The last id given, or the floor.
    last: u64,
    /// The stored mark.
    mark: u64,
    closed: bool,
}

impl Snowflakes {
    /// Gives ids above `floor` for `node` (its lowest 10 bits), but none before a mark is [`Snowflakes::allow`]ed.
    pub fn new(clock: Clock, node: u16, floor: u64) -> Self {
        let node = (u64::from(node) & ((1 << NODE_BITS) - 1)) << SEQUENCE_BITS;
        let state = State { last: floor, mark: floor, closed: false };
        Self { clock, node, state: Arc::new(Mutex::new(state)), wanted: Arc::new(Notify::new()) }
    }

    /// An id greater than all before it. Its time is the clock's, or a little later where the clock was set back.
    pub fn next(&self) -> Result<u64, IdsExhausted> {
        let now = self.clock.now();
        let mut state = self.state.lock();
        let id = (now.first_snowflake() | self.node).max(self.after(state.last));
        let left = state.mark.checked_sub(id).filter(|_| !state.closed);
        if left.is_none_or(|left| left < SCARCE) {
            self.wanted.notify_one();
        }
        left.ok_or(IdsExhausted)?;
        state.last = id;
        Ok(id)
    }

    /// The smallest id of this node above `last`.
    fn after(&self, last: u64) -> u64 {
        let first = (last >> TIME_SHIFT << TIME_SHIFT) | self.node;
        match last.checked_sub(first) {
            None => first,
            Some(given) if given < SEQUENCE_MAX => last + 1,
            Some(_) => first + (1 << TIME_SHIFT),
        }
    }

    /// The mark that should be stored next: a reserve of time ahead of the clock; where the clock is behind the ids, a small reserve ahead
    /// of them, so that a process that restarts time and again does not drive them away from the clock.
    pub fn wanted_mark(&self) -> u64 {
        let reserved = Timestamp::from_unix_us(self.clock.now().unix_us().saturating_add(limits::ID_RESERVE_US)).first_snowflake();
        let last = self.state.lock().last;
        reserved.max(last.saturating_add(ROOM)).min(i64::MAX.cast_unsigned())
    }

    /// Allows ids up to a mark that is stored. A lower one than before is ignored.
    pub fn allow(&self, mark: u64) {
        let mut state = self.state.lock();
        state.mark = state.mark.max(mark);
    }

    /// Waits until ids run short, before the mark or behind it.
    pub async fn scarce(&self) {
        self.wanted.notified().await;
    }

    /// Gives no id from now on; returns the last one.
    pub fn close(&self) -> u64 {
        let mut state = self.state.lock();
        state.closed = true;
        state.last
    }
}

/// Ids' worth of 10 ms: 40,000, more than a second brings.
const ROOM: u64 = limits::ID_ROOM_MS << TIME_SHIFT;
/// Where less than this is left, the mark should move now and not at its next turn.
const SCARCE: u64 = ROOM / 2;
const _: () = assert!(DISCORD_EPOCH_MS > 0 && TIME_SHIFT == 22);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at_ms(since_epoch_ms: i64) -> Timestamp {
        Timestamp::from_unix_us((DISCORD_EPOCH_MS.cast_signed() + since_epoch_ms) * 1_000)
    }

    fn open(since_epoch_ms: i64, node: u16, floor: u64) -> (Clock, Snowflakes) {
        let clock = Clock::standing(at_ms(since_epoch_ms));
        let ids = Snowflakes::new(clock.clone(), node, floor);
        ids.allow(ids.wanted_mark());
        (clock, ids)
    }

    #[test]
    fn an_id_carries_time_and_node() {
        let (_, ids) = open(1_000, 5, 0);
        let first = ids.next().unwrap();
        assert_eq!(first, 1_000 << 22 | 5 << 12);
        assert_eq!(ids.next(), Ok(first + 1));
        assert_eq!(Timestamp::of_snowflake(first), at_ms(1_000));
    }

    #[test]
    fn no_id_comes_before_a_mark_is_allowed() {
        let ids = Snowflakes::new(Clock::standing(at_ms(1_000)), 0, 7);
        assert_eq!(ids.next(), Err(IdsExhausted));
        ids.allow(ids.wanted_mark());
        assert!(ids.next().is_ok());
    }

    #[test]
    fn ids_stop_at_the_mark_and_go_on_with_the_next() {
        let (clock, ids) = open(1_000, 0, 0);
        let last = ids.next().unwrap();
        clock.advance(std::time::Duration::from_mins(1));
        assert_eq!(ids.next(), Err(IdsExhausted));
        clock.set(at_ms(1_001));
        assert!(ids.next().unwrap() > last, "what is below the mark may still be given");
        clock.advance(std::time::Duration::from_mins(1));
        ids.allow(ids.wanted_mark());
        assert_eq!(Timestamp::of_snowflake(ids.next().unwrap()), clock.now());
    }

    #[test]
    fn a_full_millisecond_runs_over_into_the_next() {
        let (_, ids) = open(1_000, 1_023, 0);
        let given: Vec<u64> = (0..10_000).map(|_| ids.next().unwrap()).collect();
        assert!(given.is_sorted_by(|a, b| a < b));
        assert!(given.iter().all(|id| id >> 12 & 1_023 == 1_023), "the node's bits stay");
        assert_eq!(given[9_999] >> 22, 1_002);
    }

    #[test]
    fn many_quick_restarts_do_not_drive_ids_from_the_clock() {
        let (mut floor, clock) = (0, Clock::standing(at_ms(1_000_000)));
        for _ in 0..200 {
            let ids = Snowflakes::new(clock.clone(), 0, floor);
            floor = ids.wanted_mark();
            ids.allow(floor);
            ids.next().unwrap();
            clock.advance(std::time::Duration::from_millis(50));
        }
        let ahead_us = Timestamp::of_snowflake(floor).unix_us() - clock.now().unix_us();
        assert!(ahead_us <= limits::ID_RESERVE_US, "{ahead_us}");
    }

    #[test]
    fn a_closed_generator_gives_nothing_more() {
        let (_, ids) = open(1_000, 0, 0);
        let last = ids.next().unwrap();
        assert_eq!(ids.close(), last);
        assert_eq!(ids.next(), Err(IdsExhausted));
    }

    #[tokio::test]
    async fn scarce_ids_call_for_a_mark() {
        let (clock, ids) = open(1_000, 0, 0);
        clock.advance(std::time::Duration::from_mins(1));
        assert_eq!(ids.next(), Err(IdsExhausted));
        tokio::time::timeout(std::time::Duration::from_secs(5), ids.scarce()).await.expect("the call was kept");
    }

    #[derive(Clone, Debug)]
    enum Step {
        Take(u16),
        MoveClock(i64),
        RaiseMark,
        /// With another node's number; the floor is the stored mark, or the last id where the end was clean.
        Restart {
            node: u16,
            clean: bool,
        },
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (1..3_000_u16).prop_map(Step::Take),
            3 => prop_oneof![-100_000_i64..100_000, -50_i64..50].prop_map(Step::MoveClock),
            3 => Just(Step::RaiseMark),
            1 => (0..1_024_u16, any::<bool>()).prop_map(|(node, clean)| Step::Restart { node, clean }),
        ]
    }

    proptest! {
        #[test]
        fn ids_strictly_increase_whatever_happens(steps in prop::collection::vec(any_step(), 1..60), start_ms in 0..10_000_000_i64) {
            let (clock, mut ids) = open(start_ms, 0, 0);
            let mut stored = ids.wanted_mark();
            let mut last = 0;
            for step in steps {
                match step {
                    Step::Take(count) => for _ in 0..count {
                        let Ok(id) = ids.next() else { break };
                        prop_assert!(id > last && id <= stored, "{id} after {last}, mark {stored}");
                        last = id;
                    },
                    Step::MoveClock(ms) => clock.set(Timestamp::from_unix_us(clock.now().unix_us() + ms * 1_000)),
                    Step::RaiseMark => {
                        stored = stored.max(ids.wanted_mark());
                        ids.allow(stored);
                        prop_assert!(ids.next().inspect(|id| last = *id).is_ok(), "a raised mark has room");
                    }
                    Step::Restart { node, clean } => {
                        stored = if clean { ids.close() } else { stored };
                        ids = Snowflakes::new(clock.clone(), node, stored);
                    }
                }
            }
        }
    }
}
