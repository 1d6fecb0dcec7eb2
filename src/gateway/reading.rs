//! Reading a session's socket. Heartbeats are answered here; everything else is the session's.

use super::budget::Budget;
use super::connection::Socket;
use crate::limits;
use crate::outbox::control_frame;
use crate::protocol::gateway::{self, ClientFrame, CloseCode, DecodeError};
use crate::session::SessionHandle;
use futures_util::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode as WebSocketClose;
use tokio_tungstenite::tungstenite::{Error, Message, error::CapacityError};

/// What came from the client.
pub(super) enum Received {
    Frame(Box<ClientFrame>),
    /// It broke the protocol.
    Refused(CloseCode),
    /// The socket is gone; true where the client closed it for good (1000, 1001).
    Closed(bool),
}

/// Small buffers: the library zeroes its read buffer for each connection, and it never writes for us.
pub(super) fn websocket_config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(limits::SOCKET_READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(limits::SOCKET_WRITE_BUFFER_BYTES_MAX)
        .max_message_size(Some(limits::CLIENT_FRAME_BYTES_MAX))
        .max_frame_size(Some(limits::CLIENT_FRAME_BYTES_MAX))
}

pub(super) async fn receive(socket: &mut Socket) -> Received {
    loop {
        let text = match socket.next().await {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Binary(bytes))) => match bytes.try_into() {
                Ok(text) => text,
                Err(_) => return Received::Refused(CloseCode::DecodeError),
            },
            Some(Ok(Message::Close(close))) => {
                let code = close.map_or(WebSocketClose::Status, |close| close.code);
                // The library's answer, without which a browser would call this a broken connection (RFC 6455, 5.5.1).
                let _ = socket.flush().await;
                return Received::Closed(matches!(code, WebSocketClose::Normal | WebSocketClose::Away));
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
            Some(Err(Error::Capacity(CapacityError::MessageTooLong { .. }) | Error::Utf8(_))) => {
                return Received::Refused(CloseCode::DecodeError);
            }
            Some(Err(_)) | None => return Received::Closed(false),
        };
        return match ClientFrame::parse(text.as_bytes()) {
            Ok(frame) => Received::Frame(Box::new(frame)),
            Err(DecodeError(code)) => Received::Refused(code),
        };
    }
}

/// Reads what is left until the other side closes: bytes that nobody reads would reset the connection, and the close frame with it.
pub(super) async fn until_closed(socket: &mut Socket) {
    let mut scratch = vec![0; limits::SOCKET_FAREWELL_READ_BYTES];
    while matches!(socket.get_mut().read(&mut scratch).await, Ok(1..)) {}
}

/// Reads a session's socket until it is gone. What happens once is boxed: this future is kept for as long as the session idles.
pub(super) async fn read_session(mut socket: Socket, handle: SessionHandle) {
    let mut budget = Budget::new();
    let ack = control_frame(handle.outbox().transport(), &[], gateway::heartbeat_ack());
    loop {
        let frame = match receive(&mut socket).await {
            Received::Frame(frame) => frame,
            Received::Refused(code) => return Box::pin(refuse(&mut socket, &handle, code)).await,
            Received::Closed(for_good) => return Box::pin(closed(&mut socket, &handle, for_good)).await,
        };
        if !budget.take(matches!(*frame, ClientFrame::Heartbeat(_))) {
            return Box::pin(refuse(&mut socket, &handle, CloseCode::RateLimited)).await;
        }
        match *frame {
            ClientFrame::Heartbeat(seq) => {
                handle.heartbeat(seq);
                if handle.outbox().write_raw_as(handle.generation(), &ack).is_err() {
                    return handle.socket_closed(false);
                }
            }
            ClientFrame::Identify(_) | ClientFrame::Resume(_) => {
                return Box::pin(refuse(&mut socket, &handle, CloseCode::AlreadyAuthenticated)).await;
            }
            frame => {
                if !handle.frame(frame) {
                    return drop(Box::pin(timeout(farewell(), until_closed(&mut socket))).await);
                }
            }
        }
    }
}

/// The client has closed. Our answer may wait behind what it has not read yet.
async fn closed(socket: &mut Socket, handle: &SessionHandle, for_good: bool) {
    if !handle.outbox().tell_when_drained() {
        let _ = timeout(farewell(), until_closed(socket)).await;
    }
    handle.socket_closed(for_good);
}

/// Closes with a code. Most of these may be resumed (Discord docs, Gateway Close Event Codes), so the session stays.
async fn refuse(socket: &mut Socket, handle: &SessionHandle, code: CloseCode) {
    handle.outbox().close(code.code(), code.reason());
    let _ = timeout(farewell(), until_closed(socket)).await;
    if code.ends_session() {
        handle.violation();
    }
    handle.socket_closed(false);
}

fn farewell() -> Duration {
    Duration::from_millis(limits::CLOSE_TIMEOUT_MS)
}
