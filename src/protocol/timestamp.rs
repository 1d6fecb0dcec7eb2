//! Moments as Discord writes them: `2026-11-22T06:00:00.123456+00:00`, never `Z` (twilight refuses it).

use crate::model::Timestamp;
use serde::{Serialize, Serializer};
use std::io::Write;
use std::ops::Deref;
use time::OffsetDateTime;

const LENGTH: usize = 32;
/// The last moment of the year 9999: what comes after has no four digits.
const LAST_US: i64 = 253_402_300_799_999_999;

/// A moment as text; always 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimestampText([u8; LENGTH]);

/// Writes a moment. One before 1970 or after 9999 becomes the nearest within.
pub fn timestamp(at: Timestamp) -> TimestampText {
    let unix_us = at.unix_us().clamp(0, LAST_US);
    let moment = OffsetDateTime::from_unix_timestamp(unix_us.div_euclid(1_000_000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = (moment.year(), u8::from(moment.month()), moment.day());
    let (hour, minute, second) = moment.to_hms();
    let micros = unix_us.rem_euclid(1_000_000);
    let mut text = *b"1970-01-01T00:00:00.000000+00:00";
    let mut rest: &mut [u8] = &mut text;
    // Exactly as long as the text: nothing is left over, nothing is missing.
    let _ = write!(rest, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}+00:00");
    TimestampText(text)
}

impl Deref for TimestampText {
    type Target = str;

    fn deref(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Serialize for TimestampText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(unix_us: i64) -> String {
        timestamp(Timestamp::from_unix_us(unix_us)).to_string()
    }

    #[test]
    fn moment_has_microseconds_and_an_offset() {
        assert_eq!(text(1_795_327_200_123_456), "2026-11-22T06:00:00.123456+00:00");
        assert_eq!(text(951_782_400_000_001), "2000-02-29T00:00:00.000001+00:00");
    }

    #[test]
    fn every_moment_is_32_bytes_long() {
        for unix_us in [i64::MIN, -1, 0, 1, LAST_US, i64::MAX] {
            assert_eq!(text(unix_us).len(), LENGTH, "{unix_us}");
        }
        assert_eq!(text(i64::MAX), "9999-12-31T23:59:59.999999+00:00");
    }
}
