//! What a session asked for is what it gets.

use crate::support::world::{ADD_REACTIONS, MANAGE_ROLES, READ_HISTORY, SEND_MESSAGES, VIEW_CHANNEL};
use crate::support::{Gateway, World, encode, id};
use hyper::Method;
use serde_json::json;

const GUILDS: u64 = 1;
const GUILD_MEMBERS: u64 = 1 << 1;
const GUILD_MESSAGES: u64 = 1 << 9;
const REACTIONS: u64 = 1 << 10;
const TYPING: u64 = 1 << 11;
const CONTENT: u64 = 1 << 15;
const CHAT: u64 = VIEW_CHANNEL | SEND_MESSAGES | READ_HISTORY | ADD_REACTIONS;

#[tokio::test]
async fn events_of_an_intent_come_to_those_who_asked_for_it() {
    let world = World::new().await;
    let bot = world.bot(CHAT).await;
    let mut all = bot.gateway().await;
    let mut guilds = Gateway::connect(bot.address, &bot.ask().intents(GUILDS)).await;
    let mut messages = Gateway::connect(bot.address, &bot.ask().intents(GUILDS | GUILD_MESSAGES)).await;
    let mut none = Gateway::connect(bot.address, &bot.ask().intents(0)).await;

    world.owner.bare(Method::POST, &format!("/channels/{}/typing", world.general)).await.done();
    let message = id(&world.owner.say(&world.general, "hello").await);
    let path = format!("/channels/{}/messages/{message}/reactions/{}/@me", world.general, encode("🎈"));
    world.owner.bare(Method::PUT, &path).await.done();
    world.owner.patch(&format!("/channels/{}", world.general), json!({"topic": "the last word"})).await.ok();

    let update = |d: &serde_json::Value| d["topic"] == "the last word";
    all.expect("CHANNEL_UPDATE", update).await;
    guilds.expect("CHANNEL_UPDATE", update).await;
    messages.expect("CHANNEL_UPDATE", update).await;
    none.heartbeat().await;
    let counts = |gateway: &Gateway| ["TYPING_START", "MESSAGE_CREATE", "MESSAGE_REACTION_ADD"].map(|name| gateway.count(name, |_| true));
    assert_eq!(counts(&all), [1, 1, 1]);
    assert_eq!(counts(&guilds), [0, 0, 0]);
    assert_eq!(counts(&messages), [0, 1, 0]);
    assert_eq!(counts(&none), [0, 0, 0]);
}

#[tokio::test]
async fn session_without_the_guilds_intent_hears_nothing_of_guilds_and_channels() {
    let world = World::new().await;
    let bot = world.bot(CHAT).await;
    let role = world.role(json!({"name": "sees all"})).await;
    let hidden = world.hidden_channel().await;
    world.overwrite(&hidden, (&role, 0), VIEW_CHANNEL, 0).await;
    let mut gateway = Gateway::connect(bot.address, &bot.ask().intents(GUILD_MESSAGES)).await;
    world.first_fence(&mut gateway).await;
    world.give_role(&bot, &role).await;
    let message = world.owner.say(&hidden, "now you see it").await;
    gateway.expect("MESSAGE_CREATE", |d| d["id"] == message["id"]).await;
    world.take_role(&bot, &role).await;
    world.channel(json!({"name": "one-more"})).await;
    world.fence(&mut gateway).await;
    world.owner.delete(&format!("/guilds/{}/members/{}", world.guild, bot.id)).await.done();
    gateway.heartbeat().await;
    for name in ["GUILD_CREATE", "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "GUILD_ROLE_UPDATE", "GUILD_DELETE"] {
        assert_eq!(gateway.count(name, |_| true), 0, "{name}");
    }
}

#[tokio::test]
async fn content_is_kept_from_a_bot_without_the_intent_but_for_its_own_and_mentions() {
    let world = World::new().await;
    let bot = world.bot(CHAT).await;
    let mut gateway = Gateway::connect(bot.address, &bot.ask().intents(GUILDS | GUILD_MESSAGES)).await;
    let mut entitled = Gateway::connect(bot.address, &bot.ask().intents(GUILDS | GUILD_MESSAGES | CONTENT)).await;
    let embed = json!([{"title": "a title"}]);
    let path = format!("/channels/{}/messages", world.general);
    let secret = world.owner.post(&path, json!({"content": "not for bots", "embeds": embed})).await.ok();
    let mention = world.owner.say(&world.general, &format!("<@{}> for you", bot.id)).await;
    let own = bot.say(&world.general, "my own words").await;

    let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == secret["id"]).await;
    assert_eq!((&heard["content"], &heard["embeds"]), (&json!(""), &json!([])));
    let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == mention["id"]).await;
    assert_eq!(heard["content"], mention["content"]);
    let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == own["id"]).await;
    assert_eq!(heard["content"], "my own words");
    let heard = entitled.expect("MESSAGE_CREATE", |d| d["id"] == secret["id"]).await;
    assert_eq!((&heard["content"], heard["embeds"].as_array().unwrap().len()), (&json!("not for bots"), 1));

    let path = format!("{path}/{}", secret["id"].as_str().unwrap());
    world.owner.patch(&path, json!({"content": "changed, and still not for bots"})).await.ok();
    let heard = gateway.expect("MESSAGE_UPDATE", |d| d["id"] == secret["id"]).await;
    assert_eq!(heard["content"], "");
    gateway.never_heard_of("not for bots");
}

#[tokio::test]
async fn people_get_content_whatever_they_ask_for() {
    let world = World::new().await;
    let member = world.member().await;
    let mut gateway = Gateway::connect(member.address, &member.ask().intents(GUILDS | GUILD_MESSAGES)).await;
    let message = world.owner.say(&world.general, "for people").await;
    let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == message["id"]).await;
    assert_eq!(heard["content"], "for people");
}

#[tokio::test]
async fn member_update_of_oneself_needs_no_intent() {
    let world = World::new().await;
    let bot = world.bot(CHAT).await;
    let other = world.member().await;
    let role = world.role(json!({"name": "a role"})).await;
    let mut gateway = Gateway::connect(bot.address, &bot.ask().intents(GUILDS | GUILD_MESSAGES)).await;
    let mut entitled = Gateway::connect(bot.address, &bot.ask().intents(GUILDS | GUILD_MEMBERS)).await;
    world.give_role(&other, &role).await;
    world.give_role(&bot, &role).await;
    let mine = gateway.expect("GUILD_MEMBER_UPDATE", |_| true).await;
    assert_eq!(mine["user"]["id"], bot.id.as_str());
    assert!(mine["roles"].as_array().unwrap().contains(&json!(role)), "{mine}");
    world.fence(&mut gateway).await;
    assert_eq!(gateway.count("GUILD_MEMBER_UPDATE", |_| true), 1, "others' changes need the intent");
    entitled.expect("GUILD_MEMBER_UPDATE", |d| d["user"]["id"] == other.id.as_str()).await;
    entitled.expect("GUILD_MEMBER_UPDATE", |d| d["user"]["id"] == bot.id.as_str()).await;
    assert_eq!(entitled.count("GUILD_MEMBER_UPDATE", |_| true), 2, "each once");
}

#[tokio::test]
async fn each_intent_bit_alone_is_taken() {
    let world = World::new().await;
    let bot = world.bot(MANAGE_ROLES).await;
    for intents in [GUILD_MEMBERS, REACTIONS, TYPING, 1 << 25, 0] {
        Gateway::connect(bot.address, &bot.ask().intents(intents)).await;
    }
}
