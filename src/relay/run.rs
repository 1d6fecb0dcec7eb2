//! The task that drives a relay, and the handle to it.

use super::inbox::{Inbox, Input};
use super::listener::{ChunkOrder, Listener, ListenerId, StreamKey};
use super::state::Relay;
use crate::limits;
use crate::outbox::Transport;
use crate::stream::Upstream;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::AbortHandle;
use tokio::time::timeout;

/// The relay has ended, because nobody listened: a new one must be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the relay has ended")]
pub struct RelayClosed;

/// A relay of this node. Dropping the last handle ends it.
#[derive(Clone)]
pub struct RelayRef {
    inbox: Arc<Inbox>,
    task: Arc<Task>,
}

struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl RelayRef {
    /// Subscribes to the owner and starts the fan-out loop. `ended` is called when the relay ends by itself.
    pub fn spawn(key: StreamKey, upstream: Arc<dyn Upstream>, ended: impl FnOnce() + Send + 'static) -> Self {
        let inbox = Arc::new(Inbox::default());
        let feed = upstream.subscribe(inbox.clone());
        let relay = Relay::new(key, upstream, feed);
        let running = run(relay, inbox.clone());
        #[expect(clippy::disallowed_methods, reason = "the handle owns the task and aborts it with its last clone")]
        let task = tokio::spawn(async move {
            running.await;
            ended();
        });
        Self { inbox, task: Arc::new(Task(task.abort_handle())) }
    }

    /// Joins a listener to the stream; [`super::ListenerNews::attach_ended`] tells how it went.
    pub fn attach(&self, listener: Listener) -> Result<(), RelayClosed> {
        self.control(Input::Attach(Box::new(listener)))
    }

    /// Unknown listeners are ignored.
    pub fn detach(&self, id: ListenerId) -> Result<(), RelayClosed> {
        self.control(Input::Detach(id))
    }

    /// A RESUME came over another transport: the listener moves to the class of that.
    pub fn retransport(&self, id: ListenerId, transport: Transport) -> Result<(), RelayClosed> {
        self.control(Input::Retransport(id, transport))
    }

    /// Sends one page of members; [`super::ListenerNews::chunk_sent`] tells when it is in the outbox.
    pub fn members(&self, id: ListenerId, order: ChunkOrder) -> Result<(), RelayClosed> {
        self.control(Input::Members(id, Box::new(order)))
    }

    fn control(&self, input: Input) -> Result<(), RelayClosed> {
        if self.inbox.push_control(input) { Ok(()) } else { Err(RelayClosed) }
    }

    /// Whether it takes nothing in any more.
    pub fn has_ended(&self) -> bool {
        self.inbox.is_closed()
    }

    /// Whether two handles are of the same relay.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.task, &other.task)
    }
}

/// Ends the subscription however the task ends.
struct Subscription(Relay);

impl Drop for Subscription {
    fn drop(&mut self) {
        self.0.upstream.unsubscribe(self.0.feed);
    }
}

async fn run(relay: Relay, inbox: Arc<Inbox>) {
    let mut subscription = Subscription(relay);
    let relay = &mut subscription.0;
    let mut arrived = Vec::new();
    loop {
        if !relay.has_news() && idled_out(relay, &inbox).await {
            return;
        }
        if !relay.is_behind() {
            let dropped = inbox.take(&mut arrived);
            for input in arrived.drain(..) {
                relay.take(input);
            }
            if dropped {
                relay.ask_for_missed();
            }
            if arrived.capacity() > limits::RELAY_INBOX_BESIDE_MAX {
                arrived = Vec::new();
            }
        }
        if relay.has_news() {
            let walked = relay.step();
            metrics::counter!("belfry_deliveries_total").increment(walked.deliveries);
            if walked.slow > 0 {
                metrics::counter!("belfry_slow_readers_total").increment(walked.slow);
            }
            tokio::task::yield_now().await;
        }
    }
}

/// Waits for the next input; true where none came for so long that the relay has ended.
async fn idled_out(relay: &Relay, inbox: &Inbox) -> bool {
    if !relay.is_idle() {
        inbox.arrival().await;
        return false;
    }
    let idle = timeout(Duration::from_millis(limits::RELAY_IDLE_MS), inbox.arrival()).await;
    idle.is_err() && inbox.close_if_empty()
}
