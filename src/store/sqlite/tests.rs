//! What only this backend promises, beside the contract.

use super::{connect, schema};
use crate::limits;
use crate::model::{Message, MessageId, UserId};
use crate::store::contract::contract;
use crate::store::contract::sample::{CHANNEL, GUILD, OWNER, content, full_message, message, people, user, written_guild};
use crate::store::scratch::{Folder, Scratch};
use crate::store::{GuildWrite, Mutation, Page, Store, StoreError};
use futures_util::future::join_all;
use std::sync::Arc;

contract!(crate::store::scratch::Scratch::open);

fn create(id: u64) -> Mutation {
    Mutation::create(Arc::new(message(CHANNEL, id)))
}

#[tokio::test]
async fn everything_is_there_after_the_store_is_opened_again() {
    let folder = Folder::new();
    let store = Store::open_sqlite(folder.path()).await.unwrap();
    let guild = written_guild(&store).await;
    let message = full_message(CHANNEL, 900);
    store.commit(&[Mutation::create(Arc::new(message.clone()))]).await.unwrap();
    store.raise_id_floor(1_000).await.unwrap();
    drop(store);

    let store = Store::open_sqlite(folder.path()).await.unwrap();
    let read = store.guild(GUILD).await.unwrap().unwrap();
    assert_eq!((read.info, read.members), (guild.info, guild.members));
    assert_eq!(store.message(CHANNEL, message.id).await.unwrap().unwrap().0, message);
    assert_eq!(store.id_floor().await, Ok(1_000));
    assert!(store.login("user-1").await.unwrap().is_some());
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_refused() {
    let folder = Folder::new();
    let store = Store::open_sqlite(folder.path()).await.unwrap();
    let second = Store::open_sqlite(folder.path()).await.err();
    assert!(matches!(&second, Some(StoreError::Open { why }) if why.contains("another server")), "{second:?}");
    store.raise_id_floor(5).await.expect("the first goes on");
    drop(store);
    Store::open_sqlite(folder.path()).await.expect("the folder is free again");
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = Folder::new();
    drop(Store::open_sqlite(folder.path()).await.unwrap());
    let known = i64::try_from(schema::MIGRATIONS.len()).unwrap();
    let file = rusqlite::Connection::open(folder.path().join("belfry.sqlite")).unwrap();
    file.execute("INSERT INTO schema_version (version) VALUES (?1)", [known + 1]).unwrap();
    drop(file);
    let refused = Store::open_sqlite(folder.path()).await.err();
    assert_eq!(refused, Some(StoreError::Newer { found: known + 1, known }));
}

#[test]
fn a_migration_is_applied_once_and_whole() {
    let folder = Folder::new();
    let connection = connect(&folder.path().join("file.sqlite"), 1_024).unwrap();
    let first = "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)";
    schema::migrate(&connection, &[first]).unwrap();
    let broken = "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1)";
    assert!(schema::migrate(&connection, &[first, broken]).is_err());
    schema::migrate(&connection, &[first, "CREATE TABLE b (x INTEGER); INSERT INTO b SELECT x FROM a"]).expect("no table b was left");
    let rows: i64 = connection.query_row("SELECT count(*) FROM b", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn a_file_of_the_first_version_is_migrated_with_what_it_holds() {
    let folder = Folder::new();
    let file = connect(&folder.path().join("belfry.sqlite"), 1_024).unwrap();
    schema::migrate(&file, &schema::MIGRATIONS[..1]).unwrap();
    file.execute_batch(
        "INSERT INTO users (user_id, name, name_key, bot) VALUES (1, 'ada', 'ada', 0), (2, 'bob', 'bob', 0);
        INSERT INTO dms (channel_id, user_low, user_high) VALUES (5, 1, 2)",
    )
    .unwrap();
    drop(file);
    let store = Store::open_sqlite(folder.path()).await.unwrap();
    let (user, dm) = (UserId::from_raw(1), crate::model::ChannelId::from_raw(5));
    assert_eq!(store.dms_of(user).await.unwrap().len(), 1);
    assert_eq!(store.dm_closed_by(dm).await, Ok(vec![]));
    store.close_dm(dm, user, MessageId::from_raw(9)).await.unwrap();
    drop(store);
    let store = Store::open_sqlite(folder.path()).await.unwrap();
    assert_eq!((store.dms_of(user).await, store.dm_closed_by(dm).await), (Ok(vec![]), Ok(vec![user])));
}

#[tokio::test]
async fn calls_that_share_a_transaction_fail_alone() {
    let scratch = Scratch::open().await;
    let store = scratch.store();
    let users: Vec<_> = (1..=100).map(|id| user(id, &format!("name-{}", id / 2))).collect();
    let results = join_all(users.iter().map(|user| store.create_user(user, "hash"))).await;
    for (user, result) in users.iter().zip(results) {
        let won = result.is_ok();
        assert!(won || result == Err(StoreError::NameTaken));
        assert_eq!(store.users(&[user.id]).await.unwrap().len(), usize::from(won));
    }
    let written = store.users(&(1..=100).map(UserId::from_raw).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(written.len(), 51, "one for each name");
}

/// Bounds the file, as a full disk would.
async fn bound_pages(store: &Store, more: i64) {
    let Store::Sqlite(sqlite) = store;
    let bound = move |connection: &rusqlite::Connection| {
        let now: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let bound = if more < 0 { 1 << 30 } else { now + more };
        connection.query_row(&format!("PRAGMA max_page_count = {bound}"), [], |_| Ok(()))?;
        Ok(())
    };
    sqlite.write(bound).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_refuses_and_recovers_without_a_restart() {
    let scratch = Scratch::open().await;
    let store = scratch.store();
    people(&store, 1).await;
    bound_pages(&store, 4).await;
    let mut written = 0;
    let refused = loop {
        let batch: Vec<_> = (written + 1..=written + 50).map(create).collect();
        match store.commit(&batch).await {
            Ok(()) => written += 50,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
    assert_eq!(
        store.page(CHANNEL, Page::After(MessageId::MIN), 10_000, OWNER).await.unwrap().len(),
        usize::try_from(written).unwrap(),
        "nothing of it is there"
    );
    let others = join_all((0..5).map(|n| store.raise_id_floor(n))).await;
    assert!(others.iter().all(|other| matches!(other, Ok(()) | Err(StoreError::Refused { .. }))), "{others:?}");
    bound_pages(&store, -1).await;
    store.commit(&(written + 1..=written + 50).map(create).collect::<Vec<_>>()).await.expect("there is room again");
    assert_eq!(store.id_floor().await, Ok(written + 50));
}

#[tokio::test]
async fn mentions_that_nobody_reads_any_more_are_deleted() {
    let scratch = Scratch::open().await;
    let store = scratch.store();
    written_guild(&store).await;
    let rows = async || {
        let Store::Sqlite(sqlite) = &store;
        let sql = "SELECT count(*) FROM mentions";
        let count = |connection: &rusqlite::Connection| Ok(connection.query_row(sql, [], |row| row.get::<_, u32>(0))?);
        usize::try_from(sqlite.write(count).await.unwrap()).unwrap()
    };
    let (kept, step) = (limits::GUILD_MENTIONS_MAX, usize::try_from(limits::STORE_MENTIONS_PER_PRUNING).unwrap());
    let a_millisecond_each = (1..=u64::try_from(kept + 3 * step).unwrap()).map(|ms| Mutation::Create {
        message: Arc::new(full_message(CHANNEL, ms << 22)),
        mention_in: Some(GUILD),
        read_by_author: false,
    });
    store.commit(&a_millisecond_each.collect::<Vec<_>>()).await.unwrap();
    let left = rows().await;
    assert!((kept..=kept + step).contains(&left), "{left} rows");
    assert_eq!(store.guild(GUILD).await.unwrap().unwrap().mentions.iter().count(), kept);
    store.write_guild(GUILD, &[GuildWrite::DeleteGuild]).await.unwrap();
    assert_eq!(rows().await, 0);
}

#[tokio::test]
async fn the_write_ahead_log_stays_bounded() {
    let folder = Folder::new();
    let store = Store::open_sqlite(folder.path()).await.unwrap();
    for batch in 0..60_u64 {
        let content = content(&"x".repeat(2_000));
        let large =
            (1..=100).map(|n| Mutation::create(Arc::new(Message { content: content.clone(), ..message(CHANNEL, batch * 100 + n) })));
        store.commit(&large.collect::<Vec<_>>()).await.unwrap();
    }
    let log_bytes = std::fs::metadata(folder.path().join("belfry.sqlite-wal")).unwrap().len();
    let bound = u64::try_from(crate::limits::STORE_CHECKPOINT_PAGES).unwrap() * 8_192;
    assert!(log_bytes < bound * 3 / 2, "{log_bytes} bytes");
}
