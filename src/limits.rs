//! Every queue, cache, timeout and body has its bound here, with unit and reason. In the order of the layers.

use std::time::Duration;

// Protocol

/// Members above which GUILD_CREATE does not list all, where a client says nothing (Discord docs, Identify).
pub const LARGE_THRESHOLD_MIN: usize = 50;
/// Bytes of the activities of one presence.
pub const PRESENCE_BYTES_MAX: usize = 2_048;
/// Activities of one presence that are shown.
pub const ACTIVITIES_MAX: usize = 5;

// Messages

/// Embeds of one message (Discord docs, Create Message).
pub const EMBEDS_MAX: usize = 10;
/// Characters of all embeds of one message together (Discord docs, Embed Limits).
pub const EMBED_CHARACTERS_MAX: usize = 6_000;
/// Fields of one embed (Discord docs, Embed Limits).
pub const EMBED_FIELDS_MAX: usize = 25;
/// Bytes of a message's embeds as they are stored: 6,000 characters of 4 bytes, and their URLs.
pub const EMBEDS_BYTES_MAX: usize = 64 * 1024;

// Store

/// Calls that may wait for the writer: at 5,000 commits/s of one call each, 0.2 s.
pub const STORE_WRITES_WAITING_MAX: usize = 1_024;
/// Calls that share one transaction: the longest wait of the first for the last, some 20 ms.
pub const STORE_COMMIT_CALLS_MAX: usize = 256;
/// Queries that may wait for a reader: at 0.05 ms for a page, 0.03 s; at 10 ms for a large guild, 5 s.
pub const STORE_READS_WAITING_MAX: usize = 1_024;
/// Threads that read: one may load a large guild while the others serve pages.
pub const STORE_READERS: usize = 3;
/// Page cache of the writer, in KiB: the last pages of some thousand busy channels.
pub const STORE_WRITER_CACHE_KIB: i64 = 32 * 1_024;
/// Page cache of each reader, in KiB. The system's own cache stands behind it.
pub const STORE_READER_CACHE_KIB: i64 = 8 * 1_024;
/// Prepared statements that a connection keeps: all of the program's, some 80.
pub const STORE_STATEMENTS_MAX: usize = 128;
/// Pages (8 KiB) in the write-ahead log that set off a checkpoint: 16 MiB, some 20 ms on a plain SSD.
pub const STORE_CHECKPOINT_PAGES: i64 = 2_048;
/// What stays of the write-ahead log's file after one very large transaction, in bytes.
pub const STORE_WAL_BYTES_MAX: i64 = 64 * 1_024 * 1_024;
/// Channels, deleted lately, for which no message is stored any more: all of a hundred large guilds, in some 2 MiB.
pub const STORE_DELETED_CHANNELS_MAX: usize = 65_536;
/// How long a write waits for a lock that another program (a backup, the sqlite3 shell) holds on the file.
pub const STORE_BUSY_TIME_MAX: Duration = Duration::from_secs(5);
/// Mentions of a guild that are put between two looks for those that nobody reads any more, about: a look costs as much as three puts.
pub const STORE_MENTIONS_PER_PRUNING: i64 = 64;

// Ids

/// How far ahead of the clock the ids' mark is stored, in microseconds: the most that ids run ahead of it after a crash, and how long they
/// go on while the store cannot take a new mark.
pub const ID_RESERVE_US: i64 = 3_000_000;
/// How often the mark is moved: a third of the reserve, so that one late write is not felt.
pub const ID_MARK_INTERVAL: Duration = Duration::from_secs(1);
/// Where ids are ahead of the clock, how far ahead of them the mark is stored, in milliseconds: 4,096 ids each.
pub const ID_ROOM_MS: u64 = 10;
/// The pause after a mark that could not be stored.
pub const ID_MARK_RETRY: Duration = Duration::from_millis(200);

// Write-behind

