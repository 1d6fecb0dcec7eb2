//! The page at `/` until the web client takes its place.

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};

const PAGE: &str = include_str!("landing.html");
const POLICY: &str = "default-src 'none'; style-src 'sha256-AStmegS0cEYG6xbLgTSn39XCCROvhJr+mdU7NkuWrXc='; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

pub(super) async fn page() -> Response<Body> {
    let page = PAGE.replace("{version}", env!("CARGO_PKG_VERSION"));
    let mut response = Response::new(Body::from(page));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
