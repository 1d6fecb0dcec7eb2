//! What is shown: values joined with what they name.

use super::id::GuildId;
use super::message::{Message, ReactionCount};
use super::user::User;
use std::sync::Arc;
use std::time::Duration;

/// A message with the people that it names, as one viewer sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageView {
    pub message: Arc<Message>,
    /// `None` in a DM.
    pub guild_id: Option<GuildId>,
    pub author: Arc<User>,
    pub mentioned: Vec<Arc<User>>,
    pub reactions: Vec<ReactionCount>,
    /// Of a reply: the message that it answers; `None` where that is gone.
    pub referenced: Option<Box<MessageView>>,
}

/// The state of a rate limit bucket after a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bucket {
    pub limit: u32,
    pub remaining: u32,
    /// Until the bucket is full again, or until one more request is allowed where `remaining` is 0.
    pub reset_after: Duration,
}
