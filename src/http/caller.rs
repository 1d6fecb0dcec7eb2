//! Who asks, and what came with the request.

use super::error::{ApiError, Failure, USER_BUCKET};
use super::router::Services;
use crate::account::Identity;
use crate::limits;
use crate::model::{RequestId, TokenKind, User};
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use bytes::Bytes;
use http_body_util::BodyExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Somebody with a valid token, whose request has been counted.
pub(super) struct Caller(pub(super) Identity);

impl Caller {
    pub(super) fn user(&self) -> &Arc<User> {
        &self.0.user
    }
}

impl FromRequestParts<Services> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, services: &Services) -> Result<Self, Failure> {
        let given = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(ApiError::Unauthorized)?;
        let (token, kind) = match given.strip_prefix("Bot ") {
            Some(token) => (token, TokenKind::Bot),
            None => (given, TokenKind::Person),
        };
        let found = services.accounts.identify(token).await?;
        let identity = found.filter(|identity| identity.kind == kind).ok_or(ApiError::Unauthorized)?;
        let user = services.directory.user(identity.user.id).await?;
        user.take_request(Instant::now()).map_err(|bucket| Failure::Limited { bucket, route: USER_BUCKET })?;
        Ok(Self(identity))
    }
}

/// A request's whole body, which is JSON or empty.
pub(super) struct JsonBody(pub(super) Bytes);

impl FromRequest<Services> for JsonBody {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Services) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/") {
            return Err(ApiError::UnsupportedMediaType.into());
        }
        let patience = Duration::from_millis(limits::BODY_TIMEOUT_MS);
        timeout(patience, read(request.into_body())).await.unwrap_or(Err(ApiError::TooSlow.into())).map(Self)
    }
}

/// A body that is too long is read on and thrown away, within a bound: a client that is still sending would lose the answer with the
/// connection.
async fn read(mut body: Body) -> Result<Bytes, Failure> {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| ApiError::BrokenBody)?.into_data() else { continue };
        length += data.len();
        if length <= limits::BODY_BYTES_MAX {
            kept.extend_from_slice(&data);
        } else if length > limits::BODY_DISCARDED_BYTES_MAX {
            break;
        }
    }
    if length > limits::BODY_BYTES_MAX { Err(ApiError::TooLarge.into()) } else { Ok(kept.into()) }
}

/// Names this request, in what it creates and in the log.
#[derive(Clone, Copy)]
pub(super) struct ThisRequest(pub(super) RequestId);

impl FromRequestParts<Services> for ThisRequest {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Services) -> Result<Self, Failure> {
        Ok(*parts.extensions.get_or_insert_with(|| Self(RequestId::MIN)))
    }
}
