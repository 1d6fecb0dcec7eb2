//! One actor per gateway session. It outlives its socket, so that it can be resumed.

mod actor;
mod attach;
mod chunks;
mod config;
mod entry;
mod message;
mod news;
mod presence;
mod ready;
mod registry;
mod state;
#[cfg(test)]
mod tests;
mod wheel;

pub use config::SessionConfig;
pub use entry::{Opening, SessionHandle};
pub use message::{Credentials, End, SessionId};
pub use registry::{GoingAway, ResumeRefused, Sessions};
