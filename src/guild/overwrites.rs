//! Decisions about what single channels grant and deny.

use super::access::{Asker, require_own};
use super::channels::put_if_changed;
use super::plan::Plan;
use crate::limits;
use crate::model::{Channel, ChannelId, Overwrite, OverwriteTarget, Permissions, Refusal};

/// Sets what a channel grants and denies to one role or member.
pub(super) fn put(asker: &Asker<'_>, id: ChannelId, overwrite: Overwrite) -> Result<(Plan, ()), Refusal> {
    let (known, granted) = asker.require_in(id, Permissions::MANAGE_ROLES)?;
    let mut list = known.overwrites.clone();
    match list.iter_mut().find(|old| old.target == overwrite.target) {
        Some(old) => *old = overwrite,
        None => list.push(overwrite),
    }
    check_list(asker, granted, &known.overwrites, &list)?;
    let (plan, _) = put_if_changed(known, Channel { overwrites: list, ..Channel::clone(known) });
    Ok((plan, ()))
}

/// Removes the overwrite of the role or user with this id.
pub(super) fn delete(asker: &Asker<'_>, id: ChannelId, target: u64) -> Result<(Plan, ()), Refusal> {
    let (known, granted) = asker.require_in(id, Permissions::MANAGE_ROLES)?;
    let mut list = known.overwrites.clone();
    list.retain(|overwrite| raw(overwrite.target) != target);
    if list.len() == known.overwrites.len() {
        return Err(Refusal::UnknownOverwrite);
    }
    check_list(asker, granted, &known.overwrites, &list)?;
    let (plan, _) = put_if_changed(known, Channel { overwrites: list, ..Channel::clone(known) });
    Ok((plan, ()))
}

fn raw(target: OverwriteTarget) -> u64 {
    match target {
        OverwriteTarget::Role(id) => id.raw(),
        OverwriteTarget::Member(id) => id.raw(),
    }
}

/// Whether one who has `granted` may make `new` of `old`: only bits that one has may change, on targets that exist.
pub(super) fn check_list(asker: &Asker<'_>, granted: Permissions, old: &[Overwrite], new: &[Overwrite]) -> Result<(), Refusal> {
    if new.len() > limits::CHANNEL_OVERWRITES_MAX {
        let message = format!("Must be {} or fewer in length.", limits::CHANNEL_OVERWRITES_MAX);
        return Err(Refusal::field("permission_overwrites", "BASE_TYPE_MAX_LENGTH", message));
    }
    for (index, overwrite) in new.iter().enumerate() {
        let known = old.contains(overwrite);
        if !known && new.iter().take(index).any(|other| other.target == overwrite.target) {
            return Err(Refusal::field("permission_overwrites", "BASE_TYPE_DUPLICATE", "One overwrite for each role or member."));
        }
        if !known && !exists(asker, overwrite.target) {
            return Err(Refusal::UnknownOverwrite);
        }
    }
    let touched = changed_bits(old, new);
    if touched == Permissions::NONE && same_targets(old, new) {
        return Ok(());
    }
    super::access::require(granted, Permissions::MANAGE_ROLES)?;
    let rules_roles = touched.contains(Permissions::MANAGE_ROLES);
    if rules_roles && !granted.contains(Permissions::ADMINISTRATOR) {
        return Err(Refusal::MissingPermissions); // Who may give this away in a channel may give everything there.
    }
    require_own(granted, touched)
}

fn exists(asker: &Asker<'_>, target: OverwriteTarget) -> bool {
    match target {
        OverwriteTarget::Role(id) => asker.guild.roles.contains_key(&id),
        OverwriteTarget::Member(id) => asker.guild.members.contains_key(&id),
    }
}

fn same_targets(old: &[Overwrite], new: &[Overwrite]) -> bool {
    old.len() == new.len() && old.iter().all(|overwrite| find(new, overwrite.target).is_some())
}

fn find(list: &[Overwrite], target: OverwriteTarget) -> Option<&Overwrite> {
    list.iter().find(|overwrite| overwrite.target == target)
}

/// All bits that are allowed or denied differently for anybody.
fn changed_bits(old: &[Overwrite], new: &[Overwrite]) -> Permissions {
    let mut changed = Permissions::NONE;
    for overwrite in old.iter().chain(new) {
        let bits = |list| find(list, overwrite.target).map_or((Permissions::NONE, Permissions::NONE), |o| (o.allow, o.deny));
        let ((old_allow, old_deny), (new_allow, new_deny)) = (bits(old), bits(new));
        changed |= difference(old_allow, new_allow) | difference(old_deny, new_deny);
    }
    changed
}

fn difference(a: Permissions, b: Permissions) -> Permissions {
    (a | b) & !(a & b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild, kinds};

    fn overwrite(allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite { target: OverwriteTarget::Role(t::COLORED), allow, deny }
    }

    #[test]
    fn overwrite_of_permissions_that_the_asker_lacks_is_refused() {
        let mut test = TestGuild::new();
        let own = overwrite(Permissions::SEND_MESSAGES, Permissions::NONE);
        let (plan, ()) = test.ask(t::MODERATOR, |asker| put(asker, t::TEXT, own)).unwrap();
        assert_eq!(kinds(&plan), ["put channel"]);
        for lacked in [overwrite(Permissions::MANAGE_GUILD, Permissions::NONE), overwrite(Permissions::NONE, Permissions::MANAGE_GUILD)] {
            assert_eq!(test.ask(t::MODERATOR, |asker| put(asker, t::TEXT, lacked)).err(), Some(Refusal::MissingPermissions));
            assert!(test.ask(t::ADMIN, |asker| put(asker, t::TEXT, lacked)).is_ok());
        }
    }

    #[test]
    fn only_administrators_let_others_manage_roles_in_a_channel() {
        let mut test = TestGuild::new();
        let rule = overwrite(Permissions::MANAGE_ROLES, Permissions::NONE);
        assert!(test.ask(t::MODERATOR, |asker| put(asker, t::TEXT, rule)).is_err());
        assert!(test.ask(t::OWNER, |asker| put(asker, t::TEXT, rule)).is_ok());
    }

    #[test]
    fn deleting_an_overwrite_that_denies_what_the_asker_lacks_is_refused() {
        let mut test = TestGuild::new();
        test.overwrite(t::TEXT, overwrite(Permissions::NONE, Permissions::MENTION_EVERYONE));
        assert_eq!(test.ask(t::MODERATOR, |asker| delete(asker, t::TEXT, t::COLORED.raw())).err(), Some(Refusal::MissingPermissions));
        test.ask(t::ADMIN, |asker| delete(asker, t::TEXT, t::COLORED.raw())).unwrap();
        assert!(test.guild.channels[&t::TEXT].overwrites.is_empty());
        assert_eq!(test.ask(t::ADMIN, |asker| delete(asker, t::TEXT, t::COLORED.raw())).err(), Some(Refusal::UnknownOverwrite));
    }

    #[test]
    fn hidden_channel_is_no_access_and_unknown_target_is_refused() {
        let mut test = TestGuild::new();
        let own = overwrite(Permissions::SEND_MESSAGES, Permissions::NONE);
        assert_eq!(test.ask(t::MODERATOR, |asker| put(asker, t::HIDDEN, own)).err(), Some(Refusal::MissingAccess));
        let nobody = Overwrite { target: OverwriteTarget::Member(t::STRANGER), ..own };
        assert_eq!(test.ask(t::ADMIN, |asker| put(asker, t::TEXT, nobody)).err(), Some(Refusal::UnknownOverwrite));
    }
}
