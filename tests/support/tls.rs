//! TLS of tests: whoever listens on [`HOST`] speaks it, with a certificate that is made for this run.

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Loopback too, and not where plain servers listen: the address says how to speak.
pub const HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

static CERTIFIED: LazyLock<CertifiedKey<KeyPair>> =
    LazyLock::new(|| generate_simple_self_signed([HOST.to_string()]).expect("a certificate"));

/// A connection, with TLS or without.
pub trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

/// Writes the certificate and the key, and returns where they are.
pub fn write_files(dir: &Path) -> (PathBuf, PathBuf) {
    let (certificate, key) = (dir.join("certificate.pem"), dir.join("key.pem"));
    std::fs::write(&certificate, CERTIFIED.cert.pem()).expect("the certificate is written");
    std::fs::write(&key, CERTIFIED.signing_key.serialize_pem()).expect("the key is written");
    (certificate, key)
}

/// What a client trusts and offers.
pub fn client(alpn: &[&str]) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CERTIFIED.cert.der().clone()).expect("a root");
    let builder = ClientConfig::builder_with_provider(aws_lc_rs::default_provider().into());
    let builder = builder.with_safe_default_protocol_versions().expect("versions");
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    Arc::new(config)
}

/// Goes on as the address wants to be spoken to.
pub async fn speak(stream: TcpStream, address: SocketAddr) -> std::io::Result<Box<dyn Connection>> {
    static CLIENT: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| client(&["http/1.1"]));
    stream.set_nodelay(true)?;
    if address.ip() != IpAddr::V4(HOST) {
        return Ok(Box::new(stream));
    }
    let name = ServerName::from(address.ip());
    Ok(Box::new(TlsConnector::from(Arc::clone(&CLIENT)).connect(name, stream).await?))
}
