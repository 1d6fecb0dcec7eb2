//! A gateway client. It keeps every event, and fails the test on a gap in `s`, a frame whose `s` is not last and of fixed width, or an
//! event that libraries could not read.

use super::transport::{Compress, Decoder};
use super::{ALL_INTENTS, DEADLINE, judge, tls};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// One dispatch.
#[derive(Clone, Debug)]
pub struct Event {
    pub name: String,
    pub s: u64,
    pub d: Value,
    /// `expect` gave it out already.
    taken: bool,
}

/// What comes next on the socket.
#[derive(Clone, PartialEq, Debug)]
pub enum Incoming {
    /// Any frame; a dispatch is in `events` too.
    Frame(Value),
    /// The socket ended, with a close code or without.
    Closed(Option<u16>),
}

/// What a session asks for.
#[derive(Clone, Debug)]
pub struct Identify {
    pub token: String,
    pub intents: u64,
    pub shard: Option<[u64; 2]>,
    pub large_threshold: Option<u64>,
    pub compress: Compress,
}

impl Identify {
    pub fn new(token: &str) -> Self {
        Self { token: token.to_owned(), intents: ALL_INTENTS, shard: None, large_threshold: None, compress: Compress::None }
    }

    pub fn intents(self, intents: u64) -> Self {
        Self { intents, ..self }
    }

    pub fn shard(self, shard: u64, of: u64) -> Self {
        Self { shard: Some([shard, of]), ..self }
    }

    pub fn compress(self, compress: Compress) -> Self {
        Self { compress, ..self }
    }

    pub fn body(&self) -> Value {
        let properties = json!({"os": "linux", "browser": "wire", "device": "wire"});
        let mut d = json!({"token": self.token, "intents": self.intents, "properties": properties, "compress": false});
        if let Some(shard) = self.shard {
            d["shard"] = json!(shard);
        }
        if let Some(large_threshold) = self.large_threshold {
            d["large_threshold"] = json!(large_threshold);
        }
        d
    }
}

/// One session's client, with its socket.
pub struct Gateway {
    socket: WebSocketStream<Box<dyn tls::Connection>>,
    decoder: Decoder,
    address: SocketAddr,
    compress: Compress,
    pub heartbeat_interval_ms: u64,
    pub token: String,
    pub session_id: String,
    pub user_id: String,
    pub last_s: u64,
    pub events: Vec<Event>,
    /// The close code, once the socket has ended.
    #[expect(clippy::option_option, reason = "a socket may also end without a code")]
    pub closed: Option<Option<u16>>,
}

/// A session without a socket.
pub struct Cut {
    address: SocketAddr,
    pub compress: Compress,
    pub token: String,
    pub session_id: String,
    user_id: String,
    pub last_s: u64,
    pub events: Vec<Event>,
}

impl Gateway {
    /// Opens a socket and takes HELLO.
    pub async fn open(address: SocketAddr, compress: Compress) -> Self {
        let mut gateway = Self::dial(address, &format!("/gateway?v=10&encoding=json{}", compress.query()), compress).await;
        let hello = gateway.expect_op(10).await;
        assert_eq!((&hello["s"], &hello["t"]), (&Value::Null, &Value::Null), "{hello}");
        gateway.heartbeat_interval_ms = hello["d"]["heartbeat_interval"].as_u64().expect("an interval");
        gateway
    }

