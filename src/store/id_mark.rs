//! Keeps the ids' stored mark ahead of the clock.

use super::{Result, Store, StoreError};
use crate::clock::{Clock, Snowflakes};
use crate::limits;
use tokio::task::JoinHandle;

/// The task that moves the mark. Ids stop when this is dropped, once the mark is reached.
pub struct IdMark {
    ids: Snowflakes,
    store: Store,
    task: JoinHandle<()>,
}

impl IdMark {
    /// Starts above all ids that were ever given. Where the store takes no mark just now, ids come as soon as it does.
    pub async fn open(store: &Store, clock: Clock, node: u16) -> Result<Self> {
        let ids = Snowflakes::new(clock, node, store.id_floor().await?);
        let first = raise(&ids, store).await;
        if let Err(error) = &first {
            tracing::warn!(%error, "no ids can be given yet");
        }
        #[expect(clippy::disallowed_methods, reason = "the handle is kept and ends it")]
        let task = tokio::spawn(keep(ids.clone(), store.clone(), first.is_err()));
        Ok(Self { ids, store: store.clone(), task })
    }

    pub fn ids(&self) -> Snowflakes {
        self.ids.clone()
    }

    /// Gives no more ids and stores the last one, so that the next process goes on right behind it.
    pub async fn close(mut self) -> Result<()> {
        let last = self.ids.close();
        self.task.abort();
        _ = (&mut self.task).await; // It was told to end.
        self.store.settle_id_floor(last).await
    }
}

impl Drop for IdMark {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn keep(ids: Snowflakes, store: Store, mut failing: bool) {
    loop {
        if failing {
            tokio::time::sleep(limits::ID_MARK_RETRY).await;
        } else {
            _ = tokio::time::timeout(limits::ID_MARK_INTERVAL, ids.scarce()).await;
        }
        let raised = raise(&ids, &store).await;
        match &raised {
            Err(error) if !failing => tracing::warn!(%error, "the ids' mark cannot be stored"),
            Ok(()) if failing => tracing::info!("the ids' mark can be stored again"),
            Err(_) | Ok(()) => {}
        }
        failing = raised.is_err();
    }
}

async fn raise(ids: &Snowflakes, store: &Store) -> std::result::Result<(), StoreError> {
    let mark = ids.wanted_mark();
    store.raise_id_floor(mark).await?;
    ids.allow(mark);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::IdsExhausted;
    use crate::model::Timestamp;
    use crate::store::scratch::Scratch;
    use std::time::Duration;

    fn clock() -> Clock {
        Clock::standing(Timestamp::from_unix_us(1_800_000_000_000_000))
    }

    /// The next id, as soon as there is one.
    async fn next(ids: &Snowflakes) -> u64 {
        let wait = async {
            loop {
                match ids.next() {
                    Ok(id) => break id,
                    Err(IdsExhausted) => tokio::task::yield_now().await,
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), wait).await.expect("ids come back")
    }

    #[tokio::test]
    async fn ids_go_on_above_the_last_after_a_crash_with_the_clock_set_back() {
        let scratch = Scratch::open().await;
        let (store, clock) = (scratch.store(), clock());
        let mark = IdMark::open(&store, clock.clone(), 1).await.unwrap();
        clock.advance(Duration::from_secs(2));
        let last = mark.ids().next().unwrap();
        drop(mark); // As a crash: nothing is settled.
        clock.set(Timestamp::from_unix_us(1_700_000_000_000_000));
        let mark = IdMark::open(&store, clock, 0).await.unwrap();
        assert!(mark.ids().next().unwrap() > last);
    }

    #[tokio::test]
    async fn a_clean_end_stores_the_last_id_exactly() {
        let scratch = Scratch::open().await;
        let (store, clock) = (scratch.store(), clock());
        let mark = IdMark::open(&store, clock.clone(), 1).await.unwrap();
        let last = mark.ids().next().unwrap();
        let ids = mark.ids();
        mark.close().await.unwrap();
        assert_eq!(ids.next(), Err(IdsExhausted));
        assert_eq!(store.id_floor().await, Ok(last));
        let mark = IdMark::open(&store, clock, 1).await.unwrap();
        assert_eq!(mark.ids().next(), Ok(last + 1));
    }

    #[tokio::test]
    async fn a_clock_that_jumps_ahead_stops_ids_only_until_the_mark_follows() {
        let scratch = Scratch::open().await;
        let clock = clock();
        let mark = IdMark::open(&scratch.store(), clock.clone(), 1).await.unwrap();
        let before = mark.ids().next().unwrap();
        clock.advance(Duration::from_hours(1));
        assert_eq!(mark.ids().next(), Err(IdsExhausted));
        assert!(next(&mark.ids()).await >= before + (3_600_000 << 22));
    }

    #[tokio::test]
    async fn a_store_that_refuses_stops_ids_until_it_has_room() {
        let scratch = Scratch::open().await;
        let (store, clock) = (scratch.store(), clock());
        store.refuse_writes(true).await;
        let mark = IdMark::open(&store, clock.clone(), 1).await.expect("reads can be served");
        assert_eq!(mark.ids().next(), Err(IdsExhausted));
        store.refuse_writes(false).await;
        let first = next(&mark.ids()).await;
        store.refuse_writes(true).await;
        clock.advance(Duration::from_mins(1));
        assert_eq!(mark.ids().next(), Err(IdsExhausted));
        store.refuse_writes(false).await;
        assert!(next(&mark.ids()).await > first);
    }
}
