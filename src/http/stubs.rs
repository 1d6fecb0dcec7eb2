//! What libraries ask for at their start and what is not served yet: honest empty lists.

use super::answer::ok;
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, id};
use super::router::Services;
use crate::model::GuildId;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use serde_json::json;

type Answer = Result<Response<Body>, Failure>;

pub(super) async fn empty(_: Caller) -> Answer {
    Ok(ok(&json!([])))
}

/// Application commands are taken and forgotten: there are no interactions yet.
pub(super) async fn commands(_: Caller, JsonBody(_): JsonBody) -> Answer {
    Ok(ok(&json!([])))
}

/// Of a guild: only for its members.
pub(super) async fn empty_of_guild(State(services): State<Services>, caller: Caller, Path(guild): Path<String>) -> Answer {
    services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?.view(caller.user().id, |_| ())?;
    Ok(ok(&json!([])))
}

pub(super) async fn soundboard_of_guild(State(services): State<Services>, caller: Caller, Path(guild): Path<String>) -> Answer {
    services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?.view(caller.user().id, |_| ())?;
    Ok(ok(&json!({"items": []})))
}

pub(super) async fn vanity_url(State(services): State<Services>, caller: Caller, Path(guild): Path<String>) -> Answer {
    services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?.view(caller.user().id, |_| ())?;
    Ok(ok(&json!({"code": null, "uses": 0})))
}

pub(super) async fn sticker_packs(_: Caller) -> Answer {
    Ok(ok(&json!({"sticker_packs": []})))
}

pub(super) async fn application_emojis(_: Caller) -> Answer {
    Ok(ok(&json!({"items": []})))
}
