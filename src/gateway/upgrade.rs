//! From an HTTP request to a socket of our own.

use super::connection::{self, GatewayServices, serve};
use super::impatient::Impatient;
use super::query;
use crate::outbox::{Socket, TlsSocket};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Whether a request wants to become a WebSocket (RFC 6455, 4.2.1).
pub fn is_upgrade(headers: &HeaderMap) -> bool {
    let has = |name, wanted: &str| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|token| token.trim().eq_ignore_ascii_case(wanted))
    };
    has(header::UPGRADE, "websocket") && has(header::CONNECTION, "upgrade") && headers.contains_key(header::SEC_WEBSOCKET_KEY)
}

/// Answers 101, or 503 where the server is going away, and goes on with the socket. `base` is `ws://host` or `wss://host`: where clients
/// should resume; `held` is kept as long as the socket.
pub fn accept(services: &GatewayServices, base: String, mut request: Request, held: impl Send + Sync + 'static) -> Response<Body> {
    let Some(key) = request.headers().get(header::SEC_WEBSOCKET_KEY) else { return status(StatusCode::BAD_REQUEST) };
    if request.headers().get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
        let mut response = status(StatusCode::UPGRADE_REQUIRED);
        response.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        return response;
    }
    let Ok(accept_key) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) else { return status(StatusCode::BAD_REQUEST) };
    let going_away = services.sessions.going_away();
    if going_away.is_so() {
        let mut response = status(StatusCode::SERVICE_UNAVAILABLE);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        return response;
    }
    let transport = query::transport(request.uri().query());
    let upgrade = hyper::upgrade::on(&mut request);
    let services = services.clone();
    #[expect(clippy::disallowed_methods, reason = "ends with its socket, which the server closes when it drains")]
    tokio::spawn(async move {
        let Ok(upgraded) = upgrade.await else { return };
        let Some((socket, read_ahead)) = taken_over(upgraded) else { return };
        serve(services, connection::Upgraded { base, transport, socket, read_ahead, going_away, held }).await;
    });
    let mut response = status(StatusCode::SWITCHING_PROTOCOLS);
    let headers = response.headers_mut();
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept_key);
    response
}

/// The socket beneath HTTP, and what was read of it beyond the request. A gateway's socket has a bound of its own: its outbox.
fn taken_over(upgraded: Upgraded) -> Option<(Socket, Vec<u8>)> {
    let upgraded = match upgraded.downcast::<TokioIo<Impatient<TcpStream>>>() {
        Ok(parts) => return Some((parts.io.into_inner().into_inner().into(), parts.read_buf.to_vec())),
        Err(upgraded) => upgraded,
    };
    let parts = upgraded.downcast::<TokioIo<TlsStream<Impatient<TcpStream>>>>().ok()?;
    let (stream, tls) = parts.io.into_inner().into_inner();
    Some((TlsSocket::new(stream.into_inner(), tls).into(), parts.read_buf.to_vec()))
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
