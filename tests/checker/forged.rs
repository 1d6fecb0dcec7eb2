//! One true tale, and one forgery of it for every fault: each must be caught, and by its own name only.
use std::collections::BTreeSet;

use super::log::{Action, Direction, Entry, Event, Log, Message, Sighting};
use super::{judge, model};

const CHANNEL: u64 = 7;

/// A story that is being written. Dispatches are numbered when it is sealed.
#[derive(Default)]
struct Tale {
    now_ns: u64,
    ops: u64,
    entries: Vec<Entry>,
    /// What the final reads will show, oldest first.
    history: Vec<Message>,
}

fn message(id: u64, author: u64, body: &str) -> Message {
    Message { id, author, nonce: None, body: body.to_owned(), reactions: Vec::new() }
}

impl Tale {
    fn tick(&mut self) -> u64 {
        self.now_ns += 10;
        self.now_ns
    }

    fn invoke(&mut self, author: u64, action: Action) -> u64 {
        let at_ns = self.tick();
        self.ops += 1;
        self.entries.push(Entry::Invoked { client: 1, op: self.ops, at_ns, author, action });
        self.ops
    }

    /// The body is the nonce, too.
    fn send(&mut self, author: u64, body: &str, enforced: bool) -> u64 {
        let (nonce, body) = (Some(body.to_owned()), body.to_owned());
        self.invoke(author, Action::Create { channel: CHANNEL, nonce, enforced, body })
    }

    fn ack(&mut self, op: u64, id: Option<u64>) {
        let at_ns = self.tick();
        self.entries.push(Entry::Acked { client: 1, op, at_ns, id });
    }

    fn refuse(&mut self, op: u64) {
        let at_ns = self.tick();
        self.entries.push(Entry::Refused { client: 1, op, at_ns });
    }

    fn see(&mut self, subscriber: u32, sighting: Sighting) {
        let at_ns = self.tick();
        self.entries.push(Entry::Seen { subscriber, at_ns, sighting });
    }

    fn see_event(&mut self, event: &Event) {
        for subscriber in [1, 2] {
            self.see(subscriber, Sighting::Dispatch { s: 0, event: event.clone() });
        }
    }

    fn see_created(&mut self, id: u64, author: u64, body: &str) {
        self.see_event(&Event::Create { channel: CHANNEL, message: message(id, author, body) });
    }

    /// Sent, seen by both, acked.
    fn post(&mut self, id: u64, author: u64, body: &str, enforced: bool) {
        let op = self.send(author, body, enforced);
        self.see_created(id, author, body);
        self.ack(op, Some(id));
    }

    fn edit(&mut self, id: u64, author: u64, body: &str) {
        let op = self.invoke(author, Action::Edit { channel: CHANNEL, message: id, body: body.to_owned() });
        self.see_event(&Event::Update { channel: CHANNEL, message: message(id, author, body) });
        self.ack(op, None);
    }

    fn identify(&mut self, name: &str) {
        for subscriber in [1, 2] {
            self.see(subscriber, Sighting::Identified { session: format!("{name}{subscriber}"), s: 1 });
            self.see(subscriber, Sighting::Attached { channels: vec![CHANNEL] });
        }
    }

    fn told() -> Self {
        let mut tale = Self::default();
        tale.identify("first");
        tale.post(10, 100, "one", true);
        tale.post(20, 200, "two", true);
        tale.edit(20, 200, "two again");
        tale.send(100, "three", true);
        tale.see_created(30, 100, "three");
        let four = tale.send(100, "four", true);
        tale.refuse(four);
        tale.post(50, 200, "five", true);
        let delete = tale.invoke(200, Action::Delete { channel: CHANNEL, message: 50 });
        tale.see_event(&Event::Delete { channel: CHANNEL, message: 50 });
        tale.ack(delete, None);
        let react = tale.invoke(200, Action::React { channel: CHANNEL, message: 10, emoji: "🔔".into() });
        tale.see_event(&Event::Other);
        tale.ack(react, None);
        tale.send(100, "six", true);
        tale.see_created(60, 100, "six");
        tale.told_after_the_crash();
        tale
    }

