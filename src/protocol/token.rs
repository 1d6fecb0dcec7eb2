//! Tokens: `base64url(user id) . base64url(issued, Unix s) . base64url(32 random bytes)`. Libraries read the user's id from the first part.

use crate::model::{Timestamp, TokenHash, UserId};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fmt;

/// A token in clear. It is shown once, and never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    text: String,
    user_id: UserId,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.user_id)
    }
}

impl Token {
    const BYTES_MAX: usize = 200;

    pub fn issue(user_id: UserId, issued_at: Timestamp, random: [u8; 32]) -> Self {
        let user = URL_SAFE_NO_PAD.encode(user_id.to_string());
        let issued = URL_SAFE_NO_PAD.encode(issued_at.unix_s().to_string());
        Self { text: format!("{user}.{issued}.{}", URL_SAFE_NO_PAD.encode(random)), user_id }
    }

    /// `None` where the text is none of ours.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > Self::BYTES_MAX || text.split('.').count() != 3 {
            return None;
        }
        let (user, _) = text.split_once('.')?;
        let user_id = String::from_utf8(URL_SAFE_NO_PAD.decode(user).ok()?).ok()?.parse().ok()?;
        Some(Self { text: text.to_owned(), user_id })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn user_id(&self) -> UserId {
        self.user_id
    }

    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.text.as_bytes()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        Token::issue(UserId::from_raw(1_308_291_234_567_890_123), Timestamp::from_unix_us(1_795_327_200_000_000), [7; 32])
    }

    #[test]
    fn token_begins_with_the_base64_of_the_user_id() {
        let token = token();
        let (first, _) = token.as_str().split_once('.').unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(first).unwrap(), b"1308291234567890123");
    }

    #[test]
    fn issued_token_is_read_as_itself() {
        assert_eq!(Token::parse(token().as_str()), Some(token()));
    }

    #[test]
    fn text_of_another_shape_is_no_token() {
        let long = format!("{}{}", token().as_str(), "x".repeat(200));
        for text in ["", "..", "a.b", "not base64!.x.y", "NDU2", long.as_str()] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_output_hides_the_secret() {
        let secret = URL_SAFE_NO_PAD.encode([7; 32]);
        assert!(token().as_str().ends_with(&secret) && !format!("{:?}", token()).contains(&secret));
    }
}
