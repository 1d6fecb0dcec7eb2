//! Decisions about the guild itself.

use super::access::Asker;
use super::form;
use super::plan::Plan;
use crate::limits;
use crate::model::{ChannelId, ChannelKind, Guild, GuildInfo, GuildPatch, Intents, Permissions, Refusal};
use crate::protocol::event;
use crate::stream::Change;
use std::collections::{BTreeMap, HashMap};

/// Changes settings; giving the guild away is the owner's alone.
pub(super) fn update(asker: &Asker<'_>, patch: GuildPatch) -> Result<(Plan, GuildInfo), Refusal> {
    asker.require(Permissions::MANAGE_GUILD)?;
    let known = &asker.guild.info;
    let GuildPatch { name, description, system_channel_id, owner_id } = patch;
    let mut info = known.clone();
    if let Some(name) = name {
        info.name = form::guild_name(&name)?;
    }
    if let Some(description) = description {
        info.description = form::optional("description", description, limits::GUILD_DESCRIPTION_CHARACTERS_MAX)?;
    }
    if let Some(channel) = system_channel_id {
        check_system_channel(asker, channel)?;
        info.system_channel_id = channel;
    }
    if let Some(owner) = owner_id.filter(|owner| *owner != known.owner_id) {
        if !asker.is_owner() {
            return Err(Refusal::MissingPermissions);
        }
        let heir = asker.other(owner)?;
        if heir.user.bot {
            return Err(Refusal::BotsNotAllowed);
        }
        info.owner_id = owner;
    }
    if info == *known {
        return Ok((Plan::default(), info));
    }
    let frame = event::guild_update(&changed(asker.guild, &info));
    Ok((Plan::change(Change::PutInfo(info.clone())).tell(frame, Intents::GUILDS), info))
}

fn check_system_channel(asker: &Asker<'_>, id: Option<ChannelId>) -> Result<(), Refusal> {
    match id.map(|id| asker.guild.channels.get(&id)) {
        None => Ok(()),
        Some(Some(channel)) if channel.kind == ChannelKind::Text => Ok(()),
        Some(Some(_)) => Err(Refusal::WrongChannelKind),
        Some(None) => Err(Refusal::UnknownChannel),
    }
}

/// The guild as an update shows it: new settings, roles; neither channels nor members.
fn changed(guild: &Guild, info: &GuildInfo) -> Guild {
    Guild {
        info: info.clone(),
        roles: guild.roles.clone(),
        channels: BTreeMap::new(),
        members: BTreeMap::new(),
        member_count: guild.member_count,
        last_messages: HashMap::new(),
        mentions: crate::model::MentionRing::default(),
    }
}

/// Deletes the guild.
pub(super) fn delete(asker: &Asker<'_>) -> Result<(Plan, ()), Refusal> {
    if asker.is_owner() { Ok((Plan::change(Change::DeleteGuild), ())) } else { Err(Refusal::MissingPermissions) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild, kinds};

    fn give_to(user: crate::model::UserId) -> GuildPatch {
        GuildPatch { owner_id: Some(user), ..GuildPatch::default() }
    }

    #[test]
    fn only_who_manages_the_guild_renames_it() {
        let mut test = TestGuild::new();
        let patch = GuildPatch { name: Some(" New name ".to_owned()), ..GuildPatch::default() };
        assert_eq!(test.ask(t::MODERATOR, |asker| update(asker, patch.clone())).err(), Some(Refusal::MissingPermissions));
        let (plan, info) = test.ask(t::ADMIN, |asker| update(asker, patch)).unwrap();
        assert_eq!((info.name.as_str(), kinds(&plan)), ("New name", vec!["put info"]));
        assert_eq!(plan.dispatches.len(), 1);
    }

    #[test]
    fn only_the_owner_gives_the_guild_away_and_only_to_a_member() {
        let mut test = TestGuild::new();
        assert_eq!(test.ask(t::ADMIN, |asker| update(asker, give_to(t::ADMIN))).err(), Some(Refusal::MissingPermissions));
        assert_eq!(test.ask(t::OWNER, |asker| update(asker, give_to(t::STRANGER))).err(), Some(Refusal::UnknownMember));
        test.ask(t::OWNER, |asker| update(asker, give_to(t::MEMBER))).unwrap();
        assert_eq!(test.guild.info.owner_id, t::MEMBER);
        assert!(test.ask(t::OWNER, |asker| update(asker, give_to(t::OWNER))).is_err());
    }

    #[test]
    fn administrator_cannot_delete_the_guild() {
        let mut test = TestGuild::new();
        assert!(test.ask(t::ADMIN, delete).is_err());
        test.ask(t::OWNER, delete).unwrap();
        assert!(test.guild.members.is_empty() && test.guild.channels.is_empty());
    }

    #[test]
    fn patch_that_changes_nothing_is_not_told() {
        let (plan, _) = TestGuild::new().ask(t::OWNER, |asker| update(asker, GuildPatch::default())).unwrap();
        assert!(plan.is_empty());
    }
}
