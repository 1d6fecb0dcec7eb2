//! Invites and their uses.

use super::sample::{GUILD, at, invite, written_guild};
use crate::model::{Invite, InviteCode};
use crate::store::{GuildWrite, InviteUse, Store};
use futures_util::future::join_all;
use std::collections::BTreeSet;

async fn put(store: &Store, invite: &Invite) {
    store.write_guild(GUILD, &[GuildWrite::PutInvite(invite.clone())]).await.unwrap();
}

pub(crate) async fn an_invite_is_used_max_uses_times_by_many_at_once(store: Store) {
    written_guild(&store).await;
    let invite = invite("abc", 7);
    put(&store, &invite).await;
    let results = join_all((0..30).map(|_| store.use_invite(&invite.code, at(2_000)))).await;
    let uses: Vec<u32> = results
        .into_iter()
        .filter_map(|result| match result.unwrap() {
            InviteUse::Used(invite) => Some(invite.uses),
            InviteUse::Unknown => None,
        })
        .collect();
    assert_eq!(uses.len(), 7);
    assert_eq!(uses.into_iter().collect::<BTreeSet<_>>(), (1..=7).collect(), "each counted once");
    assert_eq!(store.invite(&invite.code).await, Ok(Some(Invite { uses: 7, ..invite })));
}

pub(crate) async fn an_expired_invite_is_unknown(store: Store) {
    written_guild(&store).await;
    let invite = Invite { max_age_s: 60, ..invite("abc", 0) };
    put(&store, &invite).await;
    assert_eq!(store.use_invite(&invite.code, at(1_060)).await, Ok(InviteUse::Unknown));
    assert!(matches!(store.use_invite(&invite.code, at(1_059)).await, Ok(InviteUse::Used(_))));
    assert_eq!(store.use_invite(&InviteCode("none".to_owned()), at(1)).await, Ok(InviteUse::Unknown));
}

pub(crate) async fn an_unbounded_invite_counts(store: Store) {
    written_guild(&store).await;
    let invite = invite("abc", 0);
    put(&store, &invite).await;
    for uses in 1..=3 {
        assert_eq!(store.use_invite(&invite.code, at(9_999_999)).await, Ok(InviteUse::Used(Invite { uses, ..invite.clone() })));
    }
}

pub(crate) async fn invites_are_listed_oldest_first_and_deleted(store: Store) {
    written_guild(&store).await;
    let (old, new) = (invite("zzz", 1), Invite { created_at: at(5_000), ..invite("aaa", 1) });
    put(&store, &new).await;
    put(&store, &old).await;
    assert_eq!(store.invites_of(GUILD).await, Ok(vec![old.clone(), new.clone()]));
    store.write_guild(GUILD, &[GuildWrite::DeleteInvite(old.code.clone())]).await.unwrap();
    assert_eq!(store.invite(&old.code).await, Ok(None));
    assert_eq!(store.invites_of(GUILD).await, Ok(vec![new]));
}
