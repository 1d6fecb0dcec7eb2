//! What the write-behind actor is told.

use super::Waiting;
use crate::store::StoreError;
use tokio::sync::oneshot;

pub(crate) enum WriteBehindMessage {
    /// Commits the mutation: at once where nothing is under way, else with all that gathers until then.
    Gather { waiting: Waiting },
    /// The commit that was under way has ended.
    Committed { result: Result<(), StoreError> },
    /// Answers once everything before is answered; at once where there is nothing.
    Drain { reply: oneshot::Sender<()> },
}
