//! A subscriber: a gateway client that outlives the server's crashes, and writes down all that it sees.
use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::http::Http;
use super::rest::{self, Account};
use super::rng::Rng;
use super::rounds::{Phase, Round};
use super::{history, rest::snowflake};
use crate::checker::{Direction, Event, Message, Recorder, Sighting};

/// GUILDS, `GUILD_MESSAGES`, `GUILD_MESSAGE_REACTIONS`, `MESSAGE_CONTENT`.
const INTENTS: u32 = 1 | 1 << 9 | 1 << 10 | 1 << 15;

pub(super) struct Subscriber {
    number: u32,
    account: Account,
    channels: Arc<[u64]>,
    recorder: Recorder,
    rng: Rng,
    /// Up to here it knows each channel without a hole; the next session catches up from here.
    closed: Newest,
    seen: HashSet<u64>,
}

/// The newest message of each channel.
type Newest = HashMap<u64, u64>;

/// Why listening ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The server was killed.
    Killed,
    /// Everything that the round waits for was seen.
    Reached,
}

/// The socket was lost.
#[derive(Debug)]
struct Lost;

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What RESUME needs, and what this session knows.
struct Session {
    id: String,
    s: u64,
    newest: Newest,
    /// What came between the former session and this one has been read.
    caught_up: bool,
}

impl Subscriber {
    pub(super) fn new(number: u32, account: Account, channels: Arc<[u64]>, recorder: Recorder, rng: Rng) -> Self {
        Self { number, account, channels, recorder, rng, closed: Newest::new(), seen: HashSet::new() }
    }

    /// Begins a session and listens in it, over cuts of its socket, until the server is killed or the round's goal is reached.
    pub(super) async fn listen(&mut self, round: &Round) -> Ended {
        let Ok((socket, mut session)) = self.identify(round).await else {
            round.assert_killed("a subscriber lost its first socket");
            return Ended::Killed;
        };
        let ended = self.listen_in(&mut session, socket, round).await;
        // Where the read was cut short, there is still a hole, and the next session must begin where this one did.
        if session.caught_up {
            self.closed.extend(session.newest);
        }
        ended
    }

    async fn listen_in(&mut self, session: &mut Session, mut socket: Socket, round: &Round) -> Ended {
        let recorder = self.recorder.clone();
        let catch_up = CatchUp { account: self.account.clone(), subscriber: self.number, after: self.closed.clone() };
        let mut catch_up = std::pin::pin!(catch_up.read(round, &recorder));
        // Half of the sessions lose their socket somewhere and RESUME.
        let mut cut_after = if self.rng.percent(50) { self.rng.below(200) } else { u64::MAX };
        let mut phase = round.phase.subscribe();
        while !(session.caught_up && self.has_reached(&phase.borrow())) {
            let lost = tokio::select! {
                frame = socket.frame() => match frame {
                    Ok(frame) => self.take(&mut socket, session, &frame).await.is_err(),
                    Err(Lost) => true,
                },
                // Beside listening, so that the two overlap as they do in real clients.
                read = &mut catch_up, if !session.caught_up => {
                    let Some(read) = read else { return Ended::Killed };
                    self.know(session, &read);
                    session.caught_up = true;
                    false
                }
                _ = phase.changed() => false,
            };
            cut_after = cut_after.saturating_sub(1);
            if !lost && cut_after > 0 {
                continue;
            }
            cut_after = u64::MAX;
            drop(socket);
            socket = match self.resume(round, session).await {
                Some(resumed) => resumed,
                None => return Ended::Killed,
            };
        }
        Ended::Reached
    }

    async fn identify(&mut self, round: &Round) -> Result<(Socket, Session), Lost> {
        let mut socket = Socket::open(round.address).await?;
        let properties = json!({"os": "linux", "browser": "test", "device": "test"});
        let identify = json!({"token": self.account.token, "intents": INTENTS, "properties": properties});
        socket.send(&json!({"op": 2, "d": identify})).await?;
        let ready = socket.dispatch("READY").await?;
        let mut session =
            Session { id: text(&ready["d"]["session_id"]), s: ready["s"].as_u64().unwrap(), newest: Newest::new(), caught_up: false };
        let identified = Sighting::Identified { session: session.id.clone(), s: session.s };
        self.recorder.seen(self.number, identified);
        loop {
            let frame = socket.frame().await?;
            self.take(&mut socket, &mut session, &frame).await?;
            if frame["t"] == "GUILD_CREATE" {
                let attached = Sighting::Attached { channels: self.channels.to_vec() };
                self.recorder.seen(self.number, attached);
                return Ok((socket, session));
            }
        }
    }

