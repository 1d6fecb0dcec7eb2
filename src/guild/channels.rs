//! Decisions about channels and categories.

use super::access::Asker;
use super::plan::Plan;
use super::{form, overwrites};
use crate::limits;
use crate::model::{Channel, ChannelId, ChannelKind, ChannelPatch, Guild, Invite, NewChannel, Permissions, PositionPatch, Refusal};
use crate::store::GuildWrite;
use crate::stream::Change;
use std::collections::BTreeMap;
use std::sync::Arc;

type Channels = BTreeMap<ChannelId, Arc<Channel>>;

/// Makes a channel. Without overwrites of its own it gets those of its category, so that a private category stays private.
pub(super) fn create(asker: &Asker<'_>, id: ChannelId, new: NewChannel) -> Result<(Plan, Arc<Channel>), Refusal> {
    asker.require(Permissions::MANAGE_CHANNELS)?;
    let channels = &asker.guild.channels;
    if channels.len() >= limits::GUILD_CHANNELS_MAX {
        return Err(Refusal::TooMany { what: "guild channels", code: 30_013, max: limits::GUILD_CHANNELS_MAX });
    }
    form::at_most("rate_limit_per_user", new.slowmode_s, limits::CHANNEL_SLOWMODE_S_MAX)?;
    let parent = category(asker, new.kind, new.parent_id, false)?;
    let overwrites = if new.overwrites.is_empty() {
        parent.map(|category| category.overwrites.clone()).unwrap_or_default()
    } else {
        overwrites::check_list(asker, asker.permissions, &[], &new.overwrites)?;
        new.overwrites
    };
    let channel = Arc::new(Channel {
        id,
        guild_id: asker.guild.info.id,
        kind: new.kind,
        name: form::channel_name(new.kind, &new.name)?,
        topic: form::topic(new.topic)?,
        position: new.position.map_or_else(|| Ok(next_position(channels, new.kind, new.parent_id)), form::position)?,
        parent_id: new.parent_id,
        nsfw: new.nsfw,
        slowmode_s: new.slowmode_s,
        overwrites,
    });
    check_category_sizes(asker.guild, &Channels::from([(id, channel.clone())]))?;
    Ok((Plan::change(Change::PutChannel(channel.clone())), channel))
}

/// After the last one of its kind and category.
fn next_position(channels: &Channels, kind: ChannelKind, parent: Option<ChannelId>) -> i32 {
    let siblings = channels.values().filter(|channel| channel.kind == kind && channel.parent_id == parent);
    siblings.map(|channel| channel.position.saturating_add(1)).max().unwrap_or(0).min(limits::POSITION_MAX)
}

/// The category that a channel is to be in: one that the asker may view, unless the channel `stays` there.
fn category<'g>(asker: &Asker<'g>, kind: ChannelKind, parent: Option<ChannelId>, stays: bool) -> Result<Option<&'g Arc<Channel>>, Refusal> {
    let Some(parent) = parent else { return Ok(None) };
    let refuse = |code, message: &str| Err(Refusal::field("parent_id", code, message));
    if kind == ChannelKind::Category {
        return refuse("CHANNEL_PARENT_INVALID_TYPE", "Categories cannot have parents");
    }
    let Some(category) = asker.guild.channels.get(&parent) else {
        return refuse("CHANNEL_PARENT_INVALID", "Category does not exist");
    };
    if category.kind != ChannelKind::Category {
        return refuse("CHANNEL_PARENT_INVALID_TYPE", "Not a category");
    }
    if !stays {
        asker.channel(parent)?;
    }
    Ok(Some(category))
}

/// Refuses where some category would hold too many channels, with `changed` as they are to be.
fn check_category_sizes(guild: &Guild, changed: &Channels) -> Result<(), Refusal> {
    for category in changed.values().filter_map(|channel| channel.parent_id) {
        let stay = children(guild, category).filter(|channel| !changed.contains_key(&channel.id)).count();
        let come = changed.values().filter(|channel| channel.parent_id == Some(category)).count();
        if stay + come > limits::CATEGORY_CHANNELS_MAX {
            let message = format!("Maximum number of channels in category reached ({})", limits::CATEGORY_CHANNELS_MAX);
            return Err(Refusal::field("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", message));
        }
    }
    Ok(())
}

