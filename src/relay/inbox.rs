//! A relay's one queue: bounded for what the owner sends, so that a relay that cannot keep up finds a gap instead of eating memory.

use super::listener::{ChunkOrder, Listener, ListenerId};
use crate::limits;
use crate::outbox::Transport;
use crate::stream::{Feed, Item};
use parking_lot::Mutex;
use tokio::sync::Notify;

pub(super) enum Input {
    Item(Item),
    Attach(Box<Listener>),
    Detach(ListenerId),
    Retransport(ListenerId, Transport),
    Members(ListenerId, Box<ChunkOrder>),
}

#[derive(Default)]
struct Queue {
    inputs: Vec<Input>,
    /// Events among them; what is asked for and answered does not count against their bound.
    events: usize,
    /// An event did not fit: the relay must ask for what it missed, also where nothing follows that shows the gap.
    dropped: bool,
    closed: bool,
}

#[derive(Default)]
pub(super) struct Inbox {
    queue: Mutex<Queue>,
    arrived: Notify,
}

impl Inbox {
    /// False where the relay has ended.
    pub(super) fn push_control(&self, input: Input) -> bool {
        let mut queue = self.queue.lock();
        if queue.closed {
            return false;
        }
        self.push_locked(&mut queue, input);
        true
    }

    fn push_locked(&self, queue: &mut Queue, input: Input) {
        queue.inputs.push(input);
        if queue.inputs.len() == 1 {
            self.arrived.notify_one();
        }
    }

    /// Swaps out all that has arrived; true where an event was dropped.
    pub(super) fn take(&self, into: &mut Vec<Input>) -> bool {
        let mut queue = self.queue.lock();
        std::mem::swap(&mut queue.inputs, into);
        queue.events = 0;
        std::mem::take(&mut queue.dropped)
    }

    pub(super) async fn arrival(&self) {
        self.arrived.notified().await;
    }

    pub(super) fn is_closed(&self) -> bool {
        self.queue.lock().closed
    }

    /// Ends the inbox if nothing waits in it; false where something does.
    pub(super) fn close_if_empty(&self) -> bool {
        let mut queue = self.queue.lock();
        queue.closed |= queue.inputs.is_empty();
        queue.closed
    }
}

impl Feed for Inbox {
    fn push(&self, item: Item) {
        let mut queue = self.queue.lock();
        let fits = match &item {
            // Shed first.
            Item::Beside(_) => queue.inputs.len() < limits::RELAY_INBOX_BESIDE_MAX,
            Item::Event(_) => queue.events < limits::RELAY_INBOX_ITEMS_MAX,
            Item::Snapshot { .. } | Item::Admitted { .. } | Item::Members { .. } => true,
        };
        if queue.closed {
            return;
        }
        if matches!(item, Item::Event(_)) {
            queue.dropped |= !fits;
            queue.events += usize::from(fits);
        }
        if fits {
            self.push_locked(&mut queue, Input::Item(item));
        }
    }
}
