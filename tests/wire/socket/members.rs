//! Members on request (op 8).

use crate::support::{Account, Gateway, Server, World, text};
use serde_json::{Value, json};

async fn ask(gateway: &mut Gateway, body: Value) -> Value {
    gateway.send(8, body.clone()).await;
    gateway.expect("GUILD_MEMBERS_CHUNK", |d| d["nonce"] == body["nonce"]).await
}

fn users(chunk: &Value) -> Vec<String> {
    let mut users: Vec<String> = chunk["members"].as_array().unwrap().iter().map(|m| text(&m["user"], "id")).collect();
    users.sort();
    users
}

fn sorted(accounts: &[&Account]) -> Vec<String> {
    let mut ids: Vec<String> = accounts.iter().map(|account| account.id.clone()).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn all_members_come_on_request() {
    let world = World::new().await;
    let (first, second) = (world.member().await, world.member().await);
    let mut gateway = world.owner.gateway().await;
    let chunk = ask(&mut gateway, json!({"guild_id": world.guild, "query": "", "limit": 0, "nonce": "n1"})).await;
    assert_eq!((&chunk["chunk_index"], &chunk["chunk_count"], &chunk["guild_id"]), (&json!(0), &json!(1), &json!(world.guild)));
    assert_eq!(users(&chunk), sorted(&[&world.owner, &first, &second]));
    assert!(chunk.get("presences").is_none() || chunk["presences"] == json!([]), "not asked for: {chunk}");
}

#[tokio::test]
async fn members_are_found_by_the_beginning_of_their_names() {
    let world = World::new().await;
    let member = world.member().await;
    let mut gateway = world.owner.gateway().await;
    let upper = member.username.to_uppercase();
    let chunk = ask(&mut gateway, json!({"guild_id": world.guild, "query": upper, "limit": 5, "nonce": "a"})).await;
    assert!(users(&chunk).contains(&member.id), "{chunk}");
    let chunk = ask(&mut gateway, json!({"guild_id": world.guild, "query": "user_", "limit": 1, "nonce": "b"})).await;
    assert_eq!(users(&chunk).len(), 1);
    let chunk = ask(&mut gateway, json!({"guild_id": world.guild, "query": "nobody is called this", "limit": 5, "nonce": "c"})).await;
    assert_eq!((users(&chunk).len(), &chunk["chunk_count"]), (0, &json!(1)));
}

#[tokio::test]
async fn members_are_found_by_id_and_those_that_are_not_are_named() {
    let world = World::new().await;
    let member = world.member().await;
    let outsider = world.outsider().await;
    let mut gateway = world.owner.gateway().await;
    let body = json!({"guild_id": world.guild, "user_ids": [member.id, outsider.id], "limit": 0, "presences": true, "nonce": "x"});
    let chunk = ask(&mut gateway, body).await;
    assert_eq!(users(&chunk), [member.id.clone()]);
    assert_eq!(chunk["not_found"], json!([outsider.id]));
    let chunk = ask(&mut gateway, json!({"guild_id": [world.guild], "user_ids": member.id, "nonce": "y"})).await;
    assert_eq!(users(&chunk), [member.id.clone()]);
}

#[tokio::test]
async fn presences_come_with_members_where_asked_for() {
    let world = World::new().await;
    let member = world.member().await;
    let mut gateway = world.owner.gateway().await;
    let _there = member.gateway().await;
    gateway.expect("PRESENCE_UPDATE", |d| d["user"]["id"] == member.id.as_str()).await;
    let chunk = ask(&mut gateway, json!({"guild_id": world.guild, "query": "", "limit": 0, "presences": true, "nonce": "p"})).await;
    let found = chunk["presences"].as_array().unwrap().iter().any(|p| p["user"]["id"] == member.id.as_str() && p["status"] == "online");
    assert!(found, "{chunk}");
}

#[tokio::test]
async fn nonce_that_is_too_long_is_dropped() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    gateway.send(8, json!({"guild_id": world.guild, "query": "user", "limit": 1, "nonce": "x".repeat(33)})).await;
    let chunk = gateway.expect("GUILD_MEMBERS_CHUNK", |_| true).await;
    assert!(chunk.get("nonce").is_none_or(Value::is_null), "{chunk}");
}

#[tokio::test]
async fn members_of_a_guild_that_one_is_not_in_are_not_told() {
    let world = World::new().await;
    let mut stranger = world.outsider().await.gateway().await;
    stranger.send(8, json!({"guild_id": world.guild, "query": "", "limit": 0, "nonce": "s"})).await;
    stranger.send(8, json!({"guild_id": world.guild, "user_ids": [world.owner.id], "nonce": "s"})).await;
    stranger.heartbeat().await;
    assert_eq!(stranger.count("GUILD_MEMBERS_CHUNK", |_| true), 0);
}

#[tokio::test]
async fn all_members_may_be_asked_for_once_in_half_a_minute() {
    let server = Server::start(&[]);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    let all = |nonce: &str| json!({"guild_id": world.guild, "query": "", "limit": 0, "nonce": nonce});
    ask(&mut gateway, all("first")).await;
    gateway.send(8, all("second")).await;
    let limited = gateway.expect("RATE_LIMITED", |_| true).await;
    assert_eq!(limited["opcode"], 8);
    assert_eq!(limited["meta"], json!({"guild_id": world.guild, "nonce": "second"}));
    assert!(limited["retry_after"].as_f64().is_some_and(|wait| wait > 0.0 && wait <= 30.0), "{limited}");
    ask(&mut gateway, json!({"guild_id": world.guild, "query": "user", "limit": 1, "nonce": "third"})).await;
}

#[tokio::test]
async fn without_the_members_intent_all_members_are_not_told() {
    let world = World::new().await;
    let bot = world.bot(0).await;
    let mut gateway = Gateway::connect(bot.address, &bot.ask().intents(1)).await;
    gateway.send(8, json!({"guild_id": world.guild, "query": "", "limit": 0, "nonce": "all"})).await;
    ask(&mut gateway, json!({"guild_id": world.guild, "user_ids": [bot.id], "nonce": "own"})).await;
    assert_eq!(gateway.count("GUILD_MEMBERS_CHUNK", |d| d["nonce"] == "all"), 0);
}
