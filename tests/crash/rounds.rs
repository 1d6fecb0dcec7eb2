//! The test: rounds of load and `kill -9` on one data directory, then the judgement.
use std::fs::File;
use std::io::BufWriter;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::gateway::{Ended, Subscriber};
use super::history;
use super::load::{Recent, Sender};
use super::rest::{self, Account};
use super::rng::Rng;
use super::server::Server;
use crate::checker::{Recorder, judge};

const SENDERS: u32 = 6;
const SUBSCRIBERS: u32 = 3;
const CHANNELS: usize = 3;
/// How long the load of one round lasts.
const LOAD_MS: std::ops::Range<u64> = 100..1000;
/// How long clients may take to notice a killed server, or to see the last messages.
const NOTICE_MAX: Duration = Duration::from_secs(30);
/// Violations that are printed; the log's file has what leads to all of them.
const PRINTED_MAX: usize = 20;

/// One life of the server, as its clients know it.
pub(super) struct Round {
    pub(super) address: SocketAddr,
    pub(super) phase: watch::Sender<Phase>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Running,
    /// Told right before the kill, so that a connection lost earlier is a failure.
    Killed,
    /// Nothing is written any more: who has seen the messages `goal` has seen all.
    Ending {
        goal: Vec<u64>,
    },
}

impl Round {
    fn new(address: SocketAddr) -> Self {
        Self { address, phase: watch::Sender::new(Phase::Running) }
    }

    pub(super) fn is_killed(&self) -> bool {
        *self.phase.borrow() == Phase::Killed
    }

    pub(super) fn assert_killed(&self, why: &str) {
        assert!(self.is_killed(), "{why}, but nobody killed the server");
    }
}

struct World {
    data: PathBuf,
    recorder: Recorder,
    rng: Rng,
    accounts: Vec<Account>,
    channels: Arc<[u64]>,
    senders: Vec<Sender>,
    subscribers: Vec<Subscriber>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_rounds_of_kill_9_under_load_lose_nothing_acked() {
    let rounds = setting("BELFRY_CRASH_ROUNDS").unwrap_or(50);
    let seed = setting("BELFRY_CRASH_SEED").unwrap_or_else(|| getrandom::u64().unwrap() >> 1);
    say(&format!("BELFRY_CRASH_SEED={seed} BELFRY_CRASH_ROUNDS={rounds}"));
    let began = Instant::now();
    let (server, mut world) = World::found(seed).await;
    let mut server = Some(server);
    for _ in 0..rounds {
        let server = match server.take() {
            Some(founded) => founded,
            None => Server::start(&world.data).await,
        };
        world.round(server).await;
    }
    let loaded = began.elapsed();
    world.end().await;
    let read = began.elapsed();
    world.judge();
    let judged = began.elapsed();
    say(&format!("loaded after {loaded:?}, read after {read:?}, judged after {judged:?}"));
}

impl World {
    async fn found(seed: u64) -> (Server, Self) {
        let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("crash-{seed}-{}", std::process::id()));
        std::fs::create_dir_all(&data).unwrap();
        let server = Server::start(&data).await;
        let count = usize::try_from(SENDERS + SUBSCRIBERS).unwrap();
        let (accounts, guild) = rest::found(server.http, count, CHANNELS).await;
        let channels: Arc<[u64]> = guild.channels.into();
        let (recorder, mut rng, recent) = (Recorder::new(), Rng::new(seed), Recent::default());
        let mut people = (0..).zip(accounts.clone());
        let senders = people
            .by_ref()
            .take(count - 3)
            .map(|(number, account)| Sender::new(number, account, channels.clone(), recorder.clone(), (rng.fork(), recent.clone())));
        let senders = senders.collect();
        let subscribers = people.map(|(number, account)| Subscriber::new(number, account, channels.clone(), recorder.clone(), rng.fork()));
        let subscribers = subscribers.collect();
        (server, Self { data, recorder, rng, accounts, channels, senders, subscribers })
    }

    /// One life of the server: load, and death in the middle of it.
    async fn round(&mut self, server: Server) {
        let round = Arc::new(Round::new(server.http));
        let mut senders = JoinSet::new();
        for mut sender in self.senders.drain(..) {
            let round = round.clone();
            senders.spawn(async move {
                sender.write(&round).await;
                sender
            });
        }
        let mut subscribers = JoinSet::new();
        for mut subscriber in self.subscribers.drain(..) {
            let round = round.clone();
            subscribers.spawn(async move {
                assert_eq!(subscriber.listen(&round).await, Ended::Killed);
                subscriber
            });
        }
        // This waits for no condition: the moment of death is what the test tries out. Only a client's failure ends it earlier.
        let load = Duration::from_millis(LOAD_MS.start + self.rng.below(LOAD_MS.end - LOAD_MS.start));
        tokio::select! {
            () = tokio::time::sleep(load) => {}
            failed = senders.join_next() => panic!("a sender stopped before the kill: {:?}", failed.map(|joined| joined.map(drop))),
            failed = subscribers.join_next() => panic!("a subscriber stopped before the kill: {:?}", failed.map(|joined| joined.map(drop))),
        }
        round.phase.send_replace(Phase::Killed);
        server.kill();
        self.recorder.crashed(true);
        self.senders = all(senders).await;
        self.subscribers = all(subscribers).await;
    }

    /// The last life: what is open is settled, everybody sees the end, and all is read.
    async fn end(&mut self) {
        let server = Server::start(&self.data).await;
        let round = Arc::new(Round::new(server.http));
        let mut subscribers = JoinSet::new();
        for mut subscriber in self.subscribers.drain(..) {
            let round = round.clone();
            subscribers.spawn(async move {
                assert_eq!(subscriber.listen(&round).await, Ended::Reached);
                subscriber
            });
        }
        for sender in &mut self.senders {
            sender.settle(&round).await;
        }
        let goal = self.senders[0].write_last(&round).await;
        round.phase.send_replace(Phase::Ending { goal });
        self.subscribers = all(subscribers).await;
        history::read_all(server.http, &self.accounts[0], &self.channels, &self.recorder).await;
        server.kill();
    }

    fn judge(self) {
        let log = self.recorder.log();
        let found = judge(&log);
        say(&format!("{} log entries judged", log.entries.len()));
        if found.is_empty() {
            std::fs::remove_dir_all(&self.data).unwrap();
            return;
        }
        let file = self.data.join("log.jsonl");
        log.write(BufWriter::new(File::create(&file).unwrap())).unwrap();
        let first = &found[..found.len().min(PRINTED_MAX)];
        panic!("{} violations, such as {first:#?}\nlog: {}", found.len(), file.display());
    }
}

async fn all<T: 'static>(tasks: JoinSet<T>) -> Vec<T> {
    let joined = tokio::time::timeout(NOTICE_MAX, tasks.join_all()).await;
    joined.unwrap_or_else(|_| panic!("clients were not done within {NOTICE_MAX:?}"))
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap())
}

#[expect(clippy::print_stderr, reason = "a failure can only be tried again with its seed")]
fn say(line: &str) {
    eprintln!("{line}");
}
