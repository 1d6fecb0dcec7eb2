//! Who asks, and what this member may do: permissions, time-out and role hierarchy.

use crate::model::{
    Channel, ChannelId, Guild, Member, Permissions, Refusal, Role, RoleId, Timestamp, UserId, channel_permissions, guild_permissions,
};
use std::cmp::Reverse;
use std::sync::Arc;

/// Where a role stands: by position, and of equals the older one higher.
pub(super) type Rank = (i32, Reverse<RoleId>);

/// A member who asks for something.
pub struct Asker<'g> {
    pub guild: &'g Guild,
    pub member: &'g Arc<Member>,
    /// What the member may do in the guild as a whole.
    pub permissions: Permissions,
    pub now: Timestamp,
}

/// The channel, and what the user may do there; refused where the user may not view it.
pub fn channel_access(guild: &Guild, user: UserId, channel: ChannelId, now: Timestamp) -> Result<(&Arc<Channel>, Permissions), Refusal> {
    Asker::of(guild, user, now)?.channel(channel)
}

impl<'g> Asker<'g> {
    /// Only members may ask.
    pub fn of(guild: &'g Guild, user: UserId, now: Timestamp) -> Result<Self, Refusal> {
        if guild.members.is_empty() {
            return Err(Refusal::UnknownGuild); // deleted
        }
        let member = guild.members.get(&user).ok_or(Refusal::MissingAccess)?;
        let permissions = in_time(guild_permissions(guild, member), member, now);
        Ok(Self { guild, member, permissions, now })
    }

    pub fn id(&self) -> UserId {
        self.member.user.id
    }

    pub fn is_owner(&self) -> bool {
        self.guild.info.owner_id == self.id()
    }

    /// Refuses who may not do this in the guild.
    pub fn require(&self, needed: Permissions) -> Result<(), Refusal> {
        require(self.permissions, needed)
    }

    /// The channel, and what the asker may do there; refused where the asker may not view it.
    pub fn channel(&self, id: ChannelId) -> Result<(&'g Arc<Channel>, Permissions), Refusal> {
        let channel = self.guild.channels.get(&id).ok_or(Refusal::UnknownChannel)?;
        let granted = channel_permissions(self.guild, self.id(), &self.member.roles, channel);
        let granted = in_time(granted, self.member, self.now);
        if granted.contains(Permissions::VIEW_CHANNEL) { Ok((channel, granted)) } else { Err(Refusal::MissingAccess) }
    }

    /// Refuses who may not do this in the channel.
    pub fn require_in(&self, id: ChannelId, needed: Permissions) -> Result<(&'g Arc<Channel>, Permissions), Refusal> {
        let (channel, granted) = self.channel(id)?;
        require(granted, needed)?;
        Ok((channel, granted))
    }

    /// Refuses who would touch a role at or above the own highest one.
    pub(super) fn outrank_role(&self, role: &Role) -> Result<(), Refusal> {
        let outranks = self.is_owner() || rank(role) < highest(self.guild, self.member);
        if outranks { Ok(()) } else { Err(Refusal::MissingPermissions) }
    }

    /// Refuses who would touch a member that stands as high or higher. Nobody touches the owner.
    pub(super) fn outrank_member(&self, other: &Member) -> Result<(), Refusal> {
        let untouchable = other.user.id == self.guild.info.owner_id;
        let outranks = self.is_owner() || highest(self.guild, other) < highest(self.guild, self.member);
        if outranks && !untouchable { Ok(()) } else { Err(Refusal::MissingPermissions) }
    }

    pub(super) fn role(&self, id: RoleId) -> Result<&'g Arc<Role>, Refusal> {
        self.guild.roles.get(&id).ok_or(Refusal::UnknownRole)
    }

    pub(super) fn other(&self, id: UserId) -> Result<&'g Arc<Member>, Refusal> {
        self.guild.members.get(&id).ok_or(Refusal::UnknownMember)
    }
}

