//! Promises of a guild with its actor, on the embedded store.

use super::test_guild::{self as t, House, new_channel};
use crate::model::*;
use crate::store::BansPage;
use crate::stream::{Audience, BesideChange, Change, Item, Position, Snapshot, Ticket};
use crate::user::News;
use std::collections::HashMap;
use std::sync::Arc;

const ORDER: InviteOrder = InviteOrder { max_age_s: 0, max_uses: 5, temporary: false, unique: true };

fn online() -> Presence {
    Presence { status: Status::Online, activities: "[]".into() }
}

fn names(event: &crate::stream::Event) -> Vec<String> {
    let name = |body: &[u8]| {
        let text = String::from_utf8_lossy(body).into_owned();
        text.split('"').nth(3).unwrap_or_default().to_owned()
    };
    event.dispatches.iter().map(|dispatch| name(dispatch.frame.body())).collect()
}

#[tokio::test]
async fn order_is_stored_and_published_as_one_event() {
    let house = House::open().await;
    let channel = house.guild.create_channel(t::MODERATOR, new_channel("Room")).await.unwrap();
    let events = house.feed.take_events();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].position, Position { epoch: 7, seq: 1 });
    assert!(matches!(&events[0].change, Change::PutChannel(put) if *put == channel));
    assert_eq!(house.in_store().await.unwrap().channels[&channel.id], channel);
    house.check().await;
}

#[tokio::test]
async fn refused_order_leaves_no_trace() {
    let house = House::open().await;
    let before = house.in_memory();
    assert_eq!(house.guild.create_channel(t::MEMBER, new_channel("x")).await.err(), Some(Refusal::MissingPermissions));
    assert_eq!(house.guild.kick(t::STRANGER, t::MEMBER).await.err(), Some(Refusal::MissingAccess));
    assert!(house.feed.take().is_empty());
    assert_eq!(house.in_memory().channels, before.channels);
    house.check().await;
}

#[tokio::test]
async fn order_that_the_store_refuses_is_not_published() {
    let house = House::open().await;
    let store = &house.deps.store;
    let hold = store.hold_writes().await;
    let full = u64::try_from(crate::limits::STORE_WRITES_WAITING_MAX).unwrap() * 2;
    let flood = futures_util::future::join_all((0..full).map(|n| store.raise_id_floor(n)));
    let order = async {
        let answer = house.guild.create_channel(t::OWNER, new_channel("x")).await;
        hold.release().await;
        answer
    };
    let (_, answer) = tokio::join!(flood, order);
    assert_eq!(answer.err(), Some(Refusal::Unavailable));
    assert!(house.feed.take().is_empty());
    house.check().await;
    house.guild.create_channel(t::OWNER, new_channel("x")).await.unwrap();
    house.check().await;
}

#[tokio::test]
async fn rows_and_memory_agree_after_every_kind_of_order() {
    let house = House::open().await;
    let guild = &house.guild;
    let patch = GuildPatch { name: Some("Renamed".to_owned()), ..GuildPatch::default() };
    guild.update(t::OWNER, patch).await.unwrap();
    let role = guild
        .create_role(t::OWNER, NewRole { name: "r".to_owned(), permissions: None, color: 3, hoist: true, mentionable: true })
        .await
        .unwrap();
    guild.update_role(t::OWNER, role.id, RolePatch { color: Some(5), ..RolePatch::default() }).await.unwrap();
    guild.add_member_role(t::OWNER, t::MEMBER, role.id).await.unwrap();
    let target = OverwriteTarget::Role(role.id);
    let overwrite = Overwrite { target, allow: Permissions::SEND_MESSAGES, deny: Permissions::NONE };
    guild.put_overwrite(t::OWNER, t::TEXT, overwrite).await.unwrap();
    guild.move_roles(t::OWNER, vec![PositionPatch { id: role.id, position: Some(4), parent_id: None }]).await.unwrap();
    house.check().await;
    guild.delete_overwrite(t::OWNER, t::TEXT, role.id.raw()).await.unwrap();
    guild.put_overwrite(t::OWNER, t::TEXT, overwrite).await.unwrap();
    guild.delete_role(t::OWNER, role.id).await.unwrap();
    house.check().await;
    guild.move_channels(t::OWNER, vec![PositionPatch { id: t::TEXT, position: Some(9), parent_id: None }]).await.unwrap();
    guild.update_channel(t::OWNER, t::TEXT, ChannelPatch { topic: Some(Some("t".to_owned())), ..ChannelPatch::default() }).await.unwrap();
    guild.delete_channel(t::OWNER, t::CATEGORY).await.unwrap();
    let nick = MemberPatch { nick: Some(Some("nick".to_owned())), ..MemberPatch::default() };
    guild.update_member(t::OWNER, t::MEMBER, nick).await.unwrap();
    guild.remove_member_role(t::OWNER, t::MEMBER, t::COLORED).await.unwrap();
    guild.leave(t::MEMBER).await.unwrap();
    house.check().await;
    let seqs: Vec<_> = house.feed.take_events().iter().map(|event| event.position.seq).collect();
    assert_eq!(seqs, (1..=u64::try_from(seqs.len()).unwrap()).collect::<Vec<_>>());
}

