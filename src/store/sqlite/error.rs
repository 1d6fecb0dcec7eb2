//! What `SQLite`'s errors mean to the store's callers.

use crate::store::StoreError;
use rusqlite::{Error, ErrorCode};

/// For errors of single statements, whose call is rolled back: nothing of it was written.
impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let why = error.to_string();
        match error {
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..) => Self::Damaged { table: "the file", why },
            Error::SqliteFailure(failure, _) if matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { table: "the file", why }
            }
            _ => Self::Refused { why },
        }
    }
}

/// For errors of COMMIT. Where the disk failed (instead of being full), the last frame may have reached it all the same and be found
/// after a crash.
pub(super) fn of_commit(error: &Error) -> StoreError {
    let why = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => StoreError::Unknown { why },
        _ => StoreError::Refused { why },
    }
}
