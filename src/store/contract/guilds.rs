//! Guilds, their parts and their bans.

use super::sample::{self, CHANNEL, GUEST, GUILD, OWNER, at, channel, invite, member, message, people, role, written_guild};
use crate::model::{Ban, Channel, ChannelId, Guild, GuildInfo, Member, MessageId, OverwriteTarget, Role, RoleId, UserId};
use crate::store::{BansPage, ChannelPlace, GuildWrite, Mutation, Page, Store};
use std::collections::HashMap;
use std::sync::Arc;

async fn load(store: &Store) -> Guild {
    store.guild(GUILD).await.unwrap().expect("the guild is there")
}

fn assert_same(a: &Guild, b: &Guild) {
    assert_eq!(a.info, b.info);
    assert_eq!(a.roles, b.roles);
    assert_eq!(a.channels, b.channels);
    assert_eq!(a.members, b.members);
    assert_eq!(a.member_count, b.member_count);
}

pub(crate) async fn a_guild_comes_back_as_it_was(store: Store) {
    assert!(store.guild(GUILD).await.unwrap().is_none());
    let written = written_guild(&store).await;
    assert_same(&load(&store).await, &written);
    assert_eq!(store.guilds_of(GUEST).await, Ok(vec![GUILD]));
    assert_eq!(store.guilds_of(UserId::from_raw(99)).await, Ok(vec![]));
    assert_eq!(store.channel_place(CHANNEL).await, Ok(Some(ChannelPlace::Guild(GUILD))));
    assert_eq!(store.channel_place(ChannelId::from_raw(99)).await, Ok(None));
    let dm = store.open_dm([OWNER, GUEST], ChannelId::from_raw(500)).await.unwrap().id;
    let places = HashMap::from([(CHANNEL, ChannelPlace::Guild(GUILD)), (dm, ChannelPlace::Dm([OWNER, GUEST]))]);
    assert_eq!(store.channel_places(&[dm, ChannelId::from_raw(99), CHANNEL]).await, Ok(places));
    assert_eq!(store.channel_places(&[]).await, Ok(HashMap::new()));
}

pub(crate) async fn each_write_shows_at_the_next_load(store: Store) {
    let mut guild = written_guild(&store).await;
    let newcomer = Arc::new(sample::user(3, "newcomer"));
    store.create_user(&newcomer, "hash").await.unwrap();
    let info = GuildInfo { name: "Renamed".to_owned(), description: None, system_channel_id: None, ..guild.info.clone() };
    let (role, member) = (Arc::new(role(111, "new")), Arc::new(member(&newcomer)));
    let moved = Arc::new(Channel { name: "moved".to_owned(), parent_id: None, topic: None, ..(*guild.channels[&CHANNEL]).clone() });
    let added = Arc::new(channel(103, "added"));
    let renamed = Arc::new(Role { name: "renamed".to_owned(), managed_by: None, ..(*guild.roles[&RoleId::from_raw(110)]).clone() });
    let writes = [
        GuildWrite::PutInfo(info.clone()),
        GuildWrite::PutRole(Arc::clone(&role)),
        GuildWrite::PutRole(Arc::clone(&renamed)),
        GuildWrite::PutChannel(Arc::clone(&moved)),
        GuildWrite::PutChannel(Arc::clone(&added)),
        GuildWrite::DeleteMember(GUEST),
        GuildWrite::PutMember(Arc::clone(&member)),
    ];
    for _ in 0..2 {
        store.write_guild(GUILD, &writes).await.expect("a second time changes nothing");
    }
    guild.info = info;
    guild.roles.extend([role, renamed].map(|role| (role.id, role)));
    guild.channels.extend([moved, added].map(|channel| (channel.id, channel)));
    guild.members.remove(&GUEST);
    guild.members.insert(newcomer.id, member);
    assert_same(&load(&store).await, &guild);
    assert_eq!(store.guilds_of(GUEST).await, Ok(vec![]));
    assert_eq!(store.guilds_of(newcomer.id).await, Ok(vec![GUILD]));
}

pub(crate) async fn a_deleted_role_leaves_nobody_with_it(store: Store) {
    written_guild(&store).await;
    let role = RoleId::from_raw(110);
    store.write_guild(GUILD, &[GuildWrite::DeleteRole(role)]).await.unwrap();
    let guild = load(&store).await;
    assert!(!guild.roles.contains_key(&role));
    assert_eq!(guild.members[&GUEST].roles, []);
    let targets: Vec<_> = guild.channels[&CHANNEL].overwrites.iter().map(|overwrite| overwrite.target).collect();
    assert_eq!(targets, [OverwriteTarget::Member(GUEST), OverwriteTarget::Role(GUILD.everyone())]);
}

