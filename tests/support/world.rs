//! People, bots, a guild and its channels, for one test.

use super::gateway::Incoming;
use super::server::Log;
use super::{Answer, DEADLINE, Gateway, Identify, Rest, Server, id, shared, text};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

pub const PASSWORD: &str = "correct horse battery";

/// A person or a bot, with its REST client.
#[derive(Clone)]
pub struct Account {
    pub address: SocketAddr,
    pub id: String,
    pub username: String,
    /// As in IDENTIFY.
    pub token: String,
    pub rest: Rest,
}

impl std::ops::Deref for Account {
    type Target = Rest;

    fn deref(&self) -> &Rest {
        &self.rest
    }
}

/// A user name that nobody has.
pub fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("user_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Account {
    /// A new person.
    pub async fn register(address: SocketAddr) -> Self {
        let username = fresh_name();
        let nobody = Rest::new(address);
        let answer = nobody.post("/auth/register", json!({"username": username, "password": PASSWORD, "consent": true})).await.ok();
        let token = text(&answer, "token");
        Self { address, id: text(&answer, "user_id"), username, rest: nobody.as_user(&token), token }
    }

    /// A new bot of this person, in no guild.
    pub async fn create_bot(&self) -> Self {
        let application = self.post("/applications", json!({"name": fresh_name()})).await.created();
        let bot_id = id(&application);
        let token = text(&self.post(&format!("/applications/{bot_id}/bot/reset"), json!({})).await.ok(), "token");
        let rest = self.rest.as_user(&format!("Bot {token}"));
        Self { address: self.address, username: text(&application["bot"], "username"), id: bot_id, rest, token }
    }

    pub fn ask(&self) -> Identify {
        Identify::new(&self.token)
    }

    /// A session with all intents that has heard of all its guilds.
    pub async fn gateway(&self) -> Gateway {
        Gateway::connect(self.address, &self.ask()).await
    }

    /// Sends a message that must be taken.
    pub async fn say(&self, channel: &str, content: &str) -> Value {
        self.try_say(channel, content).await.ok()
    }

    pub async fn try_say(&self, channel: &str, content: &str) -> Answer {
        self.post(&format!("/channels/{channel}/messages"), json!({"content": content})).await
    }

    /// The DM with another user.
    pub async fn open_dm(&self, with: &str) -> String {
        id(&self.post("/users/@me/channels", json!({"recipient_id": with})).await.ok())
    }
}

/// An owner with a guild, on the shared server or on one of its own.
pub struct World {
    pub address: SocketAddr,
    log: Arc<Log>,
    pub owner: Account,
    /// Also the id of `@everyone`.
    pub guild: String,
    pub general: String,
    pub category: String,
}

impl World {
    /// On the server that tests share.
    pub async fn new() -> Self {
        Self::on(shared()).await
    }

    pub async fn on(server: &Server) -> Self {
        let owner = Account::register(server.http).await;
        Self::of(server, owner).await
    }

    /// A new guild of this person.
    pub async fn of(server: &Server, owner: Account) -> Self {
        let guild = id(&owner.post("/guilds", json!({"name": "The house"})).await.created());
        let channels = owner.get(&format!("/guilds/{guild}/channels")).await.ok();
        let of_kind = |kind: u64| {
            channels.as_array().and_then(|list| list.iter().find(|channel| channel["type"] == kind)).map(id).expect("a channel")
        };
        Self { address: server.http, log: Arc::clone(&server.log), owner, guild, general: of_kind(0), category: of_kind(4) }
    }

    pub fn nobody(&self) -> Rest {
        Rest::new(self.address)
    }

    /// A new person who has joined by an invite.
    pub async fn member(&self) -> Account {
        let person = Account::register(self.address).await;
        self.admit(&person).await;
        person
    }

    /// A new person who is in no guild.
    pub async fn outsider(&self) -> Account {
        Account::register(self.address).await
    }

    pub async fn admit(&self, person: &Account) {
        let code = self.invite().await;
        person.post(&format!("/invites/{code}"), json!({})).await.ok();
    }

    pub async fn invite(&self) -> String {
        text(&self.owner.post(&format!("/channels/{}/invites", self.general), json!({})).await.ok(), "code")
    }

