//! Values that the promises are tried with.

use crate::model::{
    Channel, ChannelId, ChannelKind, Content, Guild, GuildId, GuildInfo, Invite, InviteCode, Member, Mentions, Message, MessageId,
    MessageKind, MessageReference, Nonce, Overwrite, OverwriteTarget, Permissions, RequestId, Role, RoleId, Timestamp, User, UserId,
    UserName,
};
use crate::store::Store;
use std::sync::Arc;

pub(crate) const GUILD: GuildId = GuildId::from_raw(100);
pub(crate) const CHANNEL: ChannelId = ChannelId::from_raw(101);
pub(crate) const OWNER: UserId = UserId::from_raw(1);
pub(crate) const GUEST: UserId = UserId::from_raw(2);

pub(crate) fn user(id: u64, name: &str) -> User {
    User { id: UserId::from_raw(id), name: UserName::parse(name).expect("a good name"), global_name: None, bot: false }
}

pub(crate) fn at(unix_s: i64) -> Timestamp {
    Timestamp::from_unix_us(unix_s * 1_000_000 + 123_456)
}

/// Writes users 1 to `count`, named `user-<id>`.
pub(crate) async fn people(store: &Store, count: u64) -> Vec<Arc<User>> {
    let users: Vec<_> = (1..=count).map(|id| Arc::new(user(id, &format!("user-{id}")))).collect();
    for user in &users {
        store.create_user(user, "hash").await.expect("a free name");
    }
    users
}

pub(crate) fn role(id: u64, name: &str) -> Role {
    Role {
        id: RoleId::from_raw(id),
        name: name.to_owned(),
        permissions: Permissions::from_raw(1 << 63 | 0b1011), // Bit 63 is the sign in a row.
        position: 3,
        color: 0x00ff_ffff,
        hoist: true,
        mentionable: true,
        managed_by: Some(UserId::from_raw(77)),
    }
}

pub(crate) fn channel(id: u64, name: &str) -> Channel {
    Channel {
        id: ChannelId::from_raw(id),
        guild_id: GUILD,
        kind: ChannelKind::Text,
        name: name.to_owned(),
        topic: Some("a topic; with 'quotes' — and more".to_owned()),
        position: -1,
        parent_id: None,
        nsfw: true,
        slowmode_s: 21_600,
        overwrites: vec![],
    }
}

pub(crate) fn member(user: &Arc<User>) -> Member {
    Member { user: Arc::clone(user), nick: None, roles: vec![], joined_at: at(1_700_000_000), timed_out_until: None }
}

/// Guild 100 of user 1 with user 2, role 110 beside @everyone, category 102, channel 101 in it.
pub(crate) fn guild(people: &[Arc<User>]) -> Guild {
    let overwrites = vec![
        Overwrite { target: OverwriteTarget::Member(GUEST), allow: Permissions::VIEW_CHANNEL, deny: Permissions::from_raw(1 << 63) },
        Overwrite { target: OverwriteTarget::Role(GUILD.everyone()), allow: Permissions::NONE, deny: Permissions::VIEW_CHANNEL },
        Overwrite { target: OverwriteTarget::Role(RoleId::from_raw(110)), allow: Permissions::VIEW_CHANNEL, deny: Permissions::NONE },
    ];
    let category = Channel { kind: ChannelKind::Category, topic: None, nsfw: false, ..channel(102, "Text Channels") };
    let general = Channel { parent_id: Some(category.id), overwrites, ..channel(101, "general") };
    let mut guest = member(&people[1]);
    guest.roles = vec![RoleId::from_raw(110)];
    guest.nick = Some("guest".to_owned());
    guest.timed_out_until = Some(at(1_800_000_000));
    let everyone = Role { managed_by: None, hoist: false, ..role(GUILD.raw(), "@everyone") };
    Guild {
        info: GuildInfo {
            id: GUILD,
            name: "A guild".to_owned(),
            owner_id: OWNER,
            description: Some("where we meet".to_owned()),
            system_channel_id: Some(CHANNEL),
            created_at: at(1_600_000_000),
        },
        roles: [everyone, role(110, "helpers")].map(|role| (role.id, Arc::new(role))).into(),
        channels: [category, general].map(|channel| (channel.id, Arc::new(channel))).into(),
        members: [member(&people[0]), guest].map(|member| (member.user.id, Arc::new(member))).into(),
        member_count: 2,
        last_messages: std::collections::HashMap::new(),
        mentions: crate::model::MentionRing::default(),
    }
}

/// [`guild`] written, with its two people.
pub(crate) async fn written_guild(store: &Store) -> Guild {
    let guild = guild(&people(store, 2).await);
    store.create_guild(&guild).await.expect("a new guild");
    guild
}

pub(crate) fn invite(code: &str, max_uses: u32) -> Invite {
    Invite {
        code: InviteCode(code.to_owned()),
        guild_id: GUILD,
        channel_id: CHANNEL,
        inviter_id: OWNER,
        created_at: at(1_000),
        max_age_s: 0,
        max_uses,
        uses: 0,
        temporary: true,
    }
}

pub(crate) fn content(text: &str) -> Content {
    Content::parse(text).expect("short text")
}

/// A message with nothing special.
pub(crate) fn message(channel: ChannelId, id: u64) -> Message {
    Message {
        id: MessageId::from_raw(id),
        channel_id: channel,
        author_id: OWNER,
        kind: MessageKind::Default,
        content: content("hello"),
        embeds: "[]".into(),
        mentions: Mentions::default(),
        reference: None,
        edited_at: None,
        tts: false,
        flags: 0,
        nonce: None,
        nonce_enforced: false,
        request_id: RequestId::from_raw(id + 1),
    }
}

/// A message with everything.
pub(crate) fn full_message(channel: ChannelId, id: u64) -> Message {
    Message {
        kind: MessageKind::Reply,
        content: content("hi <@1>\n\u{1f600} \u{0} 'x'"),
        embeds: r#"[{"title":"t"}]"#.into(),
        mentions: Mentions { users: vec![GUEST, OWNER], roles: vec![RoleId::from_raw(110)], everyone: true },
        reference: Some(MessageReference { message_id: MessageId::from_raw(5), channel_id: channel, guild_id: Some(GUILD) }),
        edited_at: Some(at(1_650_000_000)),
        tts: true,
        flags: u32::MAX,
        nonce: Some(Nonce::Text("42".to_owned())),
        nonce_enforced: true,
        ..message(channel, id)
    }
}
