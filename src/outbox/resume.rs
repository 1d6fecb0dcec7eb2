//! RESUME: a new socket takes the place of the old one, and gets what that missed.

use super::batch::Batch;
use super::cold::Piece;
use super::frame::Frame;
use super::outbox::Outbox;
use super::stretch::own_slices;
use std::sync::Arc;

/// A RESUME asks for frames that are no longer kept, or that never were.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the frames after {seq} are no longer kept")]
pub struct ReplayGone {
    pub seq: u32,
}

impl Outbox {
    /// Moves the socket of `connection`, which has carried no numbered frame, to this outbox, sends all that was missed after `seq`, and
    /// then `resumed`. An older socket of this session is cut.
    pub fn resume(self: &Arc<Self>, connection: &Self, seq: u32, resumed: Arc<Frame>) -> Result<u16, ReplayGone> {
        let mut new = connection.line.0.lock();
        let mut out = self.line.0.lock();
        let forgotten = out.replay.forgotten;
        if out.ended || seq > out.seq || seq < forgotten {
            return Err(ReplayGone { seq });
        }
        self.cut(&mut out);
        out.sock = new.sock.take();
        out.transport = new.transport;
        out.closing = false;
        out.generation = out.generation.wrapping_add(1);
        let transport = out.transport;
        let before = new.cold.take().map(|cold| cold.queue).unwrap_or_default();
        drop(new);
        // Before RESUMED is kept, which may be one more than fits.
        let missed = out.replay.above(seq, transport);
        out.seq += 1;
        let first = out.seq;
        let batch = Batch::new(own_slices(&[resumed]), transport);
        self.keep(&mut out, &batch, first);
        let cold = out.cold();
        cold.queue.extend(before.into_iter().chain(missed));
        cold.queue.push_back(Piece::Batch { batch, first, done: 0 });
        let queued = u32::try_from(cold.queued_bytes()).unwrap_or(u32::MAX);
        cold.allowance_bytes = queued;
        out.queued_bytes = queued;
        let generation = out.generation;
        match out.drain(&mut Vec::new()) {
            Ok(true) => self.drained(&mut out),
            Ok(false) => self.arm(&mut out),
            Err(_) => self.cut(&mut out),
        }
        Ok(generation)
    }
}
