//! The whole judgement.
use super::index::Index;
use super::log::Log;
use super::violation::Violation;
use super::{agreement, messages, order, pages, sessions, subscribers};

/// Returns everything that is wrong with the story that `log` tells; nothing if it is one story.
///
/// The work grows with the length of the log (times the logarithm of it, for sorting).
pub(crate) fn judge(log: &Log) -> Vec<Violation> {
    let (history, mut found) = pages::judge(log);
    let (index, bad) = Index::build(log, history);
    found.extend(bad);
    found.extend(messages::judge(&index));
    found.extend(order::judge(&index));
    let mut all = Vec::new();
    for (&subscriber, sightings) in &index.sightings {
        all.extend(sessions::of_subscriber(subscriber, sightings, &mut found));
    }
    for session in &all {
        found.extend(session.judge(&index));
    }
    subscribers::judge(&index, &all, &mut found);
    found.extend(agreement::judge(&index, &all));
    found
}
