//! Applications and their bots.

use super::cast;
use crate::support::world::{KICK_MEMBERS, MANAGE_GUILD, SEND_MESSAGES, VIEW_CHANNEL, fresh_name};
use crate::support::{Rest, id, ids, shared, text};
use serde_json::json;

#[tokio::test]
async fn application_comes_with_a_bot_of_the_same_id() {
    let owner = cast::person(0).await;
    let name = fresh_name();
    let application = owner.post("/applications", json!({"name": name})).await.created();
    assert_eq!((application["name"].as_str(), &application["bot"]["id"]), (Some(&*name), &application["id"]));
    assert_eq!(application["bot"]["bot"], true);
    assert!(ids(&owner.get("/applications").await.ok()).contains(&id(&application)));
    assert_eq!(owner.get(&format!("/applications/{}", id(&application))).await.ok()["owner"]["id"], *owner.id);
}

#[tokio::test]
async fn application_needs_a_name_of_2_to_32_characters() {
    let owner = cast::person(0).await;
    for bad in [json!({}), json!({"name": "x"}), json!({"name": "x".repeat(33)}), json!({"name": 7})] {
        owner.post("/applications", bad).await.bad_field("name");
    }
}

#[tokio::test]
async fn new_token_is_shown_once_and_ends_the_old_one() {
    let owner = cast::person(0).await;
    let bot = owner.create_bot().await;
    assert!(!owner.get(&format!("/applications/{}", bot.id)).await.to_string().contains(&bot.token));
    let token = text(&owner.post(&format!("/applications/{}/bot/reset", bot.id), json!({})).await.ok(), "token");
    bot.get("/users/@me").await.refused(401, 0);
    let again = Rest::new(shared().http).as_user(&format!("Bot {token}"));
    assert_eq!(again.get("/users/@me").await.ok()["id"], *bot.id);
}

#[tokio::test]
async fn application_of_another_is_unknown() {
    let (owner, other) = (cast::person(0).await, cast::person(1).await);
    let bot = owner.create_bot().await;
    let answer = other.post(&format!("/applications/{}/bot/reset", bot.id), json!({})).await;
    assert!(matches!(answer.status, 403 | 404), "{answer}");
    assert_ne!(other.get(&format!("/applications/{}", bot.id)).await.status, 200);
    assert!(!ids(&other.get("/applications").await.ok()).contains(&bot.id));
    bot.get("/users/@me").await.ok();
    owner.post(&format!("/applications/{}/bot/reset", cast::NOTHING), json!({})).await.refused(404, 10_002);
}

#[tokio::test]
async fn bot_reads_its_own_application() {
    let owner = cast::person(0).await;
    let bot = owner.create_bot().await;
    for path in ["/applications/@me", "/oauth2/applications/@me"] {
        let application = bot.get(path).await.ok();
        assert_eq!((&*id(&application), &*id(&application["owner"])), (&*bot.id, &*owner.id));
    }
    assert_eq!(owner.get("/applications/@me").await.status, 403);
}

#[tokio::test]
async fn bot_is_added_with_a_managed_role_that_has_its_permissions() {
    let world = cast::guild().await;
    let bot = world.owner.create_bot().await;
    let permissions = VIEW_CHANNEL | SEND_MESSAGES | KICK_MEMBERS;
    let answer = world.add_bot(&bot, permissions).await.ok();
    assert!(answer["location"].is_string());
    let member = bot.get(&format!("/guilds/{}/members/{}", world.guild, bot.id)).await.ok();
    let roles = bot.get(&format!("/guilds/{}/roles", world.guild)).await.ok();
    let managed = roles.as_array().unwrap().iter().find(|role| role["managed"] == true).expect("a managed role");
    assert_eq!(member["roles"], json!([managed["id"]]));
    assert_eq!((managed["permissions"].as_str(), &managed["tags"]["bot_id"]), (Some(&*permissions.to_string()), &json!(bot.id)));
    assert_eq!(ids(&bot.get("/users/@me/guilds").await.ok()), std::slice::from_ref(&world.guild));
    bot.say(&world.general, "here I am").await;
}

