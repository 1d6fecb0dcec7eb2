//! A guild for the tests of the decisions: an owner, an administrator, a moderator, a plain member; a category, two text channels, one of
//! them hidden from plain members.

use super::access::Asker;
use super::handle::{GuildDeps, GuildRef};
use super::plan::{Plan, apply};
use crate::model::*;
use crate::store::scratch::Scratch;
use crate::stream::{Change, Event, Feed, Item};
use crate::user::{News, TellUsers};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) const GUILD: GuildId = GuildId::from_raw(1);
pub(super) const OWNER: UserId = UserId::from_raw(10);
pub(super) const ADMIN: UserId = UserId::from_raw(11);
pub(super) const MODERATOR: UserId = UserId::from_raw(12);
pub(super) const MEMBER: UserId = UserId::from_raw(13);
pub(super) const STRANGER: UserId = UserId::from_raw(14);
pub(super) const ADMINS: RoleId = RoleId::from_raw(20);
pub(super) const MODERATORS: RoleId = RoleId::from_raw(21);
pub(super) const COLORED: RoleId = RoleId::from_raw(22);
pub(super) const CATEGORY: ChannelId = ChannelId::from_raw(30);
pub(super) const TEXT: ChannelId = ChannelId::from_raw(31);
pub(super) const HIDDEN: ChannelId = ChannelId::from_raw(32);
pub(super) const NOW: Timestamp = Timestamp::from_unix_us(1_800_000_000_000_000);

pub(super) struct TestGuild {
    pub(super) guild: Guild,
}

impl TestGuild {
    pub(super) fn new() -> Self {
        let moderation = Permissions::MANAGE_CHANNELS
            | Permissions::MANAGE_ROLES
            | Permissions::KICK_MEMBERS
            | Permissions::BAN_MEMBERS
            | Permissions::MANAGE_NICKNAMES
            | Permissions::MODERATE_MEMBERS;
        let roles = [
            role(GUILD.everyone(), 0, Permissions::NEW_GUILD),
            role(COLORED, 1, Permissions::NONE),
            role(MODERATORS, 2, moderation),
            role(ADMINS, 3, Permissions::ADMINISTRATOR),
        ];
        let hide = Overwrite { target: OverwriteTarget::Role(GUILD.everyone()), allow: Permissions::NONE, deny: Permissions::VIEW_CHANNEL };
        let channels = [
            channel(CATEGORY, ChannelKind::Category, None, vec![]),
            channel(TEXT, ChannelKind::Text, Some(CATEGORY), vec![]),
            channel(HIDDEN, ChannelKind::Text, None, vec![hide]),
        ];
        let members = [member(OWNER, &[]), member(ADMIN, &[ADMINS]), member(MODERATOR, &[MODERATORS]), member(MEMBER, &[COLORED])];
        let info = GuildInfo {
            id: GUILD,
            name: "Guild".to_owned(),
            owner_id: OWNER,
            description: None,
            system_channel_id: Some(TEXT),
            created_at: NOW,
        };
        let guild = Guild {
            info,
            roles: roles.map(|role| (role.id, role)).into(),
            channels: channels.map(|channel| (channel.id, channel)).into(),
            member_count: members.len(),
            members: members.map(|member| (member.user.id, member)).into(),
            last_messages: HashMap::new(),
            mentions: crate::model::MentionRing::default(),
        };
        Self { guild }
    }

