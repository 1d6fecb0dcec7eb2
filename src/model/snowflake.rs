//! Discord's snowflake ids and the time that they carry.

use super::id::MessageId;

/// 2015-01-01T00:00:00Z in Unix milliseconds (Discord docs, Snowflakes).
pub const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// A moment, in microseconds since the Unix epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_unix_us(unix_us: i64) -> Self {
        Self(unix_us)
    }

    pub const fn unix_us(self) -> i64 {
        self.0
    }

    pub const fn unix_ms(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    pub const fn unix_s(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The moment that a snowflake carries.
    pub const fn of_snowflake(raw: u64) -> Self {
        let unix_ms = (raw >> 22) + DISCORD_EPOCH_MS;
        Self(unix_ms.cast_signed() * 1_000)
    }

    /// The smallest snowflake of this moment; 0 before Discord's epoch.
    pub const fn first_snowflake(self) -> u64 {
        let since_epoch_ms = self.unix_ms() - DISCORD_EPOCH_MS.cast_signed();
        if since_epoch_ms < 0 { 0 } else { since_epoch_ms.cast_unsigned() << 22 }
    }
}

impl MessageId {
    pub const fn sent_at(self) -> Timestamp {
        Timestamp::of_snowflake(self.raw())
    }
}
