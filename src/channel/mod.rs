//! One actor per channel in use: it gives messages their order, hands them to write-behind and broadcasts them.
//!
//! The channel's state that reads need (its tail) is shared; everything that changes goes through the actor.

mod actor;
mod change;
mod core;
mod home;
mod listing;
mod message;
mod nonces;
mod publish;
mod rate;
mod read;
mod send;
mod state;
mod tail;
mod undo;

pub use self::core::{ChannelDeps, ChannelRef};
pub use home::{DmHome, Home};
pub use message::Sent;
pub use read::UsersPage;
