//! Lawful stories pass whatever happens in them, and faults put into them are found.
use proptest::prelude::*;

use super::log::{Entry, Event, Log, Message, Sighting};
use super::model::{Step, World};
use super::{Violation, judge};

fn step() -> impl Strategy<Value = Step> {
    let number = || 0..64_usize;
    let client = || 0..4_u32;
    prop_oneof![
        6 => (client(), 0..2_usize, any::<bool>()).prop_map(|(client, channel, enforced)| Step::Send { client, channel, enforced }),
        2 => (client(), number()).prop_map(|(client, message)| Step::Edit { client, message }),
        1 => (client(), number()).prop_map(|(client, message)| Step::Delete { client, message }),
        2 => (client(), number(), any::<bool>()).prop_map(|(client, message, on)| Step::React { client, message, on }),
        1 => number().prop_map(|send| Step::Repeat { send }),
        8 => number().prop_map(|request| Step::Accept { request }),
        1 => number().prop_map(|request| Step::Refuse { request }),
        1 => number().prop_map(|request| Step::TakeBack { request }),
        4 => Just(Step::Flush),
        8 => number().prop_map(|request| Step::Answer { request }),
        1 => number().prop_map(|request| Step::LoseAnswer { request }),
        5 => (0..3_usize, 1..6_usize).prop_map(|(subscriber, count)| Step::Deliver { subscriber, count }),
        1 => (0..3_usize).prop_map(|subscriber| Step::Resume { subscriber }),
        1 => (0..3_usize).prop_map(|subscriber| Step::IdentifyAnew { subscriber }),
        1 => Just(Step::Crash),
    ]
}

fn story() -> impl Strategy<Value = Log> {
    proptest::collection::vec(step(), 0..300).prop_map(|steps| World::play(&steps))
}

/// Every place where a final read shows message `id`.
fn pages_mut(log: &mut Log) -> impl Iterator<Item = &mut Vec<Message>> {
    log.entries
        .iter_mut()
        .filter_map(|entry| match entry {
            Entry::Read { pages, .. } => Some(pages),
            _ => None,
        })
        .flatten()
}

fn acked_and_present(log: &Log) -> Vec<u64> {
    let mut acked: Vec<u64> = log
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Acked { id, .. } => *id,
            _ => None,
        })
        .collect();
    let mut log = log.clone();
    let present: Vec<u64> = pages_mut(&mut log).flatten().map(|message| message.id).collect();
    acked.retain(|id| present.contains(id));
    acked
}

fn names(found: &[Violation]) -> Vec<String> {
    found.iter().map(Violation::name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lawful_story_passes(log in story()) {
        prop_assert_eq!(judge(&log), vec![]);
    }

    #[test]
    fn log_survives_its_file(log in story()) {
        let mut file = Vec::new();
        log.write(&mut file).unwrap();
        prop_assert_eq!(Log::read(file.as_slice()).unwrap(), log);
    }

    #[test]
    fn altered_message_is_caught_in_any_story(mut log in story(), which: prop::sample::Index) {
        let acked = acked_and_present(&log);
        prop_assume!(!acked.is_empty());
        let id = *which.get(&acked);
        for message in pages_mut(&mut log).flatten().filter(|message| message.id == id) {
            message.body.push('!');
        }
        prop_assert!(names(&judge(&log)).contains(&"Altered".to_owned()));
    }

    #[test]
    fn message_lost_from_one_read_is_caught_in_any_story(mut log in story(), which: prop::sample::Index) {
        let acked = acked_and_present(&log);
        prop_assume!(!acked.is_empty());
        let id = *which.get(&acked);
        let page = pages_mut(&mut log).find(|page| page.iter().any(|message| message.id == id)).unwrap();
        page.retain(|message| message.id != id);
        prop_assert!(names(&judge(&log)).contains(&"PagesDisagree".to_owned()));
    }

    #[test]
    fn event_shown_twice_is_caught_in_any_story(mut log in story(), which: prop::sample::Index) {
        let is_create = |entry: &Entry| matches!(entry, Entry::Seen { sighting: Sighting::Dispatch { event: Event::Create { .. }, .. }, .. });
        let creates: Vec<usize> = (0..log.entries.len()).filter(|&number| is_create(&log.entries[number])).collect();
        prop_assume!(!creates.is_empty());
        let number = *which.get(&creates);
        let again = log.entries[number].clone();
        log.entries.insert(number, again);
        let found = names(&judge(&log));
        prop_assert!(found.contains(&"SeenTwice".to_owned()) && found.contains(&"SequenceRepeated".to_owned()));
    }
}

/// A judge that compared everything with everything would need minutes for this.
#[test]
fn long_story_is_judged_in_one_go() {
    let mut steps = Vec::new();
    for number in 0..20_000_usize {
        let request = 0;
        steps.push(Step::Send { client: 1, channel: number % 2, enforced: true });
        steps.extend([Step::Accept { request }, Step::Deliver { subscriber: number % 3, count: 2 }]);
        if number % 5_000 == 0 {
            steps.extend([Step::Flush, Step::Answer { request }, Step::Crash]);
        }
        steps.push(Step::LoseAnswer { request });
    }
    assert_eq!(judge(&World::play(&steps)), vec![]);
}
