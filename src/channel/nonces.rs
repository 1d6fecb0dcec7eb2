//! Repeats by enforced nonce: one (author, nonce) is one message, for ten minutes.

use super::message::{Reply, Sent, Ticket};
use crate::limits;
use crate::model::{MessageId, Nonce, Timestamp, UserId};
use std::collections::{HashMap, VecDeque};

type Key = (UserId, Nonce);

/// What is known of a nonce.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    /// The first is on its way: its repeats wait for its result.
    InFlight(Ticket),
    Durable(MessageId),
}

#[derive(Default)]
pub(super) struct Nonces {
    known: HashMap<Key, (Known, Timestamp)>,
    /// In the order in which they came, to forget the oldest.
    order: VecDeque<(Timestamp, Key)>,
    waiting: HashMap<Ticket, Vec<Reply<Sent>>>,
}

impl Nonces {
    pub(super) fn find(&mut self, author: UserId, nonce: &Nonce, now: Timestamp) -> Option<Known> {
        self.forget_old(now);
        self.known.get(&(author, nonce.clone())).map(|(known, _)| *known)
    }

    pub(super) fn put(&mut self, author: UserId, nonce: Nonce, known: Known, now: Timestamp) {
        let key = (author, nonce);
        if let Some((state, _)) = self.known.get_mut(&key) {
            *state = known;
            return;
        }
        self.known.insert(key.clone(), (known, now));
        self.order.push_back((now, key));
    }

    pub(super) fn forget(&mut self, author: UserId, nonce: &Nonce) {
        self.known.remove(&(author, nonce.clone()));
    }

    pub(super) fn wait(&mut self, ticket: Ticket, reply: Reply<Sent>) {
        self.waiting.entry(ticket).or_default().push(reply);
    }

    pub(super) fn waiters(&mut self, ticket: Ticket) -> Vec<Reply<Sent>> {
        self.waiting.remove(&ticket).unwrap_or_default()
    }

    fn forget_old(&mut self, now: Timestamp) {
        let horizon = now.unix_ms() - limits::NONCE_WINDOW_MS;
        while let Some((came, _)) = self.order.front() {
            if came.unix_ms() > horizon && self.order.len() <= limits::NONCES_MAX {
                return;
            }
            let Some((came, key)) = self.order.pop_front() else { return };
            match self.known.get(&key) {
                // One that is on its way stays known however old it is.
                Some((Known::InFlight(ticket), _)) => {
                    self.known.insert(key.clone(), (Known::InFlight(*ticket), now));
                    self.order.push_back((now, key));
                    return;
                }
                // Forgotten after a failure and sent again since: that has its own place in the order.
                Some((_, at)) if *at != came => {}
                _ => {
                    self.known.remove(&key);
                }
            }
        }
    }
}
