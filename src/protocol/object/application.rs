//! Discord docs, Application object.

use super::{EMPTY, NULL, UserJson, entries, object};
use crate::model::{Application, User, UserId};
use crate::protocol::scalar::id;
use serde::ser::SerializeMap;

/// An application with its bot, as its owner and the bot itself see it.
pub struct ApplicationJson<'a> {
    pub application: &'a Application,
    pub owner: &'a User,
    pub bot: &'a User,
    /// How many guilds the bot is in.
    pub guilds: usize,
}

/// What READY says of a session's application.
pub struct BotJson(pub UserId);

object!(ApplicationJson<'_>, application);
object!(BotJson, ready_application);

fn ready_application<M: SerializeMap>(object: &mut M, application: &BotJson) -> Result<(), M::Error> {
    entries!(object; "id": id(application.0), "flags": FLAGS);
    Ok(())
}

/// All three privileged intents are granted (Discord docs, Application Flags: presence, members and content).
const FLAGS: u32 = 1 << 12 | 1 << 14 | 1 << 18;
/// Interactions are not signed yet; libraries want 64 hex digits.
const VERIFY_KEY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn application<M: SerializeMap>(object: &mut M, json: &ApplicationJson<'_>) -> Result<(), M::Error> {
    entries!(object;
        "id": id(json.application.id),
        "name": json.application.name,
        "icon": NULL,
        "description": "",
        "type": NULL,
        "bot": UserJson(json.bot),
        "bot_public": false,
        "bot_require_code_grant": false,
        "verify_key": VERIFY_KEY,
        "flags": FLAGS,
        "redirect_uris": EMPTY,
        "interactions_endpoint_url": NULL,
        "role_connections_verification_url": NULL,
        "owner": UserJson(json.owner),
        "approximate_guild_count": json.guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": NULL,
        "eligible_oauth2_scopes": ["bot"],
    );
    Ok(())
}
