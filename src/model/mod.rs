//! Pure values: ids, permissions, messages, guilds, members. No tokio, no I/O, no wire or row format.

mod channel;
mod command;
mod emoji;
mod guild;
mod id;
mod intents;
mod invite;
mod markdown;
mod member;
mod mention;
mod message;
mod permissions;
mod presence;
mod reading;
mod refusal;
mod role;
mod snowflake;
mod user;
mod view;

pub use channel::{Channel, ChannelKind, Dm, Overwrite, OverwriteTarget};
pub use command::{
    ChannelPatch, GuildPatch, History, InviteOrder, MemberPatch, MembersQuery, MessagePatch, NewChannel, NewMessage, NewRole,
    PositionPatch, ReplyTo, RolePatch,
};
pub use emoji::ReactionEmoji;
pub use guild::{Ban, Guild, GuildInfo};
pub use id::{ApplicationId, ChannelId, GuildId, MessageId, RequestId, RoleId, UserId};
pub use intents::Intents;
pub use invite::{Invite, InviteCode};
pub use markdown::find_mentions;
pub use member::Member;
pub use mention::{AllowedMentions, Mentions, ParsedMentions};
pub use message::{Content, ContentError, Message, MessageKind, MessageReference, Nonce, Reaction, ReactionCount, Reactions};
pub use permissions::{Permissions, channel_permissions, guild_permissions, guild_permissions_of};
pub use presence::{Presence, Status};
pub use reading::{Mention, MentionRing, ReadState, joined_cursor};
pub use refusal::{FieldFault, Refusal};
pub use role::Role;
pub use snowflake::{DISCORD_EPOCH_MS, Timestamp};
pub use user::{Application, TokenHash, TokenKind, TokenRecord, User, UserName, UserNameError};
pub use view::{Bucket, MessageView};
