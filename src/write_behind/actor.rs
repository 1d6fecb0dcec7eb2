//! The write-behind actor.

use super::message::WriteBehindMessage;
use super::state::WriteBehindState;
use crate::limits;
use crate::store::{Mutation, Store, StoreError};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::sync::Arc;
use std::time::Duration;
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
        let batch = Arc::new(batch);
        let commit = || {
            let (store, batch) = (store.clone(), batch.clone());
            async move { store.commit(&batch).await }
        };
        let result = until_known(commit).await;
        _ = actor.cast(WriteBehindMessage::Committed { result }); // An actor that has ended has answered already.
    })
}

/// Where the store cannot say whether it wrote, the same is written again until it can: repeating a batch changes nothing, and nobody can
/// be told anything true before. A later "nothing was written" says nothing about the first time.
pub(super) async fn until_known<F>(commit: impl Fn() -> F) -> Result<(), StoreError>
where
    F: Future<Output = Result<(), StoreError>>,
{
    let mut result = commit().await;
    if !matches!(result, Err(StoreError::Unknown { .. })) {
        return result;
    }
    while let Err(error) = result {
        tracing::warn!(%error, "what became of a batch is not known; it is written again");
        metrics::counter!("belfry_write_behind_written_again_total").increment(1);
        tokio::time::sleep(Duration::from_millis(limits::WRITE_BEHIND_AGAIN_MS)).await;
        result = commit().await;
    }
    result
}
