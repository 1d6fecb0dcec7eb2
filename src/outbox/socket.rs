//! A connection as the outbox and its reader need it: nothing here waits.

use super::tls::TlsSocket;
use rustix::io::Errno;
use rustix::net::{SendFlags, Shutdown, send, shutdown};
use std::io;
use std::task::{Context, Poll, ready};
use tokio::io::{Interest, ReadBuf};
use tokio::net::TcpStream;

const FLAGS: SendFlags = SendFlags::DONTWAIT.union(SendFlags::NOSIGNAL);

pub enum Socket {
    Plain(TcpStream),
    /// Boxed, so that the outbox's hot line stays as small as without TLS.
    Tls(Box<TlsSocket>),
}

/// What became of bytes that were given to a socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Taken {
    All,
    /// So many were taken and the socket is full. Over TLS it may have taken all, and still hold some of them itself.
    Part(usize),
}

impl From<TcpStream> for Socket {
    fn from(stream: TcpStream) -> Self {
        Self::Plain(stream)
    }
}

impl From<TlsSocket> for Socket {
    fn from(socket: TlsSocket) -> Self {
        Self::Tls(Box::new(socket))
    }
}

impl Socket {
    #[inline]
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<Taken> {
        let sent = match self {
            Self::Plain(stream) => match send(stream, bytes, FLAGS) {
                Ok(sent) => sent,
                Err(Errno::AGAIN) => 0,
                Err(error) => return Err(error.into()),
            },
            Self::Tls(socket) => return socket.send(bytes),
        };
        Ok(if sent == bytes.len() { Taken::All } else { Taken::Part(sent) })
    }

    /// How many were taken, 0 where the socket is full: then [`Self::poll_write_ready`] waits until it is not.
    pub(super) fn send_as_ready(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = match self {
            Self::Plain(stream) => stream.try_io(Interest::WRITABLE, || Ok(send(&*stream, bytes, FLAGS)?)),
            Self::Tls(socket) => match socket.send(bytes)? {
                Taken::All => Ok(bytes.len()),
                Taken::Part(sent) => Ok(sent),
            },
        };
        match sent {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
            sent => sent,
        }
    }

    /// Writes what the socket itself holds; true where that is nothing any more.
    pub(super) fn flush(&mut self) -> io::Result<bool> {
        match self {
            Self::Plain(_) => Ok(true),
            Self::Tls(socket) => socket.flush(),
        }
    }

    /// Whether the socket itself holds something: [`Self::flush`] is called when it is writable.
    pub(super) fn holds_unsent(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Tls(socket) => socket.holds_unsent(),
        }
    }

    pub(super) fn poll_write_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Plain(stream) => stream.poll_write_ready(context),
            Self::Tls(socket) => socket.stream().poll_write_ready(context),
        }
    }

    pub(super) fn poll_read(&mut self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let stream = match self {
            Self::Plain(stream) => stream,
            Self::Tls(socket) => return socket.poll_read(context, buffer),
        };
        loop {
            ready!(stream.poll_read_ready(context))?;
            match stream.try_read(buffer.initialize_unfilled()) {
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// Ends our side of the conversation; false where TLS's last word still waits for the socket: then call it again.
    pub(super) fn shut_writing(&mut self) -> io::Result<bool> {
        let stream = match self {
            Self::Plain(stream) => stream,
            Self::Tls(socket) => {
                if !socket.say_goodbye()? {
                    return Ok(false);
                }
                socket.stream()
            }
        };
        shutdown(stream, Shutdown::Write)?;
        Ok(true)
    }

    /// Ends both sides at once, whatever still waits.
    pub(super) fn cut(mut self) {
        let stream = match &mut self {
            Self::Plain(stream) => stream,
            Self::Tls(socket) => {
                // Where it does not fit, the other side finds itself cut, as it is.
                let _ = socket.say_goodbye();
                socket.stream()
            }
        };
        let _ = shutdown(stream, Shutdown::Both);
    }
}
