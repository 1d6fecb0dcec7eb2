//! Decisions about roles.

use super::access::{Asker, rank, require_own};
use super::form;
use super::plan::Plan;
use crate::limits;
use crate::model::{
    Channel, Guild, Intents, Member, NewRole, OverwriteTarget, Permissions, PositionPatch, Refusal, Role, RoleId, RolePatch, UserId,
};
use crate::protocol::event;
use crate::stream::Change;
use std::sync::Arc;

/// Makes a role, the lowest above `@everyone`: of all at position 1 it is the newest.
pub(super) fn create(asker: &Asker<'_>, id: RoleId, new: &NewRole) -> Result<(Plan, Arc<Role>), Refusal> {
    asker.require(Permissions::MANAGE_ROLES)?;
    check_count(asker.guild)?;
    form::at_most("color", new.color, limits::ROLE_COLOR_MAX)?;
    if let Some(permissions) = new.permissions {
        require_own(asker.permissions, permissions)?;
    }
    let everyone = asker.role(asker.guild.info.id.everyone())?;
    let role = Arc::new(Role {
        id,
        name: form::role_name(&new.name)?,
        permissions: new.permissions.unwrap_or(everyone.permissions),
        position: 1,
        color: new.color,
        hoist: new.hoist,
        mentionable: new.mentionable,
        managed_by: None,
    });
    Ok((put_new(asker.guild, role.clone()), role))
}

pub(super) fn check_count(guild: &Guild) -> Result<(), Refusal> {
    if guild.roles.len() < limits::GUILD_ROLES_MAX {
        return Ok(());
    }
    Err(Refusal::TooMany { what: "guild roles", code: 30_005, max: limits::GUILD_ROLES_MAX })
}

/// A plan that adds a role.
pub(super) fn put_new(guild: &Guild, role: Arc<Role>) -> Plan {
    let frame = event::role_create(guild.info.id, &role);
    Plan::change(Change::PutRole(role)).tell(frame, Intents::GUILDS)
}

/// Changes a role below the asker's own; of `@everyone` only the permissions.
pub(super) fn update(asker: &Asker<'_>, id: RoleId, patch: RolePatch) -> Result<(Plan, Arc<Role>), Refusal> {
    asker.require(Permissions::MANAGE_ROLES)?;
    let known = asker.role(id)?;
    asker.outrank_role(known)?;
    let RolePatch { name, permissions, color, hoist, mentionable } = patch;
    let mut role = Role::clone(known);
    if let Some(permissions) = permissions {
        require_own(asker.permissions, permissions & !known.permissions)?;
        role.permissions = permissions;
    }
    if id != asker.guild.info.id.everyone() {
        if let Some(name) = name {
            role.name = form::role_name(&name)?;
        }
        if let Some(color) = color {
            form::at_most("color", color, limits::ROLE_COLOR_MAX)?;
            role.color = color;
        }
        role.hoist = hoist.unwrap_or(known.hoist);
        role.mentionable = mentionable.unwrap_or(known.mentionable);
    }
    if role == **known {
        return Ok((Plan::default(), known.clone()));
    }
    let role = Arc::new(role);
    let frame = event::role_update(asker.guild.info.id, &role);
    Ok((Plan::change(Change::PutRole(role.clone())).tell(frame, Intents::GUILDS), role))
}

/// Deletes a role below the asker's own. `@everyone` and the roles of bots stay.
pub(super) fn delete(asker: &Asker<'_>, id: RoleId) -> Result<(Plan, ()), Refusal> {
    asker.require(Permissions::MANAGE_ROLES)?;
    let role = asker.role(id)?;
    asker.outrank_role(role)?;
    if id == asker.guild.info.id.everyone() || role.managed_by.is_some() {
        return Err(Refusal::MissingPermissions);
    }
    Ok((removal(asker.guild, id, None), ()))
}

/// A plan that removes a role from everything that names it; `gone` is a member that is removed with it.
pub(super) fn removal(guild: &Guild, id: RoleId, gone: Option<UserId>) -> Plan {
    let mut plan = Plan::default();
    let holders = guild.members.values().filter(|member| member.roles.contains(&id) && Some(member.user.id) != gone);
    for member in holders {
        plan = plan.and_change(Change::PutMember(Arc::new(without(member, id))));
    }
    let target = OverwriteTarget::Role(id);
    for channel in guild.channels.values().filter(|channel| channel.overwrites.iter().any(|o| o.target == target)) {
        let mut channel = Channel::clone(channel);
        channel.overwrites.retain(|overwrite| overwrite.target != target);
        plan = plan.and_change(Change::PutChannel(Arc::new(channel)));
    }
    plan.and_change(Change::DeleteRole(id)).tell(event::role_delete(guild.info.id, id), Intents::GUILDS)
}

