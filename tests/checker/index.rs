//! The log, sorted so that every question of the judge is one look-up.
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::log::{Action, Entry, Event, Log, Message, Sighting};
use super::pages::History;
use super::violation::Violation;

/// A request with its outcome.
pub(super) struct Op<'a> {
    pub(super) author: u64,
    pub(super) action: &'a Action,
    pub(super) invoked_ns: u64,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Acked { at_ns: u64 },
    Refused { at_ns: u64 },
    Unknown,
}

/// The creates that may become one message: one request, or all that share an enforced nonce.
pub(super) struct Send<'a> {
    pub(super) channel: u64,
    pub(super) author: u64,
    pub(super) nonce: Option<&'a str>,
    pub(super) enforced: bool,
    pub(super) first_invoked_ns: u64,
    pub(super) first_acked_ns: Option<u64>,
    /// The time of the last refusal, if nothing else than refusals came back.
    pub(super) refused_ns: Option<u64>,
    pub(super) acked_ids: BTreeSet<u64>,
    /// Each text with the time when it was first sent.
    bodies: Vec<(&'a str, u64)>,
}

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
        let mut index = Self {
            history,
            ..Self::default()
        };
        let mut bad = Vec::new();
        let names = index.add_requests(log, &mut bad);
        index.add_outcomes(log, &names, &mut bad);
        index.gather_sends(&mut bad);
        index.gather_changes(&mut bad);
        index.gather_sightings(log);
        index.find_origins();
        index.gather_existed(&mut bad);
        let bad = bad
            .into_iter()
            .map(|why| Violation::BadLog { why })
            .collect();
        (index, bad)
    }

    /// The send that message `id` comes from.
    pub(super) fn send_of(&self, id: u64) -> Option<&Send<'a>> {
        self.sends.get(*self.origins.get(&id)?)
    }

    pub(super) fn ops_on(
        &self,
        of: &HashMap<u64, Vec<usize>>,
        id: u64,
    ) -> impl Iterator<Item = &Op<'a>> {
        of.get(&id)
            .into_iter()
            .flatten()
            .filter_map(|&op| self.ops.get(op))
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
        self.history
            .get(&channel)
            .is_some_and(|messages| messages.contains_key(&id))
    }

    /// Whether any server was killed at or after `from_ns`.
    pub(super) fn crashed_since(&self, from_ns: u64) -> bool {
        self.crashes
            .last()
            .is_some_and(|&(at_ns, _)| at_ns >= from_ns)
    }

    /// When `op` can have had its effect at the latest.
    pub(super) fn end_ns(&self, op: &Op<'_>) -> u64 {
        match op.outcome {
            Outcome::Acked { at_ns } | Outcome::Refused { at_ns } => at_ns,
            Outcome::Unknown => {
                let from = self
                    .crashes
                    .partition_point(|&(at_ns, _)| at_ns < op.invoked_ns);
                let whole = self.crashes.iter().skip(from).find(|(_, whole)| *whole);
                whole.map_or(u64::MAX, |&(at_ns, _)| at_ns)
            }
        }
    }

    fn add_requests(&mut self, log: &'a Log, bad: &mut Vec<String>) -> HashMap<(u32, u64), usize> {
        let mut names = HashMap::new();
        for entry in &log.entries {
            match entry {
                Entry::Invoked {
                    client,
                    op,
                    at_ns,
                    author,
                    action,
                } => {
                    if names.insert((*client, *op), self.ops.len()).is_some() {
                        bad.push(format!("client {client} invoked op {op} twice"));
                    }
                    self.ops.push(Op {
                        author: *author,
                        action,
                        invoked_ns: *at_ns,
                        outcome: Outcome::Unknown,
                    });
                    if let Action::Create {
                        channel,
                        nonce,
                        enforced,
                        body,
                    } = action
                    {
                        self.sends.push(Send::new(
                            *channel,
                            *author,
                            nonce.as_deref(),
                            *enforced,
                            body,
                            *at_ns,
                        ));
                    }
                }
                Entry::Crashed { at_ns, whole } => self.crashes.push((*at_ns, *whole)),
                _ => {}
            }
        }
        self.crashes.sort_unstable();
        names
    }

    /// Until `gather_sends` joins them, every create has its own send, in the order of the creates.
    fn add_outcomes(
        &mut self,
        log: &Log,
        names: &HashMap<(u32, u64), usize>,
        bad: &mut Vec<String>,
    ) {
        let send_of: HashMap<usize, usize> = (self.ops.iter().enumerate())
            .filter(|(_, op)| matches!(op.action, Action::Create { .. }))
            .enumerate()
            .map(|(send, (op, _))| (op, send))
            .collect();
        for entry in &log.entries {
            let (client, op, outcome, id) = match *entry {
                Entry::Acked {
                    client,
                    op,
                    at_ns,
                    id,
                } => (client, op, Outcome::Acked { at_ns }, id),
                Entry::Refused { client, op, at_ns } => {
                    (client, op, Outcome::Refused { at_ns }, None)
                }
                Entry::Unknown { client, op, .. } => (client, op, Outcome::Unknown, None),
                _ => continue,
            };
            let Some(&number) = names.get(&(client, op)) else {
                bad.push(format!(
                    "client {client} never invoked op {op}, but it has an outcome"
                ));
                continue;
            };
            let Some(request) = self.ops.get_mut(number) else {
                continue;
            };
            if request.outcome != Outcome::Unknown {
                bad.push(format!("op {op} of client {client} has two outcomes"));
            }
            request.outcome = outcome;
            let Some(send) = send_of
                .get(&number)
                .and_then(|&send| self.sends.get_mut(send))
            else {
                continue;
            };
            if matches!(outcome, Outcome::Acked { .. }) && id.is_none() {
                bad.push(format!(
                    "create {op} of client {client} was acked without an id"
                ));
            }
            send.settle(outcome, id);
        }
    }

    /// Joins the creates that share an enforced nonce.
    fn gather_sends(&mut self, bad: &mut Vec<String>) {
        let mut joined: Vec<Send<'a>> = Vec::new();
        let mut by_nonce = HashMap::new();
        for send in std::mem::take(&mut self.sends) {
            let key = send
                .enforced
                .then_some((send.channel, send.author, send.nonce));
            let into = match key {
                Some(key) => *by_nonce.entry(key).or_insert(joined.len()),
                None => joined.len(),
            };
            for &(body, _) in &send.bodies {
                if *self.bodies.entry(body).or_insert(BodyOf::Send(into)) != BodyOf::Send(into) {
                    bad.push(format!("two different creates have the body {body:?}"));
                }
            }
            match joined.get_mut(into) {
                Some(first) => first.join(send),
                None => joined.push(send),
            }
        }
        self.sends = joined;
    }

    fn gather_changes(&mut self, bad: &mut Vec<String>) {
        for (number, op) in self.ops.iter().enumerate() {
            match op.action {
                Action::Create { .. } => {}
                Action::Edit {
                    channel,
                    message,
                    body,
                } => {
                    self.edits.entry(*message).or_default().push(number);
                    self.changes.entry(*channel).or_default().push(number);
                    if *self.bodies.entry(body).or_insert(BodyOf::EditOf(*message))
                        != BodyOf::EditOf(*message)
                    {
                        bad.push(format!("an edit has the body {body:?} of something else"));
                    }
                }
                Action::Delete { channel, message } => {
                    self.deletes.entry(*message).or_default().push(number);
                    self.changes.entry(*channel).or_default().push(number);
                }
                Action::React { message, .. } | Action::Unreact { message, .. } => {
                    self.reactions.entry(*message).or_default().push(number);
                }
            }
        }
        for numbers in self.changes.values_mut() {
            numbers.sort_by_key(|&number| self.ops.get(number).map(|op| op.invoked_ns));
        }
    }

    fn gather_sightings(&mut self, log: &'a Log) {
        for entry in &log.entries {
            let Entry::Seen {
                subscriber,
                at_ns,
                sighting,
            } = entry
            else {
                continue;
            };
            self.sightings
                .entry(*subscriber)
                .or_default()
                .push((*at_ns, sighting));
            if let Sighting::Dispatch {
                event: Event::Delete { message, .. },
                ..
            } = sighting
            {
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
        let enforced = self
            .sends
            .iter()
            .enumerate()
            .filter(|(_, send)| send.enforced);
        let by_nonce: HashMap<_, _> = enforced
            .map(|(number, send)| ((send.channel, send.author, send.nonce), number))
            .collect();
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
                Sighting::Dispatch {
                    event: Event::Create { channel, message },
                    ..
                } => live.push((*channel, message)),
                Sighting::CaughtUp {
                    channel, messages, ..
                } => read.extend(messages.iter().map(|message| (*channel, message))),
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
            existed
                .entry(send.channel)
                .or_default()
                .extend(&send.acked_ids);
        }
        let unread = existed
            .keys()
            .filter(|channel| !self.history.contains_key(channel));
        bad.extend(
            unread.map(|channel| format!("channel {channel} was written to and never read")),
        );
        self.existed = existed
            .into_iter()
            .map(|(channel, ids)| (channel, ids.into_iter().collect()))
            .collect();
    }
}

