//! Messages: sending, editing, deleting.

use super::cast;
use crate::support::world::MANAGE_MESSAGES;
use crate::support::{Account, Answer, World, id, ids};
use hyper::Method;
use serde_json::{Value, json};

async fn post(who: &Account, channel: &str, body: Value) -> Answer {
    who.post(&format!("/channels/{channel}/messages"), body).await
}

fn path(world: &World, message: &Value) -> String {
    format!("/channels/{}/messages/{}", world.general, id(message))
}

#[tokio::test]
async fn sent_message_is_answered_and_fetched_alike() {
    let (world, member) = cast::guild_and_member().await;
    let sent = member.say(&world.general, "Hello, house! \u{1f3e0}").await;
    assert_eq!((sent["content"].as_str(), sent["author"]["id"].as_str()), (Some("Hello, house! \u{1f3e0}"), Some(&*member.id)));
    assert_eq!((sent["channel_id"].as_str(), &sent["type"], &sent["edited_timestamp"]), (Some(&*world.general), &json!(0), &json!(null)));
    let fetched = world.owner.get(&path(&world, &sent)).await.ok();
    for key in ["id", "content", "author", "timestamp", "mentions", "embeds", "type", "flags"] {
        assert_eq!(fetched[key], sent[key], "{key}");
    }
    world.owner.get(&format!("/channels/{}/messages/{}", world.general, cast::NOTHING)).await.refused(404, 10_008);
}

#[tokio::test]
async fn message_ids_increase() {
    let world = cast::guild().await;
    let mut last = 0;
    for index in 0..10 {
        let new: u64 = id(&world.owner.say(&world.general, &index.to_string()).await).parse().unwrap();
        assert!(new > last && new.to_string().len() >= 17);
        last = new;
    }
}

#[tokio::test]
async fn nonce_is_echoed_with_its_own_type() {
    let world = cast::guild().await;
    for nonce in [json!("text"), json!(12_345), json!("12345"), json!(9_007_199_254_740_993_u64), json!("x".repeat(25))] {
        let sent = post(&world.owner, &world.general, json!({"content": "n", "nonce": nonce})).await.ok();
        assert_eq!(sent["nonce"], nonce);
    }
    for bad in [json!("x".repeat(26)), json!({}), json!(1.5), json!(true)] {
        post(&world.owner, &world.general, json!({"content": "n", "nonce": bad})).await.bad_field("nonce");
    }
}

