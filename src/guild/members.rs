//! Decisions about those who are and become members.

use super::access::{Asker, require_own};
use super::plan::Plan;
use super::{form, roles};
use crate::limits;
use crate::model::{Guild, Intents, Member, MemberPatch, Permissions, Refusal, Role, RoleId, Timestamp, User, UserId};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::stream::{Change, Dispatch};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A plan that makes the user a member with these roles.
pub(super) fn addition(guild: &Guild, user: Arc<User>, roles: Vec<RoleId>, now: Timestamp) -> Result<(Plan, Arc<Member>), Refusal> {
    if guild.members.len() >= limits::GUILD_MEMBERS_MAX {
        return Err(Refusal::TooMany { what: "server members", code: 30_019, max: limits::GUILD_MEMBERS_MAX });
    }
    let member = Arc::new(Member { user, nick: None, roles, joined_at: now, timed_out_until: None });
    let frame = event::member_add(guild.info.id, &member);
    Ok((Plan::change(Change::AddMember(member.clone())).tell(frame, Intents::GUILD_MEMBERS), member))
}

/// Makes a bot a member; where it is to have permissions, with a role of its own. Nobody gives a bot what they lack.
pub(super) fn add_bot(
    asker: &Asker<'_>,
    bot: &Arc<User>,
    permissions: Permissions,
    role_id: RoleId,
) -> Result<(Plan, Arc<Member>), Refusal> {
    asker.require(Permissions::MANAGE_GUILD)?;
    require_own(asker.permissions, permissions)?;
    if let Some(member) = asker.guild.members.get(&bot.id) {
        return Ok((Plan::default(), member.clone()));
    }
    if permissions == Permissions::NONE {
        return addition(asker.guild, bot.clone(), Vec::new(), asker.now);
    }
    roles::check_count(asker.guild)?;
    let role = Arc::new(Role {
        id: role_id,
        name: bot.name.as_str().to_owned(),
        permissions,
        position: 1,
        color: 0,
        hoist: false,
        mentionable: false,
        managed_by: Some(bot.id),
    });
    let (joining, member) = addition(asker.guild, bot.clone(), vec![role_id], asker.now)?;
    let mut plan = roles::put_new(asker.guild, role);
    plan.changes.extend(joining.changes);
    plan.dispatches.extend(joining.dispatches);
    Ok((plan, member))
}

/// Changes nick, roles or time-out of a member.
pub(super) fn update(asker: &Asker<'_>, id: UserId, patch: MemberPatch) -> Result<(Plan, Arc<Member>), Refusal> {
    let known = asker.other(id)?;
    let mut member = Member::clone(known);
    if let Some(nick) = patch.nick {
        member.nick = checked_nick(asker, known, nick)?;
    }
    if let Some(wanted) = patch.roles {
        member.roles = checked_roles(asker, known, &wanted)?;
    }
    if let Some(until) = patch.timed_out_until {
        member.timed_out_until = checked_time_out(asker, known, until)?;
    }
    Ok(put_if_changed(asker.guild, known, member))
}

fn checked_nick(asker: &Asker<'_>, known: &Member, nick: Option<String>) -> Result<Option<String>, Refusal> {
    let nick = form::optional("nick", nick.map(|nick| nick.trim().to_owned()), limits::NICK_CHARACTERS_MAX)?;
    if nick == known.nick {
        return Ok(nick);
    }
    if known.user.id == asker.id() {
        // Who may name others may name themselves.
        asker.require(Permissions::CHANGE_NICKNAME).or_else(|_| asker.require(Permissions::MANAGE_NICKNAMES))?;
    } else {
        asker.require(Permissions::MANAGE_NICKNAMES)?;
        asker.outrank_member(known)?;
    }
    Ok(nick)
}

