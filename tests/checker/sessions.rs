//! What one gateway session saw: numbers without a gap, one order, nothing twice, nothing left out, nothing that is not so.
use std::collections::{HashMap, HashSet};

use super::index::{BodyOf, Index};
use super::log::{Action, Event, Message, Sighting};
use super::requests::Send;
use super::violation::Violation;

/// A session from READY to its end, RESUMEs included.
pub(super) struct Session<'a> {
    pub(super) subscriber: u32,
    name: &'a str,
    identified_ns: u64,
    first_s: u64,
    /// Since when each channel's events flow.
    attached_ns: HashMap<u64, u64>,
    pub(super) dispatches: Vec<(u64, &'a Event)>,
}

/// What a session saw of one channel.
#[derive(Default)]
struct View<'a> {
    created: HashSet<u64>,
    least: Option<u64>,
    greatest: Option<u64>,
    /// The latest moment at which something that was seen can have been sent: everything acked before it must have been seen too.
    latest_sent_ns: u64,
    updated: HashSet<(u64, &'a str)>,
    deleted: HashSet<u64>,
    refused: Vec<u64>,
}

/// Cuts a subscriber's sightings into sessions.
pub(super) fn of_subscriber<'a>(subscriber: u32, sightings: &[(u64, &'a Sighting)], found: &mut Vec<Violation>) -> Vec<Session<'a>> {
    let mut sessions: Vec<Session<'a>> = Vec::new();
    for &(at_ns, sighting) in sightings {
        if let Sighting::Identified { session, s } = sighting {
            sessions.push(Session::new(subscriber, session, at_ns, *s));
            continue;
        }
        let session = sessions.last_mut();
        let known = session.is_some() || matches!(sighting, Sighting::CaughtUp { .. });
        match (sighting, session) {
            (Sighting::Attached { channels }, Some(session)) => {
                let attached = channels.iter().map(|&channel| (channel, at_ns));
                session.attached_ns.extend(attached);
            }
            (Sighting::Dispatch { s, event }, Some(session)) => {
                session.dispatches.push((*s, event));
            }
            // A RESUME changes nothing of what is owed, and reads are judged with the subscriber.
            _ if known => {}
            _ => {
                let why = format!("subscriber {subscriber} has a sighting before it identified");
                found.push(Violation::BadLog { why });
            }
        }
    }
    sessions
}

impl<'a> Session<'a> {
    fn new(subscriber: u32, name: &'a str, identified_ns: u64, first_s: u64) -> Self {
        Self { subscriber, name, identified_ns, first_s, attached_ns: HashMap::new(), dispatches: Vec::new() }
    }

    pub(super) fn judge(&self, index: &Index<'_>) -> Vec<Violation> {
        let mut found = Vec::new();
        self.judge_numbers(&mut found);
        let views = self.judge_events(index, &mut found);
        for (&channel, view) in &views {
            self.judge_gaps(index, channel, view, &mut found);
            self.judge_changes(index, channel, view, &mut found);
            self.judge_refused(index, view, &mut found);
        }
        found
    }

    fn judge_numbers(&self, found: &mut Vec<Violation>) {
        let mut expected = 1;
        for s in std::iter::once(self.first_s).chain(self.dispatches.iter().map(|(s, _)| *s)) {
            let (subscriber, session) = (self.subscriber, self.name.to_owned());
            match s.cmp(&expected) {
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Greater => found.push(Violation::SequenceGap { subscriber, session, expected, found: s }),
                std::cmp::Ordering::Less => found.push(Violation::SequenceRepeated { subscriber, session, expected, found: s }),
            }
            expected = expected.max(s + 1);
        }
    }

