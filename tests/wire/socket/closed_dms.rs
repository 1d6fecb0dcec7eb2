//! DMs that one side takes off its list.

use crate::support::{Account, Gateway, Rest, Server, World, id, ids, shared};
use serde_json::json;

/// Two who have a DM, in which the first wrote.
async fn talk(server: &Server) -> (Account, Account, String) {
    let (one, two) = futures_util::join!(Account::register(server.http), Account::register(server.http));
    let dm = one.open_dm(&two.id).await;
    one.say(&dm, "hello").await;
    (one, two, dm)
}

async fn listed(who: &Rest) -> Vec<String> {
    ids(&who.get("/users/@me/channels").await.ok())
}

async fn close(who: &Rest, dm: &str) {
    assert_eq!(id(&who.delete(&format!("/channels/{dm}")).await.ok()), dm);
}

/// Asserts that the session was told of the DM before the message.
fn told_before(heard: &Gateway, dm: &str, message: &str) {
    let place = |name: &str, id: &str| heard.events.iter().position(|event| event.name == name && event.d["id"] == id);
    let created = place("CHANNEL_CREATE", dm);
    assert!(created.is_some() && created < place("MESSAGE_CREATE", message), "the channel comes before its message");
}

#[tokio::test]
async fn closed_dm_leaves_the_list_of_one_side_and_all_its_sessions_hear_it() {
    let (one, two, dm) = talk(shared()).await;
    let (mut first, mut second, mut other) = (two.gateway().await, two.gateway().await, one.gateway().await);
    close(&two, &dm).await;
    for session in [&mut first, &mut second] {
        let closed = session.expect("CHANNEL_DELETE", |d| d["id"] == *dm).await;
        assert_eq!((&closed["type"], &closed["recipients"][0]["id"]), (&json!(1), &json!(one.id)));
    }
    assert_eq!((listed(&two).await, listed(&one).await), (vec![], vec![dm.clone()]));
    assert_eq!(two.gateway().await.all("READY")[0]["private_channels"], json!([]));
    assert_eq!(two.get(&format!("/channels/{dm}/messages")).await.ok()[0]["content"], "hello", "nothing is deleted");
    close(&two, &dm).await;
    let said = one.say(&dm, "are you there?").await;
    for session in [&mut first, &mut second] {
        session.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
        told_before(session, &dm, &id(&said));
        assert_eq!(session.count("CHANNEL_DELETE", |_| true), 1, "closed twice is closed once");
    }
    other.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    assert_eq!(other.count("CHANNEL_DELETE", |_| true) + other.count("CHANNEL_CREATE", |_| true), 0, "the other side hears of none of it");
    assert_eq!(listed(&two).await, [dm]);
}

#[tokio::test]
async fn closed_dm_comes_back_with_an_own_message_and_when_it_is_opened() {
    let (one, two, dm) = talk(shared()).await;
    let mut session = two.gateway().await;
    close(&two, &dm).await;
    session.expect("CHANNEL_DELETE", |d| d["id"] == *dm).await;
    assert_eq!(one.open_dm(&two.id).await, dm);
    assert_eq!(listed(&two).await, [""; 0], "the other side opens it for itself alone");
    two.say(&dm, "back again").await;
    session.expect("CHANNEL_CREATE", |d| d["id"] == *dm).await;
    assert_eq!(listed(&two).await, std::slice::from_ref(&dm));
    close(&two, &dm).await;
    session.expect("CHANNEL_DELETE", |d| d["id"] == *dm).await;
    assert_eq!(two.open_dm(&one.id).await, dm);
    session.expect("CHANNEL_CREATE", |d| d["id"] == *dm).await;
    assert_eq!(listed(&two).await, std::slice::from_ref(&dm));
    let created = session.count("CHANNEL_CREATE", |_| true);
    two.open_dm(&one.id).await;
    let said = one.say(&dm, "welcome").await;
    session.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    assert_eq!(session.count("CHANNEL_CREATE", |_| true), created, "it is on the list already");
}

#[tokio::test]
async fn closed_dm_stays_closed_over_a_kill_and_a_message_brings_it_back_for_good() {
    let mut server = Server::unlimited();
    let (one, two, dm) = talk(&server).await;
    close(&two, &dm).await;
    close(&one, &dm).await;
    server.kill9();
    let mut server = server.restart();
    let at = |server: &Server, who: &Account| Account { address: server.http, rest: who.rest.at(server.http), ..who.clone() };
    let (one, two) = (at(&server, &one), at(&server, &two));
    assert_eq!((listed(&one).await, listed(&two).await), (vec![], vec![]));
    let mut session = two.gateway().await;
    assert_eq!(session.all("READY")[0]["private_channels"], json!([]));
    let said = one.say(&dm, "still here").await;
    session.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    told_before(&session, &dm, &id(&said));
    // Not even without its message does the DM leave the list again.
    one.delete(&format!("/channels/{dm}/messages/{}", id(&said))).await.done();
    server.kill9();
    let server = server.restart();
    for who in [&one, &two] {
        assert_eq!(listed(&at(&server, who)).await, std::slice::from_ref(&dm));
    }
}

#[tokio::test]
async fn bot_closes_a_dm_and_hears_of_neither_end_nor_return() {
    let world = World::new().await;
    let bot = world.bot(0).await;
    let person = Account::register(world.address).await;
    let dm = bot.open_dm(&person.id).await;
    let mut session = bot.gateway().await;
    close(&bot, &dm).await;
    assert_eq!(listed(&bot).await, [""; 0]);
    let said = person.say(&dm, "hello bot").await;
    session.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    assert_eq!(session.count("CHANNEL_DELETE", |_| true) + session.count("CHANNEL_CREATE", |_| true), 0);
    assert_eq!(listed(&bot).await, [dm.as_str()]);
    world.owner.delete(&format!("/channels/{dm}")).await.refused(404, 10_003);
}
