//! What a guild can be ordered to do. `actor` is the user who asks; the permission is checked on the guild's own state.
//!
//! An order answers when it is stored and published. A refused one changed nothing; one whose outcome is unknown is written again, in the
//! background, before any other order.

use crate::model::{Channel, GuildInfo};
use crate::model::{
    ChannelId, ChannelPatch, GuildPatch, Invite, InviteCode, InviteOrder, Member, MemberPatch, NewChannel, NewRole, Overwrite, Permissions,
    PositionPatch, Refusal, Role, RoleId, RolePatch, User, UserId,
};
use ractor::RpcReplyPort;
use std::sync::Arc;

pub(super) type Reply<T> = RpcReplyPort<Result<T, Refusal>>;

pub enum GuildMessage {
    /// Changes settings. Giving the guild away is the owner's alone.
    Update { actor: UserId, patch: GuildPatch, reply: Reply<GuildInfo> },
    /// Deletes the guild with all that is in it, and ends the actor. The owner's alone.
    Delete { actor: UserId, reply: Reply<()> },

    /// Makes a channel. Without overwrites it gets those of its category.
    CreateChannel { actor: UserId, new: NewChannel, reply: Reply<Arc<Channel>> },
    /// Changes a channel.
    UpdateChannel { actor: UserId, id: ChannelId, patch: ChannelPatch, reply: Reply<Arc<Channel>> },
    /// Deletes a channel with its messages and invites; the channels of a category stay, without one.
    DeleteChannel { actor: UserId, id: ChannelId, reply: Reply<Arc<Channel>> },
    /// Changes positions and categories of several channels, all or none.
    MoveChannels { actor: UserId, moves: Vec<PositionPatch<ChannelId>>, reply: Reply<()> },
    /// Sets what a channel grants and denies to one role or member.
    PutOverwrite { actor: UserId, channel: ChannelId, overwrite: Overwrite, reply: Reply<()> },
    /// Removes it. `target` is the id of a role or a user.
    DeleteOverwrite { actor: UserId, channel: ChannelId, target: u64, reply: Reply<()> },

    /// Makes a role, the lowest above `@everyone`.
    CreateRole { actor: UserId, new: NewRole, reply: Reply<Arc<Role>> },
    /// Changes a role.
    UpdateRole { actor: UserId, id: RoleId, patch: RolePatch, reply: Reply<Arc<Role>> },
    /// Deletes a role and takes it from members and overwrites.
    DeleteRole { actor: UserId, id: RoleId, reply: Reply<()> },
    /// Moves roles to positions and numbers all anew, without gaps. Answers with all roles.
    MoveRoles { actor: UserId, moves: Vec<PositionPatch<RoleId>>, reply: Reply<Vec<Arc<Role>>> },

    /// Makes the user a member by an invite. A member stays one, and the invite is not used.
    Join { user: Arc<User>, code: InviteCode, reply: Reply<Arc<Member>> },
    /// Makes a bot a member, with a role of its own if it is to have permissions.
    AddBot { actor: UserId, bot: Arc<User>, permissions: Permissions, reply: Reply<Arc<Member>> },
    /// The member goes. The owner cannot.
    Leave { user: UserId, reply: Reply<()> },
    /// Removes a member.
    Kick { actor: UserId, user: UserId, reply: Reply<()> },
    /// Removes a user, member or not, who may not come back. A ban that there is already gets the new reason.
    Ban { actor: UserId, user: Arc<User>, reason: Option<String>, reply: Reply<()> },
    /// Lets a user come back.
    Unban { actor: UserId, user: UserId, reply: Reply<()> },
    /// Changes nick, roles or time-out of a member.
    UpdateMember { actor: UserId, user: UserId, patch: MemberPatch, reply: Reply<Arc<Member>> },
    /// Gives a member a role. One that the member has is fine.
    AddMemberRole { actor: UserId, user: UserId, role: RoleId, reply: Reply<()> },
    /// Takes a role from a member. One that the member has not is fine.
    RemoveMemberRole { actor: UserId, user: UserId, role: RoleId, reply: Reply<()> },
    /// A member's name changed; nothing where the user is none.
    UserUpdated { user: Arc<User> },

    /// Makes an invite, or gives an equal one of the same person again.
    CreateInvite { actor: UserId, channel: ChannelId, order: InviteOrder, reply: Reply<Invite> },
    /// The invite works no longer.
    DeleteInvite { actor: UserId, code: InviteCode, reply: Reply<Invite> },

    /// Writes again what may have been written.
    Settle,
    /// Ends the actor if nobody has used the guild since the last time.
    LookIdle,
}
