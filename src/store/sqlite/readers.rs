//! The threads that read, each on a connection of its own. They never wait for the writer, nor it for them.

use super::Result;
use crate::limits;
use crate::store::StoreError;
use parking_lot::Mutex;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

type Query = Box<dyn FnOnce(&Connection) + Send>;

/// Hands queries to the threads.
pub(super) struct Readers {
    queue: Option<SyncSender<Query>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub(super) fn start(connections: Vec<Connection>) -> std::io::Result<Self> {
        let (queue, queries) = sync_channel(limits::STORE_READS_WAITING_MAX);
        let queries = Arc::new(Mutex::new(queries));
        let start = |connection| {
            let queries = Arc::clone(&queries);
            std::thread::Builder::new().name("store-reader".to_owned()).spawn(move || run(&connection, &queries))
        };
        let threads = connections.into_iter().map(start).collect::<std::io::Result<_>>()?;
        Ok(Self { queue: Some(queue), threads })
    }

    /// Runs `work` on one snapshot, which holds all that was answered as written before.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let query: Query = Box::new(move |connection| {
            if !reply.is_closed() {
                _ = reply.send(on_snapshot(connection, work));
            }
        });
        match self.queue.as_ref().map(|queue| queue.try_send(query)) {
            Some(Ok(())) => {}
            Some(Err(TrySendError::Full(_))) => return Err(StoreError::Refused { why: "too many reads wait".to_owned() }),
            Some(Err(TrySendError::Disconnected(_))) | None => {
                return Err(StoreError::Refused { why: "the readers have ended".to_owned() });
            }
        }
        answer.await.unwrap_or_else(|_| Err(StoreError::Unknown { why: "the reader has ended".to_owned() }))
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            _ = thread.join(); // Where it panicked, the panic has been reported.
        }
    }
}

/// One thread waits at the queue, holding its lock; the others wait for the lock.
fn run(connection: &Connection, queries: &Mutex<Receiver<Query>>) {
    loop {
        let next = queries.lock().recv();
        let Ok(query) = next else { return };
        query(connection);
    }
}

fn on_snapshot<T>(connection: &Connection, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    let transaction = connection.unchecked_transaction()?;
    work(&transaction) // Dropping the transaction ends it; there is nothing to keep.
}
