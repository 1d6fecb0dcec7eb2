//! Frames from clients, read tolerantly: libraries send ids as numbers or strings, null or odd presences, and unknown keys.

use super::CloseCode;
use super::presence::presence;
use crate::limits;
use crate::model::{GuildId, Intents, Presence, UserId};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, from_slice, from_str};

/// What a client wants.
#[derive(Debug)]
pub enum ClientFrame {
    /// Op 1, with the number of the last frame that came.
    Heartbeat(Option<u32>),
    Identify(Box<Identify>),
    PresenceUpdate(Presence),
    Resume(Resume),
    RequestMembers(MembersRequest),
    /// Voice and what else has no meaning here.
    Ignored,
}

/// Op 2, checked.
#[derive(Debug)]
pub struct Identify {
    pub token: String,
    pub intents: Intents,
    pub large_threshold: usize,
    pub shard: Option<(u32, u32)>,
    pub presence: Presence,
}

/// Op 6.
#[derive(Debug)]
pub struct Resume {
    pub token: String,
    pub session_id: String,
    pub seq: u32,
}

/// Op 8.
#[derive(Debug)]
pub struct MembersRequest {
    pub guild_id: GuildId,
    pub query: Option<String>,
    pub user_ids: Option<Vec<UserId>>,
    pub limit: usize,
    pub presences: bool,
    pub nonce: Option<String>,
}

/// How the connection is closed for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeError(pub CloseCode);

type Decoded<T> = Result<T, DecodeError>;

const UNDECODABLE: DecodeError = DecodeError(CloseCode::DecodeError);

#[derive(Deserialize)]
struct Envelope<'a> {
    op: Value,
    #[serde(borrow, default)]
    d: Option<&'a RawValue>,
}

impl ClientFrame {
    pub fn parse(text: &[u8]) -> Decoded<Self> {
        let envelope: Envelope<'_> = from_slice(text).map_err(|_| UNDECODABLE)?;
        let op = envelope.op.as_u64().ok_or(UNDECODABLE)?;
        let d = envelope.d.map_or("null", RawValue::get);
        match op {
            1 => heartbeat(d),
            2 => identify(d).map(|identify| Self::Identify(Box::new(identify))),
            3 => Ok(Self::PresenceUpdate(presence(&from_str(d).map_err(|_| UNDECODABLE)?))),
            4 | 31 | 43 => Ok(Self::Ignored),
            6 => resume(d),
            8 => members(d),
            _ => Err(DecodeError(CloseCode::UnknownOpcode)),
        }
    }
}

fn heartbeat(d: &str) -> Decoded<ClientFrame> {
    let seq: Value = from_str(d).map_err(|_| UNDECODABLE)?;
    Ok(ClientFrame::Heartbeat(seq.as_u64().and_then(|seq| u32::try_from(seq).ok())))
}

#[derive(Deserialize)]
struct IdentifyJson {
    token: String,
    #[serde(default)]
    intents: Option<Value>,
    #[serde(default)]
    large_threshold: Option<usize>,
    #[serde(default)]
    shard: Option<Value>,
    #[serde(default)]
    presence: Option<Value>,
}

fn identify(d: &str) -> Decoded<Identify> {
    let json: IdentifyJson = from_str(d).map_err(|_| UNDECODABLE)?;
    let raw = number(json.intents.as_ref()).ok_or(DecodeError(CloseCode::InvalidIntents))?;
    let intents = Intents::parse(raw).ok_or(DecodeError(CloseCode::InvalidIntents))?;
    let shard = match json.shard {
        None | Some(Value::Null) => None,
        Some(shard) => Some(checked_shard(&shard).ok_or(DecodeError(CloseCode::InvalidShard))?),
    };
    let threshold = json.large_threshold.unwrap_or(limits::LARGE_THRESHOLD_MIN);
    Ok(Identify {
        token: json.token,
        intents,
        large_threshold: threshold.clamp(limits::LARGE_THRESHOLD_MIN, limits::REPLICA_MEMBERS_MAX),
        shard,
        presence: presence(json.presence.as_ref().unwrap_or(&Value::Null)),
    })
}

fn checked_shard(shard: &Value) -> Option<(u32, u32)> {
    let [id, count] = shard.as_array()?.as_slice() else { return None };
    let (id, count) = (u32::try_from(id.as_u64()?).ok()?, u32::try_from(count.as_u64()?).ok()?);
    (id < count).then_some((id, count))
}

