//! `table`: the medians of several rounds, beside the floor's and the bars, as markdown.
use crate::number::ratio;
use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct TableArgs {
    /// Reports as the other commands print them with --json, a line each, in the order of the rounds
    file: PathBuf,
}

#[derive(Debug, Clone, Copy)]
enum Bar {
    /// At most so many times the floor's.
    RatioMax(f64),
    /// At least so many times the floor's.
    RatioMin(f64),
    Max(f64),
    /// Nothing is asked of it.
    None,
}

struct Row {
    what: &'static str,
    command: &'static str,
    receivers: Option<u64>,
    pointer: &'static str,
    bar: Bar,
}

const ROWS: [Row; 17] = [
    fan_out("CPU per delivery, 1 → 1,000, µs", 1000, "/server_cpu_us_per_delivery", Bar::RatioMax(1.35)),
    fan_out("CPU per delivery, 1 → 10,000, µs", 10_000, "/server_cpu_us_per_delivery", Bar::RatioMax(1.35)),
    fan_out("p50, 1 → 1,000, ms", 1000, "/latency_ms/p50", Bar::None),
    fan_out("p99, 1 → 1,000, ms", 1000, "/latency_ms/p99", Bar::RatioMax(1.5)),
    fan_out("p99.9, 1 → 1,000, ms", 1000, "/latency_ms/p999", Bar::None),
    fan_out("p50, 1 → 10,000, ms", 10_000, "/latency_ms/p50", Bar::None),
    fan_out("p99, 1 → 10,000, ms", 10_000, "/latency_ms/p99", Bar::RatioMax(1.5)),
    fan_out("p99.9, 1 → 10,000, ms", 10_000, "/latency_ms/p999", Bar::None),
    Row {
        what: "most deliveries/s with p99 < 100 ms, 1 → 1,000",
        command: "most",
        receivers: Some(1000),
        pointer: "/most_deliveries_per_s",
        bar: Bar::RatioMin(5.0),
    },
    fan_out("frame, bytes", 1000, "/frame_bytes", Bar::None),
    fan_out("tool busy, 1 → 1,000, share of its core", 1000, "/tool_busy", Bar::None),
    fan_out("tool busy, 1 → 10,000, share of its core", 10_000, "/tool_busy", Bar::None),
    alone("RSS per idle identified session, bytes", "idle", "/rss_bytes_per_session", Bar::Max(16_384.0)),
    alone("CPU per opening, accept to READY, µs", "idle", "/server_cpu_us_per_opening", Bar::Max(150.0)),
    alone("acked messages/s, 8 senders", "acked", "/acked_per_s", Bar::None),
    alone("ack p50, 8 senders, ms", "acked", "/ack_ms/p50", Bar::None),
    alone("ack p99, 8 senders, ms", "acked", "/ack_ms/p99", Bar::None),
];

/// What must be nought in every run of Belfry for it to have lost nothing.
const FAULTS: [&str; 5] = ["lost", "duplicated", "out_of_order", "refused", "unanswered"];

const fn fan_out(what: &'static str, receivers: u64, pointer: &'static str, bar: Bar) -> Row {
    Row { what, command: "fan-out", receivers: Some(receivers), pointer, bar }
}

const fn alone(what: &'static str, command: &'static str, pointer: &'static str, bar: Bar) -> Row {
    Row { what, command, receivers: None, pointer, bar }
}

pub(crate) fn table(args: &TableArgs) -> Result<()> {
    let text = std::fs::read_to_string(&args.file).with_context(|| args.file.display().to_string())?;
    let runs = text.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    write!(std::io::stdout().lock(), "{}", markdown(&runs)?)?;
    Ok(())
}

fn markdown(runs: &[Value]) -> Result<String> {
    let mut text = String::from("| | floor | belfry | ratio (lowest to highest) | bar | |\n|---|---|---|---|---|---|\n");
    for row in &ROWS {
        let floor = row.series(runs, "floor");
        let belfry = row.series(runs, "belfry");
        let ratios = ratios(&floor, &belfry);
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            row.what,
            median(&floor).map_or_else(String::new, figure),
            median(&belfry).map_or_else(String::new, figure),
            range(&ratios),
            row.bar.text(),
            row.bar.verdict(median(&belfry), median(&ratios)),
        )?;
    }
    let (faults, faulty_runs, all_runs) = faults(runs);
    let verdict = match (all_runs, faults) {
        (0, _) => "not measured",
        (_, 0) => "met",
        _ => "**not met**",
    };
    writeln!(
        text,
        "| lost, doubled, out of order, refused or unanswered ({faulty_runs} of {all_runs} runs) | | {faults} | | 0 | {verdict} |"
    )?;
    Ok(text)
}

impl Row {
    /// The figure of each round.
    fn series(&self, runs: &[Value], target: &str) -> Vec<f64> {
        let wanted = |run: &&Value| {
            run.get("command").is_some_and(|command| command == self.command)
                && run.get("target").is_some_and(|found| found == target)
                && self.receivers.is_none_or(|wanted| run.get("receivers").is_some_and(|found| *found == wanted))
        };
        runs.iter().filter(wanted).filter_map(|run| run.pointer(self.pointer)?.as_f64()).collect()
    }
}

