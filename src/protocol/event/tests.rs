use super::*;
use crate::model::ReadState;
use crate::model::{
    Channel, ChannelId, ChannelKind, Content, Dm, Guild, GuildId, GuildInfo, Invite, InviteCode, Member, Mentions, Message, MessageId,
    MessageKind, MessageReference, MessageView, Nonce, Overwrite, OverwriteTarget, Permissions, Presence, ReactionCount, ReactionEmoji,
    RequestId, Role, RoleId, Status, Timestamp, User, UserId, UserName,
};
use crate::protocol::timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

const GUILD: GuildId = GuildId::from_raw(100);
const CHANNEL: ChannelId = ChannelId::from_raw(200);
const MESSAGE: MessageId = MessageId::from_raw(1_308_291_234_567_890_123);
const AT: Timestamp = Timestamp::from_unix_us(1_795_327_200_123_456);
const AT_TEXT: &str = "2026-11-22T06:00:00.123456+00:00";

fn user(id: u64, name: &str) -> Arc<User> {
    Arc::new(User { id: UserId::from_raw(id), name: UserName::parse(name).unwrap(), global_name: None, bot: id == 2 })
}

fn member() -> Member {
    Member { user: user(1, "ada"), nick: Some("Countess".into()), roles: vec![RoleId::from_raw(5)], joined_at: AT, timed_out_until: None }
}

fn channel() -> Channel {
    Channel {
        id: CHANNEL,
        guild_id: GUILD,
        kind: ChannelKind::Text,
        name: "general".into(),
        topic: None,
        position: 0,
        parent_id: None,
        nsfw: false,
        slowmode_s: 0,
        overwrites: vec![Overwrite {
            target: OverwriteTarget::Member(UserId::from_raw(1)),
            allow: Permissions::VIEW_CHANNEL,
            deny: Permissions::NONE,
        }],
    }
}

fn role() -> Role {
    Role {
        id: RoleId::from_raw(5),
        name: "bots".into(),
        permissions: Permissions::VIEW_CHANNEL,
        position: 1,
        color: 0xff,
        hoist: false,
        mentionable: false,
        managed_by: Some(UserId::from_raw(2)),
    }
}

fn guild() -> Guild {
    Guild {
        info: GuildInfo {
            id: GUILD,
            name: "house".into(),
            owner_id: UserId::from_raw(1),
            description: None,
            system_channel_id: None,
            created_at: AT,
        },
        roles: BTreeMap::from([(RoleId::from_raw(5), Arc::new(role()))]),
        channels: BTreeMap::new(),
        members: BTreeMap::new(),
        member_count: 7,
        last_messages: HashMap::from([(CHANNEL, MESSAGE)]),
        mentions: crate::model::MentionRing::default(),
    }
}

fn view() -> MessageView {
    let message = Message {
        id: MESSAGE,
        channel_id: CHANNEL,
        author_id: UserId::from_raw(1),
        kind: MessageKind::Default,
        content: Content::parse("hi \"<@2>\"\n").unwrap(),
        embeds: "[]".into(),
        mentions: Mentions { users: vec![UserId::from_raw(2)], roles: vec![RoleId::from_raw(5)], everyone: false },
        reference: None,
        edited_at: None,
        tts: false,
        flags: 0,
        nonce: None,
        nonce_enforced: false,
        request_id: RequestId::from_raw(1),
    };
    MessageView {
        message: Arc::new(message),
        guild_id: Some(GUILD),
        author: user(1, "ada"),
        mentioned: vec![user(2, "engine")],
        reactions: vec![],
        referenced: None,
    }
}

fn edit(view: &mut MessageView, change: impl FnOnce(&mut Message)) {
    change(Arc::make_mut(&mut view.message));
}

/// What a client reads, once the session's number is there.
fn whole(body: &[u8]) -> Value {
    let mut text = body.to_vec();
    text.extend_from_slice(b"        17}");
    let event: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!((&event["op"], &event["s"]), (&json!(0), &json!(17)));
    event
}

fn d(name: &str, body: &[u8]) -> Value {
    let mut event = whole(body);
    assert_eq!(event["t"], name);
    event["d"].take()
}