#[tokio::test]
async fn deleted_role_goes_from_members_and_channels_in_one_event() {
    let house = House::open().await;
    let deny = Overwrite { target: OverwriteTarget::Role(t::COLORED), allow: Permissions::NONE, deny: Permissions::SEND_MESSAGES };
    house.guild.put_overwrite(t::OWNER, t::TEXT, deny).await.unwrap();
    house.feed.take();
    house.guild.delete_role(t::OWNER, t::COLORED).await.unwrap();
    let events = house.feed.take_events();
    assert!(matches!(&events[..], [event] if matches!(&event.change, Change::Many(changes) if changes.len() == 3)));
    assert_eq!(names(&events[0]), ["GUILD_ROLE_DELETE"]);
}

#[tokio::test]
async fn invite_makes_a_member_once_and_counts_its_use_with_it() {
    let house = House::open().await;
    let invite = house.guild.create_invite(t::MEMBER, t::TEXT, ORDER).await.unwrap();
    let created = house.feed.take_events();
    assert_eq!(
        (names(&created[0]), created[0].dispatches[0].audience),
        (vec!["INVITE_CREATE".to_owned()], Audience::AllowedIn(t::TEXT, Permissions::MANAGE_CHANNELS))
    );
    let user = t::user(t::STRANGER);
    let member = house.guild.join(user.clone(), invite.code.clone()).await.unwrap();
    assert_eq!(house.guild.join(user, invite.code.clone()).await.unwrap(), member);
    let events = house.feed.take_events();
    assert_eq!(events.len(), 1);
    assert_eq!((names(&events[0]), events[0].dispatches[0].intents), (vec!["GUILD_MEMBER_ADD".to_owned()], Intents::GUILD_MEMBERS));
    assert!(matches!(house.news.take_news()[..], [(t::STRANGER, News::GuildJoined(t::GUILD))]));
    assert_eq!(house.deps.store.invite(&invite.code).await.unwrap().unwrap().uses, 1);
    house.check().await;
}

#[tokio::test]
async fn last_use_of_an_invite_ends_it() {
    let house = House::open().await;
    let invite = house.guild.create_invite(t::MEMBER, t::TEXT, InviteOrder { max_uses: 1, ..ORDER }).await.unwrap();
    house.guild.join(t::user(t::STRANGER), invite.code.clone()).await.unwrap();
    house.guild.leave(t::STRANGER).await.unwrap();
    assert_eq!(house.guild.join(t::user(t::STRANGER), invite.code).await.err(), Some(Refusal::UnknownInvite));
    assert_eq!(house.guild.invites(t::OWNER).await.unwrap(), []);
}

#[tokio::test]
async fn banned_user_is_out_until_the_ban_is_lifted() {
    let house = House::open().await;
    let invite = house.guild.create_invite(t::MEMBER, t::TEXT, ORDER).await.unwrap();
    let user = t::user(t::MEMBER);
    house.feed.take();
    house.guild.ban(t::MODERATOR, user.clone(), Some("spam".to_owned())).await.unwrap();
    let events = house.feed.take_events();
    assert_eq!(names(&events[0]), ["GUILD_MEMBER_REMOVE", "GUILD_BAN_ADD"]);
    assert!(matches!(house.news.take_news()[..], [(t::MEMBER, News::GuildLeft(t::GUILD))]));
    assert_eq!(house.guild.join(user.clone(), invite.code.clone()).await.err(), Some(Refusal::Banned));
    assert_eq!(house.guild.ban_of(t::OWNER, t::MEMBER).await.unwrap().reason.as_deref(), Some("spam"));
    let all = BansPage::After(UserId::MIN);
    assert_eq!(house.guild.bans(t::ADMIN, all, 10).await.unwrap().len(), 1);
    assert_eq!(house.guild.bans(t::STRANGER, all, 10).await.err(), Some(Refusal::MissingAccess));
    house.guild.unban(t::MODERATOR, t::MEMBER).await.unwrap();
    assert_eq!(house.guild.unban(t::MODERATOR, t::MEMBER).await.err(), Some(Refusal::UnknownBan));
    house.guild.join(user, invite.code).await.unwrap();
    house.check().await;
}

