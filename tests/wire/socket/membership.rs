//! Joining and leaving while connected.

use crate::support::{World, id, shared};
use hyper::Method;
use serde_json::json;

#[tokio::test]
async fn guild_that_is_joined_while_connected_comes_whole_and_then_live() {
    let world = World::new().await;
    let person = world.outsider().await;
    let mut gateway = person.gateway().await;
    let mut owner = world.owner.gateway().await;
    world.admit(&person).await;
    let guild = gateway.expect("GUILD_CREATE", |d| d["id"] == world.guild.as_str()).await;
    assert!(guild["members"].as_array().unwrap().iter().any(|m| m["user"]["id"] == person.id.as_str()), "{guild}");
    world.fence(&mut gateway).await;
    let joined = owner.expect("GUILD_MEMBER_ADD", |_| true).await;
    assert_eq!(joined["user"]["id"], person.id.as_str());
    assert_eq!(gateway.count("GUILD_CREATE", |_| true), 1);
}

#[tokio::test]
async fn bot_that_is_added_while_connected_gets_the_guild() {
    let world = World::new().await;
    let bot = world.owner.create_bot().await;
    let mut gateway = bot.gateway().await;
    world.add_bot(&bot, 0).await.ok();
    gateway.expect("GUILD_CREATE", |d| d["id"] == world.guild.as_str()).await;
    world.fence(&mut gateway).await;
}

#[tokio::test]
async fn new_guild_comes_to_the_sessions_of_its_owner() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    let second = World::of(shared(), world.owner.clone()).await;
    gateway.expect("GUILD_CREATE", |d| d["id"] == second.guild.as_str()).await;
    second.fence(&mut gateway).await;
}

#[tokio::test]
async fn kick_and_ban_end_in_guild_delete_and_silence() {
    for ban in [false, true] {
        let world = World::new().await;
        let person = world.member().await;
        let mut gateway = person.gateway().await;
        let mut second = person.gateway().await;
        let mut owner = world.owner.gateway().await;
        if ban {
            world.owner.put(&format!("/guilds/{}/bans/{}", world.guild, person.id), json!({})).await.done();
            owner.expect("GUILD_BAN_ADD", |d| d["user"]["id"] == person.id.as_str()).await;
        } else {
            world.owner.delete(&format!("/guilds/{}/members/{}", world.guild, person.id)).await.done();
        }
        owner.expect("GUILD_MEMBER_REMOVE", |d| d["user"]["id"] == person.id.as_str()).await;
        for gateway in [&mut gateway, &mut second] {
            let deleted = gateway.expect("GUILD_DELETE", |d| d["id"] == world.guild.as_str()).await;
            assert_ne!(deleted["unavailable"], true, "gone, not away: {deleted}");
            gateway.forget();
        }
        world.fence(&mut owner).await;
        for gateway in [&mut gateway, &mut second] {
            gateway.heartbeat().await;
            gateway.never_heard_of(&world.guild);
        }
    }
}

#[tokio::test]
async fn leaving_ends_in_guild_delete() {
    let world = World::new().await;
    let person = world.member().await;
    let mut gateway = person.gateway().await;
    person.delete(&format!("/users/@me/guilds/{}", world.guild)).await.done();
    gateway.expect("GUILD_DELETE", |d| d["id"] == world.guild.as_str()).await;
}

#[tokio::test]
async fn guild_that_is_deleted_is_gone_for_all() {
    let world = World::new().await;
    let mut member = world.member().await.gateway().await;
    let mut owner = world.owner.gateway().await;
    world.owner.delete(&format!("/guilds/{}", world.guild)).await.done();
    member.expect("GUILD_DELETE", |d| d["id"] == world.guild.as_str()).await;
    owner.expect("GUILD_DELETE", |d| d["id"] == world.guild.as_str()).await;
    let again = world.owner.gateway().await;
    assert_eq!(again.all("READY")[0]["guilds"], json!([]));
}

#[tokio::test]
async fn member_that_comes_back_hears_again() {
    let world = World::new().await;
    let person = world.member().await;
    let mut gateway = person.gateway().await;
    for _ in 0..10 {
        world.owner.delete(&format!("/guilds/{}/members/{}", world.guild, person.id)).await.done();
        gateway.expect("GUILD_DELETE", |_| true).await;
        world.admit(&person).await;
        gateway.expect("GUILD_CREATE", |_| true).await;
        world.fence(&mut gateway).await;
    }
}

#[tokio::test]
async fn changes_of_the_guild_are_told_to_its_members() {
    let world = World::new().await;
    let mut member = world.member().await.gateway().await;
    world.owner.patch(&format!("/guilds/{}", world.guild), json!({"name": "Another name"})).await.ok();
    member.expect("GUILD_UPDATE", |d| d["name"] == "Another name").await;
    let role = world.role(json!({"name": "new"})).await;
    member.expect("GUILD_ROLE_CREATE", |d| d["role"]["id"] == role.as_str()).await;
    world.owner.patch(&format!("/guilds/{}/roles/{role}", world.guild), json!({"name": "newer"})).await.ok();
    member.expect("GUILD_ROLE_UPDATE", |d| d["role"]["name"] == "newer").await;
    world.owner.delete(&format!("/guilds/{}/roles/{role}", world.guild)).await.done();
    member.expect("GUILD_ROLE_DELETE", |d| d["role_id"] == role.as_str()).await;
    let channel = id(&world.channel(json!({"name": "a-new-one"})).await);
    member.expect("CHANNEL_CREATE", |d| d["id"] == channel.as_str()).await;
    world.owner.delete(&format!("/channels/{channel}")).await.ok();
    member.expect("CHANNEL_DELETE", |d| d["id"] == channel.as_str()).await;
}

#[tokio::test]
async fn messages_reactions_and_typing_are_told_as_they_happen() {
    let world = World::new().await;
    let member = world.member().await;
    let mut gateway = world.owner.gateway().await;
    member.bare(Method::POST, &format!("/channels/{}/typing", world.general)).await.done();
    let typing = gateway.expect("TYPING_START", |d| d["user_id"] == member.id.as_str()).await;
    assert_eq!(typing["channel_id"], world.general.as_str());
    let message = id(&member.say(&world.general, "first").await);
    let created = gateway.expect("MESSAGE_CREATE", |d| d["id"] == message.as_str()).await;
    assert_eq!(created["author"]["id"], member.id.as_str());
    let path = format!("/channels/{}/messages/{message}", world.general);
    let emoji = format!("{path}/reactions/{}/@me", crate::support::encode("👍"));
    member.bare(Method::PUT, &emoji).await.done();
    gateway.expect("MESSAGE_REACTION_ADD", |d| d["message_id"] == message.as_str() && d["emoji"]["name"] == "👍").await;
    member.delete(&emoji).await.done();
    gateway.expect("MESSAGE_REACTION_REMOVE", |d| d["message_id"] == message.as_str()).await;
    member.patch(&path, json!({"content": "second"})).await.ok();
    let updated = gateway.expect("MESSAGE_UPDATE", |d| d["id"] == message.as_str()).await;
    assert_eq!(updated["content"], "second");
    member.delete(&path).await.done();
    gateway.expect("MESSAGE_DELETE", |d| d["id"] == message.as_str()).await;
}
