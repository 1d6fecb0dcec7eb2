//! The page at `/` until the web client takes its place.

use super::router::Services;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Response, header};

const PAGE: &str = include_str!("landing.html");
const POLICY: &str = "default-src 'none'; style-src 'sha256-AStmegS0cEYG6xbLgTSn39XCCROvhJr+mdU7NkuWrXc='; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

pub(super) async fn page(State(services): State<Services>, headers: HeaderMap) -> Response<Body> {
    let origin = &services.origin;
    let page = PAGE
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{base}", &plain(origin.base_url(&headers)))
        .replace("{gateway}", &plain(origin.gateway_url(&headers)));
    let mut response = Response::new(Body::from(page));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// A `Host` is whatever a client sends: what no address holds does not get into the page.
fn plain(url: String) -> String {
    let harmless = url.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '_' | '/' | '[' | ']'));
    if harmless { url } else { "http://localhost".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_an_address_gets_into_the_page() {
        assert_eq!(plain("http://[::1]:8080".to_owned()), "http://[::1]:8080");
        assert_eq!(plain("http://<script>".to_owned()), "http://localhost");
    }
}
