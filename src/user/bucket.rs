//! The global rate limit of one user.

use crate::limits;
use crate::model::Bucket;
use std::time::Duration;
use tokio::time::Instant;

const WINDOW: Duration = Duration::from_millis(limits::USER_REQUESTS_WINDOW_MS);

/// Requests of the running window.
pub(super) struct GlobalBucket {
    window_began: Instant,
    taken: u32,
}

impl GlobalBucket {
    pub(super) fn new(now: Instant) -> Self {
        Self { window_began: now, taken: 0 }
    }

    /// Counts one request, or says how long none is allowed.
    pub(super) fn take(&mut self, now: Instant) -> Result<Bucket, Bucket> {
        if now.saturating_duration_since(self.window_began) >= WINDOW {
            *self = Self::new(now);
        }
        if self.taken >= limits::USER_REQUESTS_MAX {
            return Err(self.peek(now));
        }
        self.taken += 1;
        Ok(self.peek(now))
    }

    /// The bucket as it is.
    pub(super) fn peek(&self, now: Instant) -> Bucket {
        Bucket {
            limit: limits::USER_REQUESTS_MAX,
            remaining: limits::USER_REQUESTS_MAX - self.taken,
            reset_after: WINDOW.saturating_sub(now.saturating_duration_since(self.window_began)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_above_the_limit_is_refused_until_the_window_ends() {
        let start = Instant::now();
        let mut bucket = GlobalBucket::new(start);
        for left in (0..limits::USER_REQUESTS_MAX).rev() {
            assert_eq!(bucket.take(start).unwrap().remaining, left);
        }
        let refused = bucket.take(start + WINDOW / 4).unwrap_err();
        assert_eq!(refused.reset_after, WINDOW * 3 / 4);
        assert!(bucket.take(start + WINDOW).is_ok());
    }
}
