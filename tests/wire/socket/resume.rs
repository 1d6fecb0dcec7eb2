//! A session outlives its socket.

use crate::support::transport::Compress;
use crate::support::world::Account;
use crate::support::{Gateway, Server, World, id};
use serde_json::json;

/// Says some words, and returns their ids.
pub async fn say(account: &Account, channel: &str, count: usize) -> Vec<String> {
    let mut ids = vec![];
    for number in 0..count {
        ids.push(id(&account.say(channel, &format!("message {number}")).await));
    }
    ids
}

/// The ids of all messages that the session has heard of.
pub fn heard(gateway: &Gateway) -> Vec<String> {
    gateway.all("MESSAGE_CREATE").into_iter().map(id).collect()
}

/// RESUME is refused by op 9 on the same socket, where IDENTIFY then works.
async fn refused(gateway: &mut Gateway, account: &Account) {
    let invalid = gateway.expect_op(9).await;
    assert_eq!(invalid["d"], false, "not resumable");
    gateway.identify(&account.ask()).await;
    gateway.heartbeat().await;
}

#[tokio::test]
async fn what_was_missed_comes_once_and_in_order() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    say(&world.owner, &world.general, 3).await;
    world.fence(&mut gateway).await;
    gateway.forget();
    let cut = gateway.cut();
    let said = say(&world.owner, &world.general, 25).await;
    let gateway = cut.resume().await;
    assert_eq!(heard(&gateway), said);
}

/// Hears 300 messages, and is cut off a dozen times meanwhile.
async fn listen_with_cuts(mut gateway: Gateway) -> Gateway {
    for round in 0..12 {
        let heard_now = heard(&gateway).len();
        hear(&mut gateway, (heard_now + 1).min(300)).await;
        let mut cut = gateway.cut();
        // With the same transport and with the others.
        cut.compress = [cut.compress, Compress::Zlib, Compress::None, Compress::Zstd][round % 4];
        gateway = cut.resume().await;
    }
    hear(&mut gateway, 300).await;
    gateway
}

/// Reads until so many messages were heard.
async fn hear(gateway: &mut Gateway, count: usize) {
    while heard(gateway).len() < count {
        gateway.next().await;
    }
}

#[tokio::test]
async fn events_go_on_while_sessions_resume_again_and_again() {
    let world = World::new().await;
    let mut gateways = vec![];
    for compress in [Compress::None, Compress::Zlib, Compress::Zstd] {
        gateways.push(Gateway::connect(world.address, &world.owner.ask().compress(compress)).await);
    }
    let (speaker, channel) = (world.owner.clone(), world.general.clone());
    let talk = tokio::spawn(async move { say(&speaker, &channel, 300).await });
    let mut listening = vec![];
    for gateway in gateways {
        listening.push(tokio::spawn(listen_with_cuts(gateway)));
    }
    let said = talk.await.unwrap();
    for gateway in listening {
        let mut gateway = gateway.await.unwrap();
        assert_eq!(heard(&gateway), said);
        world.fence(&mut gateway).await;
    }
}

#[tokio::test]
async fn resume_over_another_transport_keeps_order_and_numbers() {
    let world = World::new().await;
    for (before, after) in [(Compress::None, Compress::Zlib), (Compress::Zlib, Compress::Zstd), (Compress::Zstd, Compress::None)] {
        let gateway = Gateway::connect(world.address, &world.owner.ask().compress(before)).await;
        let mut cut = gateway.cut();
        cut.compress = after;
        let said = say(&world.owner, &world.general, 12).await;
        let mut gateway = cut.resume().await;
        assert_eq!(heard(&gateway), said, "{before:?} to {after:?}");
        world.fence(&mut gateway).await;
        let gateway = gateway.cut().resume().await;
        assert_eq!(heard(&gateway).len(), said.len() + 1);
    }
}

#[tokio::test]
async fn session_can_be_resumed_twice_from_the_same_place() {
    let world = World::new().await;
    let gateway = world.owner.gateway().await;
    let cut = gateway.cut();
    let mut second = Gateway::open(world.address, Compress::None).await.half_open();
    second.token.clone_from(&cut.token);
    second.session_id.clone_from(&cut.session_id);
    second.last_s = cut.last_s;
    let said = say(&world.owner, &world.general, 5).await;
    let first = cut.resume().await;
    assert_eq!(heard(&first), said);
    // The client has lost what the first RESUME brought.
    drop(first);
    let mut gateway = second.resume().await;
    assert_eq!(heard(&gateway), said);
    gateway.expect("RESUMED", |_| true).await;
    assert_eq!(gateway.count("RESUMED", |_| true), 2, "the first RESUMED was numbered too");
}

#[tokio::test]
async fn resume_takes_the_session_from_a_socket_that_is_half_open() {
    let world = World::new().await;
    let mut old = world.owner.gateway().await;
    let mut said = say(&world.owner, &world.general, 2).await;
    let believed_dead = old.half_open();
    said.extend(say(&world.owner, &world.general, 2).await);
    let mut new = believed_dead.resume().await;
    assert_eq!(heard(&new), said);
    world.fence(&mut new).await;
    while old.closed.is_none() {
        old.next().await;
    }
    assert_eq!(old.count("MESSAGE_CREATE", |d| d["content"] == "fence"), 0, "the old socket is out");
}

#[tokio::test]
async fn unknown_session_is_refused_and_identify_works_on_the_same_socket() {
    let world = World::new().await;
    let mut gateway = Gateway::open(world.address, Compress::None).await;
    gateway.send(6, json!({"token": world.owner.token, "session_id": "no such session", "seq": 1})).await;
    refused(&mut gateway, &world.owner).await;
}

