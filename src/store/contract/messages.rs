//! Messages and the changes that write-behind brings.

use super::sample::{CHANNEL, GUEST, OWNER, at, content, full_message, message};
use crate::model::{ChannelId, Mentions, Message, MessageId, Nonce, Reaction, ReactionEmoji, Reactions, UserId};
use crate::store::{EnforcedNonce, Mutation, Page, Store};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) fn emoji(text: &str) -> ReactionEmoji {
    ReactionEmoji::parse(text).expect("an emoji")
}

fn create(message: &Message) -> Mutation {
    Mutation::create(Arc::new(message.clone()))
}

fn edit(of: &Message, text: &str) -> Mutation {
    Mutation::Edit {
        channel_id: of.channel_id,
        message_id: of.id,
        content: content(text),
        embeds: "[{}]".into(),
        mentions: Mentions { users: vec![GUEST], ..Mentions::default() },
        flags: 4,
        edited_at: Some(at(77)),
    }
}

fn delete(of: &Message) -> Mutation {
    Mutation::Delete { channel_id: of.channel_id, message_id: of.id }
}

fn react(to: &Message, with: &str, user: u64) -> Mutation {
    Mutation::AddReaction { channel_id: to.channel_id, message_id: to.id, emoji: emoji(with), user_id: UserId::from_raw(user) }
}

fn unreact(to: &Message, with: &str, user: u64) -> Mutation {
    Mutation::RemoveReaction { channel_id: to.channel_id, message_id: to.id, emoji: emoji(with), user_id: UserId::from_raw(user) }
}

fn reaction(with: &str, users: &[u64]) -> Reaction {
    Reaction { emoji: emoji(with), users: users.iter().copied().map(UserId::from_raw).collect() }
}

async fn read(store: &Store, of: &Message) -> Option<(Message, Reactions)> {
    store.message(of.channel_id, of.id).await.unwrap()
}

pub(crate) async fn a_message_comes_back_as_it_was(store: Store) {
    let number = Message { nonce: Some(Nonce::Number(42)), ..message(CHANNEL, 3) };
    for message in [message(CHANNEL, 1), full_message(CHANNEL, 2), number] {
        store.commit(&[create(&message)]).await.unwrap();
        assert_eq!(read(&store, &message).await, Some((message, Reactions::default())));
    }
    let elsewhere = message(ChannelId::from_raw(9), 1);
    assert_eq!(read(&store, &elsewhere).await, None);
}

pub(crate) async fn many_messages_are_found_by_their_ids(store: Store) {
    let messages: Vec<Message> = (1..=150).map(|id| full_message(CHANNEL, id)).collect();
    store.commit(&messages.iter().map(create).collect::<Vec<_>>()).await.unwrap();
    store.commit(&[create(&message(ChannelId::from_raw(9), 500)), delete(&messages[20])]).await.unwrap();
    let found = |ids: Vec<u64>| async {
        let ids: Vec<MessageId> = ids.into_iter().map(MessageId::from_raw).collect();
        let mut found = store.messages(CHANNEL, &ids).await.unwrap();
        found.sort_by_key(|message| message.id);
        found
    };
    assert_eq!(found((11..=110).rev().collect()).await, [&messages[10..20], &messages[21..110]].concat(), "as many as a page has");
    assert_eq!(found(vec![149, 3, 3]).await, [messages[2].clone(), messages[148].clone()]);
    assert_eq!(found(vec![21, 151, 500, 0, u64::MAX]).await, [], "deleted, never sent, elsewhere");
    assert_eq!(found(vec![]).await, []);
}

pub(crate) async fn a_repeated_create_keeps_the_edit(store: Store) {
    let message = full_message(CHANNEL, 1);
    store.commit(&[create(&message), edit(&message, "edited")]).await.unwrap();
    store.commit(&[create(&message)]).await.unwrap();
    assert_eq!(read(&store, &message).await.unwrap().0.content.as_str(), "edited");
}

pub(crate) async fn an_edit_shows_and_keeps_the_rest(store: Store) {
    let message = full_message(CHANNEL, 1);
    store.commit(&[create(&message), react(&message, "\u{1f600}", 1)]).await.unwrap();
    store.commit(&[edit(&message, "edited")]).await.unwrap();
    let edited = Message {
        content: content("edited"),
        embeds: "[{}]".into(),
        mentions: Mentions { users: vec![GUEST], ..Mentions::default() },
        flags: 4,
        edited_at: Some(at(77)),
        ..message.clone()
    };
    assert_eq!(read(&store, &message).await, Some((edited, Reactions(vec![reaction("\u{1f600}", &[1])]))));
}

