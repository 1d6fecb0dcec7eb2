//! The write-behind actor.

use super::message::WriteBehindMessage;
use super::state::WriteBehindState;
use crate::store::{Mutation, Store};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::task::JoinHandle;

pub(super) struct WriteBehindActor;

/// The state, and the task that waits for the store meanwhile.
pub(super) struct Running {
    store: Store,
    state: WriteBehindState,
    commit: Option<JoinHandle<()>>,
}

impl Actor for WriteBehindActor {
    type Msg = WriteBehindMessage;
    type State = Running;
    type Arguments = Store;

    async fn pre_start(&self, _myself: ActorRef<Self::Msg>, store: Store) -> Result<Running, ActorProcessingErr> {
        Ok(Running { store, state: WriteBehindState::default(), commit: None })
    }

    async fn handle(&self, myself: ActorRef<Self::Msg>, message: Self::Msg, running: &mut Running) -> Result<(), ActorProcessingErr> {
        match message {
            WriteBehindMessage::Gather { waiting } => running.state.gather(waiting),
            WriteBehindMessage::Committed { result } => running.state.end(&result),
            WriteBehindMessage::Drain { reply } => running.state.drain(reply),
        }
        if let Some(batch) = running.state.begin() {
            running.commit = Some(commit(myself, running.store.clone(), batch));
        }
        Ok(())
    }
}

/// The actor stays awake to gather. The store finishes what it has even where this is dropped.
fn commit(actor: ActorRef<WriteBehindMessage>, store: Store, batch: Vec<Mutation>) -> JoinHandle<()> {
    #[expect(clippy::disallowed_methods, reason = "the actor keeps the handle; the task ends with the commit")]
    tokio::spawn(async move {
        let result = store.commit(&batch).await;
        _ = actor.cast(WriteBehindMessage::Committed { result }); // An actor that has ended has answered already.
    })
}