#[tokio::test]
async fn refusal_and_identify_work_on_every_transport() {
    let world = World::new().await;
    for compress in [Compress::Zlib, Compress::Zstd] {
        let mut gateway = Gateway::open(world.address, compress).await;
        gateway.send(6, json!({"token": world.owner.token, "session_id": "no such session", "seq": 1})).await;
        gateway.expect_op(9).await;
        gateway.identify(&world.owner.ask().compress(compress)).await;
        world.fence(&mut gateway).await;
    }
}

#[tokio::test]
async fn session_of_somebody_else_is_refused_and_stays_whole() {
    let world = World::new().await;
    let thief = world.member().await;
    let mut gateway = world.owner.gateway().await;
    let mut other = Gateway::open(world.address, Compress::None).await;
    other.send(6, json!({"token": thief.token, "session_id": gateway.session_id, "seq": gateway.last_s})).await;
    refused(&mut other, &thief).await;
    world.fence(&mut gateway).await;
}

#[tokio::test]
async fn number_from_before_the_guilds_or_from_the_future_is_refused() {
    let world = World::new().await;
    for ahead in [false, true] {
        let mut cut = world.owner.gateway().await.cut();
        cut.last_s = if ahead { cut.last_s + 1 } else { 1 };
        let mut gateway = cut.ask_to_resume(world.address).await;
        refused(&mut gateway, &world.owner).await;
    }
}

#[tokio::test]
async fn number_from_before_the_last_heartbeat_is_refused() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    let before = gateway.last_s;
    say(&world.owner, &world.general, 3).await;
    world.fence(&mut gateway).await;
    gateway.heartbeat().await;
    let mut cut = gateway.cut();
    cut.last_s = before;
    let mut gateway = cut.ask_to_resume(world.address).await;
    refused(&mut gateway, &world.owner).await;
}

#[tokio::test]
async fn session_that_was_closed_for_good_is_refused() {
    let world = World::new().await;
    for code in [1000, 1001] {
        let cut = world.owner.gateway().await.close(code).await;
        let mut gateway = cut.ask_to_resume(world.address).await;
        refused(&mut gateway, &world.owner).await;
    }
}

#[tokio::test]
async fn session_that_was_closed_with_another_code_is_kept() {
    let world = World::new().await;
    for code in [4000, 4200, 3000, 4999] {
        let cut = world.owner.gateway().await.close(code).await;
        let mut gateway = cut.resume().await;
        world.fence(&mut gateway).await;
    }
}

#[tokio::test]
async fn session_is_gone_when_its_window_is_over() {
    let server = Server::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LIMITS__RESUME_WINDOW_MS", "300")]);
    let world = World::on(&server).await;
    let member = world.member().await;
    let mut owner = world.owner.gateway().await;
    let gateway = member.gateway().await;
    owner.expect("PRESENCE_UPDATE", |d| d["user"]["id"] == member.id.as_str() && d["status"] == "online").await;
    let cut = gateway.cut();
    // The session ends, and with it the user's presence.
    owner.expect("PRESENCE_UPDATE", |d| d["user"]["id"] == member.id.as_str() && d["status"] == "offline").await;
    let mut gateway = cut.ask_to_resume(world.address).await;
    refused(&mut gateway, &member).await;
}

#[tokio::test]
async fn session_that_missed_more_than_is_kept_is_refused() {
    let server = Server::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LIMITS__REPLAY_FRAMES_MAX", "8")]);
    let world = World::on(&server).await;
    let within = world.owner.gateway().await.cut();
    let said = say(&world.owner, &world.general, 8).await;
    let gateway = within.resume().await;
    assert_eq!(heard(&gateway), said, "all that may be kept is kept, RESUMED beside it");
    drop(gateway);
    let beyond = world.owner.gateway().await.cut();
    say(&world.owner, &world.general, 9).await;
    let mut gateway = beyond.ask_to_resume(world.address).await;
    refused(&mut gateway, &world.owner).await;
}

#[tokio::test]
async fn session_that_heard_more_than_is_kept_can_be_resumed() {
    let server = Server::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LIMITS__REPLAY_FRAMES_MAX", "8")]);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    say(&world.owner, &world.general, 20).await;
    world.fence(&mut gateway).await;
    gateway.forget();
    let cut = gateway.cut();
    let said = say(&world.owner, &world.general, 5).await;
    assert_eq!(heard(&cut.resume().await), said);
}

#[tokio::test]
async fn reader_that_stops_is_cut_and_resumes_without_loss() {
    let server = Server::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LIMITS__OUTBOX_BYTES_MAX", "65536")]);
    let world = World::on(&server).await;
    for compress in [Compress::None, Compress::Zlib, Compress::Zstd] {
        let mut slow = Gateway::connect_narrow(world.address, &world.owner.ask().compress(compress)).await;
        slow.forget();
        let mut said = vec![];
        let mut seed = 1_u64;
        for _ in 0..160 {
            // Text that deflate cannot make small.
            let letters = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from_u32(0x4e00 + u32::try_from(seed >> 50).unwrap() % 20_000).unwrap()
            });
            let text: String = letters.take(2_000).collect();
            said.push(id(&world.owner.say(&world.general, &text).await));
        }
        while slow.closed.is_none() {
            slow.next().await;
        }
        let before = heard(&slow).len();
        assert!(before < said.len(), "it was cut");
        let mut gateway = slow.cut().resume().await;
        world.fence(&mut gateway).await;
        let all: Vec<String> = gateway.all("MESSAGE_CREATE").into_iter().filter(|d| d["content"] != "fence").map(id).collect();
        assert_eq!(all, said, "{compress:?}");
    }
}
