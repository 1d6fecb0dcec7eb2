//! Gateway events, each encoded once: `{"t":…,"op":0,"d":{…},"s":`. The number that ends it is the session's own.

mod channel;
mod guild;
mod member;
mod message;
mod reaction;
mod ready;

pub use channel::{channel_create, channel_delete, channel_update, dm_create, typing_start};
pub use guild::{
    GuildCreate, ban_add, ban_remove, guild_create, guild_delete, guild_update, invite_create, invite_delete, role_create, role_delete, role_update,
};
pub use member::{ChunkFrame, member_add, member_remove, member_update, members_chunk, presence_update, user_update};
pub use message::{EncodedMessage, message_create, message_delete, message_delete_bulk, message_update};
pub use reaction::{reaction_add, reaction_remove, reaction_remove_all, reaction_remove_emoji};
pub use ready::{Ready, rate_limited, ready, resumed};

use bytes::Bytes;
use serde::Serialize;
use std::ops::Range;

/// Bytes of a usual event beside its text.
const USUAL_BYTES: usize = 512;

/// One event whose `d` is `d`.
fn frame(name: &str, d: &impl Serialize) -> Bytes {
    encode(name, d, USUAL_BYTES).0.into()
}

/// The event, and where `d` stands in it.
fn encode(name: &str, d: &impl Serialize, usual_bytes: usize) -> (Vec<u8>, Range<usize>) {
    let mut body = Vec::with_capacity(usual_bytes);
    body.extend_from_slice(b"{\"t\":\"");
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(b"\",\"op\":0,\"d\":");
    let start = body.len();
    #[expect(clippy::expect_used, reason = "writing to a Vec cannot fail, and all keys are strings")]
    serde_json::to_writer(&mut body, d).expect("an event is JSON");
    let end = body.len();
    body.extend_from_slice(b",\"s\":");
    (body, start..end)
}

#[cfg(test)]
mod tests;
