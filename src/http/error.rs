//! Refusals as statuses and Discord's codes (Discord docs, Opcodes and Status Codes): the only place where one is chosen.

use super::answer::json;
use crate::account::AccountError;
use crate::model::{Bucket, FieldFault, Refusal};
use crate::store::StoreError;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Map, Value, json as value};
use std::time::{Duration, SystemTime};

/// What is wrong with a request before anybody looks at what it asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ApiError {
    /// Only for a token that is nobody's: libraries give up on it.
    Unauthorized,
    NotFound,
    MethodNotAllowed,
    TooLarge,
    /// The body did not come in time.
    TooSlow,
    /// The body broke off, or its chunks are none.
    BrokenBody,
    UnsupportedMediaType,
    TimedOut,
}

/// A failed request.
#[derive(Debug)]
pub(super) enum Failure {
    Api(ApiError),
    Refused(Refusal),
    InvalidLogin,
    /// The limit of a route, not of a channel: its name tells buckets apart.
    Limited {
        bucket: Bucket,
        route: &'static str,
    },
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Refused(refusal) => Self::Refused(refusal),
            AccountError::InvalidLogin => Self::InvalidLogin,
            AccountError::TooManyTries { retry_after } => Self::Limited {
                bucket: Bucket { limit: crate::limits::LOGIN_RATE_TRIES, remaining: 0, reset_after: retry_after },
                route: "login",
            },
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response<Body> {
        match self {
            Self::Api(error) => api(error),
            Self::Refused(Refusal::RateLimited(bucket)) => rate_limited(bucket, MESSAGES_BUCKET),
            Self::Refused(refusal) => refused(&refusal),
            Self::InvalidLogin => {
                let fault = |field: &str| FieldFault {
                    field: field.to_owned(),
                    code: "INVALID_LOGIN",
                    message: "Login or password is invalid.".to_owned(),
                };
                refused(&Refusal::Invalid(vec![fault("login"), fault("password")]))
            }
            Self::Limited { bucket, route } => rate_limited(bucket, route),
        }
    }
}

fn api(error: ApiError) -> Response<Body> {
    let (status, message) = match error {
        ApiError::Unauthorized => (StatusCode::UNAUTHORIZED, "401: Unauthorized"),
        ApiError::NotFound => (StatusCode::NOT_FOUND, "404: Not Found"),
        ApiError::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "405: Method Not Allowed"),
        ApiError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Request entity too large"),
        ApiError::TooSlow => (StatusCode::REQUEST_TIMEOUT, "408: Request Timeout"),
        ApiError::BrokenBody => (StatusCode::BAD_REQUEST, "400: Bad Request"),
        ApiError::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Files are not served by this version"),
        ApiError::TimedOut => (StatusCode::GATEWAY_TIMEOUT, "504: Gateway Timeout"),
    };
    let code = if error == ApiError::TooLarge { 40_005 } else { 0 };
    json(status, &value!({"message": message, "code": code}))
}

