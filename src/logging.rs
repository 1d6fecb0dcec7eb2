//! Where log lines go and what they look like. What they may not contain is each line's own duty: no token, password or content.

use crate::config::LogFormat;
use std::io::IsTerminal;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, ParseError, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    #[error("{level:?} is not a list of log directives: {error}")]
    Directives { level: String, error: ParseError },
    #[error("the log was set up already: {0}")]
    Twice(#[from] TryInitError),
}

/// Sends log lines to stderr from now on, for the whole process. `level` is a list of directives: `info,belfry::session=debug`.
pub fn init(format: LogFormat, level: &str) -> Result<(), LoggingError> {
    let wanted: Targets = level.parse().map_err(|error| LoggingError::Directives { level: level.to_owned(), error })?;
    // The actor library opens a span for each actor, which costs memory in every session and says nothing.
    let wanted = if level.contains("ractor") { wanted } else { wanted.with_target("ractor", LevelFilter::WARN) };
    let lines = match format {
        LogFormat::Text => fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(std::io::stderr).boxed(),
    };
    tracing_subscriber::registry().with(wanted).with(lines).try_init()?;
    Ok(())
}
