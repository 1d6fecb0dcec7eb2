//! What people have read, as their sessions hear it: badges that are the same however a client came by them.

use crate::support::world::{MENTION_EVERYONE, VIEW_CHANNEL};
use crate::support::{Account, Gateway, Rest, Server, World, id, ids};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

async fn ack(who: &Rest, channel: &str, message: &str) {
    let answer = who.post(&format!("/channels/{channel}/messages/{message}/ack"), json!({"token": null})).await.ok();
    assert_eq!(answer, json!({"token": null}));
}

async fn mark_unread(who: &Rest, channel: &str, message: &str) {
    who.post(&format!("/channels/{channel}/messages/{message}/ack"), json!({"manual": true, "mention_count": 1})).await.ok();
}

/// What a client shows: it takes READY and GUILD_CREATE for a start and goes on with what it hears.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Badges {
    me: String,
    cursors: BTreeMap<String, u64>,
    /// Unread mentions by channel.
    mentions: BTreeMap<String, BTreeSet<u64>>,
    /// As READY counted them, without those of DMs.
    counted: BTreeMap<String, u64>,
}

fn number(value: &Value) -> u64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no id: {value}"))
}

impl Badges {
    /// All that the session has heard. `roles`: those of the person.
    fn of(session: &Gateway, roles: &[&str]) -> Self {
        let mut badges = Self { me: session.user_id.clone(), ..Self::default() };
        for event in &session.events {
            badges.hear(&event.name, &event.d, roles);
        }
        badges.mentions.retain(|_, ids| !ids.is_empty());
        badges
    }

    fn hear(&mut self, name: &str, d: &Value, roles: &[&str]) {
        match name {
            "READY" => {
                for entry in d["read_state"].as_array().expect("read states") {
                    self.cursors.insert(id(entry), number(&entry["last_message_id"]));
                    if entry["mention_count"] != 0 {
                        self.counted.insert(id(entry), entry["mention_count"].as_u64().unwrap());
                    }
                }
            }
            "GUILD_CREATE" => {
                for mention in d["unread_mentions"].as_array().expect("unread mentions") {
                    self.mentions.entry(crate::support::text(mention, "channel_id")).or_default().insert(number(&mention["id"]));
                }
            }
            "MESSAGE_CREATE" if d["author"]["id"] == *self.me => self.read(d, number(&d["id"])),
            "MESSAGE_CREATE" => {
                let named = d["mentions"].as_array().unwrap().iter().any(|user| user["id"] == *self.me);
                let by_role = d["mention_roles"].as_array().unwrap().iter().any(|role| roles.iter().any(|own| role == own));
                if named || by_role || d["mention_everyone"] == true {
                    self.mentions.entry(crate::support::text(d, "channel_id")).or_default().insert(number(&d["id"]));
                }
            }
            "MESSAGE_DELETE" => self.mentions.values_mut().for_each(|ids| _ = ids.remove(&number(&d["id"]))),
            "MESSAGE_ACK" => {
                self.read(d, number(&d["message_id"]));
                assert_eq!(d["mention_count"], d["mentions"].as_array().unwrap().len(), "{d}");
                let unread = d["mentions"].as_array().unwrap().iter().map(number);
                self.mentions.entry(crate::support::text(d, "channel_id")).or_default().extend(unread);
            }
            _ => {}
        }
    }

    fn read(&mut self, d: &Value, up_to: u64) {
        let channel = crate::support::text(d, "channel_id");
        self.mentions.entry(channel.clone()).or_default().retain(|id| *id > up_to);
        self.cursors.insert(channel, up_to);
    }

    fn unread(&self, channel: &str) -> Vec<u64> {
        self.mentions.get(channel).into_iter().flatten().copied().collect()
    }

    /// Asserts that a client that begins now shows the same.
    fn must_be_those_of(&self, fresh: &Self) {
        assert_eq!(fresh.mentions, self.mentions);
        let counted: BTreeMap<String, u64> = self.mentions.iter().map(|(channel, ids)| (channel.clone(), ids.len() as u64)).collect();
        assert_eq!(fresh.counted, counted, "READY counts what GUILD_CREATE lists");
        for (channel, cursor) in &self.cursors {
            assert_eq!(fresh.cursors.get(channel), Some(cursor), "{channel}");
        }
    }
}

