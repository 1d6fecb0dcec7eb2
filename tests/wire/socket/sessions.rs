//! Several sessions of a user, their end with their token, and DMs.

use crate::support::transport::Compress;
use crate::support::{Gateway, Server, World, id, text};
use hyper::Method;
use serde_json::json;

#[tokio::test]
async fn every_session_of_a_user_hears_all() {
    let world = World::new().await;
    let mut first = world.owner.gateway().await;
    let mut second = world.owner.gateway().await;
    assert_ne!(first.session_id, second.session_id);
    world.fence(&mut first).await;
    world.fence(&mut second).await;
    first.close(1000).await;
    world.fence(&mut second).await;
}

#[tokio::test]
async fn logout_closes_the_tokens_sessions_with_4004_and_no_others() {
    let world = World::new().await;
    let mut first = world.owner.gateway().await;
    let waiting = world.owner.gateway().await.cut();
    let login = json!({"login": world.owner.username, "password": crate::support::world::PASSWORD});
    let token = text(&world.nobody().post("/auth/login", login).await.ok(), "token");
    let mut other = Gateway::connect(world.address, &crate::support::Identify::new(&token)).await;
    world.owner.rest.as_user(&token).post("/auth/logout", json!({})).await.done();
    other.expect_close(4004).await;
    world.fence(&mut first).await;
    waiting.resume().await;
    let mut again = Gateway::open(world.address, Compress::None).await;
    again.send(2, crate::support::Identify::new(&token).body()).await;
    again.expect_close(4004).await;
}

#[tokio::test]
async fn ended_logins_sessions_close_with_4004_and_cannot_be_resumed_and_ones_own_stays() {
    let world = World::new().await;
    let mut own = world.owner.gateway().await;
    let login = json!({"login": world.owner.username, "password": crate::support::world::PASSWORD});
    let token = text(&world.nobody().post("/auth/login", login).await.ok(), "token");
    let identify = crate::support::Identify::new(&token);
    let mut other = Gateway::connect(world.address, &identify).await;
    let waiting = Gateway::connect(world.address, &identify).await.cut();
    let sessions = world.owner.get("/auth/sessions").await.ok()["user_sessions"].as_array().unwrap().clone();
    let others: Vec<_> = sessions.iter().filter(|session| session["current"] == false).map(|session| session["id_hash"].clone()).collect();
    assert_eq!((sessions.len(), others.len()), (2, 1));
    world.owner.post("/auth/sessions/logout", json!({"session_id_hashes": others})).await.done();
    other.expect_close(4004).await;
    waiting.ask_to_resume(world.address).await.expect_close(4004).await;
    world.fence(&mut own).await;
    let bot = world.bot(0).await;
    bot.post("/auth/sessions/logout", json!({"session_id_hashes": []})).await.refused(403, 20_001);
}

#[tokio::test]
async fn new_bot_token_closes_the_old_ones_sessions_with_4004() {
    let world = World::new().await;
    let bot = world.bot(0).await;
    let mut gateway = bot.gateway().await;
    let waiting = bot.gateway().await.cut();
    let answer = world.owner.post(&format!("/applications/{}/bot/reset", bot.id), json!({})).await.ok();
    gateway.expect_close(4004).await;
    let mut refused = waiting.ask_to_resume(world.address).await;
    refused.expect_close(4004).await;
    Gateway::connect(world.address, &crate::support::Identify::new(&text(&answer, "token"))).await;
}

#[tokio::test]
async fn session_beyond_the_bound_is_refused_and_the_others_stay() {
    let server = Server::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LIMITS__SESSIONS_PER_USER", "2")]);
    let world = World::on(&server).await;
    let mut first = world.owner.gateway().await;
    let second = world.owner.gateway().await;
    let mut third = Gateway::open(world.address, Compress::None).await;
    third.send(2, world.owner.ask().body()).await;
    third.expect_close(4008).await;
    world.fence(&mut first).await;
    second.close(1000).await;
    // The second has ended once its close is answered, or a little later.
    for _ in 0..100 {
        let mut next = Gateway::open(world.address, Compress::None).await;
        next.send(2, world.owner.ask().body()).await;
        if let crate::support::gateway::Incoming::Frame(frame) = next.next().await {
            assert_eq!(frame["t"], "READY");
            return;
        }
    }
    panic!("no session was free again");
}

#[tokio::test]
async fn dm_is_heard_by_both_sides_and_nobody_else() {
    let world = World::new().await;
    let (one, two) = (world.member().await, world.member().await);
    let mut bystander = world.owner.gateway().await;
    let mut first = one.gateway().await;
    let mut second = two.gateway().await;
    let dm = one.open_dm(&two.id).await;
    let said = id(&one.say(&dm, "between us").await);
    for gateway in [&mut first, &mut second] {
        let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == said.as_str()).await;
        assert_eq!((&heard["content"], &heard["channel_id"]), (&json!("between us"), &json!(dm)));
        assert!(heard.get("guild_id").is_none_or(serde_json::Value::is_null), "{heard}");
        let created = gateway.events.iter().position(|event| event.name == "CHANNEL_CREATE" && event.d["id"] == dm.as_str());
        let message = gateway.events.iter().position(|event| event.name == "MESSAGE_CREATE" && event.d["id"] == said.as_str());
        assert!(created.is_some() && created < message, "a person is told of the channel before its first message");
    }
    two.bare(Method::POST, &format!("/channels/{dm}/typing")).await.done();
    first.expect("TYPING_START", |d| d["user_id"] == two.id.as_str()).await;
    let path = format!("/channels/{dm}/messages/{said}");
    two.bare(Method::PUT, &format!("{path}/reactions/{}/@me", crate::support::encode("👍"))).await.done();
    first.expect("MESSAGE_REACTION_ADD", |d| d["message_id"] == said.as_str()).await;
    one.patch(&path, json!({"content": "still between us"})).await.ok();
    second.expect("MESSAGE_UPDATE", |d| d["content"] == "still between us").await;
    one.delete(&path).await.done();
    second.expect("MESSAGE_DELETE", |d| d["id"] == said.as_str()).await;
    world.fence(&mut bystander).await;
    bystander.never_heard_of(&dm);
}

#[tokio::test]
async fn dm_of_a_bot_comes_without_channel_create_to_it_and_is_in_the_others_ready() {
    let world = World::new().await;
    let bot = world.bot(0).await;
    let mut gateway = bot.gateway().await;
    let dm = world.owner.open_dm(&bot.id).await;
    let said = world.owner.say(&dm, "hello bot").await;
    let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    assert_eq!(heard["content"], "hello bot");
    assert_eq!(gateway.count("CHANNEL_CREATE", |_| true), 0);
    let person = world.owner.gateway().await;
    let listed = &person.all("READY")[0]["private_channels"];
    assert_eq!(crate::support::ids(listed), [dm], "{listed}");
}

#[tokio::test]
async fn dms_go_to_the_first_shard_only() {
    let world = World::new().await;
    let bot = world.bot(0).await;
    let mut first = Gateway::connect(bot.address, &bot.ask().shard(0, 2)).await;
    let mut second = Gateway::connect(bot.address, &bot.ask().shard(1, 2)).await;
    let dm = world.owner.open_dm(&bot.id).await;
    let said = world.owner.say(&dm, "hello").await;
    first.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    second.heartbeat().await;
    second.never_heard_of(&dm);
}
