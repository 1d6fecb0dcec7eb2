//! The face of an active guild.

use super::access::Asker;
use super::actor::GuildActor;
use super::core::GuildCore;
use super::message::{GuildMessage, Reply};
use super::state::GuildState;
use crate::limits;
use crate::model::{
    Ban, Channel, ChannelId, ChannelPatch, Guild, GuildId, GuildInfo, GuildPatch, Invite, InviteCode, InviteOrder, Member, MemberPatch,
    MembersQuery, NewChannel, NewRole, Overwrite, Permissions, PositionPatch, Presence, Refusal, Role, RoleId, RolePatch, Timestamp, User,
    UserId,
};
use crate::store::{BansPage, Store, StoreError};
use crate::stream::Upstream;
use crate::user::TellUsers;
use ractor::rpc::CallResult;
use ractor::{Actor, ActorRef};
use std::sync::Arc;

/// What a guild needs of the house.
#[derive(Clone)]
pub struct GuildDeps {
    pub store: Store,
    pub users: Arc<dyn TellUsers>,
    /// A new snowflake; refused while there can be none.
    pub next_id: Arc<dyn Fn() -> Result<u64, Refusal> + Send + Sync>,
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Asked by an idle guild for leave to end; see [`GuildRef::is_idle`].
    pub let_go: Arc<dyn Fn(GuildId) -> bool + Send + Sync>,
    pub epoch: u64,
}

/// Holders of an idle guild's core: the directory's map and the guild's own actor.
const IDLE_HOLDERS: usize = 2;

/// An active guild. Cheap to clone.
#[derive(Clone)]
pub struct GuildRef {
    core: Arc<GuildCore>,
    deps: GuildDeps,
    actor: ActorRef<GuildMessage>,
}

impl GuildRef {
    /// Loads a guild and starts its actor. To be called once for a guild that is not active: two owners of one guild are a fault.
    pub async fn load(id: GuildId, deps: GuildDeps) -> Result<Option<Self>, StoreError> {
        match deps.store.guild(id).await? {
            Some(guild) => Self::start(guild, deps).await.map(Some),
            None => Ok(None),
        }
    }

    /// Starts the actor of a guild as it is stored (one that was just created).
    pub async fn start(guild: Guild, deps: GuildDeps) -> Result<Self, StoreError> {
        let (guild, epoch) = (Box::new(guild), deps.epoch);
        // Sorting the names of 100,000 members takes some 50 ms: not on a thread that serves sockets.
        let made = tokio::task::spawn_blocking(move || GuildCore::new(*guild, epoch)).await;
        let core = Arc::new(made.map_err(|error| StoreError::Refused { why: error.to_string() })?);
        let state = GuildState::new(core.clone(), deps.clone());
        let started = GuildActor::spawn(None, GuildActor, state).await;
        let (actor, _handle) = started.map_err(|error| StoreError::Refused { why: error.to_string() })?;
        Ok(Self { core, deps, actor })
    }

    pub fn id(&self) -> GuildId {
        self.core.id()
    }

    pub fn core(&self) -> &Arc<GuildCore> {
        &self.core
    }

    /// Whether nobody uses the guild: no feed, no holder but the directory's map and the actor. The protocol of ending is the user's
    /// ([`crate::user::UserRef::is_idle`]).
    pub fn is_idle(&self) -> bool {
        Arc::strong_count(&self.core) <= IDLE_HOLDERS && !self.core.has_feeds()
    }

    /// The owner's side of the guild's stream.
    pub fn upstream(&self) -> Arc<dyn Upstream> {
        self.core.clone()
    }

    /// How many members are not offline.
    pub fn online(&self) -> usize {
        self.core.online()
    }

    /// Whether the guild was deleted: nothing may be asked of it, and the directory may forget it.
    pub fn is_deleted(&self) -> bool {
        self.core.is_deleted()
    }

