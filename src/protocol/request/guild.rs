//! Changes of guilds, their channels, roles and members. Bounds that depend on the guild are the owner's to check.

use crate::limits;
use crate::model::{
    ChannelId, ChannelKind, ChannelPatch, GuildPatch, InviteOrder, MemberPatch, NewChannel, NewRole, Overwrite, OverwriteTarget,
    Permissions, PositionPatch, Refusal, RoleId, RolePatch, UserId,
};
use crate::protocol::form::Form;

pub fn guild_patch(body: &[u8]) -> Result<GuildPatch, Refusal> {
    let mut form = Form::parse(body)?;
    let patch = GuildPatch {
        name: form.text("name", 1..=limits::GUILD_NAME_CHARACTERS_MAX),
        description: form.nullable_text("description", 0..=limits::GUILD_DESCRIPTION_CHARACTERS_MAX),
        system_channel_id: form.nullable_id("system_channel_id", ChannelId::from_raw),
        owner_id: form.id("owner_id", UserId::from_raw),
    };
    form.finish(patch)
}

const POSITIONS: std::ops::RangeInclusive<i32> = 0..=limits::POSITION_MAX;

pub fn new_channel(body: &[u8]) -> Result<NewChannel, Refusal> {
    let mut form = Form::parse(body)?;
    let channel = NewChannel {
        kind: kind(&mut form).unwrap_or(ChannelKind::Text),
        name: form.required_text("name", 1..=limits::CHANNEL_NAME_CHARACTERS_MAX),
        topic: form.text("topic", 0..=limits::CHANNEL_TOPIC_CHARACTERS_MAX).filter(|topic| !topic.is_empty()),
        position: form.i32("position", POSITIONS),
        parent_id: form.id("parent_id", ChannelId::from_raw),
        nsfw: form.bool("nsfw").unwrap_or(false),
        slowmode_s: form.u32("rate_limit_per_user", limits::CHANNEL_SLOWMODE_S_MAX).unwrap_or(0),
        overwrites: overwrites(&mut form).unwrap_or_default(),
    };
    form.finish(channel)
}

fn kind(form: &mut Form) -> Option<ChannelKind> {
    match form.int("type", 0..=i64::from(u8::MAX))? {
        0 => Some(ChannelKind::Text),
        4 => Some(ChannelKind::Category),
        _ => {
            form.fault("type", "BASE_TYPE_CHOICES", "Value must be one of {0, 4}.");
            None
        }
    }
}

pub fn channel_patch(body: &[u8]) -> Result<ChannelPatch, Refusal> {
    let mut form = Form::parse(body)?;
    let patch = ChannelPatch {
        name: form.text("name", 1..=limits::CHANNEL_NAME_CHARACTERS_MAX),
        topic: form.nullable_text("topic", 0..=limits::CHANNEL_TOPIC_CHARACTERS_MAX),
        position: form.i32("position", POSITIONS),
        parent_id: form.nullable_id("parent_id", ChannelId::from_raw),
        nsfw: form.bool("nsfw"),
        slowmode_s: form.u32("rate_limit_per_user", limits::CHANNEL_SLOWMODE_S_MAX),
        overwrites: overwrites(&mut form),
    };
    form.finish(patch)
}

fn overwrites(form: &mut Form) -> Option<Vec<Overwrite>> {
    let parts = form.forms("permission_overwrites")?;
    let mut overwrites = Vec::with_capacity(parts.len());
    for mut part in parts {
        if let Some(id) = part.required_id("id", |id| id) {
            overwrites.extend(overwrite_of(&mut part, id));
        }
        form.absorb(part);
    }
    Some(overwrites)
}

