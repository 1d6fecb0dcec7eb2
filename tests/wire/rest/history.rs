//! Pages of a channel's messages.

use super::cast;
use crate::support::{World, id, ids};
use serde_json::json;

/// A channel with this many messages, the oldest first.
async fn filled(count: usize) -> (World, Vec<String>) {
    let world = cast::guild().await;
    let mut sent = vec![];
    for index in 0..count {
        sent.push(id(&world.owner.say(&world.general, &format!("message {index}")).await));
    }
    (world, sent)
}

async fn page(world: &World, query: &str) -> Vec<String> {
    ids(&world.owner.get(&format!("/channels/{}/messages{query}", world.general)).await.ok())
}

fn newest_first(part: &[String]) -> Vec<String> {
    part.iter().rev().cloned().collect()
}

#[tokio::test]
async fn every_page_comes_newest_first_and_is_the_nearest_to_its_bound() {
    let (world, sent) = filled(20).await;
    assert_eq!(page(&world, "").await, newest_first(&sent));
    assert_eq!(page(&world, "?limit=5").await, newest_first(&sent[15..]));
    assert_eq!(page(&world, &format!("?before={}&limit=5", sent[10])).await, newest_first(&sent[5..10]));
    assert_eq!(page(&world, &format!("?after={}&limit=5", sent[10])).await, newest_first(&sent[11..16]));
    assert_eq!(page(&world, "?after=0&limit=5").await, newest_first(&sent[..5]));
    assert!(page(&world, "?before=0").await.is_empty());
    assert!(page(&world, &format!("?before={}", sent[0])).await.is_empty());
    assert!(page(&world, &format!("?after={}", sent[19])).await.is_empty());
    assert_eq!(page(&world, &format!("?before={}&limit=3", u64::MAX)).await, newest_first(&sent[17..]));
}

#[tokio::test]
async fn page_around_a_message_has_it_and_half_on_either_side() {
    let (world, sent) = filled(11).await;
    let around = page(&world, &format!("?around={}&limit=5", sent[5])).await;
    assert_eq!(around, newest_first(&sent[3..8]));
    assert!(page(&world, &format!("?around={}&limit=100", sent[0])).await.contains(&sent[10]));
    let one = page(&world, &format!("?around={}&limit=1", sent[5])).await;
    assert_eq!(one, [sent[5].clone()]);
}

#[tokio::test]
async fn paging_in_both_directions_meets_every_message_once() {
    let (world, sent) = filled(23).await;
    for size in [1, 4, 7, 23, 100] {
        assert_eq!(backwards(&world, size).await, newest_first(&sent), "before, by {size}");
        assert_eq!(forwards(&world, size).await, sent, "after, by {size}");
    }
}

async fn backwards(world: &World, size: usize) -> Vec<String> {
    let (mut found, mut before) = (vec![], String::new());
    loop {
        let next = page(world, &format!("?limit={size}{before}")).await;
        let Some(oldest) = next.last() else { return found };
        before = format!("&before={oldest}");
        found.extend(next);
    }
}

async fn forwards(world: &World, size: usize) -> Vec<String> {
    let (mut found, mut after) = (vec![], "0".to_owned());
    loop {
        let next = page(world, &format!("?limit={size}&after={after}")).await;
        let Some(newest) = next.first() else { return found };
        after.clone_from(newest);
        found.extend(next.into_iter().rev());
    }
}

#[tokio::test]
async fn deleted_messages_leave_no_hole_in_a_page() {
    let (world, sent) = filled(8).await;
    for index in [2, 3, 6] {
        world.owner.delete(&format!("/channels/{}/messages/{}", world.general, sent[index])).await.done();
    }
    let left: Vec<String> = [0, 1, 4, 5, 7].iter().map(|index| sent[*index].clone()).collect();
    assert_eq!(page(&world, "?limit=4").await, newest_first(&left[1..]));
    assert_eq!(page(&world, &format!("?after={}&limit=2", sent[1])).await, newest_first(&left[2..4]));
    assert_eq!(page(&world, &format!("?before={}&limit=2", sent[3])).await, newest_first(&left[..2]));
}

#[tokio::test]
async fn fifty_come_where_nothing_is_said_and_hundred_at_most() {
    let (world, sent) = filled(60).await;
    assert_eq!(page(&world, "").await.len(), 50);
    assert_eq!(page(&world, "?limit=100").await, newest_first(&sent));
    for bad in ["0", "101", "-1", "abc", "", "1e2", "99999999999999999999"] {
        world.owner.get(&format!("/channels/{}/messages?limit={bad}", world.general)).await.bad_field("limit");
    }
    for bound in ["before", "after", "around"] {
        for bad in ["x", "-5", "", "18446744073709551616", "%FF"] {
            world.owner.get(&format!("/channels/{}/messages?{bound}={bad}", world.general)).await.bad_field(bound);
        }
    }
}

#[tokio::test]
async fn bounds_exclude_each_other() {
    let (world, sent) = filled(1).await;
    let answer = world.owner.get(&format!("/channels/{}/messages?before={}&after={}", world.general, sent[0], sent[0])).await;
    answer.refused(400, 50_035);
}

#[tokio::test]
async fn history_shows_edits_and_reactions() {
    let (world, sent) = filled(3).await;
    let at = format!("/channels/{}/messages/{}", world.general, sent[1]);
    world.owner.patch(&at, json!({"content": "edited"})).await.ok();
    world.owner.bare(hyper::Method::PUT, &format!("{at}/reactions/%E2%9C%85/@me")).await.done();
    let page = world.owner.get(&format!("/channels/{}/messages", world.general)).await.ok();
    assert_eq!((page[1]["content"].as_str(), &page[1]["reactions"][0]["count"]), (Some("edited"), &json!(1)));
    assert_eq!((&page[1]["reactions"][0]["me"], page[0].get("reactions")), (&json!(true), None));
}

#[tokio::test]
async fn page_shows_what_its_replies_answer_wherever_that_is() {
    // More than a channel keeps in memory: the oldest comes from the store, the newest does not.
    let (world, sent) = filled(70).await;
    let messages = format!("/channels/{}/messages", world.general);
    let mut replies = vec![];
    for answered in [0, 1, 2, 69] {
        let order = json!({"content": "a reply", "message_reference": {"message_id": sent[answered]}});
        replies.push(world.owner.post(&messages, order).await.ok());
    }
    let to_reply = json!({"content": "to a reply", "message_reference": {"message_id": replies[0]["id"]}});
    world.owner.post(&messages, to_reply).await.ok();
    world.owner.delete(&format!("{messages}/{}", sent[1])).await.done();
    let page = world.owner.get(&format!("{messages}?limit=5")).await.ok();
    let answered: Vec<_> = page.as_array().unwrap().iter().rev().map(|reply| reply["referenced_message"]["content"].clone()).collect();
    assert_eq!(answered, [json!("message 0"), json!(null), json!("message 2"), json!("message 69"), json!("a reply")]);
    assert!(page[0]["referenced_message"].get("referenced_message").is_none_or(serde_json::Value::is_null), "one step deep");
}
