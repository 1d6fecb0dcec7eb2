//! One thread, one epoll, no sleep: it looks at its sockets every 0.2 ms, because waking a reader that sleeps
//! on another core is charged to the sender, and would make every server look dearer than it is.
use crate::clock::{self, MS};
use crate::decoder::Compress;
use crate::frame;
use crate::ledger::Ledger;
use crate::number::count;
use crate::posts::Posts;
use crate::receiver::{Receiver, Shared};
use anyhow::{Context, Result, ensure};
use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::net::{RecvFlags, recv};
use std::collections::{BTreeMap, VecDeque};
use std::net::{SocketAddr, TcpStream};

const LOOK_NS: u64 = MS / 5;
/// Sockets served between two glances at the clock, for posts that have come due meanwhile.
const EVENTS_MAX: usize = 128;
const SCRATCH_BYTES: usize = 256 * 1024;
/// Set in the event data of connections that post; the rest is their index.
const POSTS: u64 = 1 << 32;

pub(crate) struct Engine {
    epoll: OwnedFd,
    events: Vec<Event>,
    scratch: Vec<u8>,
    pub(crate) receivers: Vec<Receiver>,
    pub(crate) shared: Shared,
    pub(crate) posts: Option<Posts>,
    /// Between two looks at the sockets.
    pub(crate) look_ns: u64,
    next_look_ns: u64,
    /// Time spent with something to do.
    pub(crate) busy_ns: u64,
    heart: Heart,
}

/// Beats once an interval for each of `receivers`, spread evenly over it.
#[derive(Default)]
struct Heart {
    start_ns: u64,
    beats: u64,
    receivers: u64,
}

/// How receivers are opened.
pub(crate) struct Opening {
    pub(crate) address: SocketAddr,
    pub(crate) path: String,
    pub(crate) compress: Compress,
    pub(crate) receivers: usize,
    /// Openings under way at once; below any server's backlog, so that none is dropped and sent again.
    pub(crate) window: usize,
    pub(crate) wait_ns: u64,
}

impl Opening {
    fn request(&self) -> String {
        format!(
            "GET {} HTTP/1.1\r\nhost: belfry-load\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: {}\r\n\r\n",
            self.path,
            frame::KEY
        )
    }
}

impl Engine {
    /// `identify` holds the text of one IDENTIFY per user.
    pub(crate) fn new(identify: &[String]) -> Result<Self> {
        let identify = identify.iter().map(|text| frame::client(frame::TEXT, text.as_bytes()));
        let shared = Shared {
            ledger: Ledger::new()?,
            identify: identify.collect::<Result<_>>()?,
            heartbeat_ms: None,
            opened: 0,
            cut_off: BTreeMap::new(),
            stamp_hint: 0,
            room: Vec::new(),
        };
        Ok(Self {
            epoll: epoll::create(CreateFlags::CLOEXEC)?,
            events: Vec::with_capacity(EVENTS_MAX),
            scratch: vec![0; SCRATCH_BYTES],
            receivers: Vec::new(),
            shared,
            posts: None,
            look_ns: LOOK_NS,
            next_look_ns: 0,
            busy_ns: 0,
            heart: Heart::default(),
        })
    }

    pub(crate) fn add_posts(&mut self, posts: Posts) -> Result<()> {
        let flags = EventFlags::IN | EventFlags::OUT | EventFlags::ET;
        for (index, socket) in posts.sockets().enumerate() {
            epoll::add(&self.epoll, socket, EventData::new_u64(POSTS | count(index)), flags)?;
        }
        self.posts = Some(posts);
        Ok(())
    }

    /// Opens what is not open and returns once each receiver has what it needs to receive.
    pub(crate) fn open(&mut self, opening: &Opening) -> Result<()> {
        let begin_ns = clock::now_ns();
        self.shared.cut_off.clear();
        if self.receivers.is_empty() {
            self.heart = Heart { start_ns: begin_ns, beats: 0, receivers: count(opening.receivers) };
        }
        let closed = |index: &usize| self.receivers.get(*index).is_none_or(Receiver::is_closed);
        let mut missing: VecDeque<usize> = (0..opening.receivers).filter(closed).collect();
        while self.shared.opened < opening.receivers {
            let under_way = opening.receivers - self.shared.opened - missing.len();
            if under_way < opening.window
                && let Some(index) = missing.pop_front()
            {
                self.begin_opening(opening, index)?;
            }
            self.turn()?;
            let Shared { cut_off, opened, .. } = &self.shared;
            ensure!(cut_off.is_empty(), "connections ended while opening: {cut_off:?}");
            let in_time = clock::now_ns() < begin_ns + opening.wait_ns;
            ensure!(in_time, "only {opened} of {} opened in time", opening.receivers);
        }
        Ok(())
    }

