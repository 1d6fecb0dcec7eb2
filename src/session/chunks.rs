//! Members on request (op 8), page by page: the next is made when the last has left the outbox.

use super::state::SessionState;
use crate::limits;
use crate::model::{GuildId, Intents, MembersQuery, UserId};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::protocol::gateway::MembersRequest;
use crate::relay::{ChunkOrder, StreamKey};
use std::collections::{HashMap, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

#[derive(Default)]
pub(super) struct ChunkOrders {
    waiting: VecDeque<(GuildId, ChunkOrder)>,
    /// Whose relay makes a page now. The next is made when that has left the outbox.
    asked: Option<GuildId>,
    /// When all members of a guild were last asked for.
    all_asked: HashMap<GuildId, Instant>,
}

impl SessionState {
    pub(super) fn request_members(&mut self, request: &MembersRequest) {
        let nonce = request.nonce.clone().filter(|nonce| nonce.len() <= limits::CHUNK_NONCE_BYTES_MAX);
        let Some(query) = self.members_query(request, nonce.as_deref()) else {
            return;
        };
        let single = query.limit < limits::MEMBERS_PAGE_MAX;
        let presences = request.presences && self.intents.contains(Intents::GUILD_PRESENCES);
        let order = ChunkOrder { query, nonce, index: 0, count: single.then_some(1), presences };
        if self.chunks.waiting.len() < limits::CHUNK_ORDERS_MAX {
            self.chunks.waiting.push_back((request.guild_id, order));
            self.next_chunk();
        }
    }

    /// What is asked of the owner; `None` where it may not be asked, or not yet.
    fn members_query(&mut self, request: &MembersRequest, nonce: Option<&str>) -> Option<MembersQuery> {
        let (guild, limit) = (request.guild_id, request.limit);
        if !self.relays.contains_key(&StreamKey::Guild(guild)) {
            return None;
        }
        if let Some(mut ids) = request.user_ids.clone() {
            ids.truncate(limits::MEMBERS_BY_ID_MAX);
            return Some(MembersQuery { after: None, prefix: None, user_ids: Some(ids), limit: limits::MEMBERS_BY_ID_MAX });
        }
        let prefix = request.query.clone().filter(|prefix| !prefix.is_empty());
        if prefix.is_some() || limit > 0 {
            let limit = if limit == 0 { limits::MEMBERS_BY_ID_MAX } else { limit.min(limits::MEMBERS_BY_ID_MAX) };
            return Some(MembersQuery { after: None, prefix, user_ids: None, limit });
        }
        if !self.intents.contains(Intents::GUILD_MEMBERS) || !self.may_ask_for_all(guild, nonce) {
            return None;
        }
        Some(MembersQuery { after: None, prefix: None, user_ids: None, limit: limits::MEMBERS_PAGE_MAX })
    }

    /// Once in 30 s for each guild; too early is told by RATE_LIMITED (Discord docs, Request Guild Members).
    fn may_ask_for_all(&mut self, guild: GuildId, nonce: Option<&str>) -> bool {
        let interval = Duration::from_millis(limits::ALL_MEMBERS_INTERVAL_MS);
        let now = Instant::now();
        let waited = self.chunks.all_asked.get(&guild).map(|asked| now.duration_since(*asked));
        if let Some(waited) = waited.filter(|waited| *waited < interval && self.sessions.limits_rates()) {
            let retry_after = interval.saturating_sub(waited);
            self.outbox.dispatch(Frame::new(event::rate_limited(guild, nonce, retry_after)));
            return false;
        }
        self.chunks.all_asked.insert(guild, now);
        true
    }

    pub(super) fn next_chunk(&mut self) {
        if self.chunks.asked.is_some() || self.chunks.waiting.is_empty() || !self.outbox.tell_when_drained() {
            return;
        }
        while let Some((guild, order)) = self.chunks.waiting.pop_front() {
            if self.is_attaching(guild) {
                // Its GUILD_CREATE comes first.
                return self.chunks.waiting.push_front((guild, order));
            }
            let relay = self.relays.get(&StreamKey::Guild(guild));
            if relay.is_some_and(|relay| relay.members(self.listener, order).is_ok()) {
                self.chunks.asked = Some(guild);
                return;
            }
        }
    }

    /// The guild is listened to no longer: a page that was asked for will not come, and others must not wait for it.
    pub(super) fn no_chunk_of(&mut self, guild: GuildId) {
        if self.chunks.asked == Some(guild) {
            self.chunks.asked = None;
        }
        self.next_chunk();
    }

    pub(super) fn chunk_sent(&mut self, guild: GuildId, order: ChunkOrder, last: Option<UserId>) {
        self.chunks.asked = None;
        if let Some(order) = following(order, last) {
            self.chunks.waiting.push_front((guild, order));
        }
        self.next_chunk();
    }
}

/// What is asked for after a page. As many pages come as the first promised, whoever has left or joined meanwhile: a library waits for the
/// last. That may be empty, and has room for those who joined.
fn following(order: ChunkOrder, last: Option<UserId>) -> Option<ChunkOrder> {
    let index = order.index + 1;
    let count = order.count.filter(|count| index < *count)?;
    let limit = if index + 1 == count { limits::MEMBERS_LAST_PAGE_MAX } else { order.query.limit };
    let query = MembersQuery { after: last.or(order.query.after), limit, ..order.query };
    Some(ChunkOrder { query, index, ..order })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(count: usize) -> ChunkOrder {
        let query = MembersQuery { limit: limits::MEMBERS_PAGE_MAX, ..MembersQuery::default() };
        ChunkOrder { query, nonce: Some("n".to_owned()), index: 0, count: Some(count), presences: false }
    }

    #[test]
    fn as_many_pages_follow_as_were_promised_though_all_members_have_left() {
        let last = UserId::from_raw(7);
        let second = following(first(4), Some(last)).unwrap();
        assert_eq!((second.index, second.query.after, second.query.limit), (1, Some(last), limits::MEMBERS_PAGE_MAX));
        let third = following(second, None).unwrap();
        assert_eq!((third.index, third.query.after), (2, Some(last)));
        let fourth = following(third, None).unwrap();
        assert_eq!((fourth.index, fourth.count, fourth.nonce.as_deref()), (3, Some(4), Some("n")));
        assert!(following(fourth, None).is_none());
        assert!(following(first(1), Some(last)).is_none());
    }

    #[test]
    fn last_page_has_room_for_those_who_joined_meanwhile() {
        let last = following(first(2), Some(UserId::from_raw(7))).unwrap();
        assert_eq!(last.query.limit, limits::MEMBERS_LAST_PAGE_MAX);
    }
}
