//! `floor`: the least that a server can do, and so the machine's limit. One thread; per message, one `send` of
//! one prebuilt frame to each subscriber. No framework, no gateway, no store, no user.
use crate::frame;
use crate::http;
use crate::stamp::{STAMP_BYTES, Stamp};
use anyhow::{Context, Result, ensure};
use clap::Args;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, recv, send};
use std::collections::HashMap;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};

const LISTENER: u64 = 0;
const EVENTS_MAX: usize = 256;
const SCRATCH_BYTES: usize = 64 * 1024;
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

#[derive(Debug, Args)]
pub(crate) struct FloorArgs {
    /// Port 0 takes a free one; the address is told on stderr
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Size of the frame on the wire, its head included: that of the server it is compared with
    #[arg(long, default_value_t = 640)]
    frame_bytes: usize,
}

/// A connection that asks: to post, or to become a subscriber.
struct Asker {
    socket: TcpStream,
    held: Vec<u8>,
}

struct Floor {
    epoll: OwnedFd,
    listener: TcpListener,
    askers: HashMap<u64, Asker>,
    subscribers: Vec<(u64, TcpStream)>,
    next_key: u64,
    frame: Frame,
    scratch: Vec<u8>,
}

/// The prebuilt frame, in which only the stamp changes.
struct Frame {
    bytes: Vec<u8>,
    stamp_at: usize,
}

pub(crate) fn floor(args: &FloorArgs) -> Result<()> {
    let listener = TcpListener::bind(args.listen)?;
    listener.set_nonblocking(true)?;
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, &listener, EventData::new_u64(LISTENER), EventFlags::IN)?;
    let listening = serde_json::json!({"message": "listening", "http": listener.local_addr()?.to_string()});
    writeln!(std::io::stderr(), "{listening}")?;
    let mut floor = Floor {
        epoll,
        listener,
        askers: HashMap::new(),
        subscribers: Vec::new(),
        next_key: LISTENER + 1,
        frame: Frame::build(args.frame_bytes)?,
        scratch: vec![0; SCRATCH_BYTES],
    };
    let mut events: Vec<Event> = Vec::with_capacity(EVENTS_MAX);
    loop {
        events.clear();
        match epoll::wait(&floor.epoll, rustix::buffer::spare_capacity(&mut events), None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        for event in &events {
            match { event.data }.u64() {
                LISTENER => floor.accept()?,
                key => floor.serve(key)?,
            }
        }
    }
}

impl Floor {
    fn accept(&mut self) -> Result<()> {
        while let Ok((socket, _)) = self.listener.accept() {
            socket.set_nodelay(true)?;
            let key = self.next_key;
            self.next_key += 1;
            let flags = EventFlags::IN | EventFlags::RDHUP;
            epoll::add(&self.epoll, &socket, EventData::new_u64(key), flags)?;
            self.askers.insert(key, Asker { socket, held: Vec::new() });
        }
        Ok(())
    }

    fn serve(&mut self, key: u64) -> Result<()> {
        let Some(mut asker) = self.askers.remove(&key) else {
            self.hear(key);
            return Ok(());
        };
        let read = match recv(&asker.socket, self.scratch.as_mut_slice(), RecvFlags::DONTWAIT) {
            Ok((_, read)) => read,
            Err(_) => 0,
        };
        if read == 0 {
            return Ok(());
        }
        asker.held.extend_from_slice(self.scratch.get(..read).unwrap_or_default());
        while let Some((head, end)) = http::head(&asker.held) {
            if http::header(head, "upgrade").is_some() {
                subscribe(&asker.socket)?;
                self.subscribers.push((key, asker.socket));
                return Ok(());
            }
            let body = http::body(head, end)?;
            let Some(text) = asker.held.get(body.clone()) else {
                break;
            };
            let stamp = Stamp::find(text, &mut 0).context("a post without a stamp")?;
            asker.held.drain(..body.end);
            self.walk(stamp);
            ensure!(send_all(&asker.socket, ANSWER), "a poster left before its answer");
        }
        self.askers.insert(key, asker);
        Ok(())
    }

    /// What a subscriber says means nothing here, unless it is its end.
    fn hear(&mut self, key: u64) {
        let Some(at) = self.subscribers.iter().position(|(subscriber, _)| *subscriber == key) else { return };
        let heard = self.subscribers.get(at).map(|(_, socket)| recv(socket, self.scratch.as_mut_slice(), RecvFlags::DONTWAIT));
        if !matches!(heard, Some(Ok((_, 1..)) | Err(Errno::AGAIN))) {
            self.subscribers.swap_remove(at);
        }
    }

    fn walk(&mut self, stamp: Stamp) {
        self.frame.set(stamp);
        let Self { subscribers, frame, .. } = self;
        subscribers.retain(|(_, socket)| send_all(socket, &frame.bytes));
    }
}

fn subscribe(socket: &TcpStream) -> Result<()> {
    let accept = frame::ACCEPT;
    let answer =
        format!("HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: {accept}\r\n\r\n");
    ensure!(send_all(socket, answer.as_bytes()), "a subscriber left before its answer");
    Ok(())
}

/// Blocks while the socket's buffer is full; `false` where the other side has gone.
fn send_all(socket: &TcpStream, mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        match send(socket, bytes, SendFlags::NOSIGNAL) {
            Ok(sent) => bytes = bytes.get(sent..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
    true
}

impl Frame {
    /// A text frame of `frame_bytes`, head included, shaped like the gateway's.
    fn build(frame_bytes: usize) -> Result<Self> {
        let stamp = Stamp { trial: 0, number: 0 }.text();
        let (before, after) = (r#"{"t":"MESSAGE_CREATE","op":0,"d":{"content":""#, r#""},"s":         1}"#);
        let least = before.len() + stamp.len() + after.len();
        // Heads have 2 bytes up to a payload of 125, and 4 beyond.
        let head_bytes = if frame_bytes <= 127 { 2 } else { 4 };
        let filler = frame_bytes.checked_sub(least + head_bytes);
        let filler = filler.with_context(|| format!("a frame has at least {} bytes", least + head_bytes))?;
        let payload = format!("{before}{stamp}{}{after}", "x".repeat(filler));
        let bytes = frame::server_text(payload.as_bytes())?;
        ensure!(bytes.len() == frame_bytes, "no frame has {frame_bytes} bytes");
        Ok(Self { bytes, stamp_at: head_bytes + before.len() })
    }

    fn set(&mut self, stamp: Stamp) {
        let place = self.bytes.get_mut(self.stamp_at..self.stamp_at + STAMP_BYTES);
        if let Some(place) = place {
            place.copy_from_slice(stamp.text().as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frame_has_the_size_asked_for_and_carries_each_stamp() {
        for frame_bytes in [126, 130, 640, 5_000] {
            let mut frame = Frame::build(frame_bytes).unwrap();
            let head = frame::head(&frame.bytes).unwrap().unwrap();
            assert_eq!(head.whole_bytes, frame_bytes);
            for number in [0, 7, 99_999_999] {
                let stamp = Stamp { trial: 12, number };
                frame.set(stamp);
                assert_eq!(Stamp::find(&frame.bytes, &mut 0), Some(stamp));
                let payload = &frame.bytes[head.own_bytes..];
                assert!(serde_json::from_slice::<serde_json::Value>(payload).is_ok());
            }
        }
        assert!(Frame::build(60).is_err());
    }
}
