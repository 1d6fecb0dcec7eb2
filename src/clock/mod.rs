//! The wall clock, and the ids that carry its time.

mod snowflakes;

pub use snowflakes::{IdsExhausted, Snowflakes};

use crate::model::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// What time it is for people. It may jump, both ways; durations are measured with `tokio::time`. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Microseconds since the Unix epoch.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Stands still at `at` until it is [`Clock::set`] or [`Clock::advance`]d; all clones show the same time.
    pub fn standing(at: Timestamp) -> Self {
        Self(Source::Set(Arc::new(AtomicI64::new(at.unix_us()))))
    }

    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::from_unix_us(system_unix_us()),
            Source::Set(unix_us) => Timestamp::from_unix_us(unix_us.load(Ordering::SeqCst)),
        }
    }

    /// Sets a standing clock, back too. The system's clock is left alone.
    pub fn set(&self, at: Timestamp) {
        if let Source::Set(unix_us) = &self.0 {
            unix_us.store(at.unix_us(), Ordering::SeqCst);
        }
    }

    /// Moves a standing clock on. The system's clock is left alone.
    pub fn advance(&self, by: Duration) {
        if let Source::Set(unix_us) = &self.0 {
            unix_us.fetch_add(whole_us(by), Ordering::SeqCst);
        }
    }
}

/// A system clock before 1970 counts as 1970.
fn system_unix_us() -> i64 {
    whole_us(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default())
}

fn whole_us(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_told() {
        let clock = Clock::standing(Timestamp::from_unix_us(1_000_000));
        let other = clock.clone();
        assert_eq!(other.now().unix_us(), 1_000_000);
        clock.advance(Duration::from_millis(2));
        assert_eq!(other.now().unix_us(), 1_002_000);
        other.set(Timestamp::from_unix_us(7));
        assert_eq!(clock.now().unix_us(), 7);
    }

    #[test]
    fn the_system_clock_cannot_be_set() {
        let clock = Clock::system();
        clock.set(Timestamp::from_unix_us(0));
        assert!(clock.now().unix_s() > 1_700_000_000);
    }
}