#[tokio::test]
async fn ack_is_heard_by_all_sessions_of_the_person_and_by_nobody_else() {
    let world = World::new().await;
    let person = world.member().await;
    let (mut first, mut second) = (person.gateway().await, person.gateway().await);
    let (mut other, mut bot) = (world.owner.gateway().await, world.bot(0).await.gateway().await);
    let said = id(&world.owner.say(&world.general, "read me").await);
    ack(&person, &world.general, &said).await;
    for session in [&mut first, &mut second] {
        let heard = session.expect("MESSAGE_ACK", |_| true).await;
        assert_eq!((&heard["channel_id"], &heard["message_id"]), (&json!(world.general), &json!(said)));
        assert_eq!((&heard["mention_count"], &heard["mentions"]), (&json!(0), &json!([])));
        assert!(heard["version"].as_u64().is_some_and(|version| version < 1 << 53), "{heard}");
    }
    // Again, and an older one: nothing moves.
    ack(&person, &world.general, &said).await;
    ack(&person, &world.general, &world.general).await;
    let next = id(&world.owner.say(&world.general, "and me").await);
    ack(&person, &world.general, &next).await;
    let heard = first.expect("MESSAGE_ACK", |_| true).await;
    assert_eq!(heard["message_id"], *next, "an older ack is no news");
    for session in [&mut other, &mut bot] {
        world.fence(session).await;
        assert_eq!(session.count("MESSAGE_ACK", |_| true), 0);
    }
    assert_eq!(bot.all("READY")[0].get("read_state"), None);
    assert_eq!(bot.all("GUILD_CREATE")[0].get("unread_mentions"), None);
}

#[tokio::test]
async fn mention_of_user_role_and_everyone_counts_for_those_who_see_it_and_not_for_its_author() {
    let world = World::new().await;
    let role = world.role(json!({"name": "crew", "permissions": MENTION_EVERYONE.to_string()})).await;
    let (named, crew, author) = (world.member().await, world.member().await, world.member().await);
    for member in [&crew, &author] {
        world.give_role(member, &role).await;
    }
    let hidden = world.hidden_channel().await;
    world.overwrite(&hidden, (&role, 0), VIEW_CHANNEL, 0).await;
    let mut said = Vec::new();
    for text in [format!("<@{}>", named.id), format!("<@&{role}>"), "@everyone".to_owned(), "nobody".to_owned()] {
        said.push(number(&author.say(&world.general, &text).await["id"]));
    }
    let unseen = number(&author.say(&hidden, "@everyone").await["id"]);
    let badges = async |who: &Account| Badges::of(&who.gateway().await, &[]);
    let (named, crew, author) = (badges(&named).await, badges(&crew).await, badges(&author).await);
    assert_eq!((named.unread(&world.general), named.unread(&hidden)), (vec![said[0], said[2]], vec![]));
    assert_eq!((crew.unread(&world.general), crew.unread(&hidden)), (vec![said[1], said[2]], vec![unseen]));
    assert_eq!(author.mentions, BTreeMap::new(), "nobody is pinged by an own message");
    assert_eq!(named.counted, BTreeMap::from([(world.general.clone(), 2)]));
    assert_eq!(crew.counted, BTreeMap::from([(world.general.clone(), 2), (hidden, 1)]));
    assert_eq!(author.cursors[&world.general], said[3], "an own message moves its author's cursor");
}

#[tokio::test]
async fn newcomer_has_nothing_unread_and_hears_what_comes_after() {
    let world = World::new().await;
    world.owner.say(&world.general, "@everyone long ago").await;
    let newcomer = world.member().await;
    let mut session = newcomer.gateway().await;
    assert_eq!(session.all("READY")[0]["read_state"], json!([]));
    assert_eq!(session.all("GUILD_CREATE")[0]["unread_mentions"], json!([]));
    let ping = world.owner.say(&world.general, "@everyone now").await;
    session.expect("MESSAGE_CREATE", |d| d["id"] == ping["id"]).await;
    let fresh = newcomer.gateway().await;
    assert_eq!(fresh.all("GUILD_CREATE")[0]["unread_mentions"], json!([{"channel_id": world.general, "id": ping["id"]}]));
    let entry = &fresh.all("READY")[0]["read_state"][0];
    assert_eq!((&entry["id"], &entry["mention_count"]), (&json!(world.general), &json!(1)));
    assert!(number(&entry["last_message_id"]) < number(&ping["id"]), "{entry}");
}

