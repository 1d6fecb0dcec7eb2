//! What clients send over the gateway, and our frames that are no dispatches.

mod close;
mod decode;
mod presence;

pub use close::CloseCode;
pub use decode::{ClientFrame, DecodeError, Identify, MembersRequest, Resume};

use std::time::Duration;

/// Op 10.
pub fn hello(heartbeat_interval: Duration) -> Vec<u8> {
    format!("{{\"t\":null,\"op\":10,\"d\":{{\"heartbeat_interval\":{}}},\"s\":null}}", heartbeat_interval.as_millis()).into_bytes()
}

/// Op 11.
pub fn heartbeat_ack() -> &'static [u8] {
    b"{\"t\":null,\"op\":11,\"d\":null,\"s\":null}"
}

/// Op 7: come back and resume.
pub fn reconnect() -> &'static [u8] {
    b"{\"t\":null,\"op\":7,\"d\":null,\"s\":null}"
}

/// Op 9.
pub fn invalid_session(resumable: bool) -> &'static [u8] {
    if resumable { b"{\"t\":null,\"op\":9,\"d\":true,\"s\":null}" } else { b"{\"t\":null,\"op\":9,\"d\":false,\"s\":null}" }
}