fn user_json(id: &str, name: &str, bot: bool) -> Value {
    json!({
        "id": id, "username": name, "discriminator": "0", "global_name": null, "avatar": null, "banner": null, "accent_color": null,
        "bot": bot, "system": false, "public_flags": 0, "flags": 0, "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
    })
}

fn member_json() -> Value {
    json!({
        "nick": "Countess", "avatar": null, "banner": null, "roles": ["5"], "joined_at": AT_TEXT, "premium_since": null, "deaf": false,
        "mute": false, "flags": 0, "pending": false, "communication_disabled_until": null,
    })
}

fn with(mut object: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        object[key] = value.clone();
    }
    object
}

fn message_json() -> Value {
    json!({
        "id": "1308291234567890123", "channel_id": "200", "type": 0, "content": "hi \"<@2>\"", "author": user_json("1", "ada", false),
        "timestamp": timestamp(MESSAGE.sent_at()), "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [user_json("2", "engine", true)], "mention_roles": ["5"], "attachments": [], "embeds": [], "components": [],
        "pinned": false, "flags": 0,
    })
}

#[test]
fn message_create_has_member_and_guild_beside_the_message() {
    let encoded = message_create(&view(), Some(&member()));
    let expected = with(message_json(), &json!({"guild_id": "100", "channel_type": 0, "member": member_json()}));
    assert_eq!(d("MESSAGE_CREATE", &encoded.body), expected);
}

#[test]
fn part_of_the_event_is_the_rest_answer() {
    let encoded = message_create(&view(), None);
    let answer: Value = serde_json::from_slice(&encoded.body[encoded.d]).unwrap();
    assert_eq!(answer, with(message_json(), &json!({"guild_id": "100", "channel_type": 0})));
}

#[test]
fn stripped_message_has_neither_text_nor_embeds_nor_those_of_what_it_answers() {
    let mut reply = view();
    edit(&mut reply, |message| {
        message.kind = MessageKind::Reply;
        message.embeds = r#"[{"type":"rich","title":"t"}]"#.into();
        message.reference = Some(MessageReference { message_id: MESSAGE, channel_id: CHANNEL, guild_id: Some(GUILD) });
    });
    reply.referenced = Some(Box::new(view()));
    let encoded = message_create(&reply, None);
    let full = d("MESSAGE_CREATE", &encoded.body);
    assert_eq!(full["embeds"], json!([{"type": "rich", "title": "t"}]));
    assert_eq!(full["type"], 19);
    assert_eq!(full["message_reference"], json!({"type": 0, "channel_id": "200", "message_id": "1308291234567890123", "guild_id": "100"}));
    assert_eq!(full["referenced_message"], message_json());
    let stripped = d("MESSAGE_CREATE", &encoded.stripped.unwrap());
    assert_eq!((&stripped["content"], &stripped["embeds"]), (&json!(""), &json!([])));
    assert_eq!(stripped["referenced_message"]["content"], "");
}

#[test]
fn message_without_text_has_no_stripped_form() {
    let mut empty = view();
    edit(&mut empty, |message| message.content = Content::default());
    assert_eq!(message_create(&empty, None).stripped, None);
}

#[test]
fn reply_to_a_message_that_is_gone_says_null() {
    let mut reply = view();
    edit(&mut reply, |message| message.kind = MessageKind::Reply);
    assert_eq!(d("MESSAGE_UPDATE", &message_update(&reply, None).body).get("referenced_message"), Some(&Value::Null));
}

#[test]
fn nonce_keeps_its_json_type() {
    for (nonce, expected) in [(Nonce::Number(-5), json!(-5)), (Nonce::Text("a\"b".into()), json!("a\"b"))] {
        let mut sent = view();
        edit(&mut sent, |message| message.nonce = Some(nonce));
        assert_eq!(d("MESSAGE_CREATE", &message_create(&sent, None).body)["nonce"], expected);
    }
}

