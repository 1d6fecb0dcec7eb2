//! `fan-out`, one rate held for a time, and `most`, the highest rate that keeps its p99.
use crate::clock::SECOND;
use crate::number::{count, float};
use crate::report;
use crate::stage::{CrowdArgs, ServerArgs, Stage};
use crate::trial::{self, Plan, Trial};
use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Serialize;

/// How long stragglers are waited for.
const DRAIN_S: u64 = 15;
/// A bisection ends when its two sides are this close.
const STEP_MIN: f64 = 1.03;
/// Trials of a rate before it counts as too high: one hiccup of the machine is not the server's limit.
const TRIES: usize = 2;

#[derive(Debug, Args)]
pub(crate) struct FanOutArgs {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    crowd: CrowdArgs,
    /// Deliveries a second, over all receivers
    #[arg(long, conflicts_with = "messages_per_s")]
    rate: Option<f64>,
    /// Messages a second
    #[arg(long)]
    messages_per_s: Option<f64>,
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// The same load before anything is counted
    #[arg(long, default_value_t = 1.0)]
    warm_up_seconds: f64,
}

#[derive(Debug, Args)]
pub(crate) struct MostArgs {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    crowd: CrowdArgs,
    /// What the 99th percentile of the latency must stay below
    #[arg(long, default_value_t = 100.0)]
    p99_ms: f64,
    /// Length of a trial
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Deliveries a second to begin with
    #[arg(long, default_value_t = 50_000.0)]
    from: f64,
    /// Deliveries a second at which the search ends
    #[arg(long, default_value_t = 50_000_000.0)]
    to: f64,
}

#[derive(Serialize)]
struct FanOutReport {
    command: &'static str,
    target: &'static str,
    #[serde(flatten)]
    trial: Trial,
}

#[derive(Serialize)]
struct MostReport {
    command: &'static str,
    target: &'static str,
    receivers: u64,
    p99_ms_max: f64,
    /// 0 where even the first rate was too much.
    most_deliveries_per_s: f64,
    trials: usize,
    /// The trial that the figure stands on.
    best: Option<Trial>,
}

pub(crate) fn fan_out(args: &FanOutArgs) -> Result<()> {
    let FanOutArgs { server, crowd, seconds, .. } = args;
    let receivers = float(count(crowd.receivers));
    let messages_per_s = match (args.rate, args.messages_per_s) {
        (Some(rate), None) => rate / receivers,
        (None, Some(messages)) => messages,
        _ => bail!("either --rate or --messages-per-s"),
    };
    let mut stage = Stage::build(server, crowd)?;
    stage.open()?;
    stage.connect_posts(crowd.connections, crowd.content_bytes)?;
    let plan = Plan { messages_per_s, seconds: *seconds, drain_ns: DRAIN_S * SECOND };
    if args.warm_up_seconds > 0.0 {
        let warm_up = Plan { seconds: args.warm_up_seconds, ..plan };
        trial::run(&mut stage.engine, warm_up, server)?;
    }
    let trial = trial::run(&mut stage.engine, plan, server)?;
    report::print(&FanOutReport { command: "fan-out", target: crowd.target.name(), trial }, server.json)
}

pub(crate) fn most(args: &MostArgs) -> Result<()> {
    let mut stage = Stage::build(&args.server, &args.crowd)?;
    stage.open()?;
    stage.connect_posts(args.crowd.connections, args.crowd.content_bytes)?;
    let mut trials = 0;
    let mut best = None;
    let mut holds = |deliveries_per_s: f64| -> Result<bool> {
        for _ in 0..TRIES {
            // An overload may have cost some receivers their connection.
            stage.open()?;
            trials += 1;
            let receivers = float(count(args.crowd.receivers));
            let messages_per_s = deliveries_per_s / receivers;
            let plan = Plan { messages_per_s, seconds: args.seconds, drain_ns: DRAIN_S * SECOND };
            let trial = trial::run(&mut stage.engine, plan, &args.server)?;
            if trial.is_faultless() && trial.latency_ms.p99 < args.p99_ms {
                best = Some(trial);
                return Ok(true);
            }
        }
        Ok(false)
    };
    let most_deliveries_per_s = bisect(args.from, args.to, &mut holds)?;
    let report = MostReport {
        command: "most",
        target: args.crowd.target.name(),
        receivers: count(args.crowd.receivers),
        p99_ms_max: args.p99_ms,
        most_deliveries_per_s: most_deliveries_per_s.round(),
        trials,
        best,
    };
    report::print(&report, args.server.json)
}

/// The highest rate that holds, to [`STEP_MIN`]: doubles from `from` until one does not, then halves the ratio.
fn bisect(from: f64, to: f64, holds: &mut impl FnMut(f64) -> Result<bool>) -> Result<f64> {
    if !(from > 0.0 && from <= to) {
        bail!("a search from {from} to {to} has nothing to find");
    }
    let (mut good, mut bad) = (0.0, from);
    while holds(bad)? {
        good = bad;
        bad *= 2.0;
        if bad > to {
            return Ok(good);
        }
    }
    while good > 0.0 && bad / good > STEP_MIN {
        let middle: f64 = good * (bad / good).sqrt();
        if holds(middle).context("while searching")? {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Ok(good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bisection_ends_just_below_the_limit() {
        for limit in [50_000.0, 51_000.0, 378_000.0, 9_480_000.0] {
            let mut trials = 0;
            let found = bisect(50_000.0, 5e7, &mut |rate| {
                trials += 1;
                Ok(rate <= limit)
            });
            let found = found.unwrap();
            assert!(found <= limit && found * STEP_MIN >= limit, "{found} for {limit}");
            assert!(trials < 16);
        }
    }

    #[test]
    fn bisection_that_never_holds_is_zero_and_one_that_always_does_ends() {
        assert!(bisect(10.0, 1e6, &mut |_| Ok(false)).unwrap().abs() < f64::EPSILON);
        assert!(bisect(10.0, 1e6, &mut |_| Ok(true)).unwrap() > 5e5);
        assert!(bisect(10.0, 1.0, &mut |_| Ok(true)).is_err());
    }
}
