//! The few conversions that `From` does not offer, in one place.

/// Exact below 2^53, which every count and time of a run is.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts and nanoseconds of a run stay below 2^53")]
pub(crate) fn float(whole: u64) -> f64 {
    whole as f64
}

/// Rounds to the nearest whole number; what is negative or no number becomes 0.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is what a rate beyond all sense should do"
)]
pub(crate) fn whole(number: f64) -> u64 {
    number.round() as u64
}

/// A count as `u64`; on every platform that this runs on they are the same width.
pub(crate) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// `a / b` to three decimals, `None` where there is nothing to divide by.
pub(crate) fn ratio(a: f64, b: f64) -> Option<f64> {
    (b > 0.0).then(|| thousandths(a / b))
}

/// Rounds to three decimals: more would be noise in a report.
pub(crate) fn thousandths(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
