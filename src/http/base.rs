//! Where clients reach this server.

use axum::http::{HeaderMap, header};

/// `http.public_url`, or as the request's `Host` says; without a slash at its end.
pub(super) fn base_url(public_url: Option<&str>, headers: &HeaderMap) -> String {
    if let Some(url) = public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}")
}

/// The same for sockets: `ws://…` or `wss://…`.
pub fn gateway_url(public_url: Option<&str>, headers: &HeaderMap) -> String {
    base_url(public_url, headers).replacen("http", "ws", 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn public_url_overrules_the_host() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("localhost:8080"));
        assert_eq!(gateway_url(None, &headers), "ws://localhost:8080");
        assert_eq!(gateway_url(Some("https://chat.example.org/"), &headers), "wss://chat.example.org");
    }
}
