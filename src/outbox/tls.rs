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
            match self.tls.writer().write(rest)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                more => taken += more,
            }
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use rcgen::generate_simple_self_signed;
    use rustls::crypto::aws_lc_rs;
    use rustls::pki_types::{PrivateKeyDer, ServerName};
    use rustls::{ClientConfig, RootCertStore, ServerConfig};
    use std::future::poll_fn;
    use std::sync::Arc;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::client::TlsStream;
    use tokio_rustls::{TlsAcceptor, TlsConnector, server};

    fn configs() -> (Arc<ServerConfig>, Arc<ClientConfig>) {
        let certified = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let certificate = certified.cert.der().clone();
        let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let server = ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().unwrap();
        let server = server.with_no_client_auth().with_single_cert(vec![certificate.clone()], key).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(certificate).unwrap();
        let client = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        (Arc::new(server), Arc::new(client.with_root_certificates(roots).with_no_client_auth()))
    }

    async fn shaken() -> (server::TlsStream<TcpStream>, TlsStream<TcpStream>) {
        let (server, client) = configs();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let dialled = TcpStream::connect(address).await.unwrap();
        let (accepted, _) = listener.accept().await.unwrap();
        let connector = TlsConnector::from(client);
        let name = ServerName::from(address.ip());
        tokio::try_join!(TlsAcceptor::from(server).accept(accepted), connector.connect(name, dialled)).unwrap()
    }

    fn taken_over(stream: server::TlsStream<TcpStream>) -> TlsSocket {
        let (stream, tls) = stream.into_inner();
        TlsSocket::new(stream, tls)
    }

    /// Both ends of a connection whose handshake is over.
    pub(in crate::outbox) async fn pair() -> (TlsSocket, TlsStream<TcpStream>) {
        let (server, client) = shaken().await;
        (taken_over(server), client)
    }

    async fn read(socket: &mut TlsSocket, bytes: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(bytes);
        poll_fn(|context| socket.poll_read(context, &mut buffer)).await?;
        Ok(buffer.filled().len())
    }

    /// Gives all to the other side, which reads it meanwhile.
    async fn send_all(socket: &mut TlsSocket, mut bytes: &[u8]) {
        loop {
            match socket.send(bytes).unwrap() {
                Taken::All => return,
                Taken::Part(sent) => bytes = &bytes[sent..],
            }
            poll_fn(|context| socket.stream().poll_write_ready(context)).await.unwrap();
        }
    }

    #[tokio::test]
    async fn what_was_deciphered_before_it_was_taken_over_is_read() {
        let (mut server, mut client) = shaken().await;
        client.write_all(b"ahead of its time").await.unwrap();
        client.flush().await.unwrap();
        let mut first = [0; 5];
        server.read_exact(&mut first).await.unwrap();
        let mut socket = taken_over(server);
        let mut rest = [0; 100];
        let count = read(&mut socket, &mut rest).await.unwrap();
        assert_eq!((&first, &rest[..count]), (b"ahead", b" of its time".as_slice()));
    }

    #[tokio::test]
    async fn full_socket_takes_nothing_more_and_holds_little() {
        let (mut socket, _client) = pair().await;
        let bytes = vec![7; 16_000_000];
        let Taken::Part(taken) = socket.send(&bytes).unwrap() else { panic!("a socket that takes everything") };
        assert!(taken > 0 && socket.holds_unsent());
        assert_eq!(socket.send(&bytes[taken..]).unwrap(), Taken::Part(0), "full until what it holds is out");
        assert!(!socket.flush().unwrap());
        let mut held = Vec::new();
        while socket.tls.wants_write() {
            socket.tls.write_tls(&mut held).unwrap();
        }
        // Whole records of 16 KiB, with what TLS adds to each.
        assert!(held.len() <= limits::TLS_UNSENT_BYTES_MAX + 8 * 64, "{}", held.len());
    }

    #[tokio::test]
    async fn more_than_fits_arrives_whole_and_in_order() {
        let (mut socket, mut client) = pair().await;
        let bytes: Vec<u8> = (0..16_000_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let reading = async {
            let mut read = vec![0; bytes.len()];
            client.read_exact(&mut read).await.unwrap();
            assert!(read == bytes);
        };
        tokio::join!(send_all(&mut socket, &bytes), reading);
    }

    #[tokio::test]
    async fn new_keys_are_answered_while_reading() {
        let (mut socket, mut client) = pair().await;
        for round in 0..3 {
            client.get_mut().1.refresh_traffic_keys().unwrap();
            client.write_all(b"with new keys").await.unwrap();
            client.flush().await.unwrap();
            let mut bytes = [0; 100];
            assert_eq!(read(&mut socket, &mut bytes).await.unwrap(), 13, "round {round}");
            send_all(&mut socket, b"understood").await;
            let mut answer = [0; 10];
            client.read_exact(&mut answer).await.unwrap();
            assert_eq!(&answer, b"understood");
        }
    }

    #[tokio::test]
    async fn goodbye_is_a_clean_end_on_both_sides() {
        let (mut socket, mut client) = pair().await;
        send_all(&mut socket, b"the last").await;
        assert!(socket.say_goodbye().unwrap());
        assert!(socket.say_goodbye().unwrap(), "said once");
        let mut bytes = Vec::new();
        client.read_to_end(&mut bytes).await.expect("ended, not cut");
        assert_eq!(bytes, b"the last");
        client.shutdown().await.unwrap();
        assert_eq!(read(&mut socket, &mut [0; 10]).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn broken_record_is_an_error_and_an_end_without_goodbye_an_end() {
        let (mut socket, mut client) = pair().await;
        client.get_mut().0.write_all(b"\x17\x03\x03\x00\x20no cipher text of anybody's keys!").await.unwrap();
        assert_eq!(read(&mut socket, &mut [0; 10]).await.unwrap_err().kind(), io::ErrorKind::InvalidData);
        let (mut socket, mut client) = pair().await;
        client.get_mut().0.shutdown().await.unwrap();
        assert_eq!(read(&mut socket, &mut [0; 10]).await.unwrap(), 0);
    }
}