#[test]
fn reactions_are_counted_with_all_that_libraries_read() {
    let mut seen = view();
    seen.reactions = vec![ReactionCount { emoji: ReactionEmoji::parse("👍").unwrap(), count: 2, me: true }];
    let expected = json!([{
        "emoji": {"id": null, "name": "👍"}, "count": 2, "count_details": {"burst": 0, "normal": 2}, "me": true, "me_burst": false, "burst_me": false,
        "burst_colors": [],
    }]);
    assert_eq!(d("MESSAGE_UPDATE", &message_update(&seen, None).body)["reactions"], expected);
}

#[test]
fn deletions_name_guild_and_channel() {
    let single = d("MESSAGE_DELETE", &message_delete(Some(GUILD), CHANNEL, MESSAGE));
    assert_eq!(single, json!({"id": "1308291234567890123", "channel_id": "200", "guild_id": "100"}));
    let bulk = d("MESSAGE_DELETE_BULK", &message_delete_bulk(None, CHANNEL, &[MESSAGE, MessageId::from_raw(7)]));
    assert_eq!(bulk, json!({"ids": ["1308291234567890123", "7"], "channel_id": "200"}));
}

#[test]
fn reaction_events_carry_what_libraries_need() {
    let emoji = ReactionEmoji::parse("👍").unwrap();
    let (user, message) = (UserId::from_raw(1), view().message);
    let added = d("MESSAGE_REACTION_ADD", &reaction_add(Some(GUILD), &message, user, &emoji, Some(&member())));
    let member = with(member_json(), &json!({"user": user_json("1", "ada", false)}));
    let expected = json!({
        "user_id": "1", "channel_id": "200", "message_id": "1308291234567890123", "guild_id": "100", "member": member,
        "message_author_id": "1", "emoji": {"id": null, "name": "👍"}, "burst": false, "type": 0,
    });
    assert_eq!(added, expected);
    let removed = d("MESSAGE_REACTION_REMOVE", &reaction_remove(None, CHANNEL, MESSAGE, user, &emoji));
    assert_eq!((&removed["burst"], removed.get("member")), (&json!(false), None));
    let all = d("MESSAGE_REACTION_REMOVE_ALL", &reaction_remove_all(None, CHANNEL, MESSAGE));
    assert_eq!(all, json!({"channel_id": "200", "message_id": "1308291234567890123"}));
    let one = d("MESSAGE_REACTION_REMOVE_EMOJI", &reaction_remove_emoji(None, CHANNEL, MESSAGE, &emoji));
    assert_eq!(one["emoji"]["name"], "👍");
}

#[test]
fn typing_tells_seconds_as_an_integer() {
    let typing = d("TYPING_START", &typing_start(Some(GUILD), CHANNEL, UserId::from_raw(1), Some(&member()), AT));
    assert_eq!(typing["timestamp"], 1_795_327_200);
    assert_eq!(typing["member"]["user"]["id"], "1");
}

#[test]
fn channel_has_its_overwrites_and_newest_message() {
    let expected = json!({
        "id": "200", "type": 0, "guild_id": "100", "name": "general", "position": 0, "parent_id": null, "topic": null, "nsfw": false,
        "rate_limit_per_user": 0, "last_message_id": "1308291234567890123", "last_pin_timestamp": null,
        "permission_overwrites": [{"id": "1", "type": 1, "allow": "1024", "deny": "0"}], "flags": 0,
    });
    assert_eq!(d("CHANNEL_CREATE", &channel_create(&channel(), Some(MESSAGE))), expected);
    assert_eq!(d("CHANNEL_UPDATE", &channel_update(&channel(), None))["last_message_id"], Value::Null);
    assert_eq!(d("CHANNEL_DELETE", &channel_delete(&channel(), None))["id"], "200");
}

#[test]
fn dm_shows_the_other_one() {
    let dm = Dm { id: CHANNEL, users: [user(1, "ada"), user(2, "engine")], last_message_id: None };
    let expected = json!({"id": "200", "type": 1, "flags": 0, "last_message_id": null, "recipients": [user_json("2", "engine", true)]});
    assert_eq!(d("CHANNEL_CREATE", &dm_create(&dm, UserId::from_raw(1))), expected);
    assert_eq!(d("CHANNEL_DELETE", &dm_delete(&dm, UserId::from_raw(1))), expected);
}

