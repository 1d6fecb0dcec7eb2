use std::net::SocketAddr;

/// Why the server does not start. Each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the configuration file {file} cannot be read: {error}")]
    Unreadable { file: String, error: std::io::Error },
    #[error("{file}, line {line}: not TOML: {message}")]
    Syntax { file: String, line: usize, message: String },
    #[error("{key} ({origin}) is not a setting; {known}")]
    Unknown {
        key: String,
        /// The file or the environment.
        origin: String,
        known: String,
    },
    #[error("{key} = {value} ({origin}) is not allowed: it must be {allowed}")]
    Bad { key: String, value: String, origin: String, allowed: String },
    #[error("http.listen and metrics.listen are both {address}: they must be two different addresses")]
    SameAddress { address: SocketAddr },
    #[error("{given} is given and {missing} is not: give both for TLS, or none")]
    TlsHalf { given: &'static str, missing: &'static str },
    #[error("{key}: {file} {why}")]
    TlsFile { key: &'static str, file: String, why: String },
    #[error("http.tls_certificate ({certificate}) and http.tls_key ({key}) cannot be used together: {error}")]
    TlsPair { certificate: String, key: String, error: rustls::Error },
}