#[derive(Deserialize)]
struct ResumeJson {
    token: String,
    session_id: String,
    seq: Option<Value>,
}

fn resume(d: &str) -> Decoded<ClientFrame> {
    let json: ResumeJson = from_str(d).map_err(|_| UNDECODABLE)?;
    let seq = number(json.seq.as_ref()).and_then(|seq| u32::try_from(seq).ok()).unwrap_or(0);
    Ok(ClientFrame::Resume(Resume { token: json.token, session_id: json.session_id, seq }))
}

#[derive(Deserialize)]
struct MembersJson {
    guild_id: Value,
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    user_ids: Option<Value>,
    #[serde(default)]
    limit: Option<Value>,
    #[serde(default)]
    presences: Option<bool>,
    #[serde(default)]
    nonce: Option<Value>,
}

fn members(d: &str) -> Decoded<ClientFrame> {
    let json: MembersJson = from_str(d).map_err(|_| UNDECODABLE)?;
    // Some libraries send a list of one guild.
    let guild = match &json.guild_id {
        Value::Array(guilds) => guilds.first(),
        guild => Some(guild),
    };
    let user_ids = json.user_ids.as_ref().filter(|ids| !ids.is_null()).map(|ids| match ids {
        Value::Array(ids) => ids.iter().filter_map(|id| number(Some(id))).map(UserId::from_raw).collect(),
        one => number(Some(one)).map(UserId::from_raw).into_iter().collect(),
    });
    Ok(ClientFrame::RequestMembers(MembersRequest {
        guild_id: GuildId::from_raw(number(guild).ok_or(UNDECODABLE)?),
        query: json.query,
        user_ids,
        limit: number(json.limit.as_ref()).and_then(|limit| usize::try_from(limit).ok()).unwrap_or(0),
        presences: json.presences.unwrap_or(false),
        nonce: json.nonce.and_then(|nonce| nonce.as_str().map(str::to_owned)),
    }))
}

/// A number as such or as text.
fn number(json: Option<&Value>) -> Option<u64> {
    match json? {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    #[test]
    fn identify_is_read_as_libraries_send_it() {
        let text = br#"{"op":2,"d":{"token":"t","properties":{"os":"x"},"compress":"zlib-stream","large_threshold":250,
            "shard":[0,1],"presence":{"status":"dnd","since":{"secs_since_epoch":1},"activities":[],"afk":false},"intents":53608447}}"#;
        let Ok(ClientFrame::Identify(identify)) = ClientFrame::parse(text) else { panic!("not an identify") };
        assert_eq!(identify.large_threshold, 250);
        assert_eq!(identify.shard, Some((0, 1)));
        assert_eq!(identify.presence.status, Status::DoNotDisturb);
    }

    #[test]
    fn heartbeat_may_have_null_zero_or_a_number() {
        for (text, seq) in [("null", None), ("0", Some(0)), ("251", Some(251))] {
            let frame = ClientFrame::parse(format!("{{\"op\":1,\"d\":{text}}}").as_bytes());
            assert!(matches!(frame, Ok(ClientFrame::Heartbeat(found)) if found == seq));
        }
    }

    #[test]
    fn each_fault_has_its_close_code() {
        let code = |text: &str| ClientFrame::parse(text.as_bytes()).unwrap_err().0;
        assert_eq!(code("{"), CloseCode::DecodeError);
        assert_eq!(code(r#"{"op":99}"#), CloseCode::UnknownOpcode);
        assert_eq!(code(r#"{"op":2,"d":{"token":1}}"#), CloseCode::DecodeError);
        assert_eq!(code(r#"{"op":2,"d":{"token":"t","intents":1099511627776}}"#), CloseCode::InvalidIntents);
        assert_eq!(code(r#"{"op":2,"d":{"token":"t","intents":1,"shard":[2,2]}}"#), CloseCode::InvalidShard);
    }

    #[test]
    fn member_request_takes_numbers_and_texts() {
        let text = br#"{"op":8,"d":{"guild_id":123,"user_ids":["5",6],"limit":0,"presences":true,"nonce":"n"}}"#;
        let Ok(ClientFrame::RequestMembers(request)) = ClientFrame::parse(text) else { panic!("not op 8") };
        assert_eq!(request.guild_id.raw(), 123);
        assert_eq!(request.user_ids.unwrap(), [UserId::from_raw(5), UserId::from_raw(6)]);
    }
}
