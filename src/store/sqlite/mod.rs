//! The embedded store: `SQLite` in one file, one thread that writes, a few that read.

mod error;
mod rows;
pub(super) mod schema;

mod readers;
mod writer;

mod clock;
mod deleted_channels;
mod dms;
mod guild_writes;
mod guilds;
mod invites;
mod messages;
mod reactions;
mod reads;
mod tokens;
mod users;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trouble;

use super::{Result, StoreError};
use crate::limits;
use readers::Readers;
use rusqlite::Connection;
use std::fs::File;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use writer::Writer;

/// One folder of data, held against other servers.
pub struct Sqlite {
    // In the order in which they end: the last to leave is the lock.
    readers: Readers,
    writer: Writer,
    _lock: File,
}

impl Sqlite {
    pub(super) async fn open(folder: &Path) -> Result<Self> {
        let folder = folder.to_owned();
        let opened = tokio::task::spawn_blocking(move || Self::open_blocking(&folder)).await;
        opened.unwrap_or_else(|error| Err(StoreError::Open { why: error.to_string() }))
    }

    fn open_blocking(folder: &Path) -> Result<Self> {
        let lock = lock(folder)?;
        let file = folder.join("belfry.sqlite");
        let writer = connect(&file, limits::STORE_WRITER_CACHE_KIB).map_err(unopened)?;
        schema::migrate(&writer, schema::MIGRATIONS).map_err(|error| match error {
            StoreError::Newer { .. } => error,
            other => unopened(other),
        })?;
        deleted_channels::prepare(&writer).map_err(unopened)?;
        let reader = || {
            let connection = connect(&file, limits::STORE_READER_CACHE_KIB)?;
            connection.pragma_update(None, "query_only", true)?;
            Ok(connection)
        };
        let readers = (0..limits::STORE_READERS).map(|_| reader()).collect::<Result<_>>().map_err(unopened)?;
        Ok(Self { readers: Readers::start(readers).map_err(unopened)?, writer: Writer::start(writer).map_err(unopened)?, _lock: lock })
    }

    /// See [`Writer::write`].
    async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// See [`Readers::read`].
    async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        self.readers.read(work).await
    }
}

/// Makes the folder, for this user's eyes only, and takes it for this process.
fn lock(folder: &Path) -> Result<File> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unopened)?;
    let path: PathBuf = folder.join("belfry.lock");
    let file = File::options().create(true).truncate(false).write(true).open(path).map_err(unopened)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(unopened(format!("another server uses {}", folder.display()))),
        Err(std::fs::TryLockError::Error(error)) => Err(unopened(error)),
    }
}

/// The page size and the kind of journal are the file's; all else belongs to the connection.
fn connect(file: &Path, cache_kib: i64) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(limits::STORE_BUSY_TIME_MAX)?;
    connection.set_prepared_statement_cache_capacity(limits::STORE_STATEMENTS_MAX);
    connection.pragma_update(None, "page_size", 8192)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "wal_autocheckpoint", limits::STORE_CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", limits::STORE_WAL_BYTES_MAX)?;
    Ok(connection)
}

fn unopened(why: impl std::fmt::Display) -> StoreError {
    StoreError::Open { why: why.to_string() }
}
