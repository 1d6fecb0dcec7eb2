//! A sender: writes as fast as it is answered, and remembers over crashes what it does not know the outcome of.
use std::io;
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::json;

use super::http::{Answer, Http};
use super::rest::{Account, snowflake};
use super::rng::Rng;
use super::rounds::Round;
use crate::checker::{Action, Recorder};

/// Emoji and its form in a path.
const EMOJI: [(&str, &str); 2] = [("🔔", "%F0%9F%94%94"), ("👍", "%F0%9F%91%8D")];
/// Reactions go to one of so many newest messages.
const RECENT_MAX: usize = 50;

/// `(channel, id)` of the newest acked messages of all senders.
pub(super) type Recent = Arc<Mutex<Vec<(u64, u64)>>>;

pub(super) struct Sender {
    writer: Writer,
    rng: Rng,
    channels: Arc<[u64]>,
    recent: Recent,
    /// Acked messages of its own.
    own: Vec<(u64, u64)>,
    written: u64,
    /// A create without an outcome.
    unsure: Option<Action>,
}

/// Who writes, and into which log.
struct Writer {
    client: u32,
    account: Account,
    recorder: Recorder,
}

impl Sender {
    pub(super) fn new(client: u32, account: Account, channels: Arc<[u64]>, recorder: Recorder, (rng, recent): (Rng, Recent)) -> Self {
        let writer = Writer { client, account, recorder };
        Self { writer, rng, channels, recent, own: Vec::new(), written: 0, unsure: None }
    }

    /// Writes until the server is killed.
    pub(super) async fn write(&mut self, round: &Round) {
        let Err(error) = self.write_on(round).await else {
            return;
        };
        round.assert_killed(&format!("a sender lost its connection: {error}"));
    }

    async fn write_on(&mut self, round: &Round) -> io::Result<()> {
        let mut http = self.connect(round).await?;
        // A second connection, for requests that are sent twice at once.
        let mut twin = self.connect(round).await?;
        self.repeat_unsure(&mut http).await?;
        while !round.is_killed() {
            self.step(&mut http, &mut twin).await?;
        }
        Ok(())
    }

    /// Repeats what the last crash left open, as people do; or gives it up, as people do, too.
    pub(super) async fn settle(&mut self, round: &Round) {
        let mut http = self.connect(round).await.unwrap();
        self.repeat_unsure(&mut http).await.unwrap();
    }

    /// Writes one message into each channel, and returns their ids.
    pub(super) async fn write_last(&mut self, round: &Round) -> Vec<u64> {
        let mut http = self.connect(round).await.unwrap();
        for channel in self.channels.clone().iter() {
            let create = self.create(*channel);
            self.post(&mut http, create).await.unwrap();
        }
        self.own.iter().rev().take(self.channels.len()).map(|(_, id)| *id).collect()
    }

    async fn connect(&self, round: &Round) -> io::Result<Http> {
        Http::connect(round.address, &self.writer.account.token).await
    }

    async fn repeat_unsure(&mut self, http: &mut Http) -> io::Result<()> {
        match self.unsure.take() {
            Some(create) if self.rng.percent(50) => self.post(http, create).await,
            _ => Ok(()),
        }
    }

    async fn step(&mut self, http: &mut Http, twin: &mut Http) -> io::Result<()> {
        let channel = *self.rng.pick(&self.channels).unwrap();
        match self.rng.below(100) {
            0..70 => {
                let create = self.create(channel);
                self.post(http, create).await
            }
            70..74 => {
                let create = self.create(channel);
                self.post_twice(http, twin, create).await
            }
            74..84 => self.edit(http).await,
            84..88 => self.delete(http).await,
            _ => self.react(http).await,
        }
    }

    fn create(&mut self, channel: u64) -> Action {
        let client = self.writer.client;
        self.written += 1;
        let filler = "ding dong ".repeat(usize::try_from(self.rng.below(20)).unwrap());
        let nonce = Some(format!("{client}-{}", self.written));
        let body = format!("{filler}{client}-{}", self.written);
        Action::Create { channel, nonce, enforced: true, body }
    }

    async fn post(&mut self, http: &mut Http, create: Action) -> io::Result<()> {
        let posted = self.writer.perform(http, &create).await;
        self.posted(create, posted)
    }

