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

    /// Swaps out all that has arrived.
    pub(super) fn take(&self, into: &mut Vec<Input>) {
        std::mem::swap(&mut self.queue.lock().inputs, into);
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
        let waiting = queue.inputs.len();
        let fits = match &item {
            // Shed first.
            Item::Beside(_) => waiting < limits::RELAY_INBOX_BESIDE_MAX,
            // Numbered: what is dropped here is found by its number and asked for again.
            Item::Event(_) => waiting < limits::RELAY_INBOX_ITEMS_MAX,
            Item::Snapshot { .. } | Item::Admitted { .. } | Item::Members { .. } => true,
        };
        if fits && !queue.closed {
            self.push_locked(&mut queue, Input::Item(item));
        }
    }
}
