//! Answers: JSON with exactly the content type that libraries compare with, or nothing.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use bytes::Bytes;
use serde::Serialize;

/// `application/json` without a charset: some libraries compare it as a whole.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(value) {
        Ok(bytes) => encoded(status, bytes.into()),
        Err(error) => {
            tracing::error!(%error, "an answer could not be encoded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub(super) fn ok(value: &impl Serialize) -> Response<Body> {
    json(StatusCode::OK, value)
}

/// JSON that is encoded already.
pub(super) fn encoded(status: StatusCode, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
}

pub(super) fn no_content() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// A list of values, each shown by `show`.
pub(super) fn list<'a, T, J: Serialize>(values: impl IntoIterator<Item = &'a T>, show: impl Fn(&'a T) -> J) -> Response<Body>
where
    T: ?Sized + 'a,
{
    ok(&values.into_iter().map(show).collect::<Vec<J>>())
}
