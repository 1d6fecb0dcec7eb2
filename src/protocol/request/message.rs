//! Messages to be sent, edited and deleted.

use super::embed::embeds;
use crate::limits;
use crate::model::{
    AllowedMentions, Content, MessageId, MessagePatch, NewMessage, Nonce, Refusal, ReplyTo, RequestId, RoleId, UserId,
};
use crate::protocol::form::Form;
use serde_json::Value;

/// Discord docs, Create Message.
pub fn new_message(body: &[u8], request_id: RequestId) -> Result<NewMessage, Refusal> {
    let mut form = Form::parse(body)?;
    let content = content(&mut form).unwrap_or_default();
    let embeds = embeds(&mut form).unwrap_or_else(|| "[]".into());
    let nonce = nonce(&mut form);
    let enforce_nonce = form.bool("enforce_nonce").unwrap_or(false);
    let tts = form.bool("tts").unwrap_or(false);
    let flags = flags(&mut form).unwrap_or(0);
    let reply_to = reply_to(&mut form);
    let allowed_mentions = allowed_mentions(&mut form).unwrap_or_else(AllowedMentions::all);
    if form.value("attachments").is_some_and(|list| list.as_array().is_some_and(|list| !list.is_empty())) {
        form.fault("attachments", "BASE_TYPE_CHOICES", "Files are not served by this version.");
    }
    form.finish(NewMessage { content, embeds, nonce, enforce_nonce, reply_to, allowed_mentions, tts, flags, request_id })
}

/// Discord docs, Edit Message.
pub fn message_patch(body: &[u8]) -> Result<MessagePatch, Refusal> {
    let mut form = Form::parse(body)?;
    // Null empties the content.
    let content = form.has("content").then(|| content(&mut form).unwrap_or_default());
    let patch = MessagePatch {
        content,
        embeds: embeds(&mut form),
        flags: flags(&mut form),
        allowed_mentions: allowed_mentions(&mut form),
    };
    form.finish(patch)
}

/// Discord docs, Bulk Delete Messages.
pub fn bulk_delete(body: &[u8]) -> Result<Vec<MessageId>, Refusal> {
    let mut form = Form::parse(body)?;
    let mut ids = form.ids("messages", MessageId::from_raw).unwrap_or_default();
    ids.sort_unstable();
    ids.dedup();
    form.finish(ids)
}

fn content(form: &mut Form) -> Option<Content> {
    let text = match form.value("content")? {
        Value::String(text) => text,
        // Some libraries send numbers as they are.
        Value::Number(number) => number.to_string(),
        _ => {
            form.fault("content", "BASE_TYPE_STRING", "Must be a string.");
            return None;
        }
    };
    match Content::parse(&text) {
        Ok(content) => Some(content),
        Err(_) => {
            let message = format!("Must be {} or fewer in length.", Content::CHARACTERS_MAX);
            form.fault("content", "BASE_TYPE_MAX_LENGTH", message);
            None
        }
    }
}

fn nonce(form: &mut Form) -> Option<Nonce> {
    match form.value("nonce")? {
        Value::String(text) if text.chars().count() <= Nonce::CHARACTERS_MAX => Some(Nonce::Text(text)),
        Value::Number(number) if number.is_i64() => number.as_i64().map(Nonce::Number),
        // Beyond 63 bits: kept as text.
        Value::Number(number) if number.is_u64() => Some(Nonce::Text(number.to_string())),
        _ => {
            let message = format!("Must be {} or fewer in length.", Nonce::CHARACTERS_MAX);
            form.fault("nonce", "BASE_TYPE_MAX_LENGTH", message);
            None
        }
    }
}

/// Of the message flags, those that a sender may set: no embeds, no notification.
const SETTABLE_FLAGS: u32 = 1 << 2 | 1 << 12;

fn flags(form: &mut Form) -> Option<u32> {
    form.u32("flags", u32::MAX).map(|flags| flags & SETTABLE_FLAGS)
}

fn reply_to(form: &mut Form) -> Option<ReplyTo> {
    let mut reference = form.form("message_reference")?;
    let message_id = reference.required_id("message_id", MessageId::from_raw);
    let must_exist = reference.bool("fail_if_not_exists").unwrap_or(true);
    if reference.int("type", 0..=1) == Some(1) {
        reference.fault("type", "BASE_TYPE_CHOICES", "Forwards are not served by this version.");
    }
    form.absorb(reference);
    message_id.map(|message_id| ReplyTo { message_id, must_exist })
}

fn allowed_mentions(form: &mut Form) -> Option<AllowedMentions> {
    let mut allowed = form.form("allowed_mentions")?;
    let parse = allowed.value("parse").and_then(|parse| parse.as_array().cloned()).unwrap_or_default();
    let parses = |kind: &str| parse.iter().any(|parsed| parsed == kind);
    let read = AllowedMentions {
        parse_users: parses("users"),
        parse_roles: parses("roles"),
        parse_everyone: parses("everyone"),
        users: allowed.ids("users", UserId::from_raw).unwrap_or_default(),
        roles: allowed.ids("roles", RoleId::from_raw).unwrap_or_default(),
        replied_user: allowed.bool("replied_user").unwrap_or(false),
    };
    if read.users.len() > limits::MENTIONS_MAX || read.roles.len() > limits::MENTIONS_MAX {
        allowed.fault("users", "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", limits::MENTIONS_MAX));
    }
    form.absorb(allowed);
    Some(read)
}
