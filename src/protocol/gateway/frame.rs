//! One frame from a client.

use super::identify::{Identify, Resume};
use super::members::{self, MembersRequest};
use super::{CloseCode, presence};
use crate::model::Presence;
use serde::Deserialize;
use serde_json::value::RawValue;

/// What a client wants.
#[derive(Clone, PartialEq, Debug)]
pub enum ClientFrame {
    /// With the last number that it has.
    Heartbeat(Option<u32>),
    Identify(Box<Identify>),
    Resume(Resume),
    PresenceUpdate(Presence),
    RequestMembers(MembersRequest),
    /// Known, but without meaning here (voice, soundboard).
    Ignored,
}

/// The frame is refused with this close code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("frame refused with {0:?}")]
pub struct DecodeError(pub CloseCode);

#[derive(Deserialize)]
struct Envelope<'a> {
    op: i64,
    #[serde(borrow, default)]
    d: Option<&'a RawValue>,
}

const DAMAGED: DecodeError = DecodeError(CloseCode::DecodeError);

impl ClientFrame {
    pub fn parse(json: &[u8]) -> Result<Self, DecodeError> {
        let envelope: Envelope<'_> = serde_json::from_slice(json).map_err(|_| DAMAGED)?;
        let d = envelope.d.map_or("null", RawValue::get);
        match envelope.op {
            1 => Ok(Self::Heartbeat(decode::<Option<f64>>(d)?.map(sequence))),
            2 => Identify::parse(d).map(|identify| Self::Identify(Box::new(identify))),
            3 => Ok(Self::PresenceUpdate(presence::parse(d))),
            6 => Resume::parse(d).map(Self::Resume),
            8 => members::parse(d).map(Self::RequestMembers),
            4 | 31 | 43 => Ok(Self::Ignored),
            _ => Err(DecodeError(CloseCode::UnknownOpcode)),
        }
    }
}

/// Libraries begin with null, 0 or -1.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as is meant")]
fn sequence(number: f64) -> u32 {
    number as u32
}

