//! The snowflake clock's mark.

use super::sample::{CHANNEL, message};
use crate::store::{Mutation, Store};
use std::sync::Arc;

pub(crate) async fn the_floor_only_rises(store: Store) {
    assert_eq!(store.id_floor().await, Ok(0));
    store.raise_id_floor(500).await.unwrap();
    store.raise_id_floor(400).await.unwrap();
    assert_eq!(store.id_floor().await, Ok(500));
    store.raise_id_floor(1 << 62).await.unwrap();
    assert_eq!(store.id_floor().await, Ok(1 << 62));
}

pub(crate) async fn the_floor_covers_the_newest_message(store: Store) {
    store.raise_id_floor(500).await.unwrap();
    let other = crate::model::ChannelId::from_raw(7);
    let creates = [(CHANNEL, 900), (other, 800), (CHANNEL, 300)].map(|(channel, id)| Mutation::create(Arc::new(message(channel, id))));
    store.commit(&creates).await.unwrap();
    assert_eq!(store.id_floor().await, Ok(900));
}

pub(crate) async fn a_clean_end_lowers_the_mark(store: Store) {
    store.raise_id_floor(500).await.unwrap();
    store.settle_id_floor(450).await.unwrap();
    assert_eq!(store.id_floor().await, Ok(450));
    store.raise_id_floor(451).await.unwrap();
    assert_eq!(store.id_floor().await, Ok(451));
}
