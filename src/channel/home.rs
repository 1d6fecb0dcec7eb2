//! Where a channel lives: in a guild, whose stream it shares, or between two users, whose streams carry it.

use crate::guild::{GuildRef, GuildSection};
use crate::model::{
    Channel, ChannelId, ChannelKind, Dm, Guild, GuildId, Intents, Member, MessageId, Permissions, Refusal, Timestamp, User, UserId,
    channel_permissions,
};
use crate::stream::{Audience, Change, Dispatch};
use crate::user::{News, TellUsers};
use parking_lot::Mutex;
use smallvec::SmallVec;
use std::sync::Arc;

#[derive(Clone)]
pub enum Home {
    Guild(GuildRef),
    Dm(Arc<DmHome>),
}

/// A direct conversation: its lock is what a guild's is for a guild's channels.
pub struct DmHome {
    talk: Mutex<Talk>,
    tell: Arc<dyn TellUsers>,
}

struct Talk {
    dm: Dm,
    /// Those of the two on whose lists it is not.
    closed: SmallVec<[UserId; 2]>,
    /// Those on whose lists a message put it back, and whose marks are still in the store.
    back: SmallVec<[UserId; 2]>,
}

impl DmHome {
    /// `closed`: who took it off the list.
    pub fn new(dm: Dm, closed: Vec<UserId>, tell: Arc<dyn TellUsers>) -> Self {
        Self { talk: Mutex::new(Talk { dm, closed: closed.into(), back: SmallVec::new() }), tell }
    }

    pub fn dm(&self) -> Dm {
        self.talk.lock().dm.clone()
    }

    pub(super) fn is_closed_for(&self, user: UserId) -> bool {
        self.talk.lock().closed.contains(&user)
    }

    pub(super) fn close_for(&self, user: UserId) {
        let mut talk = self.talk.lock();
        talk.closed.push(user);
        self.tell.tell(user, News::DmClosed(talk.dm.clone()));
    }

    /// The other side is told where it has not closed it: the DM may be new.
    pub(super) fn open_for(&self, user: UserId) -> Dm {
        let mut talk = self.talk.lock();
        talk.closed.retain(|closed| *closed != user);
        for side in talk.dm.users.iter().filter(|side| !talk.closed.contains(&side.id)) {
            self.tell.tell(side.id, News::DmOpened(talk.dm.clone()));
        }
        talk.dm.clone()
    }

    pub(super) fn take_back(&self) -> SmallVec<[UserId; 2]> {
        std::mem::take(&mut self.talk.lock().back)
    }

    pub(super) fn tell(&self, users: &[UserId], news: impl Fn(&Dm) -> News) {
        let talk = self.talk.lock();
        for user in users {
            self.tell.tell(*user, news(&talk.dm));
        }
    }
}

impl Talk {
    /// A message puts the DM back on all lists.
    fn newest(&mut self, message: MessageId, tell: &dyn TellUsers) {
        self.dm.last_message_id = Some(message);
        for user in std::mem::take(&mut self.closed) {
            tell.tell(user, News::DmOpened(self.dm.clone()));
            self.back.push(user);
        }
    }
}

/// A channel as one user stands in it, under its owner's lock.
pub(super) struct Scene<'a> {
    pub(super) permissions: Permissions,
    /// `None` in a DM.
    pub(super) member: Option<Arc<Member>>,
    place: Place<'a>,
}

enum Place<'a> {
    Guild(&'a mut GuildSection),
    Dm(&'a mut Talk, &'a dyn TellUsers),
}

/// Which intents a kind of event needs, in a guild and in a DM.
#[derive(Clone, Copy)]
pub(super) struct EventIntents {
    pub(super) guild: Intents,
    pub(super) direct: Intents,
}

pub(super) const MESSAGES: EventIntents = EventIntents { guild: Intents::GUILD_MESSAGES, direct: Intents::DIRECT_MESSAGES };
pub(super) const REACTIONS: EventIntents =
    EventIntents { guild: Intents::GUILD_MESSAGE_REACTIONS, direct: Intents::DIRECT_MESSAGE_REACTIONS };