#[tokio::test]
async fn bot_added_twice_stays_one_member() {
    let world = cast::guild().await;
    let bot = world.bot(SEND_MESSAGES).await;
    world.add_bot(&bot, SEND_MESSAGES).await.ok();
    let members = world.owner.get(&format!("/guilds/{}/members?limit=100", world.guild)).await.ok();
    assert_eq!(members.as_array().unwrap().len(), 2);
    assert_eq!(world.owner.get(&format!("/guilds/{}/roles", world.guild)).await.ok().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn only_who_manages_the_guild_adds_a_bot() {
    let (world, member) = cast::guild_and_member().await;
    let bot = world.owner.create_bot().await;
    let body = json!({"authorize": true, "guild_id": world.guild, "permissions": "0"});
    let path = format!("/oauth2/authorize?client_id={}&scope=bot", bot.id);
    member.post(&path, body.clone()).await.refused(403, 50_013);
    cast::stranger().await.post(&path, body.clone()).await.refused(403, 50_001);
    bot.get(&format!("/guilds/{}", world.guild)).await.refused(403, 50_001);
    let unknown = format!("/oauth2/authorize?client_id={}&scope=bot", cast::NOTHING);
    world.owner.post(&unknown, body).await.refused(404, 10_002);
    world.owner.post("/oauth2/authorize?scope=bot", json!({"guild_id": world.guild})).await.bad_field("client_id");
    world.owner.post(&path, json!({"authorize": true})).await.bad_field("guild_id");
}

#[tokio::test]
async fn person_is_told_which_bot_asks_and_where_it_could_go() {
    let (world, member) = cast::guild_and_member().await;
    let bot = world.owner.create_bot().await;
    let path = format!("/oauth2/authorize?client_id={}&scope=bot%20applications.commands&permissions={SEND_MESSAGES}", bot.id);
    let asked = world.owner.get(&format!("{path}&guild_id={}", world.guild)).await.ok();
    assert_eq!((&*id(&asked["user"]), &*id(&asked["bot"]), &*id(&asked["application"])), (&*world.owner.id, &*bot.id, &*bot.id));
    assert_eq!(asked["authorized"], false);
    let guilds = asked["guilds"].as_array().unwrap();
    let guild = guilds.iter().find(|guild| guild["id"] == *world.guild).expect("the owner's guild");
    assert_eq!((&guild["name"], &guild["icon"], &guild["mfa_level"]), (&json!("The house"), &json!(null), &json!(0)));
    let permissions: u64 = text(guild, "permissions").parse().unwrap();
    assert_ne!(permissions & MANAGE_GUILD, 0);
    let others = member.get(&path).await.ok();
    assert!(!ids(&others["guilds"]).contains(&world.guild), "{others}");
    let role = world.role(json!({"name": "Staff", "permissions": MANAGE_GUILD.to_string()})).await;
    world.give_role(&member, &role).await;
    assert!(ids(&member.get(&path).await.ok()["guilds"]).contains(&world.guild));
    bot.get(&format!("/guilds/{}", world.guild)).await.refused(403, 50_001);
}

#[tokio::test]
async fn asking_for_a_bot_that_cannot_come_is_refused() {
    let owner = cast::person(0).await;
    let bot = owner.create_bot().await;
    let path = format!("/oauth2/authorize?client_id={}", bot.id);
    owner.get(&format!("/oauth2/authorize?client_id={}&scope=bot", cast::NOTHING)).await.refused(404, 10_002);
    owner.get("/oauth2/authorize?scope=bot").await.bad_field("client_id");
    owner.get("/oauth2/authorize?client_id=x&scope=bot").await.bad_field("client_id");
    for scope in ["", "&scope=", "&scope=identify", "&scope=bot+identify", "&scope=applications.commands"] {
        owner.get(&format!("{path}{scope}")).await.bad_field("scope");
    }
    owner.get(&format!("{path}&scope=bot&permissions=x")).await.bad_field("permissions");
    owner.get(&format!("{path}&scope=bot&guild_id=x")).await.bad_field("guild_id");
    Rest::new(shared().http).get(&format!("{path}&scope=bot")).await.refused(401, 0);
    bot.get(&format!("{path}&scope=bot")).await.refused(403, 20_001);
    bot.post(&format!("{path}&scope=bot"), json!({"guild_id": cast::NOTHING})).await.refused(403, 20_001);
}

#[tokio::test]
async fn bot_neither_makes_guilds_nor_joins_by_invite() {
    let world = cast::guild().await;
    let bot = world.owner.create_bot().await;
    bot.post("/guilds", json!({"name": "x"})).await.refused(403, 20_001);
    let code = world.invite().await;
    bot.post(&format!("/invites/{code}"), json!({})).await.refused(403, 20_001);
}

#[tokio::test]
async fn gateway_addresses_have_no_slash_at_their_end() {
    let owner = cast::person(0).await;
    let nobody = Rest::new(shared().http);
    let url = text(&nobody.get("/gateway").await.ok(), "url");
    assert!(url.starts_with("ws://") && !url.ends_with('/'), "{url}");
    let bot = owner.create_bot().await;
    let answer = bot.get("/gateway/bot").await.ok();
    assert_eq!((answer["url"].as_str(), answer["shards"].as_u64()), (Some(&*url), Some(1)));
    let limit = &answer["session_start_limit"];
    assert!(limit["remaining"].as_u64() > Some(0) && limit["max_concurrency"].as_u64() >= Some(16), "{answer}");
    nobody.get("/gateway/bot").await.refused(401, 0);
}
