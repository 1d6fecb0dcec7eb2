//! What a session does with one message after another, on the embedded store. The tests hand it its messages themselves, so that their
//! order is the tests' own.

use super::SessionConfig;
use super::actor::SessionArguments;
use super::entry::Opening;
use super::message::{Credentials, SessionId, SessionMessage};
use super::registry::Sessions;
use super::state::SessionState;
use super::wheel::{Pulse, Verdict};
use crate::directory::Directory;
use crate::limits;
use crate::model::*;
use crate::outbox::{Frame, Outbox, OutboxBounds, Transport};
use crate::protocol::event;
use crate::protocol::gateway::ClientFrame;
use crate::store::scratch::Scratch;
use crate::stream::Dispatch;
use crate::user::{News, TellUsers};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};

const USER: UserId = UserId::from_raw(1);
const TOKEN: TokenHash = TokenHash([7; 32]);
const BOUNDS: OutboxBounds = OutboxBounds { queue_bytes_max: 1 << 20, replay_frames_max: 64, replay_bytes_max: 1 << 20 };
const SILENCE: Duration = Duration::from_mins(1);
const WINDOW: Duration = Duration::from_millis(limits::PRESENCE_RATE_WINDOW_MS);

/// Stands where the session's actor would, and shows what it would have to do.
struct Mailbox;

impl Actor for Mailbox {
    type Msg = SessionMessage;
    type State = mpsc::Sender<SessionMessage>;
    type Arguments = mpsc::Sender<SessionMessage>;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, shown: Self::Arguments) -> Result<Self::State, ActorProcessingErr> {
        Ok(shown)
    }

    async fn handle(&self, _: ActorRef<Self::Msg>, message: SessionMessage, shown: &mut Self::State) -> Result<(), ActorProcessingErr> {
        shown.try_send(message)?;
        Ok(())
    }
}

struct Bench {
    state: SessionState,
    pulse: Arc<Pulse>,
    mailbox: mpsc::Receiver<SessionMessage>,
    _client: TcpStream,
    _scratch: Scratch,
}

async fn sessions(scratch: &Scratch) -> Sessions {
    let directory = Directory::sample(scratch.store()).await;
    let (heartbeat_interval, resume_window) = (Duration::from_secs(40), Duration::from_mins(2));
    Sessions::new(directory, SessionConfig { heartbeat_interval, resume_window, outbox: BOUNDS, rate_limits: true })
}

async fn socket() -> (TcpStream, Arc<Outbox>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (socket, _) = listener.accept().await.unwrap();
    (client, Outbox::new(socket, Transport::Plain, BOUNDS))
}

impl Bench {
    /// A session that has begun and listens to nothing yet. From now on time stands still.
    async fn open() -> Self {
        let scratch = Scratch::open().await;
        let name = UserName::parse("somebody").unwrap();
        let user = Arc::new(User { id: USER, name, global_name: None, bot: false });
        scratch.store().create_user(&user, "hash").await.unwrap();
        let sessions = sessions(&scratch).await;
        let (client, outbox) = socket().await;
        let opening = Opening {
            credentials: Credentials { user, token: TOKEN },
            intents: Intents::NONE,
            large_threshold: 50,
            shard: None,
            presence: presence(Status::Online, 0),
            resume_gateway_url: String::new(),
        };
        let user = sessions.directory().user(USER).await.unwrap();
        let arguments = SessionArguments { id: SessionId::new("session"), opening, user, outbox, sessions };
        let (shown, mailbox) = mpsc::channel(64);
        let (me, _) = Actor::spawn(None, Mailbox, shown).await.unwrap();
        tokio::time::pause();
        let mut state = SessionState::begin(&me, arguments).unwrap();
        let pulse = state.sessions.wheel().add(me, state.outbox.clone(), SILENCE);
        state.set_pulse(pulse.clone());
        Self { state, pulse, mailbox, _client: client, _scratch: scratch }
    }

    /// Lets the time pass after which the session is found silent.
    async fn found_silent(&mut self) -> Verdict {
        loop {
            if let SessionMessage::Silent(verdict) = self.mailbox.recv().await.unwrap() {
                return verdict;
            }
        }
    }