fn overwrite_of(form: &mut Form, id: u64) -> Option<Overwrite> {
    // Older libraries name the type.
    let named = form.value("type").map(|kind| kind.to_string());
    let target = match named.as_deref() {
        Some("0" | "\"0\"" | "\"role\"") | None => OverwriteTarget::Role(RoleId::from_raw(id)),
        Some("1" | "\"1\"" | "\"member\"") => OverwriteTarget::Member(UserId::from_raw(id)),
        Some(_) => {
            form.fault("type", "BASE_TYPE_CHOICES", "Value must be one of {0, 1}.");
            return None;
        }
    };
    let allow = form.permissions("allow").unwrap_or(Permissions::NONE);
    let deny = form.permissions("deny").unwrap_or(Permissions::NONE);
    Some(Overwrite { target, allow, deny })
}

/// Of one role or member, whose id stands in the path.
pub fn overwrite(body: &[u8], id: u64) -> Result<Overwrite, Refusal> {
    let mut form = Form::parse(body)?;
    let overwrite = overwrite_of(&mut form, id);
    let overwrite = overwrite.unwrap_or(Overwrite {
        target: OverwriteTarget::Role(RoleId::from_raw(id)),
        allow: Permissions::NONE,
        deny: Permissions::NONE,
    });
    form.finish(overwrite)
}

fn moves<Id>(body: &[u8], make: fn(u64) -> Id) -> Result<Vec<PositionPatch<Id>>, Refusal> {
    let mut moves = Vec::new();
    for mut form in Form::parse_list(body)? {
        let id = form.required_id("id", make);
        let position = form.i32("position", POSITIONS);
        let parent_id = form.nullable_id("parent_id", ChannelId::from_raw);
        let id = form.finish(id)?;
        moves.extend(id.map(|id| PositionPatch { id, position, parent_id }));
    }
    Ok(moves)
}

pub fn channel_moves(body: &[u8]) -> Result<Vec<PositionPatch<ChannelId>>, Refusal> {
    moves(body, ChannelId::from_raw)
}

pub fn role_moves(body: &[u8]) -> Result<Vec<PositionPatch<RoleId>>, Refusal> {
    moves(body, RoleId::from_raw)
}

pub fn new_role(body: &[u8]) -> Result<NewRole, Refusal> {
    let patch = role_patch(body)?;
    Ok(NewRole {
        name: patch.name.unwrap_or_else(|| "new role".to_owned()),
        permissions: patch.permissions,
        color: patch.color.unwrap_or(0),
        hoist: patch.hoist.unwrap_or(false),
        mentionable: patch.mentionable.unwrap_or(false),
    })
}

pub fn role_patch(body: &[u8]) -> Result<RolePatch, Refusal> {
    let mut form = Form::parse(body)?;
    let primary = form.form("colors").and_then(|mut colors| {
        let primary = colors.u32("primary_color", limits::ROLE_COLOR_MAX);
        form.absorb(colors);
        primary
    });
    let patch = RolePatch {
        name: form.text("name", 1..=limits::ROLE_NAME_CHARACTERS_MAX),
        permissions: form.permissions("permissions"),
        color: form.u32("color", limits::ROLE_COLOR_MAX).or(primary),
        hoist: form.bool("hoist"),
        mentionable: form.bool("mentionable"),
    };
    form.finish(patch)
}

pub fn member_patch(body: &[u8]) -> Result<MemberPatch, Refusal> {
    let mut form = Form::parse(body)?;
    let timed_out_until = form.has("communication_disabled_until").then(|| form.moment("communication_disabled_until"));
    let patch = MemberPatch {
        nick: form.nullable_text("nick", 0..=limits::NICK_CHARACTERS_MAX),
        roles: form.ids("roles", RoleId::from_raw),
        timed_out_until,
    };
    form.finish(patch)
}

/// One day, as Discord gives where nothing was chosen.
const INVITE_AGE_S_DEFAULT: u32 = 86_400;

