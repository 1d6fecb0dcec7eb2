//! What relays and the outbox tell a session: passed on to its actor.

use super::message::SessionMessage;
use crate::model::UserId;
use crate::outbox::Watch;
use crate::relay::{Attachment, ChunkOrder, ListenerNews, StreamKey};
use crate::stream::Notice;
use ractor::ActorRef;

pub(super) struct News(pub(super) ActorRef<SessionMessage>);

impl News {
    /// A session that has ended needs no news.
    fn pass(&self, message: SessionMessage) {
        let _ = self.0.cast(message);
    }
}

impl ListenerNews for News {
    fn attach_ended(&self, key: StreamKey, attachment: Attachment) {
        self.pass(SessionMessage::AttachEnded(key, attachment));
    }

    fn detached(&self, key: StreamKey) {
        self.pass(SessionMessage::Detached(key));
    }

    fn gap(&self, _: StreamKey) {
        self.pass(SessionMessage::Gap);
    }

    fn notice(&self, notice: Notice) {
        self.pass(SessionMessage::Notice(notice));
    }

    fn chunk_sent(&self, key: StreamKey, order: ChunkOrder, last: Option<UserId>) {
        if let StreamKey::Guild(guild) = key {
            self.pass(SessionMessage::ChunkSent(guild, Box::new(order), last));
        }
    }
}

impl Watch for News {
    fn drained(&self) {
        self.pass(SessionMessage::Drained);
    }

    fn replay_overflowed(&self) {
        self.pass(SessionMessage::ReplayOverflowed);
    }
}
