//! People, and the applications of bots.

use super::rows::{all, change, list_row, one, user, user_columns};
use super::{Result, Sqlite};
use crate::model::{Application, ApplicationId, Timestamp, User, UserId};
use crate::store::{Login, StoreError};
use rusqlite::{Connection, Row, params};
use std::sync::Arc;

impl Sqlite {
    pub(in crate::store) async fn create_user(&self, user: &User, password_hash: &str) -> Result<()> {
        let (user, password_hash) = (user.clone(), password_hash.to_owned());
        self.write(move |connection| {
            refuse_taken_name(connection, &user)?;
            insert_user(connection, &user, Some(&password_hash))
        })
        .await
    }

    pub(in crate::store) async fn login(&self, name_key: &str) -> Result<Option<Login>> {
        let name_key = name_key.to_owned();
        let sql = concat!("SELECT ", user_columns!(), ", u.password_hash FROM users u WHERE u.name_key = ?1 AND u.bot = 0");
        let decode = |row: &Row<'_>| {
            let password_hash: Option<String> = row.get(4)?;
            Ok(Login { user: Arc::unwrap_or_clone(user(row, 0)?), password_hash: password_hash.unwrap_or_default() })
        };
        self.read(move |connection| one(connection, sql, [name_key], decode)).await
    }

    pub(in crate::store) async fn users(&self, ids: &[UserId]) -> Result<Vec<Arc<User>>> {
        let ids = list_row(&ids.iter().map(|id| id.row()).collect::<Vec<_>>())?;
        let sql = concat!("SELECT ", user_columns!(), " FROM users u WHERE u.user_id IN (SELECT value FROM json_each(?1))");
        self.read(move |connection| all(connection, sql, [ids], |row| user(row, 0))).await
    }

    pub(in crate::store) async fn update_user(&self, user: &User) -> Result<()> {
        let user = user.clone();
        self.write(move |connection| {
            refuse_taken_name(connection, &user)?;
            let sql = "UPDATE users SET name = ?2, name_key = ?3, global_name = ?4 WHERE user_id = ?1";
            change(connection, sql, params![user.id.row(), user.name.as_str(), user.name.key(), user.global_name])?;
            Ok(())
        })
        .await
    }

    pub(in crate::store) async fn create_application(&self, application: &Application, bot: &User) -> Result<()> {
        let (application, bot) = (application.clone(), bot.clone());
        self.write(move |connection| {
            insert_user(connection, &bot, None)?;
            let sql = "INSERT INTO applications (application_id, name, owner_id, created_at) VALUES (?1, ?2, ?3, ?4)";
            let Application { id, name, owner_id, created_at } = application;
            change(connection, sql, params![id.row(), name, owner_id.row(), created_at.unix_us()])?;
            Ok(())
        })
        .await
    }

    pub(in crate::store) async fn application(&self, id: ApplicationId) -> Result<Option<Application>> {
        let sql = "SELECT application_id, name, owner_id, created_at FROM applications WHERE application_id = ?1";
        self.read(move |connection| one(connection, sql, [id.row()], application)).await
    }

    pub(in crate::store) async fn applications_of(&self, owner: UserId) -> Result<Vec<Application>> {
        let sql = "SELECT application_id, name, owner_id, created_at FROM applications WHERE owner_id = ?1 ORDER BY application_id";
        self.read(move |connection| all(connection, sql, [owner.row()], application)).await
    }
}

/// The writer is alone: what is free here is still free at the insert.
fn refuse_taken_name(connection: &Connection, user: &User) -> Result<()> {
    let sql = "SELECT 1 FROM users WHERE name_key = ?1 AND bot = 0 AND user_id <> ?2";
    let taken = !user.bot && one(connection, sql, params![user.name.key(), user.id.row()], |_| Ok(()))?.is_some();
    if taken { Err(StoreError::NameTaken) } else { Ok(()) }
}

fn insert_user(connection: &Connection, user: &User, password_hash: Option<&str>) -> Result<()> {
    let sql = "INSERT INTO users (user_id, name, name_key, global_name, bot, password_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let User { id, name, global_name, bot } = user;
    change(connection, sql, params![id.row(), name.as_str(), name.key(), global_name, bot, password_hash])?;
    Ok(())
}

fn application(row: &Row<'_>) -> Result<Application> {
    Ok(Application {
        id: ApplicationId::from_row(row.get(0)?),
        name: row.get(1)?,
        owner_id: UserId::from_row(row.get(2)?),
        created_at: Timestamp::from_unix_us(row.get(3)?),
    })
}
