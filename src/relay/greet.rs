//! GUILD_CREATE: what a listener gets when it joins, encoded once for all of its class.

use super::listener::ListenerId;
use super::state::Relay;
use crate::model::{Channel, Intents, Member, Presence, UserId};
use crate::outbox::Frame;
use crate::protocol::{self, event};
use bytes::Bytes;
use std::sync::Arc;

/// A class's GUILD_CREATE with room for the listener's own `joined_at`.
pub(super) struct Greeting {
    version: u64,
    large: bool,
    body: Bytes,
    joined_at: usize,
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
        let fresh = |greeting: &&Greeting| greeting.version == replica.version && greeting.large == large && !alone;
        let known = self.roster.group(seat.group).and_then(|group| group.greeting.as_ref()).filter(fresh);
        let body = if let Some(greeting) = known {
            stamped(greeting, member)
        } else {
            let greeting = self.greeting(id, large, alone.then_some(member));
            let body = stamped(&greeting, member);
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
            return Greeting { version: 0, large, body: Bytes::new(), joined_at: 0 };
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
        let (body, joined_at) =
            event::guild_create(&event::GuildCreate { guild, channels: &channels, members: &members, presences: &presences, large });
        Greeting { version: replica.version, large, body, joined_at }
    }
}

fn stamped(greeting: &Greeting, member: &Member) -> Bytes {
    let mut body = greeting.body.to_vec();
    let joined_at = protocol::timestamp(member.joined_at);
    if let Some(place) = body.get_mut(greeting.joined_at..greeting.joined_at + joined_at.len()) {
        place.copy_from_slice(joined_at.as_bytes());
    }
    body.into()
}
