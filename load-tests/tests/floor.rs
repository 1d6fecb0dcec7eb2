//! The bare server and the open loop against each other: nothing may be lost, and the counts must be right.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

const TOOL: &str = env!("CARGO_BIN_EXE_belfry-load");

/// A floor that ends with the test.
struct Floor {
    child: Child,
    url: String,
}

impl Floor {
    fn start(frame_bytes: usize) -> Self {
        let mut child = Command::new(TOOL)
            .args(["floor", "--listen", "127.0.0.1:0", "--frame-bytes", &frame_bytes.to_string()])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let listening: Value = serde_json::from_str(&line).unwrap();
        let url = format!("http://{}", listening["http"].as_str().unwrap());
        Self { child, url }
    }

    /// What the tool reports when run with `args` against this floor.
    fn report(&self, args: &[&str]) -> Value {
        let pid = self.child.id().to_string();
        let output =
            Command::new(TOOL).args(args).args(["--target", "floor", "--url", &self.url, "--server-pid", &pid, "--json"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn every_message_reaches_every_receiver_once_and_in_order() {
    let floor = Floor::start(640);
    let load = ["--receivers", "20", "--rate", "4000", "--seconds", "0.5", "--warm-up-seconds", "0.1"];
    let report = floor.report(&[&["fan-out"][..], &load].concat());
    let expected = [
        ("receivers", 20),
        ("posted", 100),
        ("acked", 100),
        ("deliveries", 2000),
        ("frame_bytes", 640),
        ("lost", 0),
        ("duplicated", 0),
        ("out_of_order", 0),
        ("refused", 0),
        ("unanswered", 0),
    ];
    for (key, value) in expected {
        assert_eq!(report[key], value, "{key} in {report}");
    }
    assert_eq!(report["cut_off"], serde_json::json!({}));
    assert!(report["server_cpu_us_per_delivery"].as_f64().unwrap() > 0.0);
}

#[test]
fn floor_serves_one_crowd_after_another() {
    let floor = Floor::start(200);
    for receivers in ["30", "10"] {
        let load = ["--receivers", receivers, "--messages-per-s", "100", "--seconds", "0.2"];
        let report = floor.report(&[&["fan-out"][..], &load].concat());
        assert_eq!((&report["lost"], &report["posted"]), (&0.into(), &20.into()), "{report}");
        assert_eq!(report["receivers"].to_string(), receivers);
    }
}

#[test]
fn search_for_the_most_ends_with_a_trial_that_held() {
    let floor = Floor::start(640);
    let load = ["--receivers", "5", "--seconds", "0.1", "--from", "500", "--to", "2000"];
    let report = floor.report(&[&["most"][..], &load, &["--p99-ms", "60000"]].concat());
    assert_eq!(report["most_deliveries_per_s"], 2000.0, "{report}");
    assert_eq!(report["best"]["lost"], 0, "{report}");
}
