//! DMs.

use super::sample::{message, people};
use crate::model::{ChannelId, MessageId, UserId};
use crate::store::{ChannelPlace, Mutation, Store};
use futures_util::future::join_all;
use std::sync::Arc;

pub(crate) async fn two_opens_at_once_give_one_dm(store: Store) {
    let people = people(&store, 2).await;
    let users = [people[0].id, people[1].id];
    let opens = (0..10).map(|n| {
        let users = if n % 2 == 0 { users } else { [users[1], users[0]] };
        store.open_dm(users, ChannelId::from_raw(500 + n))
    });
    let dms: Vec<_> = join_all(opens).await.into_iter().map(Result::unwrap).collect();
    assert!(dms.iter().all(|dm| *dm == dms[0]), "{dms:?}");
    assert!(dms[0].has(users[0]) && dms[0].has(users[1]));
    assert_eq!(*dms[0].peer(users[0]), people[1]);
    assert_eq!(store.dm(dms[0].id).await, Ok(Some(dms[0].clone())));
    assert_eq!(store.channel_place(dms[0].id).await, Ok(Some(ChannelPlace::Dm(users))));
    assert_eq!(store.dms_of(users[1]).await, Ok(vec![dms[0].clone()]));
}

pub(crate) async fn dms_are_listed_by_their_newest_message(store: Store) {
    let ids: Vec<UserId> = people(&store, 4).await.iter().map(|user| user.id).collect();
    let mut dms = Vec::new();
    for (peer, channel) in [(ids[1], 500), (ids[2], 501), (ids[3], 502)] {
        dms.push(store.open_dm([peer, ids[0]], ChannelId::from_raw(channel)).await.unwrap().id);
    }
    let creates = [(dms[0], 1_002), (dms[1], 1_001)].map(|(channel, id)| Mutation::create(Arc::new(message(channel, id))));
    store.commit(&creates).await.unwrap();
    let listed = store.dms_of(ids[0]).await.unwrap();
    assert_eq!(listed.iter().map(|dm| dm.id).collect::<Vec<_>>(), dms);
    assert_eq!(listed[0].last_message_id, Some(MessageId::from_raw(1_002)));
    assert_eq!(store.dms_of(UserId::from_raw(99)).await, Ok(vec![]));
}

/// The DM of two people, and who they are.
async fn dm_of_two(store: &Store) -> (ChannelId, [UserId; 2]) {
    let people = people(store, 2).await;
    let users = [people[0].id, people[1].id];
    (store.open_dm(users, ChannelId::from_raw(500)).await.unwrap().id, users)
}

async fn is_listed(store: &Store, user: UserId, dm: ChannelId) -> bool {
    store.dms_of(user).await.unwrap().iter().any(|listed| listed.id == dm)
}

pub(crate) async fn a_closed_dm_is_off_one_list_until_it_is_opened(store: Store) {
    let (dm, [one, two]) = dm_of_two(&store).await;
    store.commit(&[Mutation::create(Arc::new(message(dm, 1_001)))]).await.unwrap();
    assert_eq!(store.dm_closed_by(dm).await, Ok(vec![]));
    for after in [1_002, 1_001] {
        store.close_dm(dm, two, MessageId::from_raw(after)).await.unwrap();
        assert_eq!(store.dm_closed_by(dm).await, Ok(vec![two]));
        assert!(is_listed(&store, one, dm).await && !is_listed(&store, two, dm).await);
    }
    assert!(store.dm(dm).await.unwrap().is_some());
    assert_eq!(store.open_dm([one, two], ChannelId::from_raw(501)).await.unwrap().id, dm);
    store.close_dm(dm, one, MessageId::from_raw(1_003)).await.unwrap();
    assert_eq!(store.dm_closed_by(dm).await, Ok(vec![one, two]));
    store.reopen_dm(dm, &[two, UserId::from_raw(99)]).await.unwrap();
    assert_eq!(store.dm_closed_by(dm).await, Ok(vec![one]));
    assert!(!is_listed(&store, one, dm).await && is_listed(&store, two, dm).await);
}

pub(crate) async fn a_message_lists_a_closed_dm_again(store: Store) {
    let (dm, [one, two]) = dm_of_two(&store).await;
    store.close_dm(dm, one, MessageId::from_raw(1_005)).await.unwrap();
    for (id, listed) in [(1_004, false), (1_006, true)] {
        store.commit(&[Mutation::create(Arc::new(message(dm, id)))]).await.unwrap();
        assert_eq!(is_listed(&store, one, dm).await, listed, "{id}");
        assert_eq!(store.dm_closed_by(dm).await, Ok(if listed { vec![] } else { vec![one] }));
        assert!(is_listed(&store, two, dm).await);
    }
    store.close_dm(dm, one, MessageId::from_raw(1_007)).await.unwrap();
    assert!(!is_listed(&store, one, dm).await, "closed once more");
}