    fn told_after_the_crash(&mut self) {
        let at_ns = self.tick();
        self.entries.push(Entry::Crashed { at_ns, whole: true });
        let between = self.send(200, "between", true);
        self.ack(between, Some(65));
        self.identify("second");
        for subscriber in [1, 2] {
            let messages = vec![message(65, 200, "between")];
            let asked_ns = self.tick();
            self.see(subscriber, Sighting::CaughtUp { channel: CHANNEL, after: 60, asked_ns, messages });
        }
        self.post(70, 200, "seven", true);
        self.edit(70, 200, "seven again");
        self.post(80, 100, "eight", false);
        self.post(90, 200, "nine", true);
        let bodies = [(10, 100, "one"), (20, 200, "two again"), (30, 100, "three"), (65, 200, "between")];
        let later = [(70, 200, "seven again"), (80, 100, "eight"), (90, 200, "nine")];
        self.history = bodies.into_iter().chain(later).map(|(id, author, body)| message(id, author, body)).collect();
        self.stored(10).reactions = vec![("🔔".into(), 1)];
    }

    fn stored(&mut self, id: u64) -> &mut Message {
        self.history.iter_mut().find(|message| message.id == id).unwrap()
    }

    fn store(&mut self, id: u64, author: u64, body: &str) {
        self.history.push(message(id, author, body));
        self.history.sort_by_key(|message| message.id);
    }

    /// Where subscriber 1 saw the event that `is` picks.
    fn place(&self, is: impl Fn(&Event) -> bool) -> usize {
        let picked =
            |entry: &Entry| matches!(entry, Entry::Seen { subscriber: 1, sighting: Sighting::Dispatch { event, .. }, .. } if is(event));
        self.entries.iter().position(picked).unwrap()
    }

    fn place_created(&self, id: u64) -> usize {
        self.place(|event| matches!(event, Event::Create { message, .. } if message.id == id))
    }

    fn place_updated(&self, id: u64) -> usize {
        self.place(|event| matches!(event, Event::Update { message, .. } if message.id == id))
    }

    fn place_deleted(&self, id: u64) -> usize {
        self.place(|event| matches!(event, Event::Delete { message, .. } if *message == id))
    }

    /// Subscriber 1 sees `event` right after what stands at `place`.
    fn insert(&mut self, place: usize, event: Event) {
        let sighting = Sighting::Dispatch { s: 0, event };
        self.entries.insert(place + 1, Entry::Seen { subscriber: 1, at_ns: 0, sighting });
    }

    /// Where subscriber 1 read what it had missed.
    fn place_caught_up(&self) -> usize {
        let picked = |entry: &Entry| matches!(entry, Entry::Seen { subscriber: 1, sighting: Sighting::CaughtUp { .. }, .. });
        self.entries.iter().position(picked).unwrap()
    }

    fn caught_up(&mut self) -> &mut Vec<Message> {
        let place = self.place_caught_up();
        match &mut self.entries[place] {
            Entry::Seen { sighting: Sighting::CaughtUp { messages, .. }, .. } => messages,
            _ => unreachable!("the place is a read"),
        }
    }

    fn sealed(mut self) -> Log {
        let mut numbers = [1; 2];
        for entry in &mut self.entries {
            let Entry::Seen { subscriber, sighting, .. } = entry else {
                continue;
            };
            let number = &mut numbers[usize::from(*subscriber == 1)];
            match sighting {
                Sighting::Identified { .. } => *number = 1,
                Sighting::Dispatch { s, .. } => {
                    *number += 1;
                    *s = *number;
                }
                _ => {}
            }
        }
        self.entries.extend(model::reads(CHANNEL, &self.history));
        Log { entries: self.entries }
    }
}

/// The number of the last event that subscriber 1 saw.
fn last_s(log: &mut Log) -> &mut u64 {
    let numbers = log.entries.iter_mut().rev().find_map(|entry| match entry {
        Entry::Seen { subscriber: 1, sighting: Sighting::Dispatch { s, .. }, .. } => Some(s),
        _ => None,
    });
    numbers.unwrap()
}

fn read_mut(log: &mut Log, wanted: (Direction, usize)) -> (&mut usize, &mut Vec<Vec<Message>>) {
    let reads = log.entries.iter_mut().find_map(|entry| match entry {
        Entry::Read { direction, limit, pages, .. } if (*direction, *limit) == wanted => Some((limit, pages)),
        _ => None,
    });
    reads.unwrap()
}

fn caught(log: &Log, violation: &str) {
    let found = judge(log);
    let names: BTreeSet<String> = found.iter().map(super::Violation::name).collect();
    assert_eq!(names, BTreeSet::from([violation.to_owned()]), "{found:#?}");
}

