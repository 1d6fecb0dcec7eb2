//! One gateway connection: its opening, step by step, and then nothing but deliveries.
use crate::decoder::Decoder;
use crate::frame;
use crate::http;
use crate::ledger::{Ledger, Place};
use crate::stamp::Stamp;
use anyhow::{Context, Result, bail, ensure};
use rustix::net::{SendFlags, send};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::net::TcpStream;

pub(crate) const HEARTBEAT: &[u8] = br#"{"op":1,"d":null}"#;

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Phase {
    /// The upgrade is asked for.
    Upgrading,
    /// Waits for HELLO, READY and the guilds that READY named.
    Opening {
        guilds: Option<usize>,
    },
    Open,
    Closed,
}

/// What all receivers share.
pub(crate) struct Shared {
    pub(crate) ledger: Ledger,
    /// One IDENTIFY per user; none of them where the target is the bare server.
    pub(crate) identify: Vec<Vec<u8>>,
    pub(crate) heartbeat_ms: Option<u64>,
    pub(crate) opened: usize,
    /// Connections that the server ended, by the reason it gave.
    pub(crate) cut_off: BTreeMap<String, u64>,
    pub(crate) stamp_hint: usize,
    pub(crate) room: Vec<u8>,
}

pub(crate) struct Receiver {
    pub(crate) socket: TcpStream,
    phase: Phase,
    pub(crate) place: Place,
    /// The beginning of a frame whose end has not come yet.
    pub(crate) partial: Vec<u8>,
    decoder: Decoder,
    user: usize,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    op: u8,
    t: Option<&'a str>,
    #[serde(borrow)]
    d: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Hello {
    heartbeat_interval: u64,
}

#[derive(Deserialize)]
struct Ready {
    guilds: Vec<serde::de::IgnoredAny>,
}

/// What receivers of the bare server say once, of an IDENTIFY's size.
const ANSWER: &[u8] = &[b'x'; 200];

impl Receiver {
    /// A connection on which the upgrade is about to be asked for.
    pub(crate) fn new(socket: TcpStream, decoder: Decoder, user: usize) -> Self {
        let (phase, place, partial) = (Phase::Upgrading, Place::default(), Vec::new());
        Self { socket, phase, place, partial, decoder, user }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    /// Takes what has come and says how much of it is done with.
    pub(crate) fn take(&mut self, bytes: &[u8], now_ns: u64, shared: &mut Shared) -> Result<usize> {
        let mut used = 0;
        if self.phase == Phase::Upgrading {
            let Some((head, end)) = http::head(bytes) else {
                return Ok(0);
            };
            let right = head.starts_with("HTTP/1.1 101 ") && http::header(head, "sec-websocket-accept") == Some(frame::ACCEPT);
            ensure!(right, "the upgrade was refused: {head}");
            used = end;
            self.phase = Phase::Opening { guilds: None };
            if shared.identify.is_empty() {
                // Belfry's receivers answer HELLO with IDENTIFY. TCP takes a connection on which the client answered for a dialogue and
                // delays its acknowledgements, which then arrive with the next segment, at the server's cost: so these answer too.
                self.send(&frame::client(frame::TEXT, ANSWER)?)?;
                self.open(shared);
            }
        }
        while let Some(rest) = bytes.get(used..)
            && let Some(head) = frame::head(rest)?
            && let Some(payload) = rest.get(head.own_bytes..head.whole_bytes)
        {
            used += head.whole_bytes;
            self.frame(head, payload, now_ns, shared)?;
        }
        Ok(used)
    }

    /// Keeps the beginning of a frame until its end has come.
    pub(crate) fn keep(&mut self, rest: &[u8]) {
        self.partial.clear();
        self.partial.extend_from_slice(rest);
    }

    fn frame(&mut self, head: frame::Head, payload: &[u8], now_ns: u64, shared: &mut Shared) -> Result<()> {
        match head.opcode {
            frame::TEXT | frame::BINARY => {
                let mut room = std::mem::take(&mut shared.room);
                let text = self.decoder.decode(payload, &mut room)?;
                if let Some(stamp) = Stamp::find(text, &mut shared.stamp_hint) {
                    let Shared { ledger, .. } = shared;
                    ledger.receive(stamp, &mut self.place, now_ns, head.whole_bytes);
                } else {
                    self.control(text, shared)?;
                }
                shared.room = room;
            }
            frame::PING => self.send(&frame::client(frame::PONG, payload)?)?,
            frame::CLOSE => {
                let code = payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
                self.close(&format!("closed with {code}"), shared);
            }
            _ => {}
        }
        Ok(())
    }

    /// Anything but a message of ours.
    fn control(&mut self, text: &[u8], shared: &mut Shared) -> Result<()> {
        let envelope: Envelope<'_> =
            serde_json::from_slice(text).with_context(|| format!("no gateway event: {}", String::from_utf8_lossy(text)))?;
        let data = envelope.d.map_or("null", RawValue::get);
        match (envelope.op, envelope.t) {
            (10, _) => {
                let hello: Hello = serde_json::from_str(data)?;
                shared.heartbeat_ms = Some(hello.heartbeat_interval);
                let identify = shared.identify.get(self.user).context("a user too many")?;
                self.send(identify)?;
            }
            (0, Some("READY")) => {
                let ready: Ready = serde_json::from_str(data)?;
                self.guilds_left(Some(ready.guilds.len()), shared);
            }
            (0, Some("GUILD_CREATE")) => {
                if let Phase::Opening { guilds } = self.phase {
                    self.guilds_left(guilds.and_then(|guilds| guilds.checked_sub(1)), shared);
                }
            }
            (1, _) => self.heartbeat()?,
            (7, _) => self.close("told to reconnect", shared),
            (9, _) => bail!("the session was refused: {}", String::from_utf8_lossy(text)),
            _ => {}
        }
        Ok(())
    }

    fn guilds_left(&mut self, guilds: Option<usize>, shared: &mut Shared) {
        self.phase = Phase::Opening { guilds };
        if guilds == Some(0) {
            self.open(shared);
        }
    }

    fn open(&mut self, shared: &mut Shared) {
        self.phase = Phase::Open;
        shared.opened += 1;
    }

    pub(crate) fn close(&mut self, reason: &str, shared: &mut Shared) {
        if !self.is_closed() {
            shared.opened -= usize::from(self.is_open());
            self.phase = Phase::Closed;
            *shared.cut_off.entry(reason.to_owned()).or_default() += 1;
        }
    }

    pub(crate) fn heartbeat(&mut self) -> Result<()> {
        self.send(&frame::client(frame::TEXT, HEARTBEAT)?)
    }

    /// What a client sends is so small that a socket that does not take it whole is broken.
    pub(crate) fn send(&self, bytes: &[u8]) -> Result<()> {
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        match send(&self.socket, bytes, flags) {
            Ok(sent) if sent == bytes.len() => Ok(()),
            Ok(sent) => bail!("only {sent} of {} bytes could be sent", bytes.len()),
            // Its end is noticed, and counted, where it is read.
            Err(rustix::io::Errno::PIPE | rustix::io::Errno::CONNRESET) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