/// Changes that wait for the store or are being committed: at 10,000/s, more than 1 s.
pub const WRITE_BEHIND_ENTRIES_MAX: usize = 16_384;
/// The same in bytes of memory.
pub const WRITE_BEHIND_BYTES_MAX: usize = 32 * 1_024 * 1_024;
/// Changes in one commit: some 8 ms of work, the longest that the first waits for the last. More do not go faster (measured: 64 to 512
/// alike).
pub const WRITE_BEHIND_BATCH_ROWS_MAX: usize = 256;
/// The same in bytes, for the same time with long messages.
pub const WRITE_BEHIND_BATCH_BYTES_MAX: usize = 1_024 * 1_024;
/// Milliseconds until a batch is written again of which the store cannot say whether it was written.
pub const WRITE_BEHIND_AGAIN_MS: u64 = 1_000;
/// Milliseconds that what waits for the store may take while draining; a working store needs 2 s for all that may wait.
pub const WRITE_BEHIND_DRAIN_MS: u64 = 10_000;
const _: () = assert!(WRITE_BEHIND_BATCH_ROWS_MAX < WRITE_BEHIND_ENTRIES_MAX && WRITE_BEHIND_BATCH_BYTES_MAX < WRITE_BEHIND_BYTES_MAX);

// Outbox

/// Bytes that wait for a reader before typing and presence are kept from it: two full socket buffers' worth of chat.
pub const OUTBOX_SHED_BYTES: u32 = 256 * 1024;
/// Bytes given to one `send` while draining: fills the socket's buffer without a large copy.
pub const OUTBOX_WRITE_BYTES: usize = 64 * 1024;
/// Bytes given to one connection's TLS that the socket has not taken: as many as one `send` while draining, so that records stay full.
pub const TLS_UNSENT_BYTES_MAX: usize = OUTBOX_WRITE_BYTES;
/// Bytes of a close reason (RFC 6455, 5.5: 125 with the code).
pub const CLOSE_REASON_BYTES_MAX: usize = 123;

// Streams

/// Events that an owner keeps for a relay that fell behind: some seconds of a busy guild.
pub const STREAM_RING_EVENTS_MAX: usize = 2_048;
/// The same in bytes of frames: 2,048 of 4 KiB each.
pub const STREAM_RING_BYTES_MAX: usize = 8 * 1024 * 1024;

// Relays

/// What may wait in a relay's inbox before events are dropped and found missing: below the owner's ring, so that it can fill the gap.
pub const RELAY_INBOX_ITEMS_MAX: usize = 1_024;
/// The same before typing and presence are dropped.
pub const RELAY_INBOX_BESIDE_MAX: usize = 256;
/// Entries of a class's log before the relay stops taking more in and walks: 4,096 messages in one write are far beyond any socket's
/// buffer.
pub const RELAY_LOG_ENTRIES_MAX: usize = 4_096;
/// Frames that a session's RESUME keeps by one reference: 64 deliveries cost it one.
pub const STRETCH_FRAMES_MAX: usize = 64;
/// The same in bytes: a session that wants one of them holds them all.
pub const STRETCH_BYTES_MAX: usize = 64 * 1024;
/// Shares of one stretch, laid out, that RESUMEs under way have in common; those who ask for others get copies of their own.
pub const STRETCH_LAID_MAX: usize = 8;
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

const _: () = assert!(RELAY_INBOX_BESIDE_MAX < RELAY_INBOX_ITEMS_MAX);
const _: () = assert!(RELAY_INBOX_ITEMS_MAX < STREAM_RING_EVENTS_MAX);

// Users