fn children(guild: &Guild, category: ChannelId) -> impl Iterator<Item = &Arc<Channel>> {
    guild.channels.values().filter(move |channel| channel.parent_id == Some(category))
}

/// Changes a channel.
pub(super) fn update(asker: &Asker<'_>, id: ChannelId, patch: ChannelPatch) -> Result<(Plan, Arc<Channel>), Refusal> {
    let (known, granted) = asker.require_in(id, Permissions::MANAGE_CHANNELS)?;
    let ChannelPatch { name, topic, position, parent_id, nsfw, slowmode_s, overwrites } = patch;
    let mut channel = Channel::clone(known);
    if let Some(name) = name {
        channel.name = form::channel_name(known.kind, &name)?;
    }
    if let Some(topic) = topic {
        channel.topic = form::topic(topic)?;
    }
    if let Some(position) = position {
        channel.position = form::position(position)?;
    }
    if let Some(parent) = parent_id {
        category(asker, known.kind, parent, parent == known.parent_id)?;
        channel.parent_id = parent;
    }
    channel.nsfw = nsfw.unwrap_or(known.nsfw);
    if let Some(slowmode_s) = slowmode_s {
        form::at_most("rate_limit_per_user", slowmode_s, limits::CHANNEL_SLOWMODE_S_MAX)?;
        channel.slowmode_s = slowmode_s;
    }
    if let Some(overwrites) = overwrites {
        overwrites::check_list(asker, granted, &known.overwrites, &overwrites)?;
        channel.overwrites = overwrites;
    }
    let (plan, channel) = put_if_changed(known, channel);
    check_category_sizes(asker.guild, &Channels::from([(id, channel.clone())]))?;
    Ok((plan, channel))
}

/// A plan that puts the channel, or none where it is as before.
pub(super) fn put_if_changed(known: &Arc<Channel>, channel: Channel) -> (Plan, Arc<Channel>) {
    if channel == **known {
        return (Plan::default(), known.clone());
    }
    let channel = Arc::new(channel);
    (Plan::change(Change::PutChannel(channel.clone())), channel)
}

/// Deletes a channel with those of `invites` that lead to it; the channels of a category stay.
pub(super) fn delete(asker: &Asker<'_>, id: ChannelId, invites: Vec<Invite>) -> Result<(Plan, Arc<Channel>), Refusal> {
    let (channel, _) = asker.require_in(id, Permissions::MANAGE_CHANNELS)?;
    let mut plan = Plan::default();
    for child in children(asker.guild, id) {
        plan = plan.and_change(Change::PutChannel(Arc::new(Channel { parent_id: None, ..Channel::clone(child) })));
    }
    if asker.guild.info.system_channel_id == Some(id) {
        let info = crate::model::GuildInfo { system_channel_id: None, ..asker.guild.info.clone() };
        plan = plan.and_change(Change::PutInfo(info));
    }
    for invite in invites.into_iter().filter(|invite| invite.channel_id == id) {
        plan = plan.and_write(GuildWrite::DeleteInvite(invite.code));
    }
    Ok((plan.and_change(Change::DeleteChannel(id)), channel.clone()))
}

