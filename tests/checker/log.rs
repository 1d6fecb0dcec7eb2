//! What a test writes down; one [`Entry`] is one line of JSON.
use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

/// Everything that happened, in any order but for this: a subscriber's sightings stand in the order in which it had them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Log {
    pub(crate) entries: Vec<Entry>,
}

/// One thing that a client, a subscriber or the test itself knows. Times are nanoseconds of one monotonic clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub(crate) enum Entry {
    /// A client is about to send a request; `(client, op)` names it.
    Invoked { client: u32, op: u64, at_ns: u64, author: u64, action: Action },
    /// The server said yes. `id` is the message that a create was answered with.
    Acked { client: u32, op: u64, at_ns: u64, id: Option<u64> },
    /// The server said no: the request must have had no effect.
    Refused { client: u32, op: u64, at_ns: u64 },
    /// No answer came. A request without any outcome counts as this too.
    Unknown { client: u32, op: u64, at_ns: u64 },
    /// A server process was killed. `whole`: none is left, so nothing that was under way can take effect later.
    Crashed { at_ns: u64, whole: bool },
    /// A subscriber saw something.
    Seen { subscriber: u32, at_ns: u64, sighting: Sighting },
    /// The final history of a channel, read page after page until a page came short.
    Read { channel: u64, direction: Direction, limit: usize, pages: Vec<Vec<Message>> },
}

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(crate) enum Action {
    /// Requests of one author in one channel with the same nonce and `enforced` are one message.
    Create {
        channel: u64,
        nonce: Option<String>,
        enforced: bool,
        body: String,
    },
    Edit {
        channel: u64,
        message: u64,
        body: String,
    },
    Delete {
        channel: u64,
        message: u64,
    },
    React {
        channel: u64,
        message: u64,
        emoji: String,
    },
    Unreact {
        channel: u64,
        message: u64,
        emoji: String,
    },
}

/// Whether pages were asked for with `before` (newest page first) or with `after` (oldest page first).
/// In both a page's own order is newest first, as Discord has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    Before,
    After,
}

/// A message as a reader or subscriber got it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) author: u64,
    /// Where the server still says it.
    pub(crate) nonce: Option<String>,
    pub(crate) body: String,
    /// Emoji and count, in any order.
    pub(crate) reactions: Vec<(String, u32)>,
}

/// What a subscriber saw, in its own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sighting", rename_all = "snake_case")]
pub(crate) enum Sighting {
    /// READY: a new session begins, the former one is over.
    Identified { session: String, s: u64 },
    /// The session's events flow from here on for these channels: whatever is *sent* later must be seen.
    Attached { channels: Vec<u64> },
    /// The socket was lost and the same session goes on; `s` must go on too.
    Resumed,
    /// One event with its number.
    Dispatch { s: u64, event: Event },
    /// The subscriber read everything after the message `after`, so as to close the gap before this session.
    CaughtUp { channel: u64, after: u64, asked_ns: u64, messages: Vec<Message> },
}

/// An event, as far as the judge cares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event {
    Create {
        channel: u64,
        message: Message,
    },
    Update {
        channel: u64,
        message: Message,
    },
    Delete {
        channel: u64,
        message: u64,
    },
    /// Any other event: only its number counts.
    Other,
}

impl Log {
    /// Writes one line of JSON per entry.
    pub(crate) fn write(&self, mut out: impl Write) -> io::Result<()> {
        for entry in &self.entries {
            serde_json::to_writer(&mut out, entry)?;
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// Reads what [`Log::write`] wrote; files of several processes may simply be joined.
    pub(crate) fn read(input: impl BufRead) -> io::Result<Self> {
        let mut entries = Vec::new();
        for line in input.lines() {
            let line = line?;
            if !line.trim().is_empty() {
                entries.push(serde_json::from_str(&line)?);
            }
        }
        Ok(Self { entries })
    }
}