/// Users kept in memory after somebody asked for them: some 300 bytes each.
pub const USERS_CACHED_MAX: usize = 100_000;
/// DMs of a user that are listed, the newest ones: READY carries them all.
pub const USER_DMS_LISTED_MAX: usize = 1_000;
/// Channels whose read state is kept for one person, the newest ones: all of ten of the largest guilds. READY carries them all: 0.4 MB.
pub const USER_READ_STATES_MAX: usize = 5_000;
/// Read states of one bulk ack (Discord's own bound).
pub const ACKS_BULK_MAX: usize = 100;
/// Milliseconds that an ack waits for the person's acks before it: how many wait while the store hangs is bounded by that and the requests
/// of a user. Shorter than [`REQUEST_TIMEOUT_MS`], so that a refusal is heard.
pub const ACK_WAIT_MS: u64 = 5_000;
const _: () = assert!(ACK_WAIT_MS < REQUEST_TIMEOUT_MS);
/// Unread messages of one DM that are counted, the newest ones: a badge says "99+" above.
pub const DM_UNREAD_MAX: usize = 100;
/// Deleted messages of a user's DMs that are remembered, the last ones: more than are deleted while the store is read for an ack. 2 KB.
pub const DM_DELETED_KEPT_MAX: usize = 256;
/// Requests that one user may make per window (Discord docs, Rate Limits, Global Rate Limit).
pub const USER_REQUESTS_MAX: u32 = 50;
/// Milliseconds of that window.
pub const USER_REQUESTS_WINDOW_MS: u64 = 1_000;
/// Seconds after its last request and session that a user is kept active: longer than any rate limit of the user lasts.
pub const USER_IDLE_S: u64 = 300;
/// Seconds between two looks whether a user is idle.
pub const USER_IDLE_LOOK_S: u64 = 60;

// Guilds

/// Members of a guild up to which everybody is told who comes and goes; above, only bots that ask for it.
pub const PRESENCE_MEMBERS_MAX: usize = 1_000;
/// Messages of a guild that mention somebody which count as unread, the newest ones: some 200 bytes each, on the owner and in each replica.
/// Who was away for longer than these sees the channels as unread, without a number for the older ones.
pub const GUILD_MENTIONS_MAX: usize = 1_000;
/// Unread mentions of one member that are listed, the newest of a channel: a badge says "99+" above.
pub const UNREAD_MENTIONS_MAX: usize = 100;
/// Seconds between two looks whether a guild is idle: one that nobody used since the last is let go.
pub const GUILD_IDLE_LOOK_S: u64 = 300;

/// Characters of a guild's name.
pub const GUILD_NAME_CHARACTERS_MAX: usize = 100;
/// Characters of a guild's description.
pub const GUILD_DESCRIPTION_CHARACTERS_MAX: usize = 300;
/// Guilds that one user may be in; READY and attaching are O(guilds).
pub const GUILDS_PER_USER_MAX: usize = 200;
/// Members of a guild: each takes some 300 bytes of its owner's memory, with the index of names.
pub const GUILD_MEMBERS_MAX: usize = 250_000;
/// Channels of a guild (Discord's 30013).
pub const GUILD_CHANNELS_MAX: usize = 500;
/// Channels of one category.
pub const CATEGORY_CHANNELS_MAX: usize = 50;
/// Characters of a channel's name.
pub const CHANNEL_NAME_CHARACTERS_MAX: usize = 100;
/// Characters of a channel's topic.
pub const CHANNEL_TOPIC_CHARACTERS_MAX: usize = 1_024;
/// Seconds of slow mode: six hours.
pub const CHANNEL_SLOWMODE_S_MAX: u32 = 21_600;
/// Overwrites of one channel: each costs the permission algorithm a step.
pub const CHANNEL_OVERWRITES_MAX: usize = 100;
/// Highest position of a channel or role that a client may ask for: far above their number, far below overflow.
pub const POSITION_MAX: i32 = 100_000;
/// Roles of a guild, `@everyone` included (Discord's 30005).
pub const GUILD_ROLES_MAX: usize = 250;
/// Characters of a role's name.
pub const ROLE_NAME_CHARACTERS_MAX: usize = 100;
/// Greatest colour of a role: 24 bits.
pub const ROLE_COLOR_MAX: u32 = 0xff_ffff;
/// Characters of a nick.
pub const NICK_CHARACTERS_MAX: usize = 32;
/// Seconds of a time-out: 28 days.
pub const TIME_OUT_S_MAX: i64 = 28 * 24 * 3_600;
/// Characters of the reason of a ban.
pub const BAN_REASON_CHARACTERS_MAX: usize = 512;
/// Bans on one page.
pub const BANS_PAGE_MAX: usize = 1_000;
/// Invites of a guild that have not expired (Discord's 30016).
pub const GUILD_INVITES_MAX: usize = 1_000;
/// Seconds that an invite may live, where not for ever: seven days.
pub const INVITE_AGE_S_MAX: u32 = 7 * 24 * 3_600;
/// Uses of an invite, where bounded.
pub const INVITE_USES_MAX: u32 = 100;
/// Characters of an invite's code: 62^10 of them, 59 bits of chance.
pub const INVITE_CODE_CHARACTERS: usize = 10;
/// Members on one page of a list or chunk.
pub const MEMBERS_PAGE_MAX: usize = 1_000;
/// Members in the last chunk of a list: a page, and as many again who joined while the pages before were on their way.
pub const MEMBERS_LAST_PAGE_MAX: usize = 2 * MEMBERS_PAGE_MAX;
/// Members that one question may name by id.
pub const MEMBERS_BY_ID_MAX: usize = 100;
/// Milliseconds until a write whose outcome is unknown is written again.
pub const GUILD_SETTLE_RETRY_MS: u64 = 1_000;

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

