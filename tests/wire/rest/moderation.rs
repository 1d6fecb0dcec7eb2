//! Leaving, kicks and bans.

use super::cast;
use crate::support::world::{BAN_MEMBERS, KICK_MEMBERS};
use crate::support::{World, id};
use hyper::Method;
use serde_json::json;

fn member_path(world: &World, user: &str) -> String {
    format!("/guilds/{}/members/{user}", world.guild)
}

fn ban_path(world: &World, user: &str) -> String {
    format!("/guilds/{}/bans/{user}", world.guild)
}

#[tokio::test]
async fn member_leaves_and_the_owner_cannot() {
    let (world, member) = cast::guild_and_member().await;
    member.delete(&format!("/users/@me/guilds/{}", world.guild)).await.done();
    member.get(&format!("/guilds/{}", world.guild)).await.refused(403, 50_001);
    member.try_say(&world.general, "still here?").await.refused(403, 50_001);
    world.owner.get(&member_path(&world, &member.id)).await.refused(404, 10_007);
    world.owner.delete(&format!("/users/@me/guilds/{}", world.guild)).await.refused(403, 50_013);
    member.delete(&format!("/users/@me/guilds/{}", world.guild)).await.refused(403, 50_001);
}

#[tokio::test]
async fn kicked_member_is_out_and_may_come_back() {
    let (world, member) = cast::guild_and_member().await;
    world.owner.delete(&member_path(&world, &member.id)).await.done();
    member.get(&format!("/guilds/{}", world.guild)).await.refused(403, 50_001);
    world.owner.delete(&member_path(&world, &member.id)).await.refused(404, 10_007);
    world.admit(&member).await;
    member.say(&world.general, "back").await;
}

#[tokio::test]
async fn kick_and_ban_need_their_permissions() {
    let (world, one, two) = cast::guild_and_two().await;
    one.delete(&member_path(&world, &two.id)).await.refused(403, 50_013);
    one.put(&ban_path(&world, &two.id), json!({})).await.refused(403, 50_013);
    one.get(&format!("/guilds/{}/bans", world.guild)).await.refused(403, 50_013);
    one.get(&ban_path(&world, &two.id)).await.refused(403, 50_013);
    one.delete(&ban_path(&world, &two.id)).await.refused(403, 50_013);
    let role = world.role(json!({"name": "bouncer", "permissions": (KICK_MEMBERS | BAN_MEMBERS).to_string()})).await;
    world.give_role(&one, &role).await;
    one.delete(&member_path(&world, &two.id)).await.done();
    one.put(&ban_path(&world, &two.id), json!({})).await.done();
    one.delete(&member_path(&world, &world.owner.id)).await.refused(403, 50_013);
    one.put(&ban_path(&world, &world.owner.id), json!({})).await.refused(403, 50_013);
}

#[tokio::test]
async fn ban_is_listed_with_its_reason_until_it_is_lifted() {
    let (world, member) = cast::guild_and_member().await;
    world.owner.put(&ban_path(&world, &member.id), json!({"reason": "spam", "delete_message_seconds": 0})).await.done();
    member.get(&format!("/guilds/{}", world.guild)).await.refused(403, 50_001);
    let bans = world.owner.get(&format!("/guilds/{}/bans", world.guild)).await.ok();
    assert_eq!((bans[0]["user"]["id"].as_str(), bans[0]["reason"].as_str()), (Some(&*member.id), Some("spam")));
    assert_eq!(world.owner.get(&ban_path(&world, &member.id)).await.ok(), bans[0]);
    world.owner.delete(&ban_path(&world, &member.id)).await.done();
    assert_eq!(world.owner.get(&format!("/guilds/{}/bans", world.guild)).await.ok(), json!([]));
    world.owner.get(&ban_path(&world, &member.id)).await.refused(404, 10_026);
    world.owner.delete(&ban_path(&world, &member.id)).await.refused(404, 10_026);
    world.admit(&member).await;
}

#[tokio::test]
async fn stranger_is_banned_before_coming_and_nobody_unknown_is() {
    let world = cast::guild().await;
    let stranger = cast::stranger().await;
    world.owner.bare(Method::PUT, &ban_path(&world, &stranger.id)).await.done();
    world.owner.bare(Method::PUT, &ban_path(&world, &stranger.id)).await.done();
    let code = world.invite().await;
    stranger.post(&format!("/invites/{code}"), json!({})).await.refused(403, 40_007);
    world.owner.bare(Method::PUT, &ban_path(&world, cast::NOTHING)).await.refused(404, 10_013);
    world.owner.put(&ban_path(&world, &stranger.id), json!({"reason": "x".repeat(513)})).await.bad_field("reason");
}

#[tokio::test]
async fn bans_are_paged_by_user_id() {
    let world = cast::guild().await;
    let mut banned = vec![];
    for index in 1..4 {
        let person = cast::person(index).await;
        world.owner.bare(Method::PUT, &ban_path(&world, &person.id)).await.done();
        banned.push(person.id.parse::<u64>().unwrap());
    }
    banned.sort_unstable();
    let page = |query: String| {
        let world = &world;
        async move {
            let page = world.owner.get(&format!("/guilds/{}/bans?{query}", world.guild)).await.ok();
            page.as_array().unwrap().iter().map(|ban| id(&ban["user"]).parse().unwrap()).collect::<Vec<u64>>()
        }
    };
    assert_eq!(page("limit=2".to_owned()).await, banned[..2]);
    assert_eq!(page(format!("after={}", banned[1])).await, banned[2..]);
    assert!(page(format!("after={}", banned[2])).await.is_empty());
    assert_eq!(page(format!("before={}&limit=1", banned[2])).await, banned[1..2], "the nearest below");
    assert_eq!(page(format!("before={}&after={}", banned[2], banned[1])).await, banned[..2], "of both, before counts");
    world.owner.get(&format!("/guilds/{}/bans?before=x", world.guild)).await.bad_field("before");
}

#[tokio::test]
async fn kicked_bot_takes_its_role_along() {
    let world = cast::guild().await;
    let bot = world.bot(KICK_MEMBERS).await;
    world.owner.delete(&member_path(&world, &bot.id)).await.done();
    assert_eq!(world.owner.get(&format!("/guilds/{}/roles", world.guild)).await.ok().as_array().unwrap().len(), 1);
    bot.try_say(&world.general, "gone").await.refused(403, 50_001);
}