/// Each line is a test: its name, the violation that must be found, and only that one, and the forgery:
/// `tale` is forged before it is sealed, `log` afterwards.
macro_rules! forgeries {
    ($($test:ident: $violation:ident, $stage:ident $forge:expr;)*) => {
        $(#[test]
        fn $test() {
            forgeries!($stage $violation $forge);
        })*

        const FORGED: &[&str] = &[$(stringify!($violation)),*];
    };
    (tale $violation:ident $forge:expr) => {
        let forge: fn(&mut Tale) = $forge;
        let mut tale = Tale::told();
        forge(&mut tale);
        caught(&tale.sealed(), stringify!($violation));
    };
    (log $violation:ident $forge:expr) => {
        let forge: fn(&mut Log) = $forge;
        let mut log = Tale::told().sealed();
        forge(&mut log);
        caught(&log, stringify!($violation));
    };
}

forgeries! {
    outcome_of_nothing_is_a_bad_log: BadLog, tale |tale| tale.refuse(99);
    body_of_two_creates_is_a_bad_log: BadLog, tale |tale| {
        tale.send(300, "nine", true);
    };
    written_channel_that_is_not_read_is_a_bad_log: BadLog, tale |tale| {
        let (nonce, body) = (None, "elsewhere".to_owned());
        let op = tale.invoke(100, Action::Create { channel: 8, nonce, enforced: false, body });
        let delete = tale.invoke(100, Action::Delete { channel: 8, message: 95 });
        tale.ack(op, Some(95));
        tale.ack(delete, None);
    };

    message_twice_in_the_pages_is_caught: PageUnordered, tale |tale| tale.store(80, 100, "eight");
    page_longer_than_its_limit_is_caught: PageSize, log |log| *read_mut(log, (Direction::Before, 7)).0 = 6;
    short_page_before_another_is_caught: PageSize, log |log| {
        let pages = read_mut(log, (Direction::Before, 100)).1;
        let rest = pages[0].split_off(3);
        pages.push(rest);
    };
    pages_that_lack_a_message_are_caught: PagesDisagree, log |log| {
        read_mut(log, (Direction::Before, 100)).1[0].remove(3);
    };
    pages_that_lack_the_newest_message_are_caught: PagesDisagree, log |log| {
        read_mut(log, (Direction::Before, 1)).1.remove(0);
    };
    pages_with_another_text_are_caught: PagesDisagree, log |log| {
        read_mut(log, (Direction::After, 50)).1[0][2].body.push('!');
    };

    acked_message_that_is_missing_is_caught: AckedMissing, tale |tale| tale.history.retain(|message| message.id != 10);
    acked_message_unseen_by_anybody_that_is_missing_is_caught: AckedMissing, tale |tale| {
        let op = tale.send(100, "ten", true);
        tale.ack(op, Some(95));
    };
    acked_message_with_another_text_is_caught: Altered, tale |tale| tale.stored(10).body.push('!');
    acked_message_with_another_ones_text_is_caught: Altered, tale |tale| tale.stored(10).body = "nine".into();
    acked_message_of_another_author_is_caught: Altered, tale |tale| tale.stored(10).author = 200;
    acked_message_with_another_nonce_is_caught: Altered, tale |tale| tale.stored(10).nonce = Some("two".into());
    repeat_that_alters_the_first_is_caught: Altered, tale |tale| {
        let (nonce, body) = (Some("nine".to_owned()), "nine, but different".to_owned());
        let repeat = tale.invoke(200, Action::Create { channel: CHANNEL, nonce, enforced: true, body: body.clone() });
        tale.ack(repeat, Some(90));
        tale.stored(90).body = body;
    };
    acked_edit_that_was_undone_is_caught: EditLost, tale |tale| tale.stored(20).body = "two".into();
    acked_edit_that_an_older_one_undid_is_caught: EditLost, tale |tale| {
        tale.edit(20, 200, "two once more");
    };
    edit_from_before_a_crash_that_undid_a_later_one_is_caught: EditLost, tale |tale| {
        let unknown = Action::Edit { channel: CHANNEL, message: 10, body: "one, late".into() };
        tale.invoke(100, unknown);
        let at_ns = tale.tick();
        tale.entries.push(Entry::Crashed { at_ns, whole: true });
        tale.edit(10, 100, "one, at last");
        tale.stored(10).body = "one, late".into();
    };
    acked_reaction_that_is_missing_is_caught: ReactionsWrong, tale |tale| tale.stored(10).reactions.clear();
    reaction_of_nobody_is_caught: ReactionsWrong, tale |tale| tale.stored(20).reactions.push(("🔔".into(), 1));
    reaction_counted_twice_is_caught: ReactionsWrong, tale |tale| tale.stored(10).reactions[0].1 = 2;
    removed_reaction_that_is_back_is_caught: ReactionsWrong, tale |tale| {
        let op = tale.invoke(200, Action::Unreact { channel: CHANNEL, message: 10, emoji: "🔔".into() });
        tale.ack(op, None);
    };
    message_that_is_there_twice_is_caught: Twice, tale |tale| tale.store(95, 100, "eight");
    enforced_nonce_that_is_there_twice_is_caught: EnforcedNonceTwice, tale |tale| tale.store(95, 200, "nine");
    enforced_nonce_acked_with_two_ids_is_caught: EnforcedNonceTwice, tale |tale| {
        let repeat = tale.send(200, "nine", true);
        tale.ack(repeat, Some(95));
        tale.store(95, 200, "nine");
    };
    unknown_enforced_nonce_that_is_there_twice_is_caught: EnforcedNonceTwice, tale |tale| tale.store(95, 100, "three");
    one_id_for_two_creates_is_caught: OneIdForTwo, tale |tale| {
        let op = tale.send(100, "ten", true);
        tale.ack(op, Some(90));
    };
    refused_message_that_is_there_is_caught: RefusedPresent, tale |tale| tale.store(95, 100, "four");
    refused_edit_that_took_effect_is_caught: RefusedPresent, tale |tale| {
        let op = tale.invoke(100, Action::Edit { channel: CHANNEL, message: 80, body: "eight again".into() });
        tale.refuse(op);
        tale.stored(80).body = "eight again".into();
    };
    message_that_nobody_sent_is_caught: NeverSent, tale |tale| tale.store(95, 100, "who?");
    deleted_message_that_is_back_is_caught: DeletedBack, tale |tale| tale.store(50, 200, "five");
    message_sent_after_an_ack_with_a_smaller_id_is_caught: OrderBroken, tale |tale| {
        let op = tale.send(100, "late", true);
        tale.ack(op, Some(5));
        tale.store(5, 100, "late");
    };
    unknown_message_sent_after_an_ack_with_a_smaller_id_is_caught: OrderBroken, tale |tale| {
        tale.send(100, "late", true);
        tale.store(5, 100, "late");
    };

    jump_in_s_is_caught: SequenceGap, log |log| *last_s(log) += 1;
    repeated_s_is_caught: SequenceRepeated, log |log| *last_s(log) -= 1;
    jump_in_s_over_a_resume_is_caught: SequenceGap, log |log| {
        log.entries.push(Entry::Seen { subscriber: 1, at_ns: 0, sighting: Sighting::Resumed });
        let s = *last_s(log) + 2;
        log.entries.push(Entry::Seen { subscriber: 1, at_ns: 0, sighting: Sighting::Dispatch { s, event: Event::Other } });
    };
    replay_of_what_was_seen_is_caught: SequenceRepeated, log |log| {
        log.entries.push(Entry::Seen { subscriber: 1, at_ns: 0, sighting: Sighting::Resumed });
        let s = *last_s(log);
        log.entries.push(Entry::Seen { subscriber: 1, at_ns: 0, sighting: Sighting::Dispatch { s, event: Event::Other } });
    };
    message_seen_twice_is_caught: SeenTwice, tale |tale| {
        tale.insert(tale.place_created(90), Event::Create { channel: CHANNEL, message: message(90, 200, "nine") });
    };
    messages_seen_in_another_order_are_caught: SeenOutOfOrder, tale |tale| {
        let (one, other) = (tale.place_created(80), tale.place_created(90));
        tale.entries.swap(one, other);
    };
    edit_seen_in_another_order_is_caught: OrdersDisagree, tale |tale| {
        let (one, other) = (tale.place_updated(70), tale.place_created(80));
        tale.entries.swap(one, other);
    };
    delete_seen_in_another_order_is_caught: OrdersDisagree, tale |tale| {
        let (one, other) = (tale.place_deleted(50), tale.place_created(60));
        tale.entries.swap(one, other);
    };
    message_left_out_of_a_session_is_caught: SessionGap, tale |tale| {
        tale.entries.remove(tale.place_created(80));
    };
    first_message_left_out_of_a_session_is_caught: SessionGap, tale |tale| {
        tale.entries.remove(tale.place_created(70));
    };
    deleted_message_left_out_of_a_session_is_caught: SessionGap, tale |tale| {
        tale.entries.remove(tale.place_created(50));
    };
    edit_left_out_of_a_session_is_caught: ChangeUnseen, tale |tale| {
        tale.entries.remove(tale.place_updated(70));
    };
    delete_left_out_of_a_session_is_caught: ChangeUnseen, tale |tale| {
        tale.entries.remove(tale.place_deleted(50));
    };
    gap_between_sessions_that_nobody_closed_is_caught: GapNotClosed, tale |tale| {
        tale.entries.remove(tale.place_caught_up());
    };
    catch_up_without_an_acked_message_is_caught: CatchUpMissed, tale |tale| tale.caught_up().clear();
    catch_up_with_a_deleted_message_is_caught: DeletedSeenAgain, tale |tale| tale.caught_up().push(message(50, 200, "five"));
    event_of_a_deleted_message_is_caught: DeletedSeenAgain, tale |tale| {
        tale.insert(tale.place_deleted(50), Event::Update { channel: CHANNEL, message: message(50, 200, "five") });
    };
    message_seen_with_another_text_is_caught: SeenAltered, tale |tale| {
        let place = tale.place_created(80);
        tale.entries.remove(place);
        tale.insert(place - 1, Event::Create { channel: CHANNEL, message: message(80, 100, "ate") });
    };
    edit_seen_with_another_text_is_caught: SeenAltered, tale |tale| {
        tale.insert(tale.place_created(80), Event::Update { channel: CHANNEL, message: message(80, 100, "ate") });
    };
    catch_up_with_another_text_is_caught: SeenAltered, tale |tale| tale.caught_up()[0].body.push('!');
    event_of_a_message_that_nobody_sent_is_caught: SeenNeverSent, tale |tale| {
        tale.insert(tale.place_created(80), Event::Create { channel: CHANNEL, message: message(85, 100, "who?") });
    };
    refused_message_that_was_shown_and_kept_is_caught: SeenRefused, tale |tale| {
        tale.insert(tale.place_created(30), Event::Create { channel: CHANNEL, message: message(40, 100, "four") });
    };
    shown_message_that_vanished_without_a_crash_is_caught: SeenThenGone, tale |tale| {
        tale.send(100, "ten", true);
        tale.see_created(95, 100, "ten");
    };
    id_of_a_lost_message_given_again_is_caught: IdReused, tale |tale| {
        tale.stored(65).id = 60;
        for entry in &mut tale.entries {
            match entry {
                Entry::Acked { id: Some(id), .. } if *id == 65 => *id = 60,
                Entry::Seen { sighting: Sighting::CaughtUp { messages, .. }, .. } => messages[0].id = 60,
                _ => {}
            }
        }
    };
}

