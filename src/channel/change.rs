//! Editing, deleting, reacting and typing.

use super::core::ChannelCore;
use super::home::{MESSAGES, REACTIONS, Scene, TYPING};
use super::message::{ChannelMessage, Edit, ReactionChange, ReactionKind, Reply, Ticket};
use super::send::{dispatch, settle_mentions};
use super::state::{ChannelState, Deletion, Pending, has_failed};
use super::tail::Entry;
use super::undo::Undo;
use crate::limits;
use crate::model::{
    Message, MessageId, MessagePatch, MessageView, Permissions, Reactions, Refusal, Timestamp, User, UserId, find_mentions,
};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::store::Mutation;
use crate::stream::{Change, Dispatch};
use bytes::Bytes;
use parking_lot::Mutex;
use ractor::ActorRef;
use std::sync::Arc;

type Me = ActorRef<ChannelMessage>;

impl ChannelState {
    pub(super) async fn edit(&mut self, me: &Me, edit: &Edit, reply: Reply<Bytes>) {
        match self.try_edit(me, edit).await {
            Ok((ticket, json)) => self.expect(ticket, Pending::Edit { reply, json, id: edit.id }),
            Err(refusal) => drop(reply.send(Err(refusal))),
        }
    }

    async fn try_edit(&mut self, me: &Me, edit: &Edit) -> Result<(Ticket, Bytes), Refusal> {
        let Edit { actor, id, patch } = edit;
        let id = *id;
        let core = self.core.clone();
        let now = core.deps.clock.now();
        core.home.permissions(core.id, actor.id, now)?;
        let (message, reactions) = core.load(id).await?.ok_or(Refusal::UnknownMessage)?;
        if message.author_id != actor.id {
            return Err(Refusal::NotAuthor);
        }
        let before = core.view(message, &reactions, UserId::MIN).await?;
        let ticket = self.ticket();
        core.home.act(core.id, actor.id, now, |scene| {
            let view = edited(scene, &before, patch, now)?;
            self.submit(edit_mutation(&view.message), Self::done(me, ticket))?;
            core.tail.lock().set(id, Entry::Present(view.message.clone(), reactions.clone()));
            let encoded = event::message_update(&view, scene.member.as_deref());
            let json = encoded.body.slice(encoded.d.clone());
            scene.emit(Change::None, dispatch(encoded, &view), MESSAGES);
            Ok((ticket, json))
        })
    }

    pub(super) async fn delete(&mut self, me: &Me, actor: &Arc<User>, ids: Vec<MessageId>, reply: Reply<()>) {
        let bulk = ids.len() > 1;
        let found = match self.core.load_all(actor.id, ids).await {
            Ok(found) => found,
            Err(refusal) => return drop(reply.send(Err(refusal))),
        };
        let own = found.iter().all(|(_, (message, _))| message.author_id == actor.id);
        let left = found.len();
        let deletion = Arc::new(Mutex::new(Deletion { reply: None, left, durable: Vec::new(), failure: None }));
        let core = self.core.clone();
        // Asked again in the step that hides them: a right that was taken away meanwhile is gone.
        let refused = core.home.act(core.id, actor.id, core.deps.clock.now(), |scene| {
            if bulk || !own {
                scene.require(Permissions::MANAGE_MESSAGES)?;
            }
            let hide = |(id, loaded)| self.hide(me, id, Undo::Delete(id, loaded), &deletion);
            Ok(found.into_iter().filter_map(hide).collect::<Vec<_>>())
        });
        match refused {
            Err(refusal) => drop(reply.send(Err(refusal))),
            Ok(_) if left == 0 => drop(reply.send(Ok(()))),
            Ok(refused) => {
                deletion.lock().reply = Some(reply);
                for (id, undo, refusal) in refused {
                    self.deleted(id, undo, &deletion, Err(refusal));
                }
            }
        }
    }

    /// Hides a message at once, for writers and readers; listeners hear of it when it is durable. Gives back what cannot even be tried.
    fn hide(&mut self, me: &Me, id: MessageId, undo: Undo, deletion: &Arc<Mutex<Deletion>>) -> Option<(MessageId, Undo, Refusal)> {
        let ticket = self.ticket();
        let mutation = Mutation::Delete { channel_id: self.core.id, message_id: id };
        self.core.tail.lock().set(id, Entry::Deleted);
        if let Err(refusal) = self.submit(mutation, Self::done(me, ticket)) {
            return Some((id, undo, refusal));
        }
        self.expect(ticket, Pending::Delete { id, undo, deletion: deletion.clone() });
        None
    }

