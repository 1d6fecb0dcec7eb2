//! The log, sorted so that every question of the judge is one look-up.
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::log::{Action, Entry, Event, Log, Message, Sighting};
use super::pages::History;
use super::requests::{Op, Outcome, Send, outcome};
use super::violation::Violation;

/// Whose text a body is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyOf {
    Send(usize),
    EditOf(u64),
}

#[derive(Default)]
pub(super) struct Index<'a> {
    pub(super) ops: Vec<Op<'a>>,
    pub(super) sends: Vec<Send<'a>>,
    pub(super) bodies: HashMap<&'a str, BodyOf>,
    /// Which send each known message id comes from.
    pub(super) origins: HashMap<u64, usize>,
    pub(super) edits: HashMap<u64, Vec<usize>>,
    pub(super) deletes: HashMap<u64, Vec<usize>>,
    pub(super) reactions: HashMap<u64, Vec<usize>>,
    /// Edits and deletes of a channel, sorted by the time of their invocation.
    pub(super) changes: HashMap<u64, Vec<usize>>,
    pub(super) history: History<'a>,
    /// Ids of each channel that certainly existed: acked ones and those of history, ascending.
    pub(super) existed: BTreeMap<u64, Vec<u64>>,
    pub(super) sightings: BTreeMap<u32, Vec<(u64, &'a Sighting)>>,
    /// Messages whose delete event somebody saw.
    pub(super) deletes_seen: HashSet<u64>,
    /// Kills, sorted by time; `true`: no process was left.
    crashes: Vec<(u64, bool)>,
}

impl<'a> Index<'a> {
    pub(super) fn build(log: &'a Log, history: History<'a>) -> (Self, Vec<Violation>) {
        let mut index = Self { history, ..Self::default() };
        let mut bad = Vec::new();
        let names = index.add_requests(log, &mut bad);
        index.add_outcomes(log, &names, &mut bad);
        index.gather_sends(&mut bad);
        index.gather_changes(&mut bad);
        index.gather_sightings(log);
        index.find_origins();
        index.gather_existed(&mut bad);
        let bad = bad.into_iter().map(|why| Violation::BadLog { why }).collect();
        (index, bad)
    }

