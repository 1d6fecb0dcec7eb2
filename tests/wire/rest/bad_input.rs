//! A client's mistake is answered as such: never by 5xx, never by a panic, never at the cost of others.

use super::cast;
use crate::support::{Account, Answer, Rest, World, id, shared};
use bytes::Bytes;
use hyper::Method;
use serde_json::{Value, json};

/// Requests with a JSON body that a guild's owner may make.
fn writes(world: &World) -> Vec<(Method, String)> {
    let (guild, channel) = (&world.guild, &world.general);
    vec![
        (Method::POST, format!("/channels/{channel}/messages")),
        (Method::POST, format!("/channels/{channel}/messages/bulk-delete")),
        (Method::POST, format!("/channels/{channel}/invites")),
        (Method::PATCH, format!("/channels/{channel}")),
        (Method::PUT, format!("/channels/{channel}/permissions/{guild}")),
        (Method::PATCH, format!("/guilds/{guild}")),
        (Method::POST, format!("/guilds/{guild}/channels")),
        (Method::PATCH, format!("/guilds/{guild}/channels")),
        (Method::POST, format!("/guilds/{guild}/roles")),
        (Method::PATCH, format!("/guilds/{guild}/roles")),
        (Method::PATCH, format!("/guilds/{guild}/roles/{guild}")),
        (Method::PATCH, format!("/guilds/{guild}/members/@me")),
        (Method::PUT, format!("/guilds/{guild}/bans/{}", cast::NOTHING)),
        (Method::POST, "/guilds".to_owned()),
        (Method::POST, "/applications".to_owned()),
        (Method::POST, "/users/@me/channels".to_owned()),
        (Method::PATCH, "/users/@me".to_owned()),
        (Method::POST, "/auth/register".to_owned()),
        (Method::POST, "/auth/login".to_owned()),
    ]
}

async fn send(who: &Rest, method: &Method, path: &str, body: impl Into<Bytes>) -> Answer {
    who.raw(method.clone(), &format!("/api/v10{path}"), Some(body.into())).await
}

/// Two requests take lists.
fn wrapped(method: &Method, path: &str, body: Value) -> Value {
    let list = *method == Method::PATCH && (path.ends_with("/channels") || path.ends_with("/roles"));
    if list { json!([body]) } else { body }
}

fn no_panic() {
    let log = shared().log.text();
    assert!(!log.contains("panicked"), "{log}");
}

#[tokio::test]
async fn malformed_json_is_50109() {
    let world = cast::guild().await;
    let broken: [&[u8]; 9] = [
        b"{",
        b"not json",
        b"{\"content\": \"x\"",
        b"null",
        b"3",
        b"\"text\"",
        b"{\"a\":1}}",
        b"\xef\xbb\xbf{}",
        b"{\"content\":\"\xff\xfe\"}",
    ];
    for (method, path) in writes(&world) {
        for body in broken {
            send(&world.owner, &method, &path, body).await.refused(400, 50_109);
        }
    }
    no_panic();
}

