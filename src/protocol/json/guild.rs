//! Guilds, their roles, members, bans and invites.

use super::{Empty, IdText, Null, Time, UserJson};
use crate::model::{Ban, Channel, Guild, GuildId, Invite, Member, Role, User};
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct RoleJson<'a> {
    id: IdText,
    name: &'a str,
    description: Null,
    permissions: IdText,
    position: i32,
    color: u32,
    colors: ColorsJson,
    hoist: bool,
    managed: bool,
    mentionable: bool,
    icon: Null,
    unicode_emoji: Null,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<TagsJson>,
    flags: u32,
}

#[derive(Serialize, Debug)]
#[expect(clippy::struct_field_names, reason = "as Discord names them")]
struct ColorsJson {
    primary_color: u32,
    secondary_color: Null,
    tertiary_color: Null,
}

#[derive(Serialize, Debug)]
struct TagsJson {
    bot_id: IdText,
}

impl<'a> From<&'a Role> for RoleJson<'a> {
    fn from(role: &'a Role) -> Self {
        Self {
            id: role.id.into(),
            name: &role.name,
            description: None,
            permissions: IdText(role.permissions.raw()),
            position: role.position,
            color: role.color,
            colors: ColorsJson { primary_color: role.color, secondary_color: None, tertiary_color: None },
            hoist: role.hoist,
            managed: role.managed_by.is_some(),
            mentionable: role.mentionable,
            icon: None,
            unicode_emoji: None,
            tags: role.managed_by.map(|bot| TagsJson { bot_id: bot.into() }),
            flags: 0,
        }
    }
}

/// A member without its user: as messages and typing carry it.
#[derive(Serialize, Debug)]
pub(crate) struct PartialMemberJson<'a> {
    nick: Option<&'a str>,
    avatar: Null,
    banner: Null,
    roles: Vec<IdText>,
    joined_at: Time,
    premium_since: Null,
    deaf: bool,
    mute: bool,
    flags: u32,
    pending: bool,
    communication_disabled_until: Option<Time>,
}

impl<'a> From<&'a Member> for PartialMemberJson<'a> {
    fn from(member: &'a Member) -> Self {
        Self {
            nick: member.nick.as_deref(),
            avatar: None,
            banner: None,
            roles: member.roles.iter().map(|role| (*role).into()).collect(),
            joined_at: Time(member.joined_at),
            premium_since: None,
            deaf: false,
            mute: false,
            flags: 0,
            pending: false,
            communication_disabled_until: member.timed_out_until.map(Time),
        }
    }
}

#[derive(Serialize, Debug)]
pub struct MemberJson<'a> {
    user: UserJson<'a>,
    #[serde(flatten)]
    member: PartialMemberJson<'a>,
}

impl<'a> From<&'a Member> for MemberJson<'a> {
    fn from(member: &'a Member) -> Self {
        Self { user: (&*member.user).into(), member: member.into() }
    }
}

/// Anything that goes with the guild that it belongs to.
#[derive(Serialize, Debug)]
pub(crate) struct InGuild<T> {
    pub(crate) guild_id: IdText,
    #[serde(flatten)]
    pub(crate) value: T,
}

impl<T> InGuild<T> {
    pub(crate) fn new(guild: GuildId, value: T) -> Self {
        Self { guild_id: guild.into(), value }
    }
}

#[derive(Serialize, Debug)]
pub struct BanJson<'a> {
    user: UserJson<'a>,
    reason: Option<&'a str>,
}

impl<'a> From<&'a Ban> for BanJson<'a> {
    fn from(ban: &'a Ban) -> Self {
        Self { user: (&*ban.user).into(), reason: ban.reason.as_deref() }
    }
}

/// A guild's settings and roles: the 40 fields of `GuildResponse`.
#[derive(Serialize, Debug)]
pub struct GuildJson<'a> {
    id: IdText,
    name: &'a str,
    icon: Null,
    description: Option<&'a str>,
    home_header: Null,
    splash: Null,
    discovery_splash: Null,
    features: Empty,
    banner: Null,
    owner_id: IdText,
    application_id: Null,
    region: &'static str,
    afk_channel_id: Null,
    afk_timeout: u32,
    system_channel_id: Option<IdText>,
    system_channel_flags: u32,
    widget_enabled: bool,
    widget_channel_id: Null,
    verification_level: u8,
    roles: Vec<RoleJson<'a>>,
    default_message_notifications: u8,
    mfa_level: u8,
    explicit_content_filter: u8,
    max_presences: Null,
    max_members: u32,
    max_stage_video_channel_users: u32,
    max_video_channel_users: u32,
    vanity_url_code: Null,
    premium_tier: u8,
    premium_subscription_count: u32,
    preferred_locale: &'static str,
    rules_channel_id: Null,
    safety_alerts_channel_id: Null,
    public_updates_channel_id: Null,
    premium_progress_bar_enabled: bool,
    nsfw: bool,
    nsfw_level: u8,
    emojis: Empty,
    stickers: Empty,
    incidents_data: Null,
}

