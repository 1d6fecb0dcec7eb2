use super::*;
use crate::limits;
use crate::model::{ChannelId, MessageId, UserId};
use crate::store::Page;
use crate::store::contract::sample::{CHANNEL, content, message};
use crate::store::scratch::Scratch;
use parking_lot::Mutex;
use std::time::Duration;
use tokio::sync::mpsc;

/// Submits and hears how each went.
struct Submitter {
    write_behind: WriteBehind,
    report: mpsc::UnboundedSender<(u64, Result<(), StoreError>)>,
    reports: mpsc::UnboundedReceiver<(u64, Result<(), StoreError>)>,
}

impl Submitter {
    async fn start(store: &Store) -> Self {
        let (write_behind, _) = WriteBehind::start(store.clone()).await.unwrap();
        #[expect(clippy::disallowed_methods, reason = "a test's own")]
        let (report, reports) = mpsc::unbounded_channel();
        Self { write_behind, report, reports }
    }

    fn submit(&self, id: u64, mutation: Mutation) -> Result<(), WriteBehindFull> {
        let report = self.report.clone();
        let done = move |result| {
            _ = report.send((id, result)); // The test may have ended.
        };
        self.write_behind.submit(mutation, Box::new(done))
    }

    fn create(&self, id: u64) -> Result<(), WriteBehindFull> {
        self.submit(id, create(id))
    }

    async fn create_slowly(&self, channel: ChannelId, ids: std::ops::Range<u64>) {
        for id in ids {
            self.submit(id, Mutation::create(Arc::new(message(channel, id)))).unwrap();
            tokio::task::yield_now().await;
        }
    }

    /// The next report.
    async fn next(&mut self) -> (u64, Result<(), StoreError>) {
        tokio::time::timeout(Duration::from_secs(10), self.reports.recv()).await.expect("a report comes").unwrap()
    }

    async fn next_many(&mut self, count: usize) -> Vec<(u64, Result<(), StoreError>)> {
        let mut reports = Vec::new();
        for _ in 0..count {
            reports.push(self.next().await);
        }
        reports
    }
}

fn create(id: u64) -> Mutation {
    Mutation::create(Arc::new(message(CHANNEL, id)))
}

async fn stored(store: &Store) -> Vec<u64> {
    let page = store.page(CHANNEL, Page::After(MessageId::MIN), 100_000, UserId::from_raw(1)).await.unwrap();
    page.into_iter().rev().map(|row| row.message.id.raw()).collect()
}

#[tokio::test]
async fn a_lone_change_is_durable_when_it_is_answered() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    for id in 1..=20 {
        submitter.create(id).unwrap();
        assert_eq!(submitter.next().await, (id, Ok(())));
        assert_eq!(stored(&scratch.store()).await.last(), Some(&id));
    }
}

#[tokio::test]
async fn changes_are_answered_in_the_order_of_their_submits() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    for id in 1..=3_000 {
        submitter.create(id).unwrap();
    }
    let answered: Vec<u64> = submitter.next_many(3_000).await.into_iter().map(|(id, _)| id).collect();
    assert!(answered.is_sorted());
    assert_eq!(stored(&scratch.store()).await, (1..=3_000).collect::<Vec<_>>());
}

#[tokio::test]
async fn later_changes_of_a_message_are_applied_after_earlier_ones() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    for id in 1..=500 {
        let edit = |text: &str| Mutation::Edit {
            channel_id: CHANNEL,
            message_id: MessageId::from_raw(id),
            content: content(text),
            embeds: "[]".into(),
            mentions: crate::model::Mentions::default(),
            flags: 0,
            edited_at: None,
        };
        submitter.create(id).unwrap();
        submitter.submit(id, edit("first")).unwrap();
        submitter.submit(id, edit("last")).unwrap();
        if id % 2 == 0 {
            submitter.submit(id, Mutation::Delete { channel_id: CHANNEL, message_id: MessageId::from_raw(id) }).unwrap();
        }
    }
    submitter.next_many(1_750).await;
    let page = scratch.store().page(CHANNEL, Page::After(MessageId::MIN), 1_000, UserId::from_raw(1)).await.unwrap();
    assert_eq!(page.len(), 250);
    assert!(page.iter().all(|row| row.message.content.as_str() == "last"));
}

