//! The only wiring: config in, a running server out, and back in reverse order.

mod build;
mod ids;
mod metrics;
mod serve;

pub use build::{App, AppError};
