//! Discord's objects as they are written: each a borrowed value with its whole list of fields.
//!
//! The lists hold what the published schemas and the libraries need (`docs/rest-api.md`). Null never stands where an array or a number is due.

mod application;
mod channel;
mod guild;
mod invite;
mod member;
mod message;
mod presence;
mod role;
mod user;

pub use application::{ApplicationJson, BotJson};
pub use channel::{ChannelJson, DmJson};
pub use guild::{BanJson, GuildJson, MyGuildJson};
pub use invite::{InviteJson, InvitePlace};
pub use member::MemberJson;
pub use message::MessageJson;
pub use presence::PresenceJson;
pub use role::RoleJson;
pub use user::{OwnUserJson, UserJson};

pub(super) use guild::guild_entries;
pub(super) use invite::invite_entries;
pub(super) use member::member_entries;
pub(super) use message::{EmojiJson, Showing, event_entries, message_entries};
pub(super) use presence::presence_entries;

/// Writes fields of an object, in order.
macro_rules! entries {
    ($object:expr; $($name:literal: $value:expr),+ $(,)?) => {
        {
            $(serde::ser::SerializeMap::serialize_entry($object, $name, &$value)?;)+
        }
    };
}
pub(super) use entries;

/// Implements `Serialize` by a function that writes the fields.
macro_rules! object {
    ($type:ty, $write:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = serializer.serialize_map(None)?;
                $write(&mut object, self)?;
                serde::ser::SerializeMap::end(object)
            }
        }
    };
}
pub(super) use object;

pub(super) const NULL: () = ();
pub(super) const EMPTY: [(); 0] = [];
