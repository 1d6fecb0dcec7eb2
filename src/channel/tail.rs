//! What of a channel is newer than the store's rows: everything on its way, and the newest messages.
//!
//! A page of history is the store's rows overlaid by this, so that reads see their writes. The overlay is taken first and the rows are read
//! after it: what settles in between is then in the rows.

use crate::limits;
use crate::model::{Message, MessageId, Reactions};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// The message with all its reactions, as it will be.
    Present(Arc<Message>, Arc<Reactions>),
    /// Deleted, or about to be.
    Deleted,
}

#[derive(Debug)]
struct Row {
    entry: Entry,
    /// Mutations on their way to the store.
    pending: u32,
}

#[derive(Default, Debug)]
pub(super) struct Tail {
    rows: BTreeMap<MessageId, Row>,
}

impl Tail {
    pub(super) fn get(&self, id: MessageId) -> Option<&Entry> {
        self.rows.get(&id).map(|row| &row.entry)
    }

    /// Notes what a message is from now on; `settled` must follow once for each.
    pub(super) fn set(&mut self, id: MessageId, entry: Entry) {
        match self.rows.get_mut(&id) {
            Some(row) => {
                row.entry = entry;
                row.pending += 1;
            }
            None => {
                self.rows.insert(id, Row { entry, pending: 1 });
            }
        }
    }

    /// One mutation of a message is durable, or has failed.
    /// True where nothing more of the message is on its way.
    pub(super) fn settled(&mut self, id: MessageId) -> bool {
        if let Some(row) = self.rows.get_mut(&id) {
            row.pending = row.pending.saturating_sub(1);
            if row.pending == 0 && matches!(row.entry, Entry::Deleted) {
                self.rows.remove(&id);
            }
        }
        let quiet = self.rows.get(&id).is_none_or(|row| row.pending == 0);
        self.trim();
        quiet
    }

    /// The store knows better.
    pub(super) fn forget(&mut self, id: MessageId) {
        self.rows.remove(&id);
    }

    /// Takes back what was noted, without a change of what is on its way.
    pub(super) fn restore(&mut self, id: MessageId, entry: Entry) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.entry = entry;
        }
    }

    fn trim(&mut self) {
        let mut surplus = self.rows.len().saturating_sub(limits::TAIL_MESSAGES_MAX);
        if surplus > 0 {
            self.rows.retain(|_, row| {
                let keep = surplus == 0 || row.pending > 0;
                surplus -= usize::from(!keep);
                keep
            });
        }
    }

    /// All that lies strictly between two ids, oldest first.
    pub(super) fn overlay(&self, above: MessageId, below: MessageId) -> Vec<(MessageId, Entry)> {
        if above >= below {
            return Vec::new();
        }
        let bounds = (std::ops::Bound::Excluded(above), std::ops::Bound::Excluded(below));
        self.rows.range(bounds).map(|(id, row)| (*id, row.entry.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(raw: u64) -> MessageId {
        MessageId::from_raw(raw)
    }

    #[test]
    fn deleted_message_hides_until_it_is_settled() {
        let mut tail = Tail::default();
        tail.set(id(7), Entry::Deleted);
        assert!(matches!(tail.get(id(7)), Some(Entry::Deleted)));
        tail.settled(id(7));
        assert!(tail.get(id(7)).is_none());
    }

    #[test]
    fn nothing_on_its_way_is_trimmed() {
        let mut tail = Tail::default();
        for raw in 0..u64::try_from(limits::TAIL_MESSAGES_MAX).unwrap() + 10 {
            tail.set(id(raw), Entry::Deleted);
        }
        tail.settled(id(3));
        assert_eq!(tail.rows.len(), limits::TAIL_MESSAGES_MAX + 9);
    }
}
