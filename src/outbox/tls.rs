//! TLS over one connection, without waiting: what the connection does not take stays here until it is writable.

use super::socket::Taken;
use crate::limits;
use rustls::ServerConnection;
use std::io::{self, IoSlice, Read, Write};
use std::task::{Context, Poll, ready};
use tokio::io::ReadBuf;
use tokio::net::TcpStream;

/// A connection whose handshake is over.
pub struct TlsSocket {
    stream: TcpStream,
    tls: ServerConnection,
}

impl TlsSocket {
    /// Takes over a connection, with what it has read and deciphered already.
    pub fn new(stream: TcpStream, mut tls: ServerConnection) -> Self {
        tls.set_buffer_limit(Some(limits::TLS_UNSENT_BYTES_MAX));
        Self { stream, tls }
    }

    pub(super) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    pub(super) fn holds_unsent(&self) -> bool {
        self.tls.wants_write()
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<Taken> {
        let mut taken = 0;
        while self.flush()? {
            let rest = bytes.get(taken..).unwrap_or_default();
            if rest.is_empty() {
                return Ok(Taken::All);
            }
            // At most what may stay unsent, and never nothing: nothing is unsent now.
            taken += self.tls.writer().write(rest)?;
        }
        Ok(Taken::Part(taken))
    }

    /// Writes what is enciphered; true once all is out.
    pub(super) fn flush(&mut self) -> io::Result<bool> {
        while self.tls.wants_write() {
            match self.tls.write_tls(&mut Tcp(&self.stream)) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Says once that nothing more comes; true when that and all before is out.
    pub(super) fn say_goodbye(&mut self) -> io::Result<bool> {
        self.tls.send_close_notify();
        self.flush()
    }

    pub(super) fn poll_read(&mut self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            match self.tls.reader().read(buffer.initialize_unfilled()) {
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                // The other side went without a goodbye. For a WebSocket an end is an end.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Poll::Ready(Ok(())),
                Err(error) => return Poll::Ready(Err(error)),
            }
            ready!(self.stream.poll_read_ready(context))?;
            match self.tls.read_tls(&mut Tcp(&self.stream)) {
                Ok(_) => self.decipher()?,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// Deciphers what was read, and answers what TLS itself wants answered (new keys, alerts).
    fn decipher(&mut self) -> io::Result<()> {
        let read = self.tls.process_new_packets();
        self.flush()?;
        read.map(drop).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

/// What TLS reads from and writes to: never waits, and lets tokio know where it would.
struct Tcp<'a>(&'a TcpStream);

impl Read for Tcp<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buffer)
    }
}

impl Write for Tcp<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(parts)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
