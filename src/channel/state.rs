//! What the actor knows, and what is on its way to the store.

use super::core::ChannelCore;
use super::message::{ChannelMessage, Reply, Sent, Ticket};
use super::nonces::{Known, Nonces};
use super::rate::SendRate;
use super::undo::Undo;
use crate::limits;
use crate::model::{MessageId, Nonce, Refusal, Timestamp, UserId};
use crate::store::{Mutation, StoreError};
use bytes::Bytes;
use parking_lot::Mutex;
use ractor::ActorRef;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) struct ChannelState {
    pub(super) core: Arc<ChannelCore>,
    pub(super) nonces: Nonces,
    pub(super) rate: SendRate,
    pending: HashMap<Ticket, Pending>,
    next_ticket: u64,
    worked: bool,
}

/// What waits for a mutation to be durable.
pub(super) enum Pending {
    Send { reply: Reply<Sent>, sent: Sent, id: MessageId, nonce: Option<(UserId, Nonce)> },
    Edit { reply: Reply<Bytes>, json: Bytes, id: MessageId },
    Delete { id: MessageId, undo: Undo, deletion: Arc<Mutex<Deletion>> },
    React { reply: Reply<()>, id: MessageId, undo: Undo },
}

/// Messages that are deleted together: the last one to be settled broadcasts and answers.
pub(super) struct Deletion {
    pub(super) reply: Option<Reply<()>>,
    pub(super) left: usize,
    pub(super) durable: Vec<MessageId>,
    pub(super) failure: Option<Refusal>,
}

impl ChannelState {
    /// With the nonces of the last minutes, as the newest rows tell them.
    pub(super) async fn load(core: Arc<ChannelCore>) -> Result<Self, StoreError> {
        let now = core.deps.clock.now();
        let horizon = Timestamp::from_unix_us(now.unix_us() - limits::NONCE_WINDOW_MS * 1_000);
        let since = MessageId::from_raw(horizon.first_snowflake());
        let mut nonces = Nonces::default();
        for row in core.deps.store.enforced_nonces(core.id, since).await? {
            nonces.put(row.author_id, row.nonce, Known::Durable(row.message_id), row.message_id.sent_at());
        }
        Ok(Self { core, nonces, rate: SendRate::default(), pending: HashMap::new(), next_ticket: 0, worked: true })
    }

    pub(super) fn may_stop(&mut self) -> bool {
        let idle = !std::mem::replace(&mut self.worked, false) && self.pending.is_empty();
        idle && (self.core.deps.retire)(self.core.id)
    }

    /// Names the next mutation.
    pub(super) fn ticket(&mut self) -> Ticket {
        self.worked = true;
        self.next_ticket += 1;
        Ticket(self.next_ticket)
    }

    /// What write-behind calls when it is done.
    pub(super) fn done(me: &ActorRef<ChannelMessage>, ticket: Ticket) -> crate::write_behind::Done {
        let me = me.clone();
        Box::new(move |result| {
            // A stopped actor has nothing pending.
            let _ = me.cast(ChannelMessage::Settled { ticket, result });
        })
    }

    pub(super) fn expect(&mut self, ticket: Ticket, pending: Pending) {
        self.pending.insert(ticket, pending);
    }

    pub(super) fn submit(&self, mutation: Mutation, done: crate::write_behind::Done) -> Result<(), Refusal> {
        self.core.deps.write_behind.submit(mutation, done).map_err(|_| Refusal::Unavailable)
    }

    /// A mutation is durable or has failed: answers, or takes back what was shown.
    pub(super) async fn settled(&mut self, ticket: Ticket, result: Result<(), StoreError>) {
        let Some(pending) = self.pending.remove(&ticket) else { return };
        let result = result.map_err(Refusal::from);
        let failed = has_failed(&result);
        match pending {
            Pending::Send { reply, sent, id, nonce } => self.sent(ticket, reply, (sent, id, nonce), result),
            Pending::Edit { reply, json, id } => {
                let quiet = self.core.tail.lock().settled(id);
                // Where a newer change is on its way, that one shows what came of it.
                if failed && quiet {
                    self.core.show_stored(id).await;
                }
                let _ = reply.send(result.map(|()| json));
            }
            Pending::React { reply, id, undo } => {
                self.settle(id, failed.then_some(undo));
                let _ = reply.send(result);
            }
            Pending::Delete { id, undo, deletion } => self.deleted(id, undo, &deletion, result),
        }
    }

    fn settle(&self, id: MessageId, undo: Option<Undo>) {
        self.core.tail.lock().settled(id);
        if let Some(undo) = undo {
            self.core.undo(undo);
        }
    }

    fn sent(
        &mut self,
        ticket: Ticket,
        reply: Reply<Sent>,
        (sent, id, nonce): (Sent, MessageId, Option<(UserId, Nonce)>),
        result: Result<(), Refusal>,
    ) {
        if let Some((author, nonce)) = nonce {
            match &result {
                Ok(()) => self.nonces.put(author, nonce, Known::Durable(id), self.core.deps.clock.now()),
                Err(_) => self.nonces.forget(author, &nonce),
            }
        }
        if has_failed(&result) {
            self.core.retract(id);
        }
        self.core.tail.lock().settled(id);
        for waiter in self.nonces.waiters(ticket) {
            let _ = waiter.send(result.clone().map(|()| sent.clone()));
        }
        let _ = reply.send(result.map(|()| sent));
    }
}

/// Whether nothing was written. What is merely unknown (the server ends meanwhile) is not taken back: it may be there.
pub(super) fn has_failed<T>(result: &Result<T, Refusal>) -> bool {
    result.as_ref().is_err_and(|refusal| *refusal != Refusal::OutcomeUnknown)
}