    fn judge_events(&self, index: &Index<'_>, found: &mut Vec<Violation>) -> HashMap<u64, View<'a>> {
        let mut views: HashMap<u64, View<'a>> = HashMap::new();
        for &(_, event) in &self.dispatches {
            match event {
                Event::Create { channel, message } => {
                    let view = views.entry(*channel).or_default();
                    found.extend(self.judge_place(view, message.id));
                    found.extend(judge_created(index, self.subscriber, *channel, message));
                    found.extend(self.judge_still_there(index, view, message.id));
                    view.create(index, message.id);
                }
                Event::Update { channel, message } => {
                    let view = views.entry(*channel).or_default();
                    found.extend(judge_current(index, self.subscriber, *channel, message));
                    found.extend(self.judge_still_there(index, view, message.id));
                    view.updated.insert((message.id, &message.body));
                }
                Event::Delete { channel, message } => {
                    views.entry(*channel).or_default().deleted.insert(*message);
                }
                Event::Other => {}
            }
        }
        views
    }

    fn judge_place(&self, view: &View<'_>, id: u64) -> Option<Violation> {
        let subscriber = self.subscriber;
        if view.created.contains(&id) {
            return Some(Violation::SeenTwice { subscriber, id });
        }
        let after = view.greatest.filter(|&greatest| id < greatest)?;
        Some(Violation::SeenOutOfOrder { subscriber, id, after })
    }

    fn judge_still_there(&self, index: &Index<'_>, view: &View<'_>, id: u64) -> Option<Violation> {
        let deleted_before = index.deleted_ns(id).is_some_and(|at_ns| at_ns < self.identified_ns);
        (deleted_before || view.deleted.contains(&id)).then_some(Violation::DeletedSeenAgain { subscriber: self.subscriber, id })
    }

    /// Of the messages that certainly existed, those between what was seen must have been seen, and those since the attachment.
    fn judge_gaps(&self, index: &Index<'_>, channel: u64, view: &View<'_>, found: &mut Vec<Violation>) {
        let (Some(existed), Some(least), Some(greatest)) = (index.existed.get(&channel), view.least, view.greatest) else {
            return;
        };
        let from = existed.partition_point(|&id| id < least);
        let to = existed.partition_point(|&id| id <= greatest);
        let (before, rest) = existed.split_at(from);
        let between = rest.iter().take(to.saturating_sub(from));
        let attached_ns = self.attached_ns.get(&channel).copied().unwrap_or(u64::MAX);
        let send_of = |id: &&u64| index.send_of(**id);
        // Ids and times rise together (`order` sees to that), so the walk back ends where messages were acked before the attachment.
        let owed = before
            .iter()
            .rev()
            .take_while(|id| send_of(id).is_some_and(|send| send.first_acked_ns.is_none_or(|at_ns| at_ns >= attached_ns)));
        let own = attached_ns.saturating_add(1)..view.latest_sent_ns;
        let owed = owed.filter(|id| send_of(id).is_some_and(|send| own.contains(&send.first_invoked_ns)));
        let unseen = owed.chain(between).filter(|id| !view.created.contains(id));
        found.extend(unseen.map(|&id| Violation::SessionGap { subscriber: self.subscriber, session: self.name.to_owned(), id }));
    }

    /// An acked change must have been seen if something sent after its ack was.
    fn judge_changes(&self, index: &Index<'_>, channel: u64, view: &View<'_>, found: &mut Vec<Violation>) {
        let (Some(changes), Some(&attached_ns)) = (index.changes.get(&channel), self.attached_ns.get(&channel)) else {
            return;
        };
        let invoked_ns = |number: &usize| index.ops.get(*number).map_or(0, |op| op.invoked_ns);
        let from = changes.partition_point(|number| invoked_ns(number) <= attached_ns);
        let since = changes.iter().skip(from).take_while(|number| invoked_ns(number) < view.latest_sent_ns);
        for op in since.filter_map(|&number| index.ops.get(number)) {
            if op.acked_ns().is_none_or(|at_ns| at_ns >= view.latest_sent_ns) {
                continue;
            }
            // A repeated request may find its work done, and then there is no event.
            let (id, seen) = match op.action {
                Action::Edit { message, body, .. } => {
                    let repeated = index.edits_of(*message).filter(|op| op.edits_to(body)).count() > 1;
                    (*message, repeated || view.updated.contains(&(*message, body.as_str())))
                }
                Action::Delete { message, .. } => {
                    let repeated = index.deletes_of(*message).count() > 1;
                    (*message, repeated || view.deleted.contains(message))
                }
                _ => continue,
            };
            if !seen {
                found.push(Violation::ChangeUnseen { subscriber: self.subscriber, session: self.name.to_owned(), id });
            }
        }
    }

    /// A refused message may have been shown, but then it must be taken back before anything later.
    fn judge_refused(&self, index: &Index<'_>, view: &View<'_>, found: &mut Vec<Violation>) {
        for &id in &view.refused {
            let refused_ns = index.send_of(id).and_then(|send| send.refused_ns);
            if refused_ns.is_some_and(|at_ns| at_ns < view.latest_sent_ns) && !view.deleted.contains(&id) {
                found.push(Violation::SeenRefused { subscriber: self.subscriber, id });
            }
        }
    }
}

impl View<'_> {
    fn create(&mut self, index: &Index<'_>, id: u64) {
        self.created.insert(id);
        self.least = Some(self.least.map_or(id, |least| least.min(id)));
        self.greatest = self.greatest.max(Some(id));
        let Some(send) = index.send_of(id) else {
            return;
        };
        self.latest_sent_ns = self.latest_sent_ns.max(send.first_invoked_ns);
        if send.refused_ns.is_some() {
            self.refused.push(id);
        }
    }
}

/// A creation shows the text that was sent.
fn judge_created(index: &Index<'_>, subscriber: u32, channel: u64, message: &Message) -> Option<Violation> {
    let id = message.id;
    let Some(send) = index.send_of(id) else {
        return Some(Violation::SeenNeverSent { subscriber, id });
    };
    if send.created_with(&message.body) && send.is_of(channel, message) {
        return None;
    }
    let other = matches!(index.bodies.get(message.body.as_str()), Some(BodyOf::Send(number)) if index.origins.get(&id) != Some(number));
    Some(if other { Violation::IdReused { id } } else { altered(subscriber, channel, message) })
}

/// Anything later shows the text that was sent or one that it was edited to.
pub(super) fn judge_current(index: &Index<'_>, subscriber: u32, channel: u64, message: &Message) -> Option<Violation> {
    let id = message.id;
    let Some(send) = index.send_of(id) else {
        return Some(Violation::SeenNeverSent { subscriber, id });
    };
    let fits = send.is_of(channel, message) && has_text(index, send, message);
    (!fits).then(|| altered(subscriber, channel, message))
}

fn has_text(index: &Index<'_>, send: &Send<'_>, message: &Message) -> bool {
    send.created_with(&message.body) || index.edits_of(message.id).any(|op| op.edits_to(&message.body))
}

fn altered(subscriber: u32, channel: u64, message: &Message) -> Violation {
    Violation::SeenAltered { subscriber, id: message.id, found: format!("channel {channel}: {message:?}") }
}
