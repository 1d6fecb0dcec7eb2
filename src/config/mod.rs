//! What an operator may choose. Read once at the start: defaults, then a TOML file, then the environment; then taken apart by `app`.

mod error;
mod given;
mod keys;
mod net;
mod slot;
mod tls;

pub use error::ConfigError;
pub use net::IpNet;

use given::Given;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Config {
    pub http: Http,
    pub metrics: Metrics,
    pub store: Store,
    pub log: Log,
    pub limits: Limits,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Http {
    pub listen: SocketAddr,
    /// How clients reach this server, without a slash at its end. `None`: as each request's `Host` says.
    pub public_url: Option<String>,
    /// Who may say by `X-Forwarded-For` for which client it asks.
    pub trusted_proxies: Vec<IpNet>,
    /// The certificate and those that vouch for it, as PEM. `None`: HTTP is plain.
    pub tls_certificate: Option<PathBuf>,
    /// Its private key, as PEM; there where the certificate is.
    pub tls_key: Option<PathBuf>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metrics {
    pub listen: SocketAddr,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Store {
    pub backend: Backend,
    /// The data directory.
    pub path: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backend {
    Sqlite,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Log {
    pub format: LogFormat,
    /// Directives as `RUST_LOG` has them: a level, or `module=level`, separated by commas.
    pub level: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    Text,
    Json,
}

/// The bounds that an operator may move; all others stand in `limits`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Whether REST requests are counted and refused.
    pub rate_limits: bool,
    /// Gateway sessions of one user, those that wait for a RESUME included.
    pub sessions_per_user: usize,
    /// What HELLO asks of clients.
    pub heartbeat_interval: Duration,
    /// How long a session without a socket waits for its RESUME.
    pub resume_window: Duration,
    /// Frames of a session kept for its RESUME.
    pub replay_frames_max: u32,
    /// Bytes of a session kept for its RESUME.
    pub replay_bytes_max: u32,
    /// Bytes that wait for a slow reader before its socket is closed.
    pub outbox_bytes_max: u32,
    /// Threads that compute password hashes.
    pub login_threads: usize,
    /// Logins and registrations that wait for one of them.
    pub login_queue_max: usize,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            tls_certificate: None,
            tls_key: None,
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 9464)) }
    }
}

impl Default for Store {
    fn default() -> Self {
        Self { backend: Backend::Sqlite, path: PathBuf::from("./data") }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info".to_owned() }
    }
}

/// `config/belfry.toml` gives the reasons.
impl Default for Limits {
    fn default() -> Self {
        Self {
            rate_limits: true,
            sessions_per_user: 100,
            heartbeat_interval: Duration::from_millis(41_250),
            resume_window: Duration::from_mins(3),
            replay_frames_max: 4_096,
            replay_bytes_max: 4 * 1024 * 1024,
            outbox_bytes_max: 2 * 1024 * 1024,
            login_threads: 2,
            login_queue_max: 64,
        }
    }
}

impl Config {
    /// Returns the defaults, overruled by `file`, overruled by those of `env` that begin with `BELFRY_`.
    pub fn load(file: Option<&Path>, env: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut given = Vec::new();
        if let Some(file) = file {
            let text =
                std::fs::read_to_string(file).map_err(|error| ConfigError::Unreadable { file: file.display().to_string(), error })?;
            given = given::from_toml(&text, &file.display().to_string())?;
        }
        given.extend(given::from_env(env)?);
        let mut config = Self::default();
        for one in &given {
            config.apply(one)?;
        }
        config.agree()?;
        Ok(config)
    }

    /// Returns all that is in force, as a file that `load` would take.
    pub fn to_toml(&self) -> String {
        let mut config = self.clone();
        let mut lines = Vec::new();
        let mut section = "";
        for key in keys::KEYS {
            if key.section != section {
                section = key.section;
                lines.push(format!("[{section}]"));
            }
            let shown = (key.slot)(&mut config).shown();
            lines.push(format!("{} = {shown}", key.name));
        }
        lines.join("\n") + "\n"
    }

    fn apply(&mut self, given: &Given) -> Result<(), ConfigError> {
        let slot = (given.key.slot)(self);
        let allowed = slot.allowed();
        slot.set(&given.value).ok_or_else(|| ConfigError::Bad {
            key: given.key.full_name(),
            value: given.value.to_string(),
            origin: given.origin.clone(),
            allowed,
        })
    }

    /// Refuses what is wrong only together.
    fn agree(&self) -> Result<(), ConfigError> {
        if self.http.listen == self.metrics.listen && self.http.listen.port() != 0 {
            return Err(ConfigError::SameAddress { address: self.http.listen });
        }
        self.http.tls().map(drop)
    }
}

#[cfg(test)]
mod tests;
