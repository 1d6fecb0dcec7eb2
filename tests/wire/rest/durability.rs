//! What was answered is there after the server was killed.

use crate::support::world::{KICK_MEMBERS, PASSWORD, SEND_MESSAGES};
use crate::support::{Account, Rest, Server, World, id, text};
use hyper::Method;
use serde_json::{Value, json};

fn at(server: &Server, account: &Account) -> Rest {
    account.rest.at(server.http)
}

/// Answers to all these questions.
async fn answers(who: &Rest, paths: &[String]) -> Vec<Value> {
    let mut answers = vec![];
    for path in paths {
        answers.push(who.get(path).await.ok());
    }
    answers
}

/// Makes something of everything, and says how the owner may look at it.
async fn furnish(world: &World, member: &Account, banned: &Account, bot: &Account) -> Vec<String> {
    let guild = format!("/guilds/{}", world.guild);
    let channel =
        id(&world.channel(json!({"name": "plans", "topic": "What next", "parent_id": world.category, "rate_limit_per_user": 3})).await);
    world.overwrite(&channel, (&member.id, 1), SEND_MESSAGES, 0).await;
    let role = world.role(json!({"name": "Crew", "color": 255, "hoist": true, "permissions": KICK_MEMBERS.to_string()})).await;
    world.give_role(member, &role).await;
    world
        .owner
        .patch(
            &format!("{guild}/members/{}", member.id),
            json!({"nick": "Nick", "communication_disabled_until": "2026-12-01T00:00:00+00:00"}),
        )
        .await;
    world.owner.put(&format!("{guild}/bans/{}", banned.id), json!({"reason": "spam"})).await.done();
    world.owner.patch(&guild, json!({"name": "Renamed", "description": "Described"})).await.ok();
    let code = text(&world.owner.post(&format!("/channels/{channel}/invites"), json!({"max_uses": 7})).await.ok(), "code");
    let embed = json!({"title": "T", "fields": [{"name": "n", "value": "v"}]});
    let first =
        world.owner.post(&format!("/channels/{channel}/messages"), json!({"content": "first", "embeds": [embed], "nonce": 5})).await.ok();
    let gone = world.owner.say(&channel, "gone").await;
    world.owner.delete(&format!("/channels/{channel}/messages/{}", id(&gone))).await.done();
    let reply = json!({"content": format!("<@{}> <@&{role}>", bot.id), "message_reference": {"message_id": first["id"]}});
    let second = id(&world.owner.post(&format!("/channels/{channel}/messages"), reply).await.ok());
    world.owner.patch(&format!("/channels/{channel}/messages/{}", id(&first)), json!({"content": "edited"})).await.ok();
    let reactions = format!("/channels/{channel}/messages/{second}/reactions/%E2%9C%85");
    for who in [&world.owner, bot] {
        who.bare(Method::PUT, &format!("{reactions}/@me")).await.done();
    }
    let dm = world.owner.open_dm(&member.id).await;
    world.owner.say(&dm, "between us").await;
    vec![
        "/users/@me".to_owned(),
        "/users/@me/guilds".to_owned(),
        "/users/@me/channels".to_owned(),
        "/applications".to_owned(),
        guild.clone(),
        format!("{guild}/channels"),
        format!("{guild}/roles"),
        format!("{guild}/members?limit=100"),
        format!("{guild}/bans"),
        format!("{guild}/invites"),
        format!("/invites/{code}"),
        format!("/channels/{channel}"),
        format!("/channels/{channel}/messages"),
        format!("/channels/{channel}/messages/{second}"),
        reactions,
        format!("/channels/{dm}/messages"),
    ]
}

