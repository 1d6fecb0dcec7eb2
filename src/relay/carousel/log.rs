//! What a class is told, until all its lanes have it.

use crate::limits;
use crate::model::UserId;
use crate::outbox::{Frame, Round, Slice, Slices, Stretch, Transport, kept_bytes};
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::sync::{Arc, Weak};

/// One event in a class's log.
pub(in crate::relay) struct Entry {
    pub(in crate::relay) frame: Arc<Frame>,
    /// Typing and presence: kept from those who lag.
    pub(in crate::relay) sheddable: bool,
    /// In a class without the right to content: the whole frame, and who gets it instead.
    pub(in crate::relay) whole: Option<(Arc<Frame>, SmallVec<[UserId; 2]>)>,
}

#[derive(Default)]
pub(super) struct Log {
    entries: VecDeque<Entry>,
    /// Number of the first entry.
    base: u64,
    /// The entries' frames once more, as the outboxes keep them for a RESUME; the last one grows.
    parts: VecDeque<Part<Arc<Stretch>>>,
    /// The last one while there are no entries: it lives for as long as an outbox keeps some of it.
    resting: Option<Part<Weak<Stretch>>>,
    /// The share that was laid out last, for lanes that have seen as much: (first, end).
    round: Option<(u64, u64, Round)>,
}

struct Part<S> {
    /// Number of the entry that it begins with.
    first: u64,
    count: usize,
    bytes: usize,
    stretch: S,
}

impl Log {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn end(&self) -> u64 {
        self.base + number(self.entries.len())
    }

    pub(super) fn push(&mut self, entry: Entry) {
        let end = self.end();
        let bytes = kept_bytes(&entry.frame);
        if self.parts.is_empty() {
            self.parts.extend(self.resting.take().and_then(Part::wake));
        }
        match self.parts.back_mut().filter(|part| part.has_room(bytes)) {
            Some(part) => part.push(&entry.frame, bytes),
            None => self.parts.push_back(Part::new(end, &entry.frame, bytes)),
        }
        self.entries.push_back(entry);
    }

    fn above(&self, first: u64) -> impl Iterator<Item = &Entry> {
        self.entries.iter().skip(usize::try_from(first - self.base).unwrap_or(usize::MAX))
    }

    /// Drops what lies below a number.
    pub(super) fn forget(&mut self, below: u64) {
        let count = usize::try_from(below.saturating_sub(self.base)).unwrap_or(0).min(self.entries.len());
        self.entries.drain(..count);
        self.base += number(count);
        while self.parts.len() > 1 && self.parts.front().is_some_and(|part| part.end() <= self.base) {
            self.parts.pop_front();
        }
    }

    pub(super) fn forget_all(&mut self) {
        self.forget(self.end());
        self.round = None;
        self.resting = self.parts.pop_back().map(Part::rest).or(self.resting.take());
        self.parts.clear();
        if self.entries.capacity() > limits::RELAY_LOG_TRIM_ENTRIES {
            self.entries = VecDeque::new();
        }
    }

    fn slices(&self, first: u64, end: u64) -> Slices {
        self.parts.iter().filter_map(|part| part.slice(first, end)).collect()
    }

    /// Whether one wrote or is mentioned in some of it.
    pub(super) fn concerns(&self, first: u64, user_id: UserId) -> bool {
        self.above(first).any(|entry| entry.whole.as_ref().is_some_and(|(_, users)| users.contains(&user_id)))
    }

    /// What all lanes get that have seen as much; laid out once.
    pub(super) fn share(&mut self, first: u64, end: u64, transport: Transport) -> &mut Round {
        let fits = self.round.as_ref().is_some_and(|(from, to, _)| (*from, *to) == (first, end));
        if !fits {
            let frames: Vec<_> = self.above(first).map(|entry| (entry.frame.clone(), entry.sheddable)).collect();
            let slices = self.slices(first, end);
            debug_assert_eq!(slices.iter().map(Slice::count).sum::<usize>(), frames.len(), "the parts hold what the entries do");
            let round = Round::of(slices, &frames, transport);
            return &mut self.round.insert((first, end, round)).2;
        }
        match &mut self.round {
            Some((_, _, round)) => round,
            None => unreachable!("the round was there a moment ago"),
        }
    }

    /// The same for one who wrote or is mentioned in some of it.
    pub(super) fn private_share(&self, first: u64, user_id: UserId, transport: Transport) -> Round {
        let frames: Vec<_> = self
            .above(first)
            .map(|entry| match &entry.whole {
                Some((whole, users)) if users.contains(&user_id) => (whole.clone(), entry.sheddable),
                _ => (entry.frame.clone(), entry.sheddable),
            })
            .collect();
        Round::new(&frames, transport)
    }
}

impl<S> Part<S> {
    fn end(&self) -> u64 {
        self.first + number(self.count)
    }

    fn has_room(&self, bytes: usize) -> bool {
        self.count < limits::STRETCH_FRAMES_MAX && self.bytes + bytes <= limits::STRETCH_BYTES_MAX
    }

    fn with<T>(self, stretch: T) -> Part<T> {
        Part { first: self.first, count: self.count, bytes: self.bytes, stretch }
    }
}

impl Part<Arc<Stretch>> {
    fn new(first: u64, frame: &Arc<Frame>, bytes: usize) -> Self {
        let mut part = Self { first, count: 0, bytes: 0, stretch: Arc::default() };
        part.push(frame, bytes);
        part
    }

    fn push(&mut self, frame: &Arc<Frame>, bytes: usize) {
        self.stretch.push(frame.clone());
        self.count += 1;
        self.bytes += bytes;
    }

    fn slice(&self, first: u64, end: u64) -> Option<Slice> {
        let (first, end) = (first.max(self.first), end.min(self.end()));
        let index = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let count = end.checked_sub(first).filter(|count| *count > 0)?;
        self.stretch.slice(index(first - self.first), index(count))
    }

    fn rest(self) -> Part<Weak<Stretch>> {
        let stretch = Arc::downgrade(&self.stretch);
        self.with(stretch)
    }
}

impl Part<Weak<Stretch>> {
    fn wake(self) -> Option<Part<Arc<Stretch>>> {
        let stretch = self.stretch.upgrade()?;
        Some(self.with(stretch))
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
