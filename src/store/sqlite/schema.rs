//! The tables, and how a file of an older program gets them.

use super::Result;
use super::rows::one;
use crate::store::StoreError;
use rusqlite::Connection;

/// Migration n leads from version n - 1 to n. Only ever added to, and each only adds.
pub(in crate::store) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_closed_dms.sql"),
    include_str!("migrations/0003_reading.sql"),
];

/// Brings the file to the newest version; each step is all or nothing.
pub(super) fn migrate(connection: &Connection, migrations: &[&str]) -> Result<()> {
    connection.execute_batch("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT")?;
    let found: i64 = one(connection, "SELECT ifnull(max(version), 0) FROM schema_version", [], |row| Ok(row.get(0)?))?.unwrap_or(0);
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (version, sql) in (1..).zip(migrations).filter(|(version, _)| *version > found) {
        let transaction = connection.unchecked_transaction()?;
        transaction.execute_batch(sql)?;
        transaction.execute("INSERT INTO schema_version (version) VALUES (?1)", [version])?;
        transaction.commit()?;
    }
    Ok(())
}
