//! Whether the process lives, and whether it should get traffic.

use super::answer::json;
use super::router::Services;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use serde_json::json as value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Shared by who serves and who drains. Cheap to clone.
#[derive(Clone, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    pub fn set(&self, ready: bool) {
        self.0.store(ready, Relaxed);
    }
}

pub(super) async fn live() -> Response<Body> {
    json(StatusCode::OK, &value!({"status": "live"}))
}

/// Not while draining, and not while the store does not answer.
pub(super) async fn ready(State(services): State<Services>) -> Response<Body> {
    let serving = services.readiness.0.load(Relaxed);
    let store = services.directory.store().id_floor().await.is_ok();
    let status = if serving && store { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = if status == StatusCode::OK { "ready" } else { "not ready" };
    json(status, &value!({"status": word, "draining": !serving, "store": store}))
}
