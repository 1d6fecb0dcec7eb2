//! Members, presences and users.

use super::{encode, frame};
use crate::model::{GuildId, Member, Presence, User, UserId};
use crate::protocol::object::{MemberJson, OwnUserJson, PresenceJson, UserJson, entries, member_entries, object, presence_entries};
use crate::protocol::scalar::{Decimal, Ids, id};
use bytes::Bytes;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::sync::Arc;

struct MemberPut<'a> {
    guild_id: GuildId,
    member: &'a Member,
}

object!(MemberPut<'_>, member_put);

fn member_put<M: SerializeMap>(object: &mut M, put: &MemberPut<'_>) -> Result<(), M::Error> {
    entries!(object; "guild_id": id(put.guild_id));
    member_entries(object, put.member)
}

pub fn member_add(guild_id: GuildId, member: &Member) -> Bytes {
    frame("GUILD_MEMBER_ADD", &MemberPut { guild_id, member })
}

pub fn member_update(guild_id: GuildId, member: &Member) -> Bytes {
    frame("GUILD_MEMBER_UPDATE", &MemberPut { guild_id, member })
}

#[derive(Serialize)]
struct MemberRemove<'a> {
    guild_id: Decimal,
    user: UserJson<'a>,
}

pub fn member_remove(guild: GuildId, user: &User) -> Bytes {
    frame("GUILD_MEMBER_REMOVE", &MemberRemove { guild_id: id(guild), user: UserJson(user) })
}

/// One page of members, as asked for by op 8.
pub struct ChunkFrame<'a> {
    pub members: &'a [Arc<Member>],
    pub presences: &'a [(UserId, Presence)],
    pub index: usize,
    pub count: usize,
    pub nonce: Option<&'a str>,
    pub not_found: &'a [UserId],
}

struct Chunk<'a> {
    guild_id: GuildId,
    chunk: &'a ChunkFrame<'a>,
}

object!(Chunk<'_>, chunk);

fn chunk<M: SerializeMap>(object: &mut M, json: &Chunk<'_>) -> Result<(), M::Error> {
    let chunk = json.chunk;
    entries!(object;
        "guild_id": id(json.guild_id),
        "members": Members(chunk.members),
        "chunk_index": chunk.index,
        "chunk_count": chunk.count,
        "not_found": Ids(chunk.not_found),
        "presences": Presences(chunk.presences),
    );
    if let Some(nonce) = chunk.nonce {
        entries!(object; "nonce": nonce);
    }
    Ok(())
}

struct Members<'a>(&'a [Arc<Member>]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|member| MemberJson(member)))
    }
}

struct Presences<'a>(&'a [(UserId, Presence)]);

impl Serialize for Presences<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(user_id, presence)| PresenceJson { user_id: *user_id, presence }))
    }
}

/// Bytes of a member, about.
const MEMBER_BYTES: usize = 600;

pub fn members_chunk(guild_id: GuildId, chunk: &ChunkFrame<'_>) -> Bytes {
    encode("GUILD_MEMBERS_CHUNK", &Chunk { guild_id, chunk }, (chunk.members.len() + 1) * MEMBER_BYTES).0.into()
}

struct PresencePut<'a> {
    guild_id: GuildId,
    user_id: UserId,
    presence: &'a Presence,
}

object!(PresencePut<'_>, presence_put);

fn presence_put<M: SerializeMap>(object: &mut M, put: &PresencePut<'_>) -> Result<(), M::Error> {
    entries!(object; "guild_id": id(put.guild_id));
    presence_entries(object, put.user_id, put.presence)
}

pub fn presence_update(guild_id: GuildId, user_id: UserId, presence: &Presence) -> Bytes {
    frame("PRESENCE_UPDATE", &PresencePut { guild_id, user_id, presence })
}

/// What a user's own sessions get when its name changed.
pub fn user_update(user: &User) -> Bytes {
    frame("USER_UPDATE", &OwnUserJson(user))
}
