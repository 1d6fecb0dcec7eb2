//! The embedded store.

use super::*;

pub struct Sqlite {}

#[allow(unused_variables, clippy::unused_async)]
impl Sqlite {
    pub(super) async fn open(folder: &Path) -> Result<Self> {
        todo!()
    }
    pub(super) async fn create_user(&self, user: &User, password_hash: &str) -> Result<()> {
        todo!()
    }
    pub(super) async fn login(&self, name_key: &str) -> Result<Option<Login>> {
        todo!()
    }
    pub(super) async fn users(&self, ids: &[UserId]) -> Result<Vec<Arc<User>>> {
        todo!()
    }
    pub(super) async fn update_user(&self, user: &User) -> Result<()> {
        todo!()
    }
    pub(super) async fn put_token(&self, token: &TokenRecord) -> Result<()> {
        todo!()
    }
    pub(super) async fn token(&self, hash: TokenHash) -> Result<Option<TokenRecord>> {
        todo!()
    }
    pub(super) async fn tokens_of(&self, user: UserId) -> Result<Vec<TokenRecord>> {
        todo!()
    }
    pub(super) async fn delete_token(&self, hash: TokenHash) -> Result<()> {
        todo!()
    }
    pub(super) async fn replace_tokens(&self, user: UserId, token: &TokenRecord) -> Result<Vec<TokenHash>> {
        todo!()
    }
    pub(super) async fn create_application(&self, application: &Application, bot: &User) -> Result<()> {
        todo!()
    }
    pub(super) async fn application(&self, id: ApplicationId) -> Result<Option<Application>> {
        todo!()
    }
    pub(super) async fn applications_of(&self, owner: UserId) -> Result<Vec<Application>> {
        todo!()
    }
    pub(super) async fn create_guild(&self, guild: &Guild) -> Result<()> {
        todo!()
    }
    pub(super) async fn guild(&self, id: GuildId) -> Result<Option<Guild>> {
        todo!()
    }
    pub(super) async fn write_guild(&self, id: GuildId, writes: &[GuildWrite]) -> Result<()> {
        todo!()
    }
    pub(super) async fn guilds_of(&self, user: UserId) -> Result<Vec<GuildId>> {
        todo!()
    }
    pub(super) async fn channel_place(&self, id: ChannelId) -> Result<Option<ChannelPlace>> {
        todo!()
    }
    pub(super) async fn ban(&self, guild: GuildId, user: UserId) -> Result<Option<Ban>> {
        todo!()
    }
    pub(super) async fn bans(&self, guild: GuildId, after: UserId, limit: usize) -> Result<Vec<Ban>> {
        todo!()
    }
    pub(super) async fn invite(&self, code: &InviteCode) -> Result<Option<Invite>> {
        todo!()
    }
    pub(super) async fn invites_of(&self, guild: GuildId) -> Result<Vec<Invite>> {
        todo!()
    }
    pub(super) async fn use_invite(&self, code: &InviteCode, now: Timestamp) -> Result<InviteUse> {
        todo!()
    }
    pub(super) async fn open_dm(&self, users: [UserId; 2], new_id: ChannelId) -> Result<Dm> {
        todo!()
    }
    pub(super) async fn dm(&self, id: ChannelId) -> Result<Option<Dm>> {
        todo!()
    }
    pub(super) async fn dms_of(&self, user: UserId) -> Result<Vec<Dm>> {
        todo!()
    }
    pub(super) async fn commit(&self, mutations: &[Mutation]) -> Result<()> {
        todo!()
    }
    pub(super) async fn page(&self, channel: ChannelId, page: Page, limit: usize, viewer: UserId) -> Result<Vec<PageRow>> {
        todo!()
    }
    pub(super) async fn message(&self, channel: ChannelId, id: MessageId) -> Result<Option<(Message, Reactions)>> {
        todo!()
    }
    pub(super) async fn reaction_users(&self, channel: ChannelId, message: MessageId, emoji: &ReactionEmoji) -> Result<Vec<UserId>> {
        todo!()
    }
    pub(super) async fn last_message_id(&self, channel: ChannelId) -> Result<Option<MessageId>> {
        todo!()
    }
    pub(super) async fn enforced_nonces(&self, channel: ChannelId, since: MessageId) -> Result<Vec<EnforcedNonce>> {
        todo!()
    }
    pub(super) async fn id_floor(&self) -> Result<u64> {
        todo!()
    }
    pub(super) async fn raise_id_floor(&self, high: u64) -> Result<()> {
        todo!()
    }
}
