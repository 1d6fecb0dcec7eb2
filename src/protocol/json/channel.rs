//! Channels of guilds, and DMs.

use super::{IdText, Null, UserJson};
use crate::model::{Channel, ChannelKind, Dm, MessageId, Overwrite, OverwriteTarget, UserId};
use serde::{Serialize, Serializer, ser::SerializeSeq};

/// Discord docs, Channel Types.
pub(crate) const fn kind_number(kind: ChannelKind) -> u8 {
    match kind {
        ChannelKind::Text => 0,
        ChannelKind::Category => 4,
    }
}

#[derive(Serialize, Debug)]
pub struct ChannelJson<'a> {
    id: IdText,
    r#type: u8,
    guild_id: IdText,
    name: &'a str,
    position: i32,
    parent_id: Option<IdText>,
    topic: Option<&'a str>,
    nsfw: bool,
    rate_limit_per_user: u32,
    last_message_id: Option<IdText>,
    last_pin_timestamp: Null,
    permission_overwrites: Overwrites<'a>,
    flags: u32,
}

impl<'a> ChannelJson<'a> {
    pub fn new(channel: &'a Channel, last: Option<MessageId>) -> Self {
        Self {
            id: channel.id.into(),
            r#type: kind_number(channel.kind),
            guild_id: channel.guild_id.into(),
            name: &channel.name,
            position: channel.position,
            parent_id: channel.parent_id.map(Into::into),
            topic: channel.topic.as_deref(),
            nsfw: channel.nsfw,
            rate_limit_per_user: channel.slowmode_s,
            last_message_id: last.map(Into::into),
            last_pin_timestamp: None,
            permission_overwrites: Overwrites(&channel.overwrites),
            flags: 0,
        }
    }
}

#[derive(Debug)]
struct Overwrites<'a>(&'a [Overwrite]);

#[derive(Serialize)]
struct OverwriteJson {
    id: IdText,
    r#type: u8,
    allow: IdText,
    deny: IdText,
}

impl Serialize for Overwrites<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for overwrite in self.0 {
            let (id, r#type) = match overwrite.target {
                OverwriteTarget::Role(role) => (role.into(), 0),
                OverwriteTarget::Member(user) => (user.into(), 1),
            };
            let (allow, deny) = (IdText(overwrite.allow.raw()), IdText(overwrite.deny.raw()));
            list.serialize_element(&OverwriteJson { id, r#type, allow, deny })?;
        }
        list.end()
    }
}

#[derive(Serialize, Debug)]
pub struct DmJson<'a> {
    id: IdText,
    r#type: u8,
    flags: u32,
    last_message_id: Option<IdText>,
    recipients: [UserJson<'a>; 1],
}

impl<'a> DmJson<'a> {
    /// As `viewer` sees it: the recipient is the other one.
    pub fn new(dm: &'a Dm, viewer: UserId) -> Self {
        Self {
            id: dm.id.into(),
            r#type: 1,
            flags: 0,
            last_message_id: dm.last_message_id.map(Into::into),
            recipients: [(&**dm.peer(viewer)).into()],
        }
    }
}