impl Bar {
    fn text(self) -> String {
        match self {
            Self::RatioMax(bar) => format!("≤ {bar} ×"),
            Self::RatioMin(bar) => format!("≥ {bar} ×"),
            Self::Max(bar) => format!("≤ {}", figure(bar)),
            Self::None => String::new(),
        }
    }

    fn verdict(self, found: Option<f64>, ratio: Option<f64>) -> &'static str {
        let met = match self {
            Self::RatioMax(bar) => ratio.map(|ratio| ratio <= bar),
            Self::RatioMin(bar) => ratio.map(|ratio| ratio >= bar),
            Self::Max(bar) => found.map(|found| found <= bar),
            Self::None => return "",
        };
        met.map_or("not measured", |met| if met { "met" } else { "**not met**" })
    }
}

/// Round by round: a machine that slows down for a while slows both.
fn ratios(floor: &[f64], belfry: &[f64]) -> Vec<f64> {
    floor.iter().zip(belfry).filter_map(|(floor, belfry)| ratio(*belfry, *floor)).collect()
}

fn sorted(series: &[f64]) -> Vec<f64> {
    let mut sorted = series.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn median(series: &[f64]) -> Option<f64> {
    let sorted = sorted(series);
    let half = sorted.len() / 2;
    match sorted.len() % 2 {
        1 => sorted.get(half).copied(),
        _ => Some(f64::midpoint(*sorted.get(half.checked_sub(1)?)?, *sorted.get(half)?)),
    }
}

fn range(series: &[f64]) -> String {
    let sorted = sorted(series);
    match (median(series), sorted.first(), sorted.last()) {
        (Some(median), Some(low), Some(high)) => format!("{median:.2} ({low:.2} to {high:.2})"),
        _ => String::new(),
    }
}

/// Three digits or so, thousands set apart.
fn figure(number: f64) -> String {
    if number < 100.0 {
        return format!("{number:.2}");
    }
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Faults, the runs that had any, and the runs looked at.
fn faults(runs: &[Value]) -> (u64, usize, usize) {
    let belfry = runs.iter().filter(|run| run.get("target").is_some_and(|target| target == "belfry"));
    let counted = belfry.filter(|run| run.get("command").is_some_and(|command| command == "fan-out"));
    let each: Vec<u64> = counted.map(faults_of).collect();
    (each.iter().sum(), each.iter().filter(|faults| **faults > 0).count(), each.len())
}

fn faults_of(run: &Value) -> u64 {
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let counted: u64 = FAULTS.iter().filter_map(|fault| run.get(fault)).map(number).sum();
    let cut_off = run.get("cut_off").and_then(Value::as_object);
    counted + cut_off.into_iter().flat_map(|reasons| reasons.values()).map(number).sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn run(target: &str, cpu_us: f64, p99_ms: f64, lost: u64) -> Value {
        json!({"command": "fan-out", "target": target, "receivers": 1000, "server_cpu_us_per_delivery": cpu_us,
            "latency_ms": {"p50": 1.0, "p99": p99_ms, "p999": 9.0}, "lost": lost, "cut_off": {"closed with 4008": lost}})
    }

    #[test]
    fn ratios_are_taken_round_by_round_and_held_against_the_bars() {
        let rounds = [(3.0, 3.3), (4.0, 4.0), (6.0, 6.6)];
        let runs: Vec<Value> =
            rounds.iter().flat_map(|(floor, belfry)| [run("floor", *floor, 3.0, 0), run("belfry", *belfry, 6.0, 0)]).collect();
        let table = markdown(&runs).unwrap();
        let cpu = "| CPU per delivery, 1 → 1,000, µs | 4.00 | 4.00 | 1.10 (1.00 to 1.10) | ≤ 1.35 × | met |";
        let p99 = "| p99, 1 → 1,000, ms | 3.00 | 6.00 | 2.00 (2.00 to 2.00) | ≤ 1.5 × | **not met** |";
        let lost = "unanswered (0 of 3 runs) | | 0 | | 0 | met |";
        for line in [cpu, p99, lost] {
            assert!(table.contains(line), "{line}\nis not in\n{table}");
        }
    }

    #[test]
    fn faults_of_any_run_fail_and_what_is_missing_is_said() {
        let table = markdown(&[run("belfry", 3.0, 3.0, 0), run("belfry", 3.0, 3.0, 2)]).unwrap();
        assert!(table.contains("(1 of 2 runs) | | 4 | | 0 | **not met** |"), "{table}");
        assert!(table.contains("| RSS per idle identified session, bytes |  |  |  | ≤ 16,384 | not measured |"), "{table}");
        assert!(markdown(&[]).unwrap().contains("(0 of 0 runs) | | 0 | | 0 | not measured |"));
    }

    #[test]
    fn median_and_figures_are_what_people_expect() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        for (number, text) in [(1.234, "1.23"), (99.5, "99.50"), (100.0, "100"), (1_234_567.4, "1,234,567")] {
            assert_eq!(figure(number), text);
        }
    }
}
