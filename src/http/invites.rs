//! Invites.

use super::answer::ok;
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, id};
use super::router::Services;
use crate::guild::GuildRef;
use crate::model::{ChannelId, GuildId, Invite, InviteCode, Refusal, User};
use crate::protocol::{InviteJson, request};
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use serde_json::Value;
use std::sync::Arc;

type Answer = Result<Response<Body>, Failure>;

/// The invite with its guild and channel, as JSON.
fn shown(guild: &GuildRef, invite: &Invite, inviter: &User) -> Result<Value, Failure> {
    let online = guild.online();
    let json = guild.core().read(|guild| {
        let channel = guild.channels.get(&invite.channel_id)?;
        serde_json::to_value(InviteJson::new(invite, inviter, guild, channel, online)).ok()
    });
    json.ok_or(Failure::Refused(Refusal::UnknownInvite))
}

async fn inviter(services: &Services, invite: &Invite) -> Result<Arc<User>, Failure> {
    let found = services.directory.users().get(invite.inviter_id).await?;
    Ok(found.ok_or(Refusal::UnknownInvite)?)
}

async fn list(services: &Services, guild: &GuildRef, invites: Vec<Invite>) -> Answer {
    let mut all = Vec::with_capacity(invites.len());
    for invite in &invites {
        all.push(shown(guild, invite, &*inviter(services, invite).await?)?);
    }
    Ok(ok(&all))
}

pub(super) async fn create(
    State(services): State<Services>,
    caller: Caller,
    Path(channel): Path<String>,
    JsonBody(body): JsonBody,
) -> Answer {
    let id = id::<ChannelId>("channel_id", &channel)?;
    let channel = services.directory.channel(id).await?;
    let guild = channel.guild().ok_or(Refusal::WrongChannelKind)?;
    let invite = guild.create_invite(caller.user().id, id, request::invite_order(&body)?).await?;
    Ok(ok(&shown(guild, &invite, caller.user())?))
}

pub(super) async fn of_channel(State(services): State<Services>, caller: Caller, Path(channel): Path<String>) -> Answer {
    let id = id::<ChannelId>("channel_id", &channel)?;
    let channel = services.directory.channel(id).await?;
    let guild = channel.guild().ok_or(Refusal::WrongChannelKind)?;
    list(&services, guild, guild.channel_invites(caller.user().id, id).await?).await
}

pub(super) async fn of_guild(State(services): State<Services>, caller: Caller, Path(guild): Path<String>) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    let invites = guild.invites(caller.user().id).await?;
    list(&services, &guild, invites).await
}

async fn find(services: &Services, code: String) -> Result<(GuildRef, Invite), Failure> {
    let directory = &services.directory;
    let found = directory.store().invite(&InviteCode(code)).await?;
    let invite = found.filter(|invite| invite.usable(directory.clock().now())).ok_or(Refusal::UnknownInvite)?;
    Ok((directory.guild(invite.guild_id).await?, invite))
}

/// Anybody may look at an invite, also without a token.
pub(super) async fn get(State(services): State<Services>, Path(code): Path<String>) -> Answer {
    let (guild, invite) = find(&services, code).await?;
    Ok(ok(&shown(&guild, &invite, &*inviter(&services, &invite).await?)?))
}

pub(super) async fn accept(State(services): State<Services>, caller: Caller, Path(code): Path<String>) -> Answer {
    if caller.user().bot {
        return Err(Refusal::BotsNotAllowed.into());
    }
    let invite = services.directory.join(caller.user(), InviteCode(code)).await?;
    let guild = services.directory.guild(invite.guild_id).await?;
    Ok(ok(&shown(&guild, &invite, &*inviter(&services, &invite).await?)?))
}

pub(super) async fn delete(State(services): State<Services>, caller: Caller, Path(code): Path<String>) -> Answer {
    let (guild, invite) = find(&services, code).await?;
    let inviter = inviter(&services, &invite).await?;
    let json = shown(&guild, &invite, &inviter)?;
    guild.delete_invite(caller.user().id, invite.code).await?;
    Ok(ok(&json))
}