// Accounts

/// Characters of a password.
pub const PASSWORD_CHARACTERS_MIN: usize = 8;
/// Characters of a password: more bring nothing, and are hashed for each login.
pub const PASSWORD_CHARACTERS_MAX: usize = 128;
/// Logins and registrations that one address (of IPv6: one /64) may try in a window.
pub const LOGIN_RATE_TRIES: u32 = 20;
/// Milliseconds of that window.
pub const LOGIN_RATE_WINDOW_MS: u64 = 60_000;
/// Addresses whose windows are remembered before ended ones are dropped.
pub const LOGIN_RATE_ADDRESSES_MAX: usize = 65_536;
/// Milliseconds after which to try again where too many passwords wait to be hashed.
pub const HASHING_RETRY_MS: u64 = 2_000;
/// Characters kept of what a client calls itself at login: the longest browser's name is some 200.
pub const CLIENT_NAME_CHARACTERS_MAX: usize = 256;
/// Seconds between two notes of when a person's token was used: one write an hour for each.
pub const TOKEN_USED_INTERVAL_S: i64 = 3_600;
/// Logins of one person: the list of them is not paged. One more ends the least recently used.
pub const LOGINS_MAX: usize = 100;
/// Logins that one request may end.
pub const LOGINS_ENDED_MAX: usize = 1_000;
/// Tokens remembered for those who use them: some 150 bytes each.
pub const TOKENS_CACHED_MAX: usize = 100_000;
/// Applications of one person.
pub const APPLICATIONS_PER_USER_MAX: usize = 50;

// Sessions

/// Milliseconds of one turn of the timing wheel by one slot: how late a silent session may be found.
pub const WHEEL_TICK_MS: u64 = 250;
/// Slots of the timing wheel: 128 s, more than 1.5 heartbeat intervals.
pub const WHEEL_SLOTS: usize = 512;
/// Milliseconds until a session that was found silent is looked at again.
pub const WHEEL_AGAIN_MS: u64 = 5_000;
/// Guilds that a READY lists; each is attached one after another.
pub const SESSION_GUILDS_MAX: usize = 2_500;
/// Milliseconds that a person's READY waits for guilds that must be loaded, to count what is unread there. Of those that take longer it
/// tells the cursors, and GUILD_CREATE the mentions.
pub const READY_GUILDS_WAIT_MS: u64 = 1_000;
/// Member requests (op 8) of one session that wait for each other.
pub const CHUNK_ORDERS_MAX: usize = 256;
/// Milliseconds between two requests for all members of one guild by one session (Discord docs, Request Guild Members).
pub const ALL_MEMBERS_INTERVAL_MS: u64 = 30_000;
/// Bytes of an op 8 nonce; longer ones are dropped (Discord docs, Request Guild Members).
pub const CHUNK_NONCE_BYTES_MAX: usize = 32;
/// Changes of its presence (op 3) that a session tells in a window; the newest of those beyond waits (Discord docs, Update Presence).
pub const PRESENCE_RATE_UPDATES: u32 = 5;
/// Milliseconds of that window.
pub const PRESENCE_RATE_WINDOW_MS: u64 = 20_000;

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
/// Bytes read at once of what a client still sends after our close frame.
pub const SOCKET_FAREWELL_READ_BYTES: usize = 4 * 1024;
/// Bytes that the WebSocket library may hold for writing: its pongs and close frames go to the outbox at once.
pub const SOCKET_WRITE_BUFFER_BYTES_MAX: usize = 16 * 1024;
/// Milliseconds between two looks at whether all sockets have closed while draining.
pub const DRAIN_LOOK_MS: u64 = 20;

