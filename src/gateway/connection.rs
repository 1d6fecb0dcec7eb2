//! A socket until it belongs to a session: HELLO, then IDENTIFY or RESUME.

use super::budget::Budget;
use super::reading::{Received, read_session, receive, websocket_config};
use crate::account::{Accounts, Identity};
use crate::limits;
use crate::model::Refusal;
use crate::outbox::{self, Outbox, Transport, Wire, control_frame, first_bytes};
use crate::protocol::gateway::{self, ClientFrame, CloseCode, Identify, Resume};
use crate::session::{Credentials, GoingAway, Opening, SessionHandle, SessionId, Sessions};
use futures_util::SinkExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

/// What connections need. Cheap to clone.
#[derive(Clone)]
pub struct GatewayServices {
    pub sessions: Sessions,
    pub accounts: Accounts,
}

pub(super) type Socket = WebSocketStream<Wire>;

/// How waiting for IDENTIFY or RESUME ended.
enum Opened {
    Session(Box<SessionHandle>),
    /// The close code is to be sent.
    Refused(CloseCode),
    /// By the server.
    SentAway,
    Gone,
}

/// A socket that has just been taken over from HTTP.
pub(super) struct Upgraded<Held> {
    /// `ws://host` or `wss://host`, without a slash at its end.
    pub(super) base: String,
    pub(super) transport: Result<Transport, CloseCode>,
    pub(super) socket: outbox::Socket,
    /// What was read of it beyond the request.
    pub(super) read_ahead: Vec<u8>,
    pub(super) going_away: GoingAway,
    /// Kept as long as the socket.
    pub(super) held: Held,
}

/// Serves one socket to its end.
pub(super) async fn serve(services: GatewayServices, upgraded: Upgraded<impl Send + 'static>) {
    let Upgraded { base, transport, socket, read_ahead, mut going_away, held } = upgraded;
    let outbox = Outbox::new(socket, transport.unwrap_or(Transport::Plain), services.sessions.config().outbox);
    let mut socket =
        Box::new(WebSocketStream::from_partially_read(Wire::new(outbox.clone()), read_ahead, Role::Server, Some(websocket_config())).await);
    let opened = match transport {
        Err(code) => Opened::Refused(code),
        Ok(transport) => {
            let hello = gateway::hello(services.sessions.config().heartbeat_interval);
            let _ = outbox.write_raw(&control_frame(transport, first_bytes(transport), &hello));
            let deadline = Instant::now() + Duration::from_millis(limits::IDENTIFY_TIMEOUT_MS);
            let opening = Connection { services, base, outbox: outbox.clone(), budget: Budget::new() };
            opening.open(&mut socket, deadline, &mut going_away).await
        }
    };
    match opened {
        Opened::Session(handle) => {
            if !Arc::ptr_eq(handle.outbox(), &outbox) {
                socket.get_mut().follow(handle.outbox().clone(), handle.generation());
            }
            // A task of its own, so that what idles is only as large as its loop.
            #[expect(clippy::disallowed_methods, reason = "ends with its socket, which the session closes")]
            tokio::spawn(async move {
                // The opening's waker sits in the WebSocket's write slot and would keep that task's memory alive.
                let _ = SinkExt::<Message>::flush(&mut *socket).await;
                read_session(*socket, *handle).await;
                drop(held);
            });
        }
        Opened::Refused(code) => close(&mut socket, &outbox, (code, code.reason())).await,
        Opened::SentAway => {
            let _ = outbox.write_raw(&control_frame(outbox.transport(), &[], gateway::reconnect()));
            close(&mut socket, &outbox, (GoingAway::CODE, GoingAway::REASON)).await;
        }
        Opened::Gone => outbox.disconnect(),
    }
}

async fn close(socket: &mut Socket, outbox: &Arc<Outbox>, (code, reason): (CloseCode, &str)) {
    outbox.close(code.code(), reason);
    let farewell = Duration::from_millis(limits::CLOSE_TIMEOUT_MS);
    let _ = tokio::time::timeout(farewell, super::reading::until_closed(socket)).await;
    outbox.disconnect();
}

struct Connection {
    services: GatewayServices,
    base: String,
    outbox: Arc<Outbox>,
    budget: Budget,
}

impl Connection {
    async fn open(mut self, socket: &mut Socket, deadline: Instant, going_away: &mut GoingAway) -> Opened {
        loop {
            let received = tokio::select! {
                received = timeout_at(deadline, receive(socket)) => received,
                () = going_away.wait() => return Opened::SentAway,
            };
            let Ok(received) = received else { return Opened::Refused(CloseCode::TimedOut) };
            let frame = match received {
                Received::Frame(frame) => frame,
                Received::Refused(code) => return Opened::Refused(code),
                Received::Closed(_) => return Opened::Gone,
            };
            let heartbeat = matches!(*frame, ClientFrame::Heartbeat(_));
            if !self.budget.take(heartbeat) {
                return Opened::Refused(CloseCode::RateLimited);
            }
            let opened = match *frame {
                ClientFrame::Heartbeat(_) => {
                    let _ = self.outbox.write_raw(&control_frame(self.outbox.transport(), &[], gateway::heartbeat_ack()));
                    continue;
                }
                ClientFrame::Identify(identify) => self.identify(*identify).await,
                ClientFrame::Resume(resume) => self.resume(resume).await,
                _ => Err(CloseCode::NotAuthenticated),
            };
            match opened {
                Ok(Some(handle)) => return Opened::Session(Box::new(handle)),
                // The client may IDENTIFY or RESUME on the same socket.
                Ok(None) => {
                    let frame = control_frame(self.outbox.transport(), &[], gateway::invalid_session(false));
                    let _ = self.outbox.write_raw(&frame);
                }
                Err(code) => return Opened::Refused(code),
            }
        }
    }

    async fn identity(&self, token: &str) -> Result<Credentials, CloseCode> {
        match self.services.accounts.identify(token).await {
            Ok(Some(Identity { user, token, .. })) => Ok(Credentials { user, token }),
            Ok(None) => Err(CloseCode::AuthenticationFailed),
            Err(_) => Err(CloseCode::Unknown),
        }
    }

    async fn identify(&self, identify: Identify) -> Result<Option<SessionHandle>, CloseCode> {
        let credentials = self.identity(&identify.token).await?;
        let opening = Opening {
            credentials,
            intents: identify.intents,
            large_threshold: identify.large_threshold,
            shard: identify.shard,
            presence: identify.presence,
            resume_gateway_url: self.base.clone(),
        };
        match self.services.sessions.open(opening, &self.outbox).await {
            // A token that was revoked meanwhile may have been told of before there was a session to end.
            Ok(handle) => match self.identity(&identify.token).await {
                Ok(_) => Ok(Some(handle)),
                Err(code) => {
                    handle.violation();
                    Err(code)
                }
            },
            Err(Refusal::TooMany { .. }) => Err(CloseCode::RateLimited),
            Err(_) => Err(CloseCode::Unknown),
        }
    }

    /// `None`: op 9.
    async fn resume(&self, resume: Resume) -> Result<Option<SessionHandle>, CloseCode> {
        let credentials = self.identity(&resume.token).await?;
        let id = SessionId::new(&resume.session_id);
        Ok(self.services.sessions.resume(&credentials, &id, resume.seq, &self.outbox).await.ok())
    }
}
