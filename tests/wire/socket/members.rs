//! Members on request (op 8).

use crate::support::{Account, Gateway, Identify, Server, World, text};
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

const CROWD: i64 = 2_500;

/// The same server again, with so many more people in the guild: joining one by one would take minutes.
fn with_crowd(mut server: Server, world: &World, people: i64) -> Server {
    server.signal(rustix::process::Signal::TERM);
    assert_eq!(server.ended().code(), Some(0));
    crowd(&server, world, people);
    server.restart()
}

fn crowd(server: &Server, world: &World, people: i64) {
    let guild: i64 = world.guild.parse().unwrap();
    let mut store = rusqlite::Connection::open(server.data_dir().join("belfry.sqlite")).unwrap();
    let rows = store.transaction().unwrap();
    for number in 1..=people {
        let name = format!("crowd_{number:04}");
        let sql = "INSERT INTO users (user_id, name, name_key, bot) VALUES (?1, ?2, ?2, 0)";
        rows.execute(sql, rusqlite::params![guild + number, name]).unwrap();
        let sql = "INSERT INTO members (guild_id, user_id, roles, joined_at) VALUES (?1, ?2, '[]', 1700000000000000)";
        rows.execute(sql, rusqlite::params![guild, guild + number]).unwrap();
    }
    rows.commit().unwrap();
}

#[tokio::test]
async fn members_of_a_large_guild_come_in_pages_and_oneself_in_guild_create() {
    let server = Server::unlimited();
    let world = World::on(&server).await;
    let member = world.member().await;
    let server = with_crowd(server, &world, CROWD);

    let mut owner = Gateway::connect(server.http, &world.owner.ask()).await;
    let guild = owner.all("GUILD_CREATE")[0];
    assert_eq!((&guild["large"], &guild["member_count"]), (&json!(true), &json!(CROWD + 2)));
    assert!(guild["members"].as_array().unwrap().len() < 50, "those who are here");
    let mut body = member.ask().body();
    body["presence"] = json!({"status": "invisible", "since": null, "activities": [], "afk": false});
    let mut invisible = Gateway::open(server.http, crate::support::transport::Compress::None).await;
    invisible.send(2, body).await;
    let guild = invisible.expect("GUILD_CREATE", |_| true).await;
    assert!(guild["members"].as_array().unwrap().iter().any(|m| m["user"]["id"] == member.id.as_str()), "{guild}");

    owner.send(8, json!({"guild_id": world.guild, "query": "", "limit": 0, "nonce": "all"})).await;
    let mut found = std::collections::HashSet::new();
    for index in 0..3 {
        let chunk = owner.expect("GUILD_MEMBERS_CHUNK", |_| true).await;
        assert_eq!((&chunk["chunk_index"], &chunk["chunk_count"], &chunk["nonce"]), (&json!(index), &json!(3), &json!("all")));
        assert!(users(&chunk).len() <= 1_000);
        found.extend(users(&chunk));
    }
    assert_eq!(i64::try_from(found.len()), Ok(CROWD + 2), "each once");
    let chunk = ask(&mut owner, json!({"guild_id": world.guild, "query": "crowd_24", "limit": 100, "nonce": "prefix"})).await;
    assert_eq!(users(&chunk).len(), 100);
}

#[tokio::test]
async fn last_chunk_comes_though_all_on_it_have_left() {
    let server = Server::unlimited();
    let world = World::on(&server).await;
    let server = with_crowd(server, &world, 2_000);
    let owner = at(&server, &world.owner);
    let last = crowd_member(&world, 2_000);
    // It does not take the second chunk in before it reads: the third is made after that.
    let mut slow = Gateway::connect_narrow(server.http, &owner.ask()).await;
    slow.send(8, json!({"guild_id": world.guild, "query": "", "limit": 0, "nonce": "all"})).await;
    let first = slow.expect("GUILD_MEMBERS_CHUNK", |_| true).await;
    assert_eq!((&first["chunk_index"], &first["chunk_count"]), (&json!(0), &json!(3)));
    owner.delete(&format!("/guilds/{}/members/{last}", world.guild)).await.done();
    for (index, members) in [(1, 1_000), (2, 0)] {
        let chunk = slow.expect("GUILD_MEMBERS_CHUNK", |_| true).await;
        assert_eq!((&chunk["chunk_index"], &chunk["chunk_count"], &chunk["nonce"]), (&json!(index), &json!(3), &json!("all")));
        assert_eq!(users(&chunk).len(), members);
    }
}

#[tokio::test]
async fn member_who_has_left_is_not_found() {
    let world = World::new().await;
    let member = world.member().await;
    let mut gateway = world.owner.gateway().await;
    let search = format!("/guilds/{}/members/search?query={}", world.guild, member.username);
    assert_eq!(world.owner.get(&search).await.ok().as_array().unwrap().len(), 1);
    member.delete(&format!("/users/@me/guilds/{}", world.guild)).await.done();
    assert_eq!(world.owner.get(&search).await.ok(), json!([]));
    let chunk = ask(&mut gateway, json!({"guild_id": world.guild, "query": member.username, "limit": 5, "nonce": "gone"})).await;
    assert_eq!(users(&chunk), [""; 0]);
}

#[tokio::test]
async fn guild_that_shrinks_is_listed_whole_to_who_comes_next() {
    let server = Server::unlimited();
    let world = World::on(&server).await;
    let server = with_crowd(server, &world, 251);
    let owner = at(&server, &world.owner);
    let ask = Identify { large_threshold: Some(250), ..owner.ask() };
    let mut first = Gateway::connect(server.http, &ask).await;
    assert_eq!(first.all("GUILD_CREATE")[0]["member_count"], 252);
    for number in [1, 2] {
        let gone = crowd_member(&world, number);
        owner.delete(&format!("/guilds/{}/members/{gone}", world.guild)).await.done();
        first.expect("GUILD_MEMBER_REMOVE", |d| d["user"]["id"] == gone.as_str()).await;
    }
    let second = Gateway::connect(server.http, &ask).await;
    let guild = second.all("GUILD_CREATE")[0];
    assert_eq!((&guild["large"], &guild["member_count"]), (&json!(false), &json!(250)));
    assert_eq!(guild["members"].as_array().unwrap().len(), 250);
}

fn crowd_member(world: &World, number: i64) -> String {
    (world.guild.parse::<i64>().unwrap() + number).to_string()
}

/// The same account where the server is now.
fn at(server: &Server, account: &Account) -> Account {
    let rest = crate::support::Rest::new(server.http).as_user(&account.token);
    Account { address: server.http, rest, ..account.clone() }
}
