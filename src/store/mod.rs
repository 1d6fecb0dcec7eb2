//! What outlives the process. One [`Store`], whatever holds the rows; only here is SQL (or CQL).
//!
//! A call returns when what it wrote is durable. Calls over several rows are all or nothing.

mod error;
mod id_mark;
mod mutation;
mod sqlite;

#[cfg(test)]
pub(crate) mod contract;
#[cfg(test)]
mod cql_tests;
#[cfg(test)]
pub(crate) mod scratch;

pub use error::StoreError;
pub use id_mark::IdMark;
pub use mutation::{GuildWrite, Mutation};

use crate::model::{
    Application, ApplicationId, Ban, ChannelId, Dm, Guild, GuildId, Invite, InviteCode, Message, MessageId, Nonce, ReactionCount,
    ReactionEmoji, Reactions, ReadState, Timestamp, TokenHash, TokenRecord, User, UserId,
};
use sqlite::Sqlite;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

type Result<T> = std::result::Result<T, StoreError>;

/// The rows of the product. Cheap to clone.
#[derive(Clone)]
pub enum Store {
    Sqlite(Arc<Sqlite>),
}

/// A person's row as login needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Login {
    pub user: User,
    /// An argon2 PHC string.
    pub password_hash: String,
}

/// Where a channel belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChannelPlace {
    Guild(GuildId),
    /// Whose it is, by id.
    Dm([UserId; 2]),
}

/// Which part of a channel's history. Bounds are exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// The newest ones below the id, newest first.
    Before(MessageId),
    /// The oldest ones above the id, newest first all the same.
    After(MessageId),
}

/// Which part of a guild's bans, by user id. Bounds are exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BansPage {
    Before(UserId),
    After(UserId),
}

/// One row of a page of history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageRow {
    pub message: Message,
    pub reactions: Vec<ReactionCount>,
}

/// A repeat that must be found out, as the newest rows tell it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnforcedNonce {
    pub author_id: UserId,
    pub nonce: Nonce,
    pub message_id: MessageId,
}

/// How using an invite went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InviteUse {
    /// Counted; the invite as it is now.
    Used(Invite),
    /// There is no such invite, it has expired, or all its uses are gone.
    Unknown,
}

impl Store {
    /// Opens (and makes or migrates) the embedded store in a folder.
    pub async fn open_sqlite(folder: &Path) -> Result<Self> {
        Sqlite::open(folder).await.map(|sqlite| Self::Sqlite(Arc::new(sqlite)))
    }
}

/// People, bots and tokens.
impl Store {
    /// Writes a new person. [`StoreError::NameTaken`] where another has this name in any case.
    pub async fn create_user(&self, user: &User, password_hash: &str) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.create_user(user, password_hash).await,
        }
    }

    /// The person whose [`crate::model::UserName::key`] this is. Bots have no login.
    pub async fn login(&self, name_key: &str) -> Result<Option<Login>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.login(name_key).await,
        }
    }

    /// Those of `ids` that exist, in no certain order.
    pub async fn users(&self, ids: &[UserId]) -> Result<Vec<Arc<User>>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.users(ids).await,
        }
    }

    /// Overwrites name and global name. [`StoreError::NameTaken`] as in [`Store::create_user`].
    pub async fn update_user(&self, user: &User) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.update_user(user).await,
        }
    }

    /// Writes a token. Where its user then has more than `tokens_max`, the least recently used others go, in the same step: returns those.
    pub async fn add_token(&self, token: &TokenRecord, tokens_max: usize) -> Result<Vec<TokenHash>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.add_token(token, tokens_max).await,
        }
    }

    /// What the token stands for.
    pub async fn token(&self, hash: TokenHash) -> Result<Option<TokenRecord>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.token(hash).await,
        }
    }

    /// All tokens of a user, newest first.
    pub async fn tokens_of(&self, user: UserId) -> Result<Vec<TokenRecord>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.tokens_of(user).await,
        }
    }

    /// The token stops working. Unknown ones are ignored.
    pub async fn delete_token(&self, hash: TokenHash) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.delete_token(hash).await,
        }
    }

    /// The same for several of one user's tokens, in one step; returns those that there were.
    pub async fn delete_tokens(&self, user: UserId, hashes: &[TokenHash]) -> Result<Vec<TokenHash>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.delete_tokens(user, hashes).await,
        }
    }

    /// The token was used at `at`. Unknown ones are ignored.
    pub async fn use_token(&self, hash: TokenHash, at: Timestamp) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.use_token(hash, at).await,
        }
    }

    /// Writes `token` and deletes all others of `user`, in one step; returns those deleted.
    pub async fn replace_tokens(&self, user: UserId, token: &TokenRecord) -> Result<Vec<TokenHash>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.replace_tokens(user, token).await,
        }
    }

    /// Writes an application and its bot user (whose name need not be unique).
    pub async fn create_application(&self, application: &Application, bot: &User) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.create_application(application, bot).await,
        }
    }

    /// One application.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<Application>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.application(id).await,
        }
    }

    /// A person's applications, oldest first.
    pub async fn applications_of(&self, owner: UserId) -> Result<Vec<Application>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.applications_of(owner).await,
        }
    }
}

