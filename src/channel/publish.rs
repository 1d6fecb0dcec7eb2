//! Events that the channel itself emits, whoever may do what.

use super::core::ChannelCore;
use super::home::{MESSAGES, Scene};
use crate::model::{Intents, MessageId};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::stream::{Change, Dispatch};

impl ChannelCore {
    /// Publishes in the channel's stream, not on anybody's behalf.
    pub(super) fn as_owner(&self, act: impl FnOnce(&mut Scene<'_>)) {
        self.home.emit_as_owner(act);
    }

    pub(super) fn publish_deleted(&self, ids: &[MessageId]) {
        let guild = self.home.guild_id();
        let body = match ids {
            [] => return,
            [id] => event::message_delete(guild, self.id, *id),
            many => event::message_delete_bulk(guild, self.id, many),
        };
        let dispatch = Dispatch::to_channel(Frame::new(body), self.id, Intents::NONE);
        let change = Change::DeleteMessages { channel_id: self.id, ids: ids.into() };
        self.as_owner(|scene| scene.emit(change, dispatch, MESSAGES));
    }
}
