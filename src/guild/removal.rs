//! Decisions about those who cease to be members: leaving, kicks and bans.

use super::access::Asker;
use super::plan::Plan;
use super::{form, roles};
use crate::limits;
use crate::model::{Ban, Guild, Intents, Member, Permissions, Refusal, User, UserId};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::store::GuildWrite;
use crate::stream::{Audience, Change, Dispatch};
use bytes::Bytes;
use std::sync::Arc;

/// A plan that removes a member, and the role that was made for it if it is a bot.
fn removal(guild: &Guild, member: &Member) -> Plan {
    let id = member.user.id;
    let frame = event::member_remove(guild.info.id, &member.user);
    let mut plan = Plan::change(Change::RemoveMember(id)).tell(frame, Intents::GUILD_MEMBERS);
    for role in guild.roles.values().filter(|role| role.managed_by == Some(id)) {
        let gone = roles::removal(guild, role.id, Some(id));
        plan.changes.extend(gone.changes);
        plan.dispatches.extend(gone.dispatches);
    }
    plan
}

/// The asker goes. The owner gives the guild away first, or deletes it.
pub(super) fn leave(asker: &Asker<'_>) -> Result<(Plan, ()), Refusal> {
    if asker.is_owner() {
        return Err(Refusal::MissingPermissions);
    }
    Ok((removal(asker.guild, asker.member), ()))
}

/// Removes a member below the asker.
pub(super) fn kick(asker: &Asker<'_>, id: UserId) -> Result<(Plan, ()), Refusal> {
    asker.require(Permissions::KICK_MEMBERS)?;
    let member = asker.other(id)?;
    asker.outrank_member(member)?;
    Ok((removal(asker.guild, member), ()))
}

/// Removes a user, who may not come back. `known` says whether there is a ban already: that only gets the new reason.
pub(super) fn ban(asker: &Asker<'_>, user: Arc<User>, reason: Option<String>, known: bool) -> Result<(Plan, ()), Refusal> {
    asker.require(Permissions::BAN_MEMBERS)?;
    let reason = form::optional("reason", reason, limits::BAN_REASON_CHARACTERS_MAX)?;
    let mut plan = Plan::default();
    if let Some(member) = asker.guild.members.get(&user.id) {
        asker.outrank_member(member)?;
        plan = removal(asker.guild, member);
    }
    if !known {
        plan = plan.and_dispatch(told(event::ban_add(asker.guild.info.id, &user)));
    }
    let ban = Ban { user, reason, banned_by: asker.id(), created_at: asker.now };
    Ok((plan.and_write(GuildWrite::PutBan(ban)), ()))
}

/// Lets a user come back. `ban` is the one that there is.
pub(super) fn unban(asker: &Asker<'_>, ban: Option<Ban>) -> Result<(Plan, ()), Refusal> {
    asker.require(Permissions::BAN_MEMBERS)?;
    let ban = ban.ok_or(Refusal::UnknownBan)?;
    let frame = event::ban_remove(asker.guild.info.id, &ban.user);
    Ok((Plan::write(GuildWrite::DeleteBan(ban.user.id)).and_dispatch(told(frame)), ()))
}

/// Bans are told to those who may see and lift them.
fn told(body: Bytes) -> Dispatch {
    Dispatch::to(Audience::Allowed(Permissions::BAN_MEMBERS), Frame::new(body), Intents::GUILD_MODERATION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild, kinds};
    use crate::model::RoleId;
    use crate::user::News;

    #[test]
    fn owner_cannot_leave_and_others_can() {
        let mut test = TestGuild::new();
        assert!(test.ask(t::OWNER, leave).is_err());
        let before = test.guild.clone();
        let (plan, ()) = test.ask(t::MEMBER, leave).unwrap();
        assert!(matches!(plan.news(&before)[..], [(t::MEMBER, News::GuildLeft(t::GUILD))]));
        assert!(!test.guild.members.contains_key(&t::MEMBER));
        assert_eq!(test.guild.member_count, 3);
    }

    #[test]
    fn only_those_below_are_kicked() {
        let mut test = TestGuild::new();
        assert_eq!(test.ask(t::MEMBER, |asker| kick(asker, t::MODERATOR)).err(), Some(Refusal::MissingPermissions));
        assert!(test.ask(t::MODERATOR, |asker| kick(asker, t::ADMIN)).is_err());
        assert!(test.ask(t::ADMIN, |asker| kick(asker, t::OWNER)).is_err());
        assert_eq!(test.ask(t::ADMIN, |asker| kick(asker, t::STRANGER)).err(), Some(Refusal::UnknownMember));
        assert!(test.ask(t::MODERATOR, |asker| kick(asker, t::MEMBER)).is_ok());
    }

    #[test]
    fn stranger_is_banned_without_being_removed_and_member_is_both() {
        let mut test = TestGuild::new();
        let (plan, ()) = test.ask(t::MODERATOR, |asker| ban(asker, t::user(t::STRANGER), None, false)).unwrap();
        assert!(plan.changes.is_empty() && plan.writes.len() == 1 && plan.dispatches.len() == 1);
        let (plan, ()) = test.ask(t::MODERATOR, |asker| ban(asker, t::user(t::MEMBER), None, false)).unwrap();
        assert_eq!((kinds(&plan), plan.rows().len()), (vec!["remove member"], 2));
        assert!(test.ask(t::MODERATOR, |asker| ban(asker, t::user(t::OWNER), None, false)).is_err());
        assert!(test.ask(t::MODERATOR, |asker| ban(asker, t::user(t::MODERATOR), None, false)).is_err());
    }

    #[test]
    fn second_ban_changes_the_reason_and_is_not_told() {
        let mut test = TestGuild::new();
        let (plan, ()) = test.ask(t::MODERATOR, |asker| ban(asker, t::user(t::STRANGER), Some("x".to_owned()), true)).unwrap();
        assert!(plan.dispatches.is_empty() && plan.writes.len() == 1);
    }

    #[test]
    fn role_of_a_bot_goes_with_the_bot() {
        let mut test = TestGuild::new();
        let mut role = (*t::role(RoleId::from_raw(50), 1, Permissions::NONE)).clone();
        role.managed_by = Some(t::MEMBER);
        test.guild.roles.insert(role.id, Arc::new(role));
        Arc::make_mut(test.guild.members.get_mut(&t::MEMBER).unwrap()).roles.push(RoleId::from_raw(50));
        let (plan, ()) = test.ask(t::ADMIN, |asker| kick(asker, t::MEMBER)).unwrap();
        assert_eq!(kinds(&plan), ["remove member", "delete role"]);
    }
}
