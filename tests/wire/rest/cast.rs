//! People whom tests share: a password costs time to hash. Each test has a guild of its own.

use crate::support::{Account, Rest, World, shared};
use tokio::sync::OnceCell;

/// The first owns the guilds, the next ones may join, the last is in none.
const PEOPLE: usize = 6;

pub async fn person(index: usize) -> Account {
    static CAST: [OnceCell<Account>; PEOPLE] = [const { OnceCell::const_new() }; PEOPLE];
    let account = CAST[index].get_or_init(|| Account::register(shared().http)).await.clone();
    // Connections end with the test that opened them.
    Account { rest: Rest::new(account.address).as_user(&account.token), ..account }
}

/// A new guild, whose owner is alone in it.
pub async fn guild() -> World {
    World::of(shared(), person(0).await).await
}

/// A new guild with one more member.
pub async fn guild_and_member() -> (World, Account) {
    let (world, member) = (guild().await, person(1).await);
    world.admit(&member).await;
    (world, member)
}

/// A new guild with two more members.
pub async fn guild_and_two() -> (World, Account, Account) {
    let (world, one) = guild_and_member().await;
    let two = person(2).await;
    world.admit(&two).await;
    (world, one, two)
}

/// Somebody who is in none of these guilds.
pub async fn stranger() -> Account {
    person(5).await
}

/// An id that nothing has.
pub const NOTHING: &str = "1000000000000000001";
