//! Roles.

use super::cast;
use crate::support::world::{ADMINISTRATOR, BAN_MEMBERS, KICK_MEMBERS, MANAGE_ROLES};
use crate::support::{Account, World, id, ids};
use hyper::Method;
use serde_json::json;

fn path(world: &World, role: &str) -> String {
    format!("/guilds/{}/roles/{role}", world.guild)
}

fn list(world: &World) -> String {
    format!("/guilds/{}/roles", world.guild)
}

/// A member whose role may manage roles, and that role.
async fn role_keeper() -> (World, Account, String) {
    let (world, member) = cast::guild_and_member().await;
    let role = world.role(json!({"name": "keeper", "permissions": (MANAGE_ROLES | KICK_MEMBERS).to_string()})).await;
    world.give_role(&member, &role).await;
    (world, member, role)
}

#[tokio::test]
async fn role_is_created_read_changed_and_deleted() {
    let world = cast::guild().await;
    let order = json!({"name": "Crew", "permissions": "2048", "color": 0xff_8800, "hoist": true, "mentionable": true});
    let role = world.owner.post(&list(&world), order.clone()).await.ok();
    for (key, value) in order.as_object().unwrap() {
        assert_eq!(&role[key], value, "{key}");
    }
    let at = path(&world, &id(&role));
    assert_eq!(world.owner.get(&at).await.ok(), role);
    let changed = world.owner.patch(&at, json!({"name": "Team", "hoist": false})).await.ok();
    assert_eq!((changed["name"].as_str(), &changed["hoist"], &changed["color"]), (Some("Team"), &json!(false), &role["color"]));
    assert!(ids(&world.owner.get(&list(&world)).await.ok()).contains(&id(&role)));
    world.owner.delete(&at).await.done();
    world.owner.get(&at).await.refused(404, 10_011);
    world.owner.delete(&at).await.refused(404, 10_011);
    world.owner.patch(&at, json!({"name": "x"})).await.refused(404, 10_011);
}

#[tokio::test]
async fn role_without_an_order_is_called_new_role() {
    let world = cast::guild().await;
    let role = world.owner.bare(Method::POST, &list(&world)).await.ok();
    assert_eq!((role["name"].as_str(), &role["color"], &role["position"]), (Some("new role"), &json!(0), &json!(1)));
}

#[tokio::test]
async fn role_order_with_faults_names_each_field() {
    let world = cast::guild().await;
    for (field, value) in [
        ("name", json!("x".repeat(101))),
        ("name", json!(1)),
        ("permissions", json!("x")),
        ("permissions", json!(-5)),
        ("permissions", json!(1.5)),
        ("color", json!(0x100_0000)),
        ("color", json!("red")),
        ("hoist", json!("yes")),
        ("mentionable", json!(3)),
    ] {
        world.owner.post(&list(&world), json!({field: value})).await.bad_field(field);
    }
}

#[tokio::test]
async fn roles_are_put_in_order() {
    let world = cast::guild().await;
    let mut roles = vec![];
    for name in ["a", "b", "c"] {
        roles.push(world.role(json!({"name": name})).await);
    }
    let moved = world.owner.patch(&list(&world), json!([{"id": roles[0], "position": 3}, {"id": roles[1], "position": 1}])).await.ok();
    let position = |role: &str| moved.as_array().unwrap().iter().find(|one| one["id"] == *role).unwrap()["position"].as_u64().unwrap();
    assert_eq!((position(&roles[1]), position(&roles[2]), position(&roles[0])), (1, 2, 3));
    assert_eq!(position(&world.guild), 0);
    world.owner.patch(&list(&world), json!([{"id": cast::NOTHING, "position": 1}])).await.refused(404, 10_011);
}

#[tokio::test]
async fn role_is_given_and_taken() {
    let (world, member) = cast::guild_and_member().await;
    let role = world.role(json!({"name": "badge"})).await;
    let at = format!("/guilds/{}/members/{}", world.guild, member.id);
    world.give_role(&member, &role).await;
    world.give_role(&member, &role).await;
    assert_eq!(world.owner.get(&at).await.ok()["roles"], json!([role]));
    world.take_role(&member, &role).await;
    world.take_role(&member, &role).await;
    assert_eq!(world.owner.get(&at).await.ok()["roles"], json!([]));
    world.owner.bare(Method::PUT, &format!("{at}/roles/{}", cast::NOTHING)).await.refused(404, 10_011);
    let nobody = format!("/guilds/{}/members/{}/roles/{role}", world.guild, cast::NOTHING);
    world.owner.bare(Method::PUT, &nobody).await.refused(404, 10_007);
}

