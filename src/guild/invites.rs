//! Decisions about invites.

use super::access::Asker;
use super::form;
use super::members::addition;
use super::plan::Plan;
use crate::limits;
use crate::model::{
    ChannelId, ChannelKind, Guild, Intents, Invite, InviteCode, InviteOrder, Member, Permissions, Refusal, Timestamp, User,
};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::store::GuildWrite;
use crate::stream::{Audience, Dispatch};
use std::sync::Arc;

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A new code, or `None` where the system gives no randomness.
pub(super) fn random_code() -> Option<InviteCode> {
    let mut bytes = [0u8; 64];
    getrandom::fill(&mut bytes).ok()?;
    code(&bytes)
}

/// Takes characters from random bytes; those that would favour some characters are left out.
fn code(bytes: &[u8]) -> Option<InviteCode> {
    let fair = bytes.iter().map(|byte| byte & 63);
    let text: String =
        fair.filter_map(|index| ALPHABET.get(usize::from(index))).take(limits::INVITE_CODE_CHARACTERS).map(|c| char::from(*c)).collect();
    (text.len() == limits::INVITE_CODE_CHARACTERS).then_some(InviteCode(text))
}

/// Makes an invite, or gives an equal one of the same person again. `known` are the guild's; those that have expired are deleted.
pub(super) fn create(
    asker: &Asker<'_>,
    channel: ChannelId,
    order: InviteOrder,
    code: InviteCode,
    known: Vec<Invite>,
) -> Result<(Plan, Invite), Refusal> {
    let (place, _) = asker.require_in(channel, Permissions::CREATE_INSTANT_INVITE)?;
    if place.kind != ChannelKind::Text {
        return Err(Refusal::WrongChannelKind);
    }
    form::at_most("max_age", order.max_age_s, limits::INVITE_AGE_S_MAX)?;
    form::at_most("max_uses", order.max_uses, limits::INVITE_USES_MAX)?;
    let (usable, dead): (Vec<_>, Vec<_>) = known.into_iter().partition(|invite| invite.usable(asker.now));
    let invite = Invite {
        code,
        guild_id: asker.guild.info.id,
        channel_id: channel,
        inviter_id: asker.id(),
        created_at: asker.now,
        max_age_s: order.max_age_s,
        max_uses: order.max_uses,
        uses: 0,
        temporary: order.temporary,
    };
    if let Some(equal) = usable.iter().find(|known| !order.unique && equal(known, &invite)) {
        return Ok((Plan::default(), equal.clone()));
    }
    if usable.len() >= limits::GUILD_INVITES_MAX {
        return Err(Refusal::TooMany { what: "invites", code: 30_016, max: limits::GUILD_INVITES_MAX });
    }
    let mut plan = Plan::write(GuildWrite::PutInvite(invite.clone()));
    for invite in dead {
        plan = plan.and_write(GuildWrite::DeleteInvite(invite.code));
    }
    let frame = event::invite_create(&invite, &asker.member.user);
    Ok((plan.and_dispatch(told(frame, channel)), invite))
}

fn equal(known: &Invite, new: &Invite) -> bool {
    let terms = |invite: &Invite| (invite.channel_id, invite.inviter_id, invite.max_age_s, invite.max_uses, invite.temporary);
    terms(known) == terms(new)
}

/// Only those who manage the channel are told (Discord docs, Gateway events, Invite Create).
fn told(body: bytes::Bytes, channel: ChannelId) -> Dispatch {
    let audience = Audience::AllowedIn(channel, Permissions::MANAGE_CHANNELS);
    Dispatch::to(audience, Frame::new(body), Intents::GUILD_INVITES)
}

/// A plan by which an invite works no longer.
fn end(invite: &Invite) -> Plan {
    let frame = event::invite_delete(invite);
    Plan::write(GuildWrite::DeleteInvite(invite.code.clone())).and_dispatch(told(frame, invite.channel_id))
}

