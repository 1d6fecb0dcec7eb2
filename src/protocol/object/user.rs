//! Discord docs, User object.

use super::{NULL, entries, object};
use crate::model::User;
use crate::protocol::scalar::id;
use serde::ser::SerializeMap;

/// A user as everybody sees it.
pub struct UserJson<'a>(pub &'a User);

/// A user as it sees itself.
pub struct OwnUserJson<'a>(pub &'a User);

object!(UserJson<'_>, user);
object!(OwnUserJson<'_>, own_user);

fn user<M: SerializeMap>(object: &mut M, UserJson(user): &UserJson<'_>) -> Result<(), M::Error> {
    entries!(object;
        "id": id(user.id),
        "username": user.name.as_str(),
        "discriminator": "0",
        "global_name": user.global_name,
        "avatar": NULL,
        "banner": NULL,
        "accent_color": NULL,
        "bot": user.bot,
        "system": false,
        "public_flags": 0,
        "flags": 0,
        "avatar_decoration_data": NULL,
        "collectibles": NULL,
        "primary_guild": NULL,
    );
    Ok(())
}

fn own_user<M: SerializeMap>(object: &mut M, OwnUserJson(own): &OwnUserJson<'_>) -> Result<(), M::Error> {
    user(object, &UserJson(own))?;
    entries!(object;
        "mfa_enabled": false,
        "locale": "en-US",
        "verified": true,
        "email": NULL,
    );
    Ok(())
}
