//! What every request gets: a name, a span, a time limit, and its place in the metrics.

use super::caller::ThisRequest;
use super::error::{ApiError, Failure};
use super::router::Services;
use crate::limits;
use crate::model::RequestId;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tracing::{Instrument, info_span};

/// The method's name, from a short list: what clients make up must not become labels.
fn known(method: &Method) -> &'static str {
    const NAMES: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    NAMES.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// Counts a request that is answered from memory: it needs no span, and how long it took says nothing.
pub(super) fn count(method: &Method, route: &'static str, status: StatusCode) {
    counted(known(method), route.to_owned(), status.as_u16());
}

fn counted(method: &'static str, route: String, status: u16) {
    metrics::counter!("belfry_http_requests_total", "method" => method, "route" => route, "status" => status.to_string()).increment(1);
}

pub(super) async fn watch(State(services): State<Services>, mut request: Request, next: Next) -> Response<Body> {
    let id = services.directory.ids().next().map_or(RequestId::MIN, RequestId::from_raw);
    request.extensions_mut().insert(ThisRequest(id));
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let span = info_span!("request", request_id = %id, method, route);
    let began = Instant::now();
    // A client that leaves, or a time limit, ends the waiting and not the work: what is half done is done to its end.
    #[expect(clippy::disallowed_methods, reason = "ends with the request's own work, which has its bounds")]
    let work = tokio::spawn(next.run(request).instrument(span.clone()));
    let response = match timeout(Duration::from_millis(limits::REQUEST_TIMEOUT_MS), work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(_) => Failure::Api(ApiError::TimedOut).into_response(),
    };
    let status = response.status().as_u16();
    span.in_scope(|| tracing::debug!(status, elapsed_ms = began.elapsed().as_millis(), "answered"));
    counted(method, route.clone(), status);
    metrics::histogram!("belfry_http_request_seconds", "route" => route).record(began.elapsed().as_secs_f64());
    response
}