#[tokio::test]
async fn deletion_takes_the_mention_along_and_an_edit_makes_none() {
    let world = World::new().await;
    let person = world.member().await;
    let ping = format!("<@{}>", person.id);
    let gone = id(&world.owner.say(&world.general, &ping).await);
    let edited = id(&world.owner.say(&world.general, "hello").await);
    world.owner.delete(&format!("/channels/{}/messages/{gone}", world.general)).await.done();
    world.owner.patch(&format!("/channels/{}/messages/{edited}", world.general), json!({"content": ping})).await.ok();
    let kept = number(&world.owner.say(&world.general, &ping).await["id"]);
    let channel = id(&world.channel(json!({"name": "doomed"})).await);
    world.owner.say(&channel, &ping).await;
    world.owner.delete(&format!("/channels/{channel}")).await.ok();
    let badges = Badges::of(&person.gateway().await, &[]);
    assert_eq!(badges.mentions, BTreeMap::from([(world.general.clone(), BTreeSet::from([kept]))]));
}

#[tokio::test]
async fn channel_marked_as_unread_by_hand_lists_its_mentions_again() {
    let world = World::new().await;
    let person = world.member().await;
    let before = id(&world.owner.say(&world.general, "before").await);
    let pings: Vec<String> =
        [id(&world.owner.say(&world.general, "@everyone").await), id(&world.owner.say(&world.general, "@here").await)].into();
    let last = id(&world.owner.say(&world.general, "last").await);
    let mut session = person.gateway().await;
    ack(&person, &world.general, &last).await;
    assert_eq!(session.expect("MESSAGE_ACK", |_| true).await["mention_count"], 0);
    mark_unread(&person, &world.general, &before).await;
    let heard = session.expect("MESSAGE_ACK", |_| true).await;
    assert_eq!((&heard["message_id"], &heard["mentions"]), (&json!(before), &json!([pings[1], pings[0]])), "the newest first");
    ack(&person, &world.general, &pings[0]).await;
    let heard = session.expect("MESSAGE_ACK", |_| true).await;
    assert_eq!((&heard["message_id"], &heard["mentions"]), (&json!(pings[0]), &json!([pings[1]])));
    Badges::of(&session, &[]).must_be_those_of(&Badges::of(&person.gateway().await, &[]));
}

#[tokio::test]
async fn channel_with_more_mentions_than_are_listed_hides_none_of_another() {
    let server = Server::unlimited();
    let world = World::on(&server).await;
    let person = world.member().await;
    let quiet = id(&world.channel(json!({"name": "quiet"})).await);
    let early = number(&world.owner.say(&quiet, "@everyone").await["id"]);
    let mut loud = Vec::new();
    for _ in 0..101 {
        loud.push(world.owner.say(&world.general, "@everyone").await["id"].clone());
    }
    let mut session = person.gateway().await;
    let badges = Badges::of(&session, &[]);
    assert_eq!((badges.unread(&quiet), badges.unread(&world.general)), (vec![early], loud[1..].iter().map(number).collect()));
    assert_eq!(badges.counted, BTreeMap::from([(world.general.clone(), 100), (quiet, 1)]));
    ack(&person, &world.general, loud[100].as_str().unwrap()).await;
    session.expect("MESSAGE_ACK", |_| true).await;
    Badges::of(&session, &[]).must_be_those_of(&Badges::of(&person.gateway().await, &[]));
}

#[tokio::test]
async fn messages_of_a_dm_count_for_the_other_side_until_they_are_read() {
    let mut server = Server::unlimited();
    let (one, two) = (Account::register(server.http).await, Account::register(server.http).await);
    let dm = one.open_dm(&two.id).await;
    let mut said = Vec::new();
    for n in 0..4 {
        said.push(id(&one.say(&dm, &format!("{n}")).await));
    }
    let entry = |session: &Gateway| session.all("READY")[0]["read_state"][0].clone();
    let mut session = two.gateway().await;
    assert_eq!((&entry(&session)["id"], &entry(&session)["mention_count"]), (&json!(dm), &json!(4)));
    ack(&two, &dm, &said[1]).await;
    let heard = session.expect("MESSAGE_ACK", |_| true).await;
    assert_eq!((&heard["mention_count"], &heard["mentions"]), (&json!(2), &json!([said[3], said[2]])));
    one.delete(&format!("/channels/{dm}/messages/{}", said[2])).await.done();
    session.expect("MESSAGE_DELETE", |_| true).await;
    let expected = json!({"id": dm, "last_message_id": said[1], "mention_count": 1});
    assert_eq!(entry(&two.gateway().await), expected);
    let own = &one.gateway().await;
    assert_eq!(entry(own), json!({"id": dm, "last_message_id": said[3], "mention_count": 0}), "its author has read it");
    server.kill9();
    let server = server.restart();
    let two = Account { address: server.http, rest: two.rest.at(server.http), ..two };
    let mut session = two.gateway().await;
    assert_eq!(entry(&session), expected);
    mark_unread(&two, &dm, &said[0]).await;
    assert_eq!(session.expect("MESSAGE_ACK", |_| true).await["mentions"], json!([said[3], said[1]]));
    let answer = id(&two.say(&dm, "all read").await);
    session.expect("MESSAGE_CREATE", |d| d["id"] == *answer).await;
    assert_eq!(entry(&two.gateway().await), json!({"id": dm, "last_message_id": answer, "mention_count": 0}));
}

