//! Whose list a DM is on: closing takes it off one side's, and opening or the next message puts it back.

use super::core::ChannelRef;
use super::home::{DmHome, Home};
use super::message::ChannelMessage;
use super::state::ChannelState;
use crate::model::{Dm, MessageId, Refusal, UserId};
use crate::user::News;
use std::sync::Arc;

impl ChannelRef {
    /// Takes the DM off the list of one of the two.
    pub async fn close_dm(&self, user: UserId) -> Result<Dm, Refusal> {
        self.ask(|reply| ChannelMessage::CloseDm { user, reply }).await
    }

    /// Puts the DM back on the list of one of the two, and tells both of it who have it on theirs.
    pub async fn open_dm(&self, user: UserId) -> Result<Dm, Refusal> {
        self.ask(|reply| ChannelMessage::OpenDm { user, reply }).await
    }
}

impl ChannelState {
    fn dm_home(&self, user: UserId) -> Result<Arc<DmHome>, Refusal> {
        match &self.core.home {
            Home::Dm(home) if home.dm().has(user) => Ok(home.clone()),
            Home::Dm(_) | Home::Guild(_) => Err(Refusal::UnknownChannel),
        }
    }

    pub(super) async fn close_dm(&mut self, user: UserId) -> Result<Dm, Refusal> {
        let home = self.dm_home(user)?;
        if !home.is_closed_for(user) {
            // All messages so far have ids below this one, those after it above: nothing is sent while the actor waits here.
            let after = MessageId::from_raw(self.core.deps.ids.next().map_err(|_| Refusal::Unavailable)?);
            self.core.deps.store.close_dm(self.core.id, user, after).await?;
            home.close_for(user);
        }
        Ok(home.dm())
    }

    pub(super) async fn open_dm(&mut self, user: UserId) -> Result<Dm, Refusal> {
        let home = self.dm_home(user)?;
        // Also where it is not known to be closed: a closing whose outcome nobody knew may have left its mark.
        self.core.deps.store.reopen_dm(self.core.id, &[user]).await?;
        Ok(home.open_for(user))
    }

    /// After a message: forgets the marks of those on whose lists it put the DM.
    pub(super) async fn forget_closed(&self) {
        let Home::Dm(home) = &self.core.home else { return };
        let back = home.take_back();
        if back.is_empty() {
            return;
        }
        if let Err(error) = self.core.deps.store.reopen_dm(self.core.id, &back).await {
            // The message stands above the mark, so that the DM is listed all the same.
            tracing::warn!(channel = %self.core.id, %error, "the mark of a closed DM was left");
        }
        // Who became active meanwhile read the store before this, and was not told then.
        home.tell(&back, |dm| News::DmOpened(dm.clone()));
    }
}
