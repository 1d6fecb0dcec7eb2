//! A session's outbox: the only thing that numbers its frames and writes to its socket.

use super::batch::{Batch, Round};
use super::cold::{Cold, Piece};
use super::frame::{Frame, Transport, websocket_head};
use super::replay::Replay;
use super::socket::{Socket, Taken};
use super::stretch::Slice;
use crate::limits;
use bytes::Bytes;
use parking_lot::{Mutex, MutexGuard};
use std::future::poll_fn;
use std::io;
use std::sync::{Arc, OnceLock};
use std::task::{Poll, Waker, ready};

/// How far behind a session may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutboxBounds {
    /// Bytes that wait for a slow reader before its socket is cut.
    pub queue_bytes_max: u32,
    /// Frames kept for a RESUME.
    pub replay_frames_max: u32,
    /// Bytes kept for a RESUME.
    pub replay_bytes_max: u32,
}

/// What became of frames that were offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delivery {
    /// The socket took them.
    Sent,
    /// They wait for the socket.
    Queued,
    /// There is no socket; they are kept for a RESUME.
    Kept,
    /// They were numbered and kept, but the reader was too far behind: its socket was cut.
    Slow,
    /// The session is over; nothing was numbered.
    Ended,
}

/// Whom an outbox tells about its rare moments. Called under the outbox's lock: must only pass the news on.
pub trait Watch: Send + Sync {
    /// What was asked for by [`Outbox::tell_when_drained`].
    fn drained(&self);
    /// More was missed while there was no socket than may be kept: the session cannot be resumed.
    fn replay_overflowed(&self);
}

/// All that a delivery touches, in two cache lines that are loaded together.
#[repr(align(128))]
pub(super) struct Line(pub(super) Mutex<Out>);

const _: () = assert!(size_of::<Line>() == 128);

pub(super) struct Out {
    pub(super) sock: Option<Socket>,
    /// Only while something has to wait.
    pub(super) cold: Option<Box<Cold>>,
    pub(super) replay: Replay,
    pub(super) seq: u32,
    pub(super) queued_bytes: u32,
    /// Which socket this is; a reader of an older one sees its end.
    pub(super) generation: u16,
    pub(super) transport: Transport,
    pub(super) closing: bool,
    pub(super) ended: bool,
}

pub struct Outbox {
    pub(super) line: Line,
    bounds: OutboxBounds,
    watch: OnceLock<Arc<dyn Watch>>,
    /// Of the task that reads the socket: it must wake up when the socket is taken away.
    reader: Mutex<Option<Waker>>,
}

impl Outbox {
    pub fn new(sock: impl Into<Socket>, transport: Transport, bounds: OutboxBounds) -> Arc<Self> {
        let out = Out {
            sock: Some(sock.into()),
            cold: None,
            replay: Replay::default(),
            seq: 0,
            queued_bytes: 0,
            generation: 0,
            transport,
            closing: false,
            ended: false,
        };
        Arc::new(Self { line: Line(Mutex::new(out)), bounds, watch: OnceLock::new(), reader: Mutex::new(None) })
    }

    /// Says whom to tell; the first one stays.
    pub fn set_watch(&self, watch: Arc<dyn Watch>) {
        let _ = self.watch.set(watch);
    }

    pub fn transport(&self) -> Transport {
        self.line.0.lock().transport
    }

    /// Loads the hot line.
    #[inline]
    pub fn touch(&self) {
        std::hint::black_box(self.line.0.is_locked());
    }

    /// The number of the newest frame.
    pub fn seq(&self) -> u32 {
        self.line.0.lock().seq
    }

