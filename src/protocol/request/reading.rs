//! Acks and the end of logins.

use crate::limits;
use crate::model::{ChannelId, MessageId, Refusal};
use crate::protocol::form::Form;

/// Whether an ack may move back. Nothing else of the body counts; it may be empty.
pub fn ack_by_hand(body: &[u8]) -> Result<bool, Refusal> {
    if body.is_empty() {
        return Ok(false);
    }
    let mut form = Form::parse(body)?;
    let manual = form.bool("manual");
    form.finish(manual.unwrap_or(false))
}

/// Several channels at once.
pub fn acks(body: &[u8]) -> Result<Vec<(ChannelId, MessageId)>, Refusal> {
    let mut form = Form::parse(body)?;
    let mut acks = Vec::new();
    match form.forms("read_states") {
        None => form.fault("read_states", "BASE_TYPE_REQUIRED", "This field is required"),
        Some(parts) if !(1..=limits::ACKS_BULK_MAX).contains(&parts.len()) => {
            let bounds = format!("Must be between 1 and {} in length.", limits::ACKS_BULK_MAX);
            form.fault("read_states", "BASE_TYPE_BAD_LENGTH", bounds);
        }
        Some(parts) => {
            for mut part in parts {
                let ids = part.required_id("channel_id", ChannelId::from_raw).zip(part.required_id("message_id", MessageId::from_raw));
                acks.extend(ids);
                form.absorb(part);
            }
        }
    }
    form.finish(acks)
}

/// Which logins are to end, as they are named in the list of them.
pub fn ended_logins(body: &[u8]) -> Result<Vec<String>, Refusal> {
    let mut form = Form::parse(body)?;
    let mut names = Vec::new();
    match form.value("session_id_hashes") {
        Some(serde_json::Value::Array(given)) if given.len() <= limits::LOGINS_ENDED_MAX => {
            // What is no text names no login.
            names.extend(given.iter().filter_map(|name| name.as_str().map(str::to_owned)));
        }
        Some(serde_json::Value::Array(_)) => {
            let bounds = format!("Must be {} or fewer in length.", limits::LOGINS_ENDED_MAX);
            form.fault("session_id_hashes", "BASE_TYPE_BAD_LENGTH", bounds);
        }
        Some(_) => form.fault("session_id_hashes", "LIST_TYPE_CONVERT", "Must be a list."),
        None => form.fault("session_id_hashes", "BASE_TYPE_REQUIRED", "This field is required"),
    }
    form.finish(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ack_moves_back_only_where_it_says_by_hand() {
        for (body, by_hand) in [
            ("", false),
            ("{}", false),
            (r#"{"token":null}"#, false),
            (r#"{"manual":true,"mention_count":3}"#, true),
            (r#"{"manual":false}"#, false),
        ] {
            assert_eq!(ack_by_hand(body.as_bytes()), Ok(by_hand), "{body}");
        }
        assert!(ack_by_hand(br#"{"manual":"yes"}"#).is_err());
    }

    #[test]
    fn bulk_of_acks_is_bounded_and_whole() {
        let body = |count: usize| {
            let acks: Vec<_> = (0..count).map(|n| serde_json::json!({"channel_id": n.to_string(), "message_id": "7"})).collect();
            serde_json::json!({"read_states": acks}).to_string()
        };
        assert_eq!(acks(body(2).as_bytes()).unwrap(), [0, 1].map(|n| (ChannelId::from_raw(n), MessageId::from_raw(7))));
        assert_eq!(acks(body(limits::ACKS_BULK_MAX).as_bytes()).unwrap().len(), limits::ACKS_BULK_MAX);
        for bad in [body(0), body(limits::ACKS_BULK_MAX + 1), "{}".to_owned(), r#"{"read_states":[{"channel_id":"1"}]}"#.to_owned()] {
            assert!(acks(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
