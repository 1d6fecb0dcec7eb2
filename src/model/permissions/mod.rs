//! Discord's permission algorithm (Discord docs, Permissions): one pure function, asked everywhere.

use super::channel::{Channel, OverwriteTarget};
use super::guild::Guild;
use super::id::{RoleId, UserId};
use super::member::Member;
use std::ops::{BitAnd, BitOr, BitOrAssign, Not};

/// A set of permission bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Permissions(u64);

macro_rules! bits {
    ($($name:ident = $bit:expr;)*) => {
        impl Permissions {
            $(pub const $name: Self = Self(1 << $bit);)*
            /// Every bit that Discord names.
            pub const ALL: Self = Self($((1 << $bit))|*);
        }
    };
}

bits! {
    CREATE_INSTANT_INVITE = 0;
    KICK_MEMBERS = 1;
    BAN_MEMBERS = 2;
    ADMINISTRATOR = 3;
    MANAGE_CHANNELS = 4;
    MANAGE_GUILD = 5;
    ADD_REACTIONS = 6;
    VIEW_AUDIT_LOG = 7;
    PRIORITY_SPEAKER = 8;
    STREAM = 9;
    VIEW_CHANNEL = 10;
    SEND_MESSAGES = 11;
    SEND_TTS_MESSAGES = 12;
    MANAGE_MESSAGES = 13;
    EMBED_LINKS = 14;
    ATTACH_FILES = 15;
    READ_MESSAGE_HISTORY = 16;
    MENTION_EVERYONE = 17;
    USE_EXTERNAL_EMOJIS = 18;
    VIEW_GUILD_INSIGHTS = 19;
    CONNECT = 20;
    SPEAK = 21;
    MUTE_MEMBERS = 22;
    DEAFEN_MEMBERS = 23;
    MOVE_MEMBERS = 24;
    USE_VAD = 25;
    CHANGE_NICKNAME = 26;
    MANAGE_NICKNAMES = 27;
    MANAGE_ROLES = 28;
    MANAGE_WEBHOOKS = 29;
    MANAGE_GUILD_EXPRESSIONS = 30;
    USE_APPLICATION_COMMANDS = 31;
    REQUEST_TO_SPEAK = 32;
    MANAGE_EVENTS = 33;
    MANAGE_THREADS = 34;
    CREATE_PUBLIC_THREADS = 35;
    CREATE_PRIVATE_THREADS = 36;
    USE_EXTERNAL_STICKERS = 37;
    SEND_MESSAGES_IN_THREADS = 38;
    USE_EMBEDDED_ACTIVITIES = 39;
    MODERATE_MEMBERS = 40;
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 41;
    USE_SOUNDBOARD = 42;
    CREATE_GUILD_EXPRESSIONS = 43;
    CREATE_EVENTS = 44;
    USE_EXTERNAL_SOUNDS = 45;
    SEND_VOICE_MESSAGES = 46;
    SEND_POLLS = 49;
    USE_EXTERNAL_APPS = 50;
    PIN_MESSAGES = 51;
    BYPASS_SLOWMODE = 52;
}

impl Permissions {
    pub const NONE: Self = Self(0);

    /// What `@everyone` of a new guild may do: talk, read, invite; nothing that manages.
    pub const NEW_GUILD: Self = Self(
        Self::CREATE_INSTANT_INVITE.0
            | Self::ADD_REACTIONS.0
            | Self::STREAM.0
            | Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::EMBED_LINKS.0
            | Self::ATTACH_FILES.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::USE_EXTERNAL_EMOJIS.0
            | Self::CONNECT.0
            | Self::SPEAK.0
            | Self::USE_VAD.0
            | Self::CHANGE_NICKNAME.0
            | Self::USE_APPLICATION_COMMANDS.0
            | Self::CREATE_PUBLIC_THREADS.0
            | Self::CREATE_PRIVATE_THREADS.0
            | Self::SEND_MESSAGES_IN_THREADS.0
            | Self::SEND_POLLS.0,
    );

