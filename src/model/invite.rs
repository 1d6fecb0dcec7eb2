//! Invites: codes by which people join a guild.

use super::id::{ChannelId, GuildId, UserId};
use super::snowflake::Timestamp;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct InviteCode(pub String);

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invite {
    pub code: InviteCode,
    pub guild_id: GuildId,
    pub channel_id: ChannelId,
    pub inviter_id: UserId,
    pub created_at: Timestamp,
    /// Seconds; 0 = for ever.
    pub max_age_s: u32,
    /// 0 = without bound.
    pub max_uses: u32,
    pub uses: u32,
    pub temporary: bool,
}

impl Invite {
    pub fn expires_at(&self) -> Option<Timestamp> {
        let lifetime_us = i64::from(self.max_age_s) * 1_000_000;
        (self.max_age_s > 0).then(|| Timestamp::from_unix_us(self.created_at.unix_us() + lifetime_us))
    }

    pub fn usable(&self, now: Timestamp) -> bool {
        self.expires_at().is_none_or(|end| now < end) && (self.max_uses == 0 || self.uses < self.max_uses)
    }
}