pub fn invite_order(body: &[u8]) -> Result<InviteOrder, Refusal> {
    let mut form = Form::parse(body)?;
    let order = InviteOrder {
        max_age_s: form.u32("max_age", limits::INVITE_AGE_S_MAX).unwrap_or(INVITE_AGE_S_DEFAULT),
        max_uses: form.u32("max_uses", limits::INVITE_USES_MAX).unwrap_or(0),
        temporary: form.bool("temporary").unwrap_or(false),
        unique: form.bool("unique").unwrap_or(false),
    };
    form.finish(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    fn fields<T: std::fmt::Debug>(read: Result<T, Refusal>) -> Vec<String> {
        match read {
            Err(Refusal::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn permissions_come_as_integers_and_texts() {
        let role = new_role(br#"{"permissions":1024,"color":null,"hoist":true,"icon":null}"#).unwrap();
        assert_eq!((role.name.as_str(), role.permissions, role.hoist), ("new role", Some(Permissions::VIEW_CHANNEL), true));
        let overwrite = overwrite(br#"{"type":1,"allow":"1024","deny":2048}"#, 5).unwrap();
        let expected = Overwrite {
            target: OverwriteTarget::Member(UserId::from_raw(5)),
            allow: Permissions::VIEW_CHANNEL,
            deny: Permissions::SEND_MESSAGES,
        };
        assert_eq!(overwrite, expected);
    }

    #[test]
    fn primary_colour_counts_where_no_plain_one_is_given() {
        let patch = role_patch(br#"{"colors":{"primary_color":255,"secondary_color":null}}"#).unwrap();
        assert_eq!(patch.color, Some(255));
    }

    #[test]
    fn channel_takes_overwrites_with_integer_ids() {
        let body = br#"{"name":"a","type":0,"parent_id":null,"topic":"","permission_overwrites":[{"id":7,"type":"role","deny":"1024"}]}"#;
        let channel = new_channel(body).unwrap();
        assert_eq!((channel.parent_id, channel.topic, channel.overwrites.len()), (None, None, 1));
        let faulty = br#"{"name":"","type":2,"permission_overwrites":[{"type":0},{"id":1,"type":9}]}"#;
        let expected = ["type", "name", "permission_overwrites.0.id", "permission_overwrites.1.type"];
        assert_eq!(fields(new_channel(faulty)), expected);
    }

    #[test]
    fn null_in_a_patch_clears_and_absence_leaves() {
        let patch = channel_patch(br#"{"topic":null,"parent_id":null}"#).unwrap();
        assert_eq!((patch.topic, patch.parent_id, patch.name), (Some(None), Some(None), None));
        let member = member_patch(br#"{"nick":"","roles":[1,"2"],"communication_disabled_until":null}"#).unwrap();
        assert_eq!((member.nick, member.timed_out_until), (Some(None), Some(None)));
        assert_eq!(member.roles.map(|roles| roles.len()), Some(2));
    }

    #[test]
    fn time_out_is_a_moment_with_its_offset() {
        let member = member_patch(br#"{"communication_disabled_until":"2026-11-22T08:00:00+02:00"}"#).unwrap();
        assert_eq!(member.timed_out_until.flatten().map(Timestamp::unix_s), Some(1_795_327_200));
        assert_eq!(fields(member_patch(br#"{"communication_disabled_until":"soon"}"#)), ["communication_disabled_until"]);
    }

    #[test]
    fn moves_are_a_list_of_ids_with_positions() {
        let moves = channel_moves(br#"[{"id":"1","position":2},{"id":3,"parent_id":null}]"#).unwrap();
        assert_eq!((moves[0].position, moves[1].parent_id), (Some(2), Some(None)));
        assert_eq!(channel_moves(b"{}"), Err(Refusal::Malformed));
        assert_eq!(fields(role_moves(br#"[{"id":1},{"position":1}]"#)), ["1.id"]);
    }

    #[test]
    fn invite_lives_a_day_where_nothing_is_said() {
        let order = invite_order(b"").unwrap();
        assert_eq!((order.max_age_s, order.max_uses, order.unique), (86_400, 0, false));
        assert_eq!(fields(invite_order(br#"{"max_age":604801,"max_uses":101}"#)), ["max_age", "max_uses"]);
    }
}