/// Status, code and message of every refusal.
fn told(refusal: &Refusal) -> (StatusCode, u32, &'static str) {
    use StatusCode as S;
    match refusal {
        Refusal::UnknownApplication => (S::NOT_FOUND, 10_002, "Unknown Application"),
        Refusal::UnknownChannel => (S::NOT_FOUND, 10_003, "Unknown Channel"),
        Refusal::UnknownGuild => (S::NOT_FOUND, 10_004, "Unknown Guild"),
        Refusal::UnknownInvite => (S::NOT_FOUND, 10_006, "Unknown Invite"),
        Refusal::UnknownMember => (S::NOT_FOUND, 10_007, "Unknown Member"),
        Refusal::UnknownMessage => (S::NOT_FOUND, 10_008, "Unknown Message"),
        Refusal::UnknownOverwrite => (S::NOT_FOUND, 10_009, "Unknown Permission Overwrite"),
        Refusal::UnknownRole => (S::NOT_FOUND, 10_011, "Unknown Role"),
        Refusal::UnknownUser => (S::NOT_FOUND, 10_013, "Unknown User"),
        Refusal::UnknownEmoji => (S::BAD_REQUEST, 10_014, "Unknown Emoji"),
        Refusal::UnknownBan => (S::NOT_FOUND, 10_026, "Unknown Ban"),
        Refusal::MissingAccess => (S::FORBIDDEN, 50_001, "Missing Access"),
        Refusal::MissingPermissions => (S::FORBIDDEN, 50_013, "Missing Permissions"),
        Refusal::NotAuthor => (S::FORBIDDEN, 50_005, "Cannot edit a message authored by another user"),
        Refusal::EmptyMessage => (S::BAD_REQUEST, 50_006, "Cannot send an empty message"),
        Refusal::CannotMessageUser => (S::FORBIDDEN, 50_007, "Cannot send messages to this user"),
        Refusal::WrongChannelKind => (S::BAD_REQUEST, 50_024, "Cannot execute action on this channel type"),
        Refusal::Banned => (S::FORBIDDEN, 40_007, "The user is banned from this guild"),
        Refusal::BotsNotAllowed => (S::FORBIDDEN, 20_001, "Bots cannot use this endpoint"),
        Refusal::OnlyBots => (S::FORBIDDEN, 20_002, "Only bots can use this endpoint"),
        Refusal::TooOldForBulkDelete => (S::BAD_REQUEST, 50_034, "You can only bulk delete messages that are under 14 days old."),
        Refusal::Malformed => (S::BAD_REQUEST, 50_109, "The request body contains invalid JSON."),
        Refusal::Invalid(_) => (S::BAD_REQUEST, 50_035, "Invalid Form Body"),
        Refusal::TooMany { code, .. } => (S::BAD_REQUEST, *code, "Maximum number reached"),
        Refusal::RateLimited(_) => (S::TOO_MANY_REQUESTS, 0, "You are being rate limited."),
        Refusal::Unavailable => (S::SERVICE_UNAVAILABLE, 0, "503: Service Unavailable"),
        Refusal::OutcomeUnknown => (S::GATEWAY_TIMEOUT, 0, "504: Gateway Timeout"),
    }
}

