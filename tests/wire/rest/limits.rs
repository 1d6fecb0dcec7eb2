//! Rate limits, on a server that has them.

use crate::support::world::{PASSWORD, fresh_name};
use crate::support::{Answer, Rest, Server, World};
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
    // No condition is waited for: that the time which was told is enough is the promise.
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

async fn try_to_register(who: &Rest) -> Answer {
    who.post("/auth/register", json!({"username": fresh_name(), "password": PASSWORD, "consent": true})).await
}

#[tokio::test]
async fn twenty_registrations_pass_in_a_minute_from_one_address_and_others_are_not_hindered() {
    let server = Server::start(&[("BELFRY_HTTP__TRUSTED_PROXIES", "127.0.0.1")]);
    let proxy = Rest::new(server.http);
    let flood = proxy.forwarded_for("203.0.113.9, 198.51.100.7");
    let answers = join_all((0..20).map(|_| try_to_register(&flood))).await;
    for answer in &answers {
        answer.ok();
    }
    // Whatever else the client claims to be.
    let refused = try_to_register(&proxy.forwarded_for("203.0.113.10, 198.51.100.7")).await;
    refused.refused(429, 0);
    let body = refused.json();
    assert_eq!((&body["message"], &body["global"]), (&json!("You are being rate limited."), &json!(false)));
    assert!((0.0..=60.0).contains(&body["retry_after"].as_f64().unwrap()));
    assert!((1..=60).contains(&header::<u64>(&refused, "retry-after")));
    assert_eq!((header::<u32>(&refused, "x-ratelimit-limit"), header::<u32>(&refused, "x-ratelimit-remaining")), (20, 0));
    let login = json!({"login": fresh_name(), "password": PASSWORD});
    flood.post("/auth/login", login).await.refused(429, 0);
    for other in ["198.51.100.8", "2001:db8::1"] {
        try_to_register(&proxy.forwarded_for(other)).await.ok();
    }
    try_to_register(&proxy).await.ok();
}

#[tokio::test]
async fn nobody_but_a_trusted_proxy_says_for_whom_it_asks() {
    let server = Server::start(&[("BELFRY_HTTP__TRUSTED_PROXIES", "192.0.2.1")]);
    let client = Rest::new(server.http);
    let answers = join_all((0..21).map(|n| {
        let disguised = client.forwarded_for(&format!("198.51.100.{n}"));
        async move { try_to_register(&disguised).await.status }
    }));
    assert_eq!(answers.await.iter().filter(|status| **status == 429).count(), 1);
}
