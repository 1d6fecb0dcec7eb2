//! What stands between events and one socket: frames encoded once, numbered for one session, and written without waiting.
//!
//! ```text
//! Frame (shared body) --lay out--> Batch (bytes for one transport) --deliver--> Outbox: s, socket, queue, replay
//! ```

mod batch;
mod cold;
mod deflate;
mod frame;
mod outbox;
mod replay;
mod resume;
mod socket;
mod stretch;
mod tls;
mod wire;

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test awaits what it spawns")]
mod tests;

pub use batch::{Batch, Round};
pub use frame::{Frame, Transport, control_frame, first_bytes};
pub use outbox::{Delivery, Outbox, OutboxBounds, Watch};
pub use socket::Socket;
pub use stretch::{Slice, Slices, Stretch, kept_bytes};
pub use tls::TlsSocket;
pub use wire::Wire;