pub(crate) async fn changes_of_an_unknown_message_do_nothing(store: Store) {
    let (gone, never) = (message(CHANNEL, 1), message(CHANNEL, 2));
    store.commit(&[create(&gone), delete(&gone)]).await.unwrap();
    for message in [&gone, &never] {
        let clear = Mutation::ClearReactions { channel_id: CHANNEL, message_id: message.id, emoji: None };
        let changes = [edit(message, "x"), react(message, "\u{1f600}", 1), unreact(message, "\u{1f600}", 1), clear, delete(message)];
        store.commit(&changes).await.unwrap();
        assert_eq!(read(&store, message).await, None);
        store.commit(&[create(message)]).await.unwrap();
        assert_eq!(read(&store, message).await, Some((message.clone(), Reactions::default())), "nothing was left behind");
    }
}

pub(crate) async fn a_deleted_message_takes_its_reactions(store: Store) {
    let (message, neighbour) = (message(CHANNEL, 1), message(CHANNEL, 2));
    let with = "\u{1f600}";
    store.commit(&[create(&message), create(&neighbour), react(&message, with, 1), react(&neighbour, with, 1)]).await.unwrap();
    for _ in 0..2 {
        store.commit(&[delete(&message)]).await.unwrap();
    }
    assert_eq!(read(&store, &message).await, None);
    assert_eq!(store.reaction_users(CHANNEL, message.id, &emoji(with)).await, Ok(vec![]));
    assert_eq!(store.reaction_users(CHANNEL, neighbour.id, &emoji(with)).await, Ok(vec![OWNER]));
}

pub(crate) async fn reactions_keep_the_order_in_which_emoji_came(store: Store) {
    let message = message(CHANNEL, 1);
    let (b, a) = ("\u{1f600}", "\u{1f3c1}");
    store.commit(&[create(&message), react(&message, b, 3), react(&message, a, 2), react(&message, b, 1)]).await.unwrap();
    store.commit(&[react(&message, b, 1)]).await.expect("a repeat is harmless");
    let reactions = read(&store, &message).await.unwrap().1;
    assert_eq!(reactions.0, [reaction(b, &[1, 3]), reaction(a, &[2])]);
    assert_eq!(store.reaction_users(CHANNEL, message.id, &emoji(b)).await.unwrap(), [1, 3].map(UserId::from_raw));
    store.commit(&[unreact(&message, b, 1), unreact(&message, b, 3), react(&message, b, 2)]).await.unwrap();
    assert_eq!(read(&store, &message).await.unwrap().1.0, [reaction(a, &[2]), reaction(b, &[2])], "who comes back comes last");
}

pub(crate) async fn cleared_reactions_are_gone(store: Store) {
    let message = message(CHANNEL, 1);
    let (b, a) = ("\u{1f600}", "\u{1f3c1}");
    let clear = |emoji| Mutation::ClearReactions { channel_id: CHANNEL, message_id: message.id, emoji };
    store.commit(&[create(&message), react(&message, b, 1), react(&message, a, 1), react(&message, b, 2)]).await.unwrap();
    store.commit(&[clear(Some(emoji(b)))]).await.unwrap();
    assert_eq!(read(&store, &message).await.unwrap().1.0, [reaction(a, &[1])]);
    store.commit(&[clear(None)]).await.unwrap();
    assert_eq!(read(&store, &message).await.unwrap().1.0, []);
}

pub(crate) async fn enforced_nonces_are_found_above_an_id(store: Store) {
    let with = |id, nonce: Option<Nonce>, nonce_enforced| create(&Message { nonce, nonce_enforced, ..message(CHANNEL, id) });
    let text = |text: &str| Some(Nonce::Text(text.to_owned()));
    let creates = [
        with(1, text("old"), true),
        with(2, text("7"), true),
        with(3, text("free"), false),
        with(4, Some(Nonce::Number(7)), true),
        with(5, None, false),
    ];
    store.commit(&creates).await.unwrap();
    store.commit(&[create(&full_message(ChannelId::from_raw(9), 6))]).await.unwrap();
    let found = store.enforced_nonces(CHANNEL, MessageId::from_raw(1)).await.unwrap();
    let expected = [(2, Nonce::Text("7".to_owned())), (4, Nonce::Number(7))];
    let expected = expected.map(|(id, nonce)| EnforcedNonce { author_id: OWNER, nonce, message_id: MessageId::from_raw(id) });
    assert_eq!(found, expected);
}

pub(crate) async fn what_was_answered_is_read(store: Store) {
    for id in 1..=200 {
        let message = message(CHANNEL, id);
        store.commit(&[create(&message)]).await.unwrap();
        assert_eq!(store.last_message_id(CHANNEL).await, Ok(Some(message.id)));
    }
}

type Model = BTreeMap<(ChannelId, MessageId), (Message, Reactions)>;

