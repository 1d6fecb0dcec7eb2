//! Gathers changes of messages and commits them together: what arrives during one commit goes into the next.

mod actor;
mod backlog;
mod message;
mod state;

#[cfg(test)]
mod tests;

pub use backlog::WriteBehindFull;

use crate::store::{Mutation, Store, StoreError};
use actor::WriteBehindActor;
use backlog::{Backlog, Waiting};
use message::WriteBehindMessage;
use ractor::{Actor, ActorRef, MessagingErr, SpawnErr};
use std::sync::Arc;

/// Called exactly once: when the mutation is durable, or when it is certain that it will not be (or cannot be known).
/// Runs on the actor's task: it must not wait.
pub type Done = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The way to the actor. Cheap to clone.
#[derive(Clone)]
pub struct WriteBehind {
    actor: ActorRef<WriteBehindMessage>,
    backlog: Arc<Backlog>,
}

impl WriteBehind {
    /// Starts the actor. It ends with [`WriteBehind::stop`], or when the task behind the handle is aborted.
    pub async fn start(store: Store) -> Result<(Self, tokio::task::JoinHandle<()>), SpawnErr> {
        let (actor, task) = Actor::spawn(None, WriteBehindActor, store).await?;
        Ok((Self { actor, backlog: Arc::default() }, task))
    }

    /// Hands a mutation over without waiting. Those of one caller are committed in the order in which it submits them, each in the same
    /// commit as the one before or in a later one. Where this fails, `done` is never called.
    pub fn submit(&self, mutation: Mutation, done: Done) -> Result<(), WriteBehindFull> {
        let waiting = self.backlog.take(mutation, done)?;
        match self.actor.cast(WriteBehindMessage::Gather { waiting }) {
            Ok(()) => Ok(()),
            Err(MessagingErr::SendErr(WriteBehindMessage::Gather { waiting })) => {
                waiting.forget();
                Err(WriteBehindFull)
            }
            Err(_) => Err(WriteBehindFull),
        }
    }

    /// Returns when everything that was submitted before has been answered.
    pub async fn drain(&self) {
        let (reply, drained) = tokio::sync::oneshot::channel();
        if self.actor.cast(WriteBehindMessage::Drain { reply }).is_ok() {
            _ = drained.await; // An actor that has ended has answered everything.
        }
    }

    /// Ends the actor once everything that was submitted before has been answered; later submits are refused.
    pub async fn stop(&self) {
        self.drain().await;
        self.actor.stop(None);
    }
}