fn without(member: &Member, role: RoleId) -> Member {
    let mut member = Member::clone(member);
    member.roles.retain(|id| *id != role);
    member
}

/// Moves roles and numbers all anew. Whatever stands at or above the asker's highest role must stay as it is.
pub(super) fn shift(asker: &Asker<'_>, moves: &[PositionPatch<RoleId>]) -> Result<(Plan, Vec<Arc<Role>>), Refusal> {
    asker.require(Permissions::MANAGE_ROLES)?;
    let everyone = asker.guild.info.id.everyone();
    let before = order(asker.guild, everyone);
    let after = moved(asker, &before, moves)?;
    let untouchable = |id: &&RoleId| asker.role(**id).is_ok_and(|role| asker.outrank_role(role).is_err());
    let touched = before.iter().zip(&after).any(|(a, b)| a != b && (untouchable(&a) || untouchable(&b)));
    if touched {
        return Err(Refusal::MissingPermissions);
    }
    let mut plan = Plan::default();
    let mut roles = vec![asker.role(everyone)?.clone()];
    for (position, id) in (1..).zip(&after) {
        let known = asker.role(*id)?;
        let role = Arc::new(Role { position, ..Role::clone(known) });
        if role != *known {
            plan = plan.and_change(Change::PutRole(role.clone())).tell(event::role_update(asker.guild.info.id, &role), Intents::GUILDS);
        }
        roles.push(role);
    }
    Ok((plan, roles))
}

/// All roles but `@everyone`, the lowest first.
fn order(guild: &Guild, everyone: RoleId) -> Vec<RoleId> {
    let mut roles: Vec<&Arc<Role>> = guild.roles.values().filter(|role| role.id != everyone).collect();
    roles.sort_by_key(|role| rank(role));
    roles.into_iter().map(|role| role.id).collect()
}

