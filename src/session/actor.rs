//! The actor: a `handle` that is only a match.

use super::entry::Opening;
use super::message::{End, SessionId, SessionMessage};
use super::registry::Sessions;
use super::state::SessionState;
use crate::outbox::Outbox;
use crate::user::UserRef;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::sync::Arc;
use tracing::Instrument;

/// What may wait is boxed in `handle`: the actor's own future is as large as its largest arm, for as long as the session lives.
pub(super) struct SessionActor;

pub(super) struct SessionArguments {
    pub(super) id: SessionId,
    pub(super) opening: Opening,
    pub(super) user: UserRef,
    pub(super) outbox: Arc<Outbox>,
    pub(super) sessions: Sessions,
}

impl Actor for SessionActor {
    type Msg = SessionMessage;
    type State = SessionState;
    type Arguments = SessionArguments;

    async fn pre_start(&self, me: ActorRef<Self::Msg>, arguments: SessionArguments) -> Result<SessionState, ActorProcessingErr> {
        SessionState::begin(&me, arguments).map_err(Into::into)
    }

    async fn handle(&self, me: ActorRef<Self::Msg>, message: SessionMessage, state: &mut SessionState) -> Result<(), ActorProcessingErr> {
        let span = tracing::info_span!("session", session_id = %state.id);
        carry_out(message, state).instrument(span).await;
        if state.has_ended() {
            me.stop(None);
        }
        Ok(())
    }

    async fn post_stop(&self, _: ActorRef<Self::Msg>, state: &mut SessionState) -> Result<(), ActorProcessingErr> {
        state.leave();
        Ok(())
    }
}

async fn carry_out(message: SessionMessage, state: &mut SessionState) {
    match message {
        SessionMessage::Registered(pulse) => Box::pin(state.registered(pulse)).await,
        SessionMessage::Frame(frame) => state.frame(*frame),
        SessionMessage::Resume { token, connection, seq, reply } => state.resume(token, &connection, seq, reply),
        SessionMessage::SocketClosed { generation, for_good } => state.socket_closed(generation, for_good),
        SessionMessage::AttachEnded(key, attachment) => Box::pin(state.attach_ended(key, attachment)).await,
        SessionMessage::Detached(key) => Box::pin(state.detached(key)).await,
        SessionMessage::Gap => state.gap(),
        SessionMessage::Notice(notice) => Box::pin(state.notice(notice)).await,
        SessionMessage::ChunkSent(guild, order, last) => state.chunk_sent(guild, *order, last),
        SessionMessage::Drained => Box::pin(state.drained()).await,
        SessionMessage::ReplayOverflowed => state.end(End::Gap),
        SessionMessage::PresenceWindowOpened => state.presence_window_opened(),
        SessionMessage::Silent(verdict) => state.silent(verdict),
        SessionMessage::Reconnect => state.reconnect(),
        SessionMessage::Violation => state.end(End::Violation),
    }
}
