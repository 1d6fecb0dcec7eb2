//! Members and bans.

use super::answer::{list, no_content, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, Query, id, user};
use super::router::Services;
use crate::guild::GuildRef;
use crate::limits;
use crate::model::{GuildId, MembersQuery, Refusal, UserId};
use crate::protocol::form::Form;
use crate::protocol::{BanJson, MemberJson, request};
use crate::store::BansPage;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};

type Answer = Result<Response<Body>, Failure>;

async fn guild(services: &Services, text: &str) -> Result<GuildRef, Failure> {
    Ok(services.directory.guild(id::<GuildId>("guild_id", text)?).await?)
}

pub(super) async fn all(State(services): State<Services>, caller: Caller, Path(at): Path<String>, query: Query) -> Answer {
    let limit = query.limit(1, limits::MEMBERS_PAGE_MAX)?;
    let asked = MembersQuery { after: query.id("after")?, prefix: None, user_ids: None, limit };
    let members = guild(&services, &at).await?.members(caller.user().id, &asked)?;
    Ok(list(&members, |member| MemberJson::from(&**member)))
}

pub(super) async fn search(State(services): State<Services>, caller: Caller, Path(at): Path<String>, query: Query) -> Answer {
    let limit = query.limit(1, limits::MEMBERS_PAGE_MAX)?;
    let Some(prefix) = query.get("query").filter(|prefix| !prefix.is_empty()) else {
        return Err(Refusal::field("query", "BASE_TYPE_REQUIRED", "This field is required").into());
    };
    let asked = MembersQuery { after: None, prefix: Some(prefix.to_owned()), user_ids: None, limit };
    let members = guild(&services, &at).await?.members(caller.user().id, &asked)?;
    Ok(list(&members, |member| MemberJson::from(&**member)))
}

pub(super) async fn get(State(services): State<Services>, caller: Caller, Path((at, whose)): Path<(String, String)>) -> Answer {
    let whose = user(&whose, caller.user().id)?;
    let member = guild(&services, &at).await?.member(caller.user().id, whose)?;
    Ok(ok(&MemberJson::from(&*member)))
}

pub(super) async fn mine(State(services): State<Services>, caller: Caller, Path(at): Path<String>) -> Answer {
    let member = guild(&services, &at).await?.member(caller.user().id, caller.user().id)?;
    Ok(ok(&MemberJson::from(&*member)))
}

pub(super) async fn update(
    State(services): State<Services>,
    caller: Caller,
    Path((at, whose)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Answer {
    let whose = user(&whose, caller.user().id)?;
    let member = guild(&services, &at).await?.update_member(caller.user().id, whose, request::member_patch(&body)?).await?;
    Ok(ok(&MemberJson::from(&*member)))
}

pub(super) async fn kick(State(services): State<Services>, caller: Caller, Path((at, whose)): Path<(String, String)>) -> Answer {
    guild(&services, &at).await?.kick(caller.user().id, id("user_id", &whose)?).await?;
    Ok(no_content())
}

pub(super) async fn bans(State(services): State<Services>, caller: Caller, Path(at): Path<String>, query: Query) -> Answer {
    let limit = query.limit(limits::BANS_PAGE_MAX, limits::BANS_PAGE_MAX)?;
    // Discord docs, Get Guild Bans: of both, only `before` counts.
    let part = match (query.id("before")?, query.id("after")?) {
        (Some(before), _) => BansPage::Before(before),
        (None, after) => BansPage::After(after.unwrap_or(UserId::MIN)),
    };
    let bans = guild(&services, &at).await?.bans(caller.user().id, part, limit).await?;
    Ok(list(&bans, BanJson::from))
}

pub(super) async fn get_ban(State(services): State<Services>, caller: Caller, Path((at, whose)): Path<(String, String)>) -> Answer {
    let ban = guild(&services, &at).await?.ban_of(caller.user().id, id("user_id", &whose)?).await?;
    Ok(ok(&BanJson::from(&ban)))
}

/// The reason comes in a header (Discord docs, Audit Logs) or in the body of older clients.
pub(super) async fn ban(
    State(services): State<Services>,
    caller: Caller,
    Path((at, whose)): Path<(String, String)>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Answer {
    let mut form = Form::parse(&body)?;
    let reason = form.text("reason", 0..=limits::BAN_REASON_CHARACTERS_MAX);
    let reason = form.finish(reason)?.or_else(|| header_reason(&headers));
    let whose = id::<UserId>("user_id", &whose)?;
    let found = services.directory.users().get(whose).await?;
    let banned = found.ok_or(Refusal::UnknownUser)?;
    guild(&services, &at).await?.ban(caller.user().id, banned, reason).await?;
    Ok(no_content())
}

fn header_reason(headers: &HeaderMap) -> Option<String> {
    let text = headers.get("x-audit-log-reason")?.to_str().ok()?;
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    Some(decoded.chars().take(limits::BAN_REASON_CHARACTERS_MAX).collect())
}

pub(super) async fn unban(State(services): State<Services>, caller: Caller, Path((at, whose)): Path<(String, String)>) -> Answer {
    guild(&services, &at).await?.unban(caller.user().id, id("user_id", &whose)?).await?;
    Ok(no_content())
}

pub(super) async fn add_role(
    State(services): State<Services>,
    caller: Caller,
    Path((at, whose, role)): Path<(String, String, String)>,
) -> Answer {
    let (whose, role) = (user(&whose, caller.user().id)?, id("role_id", &role)?);
    guild(&services, &at).await?.add_member_role(caller.user().id, whose, role).await?;
    Ok(no_content())
}

pub(super) async fn remove_role(
    State(services): State<Services>,
    caller: Caller,
    Path((at, whose, role)): Path<(String, String, String)>,
) -> Answer {
    let (whose, role) = (user(&whose, caller.user().id)?, id("role_id", &role)?);
    guild(&services, &at).await?.remove_member_role(caller.user().id, whose, role).await?;
    Ok(no_content())
}
