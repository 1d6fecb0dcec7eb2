//! What a channel's actor understands.

use crate::model::{Bucket, Dm, MessageId, MessagePatch, NewMessage, ReactionEmoji, Refusal, User, UserId};
use crate::store::StoreError;
use bytes::Bytes;
use ractor::RpcReplyPort;
use std::sync::Arc;

/// A message that is durable.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The message as REST answers it.
    pub json: Bytes,
    /// The sender's bucket in this channel; `None` where rate limits are off.
    pub bucket: Option<Bucket>,
}

pub(super) type Reply<T> = RpcReplyPort<Result<T, Refusal>>;

/// Names one mutation that is on its way to the store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Ticket(pub(super) u64);

pub(super) enum ChannelMessage {
    /// Broadcasts at once, answers when durable. A repeat of an enforced nonce gets the first one's answer.
    Send { author: Arc<User>, message: Box<NewMessage>, reply: Reply<Sent> },
    /// Broadcasts at once, answers when durable.
    Edit { edit: Box<Edit>, reply: Reply<Bytes> },
    /// Broadcasts and answers when durable. Unknown ids among several are passed over.
    Delete { actor: Arc<User>, ids: Vec<MessageId>, reply: Reply<()> },
    /// Broadcasts at once, answers when durable. Adding what is there changes nothing.
    React { actor: Arc<User>, change: ReactionChange, reply: Reply<()> },
    /// Tells who may see it that `actor` types.
    Type { actor: Arc<User>, reply: Reply<()> },
    /// Takes the DM off the list of one of the two, until the next message or until it is opened.
    CloseDm { user: UserId, reply: Reply<Dm> },
    /// Puts the DM on the list of one of the two.
    OpenDm { user: UserId, reply: Reply<Dm> },
    /// Write-behind is done with a mutation.
    Settled { ticket: Ticket, result: Result<(), StoreError> },
    /// The actor stops if nothing happened since the last time.
    Idle,
}

#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) actor: Arc<User>,
    pub(super) id: MessageId,
    pub(super) patch: MessagePatch,
}

#[derive(Clone, Debug)]
pub(super) struct ReactionChange {
    pub(super) id: MessageId,
    pub(super) kind: ReactionKind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ReactionKind {
    Add(ReactionEmoji),
    Remove(ReactionEmoji, UserId),
    /// All of one emoji, or all.
    Clear(Option<ReactionEmoji>),
}
