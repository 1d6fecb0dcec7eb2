//! What listeners may VIEW: the frames that follow from a change of it, told before anything else of the channel.

use super::carousel::{Entry, Group};
use super::class::ClassKey;
use super::replica::Replica;
use crate::model::{Channel, ChannelId, Intents, MessageId};
use crate::outbox::Frame;
use crate::protocol::event;
use bytes::Bytes;
use std::collections::HashSet;
use std::sync::Arc;

/// The channels that a class may view.
pub(super) fn visible(replica: &Replica, key: &ClassKey) -> HashSet<ChannelId> {
    let guild = &replica.guild;
    guild.channels.values().filter(|channel| key.may_view(guild, channel)).map(|channel| channel.id).collect()
}

type Encode = fn(&Channel, Option<MessageId>) -> Bytes;

/// A channel's three frames, each made when the first class needs it.
pub(super) struct ChannelFrames<'a> {
    replica: &'a Replica,
    channel: &'a Channel,
    create: Option<Arc<Frame>>,
    update: Option<Arc<Frame>>,
    delete: Option<Arc<Frame>>,
}

impl<'a> ChannelFrames<'a> {
    pub(super) fn new(replica: &'a Replica, channel: &'a Channel) -> Self {
        Self { replica, channel, create: None, update: None, delete: None }
    }

    /// What one class is told that could view the channel before, or not, and may now, or not.
    pub(super) fn after(&mut self, before: bool, now: bool) -> Option<Arc<Frame>> {
        let last = self.replica.guild.last_messages.get(&self.channel.id).copied();
        let channel = self.channel;
        let (place, encode): (&mut Option<Arc<Frame>>, Encode) = match (before, now) {
            (false, true) => (&mut self.create, event::channel_create),
            (true, true) => (&mut self.update, event::channel_update),
            (true, false) => (&mut self.delete, event::channel_delete),
            (false, false) => return None,
        };
        Some(place.get_or_insert_with(|| Frame::new(encode(channel, last))).clone())
    }
}

/// A channel was made or changed: tells every class by its own rights.
pub(super) fn channel_put<'a>(groups: impl Iterator<Item = &'a mut Group>, replica: &Replica, channel: &Channel) {
    let mut frames = ChannelFrames::new(replica, channel);
    for group in groups {
        let before = group.visible.contains(&channel.id);
        let now = group.key.may_view(&replica.guild, channel);
        tell(group, channel.id, frames.after(before, now), now);
    }
}

/// A channel is gone; `channel` is what it was.
pub(super) fn channel_deleted<'a>(groups: impl Iterator<Item = &'a mut Group>, replica: &Replica, channel: &Channel) {
    let mut frames = ChannelFrames::new(replica, channel);
    for group in groups {
        let before = group.visible.contains(&channel.id);
        tell(group, channel.id, frames.after(before, false), false);
    }
}

/// A role was changed or has gone: every class looks anew.
pub(super) fn recompute<'a>(groups: impl Iterator<Item = &'a mut Group>, replica: &Replica) {
    let mut all: Vec<ChannelFrames<'_>> = replica.guild.channels.values().map(|c| ChannelFrames::new(replica, c)).collect();
    for group in groups {
        for frames in &mut all {
            let before = group.visible.contains(&frames.channel.id);
            let now = group.key.may_view(&replica.guild, frames.channel);
            if before != now {
                tell(group, frames.channel.id, frames.after(before, now), now);
            }
        }
    }
}

fn tell(group: &mut Group, channel: ChannelId, frame: Option<Arc<Frame>>, now: bool) {
    if now {
        group.visible.insert(channel);
    } else {
        group.visible.remove(&channel);
    }
    if let Some(frame) = frame
        && group.key.intents.contains(Intents::GUILDS)
    {
        group.push(Entry { frame, sheddable: false, whole: None });
    }
}

/// What one listener is told that moves from a class that sees `before` to one that sees `now`.
pub(super) fn difference(replica: &Replica, before: &HashSet<ChannelId>, now: &HashSet<ChannelId>) -> Vec<Arc<Frame>> {
    let changed = replica.guild.channels.values().filter(|c| before.contains(&c.id) != now.contains(&c.id));
    changed.filter_map(|c| ChannelFrames::new(replica, c).after(before.contains(&c.id), now.contains(&c.id))).collect()
}
