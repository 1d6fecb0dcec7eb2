//! Sending: permission, rate, repeats, an id greater than any before, one encoded event, and the write.

use super::core::ChannelCore;
use super::home::{MESSAGES, Scene};
use super::message::{ChannelMessage, Reply, Sent};
use super::nonces::Known;
use super::state::{ChannelState, Pending};
use super::tail::Entry;
use crate::model::{
    Bucket, Mention, Mentions, Message, MessageId, MessageKind, MessageReference, MessageView, NewMessage, ParsedMentions, Permissions,
    Refusal, User, UserId, find_mentions,
};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::store::Mutation;
use crate::stream::{Audience, Change, Dispatch};
use crate::user::News;
use bytes::Bytes;
use ractor::ActorRef;
use smallvec::SmallVec;
use std::sync::Arc;
use tokio::time::Instant;

impl ChannelState {
    pub(super) async fn send(&mut self, me: &ActorRef<ChannelMessage>, author: Arc<User>, message: NewMessage, reply: Reply<Sent>) {
        let Some((reply, bucket)) = self.first_of_its_kind(&author, &message, reply).await else { return };
        let answered = match self.core.answered(&message, author.id).await {
            Ok(answered) => answered,
            Err(refusal) => return drop(reply.send(Err(refusal))),
        };
        let ticket = self.ticket();
        let nonce = message.nonce.clone().filter(|_| message.enforce_nonce).map(|nonce| (author.id, nonce));
        let order = Order { author: &author, message, answered };
        let now = self.core.deps.clock.now();
        let core = self.core.clone();
        let outcome = core.home.act(core.id, author.id, now, |scene| {
            let view = core.compose(scene, &order)?;
            self.submit(creation(&view), Self::done(me, ticket))?;
            core.tail.lock().set(view.message.id, Entry::Present(view.message.clone(), Arc::default()));
            if !author.bot {
                // First, so that nobody counts it as unread who sees it.
                core.deps.tell.tell(author.id, News::Sent { channel_id: core.id, message_id: view.message.id });
            }
            Ok((view.message.id, broadcast(scene, &view)))
        });
        match outcome {
            Err(refusal) => drop(reply.send(Err(refusal))),
            Ok((id, json)) => {
                if let Some((author, nonce)) = &nonce {
                    self.nonces.put(*author, nonce.clone(), Known::InFlight(ticket), now);
                }
                self.expect(ticket, Pending::Send { reply, sent: Sent { json, bucket }, id, nonce });
                self.forget_closed().await;
            }
        }
    }

    /// Answers a repeat, or one too many; else gives the reply back.
    async fn first_of_its_kind(
        &mut self,
        author: &User,
        message: &NewMessage,
        reply: Reply<Sent>,
    ) -> Option<(Reply<Sent>, Option<Bucket>)> {
        let now = self.core.deps.clock.now();
        let nonce = message.nonce.as_ref().filter(|_| message.enforce_nonce);
        match nonce.and_then(|nonce| self.nonces.find(author.id, nonce, now)) {
            Some(Known::InFlight(ticket)) => {
                self.nonces.wait(ticket, reply);
                return None;
            }
            Some(Known::Durable(id)) => match self.core.again(id, author).await {
                Ok(Some(json)) => {
                    let _ = reply.send(Ok(Sent { json, bucket: None }));
                    return None;
                }
                // Deleted since: the nonce is free again.
                Ok(None) => {}
                Err(refusal) => {
                    let _ = reply.send(Err(refusal));
                    return None;
                }
            },
            None => {}
        }
        if !self.core.deps.rate_limits {
            return Some((reply, None));
        }
        match self.rate.take(author.id, Instant::now()) {
            Ok(bucket) => Some((reply, Some(bucket))),
            Err(bucket) => {
                let _ = reply.send(Err(Refusal::RateLimited(bucket)));
                None
            }
        }
    }
}

/// A message that is about to be sent.
struct Order<'a> {
    author: &'a Arc<User>,
    message: NewMessage,
    /// What it answers.
    answered: Option<MessageView>,
}