    /// As a client does that lost patience: both must get the same answer.
    async fn post_twice(&mut self, http: &mut Http, twin: &mut Http, create: Action) -> io::Result<()> {
        let (one, other) = tokio::join!(self.writer.perform(http, &create), self.writer.perform(twin, &create));
        self.posted(create, one.and_then(|id| other.map(|_| id)))
    }

    fn posted(&mut self, create: Action, posted: io::Result<Option<u64>>) -> io::Result<()> {
        match (posted, &create) {
            (Ok(Some(id)), Action::Create { channel, .. }) => {
                self.own.push((*channel, id));
                let mut recent = self.recent.lock();
                if recent.len() == RECENT_MAX {
                    recent.remove(0);
                }
                recent.push((*channel, id));
                Ok(())
            }
            (Ok(_), _) => Ok(()),
            (Err(error), _) => {
                self.unsure = Some(create);
                Err(error)
            }
        }
    }

    async fn edit(&mut self, http: &mut Http) -> io::Result<()> {
        let Some(&(channel, message)) = self.rng.pick(&self.own) else {
            return Ok(());
        };
        self.written += 1;
        let body = format!("edited {}-{}", self.writer.client, self.written);
        self.writer.perform(http, &Action::Edit { channel, message, body }).await.map(drop)
    }

    async fn delete(&mut self, http: &mut Http) -> io::Result<()> {
        let Some(&(channel, message)) = self.rng.pick(&self.own) else {
            return Ok(());
        };
        self.own.retain(|(_, id)| *id != message);
        self.writer.perform(http, &Action::Delete { channel, message }).await.map(drop)
    }

    async fn react(&mut self, http: &mut Http) -> io::Result<()> {
        let picked = self.rng.pick(&self.recent.lock()).copied();
        let Some((channel, message)) = picked else {
            return Ok(());
        };
        let emoji = self.rng.pick(&EMOJI).unwrap().0.to_owned();
        let action =
            if self.rng.percent(70) { Action::React { channel, message, emoji } } else { Action::Unreact { channel, message, emoji } };
        self.writer.perform(http, &action).await.map(drop)
    }
}

impl Writer {
    /// Performs `action` and writes down how it ended; returns the id of a created message. An error means: unknown.
    async fn perform(&self, http: &mut Http, action: &Action) -> io::Result<Option<u64>> {
        let ticket = self.recorder.invoked(self.client, self.account.id, action.clone());
        let (status, answer) = request(http, action).await?;
        match (status, action) {
            (200, Action::Create { .. }) => {
                let id = snowflake(&answer["id"]);
                ticket.acked(Some(id));
                Ok(Some(id))
            }
            (200 | 204, _) => {
                ticket.acked(None);
                Ok(None)
            }
            // Deleted by somebody meanwhile; or 503, which is said only of what is certainly not stored.
            (404, Action::Edit { .. } | Action::Delete { .. } | Action::React { .. } | Action::Unreact { .. }) | (503, _) => {
                ticket.refused();
                Ok(None)
            }
            _ => panic!("{action:?} was answered with {status} {answer}"),
        }
    }
}

async fn request(http: &mut Http, action: &Action) -> io::Result<Answer> {
    let message_path = |channel: &u64, message: &u64| format!("/channels/{channel}/messages/{message}");
    let reaction_path = |channel: &u64, message: &u64, emoji: &str| {
        let emoji = EMOJI.iter().find(|(plain, _)| *plain == emoji).unwrap().1;
        format!("{}/reactions/{emoji}/@me", message_path(channel, message))
    };
    match action {
        Action::Create { channel, nonce, enforced, body } => {
            let body = json!({"content": body, "nonce": nonce, "enforce_nonce": enforced});
            http.call("POST", &format!("/channels/{channel}/messages"), Some(&body)).await
        }
        Action::Edit { channel, message, body } => {
            http.call("PATCH", &message_path(channel, message), Some(&json!({"content": body}))).await
        }
        Action::Delete { channel, message } => http.call("DELETE", &message_path(channel, message), None).await,
        Action::React { channel, message, emoji } => http.call("PUT", &reaction_path(channel, message, emoji), None).await,
        Action::Unreact { channel, message, emoji } => http.call("DELETE", &reaction_path(channel, message, emoji), None).await,
    }
}
