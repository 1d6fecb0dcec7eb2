//! What clients send over the gateway, what the server sends that is no event, and close codes.

mod close;
mod frame;
mod identify;
mod members;
mod presence;

pub use close::CloseCode;
pub use frame::{ClientFrame, DecodeError};
pub use identify::{Identify, Resume};
pub use members::MembersRequest;

use std::time::Duration;

/// HELLO.
pub fn hello(heartbeat_interval: Duration) -> Vec<u8> {
    let interval_ms = heartbeat_interval.as_millis();
    format!(r#"{{"t":null,"op":10,"d":{{"heartbeat_interval":{interval_ms},"_trace":[]}},"s":null}}"#).into_bytes()
}

/// The answer to a heartbeat.
pub const fn heartbeat_ack() -> &'static [u8] {
    br#"{"t":null,"op":11,"d":null,"s":null}"#
}

/// Come back and RESUME.
pub const fn reconnect() -> &'static [u8] {
    br#"{"t":null,"op":7,"d":null,"s":null}"#
}

/// The session cannot go on; whether a RESUME may still work.
pub const fn invalid_session(resumable: bool) -> &'static [u8] {
    if resumable { br#"{"t":null,"op":9,"d":true,"s":null}"# } else { br#"{"t":null,"op":9,"d":false,"s":null}"# }
}
