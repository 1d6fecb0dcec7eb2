//! Reactions.

use super::answer::{list, no_content};
use super::caller::Caller;
use super::error::Failure;
use super::path::{Path, Query, emoji, id, user};
use super::router::Services;
use crate::channel::ChannelRef;
use crate::limits;
use crate::model::{ChannelId, MessageId, UserId};
use crate::protocol::UserJson;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

type Answer = Result<Response<Body>, Failure>;

async fn place(services: &Services, channel: &str, message: &str) -> Result<(ChannelRef, MessageId), Failure> {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", channel)?).await?;
    Ok((channel, id("message_id", message)?))
}

pub(super) async fn add(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, message, name)): Path<(String, String, String)>,
) -> Answer {
    let (channel, message) = place(&services, &channel, &message).await?;
    channel.add_reaction(caller.user(), message, emoji(&name)?).await?;
    Ok(no_content())
}

pub(super) async fn remove(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, message, name, whose)): Path<(String, String, String, String)>,
) -> Answer {
    let (channel, message) = place(&services, &channel, &message).await?;
    let whose = user(&whose, caller.user().id)?;
    channel.remove_reaction(caller.user(), message, emoji(&name)?, whose).await?;
    Ok(no_content())
}

pub(super) async fn remove_own(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, message, name)): Path<(String, String, String)>,
) -> Answer {
    let (channel, message) = place(&services, &channel, &message).await?;
    channel.remove_reaction(caller.user(), message, emoji(&name)?, caller.user().id).await?;
    Ok(no_content())
}

pub(super) async fn users(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, message, name)): Path<(String, String, String)>,
    query: Query,
) -> Answer {
    let (channel, message) = place(&services, &channel, &message).await?;
    let limit = query.limit(limits::REACTION_USERS_DEFAULT, limits::REACTION_USERS_MAX)?;
    let after = query.id("after")?.unwrap_or(UserId::MIN);
    let users = channel.reaction_users(caller.user(), message, emoji(&name)?, after, limit).await?;
    Ok(list(&users, |user| UserJson::from(&**user)))
}

pub(super) async fn clear(State(services): State<Services>, caller: Caller, Path((channel, message)): Path<(String, String)>) -> Answer {
    let (channel, message) = place(&services, &channel, &message).await?;
    channel.clear_reactions(caller.user(), message, None).await?;
    Ok(no_content())
}

pub(super) async fn clear_emoji(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, message, name)): Path<(String, String, String)>,
) -> Answer {
    let (channel, message) = place(&services, &channel, &message).await?;
    channel.clear_reactions(caller.user(), message, Some(emoji(&name)?)).await?;
    Ok(no_content())
}
