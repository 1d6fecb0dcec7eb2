//! Discord docs, Role object.

use super::{NULL, entries, object};
use crate::model::Role;
use crate::protocol::scalar::id;
use serde::Serialize;
use serde::ser::SerializeMap;

pub struct RoleJson<'a>(pub &'a Role);

object!(RoleJson<'_>, role);

#[derive(Serialize)]
struct Colors {
    primary_color: u32,
    secondary_color: (),
    tertiary_color: (),
}

struct Tags(crate::model::UserId);

object!(Tags, tags);

fn tags<M: SerializeMap>(object: &mut M, tags: &Tags) -> Result<(), M::Error> {
    entries!(object; "bot_id": id(tags.0));
    Ok(())
}

fn role<M: SerializeMap>(object: &mut M, RoleJson(role): &RoleJson<'_>) -> Result<(), M::Error> {
    entries!(object;
        "id": id(role.id),
        "name": role.name,
        "description": NULL,
        "permissions": id(role.permissions),
        "position": role.position,
        "color": role.color,
        "colors": Colors { primary_color: role.color, secondary_color: (), tertiary_color: () },
        "hoist": role.hoist,
        "managed": role.managed_by.is_some(),
        "mentionable": role.mentionable,
        "icon": NULL,
        "unicode_emoji": NULL,
        "flags": 0,
    );
    if let Some(bot) = role.managed_by {
        entries!(object; "tags": Tags(bot));
    }
    Ok(())
}
