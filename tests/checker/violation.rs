//! Every way in which a story can be wrong.
use super::log::Direction;

/// How one of the final reads was made: its direction and page size.
pub(crate) type ReadName = (Direction, usize);

/// One fault. Ids are of messages unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Violation {
    /// The log itself cannot be judged; `why` says what the test did wrong.
    BadLog { why: String },

    // The final pages.
    /// A page is not newest first, or overlaps its neighbour, or repeats a message.
    PageUnordered { channel: u64, read: ReadName, id: u64 },
    /// A page holds more than was asked for, or fewer although others follow.
    PageSize { channel: u64, read: ReadName, page: usize, found: usize },
    /// Two reads of one channel differ first at `id`.
    PagesDisagree { channel: u64, one: ReadName, other: ReadName, id: u64 },

    // The final history against what the senders know.
    /// An acked message is not there.
    AckedMissing { id: u64 },
    /// A message's text, author, nonce or channel is not its own.
    Altered { id: u64, found: String },
    /// An acked edit was undone: an older text is there.
    EditLost { id: u64, found: String },
    /// Reactions outside of what acked and unknown requests allow.
    ReactionsWrong { id: u64, emoji: String, count: u32, least: u32, most: u32 },
    /// One request without an enforced nonce became several messages.
    Twice { ids: Vec<u64> },
    /// One enforced nonce became several messages.
    EnforcedNonceTwice { nonce: String, ids: Vec<u64> },
    /// Two different creates were answered with one id.
    OneIdForTwo { id: u64 },
    /// A refused create or edit took effect.
    RefusedPresent { id: u64 },
    /// A message that nobody sent.
    NeverSent { id: u64 },
    /// A message whose delete was acked is there.
    DeletedBack { id: u64 },
    /// `earlier` was acked before `later` was sent, but has the greater id.
    OrderBroken { earlier: u64, later: u64 },

    // What subscribers saw.
    /// The session's numbers jumped.
    SequenceGap { subscriber: u32, session: String, expected: u64, found: u64 },
    /// The session's numbers went back or stood still.
    SequenceRepeated { subscriber: u32, session: String, expected: u64, found: u64 },
    /// One session saw a message created twice.
    SeenTwice { subscriber: u32, id: u64 },
    /// One session saw `id` created after the greater `after`.
    SeenOutOfOrder { subscriber: u32, id: u64, after: u64 },
    /// Two sessions saw the events of a channel in orders that cannot both be true.
    OrdersDisagree { channel: u64, id: u64 },
    /// A session saw messages before and after this one, but not this one.
    SessionGap { subscriber: u32, session: String, id: u64 },
    /// A session never saw an acked edit or delete, though it saw messages sent later.
    ChangeUnseen { subscriber: u32, session: String, id: u64 },
    /// A message of history lies between what the subscriber has seen or read, and it has neither.
    GapNotClosed { subscriber: u32, id: u64 },
    /// A read of the gap left out a message that was acked before.
    CatchUpMissed { subscriber: u32, id: u64 },
    /// A deleted message came again, in a session after its delete or in a later read.
    DeletedSeenAgain { subscriber: u32, id: u64 },
    /// A subscriber got a text, author, nonce or channel that is not the message's own.
    SeenAltered { subscriber: u32, id: u64, found: String },
    /// A subscriber saw a message that nobody sent.
    SeenNeverSent { subscriber: u32, id: u64 },
    /// A refused message was shown and never taken back.
    SeenRefused { subscriber: u32, id: u64 },
    /// A message that was shown vanished, with neither a delete nor a crash to blame.
    SeenThenGone { id: u64 },
    /// One id stood for two different messages.
    IdReused { id: u64 },
}

impl Violation {
    /// The fault's name, for lists and counts.
    pub(crate) fn name(&self) -> String {
        let text = format!("{self:?}");
        text.split([' ', '{']).next().unwrap_or_default().to_owned()
    }
}
