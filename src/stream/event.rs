//! What travels in a stream.

use crate::model::{
    Channel, ChannelId, Guild, GuildId, GuildInfo, Intents, Member, Mention, MessageId, Permissions, Presence, Role, RoleId, TokenHash,
    UserId,
};
use crate::outbox::Frame;
use smallvec::SmallVec;
use std::collections::HashMap;
use std::sync::Arc;

/// Where in a stream: `seq` is gapless within an epoch, and the epoch changes only with the owner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    pub epoch: u64,
    pub seq: u64,
}

/// One numbered step of a stream.
#[derive(Debug)]
pub struct Event {
    pub position: Position,
    /// What replicas apply before anything is delivered.
    pub change: Change,
    /// What listeners get, in this order, after the frames that follow from the change itself (see [`Change`]).
    pub dispatches: SmallVec<[Dispatch; 1]>,
}

impl Event {
    /// What its frames take of memory, about.
    pub(super) fn bytes(&self) -> usize {
        let frame = |dispatch: &Dispatch| dispatch.frame.body().len() + dispatch.stripped.as_ref().map_or(0, |frame| frame.body().len());
        self.dispatches.iter().map(frame).sum()
    }
}

/// How an event changes a replica.
///
/// Relays themselves tell listeners what follows for what they may VIEW: CHANNEL_CREATE, CHANNEL_UPDATE and CHANNEL_DELETE after
/// `PutChannel`, `DeleteChannel`, `PutRole`, `DeleteRole`, `PutInfo` and `PutMember`; GUILD_DELETE after `RemoveMember` and `DeleteGuild`
/// (to those who are thereby detached). All other frames are the event's dispatches.
#[derive(Clone, Debug)]
pub enum Change {
    /// Nothing that a replica holds.
    None,
    /// A message was sent: the channel's newest.
    NewMessage {
        channel_id: ChannelId,
        message_id: MessageId,
        author_id: UserId,
        /// Where it mentions somebody of a guild.
        mention: Option<Arc<Mention>>,
    },
    /// These are gone, and some of them mentioned somebody.
    DeleteMessages {
        channel_id: ChannelId,
        ids: Arc<[MessageId]>,
    },
    PutInfo(GuildInfo),
    PutRole(Arc<Role>),
    DeleteRole(RoleId),
    PutChannel(Arc<Channel>),
    DeleteChannel(ChannelId),
    /// A new member.
    AddMember(Arc<Member>),
    /// Changed roles, nick or user.
    PutMember(Arc<Member>),
    RemoveMember(UserId),
    /// All members there are: the guild has become so small that replicas hold them all.
    AllMembers(Arc<[Arc<Member>]>),
    DeleteGuild,
    /// Of a user's stream: something that the user's sessions themselves act upon.
    Notice(Notice),
    /// Several changes in one step (a role deleted together with what named it).
    Many(Vec<Change>),
}

/// What a user's sessions have to do something about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Attach to this guild.
    GuildJoined(GuildId),
    /// Forget this guild (its stream says GUILD_DELETE itself).
    GuildLeft(GuildId),
    /// All sessions that came with this token end: it was revoked.
    TokenRevoked(TokenHash),
}

/// An encoded event and who may get it.
#[derive(Clone, Debug)]
pub struct Dispatch {
    pub frame: Arc<Frame>,
    /// For listeners without the right to content; `None` where it is the same.
    pub stripped: Option<Arc<Frame>>,
    /// These get `frame` even without the right to content: the author and whom it mentions.
    pub whole_for: SmallVec<[UserId; 2]>,
    pub audience: Audience,
    /// One of these must have been asked for; [`Intents::NONE`]: everybody gets it.
    pub intents: Intents,
    /// This user gets it whatever its intents (GUILD_MEMBER_UPDATE of oneself).
    pub always_for: Option<UserId>,
}

impl Dispatch {
    /// For all listeners that asked for `intents`.
    pub fn to_all(frame: Arc<Frame>, intents: Intents) -> Self {
        Self { frame, stripped: None, whole_for: SmallVec::new(), audience: Audience::All, intents, always_for: None }
    }

    /// For those who may view the channel and asked for `intents`.
    pub fn to_channel(frame: Arc<Frame>, channel_id: ChannelId, intents: Intents) -> Self {
        Self { audience: Audience::Channel(channel_id), ..Self::to_all(frame, intents) }
    }

    /// For those of `audience` who asked for `intents`.
    pub fn to(audience: Audience, frame: Arc<Frame>, intents: Intents) -> Self {
        Self { audience, ..Self::to_all(frame, intents) }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    All,
    /// Bots alone: presence of large guilds, which grows with the square of their members.
    Bots,
    /// Those who may view this channel.
    Channel(ChannelId),
    /// Those who may do this in the guild as a whole.
    Allowed(Permissions),
    /// Those who may do this in the channel.
    AllowedIn(ChannelId, Permissions),
}

/// Typing and presence: beside the stream, unnumbered, first to be shed.
#[derive(Debug)]
pub struct Beside {
    /// The position that it follows; a relay that is not there yet drops it.
    pub after: Position,
    pub change: BesideChange,
    pub dispatch: Option<Dispatch>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum BesideChange {
    None,
    Presence {
        user_id: UserId,
        presence: Presence,
    },
    /// All who are not offline: sent after presences were shed.
    Presences(Arc<HashMap<UserId, Presence>>),
}

/// Names what a relay asked its owner for, until the answer comes in the stream.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Ticket(pub u64);

/// One page of members, as of its place in the stream.
#[derive(Clone, Debug)]
pub struct MembersChunk {
    pub members: Vec<Arc<Member>>,
    /// How many members the guild has.
    pub all: usize,
    /// Presences of those members that are not offline.
    pub presences: Vec<(UserId, Presence)>,
}

/// A whole replica.
#[derive(Clone, Debug)]
pub enum Snapshot {
    Guild { guild: Box<Guild>, presences: HashMap<UserId, Presence> },
    User,
}

/// What a feed takes, in this order.
#[derive(Clone, Debug)]
pub enum Item {
    /// Replaces the replica; the next event has `position.seq + 1`. After a gap (`missed`) all listeners are to start anew.
    Snapshot {
        position: Position,
        snapshot: Snapshot,
        missed: bool,
    },
    Event(Arc<Event>),
    Beside(Arc<Beside>),
    /// The answer to an attach: the member, or `None` where the user is none. In a user's stream always `None` and admitted.
    Admitted {
        ticket: Ticket,
        member: Option<Arc<Member>>,
        admitted: bool,
    },
    /// The answer to a question for members.
    Members {
        ticket: Ticket,
        chunk: MembersChunk,
    },
}
