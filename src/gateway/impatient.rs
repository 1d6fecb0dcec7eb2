//! A stream that waits only so long for a peer that does not read.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// Fails a write of which nothing went out for `patience`. Reads wait as long as they like.
pub struct Impatient<S> {
    stream: S,
    patience: Duration,
    /// Runs while the peer takes nothing; made when it is first needed, for few ever are.
    running_out: Option<Pin<Box<Sleep>>>,
}

impl<S> Impatient<S> {
    pub fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, running_out: None }
    }

    pub fn into_inner(self) -> S {
        self.stream
    }

    /// Passes on what a write came to, or ends a wait that was too long.
    fn bound<T>(&mut self, written: Poll<Result<T>>, context: &mut Context<'_>) -> Poll<Result<T>> {
        if written.is_ready() {
            self.running_out = None;
            return written;
        }
        let patience = self.patience;
        ready!(self.running_out.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience))).as_mut().poll(context));
        Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the peer does not read")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bound(written, context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.bound(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.bound(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.bound(shut, context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::{Instant, sleep};

    const PATIENCE: Duration = Duration::from_secs(30);

    #[tokio::test(start_paused = true)]
    async fn write_that_nobody_reads_fails_when_patience_ends() {
        let (ours, _theirs) = duplex(16);
        let mut ours = Impatient::new(ours, PATIENCE);
        let start = Instant::now();
        let error = ours.write_all(&[7; 64]).await.unwrap_err();
        assert_eq!((error.kind(), start.elapsed().as_secs()), (ErrorKind::TimedOut, PATIENCE.as_secs()));
    }

    /// Takes eight bytes each time that patience has all but ended.
    async fn read_slowly(theirs: &mut DuplexStream) -> [u8; 64] {
        let mut taken = [0; 64];
        for part in taken.chunks_mut(8) {
            sleep(PATIENCE * 9 / 10).await;
            theirs.read_exact(part).await.unwrap();
        }
        taken
    }

    #[tokio::test(start_paused = true)]
    async fn reader_that_takes_a_little_now_and_then_gets_all() {
        let (ours, mut theirs) = duplex(16);
        let mut ours = Impatient::new(ours, PATIENCE);
        let start = Instant::now();
        let (written, taken) = tokio::join!(ours.write_all(&[7; 64]), read_slowly(&mut theirs));
        written.unwrap();
        assert_eq!(taken, [7; 64]);
        assert!(start.elapsed() > 5 * PATIENCE, "the whole may take longer than one wait");
    }

    #[tokio::test(start_paused = true)]
    async fn stream_that_only_listens_waits_for_ever_and_is_given_back_whole() {
        let (ours, mut theirs) = duplex(16);
        let mut ours = Impatient::new(ours, PATIENCE);
        let speaking = async {
            sleep(10 * PATIENCE).await;
            theirs.write_all(b"late").await.unwrap();
        };
        let mut heard = [0; 4];
        let (read, ()) = tokio::join!(ours.read_exact(&mut heard), speaking);
        assert_eq!((read.unwrap(), &heard), (4, b"late"));
        ours.into_inner().write_all(b"ours").await.unwrap();
        theirs.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"ours");
    }
}
