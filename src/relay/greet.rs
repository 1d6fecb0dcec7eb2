//! GUILD_CREATE: what a listener gets when it joins, encoded once for all of its class.

use super::listener::ListenerId;
use super::state::Relay;
use crate::model::{Channel, Intents, Member, Presence, UserId};
use crate::outbox::Frame;
use crate::protocol::event::{EncodedGuildCreate, UnreadMention};
use crate::protocol::{self, event};
use bytes::Bytes;
use std::sync::Arc;

/// A class's GUILD_CREATE with room for the listener's own `joined_at`, and a place for a person's `unread_mentions`.
pub(super) struct Greeting {
    version: u64,
    large: bool,
    create: EncodedGuildCreate,
}

impl Relay {
    /// Puts GUILD_CREATE into a new listener's outbox.
    pub(super) fn greet(&mut self, id: ListenerId, member: &Arc<Member>) {
        let Some((replica, seat)) = self.replica.as_ref().zip(self.roster.seat(id)) else { return };
        let listener = &seat.listener;
        if !listener.intents.contains(Intents::GUILDS) {
            return;
        }
        let (large, alone) = {
            let large = replica.guild.member_count > listener.large_threshold;
            // Without the right to presences, a large guild's list holds oneself only (Discord docs, Gateway, Guild Create).
            (large, large && !listener.intents.contains(Intents::GUILD_PRESENCES))
        };
        let unread = self.unread(id, member);
        let fresh = |greeting: &&Greeting| greeting.version == replica.version && greeting.large == large && !alone;
        let known = self.roster.group(seat.group).and_then(|group| group.greeting.as_ref()).filter(fresh);
        let body = if let Some(greeting) = known {
            stamped(greeting, member, &unread)
        } else {
            let greeting = self.greeting(id, large, alone.then_some(member));
            let body = stamped(&greeting, member, &unread);
            let group = seat.group;
            if !alone && let Some(group) = self.roster.group_mut(group) {
                group.greeting = Some(greeting);
            }
            body
        };
        let Some(seat) = self.roster.seat(id) else { return };
        let frame = Frame::new(body);
        if seat.listener.initial {
            seat.listener.outbox.dispatch_unkept(frame);
        } else {
            seat.listener.outbox.dispatch(frame);
        }
    }

    fn greeting(&self, id: ListenerId, large: bool, alone: Option<&Arc<Member>>) -> Greeting {
        let (Some(replica), Some(seat)) = (&self.replica, self.roster.seat(id)) else {
            return Greeting { version: 0, large, create: EncodedGuildCreate::default() };
        };
        let guild = &replica.guild;
        let visible = self.roster.group(seat.group).map(|group| &group.visible);
        let channels: Vec<&Channel> =
            guild.channels.values().filter(|c| visible.is_some_and(|v| v.contains(&c.id))).map(|c| &**c).collect();
        let is_listed =
            |member: &&Arc<Member>| !large || self.roster.is_here(member.user.id) || replica.presences.contains_key(&member.user.id);
        let members: Vec<Arc<Member>> = match alone {
            Some(member) => vec![member.clone()],
            None => guild.members.values().filter(is_listed).cloned().collect(),
        };
        let wants_presences = seat.listener.intents.contains(Intents::GUILD_PRESENCES);
        let presences: Vec<(UserId, &Presence)> =
            replica.presences.iter().filter(|_| wants_presences).map(|(user, presence)| (*user, presence)).collect();
        let bot = seat.listener.bot;
        let (channels, members, presences) = (&channels[..], &members[..], &presences[..]);
        let create = event::guild_create(&event::GuildCreate { guild, channels, members, presences, large, bot });
        Greeting { version: replica.version, large, create }
    }

    /// The mentions that a person has not read, as of this position of the stream.
    fn unread(&self, id: ListenerId, member: &Member) -> Vec<UnreadMention> {
        let Some((replica, seat)) = self.replica.as_ref().zip(self.roster.seat(id)) else { return Vec::new() };
        let Some((cursors, group)) = seat.listener.cursors.as_ref().zip(self.roster.group(seat.group)) else { return Vec::new() };
        let may_view = |channel| group.visible.contains(&channel);
        let unread = replica.guild.unread_mentions(member, may_view, |channel| cursors.cursor(channel));
        unread.into_iter().map(|mention| (mention.channel_id, mention.message_id)).collect()
    }
}

fn stamped(greeting: &Greeting, member: &Member, unread: &[UnreadMention]) -> Bytes {
    let EncodedGuildCreate { body, joined_at: place, unread_mentions } = &greeting.create;
    let mut body = match unread_mentions {
        Some(place) if !unread.is_empty() => event::with_unread_mentions(body, *place, unread),
        _ => body.to_vec(),
    };
    let joined_at = protocol::timestamp(member.joined_at);
    if let Some(place) = body.get_mut(*place..place + joined_at.len()) {
        place.copy_from_slice(joined_at.as_bytes());
    }
    body.into()
}
