//! Acks: who may, what is refused, and what stays.

use crate::support::{Server, World, id};
use hyper::Method;
use serde_json::{Value, json};

fn path(channel: &str, message: &str) -> String {
    format!("/channels/{channel}/messages/{message}/ack")
}

#[tokio::test]
async fn ack_is_for_people_who_may_view_the_channel() {
    let world = World::new().await;
    let (person, bot, outsider) = (world.member().await, world.bot(0).await, world.outsider().await);
    let said = id(&world.owner.say(&world.general, "hello").await);
    let hidden = world.hidden_channel().await;
    bot.post(&path(&world.general, &said), json!({})).await.refused(403, 20_001);
    bot.post("/read-states/ack-bulk", json!({"read_states": [{"channel_id": world.general, "message_id": said}]}))
        .await
        .refused(403, 20_001);
    outsider.post(&path(&world.general, &said), json!({})).await.refused(403, 50_001);
    person.post(&path(&hidden, &said), json!({})).await.refused(403, 50_001);
    person.post(&path("1", &said), json!({})).await.refused(404, 10_003);
    person.post(&path(&world.general, "x"), json!({})).await.bad_field("message_id");
    person.post(&path(&world.general, &said), json!({"manual": 7})).await.bad_field("manual");
    let (one, two) = (world.outsider().await, world.outsider().await);
    let dm = one.open_dm(&two.id).await;
    let said = id(&one.say(&dm, "hello").await);
    person.post(&path(&dm, &said), json!({})).await.refused(404, 10_003);
    two.post(&path(&dm, &said), json!({"token": null})).await.ok();
    assert_eq!(two.bare(Method::POST, &path(&dm, &said)).await.ok(), json!({"token": null}), "a body need not be");
}

#[tokio::test]
async fn bulk_of_acks_is_bounded() {
    let world = World::new().await;
    let acks = |count: usize| json!({"read_states": vec![json!({"channel_id": world.general, "message_id": "1"}); count]});
    world.owner.post("/read-states/ack-bulk", acks(0)).await.bad_field("read_states");
    world.owner.post("/read-states/ack-bulk", acks(101)).await.bad_field("read_states");
    world.owner.post("/read-states/ack-bulk", json!({"read_states": [{"channel_id": "1"}]})).await.bad_field("read_states.0.message_id");
    world.owner.post("/read-states/ack-bulk", acks(100)).await.done();
}

#[tokio::test]
async fn of_several_acks_of_one_channel_the_furthest_counts() {
    let world = World::new().await;
    let person = world.member().await;
    let said = [id(&world.owner.say(&world.general, "@everyone one").await), id(&world.owner.say(&world.general, "@everyone two").await)];
    for order in [[0, 1], [1, 0]] {
        person.post(&path(&world.general, &world.general), json!({"manual": true})).await.ok();
        let acks = order.map(|n| json!({"channel_id": world.general, "message_id": said[n]}));
        person.post("/read-states/ack-bulk", json!({"read_states": acks})).await.done();
        let states = read_states(&person.gateway().await);
        assert_eq!(states, [(json!(world.general), json!(said[1]), json!(0))], "{order:?}");
    }
}

/// (channel, read up to, mentions) of what READY says.
fn read_states(session: &crate::support::Gateway) -> Vec<(Value, Value, Value)> {
    let entries = session.all("READY")[0]["read_state"].as_array().expect("read states").clone();
    let mut entries: Vec<_> =
        entries.into_iter().map(|entry| (entry["id"].clone(), entry["last_message_id"].clone(), entry["mention_count"].clone())).collect();
    entries.sort_by_key(|(channel, ..)| channel.to_string());
    entries
}

#[tokio::test]
async fn ack_that_was_answered_is_there_after_a_kill() {
    let mut server = Server::unlimited();
    let world = World::on(&server).await;
    let person = world.member().await;
    let second = id(&world.channel(json!({"name": "second"})).await);
    let said = id(&world.owner.say(&world.general, "@everyone one").await);
    world.owner.say(&world.general, "@everyone two").await;
    let own = id(&person.say(&second, "mine").await);
    person.post(&path(&world.general, &said), json!({})).await.ok();
    // Not beyond what there is: the next mention counts all the same.
    world.owner.post(&path(&world.general, "9223372036854775807"), json!({})).await.ok();
    server.kill9();
    let server = server.restart();
    let at =
        |who: &crate::support::Account| crate::support::Account { address: server.http, rest: who.rest.at(server.http), ..who.clone() };
    let (person, owner) = (at(&person), at(&world.owner));
    let states = read_states(&person.gateway().await);
    let mut expected = vec![(json!(world.general), json!(said), json!(1)), (json!(second), json!(own), json!(0))];
    expected.sort_by_key(|(channel, ..)| channel.to_string());
    assert_eq!(states, expected);
    person.say(&world.general, &format!("<@{}>", owner.id)).await;
    let states = read_states(&owner.gateway().await);
    assert_eq!((&states[0].0, &states[0].2), (&json!(world.general), &json!(1)));
}