#[tokio::test]
async fn what_gathers_during_a_commit_goes_together() {
    let scratch = Scratch::open().await;
    let hold = scratch.store().hold_writes().await;
    let mut state = state::WriteBehindState::default();
    let backlog = Arc::new(Backlog::default());
    let answered = Arc::new(Mutex::new(Vec::new()));
    let gather = |state: &mut state::WriteBehindState, id: u64| {
        let answered = Arc::clone(&answered);
        state.gather(backlog.take(create(id), Box::new(move |_| answered.lock().push(id))).unwrap());
    };
    gather(&mut state, 1);
    assert_eq!(state.begin().unwrap(), [create(1)], "the first goes at once and alone");
    (2..=5).for_each(|id| gather(&mut state, id));
    assert_eq!(state.begin(), None, "one batch at a time");
    state.end(&Ok(()));
    assert_eq!(state.begin().unwrap(), (2..=5).map(create).collect::<Vec<_>>());
    state.end(&Ok(()));
    assert_eq!(*answered.lock(), [1, 2, 3, 4, 5]);
    assert_eq!(state.begin(), None);
    hold.release().await;
}

#[test]
fn a_batch_is_bounded_in_rows_and_bytes_and_holds_at_least_one() {
    let mut state = state::WriteBehindState::default();
    let backlog = Arc::new(Backlog::default());
    let gather = |state: &mut state::WriteBehindState, mutation| {
        state.gather(backlog.take(mutation, Box::new(|_| ())).unwrap());
    };
    (0..2_000).for_each(|id| gather(&mut state, create(id)));
    assert_eq!(state.begin().unwrap().len(), limits::WRITE_BEHIND_BATCH_ROWS_MAX);
    state.end(&Ok(()));

    let mut state = state::WriteBehindState::default();
    let embeds = "x".repeat(limits::WRITE_BEHIND_BATCH_BYTES_MAX * 2 / 5);
    let large =
        |id, times| Mutation::create(Arc::new(crate::model::Message { embeds: embeds.repeat(times).into(), ..message(CHANNEL, id) }));
    for mutation in [large(1, 1), large(2, 1), large(3, 1), large(4, 5)] {
        gather(&mut state, mutation);
    }
    for expected in [2, 1, 1] {
        assert_eq!(state.begin().unwrap().len(), expected);
        state.end(&Ok(()));
    }
}

#[tokio::test]
async fn a_full_backlog_refuses_at_once_and_takes_again_later() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    let hold = scratch.store().hold_writes().await;
    let bound = u64::try_from(limits::WRITE_BEHIND_ENTRIES_MAX).unwrap();
    for id in 1..=bound {
        submitter.create(id).unwrap();
    }
    assert_eq!(submitter.create(bound + 1), Err(WriteBehindFull));
    hold.release().await;
    let reports = submitter.next_many(limits::WRITE_BEHIND_ENTRIES_MAX).await;
    assert!(reports.iter().all(|(id, result)| *id <= bound && result.is_ok()), "the refused one is never answered");
    submitter.create(bound + 1).unwrap();
    assert_eq!(submitter.next().await, (bound + 1, Ok(())));
}

#[tokio::test]
async fn the_backlog_is_bounded_in_bytes_too() {
    let scratch = Scratch::open().await;
    let submitter = Submitter::start(&scratch.store()).await;
    let embeds: Arc<str> = "x".repeat(limits::WRITE_BEHIND_BYTES_MAX / 4).into();
    let hold = scratch.store().hold_writes().await;
    let large = |id| Mutation::create(Arc::new(crate::model::Message { embeds: Arc::clone(&embeds), ..message(CHANNEL, id) }));
    for id in 1..=3 {
        submitter.submit(id, large(id)).unwrap();
    }
    assert_eq!(submitter.submit(4, large(4)), Err(WriteBehindFull));
    submitter.create(5).expect("a small one fits");
    hold.release().await;
}

#[tokio::test]
async fn a_failed_commit_answers_its_changes_and_none_after_it() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    scratch.store().refuse_writes(true).await;
    (1..=50).for_each(|id| submitter.create(id).unwrap());
    let reports = submitter.next_many(50).await;
    assert!(reports.iter().all(|(_, result)| matches!(result, Err(StoreError::Refused { .. }))), "{reports:?}");
    scratch.store().refuse_writes(false).await;
    (51..=60).for_each(|id| submitter.create(id).unwrap());
    assert!(submitter.next_many(10).await.iter().all(|(_, result)| result.is_ok()));
    assert_eq!(stored(&scratch.store()).await, (51..=60).collect::<Vec<_>>());
}

