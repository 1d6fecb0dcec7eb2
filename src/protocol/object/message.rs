//! Discord docs, Message object.

use super::member::PartialMemberJson;
use super::{EMPTY, NULL, UserJson, entries, object};
use crate::model::{Member, MessageKind, MessageReference, MessageView, Nonce, ReactionCount, ReactionEmoji, User};
use crate::protocol::raw::RawArray;
use crate::protocol::scalar::{Ids, id};
use crate::protocol::timestamp;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A message as REST answers it.
pub struct MessageJson<'a>(pub &'a MessageView);

object!(MessageJson<'_>, |object, json: &Self| message_entries(object, json.0, Showing::ALL));

/// What of a message is written.
#[derive(Clone, Copy)]
pub(in crate::protocol) struct Showing {
    /// False for who has no right to content.
    pub(in crate::protocol) content: bool,
    /// False inside of `referenced_message`.
    pub(in crate::protocol) referenced: bool,
}

impl Showing {
    pub(in crate::protocol) const ALL: Self = Self { content: true, referenced: true };
    pub(in crate::protocol) const STRIPPED: Self = Self { content: false, referenced: true };
}

/// Writes the fields that an event has on top of a message's own.
pub(in crate::protocol) fn event_entries<M: SerializeMap>(object: &mut M, view: &MessageView, member: Option<&Member>) -> Result<(), M::Error> {
    if let Some(guild) = view.guild_id {
        entries!(object; "guild_id": id(guild));
    }
    if let Some(member) = member {
        entries!(object; "member": PartialMemberJson(member));
    }
    Ok(())
}

pub(in crate::protocol) fn message_entries<M: SerializeMap>(object: &mut M, view: &MessageView, showing: Showing) -> Result<(), M::Error> {
    let message = &*view.message;
    let (content, embeds) = if showing.content { (message.content.as_str(), &*message.embeds) } else { ("", "[]") };
    entries!(object;
        "id": id(message.id),
        "channel_id": id(message.channel_id),
        "type": kind(message.kind),
        "content": content,
        "author": UserJson(&view.author),
        "timestamp": timestamp(message.id.sent_at()),
        "edited_timestamp": message.edited_at.map(timestamp),
        "tts": message.tts,
        "mention_everyone": message.mentions.everyone,
        "mentions": Users(&view.mentioned),
        "mention_roles": Ids(&message.mentions.roles),
        "attachments": EMPTY,
        "embeds": RawArray(embeds),
        "components": EMPTY,
        "pinned": false,
        "flags": message.flags,
    );
    if let Some(nonce) = &message.nonce {
        entries!(object; "nonce": NonceJson(nonce));
    }
    if !view.reactions.is_empty() {
        entries!(object; "reactions": ReactionsJson(&view.reactions));
    }
    if let Some(reference) = &message.reference {
        entries!(object; "message_reference": ReferenceJson(reference));
    }
    match &view.referenced {
        Some(referenced) if showing.referenced => {
            entries!(object; "referenced_message": Referenced(referenced, Showing { referenced: false, ..showing }));
        }
        None if showing.referenced && message.kind == MessageKind::Reply => entries!(object; "referenced_message": NULL),
        _ => {}
    }
    Ok(())
}

/// Discord docs, Message Types.
fn kind(kind: MessageKind) -> u8 {
    match kind {
        MessageKind::Default => 0,
        MessageKind::Reply => 19,
    }
}

struct Referenced<'a>(&'a MessageView, Showing);

object!(Referenced<'_>, |object, json: &Self| message_entries(object, json.0, json.1));

struct Users<'a>(&'a [Arc<User>]);

impl Serialize for Users<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|user| UserJson(user)))
    }
}

/// Echoed with its own JSON type.
struct NonceJson<'a>(&'a Nonce);

impl Serialize for NonceJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Nonce::Text(text) => serializer.serialize_str(text),
            Nonce::Number(number) => serializer.serialize_i64(*number),
        }
    }
}

struct ReferenceJson<'a>(&'a MessageReference);

object!(ReferenceJson<'_>, reference);

fn reference<M: SerializeMap>(object: &mut M, ReferenceJson(reference): &ReferenceJson<'_>) -> Result<(), M::Error> {
    entries!(object;
        "type": 0,
        "channel_id": id(reference.channel_id),
        "message_id": id(reference.message_id),
    );
    if let Some(guild) = reference.guild_id {
        entries!(object; "guild_id": id(guild));
    }
    Ok(())
}

/// The emoji of a reaction: a Unicode one has no id.
pub(in crate::protocol) struct EmojiJson<'a>(pub(in crate::protocol) &'a ReactionEmoji);

object!(EmojiJson<'_>, emoji);

fn emoji<M: SerializeMap>(object: &mut M, EmojiJson(emoji): &EmojiJson<'_>) -> Result<(), M::Error> {
    entries!(object; "id": NULL, "name": emoji.as_str());
    Ok(())
}

struct ReactionsJson<'a>(&'a [ReactionCount]);

impl Serialize for ReactionsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(ReactionJson))
    }
}

struct ReactionJson<'a>(&'a ReactionCount);

object!(ReactionJson<'_>, reaction);

#[derive(Serialize)]
struct CountDetails {
    burst: usize,
    normal: usize,
}

fn reaction<M: SerializeMap>(object: &mut M, ReactionJson(reaction): &ReactionJson<'_>) -> Result<(), M::Error> {
    entries!(object;
        "emoji": EmojiJson(&reaction.emoji),
        "count": reaction.count,
        "count_details": CountDetails { burst: 0, normal: reaction.count },
        "me": reaction.me,
        "me_burst": false,
        "burst_colors": EMPTY,
    );
    Ok(())
}
