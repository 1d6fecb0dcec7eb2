//! The one thread that writes. What gathers while it commits goes into the next commit together.

use super::{Result, error};
use crate::limits;
use crate::store::StoreError;
use rusqlite::Connection;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// One call of the store that waits for its commit.
trait Call: Send {
    /// Does the work within the open transaction; false where it failed and must be rolled back.
    fn apply(&mut self, connection: &Connection) -> bool;
    /// Tells the asker, once it is known how the transaction ended.
    fn answer(self: Box<Self>, end: Result<()>);
}

struct Waiting<T, F> {
    work: Option<F>,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T: Send, F: FnOnce(&Connection) -> Result<T> + Send> Call for Waiting<T, F> {
    fn apply(&mut self, connection: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, end: Result<()>) {
        let Self { result, reply, .. } = *self;
        let never_begun = || Err(StoreError::Refused { why: "no transaction could begin".to_owned() });
        let answer = end.and_then(|()| result.unwrap_or_else(never_begun));
        _ = reply.send(answer); // The asker may have left; what is written stays written.
    }
}

/// Hands work to the thread. Dropping it waits until all that was handed over is done.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Call>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> std::io::Result<Self> {
        let (queue, calls) = sync_channel(limits::STORE_WRITES_WAITING_MAX);
        let thread = std::thread::Builder::new().name("store-writer".to_owned()).spawn(move || run(&connection, &calls))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Applies `work` in a transaction of its own or together with others; returns when it is durable.
    ///
    /// # Cancel safety
    /// Leaving does not call the work back.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let call: Box<dyn Call> = Box::new(Waiting { work: Some(work), result: None, reply });
        match self.queue.as_ref().map(|queue| queue.try_send(call)) {
            Some(Ok(())) => {}
            Some(Err(TrySendError::Full(_))) => return Err(StoreError::Refused { why: "too many writes wait".to_owned() }),
            Some(Err(TrySendError::Disconnected(_))) | None => return Err(StoreError::Refused { why: "the writer has ended".to_owned() }),
        }
        answer.await.unwrap_or_else(|_| Err(StoreError::Unknown { why: "the writer has ended".to_owned() }))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            _ = thread.join(); // Where it panicked, the panic has been reported.
        }
    }
}

fn run(connection: &Connection, calls: &Receiver<Box<dyn Call>>) {
    while let Ok(first) = calls.recv() {
        let others = calls.try_iter().take(limits::STORE_COMMIT_CALLS_MAX - 1);
        let mut waiting: VecDeque<_> = std::iter::once(first).chain(others).collect();
        while !waiting.is_empty() {
            let mut applied = Vec::with_capacity(waiting.len());
            let end = transaction(connection, &mut waiting, &mut applied);
            for call in applied {
                call.answer(end.clone());
            }
        }
    }
}

/// Moves calls from `waiting` to `applied` and commits them. Ends early where `SQLite` gives the whole transaction up.
fn transaction(connection: &Connection, waiting: &mut VecDeque<Box<dyn Call>>, applied: &mut Vec<Box<dyn Call>>) -> Result<()> {
    if let Err(error) = begin(connection) {
        applied.extend(waiting.drain(..));
        return Err(error);
    }
    while let Some(mut call) = waiting.pop_front() {
        let kept = within_savepoint(connection, &mut *call);
        applied.push(call);
        if let Err(error) = kept {
            roll_back(connection);
            return Err(error);
        }
    }
    run_sql(connection, "COMMIT").map_err(|error| {
        roll_back(connection);
        error::of_commit(&error)
    })
}

fn begin(connection: &Connection) -> Result<()> {
    roll_back(connection); // Where the last one could not even be rolled back.
    Ok(run_sql(connection, "BEGIN IMMEDIATE")?)
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = run_sql(connection, "ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}

/// A call that fails alone is rolled back alone. `Err` where the transaction cannot go on.
fn within_savepoint(connection: &Connection, call: &mut dyn Call) -> Result<()> {
    run_sql(connection, "SAVEPOINT call")?;
    let succeeded = call.apply(connection);
    if connection.is_autocommit() {
        return Err(StoreError::Refused { why: "the disk is full or failing".to_owned() });
    }
    if !succeeded {
        run_sql(connection, "ROLLBACK TO call")?;
    }
    Ok(run_sql(connection, "RELEASE call")?)
}

fn run_sql(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}