    /// `None`: the server was killed.
    async fn resume(&mut self, round: &Round, session: &Session) -> Option<Socket> {
        let resume = json!({"token": self.account.token, "session_id": session.id, "seq": session.s});
        loop {
            if round.is_killed() {
                return None;
            }
            let Ok(mut socket) = Socket::open(round.address).await else {
                round.assert_killed("a subscriber cannot connect");
                return None;
            };
            if socket.send(&json!({"op": 6, "d": resume})).await.is_ok() {
                self.recorder.seen(self.number, Sighting::Resumed);
                return Some(socket);
            }
        }
    }

    async fn take(&mut self, socket: &mut Socket, session: &mut Session, frame: &Value) -> Result<(), Lost> {
        match frame["op"].as_u64() {
            Some(0) => {
                session.s = frame["s"].as_u64().unwrap();
                let event = event(frame);
                if let Event::Create { channel, message } = &event {
                    self.know(session, &[(*channel, message.id)]);
                }
                let dispatch = Sighting::Dispatch { s: session.s, event };
                self.recorder.seen(self.number, dispatch);
                Ok(())
            }
            Some(1) => socket.send(&json!({"op": 1, "d": session.s})).await,
            Some(10 | 11) => Ok(()),
            _ => panic!("a living server sent {frame} to a lawful session"),
        }
    }

    fn know(&mut self, session: &mut Session, read: &[(u64, u64)]) {
        for &(channel, id) in read {
            let newest = session.newest.entry(channel).or_default();
            *newest = id.max(*newest);
            self.seen.insert(id);
        }
    }

    fn has_reached(&self, phase: &Phase) -> bool {
        match phase {
            Phase::Ending { goal } => goal.iter().all(|id| self.seen.contains(id)),
            Phase::Running | Phase::Killed => false,
        }
    }
}

/// The reads that close the gap before a session.
struct CatchUp {
    account: Account,
    subscriber: u32,
    after: Newest,
}

impl CatchUp {
    /// Returns the channel and id of everything that it read; nothing if a kill cut it short.
    async fn read(self, round: &Round, recorder: &Recorder) -> Option<Vec<(u64, u64)>> {
        let read = self.read_all(round, recorder).await;
        if read.is_err() {
            round.assert_killed("a subscriber cannot read history");
        }
        read.ok()
    }

    async fn read_all(self, round: &Round, recorder: &Recorder) -> std::io::Result<Vec<(u64, u64)>> {
        let mut read = Vec::new();
        let mut http = Http::connect(round.address, &self.account.token).await?;
        for (channel, after) in self.after {
            let asked_ns = recorder.now_ns();
            let pages = history::read(&mut http, channel, (Direction::After, 100), after).await?;
            let messages: Vec<Message> = pages.into_iter().flatten().collect();
            read.extend(messages.iter().map(|message| (channel, message.id)));
            let caught_up = Sighting::CaughtUp { channel, after, asked_ns, messages };
            recorder.seen(self.subscriber, caught_up);
        }
        Ok(read)
    }
}

impl Socket {
    /// Connects and takes the HELLO.
    async fn open(address: SocketAddr) -> Result<Self, Lost> {
        let url = format!("ws://{address}/gateway/?v=10&encoding=json");
        let (stream, _) = connect_async(url).await.map_err(|_| Lost)?;
        let mut socket = Self(stream);
        let hello = socket.frame().await?;
        assert_eq!(hello["op"], 10, "the first frame must be HELLO: {hello}");
        Ok(socket)
    }

    async fn send(&mut self, frame: &Value) -> Result<(), Lost> {
        self.0.send(Frame::text(frame.to_string())).await.map_err(|_| Lost)
    }

    /// Cancel safety: no frame is lost when this is dropped.
    async fn frame(&mut self) -> Result<Value, Lost> {
        loop {
            match self.0.next().await {
                Some(Ok(Frame::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Frame::Close(_)) | Err(_)) | None => return Err(Lost),
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next dispatch, which must be `name`.
    async fn dispatch(&mut self, name: &str) -> Result<Value, Lost> {
        loop {
            let frame = self.frame().await?;
            if frame["op"] == 0 {
                assert_eq!(frame["t"], name, "{frame}");
                return Ok(frame);
            }
        }
    }
}

fn event(frame: &Value) -> Event {
    let data = &frame["d"];
    let channel = || snowflake(&data["channel_id"]);
    match frame["t"].as_str() {
        Some("MESSAGE_CREATE") => Event::Create { channel: channel(), message: rest::message(data) },
        Some("MESSAGE_UPDATE") => Event::Update { channel: channel(), message: rest::message(data) },
        Some("MESSAGE_DELETE") => Event::Delete { channel: channel(), message: snowflake(&data["id"]) },
        _ => Event::Other,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
