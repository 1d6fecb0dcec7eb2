//! The real server as a child process that can be killed.
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::oneshot;

/// How long a start may take, recovery included.
const START_MAX: Duration = Duration::from_secs(20);
/// Lines of the server's log that are kept for a failure's report.
const LINES_MAX: usize = 40;

type Lines = Arc<Mutex<Vec<String>>>;

pub(super) struct Server {
    child: Child,
    pub(super) http: SocketAddr,
    lines: Lines,
}

impl Server {
    /// Starts a server on `data` and returns when it listens.
    pub(super) async fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_belfry"))
            .arg("serve")
            // The test's own settings are none of the server's.
            .env_remove("BELFRY_CRASH_ROUNDS")
            .env_remove("BELFRY_CRASH_SEED")
            .env("BELFRY_HTTP__LISTEN", "127.0.0.1:0")
            .env("BELFRY_METRICS__LISTEN", "127.0.0.1:0")
            .env("BELFRY_STORE__PATH", data)
            .env("BELFRY_LOG__FORMAT", "json")
            .env("BELFRY_LOG__LEVEL", "info")
            .env("BELFRY_LIMITS__RATE_LIMITS", "false")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = child.stderr.take().unwrap();
        let (lines, (listens, listening)) = (Lines::default(), oneshot::channel());
        let kept = lines.clone();
        // A thread, because the pipe must be emptied until the child dies, whatever the test is doing.
        std::thread::spawn(move || drain(stderr, listens, &kept));
        let mut server = Self { child, http: SocketAddr::from(([127, 0, 0, 1], 0)), lines };
        match tokio::time::timeout(START_MAX, listening).await {
            Ok(Ok(http)) => server.http = http,
            Ok(Err(_)) => panic!("the server ended before it listened:\n{}", server.last_lines()),
            Err(late) => panic!("the server did not listen within {START_MAX:?} ({late}):\n{}", server.last_lines()),
        }
        server
    }

    /// Ends the process as `kill -9` does, and returns when it is gone.
    ///
    /// It must still have been running: a server that fell by itself has failed the test.
    pub(super) fn kill(mut self) {
        let ended = self.child.try_wait().unwrap();
        assert!(ended.is_none(), "the server ended by itself with {ended:?}:\n{}", self.last_lines());
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let log = self.last_lines();
        assert!(!log.contains("panicked at"), "the server panicked:\n{log}");
    }

    pub(super) fn last_lines(&self) -> String {
        self.lines.lock().join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Of a failed test; after `kill` both do nothing.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn drain(stderr: ChildStderr, listens: oneshot::Sender<SocketAddr>, kept: &Lines) {
    let mut listens = Some(listens);
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        if let Some(http) = listening(&line)
            && let Some(waiting) = listens.take()
        {
            _ = waiting.send(http);
        }
        let mut kept = kept.lock();
        if kept.len() == LINES_MAX {
            // A panic stays, however much is logged after it.
            let oldest = kept.iter().position(|line| !line.contains("panicked at"));
            kept.remove(oldest.unwrap_or(0));
        }
        kept.push(line);
    }
}

/// The address that the line tells, if it is the one that says that the server listens.
fn listening(line: &str) -> Option<SocketAddr> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let listens = line.get("message")?.as_str()? == "listening";
    line.get("http").filter(|_| listens)?.as_str()?.parse().ok()
}
