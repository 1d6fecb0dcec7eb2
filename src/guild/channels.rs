//! Decisions about channels and categories.

use super::access::Asker;
use super::plan::Plan;
use super::{form, overwrites};
use crate::limits;
use crate::model::{
    Channel, ChannelId, ChannelKind, ChannelPatch, Guild, Invite, NewChannel, Permissions, PositionPatch, Refusal,
};
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
    let category = check_parent(asker, new.kind, new.parent_id, None)?;
    let overwrites = if new.overwrites.is_empty() {
        category.map(|category| category.overwrites.clone()).unwrap_or_default()
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
    Ok((Plan::change(Change::PutChannel(channel.clone())), channel))
}

/// After the last one of its kind and category.
fn next_position(channels: &Channels, kind: ChannelKind, parent: Option<ChannelId>) -> i32 {
    let siblings = channels.values().filter(|channel| channel.kind == kind && channel.parent_id == parent);
    siblings.map(|channel| channel.position.saturating_add(1)).max().unwrap_or(0).min(limits::POSITION_MAX)
}

/// The category that a channel is to be in. `own` is the channel where it exists already.
fn check_parent<'g>(
    asker: &Asker<'g>,
    kind: ChannelKind,
    parent: Option<ChannelId>,
    own: Option<&Channel>,
) -> Result<Option<&'g Arc<Channel>>, Refusal> {
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
    let stays = own.is_some_and(|channel| channel.parent_id == Some(parent));
    if !stays {
        // Seen in the hierarchy of what the asker may see: who cannot view a category cannot fill it.
        asker.channel(parent)?;
    }
    if !stays && children(asker.guild, parent).count() >= limits::CATEGORY_CHANNELS_MAX {
        return refuse("CHANNEL_PARENT_MAX_CHANNELS", "Maximum number of channels in category reached (50)");
    }
    Ok(Some(category))
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
        check_parent(asker, known.kind, parent, Some(known))?;
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
    Ok(put_if_changed(known, channel))
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
pub(super) fn shift(asker: &Asker<'_>, moves: &[PositionPatch<ChannelId>]) -> Result<(Plan, ()), Refusal> {
    asker.require(Permissions::MANAGE_CHANNELS)?;
    let mut moved = Channels::new();
    for row in moves {
        let (known, _) = asker.channel(row.id)?;
        let channel = Arc::make_mut(moved.entry(row.id).or_insert_with(|| known.clone()));
        if let Some(position) = row.position {
            channel.position = form::position(position)?;
        }
        if let Some(parent) = row.parent_id {
            check_parent(asker, known.kind, parent, Some(known))?;
            channel.parent_id = parent;
        }
    }
    check_category_sizes(asker, &moved)?;
    let changed = moved.into_iter().filter(|(id, channel)| asker.guild.channels.get(id) != Some(channel));
    let changes = changed.map(|(_, channel)| Change::PutChannel(channel)).collect();
    Ok((Plan { changes, ..Plan::default() }, ()))
}

/// Several that each fit may not fit together.
fn check_category_sizes(asker: &Asker<'_>, moved: &Channels) -> Result<(), Refusal> {
    let mut sizes: BTreeMap<ChannelId, usize> = BTreeMap::new();
    for (id, known) in &asker.guild.channels {
        if let Some(parent) = moved.get(id).unwrap_or(known).parent_id {
            *sizes.entry(parent).or_default() += 1;
        }
    }
    let fits = moved.values().all(|channel| channel.parent_id.is_none_or(|id| sizes.get(&id).is_none_or(|n| *n <= limits::CATEGORY_CHANNELS_MAX)));
    if fits {
        return Ok(());
    }
    Err(Refusal::field("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", "Maximum number of channels in category reached (50)"))
}
