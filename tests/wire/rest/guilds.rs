//! Guilds.

use super::cast;
use crate::support::{id, ids};
use serde_json::json;

#[tokio::test]
async fn new_guild_has_a_category_a_channel_and_everyone() {
    let owner = cast::person(0).await;
    let guild = owner.post("/guilds", json!({"name": "New guild"})).await.created();
    assert_eq!((guild["name"].as_str(), guild["owner_id"].as_str()), (Some("New guild"), Some(&*owner.id)));
    assert_eq!((&guild["roles"][0]["id"], guild["roles"][0]["name"].as_str()), (&guild["id"], Some("@everyone")));
    let channels = owner.get(&format!("/guilds/{}/channels", id(&guild))).await.ok();
    let find = |kind: u64| channels.as_array().unwrap().iter().find(|channel| channel["type"] == kind).unwrap();
    assert_eq!((find(4)["name"].as_str(), find(0)["name"].as_str()), (Some("Text Channels"), Some("general")));
    assert_eq!(find(0)["parent_id"], find(4)["id"]);
    assert_eq!(owner.get(&format!("/guilds/{}", id(&guild))).await.ok()["id"], guild["id"]);
}

#[tokio::test]
async fn guild_name_has_1_to_100_characters() {
    let owner = cast::person(0).await;
    for bad in [
        json!({}),
        json!({"name": ""}),
        json!({"name": "  "}),
        json!({"name": "x".repeat(101)}),
        json!({"name": null}),
        json!({"name": []}),
    ] {
        owner.post("/guilds", bad).await.bad_field("name");
    }
    let world = cast::guild().await;
    world.owner.patch(&format!("/guilds/{}", world.guild), json!({"name": "ß".repeat(100)})).await.ok();
    world.owner.patch(&format!("/guilds/{}", world.guild), json!({"name": "x".repeat(101)})).await.bad_field("name");
}

#[tokio::test]
async fn renamed_guild_is_shown_so_to_its_members() {
    let (world, member) = cast::guild_and_member().await;
    let path = format!("/guilds/{}", world.guild);
    let changed = world.owner.patch(&path, json!({"name": "Renamed", "description": "What it is for"})).await.ok();
    assert_eq!((changed["name"].as_str(), changed["description"].as_str()), (Some("Renamed"), Some("What it is for")));
    assert_eq!(member.get(&path).await.ok()["name"], "Renamed");
    assert_eq!(world.owner.patch(&path, json!({"description": null})).await.ok()["description"], json!(null));
    assert_eq!(world.owner.patch(&path, json!({})).await.ok()["name"], "Renamed");
}

#[tokio::test]
async fn deleted_guild_is_unknown_and_so_are_its_channels() {
    let (world, member) = cast::guild_and_member().await;
    let path = format!("/guilds/{}", world.guild);
    let code = world.invite().await;
    let message = id(&world.owner.say(&world.general, "soon gone").await);
    world.owner.delete(&path).await.done();
    for account in [&world.owner, &member] {
        account.get(&path).await.refused(404, 10_004);
        account.get(&format!("{path}/channels")).await.refused(404, 10_004);
        assert!(!ids(&account.get("/users/@me/guilds").await.ok()).contains(&world.guild));
        account.get(&format!("/channels/{}", world.general)).await.refused(404, 10_003);
        account.try_say(&world.general, "anybody?").await.refused(404, 10_003);
        account.get(&format!("/channels/{}/messages/{message}", world.general)).await.refused(404, 10_003);
    }
    world.nobody().get(&format!("/invites/{code}")).await.refused(404, 10_006);
    world.owner.delete(&path).await.refused(404, 10_004);
}

#[tokio::test]
async fn stranger_has_no_access_to_a_guild() {
    let world = cast::guild().await;
    let stranger = cast::stranger().await;
    for path in ["", "/channels", "/members", "/roles", "/bans", "/invites"] {
        stranger.get(&format!("/guilds/{}{path}", world.guild)).await.refused(403, 50_001);
    }
    stranger.patch(&format!("/guilds/{}", world.guild), json!({"name": "mine"})).await.refused(403, 50_001);
    stranger.delete(&format!("/guilds/{}", world.guild)).await.refused(403, 50_001);
    stranger.get(&format!("/guilds/{}", cast::NOTHING)).await.refused(404, 10_004);
}

#[tokio::test]
async fn own_guilds_are_listed_with_permissions_and_paged_by_id() {
    let (first, member) = (cast::guild().await, crate::support::Account::register(crate::support::shared().http).await);
    let mut guilds = vec![];
    for _ in 0..3 {
        let world = cast::guild().await;
        world.admit(&member).await;
        guilds.push(world.guild.clone());
    }
    let listed = member.get("/users/@me/guilds").await.ok();
    assert_eq!(ids(&listed), guilds);
    assert!(!ids(&listed).contains(&first.guild));
    assert!(listed[0]["permissions"].as_str().unwrap().parse::<u64>().unwrap() > 0 && listed[0]["owner"] == false);
    assert_eq!(ids(&member.get("/users/@me/guilds?limit=2").await.ok()), guilds[..2]);
    assert_eq!(ids(&member.get(&format!("/users/@me/guilds?after={}", guilds[0])).await.ok()), guilds[1..]);
    assert_eq!(ids(&member.get(&format!("/users/@me/guilds?before={}", guilds[2])).await.ok()), guilds[..2]);
    let counted = member.get("/users/@me/guilds?with_counts=true").await.ok();
    assert_eq!(counted[0]["approximate_member_count"], 2);
    for guild in &guilds {
        member.delete(&format!("/users/@me/guilds/{guild}")).await.done();
    }
    assert_eq!(member.get("/users/@me/guilds").await.ok(), json!([]));
}

#[tokio::test]
async fn counts_come_when_they_are_asked_for() {
    let (world, member) = cast::guild_and_member().await;
    let path = format!("/guilds/{}", world.guild);
    assert!(member.get(&path).await.ok().get("approximate_member_count").is_none());
    assert_eq!(member.get(&format!("{path}?with_counts=true")).await.ok()["approximate_member_count"], 2);
}

#[tokio::test]
async fn guild_is_given_away_by_its_owner_to_a_member() {
    let (world, member) = cast::guild_and_member().await;
    let path = format!("/guilds/{}", world.guild);
    member.patch(&path, json!({"owner_id": member.id})).await.refused(403, 50_013);
    world.owner.patch(&path, json!({"owner_id": cast::stranger().await.id})).await.refused(404, 10_007);
    assert_eq!(world.owner.patch(&path, json!({"owner_id": member.id})).await.ok()["owner_id"], *member.id);
    world.owner.delete(&path).await.refused(403, 50_013);
    member.delete(&path).await.done();
}
