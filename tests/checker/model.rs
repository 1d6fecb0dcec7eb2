//! A tiny lawful server with clients and subscribers: whatever it is made to do, its log must pass the judge.
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::log::{Action, Direction, Entry, Event, Log, Message, Sighting};

pub(super) const PAGE_SIZES: [usize; 4] = [1, 7, 50, 100];
const CHANNELS: [u64; 2] = [7, 8];
const SUBSCRIBERS: usize = 3;

/// One thing that may happen next. Numbers pick among what is there, by remainder; what cannot be picked does nothing.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Send {
        client: u32,
        channel: usize,
        enforced: bool,
    },
    Edit {
        client: u32,
        message: usize,
    },
    Delete {
        client: u32,
        message: usize,
    },
    React {
        client: u32,
        message: usize,
        on: bool,
    },
    /// A client sends an enforced create of unknown outcome again.
    Repeat {
        send: usize,
    },
    /// The server takes up a request: from here on it is seen.
    Accept {
        request: usize,
    },
    Refuse {
        request: usize,
    },
    /// The store fails for sure: the message is taken back.
    TakeBack {
        request: usize,
    },
    /// All that was accepted becomes durable.
    Flush,
    Answer {
        request: usize,
    },
    /// The client gives up on a request, which may still go on in the server.
    LoseAnswer {
        request: usize,
    },
    Deliver {
        subscriber: usize,
        count: usize,
    },
    Resume {
        subscriber: usize,
    },
    IdentifyAnew {
        subscriber: usize,
    },
    Crash,
}

#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Sent,
    Accepted { id: Option<u64> },
    Durable { id: Option<u64> },
    Refused,
}

struct Request {
    op: u64,
    client: u32,
    action: Action,
    stage: Stage,
    /// The client still waits.
    awaited: bool,
}

#[derive(Clone, Default)]
struct State {
    messages: BTreeMap<(u64, u64), Message>,
    nonces: HashMap<(u64, u64, String), u64>,
    reactions: BTreeSet<(u64, String, u64)>,
}

#[derive(Default)]
struct Subscriber {
    sessions: u32,
    s: u64,
    queue: VecDeque<Event>,
    last: HashMap<u64, u64>,
}

#[derive(Default)]
pub(super) struct World {
    now_ns: u64,
    next: u64,
    live: State,
    durable: State,
    requests: Vec<Request>,
    /// Acked messages: `(channel, id)`.
    acked: Vec<(u64, u64)>,
    unsure: Vec<(u32, Action)>,
    subscribers: Vec<Subscriber>,
    entries: Vec<Entry>,
}

