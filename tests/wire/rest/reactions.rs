//! Reactions.

use super::cast;
use crate::support::{Account, Answer, World, encode, id, ids};
use hyper::Method;
use serde_json::{Value, json};

const CHECK: &str = "✅";
const HOUSE: &str = "\u{1f3e0}";

fn at(world: &World, message: &Value, emoji: &str) -> String {
    format!("/channels/{}/messages/{}/reactions/{}", world.general, id(message), encode(emoji))
}

async fn react(world: &World, who: &Account, message: &Value, emoji: &str) -> Answer {
    who.bare(Method::PUT, &format!("{}/@me", at(world, message, emoji))).await
}

/// `(emoji, count, me)` of a message as one sees it.
async fn shown(world: &World, who: &Account, message: &Value) -> Vec<(String, u64, bool)> {
    let message = who.get(&format!("/channels/{}/messages/{}", world.general, id(message))).await.ok();
    let reactions = message["reactions"].as_array().cloned().unwrap_or_default();
    let one = |reaction: &Value| {
        let emoji = crate::support::text(&reaction["emoji"], "name");
        (emoji, reaction["count"].as_u64().unwrap(), reaction["me"] == true)
    };
    reactions.iter().map(one).collect()
}

#[tokio::test]
async fn reactions_are_counted_and_say_who_sees_the_own() {
    let (world, member) = cast::guild_and_member().await;
    let message = world.owner.say(&world.general, "vote").await;
    react(&world, &world.owner, &message, CHECK).await.done();
    react(&world, &member, &message, CHECK).await.done();
    react(&world, &member, &message, CHECK).await.done();
    react(&world, &member, &message, HOUSE).await.done();
    assert_eq!(shown(&world, &world.owner, &message).await, [(CHECK.to_owned(), 2, true), (HOUSE.to_owned(), 1, false)]);
    assert_eq!(shown(&world, &member, &message).await, [(CHECK.to_owned(), 2, true), (HOUSE.to_owned(), 1, true)]);
}

#[tokio::test]
async fn own_reaction_is_removed_by_its_owner_and_others_by_moderators() {
    let (world, member) = cast::guild_and_member().await;
    let message = world.owner.say(&world.general, "vote").await;
    for who in [&world.owner, &member] {
        react(&world, who, &message, CHECK).await.done();
    }
    member.delete(&format!("{}/{}", at(&world, &message, CHECK), world.owner.id)).await.refused(403, 50_013);
    member.delete(&format!("{}/@me", at(&world, &message, CHECK))).await.done();
    assert_eq!(shown(&world, &member, &message).await, [(CHECK.to_owned(), 1, false)]);
    react(&world, &member, &message, CHECK).await.done();
    world.owner.delete(&format!("{}/{}", at(&world, &message, CHECK), member.id)).await.done();
    world.owner.delete(&format!("{}/@me", at(&world, &message, CHECK))).await.done();
    assert!(shown(&world, &member, &message).await.is_empty());
}

#[tokio::test]
async fn who_reacted_is_listed_by_user_id_with_after() {
    let (world, one, two) = cast::guild_and_two().await;
    let message = world.owner.say(&world.general, "vote").await;
    let mut all: Vec<u64> = vec![];
    for who in [&two, &world.owner, &one] {
        react(&world, who, &message, CHECK).await.done();
        all.push(who.id.parse().unwrap());
    }
    all.sort_unstable();
    let all: Vec<String> = all.iter().map(u64::to_string).collect();
    let path = at(&world, &message, CHECK);
    let page = |query: String| {
        let (one, path) = (&one, &path);
        async move { ids(&one.get(&format!("{path}{query}")).await.ok()) }
    };
    assert_eq!(page(String::new()).await, all);
    assert_eq!(page("?limit=2".to_owned()).await, all[..2]);
    assert_eq!(page(format!("?limit=2&after={}", all[1])).await, all[2..]);
    assert!(page(format!("?after={}", all[2])).await.is_empty());
    assert_eq!(one.get(&at(&world, &message, HOUSE)).await.ok(), json!([]));
    one.get(&format!("{path}?limit=101")).await.bad_field("limit");
}

#[tokio::test]
async fn reactions_are_cleared_by_emoji_and_all_together() {
    let (world, member) = cast::guild_and_member().await;
    let message = world.owner.say(&world.general, "vote").await;
    for emoji in [CHECK, HOUSE] {
        react(&world, &member, &message, emoji).await.done();
    }
    member.delete(&at(&world, &message, CHECK)).await.refused(403, 50_013);
    world.owner.delete(&at(&world, &message, CHECK)).await.done();
    assert_eq!(shown(&world, &member, &message).await.len(), 1);
    let all = format!("/channels/{}/messages/{}/reactions", world.general, id(&message));
    member.delete(&all).await.refused(403, 50_013);
    world.owner.delete(&all).await.done();
    assert!(shown(&world, &member, &message).await.is_empty());
}

#[tokio::test]
async fn what_is_no_emoji_is_10014() {
    let world = cast::guild().await;
    let message = world.owner.say(&world.general, "vote").await;
    for emoji in ["abc", "x", "custom:1000000000000000001", ":check:", " ", "<script>", &"✅".repeat(50), "\u{0}"] {
        react(&world, &world.owner, &message, emoji).await.refused(400, 10_014);
    }
    for emoji in ["👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "©", "❤️"] {
        react(&world, &world.owner, &message, emoji).await.done();
    }
}

#[tokio::test]
async fn reaction_to_nothing_is_10008_and_the_twenty_first_is_30010() {
    let world = cast::guild().await;
    let unknown = json!({"id": cast::NOTHING});
    react(&world, &world.owner, &unknown, CHECK).await.refused(404, 10_008);
    world.owner.get(&at(&world, &unknown, CHECK)).await.refused(404, 10_008);
    let message = world.owner.say(&world.general, "many").await;
    for index in 0..20 {
        react(&world, &world.owner, &message, &char::from_u32(0x1_f600 + index).unwrap().to_string()).await.done();
    }
    react(&world, &world.owner, &message, CHECK).await.refused(400, 30_010);
}
