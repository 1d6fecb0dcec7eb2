//! READY, made at the moment at which the session joins its user's stream.

use crate::guild::GuildCore;
use crate::model::{ChannelId, GuildId, MessageId, User};
use crate::outbox::Frame;
use crate::protocol::event::{self, ReadEntry};
use crate::user::{Glance, UserRef};
use std::collections::HashSet;
use std::sync::Arc;

/// What READY is made of.
pub(super) struct ReadyParts {
    /// As the token's check found it.
    pub(super) user: Arc<User>,
    pub(super) of: UserRef,
    pub(super) guilds: Vec<GuildId>,
    pub(super) session_id: Arc<str>,
    pub(super) resume_gateway_url: String,
    pub(super) shard: Option<(u32, u32)>,
}

impl ReadyParts {
    /// `in_use`: the guilds in which a person's mentions are counted; none for a bot.
    pub(super) fn make(&self, in_use: &[Arc<GuildCore>]) -> Arc<Frame> {
        let person = !self.user.bot;
        let glance = self.of.glance();
        let dms = if person { &glance.dms[..] } else { &[] };
        let entries = if person { self.read_entries(&glance, in_use) } else { Vec::new() };
        Frame::new(event::ready(&event::Ready {
            user: glance.user.as_ref().unwrap_or(&self.user),
            guilds: &self.guilds,
            dms,
            session_id: &self.session_id,
            resume_gateway_url: &self.resume_gateway_url,
            shard: self.shard,
            read_states: person.then_some(&entries),
        }))
    }

    fn read_entries(&self, glance: &Glance, in_use: &[Arc<GuildCore>]) -> Vec<ReadEntry> {
        let Glance { dms, cursors, unread, .. } = glance;
        let of_guilds = in_use.iter().flat_map(|guild| guild.read_entries(self.user.id, cursors));
        let of_dms = dms.iter().filter_map(|dm| {
            let (cursor, mentions) = (cursors.get(&dm.id).copied(), unread.get(&dm.id).copied().unwrap_or(0));
            // All messages of a DM have ids above its own.
            let last_message_id = cursor.or((mentions > 0).then_some(MessageId::from_raw(dm.id.raw())))?;
            Some(ReadEntry { channel_id: dm.id, last_message_id, mentions })
        });
        let mut entries: Vec<_> = of_guilds.chain(of_dms).collect();
        // Of guilds that are not at hand nothing tells the cursors later: GUILD_CREATE has only mentions.
        let told: HashSet<ChannelId> = entries.iter().map(|entry| entry.channel_id).collect();
        let others = cursors.iter().filter(|(channel, _)| !told.contains(channel));
        entries.extend(others.map(|(channel, last)| ReadEntry { channel_id: *channel, last_message_id: *last, mentions: 0 }));
        entries
    }
}
