//! The actor: a `handle` that is only a match.

use super::message::ChannelMessage;
use super::state::ChannelState;
use crate::limits;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::time::Duration;

pub(super) struct ChannelActor;

impl Actor for ChannelActor {
    type Msg = ChannelMessage;
    type State = ChannelState;
    type Arguments = ChannelState;

    async fn pre_start(&self, me: ActorRef<Self::Msg>, state: ChannelState) -> Result<ChannelState, ActorProcessingErr> {
        me.send_interval(Duration::from_millis(limits::CHANNEL_IDLE_MS), || ChannelMessage::Idle);
        Ok(state)
    }

    async fn handle(&self, me: ActorRef<Self::Msg>, message: ChannelMessage, state: &mut ChannelState) -> Result<(), ActorProcessingErr> {
        match message {
            ChannelMessage::Send { author, message, reply } => state.send(&me, author, *message, reply).await,
            ChannelMessage::Edit { edit, reply } => state.edit(&me, &edit, reply).await,
            ChannelMessage::Delete { actor, ids, reply } => state.delete(&me, &actor, ids, reply).await,
            ChannelMessage::React { actor, change, reply } => state.react(&me, &actor, change, reply).await,
            ChannelMessage::Type { actor, reply } => state.type_notice(&actor, reply),
            ChannelMessage::CloseDm { user, reply } => drop(reply.send(state.close_dm(user).await)),
            ChannelMessage::OpenDm { user, reply } => drop(reply.send(state.open_dm(user).await)),
            ChannelMessage::Settled { ticket, result } => state.settled(ticket, result).await,
            ChannelMessage::Idle if state.may_stop() => me.stop(None),
            ChannelMessage::Idle => {}
        }
        Ok(())
    }
}
