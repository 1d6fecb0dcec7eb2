//! Invites, and joining by one.

use super::cast;
use crate::support::{Account, World, text};
use serde_json::{Value, json};

async fn order(world: &World, order: Value) -> Value {
    world.owner.post(&format!("/channels/{}/invites", world.general), order).await.ok()
}

async fn join(who: &Account, code: &str) -> crate::support::Answer {
    who.post(&format!("/invites/{code}"), json!({})).await
}

async fn leave(who: &Account, world: &World) {
    who.delete(&format!("/users/@me/guilds/{}", world.guild)).await.done();
}

#[tokio::test]
async fn invite_makes_a_member_and_may_be_looked_at_by_anybody() {
    let world = cast::guild().await;
    let person = cast::person(1).await;
    let invite = order(&world, json!({})).await;
    assert_eq!((&invite["channel"]["id"], &invite["guild"]["id"]), (&json!(world.general), &json!(world.guild)));
    assert_eq!((&invite["max_age"], &invite["max_uses"], &invite["inviter"]["id"]), (&json!(86_400), &json!(0), &json!(world.owner.id)));
    let code = text(&invite, "code");
    assert_eq!(world.nobody().get(&format!("/invites/{code}")).await.ok()["guild"]["name"], "The house");
    assert_eq!(join(&person, &code).await.ok()["guild"]["id"], *world.guild);
    assert_eq!(person.get(&format!("/guilds/{}/members/{}", world.guild, person.id)).await.ok()["user"]["id"], *person.id);
    person.say(&world.general, "hello").await;
    join(&person, &code).await.ok();
    leave(&person, &world).await;
}

#[tokio::test]
async fn invite_for_one_use_serves_one() {
    let world = cast::guild().await;
    let code = text(&order(&world, json!({"max_uses": 1, "unique": true})).await, "code");
    let (one, two) = (cast::person(1).await, cast::person(2).await);
    let answers = futures_util::join!(join(&one, &code), join(&two, &code));
    let mut statuses = [answers.0.status, answers.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404], "{} {}", answers.0, answers.1);
    join(&cast::stranger().await, &code).await.refused(404, 10_006);
    world.nobody().get(&format!("/invites/{code}")).await.refused(404, 10_006);
}

#[tokio::test]
async fn expired_invite_is_unknown() {
    let world = cast::guild().await;
    let code = text(&order(&world, json!({"max_age": 1, "unique": true})).await, "code");
    let end = std::time::Instant::now() + crate::support::DEADLINE;
    // Asks until it has expired; the server's clock says when.
    while world.nobody().get(&format!("/invites/{code}")).await.status == 200 {
        assert!(std::time::Instant::now() < end, "it lives on");
    }
    world.nobody().get(&format!("/invites/{code}")).await.refused(404, 10_006);
    join(&cast::stranger().await, &code).await.refused(404, 10_006);
}

#[tokio::test]
async fn deleted_and_unknown_invites_are_10006() {
    let (world, member) = cast::guild_and_member().await;
    let code = text(&order(&world, json!({"unique": true})).await, "code");
    member.delete(&format!("/invites/{code}")).await.refused(403, 50_013);
    assert_eq!(world.owner.delete(&format!("/invites/{code}")).await.ok()["code"], *code);
    world.owner.delete(&format!("/invites/{code}")).await.refused(404, 10_006);
    join(&cast::stranger().await, &code).await.refused(404, 10_006);
    for code in ["nosuchcode", "%20", "a%2Fb", "%F0%9F%98%80", &"x".repeat(300)] {
        join(&cast::stranger().await, code).await.refused(404, 10_006);
        world.nobody().get(&format!("/invites/{code}")).await.refused(404, 10_006);
    }
}

#[tokio::test]
async fn banned_person_does_not_come_back_by_an_invite() {
    let (world, member) = cast::guild_and_member().await;
    world.owner.put(&format!("/guilds/{}/bans/{}", world.guild, member.id), json!({})).await.done();
    let code = world.invite().await;
    join(&member, &code).await.refused(403, 40_007);
    member.get(&format!("/guilds/{}", world.guild)).await.refused(403, 50_001);
}

#[tokio::test]
async fn invites_are_listed_with_their_uses() {
    let (world, member) = (cast::guild().await, cast::person(1).await);
    let code = text(&order(&world, json!({"max_age": 0, "max_uses": 5})).await, "code");
    join(&member, &code).await.ok();
    for path in [format!("/channels/{}/invites", world.general), format!("/guilds/{}/invites", world.guild)] {
        let listed = world.owner.get(&path).await.ok();
        assert_eq!((listed[0]["code"].as_str(), &listed[0]["uses"], &listed[0]["max_uses"]), (Some(&*code), &json!(1), &json!(5)));
        member.get(&path).await.refused(403, 50_013);
    }
}

#[tokio::test]
async fn invite_order_out_of_bounds_is_refused() {
    let world = cast::guild().await;
    let path = format!("/channels/{}/invites", world.general);
    for (field, value) in
        [("max_age", json!(604_801)), ("max_uses", json!(101)), ("max_age", json!(-1)), ("max_uses", json!("x")), ("unique", json!("x"))]
    {
        world.owner.post(&path, json!({field: value})).await.bad_field(field);
    }
    world.owner.post(&format!("/channels/{}/invites", cast::NOTHING), json!({})).await.refused(404, 10_003);
    cast::stranger().await.post(&path, json!({})).await.refused(403, 50_001);
}

#[tokio::test]
async fn equal_invite_is_given_again_and_a_unique_one_is_new() {
    let world = cast::guild().await;
    let first = text(&order(&world, json!({"max_uses": 9})).await, "code");
    assert_eq!(text(&order(&world, json!({"max_uses": 9})).await, "code"), first);
    assert_ne!(text(&order(&world, json!({"max_uses": 9, "unique": true})).await, "code"), first);
}
