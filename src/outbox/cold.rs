//! The rare part of an outbox: what had to wait for the socket.

use super::batch::Batch;
use bytes::{Buf, Bytes};
use std::collections::VecDeque;
use std::sync::Arc;

/// What waits for the socket.
#[derive(Debug)]
pub(super) enum Piece {
    /// Whole control messages.
    Raw(Bytes),
    Batch {
        batch: Arc<Batch>,
        first: u32,
        done: usize,
    },
}

#[derive(Debug, Default)]
pub(super) struct Cold {
    pub(super) queue: VecDeque<Piece>,
    /// Queued bytes that a RESUME brought along and that do not count as slowness.
    pub(super) allowance_bytes: u32,
    /// Somebody waits for the queue to be empty.
    pub(super) tell_drained: bool,
    pub(super) drainer: Option<tokio::task::AbortHandle>,
}

impl Cold {
    pub(super) fn queued_bytes(&self) -> usize {
        self.queue.iter().map(Piece::left_bytes).sum()
    }

    /// Takes `sent` bytes off the queue.
    pub(super) fn advance(&mut self, mut sent: usize) {
        while let Some(piece) = self.queue.front_mut() {
            let left = piece.left_bytes();
            if sent < left {
                piece.advance(sent);
                return;
            }
            sent -= left;
            self.queue.pop_front();
        }
    }

    /// Fills `scratch` with what waits, up to about `bytes_max`.
    pub(super) fn gather(&self, scratch: &mut Vec<u8>, bytes_max: usize) {
        scratch.clear();
        for piece in &self.queue {
            piece.append(scratch);
            if scratch.len() >= bytes_max {
                return;
            }
        }
    }
}

impl Piece {
    fn left_bytes(&self) -> usize {
        match self {
            Self::Raw(bytes) => bytes.len(),
            Self::Batch { batch, done, .. } => batch.bytes.len() - done,
        }
    }

    fn advance(&mut self, sent: usize) {
        match self {
            Self::Raw(bytes) => bytes.advance(sent),
            Self::Batch { done, .. } => *done += sent,
        }
    }

    fn append(&self, scratch: &mut Vec<u8>) {
        match self {
            Self::Raw(bytes) => scratch.extend_from_slice(bytes),
            Self::Batch { batch, first, done } => {
                let mut numbered = batch.bytes.clone();
                batch.number(&mut numbered, *first);
                scratch.extend_from_slice(numbered.get(*done..).unwrap_or_default());
            }
        }
    }
}
