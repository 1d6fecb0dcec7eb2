//! The one ordered stream that every owner emits, and the two sides of it: the owner stamps, a feed takes.
//!
//! Rules: `docs/ARCHITECTURE.md`, Owners and streams. An owner publishes under its own lock, so that checking, numbering and handing to the
//! feeds is one step.

mod event;
mod owner;

pub use event::{Audience, Beside, BesideChange, Change, Dispatch, Event, Item, MembersChunk, Notice, Position, Snapshot, Ticket};
pub use owner::{Feed, FeedId, Stream, Upstream};
