//! Values as Discord's JSON shows them. Each carries what five libraries and the published schemas need.

mod channel;
mod guild;
mod message;
mod user;

use channel::kind_number;
pub use channel::{ChannelJson, DmJson};
pub use guild::{BanJson, GuildJson, InviteJson, MemberJson, RoleJson};
pub(super) use guild::{InGuild, PartialMemberJson};
pub use message::MessageJson;
pub(super) use message::{Detail, EmojiJson, raw};
pub(super) use user::APPLICATION_FLAGS;
pub use user::{ApplicationJson, OwnUserJson, UserJson};

use crate::model::{ApplicationId, ChannelId, GuildId, MessageId, RoleId, Timestamp, UserId};
use serde::{Serialize, Serializer};

/// An id as a decimal string, for JavaScript's sake.
#[derive(Clone, Copy, Debug)]
pub struct IdText(pub u64);

impl Serialize for IdText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(itoa::Buffer::new().format(self.0))
    }
}

macro_rules! id_text {
    ($($id:ident)*) => {
        $(impl From<$id> for IdText {
            fn from(id: $id) -> Self {
                Self(id.raw())
            }
        })*
    };
}

id_text!(UserId GuildId ChannelId RoleId MessageId ApplicationId);

/// A moment as Discord writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time(pub(super) Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::timestamp(self.0))
    }
}

/// Something that is always null here (a feature that is not served).
pub(super) type Null = Option<()>;
/// A list that is always empty here.
pub(super) type Empty = [(); 0];
