//! `idle`: what a session costs that is open and gets nothing, and what it costs to open it.
use crate::clock::{self, SECOND};
use crate::number::{count, float, ratio, whole};
use crate::process::us_each;
use crate::report;
use crate::stage::{CrowdArgs, ServerArgs, Stage};
use anyhow::Result;
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub(crate) struct IdleArgs {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    crowd: CrowdArgs,
    /// How long the sessions then stay idle
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
}

#[derive(Serialize)]
struct IdleReport {
    command: &'static str,
    target: &'static str,
    sessions: u64,
    users: u64,
    channels: u64,
    /// Users, guild and channels are there, no session is.
    rss_before_bytes: Option<u64>,
    rss_after_bytes: Option<u64>,
    rss_bytes_per_session: Option<f64>,
    openings_per_s: Option<f64>,
    /// From accept to READY and the guild that follows it.
    server_cpu_us_per_opening: Option<f64>,
    server_idle_cpu_us_per_s_and_session: Option<f64>,
}

pub(crate) fn idle(args: &IdleArgs) -> Result<()> {
    let IdleArgs { server, crowd, seconds } = args;
    let mut stage = Stage::build(server, crowd)?;
    let sessions = count(crowd.receivers);
    let (rss_before_bytes, cpu_before, begin_ns) = (server.rss_bytes()?, server.cpu()?, clock::now_ns());
    stage.open()?;
    let (cpu_open, open_ns) = (server.cpu()?, clock::now_ns());
    stage.engine.run_until(open_ns + whole(seconds * float(SECOND)))?;
    let (rss_after_bytes, cpu_after) = (server.rss_bytes()?, server.cpu()?);
    let spent = |after: &Option<_>, before: &Option<_>| match (after, before) {
        (Some(after), Some(before)) => Some(crate::process::Cpu::since_ns(after, before)),
        _ => None,
    };
    let grown_bytes = rss_before_bytes.zip(rss_after_bytes);
    let grown_bytes = grown_bytes.map(|(before, after)| after.saturating_sub(before));
    let idle_us = spent(&cpu_after, &cpu_open).and_then(|ns| us_each(ns, sessions));
    let report = IdleReport {
        command: "idle",
        target: crowd.target.name(),
        sessions,
        users: count(crowd.users),
        channels: count(crowd.channels),
        rss_before_bytes,
        rss_after_bytes,
        rss_bytes_per_session: grown_bytes.and_then(|bytes| ratio(float(bytes), float(sessions))),
        openings_per_s: ratio(float(sessions) * float(SECOND), float(open_ns - begin_ns)),
        server_cpu_us_per_opening: spent(&cpu_open, &cpu_before).and_then(|ns| us_each(ns, sessions)),
        server_idle_cpu_us_per_s_and_session: idle_us.and_then(|us| ratio(us, *seconds)),
    };
    report::print(&report, server.json)
}