    /// Asks for a decision and applies it.
    pub(super) fn ask<T>(
        &mut self,
        actor: UserId,
        decide: impl FnOnce(&Asker<'_>) -> Result<(Plan, T), Refusal>,
    ) -> Result<(Plan, T), Refusal> {
        let (plan, answer) = decide(&Asker::of(&self.guild, actor, NOW)?)?;
        for change in &plan.changes {
            apply(&mut self.guild, change);
        }
        Ok((plan, answer))
    }

    /// Gives everybody these permissions too.
    pub(super) fn grant_everyone(&mut self, permissions: Permissions) {
        let role = self.guild.roles.get_mut(&GUILD.everyone()).unwrap();
        Arc::make_mut(role).permissions |= permissions;
    }

    pub(super) fn overwrite(&mut self, channel: ChannelId, overwrite: Overwrite) {
        Arc::make_mut(self.guild.channels.get_mut(&channel).unwrap()).overwrites.push(overwrite);
    }
}

pub(super) fn role(id: RoleId, position: i32, permissions: Permissions) -> Arc<Role> {
    let name = format!("role {id}");
    Arc::new(Role { id, name, permissions, position, color: 0, hoist: false, mentionable: false, managed_by: None })
}

pub(super) fn channel(id: ChannelId, kind: ChannelKind, parent_id: Option<ChannelId>, overwrites: Vec<Overwrite>) -> Arc<Channel> {
    let name = format!("channel-{id}");
    Arc::new(Channel { id, guild_id: GUILD, kind, name, topic: None, position: 0, parent_id, nsfw: false, slowmode_s: 0, overwrites })
}

pub(super) fn user(id: UserId) -> Arc<User> {
    let name = UserName::parse(&format!("User{id}")).unwrap();
    Arc::new(User { id, name, global_name: None, bot: false })
}

pub(super) fn member(id: UserId, roles: &[RoleId]) -> Arc<Member> {
    Arc::new(Member { user: user(id), nick: None, roles: roles.to_vec(), joined_at: NOW, timed_out_until: None })
}

/// The kinds of changes, in order.
pub(super) fn kinds(plan: &Plan) -> Vec<&'static str> {
    let kind = |change: &Change| match change {
        Change::PutInfo(_) => "put info",
        Change::PutRole(_) => "put role",
        Change::DeleteRole(_) => "delete role",
        Change::PutChannel(_) => "put channel",
        Change::DeleteChannel(_) => "delete channel",
        Change::AddMember(_) => "add member",
        Change::PutMember(_) => "put member",
        Change::RemoveMember(_) => "remove member",
        Change::DeleteGuild => "delete guild",
        _ => "other",
    };
    plan.changes.iter().map(kind).collect()
}

/// A guild on a store of its own, with what it tells users and one feed.
pub(super) struct House {
    pub(super) guild: GuildRef,
    pub(super) feed: Arc<Recorder>,
    pub(super) news: Arc<Recorder>,
    pub(super) deps: GuildDeps,
    _scratch: Scratch,
}

/// Keeps what it is given.
#[derive(Default)]
pub(super) struct Recorder {
    items: Mutex<Vec<Item>>,
    news: Mutex<Vec<(UserId, News)>>,
}

impl Feed for Recorder {
    fn push(&self, item: Item) {
        self.items.lock().push(item);
    }
}

impl TellUsers for Recorder {
    fn tell(&self, user: UserId, news: News) {
        self.news.lock().push((user, news));
    }
}

impl Recorder {
    pub(super) fn take(&self) -> Vec<Item> {
        std::mem::take(&mut self.items.lock())
    }

    pub(super) fn take_news(&self) -> Vec<(UserId, News)> {
        std::mem::take(&mut self.news.lock())
    }

    /// The events among what came.
    pub(super) fn take_events(&self) -> Vec<Arc<Event>> {
        let event = |item| match item {
            Item::Event(event) => Some(event),
            _ => None,
        };
        self.take().into_iter().filter_map(event).collect()
    }
}

impl House {
    /// The test guild, stored and loaded.
    pub(super) async fn open() -> Self {
        let scratch = Scratch::open().await;
        let store = scratch.store();
        for id in [OWNER, ADMIN, MODERATOR, MEMBER, STRANGER] {
            store.create_user(&user(id), "hash").await.unwrap();
        }
        store.create_guild(&TestGuild::new().guild).await.unwrap();
        let news = Arc::new(Recorder::default());
        let ids = Arc::new(AtomicU64::new(1_000));
        let deps = GuildDeps {
            store,
            users: news.clone(),
            next_id: Arc::new(move || Ok(ids.fetch_add(1, Ordering::Relaxed))),
            now: Arc::new(|| NOW),
            let_go: Arc::new(|_| false),
            epoch: 7,
        };
        let guild = GuildRef::load(GUILD, deps.clone()).await.unwrap().unwrap();
        let feed = Arc::new(Recorder::default());
        guild.upstream().subscribe(feed.clone());
        feed.take();
        Self { guild, feed, news, deps, _scratch: scratch }
    }

    pub(super) fn in_memory(&self) -> Guild {
        self.guild.core().read(Guild::clone)
    }

    pub(super) async fn in_store(&self) -> Option<Guild> {
        self.deps.store.guild(GUILD).await.unwrap()
    }

    /// Fails where rows and memory differ.
    pub(super) async fn check(&self) {
        let (memory, store) = (self.in_memory(), self.in_store().await.unwrap());
        assert_eq!(memory.info, store.info);
        assert_eq!(memory.roles, store.roles);
        assert_eq!(memory.channels, store.channels);
        assert_eq!(memory.members, store.members);
        assert_eq!(memory.member_count, store.member_count);
    }
}

pub(super) fn new_channel(name: &str) -> NewChannel {
    NewChannel {
        kind: ChannelKind::Text,
        name: name.to_owned(),
        topic: None,
        position: None,
        parent_id: None,
        nsfw: false,
        slowmode_s: 0,
        overwrites: Vec::new(),
    }
}
