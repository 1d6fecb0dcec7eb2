//! Messages.

use super::{encode, frame};
use crate::model::{ChannelId, GuildId, Member, MessageId, MessageView};
use crate::protocol::object::{Showing, event_entries, message_entries, object};
use crate::protocol::scalar::{Decimal, Ids, id, optional_id};
use bytes::Bytes;
use serde::Serialize;
use serde::ser::SerializeMap;
use std::ops::Range;

/// A message's event, encoded for all who may see it.
#[derive(Clone, Debug)]
pub struct EncodedMessage {
    pub body: Bytes,
    /// Where `d` lies in `body`: it is the REST answer as well.
    pub d: Range<usize>,
    /// The same without text and embeds, for those without the right to content; `None` where it is the same.
    pub stripped: Option<Bytes>,
}

pub fn message_create(view: &MessageView, member: Option<&Member>) -> EncodedMessage {
    encoded("MESSAGE_CREATE", view, member)
}

pub fn message_update(view: &MessageView, member: Option<&Member>) -> EncodedMessage {
    encoded("MESSAGE_UPDATE", view, member)
}

/// Bytes of a message beside its text, its embeds and whom it answers.
const FIXED_BYTES: usize = 1_400;

fn encoded(name: &str, view: &MessageView, member: Option<&Member>) -> EncodedMessage {
    let encode = |showing| encode(name, &MessageEvent { view, member, showing }, FIXED_BYTES + text_bytes(view));
    let (body, d) = encode(Showing::ALL);
    let stripped = has_content(view).then(|| encode(Showing::STRIPPED).0.into());
    EncodedMessage { body: body.into(), d, stripped }
}

fn text_bytes(view: &MessageView) -> usize {
    let answered = view.referenced.as_ref().map_or(0, |answered| FIXED_BYTES + text_bytes(answered));
    view.message.content.as_str().len() + view.message.embeds.len() + answered
}

fn has_content(view: &MessageView) -> bool {
    !view.message.content.is_empty() || *view.message.embeds != *"[]" || view.referenced.as_ref().is_some_and(|answered| has_content(answered))
}

struct MessageEvent<'a> {
    view: &'a MessageView,
    member: Option<&'a Member>,
    showing: Showing,
}

object!(MessageEvent<'_>, message_event);

fn message_event<M: SerializeMap>(object: &mut M, event: &MessageEvent<'_>) -> Result<(), M::Error> {
    message_entries(object, event.view, event.showing)?;
    event_entries(object, event.view, event.member)
}

#[derive(Serialize)]
struct MessageDelete {
    id: Decimal,
    channel_id: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<Decimal>,
}

pub fn message_delete(guild: Option<GuildId>, channel: ChannelId, message: MessageId) -> Bytes {
    frame("MESSAGE_DELETE", &MessageDelete { id: id(message), channel_id: id(channel), guild_id: optional_id(guild) })
}

#[derive(Serialize)]
struct MessageDeleteBulk<'a> {
    ids: Ids<'a, MessageId>,
    channel_id: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<Decimal>,
}

pub fn message_delete_bulk(guild: Option<GuildId>, channel: ChannelId, messages: &[MessageId]) -> Bytes {
    frame("MESSAGE_DELETE_BULK", &MessageDeleteBulk { ids: Ids(messages), channel_id: id(channel), guild_id: optional_id(guild) })
}
