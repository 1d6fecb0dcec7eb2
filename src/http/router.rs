//! Which path leads where.

use super::answer::ok;
use super::base::Origin;
use super::caller::Caller;
use super::error::{ApiError, Failure};
use super::{applications, auth, channels, guilds, health, invites, members, messages, reactions, reads, roles, stubs, ui, users, watch};
use crate::account::Accounts;
use crate::config::IpNet;
use crate::directory::Directory;
use crate::limits;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{delete, get, patch, post, put};
use serde_json::json;
use std::sync::Arc;

/// What handlers need. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub directory: Directory,
    pub accounts: Accounts,
    pub readiness: super::Readiness,
    pub origin: Origin,
    /// `http.trusted_proxies`.
    pub trusted_proxies: Arc<[IpNet]>,
}

/// Everything that clients ask for over HTTP.
pub fn router(services: Services) -> Router {
    let api = api().layer(from_fn_with_state(services.clone(), watch::watch));
    Router::new()
        .nest("/api/v10", api.clone())
        .nest("/api/v9", api.clone())
        .nest("/api", api)
        .route("/", get(ui::page))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(ui::other)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(uncached))
        .with_state(services)
}

/// `/metrics`, on a listener of its own.
pub fn metrics_router(render: impl Fn() -> String + Clone + Send + Sync + 'static) -> Router {
    Router::new().route("/metrics", get(move || std::future::ready(render()))).fallback(not_found)
}

async fn not_found() -> Response<Body> {
    Failure::Api(ApiError::NotFound).into_response()
}

async fn method_not_allowed() -> Response<Body> {
    Failure::Api(ApiError::MethodNotAllowed).into_response()
}

/// Answers depend on who asks: nobody may keep them, but what says itself how long.
async fn uncached(request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(header::HeaderValue::from_static("no-store"));
    response
}

fn api() -> Router<Services> {
    Router::new().merge(people()).merge(guild_routes()).merge(channel_routes()).merge(stub_routes()).fallback(not_found)
}

fn people() -> Router<Services> {
    Router::new()
        .route("/gateway", get(gateway))
        .route("/gateway/bot", get(gateway_bot))
        .route("/auth/register", post(auth::register))
        .route("/auth/login", post(auth::login))
        .route("/auth/logout", post(auth::logout))
        .route("/auth/sessions", get(auth::sessions))
        .route("/auth/sessions/logout", post(auth::end_sessions))
        .route("/read-states/ack-bulk", post(reads::ack_bulk))
        .route("/users/@me", get(users::me).patch(users::update))
        .route("/users/@me/guilds", get(guilds::mine))
        .route("/users/@me/guilds/{guild}", delete(guilds::leave))
        .route("/users/@me/guilds/{guild}/member", get(members::mine))
        .route("/users/@me/channels", get(users::dms).post(users::open_dm))
        .route("/users/{user}", get(users::get))
        .route("/applications", get(applications::all).post(applications::create))
        .route("/applications/@me", get(applications::mine))
        .route("/oauth2/applications/@me", get(applications::mine))
        .route("/applications/{application}", get(applications::get))
        .route("/applications/{application}/bot/reset", post(applications::reset))
        .route("/oauth2/authorize", get(applications::consent).post(applications::authorize))
        .route("/invites/{code}", get(invites::get).post(invites::accept).delete(invites::delete))
}

fn guild_routes() -> Router<Services> {
    Router::new()
        .route("/guilds", post(guilds::create))
        .route("/guilds/{guild}", get(guilds::get).patch(guilds::update).delete(guilds::delete))
        .route("/guilds/{guild}/channels", get(channels::of_guild).post(channels::create).patch(channels::shift))
        .route("/guilds/{guild}/members", get(members::all))
        .route("/guilds/{guild}/members/search", get(members::search))
        .route("/guilds/{guild}/members/{user}", get(members::get).patch(members::update).delete(members::kick))
        .route("/guilds/{guild}/members/{user}/roles/{role}", put(members::add_role).delete(members::remove_role))
        .route("/guilds/{guild}/bans", get(members::bans))
        .route("/guilds/{guild}/bans/{user}", get(members::get_ban).put(members::ban).delete(members::unban))
        .route("/guilds/{guild}/roles", get(roles::all).post(roles::create).patch(roles::shift))
        .route("/guilds/{guild}/roles/{role}", get(roles::get).patch(roles::update).delete(roles::delete))
        .route("/guilds/{guild}/invites", get(invites::of_guild))
}

fn channel_routes() -> Router<Services> {
    const REACTIONS: &str = "/channels/{channel}/messages/{message}/reactions";
    let one = format!("{REACTIONS}/{{emoji}}");
    Router::new()
        .route("/channels/{channel}", get(channels::get).patch(channels::update).delete(channels::delete))
        .route("/channels/{channel}/permissions/{target}", put(channels::put_overwrite).delete(channels::delete_overwrite))
        .route("/channels/{channel}/invites", get(invites::of_channel).post(invites::create))
        .route("/channels/{channel}/typing", post(messages::typing))
        .route("/channels/{channel}/messages", get(messages::history).post(messages::create))
        .route("/channels/{channel}/messages/bulk-delete", post(messages::delete_bulk))
        .route("/channels/{channel}/messages/{message}", get(messages::get).merge(patch(messages::edit)).delete(messages::delete))
        .route("/channels/{channel}/messages/{message}/ack", post(reads::ack))
        .route(REACTIONS, delete(reactions::clear))
        .route(&one, get(reactions::users).delete(reactions::clear_emoji))
        .route(&format!("{one}/@me"), put(reactions::add).delete(reactions::remove_own))
        .route(&format!("{one}/{{user}}"), delete(reactions::remove))
}

fn stub_routes() -> Router<Services> {
    let commands = || get(stubs::empty).put(stubs::commands);
    Router::new()
        .route("/applications/{application}/commands", commands())
        .route("/applications/{application}/guilds/{guild}/commands", commands())
        .route("/applications/{application}/emojis", get(stubs::application_emojis))
        .route("/soundboard-default-sounds", get(stubs::empty))
        .route("/sticker-packs", get(stubs::sticker_packs))
        .route("/voice/regions", get(stubs::empty))
        .route("/guilds/{guild}/regions", get(stubs::empty_of_guild))
        .route("/guilds/{guild}/stickers", get(stubs::empty_of_guild))
        .route("/guilds/{guild}/vanity-url", get(stubs::vanity_url))
        .route("/guilds/{guild}/scheduled-events", get(stubs::empty_of_guild))
        .route("/guilds/{guild}/auto-moderation/rules", get(stubs::empty_of_guild))
        .route("/guilds/{guild}/integrations", get(stubs::empty_of_guild))
        .route("/guilds/{guild}/templates", get(stubs::empty_of_guild))
        .route("/guilds/{guild}/soundboard-sounds", get(stubs::soundboard_of_guild))
}

async fn gateway(State(services): State<Services>, headers: HeaderMap) -> Response<Body> {
    ok(&json!({"url": services.origin.gateway_url(&headers)}))
}

async fn gateway_bot(State(services): State<Services>, headers: HeaderMap, _: Caller) -> Response<Body> {
    let limit = json!({
        "total": limits::SESSION_STARTS_TOLD,
        "remaining": limits::SESSION_STARTS_TOLD,
        "reset_after": 0,
        "max_concurrency": limits::IDENTIFY_CONCURRENCY_TOLD,
    });
    ok(&json!({"url": services.origin.gateway_url(&headers), "shards": 1, "session_start_limit": limit}))
}
