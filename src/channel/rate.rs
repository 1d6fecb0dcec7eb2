//! Five messages in five seconds for each user in each channel.

use crate::limits;
use crate::model::{Bucket, UserId};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;

struct Window {
    began: Instant,
    used: u32,
}

#[derive(Default)]
pub(super) struct SendRate {
    windows: HashMap<UserId, Window>,
}

impl SendRate {
    /// Counts one message; the bucket after it, or as it is where there is no room.
    pub(super) fn take(&mut self, user: UserId, now: Instant) -> Result<Bucket, Bucket> {
        let length = Duration::from_millis(limits::SEND_RATE_WINDOW_MS);
        if self.windows.len() >= limits::SEND_RATE_USERS_MAX {
            self.windows.retain(|_, window| now.duration_since(window.began) < length);
        }
        let window = self.windows.entry(user).or_insert(Window { began: now, used: 0 });
        if now.duration_since(window.began) >= length {
            *window = Window { began: now, used: 0 };
        }
        let reset_after = length.saturating_sub(now.duration_since(window.began));
        let full = window.used >= limits::SEND_RATE_MESSAGES;
        window.used += u32::from(!full);
        let bucket = Bucket { limit: limits::SEND_RATE_MESSAGES, remaining: limits::SEND_RATE_MESSAGES - window.used, reset_after };
        if full { Err(bucket) } else { Ok(bucket) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn sixth_message_within_five_seconds_waits_for_the_window() {
        let mut rate = SendRate::default();
        let user = UserId::from_raw(1);
        for left in (0..5).rev() {
            assert_eq!(rate.take(user, Instant::now()).unwrap().remaining, left);
        }
        let refused = rate.take(user, Instant::now()).unwrap_err();
        tokio::time::advance(refused.reset_after).await;
        assert!(rate.take(user, Instant::now()).is_ok());
    }
}
