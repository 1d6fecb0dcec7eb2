//! One timing wheel for all sessions: heartbeats cost one atomic store, and an idle session owns no timer.

use super::message::SessionMessage;
use crate::limits;
use crate::outbox::Outbox;
use parking_lot::Mutex;
use ractor::ActorRef;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior};

/// When a session is to be looked at again.
pub(super) struct Pulse {
    /// Even where the session said it, odd where the wheel put it off: neither is ever taken for the other.
    deadline_ms: AtomicU64,
    /// Which of its entries in the wheel counts: older ones are passed over.
    entry: AtomicU64,
    actor: ActorRef<SessionMessage>,
    outbox: Arc<Outbox>,
}

/// The session was silent for too long, as far as was known when this was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Verdict {
    put_off_to_ms: u64,
}

impl Pulse {
    /// False where the session was heard of, resumed or cut since.
    pub(super) fn still_holds(&self, verdict: Verdict) -> bool {
        self.deadline_ms.load(Relaxed) == verdict.put_off_to_ms
    }
}

pub(super) struct Wheel {
    began: Instant,
    /// Sessions by the tick at which they are looked at, modulo the wheel's size.
    slots: Vec<Mutex<Vec<Entry>>>,
}

struct Entry {
    pulse: Weak<Pulse>,
    number: u64,
}

impl Entry {
    /// The session, if it is still there and this is its newest entry.
    fn current(&self) -> Option<Arc<Pulse>> {
        self.pulse.upgrade().filter(|pulse| pulse.entry.load(Relaxed) == self.number)
    }
}

impl Wheel {
    pub(super) fn new() -> Arc<Self> {
        let slots = std::iter::repeat_with(Mutex::default).take(limits::WHEEL_SLOTS).collect();
        Arc::new(Self { began: Instant::now(), slots })
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// A session that is looked at after `silence`, unless it is heard of.
    pub(super) fn add(&self, actor: ActorRef<SessionMessage>, outbox: Arc<Outbox>, silence: Duration) -> Arc<Pulse> {
        let pulse = Arc::new(Pulse { deadline_ms: AtomicU64::new(0), entry: AtomicU64::new(0), actor, outbox });
        self.postpone(&pulse, silence);
        self.slot(&pulse);
        pulse
    }

    /// The session is looked at `silence` from now, at the earliest.
    pub(super) fn postpone(&self, pulse: &Pulse, silence: Duration) {
        let silence_ms = u64::try_from(silence.as_millis()).unwrap_or(u64::MAX);
        let deadline_ms = self.now_ms().saturating_add(silence_ms).saturating_add(1) & !1;
        pulse.deadline_ms.store(deadline_ms, Relaxed);
    }

    /// As [`Wheel::postpone`], where that may be sooner than what was said before.
    pub(super) fn hasten(&self, pulse: &Arc<Pulse>, silence: Duration) {
        self.postpone(pulse, silence);
        self.slot(pulse);
    }

    fn slot(&self, pulse: &Arc<Pulse>) {
        let number = pulse.entry.fetch_add(1, Relaxed) + 1;
        let slots = u64::try_from(self.slots.len()).unwrap_or(u64::MAX);
        let now = self.now_ms() / limits::WHEEL_TICK_MS;
        let due = pulse.deadline_ms.load(Relaxed).div_ceil(limits::WHEEL_TICK_MS).clamp(now + 1, now + slots - 1);
        if let Some(slot) = self.slots.get(usize::try_from(due % slots).unwrap_or(0)) {
            slot.lock().push(Entry { pulse: Arc::downgrade(pulse), number });
        }
    }

    /// Turns for ever.
    pub(super) async fn turn(self: Arc<Self>) {
        let mut ticks = tokio::time::interval(Duration::from_millis(limits::WHEEL_TICK_MS));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut tick = 0_usize;
        loop {
            ticks.tick().await;
            let due = self.slots.get(tick % self.slots.len()).map(|slot| std::mem::take(&mut *slot.lock())).unwrap_or_default();
            due.iter().filter_map(Entry::current).for_each(|pulse| self.look(&pulse));
            tick = tick.wrapping_add(1);
        }
    }

    fn look(&self, pulse: &Arc<Pulse>) {
        let verdict = self.judge(pulse);
        self.slot(pulse);
        // Last: the session may say at once when it is to be looked at again.
        if let Some(verdict) = verdict
            && pulse.actor.cast(SessionMessage::Silent(verdict)).is_err()
        {
            // The session has ended, and its client does not close the socket.
            pulse.outbox.disconnect();
        }
    }

    /// Puts off the deadline of a session that is silent, unless it is heard of in this moment.
    fn judge(&self, pulse: &Pulse) -> Option<Verdict> {
        let (now_ms, deadline_ms) = (self.now_ms(), pulse.deadline_ms.load(Relaxed));
        let put_off_to_ms = now_ms.saturating_add(limits::WHEEL_AGAIN_MS) | 1;
        let silent = deadline_ms <= now_ms && pulse.deadline_ms.compare_exchange(deadline_ms, put_off_to_ms, Relaxed, Relaxed).is_ok();
        silent.then_some(Verdict { put_off_to_ms })
    }
}

#[cfg(test)]
mod tests;
