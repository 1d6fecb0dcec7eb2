//! The read-only copy of a guild, kept by the stream's changes.

use crate::limits;
use crate::model::{Guild, Member, Presence, Status, UserId};
use crate::stream::{BesideChange, Change};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) struct Replica {
    pub(super) guild: Guild,
    /// Those who are not offline.
    pub(super) presences: HashMap<UserId, Presence>,
    /// Grows with every change that GUILD_CREATE shows.
    pub(super) version: u64,
}

impl Replica {
    pub(super) fn new(guild: Guild, presences: HashMap<UserId, Presence>) -> Self {
        Self { guild, presences, version: 0 }
    }

    /// Applies one change; `is_here` says who has listeners on this node. Nothing is delivered here.
    pub(super) fn apply(&mut self, change: &Change, is_here: impl Fn(UserId) -> bool + Copy) {
        self.version += 1;
        let guild = &mut self.guild;
        match change {
            Change::None | Change::Notice(_) | Change::DeleteGuild => {}
            Change::NewMessage { channel_id, message_id, mention, .. } => {
                guild.last_messages.insert(*channel_id, *message_id);
                if let Some(mention) = mention {
                    guild.mentions.push(mention.clone());
                }
            }
            Change::DeleteMessages { ids, .. } => guild.mentions.remove(ids),
            Change::PutInfo(info) => guild.info = info.clone(),
            Change::PutRole(role) => {
                guild.roles.insert(role.id, role.clone());
            }
            Change::DeleteRole(id) => {
                guild.roles.remove(id);
            }
            Change::PutChannel(channel) => {
                guild.channels.insert(channel.id, channel.clone());
            }
            Change::DeleteChannel(id) => {
                guild.channels.remove(id);
                guild.last_messages.remove(id);
                guild.mentions.remove_channel(*id);
            }
            Change::AddMember(member) => {
                guild.member_count += 1;
                self.put_member(member, is_here);
            }
            Change::PutMember(member) => self.put_member(member, is_here),
            Change::AllMembers(members) => guild.members = members.iter().map(|member| (member.user.id, member.clone())).collect(),
            Change::RemoveMember(id) => {
                guild.member_count = guild.member_count.saturating_sub(1);
                guild.members.remove(id);
                self.presences.remove(id);
            }
            Change::Many(changes) => changes.iter().for_each(|change| self.apply(change, is_here)),
        }
    }

    /// Above the bound only those who are here, or were known before, are held.
    fn put_member(&mut self, member: &Arc<Member>, is_here: impl Fn(UserId) -> bool) {
        let id = member.user.id;
        let few = self.guild.member_count <= limits::REPLICA_MEMBERS_MAX;
        if few || self.guild.members.contains_key(&id) || is_here(id) {
            self.guild.members.insert(id, member.clone());
        }
    }

    pub(super) fn apply_beside(&mut self, change: &BesideChange) {
        self.version += u64::from(*change != BesideChange::None);
        match change {
            BesideChange::None => {}
            BesideChange::Presence { user_id, presence } if presence.status == Status::Offline => {
                self.presences.remove(user_id);
            }
            BesideChange::Presence { user_id, presence } => {
                self.presences.insert(*user_id, presence.clone());
            }
            BesideChange::Presences(all) => self.presences.clone_from(all),
        }
    }

    /// The last listener of this user has gone: a large guild's replica need not hold it any more.
    pub(super) fn left(&mut self, user_id: UserId) {
        if self.guild.member_count > limits::REPLICA_MEMBERS_MAX {
            self.guild.members.remove(&user_id);
        }
    }
}
