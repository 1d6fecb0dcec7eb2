//! Guilds.

use super::answer::{json, no_content, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, Query, id};
use super::router::Services;
use crate::guild::GuildRef;
use crate::limits;
use crate::model::{Guild, GuildId, Permissions, Refusal, UserId, guild_permissions};
use crate::protocol::form::Form;
use crate::protocol::{GuildJson, IdText, request};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use serde::Serialize;

type Answer = Result<Response<Body>, Failure>;

pub(super) async fn create(State(services): State<Services>, caller: Caller, JsonBody(body): JsonBody) -> Answer {
    if caller.user().bot {
        return Err(Refusal::BotsNotAllowed.into());
    }
    let mut form = Form::parse(&body)?;
    let name = form.required_text("name", 1..=limits::GUILD_NAME_CHARACTERS_MAX);
    let name = form.finish(name)?;
    let guild = services.directory.create_guild(caller.user(), name).await?;
    Ok(guild.core().read(|guild| json(StatusCode::CREATED, &GuildJson::from(guild))))
}

#[derive(Serialize)]
struct CountedGuild<'a> {
    #[serde(flatten)]
    guild: GuildJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approximate_member_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approximate_presence_count: Option<usize>,
}

pub(super) async fn get(State(services): State<Services>, caller: Caller, Path(guild): Path<String>, query: Query) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    let online = query.flag("with_counts").then(|| guild.online());
    let show = |guild: &Guild| {
        let members = online.map(|_| guild.member_count);
        ok(&CountedGuild { guild: guild.into(), approximate_member_count: members, approximate_presence_count: online })
    };
    Ok(guild.view(caller.user().id, show)?)
}

pub(super) async fn update(
    State(services): State<Services>,
    caller: Caller,
    Path(guild): Path<String>,
    JsonBody(body): JsonBody,
) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    guild.update(caller.user().id, request::guild_patch(&body)?).await?;
    Ok(guild.view(caller.user().id, |guild| ok(&GuildJson::from(guild)))?)
}

pub(super) async fn delete(State(services): State<Services>, caller: Caller, Path(guild): Path<String>) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    guild.delete(caller.user().id).await?;
    Ok(no_content())
}

#[derive(Serialize)]
struct MyGuild {
    id: IdText,
    name: String,
    icon: Option<()>,
    banner: Option<()>,
    owner: bool,
    permissions: IdText,
    features: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    approximate_member_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approximate_presence_count: Option<usize>,
}

/// Those of the caller, by id.
pub(super) async fn mine(State(services): State<Services>, caller: Caller, query: Query) -> Answer {
    let user = caller.user().id;
    let limit = query.limit(limits::MY_GUILDS_MAX, limits::MY_GUILDS_MAX)?;
    let (before, after) = (query.id::<GuildId>("before")?, query.id::<GuildId>("after")?);
    let counts = query.flag("with_counts");
    let mut ids = services.directory.user(user).await?.guilds();
    ids.retain(|id| before.is_none_or(|before| *id < before) && after.is_none_or(|after| *id > after));
    let mut guilds = Vec::new();
    for id in ids.into_iter().take(limit) {
        let Some(guild) = still_there(&services, id).await? else { continue };
        let online = counts.then(|| guild.online());
        let shown = guild.view(user, |guild| {
            let member = guild.members.get(&user)?;
            Some(MyGuild {
                id: id.into(),
                name: guild.info.name.clone(),
                icon: None,
                banner: None,
                owner: guild.info.owner_id == user,
                permissions: IdText(guild_permissions(guild, member).raw()),
                features: [],
                approximate_member_count: counts.then_some(guild.member_count),
                approximate_presence_count: online,
            })
        });
        guilds.extend(shown.ok().flatten());
    }
    Ok(ok(&guilds))
}

/// A guild of a user's list: it may have been deleted since.
async fn still_there(services: &Services, id: GuildId) -> Result<Option<GuildRef>, Failure> {
    match services.directory.guild(id).await {
        Ok(guild) => Ok(Some(guild)),
        Err(Refusal::UnknownGuild) => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

/// A guild that a bot can be added to, as the consent page shows it.
#[derive(Serialize)]
pub(super) struct ManagedGuild {
    id: IdText,
    name: String,
    icon: Option<()>,
    permissions: IdText,
    mfa_level: u8,
}

/// The guilds that `user` manages, by id.
pub(super) async fn managed(services: &Services, user: UserId) -> Result<Vec<ManagedGuild>, Failure> {
    let mut managed = Vec::new();
    for id in services.directory.user(user).await?.guilds().into_iter().take(limits::MY_GUILDS_MAX) {
        let Some(guild) = still_there(services, id).await? else { continue };
        let shown = guild.view(user, |guild| {
            let permissions = guild_permissions(guild, guild.members.get(&user)?);
            permissions.contains(Permissions::MANAGE_GUILD).then(|| ManagedGuild {
                id: id.into(),
                name: guild.info.name.clone(),
                icon: None,
                permissions: IdText(permissions.raw()),
                mfa_level: 0,
            })
        });
        managed.extend(shown.ok().flatten());
    }
    Ok(managed)
}

pub(super) async fn leave(State(services): State<Services>, caller: Caller, Path(guild): Path<String>) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    guild.leave(caller.user().id).await?;
    Ok(no_content())
}