#[test]
fn true_tale_passes() {
    assert_eq!(judge(&Tale::told().sealed()), vec![]);
}

#[test]
fn unknown_message_may_be_absent_after_a_crash() {
    let mut tale = Tale::told();
    tale.history.retain(|message| message.id != 30);
    assert_eq!(judge(&tale.sealed()), vec![]);
}

#[test]
fn unknown_message_that_was_lost_may_be_sent_again() {
    let mut tale = Tale::told();
    tale.post(95, 100, "six", true);
    tale.store(95, 100, "six");
    assert_eq!(judge(&tale.sealed()), vec![]);
}

#[test]
fn refused_message_that_was_shown_may_be_taken_back() {
    let mut tale = Tale::told();
    let place = tale.place_created(30);
    tale.insert(place, Event::Create { channel: CHANNEL, message: message(40, 100, "four") });
    tale.insert(place + 1, Event::Delete { channel: CHANNEL, message: 40 });
    assert_eq!(judge(&tale.sealed()), vec![]);
}

#[test]
fn every_violation_has_a_forgery() {
    let text = include_str!("violation.rs");
    let variants = text.split("impl Violation").next().unwrap().lines();
    let names = variants.filter_map(|line| line.strip_prefix("    ")?.split(" {").next());
    let names: BTreeSet<&str> = names.filter(|name| name.starts_with(char::is_uppercase)).collect();
    assert_eq!(names, FORGED.iter().copied().collect());
}
