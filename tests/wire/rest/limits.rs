//! Rate limits, on a server that has them.

use crate::support::{Answer, Server, World};
use futures_util::future::join_all;
use serde_json::json;

fn limited() -> &'static Server {
    crate::support::server::limited()
}

fn header<T: std::str::FromStr>(answer: &Answer, name: &str) -> T {
    let text = answer.header(name).unwrap_or_else(|| panic!("{name} of {:?}", answer.headers));
    text.parse().ok().unwrap_or_else(|| panic!("{name}: {text}"))
}

#[tokio::test]
async fn five_messages_pass_in_five_seconds_and_the_sixth_waits() {
    let world = World::on(limited()).await;
    let other = world.channel(json!({"name": "other"})).await;
    let mut buckets = vec![];
    for left in (0..5).rev() {
        let sent = world.owner.try_say(&world.general, "hello").await;
        sent.ok();
        assert_eq!((header::<u32>(&sent, "x-ratelimit-limit"), header::<u32>(&sent, "x-ratelimit-remaining")), (5, left));
        assert!(header::<f64>(&sent, "x-ratelimit-reset-after") <= 5.0);
        assert_eq!(sent.header("x-ratelimit-scope"), Some("user"));
        buckets.push(sent.header("x-ratelimit-bucket").unwrap().to_owned());
    }
    let refused = world.owner.try_say(&world.general, "too many").await;
    refused.refused(429, 0);
    let body = refused.json();
    assert_eq!((&body["message"], &body["global"]), (&json!("You are being rate limited."), &json!(false)));
    assert!(body["retry_after"].as_f64().unwrap() <= 5.0 && header::<u64>(&refused, "retry-after") <= 5);
    assert!(refused.header("via").unwrap().starts_with("1.1 "));
    buckets.push(refused.header("x-ratelimit-bucket").unwrap().to_owned());
    // Other channels have windows of their own, under one opaque name.
    let elsewhere = world.owner.try_say(&crate::support::id(&other), "hello").await;
    assert_eq!(header::<u32>(&elsewhere, "x-ratelimit-remaining"), 4);
    buckets.push(elsewhere.header("x-ratelimit-bucket").unwrap().to_owned());
    assert!(buckets.iter().all(|bucket| *bucket == buckets[0] && !bucket.contains(&world.general)));
    // And so have other people.
    let bot = world.bot(crate::support::world::SEND_MESSAGES).await;
    assert_eq!(header::<u32>(&bot.try_say(&world.general, "hello").await, "x-ratelimit-remaining"), 4);
    let history = world.owner.get(&format!("/channels/{}/messages", world.general)).await.ok();
    assert_eq!(history.as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn message_sent_after_retry_after_passes() {
    let world = World::on(limited()).await;
    let answers = join_all((0..6).map(|_| world.owner.try_say(&world.general, "at once"))).await;
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert_eq!(refused.len(), 1);
    let wait = std::time::Duration::from_secs_f64(refused[0].json()["retry_after"].as_f64().unwrap());
    tokio::time::sleep(wait).await;
    world.owner.say(&world.general, "at last").await;
}

#[tokio::test]
async fn repeat_of_an_enforced_nonce_costs_nothing() {
    let world = World::on(limited()).await;
    let order = json!({"content": "once", "nonce": "n", "enforce_nonce": true});
    let path = format!("/channels/{}/messages", world.general);
    for _ in 0..8 {
        world.owner.post(&path, order.clone()).await.ok();
    }
}

#[tokio::test]
async fn fifty_requests_pass_in_a_second_and_the_next_wait() {
    let world = World::on(limited()).await;
    let bot = world.owner.create_bot().await;
    // More than fifty a second: some of them must wait, and only by 429.
    let answers = join_all((0..150).map(|_| bot.get("/users/@me"))).await;
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 429)));
    let passed = answers.iter().filter(|answer| answer.status == 200).count();
    assert!(passed >= 50, "{passed}");
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!refused.is_empty(), "none of 150 requests was refused");
    assert_eq!((header::<u64>(refused[0], "retry-after"), header::<u32>(refused[0], "x-ratelimit-limit")), (1, 50));
    // Of others nobody notices.
    world.owner.get("/users/@me").await.ok();
}
