//! Applications and bots.

use super::answer::{json, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, Query, id};
use super::router::Services;
use crate::model::{Application, ApplicationId, GuildId, Permissions, Refusal, User, UserName};
use crate::protocol::form::Form;
use crate::protocol::{ApplicationJson, UserJson};
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

/// The scope that a bot comes with.
const BOT_SCOPE: &str = "bot";
/// May stand beside it; commands are not served yet.
const COMMANDS_SCOPE: &str = "applications.commands";

/// The application that a query names.
async fn client(services: &Services, query: &Query) -> Result<Application, Failure> {
    let client = query.id::<ApplicationId>("client_id")?;
    let client = client.ok_or_else(|| Refusal::field("client_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
    Ok(services.accounts.application(client).await?)
}

/// Refuses what no bot comes with: nobody logs in elsewhere with an account of here.
fn check_scope(query: &Query) -> Result<(), Refusal> {
    let Some(given) = query.get("scope") else {
        return Err(Refusal::field("scope", "BASE_TYPE_REQUIRED", "This field is required"));
    };
    let scopes: Vec<&str> = given.split_whitespace().collect();
    let known = scopes.contains(&BOT_SCOPE) && scopes.iter().all(|scope| [BOT_SCOPE, COMMANDS_SCOPE].contains(scope));
    if known { Ok(()) } else { Err(Refusal::field("scope", "BASE_TYPE_CHOICES", format!("Value \"{given}\" must be \"{BOT_SCOPE}\"."))) }
}

/// What a page needs that asks the caller whether a bot may come, and where to.
pub(super) async fn consent(State(services): State<Services>, caller: Caller, query: Query) -> Answer {
    if caller.user().bot {
        return Err(Refusal::BotsNotAllowed.into());
    }
    let application = client(&services, &query).await?;
    check_scope(&query)?;
    // What the page is to ask for and which guild it is to choose first: the page's own business, but it must be readable.
    query.id::<u64>("permissions")?;
    query.id::<GuildId>("guild_id")?;
    let bot = found(&services, application.id.into()).await?;
    Ok(ok(&serde_json::json!({
        "user": UserJson::from(&**caller.user()),
        "application": shown(&services, &application).await?,
        "bot": UserJson::from(&*bot),
        "authorized": false,
        "guilds": super::guilds::managed(&services, caller.user().id).await?,
    })))
}

/// Adds a bot to a guild that the caller manages.
pub(super) async fn authorize(
    State(services): State<Services>,
    caller: Caller,
    query: Query,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Answer {
    if caller.user().bot {
        return Err(Refusal::BotsNotAllowed.into());
    }
    let application = client(&services, &query).await?;
    let mut form = Form::parse(&body)?;
    let guild = form.required_id("guild_id", GuildId::from_raw);
    let permissions = form.permissions("permissions");
    let (guild, permissions) = form.finish((guild, permissions))?;
    let permissions = match permissions {
        Some(permissions) => permissions,
        None => query.id::<u64>("permissions")?.map_or(Permissions::NONE, Permissions::from_raw),
    };
    let guild = services.directory.guild(guild.ok_or(Refusal::UnknownGuild)?).await?;
    guild.add_bot(caller.user().id, found(&services, application.id.into()).await?, permissions).await?;
    Ok(ok(&serde_json::json!({"location": format!("{}/", services.origin.base_url(&headers))})))
}
