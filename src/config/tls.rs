//! The certificate and key with which the clients' listener speaks TLS.

use super::{ConfigError, Http};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;
use std::sync::Arc;

/// What clients may speak beneath TLS: the gateway needs its upgrades.
const ALPN: &[u8] = b"http/1.1";

impl Http {
    /// Reads the files that the settings name; `None` where they name none, and HTTP is plain.
    pub fn tls(&self) -> Result<Option<Arc<ServerConfig>>, ConfigError> {
        match (&self.tls_certificate, &self.tls_key) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => server_config(certificate, key).map(Some),
            (Some(_), None) => Err(ConfigError::TlsHalf { given: "http.tls_certificate", missing: "http.tls_key" }),
            (None, Some(_)) => Err(ConfigError::TlsHalf { given: "http.tls_key", missing: "http.tls_certificate" }),
        }
    }
}

fn server_config(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, ConfigError> {
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = match chain {
        Ok(chain) if chain.is_empty() => Err(PemError::NoItemsFound),
        chain => chain,
    };
    let chain = chain.map_err(|error| unusable("http.tls_certificate", certificate, "certificate", &error))?;
    let secret = PrivateKeyDer::from_pem_file(key);
    let secret = secret.map_err(|error| unusable("http.tls_key", key, "private key that is not encrypted", &error))?;
    let builder = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into());
    let config =
        builder.with_safe_default_protocol_versions().and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret));
    let mut config = config.map_err(|error| ConfigError::TlsPair {
        certificate: certificate.display().to_string(),
        key: key.display().to_string(),
        error,
    })?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(config.into())
}

fn unusable(key: &'static str, file: &Path, wanted: &str, error: &PemError) -> ConfigError {
    let why = match error {
        PemError::Io(error) => format!("cannot be read: {error}"),
        PemError::NoItemsFound => format!("holds no {wanted}, as PEM"),
        _ => "is not well-formed PEM".to_owned(),
    };
    ConfigError::TlsFile { key, file: file.display().to_string(), why }
}