/// Deletes an invite of this guild.
pub(super) fn delete(asker: &Asker<'_>, invite: Option<Invite>) -> Result<(Plan, Invite), Refusal> {
    let invite = invite.filter(|invite| invite.guild_id == asker.guild.info.id).ok_or(Refusal::UnknownInvite)?;
    let manages = asker.require(Permissions::MANAGE_GUILD).is_ok();
    if !manages {
        asker.require_in(invite.channel_id, Permissions::MANAGE_CHANNELS)?;
    }
    Ok((end(&invite), invite))
}

/// What is known of someone who comes with an invite.
pub(super) struct Guest {
    pub(super) user: Arc<User>,
    pub(super) invite: Option<Invite>,
    pub(super) banned: bool,
    /// Guilds that the user is in.
    pub(super) guilds: usize,
}

/// Makes the guest a member and counts the use, in one step. An invite whose uses are gone is deleted.
pub(super) fn join(guild: &Guild, guest: Guest, now: Timestamp) -> Result<(Plan, Arc<Member>), Refusal> {
    let Guest { user, invite, banned, guilds } = guest;
    if guild.members.is_empty() {
        return Err(Refusal::UnknownInvite); // deleted
    }
    let mut invite = invite.filter(|invite| invite.guild_id == guild.info.id && invite.usable(now)).ok_or(Refusal::UnknownInvite)?;
    if let Some(member) = guild.members.get(&user.id) {
        return Ok((Plan::default(), member.clone()));
    }
    if user.bot {
        return Err(Refusal::BotsNotAllowed);
    }
    if banned {
        return Err(Refusal::Banned);
    }
    if guilds >= limits::GUILDS_PER_USER_MAX {
        return Err(Refusal::TooMany { what: "guilds", code: 30_001, max: limits::GUILDS_PER_USER_MAX });
    }
    let (mut plan, member) = addition(guild, user, Vec::new(), now)?;
    invite.uses += 1;
    let used = if invite.usable(now) { Plan::write(GuildWrite::PutInvite(invite)) } else { end(&invite) };
    plan.writes.extend(used.writes);
    plan.dispatches.extend(used.dispatches);
    Ok((plan, member))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild, kinds};
    use crate::model::{Overwrite, OverwriteTarget};

    const ORDER: InviteOrder = InviteOrder { max_age_s: 3_600, max_uses: 2, temporary: false, unique: false };

    fn named(name: &str) -> InviteCode {
        InviteCode(name.to_owned())
    }

    fn make(test: &mut TestGuild, order: InviteOrder, known: Vec<Invite>) -> Result<(Plan, Invite), Refusal> {
        test.ask(t::MEMBER, |asker| create(asker, t::TEXT, order, named("new"), known))
    }

    fn guest(invite: Option<Invite>) -> Guest {
        Guest { user: t::user(t::STRANGER), invite, banned: false, guilds: 0 }
    }

    #[test]
    fn code_is_ten_letters_and_digits() {
        let InviteCode(code) = random_code().unwrap();
        assert_eq!(code.len(), limits::INVITE_CODE_CHARACTERS);
        assert!(code.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert_ne!(random_code(), random_code());
        assert_eq!(super::code(&[63; 64]), None);
    }

    #[test]
    fn invite_needs_the_permission_in_its_channel() {
        let mut test = TestGuild::new();
        assert!(make(&mut test, ORDER, vec![]).is_ok());
        let target = OverwriteTarget::Role(t::COLORED);
        test.overwrite(t::TEXT, Overwrite { target, allow: Permissions::NONE, deny: Permissions::CREATE_INSTANT_INVITE });
        assert_eq!(make(&mut test, ORDER, vec![]).err(), Some(Refusal::MissingPermissions));
        let hidden = test.ask(t::MEMBER, |asker| create(asker, t::HIDDEN, ORDER, named("new"), vec![]));
        assert_eq!(hidden.err(), Some(Refusal::MissingAccess));
        let category = test.ask(t::MEMBER, |asker| create(asker, t::CATEGORY, ORDER, named("new"), vec![]));
        assert_eq!(category.err(), Some(Refusal::WrongChannelKind));
    }

    #[test]
    fn equal_invite_is_given_again_unless_a_new_one_is_wanted() {
        let mut test = TestGuild::new();
        let (_, first) = make(&mut test, ORDER, vec![]).unwrap();
        let old = Invite { code: named("old"), ..first };
        let (plan, again) = make(&mut test, ORDER, vec![old.clone()]).unwrap();
        assert!(plan.is_empty() && again == old);
        let (_, new) = make(&mut test, InviteOrder { unique: true, ..ORDER }, vec![old.clone()]).unwrap();
        assert_eq!(new.code, named("new"));
        let (plan, new) = make(&mut test, ORDER, vec![Invite { uses: 2, ..old.clone() }]).unwrap();
        assert_eq!(new.code, named("new"));
        assert!(plan.writes.contains(&GuildWrite::DeleteInvite(old.code)));
    }

    #[test]
    fn join_counts_the_use_in_the_same_step_and_the_last_use_ends_the_invite() {
        let mut test = TestGuild::new();
        let (_, invite) = make(&mut test, ORDER, vec![]).unwrap();
        let (plan, _) = join(&test.guild, guest(Some(invite.clone())), t::NOW).unwrap();
        assert_eq!(kinds(&plan), ["add member"]);
        assert!(matches!(&plan.writes[..], [GuildWrite::PutInvite(used)] if used.uses == 1));
        let (plan, _) = join(&test.guild, guest(Some(Invite { uses: 1, ..invite })), t::NOW).unwrap();
        assert!(matches!(&plan.writes[..], [GuildWrite::DeleteInvite(_)]));
        assert_eq!(plan.dispatches.len(), 2);
    }

    #[test]
    fn banned_user_expired_invite_and_too_many_guilds_are_refused() {
        let mut test = TestGuild::new();
        let (_, invite) = make(&mut test, ORDER, vec![]).unwrap();
        let refusal = |guest: Guest, now| join(&test.guild, guest, now).err();
        assert_eq!(refusal(Guest { banned: true, ..guest(Some(invite.clone())) }, t::NOW), Some(Refusal::Banned));
        assert_eq!(refusal(guest(None), t::NOW), Some(Refusal::UnknownInvite));
        let late = Timestamp::from_unix_us(t::NOW.unix_us() + 3_600_000_000);
        assert_eq!(refusal(guest(Some(invite.clone())), late), Some(Refusal::UnknownInvite));
        let busy = refusal(Guest { guilds: limits::GUILDS_PER_USER_MAX, ..guest(Some(invite)) }, t::NOW);
        assert!(matches!(busy, Some(Refusal::TooMany { code: 30_001, .. })));
    }

    #[test]
    fn member_who_joins_again_uses_nothing() {
        let mut test = TestGuild::new();
        let (_, invite) = make(&mut test, ORDER, vec![]).unwrap();
        let guest = Guest { user: t::user(t::MEMBER), ..guest(Some(invite)) };
        assert!(join(&test.guild, guest, t::NOW).unwrap().0.is_empty());
    }

    #[test]
    fn invite_is_deleted_by_who_manages_its_channel() {
        let mut test = TestGuild::new();
        let (_, invite) = make(&mut test, ORDER, vec![]).unwrap();
        assert!(test.ask(t::MEMBER, |asker| delete(asker, Some(invite.clone()))).is_err());
        assert!(test.ask(t::MODERATOR, |asker| delete(asker, Some(invite.clone()))).is_ok());
        let foreign = Invite { guild_id: crate::model::GuildId::from_raw(2), ..invite };
        assert_eq!(test.ask(t::OWNER, |asker| delete(asker, Some(foreign.clone()))).err(), Some(Refusal::UnknownInvite));
    }
}
