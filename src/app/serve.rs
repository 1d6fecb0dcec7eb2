//! Listening and serving connections, until told to stop.

use super::handshake::{handshake, impatient};
use crate::gateway::{self, GatewayServices};
use crate::http::Origin;
use crate::limits;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{Method, Response};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{Domain, Protocol, Socket, Type};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tower_service::Service;

/// Opens a listener whose connections inherit what the gateway's sockets want: no delay, and a bounded send buffer, so that a reader that
/// stalls holds little of the kernel's memory.
pub(super) fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.set_tcp_nodelay(true)?;
    socket.set_send_buffer_size(limits::SOCKET_SEND_BUFFER_BYTES)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(limits::ACCEPT_BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// What serves one listener.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) router: Router,
    /// `None` on the metrics listener.
    pub(super) gateway: Option<GatewayServices>,
    pub(super) origin: Origin,
    /// `None`: HTTP is plain.
    pub(super) tls: Option<TlsAcceptor>,
    /// Connections that are open, and how many there may be.
    pub(super) open: Arc<AtomicUsize>,
    pub(super) open_max: usize,
}

impl Server {
    /// Accepts until `stop`; then waits for the answers that are under way.
    pub(super) async fn run(self, listener: TcpListener, mut stop: watch::Receiver<bool>) {
        let (open, held) = watch::channel(());
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            match accepted {
                Ok((socket, peer)) => self.connection(socket, peer, (stop.clone(), held.clone())),
                Err(error) => {
                    tracing::warn!(%error, "accept failed");
                    tokio::time::sleep(Duration::from_millis(limits::ACCEPT_RETRY_MS)).await;
                }
            }
        }
        drop((listener, held));
        let _ = tokio::time::timeout(Duration::from_millis(limits::HTTP_DRAIN_MS), open.closed()).await;
    }

    fn connection(&self, socket: TcpStream, peer: SocketAddr, (mut stop, held): (watch::Receiver<bool>, watch::Receiver<()>)) {
        if self.open.load(Relaxed) >= self.open_max {
            ::metrics::counter!("belfry_connections_refused_total").increment(1);
            // Over TLS it could say so only after a handshake, which is what there is no room for.
            if self.tls.is_none() {
                refuse(&socket);
            }
            return;
        }
        let client = (peer, Open::new(self.open.clone()));
        let server = self.clone();
        let Some(acceptor) = self.tls.clone() else {
            #[expect(clippy::disallowed_methods, reason = "whoever drains waits until `held` is dropped")]
            tokio::spawn(server.talk(impatient(socket), client, (stop, held)));
            return;
        };
        #[expect(clippy::disallowed_methods, reason = "whoever drains waits until `held` is dropped")]
        tokio::spawn(async move {
            let stream = tokio::select! {
                stream = handshake(acceptor, socket) => stream,
                _ = stop.wait_for(|stop| *stop) => None,
            };
            if let Some(stream) = stream {
                server.talk(stream, client, (stop, held)).await;
            }
        });
    }

    /// Answers one connection's requests until it ends.
    async fn talk(
        self,
        socket: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        (peer, open): (SocketAddr, Open),
        (mut stop, held): (watch::Receiver<bool>, watch::Receiver<()>),
    ) {
        let service = hyper::service::service_fn(move |request| self.clone().answer(request, peer, open.clone()));
        let mut builder = hyper::server::conn::http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(Duration::from_millis(limits::HEADER_TIMEOUT_MS));
        let mut connection = pin!(builder.serve_connection(TokioIo::new(socket), service).with_upgrades());
        let ended = tokio::select! {
            ended = &mut connection => Some(ended),
            _ = stop.wait_for(|stop| *stop) => None,
        };
        // A client that breaks off is no error of ours.
        if ended.is_none() {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
        drop(held);
    }

    async fn answer(mut self, request: hyper::Request<Incoming>, peer: SocketAddr, open: Open) -> Result<Response<Body>, Infallible> {
        let mut request: Request = request.map(Body::new);
        if let Some(services) = &self.gateway
            && is_gateway(&request)
        {
            let base = self.origin.gateway_url(request.headers());
            return Ok(gateway::accept(services, base, request, open));
        }
        request.extensions_mut().insert(ConnectInfo(peer));
        let Ok(response) = self.router.call(request).await;
        Ok(response)
    }
}

/// Counts one open connection for as long as it is held.
#[derive(Clone)]
pub(super) struct Open(#[expect(dead_code, reason = "held for its drop")] Arc<Counted>);

struct Counted(Arc<AtomicUsize>);

impl Open {
    fn new(open: Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Relaxed);
        Self(Arc::new(Counted(open)))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

fn is_gateway(request: &Request) -> bool {
    request.method() == Method::GET
        && matches!(request.uri().path(), "/" | "/gateway" | "/gateway/")
        && gateway::is_upgrade(request.headers())
}

/// Says that the server is full, in a few bytes and without waiting.
fn refuse(socket: &TcpStream) {
    let answer = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let _ = socket.try_write(answer);
}
