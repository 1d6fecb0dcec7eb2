//! How an order is carried out: decide on the state, store, then swap the state and publish in one step.

use super::access::Asker;
use super::core::GuildCore;
use super::handle::GuildDeps;
use super::invites::{self, Guest};
use super::members;
use super::plan::Plan;
use super::{channels, removal, roles};
use crate::model::{
    Channel, ChannelId, Invite, InviteCode, InviteOrder, Member, NewChannel, NewRole, Permissions, Refusal, Role, RoleId, Timestamp, User,
    UserId,
};
use crate::store::StoreError;
use std::sync::Arc;

/// Of a guild's actor: the only place where the guild's parts change.
pub(super) struct GuildState {
    core: Arc<GuildCore>,
    deps: GuildDeps,
    /// A plan that may have been written. It is written again before any other: writing it twice is harmless.
    unsettled: Option<Plan>,
    /// Something was written since the last look whether the guild is idle.
    used: bool,
}

impl GuildState {
    pub(super) fn new(core: Arc<GuildCore>, deps: GuildDeps) -> Self {
        Self { core, deps, unsettled: None, used: true }
    }

    pub(super) fn is_settled(&self) -> bool {
        self.unsettled.is_none()
    }

    /// Whether nobody needs the guild any more; then the directory has forgotten it.
    pub(super) fn may_end(&mut self) -> bool {
        let used = std::mem::replace(&mut self.used, false);
        !used && self.is_settled() && (self.deps.let_go)(self.core.id())
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.core.is_deleted()
    }

    fn next_id(&self) -> Result<u64, Refusal> {
        (self.deps.next_id)()
    }

    fn now(&self) -> Timestamp {
        (self.deps.now)()
    }

    /// Carries out what `decide` comes to for this member.
    pub(super) async fn carry_out<T>(
        &mut self,
        actor: UserId,
        decide: impl FnOnce(&Asker<'_>) -> Result<(Plan, T), Refusal> + Send,
    ) -> Result<T, Refusal> {
        self.settle().await?;
        let now = self.now();
        let (plan, answer) = self.core.read(|guild| Asker::of(guild, actor, now).and_then(|asker| decide(&asker)))?;
        self.execute(plan).await?;
        Ok(answer)
    }

    /// Stores a plan, then publishes it.
    async fn execute(&mut self, plan: Plan) -> Result<(), Refusal> {
        self.used = true;
        let rows = plan.rows();
        if !rows.is_empty()
            && let Err(error) = self.deps.store.write_guild(self.core.id(), &rows).await
        {
            tracing::warn!(guild = %self.core.id(), %error, "guild not stored");
            if matches!(error, StoreError::Unknown { .. }) {
                self.unsettled = Some(plan);
            }
            return Err(error.into());
        }
        self.publish(plan);
        Ok(())
    }

    /// Writes again what may have been written, so that memory and rows agree.
    pub(super) async fn settle(&mut self) -> Result<(), Refusal> {
        let Some(plan) = &self.unsettled else { return Ok(()) };
        let rows = plan.rows();
        if let Err(error) = self.deps.store.write_guild(self.core.id(), &rows).await {
            tracing::warn!(guild = %self.core.id(), %error, "guild still not settled");
            return Err(Refusal::Unavailable);
        }
        if let Some(plan) = self.unsettled.take() {
            self.publish(plan);
        }
        Ok(())
    }

    fn publish(&self, mut plan: Plan) {
        if plan.is_empty() {
            return;
        }
        let news = self.core.publish(|section| {
            let news = plan.news(&section.guild);
            let step = section.apply(plan.step());
            section.stream.publish(step, plan.dispatches);
            news
        });
        for (user, news) in news {
            self.deps.users.tell(user, news);
        }
    }
}

/// Orders that need a new id.
impl GuildState {
    pub(super) async fn create_channel(&mut self, actor: UserId, new: NewChannel) -> Result<Arc<Channel>, Refusal> {
        let id = ChannelId::from_raw(self.next_id()?);
        self.carry_out(actor, |asker| channels::create(asker, id, new)).await
    }

    pub(super) async fn create_role(&mut self, actor: UserId, new: NewRole) -> Result<Arc<Role>, Refusal> {
        let id = RoleId::from_raw(self.next_id()?);
        self.carry_out(actor, |asker| roles::create(asker, id, &new)).await
    }
}

/// Orders that need to know what only the store knows. All writes of a guild come from here, so what was read stays true.
impl GuildState {
    pub(super) async fn delete_channel(&mut self, actor: UserId, id: ChannelId) -> Result<Arc<Channel>, Refusal> {
        let known = self.invites().await?;
        self.carry_out(actor, |asker| channels::delete(asker, id, known)).await
    }

