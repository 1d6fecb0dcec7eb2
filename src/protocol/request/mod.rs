//! Request bodies, parsed into what is asked for.

mod embed;
mod guild;
mod message;
mod reading;

pub use guild::{
    channel_moves, channel_patch, guild_patch, invite_order, member_patch, new_channel, new_role, overwrite, role_moves, role_patch,
};
pub use message::{bulk_delete, message_patch, new_message};
pub use reading::{ack_by_hand, acks, ended_logins};