// HTTP

/// Bytes of a JSON body: the longest message with embeds is far below.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Milliseconds that a body may take to arrive: below the time of the whole request, so that a slow client is told 408 and not 504.
pub const BODY_TIMEOUT_MS: u64 = 10_000;
/// Bytes of a body that is too long which are still read, so that the client gets its 413.
pub const BODY_DISCARDED_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Milliseconds that a request may take before it is answered 504.
pub const REQUEST_TIMEOUT_MS: u64 = 15_000;
/// Messages of a page where a request says nothing (Discord docs, Get Channel Messages).
pub const HISTORY_LIMIT_DEFAULT: usize = 50;
/// Users of a page of reactions where a request says nothing (Discord docs, Get Reactions).
pub const REACTION_USERS_DEFAULT: usize = 25;
/// Users of a page of reactions (Discord docs, Get Reactions).
pub const REACTION_USERS_MAX: usize = 100;
/// Guilds of a page (Discord docs, Get Current User Guilds).
pub const MY_GUILDS_MAX: usize = 200;
/// Characters of a user name or password field before it is looked at.
pub const LOGIN_FIELD_CHARACTERS_MAX: usize = 1_024;
/// Session starts a day that clients are told (Discord docs, Session Start Limit).
pub const SESSION_STARTS_TOLD: u32 = 1_000;
/// IDENTIFYs per 5 s that clients are told: with 1 they would wait 5 s between shards.
pub const IDENTIFY_CONCURRENCY_TOLD: u32 = 16;

// Listening

/// Bytes of the kernel's send buffer of each socket; its own growing one would hold 4 MiB for a reader that stalls.
pub const SOCKET_SEND_BUFFER_BYTES: usize = 128 * 1024;
/// Connections that wait to be accepted: a reconnect storm's first seconds.
pub const ACCEPT_BACKLOG: i32 = 4_096;
/// Milliseconds to wait after a failed accept.
pub const ACCEPT_RETRY_MS: u64 = 50;
/// Milliseconds that a TLS handshake may take: two round trips of the worst link, and whoever says nothing is soon gone.
pub const TLS_HANDSHAKE_TIMEOUT_MS: u64 = 10_000;
/// Bytes read of a request that came without TLS to a port that speaks it: its head, before it is told so.
pub const NOT_TLS_READ_BYTES: usize = 16 * 1024;
/// Milliseconds that a client may take to send a request's head, or its next request.
pub const HEADER_TIMEOUT_MS: u64 = 60_000;
/// Milliseconds that a client may take none of its answer (the kernel says so when about a third of its send buffer is free, 1.5 KB/s):
/// one that asks without reading must not hold a connection for ever.
pub const HTTP_WRITE_TIMEOUT_MS: u64 = 30_000;
/// Milliseconds that answers under way may still take while draining.
pub const HTTP_DRAIN_MS: u64 = 16_000;
const _: () = assert!(HTTP_DRAIN_MS > REQUEST_TIMEOUT_MS);
/// Milliseconds that sockets may stay after op 7 while draining, and again after the close frame.
pub const GATEWAY_DRAIN_MS: u64 = 2_000;
/// Files that the process itself holds open: the store's, the log, the runtime's; 23 were counted.
pub const OPEN_FILES_OWN: usize = 32;
/// Open files that connections may take, in percent of the limit: the rest is for the store and the log.
pub const OPEN_FILES_USABLE_PERCENT: usize = 90;