pub(crate) async fn a_deleted_category_leaves_its_channels(store: Store) {
    written_guild(&store).await;
    store.write_guild(GUILD, &[GuildWrite::DeleteChannel(ChannelId::from_raw(102))]).await.unwrap();
    let guild = load(&store).await;
    assert_eq!(guild.channels.len(), 1);
    assert_eq!(guild.channels[&CHANNEL].parent_id, None);
}

/// A message with a reaction in each of two channels, and an invite to each.
async fn furnish(store: &Store, channels: [ChannelId; 2]) {
    for (channel_id, code) in channels.into_iter().zip(["first", "second"]) {
        let message = Arc::new(message(channel_id, 1_000));
        let emoji = crate::model::ReactionEmoji::parse("\u{1f600}").unwrap();
        let react = Mutation::AddReaction { channel_id, message_id: message.id, emoji, user_id: OWNER };
        store.commit(&[Mutation::create(message), react]).await.unwrap();
        let invite = crate::model::Invite { channel_id, ..invite(code, 0) };
        store.write_guild(GUILD, &[GuildWrite::PutInvite(invite)]).await.unwrap();
    }
}

async fn codes(store: &Store) -> Vec<String> {
    store.invites_of(GUILD).await.unwrap().into_iter().map(|invite| invite.code.0).collect()
}

async fn message_count(store: &Store, channel: ChannelId) -> usize {
    store.page(channel, Page::Before(MessageId::MAX), 10, OWNER).await.unwrap().len()
}

pub(crate) async fn a_deleted_channel_takes_its_messages_and_invites(store: Store) {
    written_guild(&store).await;
    let other = ChannelId::from_raw(103);
    store.write_guild(GUILD, &[GuildWrite::PutChannel(Arc::new(channel(103, "other")))]).await.unwrap();
    furnish(&store, [CHANNEL, other]).await;
    store.write_guild(GUILD, &[GuildWrite::DeleteChannel(CHANNEL)]).await.unwrap();
    assert_eq!(store.channel_place(CHANNEL).await, Ok(None));
    assert_eq!((message_count(&store, CHANNEL).await, message_count(&store, other).await), (0, 1));
    assert_eq!(codes(&store).await, ["second"]);
}

/// Owners hear of a deletion after the store: until then they take messages.
pub(crate) async fn a_message_on_its_way_goes_with_its_channel(store: Store) {
    written_guild(&store).await;
    let late = |channel, id| Mutation::create(Arc::new(message(channel, id)));
    let (other, elsewhere) = (ChannelId::from_raw(102), ChannelId::from_raw(9));
    for (writes, gone) in [([GuildWrite::DeleteChannel(CHANNEL)], CHANNEL), ([GuildWrite::DeleteGuild], other)] {
        store.commit(&[late(gone, 1_000)]).await.unwrap();
        store.write_guild(GUILD, &writes).await.unwrap();
        let emoji = crate::model::ReactionEmoji::parse("\u{1f600}").unwrap();
        let react =
            Mutation::AddReaction { channel_id: gone, message_id: MessageId::from_raw(1_001), emoji: emoji.clone(), user_id: OWNER };
        store
            .commit(&[late(elsewhere, 1_001), late(gone, 1_000), late(gone, 1_001), react])
            .await
            .expect("nobody else's message fails with it");
        assert_eq!((message_count(&store, gone).await, message_count(&store, elsewhere).await), (0, 1));
        assert_eq!(store.reaction_users(gone, MessageId::from_raw(1_001), &emoji).await, Ok(vec![]));
    }
}

pub(crate) async fn a_deletion_that_failed_lets_messages_come(store: Store) {
    let guild = written_guild(&store).await;
    let stranger = Arc::new(member(&Arc::new(sample::user(99, "stranger"))));
    let writes = [GuildWrite::DeleteChannel(CHANNEL), GuildWrite::PutMember(stranger)];
    assert!(store.write_guild(guild.info.id, &writes).await.is_err());
    store.commit(&[Mutation::create(Arc::new(message(CHANNEL, 1_000)))]).await.unwrap();
    assert_eq!(message_count(&store, CHANNEL).await, 1);
}

