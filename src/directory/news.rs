//! What owners tell each other.

use super::Directory;
use crate::model::{GuildId, Presence, User, UserId};
use crate::user::{News, TellGuilds, TellUsers};
use std::sync::Arc;

impl TellUsers for Directory {
    /// Who is not here needs no news: an inactive user is loaded from the store.
    fn tell(&self, user: UserId, news: News) {
        if let Some(user) = self.0.users.get(&user) {
            user.tell(news);
        }
    }
}

impl TellGuilds for Directory {
    /// A guild that is not in use has no listeners; it learns who is there when they attach.
    fn presence(&self, guild: GuildId, user: UserId, presence: Presence) {
        if let Some(guild) = self.0.guilds.get(&guild) {
            guild.set_presence(user, presence);
        }
    }

    fn user_updated(&self, guild: GuildId, user: Arc<User>) {
        if let Some(guild) = self.0.guilds.get(&guild) {
            guild.user_updated(user);
        }
    }
}
