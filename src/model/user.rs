//! People, bots, applications and their tokens.

use super::id::{ApplicationId, UserId};
use super::snowflake::Timestamp;
use unicode_normalization::UnicodeNormalization;

/// A person or a bot, as others see them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct User {
    pub id: UserId,
    pub name: UserName,
    pub global_name: Option<String>,
    pub bot: bool,
}

/// A user name: 2 to 32 characters, without control characters, with no space at either end.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct UserName(String);

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UserNameError {
    #[error("must be between 2 and 32 in length")]
    Length,
    #[error("contains characters that are not allowed")]
    Characters,
}

impl UserName {
    pub const CHARACTERS_MIN: usize = 2;
    pub const CHARACTERS_MAX: usize = 32;

    pub fn parse(text: &str) -> Result<Self, UserNameError> {
        let name: String = text.trim().nfc().collect();
        if name.chars().any(|c| c.is_control() || matches!(c, '@' | '#' | ':' | '`')) {
            return Err(UserNameError::Characters);
        }
        if !(Self::CHARACTERS_MIN..=Self::CHARACTERS_MAX).contains(&name.chars().count()) {
            return Err(UserNameError::Length);
        }
        Ok(Self(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What must be unique: equal for names that differ in case or in compatibility forms only.
    pub fn key(&self) -> String {
        self.0.nfkc().flat_map(char::to_lowercase).collect()
    }
}

/// A bot's application; its bot user has the same id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Application {
    pub id: ApplicationId,
    pub name: String,
    pub owner_id: UserId,
    pub created_at: Timestamp,
}

/// SHA-256 of a token: all that is ever stored of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TokenHash(pub [u8; 32]);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenKind {
    Person,
    Bot,
}

/// What a token stands for. A person has one for each login, a bot exactly one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenRecord {
    pub hash: TokenHash,
    pub user_id: UserId,
    pub kind: TokenKind,
    pub issued_at: Timestamp,
    /// What the client called itself at login.
    pub client: Option<String>,
    /// About: noted once in [`crate::limits::TOKEN_USED_INTERVAL_S`].
    pub last_used_at: Timestamp,
}
