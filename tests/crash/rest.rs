//! The REST calls of the test, and Discord's JSON as the checker wants it.
use std::net::SocketAddr;

use serde_json::{Value, json};

use super::http::Http;
use crate::checker::Message;

#[derive(Clone)]
pub(super) struct Account {
    pub(super) id: u64,
    pub(super) token: String,
}

/// A guild with some channels that all accounts are members of.
pub(super) struct Guild {
    pub(super) channels: Vec<u64>,
}

/// Registers `count` accounts. The first founds a guild with `channels` text channels; the others join it.
pub(super) async fn found(address: SocketAddr, count: usize, channels: usize) -> (Vec<Account>, Guild) {
    let mut nobody = Http::connect(address, "").await.unwrap();
    let mut accounts = Vec::new();
    for number in 0..count {
        let body = json!({"username": format!("person{number}"), "password": "correct horse", "consent": true});
        let answer = must(&mut nobody, "POST", "/auth/register", Some(&body)).await;
        let token = answer["token"].as_str().unwrap().to_owned();
        accounts.push(Account { id: snowflake(&answer["user_id"]), token });
    }
    let mut founder = Http::connect(address, &accounts[0].token).await.unwrap();
    let guild = must(&mut founder, "POST", "/guilds", Some(&json!({"name": "Crash"}))).await;
    let guild = snowflake(&guild["id"]);
    let mut made = Vec::new();
    for number in 0..channels {
        let body = json!({"name": format!("channel-{number}"), "type": 0});
        let channel = must(&mut founder, "POST", &format!("/guilds/{guild}/channels"), Some(&body)).await;
        made.push(snowflake(&channel["id"]));
    }
    let invite = must(&mut founder, "POST", &format!("/channels/{}/invites", made[0]), Some(&json!({"max_age": 0}))).await;
    let path = format!("/invites/{}", invite["code"].as_str().unwrap());
    for account in &accounts[1..] {
        let mut guest = Http::connect(address, &account.token).await.unwrap();
        must(&mut guest, "POST", &path, Some(&json!({}))).await;
    }
    (accounts, Guild { channels: made })
}

/// A call that has to succeed.
pub(super) async fn must(http: &mut Http, method: &str, path: &str, body: Option<&Value>) -> Value {
    let (status, answer) = http.call(method, path, body).await.unwrap();
    assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
    answer
}

pub(super) fn snowflake(value: &Value) -> u64 {
    let text = value.as_str().unwrap_or_else(|| panic!("an id must be a string, not {value}"));
    text.parse().unwrap()
}

pub(super) fn message(value: &Value) -> Message {
    let nonce = match &value["nonce"] {
        Value::Null => None,
        Value::String(nonce) => Some(nonce.clone()),
        other => Some(other.to_string()),
    };
    let reactions = value["reactions"].as_array().into_iter().flatten();
    let reactions = reactions.map(|reaction| {
        let emoji = reaction["emoji"]["name"].as_str().unwrap().to_owned();
        (emoji, u32::try_from(reaction["count"].as_u64().unwrap()).unwrap())
    });
    Message {
        id: snowflake(&value["id"]),
        author: snowflake(&value["author"]["id"]),
        nonce,
        body: value["content"].as_str().unwrap().to_owned(),
        reactions: reactions.collect(),
    }
}
