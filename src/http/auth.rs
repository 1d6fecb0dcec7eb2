//! Registering, logging in and out (not in Discord's public API; shapes of our own).

use super::agent::{self, Agent};
use super::answer::{no_content, ok};
use super::caller::{Caller, JsonBody};
use super::client::Address;
use super::error::Failure;
use super::router::Services;
use crate::account::{Registration, Visitor};
use crate::limits;
use crate::model::{Refusal, TokenHash, User};
use crate::protocol::form::Form;
use crate::protocol::{Token, request, timestamp};
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use serde_json::json;
use std::collections::HashSet;

type Answer = Result<Response<Body>, Failure>;

fn token_answer(user: &User, token: &Token) -> Response<Body> {
    ok(&json!({"user_id": user.id.to_string(), "token": token.as_str(), "settings": {}}))
}

pub(super) async fn register(
    State(services): State<Services>,
    Address(address): Address,
    Agent(client): Agent,
    JsonBody(body): JsonBody,
) -> Answer {
    let mut form = Form::parse(&body)?;
    let registration = Registration {
        name: form.required_text("username", 0..=limits::LOGIN_FIELD_CHARACTERS_MAX),
        password: form.required_text("password", 0..=limits::LOGIN_FIELD_CHARACTERS_MAX),
        global_name: form.nullable_text("global_name", 0..=limits::LOGIN_FIELD_CHARACTERS_MAX).flatten(),
    };
    let registration = form.finish(registration)?;
    let (user, token) = services.accounts.register(registration, Visitor { address, client }).await?;
    Ok(token_answer(&user, &token))
}

pub(super) async fn login(
    State(services): State<Services>,
    Address(address): Address,
    Agent(client): Agent,
    JsonBody(body): JsonBody,
) -> Answer {
    let mut form = Form::parse(&body)?;
    let login = form.required_text("login", 0..=limits::LOGIN_FIELD_CHARACTERS_MAX);
    let password = form.required_text("password", 0..=limits::LOGIN_FIELD_CHARACTERS_MAX);
    let (login, password) = form.finish((login, password))?;
    let (user, token) = services.accounts.login(&login, password, Visitor { address, client }).await?;
    Ok(token_answer(&user, &token))
}

pub(super) async fn logout(State(services): State<Services>, caller: Caller) -> Answer {
    services.accounts.logout(&caller.0).await?;
    Ok(no_content())
}

/// The caller's logins, newest first.
pub(super) async fn sessions(State(services): State<Services>, caller: Caller) -> Answer {
    let tokens = services.accounts.sessions(caller.user().id).await?;
    let shown: Vec<_> = tokens
        .iter()
        .map(|token| {
            let client = token.client.as_deref().unwrap_or_default();
            json!({
                "id_hash": short(token.hash),
                "issued_at": timestamp(token.issued_at),
                "approx_last_used_time": timestamp(token.last_used_at),
                "client_info": {"os": agent::system(client), "platform": agent::program(client), "location": null},
                "current": token.hash == caller.0.token,
            })
        })
        .collect();
    Ok(ok(&json!({"user_sessions": shown})))
}

/// Ends logins of the caller's, as [`sessions`] names them; others are ignored.
pub(super) async fn end_sessions(State(services): State<Services>, caller: Caller, JsonBody(body): JsonBody) -> Answer {
    let user = caller.user();
    if user.bot {
        return Err(Refusal::BotsNotAllowed.into());
    }
    let named: HashSet<String> = request::ended_logins(&body)?.into_iter().collect();
    let tokens = services.accounts.sessions(user.id).await?;
    let ended: Vec<TokenHash> = tokens.iter().map(|token| token.hash).filter(|hash| named.contains(&short(*hash))).collect();
    services.accounts.end_logins(user.id, &ended).await?;
    Ok(no_content())
}

/// Enough of the hash to name a login, and useless to anybody else.
fn short(hash: TokenHash) -> String {
    let [a, b, ..] = hash.0.as_chunks::<8>().0 else { return String::new() };
    format!("{:016x}{:016x}", u64::from_be_bytes(*a), u64::from_be_bytes(*b))
}