    /// The fan-out's write: numbers this visit's frames for this session and gives them to the socket, in one call and without waiting.
    #[inline]
    pub fn deliver(self: &Arc<Self>, round: &mut Round) -> Delivery {
        let mut out = self.line.0.lock();
        if out.ended {
            return Delivery::Ended;
        }
        let lags = !out.writable() || out.queued_bytes > limits::OUTBOX_SHED_BYTES;
        let laid = round.pick(lags);
        if laid.batch.transport != out.transport {
            // A RESUME has just come over another transport, and the walk does not know yet.
            let frames: Vec<_> = laid.batch.slices.iter().flat_map(Slice::frames).map(|frame| (frame, false)).collect();
            let transport = out.transport;
            drop(out);
            return self.deliver(&mut Round::new(&frames, transport));
        }
        if laid.batch.count() == 0 {
            return if out.writable() { Delivery::Sent } else { Delivery::Kept };
        }
        let first = out.seq + 1;
        out.seq += laid.batch.count();
        let forgot = self.keep(&mut out, &laid.batch, first);
        if !out.writable() {
            return self.kept(&mut out, forgot);
        }
        let mut done = 0;
        if out.idle() {
            laid.batch.number(&mut laid.scratch, first);
            match out.send(&laid.scratch) {
                Ok(Taken::All) => return Delivery::Sent,
                Ok(Taken::Part(sent)) => done = sent,
                Err(_) => {
                    self.cut(&mut out);
                    return Delivery::Kept;
                }
            }
        }
        self.enqueue(&mut out, Piece::Batch { batch: laid.batch.clone(), first, done }, laid.batch.bytes.len() - done)
    }

    pub(super) fn keep(&self, out: &mut Out, batch: &Batch, first: u32) -> bool {
        out.replay.keep(batch, first, (self.bounds.replay_frames_max, self.bounds.replay_bytes_max))
    }

    fn kept(&self, out: &mut Out, forgot: bool) -> Delivery {
        // What went to the socket before may have arrived: a RESUME tells.
        if forgot && out.sock.is_none() && out.replay.forgotten > out.replay.cut_at {
            out.ended = true;
            out.forget();
            if let Some(watch) = self.watch.get() {
                watch.replay_overflowed();
            }
            return Delivery::Ended;
        }
        Delivery::Kept
    }

    fn enqueue(self: &Arc<Self>, out: &mut Out, piece: Piece, bytes: usize) -> Delivery {
        let allowance_bytes = {
            let cold = out.cold();
            cold.queue.push_back(piece);
            cold.allowance_bytes
        };
        out.queued_bytes = out.queued_bytes.saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
        if out.queued_bytes > self.bounds.queue_bytes_max.saturating_add(allowance_bytes) {
            self.cut(out);
            return Delivery::Slow;
        }
        self.arm(out);
        Delivery::Queued
    }

    /// One frame for this session alone, kept for a RESUME.
    pub fn dispatch(self: &Arc<Self>, frame: Arc<Frame>) -> Delivery {
        let transport = self.transport();
        self.deliver(&mut Round::new(&[(frame, false)], transport))
    }

    /// One frame for this session alone that no RESUME brings back (READY, the first GUILD_CREATE of each guild, member chunks): a RESUME
    /// from before it is refused.
    pub fn dispatch_unkept(self: &Arc<Self>, frame: Arc<Frame>) -> Delivery {
        let delivery = self.dispatch(frame);
        let mut out = self.line.0.lock();
        let seq = out.seq;
        out.replay.forget_all(seq);
        delivery
    }

    /// Whole messages without a number: HELLO, op 7, 9 and 11, and what the WebSocket library wants to say. Never in the middle of another.
    pub fn write_raw(self: &Arc<Self>, bytes: &[u8]) -> io::Result<()> {
        let mut out = self.line.0.lock();
        if !out.writable() {
            return Err(io::ErrorKind::NotConnected.into());
        }
        self.write_locked(&mut out, bytes)
    }

    /// The same for who serves the socket of one generation: nothing is written into a newer one.
    pub fn write_raw_as(self: &Arc<Self>, generation: u16, bytes: &[u8]) -> io::Result<()> {
        let mut out = self.line.0.lock();
        if !out.writable() || out.generation != generation {
            return Err(io::ErrorKind::NotConnected.into());
        }
        self.write_locked(&mut out, bytes)
    }

