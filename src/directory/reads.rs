//! What people have read.

use super::Directory;
use crate::guild::GuildRef;
use crate::limits;
use crate::model::{ChannelId, GuildId, MessageId, Refusal, User, UserId};
use crate::store::ChannelPlace;
use crate::user::{Ack, UnreadOf, UserRef};
use std::collections::{HashMap, HashSet};
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

/// The guild of a channel; `None` for a DM of the user.
type Place = Result<Option<GuildRef>, Refusal>;

impl Directory {
    /// A person has read a channel. Durable when it returns.
    pub async fn ack(&self, who: &User, order: AckOrder) -> Result<(), Refusal> {
        let user = self.reader(who).await?;
        let ack = self.checked(&user, vec![order]).await?.pop().ok_or(Refusal::UnknownChannel)??;
        user.ack(vec![ack]).await
    }

    /// Several in one step. Those of channels that are gone, or that the person may not view, are left out.
    pub async fn ack_many(&self, who: &User, orders: Vec<AckOrder>) -> Result<(), Refusal> {
        let user = self.reader(who).await?;
        let mut acks = Vec::with_capacity(orders.len());
        for checked in self.checked(&user, orders).await? {
            match checked {
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

    /// In the order of the orders.
    async fn checked(&self, user: &UserRef, orders: Vec<AckOrder>) -> Result<Vec<Result<Ack, Refusal>>, Refusal> {
        let places = self.places(user, orders.iter().map(|order| order.channel_id).collect()).await?;
        let unknown = || Err(Refusal::UnknownChannel);
        let place = |order: &AckOrder| places.get(&order.channel_id).cloned().unwrap_or_else(unknown);
        Ok(orders.into_iter().map(|order| checked(user.id(), order, place(&order)?)).collect())
    }

    /// Where each of these channels belongs, however many there are in one walk over the user's guilds, and with one question to the store for
    /// those in no guild that is in use. Starts no channel.
    async fn places(&self, user: &UserRef, mut channels: HashSet<ChannelId>) -> Result<HashMap<ChannelId, Place>, Refusal> {
        let mut found: HashMap<ChannelId, Place> = user.listed_dms(&channels).into_iter().map(|id| (id, Ok(None))).collect();
        channels.retain(|id| !found.contains_key(id));
        for guild in user.guilds().iter().filter_map(|id| self.0.guilds.get(id)) {
            if channels.is_empty() {
                return Ok(found);
            }
            guild.core().read(|state| {
                let there = channels.extract_if(|id| state.channels.contains_key(id));
                found.extend(there.map(|id| (id, Ok(Some(guild.clone())))));
            });
        }
        if !channels.is_empty() {
            let channels: Vec<ChannelId> = channels.into_iter().collect();
            for (id, place) in self.store().channel_places(&channels).await? {
                found.insert(id, self.placed(user, place).await);
            }
        }
        Ok(found)
    }

    async fn placed(&self, user: &UserRef, place: ChannelPlace) -> Place {
        match place {
            ChannelPlace::Dm(users) if users.contains(&user.id()) => Ok(None),
            ChannelPlace::Dm(_) => Err(Refusal::UnknownChannel),
            // No stranger makes a guild load.
            ChannelPlace::Guild(guild) if !user.is_in(guild) => Err(Refusal::MissingAccess),
            ChannelPlace::Guild(guild) => match self.guild(guild).await {
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

fn checked(user: UserId, order: AckOrder, guild: Option<GuildRef>) -> Result<Ack, Refusal> {
    let AckOrder { channel_id, message_id, manual } = order;
    let unread = match guild {
        None => UnreadOf::Dm,
        Some(guild) => {
            guild.may_view(user, channel_id)?;
            let core = guild.core().clone();
            UnreadOf::Guild(Box::new(move |above| core.unread_in(user, channel_id, above)))
        }
    };
    Ok(Ack { channel_id, message_id, manual, unread })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::sample::{CHANNEL, GUEST, OWNER, user, written_guild};
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
    #[tokio::test]
    async fn bulk_of_acks_finds_channels_wherever_they_are_and_leaves_others_out() {
        let scratch = Scratch::open().await;
        let store = scratch.store();
        let (directory, guild) = (Directory::sample(store.clone()).await, written_guild(&store).await);
        let stranger = UserId::from_raw(3);
        store.create_user(&user(3, "stranger"), "hash").await.unwrap();
        let dm = async |users, id| store.open_dm(users, ChannelId::from_raw(id)).await.unwrap().id;
        let (own, closed, others) = (dm([GUEST, OWNER], 500).await, dm([GUEST, stranger], 501).await, dm([OWNER, stranger], 502).await);
        store.close_dm(closed, GUEST, MessageId::MAX).await.unwrap();
        let orders = |message| {
            let channels = [own, closed, others, CHANNEL, ChannelId::from_raw(404)];
            channels.map(|channel_id| AckOrder { channel_id, message_id: MessageId::from_raw(message), manual: false }).to_vec()
        };
        // The guild is not in use at first.
        for message in [600, 700] {
            let who = &guild.members[&GUEST].user;
            directory.ack_many(who, orders(message)).await.unwrap();
            let cursors = directory.user(GUEST).await.unwrap().glance().cursors;
            assert_eq!(cursors, [own, closed, CHANNEL].map(|channel| (channel, MessageId::from_raw(message))).into());
        }
    }
}
