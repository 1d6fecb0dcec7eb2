//! One order for all.

use crate::support::transport::Compress;
use crate::support::{Gateway, World, id, ids};
use serde_json::json;

const WRITERS: usize = 4;
const EACH: usize = 40;

#[tokio::test]
async fn all_listeners_hear_several_writers_in_the_order_of_history() {
    let world = World::new().await;
    let mut writers = vec![];
    for _ in 0..WRITERS {
        writers.push(world.member().await);
    }
    let mut listeners = vec![];
    for compress in [Compress::None, Compress::Zlib, Compress::Zstd, Compress::None] {
        listeners.push(Gateway::connect(world.address, &world.owner.ask().compress(compress)).await);
    }
    listeners.push(writers[0].gateway().await);
    let mut talking = vec![];
    for writer in writers {
        let channel = world.general.clone();
        talking.push(tokio::spawn(async move {
            let mut said = vec![];
            for number in 0..EACH {
                said.push(id(&writer.say(&channel, &number.to_string()).await));
            }
            said
        }));
    }
    let mut acked = vec![];
    for talk in talking {
        let said = talk.await.unwrap();
        assert!(said.is_sorted(), "what one writer says later has the greater id");
        acked.extend(said);
    }
    acked.sort();
    let mut history = vec![];
    let mut before = String::new();
    while history.len() < acked.len() {
        let page = world.owner.get(&format!("/channels/{}/messages?limit=100{before}", world.general)).await.ok();
        history.extend(ids(&page));
        before = format!("&before={}", history.last().unwrap());
    }
    history.reverse();
    assert_eq!(history, acked);
    for listener in &mut listeners {
        world.fence(listener).await;
        let heard: Vec<String> = listener.all("MESSAGE_CREATE").into_iter().filter(|d| d["content"] != "fence").map(id).collect();
        assert_eq!(heard, history);
    }
}

#[tokio::test]
async fn event_is_heard_by_many_sessions_that_come_and_go() {
    let world = World::new().await;
    let member = world.member().await;
    let mut sessions = vec![];
    for _ in 0..20 {
        sessions.push(member.gateway().await);
    }
    for round in 0..10 {
        let said = world.owner.say(&world.general, &format!("round {round}")).await;
        for gateway in &mut sessions {
            gateway.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
        }
        sessions.swap_remove(round).close(1000).await;
        sessions.push(member.gateway().await);
    }
}

#[tokio::test]
async fn nonce_is_echoed_in_the_event() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    let body = json!({"content": "with a nonce", "nonce": "abc123", "enforce_nonce": true});
    let path = format!("/channels/{}/messages", world.general);
    let said = world.owner.post(&path, body.clone()).await.ok();
    let heard = gateway.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    assert_eq!(heard["nonce"], "abc123");
    let again = world.owner.post(&path, body).await.ok();
    assert_eq!(again["id"], said["id"]);
    world.fence(&mut gateway).await;
    assert_eq!(gateway.count("MESSAGE_CREATE", |d| d["content"] == "with a nonce"), 1, "no second event");
}
