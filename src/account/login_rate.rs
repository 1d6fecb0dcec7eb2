//! How often one address may try to log in or register.

use crate::limits;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;
use tokio::time::Instant;

#[derive(Default)]
pub(super) struct LoginRate {
    windows: Mutex<HashMap<IpAddr, (Instant, u32)>>,
}

impl LoginRate {
    /// Counts one try; the error says how long to wait.
    pub(super) fn take(&self, address: IpAddr) -> Result<(), Duration> {
        let length = Duration::from_millis(limits::LOGIN_RATE_WINDOW_MS);
        let now = Instant::now();
        let mut windows = self.windows.lock();
        if windows.len() >= limits::LOGIN_RATE_ADDRESSES_MAX {
            windows.retain(|_, (began, _)| now.duration_since(*began) < length);
        }
        let address = counted(address);
        if windows.len() >= limits::LOGIN_RATE_ADDRESSES_MAX && !windows.contains_key(&address) {
            // A flood from more addresses than can be remembered is bounded by the hashing queue.
            return Ok(());
        }
        let (began, used) = windows.entry(address).or_insert((now, 0));
        if now.duration_since(*began) >= length {
            (*began, *used) = (now, 0);
        }
        if *used >= limits::LOGIN_RATE_TRIES {
            return Err(length.saturating_sub(now.duration_since(*began)));
        }
        *used += 1;
        Ok(())
    }
}

/// What counts as one address. Of IPv6 it is the /64: that is what one household or host is given, with 2^64 addresses to try from.
fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tries(rate: &LoginRate, addresses: impl IntoIterator<Item = String>) -> u32 {
        addresses.into_iter().map(|address| u32::from(rate.take(address.parse().unwrap()).is_ok())).sum()
    }

    #[tokio::test(start_paused = true)]
    async fn addresses_of_one_ipv6_net_are_counted_together_and_others_apart() {
        let rate = LoginRate::default();
        assert_eq!(tries(&rate, (0..100).map(|host| format!("2001:db8:1:2:{host:x}::1"))), limits::LOGIN_RATE_TRIES);
        assert_eq!(tries(&rate, ["2001:db8:1:3::1".to_owned()]), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn ipv4_addresses_are_counted_one_by_one_however_they_are_written() {
        let rate = LoginRate::default();
        let written = ["192.0.2.1", "::ffff:192.0.2.1"];
        assert_eq!(tries(&rate, (0..40).map(|n| written[n % 2].to_owned())), limits::LOGIN_RATE_TRIES);
        assert_eq!(tries(&rate, ["192.0.2.2".to_owned()]), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn address_that_waited_may_try_again() {
        let rate = LoginRate::default();
        let address: IpAddr = "192.0.2.1".parse().unwrap();
        while rate.take(address).is_ok() {}
        let wait = rate.take(address).unwrap_err();
        tokio::time::advance(wait).await;
        assert_eq!(rate.take(address), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn no_flood_makes_the_memory_grow_above_its_bound() {
        let rate = LoginRate::default();
        for n in 0..u32::try_from(limits::LOGIN_RATE_ADDRESSES_MAX).unwrap() + 10 {
            rate.take(std::net::Ipv4Addr::from_bits(n).into()).unwrap();
        }
        assert_eq!(rate.windows.lock().len(), limits::LOGIN_RATE_ADDRESSES_MAX);
    }
}
