//! Clients that break the protocol: each gets its close code, and nobody else is hurt.

use crate::support::gateway::Incoming;
use crate::support::transport::Compress;
use crate::support::{Gateway, Identify, Server, World, shared};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

async fn opened() -> Gateway {
    Gateway::open(shared().http, Compress::None).await
}

/// Reads to the end of the socket, however it ends.
async fn until_closed(gateway: &mut Gateway) -> Option<u16> {
    loop {
        if let Incoming::Closed(code) = gateway.next().await {
            return code;
        }
    }
}

#[tokio::test]
async fn wrong_version_encoding_or_compression_is_closed_at_once() {
    for (query, code) in [("v=6", 4012), ("v=10&encoding=etf", 4002), ("v=10&encoding=json&compress=lz4-stream", 4002)] {
        let mut gateway = Gateway::dial(shared().http, &format!("/?{query}"), Compress::None).await;
        gateway.expect_close(code).await;
    }
}

#[tokio::test]
async fn unknown_opcode_is_closed_with_4001() {
    let mut gateway = opened().await;
    gateway.send(99, json!(null)).await;
    gateway.expect_close(4001).await;
}

#[tokio::test]
async fn what_is_no_json_is_closed_with_4002() {
    for text in ["{", "[]", "null", "{\"d\":1}", "{\"op\":\"x\"}", "{\"op\":2,\"d\":{\"token\":1}}", "{\"op\":6}"] {
        let mut gateway = opened().await;
        gateway.send_raw(Message::text(text)).await;
        gateway.expect_close(4002).await;
    }
}

#[tokio::test]
async fn what_needs_a_session_is_closed_with_4003_before_identify() {
    for (op, d) in [(3, json!({"status": "online"})), (8, json!({"guild_id": "1", "query": "", "limit": 0})), (4, json!({}))] {
        let mut gateway = opened().await;
        gateway.send(op, d).await;
        gateway.expect_close(4003).await;
    }
}

#[tokio::test]
async fn bad_token_is_closed_with_4004() {
    let world = World::new().await;
    let mut forged = world.owner.token.clone();
    let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
    forged.push(last);
    for token in ["", "nonsense", &forged, &format!("Bot {forged}")] {
        let mut gateway = opened().await;
        gateway.send(2, Identify::new(token).body()).await;
        gateway.expect_close(4004).await;
        let mut gateway = opened().await;
        gateway.send(6, json!({"token": token, "session_id": "x", "seq": 1})).await;
        gateway.expect_close(4004).await;
    }
}

#[tokio::test]
async fn second_identify_or_resume_is_closed_with_4005() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    gateway.send(2, world.owner.ask().body()).await;
    gateway.expect_close(4005).await;
    let mut gateway = world.owner.gateway().await;
    gateway.send(6, json!({"token": world.owner.token, "session_id": gateway.session_id, "seq": gateway.last_s})).await;
    gateway.expect_close(4005).await;
}

#[tokio::test]
async fn shard_that_cannot_be_is_closed_with_4010() {
    let world = World::new().await;
    for shard in [json!([1, 1]), json!([0, 0]), json!([0]), json!("0")] {
        let mut gateway = opened().await;
        let mut body = world.owner.ask().body();
        body["shard"] = shard;
        gateway.send(2, body).await;
        gateway.expect_close(4010).await;
    }
}

#[tokio::test]
async fn unknown_intents_are_closed_with_4013() {
    let world = World::new().await;
    for intents in [json!(1 << 30), json!(-1), json!("x"), json!(null)] {
        let mut gateway = opened().await;
        let mut body = world.owner.ask().body();
        body["intents"] = intents;
        gateway.send(2, body).await;
        gateway.expect_close(4013).await;
    }
}

fn padded(length: usize) -> Message {
    let head = "{\"op\":1,\"d\":null,\"x\":\"";
    Message::text(format!("{head}{}\"}}", "x".repeat(length - head.len() - 2)))
}

