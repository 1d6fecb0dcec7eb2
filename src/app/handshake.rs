//! From a TCP connection to one that speaks TLS.

use crate::gateway::Impatient;
use crate::limits;
use std::io;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The first byte of every TLS connection: a record of a handshake (RFC 8446, 5.1).
const HANDSHAKE: u8 = 22;
const NOT_TLS: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 38\r\nConnection: close\r\n\r\n\
    This port speaks HTTPS, not plain HTTP";

/// Shakes hands within its time. `None` where that fails, which is counted, or where the other side goes before it says anything.
pub(super) async fn handshake(acceptor: TlsAcceptor, socket: TcpStream) -> Option<TlsStream<Impatient<TcpStream>>> {
    let bound = Duration::from_millis(limits::TLS_HANDSHAKE_TIMEOUT_MS);
    let shaken = timeout(bound, shake(acceptor, socket)).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    shaken.unwrap_or_else(|error| {
        ::metrics::counter!("belfry_tls_handshake_failures_total").increment(1);
        tracing::debug!(%error, "tls handshake failed");
        None
    })
}

async fn shake(acceptor: TlsAcceptor, mut socket: TcpStream) -> io::Result<Option<TlsStream<Impatient<TcpStream>>>> {
    let mut first = [0];
    match (socket.peek(&mut first).await?, first) {
        // Whoever only looks whether the port is open.
        (0, _) => Ok(None),
        (_, [HANDSHAKE]) => acceptor.accept(impatient(socket)).await.map(Some),
        (_, [b'A'..=b'Z']) => {
            // What is not read would reset the connection, and the answer with it.
            let mut request = vec![0; limits::NOT_TLS_READ_BYTES];
            let _ = socket.try_read(&mut request);
            socket.write_all(NOT_TLS).await?;
            socket.shutdown().await?;
            Err(io::Error::new(io::ErrorKind::InvalidData, "plain HTTP"))
        }
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "not TLS")),
    }
}

/// The connection as HTTP writes to it, beneath TLS where there is some: what counts is that bytes go out.
pub(super) fn impatient(socket: TcpStream) -> Impatient<TcpStream> {
    Impatient::new(socket, Duration::from_millis(limits::HTTP_WRITE_TIMEOUT_MS))
}
