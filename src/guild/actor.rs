//! The one writer of a guild: orders are carried out one after the other.

use super::message::{GuildMessage, Reply};
use super::state::GuildState;
use super::{channels, members, overwrites, removal, roles, settings};
use crate::limits;
use crate::model::Refusal;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::time::Duration;

pub(super) struct GuildActor;

impl Actor for GuildActor {
    type Msg = GuildMessage;
    type State = GuildState;
    type Arguments = GuildState;

    async fn pre_start(&self, myself: ActorRef<GuildMessage>, state: GuildState) -> Result<GuildState, ActorProcessingErr> {
        myself.send_interval(Duration::from_secs(limits::GUILD_IDLE_LOOK_S), || GuildMessage::LookIdle);
        Ok(state)
    }

    async fn handle(
        &self,
        myself: ActorRef<GuildMessage>,
        message: GuildMessage,
        state: &mut GuildState,
    ) -> Result<(), ActorProcessingErr> {
        if matches!(message, GuildMessage::LookIdle) {
            if state.may_end() {
                myself.stop(None);
            }
            return Ok(());
        }
        let was_settled = state.is_settled();
        let settles = matches!(message, GuildMessage::Settle);
        carry_out(message, state).await;
        if !state.is_settled() && (was_settled || settles) {
            myself.send_after(Duration::from_millis(limits::GUILD_SETTLE_RETRY_MS), || GuildMessage::Settle);
        }
        if state.is_deleted() {
            myself.stop(None);
        }
        Ok(())
    }
}

async fn carry_out(message: GuildMessage, state: &mut GuildState) {
    use GuildMessage as M;
    match message {
        M::Update { actor, patch, reply } => answer(reply, state.carry_out(actor, |asker| settings::update(asker, patch)).await),
        M::Delete { actor, reply } => answer(reply, state.carry_out(actor, settings::delete).await),
        M::CreateChannel { actor, new, reply } => answer(reply, state.create_channel(actor, new).await),
        M::UpdateChannel { actor, id, patch, reply } => {
            answer(reply, state.carry_out(actor, |asker| channels::update(asker, id, patch)).await);
        }
        M::DeleteChannel { actor, id, reply } => answer(reply, state.delete_channel(actor, id).await),
        M::MoveChannels { actor, moves, reply } => answer(reply, state.carry_out(actor, |asker| channels::shift(asker, &moves)).await),
        M::PutOverwrite { actor, channel, overwrite, reply } => {
            answer(reply, state.carry_out(actor, |asker| overwrites::put(asker, channel, overwrite)).await);
        }
        M::DeleteOverwrite { actor, channel, target, reply } => {
            answer(reply, state.carry_out(actor, |asker| overwrites::delete(asker, channel, target)).await);
        }
        M::CreateRole { actor, new, reply } => answer(reply, state.create_role(actor, new).await),
        M::UpdateRole { actor, id, patch, reply } => answer(reply, state.carry_out(actor, |asker| roles::update(asker, id, patch)).await),
        M::DeleteRole { actor, id, reply } => answer(reply, state.carry_out(actor, |asker| roles::delete(asker, id)).await),
        M::MoveRoles { actor, moves, reply } => answer(reply, state.carry_out(actor, |asker| roles::shift(asker, &moves)).await),
        M::Join { user, code, reply } => answer(reply, state.join(user, &code).await),
        M::AddBot { actor, bot, permissions, reply } => answer(reply, state.add_bot(actor, bot, permissions).await),
        M::Leave { user, reply } => answer(reply, state.carry_out(user, removal::leave).await),
        M::Kick { actor, user, reply } => answer(reply, state.carry_out(actor, |asker| removal::kick(asker, user)).await),
        M::Ban { actor, user, reason, reply } => answer(reply, state.ban(actor, user, reason).await),
        M::Unban { actor, user, reply } => answer(reply, state.unban(actor, user).await),
        M::UpdateMember { actor, user, patch, reply } => {
            answer(reply, state.carry_out(actor, |asker| members::update(asker, user, patch)).await);
        }
        M::AddMemberRole { actor, user, role, reply } => {
            answer(reply, state.carry_out(actor, |asker| members::set_role(asker, user, role, true)).await);
        }
        M::RemoveMemberRole { actor, user, role, reply } => {
            answer(reply, state.carry_out(actor, |asker| members::set_role(asker, user, role, false)).await);
        }
        M::UserUpdated { user } => state.user_updated(user).await,
        M::CreateInvite { actor, channel, order, reply } => answer(reply, state.create_invite(actor, channel, order).await),
        M::DeleteInvite { actor, code, reply } => answer(reply, state.delete_invite(actor, &code).await),
        M::Settle => _ = state.settle().await,
        M::LookIdle => {}
    }
}

/// The asker may have left.
fn answer<T: Send + 'static>(reply: Reply<T>, result: Result<T, Refusal>) {
    _ = reply.send(result);
}
