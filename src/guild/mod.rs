//! One owner per active guild: the one writer of its settings, roles, channels, members, bans and invites.
//!
//! ```text
//! order --GuildActor--> decision (pure: a Plan or a Refusal) --> store --> one section: state swapped and event published
//! ```
//!
//! The state stands under one lock that the guild's channels share: who checks a permission, chooses an id and publishes does it in one
//! step. Reads need no mailbox.

mod access;
mod actor;
mod channels;
mod core;
mod form;
mod handle;
mod invites;
mod lookup;
mod members;
mod message;
mod names;
mod new_guild;
mod overwrites;
mod plan;
mod removal;
mod roles;
mod settings;
mod state;
#[cfg(test)]
mod test_guild;
#[cfg(test)]
mod tests;
mod unread;

pub use access::{Asker, channel_access};
pub use core::{GuildCore, GuildSection};
pub use handle::{GuildDeps, GuildRef};
pub use message::GuildMessage;
pub use new_guild::{NewGuildIds, new_guild};