pub(super) fn decode<'a, T: Deserialize<'a>>(d: &'a str) -> Result<T, DecodeError> {
    serde_json::from_str(d).map_err(|_| DAMAGED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GuildId, Intents, Status, UserId};

    fn parse(text: &str) -> Result<ClientFrame, DecodeError> {
        ClientFrame::parse(text.as_bytes())
    }

    fn identify(text: &str) -> Identify {
        match parse(text) {
            Ok(ClientFrame::Identify(identify)) => *identify,
            other => panic!("{other:?}"),
        }
    }

    fn members(text: &str) -> MembersRequest {
        match parse(text) {
            Ok(ClientFrame::RequestMembers(request)) => request,
            other => panic!("{other:?}"),
        }
    }

    fn refused(text: &str) -> CloseCode {
        parse(text).unwrap_err().0
    }

    #[test]
    fn heartbeat_with_null_zero_or_a_number_is_taken() {
        assert_eq!(parse(r#"{"op":1,"d":null}"#), Ok(ClientFrame::Heartbeat(None)));
        assert_eq!(parse(r#"{"op":1}"#), Ok(ClientFrame::Heartbeat(None)));
        assert_eq!(parse(r#"{"op":1,"d":0}"#), Ok(ClientFrame::Heartbeat(Some(0))));
        assert_eq!(parse(r#"{"d":251,"op":1,"s":null,"t":null}"#), Ok(ClientFrame::Heartbeat(Some(251))));
        assert_eq!(refused(r#"{"op":1,"d":"x"}"#), CloseCode::DecodeError);
    }

    #[test]
    fn identify_of_each_library_is_taken() {
        let discord_py = r#"{"op":2,"d":{"token":"abc","properties":{"os":"linux"},"compress":true,"large_threshold":250,"intents":53608447}}"#;
        let read = identify(discord_py);
        assert_eq!((read.token.as_str(), read.large_threshold, read.shard), ("abc", 250, None));
        assert_eq!(read.intents, Intents::ALL);
        let discord_js = r#"{"op":2,"d":{"token":"abc","intents":513,"properties":{},"presence":null,"compress":false,"large_threshold":50,"shard":[0,1]}}"#;
        assert_eq!(identify(discord_js).shard, Some((0, 1)));
        let oceanic = r#"{"op":2,"d":{"token":"Bot abc","compress":"zlib-stream","intents":513,"capabilities":0}}"#;
        assert_eq!(identify(oceanic).large_threshold, 50);
        let serenity = r#"{"op":2,"d":{"token":"abc","intents":"513","presence":{"status":"dnd","since":{"secs_since_epoch":1},"afk":false,"activities":[]}}}"#;
        assert_eq!(identify(serenity).presence.status, Status::DoNotDisturb);
    }

    #[test]
    fn identify_with_wrong_intents_or_shard_is_refused_by_its_code() {
        assert_eq!(refused(r#"{"op":2,"d":{"token":"abc"}}"#), CloseCode::InvalidIntents);
        assert_eq!(refused(r#"{"op":2,"d":{"token":"abc","intents":1099511627776}}"#), CloseCode::InvalidIntents);
        assert_eq!(refused(r#"{"op":2,"d":{"token":"abc","intents":1,"shard":[2,2]}}"#), CloseCode::InvalidShard);
        assert_eq!(refused(r#"{"op":2,"d":{"token":"abc","intents":1,"shard":[0,0]}}"#), CloseCode::InvalidShard);
        assert_eq!(refused(r#"{"op":2,"d":{"intents":1}}"#), CloseCode::DecodeError);
        assert_eq!(refused(r#"{"op":2,"d":null}"#), CloseCode::DecodeError);
    }

    #[test]
    fn resume_needs_token_session_and_number() {
        let frame = parse(r#"{"op":6,"d":{"token":"Bot abc","session_id":"s","seq":3}}"#);
        assert_eq!(frame, Ok(ClientFrame::Resume(Resume { token: "Bot abc".into(), session_id: "s".into(), seq: 3 })));
        assert_eq!(refused(r#"{"op":6,"d":{"token":"abc","session_id":"s"}}"#), CloseCode::DecodeError);
        assert_eq!(refused(r#"{"op":6,"d":{"token":"abc","session_id":"s","seq":-1}}"#), CloseCode::InvalidSeq);
    }

    #[test]
    fn presence_of_any_shape_is_taken_and_cleaned() {
        let status = |text: &str| match parse(text) {
            Ok(ClientFrame::PresenceUpdate(presence)) => presence,
            other => panic!("{other:?}"),
        };
        assert_eq!(status(r#"{"op":3,"d":null}"#).status, Status::Online);
        assert_eq!(status(r#"{"op":3,"d":{"status":"invisible"}}"#).status, Status::Offline);
        let game = status(r#"{"op":3,"d":{"game":{"name":"chess","type":0,"x":[1]},"status":"idle","since":0,"afk":false}}"#);
        assert_eq!(&*game.activities, r#"[{"name":"chess","type":0,"created_at":0}]"#);
        let odd = status(r#"{"op":3,"d":{"activities":[null,7,{"type":1},{"name":"a","type":99,"state":5,"url":"u"}]}}"#);
        assert_eq!(&*odd.activities, r#"[{"name":"a","type":0,"url":"u","created_at":0}]"#);
    }

    #[test]
    fn member_request_takes_ids_as_integers_strings_or_lists() {
        let discord_py = members(r#"{"op":8,"d":{"guild_id":41771983423143936,"user_ids":[1,"2"],"limit":100,"presences":true,"nonce":"n"}}"#);
        assert_eq!(discord_py.guild_id, GuildId::from_raw(41_771_983_423_143_936));
        assert_eq!(discord_py.user_ids, Some(vec![UserId::from_raw(1), UserId::from_raw(2)]));
        assert!(discord_py.presences);
        let single = members(r#"{"op":8,"d":{"guild_id":["7"],"user_ids":"5","limit":null}}"#);
        assert_eq!((single.user_ids, single.limit), (Some(vec![UserId::from_raw(5)]), 0));
        let all = members(r#"{"op":8,"d":{"guild_id":"7","query":"","limit":0}}"#);
        assert_eq!((all.query.as_deref(), all.limit, all.user_ids), (Some(""), 0, None));
        assert_eq!(refused(r#"{"op":8,"d":{"query":""}}"#), CloseCode::DecodeError);
    }

    #[test]
    fn unknown_opcode_and_garbage_have_their_own_codes() {
        assert_eq!(parse(r#"{"op":4,"d":{"guild_id":"1"}}"#), Ok(ClientFrame::Ignored));
        assert_eq!(refused(r#"{"op":99,"d":null}"#), CloseCode::UnknownOpcode);
        for garbage in ["", "x", "[]", "{}", r#"{"op":"1"}"#, r#"{"op":1"#, "\u{0}"] {
            assert_eq!(refused(garbage), CloseCode::DecodeError, "{garbage}");
        }
        assert_eq!(ClientFrame::parse(b"{\"op\":1,\"d\":\"\xff\"}"), Err(DAMAGED));
    }
}
