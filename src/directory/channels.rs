//! Channels and DMs in use.

use super::Directory;
use crate::channel::{ChannelRef, DmHome, Home};
use crate::model::{ChannelId, Dm, Refusal, User, UserId};
use crate::store::ChannelPlace;
use std::sync::Arc;

impl Directory {
    /// The channel's owner. [`Refusal::UnknownChannel`] where there is none.
    pub async fn channel(&self, id: ChannelId) -> Result<ChannelRef, Refusal> {
        let found = self.0.channels.get_or_start(id, self.start_channel(id)).await?;
        let channel = found.ok_or(Refusal::UnknownChannel)?;
        let gone = channel.guild().is_some_and(|guild| guild.core().read(|guild| !guild.channels.contains_key(&id)));
        if gone { Err(Refusal::UnknownChannel) } else { Ok(channel) }
    }

    async fn start_channel(&self, id: ChannelId) -> Result<Option<ChannelRef>, Refusal> {
        let store = self.store();
        let home = match store.channel_place(id).await? {
            None => return Ok(None),
            Some(ChannelPlace::Guild(guild)) => match self.guild(guild).await {
                Ok(guild) => Home::Guild(guild),
                Err(Refusal::UnknownGuild) => return Ok(None),
                Err(refusal) => return Err(refusal),
            },
            Some(ChannelPlace::Dm(_)) => {
                let Some(dm) = store.dm(id).await? else { return Ok(None) };
                Home::Dm(Arc::new(DmHome::new(dm, store.dm_closed_by(id).await?, Arc::new(self.clone()))))
            }
        };
        ChannelRef::load(id, home, self.channel_deps()).await.map(Some).map_err(Refusal::from)
    }

    /// The DM of two users, on the list of the one who asks; made where there is none.
    pub async fn open_dm(&self, from: &Arc<User>, to: UserId) -> Result<Dm, Refusal> {
        let peer = self.users().get(to).await?.ok_or(Refusal::UnknownUser)?;
        if peer.id == from.id {
            return Err(Refusal::CannotMessageUser);
        }
        let new_id = ChannelId::from_raw(self.next_id()?);
        let dm = self.store().open_dm([from.id, peer.id], new_id).await?;
        self.channel(dm.id).await?.open_dm(from.id).await
    }
}
