//! Request Guild Members (op 8).

use super::frame::{DecodeError, decode};
use crate::limits;
use crate::model::{GuildId, UserId};
use crate::protocol::scalar::Snowflake;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Members of a guild are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MembersRequest {
    pub guild_id: GuildId,
    /// Beginning of the name; empty for all.
    pub query: Option<String>,
    pub user_ids: Option<Vec<UserId>>,
    /// 0 for all.
    pub limit: usize,
    pub presences: bool,
    pub nonce: Option<String>,
}

#[derive(Deserialize)]
struct Fields<'a> {
    guild_id: OneOrMany,
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    user_ids: Option<OneOrMany>,
    #[serde(borrow, default)]
    limit: Option<&'a RawValue>,
    #[serde(default)]
    presences: Option<bool>,
    #[serde(borrow, default)]
    nonce: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Snowflake),
    Many(Vec<Snowflake>),
}

impl OneOrMany {
    fn into_vec(self) -> Vec<u64> {
        match self {
            Self::One(id) => vec![id.0],
            Self::Many(ids) => ids.into_iter().map(|id| id.0).collect(),
        }
    }
}

pub(super) fn parse(d: &str) -> Result<MembersRequest, DecodeError> {
    let fields: Fields<'_> = decode(d)?;
    let guild = fields.guild_id.into_vec().first().copied().ok_or(DecodeError(super::CloseCode::DecodeError))?;
    Ok(MembersRequest {
        guild_id: GuildId::from_raw(guild),
        query: fields.query,
        user_ids: fields.user_ids.map(|ids| ids.into_vec().into_iter().map(UserId::from_raw).collect()),
        limit: fields.limit.and_then(|limit| limit.get().parse().ok()).unwrap_or(0),
        presences: fields.presences.unwrap_or(false),
        nonce: fields.nonce.and_then(nonce),
    })
}

/// Too long a nonce is dropped (Discord docs, Request Guild Members).
fn nonce(raw: &RawValue) -> Option<String> {
    let text: String = serde_json::from_str(raw.get()).ok()?;
    (text.len() <= limits::CHUNK_NONCE_BYTES_MAX).then_some(text)
}
