//! READY, RESUMED and RATE_LIMITED.

use super::{encode, frame};
use crate::model::{Dm, GuildId, User};
use crate::protocol::object::{BotJson, DmJson, EMPTY, OwnUserJson, entries, object};
use crate::protocol::scalar::{Decimal, id};
use bytes::Bytes;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::time::Duration;

pub struct Ready<'a> {
    pub user: &'a User,
    /// Each is followed by its GUILD_CREATE.
    pub guilds: &'a [GuildId],
    /// Of a person; bots are not told theirs.
    pub dms: &'a [Dm],
    pub session_id: &'a str,
    /// Without a slash at its end.
    pub resume_gateway_url: &'a str,
    /// (this shard, all shards), if sent.
    pub shard: Option<(u32, u32)>,
}

object!(Ready<'_>, written);

fn written<M: SerializeMap>(object: &mut M, ready: &Ready<'_>) -> Result<(), M::Error> {
    entries!(object;
        "v": 10,
        "user": OwnUserJson(ready.user),
        "guilds": Unavailable(ready.guilds),
        "private_channels": Dms(ready),
        "session_id": ready.session_id,
        "session_type": "normal",
        "resume_gateway_url": ready.resume_gateway_url,
        "application": BotJson(ready.user.id),
        "_trace": EMPTY,
    );
    if let Some(shard) = ready.shard {
        entries!(object; "shard": shard);
    }
    Ok(())
}

#[derive(Serialize)]
struct UnavailableGuild {
    id: Decimal,
    unavailable: bool,
}

struct Unavailable<'a>(&'a [GuildId]);

impl Serialize for Unavailable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|guild| UnavailableGuild { id: id(*guild), unavailable: true }))
    }
}

struct Dms<'a>(&'a Ready<'a>);

impl Serialize for Dms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let viewer = self.0.user.id;
        serializer.collect_seq(self.0.dms.iter().map(|dm| DmJson { dm, viewer }))
    }
}

/// Bytes of one guild or DM, about.
const GUILD_BYTES: usize = 48;
const DM_BYTES: usize = 500;

pub fn ready(ready: &Ready<'_>) -> Bytes {
    encode("READY", ready, 1_024 + ready.guilds.len() * GUILD_BYTES + ready.dms.len() * DM_BYTES).0.into()
}

#[derive(Serialize)]
struct Resumed {
    _trace: [(); 0],
}

/// `d` is an object: with null discord.py and hikari hang.
pub fn resumed() -> Bytes {
    frame("RESUMED", &Resumed { _trace: EMPTY })
}

#[derive(Serialize)]
struct RateLimited<'a> {
    opcode: u8,
    retry_after: f64,
    meta: Meta<'a>,
}

#[derive(Serialize)]
struct Meta<'a> {
    guild_id: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

/// All members of a guild (op 8) were asked for too soon again.
pub fn rate_limited(guild: GuildId, nonce: Option<&str>, retry_after: Duration) -> Bytes {
    frame("RATE_LIMITED", &RateLimited { opcode: 8, retry_after: retry_after.as_secs_f64(), meta: Meta { guild_id: id(guild), nonce } })
}
