//! What others see of several sessions together.

use crate::model::{Presence, Status};

/// The presence with the highest status, the first of equals; offline where there is none.
pub(super) fn aggregate<'p>(presences: impl Iterator<Item = &'p Presence>) -> Presence {
    let mut best: Option<&Presence> = None;
    for presence in presences {
        if best.is_none_or(|known| presence.status > known.status) {
            best = Some(presence);
        }
    }
    match best {
        // Invisible people do not show what they play either.
        Some(presence) if presence.status > Status::Offline => presence.clone(),
        _ => Presence::offline(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presence(status: Status, activities: &str) -> Presence {
        Presence { status, activities: activities.into() }
    }

    #[test]
    fn highest_status_of_all_sessions_is_seen() {
        let sessions = [presence(Status::Idle, "[1]"), presence(Status::Online, "[2]"), presence(Status::DoNotDisturb, "[3]")];
        assert_eq!(aggregate(sessions.iter()), sessions[1]);
    }

    #[test]
    fn invisible_user_shows_neither_status_nor_activities() {
        assert_eq!(aggregate([presence(Status::Offline, "[1]")].iter()), Presence::offline());
    }

    #[test]
    fn user_without_sessions_is_offline() {
        assert_eq!(aggregate([].iter()), Presence::offline());
    }
}