#[test]
fn joined_at_of_a_guild_can_be_overwritten_in_place() {
    let (guild, channel, presence) = (guild(), channel(), Presence { status: Status::Idle, activities: "[]".into() });
    let create = GuildCreate {
        guild: &guild,
        channels: &[&channel],
        members: &[Arc::new(member())],
        presences: &[(UserId::from_raw(1), &presence)],
        large: false,
        bot: true,
    };
    let EncodedGuildCreate { body, joined_at, unread_mentions } = guild_create(&create);
    assert_eq!(unread_mentions, None);
    let mut body = body.to_vec();
    body[joined_at..joined_at + 32].copy_from_slice(timestamp(AT).as_bytes());
    let created = d("GUILD_CREATE", &body);
    assert_eq!((&created["joined_at"], &created["unavailable"]), (&json!(AT_TEXT), &json!(false)));
    assert_eq!((&created["member_count"], &created["members"][0]["user"]["id"]), (&json!(7), &json!("1")));
    assert_eq!(created["channels"][0]["last_message_id"], "1308291234567890123");
    assert_eq!(created["presences"], json!([{"user": {"id": "1"}, "status": "idle", "activities": [], "client_status": {"web": "idle"}}]));
    assert_eq!(created.get("unread_mentions"), None, "bots are not told");
    for list in ["threads", "voice_states", "stage_instances", "guild_scheduled_events", "soundboard_sounds", "emojis", "stickers"] {
        assert_eq!(created[list], json!([]), "{list}");
    }
}

#[test]
fn unread_mentions_of_a_person_go_into_the_list_of_the_class() {
    let guild = guild();
    let encoded = guild_create(&GuildCreate { guild: &guild, channels: &[], members: &[], presences: &[], large: false, bot: false });
    assert_eq!(d("GUILD_CREATE", &encoded.body)["unread_mentions"], json!([]));
    let unread = [(CHANNEL, MESSAGE), (CHANNEL, MessageId::from_raw(7))];
    let body = with_unread_mentions(&encoded.body, encoded.unread_mentions.unwrap(), &unread);
    let expected = json!([{"channel_id": "200", "id": "1308291234567890123"}, {"channel_id": "200", "id": "7"}]);
    assert_eq!(d("GUILD_CREATE", &body)["unread_mentions"], expected);
}

#[test]
fn ack_names_what_is_still_unread() {
    let state = ReadState { channel_id: CHANNEL, last_message_id: MessageId::from_raw(5), version: 9 << 22 };
    let expected = json!({"channel_id": "200", "message_id": "5", "mention_count": 1, "mentions": ["7"], "version": 9});
    assert_eq!(d("MESSAGE_ACK", &message_ack(state, &[MessageId::from_raw(7)])), expected);
}

#[test]
fn guild_that_is_left_is_not_said_to_be_unavailable() {
    assert_eq!(d("GUILD_DELETE", &guild_delete(GUILD, false)), json!({"id": "100"}));
    assert_eq!(d("GUILD_DELETE", &guild_delete(GUILD, true)), json!({"id": "100", "unavailable": true}));
}

#[test]
fn role_of_a_bot_is_managed_and_names_it() {
    let expected = json!({
        "id": "5", "name": "bots", "description": null, "permissions": "1024", "position": 1, "color": 255,
        "colors": {"primary_color": 255, "secondary_color": null, "tertiary_color": null}, "hoist": false, "managed": true,
        "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0, "tags": {"bot_id": "2"},
    });
    assert_eq!(d("GUILD_ROLE_CREATE", &role_create(GUILD, &role())), json!({"guild_id": "100", "role": expected}));
    assert_eq!(d("GUILD_ROLE_DELETE", &role_delete(GUILD, RoleId::from_raw(5))), json!({"guild_id": "100", "role_id": "5"}));
}

#[test]
fn member_events_name_the_guild() {
    let expected = with(member_json(), &json!({"guild_id": "100", "user": user_json("1", "ada", false)}));
    assert_eq!(d("GUILD_MEMBER_ADD", &member_add(GUILD, &member())), expected);
    assert_eq!(d("GUILD_MEMBER_UPDATE", &member_update(GUILD, &member())), expected);
    let gone = json!({"guild_id": "100", "user": user_json("1", "ada", false)});
    assert_eq!(d("GUILD_MEMBER_REMOVE", &member_remove(GUILD, &user(1, "ada"))), gone);
    assert_eq!(d("GUILD_BAN_ADD", &ban_add(GUILD, &user(1, "ada"))), gone);
}