    /// A deletion is durable: now it is told. One that failed never was.
    pub(super) fn deleted(&mut self, id: MessageId, undo: Undo, deletion: &Mutex<Deletion>, result: Result<(), Refusal>) {
        let mut deletion = deletion.lock();
        deletion.left -= 1;
        if has_failed(&result) {
            self.core.restore(undo);
        }
        match result {
            Ok(()) => deletion.durable.push(id),
            Err(refusal) => deletion.failure = Some(refusal),
        }
        if deletion.left == 0 {
            self.core.publish_deleted(&deletion.durable);
            let result = deletion.failure.take().map_or(Ok(()), Err);
            if let Some(reply) = deletion.reply.take() {
                let _ = reply.send(result);
            }
        }
        drop(deletion);
        self.core.tail.lock().settled(id);
    }

    pub(super) async fn react(&mut self, me: &Me, actor: &Arc<User>, change: ReactionChange, reply: Reply<()>) {
        let id = change.id;
        match self.try_react(me, actor, change).await {
            Ok(None) => drop(reply.send(Ok(()))),
            Ok(Some((ticket, undo))) => self.expect(ticket, Pending::React { reply, id, undo }),
            Err(refusal) => drop(reply.send(Err(refusal))),
        }
    }

    async fn try_react(&mut self, me: &Me, actor: &Arc<User>, change: ReactionChange) -> Result<Option<(Ticket, Undo)>, Refusal> {
        let core = self.core.clone();
        let now = core.deps.clock.now();
        core.home.permissions(core.id, actor.id, now)?;
        let (message, reactions) = core.load(change.id).await?.ok_or(Refusal::UnknownMessage)?;
        let ticket = self.ticket();
        core.home.act(core.id, actor.id, now, |scene| {
            may_react(scene, actor, &change.kind, &reactions)?;
            let mut after = (*reactions).clone();
            if !apply(&mut after, &change.kind, actor.id) {
                return Ok(None);
            }
            self.submit(reaction_mutation(&message, &change.kind, actor.id), Self::done(me, ticket))?;
            core.tail.lock().set(change.id, Entry::Present(message.clone(), Arc::new(after)));
            scene.emit(Change::None, reaction_event(scene, &message, &change.kind, actor.id), REACTIONS);
            Ok(Some((ticket, Undo::Reactions(message.clone(), reactions.clone(), change.kind.clone(), actor.id))))
        })
    }

    pub(super) fn type_notice(&mut self, actor: &Arc<User>, reply: Reply<()>) {
        let core = &self.core;
        let now = core.deps.clock.now();
        let _ = reply.send(core.home.act(core.id, actor.id, now, |scene| {
            scene.require(Permissions::SEND_MESSAGES)?;
            let body = event::typing_start(core.home.guild_id(), core.id, actor.id, scene.member.as_deref(), now);
            let dispatch = Dispatch::to_channel(Frame::new(body), core.id, crate::model::Intents::NONE);
            scene.emit_beside(dispatch, TYPING);
            Ok(())
        }));
    }
}

fn edited(scene: &Scene<'_>, before: &MessageView, patch: &MessagePatch, now: Timestamp) -> Result<MessageView, Refusal> {
    let mut message = (*before.message).clone();
    let mut mentioned = before.mentioned.clone();
    if let Some(embeds) = patch.embeds.as_ref().filter(|_| scene.permissions.contains(Permissions::EMBED_LINKS)) {
        message.embeds = embeds.clone();
    }
    if let Some(flags) = patch.flags {
        message.flags = flags;
    }
    if let Some(content) = &patch.content {
        let found = find_mentions(content.as_str());
        let found = patch.allowed_mentions.as_ref().map_or(found.clone(), |allowed| allowed.filter(found));
        (message.mentions, mentioned) = settle_mentions(scene, &found);
        message.content = content.clone();
    }
    if message.content.is_empty() && &*message.embeds == "[]" {
        return Err(Refusal::EmptyMessage);
    }
    if patch.content.is_some() || patch.embeds.is_some() {
        message.edited_at = Some(now);
    }
    Ok(MessageView { message: Arc::new(message), mentioned, ..before.clone() })
}