fn apply(model: &mut Model, mutation: &Mutation) {
    match mutation.clone() {
        Mutation::Create { message, .. } => {
            model.entry((message.channel_id, message.id)).or_insert_with(|| (Message::clone(&message), Reactions::default()));
        }
        Mutation::Delete { channel_id, message_id } => {
            model.remove(&(channel_id, message_id));
        }
        Mutation::Edit { channel_id, message_id, content, embeds, mentions, flags, edited_at } => {
            if let Some((message, _)) = model.get_mut(&(channel_id, message_id)) {
                *message = Message { content, embeds, mentions, edited_at, flags, ..message.clone() };
            }
        }
        Mutation::AddReaction { channel_id, message_id, emoji, user_id } => {
            model.get_mut(&(channel_id, message_id)).map(|(_, reactions)| reactions.add(&emoji, user_id));
        }
        Mutation::RemoveReaction { channel_id, message_id, emoji, user_id } => {
            model.get_mut(&(channel_id, message_id)).map(|(_, reactions)| reactions.remove(&emoji, user_id));
        }
        Mutation::ClearReactions { channel_id, message_id, emoji } => {
            if let Some((_, reactions)) = model.get_mut(&(channel_id, message_id)) {
                reactions.0.retain(|reaction| emoji.as_ref().is_some_and(|emoji| reaction.emoji != *emoji));
            }
        }
    }
}

fn any_mutation() -> impl Strategy<Value = Mutation> {
    let with = prop_oneof![Just("\u{1f600}"), Just("\u{1f3c1}"), Just("\u{2764}\u{fe0f}")];
    (0..9_u8, 1..3_u64, 1..6_u64, with, 1..4_u64).prop_map(|(kind, channel, id, with, user)| {
        let of = message(ChannelId::from_raw(channel), id);
        let clear = |emoji| Mutation::ClearReactions { channel_id: of.channel_id, message_id: of.id, emoji };
        match kind {
            0 | 1 => create(&full_message(of.channel_id, id)),
            2 => edit(&of, &format!("edit by {user}")),
            3 => delete(&of),
            4..=6 => react(&of, with, user),
            7 => unreact(&of, with, user),
            _ => clear((user > 1).then(|| emoji(with))),
        }
    })
}

/// All that the store tells of two channels, each emoji's place apart.
async fn told(store: &Store) -> Model {
    let mut told = Model::new();
    for channel in [1, 2].map(ChannelId::from_raw) {
        for row in store.page(channel, Page::Before(MessageId::MAX), 100, OWNER).await.unwrap() {
            let (message, reactions) = store.message(channel, row.message.id).await.unwrap().expect("it was in the page");
            assert_eq!(row.message, message);
            assert_eq!(row.reactions, reactions.counts(OWNER));
            told.insert((channel, message.id), (message, reactions));
        }
    }
    told
}

fn without_order(mut model: Model) -> Model {
    for (_, reactions) in model.values_mut() {
        reactions.0.sort_by(|a, b| a.emoji.cmp(&b.emoji));
    }
    model
}

async fn clear_channels(store: &Store) {
    let messages = [1, 2].into_iter().flat_map(|channel| (1..6).map(move |id| message(ChannelId::from_raw(channel), id)));
    store.commit(&messages.map(|message| delete(&message)).collect::<Vec<_>>()).await.unwrap();
}

pub(crate) async fn any_mutations_equal_a_model(store: Store) {
    let strategy = (prop::collection::vec(any_mutation(), 0..60), 1..20_usize);
    super::pages::check(&strategy, |(mutations, batch)| mutations_equal_the_model(&store, mutations, batch));
}

async fn mutations_equal_the_model(store: &Store, mutations: Vec<Mutation>, batch: usize) {
    clear_channels(store).await;
    let mut model = Model::new();
    for batch in mutations.chunks(batch) {
        store.commit(batch).await.unwrap();
        for mutation in batch {
            apply(&mut model, mutation);
        }
    }
    assert_eq!(told(store).await, model);
}

/// As owners send them: each message is made once, and changed only while it is there.
fn as_owners_send(mutations: Vec<Mutation>) -> Vec<Mutation> {
    let (mut model, mut made) = (Model::new(), BTreeSet::new());
    let sends = |mutation: &Mutation| {
        let fit = match mutation {
            Mutation::Create { message, .. } => made.insert((message.channel_id, message.id)),
            Mutation::Edit { channel_id, message_id, .. }
            | Mutation::Delete { channel_id, message_id }
            | Mutation::AddReaction { channel_id, message_id, .. }
            | Mutation::RemoveReaction { channel_id, message_id, .. }
            | Mutation::ClearReactions { channel_id, message_id, .. } => model.contains_key(&(*channel_id, *message_id)),
        };
        if fit {
            apply(&mut model, mutation);
        }
        fit
    };
    mutations.into_iter().filter(sends).collect()
}

pub(crate) async fn the_last_mutations_once_more_change_nothing(store: Store) {
    let strategy = (prop::collection::vec(any_mutation(), 0..60), 0..60_usize);
    super::pages::check(&strategy, |(mutations, from)| repeat(&store, as_owners_send(mutations), from));
}

async fn repeat(store: &Store, mutations: Vec<Mutation>, from: usize) {
    clear_channels(store).await;
    store.commit(&mutations).await.unwrap();
    let before = told(store).await;
    store.commit(&mutations[from.min(mutations.len())..]).await.unwrap();
    assert_eq!(without_order(told(store).await), without_order(before));
}
