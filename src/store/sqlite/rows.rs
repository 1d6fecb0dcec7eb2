//! Statements and columns that many tables share.

use super::Result;
use crate::model::{User, UserName};
use crate::store::StoreError;
use rusqlite::{Connection, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// All rows that a query finds.
pub(super) fn all<T>(connection: &Connection, sql: &str, params: impl Params, decode: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(decode(row)?);
    }
    Ok(found)
}

/// The first row that a query finds.
pub(super) fn one<T>(connection: &Connection, sql: &str, params: impl Params, decode: impl Fn(&Row<'_>) -> Result<T>) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(decode).transpose()
}

/// Changes rows; returns how many.
pub(super) fn change(connection: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    Ok(connection.prepare_cached(sql)?.execute(params)?)
}

/// The columns that [`user`] reads. Queries call the table `u`.
macro_rules! user_columns {
    () => {
        "u.user_id, u.name, u.global_name, u.bot"
    };
}
pub(super) use user_columns;

/// A user whose columns begin at `first`.
pub(super) fn user(row: &Row<'_>, first: usize) -> Result<Arc<User>> {
    let name: String = row.get(first + 1)?;
    Ok(Arc::new(User {
        id: crate::model::UserId::from_row(row.get(first)?),
        name: UserName::parse(&name).map_err(|e| damaged("users", e))?,
        global_name: row.get(first + 2)?,
        bot: row.get(first + 3)?,
    }))
}

/// A list as a column holds it.
pub(super) fn list_row<T: Serialize>(list: &[T]) -> Result<String> {
    serde_json::to_string(list).map_err(|e| StoreError::Refused { why: e.to_string() })
}

/// A list from a column.
pub(super) fn list<T: DeserializeOwned>(table: &'static str, row: &str) -> Result<Vec<T>> {
    if row == "[]" {
        return Ok(Vec::new()); // Nearly all are.
    }
    serde_json::from_str(row).map_err(|e| damaged(table, e))
}

/// A number of rows as a LIMIT takes it.
pub(super) fn limit_row(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

pub(super) fn damaged(table: &'static str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged { table, why: why.to_string() }
}