#[tokio::test]
async fn deleted_role_is_taken_from_its_members_and_channels() {
    let (world, member) = cast::guild_and_member().await;
    let role = world.role(json!({"name": "short-lived"})).await;
    world.give_role(&member, &role).await;
    world.overwrite(&world.general, (&role, 0), 0, 2_048).await;
    member.try_say(&world.general, "denied").await.refused(403, 50_013);
    world.owner.delete(&path(&world, &role)).await.done();
    member.say(&world.general, "allowed").await;
    assert_eq!(world.owner.get(&format!("/channels/{}", world.general)).await.ok()["permission_overwrites"], json!([]));
    assert_eq!(world.owner.get(&format!("/guilds/{}/members/{}", world.guild, member.id)).await.ok()["roles"], json!([]));
}

#[tokio::test]
async fn everyone_stays_and_only_its_permissions_change() {
    let world = cast::guild().await;
    let everyone = path(&world, &world.guild);
    assert_eq!(world.owner.delete(&everyone).await.status, 403);
    let changed = world.owner.patch(&everyone, json!({"name": "all", "permissions": "1024"})).await.ok();
    assert_eq!((changed["name"].as_str(), changed["permissions"].as_str()), (Some("@everyone"), Some("1024")));
}

#[tokio::test]
async fn roles_are_managed_by_permission_only() {
    let (world, member) = cast::guild_and_member().await;
    let role = world.role(json!({"name": "wanted"})).await;
    member.post(&list(&world), json!({"name": "mine"})).await.refused(403, 50_013);
    member.patch(&path(&world, &role), json!({"name": "mine"})).await.refused(403, 50_013);
    member.delete(&path(&world, &role)).await.refused(403, 50_013);
    member.patch(&list(&world), json!([{"id": role, "position": 1}])).await.refused(403, 50_013);
    let own = format!("/guilds/{}/members/{}/roles/{role}", world.guild, member.id);
    member.bare(Method::PUT, &own).await.refused(403, 50_013);
    member.delete(&own).await.refused(403, 50_013);
    member.get(&list(&world)).await.ok();
    cast::stranger().await.get(&list(&world)).await.refused(403, 50_001);
}

#[tokio::test]
async fn nobody_touches_a_role_at_or_above_the_own_highest() {
    let (world, member, own) = role_keeper().await;
    let low = world.role(json!({"name": "low"})).await;
    let high = world.role(json!({"name": "high"})).await;
    world
        .owner
        .patch(&list(&world), json!([{"id": low, "position": 1}, {"id": own, "position": 2}, {"id": high, "position": 3}]))
        .await
        .ok();
    for role in [&own, &high] {
        member.patch(&path(&world, role), json!({"name": "mine"})).await.refused(403, 50_013);
        member.delete(&path(&world, role)).await.refused(403, 50_013);
        member.patch(&list(&world), json!([{"id": role, "position": 1}])).await.refused(403, 50_013);
        member.bare(Method::PUT, &format!("/guilds/{}/members/{}/roles/{role}", world.guild, world.owner.id)).await.refused(403, 50_013);
    }
    member.patch(&list(&world), json!([{"id": low, "position": 3}])).await.refused(403, 50_013);
    member.patch(&path(&world, &low), json!({"name": "renamed"})).await.ok();
    member.bare(Method::PUT, &format!("/guilds/{}/members/{}/roles/{low}", world.guild, member.id)).await.done();
}

#[tokio::test]
async fn nobody_gives_a_permission_that_they_lack() {
    let (world, member, own) = role_keeper().await;
    let low = world.role(json!({"name": "low", "permissions": "0"})).await;
    world.owner.patch(&list(&world), json!([{"id": low, "position": 1}, {"id": own, "position": 2}])).await.ok();
    for lacked in [ADMINISTRATOR, BAN_MEMBERS] {
        member.post(&list(&world), json!({"permissions": lacked.to_string()})).await.refused(403, 50_013);
        member.patch(&path(&world, &low), json!({"permissions": lacked.to_string()})).await.refused(403, 50_013);
    }
    member.patch(&path(&world, &low), json!({"permissions": KICK_MEMBERS.to_string()})).await.ok();
}

#[tokio::test]
async fn role_of_a_bot_is_neither_given_nor_deleted() {
    let (world, member) = cast::guild_and_member().await;
    let bot = world.bot(KICK_MEMBERS).await;
    let roles = bot.get(&format!("/guilds/{}/members/{}", world.guild, bot.id)).await.ok()["roles"].clone();
    let role = roles[0].as_str().unwrap();
    world.owner.bare(Method::PUT, &format!("/guilds/{}/members/{}/roles/{role}", world.guild, member.id)).await.refused(403, 50_013);
    assert!(matches!(world.owner.delete(&path(&world, role)).await.status, 400 | 403));
}
