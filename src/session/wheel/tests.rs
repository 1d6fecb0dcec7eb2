//! Silent sessions are found, each at its time.

use super::{Pulse, Wheel};
use crate::limits;
use crate::outbox::{Outbox, OutboxBounds, Transport};
use crate::session::message::SessionMessage;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

const SILENCE: Duration = Duration::from_mins(1);
const TICK: Duration = Duration::from_millis(limits::WHEEL_TICK_MS);

/// Tells when it was found silent.
struct Session;

impl Actor for Session {
    type Msg = SessionMessage;
    type State = mpsc::UnboundedSender<Instant>;
    type Arguments = mpsc::UnboundedSender<Instant>;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, told: Self::Arguments) -> Result<Self::State, ActorProcessingErr> {
        Ok(told)
    }

    async fn handle(&self, _: ActorRef<Self::Msg>, _: SessionMessage, told: &mut Self::State) -> Result<(), ActorProcessingErr> {
        told.send(Instant::now())?;
        Ok(())
    }
}

struct Bench {
    wheel: Arc<Wheel>,
    pulse: Arc<Pulse>,
    actor: ActorRef<SessionMessage>,
    outbox: Arc<Outbox>,
    found: mpsc::UnboundedReceiver<Instant>,
    turning: tokio::task::JoinHandle<()>,
    _client: TcpStream,
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.turning.abort();
    }
}

#[expect(clippy::disallowed_methods, reason = "aborted with the bench")]
async fn bench() -> Bench {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (socket, _) = listener.accept().await.unwrap();
    let bounds = OutboxBounds { queue_bytes_max: 1, replay_frames_max: 1, replay_bytes_max: 1 };
    let outbox = Outbox::new(socket, Transport::Plain, bounds);
    let (told, found) = mpsc::unbounded_channel();
    let (actor, _) = Actor::spawn(None, Session, told).await.unwrap();
    tokio::time::pause();
    let wheel = Wheel::new();
    let turning = tokio::spawn(wheel.clone().turn());
    let pulse = wheel.add(actor.clone(), outbox.clone(), SILENCE);
    Bench { wheel, pulse, actor, outbox, found, turning, _client: client }
}

fn assert_near(found: Instant, wanted: Instant) {
    assert!(found >= wanted && found <= wanted + 2 * TICK, "{:?} from the wanted time", found.saturating_duration_since(wanted));
}

#[tokio::test]
async fn silent_session_is_found_at_its_time_and_again_later() {
    let mut bench = bench().await;
    let began = Instant::now();
    let first = bench.found.recv().await.unwrap();
    assert_near(first, began + SILENCE);
    let again = bench.found.recv().await.unwrap();
    assert_near(again, first + Duration::from_millis(limits::WHEEL_AGAIN_MS));
}

#[tokio::test]
async fn session_that_was_heard_of_is_left_alone() {
    let mut bench = bench().await;
    for _ in 0..5 {
        tokio::time::advance(SILENCE / 2).await;
        bench.wheel.postpone(&bench.pulse, SILENCE);
    }
    let last = Instant::now();
    assert!(bench.found.try_recv().is_err());
    assert_near(bench.found.recv().await.unwrap(), last + SILENCE);
}

#[tokio::test]
async fn time_that_was_shortened_counts_and_the_old_one_no_longer() {
    let mut bench = bench().await;
    let began = Instant::now();
    bench.wheel.hasten(&bench.pulse, Duration::from_secs(1));
    assert_near(bench.found.recv().await.unwrap(), began + Duration::from_secs(1));
    bench.wheel.hasten(&bench.pulse, 2 * SILENCE);
    assert_near(bench.found.recv().await.unwrap(), began + Duration::from_secs(1) + 2 * SILENCE);
}

#[tokio::test]
async fn time_beyond_one_turn_of_the_wheel_is_waited_for() {
    let mut bench = bench().await;
    let began = Instant::now();
    let turn = TICK * u32::try_from(limits::WHEEL_SLOTS).unwrap();
    bench.wheel.hasten(&bench.pulse, 3 * turn);
    assert_near(bench.found.recv().await.unwrap(), began + 3 * turn);
}

#[tokio::test]
async fn socket_of_a_session_that_has_ended_is_cut() {
    let bench = bench().await;
    bench.actor.stop_and_wait(None, None).await.unwrap();
    assert!(bench.outbox.has_socket());
    tokio::time::advance(SILENCE + 2 * TICK).await;
    // The wheel's task turns before this one goes on.
    while bench.outbox.has_socket() {
        tokio::time::advance(TICK).await;
    }
}
