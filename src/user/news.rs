//! What guilds and channels tell users, and users tell guilds. `directory` carries both to wherever the other one is served.

use crate::model::{ChannelId, Dm, GuildId, MessageId, Presence, TokenHash, User, UserId};
use crate::stream::Dispatch;
use std::sync::Arc;

/// Something that a user's sessions are to know. Told after it was stored, with no lock held.
#[derive(Clone, Debug)]
pub enum News {
    GuildJoined(GuildId),
    GuildLeft(GuildId),
    /// A DM was made, or one that the user does not list has news.
    DmOpened(Dm),
    /// The user took the DM off the list.
    DmClosed(Dm),
    /// The sessions that came with this token end, and count no more.
    TokenRevoked(TokenHash),
    /// The user's own name changed.
    Updated(Arc<User>),
    /// A new message of a DM: it becomes the newest of the list.
    DmMessage {
        channel_id: ChannelId,
        message_id: MessageId,
        /// The user is a person, and the other one wrote it.
        unread: bool,
        dispatch: Dispatch,
    },
    /// Messages of a DM are gone.
    DmMessagesDeleted {
        channel_id: ChannelId,
        ids: Arc<[MessageId]>,
        dispatch: Dispatch,
    },
    /// The user, a person, sent a message: read up to it. Its row goes with the message.
    Sent {
        channel_id: ChannelId,
        message_id: MessageId,
    },
    /// Another event of a DM.
    Dispatch(Dispatch),
    /// Typing in a DM.
    Beside(Dispatch),
}

/// The way to users. One that is not active needs no news: it loads from the store.
pub trait TellUsers: Send + Sync {
    fn tell(&self, user: UserId, news: News);
}

/// The way to guilds.
pub trait TellGuilds: Send + Sync {
    /// What others see of the user now. A guild that is not active is to be loaded, or asked about later by
    /// [`super::UserRef::greet`]: its online set begins empty.
    fn presence(&self, guild: GuildId, user: UserId, presence: Presence);
    /// The user's name changed. A guild that is not active needs no news: it loads from the store.
    fn user_updated(&self, guild: GuildId, user: Arc<User>);
}