    /// Resumes on a new socket, whose client's side it returns.
    async fn resume(&mut self) -> TcpStream {
        let (client, connection) = socket().await;
        let (reply, answer) = oneshot::channel();
        self.state.resume(TOKEN, &connection, self.state.outbox.seq(), reply);
        assert!(answer.await.unwrap().is_some());
        client
    }

    /// Goes on until the session has been told how joining its user's stream ended.
    async fn join(&mut self) {
        self.state.registered(self.pulse.clone()).await;
        loop {
            if let SessionMessage::AttachEnded(key, attachment) = self.mailbox.recv().await.unwrap() {
                return self.state.attach_ended(key, attachment).await;
            }
        }
    }

    /// What READY says when no guild was loaded in time.
    fn ready(&mut self) -> serde_json::Value {
        let frame = self.state.ready.take().unwrap().make(&[]);
        let text = format!("{}0}}", std::str::from_utf8(frame.body()).unwrap());
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["d"].take()
    }

    fn tell(&self, news: News) {
        self.state.sessions.directory().tell(USER, news);
    }

    fn update(&mut self, number: u32) {
        self.state.frame(ClientFrame::PresenceUpdate(presence(Status::Online, number)));
    }

    /// Which update others see.
    fn seen(&self) -> Presence {
        self.state.user.presence()
    }

    /// Waits until the session hears that it may tell of its presence again.
    async fn window_opens(&mut self) {
        let message = self.mailbox.recv().await.unwrap();
        assert!(matches!(message, SessionMessage::PresenceWindowOpened));
        self.state.presence_window_opened();
    }
}

fn presence(status: Status, number: u32) -> Presence {
    Presence { status, activities: format!("[{number}]").into() }
}

#[tokio::test]
async fn sixth_presence_within_20_s_waits_and_the_newest_is_told_then() {
    let mut bench = Bench::open().await;
    let began = tokio::time::Instant::now();
    (1..=5).for_each(|number| bench.update(number));
    assert_eq!(bench.seen(), presence(Status::Online, 5));
    tokio::time::advance(WINDOW / 4).await;
    (6..=9).for_each(|number| bench.update(number));
    assert_eq!(bench.seen(), presence(Status::Online, 5), "those beyond the fifth wait");
    bench.window_opens().await;
    assert!(began.elapsed() >= WINDOW && began.elapsed() < WINDOW * 2, "{:?}", began.elapsed());
    assert_eq!(bench.seen(), presence(Status::Online, 9));
    assert!(bench.mailbox.try_recv().is_err(), "one timer for all that waited");
}

#[tokio::test]
async fn presence_that_waited_counts_in_its_new_window() {
    let mut bench = Bench::open().await;
    (1..=6).for_each(|number| bench.update(number));
    bench.window_opens().await;
    (7..=11).for_each(|number| bench.update(number));
    assert_eq!(bench.seen(), presence(Status::Online, 10), "the sixth was the first of five");
    bench.window_opens().await;
    assert_eq!(bench.seen(), presence(Status::Online, 11));
}

#[tokio::test]
async fn presence_that_waits_never_follows_a_newer_one() {
    let mut bench = Bench::open().await;
    (1..=6).for_each(|number| bench.update(number));
    tokio::time::advance(WINDOW).await;
    // The window has opened, but the session has not heard of it.
    bench.update(7);
    assert_eq!(bench.seen(), presence(Status::Online, 7));
    bench.window_opens().await;
    assert_eq!(bench.seen(), presence(Status::Online, 7));
}

#[tokio::test]
async fn session_that_ends_takes_its_timer_along() {
    let mut bench = Bench::open().await;
    (1..=6).for_each(|number| bench.update(number));
    drop(bench.state);
    assert!(tokio::time::timeout(WINDOW * 2, bench.mailbox.recv()).await.is_err());
}

