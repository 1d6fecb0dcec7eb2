//! Channels, categories and their overwrites.

use super::cast;
use crate::support::world::{SEND_MESSAGES, VIEW_CHANNEL};
use crate::support::{World, id, ids};
use serde_json::{Value, json};

async fn create(world: &World, order: Value) -> crate::support::Answer {
    world.owner.post(&format!("/guilds/{}/channels", world.guild), order).await
}

#[tokio::test]
async fn created_channel_is_as_it_was_ordered_and_is_listed() {
    let world = cast::guild().await;
    let category = create(&world, json!({"name": "Projects", "type": 4})).await.created();
    let order = json!({"name": "plans", "type": 0, "topic": "What next", "parent_id": id(&category), "position": 3, "nsfw": true, "rate_limit_per_user": 10});
    let channel = create(&world, order.clone()).await.created();
    for (key, value) in order.as_object().unwrap() {
        assert_eq!(&channel[key], value, "{key}");
    }
    assert_eq!(channel["guild_id"], *world.guild);
    assert_eq!(world.owner.get(&format!("/channels/{}", id(&channel))).await.ok(), channel);
    let listed = ids(&world.owner.get(&format!("/guilds/{}/channels", world.guild)).await.ok());
    assert!(listed.contains(&id(&channel)) && listed.contains(&id(&category)));
}

#[tokio::test]
async fn type_and_other_fields_may_be_left_out() {
    let world = cast::guild().await;
    let channel = create(&world, json!({"name": "just-a-name"})).await.created();
    assert_eq!((&channel["type"], &channel["topic"], &channel["parent_id"]), (&json!(0), &json!(null), &json!(null)));
}

#[tokio::test]
async fn channel_order_with_faults_names_each_field() {
    let world = cast::guild().await;
    create(&world, json!({"type": 0})).await.bad_field("name");
    for (field, value) in [
        ("name", json!("")),
        ("name", json!("x".repeat(101))),
        ("topic", json!("x".repeat(1_025))),
        ("type", json!(77)),
        ("type", json!("voice")),
        ("parent_id", json!("abc")),
        ("parent_id", json!(cast::NOTHING)),
        ("parent_id", json!(world.general)),
        ("rate_limit_per_user", json!(21_601)),
        ("rate_limit_per_user", json!(-1)),
        ("position", json!(-1)),
        ("permission_overwrites", json!("all")),
    ] {
        let mut order = json!({"name": "fine", "type": 0});
        order[field] = value;
        create(&world, order).await.bad_field(field);
    }
}

#[tokio::test]
async fn changed_channel_keeps_what_was_not_named() {
    let world = cast::guild().await;
    let channel = create(&world, json!({"name": "before", "topic": "A topic", "type": 0})).await.created();
    let path = format!("/channels/{}", id(&channel));
    let changed = world.owner.patch(&path, json!({"name": "after"})).await.ok();
    assert_eq!((changed["name"].as_str(), changed["topic"].as_str()), (Some("after"), Some("A topic")));
    let changed = world.owner.patch(&path, json!({"topic": null, "rate_limit_per_user": 5, "parent_id": world.category})).await.ok();
    assert_eq!(
        (&changed["topic"], &changed["rate_limit_per_user"], &changed["parent_id"]),
        (&json!(null), &json!(5), &json!(world.category))
    );
    assert_eq!(world.owner.get(&path).await.ok(), changed);
    world.owner.patch(&path, json!({"name": ""})).await.bad_field("name");
    world.owner.patch(&format!("/channels/{}", cast::NOTHING), json!({"name": "x"})).await.refused(404, 10_003);
}

#[tokio::test]
async fn deleted_channel_is_answered_once_more_and_unknown_afterwards() {
    let world = cast::guild().await;
    let channel = create(&world, json!({"name": "gone", "type": 0})).await.created();
    let path = format!("/channels/{}", id(&channel));
    assert_eq!(world.owner.delete(&path).await.ok()["id"], channel["id"]);
    world.owner.get(&path).await.refused(404, 10_003);
    world.owner.delete(&path).await.refused(404, 10_003);
    world.owner.try_say(&id(&channel), "anybody?").await.refused(404, 10_003);
    world.owner.get(&format!("{path}/messages")).await.refused(404, 10_003);
    assert!(!ids(&world.owner.get(&format!("/guilds/{}/channels", world.guild)).await.ok()).contains(&id(&channel)));
}

#[tokio::test]
async fn deleted_category_leaves_its_channels_behind() {
    let world = cast::guild().await;
    world.owner.delete(&format!("/channels/{}", world.category)).await.ok();
    assert_eq!(world.owner.get(&format!("/channels/{}", world.general)).await.ok()["parent_id"], json!(null));
}

