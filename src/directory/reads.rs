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
            // One that is in use is there at once, also when patience has ended.
            if let Ok(Ok(guild)) = timeout_at(patience, self.guild(*id)).await {
                found.push(guild);
            }
        }
        found
    }
}