pub(super) fn edit_mutation(message: &Message) -> Mutation {
    Mutation::Edit {
        channel_id: message.channel_id,
        message_id: message.id,
        content: message.content.clone(),
        embeds: message.embeds.clone(),
        mentions: message.mentions.clone(),
        flags: message.flags,
        edited_at: message.edited_at,
    }
}

fn may_react(scene: &Scene<'_>, actor: &User, kind: &ReactionKind, reactions: &Reactions) -> Result<(), Refusal> {
    match kind {
        ReactionKind::Add(emoji) => {
            scene.require(Permissions::READ_MESSAGE_HISTORY)?;
            if reactions.get(emoji).is_some() {
                return Ok(());
            }
            if reactions.0.len() >= Reactions::EMOJI_MAX {
                return Err(Refusal::TooMany { what: "reactions", code: 30_010, max: Reactions::EMOJI_MAX });
            }
            scene.require(Permissions::ADD_REACTIONS)
        }
        ReactionKind::Remove(_, whose) if *whose == actor.id => Ok(()),
        ReactionKind::Remove(..) | ReactionKind::Clear(_) => scene.require(Permissions::MANAGE_MESSAGES),
    }
}

/// False where it changes nothing.
pub(super) fn apply(reactions: &mut Reactions, kind: &ReactionKind, actor: UserId) -> bool {
    match kind {
        ReactionKind::Add(emoji) => reactions.add(emoji, actor),
        ReactionKind::Remove(emoji, whose) => reactions.remove(emoji, *whose),
        ReactionKind::Clear(emoji) => {
            let before = reactions.0.len();
            reactions.0.retain(|reaction| emoji.as_ref().is_some_and(|emoji| reaction.emoji != *emoji));
            reactions.0.len() < before
        }
    }
}

fn reaction_mutation(message: &Message, kind: &ReactionKind, actor: UserId) -> Mutation {
    let (channel_id, message_id) = (message.channel_id, message.id);
    match kind.clone() {
        ReactionKind::Add(emoji) => Mutation::AddReaction { channel_id, message_id, emoji, user_id: actor },
        ReactionKind::Remove(emoji, user_id) => Mutation::RemoveReaction { channel_id, message_id, emoji, user_id },
        ReactionKind::Clear(emoji) => Mutation::ClearReactions { channel_id, message_id, emoji },
    }
}

pub(super) fn reaction_event(scene: &Scene<'_>, message: &Message, kind: &ReactionKind, actor: UserId) -> Dispatch {
    let (guild, channel, id) = (scene.guild_id(), message.channel_id, message.id);
    let body = match kind {
        ReactionKind::Add(emoji) => event::reaction_add(guild, message, actor, emoji, scene.member_of(actor).as_deref()),
        ReactionKind::Remove(emoji, whose) => event::reaction_remove(guild, channel, id, *whose, emoji),
        ReactionKind::Clear(None) => event::reaction_remove_all(guild, channel, id),
        ReactionKind::Clear(Some(emoji)) => event::reaction_remove_emoji(guild, channel, id, emoji),
    };
    Dispatch::to_channel(Frame::new(body), channel, crate::model::Intents::NONE)
}

impl super::core::ChannelRef {
    /// What can be said of a bulk deletion before its messages are looked at.
    pub(super) fn check_bulk(&self, actor: UserId, ids: &[MessageId]) -> Result<(), Refusal> {
        let core: &ChannelCore = &self.core;
        let now = core.deps.clock.now();
        let permissions = core.home.permissions(core.id, actor, now)?;
        if !permissions.contains(Permissions::MANAGE_MESSAGES) {
            return Err(Refusal::MissingPermissions);
        }
        if !(2..=limits::BULK_DELETE_MAX).contains(&ids.len()) {
            let bounds = format!("Must be between 2 and {} in length.", limits::BULK_DELETE_MAX);
            return Err(Refusal::field("messages", "BASE_TYPE_BAD_LENGTH", bounds));
        }
        let horizon_ms = now.unix_ms() - limits::BULK_DELETE_AGE_MS;
        if ids.iter().any(|id| id.sent_at().unix_ms() < horizon_ms) {
            return Err(Refusal::TooOldForBulkDelete);
        }
        Ok(())
    }
}
