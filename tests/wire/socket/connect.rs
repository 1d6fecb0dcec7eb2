//! HELLO, IDENTIFY, READY, the guilds, and the three transports.

use crate::support::gateway::Incoming;
use crate::support::transport::Compress;
use crate::support::world::VIEW_CHANNEL;
use crate::support::{Gateway, Identify, World, id, ids, shared};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn gateway_is_found_at_every_path_that_libraries_dial() {
    let server = shared();
    for path in
        ["/gateway", "/gateway/", "/", "/gateway?v=10&encoding=json", "/gateway/?v=10&encoding=json", "/?encoding=json&v=9", "/?v=10"]
    {
        let mut gateway = Gateway::dial(server.http, path, Compress::None).await;
        let hello = gateway.expect_op(10).await;
        assert_eq!(hello["d"]["heartbeat_interval"], 41_250, "{path}");
    }
}

#[tokio::test]
async fn heartbeat_is_answered_before_identify() {
    let mut gateway = Gateway::open(shared().http, Compress::None).await;
    for d in [json!(null), json!(0)] {
        gateway.send(1, d).await;
        gateway.expect_op(11).await;
    }
}

#[tokio::test]
async fn ready_tells_who_one_is_and_where_to_resume() {
    let world = World::new().await;
    let bot = world.bot(0).await;
    let mut gateway = Gateway::open(bot.address, Compress::None).await;
    let ready = gateway.identify(&bot.ask().shard(0, 1)).await;
    assert_eq!(ready["user"]["id"], bot.id.as_str());
    assert_eq!(ready["user"]["bot"], true);
    assert_eq!(ready["application"]["id"], bot.id.as_str(), "bots' applications have their id");
    assert_eq!(ready["resume_gateway_url"], format!("ws://{}", bot.address));
    assert_eq!(ready["shard"], json!([0, 1]));
    assert_eq!(ids(&ready["guilds"]), [world.guild.clone()]);
}

#[tokio::test]
async fn every_guild_of_ready_comes_in_one_guild_create() {
    let world = World::new().await;
    let second = World::of(shared(), world.owner.clone()).await;
    let gateway = world.owner.gateway().await;
    let mut heard: Vec<String> = gateway.all("GUILD_CREATE").into_iter().map(id).collect();
    heard.sort();
    let mut wanted = vec![world.guild.clone(), second.guild.clone()];
    wanted.sort();
    assert_eq!(heard, wanted);
}

#[tokio::test]
async fn guild_create_holds_oneself_and_only_the_channels_that_one_may_view() {
    let world = World::new().await;
    let hidden = world.hidden_channel().await;
    let member = world.member().await;
    let gateway = member.gateway().await;
    let guild = gateway.all("GUILD_CREATE")[0];
    assert_eq!(guild["owner_id"], world.owner.id.as_str());
    assert_eq!(guild["member_count"], 2);
    let members: Vec<&str> = guild["members"].as_array().unwrap().iter().map(|m| m["user"]["id"].as_str().unwrap()).collect();
    assert!(members.contains(&member.id.as_str()) && members.contains(&world.owner.id.as_str()), "{guild}");
    let channels = ids(&guild["channels"]);
    assert!(channels.contains(&world.general) && channels.contains(&world.category), "{guild}");
    assert!(!channels.contains(&hidden), "{guild}");
    assert!(ids(&guild["roles"]).contains(&world.guild), "{guild}");
    let owner = world.owner.gateway().await;
    assert!(ids(&owner.all("GUILD_CREATE")[0]["channels"]).contains(&hidden), "the owner may view all");
}

#[tokio::test]
async fn every_transport_carries_the_same_session() {
    let world = World::new().await;
    for compress in [Compress::None, Compress::Zlib, Compress::Zstd] {
        let mut gateway = Gateway::connect(world.address, &world.owner.ask().compress(compress)).await;
        let said = world.owner.say(&world.general, "ganz gewöhnlich 🎈").await;
        let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
        assert_eq!(heard["content"], "ganz gewöhnlich 🎈", "{compress:?}");
        gateway.heartbeat().await;
    }
}

#[tokio::test]
async fn guild_create_of_more_than_a_hundred_kilobytes_fits_every_transport() {
    let world = World::new().await;
    let topic = "z9_".repeat(330);
    for number in 0..45 {
        for parent in [json!(null), json!(world.category)] {
            world.channel(json!({"name": format!("channel-{number}"), "topic": format!("{topic}{number}"), "parent_id": parent})).await;
        }
    }
    for compress in [Compress::Zlib, Compress::Zstd, Compress::None] {
        let mut gateway = Gateway::connect(world.address, &world.owner.ask().compress(compress)).await;
        let guild = gateway.all("GUILD_CREATE")[0];
        assert!(guild.to_string().len() > 100_000, "{}", guild.to_string().len());
        assert_eq!(guild["channels"].as_array().unwrap().len(), 92);
        world.fence(&mut gateway).await;
    }
}

#[tokio::test]
async fn sequence_counts_every_dispatch_over_the_change_of_digits() {
    let world = World::new().await;
    let mut sessions = vec![];
    for compress in [Compress::None, Compress::Zlib, Compress::Zstd] {
        sessions.push(Gateway::connect(world.address, &world.owner.ask().compress(compress)).await);
    }
    for number in 0..110 {
        world.owner.say(&world.general, &number.to_string()).await;
    }
    for gateway in &mut sessions {
        world.fence(gateway).await;
        assert!(gateway.last_s > 110);
    }
}

#[tokio::test]
async fn shard_hears_of_its_guilds_only() {
    let world = World::new().await;
    let bot = world.bot(VIEW_CHANNEL).await;
    let mine = (world.guild.parse::<u64>().unwrap() >> 22) % 4;
    let other = (mine + 1) % 4;
    let mut elsewhere = Gateway::connect(bot.address, &bot.ask().shard(other, 4)).await;
    let mut here = Gateway::connect(bot.address, &bot.ask().shard(mine, 4)).await;
    assert_eq!(here.all("READY")[0]["guilds"].as_array().unwrap().len(), 1);
    assert_eq!(elsewhere.all("READY")[0]["guilds"], json!([]));
    world.fence(&mut here).await;
    elsewhere.heartbeat().await;
    elsewhere.never_heard_of(&world.guild);
}

#[tokio::test]
async fn identify_takes_ids_presence_and_properties_as_libraries_send_them() {
    let world = World::new().await;
    let mut body = Identify::new(&world.owner.token).body();
    body["presence"] = json!({"status": "dnd", "since": null, "activities": [{"name": "x", "type": 0}], "afk": false});
    body["compress"] = json!(true);
    body["intents"] = json!("513");
    let mut gateway = Gateway::open(world.address, Compress::None).await;
    gateway.send_raw(Message::binary(json!({"op": 2, "d": body}).to_string())).await;
    gateway.expect("READY", |_| true).await;
    gateway.expect("GUILD_CREATE", |_| true).await;
}

#[tokio::test]
async fn hello_comes_in_the_transport_that_was_asked_for() {
    for (compress, first) in [(Compress::Zlib, vec![0x78]), (Compress::Zstd, vec![0x28, 0xb5, 0x2f, 0xfd])] {
        let path = format!("/gateway?v=10&encoding=json{}", compress.query());
        let mut gateway = Gateway::dial(shared().http, &path, compress).await;
        // The decoder refuses text, and a stream without its head.
        let Incoming::Frame(hello) = gateway.next().await else { panic!("closed") };
        assert_eq!(hello["op"], 10, "{first:?}");
    }
}
