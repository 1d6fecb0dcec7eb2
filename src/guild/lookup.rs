//! Which members a question is about. It is answered under the guild's lock: none costs more than its answer, however large the guild.

use super::names::NameIndex;
use crate::limits;
use crate::model::{Guild, Member, MembersQuery, UserId};
use std::ops::Bound;
use std::sync::Arc;

/// A page of the members that match.
pub(super) fn members(guild: &Guild, names: &NameIndex, query: &MembersQuery) -> Vec<Arc<Member>> {
    let most = query.limit.min(limits::MEMBERS_LAST_PAGE_MAX);
    let prefix = query.prefix.as_deref().filter(|prefix| !prefix.is_empty());
    match (&query.user_ids, prefix) {
        (Some(ids), _) => by_id(guild, ids.clone(), most),
        (None, Some(prefix)) => found(guild, names.beginning(prefix, most)),
        (None, None) => above(guild, query.after, most),
    }
}

fn by_id(guild: &Guild, mut ids: Vec<UserId>, most: usize) -> Vec<Arc<Member>> {
    ids.truncate(limits::MEMBERS_BY_ID_MAX.min(most));
    ids.sort_unstable();
    ids.dedup();
    found(guild, ids)
}

fn found(guild: &Guild, ids: Vec<UserId>) -> Vec<Arc<Member>> {
    ids.into_iter().filter_map(|id| guild.members.get(&id).cloned()).collect()
}

fn above(guild: &Guild, after: Option<UserId>, most: usize) -> Vec<Arc<Member>> {
    let first = after.map_or(Bound::Unbounded, Bound::Excluded);
    guild.members.range((first, Bound::Unbounded)).take(most).map(|(_, member)| member.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild};

    fn guild(members: u64) -> Guild {
        let mut guild = TestGuild::new().guild;
        guild.members = (1_000..1_000 + members).map(|id| t::member(UserId::from_raw(id), &[])).map(|m| (m.user.id, m)).collect();
        guild
    }

    fn ids(guild: &Guild, query: &MembersQuery) -> Vec<u64> {
        members(guild, &NameIndex::of(guild), query).iter().map(|member| member.user.id.raw()).collect()
    }

    #[test]
    fn pages_are_sorted_and_join_without_gap_or_overlap() {
        let guild = guild(250);
        let mut all = Vec::new();
        loop {
            let query = MembersQuery { after: all.last().map(|id| UserId::from_raw(*id)), limit: 60, ..MembersQuery::default() };
            let page = ids(&guild, &query);
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
        assert_eq!(all, (1_000..1_250).collect::<Vec<_>>());
    }

    #[test]
    fn prefix_finds_names_and_nicks_in_any_case() {
        let mut guild = guild(3);
        Arc::make_mut(guild.members.get_mut(&UserId::from_raw(1_001)).unwrap()).nick = Some("Ärmel".to_owned());
        let find = |prefix: &str| MembersQuery { prefix: Some(prefix.to_owned()), limit: 10, ..MembersQuery::default() };
        assert_eq!(ids(&guild, &find("uSER100")), [1_000, 1_001, 1_002]);
        assert_eq!(ids(&guild, &find("ä")), [1_001]);
        assert_eq!(ids(&guild, &find("mel")), [0; 0]);
        assert_eq!(ids(&guild, &find("")), [1_000, 1_001, 1_002]);
        assert_eq!(ids(&guild, &MembersQuery { limit: 2, ..find("user") }), [1_000, 1_001]);
    }

    #[test]
    fn member_who_is_found_by_two_names_is_listed_once() {
        let mut guild = guild(2);
        Arc::make_mut(guild.members.get_mut(&UserId::from_raw(1_000)).unwrap()).nick = Some("user of old".to_owned());
        let query = MembersQuery { prefix: Some("user".to_owned()), limit: 2, ..MembersQuery::default() };
        assert_eq!(ids(&guild, &query), [1_000, 1_001]);
    }

    #[test]
    fn named_ids_are_found_once_each_and_unknown_ones_left_out() {
        let guild = guild(3);
        let user_ids = [1_002, 5, 1_000, 1_002].map(UserId::from_raw).to_vec();
        let query = MembersQuery { user_ids: Some(user_ids), limit: 10, ..MembersQuery::default() };
        assert_eq!(ids(&guild, &query), [1_000, 1_002]);
    }

    #[test]
    fn page_is_never_longer_than_the_bound() {
        let guild = guild(2_200);
        let query = MembersQuery { limit: usize::MAX, ..MembersQuery::default() };
        assert_eq!(ids(&guild, &query).len(), limits::MEMBERS_LAST_PAGE_MAX);
    }
}