/// Guilds.
impl Store {
    /// Writes a new guild with its roles, channels and members.
    pub async fn create_guild(&self, guild: &Guild) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.create_guild(guild).await,
        }
    }

    /// Loads a guild whole, the newest message of each channel and the newest mentions included.
    pub async fn guild(&self, id: GuildId) -> Result<Option<Guild>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.guild(id).await,
        }
    }

    /// Applies changes of one guild in one step.
    pub async fn write_guild(&self, id: GuildId, writes: &[GuildWrite]) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write_guild(id, writes).await,
        }
    }

    /// The guilds that a user is a member of, by id.
    pub async fn guilds_of(&self, user: UserId) -> Result<Vec<GuildId>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.guilds_of(user).await,
        }
    }

    /// Where a channel belongs.
    pub async fn channel_place(&self, id: ChannelId) -> Result<Option<ChannelPlace>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.channel_place(id).await,
        }
    }

    /// The same of several; nothing of those that are nowhere.
    pub async fn channel_places(&self, ids: &[ChannelId]) -> Result<HashMap<ChannelId, ChannelPlace>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.channel_places(ids).await,
        }
    }

    /// The ban of one user.
    pub async fn ban(&self, guild: GuildId, user: UserId) -> Result<Option<Ban>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.ban(guild, user).await,
        }
    }

    /// Those bans of a part that are nearest to its bound, by user id.
    pub async fn bans(&self, guild: GuildId, part: BansPage, limit: usize) -> Result<Vec<Ban>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.bans(guild, part, limit).await,
        }
    }

    /// One invite, usable or not.
    pub async fn invite(&self, code: &InviteCode) -> Result<Option<Invite>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.invite(code).await,
        }
    }

    /// All invites of a guild, oldest first.
    pub async fn invites_of(&self, guild: GuildId) -> Result<Vec<Invite>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.invites_of(guild).await,
        }
    }

    /// Counts one use, if the invite is usable at `now`.
    pub async fn use_invite(&self, code: &InviteCode, now: Timestamp) -> Result<InviteUse> {
        match self {
            Self::Sqlite(sqlite) => sqlite.use_invite(code, now).await,
        }
    }
}

/// DMs.
impl Store {
    /// The DM of two users; made with `new_id` where there is none.
    pub async fn open_dm(&self, users: [UserId; 2], new_id: ChannelId) -> Result<Dm> {
        match self {
            Self::Sqlite(sqlite) => sqlite.open_dm(users, new_id).await,
        }
    }

