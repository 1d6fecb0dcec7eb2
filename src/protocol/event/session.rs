//! Events of one session.

use crate::model::{Dm, GuildId, User};
use crate::protocol::frame::dispatch;
use crate::protocol::json::{APPLICATION_FLAGS, DmJson, Empty, IdText, OwnUserJson};
use bytes::Bytes;
use serde::Serialize;
use std::time::Duration;

/// What a session begins with.
pub struct Ready<'a> {
    pub user: &'a User,
    pub guilds: &'a [GuildId],
    /// Of people; bots get none.
    pub dms: &'a [Dm],
    pub session_id: &'a str,
    pub resume_gateway_url: &'a str,
    /// (this shard, all shards), if it was sent.
    pub shard: Option<(u32, u32)>,
}

#[derive(Serialize)]
struct ReadyJson<'a> {
    v: u8,
    user: OwnUserJson<'a>,
    guilds: Vec<UnavailableGuild>,
    session_id: &'a str,
    resume_gateway_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<(u32, u32)>,
    application: ApplicationPart,
    private_channels: Vec<DmJson<'a>>,
    relationships: Empty,
    presences: Empty,
    _trace: [&'static str; 1],
}

#[derive(Serialize)]
struct UnavailableGuild {
    id: IdText,
    unavailable: bool,
}

#[derive(Serialize)]
struct ApplicationPart {
    id: IdText,
    flags: u32,
}

pub fn ready(ready: &Ready<'_>) -> Bytes {
    let event = ReadyJson {
        v: 10,
        user: ready.user.into(),
        guilds: ready.guilds.iter().map(|id| UnavailableGuild { id: (*id).into(), unavailable: true }).collect(),
        session_id: ready.session_id,
        resume_gateway_url: ready.resume_gateway_url,
        shard: ready.shard,
        application: ApplicationPart { id: ready.user.id.into(), flags: if ready.user.bot { APPLICATION_FLAGS } else { 0 } },
        private_channels: ready.dms.iter().map(|dm| DmJson::new(dm, ready.user.id)).collect(),
        relationships: [],
        presences: [],
        _trace: ["belfry"],
    };
    dispatch("READY", &event)
}

#[derive(Serialize)]
struct Nothing {}

/// `d` must be an object: with null, two libraries hang after their first reconnect.
pub fn resumed() -> Bytes {
    dispatch("RESUMED", &Nothing {})
}

pub fn user_update(user: &User) -> Bytes {
    dispatch("USER_UPDATE", &OwnUserJson::from(user))
}

#[derive(Serialize)]
struct RateLimited<'a> {
    opcode: u8,
    retry_after: f64,
    meta: RateLimitedMeta<'a>,
}

#[derive(Serialize)]
struct RateLimitedMeta<'a> {
    guild_id: IdText,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

/// A request for all members of a guild came too early.
pub fn rate_limited(guild: GuildId, nonce: Option<&str>, retry_after: Duration) -> Bytes {
    let meta = RateLimitedMeta { guild_id: guild.into(), nonce };
    dispatch("RATE_LIMITED", &RateLimited { opcode: 8, retry_after: retry_after.as_secs_f64(), meta })
}
