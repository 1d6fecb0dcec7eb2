//! What a user's actor is told. It carries to guilds what the user's state has become, one after the other, and ends an idle user.

use crate::model::{GuildId, User};
use std::sync::Arc;

#[derive(Debug)]
pub enum UserMessage {
    /// Tells all guilds the presence, if it is another one than they were told last.
    PresenceChanged,
    /// Tells one guild the presence as it is; an offline one is not worth telling.
    Greet { guild_id: GuildId },
    /// Tells all guilds the user's new name.
    Renamed { user: Arc<User> },
    /// Ends the actor if the directory lets the user go.
    LookIdle,
}
