//! Every bound of the program, with its unit and its reason.

use std::time::Duration;

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
/// How long a write waits for a lock that another program (a backup, the sqlite3 shell) holds on the file.
pub const STORE_BUSY_TIME_MAX: Duration = Duration::from_secs(5);

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
const _: () = assert!(WRITE_BEHIND_BATCH_ROWS_MAX < WRITE_BEHIND_ENTRIES_MAX && WRITE_BEHIND_BATCH_BYTES_MAX < WRITE_BEHIND_BYTES_MAX);
