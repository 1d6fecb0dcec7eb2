//! Events of a guild's settings, roles, members, bans and invites.

use super::PresenceJson;
use crate::model::{Channel, ChannelId, Guild, GuildId, Invite, Member, MessageId, Presence, Role, RoleId, Timestamp, User, UserId};
use crate::protocol::frame::{dispatch, write};
use crate::protocol::json::{ChannelJson, Empty, GuildJson, IdText, InGuild, MemberJson, RoleJson, Time, UserJson};
use bytes::Bytes;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What one class of listeners is shown of a guild when it joins.
pub struct GuildCreate<'a> {
    pub guild: &'a Guild,
    /// Those that the class may view.
    pub channels: &'a [&'a Channel],
    pub members: &'a [Arc<Member>],
    pub presences: &'a [(UserId, &'a Presence)],
    /// Not all members are listed.
    pub large: bool,
    /// Bots are not told what is unread.
    pub bot: bool,
}

/// Channel and message.
pub type UnreadMention = (ChannelId, MessageId);

/// `GUILD_CREATE` of a class, and where in it a listener's own parts go.
#[derive(Default)]
pub struct EncodedGuildCreate {
    pub body: Bytes,
    /// The 32 bytes of `joined_at`.
    pub joined_at: usize,
    /// Of people: where in the empty list of `unread_mentions` its entries go.
    pub unread_mentions: Option<usize>,
}

#[derive(Serialize)]
struct GuildCreateJson<'a> {
    #[serde(flatten)]
    guild: GuildJson<'a>,
    joined_at: Time,
    large: bool,
    unavailable: bool,
    member_count: usize,
    members: Members<'a>,
    channels: Vec<ChannelJson<'a>>,
    threads: Empty,
    presences: Vec<PresenceJson<'a>>,
    voice_states: Empty,
    stage_instances: Empty,
    guild_scheduled_events: Empty,
    soundboard_sounds: Empty,
    /// Last, so that its place is known from the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    unread_mentions: Option<Empty>,
}

struct Members<'a>(&'a [Arc<Member>]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for member in self.0 {
            list.serialize_element(&MemberJson::from(&**member))?;
        }
        list.end()
    }
}

/// `GUILD_CREATE` with nobody's own parts.
pub fn guild_create(create: &GuildCreate<'_>) -> EncodedGuildCreate {
    let guild = create.guild;
    let last = |channel: &Channel| -> Option<MessageId> { guild.last_messages.get(&channel.id).copied() };
    // A moment at which nobody joined marks the place.
    let placeholder = Timestamp::from_unix_us(0);
    let body = dispatch(
        "GUILD_CREATE",
        &GuildCreateJson {
            guild: guild.into(),
            joined_at: Time(placeholder),
            large: create.large,
            unavailable: false,
            member_count: guild.member_count,
            members: Members(create.members),
            channels: create.channels.iter().map(|channel| ChannelJson::new(channel, last(channel))).collect(),
            threads: [],
            presences: create.presences.iter().map(|(user, presence)| PresenceJson::new(None, *user, presence)).collect(),
            voice_states: [],
            stage_instances: [],
            guild_scheduled_events: [],
            soundboard_sounds: [],
            unread_mentions: (!create.bot).then_some([]),
        },
    );
    let mark = format!("\"joined_at\":\"{}\"", crate::protocol::timestamp(placeholder));
    let at = body.windows(mark.len()).position(|window| window == mark.as_bytes()).unwrap_or(0);
    let unread_mentions = (!create.bot).then(|| body.len().saturating_sub(AFTER_UNREAD_MENTIONS.len()));
    EncodedGuildCreate { body, joined_at: at + "\"joined_at\":\"".len(), unread_mentions }
}

/// What follows the last entry of `unread_mentions`.
const AFTER_UNREAD_MENTIONS: &str = "]},\"s\":";

#[derive(Serialize)]
struct UnreadMentionJson {
    channel_id: IdText,
    id: IdText,
}

/// The event with these as its `unread_mentions`, in the place that [`guild_create`] told.
pub fn with_unread_mentions(body: &[u8], place: usize, unread: &[UnreadMention]) -> Vec<u8> {
    let (before, after) = body.split_at(place.min(body.len()));
    let mut whole = Vec::with_capacity(body.len() + unread.len() * 80);
    whole.extend_from_slice(before);
    for (n, (channel, message)) in unread.iter().enumerate() {
        if n > 0 {
            whole.push(b',');
        }
        write(&mut whole, &UnreadMentionJson { channel_id: (*channel).into(), id: (*message).into() });
    }
    whole.extend_from_slice(after);
    whole
}

pub fn guild_update(guild: &Guild) -> Bytes {
    dispatch("GUILD_UPDATE", &GuildJson::from(guild))
}

