//! People, bots and tokens.

use super::sample::{at, people, user};
use crate::model::{Application, ApplicationId, TokenHash, TokenKind, TokenRecord, User, UserId};
use crate::store::{Store, StoreError};
use futures_util::future::join_all;
use std::sync::Arc;

pub(crate) async fn a_person_logs_in_by_the_name_in_any_case(store: Store) {
    let anna = User { global_name: Some("Anna \u{1f600}".to_owned()), ..user(7, "Änna") };
    store.create_user(&anna, "$argon2id$x").await.unwrap();
    let login = store.login(&user(8, "äNNA").name.key()).await.unwrap().expect("she is there");
    assert_eq!(login.user, anna);
    assert_eq!(login.password_hash, "$argon2id$x");
    assert_eq!(store.login("nobody").await, Ok(None));
}

pub(crate) async fn a_name_that_is_taken_in_another_case_is_refused(store: Store) {
    store.create_user(&user(1, "Anna"), "hash").await.unwrap();
    assert_eq!(store.create_user(&user(2, "aNNa"), "hash").await, Err(StoreError::NameTaken));
    assert_eq!(store.users(&[UserId::from_raw(2)]).await, Ok(vec![]), "nothing of it was written");
    store.create_user(&user(3, "Bert"), "hash").await.unwrap();
    assert_eq!(store.update_user(&user(3, "ANNA")).await, Err(StoreError::NameTaken));
    store.update_user(&user(1, "ANNA")).await.expect("her own name in another case is free to her");
}

pub(crate) async fn a_name_is_won_by_one_of_many(store: Store) {
    let users: Vec<_> = (1..=20).map(|id| user(id, "popular")).collect();
    let results = join_all(users.iter().map(|user| store.create_user(user, "hash"))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.iter().all(|result| matches!(result, Ok(()) | Err(StoreError::NameTaken))), "{results:?}");
    let won = results.iter().position(Result::is_ok).unwrap();
    assert_eq!(store.login("popular").await.unwrap().unwrap().user, users[won]);
}

pub(crate) async fn users_are_found_by_their_ids(store: Store) {
    let written = people(&store, 5).await;
    let ids = [5, 1, 99, 5].map(UserId::from_raw);
    let mut found = store.users(&ids).await.unwrap();
    found.sort_by_key(|user| user.id);
    assert_eq!(found, [Arc::clone(&written[0]), Arc::clone(&written[4])]);
    assert_eq!(store.users(&[]).await, Ok(vec![]));
}

pub(crate) async fn a_renamed_user_frees_the_old_name(store: Store) {
    people(&store, 1).await;
    let renamed = User { global_name: Some("New".to_owned()), ..user(1, "renamed") };
    store.update_user(&renamed).await.unwrap();
    assert_eq!(store.users(&[renamed.id]).await.unwrap(), [Arc::new(renamed)]);
    assert_eq!(store.login("user-1").await, Ok(None));
    assert_eq!(store.login("renamed").await.unwrap().unwrap().password_hash, "hash");
    store.create_user(&user(2, "user-1"), "other").await.unwrap();
}

fn token(byte: u8, user: u64, kind: TokenKind) -> TokenRecord {
    TokenRecord {
        hash: TokenHash([byte; 32]),
        user_id: UserId::from_raw(user),
        kind,
        issued_at: at(i64::from(byte)),
        client: (kind == TokenKind::Person).then(|| "Mozilla/5.0".to_owned()),
        last_used_at: at(i64::from(byte) + 1),
    }
}

pub(crate) async fn tokens_work_until_they_are_deleted(store: Store) {
    people(&store, 2).await;
    let tokens = [token(1, 1, TokenKind::Person), token(2, 1, TokenKind::Person), token(3, 2, TokenKind::Bot)];
    for token in &tokens {
        assert_eq!(store.add_token(token, 2).await, Ok(vec![]));
    }
    assert_eq!(store.token(tokens[2].hash).await, Ok(Some(tokens[2].clone())));
    assert_eq!(store.tokens_of(UserId::from_raw(1)).await.unwrap(), [tokens[1].clone(), tokens[0].clone()]);
    store.delete_token(tokens[1].hash).await.unwrap();
    store.delete_token(tokens[1].hash).await.expect("a second time is ignored");
    assert_eq!(store.token(tokens[1].hash).await, Ok(None));
    assert_eq!(store.tokens_of(UserId::from_raw(1)).await.unwrap(), [tokens[0].clone()]);
}