impl ChannelCore {
    /// What a reply answers; refused where that is gone and must be there.
    async fn answered(&self, message: &NewMessage, author: UserId) -> Result<Option<MessageView>, Refusal> {
        let Some(reply) = message.reply_to else { return Ok(None) };
        // Who may not look must not learn whether it is there.
        self.home.permissions(self.id, author, self.deps.clock.now())?;
        match self.load(reply.message_id).await? {
            Some((message, _)) => self.view_without_reference(message).await.map(Some),
            None if reply.must_exist => Err(Refusal::field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")),
            None => Ok(None),
        }
    }

    /// A message that was sent before, as REST answered it then.
    async fn again(&self, id: MessageId, author: &User) -> Result<Option<Bytes>, Refusal> {
        let Some((message, reactions)) = self.load(id).await? else { return Ok(None) };
        let view = self.view(message, &reactions, author.id).await?;
        let encoded = event::message_create(&view, None);
        Ok(Some(encoded.body.slice(encoded.d)))
    }

    /// Checks what the author may do, gives the id, and joins what the message names.
    fn compose(&self, scene: &Scene<'_>, order: &Order<'_>) -> Result<MessageView, Refusal> {
        let new = &order.message;
        scene.require(Permissions::SEND_MESSAGES)?;
        if new.tts {
            scene.require(Permissions::SEND_TTS_MESSAGES)?;
        }
        if order.answered.is_some() {
            scene.require(Permissions::READ_MESSAGE_HISTORY)?;
        }
        let embeds = if scene.permissions.contains(Permissions::EMBED_LINKS) { new.embeds.clone() } else { "[]".into() };
        if new.content.is_empty() && &*embeds == "[]" {
            return Err(Refusal::EmptyMessage);
        }
        let mut found = new.allowed_mentions.filter(find_mentions(new.content.as_str()));
        if let Some(answered) = order.answered.as_ref().filter(|_| new.allowed_mentions.replied_user) {
            let replied = answered.author.id;
            if replied != order.author.id && !found.users.contains(&replied) {
                found.users.push(replied);
            }
        }
        let (mentions, mentioned) = settle_mentions(scene, &found);
        let message = Arc::new(Message {
            id: MessageId::from_raw(self.deps.ids.next().map_err(|_| Refusal::Unavailable)?),
            channel_id: self.id,
            author_id: order.author.id,
            kind: if order.answered.is_some() { MessageKind::Reply } else { MessageKind::Default },
            content: new.content.clone(),
            embeds,
            mentions,
            reference: order.answered.as_ref().map(|answered| MessageReference {
                message_id: answered.message.id,
                channel_id: self.id,
                guild_id: self.home.guild_id(),
            }),
            edited_at: None,
            tts: new.tts,
            flags: new.flags,
            nonce: new.nonce.clone(),
            nonce_enforced: new.enforce_nonce && new.nonce.is_some(),
            request_id: new.request_id,
        });
        Ok(MessageView {
            message,
            guild_id: self.home.guild_id(),
            author: order.author.clone(),
            mentioned,
            reactions: Vec::new(),
            referenced: order.answered.clone().map(Box::new),
        })
    }

    /// A message that was shown is not going to be stored: takes it back.
    pub(super) fn retract(&self, id: MessageId) {
        self.tail.lock().restore(id, Entry::Deleted);
        self.publish_deleted(&[id]);
    }
}

/// What of the mentions is here and allowed.
pub(super) fn settle_mentions(scene: &Scene<'_>, found: &ParsedMentions) -> (Mentions, Vec<Arc<User>>) {
    let ids = found.users.get(..found.users.len().min(crate::limits::MENTIONS_MAX)).unwrap_or_default();
    let mentioned = scene.users(ids);
    let mentions = Mentions {
        users: mentioned.iter().map(|user| user.id).collect(),
        roles: scene.mentionable_roles(&found.roles),
        everyone: found.everyone && scene.permissions.contains(Permissions::MENTION_EVERYONE),
    };
    (mentions, mentioned)
}

/// Encodes the event once, hands it to the stream, and returns the part of it that REST answers.
fn broadcast(scene: &mut Scene<'_>, view: &MessageView) -> Bytes {
    let encoded = event::message_create(view, scene.member.as_deref());
    let json = encoded.body.slice(encoded.d.clone());
    let message = &view.message;
    let (channel_id, message_id, author_id) = (message.channel_id, message.id, message.author_id);
    let mention = (view.guild_id.is_some() && !message.mentions.is_empty()).then(|| {
        let mentions = message.mentions.clone();
        Arc::new(Mention { message_id, channel_id, author_id, mentions })
    });
    let change = Change::NewMessage { channel_id, message_id, author_id, mention };
    scene.emit(change, dispatch(encoded, view), MESSAGES);
    json
}

/// The message's row, and what goes with it.
fn creation(view: &MessageView) -> Mutation {
    let guild_id = view.guild_id.filter(|_| !view.message.mentions.is_empty());
    Mutation::Create { message: view.message.clone(), mention_in: guild_id, read_by_author: !view.author.bot }
}

/// The dispatch of a message's event, for those with and without the right to content.
pub(super) fn dispatch(encoded: event::EncodedMessage, view: &MessageView) -> Dispatch {
    let mut whole_for: SmallVec<[UserId; 2]> = SmallVec::new();
    whole_for.push(view.author.id);
    whole_for.extend(view.mentioned.iter().map(|user| user.id));
    Dispatch {
        frame: Frame::new(encoded.body),
        stripped: encoded.stripped.map(Frame::new),
        whole_for,
        audience: Audience::Channel(view.message.channel_id),
        intents: crate::model::Intents::NONE,
        always_for: None,
    }
}
