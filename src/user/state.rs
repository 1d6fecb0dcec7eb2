//! The lists that a user has across sessions, and how news change them.

use crate::limits;
use crate::model::{ChannelId, Dm, GuildId, MessageId};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Guilds and DMs. News may come before the store was read: they are newer than what it says.
#[derive(Default)]
pub(super) struct UserLists {
    filled: bool,
    guilds: BTreeSet<GuildId>,
    /// Left before the lists were filled.
    left: BTreeSet<GuildId>,
    /// The one with the newest message first.
    dms: Vec<Dm>,
    /// Closed before the lists were filled.
    closed: BTreeSet<ChannelId>,
}

impl UserLists {
    /// Takes what the store says, where no news said otherwise.
    pub(super) fn fill(&mut self, guilds: Vec<GuildId>, dms: Vec<Dm>) {
        let left = std::mem::take(&mut self.left);
        self.guilds.extend(guilds.into_iter().filter(|id| !left.contains(id)));
        let closed = std::mem::take(&mut self.closed);
        for dm in dms.into_iter().filter(|dm| !closed.contains(&dm.id)) {
            if !self.dms.iter().any(|known| known.id == dm.id) {
                self.dms.push(dm);
            }
        }
        self.filled = true;
        self.sort_dms();
    }

    pub(super) fn guilds(&self) -> Vec<GuildId> {
        self.guilds.iter().copied().collect()
    }

    pub(super) fn has(&self, guild: GuildId) -> bool {
        self.guilds.contains(&guild)
    }

    pub(super) fn dms(&self) -> &[Dm] {
        &self.dms
    }

    /// Whether that is new.
    pub(super) fn join(&mut self, guild: GuildId) -> bool {
        self.left.remove(&guild);
        self.guilds.insert(guild)
    }

    /// Whether the user was there.
    pub(super) fn leave(&mut self, guild: GuildId) -> bool {
        if !self.filled {
            self.left.insert(guild);
        }
        self.guilds.remove(&guild)
    }

    /// Whether that is new.
    pub(super) fn open_dm(&mut self, dm: Dm) -> bool {
        self.closed.remove(&dm.id);
        if self.dms.iter().any(|known| known.id == dm.id) {
            return false;
        }
        self.dms.push(dm);
        self.sort_dms();
        true
    }

    pub(super) fn close_dm(&mut self, channel: ChannelId) {
        if !self.filled {
            self.closed.insert(channel);
        }
        self.dms.retain(|dm| dm.id != channel);
    }

    /// The DM becomes the newest of the list.
    pub(super) fn dm_message(&mut self, channel: ChannelId, message: MessageId) {
        if let Some(dm) = self.dms.iter_mut().find(|dm| dm.id == channel) {
            dm.last_message_id = dm.last_message_id.max(Some(message));
            self.sort_dms();
        }
    }

    fn sort_dms(&mut self) {
        self.dms.sort_by_key(|dm| Reverse(dm.last_message_id.map_or(dm.id.raw(), MessageId::raw)));
        self.dms.truncate(limits::USER_DMS_LISTED_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{User, UserId, UserName};
    use std::sync::Arc;

    fn dm(id: u64, last: Option<u64>) -> Dm {
        let user =
            |id| Arc::new(User { id: UserId::from_raw(id), name: UserName::parse("somebody").unwrap(), global_name: None, bot: false });
        Dm { id: ChannelId::from_raw(id), users: [user(1), user(2)], last_message_id: last.map(MessageId::from_raw) }
    }

    fn ids(lists: &UserLists) -> Vec<u64> {
        lists.dms().iter().map(|dm| dm.id.raw()).collect()
    }

    #[test]
    fn dm_with_the_newest_message_comes_first() {
        let mut lists = UserLists::default();
        lists.fill(vec![], vec![dm(10, Some(20)), dm(11, Some(30))]);
        assert_eq!(ids(&lists), [11, 10]);
        lists.dm_message(ChannelId::from_raw(10), MessageId::from_raw(40));
        assert_eq!(ids(&lists), [10, 11]);
        assert!(lists.open_dm(dm(50, None)));
        assert_eq!(ids(&lists), [50, 10, 11]);
    }

    #[test]
    fn news_that_came_before_the_store_was_read_win() {
        let (stays, joined, left) = (GuildId::from_raw(1), GuildId::from_raw(2), GuildId::from_raw(3));
        let mut lists = UserLists::default();
        lists.join(joined);
        lists.leave(left);
        lists.open_dm(dm(10, Some(99)));
        lists.fill(vec![stays, left], vec![dm(10, Some(20))]);
        assert_eq!(lists.guilds(), [stays, joined]);
        assert_eq!(lists.dms()[0].last_message_id, Some(MessageId::from_raw(99)));
    }

    #[test]
    fn closed_dm_is_off_the_list_until_it_is_opened() {
        let mut lists = UserLists::default();
        lists.close_dm(ChannelId::from_raw(10));
        lists.close_dm(ChannelId::from_raw(11));
        lists.open_dm(dm(11, Some(30)));
        lists.fill(vec![], vec![dm(10, Some(20)), dm(11, Some(30)), dm(12, None)]);
        assert_eq!(ids(&lists), [11, 12]);
        lists.close_dm(ChannelId::from_raw(11));
        lists.dm_message(ChannelId::from_raw(11), MessageId::from_raw(40));
        assert_eq!(ids(&lists), [12]);
        assert!(lists.open_dm(dm(11, Some(40))) && !lists.open_dm(dm(11, Some(40))));
        assert_eq!(ids(&lists), [11, 12]);
    }

    #[test]
    fn guild_joined_again_after_leaving_is_kept() {
        let guild = GuildId::from_raw(3);
        let mut lists = UserLists::default();
        lists.leave(guild);
        lists.join(guild);
        lists.fill(vec![], vec![]);
        assert_eq!(lists.guilds(), [guild]);
    }
}