#[tokio::test]
async fn everything_answered_is_the_same_after_a_kill() {
    let mut server = Server::unlimited();
    let world = World::on(&server).await;
    let (member, banned, bot) = (world.member().await, world.member().await, world.bot(SEND_MESSAGES).await);
    let paths = furnish(&world, &member, &banned, &bot).await;
    let before = answers(&world.owner, &paths).await;
    server.kill9();
    let server = server.restart();
    let owner = at(&server, &world.owner);
    for ((path, was), is) in paths.iter().zip(&before).zip(answers(&owner, &paths).await) {
        assert_eq!(is, *was, "{path}");
    }
    for account in [&member, &bot] {
        assert_eq!(at(&server, account).get("/users/@me").await.ok()["id"], *account.id);
    }
    let nobody = Rest::new(server.http);
    nobody.post("/auth/login", json!({"login": member.username, "password": PASSWORD})).await.ok();
    let taken = json!({"username": member.username.to_uppercase(), "password": PASSWORD});
    nobody.post("/auth/register", taken).await.bad_field("username");
}

#[tokio::test]
async fn what_was_ended_stays_ended_after_a_kill() {
    let mut server = Server::unlimited();
    let world = World::on(&server).await;
    let (member, bot) = (world.member().await, world.owner.create_bot().await);
    world.owner.post(&format!("/applications/{}/bot/reset", bot.id), json!({})).await.ok();
    let code =
        text(&world.owner.post(&format!("/channels/{}/invites", world.general), json!({"max_uses": 1, "unique": true})).await.ok(), "code");
    world.outsider().await.post(&format!("/invites/{code}"), json!({})).await.ok();
    let doomed = World::of(&server, world.owner.clone()).await;
    world.owner.delete(&format!("/guilds/{}", doomed.guild)).await.done();
    member.delete(&format!("/users/@me/guilds/{}", world.guild)).await.done();
    member.bare(Method::POST, "/auth/logout").await.done();
    server.kill9();
    let server = server.restart();
    at(&server, &member).get("/users/@me").await.refused(401, 0);
    at(&server, &bot).get("/users/@me").await.refused(401, 0);
    let owner = at(&server, &world.owner);
    owner.get(&format!("/guilds/{}", doomed.guild)).await.refused(404, 10_004);
    owner.get(&format!("/channels/{}", doomed.general)).await.refused(404, 10_003);
    owner.get(&format!("/invites/{code}")).await.refused(404, 10_006);
    owner.get(&format!("/guilds/{}/members/{}", world.guild, member.id)).await.refused(404, 10_007);
}

#[tokio::test]
async fn enforced_nonce_is_remembered_and_ids_go_on_after_a_kill() {
    let mut server = Server::unlimited();
    let world = World::on(&server).await;
    let order = json!({"content": "once", "nonce": "n", "enforce_nonce": true});
    let path = format!("/channels/{}/messages", world.general);
    let first = id(&world.owner.post(&path, order.clone()).await.ok());
    server.kill9();
    let server = server.restart();
    let owner = at(&server, &world.owner);
    assert_eq!(id(&owner.post(&path, order).await.ok()), first);
    let next = id(&owner.post(&path, json!({"content": "next"})).await.ok());
    assert!(next.parse::<u64>().unwrap() > first.parse::<u64>().unwrap());
}

/// Who sends until the channel is gone; returns how many were taken.
async fn say_until_unknown(sender: Account, channel: String) -> u32 {
    let mut taken = 0;
    loop {
        let answer = sender.try_say(&channel, "into a closing door").await;
        match answer.status {
            200 => taken += 1,
            404 => return taken,
            _ => panic!("{}: {answer}", answer.what),
        }
    }
}

#[tokio::test]
async fn deleted_channel_leaves_no_row_of_a_message_that_was_on_its_way() {
    let server = Server::unlimited();
    let world = World::on(&server).await;
    for _ in 0..10 {
        let channel = id(&world.channel(json!({"name": "short-lived"})).await);
        world.owner.say(&channel, "the first").await;
        let senders: Vec<_> = (0..8).map(|_| tokio::spawn(say_until_unknown(world.owner.clone(), channel.clone()))).collect();
        world.owner.delete(&format!("/channels/{channel}")).await.ok();
        for sender in senders {
            sender.await.unwrap();
        }
    }
    world.owner.say(&world.general, "what stays").await;
    let rows = rusqlite::Connection::open(server.data_dir().join("belfry.sqlite")).unwrap();
    let count = |sql: &str| rows.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM messages WHERE channel_id NOT IN (SELECT channel_id FROM channels)"), 0);
    assert_eq!(count("SELECT count(*) FROM messages"), 1);
}
