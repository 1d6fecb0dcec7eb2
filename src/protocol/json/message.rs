//! Messages.

use super::{Empty, IdText, Time, UserJson};
use crate::model::{MessageKind, MessageView, Nonce, ReactionCount, ReactionEmoji};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

#[derive(Serialize, Debug)]
pub struct MessageJson<'a> {
    id: IdText,
    channel_id: IdText,
    r#type: u8,
    content: &'a str,
    author: UserJson<'a>,
    timestamp: Time,
    edited_timestamp: Option<Time>,
    tts: bool,
    mention_everyone: bool,
    mentions: Vec<UserJson<'a>>,
    mention_roles: Vec<IdText>,
    attachments: Empty,
    embeds: &'a RawValue,
    components: Empty,
    pinned: bool,
    flags: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<NonceJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reactions: Vec<ReactionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<ReferenceJson>,
    /// Of a reply: null where the message is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[expect(clippy::option_option, reason = "absent, null and there are three things on the wire")]
    referenced_message: Option<Option<Box<MessageJson<'a>>>>,
}

/// How much of a message is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Detail {
    Whole,
    /// Without content and embeds: for bots that may not read them (Discord docs, Message Content Intent).
    Stripped,
}

impl<'a> From<&'a MessageView> for MessageJson<'a> {
    fn from(view: &'a MessageView) -> Self {
        Self::detailed(view, Detail::Whole)
    }
}

impl<'a> MessageJson<'a> {
    pub(crate) fn detailed(view: &'a MessageView, detail: Detail) -> Self {
        let message = &view.message;
        let whole = detail == Detail::Whole;
        let reply = message.kind == MessageKind::Reply;
        Self {
            id: message.id.into(),
            channel_id: message.channel_id.into(),
            r#type: if reply { 19 } else { 0 },
            content: if whole { message.content.as_str() } else { "" },
            author: (&*view.author).into(),
            timestamp: Time(message.id.sent_at()),
            edited_timestamp: message.edited_at.map(Time),
            tts: message.tts,
            mention_everyone: message.mentions.everyone,
            mentions: view.mentioned.iter().map(|user| (&**user).into()).collect(),
            mention_roles: message.mentions.roles.iter().map(|role| (*role).into()).collect(),
            attachments: [],
            embeds: if whole { raw(&message.embeds) } else { raw("[]") },
            components: [],
            pinned: false,
            flags: message.flags,
            nonce: message.nonce.as_ref().map(NonceJson),
            reactions: view.reactions.iter().map(Into::into).collect(),
            message_reference: message.reference.map(|reference| ReferenceJson {
                r#type: 0,
                channel_id: reference.channel_id.into(),
                message_id: reference.message_id.into(),
                guild_id: reference.guild_id.map(Into::into),
            }),
            referenced_message: reply.then(|| view.referenced.as_deref().map(|view| Box::new(Self::detailed(view, detail)))),
        }
    }
}

/// JSON that was checked when it came in; an empty list where it is damaged.
pub(crate) fn raw(text: &str) -> &RawValue {
    serde_json::from_str(text).unwrap_or_else(|_| no_embeds())
}

fn no_embeds() -> &'static RawValue {
    static EMPTY: std::sync::LazyLock<Box<RawValue>> =
        std::sync::LazyLock::new(|| RawValue::from_string("[]".to_owned()).unwrap_or_default());
    &EMPTY
}

#[derive(Debug)]
struct NonceJson<'a>(&'a Nonce);

impl Serialize for NonceJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Nonce::Text(text) => serializer.serialize_str(text),
            Nonce::Number(number) => serializer.serialize_i64(*number),
        }
    }
}

#[derive(Serialize, Debug)]
struct ReferenceJson {
    r#type: u8,
    channel_id: IdText,
    message_id: IdText,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
}

#[derive(Serialize, Debug)]
pub(crate) struct EmojiJson<'a> {
    id: super::Null,
    name: &'a str,
}

impl<'a> From<&'a ReactionEmoji> for EmojiJson<'a> {
    fn from(emoji: &'a ReactionEmoji) -> Self {
        Self { id: None, name: emoji.as_str() }
    }
}

#[derive(Serialize, Debug)]
struct ReactionJson<'a> {
    emoji: EmojiJson<'a>,
    count: usize,
    count_details: CountDetails,
    me: bool,
    me_burst: bool,
    burst_me: bool,
    burst_colors: Empty,
}

#[derive(Serialize, Debug)]
struct CountDetails {
    burst: usize,
    normal: usize,
}

impl<'a> From<&'a ReactionCount> for ReactionJson<'a> {
    fn from(reaction: &'a ReactionCount) -> Self {
        Self {
            emoji: (&reaction.emoji).into(),
            count: reaction.count,
            count_details: CountDetails { burst: 0, normal: reaction.count },
            me: reaction.me,
            me_burst: false,
            burst_me: false,
            burst_colors: [],
        }
    }
}
