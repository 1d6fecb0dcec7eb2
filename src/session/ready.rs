//! READY, made at the moment at which the session joins its user's stream.

use crate::guild::GuildCore;
use crate::model::{Dm, GuildId, MessageId, User};
use crate::outbox::Frame;
use crate::protocol::event::{self, ReadEntry};
use crate::user::UserRef;
use std::sync::Arc;

/// What READY is made of.
pub(super) struct ReadyParts {
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
        let dms = if person { self.of.dms() } else { Vec::new() };
        let entries = if person { self.read_entries(&dms, in_use) } else { Vec::new() };
        Frame::new(event::ready(&event::Ready {
            user: &self.user,
            guilds: &self.guilds,
            dms: &dms,
            session_id: &self.session_id,
            resume_gateway_url: &self.resume_gateway_url,
            shard: self.shard,
            read_states: person.then_some(&entries),
        }))
    }

    fn read_entries(&self, dms: &[Dm], in_use: &[Arc<GuildCore>]) -> Vec<ReadEntry> {
        let mut cursors = self.of.cursors();
        let of_guilds = in_use.iter().flat_map(|guild| guild.read_entries(self.user.id, &cursors));
        let of_dms = dms.iter().filter_map(|dm| {
            let (cursor, mentions) = (cursors.get(&dm.id).copied(), self.of.unread(dm.id));
            // All messages of a DM have ids above its own.
            let last_message_id = cursor.or((mentions > 0).then_some(MessageId::from_raw(dm.id.raw())))?;
            Some(ReadEntry { channel_id: dm.id, last_message_id, mentions })
        });
        let mut entries: Vec<_> = of_guilds.chain(of_dms).collect();
        // Of guilds that are not at hand nothing tells the cursors later: GUILD_CREATE has only mentions.
        entries.iter().for_each(|entry| _ = cursors.remove(&entry.channel_id));
        entries.extend(cursors.into_iter().map(|(channel_id, last_message_id)| ReadEntry { channel_id, last_message_id, mentions: 0 }));
        entries
    }
}
