//! What people have read, and the messages that mention somebody.

use super::sample::{CHANNEL, GUEST, GUILD, OWNER, channel, full_message, message, written_guild};
use crate::limits;
use crate::model::{ChannelId, Mention, MentionRing, MessageId, ReadState};
use crate::store::{GuildWrite, Mutation, Store};
use std::sync::Arc;

fn state(channel: u64, last: u64, version: u64) -> ReadState {
    ReadState { channel_id: ChannelId::from_raw(channel), last_message_id: MessageId::from_raw(last), version }
}

async fn states(store: &Store) -> Vec<ReadState> {
    let mut states = store.read_states_of(GUEST, 100).await.unwrap();
    states.sort_by_key(|state| state.channel_id);
    states
}

fn mentioning(id: u64) -> Mutation {
    Mutation::Create { message: Arc::new(full_message(CHANNEL, id)), mention_in: Some(GUILD), read_by_author: true }
}

async fn mentioned(store: &Store) -> Vec<u64> {
    let guild = store.guild(GUILD).await.unwrap().expect("it is there");
    guild.mentions.iter().map(|mention| mention.message_id.raw()).collect()
}

pub(crate) async fn of_two_read_states_the_greater_version_stands(store: Store) {
    store.put_read_states(GUEST, &[state(7, 50, 100), state(8, 60, 100)]).await.unwrap();
    store.put_read_states(GUEST, &[state(7, 40, 99), state(8, 10, 101)]).await.unwrap();
    store.put_read_states(OWNER, &[state(9, 1, 1)]).await.unwrap();
    assert_eq!(states(&store).await, [state(7, 50, 100), state(8, 10, 101)]);
    assert_eq!(store.read_states_of(GUEST, 1).await, Ok(vec![state(8, 10, 101)]), "the newest");
}

pub(crate) async fn an_own_message_moves_its_author_on_once(store: Store) {
    store.commit(&[Mutation::create(Arc::new(message(CHANNEL, 900)))]).await.unwrap();
    assert_eq!(store.read_states_of(OWNER, 10).await, Ok(vec![]), "not where nobody said so");
    let create = Mutation::Create { message: Arc::new(message(CHANNEL, 1_000)), mention_in: None, read_by_author: true };
    store.commit(std::slice::from_ref(&create)).await.unwrap();
    assert_eq!(store.read_states_of(OWNER, 10).await, Ok(vec![state(CHANNEL.raw(), 1_000, 1_000)]));
    store.put_read_states(OWNER, &[state(CHANNEL.raw(), 5, 1_001)]).await.unwrap();
    store.commit(&[create]).await.unwrap();
    assert_eq!(store.read_states_of(OWNER, 10).await, Ok(vec![state(CHANNEL.raw(), 5, 1_001)]));
}

pub(crate) async fn messages_to_somebody_are_those_of_others_above_an_id(store: Store) {
    let by_guest = |id| Mutation::create(Arc::new(crate::model::Message { author_id: GUEST, ..message(CHANNEL, id) }));
    let by_owner = |id| Mutation::create(Arc::new(message(CHANNEL, id)));
    store.commit(&[by_owner(10), by_guest(11), by_owner(12), by_owner(13), by_owner(14)]).await.unwrap();
    let ids = |raw: &[u64]| raw.iter().map(|id| MessageId::from_raw(*id)).collect::<Vec<_>>();
    let (above, other) = ((CHANNEL, MessageId::from_raw(10)), (ChannelId::from_raw(5), MessageId::MIN));
    let found = store.messages_to(GUEST, &[above, other], 10).await.unwrap();
    assert_eq!(found, [(above.0, ids(&[12, 13, 14])), (other.0, ids(&[]))]);
    assert_eq!(store.messages_to(GUEST, &[above], 2).await, Ok(vec![(CHANNEL, ids(&[13, 14]))]));
    assert_eq!(store.messages_to(OWNER, &[above], 10).await, Ok(vec![(CHANNEL, ids(&[11]))]));
}

pub(crate) async fn mentions_come_with_their_guild_the_newest_of_them(store: Store) {
    written_guild(&store).await;
    let most = u64::try_from(limits::GUILD_MENTIONS_MAX).unwrap();
    let all: Vec<_> = (1..=most + 3).map(|n| mentioning(1_000 + n)).collect();
    store.commit(&all).await.unwrap();
    store.commit(&[Mutation::create(Arc::new(full_message(CHANNEL, 9_000)))]).await.unwrap();
    let guild = store.guild(GUILD).await.unwrap().unwrap();
    let expected = (4..=most + 3).rev().map(|n| full_message(CHANNEL, 1_000 + n));
    let expected = expected.map(|m| Mention { message_id: m.id, channel_id: CHANNEL, author_id: m.author_id, mentions: m.mentions });
    assert_eq!(guild.mentions, MentionRing::of_newest(expected));
}

pub(crate) async fn a_mention_goes_with_its_message_and_its_channel(store: Store) {
    written_guild(&store).await;
    store.commit(&[mentioning(1_001), mentioning(1_002), mentioning(1_003)]).await.unwrap();
    let delete = |id| Mutation::Delete { channel_id: CHANNEL, message_id: MessageId::from_raw(id) };
    store.commit(&[delete(1_002)]).await.unwrap();
    assert_eq!(mentioned(&store).await, [1_003, 1_001]);
    store.commit(&[mentioning(1_001)]).await.unwrap();
    assert_eq!(mentioned(&store).await, [1_003, 1_001], "the same once more changes nothing");
    store.put_read_states(GUEST, &[state(CHANNEL.raw(), 1_001, 1_001), state(7, 1, 1)]).await.unwrap();
    store.write_guild(GUILD, &[GuildWrite::DeleteChannel(CHANNEL)]).await.unwrap();
    assert_eq!(mentioned(&store).await, [0; 0]);
    assert_eq!(states(&store).await, [state(7, 1, 1)]);
    store.commit(&[mentioning(1_004)]).await.unwrap();
    store.put_read_states(GUEST, &[state(CHANNEL.raw(), 1_004, 1_004)]).await.unwrap();
    assert_eq!(mentioned(&store).await, [0; 0], "what was on its way goes with its channel");
    assert_eq!(states(&store).await, [state(7, 1, 1)]);
    assert_eq!(store.read_states_of(OWNER, 10).await, Ok(vec![]));
}

pub(crate) async fn mentions_and_read_states_go_with_their_guild(store: Store) {
    let guild = written_guild(&store).await;
    store.commit(&[mentioning(1_001)]).await.unwrap();
    store.put_read_states(GUEST, &[state(CHANNEL.raw(), 1_001, 1_001)]).await.unwrap();
    store.write_guild(GUILD, &[GuildWrite::DeleteGuild]).await.unwrap();
    assert_eq!(states(&store).await, []);
    store.create_guild(&guild).await.unwrap();
    assert_eq!(mentioned(&store).await, [0; 0]);
    store.write_guild(GUILD, &[GuildWrite::PutChannel(Arc::new(channel(120, "another")))]).await.unwrap();
    let message = Arc::new(full_message(ChannelId::from_raw(120), 2_000));
    store.commit(&[Mutation::Create { message, mention_in: Some(GUILD), read_by_author: true }]).await.unwrap();
    assert_eq!(mentioned(&store).await, [2_000]);
}
