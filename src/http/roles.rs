//! Roles.

use super::answer::{list, no_content, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, id};
use super::router::Services;
use crate::guild::GuildRef;
use crate::model::{GuildId, Refusal, RoleId};
use crate::protocol::{RoleJson, request};
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

type Answer = Result<Response<Body>, Failure>;

async fn guild(services: &Services, text: &str) -> Result<GuildRef, Failure> {
    Ok(services.directory.guild(id::<GuildId>("guild_id", text)?).await?)
}

pub(super) async fn all(State(services): State<Services>, caller: Caller, Path(at): Path<String>) -> Answer {
    let roles: Vec<_> = guild(&services, &at).await?.view(caller.user().id, |guild| guild.roles.values().cloned().collect())?;
    Ok(list(&roles, |role| RoleJson::from(&**role)))
}

pub(super) async fn get(State(services): State<Services>, caller: Caller, Path((at, role)): Path<(String, String)>) -> Answer {
    let role = id::<RoleId>("role_id", &role)?;
    let found = guild(&services, &at).await?.view(caller.user().id, |guild| guild.roles.get(&role).cloned())?;
    Ok(ok(&RoleJson::from(&*found.ok_or(Refusal::UnknownRole)?)))
}

pub(super) async fn create(State(services): State<Services>, caller: Caller, Path(at): Path<String>, JsonBody(body): JsonBody) -> Answer {
    let role = guild(&services, &at).await?.create_role(caller.user().id, request::new_role(&body)?).await?;
    Ok(ok(&RoleJson::from(&*role)))
}

pub(super) async fn update(
    State(services): State<Services>,
    caller: Caller,
    Path((at, role)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Answer {
    let patch = request::role_patch(&body)?;
    let role = guild(&services, &at).await?.update_role(caller.user().id, id("role_id", &role)?, patch).await?;
    Ok(ok(&RoleJson::from(&*role)))
}

pub(super) async fn delete(State(services): State<Services>, caller: Caller, Path((at, role)): Path<(String, String)>) -> Answer {
    guild(&services, &at).await?.delete_role(caller.user().id, id("role_id", &role)?).await?;
    Ok(no_content())
}

pub(super) async fn shift(State(services): State<Services>, caller: Caller, Path(at): Path<String>, JsonBody(body): JsonBody) -> Answer {
    let roles = guild(&services, &at).await?.move_roles(caller.user().id, request::role_moves(&body)?).await?;
    Ok(list(&roles, |role| RoleJson::from(&**role)))
}
