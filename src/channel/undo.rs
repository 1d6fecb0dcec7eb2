//! Taking back what was shown but could not be stored.

use super::change::{apply, reaction_event};
use super::core::ChannelCore;
use super::home::{MESSAGES, REACTIONS};
use super::message::ReactionKind;
use super::send::dispatch;
use super::tail::Entry;
use crate::model::{Message, MessageId, Reactions, UserId};
use crate::protocol::event;
use crate::stream::Change;
use std::sync::Arc;

pub(super) enum Undo {
    Delete(MessageId, (Arc<Message>, Arc<Reactions>)),
    /// The reactions before, what was done to them, and by whom.
    Reactions(Arc<Message>, Arc<Reactions>, ReactionKind, UserId),
}

impl ChannelCore {
    /// Shows again what is stored.
    pub(super) fn undo(&self, undo: Undo) {
        match undo {
            Undo::Reactions(message, before, kind, actor) => self.react_back(&message, &before, &kind, actor),
            Undo::Delete(..) => self.restore(undo),
        }
    }

    /// Makes a message visible again whose deletion failed and was never told.
    pub(super) fn restore(&self, undo: Undo) {
        if let Undo::Delete(id, (message, reactions)) = undo {
            self.tail.lock().restore(id, Entry::Present(message, reactions));
        }
    }

    /// An edit that was shown is not stored: shows what is.
    pub(super) async fn show_stored(&self, id: MessageId) {
        self.tail.lock().forget(id);
        let stored = match self.load(id).await {
            Ok(Some((message, reactions))) => self.view(message, &reactions, UserId::MIN).await,
            Ok(None) => return self.publish_deleted(&[id]),
            Err(refusal) => Err(refusal),
        };
        match stored {
            Ok(view) => self.as_owner(|scene| {
                scene.emit(Change::None, dispatch(event::message_update(&view, None), &view), MESSAGES);
            }),
            Err(refusal) => tracing::warn!(message = %id, %refusal, "a failed edit could not be taken back"),
        }
    }

    fn react_back(&self, message: &Arc<Message>, before: &Arc<Reactions>, kind: &ReactionKind, actor: UserId) {
        let inverse: Vec<(ReactionKind, UserId)> = match kind {
            ReactionKind::Add(emoji) => vec![(ReactionKind::Remove(emoji.clone(), actor), actor)],
            ReactionKind::Remove(emoji, whose) => vec![(ReactionKind::Add(emoji.clone()), *whose)],
            ReactionKind::Clear(_) => every_reaction(before, kind),
        };
        for (kind, actor) in inverse {
            let mut tail = self.tail.lock();
            if let Some(Entry::Present(message, reactions)) = tail.get(message.id) {
                let (message, mut reactions) = (message.clone(), (**reactions).clone());
                apply(&mut reactions, &kind, actor);
                tail.restore(message.id, Entry::Present(message, Arc::new(reactions)));
            }
            drop(tail);
            self.as_owner(|scene| {
                let dispatch = reaction_event(scene, message, &kind, actor);
                scene.emit(Change::None, dispatch, REACTIONS);
            });
        }
    }
}

/// Everything that a clearing took away.
fn every_reaction(before: &Reactions, kind: &ReactionKind) -> Vec<(ReactionKind, UserId)> {
    let cleared = |emoji: &crate::model::ReactionEmoji| match kind {
        ReactionKind::Clear(Some(one)) => emoji == one,
        _ => true,
    };
    before
        .0
        .iter()
        .filter(|reaction| cleared(&reaction.emoji))
        .flat_map(|reaction| reaction.users.iter().map(|user| (ReactionKind::Add(reaction.emoji.clone()), *user)))
        .collect()
}
