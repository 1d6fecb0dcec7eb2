//! Channels: one by one, of a guild, and their overwrites.

use super::answer::{json, list, no_content, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, id};
use super::router::Services;
use crate::guild::GuildRef;
use crate::model::{Channel, ChannelId, GuildId, Permissions, Refusal, UserId, channel_permissions};
use crate::protocol::{ChannelJson, DmJson, request};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use std::sync::Arc;

type Answer = Result<Response<Body>, Failure>;

/// A channel that `user` may view, with its newest message.
fn viewed(guild: &GuildRef, user: UserId, id: ChannelId) -> Result<(Arc<Channel>, Option<crate::model::MessageId>), Failure> {
    let found = guild.view(user, |guild| {
        let (channel, member) = (guild.channels.get(&id)?, guild.members.get(&user)?);
        let may = channel_permissions(guild, user, &member.roles, channel).contains(Permissions::VIEW_CHANNEL);
        Some((channel.clone(), guild.last_messages.get(&id).copied(), may))
    })?;
    match found {
        Some((channel, last, true)) => Ok((channel, last)),
        Some((_, _, false)) => Err(Refusal::MissingAccess.into()),
        None => Err(Refusal::UnknownChannel.into()),
    }
}

/// The guild of a channel; a DM has none.
async fn guild_of(services: &Services, channel: ChannelId) -> Result<GuildRef, Failure> {
    let channel = services.directory.channel(channel).await?;
    Ok(channel.guild().ok_or(Refusal::WrongChannelKind)?.clone())
}

pub(super) async fn get(State(services): State<Services>, caller: Caller, Path(channel): Path<String>) -> Answer {
    let id = id::<ChannelId>("channel_id", &channel)?;
    let channel = services.directory.channel(id).await?;
    let user = caller.user().id;
    if let Some(dm) = channel.dm() {
        return if dm.has(user) { Ok(ok(&DmJson::new(&dm, user))) } else { Err(Refusal::UnknownChannel.into()) };
    }
    let guild = channel.guild().ok_or(Refusal::UnknownChannel)?;
    let (channel, last) = viewed(guild, user, id)?;
    Ok(ok(&ChannelJson::new(&channel, last)))
}

pub(super) async fn update(
    State(services): State<Services>,
    caller: Caller,
    Path(channel): Path<String>,
    JsonBody(body): JsonBody,
) -> Answer {
    let id = id::<ChannelId>("channel_id", &channel)?;
    let guild = guild_of(&services, id).await?;
    let channel = guild.update_channel(caller.user().id, id, request::channel_patch(&body)?).await?;
    let last = guild.core().read(|guild| guild.last_messages.get(&id).copied());
    Ok(ok(&ChannelJson::new(&channel, last)))
}

/// The one deletion that answers with what was deleted. Of a DM nothing is.
pub(super) async fn delete(State(services): State<Services>, caller: Caller, Path(channel): Path<String>) -> Answer {
    let id = id::<ChannelId>("channel_id", &channel)?;
    let channel = services.directory.channel(id).await?;
    if channel.dm().is_some() {
        // Closing a DM only takes it off the list; it comes back with the next message.
        let user = caller.user().id;
        return Ok(ok(&DmJson::new(&channel.close_dm(user).await?, user)));
    }
    let guild = guild_of(&services, id).await?;
    let channel = guild.delete_channel(caller.user().id, id).await?;
    Ok(ok(&ChannelJson::new(&channel, None)))
}

/// Those that the caller may view.
pub(super) async fn of_guild(State(services): State<Services>, caller: Caller, Path(guild): Path<String>) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    let user = caller.user().id;
    let channels: Vec<_> = guild.view(user, |guild| {
        let Some(member) = guild.members.get(&user) else { return Vec::new() };
        let may = |channel: &&Arc<Channel>| channel_permissions(guild, user, &member.roles, channel).contains(Permissions::VIEW_CHANNEL);
        guild.channels.values().filter(may).map(|channel| (channel.clone(), guild.last_messages.get(&channel.id).copied())).collect()
    })?;
    Ok(list(&channels, |(channel, last)| ChannelJson::new(channel, *last)))
}

pub(super) async fn create(
    State(services): State<Services>,
    caller: Caller,
    Path(guild): Path<String>,
    JsonBody(body): JsonBody,
) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    let channel = guild.create_channel(caller.user().id, request::new_channel(&body)?).await?;
    Ok(json(StatusCode::CREATED, &ChannelJson::new(&channel, None)))
}

pub(super) async fn shift(State(services): State<Services>, caller: Caller, Path(guild): Path<String>, JsonBody(body): JsonBody) -> Answer {
    let guild = services.directory.guild(id::<GuildId>("guild_id", &guild)?).await?;
    guild.move_channels(caller.user().id, request::channel_moves(&body)?).await?;
    Ok(no_content())
}

pub(super) async fn put_overwrite(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, target)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Answer {
    let channel = id::<ChannelId>("channel_id", &channel)?;
    let overwrite = request::overwrite(&body, id::<u64>("overwrite_id", &target)?)?;
    guild_of(&services, channel).await?.put_overwrite(caller.user().id, channel, overwrite).await?;
    Ok(no_content())
}

pub(super) async fn delete_overwrite(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, target)): Path<(String, String)>,
) -> Answer {
    let channel = id::<ChannelId>("channel_id", &channel)?;
    let target = id::<u64>("overwrite_id", &target)?;
    guild_of(&services, channel).await?.delete_overwrite(caller.user().id, channel, target).await?;
    Ok(no_content())
}