pub(super) const TYPING: EventIntents = EventIntents { guild: Intents::GUILD_MESSAGE_TYPING, direct: Intents::DIRECT_MESSAGE_TYPING };

impl Home {
    pub(super) fn guild_id(&self) -> Option<GuildId> {
        match self {
            Self::Guild(guild) => Some(guild.id()),
            Self::Dm(_) => None,
        }
    }

    /// Does something in the channel as `actor`, in one step with what it publishes. Who may not view the channel is refused.
    pub(super) fn act<R>(
        &self,
        channel_id: ChannelId,
        actor: UserId,
        now: Timestamp,
        act: impl FnOnce(&mut Scene<'_>) -> Result<R, Refusal>,
    ) -> Result<R, Refusal> {
        match self {
            Self::Guild(guild) => guild.core().publish(|section| {
                let (permissions, member) = standing(&section.guild, channel_id, actor, now)?;
                act(&mut Scene { permissions, member: Some(member), place: Place::Guild(section) })
            }),
            Self::Dm(home) => {
                let mut talk = home.talk.lock();
                if !talk.dm.has(actor) {
                    return Err(Refusal::UnknownChannel);
                }
                act(&mut Scene { permissions: Permissions::IN_DM, member: None, place: Place::Dm(&mut talk, &*home.tell) })
            }
        }
    }

    /// Does something on nobody's behalf.
    pub(super) fn emit_as_owner(&self, act: impl FnOnce(&mut Scene<'_>)) {
        let permissions = Permissions::ALL;
        match self {
            Self::Guild(guild) => {
                guild.core().publish(|section| act(&mut Scene { permissions, member: None, place: Place::Guild(section) }));
            }
            Self::Dm(home) => {
                let mut talk = home.talk.lock();
                act(&mut Scene { permissions, member: None, place: Place::Dm(&mut talk, &*home.tell) });
            }
        }
    }

    /// What `actor` may do here, for reads.
    pub(super) fn permissions(&self, channel_id: ChannelId, actor: UserId, now: Timestamp) -> Result<Permissions, Refusal> {
        match self {
            Self::Guild(guild) => guild.core().read(|guild| standing(guild, channel_id, actor, now).map(|(permissions, _)| permissions)),
            Self::Dm(home) if home.talk.lock().dm.has(actor) => Ok(Permissions::IN_DM),
            Self::Dm(_) => Err(Refusal::UnknownChannel),
        }
    }
}

fn standing(guild: &Guild, channel_id: ChannelId, actor: UserId, now: Timestamp) -> Result<(Permissions, Arc<Member>), Refusal> {
    let channel: &Channel = guild.channels.get(&channel_id).ok_or(Refusal::UnknownChannel)?;
    let member = guild.members.get(&actor).ok_or(Refusal::MissingAccess)?;
    let mut permissions = channel_permissions(guild, actor, &member.roles, channel);
    if !permissions.contains(Permissions::VIEW_CHANNEL) {
        return Err(Refusal::MissingAccess);
    }
    if channel.kind != ChannelKind::Text {
        return Err(Refusal::WrongChannelKind);
    }
    let timed_out = member.timed_out_until.is_some_and(|until| until > now);
    if timed_out && !permissions.contains(Permissions::ADMINISTRATOR) {
        permissions = permissions & Permissions::TIMED_OUT;
    }
    Ok((permissions, member.clone()))
}

impl Scene<'_> {
    /// Refuses where one of these is not granted.
    pub(super) fn require(&self, needed: Permissions) -> Result<(), Refusal> {
        if self.permissions.contains(needed) { Ok(()) } else { Err(Refusal::MissingPermissions) }
    }

    /// Those of `ids` that are in the channel's guild or DM.
    pub(super) fn users(&self, ids: &[UserId]) -> Vec<Arc<User>> {
        match &self.place {
            Place::Guild(section) => ids.iter().filter_map(|id| section.guild.members.get(id)).map(|member| member.user.clone()).collect(),
            Place::Dm(talk, _) => talk.dm.users.iter().filter(|user| ids.contains(&user.id)).cloned().collect(),
        }
    }

    /// Those of `ids` that exist and may be mentioned by one who may mention everybody, or by all.
    pub(super) fn mentionable_roles(&self, ids: &[crate::model::RoleId]) -> Vec<crate::model::RoleId> {
        let Place::Guild(section) = &self.place else { return Vec::new() };
        let any = self.permissions.contains(Permissions::MENTION_EVERYONE);
        let mentionable = |id: &&crate::model::RoleId| section.guild.roles.get(id).is_some_and(|role| any || role.mentionable);
        ids.iter().filter(mentionable).copied().collect()
    }

    pub(super) fn guild_id(&self) -> Option<GuildId> {
        match &self.place {
            Place::Guild(section) => Some(section.guild.info.id),
            Place::Dm(..) => None,
        }
    }

    pub(super) fn member_of(&self, user: UserId) -> Option<Arc<Member>> {
        match &self.place {
            Place::Guild(section) => section.guild.members.get(&user).cloned(),
            Place::Dm(..) => None,
        }
    }

    /// Publishes one event of the channel.
    pub(super) fn emit(&mut self, change: Change, mut dispatch: Dispatch, intents: EventIntents) {
        match &mut self.place {
            Place::Guild(section) => {
                dispatch.intents = intents.guild;
                let change = noted(&mut section.guild, change);
                section.stream.publish(change, [dispatch]);
            }
            Place::Dm(talk, tell) => {
                dispatch.intents = intents.direct;
                dispatch.audience = Audience::All;
                dispatch.stripped = None;
                if let Change::NewMessage { message_id, .. } = &change {
                    talk.newest(*message_id, *tell);
                }
                for user in &talk.dm.users {
                    tell.tell(user.id, news(&change, user, dispatch.clone()));
                }
            }
        }
    }

    /// Publishes beside the stream: typing.
    pub(super) fn emit_beside(&mut self, mut dispatch: Dispatch, intents: EventIntents) {
        match &mut self.place {
            Place::Guild(section) => {
                dispatch.intents = intents.guild;
                section.stream.publish_beside(crate::stream::BesideChange::None, Some(dispatch));
            }
            Place::Dm(talk, tell) => {
                dispatch.intents = intents.direct;
                dispatch.audience = Audience::All;
                for user in &talk.dm.users {
                    tell.tell(user.id, News::Beside(dispatch.clone()));
                }
            }
        }
    }
}

/// Keeps what the guild remembers of its messages. A deletion that takes no mention along is nothing to replicas.
fn noted(guild: &mut Guild, change: Change) -> Change {
    match &change {
        Change::NewMessage { channel_id, message_id, mention, .. } => {
            guild.last_messages.insert(*channel_id, *message_id);
            if let Some(mention) = mention {
                guild.mentions.push(mention.clone());
            }
        }
        Change::DeleteMessages { ids, .. } if guild.mentions.has_any(ids) => guild.mentions.remove(ids),
        Change::DeleteMessages { .. } => return Change::None,
        _ => {}
    }
    change
}

/// An event of a DM as one of the two is told it.
fn news(change: &Change, user: &User, dispatch: Dispatch) -> News {
    match change {
        Change::NewMessage { channel_id, message_id, author_id, .. } => {
            let unread = *author_id != user.id && !user.bot;
            News::DmMessage { channel_id: *channel_id, message_id: *message_id, unread, dispatch }
        }
        Change::DeleteMessages { channel_id, ids } => News::DmMessagesDeleted { channel_id: *channel_id, ids: ids.clone(), dispatch },
        _ => News::Dispatch(dispatch),
    }
}
