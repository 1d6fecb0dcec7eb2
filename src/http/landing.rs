//! The page at `/` of a server that was built without the web client.

use super::base::Origin;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};

const PAGE: &str = include_str!("landing.html");
const POLICY: &str = "default-src 'none'; style-src 'sha256-xtXsFHCZbasDccVtVal6qRbqqUzwAwyiQewcLgUQIaY='; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

pub(super) fn page(origin: &Origin, headers: &HeaderMap) -> Response<Body> {
    let page = PAGE
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{base}", &plain(origin.base_url(headers)))
        .replace("{gateway}", &plain(origin.gateway_url(headers)));
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

    #[tokio::test]
    async fn page_says_where_this_server_is_and_how_to_build_the_client() {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("chat.example.org"))]);
        let response = page(&Origin { public_url: None, tls: true }, &headers);
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body);
        for part in ["https://chat.example.org/api/v10", "wss://chat.example.org", "make run"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn nothing_but_an_address_gets_into_the_page() {
        assert_eq!(plain("http://[::1]:8080".to_owned()), "http://[::1]:8080");
        assert_eq!(plain("http://<script>".to_owned()), "http://localhost");
    }
}