    /// A new bot of the owner, in the guild with these permissions.
    pub async fn bot(&self, permissions: u64) -> Account {
        let bot = self.owner.create_bot().await;
        self.add_bot(&bot, permissions).await.ok();
        bot
    }

    pub async fn add_bot(&self, bot: &Account, permissions: u64) -> Answer {
        let path = format!("/oauth2/authorize?client_id={}&scope=bot&permissions={permissions}", bot.id);
        let body = json!({"authorize": true, "guild_id": self.guild, "permissions": permissions.to_string()});
        self.owner.post(&path, body).await
    }

    /// A new channel; `order` beside its name and type.
    pub async fn channel(&self, order: Value) -> Value {
        let mut body = json!({"name": "a-channel", "type": 0});
        for (key, value) in order.as_object().expect("an object") {
            body[key] = value.clone();
        }
        self.owner.post(&format!("/guilds/{}/channels", self.guild), body).await.created()
    }

    /// A new text channel that only those see who are named by an overwrite later.
    pub async fn hidden_channel(&self) -> String {
        let overwrite = json!({"id": self.guild, "type": 0, "deny": VIEW_CHANNEL.to_string(), "allow": "0"});
        id(&self.channel(json!({"name": "hidden", "permission_overwrites": [overwrite]})).await)
    }

    pub async fn role(&self, order: Value) -> String {
        id(&self.owner.post(&format!("/guilds/{}/roles", self.guild), order).await.ok())
    }

    pub async fn give_role(&self, to: &Account, role: &str) {
        self.owner.bare(hyper::Method::PUT, &format!("/guilds/{}/members/{}/roles/{role}", self.guild, to.id)).await.done();
    }

    pub async fn take_role(&self, from: &Account, role: &str) {
        self.owner.delete(&format!("/guilds/{}/members/{}/roles/{role}", self.guild, from.id)).await.done();
    }

    /// Lets or forbids a role (`kind` 0) or member (1) something in a channel.
    pub async fn overwrite(&self, channel: &str, (target, kind): (&str, u64), allow: u64, deny: u64) {
        let body = json!({"type": kind, "allow": allow.to_string(), "deny": deny.to_string()});
        self.owner.put(&format!("/channels/{channel}/permissions/{target}"), body).await.done();
    }

    /// Sends a message that everybody sees and waits until `listener` has it: what was published before it has then been delivered or never
    /// is.
    pub async fn fence(&self, listener: &mut Gateway) {
        let message = self.owner.say(&self.general, "fence").await;
        listener.expect("MESSAGE_CREATE", |d| d["id"] == message["id"]).await;
    }

    /// Waits until a listener without the GUILDS intent listens, which nothing tells it: says fences until one comes.
    pub async fn first_fence(&self, listener: &mut Gateway) {
        let end = tokio::time::Instant::now() + DEADLINE;
        loop {
            self.owner.say(&self.general, "fence").await;
            match listener.next_within(Duration::from_millis(100)).await {
                None => assert!(tokio::time::Instant::now() < end, "it never listens"),
                Some(Incoming::Frame(_)) => return self.fence(listener).await,
                Some(closed) => panic!("{closed:?}"),
            }
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- the server's log ---\n{}", self.log.tail());
        }
    }
}

pub const CREATE_INVITE: u64 = 1;
pub const KICK_MEMBERS: u64 = 1 << 1;
pub const BAN_MEMBERS: u64 = 1 << 2;
pub const ADMINISTRATOR: u64 = 1 << 3;
pub const MANAGE_CHANNELS: u64 = 1 << 4;
pub const MANAGE_GUILD: u64 = 1 << 5;
pub const ADD_REACTIONS: u64 = 1 << 6;
pub const VIEW_CHANNEL: u64 = 1 << 10;
pub const SEND_MESSAGES: u64 = 1 << 11;
pub const MANAGE_MESSAGES: u64 = 1 << 13;
pub const READ_HISTORY: u64 = 1 << 16;
pub const MENTION_EVERYONE: u64 = 1 << 17;
pub const CHANGE_NICKNAME: u64 = 1 << 26;
pub const MANAGE_NICKNAMES: u64 = 1 << 27;
pub const MANAGE_ROLES: u64 = 1 << 28;