pub(crate) async fn a_deleted_guild_takes_everything(store: Store) {
    let guild = written_guild(&store).await;
    furnish(&store, [CHANNEL, ChannelId::from_raw(102)]).await;
    store.write_guild(GUILD, &[GuildWrite::PutBan(ban(&guild.members[&GUEST]))]).await.unwrap();
    for _ in 0..2 {
        store.write_guild(GUILD, &[GuildWrite::DeleteGuild]).await.expect("a second time does nothing");
    }
    assert!(store.guild(GUILD).await.unwrap().is_none());
    assert_eq!(store.guilds_of(OWNER).await, Ok(vec![]));
    assert_eq!(store.channel_place(CHANNEL).await, Ok(None));
    assert_eq!(store.bans(GUILD, ALL_BANS, 10).await, Ok(vec![]));
    assert_eq!(codes(&store).await, [""; 0]);
    assert_eq!(message_count(&store, CHANNEL).await, 0);
    assert_eq!(store.users(&[OWNER]).await.unwrap().len(), 1, "people stay");
}

/// A member without a user is a write that fails in every backend: nobody could load it.
pub(crate) async fn writes_are_all_or_nothing(store: Store) {
    let guild = written_guild(&store).await;
    let stranger = Arc::new(member(&Arc::new(sample::user(99, "stranger"))));
    let renamed = GuildInfo { name: "Renamed".to_owned(), ..guild.info.clone() };
    let writes = [GuildWrite::PutInfo(renamed), GuildWrite::DeleteMember(GUEST), GuildWrite::PutMember(stranger)];
    assert!(store.write_guild(GUILD, &writes).await.is_err());
    assert_same(&load(&store).await, &guild);
}

pub(crate) async fn a_second_guild_with_the_id_is_refused(store: Store) {
    let guild = written_guild(&store).await;
    let mut other = guild.clone();
    other.info.name = "Other".to_owned();
    assert!(store.create_guild(&other).await.is_err());
    assert_same(&load(&store).await, &guild);
}

const ALL_BANS: BansPage = BansPage::After(UserId::MIN);

fn ban(member: &Member) -> Ban {
    Ban { user: Arc::clone(&member.user), reason: Some("spam".to_owned()), banned_by: OWNER, created_at: at(9) }
}

pub(crate) async fn bans_are_listed_on_either_side_of_an_id(store: Store) {
    let people = people(&store, 5).await;
    store.create_guild(&sample::guild(&people)).await.unwrap();
    let bans: Vec<Ban> = people[1..].iter().map(|user| ban(&member(user))).collect();
    let writes: Vec<_> = bans.iter().rev().cloned().map(GuildWrite::PutBan).collect();
    store.write_guild(GUILD, &writes).await.unwrap();
    assert_eq!(store.ban(GUILD, GUEST).await, Ok(Some(bans[0].clone())));
    assert_eq!(store.ban(GUILD, OWNER).await, Ok(None));
    assert_eq!(store.bans(GUILD, ALL_BANS, 10).await, Ok(bans.clone()));
    assert_eq!(store.bans(GUILD, BansPage::After(GUEST), 2).await.unwrap(), bans[1..3]);
    assert_eq!(store.bans(GUILD, BansPage::Before(bans[3].user.id), 2).await.unwrap(), bans[1..3]);
    assert_eq!(store.bans(GUILD, BansPage::Before(GUEST), 2).await.unwrap(), []);
    store.write_guild(GUILD, &[GuildWrite::DeleteBan(GUEST)]).await.unwrap();
    assert_eq!(store.bans(GUILD, ALL_BANS, 10).await.unwrap(), bans[1..]);
}

pub(crate) async fn channels_know_their_newest_message(store: Store) {
    written_guild(&store).await;
    let creates: Vec<_> = [1_000, 1_002, 1_001].map(|id| Mutation::create(Arc::new(message(CHANNEL, id)))).into();
    store.commit(&creates).await.unwrap();
    assert_eq!(load(&store).await.last_messages.get(&CHANNEL), Some(&MessageId::from_raw(1_002)));
    assert_eq!(store.last_message_id(CHANNEL).await, Ok(Some(MessageId::from_raw(1_002))));
    let delete = Mutation::Delete { channel_id: CHANNEL, message_id: MessageId::from_raw(1_002) };
    store.commit(&[delete]).await.unwrap();
    assert_eq!(store.last_message_id(CHANNEL).await, Ok(Some(MessageId::from_raw(1_001))));
    assert_eq!(store.last_message_id(ChannelId::from_raw(9)).await, Ok(None));
}