#[tokio::test]
async fn drain_returns_when_everything_before_is_answered() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    submitter.write_behind.drain().await; // With nothing to wait for.
    (1..=2_000).for_each(|id| submitter.create(id).unwrap());
    submitter.write_behind.drain().await;
    let mut answered = 0;
    while submitter.reports.try_recv().is_ok() {
        answered += 1;
    }
    assert_eq!(answered, 2_000);
}

#[tokio::test]
async fn a_stopped_actor_has_answered_all_and_refuses_the_rest() {
    let scratch = Scratch::open().await;
    let (write_behind, task) = WriteBehind::start(scratch.store()).await.unwrap();
    let mut submitter = Submitter { write_behind, ..Submitter::start(&scratch.store()).await };
    (1..=100).for_each(|id| submitter.create(id).unwrap());
    submitter.write_behind.stop().await;
    assert!(submitter.next_many(100).await.iter().all(|(_, result)| result.is_ok()));
    tokio::time::timeout(Duration::from_secs(10), task).await.expect("the actor ends").unwrap();
    assert_eq!(submitter.create(101), Err(WriteBehindFull));
    submitter.write_behind.drain().await;
}

#[tokio::test]
async fn an_actor_that_dies_answers_everything_all_the_same() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    let hold = scratch.store().hold_writes().await;
    (1..=100).for_each(|id| submitter.create(id).unwrap());
    submitter.write_behind.actor.kill();
    let mut reports = submitter.next_many(100).await;
    reports.sort_by_key(|(id, _)| *id);
    assert_eq!(reports.iter().map(|(id, _)| *id).collect::<Vec<_>>(), (1..=100).collect::<Vec<_>>());
    assert!(reports.iter().all(|(_, result)| matches!(result, Err(StoreError::Unknown { .. } | StoreError::Refused { .. }))));
    hold.release().await;
    scratch.store().raise_id_floor(1).await.unwrap(); // Behind whatever the store still had.
    for id in stored(&scratch.store()).await {
        let answer = &reports[usize::try_from(id).unwrap() - 1].1;
        assert!(matches!(answer, Err(StoreError::Unknown { .. })), "what may be there is not called refused");
    }
}

#[tokio::test]
async fn many_callers_are_each_answered_once() {
    let scratch = Scratch::open().await;
    let mut submitter = Submitter::start(&scratch.store()).await;
    let callers = (0..8).map(|caller| submitter.create_slowly(ChannelId::from_raw(caller + 1), caller * 1_000..caller * 1_000 + 200));
    futures_util::future::join_all(callers).await;
    let mut ids: Vec<u64> = submitter.next_many(1_600).await.into_iter().map(|(id, _)| id).collect();
    for caller in 0..8 {
        assert!(ids.iter().filter(|id| *id / 1_000 == caller).is_sorted());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 1_600);
}

/// How a batch ends whose commits end like this one after the other, and how many were made.
async fn known_after(ends: Vec<Result<(), StoreError>>) -> (Result<(), StoreError>, usize) {
    let made = std::cell::Cell::new(0);
    let commit = || {
        made.set(made.get() + 1);
        std::future::ready(ends.get(made.get() - 1).cloned().expect("no more commits than the test tells of"))
    };
    let end = actor::until_known(commit).await;
    (end, made.get())
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_written_again_until_it_is_known_to_be_there() {
    let unknown = || Err(StoreError::Unknown { why: "the disk failed".to_owned() });
    let refused = || Err(StoreError::Refused { why: "the disk is full".to_owned() });
    assert_eq!(known_after(vec![Ok(())]).await, (Ok(()), 1));
    assert_eq!(known_after(vec![refused()]).await, (refused(), 1), "nothing was written, and that is certain");
    assert_eq!(known_after(vec![unknown(), unknown(), Ok(())]).await, (Ok(()), 3));
    assert_eq!(known_after(vec![unknown(), refused(), Ok(())]).await, (Ok(()), 3), "the first may have been written all the same");
}
