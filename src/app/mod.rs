//! The only wiring: config in, a running server out, and back in reverse order.

mod files;
mod lock;
mod signals;

pub use lock::{DataLock, LockError};

use crate::config::Config;
use signals::Signals;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error("signals cannot be received: {0}")]
    Signals(std::io::Error),
}

/// Serves until it is asked to end.
pub async fn run(config: Config) -> Result<(), AppError> {
    let mut signals = Signals::listen().map_err(AppError::Signals)?;
    let _data = DataLock::take(&config.store.path)?;
    match files::raise_limit() {
        Ok(limit) => tracing::debug!(limit, "open files"),
        Err(error) => {
            tracing::warn!(%error, limit = files::limit_now(), "the limit of open files could not be raised");
        }
    }
    let signal = signals.next().await;
    tracing::info!(signal, "ending");
    Ok(())
}
