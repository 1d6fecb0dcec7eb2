//! What people have read.

use super::Directory;
use crate::guild::GuildRef;
use crate::limits;
use crate::model::{ChannelId, GuildId, MessageId, Refusal, User};
use crate::store::ChannelPlace;
use crate::user::{Ack, UnreadOf, UserRef};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How far somebody says to have read a channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AckOrder {
    pub channel_id: ChannelId,
    pub message_id: MessageId,
    /// Also back: what was read becomes unread.
    pub manual: bool,
}

impl Directory {
    /// A person has read a channel. Durable when it returns.
    pub async fn ack(&self, who: &User, order: AckOrder) -> Result<(), Refusal> {
        let user = self.reader(who).await?;
        let ack = self.checked(&user, order).await?;
        user.ack(vec![ack]).await
    }

    /// Several in one step. Those of channels that are gone, or that the person may not view, are left out.
    pub async fn ack_many(&self, who: &User, orders: Vec<AckOrder>) -> Result<(), Refusal> {
        let user = self.reader(who).await?;
        let mut acks = Vec::with_capacity(orders.len());
        for order in orders {
            match self.checked(&user, order).await {
                Ok(ack) => acks.push(ack),
                Err(Refusal::UnknownChannel | Refusal::MissingAccess) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        // Of several of one channel the last counts: the one that reads the furthest.
        acks.sort_by_key(|ack| ack.message_id);
        user.ack(acks).await
    }

    async fn reader(&self, who: &User) -> Result<UserRef, Refusal> {
        if who.bot { Err(Refusal::BotsNotAllowed) } else { self.user(who.id).await }
    }

    async fn checked(&self, user: &UserRef, order: AckOrder) -> Result<Ack, Refusal> {
        let AckOrder { channel_id, message_id, manual } = order;
        let unread = match self.guild_of(user, channel_id).await? {
            None => UnreadOf::Dm,
            Some(guild) => {
                let id = user.id();
                guild.may_view(id, channel_id)?;
                let core = guild.core().clone();
                UnreadOf::Guild(Box::new(move |above| core.unread_in(id, channel_id, above)))
            }
        };
        Ok(Ack { channel_id, message_id, manual, unread })
    }

    /// The guild of a channel, `None` for a DM of the user. Asks the store only for what is in no guild that is in use; starts no channel.
    async fn guild_of(&self, user: &UserRef, channel: ChannelId) -> Result<Option<GuildRef>, Refusal> {
        if user.lists_dm(channel) {
            return Ok(None);
        }
        for guild in user.guilds().iter().filter_map(|id| self.0.guilds.get(id)) {
            if guild.core().read(|guild| guild.channels.contains_key(&channel)) {
                return Ok(Some(guild));
            }
        }
        match self.store().channel_place(channel).await? {
            None => Err(Refusal::UnknownChannel),
            Some(ChannelPlace::Dm) => {
                let dm = self.store().dm(channel).await?;
                if dm.is_some_and(|dm| dm.has(user.id())) { Ok(None) } else { Err(Refusal::UnknownChannel) }
            }
            // No stranger makes a guild load.
            Some(ChannelPlace::Guild(guild)) if !user.is_in(guild) => Err(Refusal::MissingAccess),
            Some(ChannelPlace::Guild(guild)) => match self.guild(guild).await {
                Err(Refusal::UnknownGuild) => Err(Refusal::UnknownChannel),
                guild => guild.map(Some),
            },
        }
    }

    /// Those of these guilds that are in use or soon loaded, for what READY says of them.
    pub async fn guilds_at_hand(&self, ids: &[GuildId]) -> Vec<GuildRef> {
        let patience = Instant::now() + Duration::from_millis(limits::READY_GUILDS_WAIT_MS);
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let guild = match self.0.guilds.get(id) {
                // When patience has ended, none is begun to be loaded that nobody would wait for.
                None if Instant::now() < patience => self.guild_until(*id, patience).await,
                in_use => in_use,
            };
            found.extend(guild);
        }
        found
    }

    /// The guild, if it is loaded by then. The end of patience ends the waiting and not the work: a load that broke off would be begun again by
    /// the next who asks, and could leave an actor behind that nobody knows.
    async fn guild_until(&self, id: GuildId, patience: Instant) -> Option<GuildRef> {
        let directory = self.clone();
        #[expect(clippy::disallowed_methods, reason = "ends with one load, for which the session asks again when it attaches")]
        let loading = tokio::spawn(async move { directory.guild(id).await });
        timeout_at(patience, loading).await.ok()?.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::sample::written_guild;
    use crate::store::scratch::Scratch;
    use tokio::time::timeout;

    async fn in_use(directory: &Directory, id: GuildId) {
        while directory.0.guilds.get(&id).is_none() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn guild_that_outlasts_patience_is_loaded_all_the_same() {
        let scratch = Scratch::open().await;
        let (directory, id) = (Directory::sample(scratch.store()).await, written_guild(&scratch.store()).await.info.id);
        let patience = Instant::now();
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(1)).await;
        tokio::time::resume();
        assert!(directory.guild_until(id, patience).await.is_none(), "patience has ended");
        assert_eq!(timeout(Duration::from_secs(10), in_use(&directory, id)).await, Ok(()));
        assert_eq!(directory.guilds_at_hand(&[id, GuildId::from_raw(404)]).await.len(), 1);
    }
}