#[tokio::test]
async fn several_channels_are_moved_at_once_or_not_at_all() {
    let world = cast::guild().await;
    let path = format!("/guilds/{}/channels", world.guild);
    let one = id(&world.channel(json!({"name": "one"})).await);
    let two = id(&world.channel(json!({"name": "two"})).await);
    let moves = json!([{"id": one, "position": 7, "parent_id": world.category}, {"id": two, "position": 3}]);
    world.owner.patch(&path, moves).await.done();
    let at = |id: &str| format!("/channels/{id}");
    let after = world.owner.get(&at(&one)).await.ok();
    assert_eq!((&after["position"], &after["parent_id"]), (&json!(7), &json!(world.category)));
    assert_eq!(world.owner.get(&at(&two)).await.ok()["position"], 3);
    let answer = world.owner.patch(&path, json!([{"id": one, "position": 1}, {"id": cast::NOTHING, "position": 2}])).await;
    assert!(matches!(answer.status, 400 | 404), "{answer}");
    assert_eq!(world.owner.get(&at(&one)).await.ok()["position"], 7);
    world.owner.patch(&path, json!({"id": one})).await.refused(400, 50_109);
}

#[tokio::test]
async fn overwrite_is_set_replaced_and_removed() {
    let (world, member) = cast::guild_and_member().await;
    let path = format!("/channels/{}", world.general);
    world.overwrite(&world.general, (&member.id, 1), 0, SEND_MESSAGES).await;
    member.try_say(&world.general, "muted").await.refused(403, 50_013);
    let shown = world.owner.get(&path).await.ok()["permission_overwrites"].clone();
    assert_eq!(shown, json!([{"id": member.id, "type": 1, "allow": "0", "deny": SEND_MESSAGES.to_string()}]));
    world.overwrite(&world.general, (&member.id, 1), SEND_MESSAGES, 0).await;
    member.say(&world.general, "not any more").await;
    assert_eq!(world.owner.get(&path).await.ok()["permission_overwrites"].as_array().unwrap().len(), 1);
    world.owner.delete(&format!("{path}/permissions/{}", member.id)).await.done();
    assert_eq!(world.owner.get(&path).await.ok()["permission_overwrites"], json!([]));
    world.owner.delete(&format!("{path}/permissions/{}", member.id)).await.refused(404, 10_009);
}

#[tokio::test]
async fn overwrite_takes_numbers_and_texts_and_refuses_the_rest() {
    let world = cast::guild().await;
    let path = format!("/channels/{}/permissions/{}", world.general, world.guild);
    world.owner.put(&path, json!({"type": 0, "allow": 0, "deny": SEND_MESSAGES})).await.done();
    world.owner.put(&path, json!({"type": "0", "allow": null, "deny": SEND_MESSAGES.to_string()})).await.done();
    world.owner.put(&path, json!({"type": 2, "allow": "0", "deny": "0"})).await.bad_field("type");
    world.owner.put(&path, json!({"type": 0, "allow": "many"})).await.bad_field("allow");
    world.owner.put(&path, json!({"type": 0, "deny": -1})).await.bad_field("deny");
    let unknown = format!("/channels/{}/permissions/{}", world.general, cast::NOTHING);
    world.owner.put(&unknown, json!({"type": 0, "allow": "0", "deny": "0"})).await.refused(404, 10_009);
    let category = format!("/channels/{}/permissions/{}", world.category, world.guild);
    world.owner.put(&category, json!({"type": 0, "allow": "0", "deny": "0"})).await.done();
}

#[tokio::test]
async fn hidden_channel_is_neither_listed_nor_read_nor_written() {
    let (world, member) = cast::guild_and_member().await;
    let hidden = world.hidden_channel().await;
    let message = id(&world.owner.say(&hidden, "secret").await);
    assert!(!ids(&member.get(&format!("/guilds/{}/channels", world.guild)).await.ok()).contains(&hidden));
    let at = format!("/channels/{hidden}");
    member.get(&at).await.refused(403, 50_001);
    member.get(&format!("{at}/messages")).await.refused(403, 50_001);
    member.get(&format!("{at}/messages/{message}")).await.refused(403, 50_001);
    member.try_say(&hidden, "hello?").await.refused(403, 50_001);
    member.bare(hyper::Method::POST, &format!("{at}/typing")).await.refused(403, 50_001);
    member.bare(hyper::Method::PUT, &format!("{at}/messages/{message}/reactions/%E2%9C%85/@me")).await.refused(403, 50_001);
    member.delete(&at).await.refused(403, 50_001);
    world.overwrite(&hidden, (&member.id, 1), VIEW_CHANNEL, 0).await;
    member.get(&format!("{at}/messages/{message}")).await.ok();
    assert!(ids(&member.get(&format!("/guilds/{}/channels", world.guild)).await.ok()).contains(&hidden));
}

#[tokio::test]
async fn category_takes_no_messages() {
    let world = cast::guild().await;
    let answer = world.owner.try_say(&world.category, "into the void").await;
    assert!(matches!(answer.status, 400 | 403), "{answer}");
    assert_eq!(answer.json()["code"], 50_024);
}