#[tokio::test]
async fn server_marked_as_read_is_told_channel_by_channel() {
    let world = World::new().await;
    let person = world.member().await;
    let (second, hidden) = (id(&world.channel(json!({"name": "second"})).await), world.hidden_channel().await);
    let mut session = person.gateway().await;
    let mut acks = Vec::new();
    for channel in [&world.general, &second, &hidden] {
        let said = id(&world.owner.say(channel, "@everyone").await);
        acks.push(json!({"channel_id": channel, "message_id": said}));
    }
    acks.push(json!({"channel_id": "1", "message_id": "1"}));
    person.post("/read-states/ack-bulk", json!({"read_states": acks})).await.done();
    for channel in [&world.general, &second] {
        session.expect("MESSAGE_ACK", |d| d["channel_id"] == *channel.as_str() && d["mention_count"] == 0).await;
    }
    let fresh = person.gateway().await;
    assert_eq!(Badges::of(&fresh, &[]).mentions, BTreeMap::new());
    let mut known = ids(&fresh.all("READY")[0]["read_state"]);
    known.sort();
    let mut expected = vec![world.general.clone(), second];
    expected.sort();
    assert_eq!(known, expected, "neither the hidden channel nor the unknown one");
}

/// A sequence of numbers that a seed makes.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// Reads, writes, pings and deletes at random, as `seed` says.
async fn live(world: &World, person: &Account, role: &str, channels: &[String], seed: u64) {
    let (mut dice, mut said) = (Dice(seed), Vec::<(String, String)>::new());
    for _ in 0..60 {
        let channel = &channels[dice.roll(channels.len())];
        let at = dice.roll(said.len().max(1));
        match (dice.roll(10), said.get(at)) {
            (0, Some(_)) => {
                let (channel, message) = said.swap_remove(at);
                world.owner.delete(&format!("/channels/{channel}/messages/{message}")).await.done();
            }
            (1 | 2, Some((channel, message))) => ack(person, channel, message).await,
            (3, Some((channel, message))) => mark_unread(person, channel, message).await,
            (4, _) => said.push((channel.clone(), id(&person.say(channel, "@everyone and I").await))),
            (n, _) => {
                let text = ["nobody", "@everyone", &format!("<@{}>", person.id), &format!("<@&{role}>")][n % 4].to_owned();
                said.push((channel.clone(), id(&world.owner.say(channel, &text).await)));
            }
        }
    }
}

#[tokio::test]
async fn client_that_heard_all_shows_what_one_shows_that_begins_now_and_one_that_begins_after_a_kill() {
    let mut server = Server::unlimited();
    let world = World::on(&server).await;
    let (person, role) = (world.member().await, world.role(json!({"name": "crew"})).await);
    world.give_role(&person, &role).await;
    let channels = vec![world.general.clone(), id(&world.channel(json!({"name": "second"})).await)];
    let mut session = person.gateway().await;
    for seed in 1..=4 {
        live(&world, &person, &role, &channels, seed).await;
        // The ends of both streams.
        mark_unread(&person, &world.general, &world.general).await;
        session.expect("MESSAGE_ACK", |d| d["message_id"] == *world.general).await;
        world.fence(&mut session).await;
        Badges::of(&session, &[&role]).must_be_those_of(&Badges::of(&person.gateway().await, &[]));
    }
    let heard = Badges::of(&session, &[&role]);
    assert!(!heard.mentions.is_empty(), "the run pinged");
    server.kill9();
    let server = server.restart();
    let person = Account { address: server.http, rest: person.rest.at(server.http), ..person };
    heard.must_be_those_of(&Badges::of(&person.gateway().await, &[]));
}