/// What Discord gives where nothing was chosen.
const AFK_TIMEOUT_S: u32 = 300;
/// Told to clients; no bound of ours.
const MEMBERS_TOLD_MAX: u32 = 500_000;

impl<'a> From<&'a Guild> for GuildJson<'a> {
    fn from(guild: &'a Guild) -> Self {
        let info = &guild.info;
        Self {
            id: info.id.into(),
            name: &info.name,
            icon: None,
            description: info.description.as_deref(),
            home_header: None,
            splash: None,
            discovery_splash: None,
            features: [],
            banner: None,
            owner_id: info.owner_id.into(),
            application_id: None,
            region: "belfry",
            afk_channel_id: None,
            afk_timeout: AFK_TIMEOUT_S,
            system_channel_id: info.system_channel_id.map(Into::into),
            system_channel_flags: 0,
            widget_enabled: false,
            widget_channel_id: None,
            verification_level: 0,
            roles: guild.roles.values().map(|role| (&**role).into()).collect(),
            default_message_notifications: 0,
            mfa_level: 0,
            explicit_content_filter: 0,
            max_presences: None,
            max_members: MEMBERS_TOLD_MAX,
            max_stage_video_channel_users: 0,
            max_video_channel_users: 0,
            vanity_url_code: None,
            premium_tier: 0,
            premium_subscription_count: 0,
            preferred_locale: "en-US",
            rules_channel_id: None,
            safety_alerts_channel_id: None,
            public_updates_channel_id: None,
            premium_progress_bar_enabled: false,
            nsfw: false,
            nsfw_level: 0,
            emojis: [],
            stickers: [],
            incidents_data: None,
        }
    }
}

/// An invite with what it leads to.
#[derive(Serialize, Debug)]
pub struct InviteJson<'a> {
    r#type: u8,
    code: &'a str,
    inviter: UserJson<'a>,
    max_age: u32,
    max_uses: u32,
    uses: u32,
    temporary: bool,
    created_at: Time,
    expires_at: Option<Time>,
    flags: u32,
    guild_id: IdText,
    guild: InviteGuildJson<'a>,
    channel: InviteChannelJson<'a>,
    approximate_member_count: usize,
    approximate_presence_count: usize,
}

#[derive(Serialize, Debug)]
struct InviteGuildJson<'a> {
    id: IdText,
    name: &'a str,
    splash: Null,
    banner: Null,
    description: Option<&'a str>,
    icon: Null,
    features: Empty,
    verification_level: u8,
    vanity_url_code: Null,
    nsfw_level: u8,
    nsfw: bool,
    premium_subscription_count: u32,
    premium_tier: u8,
}

#[derive(Serialize, Debug)]
struct InviteChannelJson<'a> {
    id: IdText,
    r#type: u8,
    name: &'a str,
}

impl<'a> InviteJson<'a> {
    pub fn new(invite: &'a Invite, inviter: &'a User, guild: &'a Guild, channel: &'a Channel, online: usize) -> Self {
        let info = &guild.info;
        Self {
            r#type: 0,
            code: &invite.code.0,
            inviter: inviter.into(),
            max_age: invite.max_age_s,
            max_uses: invite.max_uses,
            uses: invite.uses,
            temporary: invite.temporary,
            created_at: Time(invite.created_at),
            expires_at: invite.expires_at().map(Time),
            flags: 0,
            guild_id: invite.guild_id.into(),
            guild: InviteGuildJson {
                id: info.id.into(),
                name: &info.name,
                splash: None,
                banner: None,
                description: info.description.as_deref(),
                icon: None,
                features: [],
                verification_level: 0,
                vanity_url_code: None,
                nsfw_level: 0,
                nsfw: false,
                premium_subscription_count: 0,
                premium_tier: 0,
            },
            channel: InviteChannelJson { id: channel.id.into(), r#type: super::kind_number(channel.kind), name: &channel.name },
            approximate_member_count: guild.member_count,
            approximate_presence_count: online,
        }
    }
}