#[tokio::test]
async fn enforced_nonce_sent_again_answers_with_the_first_message() {
    let (world, member) = cast::guild_and_member().await;
    let order = json!({"content": "once", "nonce": "the-same", "enforce_nonce": true});
    let first = post(&world.owner, &world.general, order.clone()).await.ok();
    let again = post(&world.owner, &world.general, order.clone()).await.ok();
    assert_eq!(again["id"], first["id"]);
    assert_eq!(again["nonce"], "the-same");
    assert_ne!(post(&member, &world.general, order.clone()).await.ok()["id"], first["id"], "a nonce belongs to its author");
    let unenforced = json!({"content": "once", "nonce": "the-same"});
    assert_ne!(post(&world.owner, &world.general, unenforced).await.ok()["id"], first["id"]);
    let history = world.owner.get(&format!("/channels/{}/messages", world.general)).await.ok();
    assert_eq!(history.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn enforced_nonce_sent_ten_times_at_once_is_one_message() {
    let world = cast::guild().await;
    let order = json!({"content": "once", "nonce": 77, "enforce_nonce": true});
    let answers = futures_util::future::join_all((0..10).map(|_| post(&world.owner, &world.general, order.clone()))).await;
    let first = id(&answers[0].ok());
    assert!(answers.iter().all(|answer| id(&answer.ok()) == first));
    assert_eq!(world.owner.get(&format!("/channels/{}/messages", world.general)).await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn content_has_at_most_2000_code_points() {
    let world = cast::guild().await;
    for unit in ["x", "é", "\u{1f3e0}"] {
        let longest = unit.repeat(2_000);
        assert_eq!(world.owner.say(&world.general, &longest).await["content"], *longest);
        world.owner.try_say(&world.general, &unit.repeat(2_001)).await.bad_field("content");
    }
}

#[tokio::test]
async fn empty_message_is_50006() {
    let world = cast::guild().await;
    for body in [json!({}), json!({"content": ""}), json!({"content": null}), json!({"content": " \n\t "}), json!({"embeds": []})] {
        post(&world.owner, &world.general, body).await.refused(400, 50_006);
    }
    post(&world.owner, &world.general, json!({"content": ["x"]})).await.bad_field("content");
    post(&world.owner, &world.general, json!({"content": true})).await.bad_field("content");
}

#[tokio::test]
async fn control_and_odd_characters_come_back_as_they_were() {
    let world = cast::guild().await;
    for text in ["quote \" slash \\ ", "zero\u{0}byte", "\u{202e}backwards", "line\nbreak\ttab", "</script>", "a\u{7f}b\u{2028}c"] {
        let text = text.trim();
        let sent = world.owner.say(&world.general, text).await;
        assert_eq!(sent["content"], *text);
        assert_eq!(world.owner.get(&path(&world, &sent)).await.ok()["content"], *text);
    }
}

fn embed() -> Value {
    json!({
        "title": "Title", "description": "Text", "url": "https://example.org/", "color": 255,
        "timestamp": "2026-11-22T07:00:00.000+01:00", "footer": {"text": "Foot"}, "author": {"name": "Author"},
        "fields": [{"name": "a", "value": "b", "inline": true}, {"name": "c", "value": "d"}],
        "image": {"url": "https://example.org/i.png"}, "unknown": "ignored",
    })
}

#[tokio::test]
async fn embeds_are_kept_and_returned() {
    let world = cast::guild().await;
    let sent = post(&world.owner, &world.general, json!({"embeds": [embed()]})).await.ok();
    let fetched = world.owner.get(&path(&world, &sent)).await.ok();
    assert_eq!(fetched["embeds"], sent["embeds"]);
    let kept = &sent["embeds"][0];
    for key in ["title", "description", "url", "color"] {
        assert_eq!(kept[key], embed()[key], "{key}");
    }
    assert_eq!(kept["timestamp"], "2026-11-22T06:00:00.000000+00:00");
    assert_eq!((&kept["footer"]["text"], &kept["author"]["name"]), (&json!("Foot"), &json!("Author")));
    assert_eq!(kept["fields"], json!([{"name": "a", "value": "b", "inline": true}, {"name": "c", "value": "d", "inline": false}]));
    let emptied = world.owner.patch(&path(&world, &sent), json!({"content": "text now", "embeds": []})).await.ok();
    assert_eq!((emptied["content"].as_str(), &emptied["embeds"]), (Some("text now"), &json!([])));
}

#[tokio::test]
async fn embeds_out_of_bounds_name_their_field() {
    let world = cast::guild().await;
    for (field, value) in [
        ("title", json!("x".repeat(257))),
        ("description", json!("x".repeat(4_097))),
        ("color", json!(-1)),
        ("color", json!("blue")),
        ("timestamp", json!("yesterday")),
        ("timestamp", json!("")),
        ("fields", json!("x")),
    ] {
        post(&world.owner, &world.general, json!({"embeds": [{"title": "t"}, {field: value}]}))
            .await
            .bad_field(&format!("embeds.1.{field}"));
    }
    post(&world.owner, &world.general, json!({"embeds": [{"fields": [{"name": "n"}]}]})).await.bad_field("embeds.0.fields.0.value");
    for (part, first) in [("footer", "text"), ("author", "name"), ("image", "url")] {
        post(&world.owner, &world.general, json!({"embeds": [{part: {}}]})).await.bad_field(&format!("embeds.0.{part}.{first}"));
    }
    post(&world.owner, &world.general, json!({"embeds": vec![embed(); 11]})).await.bad_field("embeds");
    let long = json!({"description": "x".repeat(3_001)});
    post(&world.owner, &world.general, json!({"embeds": [long, long]})).await.bad_field("embeds");
    post(&world.owner, &world.general, json!({"embeds": ["x"]})).await.bad_field("embeds.0");
}

#[tokio::test]
async fn edited_message_has_new_content_and_the_time_of_its_edit() {
    let (world, member) = cast::guild_and_member().await;
    let sent = member.say(&world.general, "three").await;
    let edited = member.patch(&path(&world, &sent), json!({"content": "before"})).await.ok();
    assert_eq!((edited["content"].as_str(), &edited["id"], &edited["timestamp"]), (Some("before"), &sent["id"], &sent["timestamp"]));
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(world.owner.get(&path(&world, &sent)).await.ok()["content"], "before");
    world.owner.patch(&path(&world, &sent), json!({"content": "not mine"})).await.refused(403, 50_005);
    member.patch(&path(&world, &sent), json!({"content": ""})).await.refused(400, 50_006);
    member.patch(&path(&world, &sent), json!({"content": "x".repeat(2_001)})).await.bad_field("content");
    member.patch(&format!("/channels/{}/messages/{}", world.general, cast::NOTHING), json!({"content": "x"})).await.refused(404, 10_008);
}

#[tokio::test]
async fn deleted_message_is_gone_for_good() {
    let (world, member) = cast::guild_and_member().await;
    let sent = world.owner.say(&world.general, "regretted").await;
    member.delete(&path(&world, &sent)).await.refused(403, 50_013);
    world.owner.delete(&path(&world, &sent)).await.done();
    world.owner.get(&path(&world, &sent)).await.refused(404, 10_008);
    world.owner.delete(&path(&world, &sent)).await.refused(404, 10_008);
    world.owner.patch(&path(&world, &sent), json!({"content": "again"})).await.refused(404, 10_008);
    assert_eq!(world.owner.get(&format!("/channels/{}/messages", world.general)).await.ok(), json!([]));
    let of_member = member.say(&world.general, "moderated").await;
    world.owner.delete(&path(&world, &of_member)).await.done();
    let own = member.say(&world.general, "my own").await;
    member.delete(&path(&world, &own)).await.done();
}

#[tokio::test]
async fn several_messages_are_deleted_at_once_by_numbers_and_texts() {
    let (world, member) = cast::guild_and_member().await;
    let mut sent = vec![];
    for index in 0..4 {
        sent.push(id(&world.owner.say(&world.general, &index.to_string()).await));
    }
    let at = format!("/channels/{}/messages/bulk-delete", world.general);
    let number: u64 = sent[1].parse().unwrap();
    member.post(&at, json!({"messages": [sent[0], number]})).await.refused(403, 50_013);
    world.owner.post(&at, json!({"messages": [sent[0], number, cast::NOTHING]})).await.refused(400, 50_034);
    world.owner.post(&at, json!({"messages": [sent[0], number]})).await.done();
    assert_eq!(ids(&world.owner.get(&format!("/channels/{}/messages", world.general)).await.ok()), [sent[3].clone(), sent[2].clone()]);
    world.owner.post(&at, json!({"messages": [sent[0], sent[2]]})).await.done();
    for bad in [json!([]), json!([sent[3]]), json!(vec![number; 101]), json!("all"), json!(["x"])] {
        let answer = world.owner.post(&at, json!({"messages": bad})).await;
        assert_eq!(answer.status, 400, "{answer}");
    }
    world.owner.get(&format!("/channels/{}/messages/{}", world.general, sent[3])).await.ok();
}

#[tokio::test]
async fn message_older_than_two_weeks_is_not_deleted_in_bulk() {
    let world = cast::guild().await;
    let sent = id(&world.owner.say(&world.general, "new").await);
    let old = sent.parse::<u64>().unwrap() - ((15 * 24 * 3_600 * 1_000) << 22);
    world
        .owner
        .post(&format!("/channels/{}/messages/bulk-delete", world.general), json!({"messages": [sent, old]}))
        .await
        .refused(400, 50_034);
    world.owner.get(&format!("/channels/{}/messages/{sent}", world.general)).await.ok();
}

#[tokio::test]
async fn moderator_deletes_but_does_not_edit() {
    let (world, member) = cast::guild_and_member().await;
    let role = world.role(json!({"name": "mod", "permissions": MANAGE_MESSAGES.to_string()})).await;
    world.give_role(&member, &role).await;
    let sent = world.owner.say(&world.general, "of the owner").await;
    member.patch(&path(&world, &sent), json!({"content": "forged"})).await.refused(403, 50_005);
    member.delete(&path(&world, &sent)).await.done();
}

#[tokio::test]
async fn reply_carries_what_it_answers() {
    let (world, member) = cast::guild_and_member().await;
    let asked = world.owner.say(&world.general, "question").await;
    let order = json!({"content": "answer", "message_reference": {"message_id": asked["id"]}});
    let reply = post(&member, &world.general, order.clone()).await.ok();
    assert_eq!((&reply["type"], &reply["message_reference"]["message_id"]), (&json!(19), &asked["id"]));
    assert_eq!(
        (&reply["message_reference"]["channel_id"], &reply["message_reference"]["guild_id"]),
        (&json!(world.general), &json!(world.guild))
    );
    assert_eq!((&reply["referenced_message"]["id"], &reply["referenced_message"]["content"]), (&asked["id"], &json!("question")));
    assert_eq!(reply["mentions"][0]["id"], *world.owner.id);
    let mut quiet = order.clone();
    quiet["allowed_mentions"] = json!({"replied_user": false});
    assert_eq!(post(&member, &world.general, quiet).await.ok()["mentions"], json!([]));
    world.owner.delete(&path(&world, &asked)).await.done();
    let later = member.get(&path(&world, &reply)).await.ok();
    assert_eq!((&later["referenced_message"], &later["message_reference"]["message_id"]), (&json!(null), &asked["id"]));
    post(&member, &world.general, order.clone()).await.bad_field("message_reference");
    let mut lenient = order;
    lenient["message_reference"]["fail_if_not_exists"] = json!(false);
    assert_eq!(post(&member, &world.general, lenient).await.ok()["type"], 0);
}

#[tokio::test]
async fn reply_reaches_no_message_of_another_channel() {
    let (world, member) = cast::guild_and_member().await;
    let hidden = world.hidden_channel().await;
    let secret = world.owner.say(&hidden, "secret").await;
    for reference in [json!({"message_id": secret["id"]}), json!({"message_id": secret["id"], "channel_id": hidden})] {
        let order = json!({"content": "what was that?", "message_reference": reference});
        let answer = post(&member, &world.general, order).await;
        assert_eq!(answer.status, 400, "{answer}");
    }
    member.get(&format!("/channels/{}/messages/{}", world.general, id(&secret))).await.refused(404, 10_008);
    let at = format!("/channels/{}/messages/{}", world.general, id(&secret));
    world.owner.delete(&at).await.refused(404, 10_008);
    world.owner.bare(Method::PUT, &format!("{at}/reactions/%E2%9C%85/@me")).await.refused(404, 10_008);
    world.owner.get(&format!("/channels/{hidden}/messages/{}", id(&secret))).await.ok();
}

#[tokio::test]
async fn mentions_are_found_and_may_be_restricted() {
    let (world, member) = cast::guild_and_member().await;
    let role = world.role(json!({"name": "crew", "mentionable": true})).await;
    let text = format!("<@{}> <@!{}> <@&{role}> @everyone <@{}>", member.id, member.id, cast::NOTHING);
    let send = |allowed: Value| {
        let (world, text) = (&world, &text);
        async move {
            let order = json!({"content": text, "allowed_mentions": allowed});
            let sent = post(&world.owner, &world.general, order).await.ok();
            (ids(&sent["mentions"]).len(), sent["mention_roles"].as_array().unwrap().len(), sent["mention_everyone"] == true)
        }
    };
    assert_eq!(send(Value::Null).await, (1, 1, true));
    assert_eq!(send(json!({"parse": []})).await, (0, 0, false));
    assert_eq!(send(json!({"parse": ["users"]})).await, (1, 0, false));
    assert_eq!(send(json!({"parse": ["roles", "everyone"]})).await, (0, 1, true));
    assert_eq!(send(json!({"users": [member.id]})).await, (1, 0, false));
    assert_eq!(send(json!({"parse": [], "roles": [role.parse::<u64>().unwrap()]})).await, (0, 1, false));
    assert_eq!(send(json!({"users": [world.owner.id]})).await, (0, 0, false));
}

#[tokio::test]
async fn messages_of_one_who_left_are_still_there_with_their_author() {
    let (world, member) = cast::guild_and_member().await;
    let sent = member.say(&world.general, "remember me").await;
    let naming = world.owner.say(&world.general, &format!("<@{}>", member.id)).await;
    world.owner.bare(Method::PUT, &format!("/guilds/{}/bans/{}", world.guild, member.id)).await.done();
    let page = world.owner.get(&format!("/channels/{}/messages", world.general)).await.ok();
    assert_eq!(ids(&page), [id(&naming), id(&sent)]);
    assert_eq!((page[1]["author"]["id"].as_str(), page[0]["mentions"][0]["id"].as_str()), (Some(&*member.id), Some(&*member.id)));
    member.patch(&path(&world, &sent), json!({"content": "from outside"})).await.refused(403, 50_001);
    member.delete(&path(&world, &sent)).await.refused(403, 50_001);
}

#[tokio::test]
async fn edit_finds_mentions_anew() {
    let (world, member) = cast::guild_and_member().await;
    let sent = world.owner.say(&world.general, "nobody").await;
    let edited = world.owner.patch(&path(&world, &sent), json!({"content": format!("<@{}>", member.id)})).await.ok();
    assert_eq!(edited["mentions"][0]["id"], *member.id);
    let edited = world.owner.patch(&path(&world, &sent), json!({"content": "nobody again"})).await.ok();
    assert_eq!(edited["mentions"], json!([]));
}

#[tokio::test]
async fn typing_is_204() {
    let (world, member) = cast::guild_and_member().await;
    member.bare(Method::POST, &format!("/channels/{}/typing", world.general)).await.done();
    member.bare(Method::POST, &format!("/channels/{}/typing", cast::NOTHING)).await.refused(404, 10_003);
}

#[tokio::test]
async fn channel_shows_its_newest_message() {
    let world = cast::guild().await;
    let sent = world.owner.say(&world.general, "newest").await;
    assert_eq!(world.owner.get(&format!("/channels/{}", world.general)).await.ok()["last_message_id"], sent["id"]);
}

#[tokio::test]
async fn event_of_a_message_is_what_rest_answered() {
    let (world, member) = cast::guild_and_member().await;
    let mut listener = member.gateway().await;
    let sent = world.owner.say(&world.general, "heard").await;
    let heard = listener.expect("MESSAGE_CREATE", |d| d["id"] == sent["id"]).await;
    for (key, value) in sent.as_object().unwrap() {
        assert_eq!(&heard[key], value, "{key}");
    }
}
