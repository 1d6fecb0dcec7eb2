//! Acks: stored one after another, then told to all of the person's sessions.

use super::core::UserCore;
use super::reads::Step;
use crate::limits;
use crate::model::{ChannelId, MessageId, Refusal};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::timeout;

/// What a person has read of a channel that the person may view.
pub struct Ack {
    pub channel_id: ChannelId,
    pub message_id: MessageId,
    /// Also back: what was read becomes unread.
    pub manual: bool,
    pub unread: UnreadOf,
}

/// Who knows which messages above a cursor count as mentions.
pub enum UnreadOf {
    /// The guild: those of its mentions that concern the person.
    Guild(Box<dyn Fn(MessageId) -> Vec<MessageId> + Send + Sync>),
    /// The user: all that the other one wrote.
    Dm,
}

impl UserCore {
    /// Durable when it returns. Of several acks of one channel the last counts.
    pub(super) async fn ack(&self, acks: Vec<Ack>) -> Result<(), Refusal> {
        let patience = Duration::from_millis(limits::ACK_WAIT_MS);
        let _one_at_a_time = timeout(patience, self.acking.lock()).await.map_err(|_| Refusal::Unavailable)?;
        let version = (self.deps.next_id)()?;
        let acks: HashMap<ChannelId, Ack> = acks.into_iter().map(|ack| (ack.channel_id, ack)).collect();
        let steps: Vec<(Step, UnreadOf)> = self.with_reads(|reads| {
            let step = |ack: Ack| Some((reads.plan(ack.channel_id, ack.message_id, ack.manual, version)?, ack.unread));
            acks.into_values().filter_map(step).collect()
        });
        if steps.is_empty() {
            return Ok(());
        }
        let (states, found) = (steps.iter().map(|(step, _)| step.state).collect::<Vec<_>>(), self.unread_again(&steps).await?);
        self.deps.store.put_read_states(self.id(), &states).await?;
        metrics::counter!("belfry_acks_total").increment(u64::try_from(states.len()).unwrap_or(u64::MAX));
        for (Step { state, moves, .. }, unread) in steps {
            match unread {
                UnreadOf::Guild(unread) => self.publish_ack(state, moves, &unread(state.last_message_id)),
                UnreadOf::Dm => self.publish_dm_ack(state, moves, found.get(&state.channel_id).cloned().unwrap_or_default()),
            }
        }
        Ok(())
    }

    /// What of DMs becomes unread. Going on, the unread ones are among those that are known.
    async fn unread_again(&self, steps: &[(Step, UnreadOf)]) -> Result<HashMap<ChannelId, Vec<MessageId>>, Refusal> {
        let back = steps.iter().filter(|(step, unread)| step.back && matches!(unread, UnreadOf::Dm));
        let above: Vec<_> = back.map(|(step, _)| (step.state.channel_id, step.state.last_message_id)).collect();
        if above.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(self.deps.store.messages_to(self.id(), &above, limits::DM_UNREAD_MAX).await?.into_iter().collect())
    }
}
