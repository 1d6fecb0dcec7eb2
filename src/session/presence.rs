//! How often a session may change its presence: 5 times in 20 s (Discord docs, Update Presence). Of those that are too many the newest
//! waits until it may be told.

use super::message::SessionMessage;
use super::state::SessionState;
use crate::limits;
use crate::model::Presence;
use ractor::{ActorRef, MessagingErr};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;

const WINDOW: Duration = Duration::from_millis(limits::PRESENCE_RATE_WINDOW_MS);

/// Owned only by sessions that change their presence.
pub(super) struct PresencePace {
    window_began: Instant,
    told: u32,
    /// The newest of those that were too many.
    waiting: Option<Presence>,
    /// Runs while one waits; never more than one.
    opening: Option<JoinHandle<Result<(), MessagingErr<SessionMessage>>>>,
}

impl PresencePace {
    pub(super) fn new() -> Self {
        Self { window_began: Instant::now(), told: 0, waiting: None, opening: None }
    }

    /// The presence, if it is to be told now; otherwise it waits in place of the one before, and the session hears when the window opens.
    fn take(&mut self, me: &ActorRef<SessionMessage>, presence: Presence) -> Option<Presence> {
        let elapsed = self.window_began.elapsed();
        if elapsed >= WINDOW {
            self.window_began = Instant::now();
            self.told = 0;
        }
        if self.told < limits::PRESENCE_RATE_UPDATES {
            self.told += 1;
            // Older than this one.
            self.waiting = None;
            return Some(presence);
        }
        self.waiting = Some(presence);
        let left = WINDOW.saturating_sub(elapsed);
        self.opening.get_or_insert_with(|| me.send_after(left, || SessionMessage::PresenceWindowOpened));
        None
    }

    fn opened(&mut self) -> Option<Presence> {
        self.opening = None;
        self.waiting.take()
    }
}

impl Drop for PresencePace {
    fn drop(&mut self) {
        if let Some(opening) = self.opening.take() {
            opening.abort();
        }
    }
}

impl SessionState {
    pub(super) fn change_presence(&mut self, presence: Presence) {
        let told = if self.sessions.limits_rates() {
            let pace = self.presence.get_or_insert_with(|| Box::new(PresencePace::new()));
            pace.take(&self.news.0, presence)
        } else {
            Some(presence)
        };
        if let Some(presence) = told {
            self.user.set_presence(self.id.as_str(), presence);
        }
    }

    pub(super) fn presence_window_opened(&mut self) {
        if let Some(presence) = self.presence.as_mut().and_then(|pace| pace.opened()) {
            self.change_presence(presence);
        }
    }
}
