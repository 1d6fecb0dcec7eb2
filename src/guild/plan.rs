//! What an order comes to, before any of it is done.

use crate::model::Intents;
use crate::model::{Guild, UserId};
use crate::outbox::Frame;
use crate::store::GuildWrite;
use crate::stream::{Change, Dispatch};
use crate::user::News;
use bytes::Bytes;
use std::sync::Arc;

/// Changes of the guild's state (which are written too), what else is written, and what listeners are told.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) changes: Vec<Change>,
    pub(super) writes: Vec<GuildWrite>,
    pub(super) dispatches: Vec<Dispatch>,
}

impl Plan {
    pub(super) fn change(change: Change) -> Self {
        Self { changes: vec![change], ..Self::default() }
    }

    pub(super) fn write(write: GuildWrite) -> Self {
        Self { writes: vec![write], ..Self::default() }
    }

    pub(super) fn and_change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    pub(super) fn and_write(mut self, write: GuildWrite) -> Self {
        self.writes.push(write);
        self
    }

    /// Tells all who asked for `intents`.
    pub(super) fn tell(mut self, body: Bytes, intents: Intents) -> Self {
        self.dispatches.push(Dispatch::to_all(Frame::new(body), intents));
        self
    }

    pub(super) fn and_dispatch(mut self, dispatch: Dispatch) -> Self {
        self.dispatches.push(dispatch);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.writes.is_empty() && self.dispatches.is_empty()
    }

    /// All rows that the plan writes, in one step of the store.
    pub(super) fn rows(&self) -> Vec<GuildWrite> {
        self.changes.iter().filter_map(row).chain(self.writes.iter().cloned()).collect()
    }

    /// What the users concerned are to know. `guild` is as it was before.
    pub(super) fn news(&self, guild: &Guild) -> Vec<(UserId, News)> {
        let id = guild.info.id;
        let mut news = Vec::new();
        for change in &self.changes {
            match change {
                Change::AddMember(member) => news.push((member.user.id, News::GuildJoined(id))),
                Change::RemoveMember(user) => news.push((*user, News::GuildLeft(id))),
                Change::DeleteGuild => news.extend(guild.members.keys().map(|user| (*user, News::GuildLeft(id)))),
                _ => {}
            }
        }
        news
    }

    /// The changes as one step of the stream.
    pub(super) fn step(&mut self) -> Change {
        let mut changes = std::mem::take(&mut self.changes);
        match changes.len() {
            0 => Change::None,
            1 => changes.remove(0),
            _ => Change::Many(changes),
        }
    }
}

/// A change as the store holds it.
fn row(change: &Change) -> Option<GuildWrite> {
    Some(match change {
        Change::PutInfo(info) => GuildWrite::PutInfo(info.clone()),
        Change::PutRole(role) => GuildWrite::PutRole(role.clone()),
        Change::DeleteRole(id) => GuildWrite::DeleteRole(*id),
        Change::PutChannel(channel) => GuildWrite::PutChannel(channel.clone()),
        Change::DeleteChannel(id) => GuildWrite::DeleteChannel(*id),
        Change::AddMember(member) | Change::PutMember(member) => GuildWrite::PutMember(member.clone()),
        Change::RemoveMember(user) => GuildWrite::DeleteMember(*user),
        Change::DeleteGuild => GuildWrite::DeleteGuild,
        Change::None
        | Change::NewMessage { .. }
        | Change::DeleteMessages { .. }
        | Change::Notice(_)
        | Change::AllMembers(_)
        | Change::Many(_) => return None,
    })
}

/// Applies a change to the owner's state.
pub(super) fn apply(guild: &mut Guild, change: &Change) {
    match change {
        Change::PutInfo(info) => guild.info = info.clone(),
        Change::PutRole(role) => _ = guild.roles.insert(role.id, role.clone()),
        Change::DeleteRole(id) => _ = guild.roles.remove(id),
        Change::PutChannel(channel) => _ = guild.channels.insert(channel.id, channel.clone()),
        Change::DeleteChannel(id) => {
            guild.channels.remove(id);
            guild.last_messages.remove(id);
            guild.mentions.remove_channel(*id);
        }
        Change::AddMember(member) | Change::PutMember(member) => put_member(guild, member),
        Change::RemoveMember(user) => {
            guild.members.remove(user);
            guild.member_count = guild.members.len();
        }
        Change::DeleteGuild => {
            guild.channels.clear();
            guild.members.clear();
            guild.last_messages.clear();
            guild.mentions = crate::model::MentionRing::default();
            guild.member_count = 0;
        }
        Change::DeleteMessages { ids, .. } => guild.mentions.remove(ids),
        Change::None | Change::NewMessage { .. } | Change::Notice(_) | Change::AllMembers(_) => {}
        Change::Many(changes) => changes.iter().for_each(|change| apply(guild, change)),
    }
}

fn put_member(guild: &mut Guild, member: &Arc<crate::model::Member>) {
    guild.members.insert(member.user.id, member.clone());
    guild.member_count = guild.members.len();
}
