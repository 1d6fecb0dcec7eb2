//! All sessions of this node.

use super::actor::{SessionActor, SessionArguments};
use super::config::SessionConfig;
use super::entry::{Opening, SessionHandle};
use super::message::{Credentials, SessionId, SessionMessage};
use super::wheel::{Pulse, Wheel};
use crate::directory::Directory;
use crate::model::Refusal;
use crate::outbox::Outbox;
use crate::protocol::gateway::CloseCode;
use dashmap::DashMap;
use ractor::{ActorRef, SpawnErr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use tokio::task::AbortHandle;

/// Cheap to clone.
#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    directory: Directory,
    config: SessionConfig,
    wheel: Arc<Wheel>,
    turning: AbortHandle,
    running: DashMap<SessionId, Running>,
    going_away: watch::Sender<bool>,
}

/// Held by who serves a socket that is in no session yet. Whoever drains waits for its end.
pub struct GoingAway(watch::Receiver<bool>);

impl GoingAway {
    /// What sockets are closed with: their sessions may be resumed elsewhere.
    pub const CODE: CloseCode = CloseCode::Unknown;
    pub const REASON: &str = "the server is going away";

    /// The server takes no new sockets.
    pub fn is_so(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when it is so.
    ///
    /// # Cancel safety
    /// Nothing is lost.
    pub async fn wait(&mut self) {
        // The sender goes with the last handle of the sessions: nobody is left to drain.
        let _ = self.0.wait_for(|going_away| *going_away).await;
    }
}

#[derive(Clone)]
struct Running {
    actor: ActorRef<SessionMessage>,
    pulse: Arc<Pulse>,
    outbox: Arc<Outbox>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.turning.abort();
    }
}

/// The session is unknown, somebody else's, or too much was missed: op 9.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the session cannot be resumed")]
pub struct ResumeRefused;

impl Sessions {
    pub fn new(directory: Directory, config: SessionConfig) -> Self {
        let wheel = Wheel::new();
        #[expect(clippy::disallowed_methods, reason = "aborted when the last handle is dropped")]
        let turning = tokio::spawn(wheel.clone().turn()).abort_handle();
        Self(Arc::new(Inner { directory, config, wheel, turning, running: DashMap::new(), going_away: watch::Sender::new(false) }))
    }

    pub fn config(&self) -> &SessionConfig {
        &self.0.config
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.0.directory
    }

    pub(super) fn limits_rates(&self) -> bool {
        self.0.config.rate_limits
    }

    /// Starts a session on a socket that has said IDENTIFY: READY is the first event that it gets.
    pub async fn open(&self, opening: Opening, outbox: &Arc<Outbox>) -> Result<SessionHandle, Refusal> {
        let user = self.0.directory.user(opening.credentials.user.id).await?;
        let id = SessionId::new(&random_hex());
        let arguments = SessionArguments { id: id.clone(), opening, user, outbox: outbox.clone(), sessions: self.clone() };
        let (actor, _) = ractor::Actor::spawn(None, SessionActor, arguments).await.map_err(why_refused)?;
        let pulse = self.wheel().add(actor.clone(), outbox.clone(), self.silence_max());
        let running = Running { actor: actor.clone(), pulse: pulse.clone(), outbox: outbox.clone() };
        self.0.running.insert(id.clone(), running);
        let _ = actor.cast(SessionMessage::Registered(pulse.clone()));
        self.send_away_late(&actor);
        metrics::gauge!("belfry_sessions").increment(1.0);
        Ok(SessionHandle { actor, pulse, outbox: outbox.clone(), sessions: self.clone(), generation: 0 })
    }

