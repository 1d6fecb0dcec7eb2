//! Tokens, of which only hashes are kept.

use super::rows::{all, change, damaged, limit_row, one};
use super::{Result, Sqlite};
use crate::model::{Timestamp, TokenHash, TokenKind, TokenRecord, UserId};
use rusqlite::{Connection, Row, params};

impl Sqlite {
    pub(in crate::store) async fn add_token(&self, token: &TokenRecord, tokens_max: usize) -> Result<Vec<TokenHash>> {
        let token = token.clone();
        self.write(move |connection| {
            put(connection, &token)?;
            let sql = "DELETE FROM tokens WHERE token_hash IN (
                SELECT token_hash FROM tokens WHERE user_id = ?1 AND token_hash <> ?2
                ORDER BY ifnull(last_used_at, issued_at) DESC, issued_at DESC, token_hash LIMIT -1 OFFSET ?3
            ) RETURNING token_hash";
            let others = limit_row(tokens_max.saturating_sub(1));
            all(connection, sql, params![token.user_id.row(), token.hash.0, others], |row| Ok(TokenHash(row.get(0)?)))
        })
        .await
    }

    pub(in crate::store) async fn token(&self, hash: TokenHash) -> Result<Option<TokenRecord>> {
        let sql = "SELECT token_hash, user_id, kind, issued_at, client, last_used_at FROM tokens WHERE token_hash = ?1";
        self.read(move |connection| one(connection, sql, [hash.0], token)).await
    }

    pub(in crate::store) async fn tokens_of(&self, user: UserId) -> Result<Vec<TokenRecord>> {
        let sql = "SELECT token_hash, user_id, kind, issued_at, client, last_used_at FROM tokens
            WHERE user_id = ?1 ORDER BY issued_at DESC, token_hash";
        self.read(move |connection| all(connection, sql, [user.row()], token)).await
    }

    pub(in crate::store) async fn delete_token(&self, hash: TokenHash) -> Result<()> {
        self.write(move |connection| change(connection, "DELETE FROM tokens WHERE token_hash = ?1", [hash.0])).await?;
        Ok(())
    }

    pub(in crate::store) async fn delete_tokens(&self, user: UserId, hashes: &[TokenHash]) -> Result<Vec<TokenHash>> {
        let hashes = hashes.to_vec();
        let sql = "DELETE FROM tokens WHERE token_hash = ?1 AND user_id = ?2";
        self.write(move |connection| {
            let delete = |hash: TokenHash| Ok((hash, change(connection, sql, params![hash.0, user.row()])?));
            let changed: Vec<_> = hashes.into_iter().map(delete).collect::<Result<_>>()?;
            Ok(changed.into_iter().filter(|(_, rows)| *rows > 0).map(|(hash, _)| hash).collect())
        })
        .await
    }

    pub(in crate::store) async fn use_token(&self, hash: TokenHash, at: Timestamp) -> Result<()> {
        let sql = "UPDATE tokens SET last_used_at = ?2 WHERE token_hash = ?1";
        self.write(move |connection| change(connection, sql, params![hash.0, at.unix_us()])).await?;
        Ok(())
    }

    pub(in crate::store) async fn replace_tokens(&self, user: UserId, token: &TokenRecord) -> Result<Vec<TokenHash>> {
        let token = token.clone();
        self.write(move |connection| {
            let sql = "DELETE FROM tokens WHERE user_id = ?1 AND token_hash <> ?2 RETURNING token_hash";
            let deleted = all(connection, sql, params![user.row(), token.hash.0], |row| Ok(TokenHash(row.get(0)?)))?;
            put(connection, &token)?;
            Ok(deleted)
        })
        .await
    }
}

fn put(connection: &Connection, token: &TokenRecord) -> Result<()> {
    let kind = match token.kind {
        TokenKind::Person => 0,
        TokenKind::Bot => 1,
    };
    let sql = "INSERT OR REPLACE INTO tokens (token_hash, user_id, kind, issued_at, client, last_used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let TokenRecord { hash, user_id, issued_at, client, last_used_at, .. } = token;
    change(connection, sql, params![hash.0, user_id.row(), kind, issued_at.unix_us(), client, last_used_at.unix_us()])?;
    Ok(())
}

fn token(row: &Row<'_>) -> Result<TokenRecord> {
    Ok(TokenRecord {
        hash: TokenHash(row.get(0)?),
        user_id: UserId::from_row(row.get(1)?),
        kind: match row.get(2)? {
            0 => TokenKind::Person,
            1 => TokenKind::Bot,
            other => return Err(damaged("tokens", format!("kind {other}"))),
        },
        issued_at: Timestamp::from_unix_us(row.get(3)?),
        client: row.get(4)?,
        // Tokens of before there was such a column.
        last_used_at: Timestamp::from_unix_us(row.get::<_, Option<i64>>(5)?.map_or_else(|| row.get(3), Ok)?),
    })
}