    pub(super) async fn join(&mut self, user: Arc<User>, code: &InviteCode) -> Result<Arc<Member>, Refusal> {
        self.settle().await?;
        let (store, guild, id) = (&self.deps.store, self.core.id(), user.id);
        let invite = store.invite(code).await?;
        let banned = store.ban(guild, id).await?.is_some();
        let guilds = store.guilds_of(id).await?.len();
        let (now, guest) = (self.now(), Guest { user, invite, banned, guilds });
        let (plan, member) = self.core.read(|guild| invites::join(guild, guest, now))?;
        self.execute(plan).await?;
        Ok(member)
    }

    pub(super) async fn add_bot(&mut self, actor: UserId, bot: Arc<User>, permissions: Permissions) -> Result<Arc<Member>, Refusal> {
        let banned = self.ban_of(bot.id).await?.is_some();
        let role = RoleId::from_raw(self.next_id()?);
        let decide = |asker: &Asker<'_>| {
            let decided = members::add_bot(asker, &bot, permissions, role)?;
            if banned { Err(Refusal::Banned) } else { Ok(decided) }
        };
        self.carry_out(actor, decide).await
    }

    pub(super) async fn ban(&mut self, actor: UserId, user: Arc<User>, reason: Option<String>) -> Result<(), Refusal> {
        let known = self.ban_of(user.id).await?.is_some();
        self.carry_out(actor, |asker| removal::ban(asker, user, reason, known)).await
    }

    pub(super) async fn unban(&mut self, actor: UserId, user: UserId) -> Result<(), Refusal> {
        let ban = self.ban_of(user).await?;
        self.carry_out(actor, |asker| removal::unban(asker, ban)).await
    }

    pub(super) async fn create_invite(&mut self, actor: UserId, channel: ChannelId, order: InviteOrder) -> Result<Invite, Refusal> {
        let known = self.invites().await?;
        let code = invites::random_code().ok_or(Refusal::Unavailable)?;
        self.carry_out(actor, |asker| invites::create(asker, channel, order, code, known)).await
    }

    pub(super) async fn delete_invite(&mut self, actor: UserId, code: &InviteCode) -> Result<Invite, Refusal> {
        self.settle().await?;
        let invite = self.deps.store.invite(code).await?;
        self.carry_out(actor, |asker| invites::delete(asker, invite)).await
    }

    /// The name stands in the user's own row; nothing of the guild is written.
    pub(super) async fn user_updated(&mut self, user: Arc<User>) {
        if self.settle().await.is_err() {
            tracing::warn!(guild = %self.core.id(), user = %user.id, "new name waits for the guild to be loaded again");
            return;
        }
        let plan = self.core.read(|guild| members::renamed(guild, user));
        self.publish(plan);
    }

    async fn invites(&mut self) -> Result<Vec<Invite>, Refusal> {
        self.settle().await?;
        self.deps.store.invites_of(self.core.id()).await.map_err(Refusal::from)
    }

    async fn ban_of(&mut self, user: UserId) -> Result<Option<crate::model::Ban>, Refusal> {
        self.settle().await?;
        self.deps.store.ban(self.core.id(), user).await.map_err(Refusal::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::plan::Plan;
    use crate::guild::test_guild::{self as t, House, TestGuild, new_channel};

    #[tokio::test]
    async fn plan_that_may_have_been_written_is_finished_before_any_other_order() {
        let house = House::open().await;
        let mut state = GuildState::new(house.guild.core().clone(), house.deps.clone());
        let (plan, ()) = TestGuild::new().ask(t::OWNER, |asker| removal::kick(asker, t::MEMBER)).unwrap();
        house.deps.store.write_guild(t::GUILD, &plan.rows()).await.unwrap();
        state.unsettled = Some(plan);
        // The kicked member asks: the answer is that of a stranger.
        let refusal = state.create_channel(t::MEMBER, new_channel("a")).await;
        assert_eq!(refusal.err(), Some(Refusal::MissingAccess));
        assert!(state.is_settled());
        assert_eq!(house.feed.take_events().len(), 1);
        house.check().await;
    }

    #[tokio::test]
    async fn empty_plan_is_neither_stored_nor_told() {
        let house = House::open().await;
        let mut state = GuildState::new(house.guild.core().clone(), house.deps.clone());
        state.execute(Plan::default()).await.unwrap();
        assert!(house.feed.take().is_empty());
    }
}
