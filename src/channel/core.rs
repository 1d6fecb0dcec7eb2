//! What a channel's actor and its readers share, and the handle to both.

use super::actor::ChannelActor;
use super::home::Home;
use super::message::{ChannelMessage, Edit, ReactionChange, ReactionKind, Reply, Sent};
use super::state::ChannelState;
use super::tail::Tail;
use crate::clock::{Clock, Snowflakes};
use crate::guild::GuildRef;
use crate::model::{ChannelId, Dm, MessageId, MessagePatch, NewMessage, ReactionEmoji, Refusal, User, UserId};
use crate::store::{Store, StoreError};
use crate::user::{TellUsers, Users};
use crate::write_behind::WriteBehind;
use bytes::Bytes;
use parking_lot::Mutex;
use ractor::ActorRef;
use std::sync::Arc;
use tokio::sync::oneshot;

/// What every channel needs.
#[derive(Clone)]
pub struct ChannelDeps {
    pub store: Store,
    pub write_behind: WriteBehind,
    pub ids: Arc<Snowflakes>,
    pub clock: Clock,
    pub users: Users,
    /// The way to authors: what they send, they have read.
    pub tell: Arc<dyn TellUsers>,
    /// Off for load tests.
    pub rate_limits: bool,
    /// Takes an idle channel off the directory's map; false where somebody holds it.
    pub retire: Arc<dyn Fn(ChannelId) -> bool + Send + Sync>,
}

pub(super) struct ChannelCore {
    pub(super) id: ChannelId,
    pub(super) home: Home,
    pub(super) tail: Mutex<Tail>,
    pub(super) deps: ChannelDeps,
}

/// A channel in use, on its owner's node.
#[derive(Clone)]
pub struct ChannelRef {
    pub(super) core: Arc<ChannelCore>,
    actor: ActorRef<ChannelMessage>,
    lease: Arc<()>,
}

impl ChannelRef {
    /// Starts the channel's actor, with the nonces that must be found out again.
    pub async fn load(id: ChannelId, home: Home, deps: ChannelDeps) -> Result<Self, StoreError> {
        let core = Arc::new(ChannelCore { id, home, tail: Mutex::default(), deps });
        let state = ChannelState::load(core.clone()).await?;
        let (actor, _) = ractor::Actor::spawn(None, ChannelActor, state)
            .await
            .map_err(|error| StoreError::Unknown { why: format!("the channel's actor did not start: {error}") })?;
        Ok(Self { core, actor, lease: Arc::new(()) })
    }

    pub fn id(&self) -> ChannelId {
        self.core.id
    }

    pub fn guild(&self) -> Option<&GuildRef> {
        match &self.core.home {
            Home::Guild(guild) => Some(guild),
            Home::Dm(_) => None,
        }
    }

    pub fn dm(&self) -> Option<Dm> {
        match &self.core.home {
            Home::Guild(_) => None,
            Home::Dm(home) => Some(home.dm()),
        }
    }

    /// How many handles there are: one is the directory's own.
    pub fn leases(&self) -> usize {
        Arc::strong_count(&self.lease)
    }

    /// Broadcasts at once; answers when the message is durable.
    pub async fn send(&self, author: &Arc<User>, message: NewMessage) -> Result<Sent, Refusal> {
        let author = author.clone();
        self.ask(|reply| ChannelMessage::Send { author, message: Box::new(message), reply }).await
    }

    /// The message as it is now, as REST answers it.
    pub async fn edit(&self, actor: &Arc<User>, id: MessageId, patch: MessagePatch) -> Result<Bytes, Refusal> {
        let actor = actor.clone();
        self.ask(|reply| ChannelMessage::Edit { edit: Box::new(Edit { actor, id, patch }), reply }).await
    }

    pub async fn delete(&self, actor: &Arc<User>, id: MessageId) -> Result<(), Refusal> {
        let actor = actor.clone();
        self.ask(|reply| ChannelMessage::Delete { actor, ids: vec![id], reply }).await
    }

    pub async fn delete_bulk(&self, actor: &Arc<User>, ids: Vec<MessageId>) -> Result<(), Refusal> {
        self.check_bulk(actor.id, &ids)?;
        let actor = actor.clone();
        self.ask(|reply| ChannelMessage::Delete { actor, ids, reply }).await
    }

    pub async fn typing(&self, actor: &Arc<User>) -> Result<(), Refusal> {
        let actor = actor.clone();
        self.ask(|reply| ChannelMessage::Type { actor, reply }).await
    }

    pub async fn add_reaction(&self, actor: &Arc<User>, id: MessageId, emoji: ReactionEmoji) -> Result<(), Refusal> {
        self.react(actor, id, ReactionKind::Add(emoji)).await
    }

    pub async fn remove_reaction(&self, actor: &Arc<User>, id: MessageId, emoji: ReactionEmoji, whose: UserId) -> Result<(), Refusal> {
        self.react(actor, id, ReactionKind::Remove(emoji, whose)).await
    }

    /// All reactions with one emoji, or all.
    pub async fn clear_reactions(&self, actor: &Arc<User>, id: MessageId, emoji: Option<ReactionEmoji>) -> Result<(), Refusal> {
        self.react(actor, id, ReactionKind::Clear(emoji)).await
    }

    async fn react(&self, actor: &Arc<User>, id: MessageId, kind: ReactionKind) -> Result<(), Refusal> {
        let actor = actor.clone();
        self.ask(|reply| ChannelMessage::React { actor, change: ReactionChange { id, kind }, reply }).await
    }

    pub(super) async fn ask<T>(&self, message: impl FnOnce(Reply<T>) -> ChannelMessage) -> Result<T, Refusal> {
        let (sender, receiver) = oneshot::channel();
        // An actor that stopped before it took the message has done nothing.
        self.actor.cast(message(sender.into())).map_err(|_| Refusal::Unavailable)?;
        receiver.await.map_err(|_| Refusal::OutcomeUnknown)?
    }
}
