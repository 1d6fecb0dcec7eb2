//! Users and applications.

use super::{Empty, IdText, Null};
use crate::model::{Application, User};
use serde::Serialize;

/// A user as others see it.
#[derive(Serialize, Debug)]
pub struct UserJson<'a> {
    id: IdText,
    username: &'a str,
    discriminator: &'static str,
    global_name: Option<&'a str>,
    avatar: Null,
    banner: Null,
    accent_color: Null,
    bot: bool,
    system: bool,
    public_flags: u32,
    flags: u32,
    avatar_decoration_data: Null,
    collectibles: Null,
    primary_guild: Null,
}

impl<'a> From<&'a User> for UserJson<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            id: user.id.into(),
            username: user.name.as_str(),
            discriminator: "0",
            global_name: user.global_name.as_deref(),
            avatar: None,
            banner: None,
            accent_color: None,
            bot: user.bot,
            system: false,
            public_flags: 0,
            flags: 0,
            avatar_decoration_data: None,
            collectibles: None,
            primary_guild: None,
        }
    }
}

/// A user as it sees itself.
#[derive(Serialize, Debug)]
pub struct OwnUserJson<'a> {
    #[serde(flatten)]
    user: UserJson<'a>,
    mfa_enabled: bool,
    locale: &'static str,
    verified: bool,
    email: Null,
}

impl<'a> From<&'a User> for OwnUserJson<'a> {
    fn from(user: &'a User) -> Self {
        Self { user: user.into(), mfa_enabled: false, locale: "en-US", verified: true, email: None }
    }
}

/// A bot's application as its owner and itself see it.
#[derive(Serialize, Debug)]
pub struct ApplicationJson<'a> {
    id: IdText,
    name: &'a str,
    icon: Null,
    description: &'static str,
    r#type: Null,
    bot: UserJson<'a>,
    bot_public: bool,
    bot_require_code_grant: bool,
    verify_key: &'static str,
    flags: u32,
    flags_new: &'static str,
    redirect_uris: Empty,
    interactions_endpoint_url: Null,
    role_connections_verification_url: Null,
    owner: UserJson<'a>,
    approximate_guild_count: u32,
    approximate_user_install_count: u32,
    approximate_user_authorization_count: u32,
    explicit_content_filter: u8,
    team: Null,
    eligible_oauth2_scopes: [&'static str; 2],
}

/// Presences, members and content are for every bot here: the flags say so (Discord docs, Application Flags).
pub(crate) const APPLICATION_FLAGS: u32 = 1 << 12 | 1 << 14 | 1 << 18;

impl<'a> ApplicationJson<'a> {
    pub fn new(application: &'a Application, bot: &'a User, owner: &'a User) -> Self {
        Self {
            id: application.id.into(),
            name: &application.name,
            icon: None,
            description: "",
            r#type: None,
            bot: bot.into(),
            bot_public: true,
            bot_require_code_grant: false,
            verify_key: "0000000000000000000000000000000000000000000000000000000000000000",
            flags: APPLICATION_FLAGS,
            flags_new: "282624",
            redirect_uris: [],
            interactions_endpoint_url: None,
            role_connections_verification_url: None,
            owner: owner.into(),
            approximate_guild_count: 0,
            approximate_user_install_count: 0,
            approximate_user_authorization_count: 0,
            explicit_content_filter: 0,
            team: None,
            eligible_oauth2_scopes: ["bot", "applications.commands"],
        }
    }
}
