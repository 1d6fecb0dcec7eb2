//! Which members a question is about.

use crate::limits;
use crate::model::{Guild, Member, MembersQuery, UserId};
use std::collections::BinaryHeap;
use std::sync::Arc;

/// A page of the members that match, by user id.
pub(super) fn members(guild: &Guild, query: &MembersQuery) -> Vec<Arc<Member>> {
    let mut page = Page::new(query.limit.min(limits::MEMBERS_PAGE_MAX));
    let after = |member: &Member| query.after.is_none_or(|after| member.user.id > after);
    for member in matches(guild, query).filter(|member| after(member)) {
        page.offer(member);
    }
    page.members()
}

/// How many match, on this page and all others.
pub(super) fn matching(guild: &Guild, query: &MembersQuery) -> usize {
    let all = query.user_ids.is_none() && query.prefix.as_deref().unwrap_or_default().is_empty();
    if all { guild.members.len() } else { matches(guild, query).count() }
}

fn matches<'a>(guild: &'a Guild, query: &'a MembersQuery) -> Box<dyn Iterator<Item = &'a Arc<Member>> + 'a> {
    let prefix = query.prefix.as_deref().unwrap_or_default();
    match &query.user_ids {
        Some(ids) => {
            let mut ids = ids.clone();
            ids.truncate(limits::MEMBERS_BY_ID_MAX);
            ids.sort_unstable();
            ids.dedup();
            Box::new(ids.into_iter().filter_map(|id| guild.members.get(&id)))
        }
        None => Box::new(guild.members.values().filter(move |member| named(member, prefix))),
    }
}

/// Whether user name, display name or nick begins with `prefix`, in any case.
fn named(member: &Member, prefix: &str) -> bool {
    let names = [Some(member.user.name.as_str()), member.user.global_name.as_deref(), member.nick.as_deref()];
    names.into_iter().flatten().any(|name| begins(name, prefix))
}

fn begins(name: &str, prefix: &str) -> bool {
    let mut name = name.chars().flat_map(char::to_lowercase);
    prefix.chars().flat_map(char::to_lowercase).all(|c| name.next() == Some(c))
}

/// The members with the smallest ids of all that were offered: one pass, and no more memory than the page.
struct Page<'a> {
    size: usize,
    kept: BinaryHeap<ById<'a>>,
}

struct ById<'a>(&'a Arc<Member>);

impl ById<'_> {
    fn id(&self) -> UserId {
        self.0.user.id
    }
}

impl PartialEq for ById<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for ById<'_> {}

impl PartialOrd for ById<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ById<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id().cmp(&other.id())
    }
}

impl<'a> Page<'a> {
    fn new(size: usize) -> Self {
        Self { size, kept: BinaryHeap::new() }
    }

    fn offer(&mut self, member: &'a Arc<Member>) {
        if self.kept.len() < self.size {
            self.kept.push(ById(member));
        } else if let Some(mut greatest) = self.kept.peek_mut()
            && member.user.id < greatest.id()
        {
            *greatest = ById(member);
        }
    }

    fn members(self) -> Vec<Arc<Member>> {
        self.kept.into_sorted_vec().into_iter().map(|ById(member)| member.clone()).collect()
    }
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
        members(guild, query).iter().map(|member| member.user.id.raw()).collect()
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
        assert_eq!((matching(&guild, &find("ä")), matching(&guild, &find(""))), (1, 3));
    }

    #[test]
    fn named_ids_are_found_once_each_and_unknown_ones_left_out() {
        let guild = guild(3);
        let user_ids = [1_002, 5, 1_000, 1_002].map(UserId::from_raw).to_vec();
        let query = MembersQuery { user_ids: Some(user_ids), limit: 10, ..MembersQuery::default() };
        assert_eq!(ids(&guild, &query), [1_000, 1_002]);
        assert_eq!(matching(&guild, &query), 2);
    }

    #[test]
    fn page_is_never_longer_than_the_bound() {
        let guild = guild(1_200);
        let query = MembersQuery { limit: usize::MAX, ..MembersQuery::default() };
        assert_eq!(ids(&guild, &query).len(), limits::MEMBERS_PAGE_MAX);
    }
}
