//! Applications and bots.

use super::answer::{json, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, Query, id};
use super::router::Services;
use crate::model::{Application, ApplicationId, GuildId, Permissions, Refusal, User, UserName};
use crate::protocol::ApplicationJson;
use crate::protocol::form::Form;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::Value;
use std::sync::Arc;

type Answer = Result<Response<Body>, Failure>;

async fn shown(services: &Services, application: &Application) -> Result<Value, Failure> {
    let bot = found(services, application.id.into()).await?;
    let owner = found(services, application.owner_id).await?;
    Ok(serde_json::to_value(ApplicationJson::new(application, &bot, &owner)).unwrap_or_default())
}

async fn found(services: &Services, user: crate::model::UserId) -> Result<Arc<User>, Failure> {
    let found = services.directory.users().get(user).await?;
    Ok(found.ok_or(Refusal::UnknownUser)?)
}

pub(super) async fn create(State(services): State<Services>, caller: Caller, JsonBody(body): JsonBody) -> Answer {
    let mut form = Form::parse(&body)?;
    let name = form.required_text("name", UserName::CHARACTERS_MIN..=UserName::CHARACTERS_MAX);
    let name = form.finish(name)?;
    let (application, _) = services.accounts.create_application(caller.user(), &name).await?;
    Ok(json(StatusCode::CREATED, &shown(&services, &application).await?))
}

pub(super) async fn all(State(services): State<Services>, caller: Caller) -> Answer {
    let mut all = Vec::new();
    for application in services.accounts.applications(caller.user()).await? {
        all.push(shown(&services, &application).await?);
    }
    Ok(ok(&all))
}

pub(super) async fn get(State(services): State<Services>, caller: Caller, Path(application): Path<String>) -> Answer {
    let id = id::<ApplicationId>("application_id", &application)?;
    Ok(ok(&shown(&services, &services.accounts.own_application(caller.user(), id).await?).await?))
}

/// The bot's own application.
pub(super) async fn mine(State(services): State<Services>, caller: Caller) -> Answer {
    if !caller.user().bot {
        return Err(Refusal::OnlyBots.into());
    }
    let id = ApplicationId::from_raw(caller.user().id.raw());
    Ok(ok(&shown(&services, &services.accounts.application(id).await?).await?))
}

pub(super) async fn reset(State(services): State<Services>, caller: Caller, Path(application): Path<String>) -> Answer {
    let id = id::<ApplicationId>("application_id", &application)?;
    let token = services.accounts.reset_bot_token(caller.user(), id).await?;
    Ok(ok(&serde_json::json!({"token": token.as_str()})))
}

/// Adds a bot to a guild that the caller manages.
pub(super) async fn authorize(
    State(services): State<Services>,
    caller: Caller,
    query: Query,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Answer {
    let client = query.id::<ApplicationId>("client_id")?;
    let client = client.ok_or_else(|| Refusal::field("client_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
    let mut form = Form::parse(&body)?;
    let guild = form.required_id("guild_id", GuildId::from_raw);
    let permissions = form.permissions("permissions");
    let (guild, permissions) = form.finish((guild, permissions))?;
    let permissions = match permissions {
        Some(permissions) => permissions,
        None => query.id::<u64>("permissions")?.map_or(Permissions::NONE, Permissions::from_raw),
    };
    let application = services.accounts.application(client).await?;
    let guild = services.directory.guild(guild.ok_or(Refusal::UnknownGuild)?).await?;
    guild.add_bot(caller.user().id, found(&services, application.id.into()).await?, permissions).await?;
    Ok(ok(&serde_json::json!({"location": format!("{}/", services.origin.base_url(&headers))})))
}
