//! All sessions saw one order of events: there must be an order that every session's own is a part of.
use std::collections::{BTreeMap, HashMap, HashSet};

use super::index::Index;
use super::log::Event;
use super::sessions::Session;
use super::violation::Violation;

/// An event that happens once, so that its place in an order means something.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Once<'a> {
    Create(u64),
    Update(u64, &'a str),
    Delete(u64),
}

pub(super) fn judge(index: &Index<'_>, sessions: &[Session<'_>]) -> Vec<Violation> {
    let mut orders: BTreeMap<u64, Order<'_>> = BTreeMap::new();
    for session in sessions {
        for (channel, chain) in chains(index, session) {
            orders.entry(channel).or_default().add(&chain);
        }
    }
    let cycles = orders.into_iter().filter_map(|(channel, order)| Some((channel, order.cycle()?)));
    cycles.map(|(channel, id)| Violation::OrdersDisagree { channel, id }).collect()
}

/// The session's events of each channel, in its order. Repeats and misplaced creations are left out: `sessions` tells of them.
fn chains<'a>(index: &Index<'_>, session: &Session<'a>) -> HashMap<u64, Vec<Once<'a>>> {
    let mut chains: HashMap<u64, Vec<Once<'a>>> = HashMap::new();
    let mut greatest: HashMap<u64, u64> = HashMap::new();
    let mut met = HashSet::new();
    for &(_, event) in &session.dispatches {
        let (channel, once) = match event {
            Event::Create { channel, message } => {
                let greatest = greatest.entry(*channel).or_default();
                if message.id <= *greatest {
                    continue;
                }
                *greatest = message.id;
                (*channel, Once::Create(message.id))
            }
            Event::Update { channel, message } => (*channel, Once::Update(message.id, &message.body)),
            Event::Delete { channel, message } => (*channel, Once::Delete(*message)),
            Event::Other => continue,
        };
        if happens_once(index, once) && met.insert(once) {
            chains.entry(channel).or_default().push(once);
        }
    }
    chains
}

/// A change that was asked for twice may also be published twice.
fn happens_once(index: &Index<'_>, once: Once<'_>) -> bool {
    match once {
        Once::Create(_) => true,
        Once::Update(id, body) => index.edits_of(id).filter(|op| op.edits_to(body)).count() == 1,
        Once::Delete(id) => index.deletes_of(id).count() == 1,
    }
}

/// A graph of "was seen right before".
#[derive(Default)]
struct Order<'a> {
    nodes: HashMap<Once<'a>, usize>,
    ids: Vec<u64>,
    after: Vec<Vec<usize>>,
    before_count: Vec<usize>,
}

impl<'a> Order<'a> {
    fn add(&mut self, chain: &[Once<'a>]) {
        let mut former = None;
        for &once in chain {
            let node = self.node(once);
            if let Some(former) = former.replace(node) {
                self.link(former, node);
            }
        }
    }

    fn node(&mut self, once: Once<'a>) -> usize {
        let next = self.ids.len();
        let node = *self.nodes.entry(once).or_insert(next);
        if node == next {
            let (Once::Create(id) | Once::Update(id, _) | Once::Delete(id)) = once;
            self.ids.push(id);
            self.after.push(Vec::new());
            self.before_count.push(0);
        }
        node
    }

    fn link(&mut self, former: usize, node: usize) {
        if let (Some(after), Some(count)) = (self.after.get_mut(former), self.before_count.get_mut(node)) {
            after.push(node);
            *count += 1;
        }
    }

    /// One less stands before `node`; returns whether it was the last.
    fn release(&mut self, node: usize) -> bool {
        let Some(count) = self.before_count.get_mut(node) else {
            return false;
        };
        *count -= 1;
        *count == 0
    }

    /// Takes away whatever nothing stands before; what remains goes round in a circle. Returns the least id of it.
    fn cycle(mut self) -> Option<u64> {
        let counts = self.before_count.iter().enumerate();
        let mut free: Vec<usize> = counts.filter(|(_, count)| **count == 0).map(|(node, _)| node).collect();
        while let Some(node) = free.pop() {
            let after = self.after.get_mut(node).map(std::mem::take);
            let freed = after.unwrap_or_default().into_iter().filter(|&next| self.release(next));
            free.extend(freed.collect::<Vec<_>>());
        }
        let left = self.ids.iter().zip(&self.before_count).filter(|(_, count)| **count > 0);
        left.map(|(id, _)| *id).min()
    }
}