#[derive(Serialize)]
struct GuildGone {
    id: IdText,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unavailable: bool,
}

/// Without `unavailable` it says that the user is no member any more.
pub fn guild_delete(guild: GuildId, unavailable: bool) -> Bytes {
    dispatch("GUILD_DELETE", &GuildGone { id: guild.into(), unavailable })
}

#[derive(Serialize)]
struct RoleEvent<'a> {
    guild_id: IdText,
    role: RoleJson<'a>,
}

pub fn role_create(guild: GuildId, role: &Role) -> Bytes {
    dispatch("GUILD_ROLE_CREATE", &RoleEvent { guild_id: guild.into(), role: role.into() })
}

pub fn role_update(guild: GuildId, role: &Role) -> Bytes {
    dispatch("GUILD_ROLE_UPDATE", &RoleEvent { guild_id: guild.into(), role: role.into() })
}

#[derive(Serialize)]
struct RoleGone {
    guild_id: IdText,
    role_id: IdText,
}

pub fn role_delete(guild: GuildId, role: RoleId) -> Bytes {
    dispatch("GUILD_ROLE_DELETE", &RoleGone { guild_id: guild.into(), role_id: role.into() })
}

pub fn member_add(guild: GuildId, member: &Member) -> Bytes {
    dispatch("GUILD_MEMBER_ADD", &InGuild::new(guild, MemberJson::from(member)))
}

pub fn member_update(guild: GuildId, member: &Member) -> Bytes {
    dispatch("GUILD_MEMBER_UPDATE", &InGuild::new(guild, MemberJson::from(member)))
}

#[derive(Serialize)]
struct OfUser<'a> {
    guild_id: IdText,
    user: UserJson<'a>,
}

fn of_user(name: &str, guild: GuildId, user: &User) -> Bytes {
    dispatch(name, &OfUser { guild_id: guild.into(), user: user.into() })
}

pub fn member_remove(guild: GuildId, user: &User) -> Bytes {
    of_user("GUILD_MEMBER_REMOVE", guild, user)
}

pub fn ban_add(guild: GuildId, user: &User) -> Bytes {
    of_user("GUILD_BAN_ADD", guild, user)
}

pub fn ban_remove(guild: GuildId, user: &User) -> Bytes {
    of_user("GUILD_BAN_REMOVE", guild, user)
}

#[derive(Serialize)]
struct InviteEvent<'a> {
    channel_id: IdText,
    guild_id: IdText,
    code: &'a str,
    created_at: Time,
    inviter: UserJson<'a>,
    max_age: u32,
    max_uses: u32,
    temporary: bool,
    uses: u32,
    r#type: u8,
    expires_at: Option<Time>,
}

pub fn invite_create(invite: &Invite, inviter: &User) -> Bytes {
    let event = InviteEvent {
        channel_id: invite.channel_id.into(),
        guild_id: invite.guild_id.into(),
        code: &invite.code.0,
        created_at: Time(invite.created_at),
        inviter: inviter.into(),
        max_age: invite.max_age_s,
        max_uses: invite.max_uses,
        temporary: invite.temporary,
        uses: invite.uses,
        r#type: 0,
        expires_at: invite.expires_at().map(Time),
    };
    dispatch("INVITE_CREATE", &event)
}

#[derive(Serialize)]
struct InviteGone<'a> {
    channel_id: IdText,
    guild_id: IdText,
    code: &'a str,
}

pub fn invite_delete(invite: &Invite) -> Bytes {
    let event = InviteGone { channel_id: invite.channel_id.into(), guild_id: invite.guild_id.into(), code: &invite.code.0 };
    dispatch("INVITE_DELETE", &event)
}

/// One page of members on request.
pub struct ChunkFrame<'a> {
    pub members: &'a [Arc<Member>],
    pub presences: &'a [(UserId, Presence)],
    pub index: usize,
    pub count: usize,
    pub nonce: Option<&'a str>,
    /// Of the ids that were asked for: those that are no members.
    pub not_found: &'a [UserId],
}

#[derive(Serialize)]
struct ChunkJson<'a> {
    guild_id: IdText,
    members: Members<'a>,
    chunk_index: usize,
    chunk_count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_found: Vec<IdText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    presences: Vec<PresenceJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

pub fn members_chunk(guild: GuildId, chunk: &ChunkFrame<'_>) -> Bytes {
    let event = ChunkJson {
        guild_id: guild.into(),
        members: Members(chunk.members),
        chunk_index: chunk.index,
        chunk_count: chunk.count,
        not_found: chunk.not_found.iter().map(|id| (*id).into()).collect(),
        presences: chunk.presences.iter().map(|(user, presence)| PresenceJson::new(None, *user, presence)).collect(),
        nonce: chunk.nonce,
    };
    dispatch("GUILD_MEMBERS_CHUNK", &event)
}