    /// Moves the socket of `connection` to the session and sends what it has missed after `seq`.
    pub async fn resume(
        &self,
        credentials: &Credentials,
        id: &SessionId,
        seq: u32,
        connection: &Arc<Outbox>,
    ) -> Result<SessionHandle, ResumeRefused> {
        let running = self.0.running.get(id).map(|running| running.clone()).ok_or(ResumeRefused)?;
        let (reply, answer) = oneshot::channel();
        let resume = SessionMessage::Resume { token: credentials.token, connection: connection.clone(), seq, reply };
        running.actor.cast(resume).map_err(|_| ResumeRefused)?;
        let generation = answer.await.ok().flatten().ok_or(ResumeRefused)?;
        metrics::counter!("belfry_resumes_total").increment(1);
        let Running { actor, pulse, outbox } = running;
        self.send_away_late(&actor);
        Ok(SessionHandle { actor, pulse, outbox, sessions: self.clone(), generation })
    }

    /// 1.5 intervals without a heartbeat: the client is gone.
    fn silence_max(&self) -> Duration {
        self.0.config.heartbeat_interval * 3 / 2
    }

    pub(super) fn wheel(&self) -> &Wheel {
        &self.0.wheel
    }

    pub(super) fn heard(&self, pulse: &Pulse) {
        self.wheel().postpone(pulse, self.silence_max());
    }

    /// A socket is there again.
    pub(super) fn resumed(&self, pulse: &Arc<Pulse>) {
        self.wheel().hasten(pulse, self.silence_max());
    }

    /// The socket is gone: the session waits for a RESUME.
    pub(super) fn await_resume(&self, pulse: &Arc<Pulse>) {
        self.wheel().hasten(pulse, self.0.config.resume_window);
    }

    pub(super) fn remove(&self, id: &SessionId) {
        if self.0.running.remove(id).is_some() {
            metrics::gauge!("belfry_sessions").decrement(1.0);
        }
    }

    /// For a new socket.
    pub fn going_away(&self) -> GoingAway {
        GoingAway(self.0.going_away.subscribe())
    }

    /// A session whose socket came while others were told to go, and that may not have been among them.
    fn send_away_late(&self, actor: &ActorRef<SessionMessage>) {
        if *self.0.going_away.borrow() {
            let _ = actor.cast(SessionMessage::Reconnect);
        }
    }

    /// Tells every client to come back elsewhere (op 7), and closes those that stay longer than `grace`. New sockets are turned away.
    pub async fn drain(&self, grace: Duration) {
        // First, so that a session that begins now is seen below or sees this.
        self.0.going_away.send_replace(true);
        for running in &self.0.running {
            let _ = running.actor.cast(SessionMessage::Reconnect);
        }
        let _ = tokio::time::timeout(grace, self.sockets_closed()).await;
        for running in &self.0.running {
            running.outbox.close(GoingAway::CODE.code(), GoingAway::REASON);
        }
        let _ = tokio::time::timeout(grace, self.sockets_closed()).await;
        // Who does not answer, and who began only now.
        for running in &self.0.running {
            running.outbox.close(GoingAway::CODE.code(), GoingAway::REASON);
            running.outbox.disconnect();
        }
    }

    async fn sockets_closed(&self) {
        self.0.going_away.closed().await;
        let mut look = tokio::time::interval(Duration::from_millis(crate::limits::DRAIN_LOOK_MS));
        while self.0.running.iter().any(|running| running.outbox.has_socket()) {
            look.tick().await;
        }
    }
}

/// What [`super::state::SessionState::begin`] said.
fn why_refused(error: SpawnErr) -> Refusal {
    match error {
        SpawnErr::StartupFailed(error) => error.downcast::<Refusal>().map_or(Refusal::Unavailable, |refusal| *refusal),
        _ => Refusal::Unavailable,
    }
}

fn random_hex() -> String {
    let mut bytes = [0_u8; 16];
    // Without a source of randomness there are no ids that nobody can guess: the process cannot go on.
    #[expect(clippy::expect_used, reason = "the operating system's randomness does not fail once it was there")]
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    format!("{:032x}", u128::from_be_bytes(bytes))
}
