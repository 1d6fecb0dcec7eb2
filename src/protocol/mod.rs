//! The client wire, Discord API v10: REST bodies, gateway frames, close codes, error codes. JSON stops here.

pub mod event;
pub mod gateway;
pub mod object;
mod raw;
mod scalar;
mod timestamp;
pub mod token;

pub use timestamp::{TimestampText, timestamp};
