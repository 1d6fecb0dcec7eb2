//! Discord docs, Channel object.

use super::{NULL, UserJson, entries, object};
use crate::model::{Channel, ChannelKind, Dm, MessageId, Overwrite, OverwriteTarget, UserId};
use crate::protocol::scalar::{id, optional_id};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Discord docs, Channel Types.
const DM: u8 = 1;

/// A guild's channel.
pub struct ChannelJson<'a> {
    pub channel: &'a Channel,
    pub last_message_id: Option<MessageId>,
}

/// A DM as `viewer` sees it.
pub struct DmJson<'a> {
    pub dm: &'a Dm,
    pub viewer: UserId,
}

object!(ChannelJson<'_>, channel);
object!(DmJson<'_>, dm);

fn kind(kind: ChannelKind) -> u8 {
    match kind {
        ChannelKind::Text => 0,
        ChannelKind::Category => 4,
    }
}

fn channel<M: SerializeMap>(object: &mut M, json: &ChannelJson<'_>) -> Result<(), M::Error> {
    let ChannelJson { channel, last_message_id } = json;
    entries!(object;
        "id": id(channel.id),
        "type": kind(channel.kind),
        "guild_id": id(channel.guild_id),
        "name": channel.name,
        "position": channel.position,
        "parent_id": optional_id(channel.parent_id),
        "topic": channel.topic,
        "nsfw": channel.nsfw,
        "rate_limit_per_user": channel.slowmode_s,
        "last_message_id": optional_id(*last_message_id),
        "last_pin_timestamp": NULL,
        "permission_overwrites": Overwrites(&channel.overwrites),
        "flags": 0,
    );
    Ok(())
}

struct Overwrites<'a>(&'a [Overwrite]);

impl Serialize for Overwrites<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(OverwriteJson))
    }
}

struct OverwriteJson<'a>(&'a Overwrite);

object!(OverwriteJson<'_>, overwrite);

fn overwrite<M: SerializeMap>(object: &mut M, OverwriteJson(overwrite): &OverwriteJson<'_>) -> Result<(), M::Error> {
    let (target, kind) = match overwrite.target {
        OverwriteTarget::Role(role) => (id(role), 0),
        OverwriteTarget::Member(user) => (id(user), 1),
    };
    entries!(object; "id": target, "type": kind, "allow": id(overwrite.allow), "deny": id(overwrite.deny));
    Ok(())
}

fn dm<M: SerializeMap>(object: &mut M, json: &DmJson<'_>) -> Result<(), M::Error> {
    entries!(object;
        "id": id(json.dm.id),
        "type": DM,
        "flags": 0,
        "last_message_id": optional_id(json.dm.last_message_id),
        "recipients": [UserJson(json.dm.peer(json.viewer))],
    );
    Ok(())
}