    fn write_locked(self: &Arc<Self>, out: &mut Out, bytes: &[u8]) -> io::Result<()> {
        let mut done = 0;
        if out.idle() {
            match out.send(bytes) {
                Ok(Taken::All) => return Ok(()),
                Ok(Taken::Part(sent)) => done = sent,
                Err(error) => {
                    self.cut(out);
                    return Err(error);
                }
            }
        }
        let rest = Bytes::copy_from_slice(bytes.get(done..).unwrap_or_default());
        let length = rest.len();
        match self.enqueue(out, Piece::Raw(rest), length) {
            Delivery::Slow => Err(io::ErrorKind::TimedOut.into()),
            _ => Ok(()),
        }
    }

    /// The client said that it has everything up to `seq`: no RESUME asks for that again.
    pub fn acknowledged(&self, seq: u32) {
        let mut out = self.line.0.lock();
        let known = seq.min(out.seq);
        out.replay.acknowledged(known);
    }

    /// Calls [`Watch::drained`] once nothing waits; true where nothing does now (then it is not called).
    pub fn tell_when_drained(&self) -> bool {
        let mut out = self.line.0.lock();
        if out.idle() || !out.writable() {
            return true;
        }
        out.cold().tell_drained = true;
        false
    }

    /// Says goodbye: a close frame after all that waits, then no more writing. What comes later is kept for a RESUME.
    pub fn close(self: &Arc<Self>, code: u16, reason: &str) {
        let mut out = self.line.0.lock();
        if !out.writable() {
            return;
        }
        let reason = reason.get(..limits::CLOSE_REASON_BYTES_MAX.min(reason.len())).unwrap_or_default();
        let mut message = Vec::with_capacity(reason.len() + 4);
        websocket_head(&mut message, 0x88, reason.len() + 2);
        message.extend_from_slice(&code.to_be_bytes());
        message.extend_from_slice(reason.as_bytes());
        if self.write_locked(&mut out, &message).is_ok() {
            out.closing = true;
            // What does not fit now, the drainer says.
            if out.queue_is_empty() && !matches!(out.let_go(), Ok(true)) {
                self.arm(&mut out);
            }
        }
    }

    pub fn has_socket(&self) -> bool {
        self.line.0.lock().sock.is_some()
    }

    /// Takes the socket away at once.
    pub fn disconnect(&self) {
        let mut out = self.line.0.lock();
        self.cut(&mut out);
    }

    /// The session is over: nothing is numbered or kept any more. The socket stays until it is closed.
    pub fn end(&self) {
        let mut out = self.line.0.lock();
        out.ended = true;
        if out.sock.is_none() {
            out.forget();
        }
    }

    pub(super) fn cut(&self, out: &mut Out) {
        if let Some(sock) = out.sock.take() {
            sock.cut();
            let seq = out.seq;
            out.replay.cut_at = seq;
        }
        out.queued_bytes = 0;
        if let Some(cold) = &mut out.cold {
            cold.queue.clear();
            cold.allowance_bytes = 0;
            if let Some(drainer) = cold.drainer.take() {
                drainer.abort();
            }
            if std::mem::take(&mut cold.tell_drained)
                && let Some(watch) = self.watch.get()
            {
                watch.drained();
            }
        }
        if let Some(reader) = self.reader.lock().take() {
            reader.wake();
        }
    }

    pub(super) fn drained(&self, out: &mut Out) {
        out.queued_bytes = 0;
        if let Some(cold) = &mut out.cold {
            cold.drainer = None;
            cold.allowance_bytes = 0;
            if std::mem::take(&mut cold.tell_drained)
                && let Some(watch) = self.watch.get()
            {
                watch.drained();
            }
            out.cold = None;
        }
    }