fn refused(refusal: &Refusal) -> Response<Body> {
    let (status, code, message) = told(refusal);
    let body = match refusal {
        Refusal::Invalid(faults) => value!({"message": message, "code": code, "errors": tree(faults)}),
        Refusal::TooMany { what, max, .. } => value!({"message": format!("Maximum number of {what} reached ({max})"), "code": code}),
        _ => value!({"message": message, "code": code}),
    };
    let mut response = json(status, &body);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// `{"embeds":{"0":{"title":{"_errors":[…]}}}}` from dotted paths.
fn tree(faults: &[FieldFault]) -> Value {
    let mut root = Map::new();
    for fault in faults {
        add(&mut root, &fault.field, value!({"code": fault.code, "message": fault.message}));
    }
    Value::Object(root)
}

/// A field has faults of its own or of its parts, never both: what was told first stays.
fn add(parts: &mut Map<String, Value>, field: &str, error: Value) {
    let (name, inner) = field.split_once('.').map_or((field, None), |(name, inner)| (name, Some(inner)));
    let place = parts.entry(name).or_insert_with(|| Value::Object(Map::new()));
    let Some(place) = place.as_object_mut() else { return };
    match inner {
        Some(_) if place.contains_key("_errors") => {}
        Some(inner) => add(place, inner, error),
        None if place.is_empty() => _ = place.insert("_errors".to_owned(), Value::Array(vec![error])),
        None => {
            if let Some(errors) = place.get_mut("_errors").and_then(Value::as_array_mut) {
                errors.push(error);
            }
        }
    }
}

pub(super) const MESSAGES_BUCKET: &str = "messages";
pub(super) const USER_BUCKET: &str = "user";

/// 429: libraries wait by the headers or by the body, and some need `Via` to believe that it is Discord's.
fn rate_limited(bucket: Bucket, route: &str) -> Response<Body> {
    let seconds = bucket.reset_after.as_secs_f64();
    let body = value!({"message": "You are being rate limited.", "retry_after": seconds, "global": false, "code": 0});
    let mut response = json(StatusCode::TOO_MANY_REQUESTS, &body);
    let headers = response.headers_mut();
    put_bucket(headers, Bucket { remaining: 0, ..bucket }, route);
    headers.insert(header::VIA, HeaderValue::from_static("1.1 belfry"));
    let rounded_up = bucket.reset_after.as_millis().div_ceil(1_000).max(1);
    put(headers, header::RETRY_AFTER, &rounded_up.to_string());
    response
}

/// The five headers of a bucket, or none of them.
pub(super) fn put_bucket(headers: &mut HeaderMap, bucket: Bucket, route: &str) {
    let reset_after = bucket.reset_after.as_secs_f64();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64();
    put(headers, HeaderName::from_static("x-ratelimit-limit"), &bucket.limit.to_string());
    put(headers, HeaderName::from_static("x-ratelimit-remaining"), &bucket.remaining.to_string());
    put(headers, HeaderName::from_static("x-ratelimit-reset"), &format!("{:.3}", now + reset_after));
    put(headers, HeaderName::from_static("x-ratelimit-reset-after"), &format!("{reset_after:.3}"));
    put(headers, HeaderName::from_static("x-ratelimit-bucket"), &bucket_name(route));
    headers.insert(HeaderName::from_static("x-ratelimit-scope"), HeaderValue::from_static("user"));
}

/// An opaque name of a bucket: the same for all channels, which clients tell apart themselves.
fn bucket_name(route: &str) -> String {
    route.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)).to_string()
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_fields_become_a_tree() {
        let fault = |field: &str| FieldFault { field: field.to_owned(), code: "C", message: "m".to_owned() };
        let tree = tree(&[fault("embeds.0.title"), fault("name"), fault("name")]);
        assert_eq!(tree["embeds"]["0"]["title"]["_errors"][0]["code"], "C");
        assert_eq!(tree["name"]["_errors"].as_array().unwrap().len(), 2);
    }

    async fn body(response: Response<Body>) -> Value {
        assert_eq!(response.headers()["content-type"], "application/json");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[tokio::test]
    async fn refusals_have_discords_shape() {
        let gone = Failure::from(Refusal::UnknownMessage).into_response();
        assert_eq!(gone.status(), 404);
        assert_eq!(body(gone).await, value!({"message": "Unknown Message", "code": 10_008}));
        let full = Failure::from(Refusal::TooMany { what: "roles", code: 30_005, max: 250 }).into_response();
        assert_eq!(body(full).await, value!({"message": "Maximum number of roles reached (250)", "code": 30_005}));
        let stranger = Failure::from(ApiError::Unauthorized).into_response();
        assert_eq!(body(stranger).await, value!({"message": "401: Unauthorized", "code": 0}));
    }

    #[tokio::test]
    async fn wrong_login_is_told_of_both_fields() {
        let body = body(Failure::InvalidLogin.into_response()).await;
        assert_eq!(body["code"], 50_035);
        for field in ["login", "password"] {
            assert_eq!(body["errors"][field]["_errors"][0]["code"], "INVALID_LOGIN");
        }
    }

    #[test]
    fn nothing_that_a_client_did_wrong_is_a_fault_of_ours() {
        for refusal in [Refusal::Malformed, Refusal::EmptyMessage, Refusal::MissingAccess, Refusal::UnknownEmoji, Refusal::Invalid(vec![])]
        {
            assert!(told(&refusal).0.is_client_error(), "{refusal}");
        }
    }

    #[test]
    fn field_has_faults_of_its_own_or_of_its_parts() {
        let fault = |field: &str| FieldFault { field: field.to_owned(), code: "C", message: "m".to_owned() };
        let tree = tree(&[fault("a.0.b"), fault("a"), fault("c"), fault("c.0.d")]);
        assert!(tree["a"].get("_errors").is_none() && tree["a"]["0"]["b"]["_errors"].is_array());
        assert!(tree["c"]["_errors"].is_array() && tree["c"].get("0").is_none());
    }

    #[test]
    fn retry_after_is_rounded_up_and_scope_and_bucket_are_there() {
        let bucket = Bucket { limit: 5, remaining: 0, reset_after: Duration::from_millis(1_200) };
        let response = rate_limited(bucket, MESSAGES_BUCKET);
        assert_eq!(response.headers()["retry-after"], "2");
        for name in ["via", "x-ratelimit-scope", "x-ratelimit-bucket", "x-ratelimit-reset-after"] {
            assert!(response.headers().contains_key(name), "{name}");
        }
    }
}
