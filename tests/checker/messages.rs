//! The final history against what the senders know: nothing acked lost or altered, nothing refused or unknown to anybody there.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::index::Index;
use super::log::{Action, Message};
use super::requests::{Op, Send};
use super::violation::Violation;

pub(super) fn judge(index: &Index<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut ids_of_send: HashMap<usize, BTreeSet<u64>> = HashMap::new();
    for (&channel, messages) in &index.history {
        for message in messages.values() {
            found.extend(judge_present(index, channel, message));
            found.extend(judge_reactions(index, message));
            if let Some(&send) = index.origins.get(&message.id) {
                ids_of_send.entry(send).or_default().insert(message.id);
            }
        }
    }
    for (number, send) in index.sends.iter().enumerate() {
        let present = ids_of_send.remove(&number).unwrap_or_default();
        judge_send(index, number, send, &present, &mut found);
    }
    found
}

fn judge_present(index: &Index<'_>, channel: u64, message: &Message) -> Option<Violation> {
    let id = message.id;
    let Some(send) = index.send_of(id) else {
        return Some(Violation::NeverSent { id });
    };
    if send.refused_ns.is_some() {
        return Some(Violation::RefusedPresent { id });
    }
    if index.deleted_ns(id).is_some() {
        return Some(Violation::DeletedBack { id });
    }
    if !send.is_of(channel, message) {
        return Some(Violation::Altered { id, found: format!("channel {channel}: {message:?}") });
    }
    judge_body(index, send, message)
}

/// The last text must be that of a write that no acked one certainly followed.
fn judge_body(index: &Index<'_>, send: &Send<'_>, message: &Message) -> Option<Violation> {
    let (id, body) = (message.id, message.body.as_str());
    let last_sure_ns = index.edits_of(id).filter(|op| op.acked_ns().is_some()).map(|op| op.invoked_ns).max();
    let lost = || Some(Violation::EditLost { id, found: body.to_owned() });
    let mut same = index.edits_of(id).filter(|op| op.edits_to(body)).peekable();
    if same.peek().is_none() {
        return match (send.created_with(body), last_sure_ns) {
            (true, None) => None,
            (true, Some(_)) => lost(),
            (false, _) => Some(Violation::Altered { id, found: body.to_owned() }),
        };
    }
    let mut taken = same.filter(|op| !op.is_refused()).peekable();
    if taken.peek().is_none() {
        return Some(Violation::RefusedPresent { id });
    }
    if taken.any(|op| index.end_ns(op) >= last_sure_ns.unwrap_or(0)) { None } else { lost() }
}

fn judge_send(index: &Index<'_>, number: usize, send: &Send<'_>, present: &BTreeSet<u64>, found: &mut Vec<Violation>) {
    for &id in &send.acked_ids {
        if index.origins.get(&id) != Some(&number) {
            found.push(Violation::OneIdForTwo { id });
        } else if !index.in_history(send.channel, id) && !index.may_be_deleted(id) && !elsewhere(index, id) {
            found.push(Violation::AckedMissing { id });
        }
    }
    let ids: Vec<u64> = present.union(&send.acked_ids).copied().collect();
    if ids.len() > 1 {
        found.push(match send.nonce {
            Some(nonce) if send.enforced => Violation::EnforcedNonceTwice { nonce: nonce.to_owned(), ids },
            _ => Violation::Twice { ids },
        });
    }
}

/// A message in the wrong channel is altered, not missing.
fn elsewhere(index: &Index<'_>, id: u64) -> bool {
    index.history.keys().any(|&channel| index.in_history(channel, id))
}

fn judge_reactions(index: &Index<'_>, message: &Message) -> Vec<Violation> {
    let id = message.id;
    let mut writes: BTreeMap<(&str, u64), Vec<(&Op<'_>, bool)>> = BTreeMap::new();
    for op in index.ops_on(&index.reactions, id) {
        match op.action {
            Action::React { emoji, .. } => writes.entry((emoji, op.author)).or_default().push((op, true)),
            Action::Unreact { emoji, .. } => writes.entry((emoji, op.author)).or_default().push((op, false)),
            _ => {}
        }
    }
    let mut bounds: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for ((emoji, _), writes) in &writes {
        let (on, off) = possible(index, writes);
        let (least, most) = bounds.entry(emoji).or_default();
        *least += u32::from(on && !off);
        *most += u32::from(on);
    }
    for (emoji, _) in &message.reactions {
        bounds.entry(emoji).or_default();
    }
    let count_of = |emoji: &str| message.reactions.iter().filter(|(own, _)| own == emoji).map(|(_, count)| count).sum();
    bounds
        .into_iter()
        .map(|(emoji, (least, most))| (emoji, least, most, count_of(emoji)))
        .filter(|(_, least, most, count)| count < least || count > most)
        .map(|(emoji, least, most, count)| Violation::ReactionsWrong { id, emoji: emoji.to_owned(), count, least, most })
        .collect()
}

/// Whether one author's reaction may be there in the end, and whether it may be absent.
fn possible(index: &Index<'_>, writes: &[(&Op<'_>, bool)]) -> (bool, bool) {
    let last_sure_ns = writes.iter().filter(|(op, _)| op.acked_ns().is_some()).map(|(op, _)| op.invoked_ns).max();
    let may_be_last = |(op, _): &&(&Op<'_>, bool)| !op.is_refused() && index.end_ns(op) >= last_sure_ns.unwrap_or(0);
    let on = writes.iter().filter(may_be_last).any(|(_, on)| *on);
    let off = last_sure_ns.is_none() || writes.iter().filter(may_be_last).any(|(_, on)| !*on);
    (on, off)
}
