//! Guilds in use.

use super::Directory;
use crate::guild::{GuildDeps, GuildRef, NewGuildIds, new_guild};
use crate::limits;
use crate::model::{ChannelId, GuildId, Invite, InviteCode, Refusal, User};
use crate::user::{News, TellUsers};
use std::sync::Arc;

impl Directory {
    /// The guild's owner. [`Refusal::UnknownGuild`] where there is none.
    pub async fn guild(&self, id: GuildId) -> Result<GuildRef, Refusal> {
        if !self.serves(id.raw()) {
            return Err(Refusal::Unavailable);
        }
        let start = async { GuildRef::load(id, self.guild_deps()).await.map_err(Refusal::from) };
        let guild = self.0.guilds.get_or_start(id, start).await?.ok_or(Refusal::UnknownGuild)?;
        if guild.is_deleted() {
            self.0.guilds.remove_if(&id, GuildRef::is_deleted);
            return Err(Refusal::UnknownGuild);
        }
        Ok(guild)
    }

    fn guild_deps(&self) -> GuildDeps {
        let (ids, clock) = (self.0.deps.ids.clone(), self.0.deps.clock.clone());
        let inner = Arc::downgrade(&self.0);
        GuildDeps {
            store: self.store().clone(),
            users: Arc::new(self.clone()),
            next_id: Arc::new(move || ids.next().map_err(|_| Refusal::Unavailable)),
            now: Arc::new(move || clock.now()),
            let_go: Arc::new(move |id| inner.upgrade().is_none_or(|inner| inner.guilds.remove_if(&id, GuildRef::is_idle))),
            epoch: self.epoch(),
        }
    }

    /// Makes a guild whose owner and first member is `owner`.
    pub async fn create_guild(&self, owner: &Arc<User>, name: String) -> Result<GuildRef, Refusal> {
        if self.user(owner.id).await?.guilds().len() >= limits::GUILDS_PER_USER_MAX {
            return Err(Refusal::TooMany { what: "guilds", code: 30_001, max: limits::GUILDS_PER_USER_MAX });
        }
        let id = GuildId::from_raw(self.next_id()?);
        let ids = NewGuildIds { guild: id, category: ChannelId::from_raw(self.next_id()?), channel: ChannelId::from_raw(self.next_id()?) };
        let guild = new_guild(ids, owner.clone(), &name, self.clock().now())?;
        self.store().create_guild(&guild).await?;
        self.tell(owner.id, News::GuildJoined(id));
        self.guild(id).await
    }

    /// Joins by an invite; answers with the invite as it was before.
    pub async fn join(&self, user: &Arc<User>, code: InviteCode) -> Result<Invite, Refusal> {
        let invite = self.store().invite(&code).await?;
        let invite = invite.filter(|invite| invite.usable(self.clock().now())).ok_or(Refusal::UnknownInvite)?;
        if self.user(user.id).await?.guilds().len() >= limits::GUILDS_PER_USER_MAX {
            return Err(Refusal::TooMany { what: "guilds", code: 30_001, max: limits::GUILDS_PER_USER_MAX });
        }
        self.guild(invite.guild_id).await?.join(user.clone(), code).await?;
        Ok(invite)
    }
}