#[tokio::test]
async fn deep_nesting_is_refused() {
    let world = cast::guild().await;
    for (method, path) in writes(&world) {
        let deep = format!("{{\"content\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(send(&world.owner, &method, &path, deep).await.status, 400);
        let deep = format!("{}1{}", "{\"embeds\":".repeat(50_000), "}".repeat(50_000));
        assert_eq!(send(&world.owner, &method, &path, deep).await.status, 400);
    }
    no_panic();
}

#[tokio::test]
async fn overlong_body_is_413_and_the_connection_or_the_next_serves_on() {
    let world = cast::guild().await;
    let body = json!({"content": "x".repeat(2 * 1024 * 1024)}).to_string();
    let answer = send(&world.owner, &Method::POST, &format!("/channels/{}/messages", world.general), body).await;
    answer.refused(413, 40_005);
    world.owner.say(&world.general, "still here").await;
}

/// Values of every type, far out of every bound.
pub fn odd_values() -> Vec<Value> {
    let mut odd: Vec<Value> = [
        "null",
        "true",
        "-1",
        "0",
        "1.5",
        "1e308",
        "-1e308",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890123456789012345678901234567890",
        "\"\"",
        "\"x\"",
        "\"-1\"",
        "\"\\u0000\"",
        "[]",
        "[null]",
        "[[]]",
        "[{}]",
        "{}",
        "{\"id\":{}}",
        "\"9999999999999999999999\"",
        "\"2026-13-45T99:99:99Z\"",
    ]
    .iter()
    .map(|text| serde_json::from_str(text).unwrap_or_else(|_| json!(f64::MAX)))
    .collect();
    odd.push(json!("\u{1f3e0}".repeat(5_000)));
    odd.push(json!(vec![json!({"id": "1", "type": 0}); 200]));
    odd
}

const FIELDS: [&str; 40] = [
    "content",
    "nonce",
    "enforce_nonce",
    "tts",
    "embeds",
    "flags",
    "message_reference",
    "allowed_mentions",
    "attachments",
    "messages",
    "max_age",
    "max_uses",
    "unique",
    "temporary",
    "name",
    "topic",
    "position",
    "parent_id",
    "nsfw",
    "rate_limit_per_user",
    "permission_overwrites",
    "type",
    "allow",
    "deny",
    "description",
    "system_channel_id",
    "owner_id",
    "permissions",
    "color",
    "colors",
    "hoist",
    "mentionable",
    "nick",
    "roles",
    "communication_disabled_until",
    "reason",
    "recipient_id",
    "recipients",
    "username",
    "global_name",
];

#[tokio::test]
async fn wrong_types_and_huge_values_in_any_field_are_never_the_servers_fault() {
    let world = cast::guild().await;
    // Of the own account nothing is changed here: others use it.
    let writes: Vec<_> =
        writes(&world).into_iter().filter(|(_, path)| !path.starts_with("/users/@me") || path.ends_with("channels")).collect();
    let writes: Vec<_> =
        writes.into_iter().filter(|(_, path)| path != "/guilds" && path != "/applications" && !path.starts_with("/auth")).collect();
    for (method, path) in writes {
        let attempts = FIELDS.iter().flat_map(|field| odd_values().into_iter().map(move |value| json!({*field: value})));
        for body in attempts {
            let body = wrapped(&method, &path, body);
            let answer = send(&world.owner, &method, &path, body.to_string()).await;
            assert!(answer.status < 500, "{method} {path} {body}: {answer}");
        }
    }
    world.owner.get(&format!("/guilds/{}", world.guild)).await.ok();
    world.owner.get(&format!("/guilds/{}/channels", world.guild)).await.ok();
    world.owner.get(&format!("/guilds/{}/roles", world.guild)).await.ok();
    no_panic();
}

#[tokio::test]
async fn odd_values_in_the_parts_of_a_message_are_never_the_servers_fault() {
    let world = cast::guild().await;
    let path = format!("/channels/{}/messages", world.general);
    let shapes: [(&str, &[&str]); 4] = [
        ("message_reference", &["message_id", "type", "fail_if_not_exists", "channel_id"]),
        ("allowed_mentions", &["parse", "users", "roles", "replied_user"]),
        ("embeds", &["title", "url", "timestamp", "color", "footer", "image", "author", "fields", "type"]),
        ("components", &["type"]),
    ];
    for (outer, fields) in shapes {
        for (field, value) in fields.iter().flat_map(|field| odd_values().into_iter().map(move |value| (field, value))) {
            let (part, list) = (json!({*field: value}), json!([{*field: value}]));
            world.owner.post(&path, json!({"content": "x", outer: part})).await;
            world.owner.post(&path, json!({"content": "x", outer: list})).await;
        }
    }
    world.owner.get(&path).await.ok();
    no_panic();
}

#[tokio::test]
async fn odd_ids_in_paths_are_a_clients_mistake() {
    let world = cast::guild().await;
    let message = id(&world.owner.say(&world.general, "here").await);
    for odd in [
        "x",
        "-1",
        "0",
        "1.0",
        "18446744073709551615",
        "18446744073709551616",
        "%20",
        "%00",
        "%FF",
        "%C3%28",
        "1%2F2",
        "%F0%9F%8F%A0",
        "@me",
        &"9".repeat(2_000),
    ] {
        let at = [
            format!("/channels/{odd}"),
            format!("/channels/{odd}/messages"),
            format!("/channels/{}/messages/{odd}", world.general),
            format!("/channels/{}/messages/{message}/reactions/{odd}", world.general),
            format!("/guilds/{odd}"),
            format!("/guilds/{odd}/members"),
            format!("/guilds/{}/members/{odd}", world.guild),
            format!("/guilds/{}/roles/{odd}", world.guild),
            format!("/guilds/{}/bans/{odd}", world.guild),
            format!("/users/{odd}"),
            format!("/applications/{odd}"),
            format!("/invites/{odd}"),
        ];
        for path in at {
            let answer = world.owner.get(&path).await;
            let mine = odd == "@me" && (path.starts_with("/users") || path.contains("/members/"));
            let emoji = odd == "%F0%9F%8F%A0" && path.contains("/reactions/");
            assert!(mine || emoji || (400..500).contains(&answer.status), "{path}: {answer}");
        }
        for path in [format!("/channels/{odd}"), format!("/guilds/{odd}"), format!("/channels/{}/messages/{odd}", world.general)] {
            let answer = world.owner.delete(&path).await;
            assert!((400..500).contains(&answer.status), "{path}: {answer}");
        }
    }
    no_panic();
}

#[tokio::test]
async fn ids_are_taken_as_numbers_and_texts() {
    let (world, member) = cast::guild_and_member().await;
    let sent = world.owner.say(&world.general, "first").await;
    let number: u64 = id(&sent).parse().unwrap();
    for reference in [json!(number), json!(number.to_string())] {
        let body =
            json!({"content": "re", "message_reference": {"message_id": reference, "channel_id": world.general.parse::<u64>().unwrap()}});
        assert_eq!(world.owner.post(&format!("/channels/{}/messages", world.general), body).await.ok()["type"], 19);
    }
    let parent: u64 = world.category.parse().unwrap();
    assert_eq!(world.channel(json!({"parent_id": parent})).await["parent_id"], *world.category);
    let user: u64 = member.id.parse().unwrap();
    let overwrites = json!([{"id": user, "type": 1, "allow": 1024, "deny": "2048"}]);
    let channel = world.channel(json!({"permission_overwrites": overwrites})).await;
    assert_eq!(channel["permission_overwrites"], json!([{"id": member.id, "type": 1, "allow": "1024", "deny": "2048"}]));
}

#[tokio::test]
async fn unknown_keys_and_absent_bodies_are_tolerated() {
    let world = cast::guild().await;
    let path = format!("/channels/{}/messages", world.general);
    let body =
        json!({"content": "x", "tts": false, "sticker_ids": [], "poll": null, "unknown": {"a": [1]}, "components": [], "attachments": []});
    world.owner.post(&path, body).await.ok();
    world.owner.bare(Method::POST, &path).await.refused(400, 50_006);
    world.owner.bare(Method::POST, &format!("/channels/{}/invites", world.general)).await.ok();
}

#[tokio::test]
async fn body_that_is_no_json_by_its_type_is_read_or_refused_as_a_clients_mistake() {
    let world = cast::guild().await;
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let requests = [
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 3\r\n\r\n--b",
            world.owner.token
        ),
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Length: abc\r\n\r\n", world.owner.token),
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: \u{e9}\u{0}\r\n\r\n"),
        "GARBAGE\r\n\r\n".to_owned(),
        format!("GET {path}?limit=%zz HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\n\r\n", world.owner.token),
        format!("GET /api/v10/users/@me HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(100_000)),
    ];
    for request in requests {
        let status = first_line(&world, request.as_bytes()).await;
        assert!(status.starts_with("HTTP/1.1 4"), "{status}: {}", request.chars().take(200).collect::<String>());
    }
    world.owner.get("/users/@me").await.ok();
    no_panic();
}

/// What is answered to bytes on a new connection, up to the end of the first line.
async fn first_line(world: &World, request: &[u8]) -> String {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let mut socket = tokio::net::TcpStream::connect(world.address).await.unwrap();
    _ = socket.write_all(request).await;
    let mut line = String::new();
    let mut reader = BufReader::new(&mut socket);
    _ = tokio::time::timeout(crate::support::DEADLINE, reader.read_line(&mut line)).await.expect("an answer");
    line.trim_end().to_owned()
}

#[tokio::test]
async fn chunked_body_is_read() {
    let world = cast::guild().await;
    let request = format!(
        "POST /api/v10/channels/{}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n{{\"con\r\n9\r\ntent\":\"x\"\r\n1\r\n}}\r\n0\r\n\r\n",
        world.general, world.owner.token
    );
    assert_eq!(first_line(&world, request.as_bytes()).await, "HTTP/1.1 200 OK");
}

async fn everything(who: &Account, world: &World) -> Vec<Answer> {
    let mut answers = vec![];
    for (method, path) in writes(world).into_iter().filter(|(_, path)| path.contains(&world.guild) || path.contains(&world.general)) {
        let body = wrapped(&method, &path, json!({}));
        answers.push(who.call(method, &path, Some(body)).await);
    }
    answers
}

#[tokio::test]
async fn stranger_is_refused_with_50001_before_the_body_is_judged_or_after() {
    let world = cast::guild().await;
    for answer in everything(&cast::stranger().await, &world).await {
        assert!(matches!(answer.status, 400 | 403 | 404), "{}: {answer}", answer.what);
    }
    cast::stranger().await.try_say(&world.general, "x").await.refused(403, 50_001);
}

#[tokio::test]
async fn nobody_knows_an_unknown_channel() {
    let person = cast::person(0).await;
    let at = format!("/channels/{}", cast::NOTHING);
    person.get(&at).await.refused(404, 10_003);
    person.patch(&at, json!({"name": "x"})).await.refused(404, 10_003);
    person.delete(&at).await.refused(404, 10_003);
    person.try_say(cast::NOTHING, "x").await.refused(404, 10_003);
    person.get(&format!("{at}/messages")).await.refused(404, 10_003);
    person.get(&format!("{at}/messages/{}", cast::NOTHING)).await.refused(404, 10_003);
    person.post(&format!("{at}/messages/bulk-delete"), json!({"messages": ["1", "2"]})).await.refused(404, 10_003);
    person.put(&format!("{at}/permissions/{}", person.id), json!({"type": 1})).await.refused(404, 10_003);
}