#[tokio::test]
async fn deleted_guild_says_farewell_to_all_and_is_unknown_from_then_on() {
    let house = House::open().await;
    assert!(house.guild.delete(t::ADMIN).await.is_err());
    house.guild.delete(t::OWNER).await.unwrap();
    assert!(house.guild.is_deleted());
    assert!(matches!(house.feed.take_events()[..], [ref event] if matches!(event.change, Change::DeleteGuild)));
    assert_eq!(house.news.take_news().len(), 4);
    assert_eq!(house.guild.create_channel(t::OWNER, new_channel("x")).await.err(), Some(Refusal::UnknownGuild));
    assert_eq!(house.guild.member(t::OWNER, t::OWNER).err(), Some(Refusal::UnknownGuild));
    assert!(house.in_store().await.is_none());
}

#[tokio::test]
async fn presence_goes_beside_the_stream_and_ends_with_membership() {
    let house = House::open().await;
    house.guild.set_presence(t::MEMBER, online());
    house.guild.set_presence(t::MEMBER, online());
    house.guild.set_presence(t::STRANGER, online());
    let items = house.feed.take();
    let [Item::Beside(beside)] = &items[..] else { panic!("{items:?}") };
    assert_eq!(beside.change, BesideChange::Presence { user_id: t::MEMBER, presence: online() });
    assert_eq!(beside.dispatch.as_ref().unwrap().intents, Intents::GUILD_PRESENCES);
    house.guild.kick(t::OWNER, t::MEMBER).await.unwrap();
    house.feed.take();
    house.guild.upstream().subscribe(house.feed.clone());
    let items = house.feed.take();
    assert!(matches!(&items[..], [Item::Snapshot { snapshot: Snapshot::Guild { presences, .. }, .. }] if presences.is_empty()));
}

#[tokio::test]
async fn feed_that_fell_behind_gets_what_it_missed_and_the_whole_online_set() {
    let house = House::open().await;
    let upstream = house.guild.upstream();
    let behind = Arc::new(super::test_guild::Recorder::default());
    let feed = upstream.subscribe(behind.clone());
    house.guild.set_presence(t::MEMBER, online());
    house.guild.create_channel(t::OWNER, new_channel("a")).await.unwrap();
    house.guild.create_channel(t::OWNER, new_channel("b")).await.unwrap();
    behind.take();
    upstream.catch_up(feed, Position { epoch: 7, seq: 1 });
    let items = behind.take();
    let [Item::Event(event), Item::Beside(beside)] = &items[..] else { panic!("{items:?}") };
    assert_eq!(event.position.seq, 2);
    assert_eq!(beside.change, BesideChange::Presences(Arc::new(HashMap::from([(t::MEMBER, online())]))));
}

#[tokio::test]
async fn member_is_admitted_and_stranger_is_not() {
    let house = House::open().await;
    let upstream = house.guild.upstream();
    let feed = upstream.subscribe(house.feed.clone());
    house.feed.take();
    upstream.admit(feed, Ticket(1), t::MEMBER);
    upstream.admit(feed, Ticket(2), t::STRANGER);
    let items = house.feed.take();
    assert!(matches!(&items[0], Item::Admitted { ticket: Ticket(1), member: Some(member), admitted: true } if member.user.id == t::MEMBER));
    assert!(matches!(&items[1], Item::Admitted { ticket: Ticket(2), member: None, admitted: false }));
    let query = MembersQuery { limit: 2, ..MembersQuery::default() };
    upstream.members(feed, Ticket(3), query);
    let items = house.feed.take();
    assert!(matches!(&items[0], Item::Members { chunk, .. } if chunk.members.len() == 2 && chunk.all == 4));
}

#[tokio::test]
async fn snapshot_of_a_large_guild_names_no_members_but_counts_them() {
    let house = House::open().await;
    house.guild.core().publish(|section| {
        for id in 1_000..1_300 {
            section.guild.members.insert(UserId::from_raw(id), t::member(UserId::from_raw(id), &[]));
        }
    });
    house.guild.upstream().subscribe(house.feed.clone());
    let items = house.feed.take();
    let [Item::Snapshot { snapshot: Snapshot::Guild { guild, .. }, .. }] = &items[..] else { panic!("{items:?}") };
    assert!(guild.members.is_empty());
    assert_eq!(guild.member_count, 304);
}

#[tokio::test]
async fn new_name_of_a_user_reaches_the_members_and_is_told() {
    let house = House::open().await;
    let user = Arc::new(User { global_name: Some("New".to_owned()), ..User::clone(&t::user(t::MEMBER)) });
    house.guild.user_updated(user.clone());
    // Orders come after it in the mailbox.
    house.guild.create_channel(t::OWNER, new_channel("a")).await.unwrap();
    assert_eq!(house.guild.member(t::OWNER, t::MEMBER).unwrap().user, user);
    assert_eq!(names(&house.feed.take_events()[0]), ["GUILD_MEMBER_UPDATE"]);
}
