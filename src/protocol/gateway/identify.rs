//! IDENTIFY and RESUME.

use super::frame::{DecodeError, decode};
use super::{CloseCode, presence};
use crate::limits;
use crate::model::{Intents, Presence};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A session is to begin.
#[derive(Clone, PartialEq, Debug)]
pub struct Identify {
    /// With or without `Bot `.
    pub token: String,
    pub intents: Intents,
    pub large_threshold: usize,
    /// (this shard, all shards)
    pub shard: Option<(u32, u32)>,
    pub presence: Presence,
}

/// A session is to go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resume {
    /// With or without `Bot `.
    pub token: String,
    pub session_id: String,
    /// The last number that the client has.
    pub seq: u32,
}

/// What matters of it; `properties`, `compress` and the like may be anything.
#[derive(Deserialize)]
struct IdentifyFields<'a> {
    token: String,
    #[serde(borrow, default)]
    intents: Option<&'a RawValue>,
    #[serde(borrow, default)]
    large_threshold: Option<&'a RawValue>,
    #[serde(borrow, default)]
    shard: Option<&'a RawValue>,
    #[serde(borrow, default)]
    presence: Option<&'a RawValue>,
}

impl Identify {
    pub(super) fn parse(d: &str) -> Result<Self, DecodeError> {
        let fields: IdentifyFields<'_> = decode(d)?;
        Ok(Self {
            token: fields.token,
            intents: fields.intents.and_then(intents).ok_or(DecodeError(CloseCode::InvalidIntents))?,
            large_threshold: large_threshold(fields.large_threshold),
            shard: fields.shard.map(shard).transpose()?,
            presence: presence::parse(fields.presence.map_or("null", RawValue::get)),
        })
    }
}

/// A number, or one in quotes.
fn intents(raw: &RawValue) -> Option<Intents> {
    raw.get().trim_matches('"').parse().ok().and_then(Intents::parse)
}

fn large_threshold(raw: Option<&RawValue>) -> usize {
    let number = raw.and_then(|raw| raw.get().parse().ok());
    number.unwrap_or(limits::LARGE_THRESHOLD_MIN).clamp(limits::LARGE_THRESHOLD_MIN, limits::LARGE_THRESHOLD_MAX)
}

fn shard(raw: &RawValue) -> Result<(u32, u32), DecodeError> {
    let (shard, count) = serde_json::from_str(raw.get()).map_err(|_| DecodeError(CloseCode::InvalidShard))?;
    if shard < count { Ok((shard, count)) } else { Err(DecodeError(CloseCode::InvalidShard)) }
}

#[derive(Deserialize)]
struct ResumeFields {
    token: String,
    session_id: String,
    seq: i64,
}

impl Resume {
    pub(super) fn parse(d: &str) -> Result<Self, DecodeError> {
        let ResumeFields { token, session_id, seq } = decode(d)?;
        let seq = u32::try_from(seq).map_err(|_| DecodeError(CloseCode::InvalidSeq))?;
        Ok(Self { token, session_id, seq })
    }
}
