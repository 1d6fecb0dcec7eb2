//! Troubles that tests make for the store.

use crate::store::Store;
use std::sync::mpsc;
use tokio::task::JoinHandle;

/// While this lives, no write is committed.
pub(crate) struct Hold {
    release: Option<mpsc::Sender<()>>,
    held: Option<JoinHandle<()>>,
}

impl Hold {
    /// Lets writes go on, and returns when they do.
    pub(crate) async fn release(mut self) {
        self.release = None;
        if let Some(held) = self.held.take() {
            held.await.expect("the writer lives");
        }
    }
}

impl Store {
    /// Refuses new messages and new marks, or takes them again.
    pub(crate) async fn refuse_writes(&self, refuse: bool) {
        let Self::Sqlite(sqlite) = self;
        let sql = if refuse {
            "CREATE TEMP TRIGGER no_messages BEFORE INSERT ON main.messages BEGIN SELECT RAISE(ABORT, 'in a test'); END;
            CREATE TEMP TRIGGER no_marks BEFORE INSERT ON main.id_floor BEGIN SELECT RAISE(ABORT, 'in a test'); END;"
        } else {
            "DROP TRIGGER no_messages; DROP TRIGGER no_marks;"
        };
        sqlite.write(move |connection| Ok(connection.execute_batch(sql)?)).await.expect("the writer lives");
    }

    /// Holds all writes up from now on.
    pub(crate) async fn hold_writes(&self) -> Hold {
        let Self::Sqlite(sqlite) = self.clone();
        let (release, released) = mpsc::channel::<()>();
        let (begun, holding) = tokio::sync::oneshot::channel();
        #[expect(clippy::disallowed_methods, reason = "the handle is kept")]
        let held = tokio::spawn(async move {
            let wait = move |_: &rusqlite::Connection| {
                _ = begun.send(());
                _ = released.recv(); // Until the other end is dropped.
                Ok(())
            };
            sqlite.write(wait).await.expect("the writer lives");
        });
        holding.await.expect("the writer lives");
        Hold { release: Some(release), held: Some(held) }
    }
}