impl Op<'_> {
    pub(super) fn acked_ns(&self) -> Option<u64> {
        match self.outcome {
            Outcome::Acked { at_ns } => Some(at_ns),
            Outcome::Refused { .. } | Outcome::Unknown => None,
        }
    }

    pub(super) fn is_refused(&self) -> bool {
        matches!(self.outcome, Outcome::Refused { .. })
    }

    /// Whether this is an edit to `text`.
    pub(super) fn edits_to(&self, text: &str) -> bool {
        matches!(self.action, Action::Edit { body, .. } if body == text)
    }
}

impl<'a> Send<'a> {
    fn new(
        channel: u64,
        author: u64,
        nonce: Option<&'a str>,
        enforced: bool,
        body: &'a str,
        invoked_ns: u64,
    ) -> Self {
        Self {
            channel,
            author,
            nonce,
            enforced: enforced && nonce.is_some(),
            first_invoked_ns: invoked_ns,
            first_acked_ns: None,
            refused_ns: None,
            acked_ids: BTreeSet::new(),
            bodies: vec![(body, invoked_ns)],
        }
    }

    /// Whether a message of this send may have been created with `body`: a repeat after the ack changes nothing.
    pub(super) fn created_with(&self, body: &str) -> bool {
        let acked_ns = self.first_acked_ns.unwrap_or(u64::MAX);
        self.bodies
            .iter()
            .any(|&(own, sent_ns)| own == body && sent_ns <= acked_ns)
    }

    /// Whether channel, author and (where told) nonce are this send's.
    pub(super) fn is_of(&self, channel: u64, message: &Message) -> bool {
        let nonce_fits = message.nonce.is_none() || message.nonce.as_deref() == self.nonce;
        channel == self.channel && message.author == self.author && nonce_fits
    }

    fn settle(&mut self, outcome: Outcome, id: Option<u64>) {
        match outcome {
            Outcome::Acked { at_ns } => self.first_acked_ns = Some(at_ns),
            Outcome::Refused { at_ns } => self.refused_ns = Some(at_ns),
            Outcome::Unknown => {}
        }
        self.acked_ids.extend(id);
    }

    fn join(&mut self, other: Self) {
        self.first_invoked_ns = self.first_invoked_ns.min(other.first_invoked_ns);
        self.first_acked_ns = [self.first_acked_ns, other.first_acked_ns]
            .into_iter()
            .flatten()
            .min();
        // Refused only if every one was.
        self.refused_ns = self
            .refused_ns
            .zip(other.refused_ns)
            .map(|(one, other)| one.max(other));
        self.acked_ids.extend(other.acked_ids);
        self.bodies.extend(other.bodies);
    }
}
