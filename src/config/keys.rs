//! All settings there are: the one table from which files, environment, messages and `check-config` are served.

use super::Config;
use super::slot::Slot;

/// One setting.
pub(super) struct Key {
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    pub(super) slot: fn(&mut Config) -> Slot<'_>,
}

const MIB: u32 = 1024 * 1024;

#[rustfmt::skip] // a table: one setting a line
/// By section, in the order of `config/belfry.toml`.
pub(super) const KEYS: &[Key] = &[
    key("http", "listen", |c| Slot::Address(&mut c.http.listen)),
    key("http", "public_url", |c| Slot::Url(&mut c.http.public_url)),
    key("http", "trusted_proxies", |c| Slot::Nets(&mut c.http.trusted_proxies)),
    key("http", "tls_certificate", |c| Slot::File(&mut c.http.tls_certificate)),
    key("http", "tls_key", |c| Slot::File(&mut c.http.tls_key)),
    key("metrics", "listen", |c| Slot::Address(&mut c.metrics.listen)),
    key("store", "backend", |c| Slot::Backend(&mut c.store.backend)),
    key("store", "path", |c| Slot::Path(&mut c.store.path)),
    key("log", "format", |c| Slot::Format(&mut c.log.format)),
    key("log", "level", |c| Slot::Directives(&mut c.log.level)),
    key("limits", "rate_limits", |c| Slot::Flag(&mut c.limits.rate_limits)),
    key("limits", "sessions_per_user", |c| Slot::Count(&mut c.limits.sessions_per_user, 1..=100_000)),
    key("limits", "heartbeat_interval_ms", |c| Slot::Millis(&mut c.limits.heartbeat_interval, 100..=600_000)),
    key("limits", "resume_window_ms", |c| Slot::Millis(&mut c.limits.resume_window, 1..=3_600_000)),
    key("limits", "replay_frames_max", |c| Slot::Number(&mut c.limits.replay_frames_max, 1..=1_000_000)),
    key("limits", "replay_bytes_max", |c| Slot::Number(&mut c.limits.replay_bytes_max, 1_024..=1_024 * MIB)),
    key("limits", "outbox_bytes_max", |c| Slot::Number(&mut c.limits.outbox_bytes_max, 65_536..=1_024 * MIB)),
    key("limits", "login_threads", |c| Slot::Count(&mut c.limits.login_threads, 1..=64)),
    key("limits", "login_queue_max", |c| Slot::Count(&mut c.limits.login_queue_max, 1..=10_000)),
];

const fn key(section: &'static str, name: &'static str, slot: fn(&mut Config) -> Slot<'_>) -> Key {
    Key { section, name, slot }
}

impl Key {
    /// Returns `section.name`.
    pub(super) fn full_name(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }
}

pub(super) fn find(section: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.section == section && key.name == name)
}

/// Says what could have been meant: the names of the section, or the sections where there is no such section.
pub(super) fn known(section: &str) -> String {
    let names: Vec<&str> = KEYS.iter().filter(|key| key.section == section).map(|key| key.name).collect();
    if !names.is_empty() {
        return format!("[{section}] has {}", names.join(", "));
    }
    let mut sections: Vec<&str> = KEYS.iter().map(|key| key.section).collect();
    sections.dedup();
    format!("the sections are {}", sections.join(", "))
}