    /// A session like [`Self::connect`]'s over a socket whose receive buffer is small: it is soon behind when it does not read.
    pub async fn connect_narrow(address: SocketAddr, identify: &Identify) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4_096).expect("a small buffer");
        let stream = socket.connect(address).await.expect("a connection");
        let path = format!("/gateway?v=10&encoding=json{}", identify.compress.query());
        let mut gateway = Self::try_dial_over(stream, address, &path, identify.compress).await.expect("a WebSocket");
        gateway.expect_op(10).await;
        gateway.identify(identify).await;
        gateway
    }

    /// Opens a socket at any path, and reads nothing.
    pub async fn dial(address: SocketAddr, path: &str, compress: Compress) -> Self {
        Self::try_dial(address, path, compress).await.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The same for a server that may not be there.
    pub async fn try_dial(address: SocketAddr, path: &str, compress: Compress) -> Result<Self, Error> {
        let stream = TcpStream::connect(address).await?;
        Self::try_dial_over(stream, address, path, compress).await
    }

    /// The same over a socket that is connected already.
    pub async fn try_dial_over(stream: TcpStream, address: SocketAddr, path: &str, compress: Compress) -> Result<Self, Error> {
        let stream = tls::speak(stream, address).await?;
        let (socket, _) = client_async(format!("ws://{address}{path}"), stream).await?;
        Ok(Self {
            socket,
            decoder: Decoder::new(compress),
            address,
            compress,
            heartbeat_interval_ms: 0,
            token: String::new(),
            session_id: String::new(),
            user_id: String::new(),
            last_s: 0,
            events: vec![],
            closed: None,
        })
    }

    /// A session that has had READY and a `GUILD_CREATE` for each of its guilds.
    pub async fn connect(address: SocketAddr, identify: &Identify) -> Self {
        let mut gateway = Self::open(address, identify.compress).await;
        gateway.identify(identify).await;
        gateway
    }

    /// Identifies on this socket and takes READY and the guilds.
    pub async fn identify(&mut self, identify: &Identify) -> Value {
        self.last_s = 0;
        self.token.clone_from(&identify.token);
        self.send(2, identify.body()).await;
        let ready = self.expect("READY", |_| true).await;
        assert_eq!(self.last_s, 1, "READY is the first dispatch");
        assert_eq!(ready["v"], 10);
        self.session_id = super::text(&ready, "session_id");
        self.user_id = super::id(&ready["user"]);
        let guilds = ready["guilds"].as_array().expect("guilds").clone();
        for guild in guilds {
            assert_eq!(guild["unavailable"], true, "READY lists guilds as not available yet: {guild}");
            if identify.intents & 1 != 0 {
                self.expect("GUILD_CREATE", |d| d["id"] == guild["id"]).await;
            }
        }
        ready
    }

    pub async fn send(&mut self, op: u64, d: Value) {
        self.send_raw(Message::text(json!({"op": op, "d": d}).to_string())).await;
    }

    /// Sends anything. An error means that the server has closed, which the next read says.
    pub async fn send_raw(&mut self, message: Message) {
        _ = tokio::time::timeout(DEADLINE, self.socket.send(message)).await.expect("the server reads");
    }

    /// Bytes below the WebSocket: for frames that no library would send.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        use tokio::io::AsyncWriteExt;
        _ = self.socket.get_mut().write_all(bytes).await;
    }

    /// Sends a heartbeat and takes its ACK.
    pub async fn heartbeat(&mut self) {
        let d = if self.last_s == 0 { Value::Null } else { json!(self.last_s) };
        self.send(1, d).await;
        self.expect_op(11).await;
    }

    /// The next frame, or the end of the socket. `None` when nothing came in time.
    pub async fn next_within(&mut self, wait: std::time::Duration) -> Option<Incoming> {
        if let Some(code) = self.closed {
            return Some(Incoming::Closed(code));
        }
        let end = tokio::time::Instant::now() + wait;
        loop {
            let message = match tokio::time::timeout_at(end, self.socket.next()).await {
                Err(_) => return None,
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => continue,
                Ok(Some(Ok(Message::Close(frame)))) => return Some(self.ended(frame.as_ref())),
                Ok(Some(Ok(message))) => message,
                Ok(Some(Err(_)) | None) => return Some(self.ended(None)),
            };
            let text = self.decoder.decode(&message);
            return Some(Incoming::Frame(self.keep(&text)));
        }
    }

    pub async fn next(&mut self) -> Incoming {
        self.next_within(DEADLINE).await.unwrap_or_else(|| panic!("nothing came; heard so far: {}", self.heard()))
    }

    fn ended(&mut self, frame: Option<&CloseFrame>) -> Incoming {
        let code = frame.map(|frame| frame.code.into());
        self.closed = Some(code);
        Incoming::Closed(code)
    }

    /// Checks a frame, and keeps it if it is a dispatch.
    fn keep(&mut self, text: &str) -> Value {
        let frame: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"));
        if frame["op"] != 0 {
            assert!(frame["s"].is_null() && frame["t"].is_null(), "s and t belong to dispatches: {text}");
            return frame;
        }
        let s = frame["s"].as_u64().unwrap_or_else(|| panic!("no s in {text}"));
        assert!(text.ends_with(&format!(",\"s\":{s:>10}}}")), "s is not last and ten wide: {text}");
        assert_eq!(s, self.last_s + 1, "a gap or a repeat: {text}");
        self.last_s = s;
        let name = super::text(&frame, "t");
        judge::event(&name, &frame["d"]);
        self.events.push(Event { name, s, d: frame["d"].clone(), taken: false });
        frame
    }

    /// The first event of this name that fits and was not given out before; waits for it.
    pub async fn expect(&mut self, name: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let end = tokio::time::Instant::now() + DEADLINE;
        let mut looked_at = 0;
        loop {
            let new = &mut self.events[looked_at..];
            if let Some(event) = new.iter_mut().find(|event| !event.taken && event.name == name && fits(&event.d)) {
                event.taken = true;
                return event.d.clone();
            }
            looked_at = self.events.len();
            let left = end.saturating_duration_since(tokio::time::Instant::now());
            match self.next_within(left).await {
                Some(Incoming::Frame(_)) => {}
                other => panic!("{other:?} in place of {name}; heard so far: {}", self.heard()),
            }
        }
    }

    /// The next frame with this op; dispatches are kept meanwhile.
    pub async fn expect_op(&mut self, op: u64) -> Value {
        let end = tokio::time::Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(tokio::time::Instant::now());
            match self.next_within(left).await {
                Some(Incoming::Frame(frame)) if frame["op"] == op => return frame,
                Some(Incoming::Frame(_)) => {}
                other => panic!("{other:?} in place of op {op}; heard so far: {}", self.heard()),
            }
        }
    }

    /// Reads up to the end of the socket and asserts its close code.
    pub async fn expect_close(&mut self, code: u16) {
        let end = tokio::time::Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(tokio::time::Instant::now());
            match self.next_within(left).await {
                Some(Incoming::Closed(Some(found))) if found == code => return,
                Some(Incoming::Frame(_)) => {}
                other => panic!("{other:?} in place of a close with {code}; heard so far: {}", self.heard()),
            }
        }
    }

    /// Asserts that nothing follows, and that TLS, where there is some, was ended and not cut.
    pub async fn expect_clean_end(&mut self) {
        use tokio::io::AsyncReadExt;
        let mut rest = Vec::new();
        let end = tokio::time::timeout(DEADLINE, self.socket.get_mut().read_to_end(&mut rest)).await.expect("an end");
        assert_eq!((end.map_err(|error| error.to_string()), rest), (Ok(0), vec![]));
    }

    /// Asserts that no event so far mentions `id` anywhere.
    pub fn never_heard_of(&self, id: &str) {
        for event in &self.events {
            assert!(!event.d.to_string().contains(id), "{} {} tells of {id}: {}", event.name, event.s, event.d);
        }
    }

    /// The events of this name so far that fit, taken or not.
    pub fn count(&self, name: &str, fits: impl Fn(&Value) -> bool) -> usize {
        self.events.iter().filter(|event| event.name == name && fits(&event.d)).count()
    }

    /// Forgets what was heard so far.
    pub fn forget(&mut self) {
        self.events.clear();
    }

    /// Cuts the TCP connection without a word.
    pub fn cut(self) -> Cut {
        let Self { address, compress, token, session_id, user_id, last_s, events, .. } = self;
        Cut { address, compress, token, session_id, user_id, last_s, events }
    }

    /// What a RESUME of this session needs, while the socket stays open: the client believes it dead.
    pub fn half_open(&self) -> Cut {
        let Self { address, compress, token, session_id, user_id, last_s, events, .. } = self;
        Cut {
            address: *address,
            compress: *compress,
            token: token.clone(),
            session_id: session_id.clone(),
            user_id: user_id.clone(),
            last_s: *last_s,
            events: events.clone(),
        }
    }

    /// The events of this name so far, in order.
    pub fn all(&self, name: &str) -> Vec<&Value> {
        self.events.iter().filter(|event| event.name == name).map(|event| &event.d).collect()
    }

    /// Closes with a code, as a client that leaves, and asserts that the server answers with the same.
    pub async fn close(mut self, code: u16) -> Cut {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        _ = self.socket.close(Some(frame)).await;
        while self.closed.is_none() {
            self.next().await;
        }
        assert_eq!(self.closed, Some(Some(code)), "a close frame is answered");
        self.cut()
    }

    fn heard(&self) -> String {
        let names: Vec<String> = self.events.iter().map(|event| format!("{} {}", event.s, event.name)).collect();
        format!("{} (closed: {:?})", names.join(", "), self.closed)
    }
}

impl Cut {
    /// Resumes: what was missed, then RESUMED with a new `s` and an object for `d`.
    pub async fn resume(self) -> Gateway {
        let address = self.address;
        self.resume_at(address).await
    }

    /// The same at another address: a server that was started again.
    pub async fn resume_at(self, address: SocketAddr) -> Gateway {
        let mut gateway = self.ask_to_resume(address).await;
        let resumed = gateway.expect("RESUMED", |_| true).await;
        assert!(resumed.is_object(), "{resumed}");
        gateway
    }

    /// Sends RESUME on a new socket, and waits for nothing.
    pub async fn ask_to_resume(self, address: SocketAddr) -> Gateway {
        // A RESUME may come over any transport.
        let mut gateway = Gateway::open(address, self.compress).await;
        gateway.send(6, json!({"token": self.token, "session_id": self.session_id, "seq": self.last_s})).await;
        let Self { token, session_id, user_id, last_s, events, .. } = self;
        Gateway { token, session_id, user_id, last_s, events, ..gateway }
    }
}
