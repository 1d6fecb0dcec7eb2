//! What only this backend promises, beside the contract.

use super::{connect, schema};
use crate::limits;
use crate::model::{ChannelId, GuildId, Message, MessageId, UserId, channel_permissions, joined_cursor};
use crate::store::contract::contract;
use crate::store::contract::sample::{CHANNEL, GUILD, OWNER, content, full_message, message, people, user, written_guild};
use crate::store::scratch::{Folder, Scratch};
use crate::store::{GuildWrite, Mutation, Page, Store, StoreError};
use futures_util::future::join_all;
use std::collections::BTreeMap;
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
    let (user, dm) = (UserId::from_raw(1), ChannelId::from_raw(5));
    assert_eq!(store.dms_of(user).await.unwrap().len(), 1);
    assert_eq!(store.dm_closed_by(dm).await, Ok(vec![]));
    store.close_dm(dm, user, MessageId::from_raw(9)).await.unwrap();
    drop(store);
    let store = Store::open_sqlite(folder.path()).await.unwrap();
    assert_eq!((store.dms_of(user).await, store.dm_closed_by(dm).await), (Ok(vec![]), Ok(vec![user])));
}

/// Of guild 10, owned by 1: 2 has role 20, 3 is a bot, 4 joined after the last message, 5 is an administrator by role 21, 6 has none.
/// Channel 11 is for all, 12 for role 20 and not for 6, 13 for 6 alone, 14 is empty. 1 and 2 have DM 15, 1 and 3 DM 16, 1 and 6 the empty 17.
const SECOND_VERSION: &str = "
    INSERT INTO users (user_id, name, name_key, bot)
    VALUES (1, 'u1', 'u1', 0), (2, 'u2', 'u2', 0), (3, 'u3', 'u3', 1), (4, 'u4', 'u4', 0), (5, 'u5', 'u5', 0), (6, 'u6', 'u6', 0);
    INSERT INTO guilds (guild_id, name, owner_id, created_at) VALUES (10, 'guild', 1, 0);
    INSERT INTO roles (guild_id, role_id, name, permissions, position, color, hoist, mentionable)
    VALUES (10, 10, '@everyone', 1024, 0, 0, 0, 0), (10, 20, 'crew', 0, 1, 0, 0, 0), (10, 21, 'admin', 8, 2, 0, 0, 0);
    INSERT INTO members (guild_id, user_id, roles, joined_at)
    VALUES (10, 1, '[]', 0), (10, 2, '[20]', 0), (10, 3, '[]', 0), (10, 4, '[20]', 1420070400001000), (10, 5, '[21]', 0), (10, 6, '[20]', 0);
    INSERT INTO channels (channel_id, guild_id, kind, name, position, nsfw, slowmode_s, overwrites)
    VALUES (11, 10, 0, 'all', 0, 0, 0, '[]'), (12, 10, 0, 'crew', 0, 0, 0, '[[0,10,0,1024],[0,20,1024,0],[1,6,0,1024]]'),
        (13, 10, 0, 'six', 0, 0, 0, '[[0,10,0,1024],[1,6,1024,0],[0,20,0,0]]'), (14, 10, 0, 'empty', 0, 0, 0, '[]');
    INSERT INTO dms (channel_id, user_low, user_high) VALUES (15, 1, 2), (16, 1, 3), (17, 1, 6);
    INSERT INTO messages (channel_id, message_id, author_id, kind, content, embeds, mention_users, mention_roles, mention_everyone, tts, flags,
        nonce_enforced, request_id)
    SELECT value ->> 0, value ->> 1, 1, 0, 'x', '[]', '[]', '[]', 0, 0, 0, 0, 0
    FROM json_each('[[11,101],[11,102],[12,103],[13,104],[15,105],[15,106],[16,107]]');
";

#[tokio::test]
async fn what_a_file_of_the_second_version_holds_is_read_to_those_who_may_view_it() {
    let folder = Folder::new();
    let file = connect(&folder.path().join("belfry.sqlite"), 1_024).unwrap();
    schema::migrate(&file, &schema::MIGRATIONS[..2]).unwrap();
    file.execute_batch(SECOND_VERSION).unwrap();
    drop(file);
    let store = Store::open_sqlite(folder.path()).await.unwrap();
    let guild = store.guild(GuildId::from_raw(10)).await.unwrap().unwrap();
    for (user, dms) in [(1, vec![(15, 106), (16, 107)]), (2, vec![(15, 106)]), (3, vec![]), (4, vec![]), (5, vec![]), (6, vec![])] {
        let user = UserId::from_raw(user);
        let member = &guild.members[&user];
        let is_seen = |id: &ChannelId| {
            channel_permissions(&guild, user, &member.roles, &guild.channels[id]).contains(crate::model::Permissions::VIEW_CHANNEL)
        };
        let is_read = |last: &MessageId| !member.user.bot && *last > joined_cursor(member);
        let of_guild =
            guild.last_messages.iter().filter(|(id, last)| is_seen(id) && is_read(last)).map(|(id, last)| (id.raw(), last.raw()));
        let expected: BTreeMap<u64, u64> = of_guild.chain(dms).collect();
        let states = store.read_states_of(user, 100).await.unwrap();
        assert!(states.iter().all(|state| state.version == state.last_message_id.raw()));
        let states: BTreeMap<u64, u64> = states.iter().map(|state| (state.channel_id.raw(), state.last_message_id.raw())).collect();
        assert_eq!(states, expected, "{user}");
    }
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
