//! Times of a run in a histogram of three significant digits, and what is reported of it.
use crate::number::{float, thousandths};
use anyhow::Result;
use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// Longest time told apart from longer ones, in µs.
const TIME_US_MAX: u64 = 120_000_000;

pub(crate) struct Times(Histogram<u64>);

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Percentiles {
    pub(crate) p50: f64,
    pub(crate) p90: f64,
    pub(crate) p99: f64,
    pub(crate) p999: f64,
    pub(crate) max: f64,
}

impl Times {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(Histogram::new_with_bounds(1, TIME_US_MAX, 3)?))
    }

    pub(crate) fn clear(&mut self) {
        self.0.reset();
    }

    pub(crate) fn record(&mut self, from_ns: u64, to_ns: u64) {
        self.0.saturating_record(to_ns.saturating_sub(from_ns) / 1000);
    }

    /// In ms. All zero where nothing was recorded.
    pub(crate) fn percentiles(&self) -> Percentiles {
        let ms = |us: u64| thousandths(float(us) / 1000.0);
        let at = |quantile| ms(self.0.value_at_quantile(quantile));
        Percentiles { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: ms(self.0.max()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_a_known_row_are_exact_to_three_digits() {
        let mut times = Times::new().unwrap();
        for us in 1..=10_000 {
            times.record(5_000, 5_000 + us * 1000);
        }
        let found = times.percentiles();
        let row = [(found.p50, 5.0), (found.p90, 9.0), (found.p99, 9.9), (found.p999, 9.99), (found.max, 10.0)];
        for (found, exact) in row {
            assert!((found - exact).abs() <= exact / 500.0, "{found} is not {exact}");
        }
    }

    #[test]
    fn nothing_recorded_is_all_zero_and_too_much_is_the_longest() {
        let mut times = Times::new().unwrap();
        assert_eq!(times.percentiles(), Percentiles::default());
        times.record(0, u64::MAX);
        assert!(times.percentiles().max >= float(TIME_US_MAX) / 1000.0);
        times.clear();
        assert_eq!(times.percentiles(), Percentiles::default());
    }
}