/// Only what changes is checked: a client sends the whole list back.
fn checked_roles(asker: &Asker<'_>, known: &Member, wanted: &[RoleId]) -> Result<Vec<RoleId>, Refusal> {
    let everyone = asker.guild.info.id.everyone();
    let old: BTreeSet<RoleId> = known.roles.iter().copied().collect();
    let new: BTreeSet<RoleId> = wanted.iter().copied().filter(|id| *id != everyone).collect();
    for id in old.symmetric_difference(&new) {
        asker.require(Permissions::MANAGE_ROLES)?;
        let role = asker.role(*id)?;
        asker.outrank_role(role)?;
        if role.managed_by.is_some() {
            return Err(Refusal::MissingPermissions);
        }
    }
    Ok(new.into_iter().collect())
}

fn checked_time_out(asker: &Asker<'_>, known: &Member, until: Option<Timestamp>) -> Result<Option<Timestamp>, Refusal> {
    let until = until.filter(|end| *end > asker.now);
    if until == known.timed_out_until {
        return Ok(until);
    }
    asker.require(Permissions::MODERATE_MEMBERS)?;
    asker.outrank_member(known)?;
    let administers = crate::model::guild_permissions(asker.guild, known).contains(Permissions::ADMINISTRATOR);
    if until.is_some() && administers {
        return Err(Refusal::MissingPermissions);
    }
    let seconds = until.map_or(0, |end| end.unix_s() - asker.now.unix_s());
    if seconds > limits::TIME_OUT_S_MAX {
        return Err(Refusal::field("communication_disabled_until", "DATE_TIME_TOO_FAR", "Must be within 28 days."));
    }
    Ok(until)
}

fn put_if_changed(guild: &Guild, known: &Arc<Member>, member: Member) -> (Plan, Arc<Member>) {
    if member == **known {
        return (Plan::default(), known.clone());
    }
    let member = Arc::new(member);
    (put(guild, member.clone()), member)
}

/// A plan that puts a member as it is now. The member is told whatever its intents.
fn put(guild: &Guild, member: Arc<Member>) -> Plan {
    let frame = Frame::new(event::member_update(guild.info.id, &member));
    let dispatch = Dispatch { always_for: Some(member.user.id), ..Dispatch::to_all(frame, Intents::GUILD_MEMBERS) };
    Plan::change(Change::PutMember(member)).and_dispatch(dispatch)
}

/// Gives a member one role, or takes it.
pub(super) fn set_role(asker: &Asker<'_>, id: UserId, role: RoleId, has: bool) -> Result<(Plan, ()), Refusal> {
    asker.require(Permissions::MANAGE_ROLES)?;
    asker.role(role)?;
    let mut roles = asker.other(id)?.roles.clone();
    roles.retain(|known| *known != role);
    if has {
        roles.push(role);
    }
    let patch = MemberPatch { roles: Some(roles), ..MemberPatch::default() };
    update(asker, id, patch).map(|(plan, _)| (plan, ()))
}