pub(crate) async fn several_tokens_of_one_user_end_together(store: Store) {
    people(&store, 2).await;
    let tokens = [token(1, 1, TokenKind::Person), token(2, 1, TokenKind::Person), token(3, 2, TokenKind::Person)];
    for token in &tokens {
        assert_eq!(store.add_token(token, 2).await, Ok(vec![]));
    }
    let used = TokenRecord { last_used_at: at(900), ..tokens[1].clone() };
    store.use_token(used.hash, at(900)).await.unwrap();
    store.use_token(TokenHash([9; 32]), at(900)).await.expect("unknown ones are ignored");
    assert_eq!(store.token(TokenHash([9; 32])).await, Ok(None), "a use brings no deleted token back");
    assert_eq!(store.token(used.hash).await, Ok(Some(used.clone())));
    let named = [tokens[0].hash, tokens[2].hash, TokenHash([9; 32])];
    assert_eq!(store.delete_tokens(UserId::from_raw(1), &named).await, Ok(vec![tokens[0].hash]), "nobody else's");
    assert_eq!(store.tokens_of(UserId::from_raw(1)).await, Ok(vec![used]));
    assert_eq!(store.token(tokens[2].hash).await, Ok(Some(tokens[2].clone())));
}

pub(crate) async fn a_token_too_many_ends_the_least_recently_used(store: Store) {
    people(&store, 2).await;
    let tokens = [1, 2, 3, 4].map(|byte| token(byte, 1, TokenKind::Person));
    let other = token(9, 2, TokenKind::Person);
    for token in [&tokens[0], &tokens[1], &other] {
        assert_eq!(store.add_token(token, 2).await, Ok(vec![]));
    }
    store.use_token(tokens[0].hash, at(900)).await.unwrap();
    assert_eq!(store.add_token(&tokens[2], 2).await, Ok(vec![tokens[1].hash]));
    assert_eq!(store.add_token(&tokens[3], 1).await.map(|gone| gone.len()), Ok(2));
    assert_eq!(store.tokens_of(UserId::from_raw(1)).await, Ok(vec![tokens[3].clone()]));
    assert_eq!(store.token(other.hash).await, Ok(Some(other)), "nobody else's");
}

pub(crate) async fn replaced_tokens_are_named(store: Store) {
    people(&store, 2).await;
    let (first, second, other) = (token(1, 1, TokenKind::Bot), token(2, 1, TokenKind::Bot), token(3, 2, TokenKind::Bot));
    assert_eq!(store.add_token(&first, 2).await, Ok(vec![]));
    assert_eq!(store.add_token(&other, 2).await, Ok(vec![]));
    assert_eq!(store.replace_tokens(first.user_id, &second).await, Ok(vec![first.hash]));
    assert_eq!(store.replace_tokens(first.user_id, &second).await, Ok(vec![]), "again changes nothing");
    assert_eq!(store.tokens_of(first.user_id).await, Ok(vec![second]));
    assert_eq!(store.token(other.hash).await, Ok(Some(other)));
}

pub(crate) async fn applications_come_with_their_bots(store: Store) {
    people(&store, 2).await;
    let mut written = Vec::new();
    for id in [30, 20] {
        let id = ApplicationId::from_raw(id);
        let application = Application { id, name: "Bot".to_owned(), owner_id: UserId::from_raw(1), created_at: at(5) };
        let bot = User { bot: true, ..user(id.raw(), "user-2") };
        store.create_application(&application, &bot).await.expect("a bot may have a person's name");
        assert_eq!(store.users(&[bot.id]).await.unwrap(), [Arc::new(bot)]);
        written.insert(0, application);
    }
    assert_eq!(store.application(written[0].id).await, Ok(Some(written[0].clone())));
    assert_eq!(store.applications_of(UserId::from_raw(1)).await, Ok(written));
    assert_eq!(store.applications_of(UserId::from_raw(2)).await, Ok(vec![]));
    assert_eq!(store.login("user-2").await.unwrap().unwrap().user.id, UserId::from_raw(2), "bots have no login");
}
