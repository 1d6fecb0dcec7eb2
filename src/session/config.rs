//! What an operator may choose about sessions.

use crate::outbox::OutboxBounds;
use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub struct SessionConfig {
    /// What HELLO tells clients (Discord docs, Gateway, Sending Heartbeats).
    pub heartbeat_interval: Duration,
    /// How long a session without a socket may be resumed.
    pub resume_window: Duration,
    pub outbox: OutboxBounds,
    /// Off for load tests.
    pub rate_limits: bool,
}