#[tokio::test]
async fn silent_client_is_closed_and_its_session_expires_unless_resumed() {
    let mut bench = Bench::open().await;
    let verdict = bench.found_silent().await;
    bench.state.silent(verdict);
    assert!(!bench.state.outbox.has_socket() && !bench.state.has_ended());
    let verdict = bench.found_silent().await;
    bench.state.silent(verdict);
    assert!(bench.state.has_ended());
}

#[tokio::test]
async fn socket_that_resumed_is_not_closed_for_the_silence_before() {
    let mut bench = Bench::open().await;
    let verdict = bench.found_silent().await;
    let _client = bench.resume().await;
    bench.state.silent(verdict);
    assert!(bench.state.outbox.has_socket());
}

#[tokio::test]
async fn session_that_was_resumed_in_its_last_moment_does_not_expire() {
    let mut bench = Bench::open().await;
    bench.state.socket_closed(0, false);
    let verdict = bench.found_silent().await;
    let _client = bench.resume().await;
    bench.state.silent(verdict);
    assert!(bench.state.outbox.has_socket() && !bench.state.has_ended());
}

#[tokio::test]
async fn session_whose_silent_socket_closed_meanwhile_waits_for_its_resume() {
    let mut bench = Bench::open().await;
    let verdict = bench.found_silent().await;
    bench.state.socket_closed(0, false);
    bench.state.silent(verdict);
    assert!(!bench.state.has_ended());
}

#[tokio::test]
async fn heartbeat_in_the_last_moment_counts() {
    let mut bench = Bench::open().await;
    let verdict = bench.found_silent().await;
    bench.state.sessions.heard(&bench.pulse);
    bench.state.silent(verdict);
    assert!(bench.state.outbox.has_socket());
}

#[tokio::test]
async fn session_ends_whose_token_was_revoked_before_it_listened() {
    let mut bench = Bench::open().await;
    bench.tell(News::TokenRevoked(TOKEN));
    bench.join().await;
    assert!(bench.state.has_ended() && bench.state.user.sessions().is_empty());
}

#[tokio::test]
async fn session_stays_when_another_token_is_revoked_before_it_listens() {
    let mut bench = Bench::open().await;
    bench.tell(News::TokenRevoked(TokenHash([8; 32])));
    bench.join().await;
    assert!(!bench.state.has_ended() && bench.state.user.sessions().len() == 1);
}

#[tokio::test]
async fn ready_tells_the_cursors_of_guilds_that_are_not_loaded_in_time() {
    let mut bench = Bench::open().await;
    bench.tell(News::Sent { channel_id: ChannelId::from_raw(200), message_id: MessageId::from_raw(300) });
    assert_eq!(bench.ready()["read_state"], json!([{"id": "200", "last_message_id": "300", "mention_count": 0}]));
}

#[tokio::test]
async fn unread_messages_of_a_dm_are_counted_in_ready_up_to_the_last_that_it_names() {
    let mut bench = Bench::open().await;
    let (owner, peer) =
        (bench.state.credentials.user.clone(), User { id: UserId::from_raw(2), ..User::clone(&bench.state.credentials.user) });
    let dm = ChannelId::from_raw(200);
    bench.tell(News::DmOpened(Dm { id: dm, users: [owner, Arc::new(peer)], last_message_id: None }));
    for message in [301, 302] {
        let dispatch = Dispatch::to_all(Frame::new(event::resumed()), Intents::DIRECT_MESSAGES);
        bench.tell(News::DmMessage { channel_id: dm, message_id: MessageId::from_raw(message), unread: true, dispatch });
    }
    let ready = bench.ready();
    assert_eq!(ready["private_channels"][0]["last_message_id"], "302");
    assert_eq!(ready["read_state"], json!([{"id": "200", "last_message_id": "200", "mention_count": 2}]));
}

#[tokio::test]
async fn ready_has_the_name_that_was_taken_while_the_session_opened() {
    let mut bench = Bench::open().await;
    assert_eq!(bench.state.user.glance().user, Some(bench.state.credentials.user.clone()));
    let renamed = User { global_name: Some("New".to_owned()), ..User::clone(&bench.state.credentials.user) };
    bench.tell(News::Updated(Arc::new(renamed)));
    assert_eq!(bench.ready()["user"]["global_name"], "New");
}
