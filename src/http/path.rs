//! Ids and other parts of a path or query.

use super::error::{ApiError, Failure};
use crate::model::{ReactionEmoji, Refusal, UserId};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// The variable parts of a path. One that is no UTF-8 names nothing: 404, as everything else in Discord's shape.
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let found = axum::extract::Path::from_request_parts(parts, state).await;
        found.map(|axum::extract::Path(value)| Self(value)).map_err(|_| ApiError::NotFound.into())
    }
}

/// A snowflake of the path.
pub(super) fn id<T: FromStr>(name: &str, text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Refusal::field(name, "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake.")).into())
}

/// `@me` or a user's id.
pub(super) fn user(text: &str, me: UserId) -> Result<UserId, Failure> {
    if text == "@me" { Ok(me) } else { id("user_id", text) }
}

/// An emoji as it stands (decoded) in the path.
pub(super) fn emoji(text: &str) -> Result<ReactionEmoji, Failure> {
    ReactionEmoji::parse(text).ok_or(Failure::Refused(Refusal::UnknownEmoji))
}

/// A query's parameters, by name; the last of equal ones counts.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(query: Option<&str>) -> Self {
        let decode = |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        Self(pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decode(name), decode(value))).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn id<T: FromStr>(&self, name: &str) -> Result<Option<T>, Failure> {
        self.get(name).map(|text| id(name, text)).transpose()
    }

    /// A count within bounds.
    pub(super) fn limit(&self, default: usize, max: usize) -> Result<usize, Failure> {
        let Some(text) = self.get("limit") else { return Ok(default) };
        let limit = text.parse().ok().filter(|limit| (1..=max).contains(limit));
        let fault = || Refusal::field("limit", "NUMBER_TYPE_MAX", format!("int value should be between 1 and {max}."));
        limit.ok_or_else(|| fault().into())
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some("true" | "True" | "1"))
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::parse(parts.uri.query()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_is_decoded_and_the_last_of_equal_names_counts() {
        let query = Query::parse(Some("query=a%20b+c&limit=3&limit=5&wait=True&empty"));
        assert_eq!((query.get("query"), query.get("empty"), query.get("none")), (Some("a b c"), Some(""), None));
        assert_eq!(query.limit(1, 10).ok(), Some(5));
        assert!(query.flag("wait") && !query.flag("query"));
    }

    #[test]
    fn limit_out_of_bounds_and_id_of_letters_are_refused() {
        for text in ["limit=0", "limit=101", "limit=x", "limit=-1"] {
            assert!(Query::parse(Some(text)).limit(50, 100).is_err(), "{text}");
        }
        assert!(Query::parse(Some("before=abc")).id::<u64>("before").is_err());
        assert_eq!(Query::parse(Some("before=0")).id::<u64>("before").ok(), Some(Some(0)));
    }

    #[test]
    fn me_is_the_caller() {
        let me = UserId::from_raw(7);
        assert_eq!(user("@me", me).ok(), Some(me));
        assert_eq!(user("9", me).ok(), Some(UserId::from_raw(9)));
        assert!(user("@you", me).is_err());
    }
}
