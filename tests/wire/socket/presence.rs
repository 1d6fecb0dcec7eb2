//! Who is there.

use crate::support::{Account, Gateway, World};
use serde_json::{Value, json};

fn presence(status: &str) -> Value {
    json!({"status": status, "since": null, "activities": [], "afk": false})
}

/// Waits until the listener is told that the user has this status.
async fn told(listener: &mut Gateway, user: &Account, status: &str) -> Value {
    listener.expect("PRESENCE_UPDATE", |d| d["user"]["id"] == user.id.as_str() && d["status"] == status).await
}

#[tokio::test]
async fn others_are_told_who_comes_changes_and_goes() {
    let world = World::new().await;
    let member = world.member().await;
    let mut owner = world.owner.gateway().await;
    let mut gateway = member.gateway().await;
    told(&mut owner, &member, "online").await;
    let mut activity = presence("dnd");
    activity["activities"] = json!([{"name": "Chess", "type": 0}]);
    gateway.send(3, activity).await;
    let dnd = told(&mut owner, &member, "dnd").await;
    assert_eq!(dnd["activities"][0]["name"], "Chess");
    assert_eq!(dnd["guild_id"], world.guild.as_str());
    gateway.send(3, presence("idle")).await;
    told(&mut owner, &member, "idle").await;
    gateway.send(3, presence("invisible")).await;
    told(&mut owner, &member, "offline").await;
    gateway.send(3, presence("online")).await;
    told(&mut owner, &member, "online").await;
    gateway.close(1000).await;
    told(&mut owner, &member, "offline").await;
}

#[tokio::test]
async fn guild_create_lists_who_is_there() {
    let world = World::new().await;
    let member = world.member().await;
    let mut owner = world.owner.gateway().await;
    let _gateway = member.gateway().await;
    told(&mut owner, &member, "online").await;
    let second = world.owner.gateway().await;
    let presences = second.all("GUILD_CREATE")[0]["presences"].as_array().unwrap().clone();
    assert!(presences.iter().any(|p| p["user"]["id"] == member.id.as_str() && p["status"] == "online"), "{presences:?}");
    let blind = Gateway::connect(world.address, &world.owner.ask().intents(1)).await;
    assert_eq!(blind.all("GUILD_CREATE")[0]["presences"], json!([]), "without the intent");
}

#[tokio::test]
async fn user_with_two_sessions_goes_offline_with_the_last() {
    let world = World::new().await;
    let member = world.member().await;
    let mut owner = world.owner.gateway().await;
    let mut first = member.gateway().await;
    told(&mut owner, &member, "online").await;
    first.send(3, presence("idle")).await;
    told(&mut owner, &member, "idle").await;
    let second = member.gateway().await;
    told(&mut owner, &member, "online").await;
    second.close(1000).await;
    told(&mut owner, &member, "idle").await;
    first.close(1000).await;
    told(&mut owner, &member, "offline").await;
}

#[tokio::test]
async fn invisible_user_is_never_shown() {
    let world = World::new().await;
    let member = world.member().await;
    let mut owner = world.owner.gateway().await;
    let mut body = member.ask().body();
    body["presence"] = presence("invisible");
    let mut gateway = Gateway::open(world.address, crate::support::transport::Compress::None).await;
    gateway.send(2, body).await;
    gateway.expect("GUILD_CREATE", |_| true).await;
    world.fence(&mut gateway).await;
    world.fence(&mut owner).await;
    assert_eq!(owner.count("PRESENCE_UPDATE", |d| d["user"]["id"] == member.id.as_str()), 0);
}

#[tokio::test]
async fn session_that_waits_for_its_resume_stays_online() {
    let world = World::new().await;
    let member = world.member().await;
    let mut owner = world.owner.gateway().await;
    let gateway = member.gateway().await;
    told(&mut owner, &member, "online").await;
    let gateway = gateway.cut().resume().await;
    let gateway = gateway.close(4000).await.resume().await;
    gateway.close(1001).await;
    told(&mut owner, &member, "offline").await;
    assert_eq!(owner.count("PRESENCE_UPDATE", |d| d["user"]["id"] == member.id.as_str()), 2);
}
