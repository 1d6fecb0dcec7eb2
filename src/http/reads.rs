//! What people have read: not for bots.

use super::answer::{no_content, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, id};
use super::router::Services;
use crate::directory::AckOrder;
use crate::model::{ChannelId, MessageId};
use crate::protocol::request;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use serde_json::json;

type Answer = Result<Response<Body>, Failure>;

pub(super) async fn ack(
    State(services): State<Services>,
    caller: Caller,
    Path((channel, message)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Answer {
    let channel_id = id::<ChannelId>("channel_id", &channel)?;
    let message_id = id::<MessageId>("message_id", &message)?;
    let order = AckOrder { channel_id, message_id, manual: request::ack_by_hand(&body)? };
    services.directory.ack(caller.user(), order).await?;
    Ok(ok(&json!({"token": null})))
}

pub(super) async fn ack_bulk(State(services): State<Services>, caller: Caller, JsonBody(body): JsonBody) -> Answer {
    let order = |(channel_id, message_id)| AckOrder { channel_id, message_id, manual: false };
    let orders = request::acks(&body)?.into_iter().map(order).collect();
    services.directory.ack_many(caller.user(), orders).await?;
    Ok(no_content())
}