/// Refuses where `granted` lacks anything of `needed`.
pub(super) fn require(granted: Permissions, needed: Permissions) -> Result<(), Refusal> {
    if granted.contains(needed) { Ok(()) } else { Err(Refusal::MissingPermissions) }
}

/// Refuses who would give or take what they do not have themselves. Bits without a name give nothing and are free.
pub(super) fn require_own(held: Permissions, touched: Permissions) -> Result<(), Refusal> {
    let all = held.contains(Permissions::ADMINISTRATOR);
    if all || held.contains(touched & Permissions::ALL) { Ok(()) } else { Err(Refusal::MissingPermissions) }
}

pub(super) fn rank(role: &Role) -> Rank {
    (role.position, Reverse(role.id))
}

/// The rank of the highest role; that of `@everyone` where there is no other.
pub(super) fn highest(guild: &Guild, member: &Member) -> Rank {
    let ranks = member.roles.iter().filter_map(|id| guild.roles.get(id)).map(|role| rank(role));
    ranks.max().unwrap_or((0, Reverse(guild.info.id.everyone())))
}

/// What is left of permissions while the member is in time-out; administrators cannot be in one.
fn in_time(granted: Permissions, member: &Member, now: Timestamp) -> Permissions {
    let timed_out = member.timed_out_until.is_some_and(|end| now < end);
    if timed_out && !granted.contains(Permissions::ADMINISTRATOR) { granted & Permissions::TIMED_OUT } else { granted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild};

    #[test]
    fn member_in_time_out_may_only_look_and_read() {
        let mut guild = TestGuild::new().guild;
        let member = guild.members.get_mut(&t::MEMBER).unwrap();
        Arc::make_mut(member).timed_out_until = Some(Timestamp::from_unix_us(t::NOW.unix_us() + 1));
        let asker = Asker::of(&guild, t::MEMBER, t::NOW).unwrap();
        assert_eq!(asker.permissions, Permissions::TIMED_OUT);
        assert_eq!(asker.channel(t::TEXT).unwrap().1, Permissions::TIMED_OUT);
        let later = Timestamp::from_unix_us(t::NOW.unix_us() + 1);
        assert!(Asker::of(&guild, t::MEMBER, later).unwrap().permissions.contains(Permissions::SEND_MESSAGES));
    }

    #[test]
    fn stranger_has_no_access_and_a_deleted_guild_is_unknown() {
        let mut guild = TestGuild::new().guild;
        assert_eq!(Asker::of(&guild, t::STRANGER, t::NOW).err(), Some(Refusal::MissingAccess));
        guild.members.clear();
        assert_eq!(Asker::of(&guild, t::OWNER, t::NOW).err(), Some(Refusal::UnknownGuild));
    }

    #[test]
    fn nobody_touches_the_owner_and_equals_do_not_touch_each_other() {
        let guild = TestGuild::new().guild;
        let moderator = Asker::of(&guild, t::MODERATOR, t::NOW).unwrap();
        assert!(moderator.outrank_member(&guild.members[&t::MEMBER]).is_ok());
        assert!(moderator.outrank_member(&guild.members[&t::OWNER]).is_err());
        assert!(moderator.outrank_member(&guild.members[&t::ADMIN]).is_err());
        assert!(moderator.outrank_member(&guild.members[&t::MODERATOR]).is_err());
        let owner = Asker::of(&guild, t::OWNER, t::NOW).unwrap();
        assert!(owner.outrank_member(&guild.members[&t::ADMIN]).is_ok());
    }

    #[test]
    fn of_roles_with_one_position_the_older_is_higher() {
        let guild = TestGuild::new().guild;
        let mut newer = (*guild.roles[&t::MODERATORS]).clone();
        newer.id = RoleId::from_raw(t::MODERATORS.raw() + 1_000);
        assert!(rank(&newer) < rank(&guild.roles[&t::MODERATORS]));
        assert!(Asker::of(&guild, t::MODERATOR, t::NOW).unwrap().outrank_role(&newer).is_ok());
    }
}