    /// Starts the task that writes what waits; it lives only while the session lags.
    pub(super) fn arm(self: &Arc<Self>, out: &mut Out) {
        if out.cold().drainer.is_some() {
            return;
        }
        let generation = out.generation;
        #[expect(clippy::disallowed_methods, reason = "the outbox keeps its handle and aborts it with the socket")]
        let task = tokio::spawn(drain_until_empty(self.clone(), generation));
        out.cold().drainer = Some(task.abort_handle());
    }

    /// The reader's side: as of the newest socket.
    pub(super) fn generation(&self) -> u16 {
        self.line.0.lock().generation
    }

    /// Calls `with` on the socket of this generation; `None` where it is gone. Remembers the reader's waker.
    pub(super) fn with_reader<T>(self: &Arc<Self>, generation: u16, waker: &Waker, with: impl FnOnce(&mut Socket) -> T) -> Option<T> {
        let mut out = self.line.0.lock();
        if out.generation != generation {
            return None;
        }
        let sock = out.sock.as_mut()?;
        let mut reader = self.reader.lock();
        if !reader.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *reader = Some(waker.clone());
        }
        drop(reader);
        let result = with(sock);
        // Reading TLS may have something to answer that does not fit now.
        if sock.holds_unsent() {
            self.arm(&mut out);
        }
        Some(result)
    }
}

async fn drain_until_empty(outbox: Arc<Outbox>, generation: u16) {
    let mut scratch = Vec::new();
    poll_fn(|context| {
        loop {
            let mut out = outbox.line.0.lock();
            let Some(sock) = out.sock.as_ref().filter(|_| out.generation == generation) else { return Poll::Ready(()) };
            let ready = ready!(sock.poll_write_ready(context));
            if ready.is_err() || drain_ready(&outbox, &mut out, &mut scratch) {
                return Poll::Ready(());
            }
        }
    })
    .await;
}

/// Writes what the socket takes; true where there is nothing more to do.
fn drain_ready(outbox: &Outbox, out: &mut MutexGuard<'_, Out>, scratch: &mut Vec<u8>) -> bool {
    match out.drain(scratch) {
        Ok(true) => {
            outbox.drained(out);
            true
        }
        Ok(false) => false,
        Err(_) => {
            if let Some(cold) = &mut out.cold {
                cold.drainer = None;
            }
            outbox.cut(out);
            true
        }
    }
}

impl Out {
    fn writable(&self) -> bool {
        self.sock.is_some() && !self.closing
    }

    fn queue_is_empty(&self) -> bool {
        self.cold.as_ref().is_none_or(|cold| cold.queue.is_empty())
    }

    fn idle(&self) -> bool {
        self.queued_bytes == 0 && self.queue_is_empty()
    }

    /// Nothing is kept or waits any more.
    fn forget(&mut self) {
        self.cold = None;
        self.replay = Replay::default();
    }

    pub(super) fn cold(&mut self) -> &mut Cold {
        self.cold.get_or_insert_default()
    }

    #[inline]
    fn send(&mut self, bytes: &[u8]) -> io::Result<Taken> {
        match &mut self.sock {
            Some(sock) => sock.send(bytes),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Writes what waits, many frames to one call; true once all is out.
    pub(super) fn drain(&mut self, scratch: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            let (Some(cold), Some(sock)) = (&self.cold, &mut self.sock) else { return Ok(true) };
            cold.gather(scratch, limits::OUTBOX_WRITE_BYTES);
            if scratch.is_empty() {
                return self.let_go();
            }
            let sent = sock.send_as_ready(scratch)?;
            if sent == 0 {
                return Ok(false);
            }
            self.cold().advance(sent);
            self.queued_bytes = self.queued_bytes.saturating_sub(u32::try_from(sent).unwrap_or(u32::MAX));
        }
    }

    /// Brings out what the socket itself still holds, and ends our side where we close; true once that is done.
    fn let_go(&mut self) -> io::Result<bool> {
        match &mut self.sock {
            Some(sock) if self.closing => sock.shut_writing(),
            Some(sock) => sock.flush(),
            None => Ok(true),
        }
    }
}
