//! How often one address may try to log in or register.

use crate::limits;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::IpAddr;
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
        // A flood from more addresses than can be remembered is bounded by the hashing queue.
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