    /// The send that message `id` comes from.
    pub(super) fn send_of(&self, id: u64) -> Option<&Send<'a>> {
        self.sends.get(*self.origins.get(&id)?)
    }

    pub(super) fn ops_on(&self, of: &HashMap<u64, Vec<usize>>, id: u64) -> impl Iterator<Item = &Op<'a>> {
        of.get(&id).into_iter().flatten().filter_map(|&op| self.ops.get(op))
    }

    pub(super) fn edits_of(&self, id: u64) -> impl Iterator<Item = &Op<'a>> {
        self.ops_on(&self.edits, id)
    }

    pub(super) fn deletes_of(&self, id: u64) -> impl Iterator<Item = &Op<'a>> {
        self.ops_on(&self.deletes, id)
    }

    /// The time of the first acked delete of `id`.
    pub(super) fn deleted_ns(&self, id: u64) -> Option<u64> {
        self.deletes_of(id).filter_map(Op::acked_ns).min()
    }

    /// Whether some request may have deleted `id`.
    pub(super) fn may_be_deleted(&self, id: u64) -> bool {
        self.deletes_of(id).any(|op| !op.is_refused())
    }

    pub(super) fn in_history(&self, channel: u64, id: u64) -> bool {
        self.history.get(&channel).is_some_and(|messages| messages.contains_key(&id))
    }

    /// Whether any server was killed at or after `from_ns`.
    pub(super) fn crashed_since(&self, from_ns: u64) -> bool {
        self.crashes.last().is_some_and(|&(at_ns, _)| at_ns >= from_ns)
    }

    /// When `op` can have had its effect at the latest.
    pub(super) fn end_ns(&self, op: &Op<'_>) -> u64 {
        match op.outcome {
            Outcome::Acked { at_ns } | Outcome::Refused { at_ns } => at_ns,
            Outcome::Unknown => {
                let from = self.crashes.partition_point(|&(at_ns, _)| at_ns < op.invoked_ns);
                let whole = self.crashes.iter().skip(from).find(|(_, whole)| *whole);
                whole.map_or(u64::MAX, |&(at_ns, _)| at_ns)
            }
        }
    }

    fn add_requests(&mut self, log: &'a Log, bad: &mut Vec<String>) -> HashMap<(u32, u64), usize> {
        let mut names = HashMap::new();
        for entry in &log.entries {
            if let Entry::Crashed { at_ns, whole } = entry {
                self.crashes.push((*at_ns, *whole));
            }
            let Some((name, op)) = Op::invoked(entry) else {
                continue;
            };
            if names.insert(name, self.ops.len()).is_some() {
                bad.push(format!("client and op {name:?} were invoked twice"));
            }
            self.ops.push(op);
        }
        self.crashes.sort_unstable();
        names
    }

    fn add_outcomes(&mut self, log: &Log, names: &HashMap<(u32, u64), usize>, bad: &mut Vec<String>) {
        for entry in &log.entries {
            let Some((name, outcome, id)) = outcome(entry) else {
                continue;
            };
            let Some(op) = names.get(&name).and_then(|&number| self.ops.get_mut(number)) else {
                bad.push(format!("client and op {name:?} have an outcome and were never invoked"));
                continue;
            };
            if op.outcome != Outcome::Unknown {
                bad.push(format!("client and op {name:?} have two outcomes"));
            }
            let created = matches!(op.action, Action::Create { .. }) && matches!(outcome, Outcome::Acked { .. });
            if created && id.is_none() {
                bad.push(format!("create of client and op {name:?} was acked without an id"));
            }
            op.outcome = outcome;
            op.created = id.filter(|_| created);
        }
    }

    /// Joins the creates that share an enforced nonce.
    fn gather_sends(&mut self, bad: &mut Vec<String>) {
        let mut by_nonce = HashMap::new();
        for op in &self.ops {
            let Some((body, send)) = Send::of(op) else {
                continue;
            };
            let mut number = self.sends.len();
            if send.enforced {
                number = *by_nonce.entry((send.channel, send.author, send.nonce)).or_insert(number);
            }
            own(&mut self.bodies, body, BodyOf::Send(number), bad);
            match self.sends.get_mut(number) {
                Some(first) => first.join(send),
                None => self.sends.push(send),
            }
        }
    }

    fn gather_changes(&mut self, bad: &mut Vec<String>) {
        for (number, op) in self.ops.iter().enumerate() {
            let (of, message) = match op.action {
                Action::Create { .. } => continue,
                Action::Edit { message, .. } => (&mut self.edits, *message),
                Action::Delete { message, .. } => (&mut self.deletes, *message),
                Action::React { message, .. } | Action::Unreact { message, .. } => (&mut self.reactions, *message),
            };
            of.entry(message).or_default().push(number);
            if let Action::Edit { channel, .. } | Action::Delete { channel, .. } = op.action {
                self.changes.entry(*channel).or_default().push(number);
            }
            if let Action::Edit { message, body, .. } = op.action {
                own(&mut self.bodies, body, BodyOf::EditOf(*message), bad);
            }
        }
        for numbers in self.changes.values_mut() {
            numbers.sort_by_key(|&number| self.ops.get(number).map(|op| op.invoked_ns));
        }
    }

    fn gather_sightings(&mut self, log: &'a Log) {
        for entry in &log.entries {
            let Entry::Seen { subscriber, at_ns, sighting } = entry else {
                continue;
            };
            self.sightings.entry(*subscriber).or_default().push((*at_ns, sighting));
            if let Sighting::Dispatch { event: Event::Delete { message, .. }, .. } = sighting {
                self.deletes_seen.insert(*message);
            }
        }
    }

    /// An ack names a message best, then the text it was created with, then an enforced nonce.
    fn find_origins(&mut self) {
        for (number, send) in self.sends.iter().enumerate() {
            for &id in &send.acked_ids {
                self.origins.entry(id).or_insert(number);
            }
        }
        let everywhere = self.messages_met();
        for (_, message) in &everywhere {
            if let Some(BodyOf::Send(number)) = self.bodies.get(message.body.as_str()) {
                self.origins.entry(message.id).or_insert(*number);
            }
        }
        let enforced = self.sends.iter().enumerate().filter(|(_, send)| send.enforced);
        let by_nonce: HashMap<_, _> = enforced.map(|(number, send)| ((send.channel, send.author, send.nonce), number)).collect();
        for (channel, message) in everywhere {
            let key = (channel, message.author, message.nonce.as_deref());
            if let (Some(_), Some(number)) = (key.2, by_nonce.get(&key)) {
                self.origins.entry(message.id).or_insert(*number);
            }
        }
    }

    /// Every message that anybody saw or read, with its channel; live creations first.
    fn messages_met(&self) -> Vec<(u64, &'a Message)> {
        let (mut live, mut read) = (Vec::new(), Vec::new());
        for (_, sighting) in self.sightings.values().flatten() {
            match sighting {
                Sighting::Dispatch { event: Event::Create { channel, message }, .. } => live.push((*channel, message)),
                Sighting::CaughtUp { channel, messages, .. } => read.extend(messages.iter().map(|message| (*channel, message))),
                _ => {}
            }
        }
        for (channel, messages) in &self.history {
            read.extend(messages.values().map(|message| (*channel, *message)));
        }
        live.append(&mut read);
        live
    }

    fn gather_existed(&mut self, bad: &mut Vec<String>) {
        let mut existed: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for (channel, messages) in &self.history {
            existed.entry(*channel).or_default().extend(messages.keys());
        }
        for send in &self.sends {
            existed.entry(send.channel).or_default().extend(&send.acked_ids);
        }
        let unread = existed.keys().filter(|channel| !self.history.contains_key(channel));
        bad.extend(unread.map(|channel| format!("channel {channel} was written to and never read")));
        self.existed = existed.into_iter().map(|(channel, ids)| (channel, ids.into_iter().collect())).collect();
    }
}

/// Notes whose text `body` is; two owners would make every judgement about it a guess.
fn own<'a>(bodies: &mut HashMap<&'a str, BodyOf>, body: &'a str, owner: BodyOf, bad: &mut Vec<String>) {
    if *bodies.entry(body).or_insert(owner) != owner {
        bad.push(format!("the body {body:?} belongs to two different requests"));
    }
}
