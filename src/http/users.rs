//! Users, and the caller's own DMs.

use super::answer::{list, ok};
use super::caller::{Caller, JsonBody};
use super::error::Failure;
use super::path::{Path, user};
use super::router::Services;
use crate::model::{Refusal, UserId, UserName};
use crate::protocol::form::Form;
use crate::protocol::{DmJson, OwnUserJson, UserJson};
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

type Answer = Result<Response<Body>, Failure>;

pub(super) async fn me(caller: Caller) -> Answer {
    Ok(ok(&OwnUserJson::from(&**caller.user())))
}

pub(super) async fn get(State(services): State<Services>, caller: Caller, Path(whose): Path<String>) -> Answer {
    let whose = user(&whose, caller.user().id)?;
    let found = services.directory.users().get(whose).await?;
    Ok(ok(&UserJson::from(&*found.ok_or(Refusal::UnknownUser)?)))
}

pub(super) async fn update(State(services): State<Services>, caller: Caller, JsonBody(body): JsonBody) -> Answer {
    let mut form = Form::parse(&body)?;
    let name = form.text("username", UserName::CHARACTERS_MIN..=UserName::CHARACTERS_MAX);
    let global_name = form.nullable_text("global_name", 0..=UserName::CHARACTERS_MAX);
    let (name, global_name) = form.finish((name, global_name))?;
    let changed = services.accounts.rename(caller.user(), name.as_deref(), global_name).await?;
    Ok(ok(&OwnUserJson::from(&*changed)))
}

pub(super) async fn dms(State(services): State<Services>, caller: Caller) -> Answer {
    let me = caller.user().id;
    let dms = services.directory.user(me).await?.dms();
    Ok(list(&dms, |dm| DmJson::new(dm, me)))
}

pub(super) async fn open_dm(State(services): State<Services>, caller: Caller, JsonBody(body): JsonBody) -> Answer {
    let mut form = Form::parse(&body)?;
    let recipient = match form.ids("recipients", UserId::from_raw).as_deref() {
        Some([one]) => Some(*one),
        _ => form.required_id("recipient_id", UserId::from_raw),
    };
    let recipient = form.finish(recipient)?.ok_or(Refusal::UnknownUser)?;
    let dm = services.directory.open_dm(caller.user(), recipient).await?;
    Ok(ok(&DmJson::new(&dm, caller.user().id)))
}