    fn begin_opening(&mut self, opening: &Opening, index: usize) -> Result<()> {
        let socket = TcpStream::connect(opening.address).context("connecting a receiver")?;
        socket.set_nodelay(true)?;
        let flags = EventFlags::IN | EventFlags::RDHUP | EventFlags::ET;
        epoll::add(&self.epoll, &socket, EventData::new_u64(count(index)), flags)?;
        let user = index % self.shared.identify.len().max(1);
        let receiver = Receiver::new(socket, opening.compress.decoder(), user);
        receiver.send(opening.request().as_bytes())?;
        match self.receivers.get_mut(index) {
            Some(place) => *place = receiver,
            None => self.receivers.push(receiver),
        }
        Ok(())
    }

    /// Does what there is to do now and comes back soon, so that the caller can post what has come due.
    pub(crate) fn turn(&mut self) -> Result<()> {
        let now_ns = clock::now_ns();
        if now_ns < self.next_look_ns {
            std::hint::spin_loop();
            return Ok(());
        }
        self.events.clear();
        let no_wait = Timespec { tv_sec: 0, tv_nsec: 0 };
        epoll::wait(&self.epoll, rustix::buffer::spare_capacity(&mut self.events), Some(&no_wait))?;
        self.beat(now_ns)?;
        let events = std::mem::take(&mut self.events);
        for event in &events {
            let data = { event.data }.u64();
            let index = usize::try_from(data & !POSTS)?;
            match (&mut self.posts, data & POSTS) {
                (Some(posts), POSTS) => posts.turn(index, &mut self.scratch)?,
                _ => self.read(index, { event.flags }.contains(EventFlags::RDHUP))?,
            }
        }
        self.events = events;
        let end_ns = clock::now_ns();
        if !self.events.is_empty() {
            self.busy_ns += end_ns - now_ns;
        }
        let more = self.events.len() == EVENTS_MAX;
        self.next_look_ns = if more { end_ns } else { end_ns + self.look_ns };
        Ok(())
    }

    /// Takes turns until `end_ns`.
    pub(crate) fn run_until(&mut self, end_ns: u64) -> Result<()> {
        while clock::now_ns() < end_ns {
            self.turn()?;
        }
        Ok(())
    }

    /// Reads until the socket is empty, or, where the other side has `ended`, to its end.
    fn read(&mut self, index: usize, ended: bool) -> Result<()> {
        let Self { receivers, shared, scratch, .. } = self;
        let receiver = receivers.get_mut(index).context("an event of no receiver")?;
        while !receiver.is_closed() {
            let held = receiver.partial.len();
            if scratch.len() < held + SCRATCH_BYTES / 2 {
                scratch.resize(held + SCRATCH_BYTES, 0);
            }
            let (front, free) = scratch.split_at_mut(held);
            let room = free.len();
            let read = match recv(&receiver.socket, free, RecvFlags::DONTWAIT) {
                Ok((_, read)) => read,
                Err(Errno::AGAIN) => break,
                Err(_) => 0,
            };
            if read == 0 {
                receiver.close("cut without a close frame", shared);
                break;
            }
            front.copy_from_slice(&receiver.partial);
            let bytes = scratch.get(..held + read).unwrap_or_default();
            let used = receiver.take(bytes, clock::now_ns(), shared)?;
            receiver.keep(bytes.get(used..).unwrap_or_default());
            // Less than there was room for: the socket is empty, and its next byte is another event.
            if read < room && !ended {
                break;
            }
        }
        Ok(())
    }

    fn beat(&mut self, now_ns: u64) -> Result<()> {
        let Some(interval_ms) = self.shared.heartbeat_ms else {
            return Ok(());
        };
        let Heart { start_ns, receivers, .. } = self.heart;
        let elapsed_us = (now_ns - start_ns) / 1000;
        let due = elapsed_us * receivers / (interval_ms * 1000).max(1);
        while self.heart.beats < due {
            let index = usize::try_from(self.heart.beats % receivers.max(1))?;
            self.heart.beats += 1;
            match self.receivers.get_mut(index) {
                Some(receiver) if receiver.is_open() => receiver.heartbeat()?,
                _ => {}
            }
        }
        Ok(())
    }
}
