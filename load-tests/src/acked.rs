//! `acked`: closed loop; each sender posts its next message when the one before is answered.
use crate::clock::{self, SECOND};
use crate::number::{float, ratio, whole};
use crate::percentiles::Percentiles;
use crate::report;
use crate::stage::{CrowdArgs, ServerArgs, Stage};
use crate::stamp::Stamp;
use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Serialize;

const ANSWER_WAIT_S: u64 = 30;

#[derive(Debug, Args)]
pub(crate) struct AckedArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// Senders, each with a connection of its own
    #[arg(long, default_value_t = 8)]
    senders: usize,
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Gateway sessions that listen meanwhile
    #[arg(long, default_value_t = 0)]
    receivers: usize,
    #[arg(long, default_value_t = 200)]
    content_bytes: usize,
}

#[derive(Serialize)]
struct AckedReport {
    command: &'static str,
    target: &'static str,
    senders: usize,
    receivers: usize,
    seconds: f64,
    acked: u64,
    refused: u64,
    refusal: Option<String>,
    acked_per_s: Option<f64>,
    ack_ms: Percentiles,
    server_cpu_us_per_message: Option<f64>,
}

pub(crate) fn acked(args: &AckedArgs) -> Result<()> {
    let AckedArgs { server, senders, seconds, receivers, content_bytes } = args;
    let crowd = CrowdArgs {
        target: crate::stage::Target::Belfry,
        receivers: *receivers,
        users: *senders,
        channels: 1,
        compress: crate::decoder::Compress::None,
        content_bytes: *content_bytes,
        connections: *senders,
        window: 32,
    };
    let mut stage = Stage::build(server, &crowd)?;
    stage.open()?;
    stage.connect_posts(*senders, *content_bytes)?;
    let cpu = server.cpu()?;
    let elapsed_ns = keep_sending(&mut stage, whole(seconds * float(SECOND)))?;
    let cpu_ns = server.cpu()?.zip(cpu).map(|(after, before)| after.since_ns(&before));
    let posts = stage.engine.posts.as_ref().context("senders post")?;
    let report = AckedReport {
        command: "acked",
        target: crowd.target.name(),
        senders: *senders,
        receivers: *receivers,
        seconds: *seconds,
        acked: posts.acked,
        refused: posts.refused,
        refusal: posts.refusal.clone(),
        acked_per_s: ratio(float(posts.acked) * float(SECOND), float(elapsed_ns)),
        ack_ms: posts.ack.percentiles(),
        server_cpu_us_per_message: cpu_ns.and_then(|ns| crate::process::us_each(ns, posts.acked)),
    };
    report::print(&report, server.json)
}

/// Returns the time from the first post to the last answer.
fn keep_sending(stage: &mut Stage, time_ns: u64) -> Result<u64> {
    let engine = &mut stage.engine;
    // An answer is looked for at once: the next post hangs on it.
    engine.look_ns = 0;
    let begin_ns = clock::now_ns();
    let give_up_ns = begin_ns + time_ns + ANSWER_WAIT_S * SECOND;
    let mut number = 0;
    loop {
        let now_ns = clock::now_ns();
        let posts = engine.posts.as_mut().context("senders post")?;
        while now_ns < begin_ns + time_ns
            && let Some(sender) = posts.idle()
        {
            // Trial 0 is nobody's, so that listeners count these as strays.
            posts.post_on(sender, Stamp { trial: 0, number }, clock::now_ns())?;
            number += 1;
        }
        if now_ns >= begin_ns + time_ns && posts.under_way() == 0 {
            return Ok(now_ns - begin_ns);
        }
        ensure!(now_ns < give_up_ns, "{} posts were never answered", posts.under_way());
        engine.turn()?;
    }
}