/// Changes positions and categories of several channels, all or none.
pub(super) fn shift(asker: &Asker<'_>, rows: &[PositionPatch<ChannelId>]) -> Result<(Plan, ()), Refusal> {
    asker.require(Permissions::MANAGE_CHANNELS)?;
    let mut changed = Channels::new();
    for row in rows {
        let (known, _) = asker.channel(row.id)?;
        let channel = Arc::make_mut(changed.entry(row.id).or_insert_with(|| known.clone()));
        if let Some(position) = row.position {
            channel.position = form::position(position)?;
        }
        if let Some(parent) = row.parent_id {
            category(asker, known.kind, parent, parent == known.parent_id)?;
            channel.parent_id = parent;
        }
    }
    check_category_sizes(asker.guild, &changed)?;
    let changed = changed.into_iter().filter(|(id, channel)| asker.guild.channels.get(id) != Some(channel));
    let mut plan = Plan::default();
    for (_, channel) in changed {
        plan = plan.and_change(Change::PutChannel(channel));
    }
    Ok((plan, ()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild, kinds, new_channel};
    use crate::model::{InviteCode, Overwrite, OverwriteTarget};

    const NEW: ChannelId = ChannelId::from_raw(900);

    const STAY: PositionPatch<ChannelId> = PositionPatch { id: NEW, position: Some(5), parent_id: None };

    fn stay(id: ChannelId) -> PositionPatch<ChannelId> {
        PositionPatch { id, ..STAY }
    }

    fn to(id: ChannelId, parent_id: Option<ChannelId>) -> PositionPatch<ChannelId> {
        PositionPatch { id, parent_id: Some(parent_id), ..STAY }
    }

    #[test]
    fn only_who_manages_channels_makes_one_and_it_comes_last() {
        let mut test = TestGuild::new();
        let new = NewChannel { parent_id: Some(t::CATEGORY), ..new_channel("New Room") };
        assert_eq!(test.ask(t::MEMBER, |asker| create(asker, NEW, new.clone())).err(), Some(Refusal::MissingPermissions));
        let (plan, channel) = test.ask(t::MODERATOR, |asker| create(asker, NEW, new)).unwrap();
        assert_eq!((channel.name.as_str(), channel.position), ("new-room", 1));
        assert_eq!((kinds(&plan), plan.dispatches.len()), (vec!["put channel"], 0));
    }

    #[test]
    fn channel_of_a_private_category_is_private_unless_it_says_otherwise() {
        let mut test = TestGuild::new();
        let hide = Overwrite { target: OverwriteTarget::Role(t::COLORED), allow: Permissions::NONE, deny: Permissions::VIEW_CHANNEL };
        test.overwrite(t::CATEGORY, hide);
        let new = NewChannel { parent_id: Some(t::CATEGORY), ..new_channel("a") };
        let (_, channel) = test.ask(t::MODERATOR, |asker| create(asker, NEW, new.clone())).unwrap();
        assert_eq!(channel.overwrites, [hide]);
        let own = Overwrite { target: OverwriteTarget::Role(t::MODERATORS), ..hide };
        let new = NewChannel { overwrites: vec![own], ..new };
        let (_, channel) = test.ask(t::MODERATOR, |asker| create(asker, NEW, new)).unwrap();
        assert_eq!(channel.overwrites, [own]);
    }

    #[test]
    fn channel_goes_only_into_a_category_and_a_category_into_nothing() {
        let mut test = TestGuild::new();
        for (kind, parent) in [(ChannelKind::Text, t::TEXT), (ChannelKind::Text, NEW), (ChannelKind::Category, t::CATEGORY)] {
            let new = NewChannel { kind, parent_id: Some(parent), ..new_channel("a") };
            assert!(matches!(test.ask(t::OWNER, |asker| create(asker, NEW, new)).err(), Some(Refusal::Invalid(_))));
        }
    }

    #[test]
    fn hidden_channel_is_no_access_and_unknown_one_unknown() {
        let mut test = TestGuild::new();
        let patch = ChannelPatch { name: Some("x".to_owned()), ..ChannelPatch::default() };
        assert_eq!(test.ask(t::MODERATOR, |asker| update(asker, t::HIDDEN, patch.clone())).err(), Some(Refusal::MissingAccess));
        assert_eq!(test.ask(t::MODERATOR, |asker| update(asker, NEW, patch.clone())).err(), Some(Refusal::UnknownChannel));
        assert_eq!(test.ask(t::MEMBER, |asker| update(asker, t::TEXT, patch.clone())).err(), Some(Refusal::MissingPermissions));
        assert!(test.ask(t::ADMIN, |asker| update(asker, t::HIDDEN, patch)).is_ok());
    }

    #[test]
    fn who_manages_channels_but_not_roles_cannot_change_overwrites() {
        let mut test = TestGuild::new();
        test.grant_everyone(Permissions::MANAGE_CHANNELS);
        let open = Overwrite { target: OverwriteTarget::Role(t::COLORED), allow: Permissions::SEND_MESSAGES, deny: Permissions::NONE };
        let patch = ChannelPatch { overwrites: Some(vec![open]), ..ChannelPatch::default() };
        assert_eq!(test.ask(t::MEMBER, |asker| update(asker, t::TEXT, patch.clone())).err(), Some(Refusal::MissingPermissions));
        test.ask(t::MODERATOR, |asker| update(asker, t::TEXT, patch.clone())).unwrap();
        let again = ChannelPatch { topic: Some(Some("same overwrites".to_owned())), ..patch };
        assert!(test.ask(t::MEMBER, |asker| update(asker, t::TEXT, again)).is_ok());
    }

    #[test]
    fn deleted_category_leaves_its_channels_without_one() {
        let mut test = TestGuild::new();
        let (plan, _) = test.ask(t::MODERATOR, |asker| delete(asker, t::CATEGORY, vec![])).unwrap();
        assert_eq!(kinds(&plan), ["put channel", "delete channel"]);
        assert_eq!(test.guild.channels[&t::TEXT].parent_id, None);
    }

    #[test]
    fn deleted_channel_takes_its_invites_and_is_no_system_channel_any_more() {
        let mut test = TestGuild::new();
        let invite = |code: &str, channel_id| Invite {
            code: InviteCode(code.to_owned()),
            guild_id: t::GUILD,
            channel_id,
            inviter_id: t::MEMBER,
            created_at: t::NOW,
            max_age_s: 0,
            max_uses: 0,
            uses: 0,
            temporary: false,
        };
        let invites = vec![invite("gone", t::TEXT), invite("stays", t::HIDDEN)];
        let (plan, _) = test.ask(t::MODERATOR, |asker| delete(asker, t::TEXT, invites)).unwrap();
        assert_eq!(plan.writes, [GuildWrite::DeleteInvite(InviteCode("gone".to_owned()))]);
        assert_eq!(kinds(&plan), ["put info", "delete channel"]);
        assert_eq!(test.guild.info.system_channel_id, None);
    }

    #[test]
    fn several_channels_move_all_or_none() {
        let mut test = TestGuild::new();
        let moves = [to(t::TEXT, None), stay(t::CATEGORY)];
        let (plan, ()) = test.ask(t::MODERATOR, |asker| shift(asker, &moves)).unwrap();
        assert_eq!(kinds(&plan), ["put channel", "put channel"]);
        assert_eq!((test.guild.channels[&t::TEXT].parent_id, test.guild.channels[&t::TEXT].position), (None, 5));
        let moves = [to(t::TEXT, Some(t::CATEGORY)), stay(t::HIDDEN)];
        assert_eq!(test.ask(t::MODERATOR, |asker| shift(asker, &moves)).err(), Some(Refusal::MissingAccess));
        assert_eq!(test.guild.channels[&t::TEXT].parent_id, None);
    }

    #[test]
    fn channels_and_categories_have_their_bounds() {
        let mut test = TestGuild::new();
        let mut make = |raw: u64, parent_id| {
            let new = NewChannel { parent_id, ..new_channel("a") };
            test.ask(t::OWNER, |asker| create(asker, ChannelId::from_raw(raw), new)).err()
        };
        for raw in 1_001..1_050 {
            assert_eq!(make(raw, Some(t::CATEGORY)), None);
        }
        assert!(matches!(make(1_050, Some(t::CATEGORY)), Some(Refusal::Invalid(_))));
        for raw in 2_000..2_448 {
            assert_eq!(make(raw, None), None);
        }
        assert!(matches!(make(3_000, None), Some(Refusal::TooMany { code: 30_013, .. })));
    }

    #[test]
    fn moves_that_overfill_a_category_together_are_refused() {
        let mut test = TestGuild::new();
        let ids: Vec<_> = (1_000..1_050).map(ChannelId::from_raw).collect();
        for id in &ids {
            test.ask(t::OWNER, |asker| create(asker, *id, new_channel("a"))).unwrap();
        }
        let moves: Vec<_> = ids.iter().map(|id| to(*id, Some(t::CATEGORY))).collect();
        assert!(test.ask(t::OWNER, |asker| shift(asker, &moves)).is_err());
        assert!(test.ask(t::OWNER, |asker| shift(asker, &moves[1..])).is_ok());
        let swap = [to(t::TEXT, None), moves[0]];
        assert!(test.ask(t::OWNER, |asker| shift(asker, &swap)).is_ok(), "one goes, one comes");
    }
}