    async fn ask<T: Send + 'static>(&self, order: impl FnOnce(Reply<T>) -> GuildMessage + Send) -> Result<T, Refusal> {
        match self.actor.call(order, None).await {
            Ok(CallResult::Success(answer)) => answer,
            _ if self.core.is_deleted() => Err(Refusal::UnknownGuild),
            // It never came to the mailbox.
            Err(_) => Err(Refusal::Unavailable),
            Ok(CallResult::Timeout | CallResult::SenderError) => Err(Refusal::OutcomeUnknown),
        }
    }

    /// Looks at the guild as one of its members may.
    fn as_member<T>(&self, actor: UserId, look: impl FnOnce(&Asker<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let now = (self.deps.now)();
        self.core.read(|guild| Asker::of(guild, actor, now).and_then(|asker| look(&asker)))
    }
}

/// Questions. They need no mailbox.
impl GuildRef {
    /// Lets a member look at the guild.
    pub fn view<R>(&self, actor: UserId, look: impl FnOnce(&Guild) -> R) -> Result<R, Refusal> {
        self.as_member(actor, |asker| Ok(look(asker.guild)))
    }

    /// A page of members.
    pub fn members(&self, actor: UserId, query: &MembersQuery) -> Result<Vec<Arc<Member>>, Refusal> {
        let now = (self.deps.now)();
        self.core.inspect(|section| Asker::of(&section.guild, actor, now).map(|_| section.members(query)))
    }

    /// One member.
    pub fn member(&self, actor: UserId, user: UserId) -> Result<Arc<Member>, Refusal> {
        self.as_member(actor, |asker| asker.guild.members.get(&user).cloned().ok_or(Refusal::UnknownMember))
    }

    /// A page of bans, by user id.
    pub async fn bans(&self, actor: UserId, part: BansPage, limit: usize) -> Result<Vec<Ban>, Refusal> {
        self.as_member(actor, |asker| asker.require(Permissions::BAN_MEMBERS))?;
        self.deps.store.bans(self.id(), part, limit.min(limits::BANS_PAGE_MAX)).await.map_err(Refusal::from)
    }

    /// The ban of one user.
    pub async fn ban_of(&self, actor: UserId, user: UserId) -> Result<Ban, Refusal> {
        self.as_member(actor, |asker| asker.require(Permissions::BAN_MEMBERS))?;
        let ban = self.deps.store.ban(self.id(), user).await?;
        ban.ok_or(Refusal::UnknownBan)
    }

    /// All invites that may still be used, oldest first.
    pub async fn invites(&self, actor: UserId) -> Result<Vec<Invite>, Refusal> {
        self.as_member(actor, |asker| asker.require(Permissions::MANAGE_GUILD))?;
        self.usable_invites().await
    }

    /// Those of one channel.
    pub async fn channel_invites(&self, actor: UserId, channel: ChannelId) -> Result<Vec<Invite>, Refusal> {
        self.as_member(actor, |asker| asker.require_in(channel, Permissions::MANAGE_CHANNELS).map(|_| ()))?;
        let mut invites = self.usable_invites().await?;
        invites.retain(|invite| invite.channel_id == channel);
        Ok(invites)
    }

    async fn usable_invites(&self) -> Result<Vec<Invite>, Refusal> {
        let mut invites = self.deps.store.invites_of(self.id()).await?;
        let now = (self.deps.now)();
        invites.retain(|invite| invite.usable(now));
        Ok(invites)
    }
}

/// Settings, channels and their overwrites.
impl GuildRef {
    pub async fn update(&self, actor: UserId, patch: GuildPatch) -> Result<GuildInfo, Refusal> {
        self.ask(|reply| GuildMessage::Update { actor, patch, reply }).await
    }

    pub async fn delete(&self, actor: UserId) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::Delete { actor, reply }).await
    }

    pub async fn create_channel(&self, actor: UserId, new: NewChannel) -> Result<Arc<Channel>, Refusal> {
        self.ask(|reply| GuildMessage::CreateChannel { actor, new, reply }).await
    }

    pub async fn update_channel(&self, actor: UserId, id: ChannelId, patch: ChannelPatch) -> Result<Arc<Channel>, Refusal> {
        self.ask(|reply| GuildMessage::UpdateChannel { actor, id, patch, reply }).await
    }

    pub async fn delete_channel(&self, actor: UserId, id: ChannelId) -> Result<Arc<Channel>, Refusal> {
        self.ask(|reply| GuildMessage::DeleteChannel { actor, id, reply }).await
    }

    pub async fn move_channels(&self, actor: UserId, moves: Vec<PositionPatch<ChannelId>>) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::MoveChannels { actor, moves, reply }).await
    }

    pub async fn put_overwrite(&self, actor: UserId, channel: ChannelId, overwrite: Overwrite) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::PutOverwrite { actor, channel, overwrite, reply }).await
    }

    /// `target` is the id of a role or a user.
    pub async fn delete_overwrite(&self, actor: UserId, channel: ChannelId, target: u64) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::DeleteOverwrite { actor, channel, target, reply }).await
    }
}

