//! Every queue, cache, timeout and body has its bound here, with unit and reason.

// Outbox

/// Bytes that wait for a reader before typing and presence are kept from it: two full socket buffers' worth of chat.
pub const OUTBOX_SHED_BYTES: u32 = 256 * 1024;
/// Bytes given to one `send` while draining: fills the socket's buffer without a large copy.
pub const OUTBOX_WRITE_BYTES: usize = 64 * 1024;
/// Bytes of a close reason (RFC 6455, 5.5: 125 with the code).
pub const CLOSE_REASON_BYTES_MAX: usize = 123;

// Streams

/// Events that an owner keeps for a relay that fell behind: some seconds of a busy guild.
pub const STREAM_RING_EVENTS_MAX: usize = 1_024;
