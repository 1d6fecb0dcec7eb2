//! One per (node, stream that a session here listens to): a read-only replica, the local listeners, and the fan-out loop.
//!
//! ```text
//! owner --Item--> Inbox --> Relay { Replica, Group { log, lanes } … } --Round--> Outbox of each listener
//! ```
//!
//! Everything that concerns a relay goes through its one inbox, so that an attach, a change of rights and a message have one order.

mod audience;
mod carousel;
mod class;
mod greet;
mod inbox;
mod listener;
mod replica;
mod roster;
mod run;
mod state;
mod view;

pub use listener::{Attachment, ChunkOrder, Cursors, Listener, ListenerId, ListenerNews, StreamKey};
pub use run::{RelayClosed, RelayRef};
