//! Direct messages.

use super::cast;
use crate::support::{Account, id, ids};
use hyper::Method;
use serde_json::json;

/// Two who write to each other in no other test than this one's.
async fn pair() -> (Account, Account) {
    (cast::person(3).await, Account::register(crate::support::shared().http).await)
}

#[tokio::test]
async fn dm_opened_twice_and_from_both_sides_is_one() {
    let (one, two) = pair().await;
    let order = json!({"recipient_id": two.id});
    let (first, second) = futures_util::join!(one.post("/users/@me/channels", order.clone()), one.post("/users/@me/channels", order));
    let dm = first.ok();
    assert_eq!((&dm["type"], &dm["recipients"][0]["id"]), (&json!(1), &json!(two.id)));
    assert_eq!(second.ok()["id"], dm["id"]);
    let number: u64 = one.id.parse().unwrap();
    let listed = one.post("/users/@me/channels", json!({"recipients": [two.id]})).await.ok();
    assert_eq!(listed["id"], dm["id"]);
    let other_side = two.post("/users/@me/channels", json!({"recipient_id": number})).await.ok();
    assert_eq!((&other_side["id"], &other_side["recipients"][0]["id"]), (&dm["id"], &json!(one.id)));
}

#[tokio::test]
async fn both_write_and_read_and_nobody_else_does() {
    let (one, two) = pair().await;
    let dm = one.open_dm(&two.id).await;
    let sent = one.say(&dm, "hi").await;
    let answer = two.say(&dm, "hi yourself").await;
    assert!(sent.get("guild_id").is_none());
    let at = format!("/channels/{dm}");
    assert_eq!(ids(&two.get(&format!("{at}/messages")).await.ok()), [id(&answer), id(&sent)]);
    assert_eq!(two.get(&format!("{at}/messages/{}", id(&sent))).await.ok()["content"], "hi");
    two.bare(Method::POST, &format!("{at}/typing")).await.done();
    two.bare(Method::PUT, &format!("{at}/messages/{}/reactions/%E2%9C%85/@me", id(&sent))).await.done();
    two.delete(&format!("{at}/messages/{}", id(&sent))).await.refused(403, 50_013);
    one.patch(&format!("{at}/messages/{}", id(&sent)), json!({"content": "hello"})).await.ok();
    one.delete(&format!("{at}/messages/{}", id(&sent))).await.done();
    let stranger = cast::stranger().await;
    for answer in [
        stranger.get(&at).await,
        stranger.get(&format!("{at}/messages")).await,
        stranger.get(&format!("{at}/messages/{}", id(&answer))).await,
        stranger.try_say(&dm, "me too").await,
        stranger.bare(Method::POST, &format!("{at}/typing")).await,
        stranger.delete(&at).await,
    ] {
        assert!(matches!(answer.status, 403 | 404), "{}: {answer}", answer.what);
    }
}

#[tokio::test]
async fn dms_are_listed_with_their_newest_message() {
    let (one, two) = pair().await;
    let dm = one.open_dm(&two.id).await;
    let sent = one.say(&dm, "newest").await;
    for who in [&one, &two] {
        let listed = who.get("/users/@me/channels").await.ok();
        let found = listed.as_array().unwrap().iter().find(|channel| channel["id"] == *dm).expect("the DM");
        assert_eq!(found["last_message_id"], sent["id"]);
    }
    assert_eq!(two.get(&format!("/channels/{dm}")).await.ok()["last_message_id"], sent["id"]);
}

#[tokio::test]
async fn bot_writes_to_a_person_and_reads_the_answer() {
    let (one, two) = pair().await;
    let bot = one.create_bot().await;
    let dm = bot.open_dm(&two.id).await;
    bot.say(&dm, "beep").await;
    two.say(&dm, "hello bot").await;
    assert_eq!(bot.get(&format!("/channels/{dm}/messages")).await.ok()[0]["content"], "hello bot");
}

#[tokio::test]
async fn dm_with_nobody_or_oneself_is_refused() {
    let one = cast::person(3).await;
    one.post("/users/@me/channels", json!({"recipient_id": cast::NOTHING})).await.refused(404, 10_013);
    one.post("/users/@me/channels", json!({"recipient_id": "x"})).await.bad_field("recipient_id");
    one.post("/users/@me/channels", json!({})).await.bad_field("recipient_id");
    let own = one.post("/users/@me/channels", json!({"recipient_id": one.id})).await;
    assert!(matches!(own.status, 400 | 403), "{own}");
}

#[tokio::test]
async fn guild_routes_refuse_a_dm() {
    let (one, two) = pair().await;
    let dm = one.open_dm(&two.id).await;
    for answer in [
        one.patch(&format!("/channels/{dm}"), json!({"name": "ours"})).await,
        one.put(&format!("/channels/{dm}/permissions/{}", two.id), json!({"type": 1})).await,
        one.post(&format!("/channels/{dm}/invites"), json!({})).await,
        one.get(&format!("/channels/{dm}/invites")).await,
        one.post(&format!("/channels/{dm}/messages/bulk-delete"), json!({"messages": ["1", "2"]})).await,
    ] {
        assert!(matches!(answer.status, 400 | 403 | 404), "{}: {answer}", answer.what);
    }
}
