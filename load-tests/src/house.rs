//! What a load needs on the server: users, one guild with channels, and everybody in it.
use crate::clock;
use crate::http::Client;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::net::SocketAddr;

pub(crate) struct House {
    pub(crate) tokens: Vec<String>,
    /// The channel that is written to.
    pub(crate) channel: String,
}

impl House {
    /// Registers `users`, each once: a password costs the server tens of milliseconds, a session nothing of that.
    pub(crate) fn build(address: SocketAddr, users: usize, channels: usize) -> Result<Self> {
        let mut client = Client::connect(address)?;
        let run = clock::now_ns() / clock::MS % 1_000_000_000;
        let mut tokens = Vec::with_capacity(users);
        for user in 0..users.max(1) {
            // Names of one width, so that every author's frame has the same size.
            let name = format!("load_{run:09}_{user:05}");
            let account = json!({"username": name, "password": "correct horse battery", "consent": true});
            let answer = client.call("POST", "/auth/register", "", &account)?;
            tokens.push(text(&answer, "token")?);
        }
        let owner = tokens.first().context("no user")?.clone();
        let guild = client.call("POST", "/guilds", &owner, &json!({"name": "load"}))?;
        let guild = text(&guild, "id")?;
        let channel = make_channels(&mut client, &owner, &guild, channels)?;
        let invites = format!("/channels/{channel}/invites");
        let invite = client.call("POST", &invites, &owner, &json!({"max_age": 0, "max_uses": 0}))?;
        let join = format!("/invites/{}", text(&invite, "code")?);
        for token in tokens.iter().skip(1) {
            client.call("POST", &join, token, &json!({}))?;
        }
        Ok(Self { tokens, channel })
    }
}

/// Brings the guild's text channels up to `channels` and returns the first.
fn make_channels(client: &mut Client, owner: &str, guild: &str, channels: usize) -> Result<String> {
    let path = format!("/guilds/{guild}/channels");
    let list = client.call("GET", &path, owner, &Value::Null)?;
    let list = list.as_array().context("channels are a list")?;
    let mut texts = list.iter().filter(|channel| channel.get("type") == Some(&json!(0)));
    let first = text(texts.next().context("a new guild has a text channel")?, "id")?;
    for number in 1 + texts.count()..channels {
        client.call("POST", &path, owner, &json!({"name": format!("load-{number}"), "type": 0}))?;
    }
    Ok(first)
}

fn text(object: &Value, key: &str) -> Result<String> {
    let text = object.get(key).and_then(Value::as_str);
    Ok(text.with_context(|| format!("no {key} in {object}"))?.to_owned())
}
