//! Load for a Belfry over nothing but its wire, and the bare server that it is compared with.
//!
//! How it measures is told in `docs/PERFORMANCE.md`.
mod clock;
mod number;
mod percentiles;

mod frame;
mod http;
mod stamp;

mod decoder;
mod ledger;
mod posts;
mod receiver;

mod engine;
mod house;
mod process;
mod stage;
mod trial;

mod acked;
mod fan_out;
mod floor;
mod idle;
mod report;
mod table;

use anyhow::Result;
use clap::{Parser, Subcommand};
use rustix::process::{Resource, getrlimit, setrlimit};

#[derive(Debug, Parser)]
#[command(about = "Load generator for Belfry")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Holds one rate of deliveries for a time
    FanOut(fan_out::FanOutArgs),
    /// Searches the highest rate of deliveries whose p99 stays below a bound
    Most(fan_out::MostArgs),
    /// Opens sessions and lets them be: memory of each, CPU of an opening
    Idle(idle::IdleArgs),
    /// Posts in a closed loop: answers a second
    Acked(acked::AckedArgs),
    /// Serves as the bare server
    Floor(floor::FloorArgs),
    /// Makes a markdown table of reports
    Table(table::TableArgs),
}

fn main() -> Result<()> {
    raise_file_limit()?;
    match Cli::parse().command {
        Command::FanOut(args) => fan_out::fan_out(&args),
        Command::Most(args) => fan_out::most(&args),
        Command::Idle(args) => idle::idle(&args),
        Command::Acked(args) => acked::acked(&args),
        Command::Floor(args) => floor::floor(&args),
        Command::Table(args) => table::table(&args),
    }
}

/// As far as may be: ten thousand sockets are more than most shells allow.
fn raise_file_limit() -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}
