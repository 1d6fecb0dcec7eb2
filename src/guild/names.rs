//! The names that members go by, sorted: whom a search finds costs as much as what it answers, not a look at every member.

use crate::model::{Guild, Member, UserId};
use crate::stream::Change;
use std::collections::{BTreeSet, HashSet};
use std::ops::Bound;

/// User name, display name and nick of every member, in lower case.
#[derive(Default)]
pub(super) struct NameIndex(BTreeSet<(Box<str>, UserId)>);

impl NameIndex {
    pub(super) fn of(guild: &Guild) -> Self {
        Self(guild.members.values().flat_map(|member| entries(member)).collect())
    }

    /// Up to `most` members of whose names one begins with `prefix`, in any case; in the order of these names, each once.
    pub(super) fn beginning(&self, prefix: &str, most: usize) -> Vec<UserId> {
        let prefix = lower(prefix);
        let above = (Bound::Included((prefix.clone(), UserId::MIN)), Bound::Unbounded);
        let matching = self.0.range(above).take_while(|(name, _)| name.starts_with(&*prefix));
        let mut seen = HashSet::new();
        matching.map(|(_, user)| *user).filter(|user| seen.insert(*user)).take(most).collect()
    }

    /// Follows one change, which `guild` has not taken in yet.
    pub(super) fn follow(&mut self, guild: &Guild, change: &Change) {
        match change {
            Change::AddMember(member) | Change::PutMember(member) => {
                self.remove(guild, member.user.id);
                self.0.extend(entries(member));
            }
            Change::RemoveMember(user) => self.remove(guild, *user),
            Change::DeleteGuild => self.0.clear(),
            _ => {}
        }
    }

    fn remove(&mut self, guild: &Guild, user: UserId) {
        for entry in guild.members.get(&user).into_iter().flat_map(|member| entries(member)) {
            self.0.remove(&entry);
        }
    }
}

fn entries(member: &Member) -> impl Iterator<Item = (Box<str>, UserId)> + use<> {
    let names = [Some(member.user.name.as_str()), member.user.global_name.as_deref(), member.nick.as_deref()];
    let id = member.user.id;
    names.map(|name| name.map(lower)).into_iter().flatten().map(move |name| (name, id))
}

/// Character by character, so that what a prefix begins stays its prefix.
fn lower(name: &str) -> Box<str> {
    name.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::core::GuildCore;
    use crate::guild::test_guild::{self as t, TestGuild};
    use crate::model::MembersQuery;
    use std::sync::Arc;

    fn find(core: &GuildCore, prefix: &str) -> Vec<UserId> {
        let query = MembersQuery { prefix: Some(prefix.to_owned()), limit: 10, ..MembersQuery::default() };
        core.inspect(|section| section.members(&query)).iter().map(|member| member.user.id).collect()
    }

    fn apply(core: &GuildCore, change: Change) {
        core.publish(|section| _ = section.apply(change));
    }

    fn nicked(nick: Option<&str>) -> Change {
        let mut member = Member::clone(&t::member(t::STRANGER, &[]));
        member.nick = nick.map(str::to_owned);
        Change::PutMember(Arc::new(member))
    }

    #[test]
    fn search_knows_who_joins_is_renamed_and_leaves_at_once() {
        let core = GuildCore::new(TestGuild::new().guild, 1);
        assert_eq!(find(&core, "user14"), []);
        apply(&core, Change::AddMember(t::member(t::STRANGER, &[])));
        assert_eq!(find(&core, "user14"), [t::STRANGER]);
        apply(&core, nicked(Some("Zoë")));
        assert_eq!((find(&core, "zoË"), find(&core, "user14")), (vec![t::STRANGER], vec![t::STRANGER]));
        apply(&core, nicked(None));
        assert_eq!(find(&core, "zo"), []);
        // Several changes in one step, the later of what the earlier put.
        apply(&core, Change::Many(vec![nicked(Some("first")), nicked(Some("second")), Change::RemoveMember(t::MEMBER)]));
        assert_eq!((find(&core, "first"), find(&core, "second"), find(&core, "user13")), (vec![], vec![t::STRANGER], vec![]));
        apply(&core, Change::RemoveMember(t::STRANGER));
        assert_eq!((find(&core, "user14"), find(&core, "second")), (vec![], vec![]));
        apply(&core, Change::DeleteGuild);
        assert_eq!(find(&core, "user"), []);
    }
}
