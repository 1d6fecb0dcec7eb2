//! Who hears an event: judged once for each class.

use super::carousel::{Entry, Group};
use super::state::Relay;
use crate::model::Guild;
use crate::stream::{Audience, Dispatch};

impl Relay {
    pub(super) fn dispatch(&mut self, dispatch: &Dispatch, sheddable: bool) {
        let guild = self.replica.as_ref().map(|replica| &replica.guild);
        for group in self.roster.groups_mut() {
            if group.key.intents.wants(dispatch.intents) && hears(dispatch, group, guild) {
                group.push(entry(dispatch, group.key.content, sheddable));
            }
        }
        for id in dispatch.always_for.map(|user| self.roster.ids_of(user)).unwrap_or_default() {
            let guild = self.replica.as_ref().map(|replica| &replica.guild);
            let missed = self
                .roster
                .seat(id)
                .and_then(|seat| self.roster.group(seat.group))
                .is_some_and(|group| !group.key.intents.wants(dispatch.intents) && hears(dispatch, group, guild));
            if missed {
                self.tell(id, dispatch.frame.clone());
            }
        }
    }
}

/// The event as a class with or without the right to content gets it.
fn entry(dispatch: &Dispatch, content: bool, sheddable: bool) -> Entry {
    match &dispatch.stripped {
        Some(stripped) if !content => {
            Entry { frame: stripped.clone(), sheddable, whole: Some((dispatch.frame.clone(), dispatch.whole_for.clone())) }
        }
        _ => Entry { frame: dispatch.frame.clone(), sheddable, whole: None },
    }
}

/// Whether a class belongs to the audience, by the rights that it has now. `guild` is none in a user's stream, where nobody manages.
fn hears(dispatch: &Dispatch, group: &Group, guild: Option<&Guild>) -> bool {
    match dispatch.audience {
        Audience::All => true,
        Audience::Bots => group.key.bot,
        Audience::Channel(channel) => group.visible.contains(&channel),
        Audience::Allowed(needed) => guild.is_some_and(|guild| group.key.may(guild, needed)),
        Audience::AllowedIn(channel, needed) => guild.is_some_and(|guild| {
            let channel = guild.channels.get(&channel);
            channel.is_some_and(|channel| group.key.may_in(guild, channel, needed))
        }),
    }
}