#[tokio::test]
async fn frame_may_have_4096_bytes_and_no_more() {
    let mut gateway = opened().await;
    gateway.send_raw(padded(4_096)).await;
    gateway.expect_op(11).await;
    gateway.send_raw(padded(4_097)).await;
    gateway.expect_close(4002).await;
}

#[tokio::test]
async fn frame_of_many_kilobytes_gets_its_close_code_in_a_session_too() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    gateway.send_raw(padded(200_000)).await;
    gateway.expect_close(4002).await;
}

#[tokio::test]
async fn more_than_120_frames_a_minute_are_closed_with_4008() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    for _ in 0..120 {
        gateway.send(3, json!({"status": "online", "since": null, "activities": [], "afk": false})).await;
    }
    gateway.heartbeat().await;
    gateway.send(3, json!({"status": "online", "since": null, "activities": [], "afk": false})).await;
    gateway.expect_close(4008).await;
}

#[tokio::test]
async fn session_closed_for_its_rate_can_be_resumed() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    for _ in 0..121 {
        gateway.send(4, json!({"guild_id": world.guild, "channel_id": null})).await;
    }
    gateway.expect_close(4008).await;
    let mut gateway = gateway.cut().resume().await;
    world.fence(&mut gateway).await;
}

#[tokio::test]
async fn garbage_ends_its_own_socket_only() {
    let world = World::new().await;
    let mut neighbour = world.owner.gateway().await;
    // An unmasked frame, a reserved bit, a reserved opcode, a control frame that is too long, bytes of anything.
    let frames: [&[u8]; 5] =
        [b"\x81\x02{}", b"\xc1\x80\0\0\0\0", b"\x83\x80\0\0\0\0", b"\x89\xfe\x01\0\0\0\0\0", b"GET / HTTP/1.1\r\n\r\n"];
    for bytes in frames {
        let mut gateway = world.owner.gateway().await;
        gateway.send_bytes(bytes).await;
        // Whatever length it spoke of.
        gateway.send_bytes(&[0; 512]).await;
        until_closed(&mut gateway).await;
    }
    world.fence(&mut neighbour).await;
}

#[tokio::test]
async fn text_that_is_no_utf8_is_closed_with_4002() {
    let mut gateway = opened().await;
    gateway.send_bytes(b"\x81\x82\0\0\0\0\xff\xfe").await;
    gateway.expect_close(4002).await;
    let mut gateway = opened().await;
    gateway.send_raw(Message::binary(vec![0xff, 0xfe])).await;
    gateway.expect_close(4002).await;
}

#[tokio::test]
async fn fragmented_frame_is_read_as_one() {
    let mut gateway = opened().await;
    // {"op":1,"d":null} in three parts, a ping between them; masked with zeros.
    gateway.send_bytes(b"\x01\x86\0\0\0\0{\"op\":").await;
    gateway.send_bytes(b"\x89\x80\0\0\0\0").await;
    gateway.send_bytes(b"\x00\x84\0\0\0\x001,\"d").await;
    gateway.send_bytes(b"\x80\x87\0\0\0\0\":null}").await;
    gateway.expect_op(11).await;
}

#[tokio::test]
async fn silent_client_is_closed_with_4009_and_may_resume() {
    let server = Server::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LIMITS__HEARTBEAT_INTERVAL_MS", "400")]);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    assert_eq!(gateway.heartbeat_interval_ms, 400);
    gateway.expect_close(4009).await;
    let missed = world.owner.say(&world.general, "while you slept").await;
    let mut gateway = gateway.cut().resume().await;
    gateway.expect("MESSAGE_CREATE", |d| d["id"] == missed["id"]).await;
}

#[tokio::test]
async fn client_that_beats_is_not_closed() {
    let server = Server::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LIMITS__HEARTBEAT_INTERVAL_MS", "1000")]);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    let mut beat = tokio::time::interval(std::time::Duration::from_millis(500));
    for _ in 0..8 {
        beat.tick().await;
        gateway.heartbeat().await;
    }
    world.fence(&mut gateway).await;
}
