//! The server as a child process.

use super::{DEADLINE, tls};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::time::Instant;

const BINARY: &str = env!("CARGO_BIN_EXE_belfry");
/// Ends the server when the test binary is gone, and takes its data with it.
const WATCHED: &str = r#""$0" serve & child=$!; exec 2>/dev/null; cat >/dev/null; kill -9 $child; wait $child; rm -rf "$1""#;

/// A server of its own, ended when dropped. What it logged is shown if its test fails.
pub struct Server {
    child: Child,
    /// Held open for a watched server.
    _stdin: Option<ChildStdin>,
    pub log: Arc<Log>,
    pub http: SocketAddr,
    pub metrics: SocketAddr,
    dir: Arc<TempDir>,
    env: Vec<(String, String)>,
    shared: bool,
}

/// The server for all tests that ask for nothing special: rate limits are off.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::spawn(TempDir::new(), settings(&[("BELFRY_LIMITS__RATE_LIMITS", "false")]), true))
}

/// The server for all tests of rate limits. Those of logins are per address, which all tests have in common: twenty of them a minute.
pub fn limited() -> &'static Server {
    static LIMITED: OnceLock<Server> = OnceLock::new();
    LIMITED.get_or_init(|| Server::spawn(TempDir::new(), vec![], true))
}

fn settings(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Those of a server with TLS and without rate limits.
fn secure_settings(dir: &Path, env: &[(&str, &str)]) -> Vec<(String, String)> {
    let (certificate, key) = tls::write_files(dir);
    let mut all = settings(&[("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_HTTP__LISTEN", &format!("{}:0", tls::HOST))]);
    all.push(("BELFRY_HTTP__TLS_CERTIFICATE".to_owned(), certificate.display().to_string()));
    all.push(("BELFRY_HTTP__TLS_KEY".to_owned(), key.display().to_string()));
    all.extend(settings(env));
    all
}

impl Server {
    /// Starts a server with these settings (`BELFRY_…`) on a new data directory.
    pub fn start(env: &[(&str, &str)]) -> Self {
        Self::spawn(TempDir::new(), settings(env), false)
    }

    /// The same without rate limits.
    pub fn unlimited() -> Self {
        Self::start(&[("BELFRY_LIMITS__RATE_LIMITS", "false")])
    }

    /// The same with TLS too.
    pub fn secure(env: &[(&str, &str)]) -> Self {
        let dir = TempDir::new();
        let env = secure_settings(&dir.0, env);
        Self::spawn(dir, env, false)
    }

    fn spawn(dir: Arc<TempDir>, env: Vec<(String, String)>, shared: bool) -> Self {
        let mut command = if shared { Command::new("sh") } else { Command::new(BINARY) };
        if shared {
            command.args(["-c", WATCHED, BINARY]).arg(&dir.0).stdin(Stdio::piped());
        } else {
            command.arg("serve").stdin(Stdio::null());
        }
        prepare(&mut command, &dir.0, &env);
        Self::spawn_command(command, dir, env, shared)
    }

    /// Starts a server that may open so many files.
    pub fn with_files(env: &[(&str, &str)], files_max: u32) -> Self {
        Self::spawn_with_files(TempDir::new(), settings(env), files_max)
    }

    /// The same with TLS and without rate limits.
    pub fn secure_with_files(files_max: u32) -> Self {
        let dir = TempDir::new();
        let env = secure_settings(&dir.0, &[]);
        Self::spawn_with_files(dir, env, files_max)
    }

    fn spawn_with_files(dir: Arc<TempDir>, env: Vec<(String, String)>, files_max: u32) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -n {files_max} && exec \"$0\" serve"), BINARY]).stdin(Stdio::null());
        prepare(&mut command, &dir.0, &env);
        Self::spawn_command(command, dir, env, false)
    }

    fn spawn_command(mut command: Command, dir: Arc<TempDir>, env: Vec<(String, String)>, shared: bool) -> Self {
        let mut child = command.spawn().expect("the binary starts");
        let log = Log::drain(child.stderr.take().expect("stderr is a pipe"));
        let Some(line) = log.wait_for_line(|line| line.contains("listening")) else {
            _ = child.kill();
            panic!("the server did not say that it listens:\n{}", log.tail());
        };
        let address = |name| field(&line, name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no address {name} in {line}"));
        let (http, metrics) = (address("http"), address("metrics"));
        Self { _stdin: child.stdin.take(), child, log, http, metrics, dir, env, shared }
    }

    /// A command line of the binary, with the settings of a server on `dir` if one is given. Ends with the process.
    pub fn run(arguments: &[&str], dir: Option<&Path>, env: &[(&str, &str)]) -> Output {
        let mut command = Command::new(BINARY);
        command.args(arguments).stdin(Stdio::null());
        let own = TempDir::new();
        prepare(&mut command, dir.unwrap_or(&own.0), &settings(env));
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the binary starts");
        let log = Log::drain(child.stderr.take().expect("stderr is a pipe"));
        if !log.wait_for_end() {
            _ = child.kill();
            panic!("{arguments:?} did not end:\n{}", log.tail());
        }
        let mut output = child.wait_with_output().expect("the process ends");
        output.stderr = log.text().into_bytes();
        output
    }

    pub fn data_dir(&self) -> &Path {
        &self.dir.0
    }

    /// Ends the server as a power cut would.
    pub fn kill9(&mut self) {
        self.child.kill().expect("the server runs");
        self.child.wait().expect("the server ends");
    }

    /// Starts it again on its data directory, after [`Self::kill9`] or in its place after a clean end.
    pub fn restart(mut self) -> Self {
        if self.child.try_wait().expect("the child can be asked").is_none() {
            self.end(Signal::TERM);
        }
        Self::spawn(Arc::clone(&self.dir), self.env.clone(), false)
    }

    /// Asks it to end, and asserts that it drains and exits with 0.
    pub fn terminate(mut self) {
        self.end(Signal::TERM);
    }

    /// Sends a signal without waiting.
    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("the server runs");
    }

    /// Waits for the end of a server that was told to end.
    pub fn ended(&mut self) -> ExitStatus {
        assert!(self.log.wait_for_end(), "the server did not end");
        self.child.wait().expect("the server ends")
    }

    fn end(&mut self, signal: Signal) {
        self.signal(signal);
        let status = self.ended();
        assert_eq!(status.code(), Some(0), "exit code");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.shared {
            return;
        }
        _ = self.child.kill();
        _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("--- the server's log ---\n{}", self.log.tail());
        }
    }
}

