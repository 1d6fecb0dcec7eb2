//! Where clients reach this server.

use axum::http::{HeaderMap, header};
use std::sync::Arc;

/// What URLs of this server begin with.
#[derive(Clone, Default)]
pub struct Origin {
    /// `http.public_url`. `None`: as each request's `Host` says.
    pub public_url: Option<Arc<str>>,
    /// Whether the clients' listener speaks TLS.
    pub tls: bool,
}

impl Origin {
    /// `http://…` or `https://…`, without a slash at its end.
    pub(super) fn base_url(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.public_url {
            return url.trim_end_matches('/').to_owned();
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://{host}")
    }

    /// The same for sockets: `ws://…` or `wss://…`.
    pub fn gateway_url(&self, headers: &HeaderMap) -> String {
        self.base_url(headers).replacen("http", "ws", 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn public_url_overrules_the_host_and_the_listener() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("localhost:8080"));
        for (tls, base, gateway) in
            [(false, "http://localhost:8080", "ws://localhost:8080"), (true, "https://localhost:8080", "wss://localhost:8080")]
        {
            let of_the_host = Origin { public_url: None, tls };
            assert_eq!((of_the_host.base_url(&headers), of_the_host.gateway_url(&headers)), (base.to_owned(), gateway.to_owned()));
            let public = Origin { public_url: Some("https://chat.example.org/".into()), tls };
            assert_eq!(public.gateway_url(&headers), "wss://chat.example.org");
        }
    }
}