/// Roles.
impl GuildRef {
    pub async fn create_role(&self, actor: UserId, new: NewRole) -> Result<Arc<Role>, Refusal> {
        self.ask(|reply| GuildMessage::CreateRole { actor, new, reply }).await
    }

    pub async fn update_role(&self, actor: UserId, id: RoleId, patch: RolePatch) -> Result<Arc<Role>, Refusal> {
        self.ask(|reply| GuildMessage::UpdateRole { actor, id, patch, reply }).await
    }

    pub async fn delete_role(&self, actor: UserId, id: RoleId) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::DeleteRole { actor, id, reply }).await
    }

    /// Answers with all roles.
    pub async fn move_roles(&self, actor: UserId, moves: Vec<PositionPatch<RoleId>>) -> Result<Vec<Arc<Role>>, Refusal> {
        self.ask(|reply| GuildMessage::MoveRoles { actor, moves, reply }).await
    }
}

/// Members, bans and invites.
impl GuildRef {
    pub async fn join(&self, user: Arc<User>, code: InviteCode) -> Result<Arc<Member>, Refusal> {
        self.ask(|reply| GuildMessage::Join { user, code, reply }).await
    }

    pub async fn add_bot(&self, actor: UserId, bot: Arc<User>, permissions: Permissions) -> Result<Arc<Member>, Refusal> {
        self.ask(|reply| GuildMessage::AddBot { actor, bot, permissions, reply }).await
    }

    pub async fn leave(&self, user: UserId) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::Leave { user, reply }).await
    }

    pub async fn kick(&self, actor: UserId, user: UserId) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::Kick { actor, user, reply }).await
    }

    pub async fn ban(&self, actor: UserId, user: Arc<User>, reason: Option<String>) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::Ban { actor, user, reason, reply }).await
    }

    pub async fn unban(&self, actor: UserId, user: UserId) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::Unban { actor, user, reply }).await
    }

    pub async fn update_member(&self, actor: UserId, user: UserId, patch: MemberPatch) -> Result<Arc<Member>, Refusal> {
        self.ask(|reply| GuildMessage::UpdateMember { actor, user, patch, reply }).await
    }

    pub async fn add_member_role(&self, actor: UserId, user: UserId, role: RoleId) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::AddMemberRole { actor, user, role, reply }).await
    }

    pub async fn remove_member_role(&self, actor: UserId, user: UserId, role: RoleId) -> Result<(), Refusal> {
        self.ask(|reply| GuildMessage::RemoveMemberRole { actor, user, role, reply }).await
    }

    pub async fn create_invite(&self, actor: UserId, channel: ChannelId, order: InviteOrder) -> Result<Invite, Refusal> {
        self.ask(|reply| GuildMessage::CreateInvite { actor, channel, order, reply }).await
    }

    /// Answers with the invite as it was.
    pub async fn delete_invite(&self, actor: UserId, code: InviteCode) -> Result<Invite, Refusal> {
        self.ask(|reply| GuildMessage::DeleteInvite { actor, code, reply }).await
    }
}

/// News of users.
impl GuildRef {
    /// What others see of a member now. Nothing where the user is none.
    pub fn set_presence(&self, user: UserId, presence: Presence) {
        self.core.set_presence(user, presence);
    }

    /// A user's name changed. Nothing where the user is no member.
    pub fn user_updated(&self, user: Arc<User>) {
        if self.actor.send_message(GuildMessage::UserUpdated { user }).is_err() {
            tracing::debug!(guild = %self.id(), "guild has ended");
        }
    }
}