/// A plan that shows a member under its user's new name.
pub(super) fn renamed(guild: &Guild, user: Arc<User>) -> Plan {
    match guild.members.get(&user.id) {
        Some(known) => put_if_changed(guild, known, Member { user, ..Member::clone(known) }).0,
        None => Plan::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild, kinds};

    fn nick(nick: &str) -> MemberPatch {
        MemberPatch { nick: Some(Some(nick.to_owned())), ..MemberPatch::default() }
    }

    fn until(seconds: i64) -> MemberPatch {
        let end = Timestamp::from_unix_us(t::NOW.unix_us() + seconds * 1_000_000);
        MemberPatch { timed_out_until: Some(Some(end)), ..MemberPatch::default() }
    }

    #[test]
    fn member_names_itself_and_moderator_names_those_below() {
        let mut test = TestGuild::new();
        let (plan, member) = test.ask(t::MEMBER, |asker| update(asker, t::MEMBER, nick(" Me "))).unwrap();
        assert_eq!(member.nick.as_deref(), Some("Me"));
        assert_eq!(plan.dispatches[0].always_for, Some(t::MEMBER));
        assert!(test.ask(t::MEMBER, |asker| update(asker, t::MODERATOR, nick("x"))).is_err());
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::MEMBER, nick("x"))).is_ok());
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::ADMIN, nick("x"))).is_err());
        assert!(test.ask(t::ADMIN, |asker| update(asker, t::OWNER, nick("x"))).is_err());
        assert!(test.ask(t::MEMBER, |asker| update(asker, t::MEMBER, nick(&"x".repeat(33)))).is_err());
    }

    #[test]
    fn roles_at_or_above_the_askers_highest_are_neither_given_nor_taken() {
        let mut test = TestGuild::new();
        assert!(test.ask(t::MODERATOR, |asker| set_role(asker, t::MEMBER, t::MODERATORS, true)).is_err());
        assert!(test.ask(t::MODERATOR, |asker| set_role(asker, t::ADMIN, t::ADMINS, false)).is_err());
        assert!(test.ask(t::MODERATOR, |asker| set_role(asker, t::ADMIN, t::COLORED, true)).is_ok());
        assert_eq!(test.guild.members[&t::ADMIN].roles, [t::ADMINS, t::COLORED]);
        assert!(test.ask(t::OWNER, |asker| set_role(asker, t::MEMBER, t::ADMINS, true)).is_ok());
        assert!(test.ask(t::MEMBER, |asker| set_role(asker, t::MEMBER, RoleId::from_raw(404), true)).is_err());
    }

    #[test]
    fn list_sent_back_with_a_role_above_the_asker_is_fine() {
        let mut test = TestGuild::new();
        let patch = MemberPatch { roles: Some(vec![t::ADMINS, t::COLORED, t::GUILD.everyone(), t::COLORED]), ..MemberPatch::default() };
        let (_, member) = test.ask(t::MODERATOR, |asker| update(asker, t::ADMIN, patch)).unwrap();
        assert_eq!(member.roles, [t::ADMINS, t::COLORED]);
    }

    #[test]
    fn role_that_a_member_has_already_changes_nothing() {
        let (plan, ()) = TestGuild::new().ask(t::MODERATOR, |asker| set_role(asker, t::MEMBER, t::COLORED, true)).unwrap();
        assert!(plan.is_empty());
    }

    #[test]
    fn time_out_is_for_those_below_who_do_not_administer_and_for_28_days_at_most() {
        let mut test = TestGuild::new();
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::MEMBER, until(60))).is_ok());
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::MEMBER, until(limits::TIME_OUT_S_MAX + 1))).is_err());
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::ADMIN, until(60))).is_err());
        assert!(test.ask(t::OWNER, |asker| update(asker, t::ADMIN, until(60))).is_err());
        assert!(test.ask(t::MEMBER, |asker| update(asker, t::MEMBER, until(0))).is_err());
    }

    #[test]
    fn bot_comes_with_a_role_of_its_own_that_nobody_hands_on() {
        let mut test = TestGuild::new();
        let bot = Arc::new(User { bot: true, ..User::clone(&t::user(UserId::from_raw(77))) });
        let role = RoleId::from_raw(78);
        let add = |asker: &Asker<'_>| add_bot(asker, &bot, Permissions::KICK_MEMBERS, role);
        assert!(test.ask(t::MODERATOR, add).is_err());
        let (plan, member) = test.ask(t::ADMIN, add).unwrap();
        assert_eq!((kinds(&plan), member.roles.as_slice()), (vec!["put role", "add member"], [role].as_slice()));
        assert_eq!(test.guild.roles[&role].managed_by, Some(bot.id));
        assert!(test.ask(t::OWNER, |asker| set_role(asker, t::MEMBER, role, true)).is_err());
        assert!(test.ask(t::OWNER, |asker| roles::delete(asker, role)).is_err());
        assert!(test.ask(t::ADMIN, add).unwrap().0.is_empty());
    }
}
