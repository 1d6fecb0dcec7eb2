//! The final reads: each must be well formed, and all of one channel must tell the same.
use std::collections::BTreeMap;

use super::log::{Direction, Entry, Log, Message};
use super::violation::{ReadName, Violation};

/// What each channel holds in the end, by id.
pub(super) type History<'a> = BTreeMap<u64, BTreeMap<u64, &'a Message>>;

struct Read<'a> {
    channel: u64,
    name: ReadName,
    pages: &'a [Vec<Message>],
}

/// Returns the history that the first read of each channel gave, and what is wrong with the reads.
pub(super) fn judge(log: &Log) -> (History<'_>, Vec<Violation>) {
    let mut found = Vec::new();
    let mut firsts: BTreeMap<u64, (ReadName, Vec<&Message>)> = BTreeMap::new();
    for entry in &log.entries {
        let Entry::Read { channel, direction, limit, pages } = entry else {
            continue;
        };
        let read = Read { channel: *channel, name: (*direction, *limit), pages };
        check_sizes(&read, &mut found);
        let messages = oldest_first(&read);
        check_order(&read, &messages, &mut found);
        if let Some((one, first)) = firsts.get(channel) {
            check_same(&read, &messages, *one, first, &mut found);
        } else {
            firsts.insert(*channel, (read.name, messages));
        }
    }
    let history = firsts
        .into_iter()
        .map(|(channel, (_, messages))| (channel, messages.into_iter().map(|message| (message.id, message)).collect()))
        .collect();
    (history, found)
}

fn oldest_first<'a>(read: &Read<'a>) -> Vec<&'a Message> {
    match read.name.0 {
        Direction::Before => read.pages.iter().rev().flat_map(|page| page.iter().rev()).collect(),
        Direction::After => read.pages.iter().flat_map(|page| page.iter().rev()).collect(),
    }
}

fn check_sizes(read: &Read<'_>, found: &mut Vec<Violation>) {
    let limit = read.name.1;
    let last_full = read.pages.iter().rposition(|page| !page.is_empty());
    for (number, page) in read.pages.iter().enumerate() {
        let short = page.len() < limit && last_full.is_some_and(|last| number < last);
        if page.len() > limit || short {
            found.push(Violation::PageSize { channel: read.channel, read: read.name, page: number, found: page.len() });
        }
    }
}

fn check_order(read: &Read<'_>, messages: &[&Message], found: &mut Vec<Violation>) {
    let backward = messages.windows(2).filter_map(|pair| match pair {
        [one, next] if one.id >= next.id => Some(next.id),
        _ => None,
    });
    found.extend(backward.map(|id| Violation::PageUnordered { channel: read.channel, read: read.name, id }));
}

/// Reactions may be listed in any order, so they are compared sorted.
fn check_same(read: &Read<'_>, messages: &[&Message], one: ReadName, first: &[&Message], found: &mut Vec<Violation>) {
    let differs = first.iter().zip(messages).find(|(left, right)| !same(left, right)).map(|(left, right)| left.id.min(right.id));
    let longer = || {
        let shorter = first.len().min(messages.len());
        first.get(shorter).or_else(|| messages.get(shorter)).map(|message| message.id)
    };
    if let Some(id) = differs.or_else(longer) {
        found.push(Violation::PagesDisagree { channel: read.channel, one, other: read.name, id });
    }
}

fn same(left: &Message, right: &Message) -> bool {
    let sorted = |message: &Message| {
        let mut reactions = message.reactions.clone();
        reactions.sort();
        reactions
    };
    (left.id, left.author, &left.nonce, &left.body) == (right.id, right.author, &right.nonce, &right.body)
        && (left.reactions == right.reactions || sorted(left) == sorted(right))
}
