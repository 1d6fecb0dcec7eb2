//! How far a person has read each channel, and what of DMs is unread.
//!
//! Cursors move in two ways that do not know of each other: by an ack, which the user's owner stores, and by an own message, whose row goes
//! with the message. Each has a version, a snowflake, and the greatest stands, in memory as in the store: so no order of arrival matters.

use crate::limits;
use crate::model::{ChannelId, MessageId, ReadState};
use std::collections::{HashMap, VecDeque};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Cursor {
    last: MessageId,
    version: u64,
    /// Certainly in the store. That of an own message may still be on its way.
    stored: bool,
}

/// An ack as it is to be stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Step {
    pub(super) state: ReadState,
    /// Anything to tell: not where only something on its way is made certain.
    pub(super) moves: bool,
    /// What was read becomes unread.
    pub(super) back: bool,
}

/// Of a person; a bot's stays empty.
#[derive(Default)]
pub(super) struct Reads {
    cursors: HashMap<ChannelId, Cursor>,
    /// Of each DM the newest messages of the other one above the cursor, oldest first. No entry where all is read.
    unread: HashMap<ChannelId, VecDeque<MessageId>>,
    /// Messages of DMs that were deleted last: what was read from the store before does not bring them back.
    gone: VecDeque<MessageId>,
}

impl Reads {
    /// Takes what the store says, where nothing newer came meanwhile.
    pub(super) fn fill(&mut self, states: Vec<ReadState>, unread: Vec<(ChannelId, Vec<MessageId>)>) {
        for state in states {
            self.put(state, true);
        }
        for (channel, ids) in unread {
            self.add_unread(channel, ids);
        }
    }

    pub(super) fn cursor(&self, channel: ChannelId) -> Option<MessageId> {
        self.cursors.get(&channel).map(|cursor| cursor.last)
    }

    pub(super) fn cursors(&self) -> HashMap<ChannelId, MessageId> {
        self.cursors.iter().map(|(channel, cursor)| (*channel, cursor.last)).collect()
    }

    /// Unread messages of a DM, the newest first.
    pub(super) fn unread(&self, channel: ChannelId) -> Vec<MessageId> {
        self.unread.get(&channel).into_iter().flatten().rev().copied().collect()
    }

    /// How many there are in each DM that is not read.
    pub(super) fn unread_counts(&self) -> HashMap<ChannelId, usize> {
        self.unread.iter().map(|(channel, ids)| (*channel, ids.len())).collect()
    }

    /// An own message.
    pub(super) fn sent(&mut self, channel_id: ChannelId, message_id: MessageId) {
        self.put(ReadState { channel_id, last_message_id: message_id, version: message_id.raw() }, false);
    }

    /// A message of the other one of a DM.
    pub(super) fn received(&mut self, channel: ChannelId, message: MessageId) {
        self.add_unread(channel, [message]);
    }

    pub(super) fn deleted(&mut self, channel: ChannelId, ids: &[MessageId]) {
        self.retain_unread(channel, |id| !ids.contains(&id));
        self.gone.extend(ids);
        let surplus = self.gone.len().saturating_sub(limits::DM_DELETED_KEPT_MAX);
        self.gone.drain(..surplus);
    }

    /// What an ack comes to; `None` where there is nothing to do. Only by hand does a cursor move back, and never beyond what there is.
    pub(super) fn plan(&self, channel_id: ChannelId, message_id: MessageId, manual: bool, version: u64) -> Option<Step> {
        let message_id = message_id.min(MessageId::from_raw(version));
        let known = self.cursors.get(&channel_id);
        let before = known.map_or(MessageId::MIN, |cursor| cursor.last);
        let last_message_id = if manual { message_id } else { message_id.max(before) };
        let moves = known.is_none() || last_message_id != before;
        let certain = known.is_some_and(|cursor| cursor.stored);
        let state = ReadState { channel_id, last_message_id, version };
        (moves || !certain).then_some(Step { state, moves, back: last_message_id < before })
    }

    /// An ack was stored. Whether it stands: false where something newer came meanwhile.
    pub(super) fn put_stored(&mut self, state: ReadState, unread: Vec<MessageId>) -> bool {
        let stands = self.put(state, true);
        self.add_unread(state.channel_id, unread);
        stands
    }

    fn put(&mut self, state: ReadState, stored: bool) -> bool {
        let ReadState { channel_id, last_message_id: last, version } = state;
        if self.cursors.get(&channel_id).is_some_and(|known| known.version >= version) {
            return false;
        }
        self.cursors.insert(channel_id, Cursor { last, version, stored });
        self.retain_unread(channel_id, |id| id > last);
        if self.cursors.len() > limits::USER_READ_STATES_MAX
            && let Some(oldest) = self.cursors.iter().min_by_key(|(_, cursor)| cursor.version).map(|(channel, _)| *channel)
        {
            self.cursors.remove(&oldest);
        }
        true
    }

