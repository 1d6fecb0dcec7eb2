//! The WebSocket library's view of a socket: it reads from it, and what it wants to write (pongs, close frames) goes through the outbox,
//! so that nothing falls into the middle of a frame.

use super::outbox::Outbox;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub struct Wire {
    outbox: Arc<Outbox>,
    generation: u16,
}

impl Wire {
    pub fn new(outbox: Arc<Outbox>) -> Self {
        let generation = outbox.generation();
        Self { outbox, generation }
    }

    /// The socket has moved to another outbox by a RESUME.
    pub fn follow(&mut self, outbox: Arc<Outbox>, generation: u16) {
        self.outbox = outbox;
        self.generation = generation;
    }

    pub fn outbox(&self) -> &Arc<Outbox> {
        &self.outbox
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let read = self.outbox.with_reader(self.generation, context.waker(), |sock| sock.poll_read(context, buffer));
        // Taken away: as if the other side had closed.
        read.unwrap_or(Poll::Ready(Ok(())))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.outbox.write_raw_as(self.generation, bytes).map(|()| bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
