//! Permission classes: listeners that see the same of every event share one log and one walk.

use super::listener::Listener;
use crate::model::{
    Channel, Guild, Intents, Member, OverwriteTarget, Permissions, RoleId, UserId, channel_permissions, guild_permissions_of,
};
use crate::outbox::Transport;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct ClassKey {
    roles: Vec<RoleId>,
    /// The user itself where it is judged by more than its roles: the owner, and whom an overwrite names.
    alone: Option<UserId>,
    pub(super) intents: Intents,
    pub(super) content: bool,
    pub(super) bot: bool,
    pub(super) transport: Transport,
}

impl ClassKey {
    /// Of a user's stream: everybody sees everything.
    pub(super) fn of_user_stream(listener: &Listener) -> Self {
        Self {
            roles: Vec::new(),
            alone: None,
            intents: listener.intents,
            content: listener.content,
            bot: listener.bot,
            transport: listener.transport,
        }
    }

    pub(super) fn of_member(guild: &Guild, member: &Member, listener: &Listener) -> Self {
        let alone = (guild.info.owner_id == member.user.id || has_own_overwrite(guild, member.user.id)).then_some(member.user.id);
        Self { roles: member.roles.clone(), alone, ..Self::of_user_stream(listener) }
    }

    #[cfg(test)]
    pub(super) fn sample(transport: Transport) -> Self {
        Self { roles: Vec::new(), alone: None, intents: Intents::ALL, content: true, bot: false, transport }
    }

    /// The same class over another transport.
    pub(super) fn over(self, transport: Transport) -> Self {
        Self { transport, ..self }
    }

    pub(super) fn may_view(&self, guild: &Guild, channel: &Channel) -> bool {
        self.may_in(guild, channel, Permissions::VIEW_CHANNEL)
    }

    /// Whether all of the class may do this in the channel.
    pub(super) fn may_in(&self, guild: &Guild, channel: &Channel, needed: Permissions) -> bool {
        channel_permissions(guild, self.user(), &self.roles, channel).contains(needed)
    }

    /// The same in the guild as a whole.
    pub(super) fn may(&self, guild: &Guild, needed: Permissions) -> bool {
        guild_permissions_of(guild, self.user(), &self.roles).contains(needed)
    }

    fn user(&self) -> UserId {
        self.alone.unwrap_or(UserId::MIN)
    }
}

fn has_own_overwrite(guild: &Guild, user: UserId) -> bool {
    guild.channels.values().any(|channel| channel.overwrites.iter().any(|o| o.target == OverwriteTarget::Member(user)))
}