/// The order after the moved roles were taken out and put back at their new places.
fn moved(asker: &Asker<'_>, before: &[RoleId], moves: &[PositionPatch<RoleId>]) -> Result<Vec<RoleId>, Refusal> {
    let mut places: Vec<(i32, RoleId)> = Vec::new();
    for row in moves {
        asker.role(row.id)?;
        if let Some(position) = row.position.filter(|_| before.contains(&row.id)) {
            places.retain(|(_, id)| *id != row.id);
            places.push((form::position(position)?, row.id));
        }
    }
    places.sort_by_key(|(position, id)| (*position, std::cmp::Reverse(*id)));
    let mut after: Vec<RoleId> = before.iter().filter(|id| places.iter().all(|(_, moved)| moved != *id)).copied().collect();
    for (position, id) in places {
        let place = usize::try_from(position - 1).unwrap_or(0).min(after.len());
        after.insert(place, id);
    }
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild, kinds};
    use crate::model::Overwrite;

    fn new_role(permissions: Option<Permissions>) -> NewRole {
        NewRole { name: String::new(), permissions, color: 0, hoist: false, mentionable: false }
    }

    fn set(permissions: Permissions) -> RolePatch {
        RolePatch { permissions: Some(permissions), ..RolePatch::default() }
    }

    fn to(id: RoleId, position: i32) -> PositionPatch<RoleId> {
        PositionPatch { id, position: Some(position), parent_id: None }
    }

    const NEW: RoleId = RoleId::from_raw(99);

    #[test]
    fn nobody_makes_a_role_with_permissions_that_they_lack() {
        let mut test = TestGuild::new();
        let mut make = |actor, permissions| test.ask(actor, |asker| create(asker, NEW, &new_role(permissions)));
        assert!(make(t::MEMBER, None).is_err());
        assert_eq!(make(t::MODERATOR, Some(Permissions::MANAGE_GUILD)).err(), Some(Refusal::MissingPermissions));
        assert!(make(t::MODERATOR, Some(Permissions::KICK_MEMBERS)).is_ok());
        assert!(make(t::ADMIN, Some(Permissions::from_raw(1 << 63 | Permissions::MANAGE_GUILD.raw()))).is_ok());
    }

    #[test]
    fn new_role_has_the_permissions_of_everyone_and_is_the_lowest() {
        let mut test = TestGuild::new();
        let (_, role) = test.ask(t::MODERATOR, |asker| create(asker, NEW, &new_role(None))).unwrap();
        assert_eq!((role.permissions, role.name.as_str()), (Permissions::NEW_GUILD, "new role"));
        assert_eq!(order(&test.guild, t::GUILD.everyone()), [NEW, t::COLORED, t::MODERATORS, t::ADMINS]);
    }

    #[test]
    fn role_at_or_above_the_askers_highest_is_not_touched() {
        let mut test = TestGuild::new();
        for id in [t::MODERATORS, t::ADMINS] {
            assert!(test.ask(t::MODERATOR, |asker| update(asker, id, set(Permissions::NONE))).is_err());
            assert!(test.ask(t::MODERATOR, |asker| delete(asker, id)).is_err());
        }
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::COLORED, set(Permissions::KICK_MEMBERS))).is_ok());
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::COLORED, set(Permissions::MANAGE_GUILD))).is_err());
        assert!(test.ask(t::OWNER, |asker| delete(asker, t::ADMINS)).is_ok());
    }

    #[test]
    fn permission_that_the_asker_lacks_may_stay_in_a_role() {
        let mut test = TestGuild::new();
        test.ask(t::OWNER, |asker| update(asker, t::COLORED, set(Permissions::MANAGE_GUILD))).unwrap();
        let more = set(Permissions::MANAGE_GUILD | Permissions::KICK_MEMBERS);
        assert!(test.ask(t::MODERATOR, |asker| update(asker, t::COLORED, more)).is_ok());
    }

    #[test]
    fn deleted_role_is_taken_from_members_and_overwrites() {
        let mut test = TestGuild::new();
        let target = OverwriteTarget::Role(t::COLORED);
        test.overwrite(t::TEXT, Overwrite { target, allow: Permissions::NONE, deny: Permissions::SEND_MESSAGES });
        let (plan, ()) = test.ask(t::MODERATOR, |asker| delete(asker, t::COLORED)).unwrap();
        assert_eq!(kinds(&plan), ["put member", "put channel", "delete role"]);
        assert_eq!(plan.rows().len(), 3);
        assert!(test.guild.members[&t::MEMBER].roles.is_empty());
        assert!(test.guild.channels[&t::TEXT].overwrites.is_empty());
    }

    #[test]
    fn everyone_can_neither_be_deleted_nor_renamed() {
        let mut test = TestGuild::new();
        let everyone = t::GUILD.everyone();
        assert!(test.ask(t::OWNER, |asker| delete(asker, everyone)).is_err());
        let patch = RolePatch { name: Some("all".to_owned()), ..set(Permissions::VIEW_CHANNEL) };
        let (_, role) = test.ask(t::OWNER, |asker| update(asker, everyone, patch)).unwrap();
        assert_eq!((role.name.as_str(), role.permissions), ("role 1", Permissions::VIEW_CHANNEL));
    }

    #[test]
    fn single_move_ends_at_its_place_and_all_are_numbered_anew() {
        let mut test = TestGuild::new();
        let (plan, roles) = test.ask(t::OWNER, |asker| shift(asker, &[to(t::COLORED, 3)])).unwrap();
        let places: Vec<_> = roles.iter().map(|role| (role.id, role.position)).collect();
        assert_eq!(places, [(t::GUILD.everyone(), 0), (t::MODERATORS, 1), (t::ADMINS, 2), (t::COLORED, 3)]);
        assert_eq!(plan.dispatches.len(), 3);
        let (_, roles) = test.ask(t::OWNER, |asker| shift(asker, &[to(t::COLORED, 1)])).unwrap();
        assert_eq!(roles[1].id, t::COLORED);
    }

    #[test]
    fn nobody_moves_a_role_to_or_above_the_own_highest() {
        let mut test = TestGuild::new();
        test.ask(t::MODERATOR, |asker| create(asker, NEW, &new_role(None))).unwrap();
        for forbidden in [to(t::COLORED, 3), to(t::MODERATORS, 1), to(t::ADMINS, 1), to(t::COLORED, 100)] {
            assert_eq!(test.ask(t::MODERATOR, |asker| shift(asker, &[forbidden])).err(), Some(Refusal::MissingPermissions));
        }
        let (_, roles) = test.ask(t::MODERATOR, |asker| shift(asker, &[to(NEW, 2)])).unwrap();
        assert_eq!(roles.iter().map(|role| role.id).collect::<Vec<_>>()[1..], [t::COLORED, NEW, t::MODERATORS, t::ADMINS]);
    }

    #[test]
    fn role_above_the_bound_is_refused_with_discords_code() {
        let mut test = TestGuild::new();
        for raw in 1_000.. {
            let made = test.ask(t::OWNER, |asker| create(asker, RoleId::from_raw(raw), &new_role(None)));
            if let Err(refusal) = made {
                assert!(matches!(refusal, Refusal::TooMany { code: 30_005, .. }));
                break;
            }
        }
        assert_eq!(test.guild.roles.len(), limits::GUILD_ROLES_MAX);
    }
}
