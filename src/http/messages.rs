//! Messages: send, read, edit, delete, typing.

use super::answer::{encoded, list, no_content, ok};
use super::caller::{Caller, JsonBody, ThisRequest};
use super::error::{Failure, MESSAGES_BUCKET, put_bucket};
use super::path::{Path, Query, id};
use super::router::Services;
use crate::limits;
use crate::model::{ChannelId, History, MessageId, Refusal};
use crate::protocol::{MessageJson, request};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};

type Answer = Result<Response<Body>, Failure>;

pub(super) async fn create(
    State(services): State<Services>,
    caller: Caller,
    this: ThisRequest,
    Path(channel): Path<String>,
    JsonBody(body): JsonBody,
) -> Answer {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", &channel)?).await?;
    let message = request::new_message(&body, this.0)?;
    let sent = channel.send(caller.user(), message).await?;
    let mut response = encoded(StatusCode::OK, sent.json);
    if let Some(bucket) = sent.bucket {
        put_bucket(response.headers_mut(), bucket, MESSAGES_BUCKET);
    }
    Ok(response)
}

pub(super) async fn history(State(services): State<Services>, caller: Caller, Path(channel): Path<String>, query: Query) -> Answer {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", &channel)?).await?;
    let limit = query.limit(limits::HISTORY_LIMIT_DEFAULT, limits::HISTORY_LIMIT_MAX)?;
    let bounds = (query.id("before")?, query.id("after")?, query.id("around")?);
    let history = match bounds {
        (None, None, None) => History::Newest,
        (Some(before), None, None) => History::Before(before),
        (None, Some(after), None) => History::After(after),
        (None, None, Some(around)) => History::Around(around),
        _ => return Err(Refusal::field("before", "BASE_TYPE_CHOICES", "before, after and around exclude each other.").into()),
    };
    Ok(list(&channel.history(caller.user(), history, limit).await?, MessageJson::from))
}

pub(super) async fn get(State(services): State<Services>, caller: Caller, Path((channel, message)): Path<(String, String)>) -> Answer {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", &channel)?).await?;
    let view = channel.message(caller.user(), id::<MessageId>("message_id", &message)?).await?;
    Ok(ok(&MessageJson::from(&view)))
}

pub(super) async fn edit(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, message)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Answer {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", &channel)?).await?;
    let patch = request::message_patch(&body)?;
    let json = channel.edit(caller.user(), id::<MessageId>("message_id", &message)?, patch).await?;
    Ok(encoded(StatusCode::OK, json))
}

pub(super) async fn delete(State(services): State<Services>, caller: Caller, Path((channel, message)): Path<(String, String)>) -> Answer {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", &channel)?).await?;
    channel.delete(caller.user(), id::<MessageId>("message_id", &message)?).await?;
    Ok(no_content())
}

pub(super) async fn delete_bulk(
    State(services): State<Services>,
    caller: Caller,
    Path(channel): Path<String>,
    JsonBody(body): JsonBody,
) -> Answer {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", &channel)?).await?;
    channel.delete_bulk(caller.user(), request::bulk_delete(&body)?).await?;
    Ok(no_content())
}

pub(super) async fn typing(State(services): State<Services>, caller: Caller, Path(channel): Path<String>) -> Answer {
    let channel = services.directory.channel(id::<ChannelId>("channel_id", &channel)?).await?;
    channel.typing(caller.user()).await?;
    Ok(no_content())
}
