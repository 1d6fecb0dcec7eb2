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
pub const STREAM_RING_EVENTS_MAX: usize = 2_048;

// Relays

/// What may wait in a relay's inbox before events are dropped and found missing: below the owner's ring, so that it can fill the gap.
pub const RELAY_INBOX_ITEMS_MAX: usize = 1_024;
/// The same before typing and presence are dropped.
pub const RELAY_INBOX_BESIDE_MAX: usize = 256;
/// Entries of a class's log before the relay stops taking more in and walks: 4,096 messages in one write are far beyond any socket's buffer.
pub const RELAY_LOG_ENTRIES_MAX: usize = 4_096;
/// Entries of a class's log from which on what all have seen is dropped during a walk.
pub const RELAY_LOG_TRIM_ENTRIES: usize = 64;
/// Lanes visited before other tasks get their turn: some 0.3 ms of sending.
pub const RELAY_LANES_PER_STEP: usize = 128;
/// Lanes whose memory is loaded ahead (measured: 6.5 % of a walk's time down to 2.8 %).
pub const RELAY_LANES_AHEAD: usize = 8;
/// Milliseconds that a relay stays after its last listener went: a reconnect finds it warm.
pub const RELAY_IDLE_MS: u64 = 30_000;
/// Members up to which a replica holds all of them: what GUILD_CREATE may have to list (`large_threshold`).
pub const REPLICA_MEMBERS_MAX: usize = 250;
/// Members in one GUILD_MEMBERS_CHUNK (Discord docs, Request Guild Members).
pub const MEMBERS_CHUNK_MAX: usize = 1_000;

const _: () = assert!(RELAY_INBOX_BESIDE_MAX < RELAY_INBOX_ITEMS_MAX);
const _: () = assert!(RELAY_INBOX_ITEMS_MAX < STREAM_RING_EVENTS_MAX);

// Channels

/// Newest messages of a channel that stay in memory with their reactions.
pub const TAIL_MESSAGES_MAX: usize = 64;
/// Milliseconds within which a repeated enforced nonce is found out: ten minutes, far longer than any client retries.
pub const NONCE_WINDOW_MS: i64 = 600_000;
/// Nonces remembered in one channel, whatever their age.
pub const NONCES_MAX: usize = 65_536;
/// Messages that one user may send in one channel in a window.
pub const SEND_RATE_MESSAGES: u32 = 5;
/// Milliseconds of that window.
pub const SEND_RATE_WINDOW_MS: u64 = 5_000;
/// Users whose windows are remembered before ended ones are dropped.
pub const SEND_RATE_USERS_MAX: usize = 4_096;
/// Messages in one page of history (Discord docs, Get Channel Messages).
pub const HISTORY_LIMIT_MAX: usize = 100;
/// Messages of one bulk delete (Discord docs, Bulk Delete Messages).
pub const BULK_DELETE_MAX: usize = 100;
/// Milliseconds after which a message cannot be deleted in bulk: 14 days.
pub const BULK_DELETE_AGE_MS: i64 = 14 * 24 * 3_600_000;
/// Milliseconds that a channel's actor stays after its last work.
pub const CHANNEL_IDLE_MS: u64 = 600_000;
/// Users that one message may mention by name; more are not looked up.
pub const MENTIONS_MAX: usize = 100;

// Directory

/// Locks that keep two from starting one owner; far more than are started at the same time.
pub const REGISTRY_STRIPES: usize = 64;

// Sessions

/// Milliseconds of one turn of the timing wheel by one slot: how late a silent session may be found.
pub const WHEEL_TICK_MS: u64 = 250;
/// Slots of the timing wheel: 128 s, more than 1.5 heartbeat intervals.
pub const WHEEL_SLOTS: usize = 512;
/// Milliseconds until a session that was found silent is looked at again.
pub const WHEEL_AGAIN_MS: u64 = 5_000;
/// Guilds that a READY lists; each is attached one after another.
pub const SESSION_GUILDS_MAX: usize = 2_500;
/// Member requests (op 8) of one session that wait for each other.
pub const CHUNK_ORDERS_MAX: usize = 256;
/// Milliseconds between two requests for all members of one guild by one session (Discord docs, Request Guild Members).
pub const ALL_MEMBERS_INTERVAL_MS: u64 = 30_000;
/// Users that one op 8 may name, and the most that a prefix search returns (Discord docs, Request Guild Members).
pub const CHUNK_USER_IDS_MAX: usize = 100;
/// Bytes of an op 8 nonce; longer ones are dropped (Discord docs, Request Guild Members).
pub const CHUNK_NONCE_BYTES_MAX: usize = 32;

// Gateway

/// Bytes of one frame from a client (Discord docs, Gateway, Sending Events).
pub const CLIENT_FRAME_BYTES_MAX: usize = 4_096;
/// Frames that one connection may send in a window, and heartbeats as many again (Discord docs, Gateway, Rate Limiting).
pub const FRAME_RATE_FRAMES: u16 = 120;
/// Milliseconds of that window.
pub const FRAME_RATE_WINDOW_MS: u64 = 60_000;
/// Milliseconds that a connection may take until IDENTIFY or RESUME.
pub const IDENTIFY_TIMEOUT_MS: u64 = 45_000;
/// Milliseconds that a client has to answer our close frame.
pub const CLOSE_TIMEOUT_MS: u64 = 2_000;
/// Bytes of a connection's read buffer: clients send little, and the WebSocket library zeroes it for each connection.
pub const SOCKET_READ_BUFFER_BYTES: usize = 128;
/// Bytes that the WebSocket library may hold for writing: its pongs and close frames go to the outbox at once.
pub const SOCKET_WRITE_BUFFER_BYTES_MAX: usize = 16 * 1024;
/// Milliseconds between two looks at whether all sockets have closed while draining.
pub const DRAIN_LOOK_MS: u64 = 20;