    /// One DM.
    pub async fn dm(&self, id: ChannelId) -> Result<Option<Dm>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.dm(id).await,
        }
    }

    /// Takes the DM off a user's list until it has a message above `after`, or until [`Store::reopen_dm`].
    pub async fn close_dm(&self, id: ChannelId, user: UserId, after: MessageId) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.close_dm(id, user, after).await,
        }
    }

    /// Puts the DM back on the lists of these. Those who did not close it are ignored.
    pub async fn reopen_dm(&self, id: ChannelId, users: &[UserId]) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.reopen_dm(id, users).await,
        }
    }

    /// Those on whose lists the DM is not, by id.
    pub async fn dm_closed_by(&self, id: ChannelId) -> Result<Vec<UserId>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.dm_closed_by(id).await,
        }
    }

    /// The DMs on a user's list, the one with the newest message first.
    pub async fn dms_of(&self, user: UserId) -> Result<Vec<Dm>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.dms_of(user).await,
        }
    }
}

/// What people have read.
impl Store {
    /// Writes how far a person has read channels, in one step. Where a row has a greater version it stays. Channels that were deleted
    /// are left out.
    pub async fn put_read_states(&self, user: UserId, states: &[ReadState]) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.put_read_states(user, states).await,
        }
    }

    /// Those of a person's read states that have the greatest versions, in no certain order.
    pub async fn read_states_of(&self, user: UserId, limit: usize) -> Result<Vec<ReadState>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read_states_of(user, limit).await,
        }
    }

    /// Of each channel the newest messages above an id that `user` has not written, oldest first.
    pub async fn messages_to(
        &self,
        user: UserId,
        above: &[(ChannelId, MessageId)],
        limit: usize,
    ) -> Result<Vec<(ChannelId, Vec<MessageId>)>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.messages_to(user, above, limit).await,
        }
    }
}

/// Messages.
impl Store {
    /// Applies mutations in order, in one step. Each is idempotent; those of unknown messages do nothing, nor does a message into a channel
    /// that was deleted while it was on its way: it has gone with its channel.
    pub async fn commit(&self, mutations: &[Mutation]) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.commit(mutations).await,
        }
    }

    /// A page of history, newest first; reactions as `viewer` sees them.
    pub async fn page(&self, channel: ChannelId, page: Page, limit: usize, viewer: UserId) -> Result<Vec<PageRow>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.page(channel, page, limit, viewer).await,
        }
    }

    /// One message with all its reactions.
    pub async fn message(&self, channel: ChannelId, id: MessageId) -> Result<Option<(Message, Reactions)>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.message(channel, id).await,
        }
    }

    /// Those of `ids` that are there, in no certain order and without their reactions: for what a page answers, so at most
    /// [`crate::limits::HISTORY_LIMIT_MAX`] at once.
    pub async fn messages(&self, channel: ChannelId, ids: &[MessageId]) -> Result<Vec<Message>> {
        debug_assert!(ids.len() <= crate::limits::HISTORY_LIMIT_MAX, "{} ids", ids.len());
        match self {
            Self::Sqlite(sqlite) => sqlite.messages(channel, ids).await,
        }
    }

    /// Who reacted with `emoji`, by id.
    pub async fn reaction_users(&self, channel: ChannelId, message: MessageId, emoji: &ReactionEmoji) -> Result<Vec<UserId>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.reaction_users(channel, message, emoji).await,
        }
    }

    /// The newest message that is still there.
    pub async fn last_message_id(&self, channel: ChannelId) -> Result<Option<MessageId>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.last_message_id(channel).await,
        }
    }

    /// Messages above `since` that were sent with `enforce_nonce`, oldest first.
    pub async fn enforced_nonces(&self, channel: ChannelId, since: MessageId) -> Result<Vec<EnforcedNonce>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.enforced_nonces(channel, since).await,
        }
    }
}

/// The snowflake clock.
impl Store {
    /// No id at or below this may be given again: the stored high-water mark and the newest message, whichever is greater; 0 in a new
    /// store.
    pub async fn id_floor(&self) -> Result<u64> {
        match self {
            Self::Sqlite(sqlite) => sqlite.id_floor().await,
        }
    }

    /// Stores a high-water mark; a lower one than before is ignored.
    pub async fn raise_id_floor(&self, high: u64) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.raise_id_floor(high).await,
        }
    }

    /// Stores the greatest id that was given, at a clean end: lowers the mark, for ids above it were never seen.
    pub async fn settle_id_floor(&self, last: u64) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.settle_id_floor(last).await,
        }
    }
}