fn prepare(command: &mut Command, dir: &Path, env: &[(String, String)]) {
    for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("BELFRY_")) {
        command.env_remove(key);
    }
    command
        .env("BELFRY_HTTP__LISTEN", "127.0.0.1:0")
        .env("BELFRY_METRICS__LISTEN", "127.0.0.1:0")
        .env("BELFRY_STORE__PATH", dir)
        .env("BELFRY_LOG__FORMAT", "json")
        .env("BELFRY_LOG__LEVEL", "info")
        .envs(env.iter().map(|(key, value)| (key, value)))
        .stderr(Stdio::piped());
}

/// A data directory that goes when its last server has gone.
pub struct TempDir(pub PathBuf);

impl TempDir {
    pub fn new() -> Arc<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("belfry-wire-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a directory for data");
        Arc::new(Self(path))
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a line of the log says of this field, of itself or of the span that it belongs to; in JSON or as text.
pub fn field(line: &str, name: &str) -> Option<String> {
    if line.starts_with('{') {
        let json: Value = serde_json::from_str(line).ok()?;
        return json.get(name).or_else(|| json["span"].get(name))?.as_str().map(str::to_owned);
    }
    let value = line.split([' ', '{', '}']).find_map(|word| word.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim_matches('"').to_owned())
}

/// What a child wrote to stderr, kept while it runs.
#[derive(Default)]
pub struct Log {
    state: Mutex<LogState>,
    changed: Condvar,
}

#[derive(Default)]
struct LogState {
    lines: Vec<String>,
    ended: bool,
}

impl Log {
    fn drain(stderr: impl std::io::Read + Send + 'static) -> Arc<Self> {
        let log = Arc::new(Self::default());
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
                kept.state.lock().expect("lock").lines.push(String::from_utf8_lossy(&line).into_owned());
                kept.changed.notify_all();
            }
            kept.state.lock().expect("lock").ended = true;
            kept.changed.notify_all();
        });
        log
    }

    /// The first line that is wanted, now or before the deadline; `None` if the process ends first.
    pub fn wait_for_line(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let mut seen = 0;
        self.wait(|state| {
            let new = &state.lines[seen..];
            seen = state.lines.len();
            let found = new.iter().find(|line| wanted(line)).cloned();
            if state.ended && found.is_none() { Some(None) } else { found.map(Some) }
        })
        .flatten()
    }

    fn wait_for_end(&self) -> bool {
        self.wait(|state| state.ended.then_some(())).is_some()
    }

    fn wait<T>(&self, mut ready: impl FnMut(&LogState) -> Option<T>) -> Option<T> {
        let end = Instant::now() + 2 * DEADLINE;
        let mut state = self.state.lock().expect("lock");
        loop {
            if let Some(value) = ready(&state) {
                return Some(value);
            }
            let left = end.checked_duration_since(Instant::now())?;
            state = self.changed.wait_timeout(state, left).expect("lock").0;
        }
    }

    pub fn text(&self) -> String {
        self.state.lock().expect("lock").lines.join("\n")
    }

    /// The newest lines.
    pub fn tail(&self) -> String {
        let state = self.state.lock().expect("lock");
        let first = state.lines.len().saturating_sub(60);
        state.lines[first..].join("\n")
    }
}
