//! The only wiring: config in, a running server out, and back in reverse order.

mod build;
mod files;
mod handshake;
mod metrics;
mod serve;
mod signals;

pub use build::AppError;

use crate::config::Config;
use build::App;
use signals::Signals;

/// Serves until it is asked to end.
pub async fn run(config: Config) -> Result<(), AppError> {
    let mut signals = Signals::listen().map_err(AppError::Signals)?;
    let app = App::build(config).await?;
    let signal = signals.next().await;
    tracing::info!(signal, "draining");
    tokio::select! {
        () = app.drain() => tracing::info!("ended"),
        signal = signals.next() => tracing::warn!(signal, "ended without draining"),
    }
    Ok(())
}
