//! Pages of history.

use super::messages::emoji;
use super::sample::{CHANNEL, GUEST, OWNER, message};
use crate::model::{ChannelId, MessageId, ReactionCount, UserId};
use crate::store::{Mutation, Page, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::Arc;

/// Tries `promise` with many values; the smallest that breaks it is told.
pub(crate) fn check<S: Strategy, F: Future<Output = ()>>(strategy: &S, promise: impl Fn(S::Value) -> F) {
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let tried = tokio::task::block_in_place(|| {
        runner.run(strategy, |value| {
            tokio::runtime::Handle::current().block_on(promise(value));
            Ok(())
        })
    });
    if let Err(broken) = tried {
        panic!("{broken}");
    }
}

async fn ids(store: &Store, page: Page, limit: usize) -> Vec<u64> {
    let rows = store.page(CHANNEL, page, limit, OWNER).await.unwrap();
    rows.into_iter().map(|row| row.message.id.raw()).collect()
}

pub(crate) async fn any_page_equals_a_model(store: Store) {
    let there: Vec<u64> = (1..400).map(|n| n * 10).filter(|id| id % 70 != 0).collect();
    let mut mutations: Vec<_> = (1..400).map(|n| Mutation::create(Arc::new(message(CHANNEL, n * 10)))).collect();
    let other = [100, 102].map(ChannelId::from_raw);
    mutations.extend(other.iter().flat_map(|channel| (1..40).map(|n| Mutation::create(Arc::new(message(*channel, n * 100 + 5))))));
    let gone = (1..400).map(|n| n * 10).filter(|id| id % 70 == 0).map(MessageId::from_raw);
    mutations.extend(gone.map(|message_id| Mutation::Delete { channel_id: CHANNEL, message_id }));
    store.commit(&mutations).await.unwrap();
    let bound = prop_oneof![4 => 0..4_100_u64, 1 => Just(MessageId::MAX.raw()), 1 => Just(0)];
    check(&(bound, 0..120_usize), |(bound, limit)| {
        let (store, there) = (&store, &there);
        async move {
            let before: Vec<u64> = there.iter().rev().copied().filter(|id| *id < bound).take(limit).collect();
            assert_eq!(ids(store, Page::Before(MessageId::from_raw(bound)), limit).await, before);
            let mut after: Vec<u64> = there.iter().copied().filter(|id| *id > bound).take(limit).collect();
            after.reverse();
            assert_eq!(ids(store, Page::After(MessageId::from_raw(bound)), limit).await, after);
        }
    });
}

pub(crate) async fn pages_count_reactions_for_their_viewer(store: Store) {
    let (a, b) = (emoji("\u{1f600}"), emoji("\u{1f3c1}"));
    let mut mutations: Vec<_> = (1..=3).map(|id| Mutation::create(Arc::new(message(CHANNEL, id)))).collect();
    for (id, emoji, user) in [(1, &a, 1), (3, &a, 2), (3, &b, 1), (3, &a, 5), (2, &b, 1)] {
        let (message_id, user_id) = (MessageId::from_raw(id), UserId::from_raw(user));
        mutations.push(Mutation::AddReaction { channel_id: CHANNEL, message_id, emoji: emoji.clone(), user_id });
    }
    store.commit(&mutations).await.unwrap();
    let count = |emoji: &crate::model::ReactionEmoji, count, me| ReactionCount { emoji: emoji.clone(), count, me };
    let page = store.page(CHANNEL, Page::Before(MessageId::MAX), 2, GUEST).await.unwrap();
    assert_eq!(page[0].reactions, [count(&a, 2, true), count(&b, 1, false)]);
    assert_eq!(page[1].reactions, [count(&b, 1, false)]);
    let page = store.page(CHANNEL, Page::After(MessageId::MIN), 1, OWNER).await.unwrap();
    assert_eq!(page[0].reactions, [count(&a, 1, true)]);
}