    /// What a member of a DM may do there.
    pub const IN_DM: Self = Self(
        Self::ADD_REACTIONS.0
            | Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::EMBED_LINKS.0
            | Self::ATTACH_FILES.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::USE_EXTERNAL_EMOJIS.0,
    );

    /// What is left to a member in time-out (Discord docs, Permissions, Permissions for timed out members).
    pub const TIMED_OUT: Self = Self(Self::VIEW_CHANNEL.0 | Self::READ_MESSAGE_HISTORY.0);

    /// Keeps bits that Discord does not name too: what a client stored comes back as it was.
    pub const fn from_raw(raw: u64) -> Self {
        Self(raw)
    }

    pub const fn raw(self) -> u64 {
        self.0
    }

    pub const fn row(self) -> i64 {
        self.0.cast_signed()
    }

    pub const fn from_row(row: i64) -> Self {
        Self(row.cast_unsigned())
    }

    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Permissions {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Permissions {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for Permissions {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Permissions {
    type Output = Self;
    fn not(self) -> Self {
        Self(!self.0)
    }
}

/// What `member` may do in the guild as a whole: the union of its roles; everything for the owner and administrators.
pub fn guild_permissions(guild: &Guild, member: &Member) -> Permissions {
    guild_permissions_of(guild, member.user.id, &member.roles)
}

/// The same for `user` with `roles`.
pub fn guild_permissions_of(guild: &Guild, user: UserId, roles: &[RoleId]) -> Permissions {
    if guild.info.owner_id == user { Permissions::ALL } else { role_permissions(guild, roles) }
}

/// What the roles of a member grant, `@everyone` included.
fn role_permissions(guild: &Guild, roles: &[RoleId]) -> Permissions {
    let everyone = guild.info.id.everyone();
    let mut granted = Permissions::NONE;
    for id in std::iter::once(&everyone).chain(roles) {
        if let Some(role) = guild.roles.get(id) {
            granted |= role.permissions;
        }
    }
    if granted.contains(Permissions::ADMINISTRATOR) { Permissions::ALL } else { granted }
}

/// What `user` with `roles` may do in `channel` of `guild`.
///
/// In this order: roles, then the overwrite of `@everyone`, then those of the roles (denied first, allowed after), then the
/// member's own. Who may not view a channel may do nothing there; who may not send may not mention everyone, attach or embed.
pub fn channel_permissions(guild: &Guild, user: UserId, roles: &[RoleId], channel: &Channel) -> Permissions {
    if guild.info.owner_id == user {
        return Permissions::ALL;
    }
    let base = role_permissions(guild, roles);
    if base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::ALL;
    }
    implied(overwritten(base, guild.info.id.everyone(), user, roles, channel))
}

fn overwritten(base: Permissions, everyone: RoleId, user: UserId, roles: &[RoleId], channel: &Channel) -> Permissions {
    let mut result = base;
    let (mut roles_allow, mut roles_deny) = (Permissions::NONE, Permissions::NONE);
    let (mut member_allow, mut member_deny) = (Permissions::NONE, Permissions::NONE);
    for overwrite in &channel.overwrites {
        match overwrite.target {
            OverwriteTarget::Role(role) if role == everyone => result = result & !overwrite.deny | overwrite.allow,
            OverwriteTarget::Role(role) if roles.contains(&role) => {
                roles_allow |= overwrite.allow;
                roles_deny |= overwrite.deny;
            }
            OverwriteTarget::Member(member) if member == user => {
                member_allow |= overwrite.allow;
                member_deny |= overwrite.deny;
            }
            OverwriteTarget::Role(_) | OverwriteTarget::Member(_) => {}
        }
    }
    result = result & !roles_deny | roles_allow;
    result & !member_deny | member_allow
}

/// Permissions that are worth nothing without another one (Discord docs, Permissions, Implicit permissions).
fn implied(granted: Permissions) -> Permissions {
    if !granted.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::NONE;
    }
    if granted.contains(Permissions::SEND_MESSAGES) {
        return granted;
    }
    granted & !(Permissions::MENTION_EVERYONE | Permissions::SEND_TTS_MESSAGES | Permissions::ATTACH_FILES | Permissions::EMBED_LINKS)
}

#[cfg(test)]
mod tests;
