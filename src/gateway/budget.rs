//! How much one connection may send: 120 frames a minute (Discord docs, Gateway, Rate Limiting).

use crate::limits;
use std::time::Duration;
use tokio::time::Instant;

pub(super) struct Budget {
    began: Instant,
    frames: u16,
    heartbeats: u16,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), frames: 0, heartbeats: 0 }
    }

    /// False where it was one too many. Libraries do not count heartbeats, so those have a budget of their own.
    pub(super) fn take(&mut self, heartbeat: bool) -> bool {
        let now = Instant::now();
        if now.duration_since(self.began) >= Duration::from_millis(limits::FRAME_RATE_WINDOW_MS) {
            *self = Self { began: now, frames: 0, heartbeats: 0 };
        }
        let used = if heartbeat { &mut self.heartbeats } else { &mut self.frames };
        *used = used.saturating_add(1);
        *used <= limits::FRAME_RATE_FRAMES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn budget_is_full_again_after_a_minute() {
        let mut budget = Budget::new();
        assert!((0..120).all(|_| budget.take(false)));
        assert!(!budget.take(false));
        assert!(budget.take(true), "heartbeats are counted apart");
        tokio::time::advance(Duration::from_mins(1)).await;
        assert!(budget.take(false));
    }
}