    fn add_unread(&mut self, channel: ChannelId, ids: impl IntoIterator<Item = MessageId>) {
        let cursor = self.cursor(channel).unwrap_or(MessageId::MIN);
        let new: Vec<MessageId> = ids.into_iter().filter(|id| *id > cursor && !self.gone.contains(id)).collect();
        let room = self.unread.len() < limits::USER_DMS_LISTED_MAX || self.unread.contains_key(&channel);
        if new.is_empty() || !room {
            return;
        }
        let known = self.unread.entry(channel).or_default();
        known.extend(new);
        let ordered = known.make_contiguous();
        ordered.sort_unstable();
        let mut sorted: Vec<MessageId> = std::mem::take(known).into();
        sorted.dedup();
        let surplus = sorted.len().saturating_sub(limits::DM_UNREAD_MAX);
        *known = sorted.split_off(surplus).into();
    }

    fn retain_unread(&mut self, channel: ChannelId, keep: impl Fn(MessageId) -> bool) {
        if let Some(known) = self.unread.get_mut(&channel) {
            known.retain(|id| keep(*id));
            if known.is_empty() {
                self.unread.remove(&channel);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANNEL: ChannelId = ChannelId::from_raw(1);

    fn id(raw: u64) -> MessageId {
        MessageId::from_raw(raw)
    }

    fn state(last: u64, version: u64) -> ReadState {
        ReadState { channel_id: CHANNEL, last_message_id: id(last), version }
    }

    #[test]
    fn older_ack_changes_nothing_unless_by_hand() {
        let mut reads = Reads::default();
        reads.put_stored(state(50, 100), vec![]);
        assert_eq!(reads.plan(CHANNEL, id(40), false, 101), None);
        assert_eq!(reads.plan(CHANNEL, id(50), true, 101), None);
        assert_eq!(reads.plan(CHANNEL, id(60), false, 101), Some(Step { state: state(60, 101), moves: true, back: false }));
        assert_eq!(reads.plan(CHANNEL, id(40), true, 101), Some(Step { state: state(40, 101), moves: true, back: true }));
    }

    #[test]
    fn ack_of_what_is_yet_to_come_reads_to_now() {
        let reads = Reads::default();
        assert_eq!(reads.plan(CHANNEL, MessageId::MAX, false, 101).unwrap().state, state(101, 101));
    }

    #[test]
    fn older_ack_makes_certain_what_an_own_message_moved() {
        let mut reads = Reads::default();
        reads.sent(CHANNEL, id(70));
        let step = reads.plan(CHANNEL, id(40), false, 101).unwrap();
        assert_eq!(step, Step { state: state(70, 101), moves: false, back: false });
        reads.put_stored(step.state, vec![]);
        assert_eq!(reads.plan(CHANNEL, id(40), false, 102), None);
    }

    #[test]
    fn greatest_version_stands_whatever_comes_first() {
        let mut reads = Reads::default();
        reads.put_stored(state(50, 100), vec![]);
        reads.sent(CHANNEL, id(90));
        assert_eq!(reads.cursor(CHANNEL), Some(id(50)), "marked as unread after it was sent");
        reads.fill(vec![state(60, 80)], vec![]);
        assert_eq!(reads.cursor(CHANNEL), Some(id(50)));
        reads.sent(CHANNEL, id(110));
        assert_eq!(reads.cursor(CHANNEL), Some(id(110)));
    }

    #[test]
    fn unread_messages_of_a_dm_are_those_above_the_cursor_and_not_deleted() {
        let mut reads = Reads::default();
        reads.received(CHANNEL, id(30));
        reads.fill(vec![state(20, 20)], vec![(CHANNEL, vec![id(10), id(25), id(30)])]);
        assert_eq!(reads.unread(CHANNEL), [id(30), id(25)]);
        reads.deleted(CHANNEL, &[id(25)]);
        assert_eq!(reads.unread(CHANNEL), [id(30)]);
        reads.sent(CHANNEL, id(40));
        assert_eq!(reads.unread(CHANNEL), []);
        reads.put_stored(state(20, 50), vec![id(25), id(30)]);
        assert_eq!(reads.unread(CHANNEL), [id(30)]);
        (100..300).for_each(|message| reads.received(CHANNEL, id(message)));
        assert_eq!(reads.unread(CHANNEL), (200..300).rev().map(id).collect::<Vec<_>>());
    }

    #[test]
    fn message_deleted_while_the_store_was_read_stays_gone() {
        let mut reads = Reads::default();
        let read_before = vec![(CHANNEL, vec![id(25), id(30)])];
        reads.deleted(CHANNEL, &[id(25)]);
        reads.fill(vec![state(20, 20)], read_before.clone());
        assert_eq!(reads.unread(CHANNEL), [id(30)]);
        let many: Vec<_> = (100..1_000).map(id).collect();
        reads.deleted(CHANNEL, &many);
        assert_eq!(reads.gone.len(), limits::DM_DELETED_KEPT_MAX);
    }

    #[test]
    fn channels_beyond_the_bound_push_out_the_oldest() {
        let mut reads = Reads::default();
        let most = u64::try_from(limits::USER_READ_STATES_MAX).unwrap();
        (1..=most + 1).for_each(|n| reads.sent(ChannelId::from_raw(n), id(1_000 + n)));
        assert_eq!(reads.cursors().len(), limits::USER_READ_STATES_MAX);
        assert_eq!((reads.cursor(ChannelId::from_raw(1)), reads.cursor(ChannelId::from_raw(2))), (None, Some(id(1_002))));
    }
}