impl World {
    /// Lets `steps` happen, settles everything and reads the history.
    pub(super) fn play(steps: &[Step]) -> Log {
        let mut world = Self::default();
        world.subscribers.resize_with(SUBSCRIBERS, Subscriber::default);
        for subscriber in 0..SUBSCRIBERS {
            world.identify(subscriber);
        }
        for step in steps {
            world.step(step);
        }
        world.settle();
        world.log()
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Send { client, channel, enforced } => self.send(client, channel, enforced),
            Step::Edit { client, message } => {
                let body = format!("edit {}", self.fresh());
                self.change(client, message, |channel, message| Action::Edit { channel, message, body });
            }
            Step::Delete { client, message } => self.change(client, message, |channel, message| Action::Delete { channel, message }),
            Step::React { client, message, on } => self.change(client, message, |channel, message| {
                let emoji = "👍".to_owned();
                if on { Action::React { channel, message, emoji } } else { Action::Unreact { channel, message, emoji } }
            }),
            Step::Repeat { send } => {
                if let Some((client, action)) = pick(&self.unsure, send).cloned() {
                    self.invoke(client, action);
                }
            }
            Step::Accept { request } => self.accept(request),
            Step::Refuse { request } => self.with_stage(request, |stage| {
                if *stage == Stage::Sent {
                    *stage = Stage::Refused;
                }
            }),
            Step::TakeBack { request } => self.take_back(request),
            Step::Flush => self.flush(),
            Step::Answer { request } => self.answer(request),
            Step::LoseAnswer { request } => self.lose_answer(request),
            Step::Deliver { subscriber, count } => self.deliver(subscriber % SUBSCRIBERS, count),
            Step::Resume { subscriber } => self.see(subscriber % SUBSCRIBERS, Sighting::Resumed),
            Step::IdentifyAnew { subscriber } => self.identify(subscriber % SUBSCRIBERS),
            Step::Crash => self.crash(),
        }
    }

    fn tick(&mut self) -> u64 {
        self.now_ns += 1;
        self.now_ns
    }

    fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn send(&mut self, client: u32, channel: usize, enforced: bool) {
        let number = self.fresh();
        let (nonce, body) = (Some(format!("n{number}")), format!("text {number}"));
        self.invoke(client, Action::Create { channel: CHANNELS[channel % CHANNELS.len()], nonce, enforced, body });
    }

    fn change(&mut self, client: u32, message: usize, action: impl FnOnce(u64, u64) -> Action) {
        if let Some(&(channel, id)) = pick(&self.acked, message) {
            self.invoke(client, action(channel, id));
        }
    }

    fn invoke(&mut self, client: u32, action: Action) {
        let (at_ns, op) = (self.tick(), self.fresh());
        self.entries.push(Entry::Invoked { client, op, at_ns, author: author(client), action: action.clone() });
        self.requests.push(Request { op, client, action, stage: Stage::Sent, awaited: true });
    }

    fn with_stage(&mut self, request: usize, change: impl FnOnce(&mut Stage)) {
        let count = self.requests.len();
        if count > 0 {
            change(&mut self.requests[request % count].stage);
        }
    }

    fn accept(&mut self, request: usize) {
        let Some(request) = (!self.requests.is_empty()).then(|| request % self.requests.len()) else {
            return;
        };
        let Request { client, action, stage: Stage::Sent, .. } = &self.requests[request] else {
            return;
        };
        let (author, action) = (author(*client), action.clone());
        let stage = match self.apply(author, &action) {
            Ok((id, event)) => {
                for subscriber in &mut self.subscribers {
                    subscriber.queue.extend(event.clone());
                }
                Stage::Accepted { id }
            }
            Err(()) => Stage::Refused,
        };
        self.requests[request].stage = stage;
    }

    /// Changes the live state; returns the id for the answer and the event, if there is one.
    fn apply(&mut self, author: u64, action: &Action) -> Result<(Option<u64>, Option<Event>), ()> {
        match action {
            Action::Create { .. } => Ok(self.apply_create(author, action)),
            Action::Edit { channel, message, body } => {
                let message = self.live.messages.get_mut(&(*channel, *message)).ok_or(())?;
                message.body.clone_from(body);
                Ok((None, Some(Event::Update { channel: *channel, message: message.clone() })))
            }
            Action::Delete { channel, message } => {
                self.live.messages.remove(&(*channel, *message)).ok_or(())?;
                Ok((None, Some(Event::Delete { channel: *channel, message: *message })))
            }
            Action::React { channel, message, emoji } | Action::Unreact { channel, message, emoji } => {
                self.live.messages.get(&(*channel, *message)).ok_or(())?;
                let key = (*message, emoji.clone(), author);
                let changed = match action {
                    Action::React { .. } => self.live.reactions.insert(key),
                    _ => self.live.reactions.remove(&key),
                };
                Ok((None, changed.then_some(Event::Other)))
            }
        }
    }

    fn apply_create(&mut self, author: u64, action: &Action) -> (Option<u64>, Option<Event>) {
        let Action::Create { channel, nonce, enforced, body } = action else { unreachable!("only creates are handed on") };
        let key = (*channel, author, nonce.clone().unwrap_or_default());
        if let Some(&id) = self.live.nonces.get(&key).filter(|_| *enforced) {
            return (Some(id), None);
        }
        let id = self.fresh();
        let (nonce, body) = (nonce.clone(), body.clone());
        let message = Message { id, author, nonce, body, reactions: Vec::new() };
        self.live.messages.insert((*channel, id), message.clone());
        if *enforced {
            self.live.nonces.insert(key, id);
        }
        (Some(id), Some(Event::Create { channel: *channel, message }))
    }

    /// Only what nobody builds on: a create whose nonce no other request waits for.
    fn take_back(&mut self, request: usize) {
        let Some(taken) = pick(&self.requests, request) else {
            return;
        };
        let (Stage::Accepted { id: Some(id) }, Action::Create { channel, nonce, .. }) = (taken.stage.clone(), taken.action.clone()) else {
            return;
        };
        let shared = self.requests.iter().filter(|other| other.stage == Stage::Accepted { id: Some(id) }).count() > 1;
        if shared || self.durable.messages.contains_key(&(channel, id)) {
            return;
        }
        self.live.messages.remove(&(channel, id));
        self.live.nonces.retain(|key, _| Some(&key.2) != nonce.as_ref());
        for subscriber in &mut self.subscribers {
            subscriber.queue.push_back(Event::Delete { channel, message: id });
        }
        self.with_stage(request, |stage| *stage = Stage::Refused);
    }

    fn flush(&mut self) {
        self.durable = self.live.clone();
        for request in &mut self.requests {
            if let Stage::Accepted { id } = request.stage {
                request.stage = Stage::Durable { id };
            }
        }
    }

    fn answer(&mut self, request: usize) {
        let Some(Request { op, client, action, stage, awaited }) = pick(&self.requests, request) else {
            return;
        };
        let (op, client, awaited) = (*op, *client, *awaited);
        match stage.clone() {
            Stage::Durable { id } => {
                if let (Some(id), Action::Create { channel, .. }, true) = (id, action, awaited) {
                    self.acked.push((*channel, id));
                }
                let at_ns = self.tick();
                self.entries.extend(awaited.then_some(Entry::Acked { client, op, at_ns, id }));
            }
            Stage::Refused => {
                let at_ns = self.tick();
                self.entries.extend(awaited.then_some(Entry::Refused { client, op, at_ns }));
            }
            Stage::Sent | Stage::Accepted { .. } => return,
        }
        let request = request % self.requests.len();
        self.requests.remove(request);
    }

    fn lose_answer(&mut self, request: usize) {
        let count = self.requests.len();
        if count == 0 || !self.requests[request % count].awaited {
            return;
        }
        let at_ns = self.tick();
        let Request { op, client, action, awaited, .. } = &mut self.requests[request % count];
        *awaited = false;
        self.entries.push(Entry::Unknown { client: *client, op: *op, at_ns });
        if matches!(action, Action::Create { enforced: true, .. }) {
            self.unsure.push((*client, action.clone()));
        }
    }

    fn see(&mut self, subscriber: usize, sighting: Sighting) {
        let (at_ns, subscriber) = (self.tick(), u32::try_from(subscriber).unwrap());
        self.entries.push(Entry::Seen { subscriber, at_ns, sighting });
    }

    fn deliver(&mut self, subscriber: usize, count: usize) {
        for _ in 0..count {
            let one = &mut self.subscribers[subscriber];
            let Some(event) = one.queue.pop_front() else {
                return;
            };
            one.s += 1;
            if let Event::Create { channel, message } = &event {
                one.last.insert(*channel, message.id);
            }
            let s = one.s;
            self.see(subscriber, Sighting::Dispatch { s, event });
        }
    }

    /// A new session, and a read of what came since the former one.
    fn identify(&mut self, subscriber: usize) {
        let one = &mut self.subscribers[subscriber];
        one.queue.clear();
        one.sessions += 1;
        one.s = 1;
        let (session, last) = (format!("{subscriber}-{}", one.sessions), one.last.clone());
        self.see(subscriber, Sighting::Identified { session, s: 1 });
        self.see(subscriber, Sighting::Attached { channels: CHANNELS.to_vec() });
        for (channel, after) in last {
            let asked_ns = self.tick();
            let messages = self.live.messages.range((channel, after + 1)..=(channel, u64::MAX));
            let messages: Vec<Message> = messages.map(|(_, message)| message.clone()).collect();
            self.see(subscriber, Sighting::CaughtUp { channel, after, asked_ns, messages });
        }
    }

    fn crash(&mut self) {
        self.live = self.durable.clone();
        while !self.requests.is_empty() {
            self.lose_answer(0);
            self.requests.remove(0);
        }
        let at_ns = self.tick();
        self.entries.push(Entry::Crashed { at_ns, whole: true });
        for subscriber in 0..SUBSCRIBERS {
            self.identify(subscriber);
        }
    }

    fn settle(&mut self) {
        for request in 0..self.requests.len() {
            self.accept(request);
        }
        self.flush();
        while !self.requests.is_empty() {
            self.answer(0);
        }
        for subscriber in 0..SUBSCRIBERS {
            self.deliver(subscriber, usize::MAX);
        }
    }

    fn log(mut self) -> Log {
        for channel in CHANNELS {
            let mut messages = Vec::new();
            for message in self.durable.messages.range((channel, 0)..=(channel, u64::MAX)).map(|(_, message)| message) {
                let count = self.durable.reactions.iter().filter(|(id, ..)| *id == message.id).count();
                let reactions = (count > 0).then(|| ("👍".to_owned(), u32::try_from(count).unwrap()));
                messages.push(Message { reactions: reactions.into_iter().collect(), ..message.clone() });
            }
            self.entries.extend(reads(channel, &messages));
        }
        Log { entries: self.entries }
    }
}

/// The final reads of a channel that holds `messages`, oldest first.
pub(super) fn reads(channel: u64, messages: &[Message]) -> Vec<Entry> {
    let mut all = Vec::new();
    for limit in PAGE_SIZES {
        let after = messages.chunks(limit).map(|page| page.iter().rev().cloned().collect());
        all.push(Entry::Read { channel, direction: Direction::After, limit, pages: after.collect() });
        let newest_first: Vec<Message> = messages.iter().rev().cloned().collect();
        let before = newest_first.chunks(limit).map(<[Message]>::to_vec);
        all.push(Entry::Read { channel, direction: Direction::Before, limit, pages: before.collect() });
    }
    all
}

fn author(client: u32) -> u64 {
    1000 + u64::from(client)
}

fn pick<T>(from: &[T], number: usize) -> Option<&T> {
    from.get(number.checked_rem(from.len())?)
}