#[test]
fn chunk_echoes_its_nonce_and_who_was_not_found() {
    let presences = [(UserId::from_raw(1), Presence::offline())];
    let chunk = ChunkFrame {
        members: &[Arc::new(member())],
        presences: &presences,
        index: 0,
        count: 1,
        nonce: Some("n"),
        not_found: &[UserId::from_raw(9)],
    };
    let chunk = d("GUILD_MEMBERS_CHUNK", &members_chunk(GUILD, &chunk));
    assert_eq!((&chunk["nonce"], &chunk["not_found"], &chunk["chunk_count"]), (&json!("n"), &json!(["9"]), &json!(1)));
    assert_eq!(chunk["presences"][0], json!({"user": {"id": "1"}, "status": "offline", "activities": [], "client_status": {}}));
}

#[test]
fn invite_events_tell_age_and_uses() {
    let invite = Invite {
        code: InviteCode("abc".into()),
        guild_id: GUILD,
        channel_id: CHANNEL,
        inviter_id: UserId::from_raw(1),
        created_at: AT,
        max_age_s: 60,
        max_uses: 3,
        uses: 1,
        temporary: false,
    };
    let created = d("INVITE_CREATE", &invite_create(&invite, &user(1, "ada")));
    let expected = json!({
        "type": 0, "code": "abc", "guild_id": "100", "channel_id": "200", "inviter": user_json("1", "ada", false),
        "expires_at": "2026-11-22T06:01:00.123456+00:00", "uses": 1, "max_uses": 3, "max_age": 60, "temporary": false, "created_at": AT_TEXT,
    });
    assert_eq!(created, expected);
    assert_eq!(d("INVITE_DELETE", &invite_delete(&invite)), json!({"guild_id": "100", "channel_id": "200", "code": "abc"}));
}

#[test]
fn ready_lists_guilds_as_unavailable() {
    let (ada, dm) = (user(1, "ada"), Dm { id: CHANNEL, users: [user(1, "ada"), user(2, "engine")], last_message_id: None });
    let entry = ReadEntry { channel_id: CHANNEL, last_message_id: MESSAGE, mentions: 3 };
    let order = Ready {
        user: &ada,
        guilds: &[GUILD],
        dms: &[dm],
        session_id: "s1",
        resume_gateway_url: "ws://host",
        shard: Some((0, 1)),
        read_states: Some(&[entry]),
    };
    assert_eq!(d("READY", &ready(&Ready { read_states: None, ..order })).get("read_state"), None, "bots have none");
    let ready = d("READY", &ready(&order));
    assert_eq!(ready["read_state"], json!([{"id": "200", "last_message_id": "1308291234567890123", "mention_count": 3}]));
    assert_eq!(ready["guilds"], json!([{"id": "100", "unavailable": true}]));
    assert_eq!(ready["private_channels"][0]["recipients"][0]["id"], "2");
    assert_eq!((&ready["v"], &ready["shard"], &ready["session_id"]), (&json!(10), &json!([0, 1]), &json!("s1")));
    assert_eq!((&ready["application"]["id"], &ready["user"]["mfa_enabled"]), (&json!("1"), &json!(false)));
}

#[test]
fn resumed_carries_an_object() {
    assert!(d("RESUMED", &resumed()).is_object());
}

#[test]
fn rate_limited_names_the_opcode_and_the_guild() {
    let limited = d("RATE_LIMITED", &rate_limited(GUILD, Some("n"), Duration::from_millis(1_500)));
    assert_eq!(limited, json!({"opcode": 8, "retry_after": 1.5, "meta": {"guild_id": "100", "nonce": "n"}}));
}

#[test]
fn damaged_embeds_never_damage_the_event() {
    let mut damaged = view();
    edit(&mut damaged, |message| message.embeds = "[{".into());
    assert_eq!(d("MESSAGE_CREATE", &message_create(&damaged, None).body)["embeds"], json!([]));
}
