//! What each subscriber knows over all its sessions and reads: in the end there is no hole in it.
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::index::Index;
use super::log::{Event, Message, Sighting};
use super::sessions::{Session, judge_current};
use super::violation::Violation;

/// A read with which a subscriber closed a gap.
struct CatchUp<'a> {
    subscriber: u32,
    channel: u64,
    after: u64,
    asked_ns: u64,
    answered_ns: u64,
    messages: &'a [Message],
}

/// Judges every subscriber but for its sessions; `sessions` must have been judged into `found` already, so that no hole counts twice.
pub(super) fn judge(index: &Index<'_>, sessions: &[Session<'_>], found: &mut Vec<Violation>) {
    let mut known: BTreeMap<(u32, u64), BTreeSet<u64>> = BTreeMap::new();
    for session in sessions {
        for (_, event) in &session.dispatches {
            if let Event::Create { channel, message } = event {
                known.entry((session.subscriber, *channel)).or_default().insert(message.id);
            }
        }
    }
    for catch_up in catch_ups(index) {
        catch_up.judge(index, found);
        known.entry((catch_up.subscriber, catch_up.channel)).or_default().extend(catch_up.messages.iter().map(|message| message.id));
    }
    judge_holes(index, &known, found);
    judge_gone(index, &known, found);
}

fn catch_ups<'a>(index: &Index<'a>) -> Vec<CatchUp<'a>> {
    let mut all = Vec::new();
    for (&subscriber, sightings) in &index.sightings {
        for &(answered_ns, sighting) in sightings {
            if let Sighting::CaughtUp { channel, after, asked_ns, messages } = sighting {
                let (channel, after, asked_ns) = (*channel, *after, *asked_ns);
                all.push(CatchUp { subscriber, channel, after, asked_ns, answered_ns, messages });
            }
        }
    }
    all
}

impl CatchUp<'_> {
    /// A read sees every write that was acked before it was asked for.
    fn judge(&self, index: &Index<'_>, found: &mut Vec<Violation>) {
        let subscriber = self.subscriber;
        let mut got = HashSet::new();
        for message in self.messages {
            got.insert(message.id);
            found.extend(judge_current(index, subscriber, self.channel, message));
            if index.deleted_ns(message.id).is_some_and(|at_ns| at_ns < self.asked_ns) {
                found.push(Violation::DeletedSeenAgain { subscriber, id: message.id });
            }
            let refused_ns = index.send_of(message.id).and_then(|send| send.refused_ns);
            if refused_ns.is_some_and(|at_ns| at_ns < self.asked_ns) {
                found.push(Violation::SeenRefused { subscriber, id: message.id });
            }
        }
        let Some(existed) = index.existed.get(&self.channel) else {
            return;
        };
        let from = existed.partition_point(|&id| id <= self.after);
        for &id in existed.iter().skip(from) {
            let Some(send) = index.send_of(id) else {
                continue;
            };
            // Ids and times rise together: from here on everything came after the answer.
            if send.first_invoked_ns > self.answered_ns {
                break;
            }
            let acked = send.acked_ids.contains(&id) && send.first_acked_ns.is_some_and(|at_ns| at_ns < self.asked_ns);
            let deleting = index.deletes_of(id).any(|op| !op.is_refused() && op.invoked_ns < self.answered_ns);
            if acked && !deleting && !got.contains(&id) {
                found.push(Violation::CatchUpMissed { subscriber, id });
            }
        }
    }
}

/// Between the first and the last message that a subscriber knows, it knows all that remain in history.
fn judge_holes(index: &Index<'_>, known: &BTreeMap<(u32, u64), BTreeSet<u64>>, found: &mut Vec<Violation>) {
    let told: HashSet<(u32, u64)> = found.iter().filter_map(hole).collect();
    for (&(subscriber, channel), ids) in known {
        let (Some(&least), Some(&greatest), Some(history)) = (ids.first(), ids.last(), index.history.get(&channel)) else {
            continue;
        };
        for &id in history.range(least..=greatest).map(|(id, _)| id) {
            if !ids.contains(&id) && !told.contains(&(subscriber, id)) {
                found.push(Violation::GapNotClosed { subscriber, id });
            }
        }
    }
}

fn hole(violation: &Violation) -> Option<(u32, u64)> {
    match violation {
        Violation::SessionGap { subscriber, id, .. } | Violation::CatchUpMissed { subscriber, id } => Some((*subscriber, *id)),
        _ => None,
    }
}

/// What was shown stays, unless it was deleted, or refused, or never acked and a server died after it was sent.
fn judge_gone(index: &Index<'_>, known: &BTreeMap<(u32, u64), BTreeSet<u64>>, found: &mut Vec<Violation>) {
    let shown: BTreeSet<(u64, u64)> = known.iter().flat_map(|(&(_, channel), ids)| ids.iter().map(move |&id| (channel, id))).collect();
    for (channel, id) in shown {
        if index.in_history(channel, id) || index.may_be_deleted(id) || index.deletes_seen.contains(&id) {
            continue;
        }
        let Some(send) = index.send_of(id) else {
            continue;
        };
        let acked = send.acked_ids.contains(&id);
        if !acked && send.refused_ns.is_none() && !index.crashed_since(send.first_invoked_ns) {
            found.push(Violation::SeenThenGone { id });
        }
    }
}
