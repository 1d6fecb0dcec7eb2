//! A message sent after another was acked must have the greater id.
use std::collections::BTreeMap;

use super::index::Index;
use super::violation::Violation;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    // At one instant the send counts as the earlier: then nothing is proved.
    Sent,
    Acked,
}

pub(super) fn judge(index: &Index<'_>) -> Vec<Violation> {
    let mut steps: BTreeMap<u64, Vec<(u64, Step, u64)>> = BTreeMap::new();
    for (&id, &number) in &index.origins {
        let Some(send) = index.sends.get(number) else {
            continue;
        };
        let of_channel = steps.entry(send.channel).or_default();
        of_channel.push((send.first_invoked_ns, Step::Sent, id));
        if let Some(acked_ns) = send.first_acked_ns.filter(|_| send.acked_ids.contains(&id)) {
            of_channel.push((acked_ns, Step::Acked, id));
        }
    }
    let mut found = Vec::new();
    for mut steps in steps.into_values() {
        steps.sort_unstable();
        let mut greatest = 0;
        for (_, step, id) in steps {
            match step {
                Step::Acked => greatest = greatest.max(id),
                Step::Sent if id < greatest => found.push(Violation::OrderBroken { earlier: greatest, later: id }),
                Step::Sent => {}
            }
        }
    }
    found
}
