//! One owner per active person or bot: what spans sessions. Sessions, presence, guild and DM lists, how far a person has read, the
//! global rate limit, the user's stream.
//!
//! The state stands under one lock, so that news, attaches and requests need no mailbox; the actor carries to guilds and ends an idle user.

mod acks;
mod actor;
mod aggregate;
mod bucket;
mod cache;
mod core;
mod handle;
mod message;
mod news;
mod reads;
mod state;
#[cfg(test)]
mod tests;

pub use acks::{Ack, UnreadOf};
pub use cache::Users;
pub use core::{Glance, SessionEntry, UserCore};
pub use handle::{UserDeps, UserRef};
pub use message::UserMessage;
pub use news::{News, TellGuilds, TellUsers};
