//! One open-loop trial: every message is due at a fixed time, whatever has become of those before it.
use crate::clock::{self, MS, SECOND};
use crate::engine::Engine;
use crate::ledger::Place;
use crate::number::{count, float, ratio, thousandths, whole};
use crate::percentiles::Percentiles;
use crate::process::us_each;
use crate::stage::ServerArgs;
use anyhow::{Context, Result, ensure};
use serde::Serialize;
use std::collections::BTreeMap;

/// Posts written before the sockets are looked at again: what is overdue must not starve the receivers.
const POSTS_A_TURN_MAX: u32 = 16;
/// From the beginning of a trial to its first message.
const LEAD_NS: u64 = 20 * MS;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) messages_per_s: f64,
    pub(crate) seconds: f64,
    /// How long to wait for what is still missing when the last message has been due.
    pub(crate) drain_ns: u64,
}

#[derive(Debug, Serialize)]
pub(crate) struct Trial {
    pub(crate) receivers: u64,
    pub(crate) messages_per_s: f64,
    pub(crate) deliveries_per_s: f64,
    pub(crate) seconds: f64,
    pub(crate) posted: u64,
    pub(crate) acked: u64,
    pub(crate) refused: u64,
    pub(crate) unanswered: u64,
    pub(crate) deliveries: u64,
    pub(crate) lost: u64,
    pub(crate) duplicated: u64,
    pub(crate) out_of_order: u64,
    pub(crate) cut_off: BTreeMap<String, u64>,
    pub(crate) refusal: Option<String>,
    /// From when a message was due to its receipt, over all deliveries.
    pub(crate) latency_ms: Percentiles,
    /// From when a message was due to the answer to its post.
    pub(crate) ack_ms: Percentiles,
    /// From when a message was due to its post being written: the tool's own share of the above.
    pub(crate) late_ms: Percentiles,
    /// Mean size of a message's frame on the wire.
    pub(crate) frame_bytes: u64,
    pub(crate) server_cpu_us_per_delivery: Option<f64>,
    /// Cores that the server kept busy.
    pub(crate) server_cores: Option<f64>,
    pub(crate) server_rss_bytes: Option<u64>,
    /// Share of its core that the tool was busy with; near 1, it is the tool that is measured.
    pub(crate) tool_busy: f64,
}

impl Trial {
    /// Whether everything that was posted came, once, in one order.
    pub(crate) fn is_faultless(&self) -> bool {
        let faults = self.lost + self.duplicated + self.out_of_order + self.refused + self.unanswered;
        faults == 0 && self.cut_off.is_empty()
    }
}

/// Runs `plan` on receivers that are open.
pub(crate) fn run(engine: &mut Engine, plan: Plan, server: &ServerArgs) -> Result<Trial> {
    ensure!(plan.messages_per_s > 0.0 && plan.seconds > 0.0, "a rate and a time above zero");
    let messages = u32::try_from(whole(plan.messages_per_s * plan.seconds).max(1))?;
    let receivers = count(engine.shared.opened);
    let (cpu, begin_ns, busy_ns) = (server.cpu()?, clock::now_ns(), engine.busy_ns);
    begin(engine, begin_ns + LEAD_NS, plan, messages)?;
    post_all(engine, messages)?;
    drain(engine, receivers, clock::now_ns() + plan.drain_ns)?;
    let elapsed_ns = clock::now_ns() - begin_ns;
    let cpu_ns = match (server.cpu()?, cpu) {
        (Some(after), Some(before)) => Some(after.since_ns(&before)),
        _ => None,
    };
    let posts = engine.posts.as_ref().context("a trial posts")?;
    let ledger = &engine.shared.ledger;
    let expected = receivers * (posts.posted - posts.refused);
    Ok(Trial {
        receivers,
        messages_per_s: thousandths(plan.messages_per_s),
        deliveries_per_s: thousandths(plan.messages_per_s * float(receivers)),
        seconds: plan.seconds,
        posted: posts.posted,
        acked: posts.acked,
        refused: posts.refused,
        unanswered: posts.under_way(),
        deliveries: ledger.deliveries,
        lost: expected.saturating_sub(ledger.deliveries),
        duplicated: ledger.duplicates,
        out_of_order: ledger.out_of_order,
        cut_off: engine.shared.cut_off.clone(),
        refusal: posts.refusal.clone(),
        latency_ms: ledger.latency.percentiles(),
        ack_ms: posts.ack.percentiles(),
        late_ms: posts.late.percentiles(),
        frame_bytes: ledger.frame_bytes(),
        server_cpu_us_per_delivery: cpu_ns.and_then(|ns| us_each(ns, ledger.deliveries)),
        server_cores: cpu_ns.and_then(|ns| ratio(float(ns), float(elapsed_ns))),
        server_rss_bytes: server.rss_bytes()?,
        tool_busy: ratio(float(engine.busy_ns - busy_ns), float(elapsed_ns)).unwrap_or_default(),
    })
}

fn begin(engine: &mut Engine, start_ns: u64, plan: Plan, messages: u32) -> Result<()> {
    let interval_ns = float(SECOND) / plan.messages_per_s;
    engine.shared.ledger.begin(start_ns, interval_ns, messages);
    engine.shared.cut_off.clear();
    engine.posts.as_mut().context("a trial posts")?.begin();
    for receiver in &mut engine.receivers {
        receiver.place = Place::default();
    }
    Ok(())
}

fn post_all(engine: &mut Engine, messages: u32) -> Result<()> {
    let mut next = 0;
    while next < messages {
        let turn_max = messages.min(next + POSTS_A_TURN_MAX);
        let begin_ns = clock::now_ns();
        let posts = engine.posts.as_mut().context("a trial posts")?;
        let before = next;
        while next < turn_max && engine.shared.ledger.due_ns(next) <= begin_ns {
            posts.post(&engine.shared.ledger, next)?;
            next += 1;
        }
        if next > before {
            engine.busy_ns += clock::now_ns() - begin_ns;
        }
        engine.turn()?;
    }
    Ok(())
}

/// Waits until all answers and deliveries are in, or until `end_ns`.
fn drain(engine: &mut Engine, receivers: u64, end_ns: u64) -> Result<()> {
    while clock::now_ns() < end_ns {
        let posts = engine.posts.as_ref().context("a trial posts")?;
        let expected = receivers * (posts.posted - posts.refused);
        if posts.under_way() == 0 && engine.shared.ledger.deliveries >= expected {
            break;
        }
        engine.turn()?;
    }
    Ok(())
}
