//! Messages to be sent, edited and deleted.

use super::embed::embeds;
use crate::limits;
use crate::model::{AllowedMentions, Content, MessageId, MessagePatch, NewMessage, Nonce, Refusal, ReplyTo, RequestId, RoleId, UserId};
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
    let patch = MessagePatch { content, embeds: embeds(&mut form), flags: flags(&mut form), allowed_mentions: allowed_mentions(&mut form) };
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
    let content = Content::parse(&text).ok();
    if content.is_none() {
        form.fault("content", "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", Content::CHARACTERS_MAX));
    }
    content
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<NewMessage, Refusal> {
        new_message(body.as_bytes(), RequestId::from_raw(1))
    }

    fn faults(body: &str) -> Vec<(String, &'static str)> {
        match read(body) {
            Err(Refusal::Invalid(faults)) => faults.into_iter().map(|fault| (fault.field, fault.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn message_of_each_library_is_taken() {
        let discord_py = read(r#"{"content":"hi","tts":false,"nonce":"123456789012345678","enforce_nonce":true}"#).unwrap();
        assert_eq!((discord_py.content.as_str(), discord_py.enforce_nonce), ("hi", true));
        assert_eq!(discord_py.nonce, Some(Nonce::Text("123456789012345678".into())));
        let twilight = read(r#"{"content":"hi","nonce":77,"allowed_mentions":{"parse":[]},"flags":4}"#).unwrap();
        assert_eq!((twilight.nonce, twilight.flags), (Some(Nonce::Number(77)), 4));
        assert!(!twilight.allowed_mentions.parse_users);
        let nulls = read(r#"{"content":null,"embeds":null,"components":[],"sticker_ids":null,"poll":null,"x":{}}"#).unwrap();
        assert!(nulls.content.is_empty() && &*nulls.embeds == "[]");
        assert_eq!(nulls.allowed_mentions, AllowedMentions::all());
    }

    #[test]
    fn reply_takes_ids_as_integers_and_extra_keys() {
        let reply = read(r#"{"content":"hi","message_reference":{"message_id":5,"channel_id":"7","guild_id":9,"type":0}}"#).unwrap();
        assert_eq!(reply.reply_to, Some(ReplyTo { message_id: MessageId::from_raw(5), must_exist: true }));
        assert_eq!(faults(r#"{"message_reference":{}}"#), [("message_reference.message_id".to_owned(), "BASE_TYPE_REQUIRED")]);
        assert_eq!(
            faults(r#"{"message_reference":{"message_id":1,"type":1}}"#),
            [("message_reference.type".to_owned(), "BASE_TYPE_CHOICES")]
        );
    }

    #[test]
    fn each_fault_is_told_by_its_field() {
        let long = "x".repeat(2_001);
        let body = format!(r#"{{"content":"{long}","tts":"no","nonce":"{}","flags":-1,"embeds":{{}},"allowed_mentions":[]}}"#, &long[..26]);
        let fields: Vec<String> = faults(&body).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["content", "embeds", "nonce", "tts", "flags", "allowed_mentions"]);
    }

    #[test]
    fn two_thousand_code_points_are_taken_whatever_their_bytes() {
        assert!(read(&format!(r#"{{"content":"{}"}}"#, "\u{1f600}".repeat(2_000))).is_ok());
    }

    #[test]
    fn patch_with_null_empties_and_without_leaves() {
        let patch = message_patch(br#"{"content":null,"tts":false,"enforce_nonce":false}"#).unwrap();
        assert_eq!((patch.content, patch.embeds), (Some(Content::default()), None));
        assert_eq!(message_patch(b"{}").unwrap(), MessagePatch::default());
    }

    #[test]
    fn bulk_delete_counts_each_message_once() {
        let ids = bulk_delete(br#"{"messages":[3,"1",3]}"#).unwrap();
        assert_eq!(ids, [MessageId::from_raw(1), MessageId::from_raw(3)]);
        assert!(bulk_delete(br#"{"messages":["x"]}"#).is_err());
    }

    #[test]
    fn body_that_is_no_utf8_or_too_deep_is_malformed() {
        let deep = format!("{}{}", r#"{"a":"#.repeat(10_000), "1");
        for body in [b"{\"content\":\"\xff\"}".as_slice(), deep.as_bytes()] {
            assert_eq!(new_message(body, RequestId::from_raw(1)), Err(Refusal::Malformed));
        }
    }
}
