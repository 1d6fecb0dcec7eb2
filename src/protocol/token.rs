//! Tokens: `base64url(user id).base64url(issued at, in seconds).base64url(32 random bytes)`.
//!
//! Libraries read the user's id from the first part. Only a token's hash is ever stored.

use crate::model::{Timestamp, TokenHash, UserId};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fmt;

/// A token in clear. Shown once; never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    text: String,
    user_id: UserId,
}

impl Token {
    /// Longest token that can have been issued: 27 + 1 + 27 + 1 + 43 characters.
    const BYTES_MAX: usize = 100;
    const SECRET_BYTES: usize = 32;

    pub fn issue(user_id: UserId, issued_at: Timestamp, random: [u8; Self::SECRET_BYTES]) -> Self {
        let user = BASE64_URL_SAFE_NO_PAD.encode(user_id.to_string());
        let issued = BASE64_URL_SAFE_NO_PAD.encode(issued_at.unix_s().to_string());
        let secret = BASE64_URL_SAFE_NO_PAD.encode(random);
        Self { text: format!("{user}.{issued}.{secret}"), user_id }
    }

    /// `None` where the text cannot be a token.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > Self::BYTES_MAX {
            return None;
        }
        let mut parts = text.split('.');
        let (user, issued, secret) = (parts.next()?, parts.next()?, parts.next()?);
        let user_id = decimal(user)?;
        decimal(issued)?;
        let random = BASE64_URL_SAFE_NO_PAD.decode(secret).ok()?;
        let whole = parts.next().is_none() && random.len() == Self::SECRET_BYTES;
        whole.then(|| Self { text: text.to_owned(), user_id: UserId::from_raw(user_id) })
    }

    pub fn user_id(&self) -> UserId {
        self.user_id
    }

    /// The clear text, for the one answer that shows it.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.text.as_bytes()).into())
    }
}

fn decimal(part: &str) -> Option<u64> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).ok()?;
    let text = str::from_utf8(&bytes).ok()?;
    text.parse().ok()
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("user_id", &self.user_id).finish_non_exhaustive()
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
        let first = token().reveal().split('.').next().unwrap().to_owned();
        assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(first).unwrap(), b"1308291234567890123");
    }

    #[test]
    fn issued_token_parses_to_itself() {
        let parsed = Token::parse(token().reveal()).unwrap();
        assert_eq!(parsed, token());
        assert_eq!(parsed.user_id(), UserId::from_raw(1_308_291_234_567_890_123));
    }

    #[test]
    fn text_of_another_shape_is_no_token() {
        let whole = token().reveal().to_owned();
        for text in ["", ".", "a.b.c", &whole[1..], &whole[..whole.len() - 1], &format!("{whole}.x"), &"x".repeat(10_000)] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_output_hides_the_secret() {
        assert!(!format!("{:?}", token()).contains("BwcH"));
    }
}
